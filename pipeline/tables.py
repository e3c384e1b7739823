"""Room 6: linked records → checked DataFrames, one per table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.articles.record import Appearance, ArticleRecord
from pipeline.errors import TableError
from pipeline.extractors import discover
from pipeline.records import Mention, Problem, Record
from pipeline.schema import TableSchema
from pipeline.writers import read_frames, write_frames


@cache
def record_types() -> dict[str, type[Record]]:
    """Give every table's record by name: the articles, what was found in them, and the problems."""
    own = [record for extractor in discover() for record in extractor.records]
    every: list[type[Record]] = [ArticleRecord, Appearance, *own, Mention, Problem]
    return {record.TABLE: record for record in every}


@cache
def schemas() -> dict[str, TableSchema]:
    """Give every table's schema by name."""
    return {name: TableSchema.of(record) for name, record in record_types().items()}


class Tables(Mapping[str, pd.DataFrame]):
    """One DataFrame per table, as attributes and as a mapping: `tables.money`, `tables["money"]`."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = dict(frames)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def __getattr__(self, name: str) -> pd.DataFrame:
        try:
            return self.__dict__["_frames"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(f"no table {name!r}") from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._frames]

    def __repr__(self) -> str:
        return "Tables(" + ", ".join(f"{name}: {len(frame)}" for name, frame in self._frames.items()) + ")"

    def to_csv(self, folder: str | Path) -> None:
        """Write every table as CSV into a folder."""
        self._write(folder, ("csv",))

    def to_parquet(self, folder: str | Path) -> None:
        """Write every table as Parquet into a folder."""
        self._write(folder, ("parquet",))

    def _write(self, folder: str | Path, formats: tuple[str, ...]) -> None:
        write_tables(self, folder, formats)


def write_tables(
    tables: Tables,
    out: str | Path,
    formats: tuple[str, ...] = ("csv", "parquet"),
    manifest: Mapping[str, Any] | None = None,
) -> None:
    """Write every table in each format, with the texts, the data package and (if given) the manifest.

    Raises OutputError where the folder cannot be written; the old files are then whole.
    """
    write_frames(tables, schemas(), Path(out), formats, manifest)


def read_tables(out: str | Path) -> Tables:
    """Read back the tables that a run wrote.

    Raises OutputError where the folder holds none.
    """
    return Tables(read_frames(schemas(), Path(out)))


def build_tables(records: Iterable[Record]) -> Tables:
    """Sort records into their tables and check them against the declared schema.

    Raises TableError for a row that breaks its schema, or a foreign key that does not resolve.
    """
    by_table: dict[str, list[Record]] = {name: [] for name in schemas()}
    for record in records:
        by_table[record.TABLE].append(record)
    check_references(lambda name, column: (getattr(record, column) for record in by_table[name]))
    return Tables({name: schema.frame(by_table[name]) for name, schema in schemas().items()})


def check_references(cells: Callable[[str, str], Iterable[Any]]) -> None:
    """Check that every foreign key in some tables is the key of one of their rows; `cells` gives a table's column.

    Raises TableError naming the column and the value.
    """
    known = {name: set(cells(name, schema.key)) for name, schema in schemas().items()}
    for name, schema in schemas().items():
        for column in schema.columns:
            if column.about.references:
                targets = known[column.about.references]
            elif column.about.entity and column is not schema.columns[0]:
                targets = known["people"] | known["organisations"]
            else:
                continue
            loose = set(cells(name, column.name)) - targets - {None}
            if loose:
                raise TableError(f"{name}.{column.name}: {sorted(loose)[0]!r} is the key of no row")
