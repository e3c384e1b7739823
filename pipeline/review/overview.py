"""What the page shows first: rows per table, money by kind and year, inspections and grades in time, who is quoted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pipeline.exports.staging import Row, number
from pipeline.tables import schemas

MOST_QUOTED = 15
# The years of a chart, the latest ones; the rest stands in the table below it.
ASSERTED = {"inspections": {"done"}, "judgements": {"in_force", "superseded"}}
WHEN = {"inspections": ("start", "report_published"), "judgements": ("given",)}


class Overview:
    """Counts what the charts show, an article at a time."""

    def __init__(self) -> None:
        self._rows: Counter[str] = Counter()
        self._money: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self._sums: Counter[tuple[str, str]] = Counter()
        self._moments: Counter[tuple[str, str]] = Counter()
        self._undated: Counter[str] = Counter()
        self._quotes: Counter[str] = Counter()

    def add(self, article: Row, rows: dict[str, list[Row]]) -> None:
        """Take in an article and its rows."""
        self._rows["articles"] += 1
        for name, found in rows.items():
            self._rows[name] += len(found)
        year = str(article["published"] or article["published_latest"] or "")[:4]
        for row in rows["money"]:
            # what restates another sum or belongs to one would count it twice
            once = row["same_as"] is None and row["part_of"] is None
            if once and row["amount"] is not None and row["currency"] == "GBP":
                self._money[row["kind"], year] += row["amount"]
                self._sums[row["kind"], year] += 1
        for name, columns in WHEN.items():
            for row in rows[name]:
                if row["status"] in ASSERTED[name]:
                    month = next((row[column][:7] for column in columns if row[column]), "")
                    if month:
                        self._moments[name, month] += 1
                    else:
                        self._undated[name] += 1
        for row in rows["quotes"]:
            if row["speaker_type"] == "person" and row["speaker_id"]:
                self._quotes[row["speaker_id"]] += 1

    def count(self, table: str, rows: int) -> None:
        """Say how many rows a table has that stands in no article's text."""
        self._rows[table] += rows

    def data(self, people: dict[str, str]) -> dict[str, Any]:
        """Give what the page draws; `people` are the names by key."""
        quoted = sorted(self._quotes.items(), key=lambda one: (-one[1], people.get(one[0], ""), one[0]))
        return {
            "counts": [[name, schema.description, self._rows[name]] for name, schema in schemas().items()],
            "money": [
                [kind, year, number(total), self._sums[kind, year]]
                for (kind, year), total in sorted(self._money.items())
            ],
            "moments": [[name, month, count] for (name, month), count in sorted(self._moments.items())],
            "undated": [[name, self._undated[name]] for name in WHEN],
            "quoted": [[key, people.get(key, ""), count] for key, count in quoted[:MOST_QUOTED]],
        }


def shown_articles(articles: Sequence[Row]) -> list[list[Any]]:
    """Give of each article what a list shows: key, headline or source, publisher, first and last day it may be of."""
    return [
        [
            article["article_id"],
            article["headline"] or article["source"],
            article["publisher"] or "",
            str(article["published"] or article["published_earliest"] or ""),
            str(article["published"] or article["published_latest"] or ""),
        ]
        for article in articles
    ]
