"""What articles that came since bring: for each council and each person, in how many they stand and what they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import OutputError
from pipeline.tables import Tables, read_tables, schemas

COUNCILS = ("local_authority", "combined_authority")
NO_FACTS = ("articles", "appearances", "mentions", "problems", "people", "organisations")
"""Tables whose rows are not facts about somebody."""


@dataclass(frozen=True)
class NewsOf:
    """A council or person: in how many new articles it stands, and its new rows by table."""

    name: str
    articles: int
    rows: dict[str, int]


@dataclass(frozen=True)
class News:
    """The headlines of the new articles, and what they bring, the most spoken of first."""

    headlines: tuple[str, ...]
    councils: tuple[NewsOf, ...]
    people: tuple[NewsOf, ...]


def known_articles(out: str | Path) -> frozenset[str]:
    """Give the ids of the articles in a folder of tables; none where there is no run yet."""
    try:
        return frozenset(read_tables(out)["articles"]["article_id"])
    except OutputError:
        return frozenset()


def news_since(before: frozenset[str], tables: Tables) -> News:
    """Say what the articles bring that are not among the ids given."""
    fresh = tables["articles"][~tables["articles"]["article_id"].isin(before)]
    seen: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for name, entities, frame in _facts(tables, set(fresh["article_id"])):
        for record in frame.to_dict("records"):
            for entity in {record[column] for column in entities if not pd.isna(record[column])}:
                seen[entity].add(record["article_id"])
                if name not in NO_FACTS:
                    rows[entity][name] += 1
    organisations = tables["organisations"]
    councils = organisations[organisations["kind"].isin(COUNCILS)]
    return News(
        tuple(sorted(str(words) for words in fresh["headline"].fillna(fresh["source"]))),
        _of(councils, "organisation_id", seen, rows),
        _of(tables["people"], "person_id", seen, rows),
    )


def _facts(tables: Tables, fresh: set[str]) -> Iterator[tuple[str, list[str], pd.DataFrame]]:
    """Give each table that names people and organisations: which columns do, and its rows of the new articles."""
    for name, schema in schemas().items():
        entities = [column.name for column in schema.columns if column.about.entity]
        if entities and name not in ("people", "organisations"):
            frame = tables[name]
            yield name, entities, frame[frame["article_id"].isin(fresh)].astype(object)


def _of(frame: pd.DataFrame, key: str, seen: dict[str, set[str]], rows: dict[str, Counter[str]]) -> tuple[NewsOf, ...]:
    records: list[dict[Any, Any]] = frame[frame[key].isin(list(seen))].astype(object).to_dict("records")
    found = [
        NewsOf(record["name"], len(seen[record[key]]), dict(sorted(rows[record[key]].items()))) for record in records
    ]
    return tuple(sorted(found, key=lambda one: (-one.articles, -sum(one.rows.values()), one.name)))
