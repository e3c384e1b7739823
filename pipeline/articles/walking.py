"""Finds the files to read: folders are searched, links that loop are passed by, and names are put in one order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from natsort import natsort_keygen, ns

from pipeline.articles.decoding import unreadable
from pipeline.articles.problems import problem
from pipeline.records import Problem

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Source:
    """A file to read: its `name` in the tables, its path (None: standard input), the input folders that hold it."""

    name: str
    path: Path | None
    folders: tuple[Path, ...] = ()
    full_name: str = ""


def find_sources(
    inputs: Iterable[str | Path], suffixes: frozenset[str], metadata_name: str, ignored: Iterable[Path] = ()
) -> tuple[list[Source], list[Problem]]:
    """Find the files of some inputs in natural order of their names, and what is wrong with the inputs.

    In folders, files of other suffixes, hidden ones and metadata are passed by; a file that is named is
    read whatever its suffix. Two files of one name get their folder's name too.
    """
    skip = {_real(path) for path in ignored}
    wanted_suffixes = tuple(suffixes)
    found: dict[str, Source] = {}
    complaints: list[Problem] = []
    for given in inputs:
        if str(given) == STANDARD_INPUT:
            found.setdefault(STANDARD_INPUT, Source(STANDARD_INPUT, None))
            continue
        path = Path(given)
        if path.is_dir():
            articles = 0
            for item in _walk(path, complaints):
                wanted = item.name.casefold().endswith(wanted_suffixes) and item.name.casefold() != metadata_name
                if not wanted or _real(item) in skip:
                    continue
                articles += 1
                folders = tuple(parent for parent in item.parents if parent == path or path in parent.parents)
                source = Source(item.relative_to(path).as_posix(), item, folders, item.as_posix())
                found.setdefault(_real(item), source)
            if not articles:
                kinds = ", ".join(sorted(suffixes))
                complaints.append(
                    problem(path.as_posix(), f"no article in this folder; articles are files of type {kinds}")
                )
        elif path.exists() or path.is_symlink():
            found.setdefault(_real(path), Source(path.name, path, (), path.as_posix()))
        else:
            complaints.append(problem(path.as_posix(), "no such file or folder; check the path"))
    return _in_order(found.values()), sorted(complaints, key=lambda row: (row.source or "", row.message))


def _in_order(sources: Iterable[Source]) -> list[Source]:
    listed = list(sources)
    names = Counter(source.name for source in listed)
    distinct = [
        replace(source, name=source.full_name) if names[source.name] > 1 and source.full_name else source
        for source in listed
    ]
    natural = natsort_keygen(alg=ns.PATH)
    return sorted(distinct, key=lambda source: (natural(source.name), source.name))


def _real(path: Path) -> str:
    return os.path.realpath(path)


def _walk(folder: Path, complaints: list[Problem]) -> Iterator[Path]:
    """Give the files below a folder; each folder is entered once, by whatever links it is reached."""
    entered: set[str] = set()

    def complain(error: OSError) -> None:
        complaints.append(problem(Path(error.filename or folder).as_posix(), unreadable(error)))

    for parent, folders, files in os.walk(folder, onerror=complain, followlinks=True):
        real = os.path.realpath(parent)
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(files) if not name.startswith("."))
