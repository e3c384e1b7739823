"""What a table looks like, derived from its record: Arrow schema, checks, Markdown, Data Package descriptor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import TableError
from pipeline.records import Column, Record

PREFIX_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"

# the type of a field -> its Arrow type, and its name in Table Schema
TYPES: dict[type, tuple[pa.DataType, str]] = {
    str: (pa.string(), "string"),
    int: (pa.int32(), "integer"),
    Decimal: (pa.decimal128(20, 4), "number"),
    date: (pa.date32(), "date"),
}


@dataclass(frozen=True)
class ColumnSchema:
    """One column: its name, Python type, whether it may be empty, and what was declared of it."""

    name: str
    type: type
    nullable: bool
    about: Column


@dataclass(frozen=True)
class TableSchema:
    """A table: its name, what a row is, and its columns in order; the first is the key."""

    name: str
    description: str
    columns: tuple[ColumnSchema, ...]

    @staticmethod
    def of(record: type[Record]) -> TableSchema:
        """Derive the schema of a record's table."""
        hints = get_type_hints(record)
        columns = []
        for item, about in record.columns():
            parts = get_args(hints[item.name]) or (hints[item.name],)
            columns.append(ColumnSchema(item.name, parts[0], type(None) in parts, about))
        return TableSchema(record.TABLE, (record.__doc__ or "").strip(), tuple(columns))

    @property
    def key(self) -> str:
        """The name of the primary key."""
        return self.columns[0].name

    @property
    def has_offsets(self) -> bool:
        """Whether its rows stand somewhere in a text."""
        return any(column.name == "char_start" for column in self.columns)

    @property
    def order(self) -> tuple[str, ...]:
        """The columns by which its rows are sorted."""
        return ("article_id", "char_start", self.key) if self.has_offsets else (self.key,)

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, and so the Parquet types."""
        return pa.schema([pa.field(c.name, TYPES[c.type][0], nullable=c.nullable) for c in self.columns])

    def frame(self, records: Iterable[Record]) -> pd.DataFrame:
        """Make a DataFrame of Arrow-backed columns from records, sorted and checked as `table` does it."""
        return to_frame(self.table(records))

    def table(self, records: Iterable[Record]) -> pa.Table:
        """Make an Arrow table from records, sorted and checked.

        Raises TableError for a value outside a closed list, an empty cell that may not be, a wrong type,
        or a key that stands twice.
        """
        names = [column.name for column in self.columns]
        rows = [{name: getattr(record, name) for name in names} for record in records]
        rows.sort(key=lambda row: tuple(row[name] for name in self.order))
        for column in self.columns:
            for row in rows:
                self._check(column, row[column.name], row[self.key])
        counts = Counter(row[self.key] for row in rows)
        if len(counts) < len(rows):
            raise TableError(f"{self.name}: the key {counts.most_common(1)[0][0]!r} stands twice")
        return pa.Table.from_pylist(rows, schema=self.arrow)

    def checked(self, rows: pa.Table) -> pa.Table:
        """Sort rows that have the columns' types already, and check them.

        Raises TableError as `table` does.
        """
        rows = rows.sort_by([(name, "ascending") for name in self.order])
        for column in self.columns:
            cells = rows[column.name]
            closed = column.about.vocabulary or column.about.kind == "prefix_date"
            for value in (cells.unique() if closed else cells.filter(cells.is_null()).slice(0, 1)).to_pylist():
                self._check(column, value, "…")
        keys = rows[self.key].value_counts()
        if len(twice := keys.filter(pc.greater(keys.field("counts"), 1))):
            raise TableError(f"{self.name}: the key {twice[0]['values'].as_py()!r} stands twice")
        return rows

    def check(self, record: Record) -> None:
        """Check the cells of one record.

        Raises TableError as `table` does.
        """
        for column in self.columns:
            self._check(column, getattr(record, column.name), record.key)

    def _check(self, column: ColumnSchema, value: Any, key: str) -> None:
        place = f"{self.name}.{column.name} of row {key}"
        if value is None:
            if not column.nullable:
                raise TableError(f"{place}: may not be empty")
        elif not isinstance(value, column.type):
            raise TableError(f"{place}: {value!r} is not {column.type.__name__}")
        elif column.about.vocabulary and value not in column.about.vocabulary:
            raise TableError(f"{place}: {value!r} is not one of {', '.join(column.about.vocabulary)}")
        elif column.about.kind == "prefix_date" and not re.fullmatch(PREFIX_DATE, str(value)):
            raise TableError(f"{place}: {value!r} is not a prefix date such as 2022, 2022-07 or 2022-07-04")

    def printed(self) -> Iterator[ColumnSchema]:
        """Give the columns that CSV files have: all but those kept for Parquet."""
        return (column for column in self.columns if not column.about.parquet_only)

    def markdown(self) -> str:
        """Describe the table for the documentation."""
        lines = [f"## {self.name}", "", self.description, "", "| column | type | meaning |", "| --- | --- | --- |"]
        for column in self.columns:
            notes = [column.about.meaning]
            if column.about.vocabulary:
                notes.append("One of " + ", ".join(f"`{word}`" for word in column.about.vocabulary) + ".")
            if column.about.references:
                notes.append(f"Key of `{column.about.references}`.")
            if column.about.kind == "prefix_date":
                notes.append("A prefix date: `2022`, `2022-07` or `2022-07-04`.")
            if column.about.parquet_only:
                notes.append("In Parquet only.")
            kind = TYPES[column.type][1] + (", may be empty" if column.nullable else "")
            lines.append(f"| `{column.name}` | {kind} | {' '.join(notes)} |")
        return "\n".join([*lines, ""])

    def descriptor(self) -> dict[str, Any]:
        """Describe the table's CSV file as a Frictionless Table Schema."""
        found: list[dict[str, Any]] = []
        keys = []
        for column in self.printed():
            constraints: dict[str, Any] = {} if column.nullable else {"required": True}
            if column.about.vocabulary:
                constraints["enum"] = list(column.about.vocabulary)
            if column.about.kind == "prefix_date":
                constraints["pattern"] = PREFIX_DATE
            if column is self.columns[0]:
                constraints["unique"] = True
            described: dict[str, Any] = {
                "name": column.name,
                "type": TYPES[column.type][1],
                "description": column.about.meaning,
            }
            found.append(described | ({"constraints": constraints} if constraints else {}))
            if column.about.references:
                other = "" if column.about.references == self.name else column.about.references
                keys.append((column.name, other, column.about.references))
        return {
            "fields": found,
            "missingValues": [""],
            "primaryKey": [self.key],
            "foreignKeys": [
                {"fields": [name], "reference": {"resource": other, "fields": [_key_of(table)]}}
                for name, other, table in keys
            ],
        }


def _key_of(table: str) -> str:
    """The key of a table is named after one of its rows."""
    irregular = {"people": "person_id"}
    return irregular.get(table, table.removesuffix("s") + "_id")


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Make a DataFrame whose columns keep their Arrow types: strings, int32, decimals, days."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame
