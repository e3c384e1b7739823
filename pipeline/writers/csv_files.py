"""CSV: UTF-8, a header row, RFC 4180 quoting, ISO dates, plain decimal numbers, an empty cell is unknown.

Words that a spreadsheet would run as a formula ("-£3m", "=HYPERLINK(...)") get an apostrophe before them; reading
takes it off again. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import OutputError
from pipeline.schema import TableSchema, to_frame

csv.field_size_limit(2**31 - 1)

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How words begin that Excel or LibreOffice may run, with the apostrophes that they had already: an escape that can
be undone for every text. The signs are OWASP's (CSV Injection), the full-width ones of East Asian Excel included."""


def escape(text: str) -> str:
    """Put an apostrophe before words that a spreadsheet would take for a formula.

    >>> escape("-£3m"), escape("'=1+1"), escape("'Shameful', she said"), escape("£3m - £4m")
    ("'-£3m", "''=1+1", "'Shameful', she said", '£3m - £4m')
    """
    return f"'{text}" if FORMULA.match(text) else text


def unescape(cell: str) -> str:
    """Give the words of a cell: the inverse of `escape`.

    >>> unescape("'-£3m"), unescape("'Shameful', she said"), unescape("-3000000")
    ('-£3m', "'Shameful', she said", '-3000000')
    """
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def cell(value: Any) -> str:
    """Write a value in words, as a cell shows it.

    >>> cell(Decimal("4192000.0000")), cell(Decimal("-0.5000")), cell(date(2022, 7, 4)), cell(None)
    ('4192000', '-0.5', '2022-07-04', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else str(value)


def csv_cell(value: Any) -> str:
    """Write a value as a cell of a CSV file: words that a spreadsheet would run are escaped.

    >>> csv_cell("-£3m"), csv_cell(Decimal("-3000000"))
    ("'-£3m", '-3000000')
    """
    return escape(value) if isinstance(value, str) else cell(value)


def csv_cells(column: pa.ChunkedArray) -> list[str | None]:
    """Give a column's cells as `csv_cell` writes each."""
    words = column.cast(pa.string())
    if pa.types.is_decimal(column.type):
        words = pc.utf8_rtrim(pc.utf8_rtrim(words, "0"), ".")  # all have decimal places
    elif pa.types.is_string(column.type):
        escaped = pc.binary_join_element_wise("'", words, "")
        words = pc.if_else(pc.match_substring_regex(words, f"^(?:{FORMULA.pattern})"), escaped, words)
    return words.to_pylist()  # type: ignore[no-any-return]


class CsvTable:
    """Writes one table as CSV, as its rows come."""

    def __init__(self, schema: TableSchema, folder: Path) -> None:
        self._columns = [column.name for column in schema.printed()]
        self._handle = (folder / f"{schema.name}.csv").open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._handle, lineterminator="\n")
        self._writer.writerow(self._columns)

    def write(self, table: pa.Table) -> None:
        """Write some rows, which stand in their order already."""
        columns = [csv_cells(table[name]) for name in self._columns]
        self._writer.writerows(zip(*columns, strict=True))

    def close(self) -> None:
        """Finish the file."""
        self._handle.close()


def read_csv(schemas: Mapping[str, TableSchema], folder: Path) -> dict[str, pd.DataFrame]:
    """Read tables back with their declared types; the articles' texts come from `text/`.

    Raises OutputError naming the file and line of a cell that its column does not allow.
    """
    return {name: to_frame(_read(folder, schema)) for name, schema in schemas.items()}


def read_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a table from its CSV file, every cell a string, escapes undone; none where there is no file."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        header, *lines = list(csv.reader(handle)) or [[]]
    return [dict(zip(header, map(unescape, line), strict=False)) for line in lines if line]


def _read(folder: Path, schema: TableSchema) -> pa.Table:
    path = folder / f"{schema.name}.csv"
    found: list[dict[str, Any]] = []
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            for number, row in enumerate(csv.DictReader(handle), 2):
                values = {}
                for column in schema.columns:
                    text = _text(folder, row) if column.about.parquet_only else unescape(row.get(column.name) or "")
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
