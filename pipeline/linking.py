"""Room 5: an article's people and organisations become the batch's: `person_id`, `organisation_id`.

An organisation is what its local key says: its ONS code, or its canonical name. A person is a name with
evidence: two articles name the same person when they give the same full name and share an organisation
(a role's, or one that both articles name). A namesake without shared evidence stays apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from pipeline.records import Record, row_id

Key = tuple[str, str]  # (article_id, article-local key)
NATIONWIDE = frozenset({"government_department", "inspectorate", "regulator", "party", "union", "media", "other"})


def link(articles: Mapping[str, Sequence[Record]]) -> Iterator[Record]:
    """Replace article-local entity keys by the batch's ids, and merge the rows of one entity.

    The ids depend on the entities' evidence alone, not on the order or the rest of the batch.
    """
    ids = _organisation_ids(articles) | _person_ids(articles)
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


def _person_ids(articles: Mapping[str, Sequence[Record]]) -> dict[Key, str]:
    """Group the people of one full name by shared evidence; the group's smallest evidence is in its id."""
    named: dict[str, list[tuple[Key, frozenset[str]]]] = defaultdict(list)
    for article_id, records in articles.items():
        around = frozenset(record.key for record in records if _is_local(record))
        for record in records:
            if record.TABLE == "people":
                name = _normalise(getattr(record, "name", ""))
                named[name].append(((article_id, record.key), _evidence(record, records) or around))
    ids: dict[Key, str] = {}
    for name, holders in named.items():
        for group in _overlapping(holders, single=" " not in name):
            evidence = min((key for _, found in group for key in found), default="")
            for key, _ in group:
                # a surname alone proves nothing outside its article
                apart = key[0] if " " not in name else ""
                ids[key] = row_id("people", apart, name, evidence)
    return ids


def _is_local(record: Record) -> bool:
    """Whether a record is an organisation that tells namesakes apart: Ofsted stands in every second article."""
    return record.TABLE == "organisations" and getattr(record, "kind", "") not in NATIONWIDE


def _evidence(person: Record, records: Iterable[Record]) -> frozenset[str]:
    roles = (record for record in records if record.TABLE == "roles")
    posts = {getattr(role, "organisation_id", None) for role in roles if getattr(role, "person_id", "") == person.key}
    return frozenset(post for post in posts if post)


def _overlapping(holders: Sequence[tuple[Key, frozenset[str]]], single: bool) -> list[list[tuple[Key, frozenset[str]]]]:
    """Join holders that share evidence, directly or through others."""
    groups: list[list[tuple[Key, frozenset[str]]]] = []
    for holder in sorted(holders, key=lambda holder: holder[0]):
        touching = [group for group in groups if not single and any(holder[1] & found for _, found in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([holder, *(member for group in touching for member in group)])
    return groups


def _normalise(name: str) -> str:
    """Fold a name for comparison.

    >>> _normalise("Siân O’Neill-Jones")
    "siân o'neill jones"
    """
    return " ".join(name.casefold().replace("’", "'").replace("-", " ").split())


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
        elif item.name == "name":
            merged[item.name] = max(known, key=lambda name: (len(name), name))
        else:
            merged[item.name] = known[-1] if known else None
    whole: Record = replace(rows[0], **merged)
    return whole
