"""`review.csv`: what a journalist decided of each row, keyed by the rows' own keys, so that it outlives a run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.exports.staging import replacing
from pipeline.schema import PREFIX_DATE, ColumnSchema, TableSchema
from pipeline.tables import schemas
from pipeline.writers.csv_files import csv_cell, unescape

REVIEW = "review.csv"
ENTITIES = ("people", "organisations")
KINDS = {
    "accept": "The row is right as it stands.",
    "reject": "The row is wrong and is to go.",
    "correct": "One cell of the row is to hold another value; an empty one empties it.",
    "rename": "A person or organisation has another name.",
    "merge": "A person or organisation is another one: `new_value` is the key of the one that stays.",
    "split": "In one article the name means somebody else: `new_value` is that one's name, or key.",
}


def _column(meaning: str) -> Any:
    return field(default="", metadata={"meaning": meaning})


@dataclass(frozen=True)
class Decision:
    """A line of `review.csv`; every cell is a string."""

    row_id: str = _column("The key of the row: the first column of its table.")
    table: str = _column("The table of the row.")
    article_id: str = _column("The article of the row; for `split` the one in which the name means somebody else.")
    decision: str = _column("What was decided.")
    column: str = _column("The column that is corrected; for `merge` and `split` the table's key.")
    old_value: str = _column("What it held; for `accept` and `reject` the words of the row.")
    new_value: str = _column("What it is to hold.")
    note: str = _column("Why.")
    line: int = field(default=0, compare=False)

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What it is about: a later decision of the same place takes its place."""
        return self.article_id, self.table, self.row_id, self.column

    @property
    def row(self) -> tuple[str, str]:
        """The table and key of the row that it is about."""
        return self.table, self.row_id

    def cells(self) -> dict[str, str]:
        """Give its cells by column."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(item.name for item in fields(Decision) if item.metadata)
MEANINGS = {item.name: item.metadata["meaning"] for item in fields(Decision) if item.metadata}
LONGEST = 20_000  # characters of a cell; a quote is the longest that a page sends


@cache
def reviewable() -> dict[str, TableSchema]:
    """Give the tables whose rows are decided on: those that stand in a text, and those that other rows refer to."""
    referred = {column.about.references for schema in schemas().values() for column in schema.columns}
    wanted = {name for name, schema in schemas().items() if schema.has_offsets} | referred
    return {name: schema for name, schema in schemas().items() if name in wanted}


def editable(schema: TableSchema) -> Iterator[ColumnSchema]:
    """Give the columns that may be corrected: not the key, the article, the place or the provenance of the words.

    Counts and days of people and organisations follow from their mentions.
    """
    fixed = {schema.key, "article_id", "sentence", "rule", "zone"}
    if schema.has_offsets:
        fixed |= {"text", "char_start", "char_end", "entity_type"}
    if schema.name in ENTITIES:
        fixed |= {"articles", "mentions", "first_published", "last_published"}
    if schema.name == "articles":
        fixed |= {"source", "story_id", "encoding", "words", "text"}
    return (column for column in schema.columns if column.name not in fixed)


def value_of(column: ColumnSchema, text: str) -> Any:
    """Read a corrected cell; empty is unknown.

    Raises ValueError saying what the column allows.
    """
    if not text:
        if not column.nullable and column.type is not str:
            raise ValueError(f"{column.name} may not be empty")
        value: Any = None if column.nullable else ""
    else:
        try:
            value = date.fromisoformat(text) if column.type is date else column.type(text)
        except (ValueError, ArithmeticError) as error:
            raise ValueError(f"{column.name}: {text[:80]!r} is not a {column.type.__name__}") from error
    if value == "" or (column.type is not str and value is not None and str(value) in ("NaN", "Infinity", "-Infinity")):
        raise ValueError(f"{column.name} may not be {text[:80] or 'empty'}")
    if column.about.kind == "prefix_date" and value is not None and not re.fullmatch(PREFIX_DATE, value):
        raise ValueError(f"{column.name}: {text[:80]!r} is not a prefix date such as 2022, 2022-07 or 2022-07-04")
    if column.about.vocabulary and value is not None and value not in column.about.vocabulary:
        raise ValueError(f"{column.name}: {text[:80]!r} is not one of {', '.join(column.about.vocabulary)}")
    return value


def check(decision: Decision) -> None:
    """Check that a decision can be meant.

    Raises ValueError saying what is wrong and how to mend it.
    """
    if decision.table not in reviewable():
        raise ValueError(f"table {decision.table[:40]!r} is not one of {', '.join(reviewable())}")
    if decision.decision not in KINDS:
        raise ValueError(f"decision {decision.decision[:40]!r} is not one of {', '.join(KINDS)}")
    if not decision.row_id:
        raise ValueError("row_id may not be empty")
    if any(len(cell) > LONGEST for cell in decision.cells().values()):
        raise ValueError(f"a cell is longer than {LONGEST:,} characters")
    schema = reviewable()[decision.table]
    if decision.decision in ("accept", "reject"):
        if decision.column:
            raise ValueError(f"{decision.decision} is about a whole row: leave column empty")
        return
    if decision.decision != "correct" and decision.table not in ENTITIES:
        raise ValueError(f"{decision.decision} is only for {' and '.join(ENTITIES)}")
    if decision.decision in ("merge", "split"):
        if decision.column != schema.key:
            raise ValueError(f"column of a {decision.decision} must be {schema.key}")
        if not decision.new_value or (decision.decision == "split" and not decision.article_id):
            raise ValueError(
                f"{decision.decision} needs a new_value" + " and an article_id" * (not decision.article_id)
            )
        if decision.new_value == decision.row_id:
            raise ValueError(f"{decision.decision} names the row itself")
        return
    columns = {column.name: column for column in editable(schema)}
    if decision.column not in columns:
        raise ValueError(f"column {decision.column[:40]!r} is not one of {', '.join(columns)}")
    if decision.decision == "rename" and decision.column != "name":
        raise ValueError("column of a rename must be name")
    value_of(columns[decision.column], decision.new_value)


def read_review(path: Path) -> list[Decision]:
    """Read decisions from a file; none where there is no file.

    Raises InputError naming the file, the line and the mend.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:  # line ends inside a cell are its words
            text = handle.read()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}; save it as CSV in UTF-8", str(path)) from error
    return parse_review(text, str(path))


def parse_review(text: str, source: str = REVIEW) -> list[Decision]:
    """Read decisions from the text of a CSV file.

    Raises InputError naming the line and the mend.
    """
    lines = csv.reader(io.StringIO(text, newline=""))
    header = next(lines, list(COLUMNS))
    if sorted(header) != sorted(COLUMNS):
        raise InputError(f"the header must be {','.join(COLUMNS)}", source, 1)
    found: dict[tuple[str, str, str, str], Decision] = {}
    for cells in lines:
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise InputError(f"{len(cells)} cells where the header has {len(header)}", source, lines.line_num)
        decision = Decision(**dict(zip(header, map(unescape, cells), strict=True)), line=lines.line_num)
        try:
            check(decision)
        except ValueError as error:
            raise InputError(str(error), source, lines.line_num) from error
        if decision.place in found:
            raise InputError(f"says again what line {found[decision.place].line} says", source, lines.line_num)
        found[decision.place] = decision
    return list(found.values())


def write_review(decisions: Iterable[Decision], path: Path) -> None:
    """Write decisions, sorted by what they are about; the old file stays whole until the new one is.

    Raises OutputError where it cannot be written.
    """
    with replacing(path) as staged, staged.open("w", encoding="utf-8", newline="") as handle:
        handle.write(printed(decisions))


def printed(decisions: Iterable[Decision]) -> str:
    """Give decisions as the text of a CSV file."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for decision in sorted(decisions, key=lambda one: (one.place, one.decision)):
        writer.writerow([csv_cell(cell) for cell in decision.cells().values()])
    return target.getvalue()


def replaced(decisions: Iterable[Decision], row: tuple[str, str], by: Iterable[Mapping[str, Any]]) -> list[Decision]:
    """Give decisions with those on one row replaced by others.

    Raises ValueError where one of the others cannot be meant.
    """
    added = []
    for cells in by:
        if not set(cells) <= set(COLUMNS) or not all(isinstance(cell, str) for cell in cells.values()):
            raise ValueError(f"the cells of a decision are strings named {', '.join(COLUMNS)}")
        decision = replace(Decision(**cells), table=row[0], row_id=row[1])
        check(decision)
        added.append(decision)
    if len({one.place for one in added}) < len(added):
        raise ValueError("two decisions are about the same cell")
    return [one for one in decisions if one.row != row] + added


def without_rows(decisions: Iterable[Decision], known: Mapping[str, set[str]]) -> list[Decision]:
    """Give the decisions whose row, or the one that it is merged into, a run did not give.

    `known` holds the keys of each table's rows.
    """
    lost = []
    for one in decisions:
        there = known.get(one.table, set())
        gone = one.row_id not in there
        gone |= one.decision == "merge" and one.new_value not in there
        gone |= one.decision == "split" and one.article_id not in known.get("articles", set())
        if gone:
            lost.append(one)
    return lost
