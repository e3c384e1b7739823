"""Parts and index → the tables: linked across the batch, in order, written as they come.

The parts are gone through once, into buckets in the order of the articles' ids; each bucket is linked and written
in turn. Rows of tables that are sorted by another key wait in the index.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, islice
from typing import Any

import pyarrow as pa

from pipeline.articles.record import ArticleRecord
from pipeline.catalogue.buckets import Buckets
from pipeline.catalogue.index import Index
from pipeline.catalogue.outcome import records_in, tables_of_parts
from pipeline.catalogue.parts import Line, Parts
from pipeline.errors import OutputError, TableError
from pipeline.linking import ENTITIES, Registry, merge, resolve
from pipeline.records import Record
from pipeline.tables import check_references, schemas
from pipeline.writers import Staging

WITNESSES = ("people", "organisations", "roles")
TOLD = 10
"""Problems that a summary tells; all are in the table."""
CHUNK = 1_000


@dataclass
class Written:
    """What a run wrote: rows of each table, problems by severity, and the first few of them."""

    rows: dict[str, int] = field(default_factory=dict)
    severities: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def finish(parts: Parts, index: Index, formats: tuple[str, ...], stories: bool) -> Written:
    """Write every table of the articles in the index, whose parts must be there, in the place of the old ones.

    Raises OutputError where an article has no part.
    """
    written = Written()
    index.save(parts.staging / "inputs.parquet")
    index.drop_older_versions()
    buckets = _gather(parts, index)
    index.group_stories()
    if stories:
        index.keep_one_of_each_story()
    registry = _registry(index.database, buckets, index)
    with Staging(parts.staging / "out", schemas(), formats) as staging:
        lines: list[Line] = []
        for bucket in buckets:
            if len(bucket):
                lines.append(parts.stage(bucket))
                _write_bucket(bucket, index, registry, staging)
        for name in schemas():
            if not _by_article(name):
                _write_sorted(name, index, staging, written)
        staging.finish()
        written.rows = dict(staging.rows)
        staging.publish(parts.out)
    (parts.staging / "inputs.parquet").replace(parts.inputs)
    parts.replace(lines)
    return written


def _gather(parts: Parts, index: Index) -> Buckets:
    """Deal out what is wanted of the parts, and take in what tells copies."""
    buckets = Buckets(parts.staging / "buckets", index.count())
    for rows in parts:
        wanted = [index.claim(work) for work in rows["work"].to_pylist()]
        chosen = rows.filter(pa.array(wanted, pa.bool_()))
        for row in chosen.select(["article_id", "sketch", ArticleRecord.TABLE]).to_pylist():
            (cells,) = row[ArticleRecord.TABLE]
            index.add_sketch(ArticleRecord(**cells), row["sketch"])
        buckets.add(chosen)
    buckets.close()
    if missing := index.missing():
        raise OutputError(f"{parts.out}: {missing:,} articles are not extracted yet; run `ldr extract` again first")
    return buckets


def _registry(database: sqlite3.Connection, buckets: Buckets, index: Index) -> Registry:
    registry = Registry(database)
    for bucket in buckets:
        for row in bucket.select(["article_id", *WITNESSES]).to_pylist():
            if index.is_live(row["article_id"]):
                registry.add(row["article_id"], list(records_in(row, WITNESSES)))
    registry.settle()
    return registry


def _write_bucket(bucket: pa.Table, index: Index, registry: Registry, staging: Staging) -> None:
    by_table: dict[str, list[Record]] = defaultdict(list)
    for row in chain.from_iterable(batch.to_pylist() for batch in bucket.to_batches(max_chunksize=50)):
        article_id = row["article_id"]
        if not index.is_live(article_id):
            continue
        for record in resolve(list(records_in(row, tables_of_parts())), registry.ids(article_id)):
            if isinstance(record, ArticleRecord):
                record = replace(record, story_id=index.story_of(article_id))
            by_table[record.TABLE].append(record)
            if not _by_article(record.TABLE):
                index.add_row(record, article_id)
    check_references(by_table)
    for name, records in by_table.items():
        if _by_article(name):
            staging.write(name, schemas()[name].table(records))


def _by_article(name: str) -> bool:
    """Say whether a table's rows stand in the order of their articles."""
    return schemas()[name].order[0] == "article_id"


def _write_sorted(name: str, index: Index, staging: Staging, written: Written) -> None:
    last = ""
    rows: Iterator[Any] = _merged(index.rows(name)) if name in ENTITIES else index.rows(name)
    while chunk := list(islice(rows, CHUNK)):
        table = schemas()[name].table(chunk)
        if chunk[0].key == last:
            raise TableError(f"{name}: the key {last!r} stands twice")
        last = chunk[-1].key
        staging.write(name, table)
        if name == "problems":
            written.severities.update(row.severity for row in chunk)
            room = TOLD - len(written.problems)
            written.problems += [f"{row.severity}: {row.source}: {row.message}" for row in chunk[:room]]
    staging.close(name)


def _merged(rows: Iterator[Record]) -> Iterator[Record]:
    for _, own in groupby(rows, key=lambda row: row.key):
        yield merge(list(own))
