"""The rules of `rules.toml`, compiled: the shapes of furniture, datelines, bylines and captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.errors import ResourceError
from pipeline.patterns import Pattern, fill
from pipeline.resources import read_toml

TAKES = ("line", "next", "run", "teasers", "rest")
KEYS = {"id", "regex", "takes", "where", "longest", "ends", "note"}
PLACES = ("anywhere", "top", "end")


@dataclass(frozen=True)
class Rule:
    """A shape of furniture: `takes` says how much goes with it, `where` in which part of a page it counts.

    `longest` bounds the characters of its line; below one that `ends`, short titles are labels of the page.
    """

    id: str
    pattern: Pattern
    takes: str = "line"
    where: str = "anywhere"
    longest: int = 600
    ends: bool = False


@cache
def rules() -> dict[str, Any]:
    """Read the file of rules."""
    return read_toml("cleaning/rules.toml")


@cache
def words(name: str) -> frozenset[str]:
    """Give a list of words of the file, in lower case."""
    return frozenset(word.casefold() for word in rules()["words"][name])


@cache
def shape(name: str) -> Pattern:
    """Compile an entry of `[shapes]`; its slots are `[fragments]` and the lists of `[words]`."""
    return _pattern(name, rules()["shapes"][name], 0)


@cache
def furniture_rules() -> tuple[Rule, ...]:
    """Compile the rules of furniture, in the order of the file; letter case does not count.

    Raises ResourceError for a rule without id or regex, one given twice, or an unknown key or value.
    """
    found: dict[str, Rule] = {}
    for number, entry in enumerate(rules()["furniture"], start=1):
        place = f"cleaning/rules.toml: rule {number}"
        if not {"id", "regex"} <= set(entry) <= KEYS:
            raise ResourceError(f"{place}: a rule has `id` and `regex` and may have {', '.join(sorted(KEYS))}")
        rule = Rule(
            entry["id"],
            _pattern(entry["id"], entry["regex"], re.IGNORECASE),
            entry.get("takes", "line"),
            entry.get("where", "anywhere"),
            entry.get("longest", 600),
            entry.get("ends", entry.get("takes", "line") in ("run", "teasers", "rest")),
        )
        if rule.id in found or rule.takes not in TAKES or rule.where not in PLACES:
            raise ResourceError(f"{place}: {rule.id!r} is given twice, or its `takes` or `where` is unknown")
        found[rule.id] = rule
    return tuple(found.values())


def _pattern(name: str, regex: str, flags: int) -> Pattern:
    place = f"cleaning/rules.toml [{name}]"
    slots = {**rules()["words"], **rules()["fragments"]}
    return Pattern(name, fill(regex, slots, place), flags | re.VERBOSE, place)
