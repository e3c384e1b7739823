"""One measure for every tool: what it found, how many of those have the exact value, and what it found besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.compare import FIELDS
from pipeline.evaluate.pairing import by_person, by_span, pair, row_span, shared, spans

Item = Mapping[str, Any]
Row = Mapping[str, str]

# What must be right for a value to be exact; a sum without an amount is a range.
VALUES = {"money": ("amount",), "dates": ("start", "end"), "quotes": ("speaker",), "people": ("name",)}
RANGE = ("low", "high")
PLACE = ("text", "name", "alt", "char_start", "char_end", "alt_spans", "optional")


@dataclass
class Score:
    """Counts over some articles."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    spurious: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(mine + theirs for mine, theirs in zip(self.counts(), other.counts(), strict=True)))

    def counts(self) -> tuple[int, int, int, int]:
        return self.gold, self.found, self.exact, self.spurious

    def f1(self, hits: int) -> float:
        """F1 of a count of hits, whether finds or exact values."""
        everything = self.gold + self.found + self.spurious
        return 2 * hits / everything if everything else 1.0


def asked(table: str, item: Item) -> dict[str, Any]:
    """Give a gold item with only its place and its value; one that has no value counts neither way."""
    fields = VALUES[table]
    if table == "money" and "amount" not in item:
        fields = RANGE
    kept = {key: item[key] for key in (*PLACE, *fields) if key in item}
    return kept if all(field in item for field in fields) else kept | {"optional": True}


def score(table: str, gold: Iterable[Item], rows: Sequence[Row]) -> Score:
    """Score a tool's rows of one article."""
    items = [asked(table, item) for item in gold]
    paired = pair(table, items, rows, by_person if table == "people" else by_span)
    total = Score()
    for at, item in enumerate(items):
        if item.get("optional"):
            continue
        total.gold += 1
        if at in paired:
            row = rows[paired[at]]
            tests = FIELDS[table]
            total.found += 1
            total.exact += all(tests[field](row, item[field]) for field in item if field in tests)
    loose = [span for item in items if item.get("optional") and "char_start" in item for span in spans(item)]
    for at, row in enumerate(rows):
        place = row_span(row)
        beside = place is not None and any(shared(span, place) > 0 for span in loose)
        total.spurious += at not in paired.values() and not beside
    return total
