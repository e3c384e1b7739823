"""What a worker finds in one article, as a row of a part: a list of rows for each table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.articles.article import Article
from pipeline.articles.record import Appearance, ArticleRecord
from pipeline.records import Record
from pipeline.tables import record_types, schemas


@dataclass(frozen=True)
class Outcome:
    """What a worker returns of one article: plain records, never a Doc. `work` says of which reading of it."""

    article: ArticleRecord
    records: tuple[Record, ...]
    sketch: bytes
    work: str = ""


def work_of(article: Article) -> str:
    """Digest all that a reader gives of an article: two readings alike need to be extracted once."""
    return hashlib.sha256(repr(article).encode("utf-8", "surrogatepass")).hexdigest()


def tables_of_parts() -> list[str]:
    """Name the tables whose rows workers make: all but the appearances, of which the readers know."""
    return [name for name in schemas() if name != Appearance.TABLE]


@cache
def part_schema() -> pa.Schema:
    """Give the Arrow schema of a part: a row an article, with a list of rows for each table."""
    rows = [pa.field(name, pa.list_(pa.struct(list(schemas()[name].arrow)))) for name in tables_of_parts()]
    keys = [pa.field("work", pa.string()), pa.field("article_id", pa.string()), pa.field("sketch", pa.binary())]
    return pa.schema([*keys, *rows])


def to_rows(outcomes: Iterable[Outcome]) -> pa.Table:
    """Make the rows of a part."""
    rows = []
    for outcome in outcomes:
        row: dict[str, Any] = {name: [] for name in tables_of_parts()}
        for record in (outcome.article, *outcome.records):
            row[record.TABLE].append(vars(record))
        row |= {"work": outcome.work, "article_id": outcome.article.article_id, "sketch": outcome.sketch}
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=part_schema())


def unnested(rows: pa.Table, name: str) -> tuple[list[str], pa.Table]:
    """Give a table's rows out of the lists of a part's rows, and the article of each."""
    lists = rows[name].combine_chunks()
    articles = rows["article_id"].combine_chunks().take(pc.list_parent_indices(lists)).to_pylist()
    return articles, pa.Table.from_arrays(pc.list_flatten(lists).flatten(), schema=schemas()[name].arrow)


def records_of(table: pa.Table, name: str) -> Iterator[Any]:
    """Give a table's rows as records."""
    make, columns = record_types()[name], [column.to_pylist() for column in table.columns]
    return (make(**dict(zip(table.column_names, cells, strict=True))) for cells in zip(*columns, strict=True))


def records_by_article(rows: pa.Table, names: Iterable[str]) -> dict[str, list[Record]]:
    """Give the records of some tables that a part's rows hold, by their article."""
    found: dict[str, list[Record]] = {key: [] for key in rows["article_id"].to_pylist()}
    for name in names:
        articles, table = unnested(rows, name)
        for article_id, record in zip(articles, records_of(table, name), strict=True):
            found[article_id].append(record)
    return found
