"""Pairs gold items with rows, one to one: best likeness first, then the most right fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipeline.evaluate.compare import FIELDS, Row, accepted, same_code, same_name, words

Item = Mapping[str, Any]
Likeness = Callable[[Item, Row], float]

# A pair shares at least this part of the union of its two spans (or of a role's words).
SHARED_SPAN = 0.5
SHARED_WORDS = 0.75


def spans(item: Item) -> list[tuple[int, int]]:
    """Give every span that the gold accepts for an item; none where its words could not be found."""
    if "char_start" not in item:
        return []
    return [(item["char_start"], item["char_end"]), *((start, end) for start, end in item.get("alt_spans", []))]


def row_span(row: Row) -> tuple[int, int] | None:
    """Give the offsets of a row; None in tables without."""
    start, end = row.get("char_start"), row.get("char_end")
    return (int(start), int(end)) if start and end else None


def shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Give the part of the union of two spans that they share."""
    inside = min(one[1], other[1]) - max(one[0], other[0])
    return inside / (max(one[1], other[1]) - min(one[0], other[0])) if inside > 0 else 0.0


def by_span(item: Item, row: Row) -> float:
    """Likeness of two things that stand in the text."""
    place = row_span(row)
    best = max((shared(span, place) for span in spans(item)), default=0.0) if place else 0.0
    return best if best >= SHARED_SPAN else 0.0


def by_person(item: Item, row: Row) -> float:
    """Likeness of people: the same name, or another that the gold accepts."""
    return float(any(words(row["name"]) == words(name) for name in [item["name"], *item.get("alt", [])]))


def by_organisation(item: Item, row: Row) -> float:
    """Likeness of organisations: the same name."""
    return float(same_name(row["name"], item["name"]))


def by_role(item: Item, row: Row) -> float:
    """Likeness of roles: the same holder, and most of the title's words."""
    names = [item["person"], *item.get("person_alt", [])]
    if not any(words(row.get("person")) == words(name) for name in names):
        return 0.0
    mine = set(words(row.get("role")))
    titles = [set(words(title)) for title in accepted(item["role"])]
    best = max((len(mine & title) / len(mine | title) for title in titles if title), default=0.0)
    return best if best >= SHARED_WORDS else 0.0


def by_inspection(item: Item, row: Row) -> float:
    """Likeness of inspections: kind and provider agree, and then the more fields the better."""
    if not same_code(row.get("kind"), item["kind"]):
        return 0.0
    if row.get("provider") and item.get("provider") and not same_name(row["provider"], item["provider"]):
        return 0.0
    return 0.5 + 0.1 * right_fields("inspections", item, row)


def right_fields(table: str, item: Item, row: Row) -> int:
    """Count the fields of an item that a row has right."""
    return sum(bool(test(row, item[field])) for field, test in FIELDS[table].items() if field in item)


def pair(table: str, gold: Sequence[Item], rows: Sequence[Row], likeness: Likeness) -> dict[int, int]:
    """Pair items with rows; gives the row's place for each item's place that has one."""
    ranked = []
    for i, item in enumerate(gold):
        for j, row in enumerate(rows):
            like = likeness(item, row)
            if like > 0:
                ranked.append((like, right_fields(table, item, row), -j, i))
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, negative, i in sorted(ranked, reverse=True):
        if i not in paired and -negative not in taken:
            paired[i] = -negative
            taken.add(-negative)
    return paired
