"""Room 7: one writer per format, a Data Package descriptor, the texts, and the run's manifest.

Files are first written beside the old ones and then moved over them one by one; `run.json` goes first
and comes back last, so a run that dies leaves either the old outputs, or outputs without a manifest
that the next run replaces.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa

from pipeline.errors import OutputError, SettingsError
from pipeline.schema import TableSchema
from pipeline.writers.csv_files import CsvTable, read_csv
from pipeline.writers.manifest import MANIFEST, write_json
from pipeline.writers.package import describe
from pipeline.writers.parquet_files import ParquetTable, read_parquet

Frames = Mapping[str, pd.DataFrame]
Schemas = Mapping[str, TableSchema]


class TableWriter(Protocol):
    """What writes one table into a file of its format: rows come in their order, some at a time."""

    def write(self, table: pa.Table) -> None: ...

    def close(self) -> None: ...


class MakeWriter(Protocol):
    """What opens the file of one table in a folder."""

    def __call__(self, schema: TableSchema, folder: Path) -> TableWriter: ...


class Reads(Protocol):
    """What reads every table back."""

    def __call__(self, schemas: Schemas, folder: Path) -> dict[str, pd.DataFrame]: ...


WRITERS: dict[str, MakeWriter] = {"csv": CsvTable, "parquet": ParquetTable}
READERS: dict[str, Reads] = {"parquet": read_parquet, "csv": read_csv}


def check_formats(formats: tuple[str, ...]) -> None:
    """Refuse a format that no writer knows.

    Raises SettingsError naming it and the known ones.
    """
    for name in formats:
        if name not in WRITERS:
            raise SettingsError(f"unknown format {name!r}; the formats are {', '.join(WRITERS)}")


class Staging:
    """A folder beside the outputs in which every table is written as its rows come, until `publish`."""

    def __init__(self, folder: Path, schemas: Schemas, formats: tuple[str, ...]) -> None:
        self.folder = folder
        self.rows = dict.fromkeys(schemas, 0)
        self._schemas = schemas
        self._formats = formats
        self._texts = folder / "text"
        self._texts.mkdir(parents=True)
        self._writers: dict[str, list[TableWriter]] = {}

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for name in list(self._writers):
            self.close(name)

    def write(self, name: str, table: pa.Table) -> None:
        """Add rows to a table, in its order; the articles' texts become files too."""
        if name not in self._writers:
            self._writers[name] = [WRITERS[one](self._schemas[name], self.folder) for one in self._formats]
        for writer in self._writers[name]:
            writer.write(table)
        self.rows[name] += len(table)
        if name == "articles":
            for key, text in zip(table["article_id"].to_pylist(), table["text"].to_pylist(), strict=True):
                with (self._texts / f"{key}.txt").open("w", encoding="utf-8", newline="") as handle:
                    handle.write(text)

    def close(self, name: str) -> None:
        """Finish a table's files."""
        for writer in self._writers.pop(name, ()):
            writer.close()

    def finish(self) -> None:
        """Finish every table, the empty ones too, and describe the CSV files."""
        for name, schema in self._schemas.items():
            if name in self._writers or not self.rows[name]:
                self.write(name, schema.arrow.empty_table())
                self.close(name)
        if "csv" in self._formats:
            write_json(describe(self._schemas), self.folder / "datapackage.json")

    def publish(self, out: Path) -> None:
        """Move the new files over old ones, after the old manifest is gone, and drop texts that are gone."""
        os.sync()  # what is renamed must be on the disk before its name is, lest a power cut leave empty files
        (out / MANIFEST).unlink(missing_ok=True)
        (out / "text").mkdir(exist_ok=True)
        with os.scandir(out / "text") as old:
            for entry in old:
                if entry.name.endswith(".txt") and not (self._texts / entry.name).exists():
                    Path(entry).unlink()
        for folder, place in ((self._texts, out / "text"), (self.folder, out)):
            with os.scandir(folder) as new:
                for entry in new:
                    if entry.is_file():
                        Path(entry).replace(place / entry.name)


@contextmanager
def told_where(out: Path) -> Iterator[None]:
    """Turn what a disk complains of into an error that names the folder and the mend.

    Raises OutputError.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(f"{out}: {unwritable(error)}") from error


def unwritable(error: OSError) -> str:
    """Say why nothing can be written, and the mend."""
    reason = str(error.strerror or error)
    if "No space left" in reason or "quota" in reason.casefold():
        return f"the disk is full ({reason}); make room and run the same command again, it goes on where it stopped"
    return f"cannot be written ({reason}); name another folder with --out"


def write_frames(
    frames: Frames, schemas: Schemas, out: Path, formats: tuple[str, ...], manifest: Mapping[str, Any] | None = None
) -> None:
    """Write tables in each format, the articles' texts, `datapackage.json` and (if given) `run.json`.

    Raises OutputError where the folder cannot be written; the old files are then whole.
    """
    check_formats(formats)
    with told_where(out):
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".staging-", dir=out))
        try:
            with Staging(folder, schemas, formats) as staging:
                for name, schema in schemas.items():
                    table = pa.Table.from_pandas(frames[name], schema=schema.arrow, preserve_index=False)
                    staging.write(name, table.replace_schema_metadata(None))
                staging.finish()
                staging.publish(out)
            if manifest is not None:
                write_manifest(manifest, out)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def write_manifest(manifest: Mapping[str, Any], out: Path) -> None:
    """Write `run.json`, the last of a run's files: it says that all the others are there."""
    new = out / f".{MANIFEST}"
    write_json(manifest, new)
    with new.open("rb") as handle:
        os.fsync(handle.fileno())
    new.replace(out / MANIFEST)


def read_frames(schemas: Schemas, folder: Path) -> dict[str, pd.DataFrame]:
    """Read back the tables that a run wrote, from Parquet where there is some, else from CSV.

    Raises OutputError where the folder holds neither.
    """
    for name, reader in READERS.items():
        if any(folder.glob(f"*.{name}")):
            return reader(schemas, folder)
    raise OutputError(f"{folder}: holds no tables; run `ldr extract` with --out {folder} first")
