"""Joins what stands together ("the end of July", "7pm on Tuesday") and keeps out what is no date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.extractors.dates.normalise import WORDS, key
from pipeline.patterns import Hit, alternation

LEFT = 40  # characters before a date in which its preposition and its part stand

PART_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?P<part>(?:the\s+)?(?:very\s+)?{alternation(WORDS['part'])}\s+of\s+(?:the\s+)?)"
    rf"|(?P<adverb>(?:the\s+)?{alternation(WORDS['adverb'])}(?:\s+|-)(?:in\s+)?))$",
    re.IGNORECASE,
)
PREPOSITION_BEFORE = re.compile(rf"(?<![\w-]){alternation(WORDS['preposition'])}\s+(?:the\s+)?$", re.IGNORECASE)
OPENING = re.compile(r"(?<![\w-])(?P<word>between|from)\s+(?:the\s+)?$", re.IGNORECASE)
JOIN = re.compile(r"^(?:\s+(?P<word>to|until|through\s+to|and|or|till)\s+(?:the\s+|in\s+)?|\s?(?P<dash>[-–—])\s?)$")
MOVED = re.compile(rf"(?<!\w){alternation(WORDS['beside']['moved'])}\b[^.]{{0,40}}$", re.IGNORECASE)
TIME_THEN_DAY = re.compile(r"^,?\s+(?:on\s+)?(?:the\s+)?$")
DAY_THEN_TIME = re.compile(r"^,?\s+(?:at|from|by|until)\s+$")
MONTH_CUE = re.compile(rf"(?<![\w-]){alternation(WORDS['beside']['month_cue'])}(?:\s+|-)$", re.IGNORECASE)
FIRST_NAMES = frozenset({"April", "May", "June", "August"})
STRONG_MONTH_CUE = re.compile(
    r"(?<![\w-])(?:in|by|since|until|till|from|before|during|last|next|this|early|mid|late)(?:\s+|-)$", re.I
)
YEAR_CUE = re.compile(
    r"(?<![\w-])(?:in|since|by|until|till|from|before|after|during|throughout|early|mid|late|circa)(?:\s+|-)$", re.I
)
LOOSE_CUE = re.compile(r"(?<![\w-])(?:to|and|or|of|for|between|around|about|through)\s+$", re.IGNORECASE)
DETERMINED = re.compile(
    r"(?:(?<![\w-])(?:the|its|their|his|her|our|a|this|that|back in|as in|as)\s+|['’]s?\s+|[(\[‘'“\"]|,\s+|^\s*)$", re.I
)
COUNTING = re.compile(rf"(?<![\w-]){alternation(WORDS['beside']['counting'])}\s+$", re.IGNORECASE)
COUNTED = re.compile(rf"^\s+(?:\w+\s+)?{alternation(WORDS['beside']['counted'])}\b", re.IGNORECASE)
PLURAL = re.compile(
    r"^\s+(?:(?!(?:and|or|but|when|while|as|in|to|by|with|its|is|was|has)\b)\w+\s+)?(?!this\b)[a-z]{3,}s\b"
)
NAME_BEFORE = re.compile(rf"(?:{alternation(WORDS['beside']['honorific'])}\.?|[a-z,;]\s+[A-Z][\w'’-]+)\s+$")
NAME_AFTER = re.compile(r"^\s+[A-Z][a-z'’-]")
INDEFINITE = re.compile(r"(?<![\w-])an?\s+(?:[a-z]+\s+)?$", re.IGNORECASE)  # "on a wet Tuesday" is any Tuesday
LENGTH_CUE = re.compile(
    r"(?<![\w-])(?:for|in|over|after|than|nearly|almost|about|under|around|lasted|lasting|take|took)\s+$", re.I
)
SEASON_CUE = re.compile(
    r"(?<![\w-])(?:in|by|since|until|till|from|before|after|during|over|to|for|and|or|early|mid|late|of)(?:\s+|-)$",
    re.I,
)
NEXT_WORD = re.compile(r"^\s+(?P<word>[a-z]+)")
FUNCTION_WORD = frozenset(WORDS["beside"]["function_word"])


@dataclass(frozen=True)
class Expression:
    """A date as written: its span, its atoms (two where it is a range), and what the words before it say."""

    start: int
    end: int
    atoms: tuple[Hit, ...]
    part: str = ""
    preposition: str = ""
    time: Hit | None = None

    @property
    def rule(self) -> str:
        """Name the rule that found it."""
        return self.atoms[0].rule + ("_to" if len(self.atoms) == 2 else "")


def kind(hit: Hit) -> str:
    """Give the name of the pattern that found an atom."""
    return hit.rule.rpartition(".")[2]


@cache
def _cued_months() -> frozenset[str]:
    return frozenset({"may", "march"})


def is_date(hit: Hit, text: str, zone_start: int, zone_end: int) -> bool:
    """Say whether its neighbours let an atom be a date: "May" may be a verb or a name, 2030 a count of homes."""
    before = text[max(zone_start, hit.start - LEFT) : hit.start]
    after = text[hit.end : min(zone_end, hit.end + LEFT)]
    name = kind(hit)
    if name == "month" and not (hit.group("direction") or hit.group("year") or hit.group("year_direction")):
        if MONTH_CUE.search(before):
            if hit.group("month") in FIRST_NAMES and NAME_AFTER.match(after) and not STRONG_MONTH_CUE.search(before):
                return False
            return not (hit.group("month") == "May" and re.match(r"\s+(?:be|not|have|also|I)\b", after))
        if key(hit.group("month")) in _cued_months():
            return False
        return not NAME_BEFORE.search(before) and not NAME_AFTER.match(after)
    if name == "year":
        if COUNTED.match(after) or COUNTING.search(before):
            return bool(YEAR_CUE.search(before)) and not COUNTED.match(after)
        if YEAR_CUE.search(before):
            return True
        if int(hit.group("year")) < 1930:
            return False
        return bool((LOOSE_CUE.search(before) and not PLURAL.match(after)) or DETERMINED.search(before))
    if name == "season" and not (hit.group("direction") or hit.group("year") or hit.group("year_direction")):
        following = NEXT_WORD.match(after)
        settled = following is None or following["word"] in FUNCTION_WORD
        return settled and bool(SEASON_CUE.search(before))
    if name == "feast" and not (hit.group("direction") or hit.group("year") or hit.group("year_direction")):
        following = NEXT_WORD.match(after)
        return following is None or following["word"] in FUNCTION_WORD
    if name == "length" and hit.group("single") and not hit.group("within"):
        return (bool(LENGTH_CUE.search(before)) and key(hit.group("single")) not in ("day", "hour", "minute")) or key(
            hit.group("single")
        ) in ("fortnight", "decade")
    if name == "weekday":
        return not INDEFINITE.search(before)
    if name == "day_bracketed":
        return bool(hit.group("weekday_inside") or hit.group("month") or hit.group("month_first"))
    return True


def extend(hit: Hit, text: str, zone_start: int) -> Expression:
    """Take in the part before an atom ("the end of", "early") and note its preposition."""
    start, part = hit.match.start("span") if kind(hit) == "window" else hit.start, ""
    if kind(hit) not in ("length", "length_compound", "set", "time", "window", "day_named"):
        before = text[max(zone_start, start - LEFT) : start]
        if found := PART_BEFORE.search(before):
            start -= len(before) - found.start()
            words = key(found[0].replace("-", " ")).removeprefix("the ").removeprefix("very ")
            table = "part" if found["part"] else "adverb"
            words = words.removesuffix(" the").removesuffix(" of") if found["part"] else words
            part = WORDS[table].get(words) or WORDS[table].get(words.removesuffix(" in"), "")
    before = text[max(zone_start, start - LEFT) : start]
    found = PREPOSITION_BEFORE.search(before)
    preposition = WORDS["preposition"][key(found[0]).removesuffix(" the")] if found else ""
    return Expression(start, ending(text, hit), (hit,), part, preposition)


def ending(text: str, hit: Hit) -> int:
    """Give where an atom ends: a full stop belongs to "p.m." and not to a month or "7pm"."""
    bare = text[hit.start : hit.end].rstrip(".")
    return hit.end if re.search(r"[ap]\.m$", bare) else hit.start + len(bare)


SINGLE = frozenset(
    {"day", "month", "month_short_year", "year", "year_pair", "season", "term", "weekday", "feast", "day_numeric"}
)


def has_year(hit: Hit) -> bool:
    """Say whether an atom is placed in a year by its own words."""
    return any(hit.group(name) for name in ("year", "year_direction", "direction", "numeric", "first"))


def joins(first: Expression, second: Expression, gap: str, before: str) -> bool:
    """Say whether two neighbours are the ends of one range (or the two sides of an "or")."""
    found = JOIN.match(gap)
    one, two = first.atoms[0], second.atoms[0]
    same = kind(one) == kind(two) or {kind(one), kind(two)} <= {"month", "month_short_year"}
    if found is None or not same or kind(one) not in SINGLE or len(first.atoms) > 1:
        return False
    opening = OPENING.search(before)
    if found["dash"]:
        return kind(one) != "weekday"
    word = key(found["word"])
    if word == "and":
        borrowed = kind(one) == "month" and not has_year(one) and has_year(two)
        return bool(opening and opening["word"].lower() == "between") or borrowed
    if word == "or":
        return not (has_year(one) and kind(one) == "day")
    return not MOVED.search(before)


def compose(hits: Iterable[Hit], text: str, zone_start: int, zone_end: int) -> Iterator[Expression]:
    """Turn the atoms of one paragraph into expressions, in order."""
    parts = [extend(hit, text, zone_start) for hit in hits if is_date(hit, text, zone_start, zone_end)]
    index = 0
    while index < len(parts):
        first = parts[index]
        index += 1
        if index < len(parts):
            second = parts[index]
            gap = text[first.end : second.start]
            before = text[max(zone_start, first.start - LEFT) : first.start]
            if second.start >= first.end and joins(first, second, gap, before):
                opening = OPENING.search(before)
                start = first.start - (len(before) - opening.start()) if opening else first.start
                first = Expression(start, second.end, (*first.atoms, *second.atoms), first.part, first.preposition)
                index += 1
            elif kind(first.atoms[0]) == "time" and is_day(second) and TIME_THEN_DAY.match(gap):
                first = replace(second, start=first.start, time=first.atoms[0])
                index += 1
            elif is_day(first) and kind(second.atoms[0]) == "time" and DAY_THEN_TIME.match(gap):
                first = replace(first, end=ending(text, second.atoms[0]), time=second.atoms[0])
                index += 1
        yield first


def is_day(expression: Expression) -> bool:
    """Say whether an expression names one day."""
    return kind(expression.atoms[0]) in ("day", "days", "weekday", "day_named", "day_bracketed", "day_numeric")
