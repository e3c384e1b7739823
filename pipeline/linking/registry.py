"""The people of a batch in a database, so that a million articles need no more memory than one name's bearers.

The rules are `linking.people`; here they are put to one name after the other, then to those whose names may be
variants, and the ids are given out in an order that no article's place in the run can change.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

from pipeline.linking.people import (
    Group,
    Holder,
    Key,
    all_apart,
    are_variants,
    evidence_of,
    holders_of,
    places_for_variants,
    same_name,
)
from pipeline.records import Record, row_id

TABLES = """
CREATE TABLE holders (article_id TEXT, local TEXT, name TEXT, day TEXT, about TEXT, person INTEGER);
CREATE TABLE persons (number INTEGER PRIMARY KEY, evidence TEXT, day TEXT, article_id TEXT, local TEXT, person_id TEXT);
CREATE TABLE places (place TEXT, person INTEGER);
"""
OF_ARTICLE = "CREATE INDEX IF NOT EXISTS holders_of_article ON holders (article_id)"
HELD = 64
"""Groups held in memory while those of one place are compared."""


class Registry:
    """Who is one person across a batch: `add` each article, `settle` once, then ask for an article's `ids`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        for statement in TABLES.split(";"):  # not as a script, which would end the caller's transaction
            database.execute(statement)
        self._group = lru_cache(HELD)(self._load)

    def add(self, article_id: str, records: Sequence[Record]) -> None:
        """Take in the people of an article."""
        self._database.executemany(
            "INSERT INTO holders VALUES (?, ?, ?, ?, ?, NULL)",
            [(*one.key, one.name, one.day.isoformat(), _pack(one)) for one in holders_of(article_id, records)],
        )

    def settle(self) -> None:
        """Decide who is one person, and give each an id."""
        self._group_names()
        self._database.execute("CREATE INDEX holders_of_person ON holders (person)")
        joined = self._join_variants()
        self._give_ids(joined)
        self._database.execute(OF_ARTICLE)

    def drop(self, articles: Iterable[str]) -> None:
        """Take articles out again, before `settle`."""
        self._database.execute(OF_ARTICLE)
        self._database.executemany("DELETE FROM holders WHERE article_id = ?", ((one,) for one in articles))

    def ids(self, first: str, last: str) -> dict[Key, str]:
        """Give the ids of people by article and local key, of the articles from one id to another."""
        found = self._database.execute(
            "SELECT holders.article_id, holders.local, person_id FROM holders JOIN persons ON number = person "
            "WHERE holders.article_id BETWEEN ? AND ?",
            (first, last),
        )
        return {(article_id, local): person_id for article_id, local, person_id in found}

    def _group_names(self) -> None:
        number = 0
        for _, rows in _runs(self._database, "SELECT name, rowid, about FROM holders ORDER BY name, rowid"):
            holders = {(one := _unpack(about)).key: (place, one) for _, place, about in rows}
            for group in same_name([one for _, one in holders.values()]):
                number += 1
                first = group.first
                self._database.execute(
                    "INSERT INTO persons VALUES (?, ?, ?, ?, ?, NULL)",
                    (number, json.dumps(evidence_of(group)), first.day.isoformat(), *first.key),
                )
                self._database.executemany(
                    "UPDATE holders SET person = ? WHERE rowid = ?",
                    [(number, holders[one.key][0]) for one in group.holders],
                )
                self._database.executemany(
                    "INSERT INTO places VALUES (?, ?)", [(place, number) for place in places_for_variants(group)]
                )

    def _join_variants(self) -> dict[int, int]:
        """Find groups that are one person under variants of a name; give which stands for each that is joined.

        "J. Lee" is joined to nobody where both a John and a Jane Lee may be meant.
        """
        like: dict[int, set[int]] = defaultdict(set)
        for _, rows in _runs(self._database, "SELECT place, person FROM places ORDER BY place, person"):
            for one, other in combinations(sorted({number for _, number in rows}), 2):
                if other not in like[one] and are_variants(self._group(one), self._group(other)):
                    like[one].add(other)
                    like[other].add(one)
        joined: dict[int, int] = {}
        for number, others in like.items():
            every = {number} | others
            if number in joined or not others or any({one} | like[one] != every for one in every):
                continue
            groups = {one: self._group(one) for one in every}
            if all_apart(groups.values()):
                first = min(every, key=lambda one: groups[one].first.order)
                joined |= dict.fromkeys(every, first)
        return joined

    def _give_ids(self, joined: dict[int, int]) -> None:
        ordered = "SELECT evidence, number FROM persons ORDER BY evidence, day, article_id, local"
        for evidence, rows in _runs(self._database, ordered):
            heads = [number for _, number in rows if joined.get(number, number) == number]
            for taken, number in enumerate(heads):
                person_id = row_id("people", *json.loads(evidence), *([taken] if taken else []))
                self._database.execute("UPDATE persons SET person_id = ? WHERE number = ?", (person_id, number))
        for number, first in joined.items():
            self._database.execute(
                "UPDATE persons SET person_id = (SELECT person_id FROM persons WHERE number = ?) WHERE number = ?",
                (first, number),
            )

    def _load(self, number: int) -> Group:
        rows = self._database.execute("SELECT about FROM holders WHERE person = ? ORDER BY rowid", (number,))
        return Group.of(*(_unpack(about) for (about,) in rows))


def _runs(database: sqlite3.Connection, query: str) -> Iterator[tuple[Any, Iterable[Any]]]:
    """Give the rows of an ordered query by the value of its first column; other statements may run meanwhile."""
    return groupby(database.cursor().execute(query), key=itemgetter(0))


def _pack(holder: Holder) -> str:
    cells = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in vars(holder).items()}
    return json.dumps(cells | {"day": holder.day.isoformat()}, ensure_ascii=False)


def _unpack(about: str) -> Holder:
    said: dict[str, Any] = json.loads(about)
    sets = {name: frozenset(value) for name, value in said.items() if isinstance(value, list)}
    article_id, local = said["key"]
    return Holder(**said | sets | {"key": (article_id, local), "day": date.fromisoformat(said["day"])})
