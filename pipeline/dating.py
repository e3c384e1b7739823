"""Room 2b: when an article was published: what its source says, or the bounds that its own words prove.

The clock is never read. A day printed by the page when it was saved is an upper bound and no more.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from pipeline.articles.days import day_of
from pipeline.cleaning import CleanArticle, Published
from pipeline.patterns import Pattern, alternation, fill
from pipeline.records import Problem, row_id
from pipeline.resources import read_toml

PAUSE = re.compile(r",\s|\s[–—-]\s|[:;]")
CLAUSE = re.compile(r"[^.!?;]+(?:[.!?;](?!\s)[^.!?;]*)*")


def setup() -> dict[str, Any]:
    """Read the words, shapes and limits."""
    return read_toml("dating.toml")


LIMITS: dict[str, int] = setup()["limits"]
FIRST, LAST = date(LIMITS["first_year"], 1, 1), date(LIMITS["last_year"], 12, 31)
MONTHS: dict[str, int] = {name: number for number, name in enumerate(setup()["words"]["month"], 1)}
WEEKDAYS: dict[str, int] = {name: number for number, name in enumerate(setup()["words"]["weekday"])}


@cache
def shape(name: str) -> Pattern:
    """Give a shape of `dating.toml`."""
    place = f"dating.toml [{name}]"
    return Pattern(name, fill(setup()["shapes"][name], setup()["words"], place), re.VERBOSE, place)


@cache
def telling() -> re.Pattern[str]:
    """Give the expression of verbs by which a document tells what follows."""
    return re.compile(rf"(?<![\w-]){alternation(setup()['words']['telling'])}(?![\w-])")


@cache
def cue(tense: str) -> re.Pattern[str]:
    """Give the expression of the words that set a clause in the `past` or the `future`."""
    words = setup()["words"]
    if tense == "future":
        return re.compile(rf"(?<![\w-]){alternation(words['future'])}(?!\w)")
    still = alternation([*words["not_past"], *words["future"]])
    return re.compile(rf"(?<![\w-])(?!{still}\b)(?:{alternation(words['past'])}|[a-z]\w+ed)(?![\w-])")


@dataclass(frozen=True)
class Days:
    """Days among which the publication lies, first and last inclusive."""

    first: date
    last: date


Possible = tuple[Days, ...]
ANY: Possible = (Days(FIRST, LAST),)


def meet(some: Possible, other: Iterable[Days]) -> Possible:
    """Give the days that are in both.

    >>> days = Days(date(2024, 1, 1), date(2024, 6, 30))
    >>> meet((days,), [Days(date(2024, 6, 1), date(2025, 1, 1))]) == (Days(date(2024, 6, 1), date(2024, 6, 30)),)
    True
    """
    others = list(other)
    both = [Days(max(a.first, b.first), min(a.last, b.last)) for a in some for b in others]
    return tuple(sorted((days for days in both if days.first <= days.last), key=lambda days: days.first))


def date_article(clean: CleanArticle) -> CleanArticle:
    """Give the article with its day of publication, or with the bounds that its words prove."""
    article = clean.article
    if article.published is not None:
        basis = article.published_basis if article.published_basis != "unknown" else "given"
        return on_day(clean, article.published, basis)
    for day in printed_days(clean, "published_line", changed=False):
        return on_day(clean, day, "dateline")
    return clean.dated(bounds(clean), tuple(doubt(clean, message) for message in contradiction(clean)))


def on_day(clean: CleanArticle, day: date, basis: str) -> CleanArticle:
    """Give the article with the day that its source says, and a warning where the text speaks of later days as past."""
    clauses = content_clauses(clean)
    later = [words for clause in clauses for words, limit in statements(clause) if limit[0].first > day]
    said = (f"published on {day} by its {basis}, but the text says that it has happened: “{words}”" for words in later)
    found = tuple(doubt(clean, f"{message}; check the day of publication") for message in dict.fromkeys(said))
    return clean.dated(Published(day, day, day, basis), found)


def contradiction(clean: CleanArticle) -> Iterator[str]:
    """Say what the text calls past that is later than what it calls still to come: then it proves no day."""
    said = [item for clause in content_clauses(clean) for item in statements(clause)]
    past = max(said, key=lambda item: item[1][0].first, default=None)
    future = min(said, key=lambda item: item[1][0].last, default=None)
    if past and future and past[1][0].first > future[1][0].last:
        yield (
            f"the text says that “{past[0]}” has happened and that “{future[0]}” is to come, so nothing proves when "
            "it was published; give its day in the metadata"
        )


def doubt(clean: CleanArticle, message: str) -> Problem:
    """Make a warning about an article's day of publication."""
    article = clean.article
    return Problem(
        problem_id=row_id("problems", article.article_id, "dating", message),
        article_id=article.article_id,
        source=article.source,
        table="articles",
        row_id=article.article_id,
        stage="dating",
        severity="warning",
        message=message,
    )


def printed_days(clean: CleanArticle, rule: str, *, changed: bool) -> Iterator[date]:
    """Give the days printed in the page's furniture by one rule of cleaning; those of later changes, or the others."""
    label = re.compile(setup()["shapes"]["changed"], re.IGNORECASE)
    for zone in clean.boilerplate:
        if zone.rule == rule:
            line = clean.article.text[zone.start : zone.end]
            mark = label.search(line)
            part = (line[mark.end() :] if mark else "") if changed else (line[: mark.start()] if mark else line)
            if part.strip() and (day := day_of(part)) is not None:
                yield day


def bounds(clean: CleanArticle) -> Published:
    """Bound the day of publication by what the text says; `unknown` where nothing bounds it."""
    clauses = list(content_clauses(clean))
    stamps = (("page_date", False), ("published_line", False), ("published_line", True))
    limits: list[Possible] = [
        (Days(FIRST, day),) for rule, changed in stamps for day in printed_days(clean, rule, changed=changed)
    ]
    limits += [(Days(FIRST, clean.article.modified),)] if clean.article.modified else []
    limits += [days for clause in clauses for read in (stated, fixed) for days in read(clause)]
    possible = ANY
    for limit in limits:
        possible = meet(possible, limit)
    for likely in (*same_month(clauses), *(days for clause in clauses for days in recent(clause))):
        if narrower := meet(possible, likely):  # what is only likely gives way
            possible = narrower
            limits.append(likely)
    return chosen(possible, limits, latest_year(clauses))


def content_clauses(clean: CleanArticle) -> Iterator[str]:
    """Give the clauses of the content, without bylines."""
    for zone in clean.zones:
        if zone.kind != "byline":
            for match in CLAUSE.finditer(clean.article.text, zone.start, zone.end):
                yield match[0]


def tense(clause: str) -> str:
    """Say whether a clause is wholly of the `past` or of the `future`; empty where it is mixed or does not say.

    >>> tense("It was rated good in 2019"), tense("A decision is expected in May"), tense("It was said it will run")
    ('past', 'future', '')
    """
    past, future = cue("past").search(clause), cue("future").search(clause)
    return "" if bool(past) == bool(future) else "past" if past else "future"


def tense_at(clause: str, match: re.Match[str]) -> str:
    """Say what the part of a clause between commas says that holds a date, or the part after it where that is silent.

    >>> clause = "In May 2022, the school, which may close, was rated good"
    >>> tense_at(clause, re.search("May 2022", clause))
    ''
    >>> clause = "The council, which was found wanting, has until 20 June to reply"
    >>> tense_at(clause, re.search("20 June", clause))
    'future'
    >>> clause = "During the visit in May 2022, inspectors found gaps, which may widen"
    >>> tense_at(clause, re.search("May 2022", clause))
    'past'
    """
    if said := telling().search(clause, match.end()):
        clause = clause[: said.start()]
    deadline = shape("deadline").search(clause, 0, match.start())
    if deadline and deadline["open"]:
        return "future"
    start = max((pause.end() for pause in PAUSE.finditer(clause, 0, match.start())), default=0)
    pauses = [pause.start() for pause in PAUSE.finditer(clause, match.end())] + [len(clause)]
    part = clause[start : pauses[0]]
    if cue("past").search(part) or cue("future").search(part):
        return "" if deadline and tense(part) == "past" else tense(part)
    return tense(clause[pauses[0] : pauses[1]]) if len(pauses) > 1 else ""


def stated(clause: str) -> Iterator[Possible]:
    """Give what dates with a year prove: what has happened is before publication, what is to come is not."""
    for _, limit in statements(clause):
        yield limit


def statements(clause: str) -> Iterator[tuple[str, Possible]]:
    """Give the words of each date with a year, and the days of publication that it leaves."""
    for match in shape("month_year").finditer(clause):
        number, day, year = MONTHS[match["month"]], int(match["day"] or match["day_after"] or 0), int(match["year"])
        last = monthrange(year, number)[1]
        if day <= last:
            first, end = date(year, number, day or 1), date(year, number, day or last)
            yield from ((match[0], limit) for limit in proof(tense_at(clause, match), match["cue"], first, end))
    for match in shape("year").finditer(clause):
        first, end = date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)
        yield from ((match[0], limit) for limit in proof(tense_at(clause, match), match["cue"], first, end))
    for match in shape("financial_year").finditer(clause):
        when, year = tense_at(clause, match), int(match["first"])
        if (year + 1) % 100 == int(match["second"]):
            if when == "future":
                yield match[0], (Days(FIRST, date(year + 1, 3, 31)),)
            elif when == "past" and all(
                re.search(rf"\b{alternation(setup()['words'][name])}\b", clause) for name in ("ended", "outturn")
            ):
                yield match[0], (Days(date(year + 1, 4, 1), LAST),)


def proof(when: str, preposition: str | None, first: date, last: date) -> Iterator[Possible]:
    """Give the bound that one date sets, in the past or the future."""
    if when == "past" and preposition in ("in", "on", "during", "since", "of", "last"):
        yield (Days(first, LAST),)
    elif when == "future" and preposition != "since":
        yield (Days(FIRST, last),)


def years() -> range:
    """Give the years that a yearless date is tried in."""
    return range(LIMITS["first_year"], LIMITS["last_year"] + 1)


def days_in(match: re.Match[str]) -> list[date]:
    """Give a yearless day in every year, or in those that its weekday fits."""
    number = MONTHS[match["month"] or match["month_first"]]
    day = int(match["day"] or match["day_after"])
    found = [date(year, number, day) for year in years() if day <= monthrange(year, number)[1]]
    weekday = WEEKDAYS.get(match["weekday"] or "")
    return found if weekday is None else [day for day in found if day.weekday() == weekday]


def within(days: Iterable[date], back: int, ahead: int) -> Possible:
    """Give the days of publication from `back` days before each day to `ahead` days after it."""
    return tuple(Days(day - timedelta(days=back), day + timedelta(days=ahead)) for day in days)


def fixed(clause: str) -> Iterator[Possible]:
    """Give what fixes a week or a day of some year: a weekday with its date, "last night (…)", "next week"."""
    week = shape("next_week").search(clause)
    for match in shape("day").finditer(clause):
        days = days_in(match)
        word = " ".join((match["word"] or "").split())
        if word:
            yield within(days, -1, 1) if word in ("yesterday", "last night") else within(days, 0, 0)
        elif week and week.start() < match.start():
            shift = {"last": 7, "this": 0, "next": -7}[week["direction"]]
            mondays = [day - timedelta(days=day.weekday() - shift) for day in days]
            yield tuple(Days(monday, monday + timedelta(days=6)) for monday in mondays)
        elif match["weekday"]:
            when = tense_at(clause, match)
            reach = LIMITS["bracketed" if "(" in match["gap"] else "weekday"]
            yield within(days, 0 if when == "past" else reach, 0 if when == "future" else reach)


def recent(clause: str) -> Iterator[Possible]:
    """Give what is likely: a yearless day of the past is recent; a bare past year is not the year of publication."""
    for match in shape("year").finditer(clause):
        if match["cue"] == "in" and tense_at(clause, match) == "past":
            yield (Days(date(int(match["year"]) + 1, 1, 1), LAST),)
    for match in shape("day").finditer(clause):
        if tense_at(clause, match) == "past":
            yield tuple(Days(day, yearless_until(day)) for day in days_in(match))


def yearless_until(day: date) -> date:
    """Give the last day on which a past day is still written without its year: in its year, or soon after."""
    turn = max(date(day.year, 12, 31), day + timedelta(days=LIMITS["yearless_after_turn"]))
    return min(turn, day + timedelta(days=LIMITS["yearless_back"]))


def same_month(clauses: list[str]) -> Iterator[Possible]:
    """Give the year that "July this year" fixes where the text also says "July 2022", and no other July."""
    text = "\n".join(clauses)
    named: dict[str, set[int]] = {}
    for match in shape("month_of_year").finditer(text):
        named.setdefault(match["month"], set()).add(int(match["year"]))
    for match in shape("month_relative").finditer(text):
        if len(found := named.get(match["month"], set())) == 1:
            year = min(found) - {"last": -1, "this": 0, "next": 1}[match["direction"]]
            yield (Days(date(year, 1, 1), date(year, 12, 31)),)


def latest_year(clauses: Iterable[str]) -> int:
    """Give the latest year of which the text speaks in the past; 0 where it names none."""
    found = [
        int(match["year"])
        for clause in clauses
        for name in ("year", "month_year")
        for match in shape(name).finditer(clause)
        if tense_at(clause, match) == "past"
    ]
    return max(found, default=0)


def chosen(possible: Possible, limits: Iterable[Possible], year: int) -> Published:
    """Turn the days left into one day or bounds.

    A yearless date alone bounds nothing: it takes a limit of one stretch on that side. Where a weekday fits years well
    apart, and nothing bounds them from above, the one near the latest year of the text is taken.
    """
    stretches = [limit[0] for limit in limits if len(limit) == 1]
    after = any(days.first > FIRST for days in stretches)
    before = any(days.last < LAST for days in stretches)
    if after and not before and year and sparse(possible):
        near = [days for days in possible if days.first.year <= year + LIMITS["horizon"]]
        if near and near[0].first.year == near[-1].first.year:
            possible, before = tuple(near), True
    if not possible or not (after or before):
        return Published()
    earliest, latest = (possible[0].first if after else None), (possible[-1].last if before else None)
    return Published(earliest if earliest == latest else None, earliest, latest, "inferred")


def sparse(possible: Possible) -> bool:
    """Say whether the days left are of years well apart, as those are that fit a weekday."""
    return any(later.first.year - days.first.year >= LIMITS["apart"] for days, later in pairwise(possible))
