"""Finished tables as plain rows, and what every question asks of them: articles, dates of a sentence, names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.analysis.times import Stretch, between

Row = dict[str, Any]


def plain_rows(frame: pd.DataFrame) -> list[Row]:
    """Give a table's rows as dictionaries, an unknown cell as None."""
    objects = frame.astype(object)
    names = [str(name) for name in objects.columns]
    rows = objects.where(objects.notna(), None).itertuples(index=False, name=None)
    return [dict(zip(names, cells, strict=True)) for cells in rows]


@dataclass(frozen=True)
class Source:
    """What a step says of an article: which, its headline, when it was published."""

    article_id: str
    headline: str
    published: Stretch | None

    @property
    def printed(self) -> str:
        """The day of publication, or the days between which it lies."""
        return self.published.printed() if self.published else ""


@dataclass(frozen=True)
class Library:
    """The tables of a run."""

    tables: Mapping[str, pd.DataFrame]

    def rows(self, name: str) -> list[Row]:
        """Give the rows of a table."""
        return plain_rows(self.tables[name])

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every article, by key."""
        wanted = ["article_id", "headline", "source", "published", "published_earliest", "published_latest"]
        found = {}
        for row in plain_rows(self.tables["articles"][wanted]):
            day: date | None = row["published"]
            when = between(day or row["published_earliest"], day or row["published_latest"])
            found[row["article_id"]] = Source(row["article_id"], row["headline"] or row["source"], when)
        return found

    @cached_property
    def people(self) -> dict[str, str]:
        """Every person's name, by key."""
        return {row["person_id"]: row["name"] for row in self.rows("people")}

    @cached_property
    def organisations(self) -> dict[str, Row]:
        """Every organisation, by key."""
        return {row["organisation_id"]: row for row in self.rows("organisations")}

    @cached_property
    def _dates(self) -> dict[tuple[str, str], list[Stretch]]:
        found: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
        for row in self.rows("dates"):
            when = between(row["start"], row["end"])
            if when is not None:
                found[row["article_id"], row["sentence"]].append(when)
        return found

    def date_of(self, row: Row) -> Stretch | None:
        """Give the one time that a row's sentence names; None where it names none or several."""
        found = set(self._dates.get((row["article_id"], row["sentence"]), []))
        return found.pop() if len(found) == 1 else None

    @cached_property
    def named_in(self) -> dict[tuple[str, str], set[str]]:
        """The organisations that a sentence names, by article and sentence."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.rows("mentions"):
            if row["entity_type"] == "organisation":
                found[row["article_id"], row["sentence"]].add(row["entity_id"])
        return found
