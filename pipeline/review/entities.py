"""People and organisations after review: split by article, merged, renamed, and counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from pipeline.errors import InputError
from pipeline.exports.staging import Row
from pipeline.linking import ENTITIES, merge
from pipeline.records import row_id
from pipeline.review.decisions import Decision
from pipeline.tables import record_types, schemas


class Entities:
    """The people and organisations among some rows, and every cell that refers to them."""

    TABLES = ENTITIES

    def __init__(self, rows: dict[str, dict[str, Row]], source: str) -> None:
        self._rows = rows
        self._source = source
        self._touched: set[str] = set()

    @staticmethod
    @cache
    def columns(table: str) -> tuple[str, ...]:
        """Give the columns of a table that hold the key of a person or organisation."""
        schema = schemas()[table]
        return tuple(
            one.name
            for one in schema.columns
            if one.name != schema.key and (one.about.entity or one.about.references in ENTITIES)
        )

    def _table_of(self, key: str | None) -> str:
        return next((name for name in ENTITIES if key in self._rows[name]), "")

    def name(self, key: str | None) -> str | None:
        """Give the name of a person or organisation; None where there is none."""
        table = self._table_of(key)
        return self._rows[table][str(key)]["name"] if table else None

    def point(self, table: str, row: Row, column: str, key: str | None) -> None:
        """Let a cell refer to somebody else; the name beside it follows where it was that one's name."""
        before = row[column]
        row[column] = key
        beside = column.removesuffix("_id")
        if beside != column and beside in row and (row[beside] == self.name(before) or key is None):
            row[beside] = self.name(key)
        if table == "mentions" and key is not None:
            row["entity_type"] = "person" if self._table_of(key) == "people" else "organisation"
        self._touched |= {one for one in (before, key) if one}

    def touch(self, table: str, row: Row) -> None:
        """Note that a row is gone: those whom it named are counted anew."""
        self._touched |= {row[column] for column in self.columns(table) if row and row[column]}

    def _cells(self, key: str) -> list[tuple[str, Row, str]]:
        """Give every cell that refers to somebody, as table, row and column."""
        return [
            (table, row, column)
            for table, found in self._rows.items()
            for column in self.columns(table)
            for row in found.values()
            if row[column] == key
        ]

    def split(self, decision: Decision) -> None:
        """Let what one article says of somebody be said of somebody else, who gets a row where there is none yet."""
        old, new = decision.row_id, decision.new_value
        found = self._rows[decision.table]
        if new not in found:
            name, new = new, row_id(decision.table, "split", old, new)
            found.setdefault(new, self._namesake(decision.table, old, new, name))
        for table, row, column in self._cells(old):
            if row.get("article_id") == decision.article_id:
                self.point(table, row, column, new)

    def _namesake(self, table: str, old: str, new: str, name: str) -> Row:
        """Make the row of one who was taken for another: what was known of the other is not known of this one."""
        schema, row = schemas()[table], self._rows[table][old]
        empty = {one.name: None for one in schema.columns if one.nullable}
        kept = {part: row[part] for part in ("given_name", "family_name") if part in row and name == row["name"]}
        return row | empty | kept | {schema.key: new, "name": name}

    def merge(self, decisions: Sequence[Decision]) -> None:
        """Merge each into the one that stays, whose name stays too; its empty cells are filled from the others.

        Raises InputError where merges go round in a circle.
        """
        into = {one.row_id: one for one in decisions}
        groups: dict[tuple[str, str], list[str]] = {}
        for key, decision in into.items():
            seen, last = {key}, decision.new_value
            while last in into:
                if last in seen:
                    raise InputError("merges go round in a circle: take one of them out", self._source, decision.line)
                seen.add(last)
                last = into[last].new_value
            groups.setdefault((decision.table, last), []).append(key)
        moved = {key: last for (_, last), keys in groups.items() for key in keys}
        for table, found in self._rows.items():
            for column in self.columns(table):
                for row in found.values():
                    if row[column] in moved:
                        self.point(table, row, column, moved[row[column]])
        for (table, last), keys in groups.items():
            found, record = self._rows[table], record_types()[table]
            own = found[last]
            whole: dict[str, Any] = asdict(merge([record(**row) for row in (own, *(found[key] for key in keys))]))
            found[last] = {name: own[name] if own[name] is not None else value for name, value in whole.items()}
            self._touched.add(last)
            for key in keys:
                del found[key]

    def rename(self, decision: Decision) -> None:
        """Give somebody another name, beside every key too where it was the name."""
        row = self._rows[decision.table].get(decision.row_id)
        if row is None:  # merged into another, whose name stands
            return
        old, row["name"] = row["name"], decision.new_value
        for _, other, column in self._cells(decision.row_id):
            beside = column.removesuffix("_id")
            if beside != column and other.get(beside) == old:
                other[beside] = decision.new_value

    def recount(self) -> None:
        """Count the mentions and articles of all that changed; who is named nowhere any longer, goes."""
        published = {key: row["published"] for key, row in self._rows["articles"].items()}
        articles: dict[str, list[str]] = {key: [] for key in self._touched}
        for row in self._rows["mentions"].values():
            if row["entity_id"] in articles:
                articles[row["entity_id"]].append(row["article_id"])
        referred = {
            row[column]
            for table, found in self._rows.items()
            for column in self.columns(table)
            for row in found.values()
        }
        for key, named in articles.items():
            table = self._table_of(key)
            if not table:
                continue
            if not named and key not in referred:
                del self._rows[table][key]
                continue
            row = self._rows[table][key]
            row |= {"mentions": len(named), "articles": len(set(named))}
            days = sorted(published[one] for one in named if published[one] is not None)
            if "first_published" in row:
                row |= {"first_published": days[0] if days else None, "last_published": days[-1] if days else None}
