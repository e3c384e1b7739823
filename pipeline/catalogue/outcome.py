"""What a worker finds in one article, as a row of a part: a list of rows for each table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import pyarrow as pa

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
            row[record.TABLE].append(asdict(record))
        row |= {"work": outcome.work, "article_id": outcome.article.article_id, "sketch": outcome.sketch}
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=part_schema())


def records_in(row: Mapping[str, Any], names: Iterable[str]) -> Iterator[Record]:
    """Give the records that a part's row holds for some tables."""
    for name in names:
        for cells in row[name]:
            yield record_types()[name](**cells)
