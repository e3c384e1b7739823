"""Mentions in passing: the council that somebody comes from, leaves for or is helped by is not the one inspected."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from pipeline.extractors.reading.inspectorates import WORDS

PASSING = tuple(re.compile(words, re.VERBOSE | re.IGNORECASE) for words in WORDS["about"]["passing"])
DASH = re.compile(r"\s[–—-]\s")
REACH = 90  # characters before a name that tell why it is named


def in_passing(text: str, start: int, floor: int) -> bool:
    """Say whether the name at `start` stands there for where somebody comes from, goes to or gets help.

    >>> in_passing("who joined from Oakshire, said", 16, 0)
    True
    >>> in_passing("inspectors found that Oakshire", 22, 0)
    False
    """
    before = text[max(floor, start - REACH) : start]
    return any(words.search(before) for words in PASSING)


def outside_aside(text: str, items: list[tuple[Any, str]], first: int, offset: int) -> list[tuple[Any, str]]:
    """Leave out what is only named between two dashes that close before a place: "X – once part of Y – is good"."""
    dashes = [match.start() for match in DASH.finditer(text, first, offset)]
    outside = [item for item in items if not any(a < item[0].start < b for a, b in pairwise(dashes[-2:]))]
    return outside or items
