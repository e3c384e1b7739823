"""CSV: UTF-8, a header row, RFC 4180 quoting, ISO dates, plain decimal numbers, an empty cell is unknown."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.errors import OutputError
from pipeline.schema import TableSchema, to_frame

csv.field_size_limit(2**31 - 1)


def cell(value: Any) -> str:
    """Write a value as a cell.

    >>> cell(Decimal("4192000.0000")), cell(Decimal("0.5000")), cell(date(2022, 7, 4)), cell(None)
    ('4192000', '0.5', '2022-07-04', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else str(value)


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Give a table's rows as Python values, a batch at a time."""
    for batch in table.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()


def write_csv(frames: Mapping[str, pd.DataFrame], schemas: Mapping[str, TableSchema], folder: Path) -> None:
    """Write one CSV file per table."""
    for name, schema in schemas.items():
        columns = [column.name for column in schema.printed()]
        table = pa.Table.from_pandas(frames[name][columns], preserve_index=False)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([cell(row[column]) for column in columns] for row in rows(table))


def read_csv(schemas: Mapping[str, TableSchema], folder: Path) -> dict[str, pd.DataFrame]:
    """Read tables back with their declared types; the articles' texts come from `text/`.

    Raises OutputError naming the file and line of a cell that its column does not allow.
    """
    return {name: to_frame(_read(folder, schema)) for name, schema in schemas.items()}


def read_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a table as it stands in its CSV file, every cell a string; none where there is no file."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def _read(folder: Path, schema: TableSchema) -> pa.Table:
    path = folder / f"{schema.name}.csv"
    found: list[dict[str, Any]] = []
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            for number, row in enumerate(csv.DictReader(handle), 2):
                values = {}
                for column in schema.columns:
                    text = _text(folder, row) if column.about.parquet_only else row.get(column.name) or ""
                    try:
                        values[column.name] = _value(column.type, text, column.nullable)
                    except (ValueError, ArithmeticError) as error:
                        raise OutputError(f"{path}, row {number}, {column.name}: {text!r} cannot be read") from error
                found.append(values)
    except OSError as error:
        raise OutputError(f"{path}: cannot be read ({error.strerror})") from error
    return pa.Table.from_pylist(found, schema=schema.arrow)


def _text(folder: Path, row: dict[str, str]) -> str:
    with (folder / "text" / f"{row['article_id']}.txt").open(encoding="utf-8", newline="") as handle:
        return handle.read()


def _value(kind: type, text: str, nullable: bool) -> Any:
    if text == "" and nullable:
        return None
    return date.fromisoformat(text) if kind is date else kind(text)
