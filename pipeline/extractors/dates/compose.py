"""Joins what stands together ("the end of July", "7pm on Tuesday") and keeps out what is no date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.extractors.dates.calendar_dates import day_and_month
from pipeline.extractors.dates.normalise import WORDS, key, month_number
from pipeline.patterns import Hit, alternation

LEFT = 40  # characters before a date in which its preposition and its part stand

PART_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?P<part>(?:the\s+)?(?:very\s+)?{alternation(WORDS['part'])}\s+of\s+(?:the\s+)?)"
    rf"|(?P<adverb>(?:the\s+)?{alternation(WORDS['adverb'])}(?:\s+|-)(?:in\s+)?))$",
    re.IGNORECASE,
)
PREPOSITION_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?P<word>{alternation(WORDS['preposition'])})\s+(?:at\s+least\s+|as\s+late\s+as\s+)?(?:the\s+)?|(?P<affix>pre|post)-)$",
    re.IGNORECASE,
)
OPENING = re.compile(r"(?<![\w-])(?P<word>between|from)\s+(?:the\s+)?$", re.IGNORECASE)
JOIN = re.compile(r"^(?:\s+(?P<word>to|until|through\s+to|and|or|till)\s+(?:the\s+|in\s+)?|\s?(?P<dash>[-–—])\s?)$")
MOVED = re.compile(rf"(?<!\w){alternation(WORDS['beside']['moved'])}\b[^.]{{0,40}}$", re.IGNORECASE)
TIME_THEN_DAY = re.compile(r"^(?:\s+(?:BST|GMT|sharp))?,?\s+(?:on\s+)?(?:the\s+)?$")
DAY_THEN_TIME = re.compile(r"^,?\s+(?:at|from|by|until)\s+$")
MONTH_CUE = re.compile(rf"(?<![\w-]){alternation(WORDS['beside']['month_cue'])}(?:\s+|-)$", re.IGNORECASE)
NOUN_FEASTS = frozenset({"christmas", "easter", "halloween", "hogmanay"})  # "Christmas lights", "Easter eggs"
FIRST_NAMES = frozenset({"March", "April", "May", "June", "August"})
STRONG_MONTH_CUE = re.compile(
    r"(?<![\w-])(?:in|by|since|until|till|from|before|during|last|next|this|early|mid|late)(?:\s+|-)$", re.I
)
YEAR_CUE = re.compile(
    r"(?<![\w-])(?:(?:in|since|by|until|till|from|before|after|during|throughout|early|mid|late|circa)"
    r"(?:\s+|-)|(?:since|until|by)\s+at\s+least\s+|(?:pre|post)-)$",
    re.I,
)
LOOSE_CUE = re.compile(r"(?<![\w-])(?:maybe|perhaps|to|and|or|of|for|between|around|about|through)\s+$", re.IGNORECASE)
DETERMINED = re.compile(
    r"(?:(?<![\w-])(?:the|its|their|his|her|our|a|this|that|back in|as in|as)\s+|['’]s?\s+|[(\[‘'“\"]|,\s+"
    r"|\s[-–—]\s+|^\s*)$",
    re.I,
)
COUNTING = re.compile(rf"(?<![\w-]){alternation(WORDS['beside']['counting'])}\s+$", re.IGNORECASE)
COUNTED = re.compile(rf"^\s+(?:\w+\s+)?{alternation(WORDS['beside']['counted'])}\b", re.IGNORECASE)
PLURAL = re.compile(
    r"^\s+(?:(?!(?:and|or|but|when|while|as|in|to|by|with|its|is|was|has)\b)\w+\s+)?(?!this\b)[a-z]{3,}s\b"
)
NAME_BEFORE = re.compile(rf"(?:{alternation(WORDS['beside']['honorific'])}\.?|[a-z,;]\s+[A-Z][\w'’-]+)\s+$")
TITLED = re.compile(rf"(?<![\w-]){alternation(WORDS['beside']['honorific'])}\.?\s+(?:[A-Z][\w'’-]+\s+)?$")
NAME_AFTER = re.compile(r"^\s+[A-Z][a-z'’-]")
INDEFINITE = re.compile(
    r"(?<![\w-])an?\s+(?:(?!(?:meeting|hearing|briefing|debate|conference|session|vote|rally|vigil)\b)[a-z]+\s+)?$",
    re.I,
)  # "on a wet Tuesday" is any Tuesday
LENGTH_CUE = re.compile(
    r"(?<![\w-])(?:for|in|over|after|than|nearly|almost|about|under|around|lasted|lasting|take|took|had|spent|given|within|wait|waited)\s+$",
    re.I,
)
SEASON_CUE = re.compile(
    r"(?<![\w-])(?:in|by|since|until|till|from|before|after|during|over|to|for|and|or|early|mid|late|of)(?:\s+|-)$",
    re.I,
)
NEXT_WORD = re.compile(r"^\s+(?P<word>[A-Za-z]+)")
LIST = re.compile(r"^(?:,|,?\s+(?:and|or|&))\s+(?:on\s+|in\s+)?(?:the\s+)?$")
BUDGET_CUE = re.compile(r"(?<![\w-])(?:since|before|after|ahead\s+of|until|till|following)\s+$", re.I)
SPANNING = re.compile(rf"(?<![\w-]){alternation(WORDS['beside']['spanning'])}\s+(?:the\s+)?$", re.IGNORECASE)
STREET = re.compile(r"^\s+[A-Z][\w'’-]+\s+(?:Road|Street|Lane|Avenue|Close|Drive|Way|Court|House|Terrace)\b")
THE = re.compile(r"(?<![\w-])the\s+$", re.I)
TIED = re.compile(r"\s+(?:after|before)\s")
AFFIX = {"pre": "before", "post": "after"}
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
    near: Hit | None = None  # a later date of the same list, whose year it shares
    moved: bool = False  # the day to which something was moved
    tied: bool = False  # to an event: "the Tuesday after half-term"

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
        if STREET.match(after):
            return False
        if YEAR_CUE.search(before):
            return True
        if int(hit.group("year")) < 1930:
            return False
        return bool((LOOSE_CUE.search(before) and not PLURAL.match(after)) or DETERMINED.search(before))
    if name == "season" and not (hit.group("direction") or hit.group("year") or hit.group("year_direction")):
        following = NEXT_WORD.match(after)
        settled = following is None or following["word"] in FUNCTION_WORD
        settled = settled or bool(following and following["word"][0].isupper() and hit.group("season").islower())
        return settled and bool(SEASON_CUE.search(before))
    if name == "budget":
        alone = key(hit.group("name")) == "budget"
        if alone and not key(text[hit.start : hit.end]).startswith("the "):
            return False
        if NAME_AFTER.match(after) or re.match(r",?\s+on\s", after):  # its day follows
            return False
        return bool(hit.group("year") or BUDGET_CUE.search(before))
    if name == "feast" and key(hit.group("feast")) not in NOUN_FEASTS:
        return True
    if name == "feast" and not (hit.group("direction") or hit.group("year") or hit.group("year_direction")):
        following = NEXT_WORD.match(after)
        if following is not None and following["word"][0].isupper():
            return bool(SEASON_CUE.search(before))
        return following is None or following["word"] in FUNCTION_WORD
    if name == "length" and hit.group("single") and not hit.group("within"):
        return (bool(LENGTH_CUE.search(before)) and key(hit.group("single")) not in ("day", "hour", "minute")) or key(
            hit.group("single")
        ) in ("fortnight", "decade")
    if name == "weekday":
        return not INDEFINITE.search(before) and not TITLED.search(before)
    if name == "day_bracketed":
        return any(hit.group(name) for name in ("weekday_inside", "month", "month_first", "day_only"))
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
    preposition = ""
    if found:
        preposition = AFFIX[key(found["affix"])] if found["affix"] else WORDS["preposition"][key(found["word"])]
    end = ending(text, hit)
    tied = kind(hit) == "weekday" and bool(THE.search(before) and TIED.match(text, end))
    return Expression(start, end, (hit,), part, preposition, tied=tied)


def ending(text: str, hit: Hit) -> int:
    """Give where an atom ends: a full stop belongs to "p.m." and not to a month or "7pm"."""
    bare = text[hit.start : hit.end].rstrip(".")
    return hit.end if re.search(r"[ap]\.m$", bare) else hit.start + len(bare)


SINGLE = frozenset(
    {"day", "month", "month_short_year", "year", "year_pair", "season", "term", "weekday", "feast", "day_numeric"}
)


def has_year(hit: Hit) -> bool:
    """Say whether an atom is placed in a year by its own words."""
    return any(
        hit.group(name) for name in ("year", "year_direction", "direction", "numeric", "first", "trailing", "borrowed")
    )


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
    if word == "and" and kind(one) == "day" and follows(one, two):
        return True
    if word == "and":
        borrowed = kind(one) == "month" and not has_year(one) and has_year(two)
        return (
            bool(opening and opening["word"].lower() == "between")
            or borrowed
            or (successive(one, two) and SPANNING.search(before) is not None)
        )
    if word == "or":
        return not (has_year(one) and kind(one) == "day")
    return not MOVED.search(before)


def follows(one: Hit, two: Hit) -> bool:
    """Say whether a second day is the next one, over a month's end: "June 30 and July 1"."""
    (first, name), (second, next_name) = day_and_month(one), day_and_month(two)
    number = month_number(name)
    last = monthrange(2023, number)[1]
    return not has_year(one) and second == 1 and first == last and month_number(next_name) == number % 12 + 1


def successive(one: Hit, two: Hit) -> bool:
    """Say whether two long years follow each other: "over 2023/24 and 2024/25"."""
    return kind(one) == "year_pair" and one.group("second")[-2:] == two.group("first")[-2:]


def share_years(parts: list[Expression], text: str) -> None:
    """Give the dates of a list the year that its last one prints: "on May 11 and July 20, 2017"."""
    for at in range(len(parts) - 2, -1, -1):
        one, two = parts[at].atoms[0], parts[at + 1]
        if kind(one) in ("day", "days") and kind(two.atoms[0]) in ("day", "days") and not has_year(one):
            printed = two.atoms[0] if two.atoms[0].group("year") else two.near
            if printed is not None and LIST.match(text[parts[at].end : two.start]):
                parts[at] = replace(parts[at], near=printed)


def compose(hits: Iterable[Hit], text: str, zone_start: int, zone_end: int) -> Iterator[Expression]:
    """Turn the atoms of one paragraph into expressions, in order."""
    parts = [extend(hit, text, zone_start) for hit in hits if is_date(hit, text, zone_start, zone_end)]
    share_years(parts, text)
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
                part = first.part if first.part == second.part or not second.part else ""
                start = first.start - (len(before) - opening.start()) if opening else first.start
                first = Expression(start, second.end, (*first.atoms, *second.atoms), part, first.preposition)
                index += 1
            elif MOVED.search(before) and JOIN.match(gap):
                parts[index] = replace(second, moved=True)
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
