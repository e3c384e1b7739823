"""What the page reads: schemas, articles and rows as scripts of plain data, one for each article.

Each file is `ldrReview.receive("name", data)`, so that it loads from a disk as from a server. The data is ASCII JSON
of lists: nothing an article says can be read as code or as the name of a property.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.exports.staging import Row, Source
from pipeline.review.decisions import COLUMNS, ENTITIES, KINDS, MEANINGS, Decision, editable, reviewable
from pipeline.schema import TYPES, ColumnSchema, TableSchema
from pipeline.writers.csv_files import cell

LONGEST_WORDS = 160  # characters of a row's words in a list; the article has them whole
PROVENANCE = ("char_start", "char_end", "sentence")


def script(name: str, data: Any) -> str:
    """Give the text of a data file. Text outside ASCII is escaped, and so is what could end a script element."""
    packed = json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return f'ldrReview.receive("{name}",{packed});\n'


def described() -> list[dict[str, Any]]:
    """Describe the reviewable tables as the schemas declare them."""
    return [
        {
            "name": schema.name,
            "description": schema.description,
            "key": schema.key,
            "placed": schema.has_offsets,
            "entity": schema.name in ENTITIES,
            "columns": _columns(schema),
        }
        for schema in reviewable().values()
    ]


def _columns(schema: TableSchema) -> list[dict[str, Any]]:
    open_to = {column.name for column in editable(schema)}
    return [
        {
            "name": column.name,
            "meaning": column.about.meaning,
            "type": TYPES[column.type][1],
            "prefix": column.about.kind == "prefix_date",
            "nullable": column.nullable,
            "vocabulary": list(column.about.vocabulary),
            "refers": refers(column, schema),
            "editable": column.name in open_to,
        }
        for column in schema.printed()
    ]


def refers(column: ColumnSchema, schema: TableSchema) -> str:
    """Give the table whose key a column holds; `entity` where it is a person's or an organisation's."""
    if column.about.references:
        return column.about.references
    return "entity" if column.about.entity and column.name != schema.key else ""


def decided(decisions: Iterable[Decision]) -> list[list[str]]:
    """Give decisions as lists of cells, in the order of `COLUMNS`."""
    return [list(decision.cells().values()) for decision in decisions]


def vocabulary() -> dict[str, Any]:
    """Give what `review.csv` is made of: its columns and decisions with their meanings."""
    return {"columns": [[name, MEANINGS[name]] for name in COLUMNS], "decisions": list(KINDS.items())}


class Columns:
    """The rows of one table for the page's lists and filters: each column as distinct values and their places."""

    def __init__(self, schema: TableSchema) -> None:
        self._schema = schema
        left_out = {schema.key, "article_id", *PROVENANCE}
        self._names = [column.name for column in schema.printed() if column.name not in left_out]
        self._values: dict[str, dict[str, int]] = {name: {} for name in self._names}
        self._codes: dict[str, list[int]] = {name: [] for name in self._names}
        self.keys: list[str] = []
        self._articles: list[int] = []

    def add(self, article: int, row: Row) -> None:
        """Take in a row of the article that has this place in the list of articles (-1: of none in particular)."""
        self.keys.append(row[self._schema.key])
        self._articles.append(article)
        for name in self._names:
            text = cell(row[name])
            if name == "text" and len(text) > LONGEST_WORDS:
                text = text[:LONGEST_WORDS] + "…"
            values = self._values[name]
            self._codes[name].append(values.setdefault(text, len(values)))

    def data(self) -> dict[str, Any]:
        """Give what the page reads."""
        columns = [[name, list(self._values[name]), self._codes[name]] for name in self._names]
        return {"keys": self.keys, "articles": self._articles, "columns": columns}


def article_data(article: Row, rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """Give an article's text and its rows, all cells as text, in the order of each schema's printed columns."""
    return {
        "text": article["text"],
        "rows": [
            [name, [[cell(row[column.name]) for column in reviewable()[name].printed()] for row in found]]
            for name, found in ({"articles": [article]} | dict(rows)).items()
            if found
        ],
    }


def placed_tables() -> list[str]:
    """Give the names of the tables whose rows stand in a text."""
    return [name for name, schema in reviewable().items() if schema.has_offsets]


def articles_with_rows(source: Source) -> Iterator[tuple[Row, dict[str, list[Row]]]]:
    """Give every article with its rows that stand in its text, one article in memory at a time."""
    return source.by_article(placed_tables())
