"""Parts and index → the tables: linked across the batch, in order, written as they come.

The parts are gone through once, into buckets in the order of the articles' ids; each bucket is linked and written
in turn, column by column. Rows of tables that are sorted by another key wait: those of people and organisations in
buckets of their own, the few others in the index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from typing import Any

import pyarrow as pa

from pipeline.articles.record import ArticleRecord
from pipeline.catalogue.buckets import HELD, IN_BUCKET, Buckets, joined
from pipeline.catalogue.index import Index
from pipeline.catalogue.outcome import records_by_article, records_of, tables_of_parts, unnested
from pipeline.catalogue.parts import Line, Parts
from pipeline.errors import OutputError, TableError
from pipeline.linking import ENTITIES, Registry, merge, organisation_id
from pipeline.linking.people import Key
from pipeline.records import Problem, Record
from pipeline.tables import check_references, schemas
from pipeline.writers import Staging

WITNESSES = ("people", "organisations", "roles")
TOLD = 10
"""Problems that a summary tells; all are in the table."""
CHUNK = 1_000
ENTITIES_HELD = 16_000
"""Rows of people or of organisations held until they are dealt out: they are small."""


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
    count = -(-index.count() // IN_BUCKET) or 1
    buckets = Buckets(parts.staging / "articles", ("article_id",), count)
    registry = Registry(index.database)
    _gather(parts, index, registry, buckets)
    index.group_stories()
    if stories:
        index.keep_one_of_each_story()
    registry.drop(index.left_out())
    registry.settle()
    entities = {name: Buckets(parts.staging / name, _merging_order(name), count, ENTITIES_HELD) for name in ENTITIES}
    with Staging(parts.staging / "out", schemas(), formats) as staging:
        lines: list[Line] = []
        for bucket in buckets:
            lines.append(parts.stage(bucket))
            _write_bucket(bucket, index, registry, entities, staging)
        for name in schemas():
            if name in ENTITIES:
                _write_sorted(name, _merged(name, entities[name]), staging, written)
            elif not _by_article(name):
                _write_sorted(name, index.rows(name), staging, written)
        staging.finish()
        written.rows = dict(staging.rows)
        staging.publish(parts.out)
    (parts.staging / "inputs.parquet").replace(parts.inputs)
    parts.replace(lines)
    return written


def _gather(parts: Parts, index: Index, registry: Registry, buckets: Buckets) -> None:
    """Deal out what is wanted of the parts, and take in what tells copies and people."""
    for rows in joined(parts, HELD):
        wanted = [index.claim(work) for work in rows["work"].to_pylist()]
        chosen = rows if all(wanted) else rows.filter(pa.array(wanted, pa.bool_()))
        _, articles = unnested(chosen, ArticleRecord.TABLE)
        told = [articles[name].to_pylist() for name in ("article_id", "words", "published")]
        index.add_sketches(zip(*told, chosen["sketch"].to_pylist(), strict=True))
        for article_id, records in records_by_article(chosen, WITNESSES).items():
            registry.add(article_id, records)
        buckets.add(chosen)
    if missing := index.missing():
        raise OutputError(f"{parts.out}: {missing:,} articles are not extracted yet; run `ldr extract` again first")


def _write_bucket(
    bucket: pa.Table, index: Index, registry: Registry, entities: Mapping[str, Buckets], staging: Staging
) -> None:
    """Link the articles of a bucket, write the tables in their order, and put the other rows to wait."""
    first, last = (bucket["article_id"][at].as_py() for at in (0, -1))
    stories = index.stories(first, last)
    bucket = bucket.filter(pa.array([key in stories for key in bucket["article_id"].to_pylist()], pa.bool_()))
    found = {name: unnested(bucket, name) for name in tables_of_parts()}
    ids: dict[Key, str] = {}
    holders, organisations = found["organisations"]
    for article_id, local in zip(holders, organisations["organisation_id"].to_pylist(), strict=True):
        ids[article_id, local] = organisation_id(local)
    ids |= registry.ids(first, last)
    tables = {name: _linked(name, *rows, ids) for name, rows in found.items()}
    articles = tables[ArticleRecord.TABLE]
    own = pa.array([stories[key] for key in articles["article_id"].to_pylist()], pa.string())
    tables[ArticleRecord.TABLE] = _with(articles, "story_id", own)
    check_references(lambda name, column: tables[name][column].unique().to_pylist() if name in tables else ())
    index.add_rows(zip(found[Problem.TABLE][0], records_of(tables[Problem.TABLE], Problem.TABLE), strict=True))
    for name, rows in tables.items():
        if name in ENTITIES:
            entities[name].add(rows)
        elif _by_article(name) and len(rows):
            staging.write(name, schemas()[name].checked(rows))


def _linked(name: str, articles: list[str], rows: pa.Table, ids: Mapping[Key, str]) -> pa.Table:
    """Replace article-local keys by the batch's ids."""
    for column in schemas()[name].columns:
        if column.about.entity:
            cells = zip(articles, rows[column.name].to_pylist(), strict=True)
            rows = _with(rows, column.name, pa.array([ids[key] if key[1] else key[1] for key in cells], pa.string()))
    return rows


def _with(rows: pa.Table, name: str, cells: pa.Array) -> pa.Table:
    place = rows.schema.get_field_index(name)
    return rows.set_column(place, rows.schema.field(place), cells)


def _by_article(name: str) -> bool:
    """Say whether a table's rows stand in the order of their articles."""
    return schemas()[name].order[0] == "article_id"


def _merging_order(name: str) -> tuple[str, ...]:
    """Give the order in which an entity's rows can be merged some at a time: by key, then the latest last."""
    schema = schemas()[name]
    return (schema.key, *(column.name for column in schema.columns if column.name == "last_published"))


def _merged(name: str, buckets: Iterable[pa.Table]) -> Iterator[Record]:
    rows = chain.from_iterable(records_of(bucket, name) for bucket in buckets)
    for _, own in groupby(rows, key=lambda row: row.key):
        whole = next(own)
        while more := list(islice(own, CHUNK)):
            whole = merge([whole, *more])
        yield whole


def _write_sorted(name: str, rows: Iterator[Any], staging: Staging, written: Written) -> None:
    last = ""
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
