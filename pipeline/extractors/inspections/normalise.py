"""Words of inspections to values."""

from __future__ import annotations

import re

from pipeline.patterns import alternation, vocabulary

WORDS = vocabulary("inspections")
ORDINAL = re.compile(rf"(?<!\w){alternation(WORDS['ordinals'])}(?!\w)", re.IGNORECASE)
NUMBER = re.compile(rf"(?<![\w-]){alternation(WORDS['numbers'])}(?![\w-])", re.IGNORECASE)
KIND = re.compile(rf"(?<!\w){alternation(WORDS['kinds'])}(?!\w)", re.IGNORECASE)
KINDS: dict[str, str] = {words.lower(): kind for words, kind in WORDS["kinds"].items()}


def ordinal(words: str) -> int | None:
    """Read the ordinal in some words.

    >>> ordinal("the fifth monitoring"), ordinal("the latest")
    (5, None)
    """
    found = ORDINAL.search(words)
    return int(WORDS["ordinals"][found[0].lower()]) if found else None


def number(words: str) -> int | None:
    """Read the number in some words.

    >>> number("two more monitoring"), number("two-day")
    (2, None)
    """
    found = NUMBER.search(words)
    return int(WORDS["numbers"][found[0].lower()]) if found else None


def kind(before: str, noun: str) -> str:
    """Say what sort of inspection a noun phrase names; empty for a bare visit.

    >>> kind("fifth monitoring ", "visit"), kind("Ofsted ", "inspection"), kind("latest ", "visit")
    ('monitoring_visit', 'inspection', '')
    """
    if noun.lower() == "jtai":
        return "joint_inspection"
    found = KIND.findall(before)
    kinds = [KINDS[re.sub(r"\s+", " ", words.lower())] for words in found]
    for special in kinds:
        if special != "inspection":
            return special
    if kinds or "inspection" in noun.lower():
        return "inspection"
    return "other_visit" if noun.lower().startswith("revisit") else ""


def same_time(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Say whether two intervals of prefix dates can be one: either is unknown, or one lies within the other.

    >>> same_time(("2022", "2022"), ("2022-07", "2022-07")), same_time(("2022-07", "2022-07"), ("2019", "2019"))
    (True, False)
    """
    if not one[0] or not other[0]:
        return True
    return _within(one, other) or _within(other, one)


def _within(inner: tuple[str, str], outer: tuple[str, str]) -> bool:
    return (inner[0] >= outer[0] or outer[0].startswith(inner[0])) and (
        inner[1] <= outer[1] or inner[1].startswith(outer[1])
    )


def finer(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    """Give the finer of two intervals that can be one.

    >>> finer(("2022", "2022"), ("2022-07", "2022-07"))
    ('2022-07', '2022-07')
    """
    if not one[0] or not other[0]:
        return one if one[0] else other
    return max(one, other, key=lambda interval: (len(interval[0]), interval[0] == interval[1]))
