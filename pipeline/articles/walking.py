"""Finds the files to read: folders are searched, links that loop are passed by, and names are put in one order."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from natsort import natsort_keygen, ns

from pipeline.articles.decoding import unreadable
from pipeline.articles.problems import problem
from pipeline.records import Problem

STANDARD_INPUT = "-"
TABLES_MARK = ".ldr"
"""The folder by which a folder of tables is known: what a run has written is not read as articles."""


@dataclass(frozen=True)
class Source:
    """A file to read: its `name` in the tables, its path (None: standard input), the input folders that hold it."""

    name: str
    path: Path | None
    folders: tuple[Path, ...] = ()
    full_name: str = ""


class Sources:
    """The files to read, in natural order of their names, on the disk: a folder may hold a million."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("")  # a file without a name, gone when it is closed
        self._table.execute(
            "CREATE TABLE sources (real TEXT PRIMARY KEY, name BLOB, bare BLOB, path BLOB, root BLOB, full_name BLOB,"
            " natural_order BLOB) WITHOUT ROWID"
        )

    def add(self, real: str, name: str, path: Path | None, root: Path | None = None) -> None:
        """Add a file of an input folder, or one that was named; of two ways to one file the first in order counts."""
        full_name = path.as_posix() if path is not None else ""
        cells = (real, name, name.rpartition("/")[2], str(path or ""), str(root or ""), full_name)
        self._table.execute(
            "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO UPDATE SET name = excluded.name,"
            " bare = excluded.bare, path = excluded.path, root = excluded.root, full_name = excluded.full_name"
            " WHERE (excluded.full_name, excluded.name) < (sources.full_name, sources.name)",
            [*map(_packed, cells)],
        )

    def put_in_order(self) -> None:
        """Tell files of one name apart by their folders, and sort them."""
        natural = natsort_keygen(alg=ns.PATH)
        self._table.create_function(
            "natural_key", 1, lambda name: _sortable(natural(_unpacked(name))), deterministic=True
        )
        self._table.execute(
            "UPDATE sources SET name = full_name WHERE full_name != x'' AND name IN"
            " (SELECT name FROM sources GROUP BY name HAVING count(*) > 1)"
        )
        self._table.execute("UPDATE sources SET natural_order = natural_key(name)")
        self._table.execute("CREATE INDEX bare_names ON sources (bare)")

    def __iter__(self) -> Iterator[Source]:
        ordered = "SELECT name, path, root, full_name FROM sources ORDER BY natural_order, name"
        for cells in self._table.cursor().execute(ordered):
            name, path, root, full_name = map(_unpacked, cells)
            place = Path(path) if path else None
            yield Source(name, place, _folders(place, Path(root)) if place and root else (), full_name)

    def folders(self) -> set[Path]:
        """Give the input folders, and those below them that hold files."""
        rows = self._table.execute(
            "SELECT DISTINCT root, substr(path, 1, length(path) - length(bare)) FROM sources WHERE root != x''"
        )
        pairs = ((Path(_unpacked(root)), Path(_unpacked(parent))) for root, parent in rows)
        return {folder for root, parent in pairs for folder in _folders(parent / "file", root)}

    def called(self, bare: str) -> int:
        """How many files have a name, folders aside."""
        query = "SELECT count(*) FROM sources WHERE bare = ?"
        return int(self._table.execute(query, (_packed(bare),)).fetchone()[0])


def _folders(path: Path, root: Path) -> tuple[Path, ...]:
    return tuple(parent for parent in path.parents if parent == root or root in parent.parents)


def _packed(text: str) -> bytes:
    """Write a name that need not be Unicode."""
    return text.encode("utf-8", "surrogatepass")


def _unpacked(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _sortable(key: Any) -> bytes:
    """Write natsort's key, words and numbers by path component, as bytes that sort as it does.

    >>> [_sortable(key) for key in ((("a", 2),), (("a", 10),), (("a",), ("b",)))]
    [b'a\\x00\\x012\\x00', b'a\\x00\\x0210\\x00', b'a\\x00\\x00b\\x00\\x00']
    """
    packed = bytearray()
    for component in key:
        for part in component:
            if isinstance(part, str):
                packed += _packed(part) + b"\x00"
            else:
                digits = str(part).encode()
                packed += bytes([min(len(digits), 255)]) + digits
        packed += b"\x00"
    return bytes(packed)


def find_sources(
    inputs: Iterable[str | Path], suffixes: frozenset[str], metadata_name: str, ignored: Iterable[Path] = ()
) -> tuple[Sources, list[Problem]]:
    """Find the files of some inputs in natural order of their names, and what is wrong with the inputs.

    In folders, files of other suffixes, hidden ones and metadata are passed by; a file that is named is
    read whatever its suffix. Two files of one name get their folder's name too.
    """
    skip = {_real(path) for path in ignored}
    wanted_suffixes = tuple(suffixes)
    found = Sources()
    complaints: list[Problem] = []
    for given in inputs:
        if str(given) == STANDARD_INPUT:
            found.add(STANDARD_INPUT, STANDARD_INPUT, None)
            continue
        path = Path(given)
        if path.is_dir():
            articles = 0
            for real, item in walk(path, lambda error: complaints.append(_complaint(error))):
                wanted = item.name.casefold().endswith(wanted_suffixes) and item.name.casefold() != metadata_name
                if not wanted or real in skip:
                    continue
                articles += 1
                found.add(real, item.relative_to(path).as_posix(), item, path)
            if Path(path, TABLES_MARK).is_dir():
                complaints.append(problem(path.as_posix(), "a folder of tables; name the folder of the articles"))
            elif not articles:
                kinds = ", ".join(sorted(suffixes))
                complaints.append(
                    problem(path.as_posix(), f"no article in this folder; articles are files of type {kinds}")
                )
        elif path.exists() or path.is_symlink():
            found.add(_real(path), path.name, path)
        else:
            if str(given).startswith(("http://", "https://")):
                complaints.append(problem(str(given), "an address; fetch it into a folder with `ldr fetch` first"))
            else:
                complaints.append(problem(path.as_posix(), "no such file or folder; check the path"))
    found.put_in_order()
    return found, sorted(complaints, key=lambda row: (row.source or "", row.message))


def _real(path: Path) -> str:
    return os.path.realpath(path)


def walk(folder: Path, complain: Callable[[OSError], None] | None = None) -> Iterator[tuple[str, Path]]:
    """Give the files below a folder, each by its real path and by its name here, in no order: nothing is listed.

    Each folder is entered once, by whatever links it is reached. Hidden files and folders are passed by, and folders
    of tables.
    """
    entered: set[str] = set()
    waiting = [str(folder)]
    while waiting:
        parent = waiting.pop()
        real = os.path.realpath(parent)
        if real in entered or Path(parent, TABLES_MARK).is_dir():
            continue
        entered.add(real)
        below: list[str] = []
        try:
            with os.scandir(parent) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if _is_folder(entry):
                        below.append(entry.path)
                    else:
                        own = _real(Path(entry)) if entry.is_symlink() else os.path.join(real, entry.name)  # noqa: PTH118
                        yield own, Path(entry)
        except OSError as error:
            if complain is not None:
                complain(error)
        waiting += sorted(below, reverse=True)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _complaint(error: OSError) -> Problem:
    return problem(Path(error.filename).as_posix(), unreadable(error))
