"""Says which areas "three of the four" or "all the others" are: what the framework has, less those that are named."""

from __future__ import annotations

import re

from pipeline.extractors.judgements.clauses import CLAUSES
from pipeline.extractors.judgements.grades import Grade
from pipeline.extractors.judgements.normalise import ASPECTS, holds
from pipeline.extractors.reading import Reading
from pipeline.patterns import Pattern

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


def rest(reading: Reading, one: Grade, excepted: set[str], kind: str, first: str, last: str) -> list[str]:
    """Give the areas counted beside a grade; none where the numbers do not add up."""
    core = [
        area
        for area, entry in ASPECTS.items()
        if entry.get("core") and kind in entry["kinds"] and holds(entry, first, last)
    ]
    if not core or not excepted or not excepted <= set(core):
        return []
    others = [area for area in core if area not in excepted]
    start, end = reading.around(one.start)
    said = _nearest(CLAUSES["counted_areas"], reading.text[start:end], one.start - start)
    if said is None:
        return []
    total = NUMBERS.get((said["total"] or said["of"] or "").lower(), len(core))
    number = NUMBERS.get((said["number"] or "").lower(), len(others))
    if said["but"]:
        number = total - NUMBERS.get(said["but"].lower(), 0)
    return others if total == len(core) and number == len(others) else []


def _nearest(pattern: Pattern, text: str, at: int) -> re.Match[str] | None:
    found = [match for match in pattern.finditer(text) if abs(match.start() - at) < 90]
    return min(
        found,
        key=lambda match: min(abs(match.start() - at), abs(match.end() - at)),
        default=None,
    )
