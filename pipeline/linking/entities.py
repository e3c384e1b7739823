"""Replaces article-local keys by the batch's ids, and merges the rows of one entity.

An organisation is what its local key says: its ONS code, or its canonical name. Who is one person is settled
in `linking.people`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from pipeline.linking.people import person_ids
from pipeline.records import Record, row_id

Key = tuple[str, str]  # (article_id, article-local key)


def link(articles: Mapping[str, Sequence[Record]]) -> Iterator[Record]:
    """Replace article-local entity keys by the batch's ids, and merge the rows of one entity.

    The ids depend on the entities' evidence alone, not on the order or the rest of the batch.
    """
    ids = _organisation_ids(articles) | person_ids(articles)
    entities: dict[str, list[tuple[str, Record]]] = defaultdict(list)
    for article_id, records in articles.items():
        for record in records:
            linked = _resolve(record, article_id, ids)
            if linked.TABLE in ("people", "organisations"):
                entities[linked.key].append((article_id, linked))
            else:
                yield linked
    for _, rows in sorted(entities.items()):
        yield _merge([row for _, row in sorted(rows, key=lambda pair: pair[0])])


def _entity_columns(record: type[Record]) -> tuple[str, ...]:
    return tuple(item.name for item, about in record.columns() if about.entity)


def _resolve(record: Record, article_id: str, ids: Mapping[Key, str]) -> Record:
    cells = {name: getattr(record, name) for name in _entity_columns(type(record))}
    known = {name: ids[article_id, key] for name, key in cells.items() if key}
    return replace(record, **known) if known else record


def _organisation_ids(articles: Mapping[str, Sequence[Record]]) -> dict[Key, str]:
    return {
        (article_id, record.key): row_id("organisations", "", record.key)
        for article_id, records in articles.items()
        for record in records
        if record.TABLE == "organisations"
    }


def _merge(rows: Sequence[Any]) -> Record:
    """Merge one entity's rows: counts add up, days span, the fullest name and the latest value stay."""
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
