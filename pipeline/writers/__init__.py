"""Room 7: one writer per format, a Data Package descriptor, the texts, and the run's manifest.

Files are first written beside the old ones and then moved over them one by one; `run.json` goes first
and comes back last, so a run that dies leaves either the old outputs, or outputs without a manifest
that the next run replaces.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import OutputError, SettingsError
from pipeline.schema import TableSchema
from pipeline.writers.csv_files import read_csv, write_csv
from pipeline.writers.manifest import MANIFEST, write_json
from pipeline.writers.package import describe
from pipeline.writers.parquet_files import read_parquet, write_parquet

Frames = Mapping[str, pd.DataFrame]
Schemas = Mapping[str, TableSchema]

WRITERS: dict[str, Callable[[Frames, Schemas, Path], None]] = {"csv": write_csv, "parquet": write_parquet}
READERS: dict[str, Callable[[Schemas, Path], dict[str, pd.DataFrame]]] = {"parquet": read_parquet, "csv": read_csv}


def check_formats(formats: tuple[str, ...]) -> None:
    """Refuse a format that no writer knows.

    Raises SettingsError naming it and the known ones.
    """
    for name in formats:
        if name not in WRITERS:
            raise SettingsError(f"unknown format {name!r}; the formats are {', '.join(WRITERS)}")


def write_frames(
    frames: Frames, schemas: Schemas, out: Path, formats: tuple[str, ...], manifest: Mapping[str, Any] | None = None
) -> None:
    """Write tables in each format, the articles' texts, `datapackage.json` and (if given) `run.json`.

    Raises OutputError where the folder cannot be written; the old files are then whole.
    """
    check_formats(formats)
    staging: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=out))
        for name in formats:
            WRITERS[name](frames, schemas, staging)
        if "csv" in formats:
            write_json(describe(schemas), staging / "datapackage.json")
        _write_texts(frames["articles"], staging / "text")
        if manifest is not None:
            write_json(manifest, staging / MANIFEST)
        _replace(staging, out)
    except OSError as error:
        raise OutputError(
            f"{out}: cannot be written ({error.strerror or error}); name another folder with --out"
        ) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def _write_texts(articles: pd.DataFrame, folder: Path) -> None:
    folder.mkdir()
    for key, text in zip(articles["article_id"], articles["text"], strict=True):
        with (folder / f"{key}.txt").open("w", encoding="utf-8", newline="") as handle:
            handle.write(text)


def _replace(staging: Path, out: Path) -> None:
    """Move new files over old ones, the manifest last, and drop the texts of articles that are gone."""
    (out / MANIFEST).unlink(missing_ok=True)
    (out / "text").mkdir(exist_ok=True)
    texts = {path.name for path in (staging / "text").iterdir()}
    for path in (out / "text").glob("*.txt"):
        if path.name not in texts:
            path.unlink()
    for path in sorted(staging.rglob("*"), key=lambda path: (path.name == MANIFEST, path)):
        if path.is_file():
            path.replace(out / path.relative_to(staging))


def read_frames(schemas: Schemas, folder: Path) -> dict[str, pd.DataFrame]:
    """Read back the tables that a run wrote, from Parquet where there is some, else from CSV.

    Raises OutputError where the folder holds neither.
    """
    for name, reader in READERS.items():
        if any(folder.glob(f"*.{name}")):
            return reader(schemas, folder)
    raise OutputError(f"{folder}: holds no tables; run `ldr extract` with --out {folder} first")
