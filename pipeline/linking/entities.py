"""Replaces article-local keys by the batch's ids, and merges the rows of one entity.

An organisation is what its local key says: its ONS code, or its canonical name. Who is one person is settled
in `linking.people`.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

from pipeline.linking.registry import Registry
from pipeline.records import Record, row_id

ENTITIES = ("people", "organisations")


def link(articles: Mapping[str, Sequence[Record]]) -> Iterator[Record]:
    """Replace article-local entity keys by the batch's ids, and merge the rows of one entity.

    The ids depend on the entities' evidence alone, not on the order or the rest of the batch.
    """
    registry = Registry(sqlite3.connect(":memory:"))
    for article_id, records in articles.items():
        registry.add(article_id, records)
    registry.settle()
    entities: dict[str, list[Record]] = defaultdict(list)
    for article_id, records in sorted(articles.items()):
        people = {local: person for (_, local), person in registry.ids(article_id, article_id).items()}
        for linked in resolve(records, people):
            if linked.TABLE in ENTITIES:
                entities[linked.key].append(linked)
            else:
                yield linked
    for _, rows in sorted(entities.items()):
        yield merge(rows)


def resolve(records: Sequence[Record], people: Mapping[str, str]) -> Iterator[Record]:
    """Replace the local keys in an article's records by the batch's ids; `people` gives those of its people."""
    ids = {record.key: organisation_id(record.key) for record in records if record.TABLE == "organisations"} | dict(
        people
    )
    for record in records:
        cells = {name: getattr(record, name) for name in _entity_columns(type(record))}
        known = {name: ids[key] for name, key in cells.items() if key}
        yield replace(record, **known) if known else record


@lru_cache(10_000)
def organisation_id(local: str) -> str:
    """Give the batch's id of an organisation from its article's key of it."""
    return row_id("organisations", "", local)


def _entity_columns(record: type[Record]) -> tuple[str, ...]:
    return tuple(item.name for item, about in record.columns() if about.entity)


def merge(rows: Sequence[Any]) -> Record:
    """Merge one entity's rows, in the order of their articles.

    Counts add up, days span, the fullest name and the latest value stay.
    """
    latest = sorted(rows, key=lambda row: getattr(row, "last_published", None) or date.min)
    merged: dict[str, Any] = {}
    for item in fields(rows[0]):
        values = [getattr(row, item.name) for row in latest]
        known = [value for value in values if value is not None]
        if item.name in ("articles", "mentions"):
            merged[item.name] = sum(known)
        elif item.name == "first_published":
            merged[item.name] = min(known, default=None)
        else:
            merged[item.name] = known[-1] if known else None
    fullest = max(latest, key=lambda row: (len(row.name), row.name))
    for name in ("name", "given_name", "family_name"):
        if hasattr(fullest, name):
            merged[name] = getattr(fullest, name)
    whole: Record = replace(rows[0], **merged)
    return whole
