"""Readers of dates that a calendar names: days, months, seasons, terms, years. Each turns a match into a `Reading`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extractors.dates import intervals
from pipeline.extractors.dates.intervals import Interval
from pipeline.extractors.dates.normalise import WORDS, calendar_day, key, month_number, weekday_number
from pipeline.extractors.dates.resolution import Setting, beside, choose, distance, fitting, newest, weekday
from pipeline.patterns import Hit

InYear = Callable[[int], Interval | None]


@dataclass(frozen=True)
class Reading:
    """What an expression means in a setting: `interval` is None where the setting does not settle it."""

    interval: Interval | None = None
    granularity: str = ""
    anchor: str = "text"
    value: str = ""
    modifier: str = ""
    type: str = "date"
    duration: str = ""


def resolved(interval: Interval | None, anchor: str, granularity: str, unresolved: str = "") -> Reading:
    """Make a reading; without an interval it is unresolved, and `unresolved` its value."""
    if interval is None:
        return Reading(None, granularity, "none", unresolved)
    return Reading(interval, granularity, anchor, interval.edtf)


def steps(words: str) -> int | None:
    """Read a determiner as a number of steps: "last" is -1; None where it points at another date of the article.

    >>> steps("Last"), steps("this coming"), steps("that"), steps("the following")
    (-1, 0, None, None)
    """
    words = key(words).removeprefix("the ").removesuffix(" coming")
    return WORDS["direction"].get(words) if words not in ("previous", "following") else None


def article_steps(words: str) -> int:
    """Read a determiner that points at another date of the article.

    >>> article_steps("the following"), article_steps("that same")
    (1, 0)
    """
    return int(WORDS["reference"].get(key(words).split()[-1], 0))


LEAP = 2024  # a year that has every day


def placed(hit: Hit, setting: Setting, in_year: InYear, granularity: str, unresolved: str = "") -> Reading:
    """Put what recurs every year into its year: a printed one, "last year's", or the one that the clause implies."""
    if hit.group("year"):
        return resolved(in_year(int(hit.group("year"))), "text", granularity)
    if in_year(LEAP) is None:
        unresolved = ""  # "September 31" is in no year
    if words := hit.group("year_direction"):
        count = steps(words)
        if count is not None:
            base = setting.today.year + count if setting.today else None
        else:
            base = setting.last.start.year + article_steps(words) if setting.last else None
        found = in_year(base) if base is not None else None
        return resolved(found, "published" if count is not None else "article", granularity, unresolved)
    if words := hit.group("direction"):
        count = steps(words)
        if count is not None:
            return resolved(beside(in_year, count, setting), "published", granularity, unresolved)
        if setting.last is None:
            return resolved(None, "", granularity, unresolved)
        from_last = Setting(setting.last.end if article_steps(words) else setting.last.start)
        return resolved(beside(in_year, article_steps(words), from_last), "article", granularity, unresolved)
    named = weekday_number(hit.group("weekday") or hit.group("weekday_inside"))
    found = choose(in_year, setting) if named is None else fitting(in_year, named, setting)
    return resolved(found, "published", granularity, unresolved)


def day_of(number: int, name: str) -> InYear:
    """Give a day of a month in any year; None in a year that lacks it."""

    def in_year(year: int) -> Interval | None:
        try:
            return intervals.day(date(year, month_number(name), number))
        except ValueError:
            return None

    return in_year


MONTH_NAMES = {number: name for name, number in WORDS["month"].items()}


def day_and_month(hit: Hit) -> tuple[int, str]:
    """Give the day and the month's name of a match, whichever stands first."""
    name = hit.group("month") or hit.group("month_first")
    return int(hit.group("day") or hit.group("day_after")), name


def read_day(hit: Hit, setting: Setting) -> Reading:
    """September 5; Thursday, 5th September 2022; July 23 last year."""
    number, name = day_and_month(hit)
    if hit.group("year"):
        stated = calendar_day(f"{number} {MONTH_NAMES[month_number(name)]} {hit.group('year')}")
        return resolved(intervals.day(stated) if stated else None, "text", "day")
    return placed(hit, setting, day_of(number, name), "day", f"XXXX-{month_number(name):02}-{number:02}")


def read_days(hit: Hit, setting: Setting) -> Reading:
    """September 22 and 23; 4-22 July; May 20 to 24."""
    first, name = day_and_month(hit)
    last = int(hit.group("last") or hit.group("last_after"))
    if last <= first:
        return Reading(None, "day", "none")

    def in_year(year: int) -> Interval | None:
        start, end = day_of(first, name)(year), day_of(last, name)(year)
        return start.to(end) if start and end else None

    month = f"XXXX-{month_number(name):02}"
    return placed(hit, setting, in_year, "day", f"{month}-{first:02}/{month}-{last:02}")


def read_day_numeric(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """05/09/22; 5.9.22; 2022-09-05."""
    words = hit.group("numeric")
    if words[4:5] == "-":
        found: date | None = date.fromisoformat(words)
    else:
        found = calendar_day(words.replace(".", "/"))
    return resolved(intervals.day(found) if found else None, "text", "day")


def read_weekday(hit: Hit, setting: Setting) -> Reading:
    """on Tuesday; last Thursday; Wednesday of last week; Thursday next."""
    number = weekday_number(hit.group("weekday"))
    assert number is not None
    trailing = key(hit.group("trailing") or hit.group("borrowed")).removeprefix("of ")
    words = key(hit.group("direction")).removeprefix("the ")
    if words in ("following", "previous", "that"):
        if setting.last is None or setting.last.granularity != "day":
            return Reading(None, "day", "none")
        if words == "that":
            words, near = "", Setting(setting.last.start + timedelta(days=6))
        else:
            words = "last" if words == "previous" else ""
            near = Setting(setting.last.end + timedelta(days=0 if words else 7))
        return resolved(weekday(number, words, near), "article", "day")
    direction = {"next week": "next", "week": "week"}.get(trailing, trailing) or words
    if words == "last" and trailing == "week":  # "last Thursday week": a week before last Thursday
        back = weekday(number, "last", setting)
        return resolved(intervals.day(back.start - timedelta(days=7)) if back else None, "published", "day")
    found = weekday(number, "coming" if "coming" in direction or direction == "week" else direction, setting)
    if direction == "week" and found is not None and setting.today is not None:
        ahead = (number - setting.today.weekday() - 1) % 7 + 8  # "Monday week": a week after the coming Monday
        found = intervals.day(setting.today + timedelta(days=ahead))
    return resolved(found, "published", "day")


def in_months_near(number: int, named: int | None, setting: Setting) -> Reading:
    """Find "Tuesday 12th": the nearest 12th that is a Tuesday, of this month and those beside it."""
    if setting.today is None:
        return Reading(None, "day", "none")
    today = setting.today
    months = [intervals.moved("month", today, by) for by in (-1, 0, 1)]
    days = [month.start.replace(day=number) for month in months if number <= month.end.day]
    fits = [intervals.day(day) for day in days if named is None or day.weekday() == named]
    return resolved(min(fits, key=lambda span: distance(span, today), default=None), "published", "day")


def read_day_named(hit: Hit, setting: Setting) -> Reading:
    """today; last night; tomorrow morning."""
    offset = WORDS["day_word"][key(hit.group("word"))]
    found = intervals.day(setting.today + timedelta(days=offset)) if setting.today else None
    return resolved(found, "published", "day")


def read_day_bracketed(hit: Hit, setting: Setting) -> Reading:
    """Thursday (December 12); last night (Thursday); today (June 5): the bracket settles the day."""
    if hit.group("month") or hit.group("month_first"):
        return read_day(hit, setting)
    if hit.group("day_only"):
        return in_months_near(int(hit.group("day_only")), weekday_number(hit.group("weekday")), setting)
    inside = weekday_number(hit.group("weekday_inside"))
    if inside is None:
        return Reading(None, "day", "none")
    forward = key(hit.group("word")) in ("tomorrow", "tomorrow morning", "tomorrow night", "tomorrow evening")
    today_words = WORDS["day_word"].get(key(hit.group("word")))
    near = Setting(setting.today, "future" if forward else "past" if today_words is not None else setting.tense)
    return resolved(weekday(inside, "", near), "published", "day")


def read_feast(hit: Hit, setting: Setting) -> Reading:
    """by Christmas; Easter 2019; New Year's Eve."""
    rule = WORDS["feast"][next(name for name in WORDS["feast"] if key(name) == key(hit.group("feast")))]

    def in_year(year: int) -> Interval:
        if rule[0] in "+-":
            return intervals.day(intervals.easter(year) + timedelta(days=int(rule)))
        return intervals.day(date.fromisoformat(f"{year}-{rule}"))

    return placed(hit, setting, in_year, "day", "" if rule[0] in "+-" else f"XXXX-{rule}")


def read_month(hit: Hit, setting: Setting) -> Reading:
    """July 2022; in October; last December; July this year."""
    number = month_number(hit.group("month"))
    return placed(hit, setting, lambda year: intervals.month(year, number), "month", f"XXXX-{number:02}")


def read_months(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """Jan-Mar 2024; Nov/Dec 2023: months of one year, or over the turn to the year named"""
    first, last, number = month_number(hit.group("month")), month_number(hit.group("last")), int(hit.group("year"))
    start = intervals.month(number - (first > last), first)
    return resolved(start.to(intervals.month(number, last)), "text", "month")


def read_season(hit: Hit, setting: Setting) -> Reading:
    """summer 2025; last autumn; by the spring; spring next year."""
    name = key(hit.group("season"))
    return placed(hit, setting, lambda year: intervals.season(year, name), "season")


def read_term(hit: Hit, setting: Setting) -> Reading:
    """the autumn term; the summer term of last year."""
    name = key(hit.group("term"))
    return placed(hit, setting, lambda year: intervals.term(year, name), "term")


def read_year(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """in 2022"""
    return resolved(intervals.year(int(hit.group("year"))), "text", "year")


def read_year_short(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """in '92; since ’07"""
    number = int(hit.group("short_year"))
    return resolved(intervals.year(number + (1900 if number > 40 else 2000)), "text", "year")


def long_year(words: str, usual: str = "financial_year") -> str:
    """Say which long year words name: the usual one, unless they name another.

    >>> long_year("academic year"), long_year("")
    ('academic_year', 'financial_year')
    """
    return str(WORDS["period"].get(key(words), usual))


def pair(first: str, second: str) -> tuple[int, int]:
    """Read two years, the second perhaps by its last digits.

    >>> pair("2022", "23"), pair("1999", "00"), pair("2025", "2028"), pair("2008", "9")
    ((2022, 2023), (1999, 2000), (2025, 2028), (2008, 2009))
    """
    start = int(first)
    if len(second) == 1:
        return start, start // 10 * 10 + int(second)
    end = int(second) if len(second) == 4 else start // 100 * 100 + int(second)
    return start, end + 100 if end < start and len(second) == 2 else end


def read_year_pair(hit: Hit, setting: Setting) -> Reading:
    """2022-23; the 2025/26 academic year; 2025-2028"""
    start, end = pair(hit.group("first"), hit.group("second"))
    if len(hit.group("second")) == 1 and end != start + 1:
        return Reading(None, "financial_year", "none")
    if key(hit.group("kind_after")) == "season":  # a sport's: in two calendar years
        return resolved(intervals.year(start).to(intervals.year(end)), "text", "year")
    kind = key(hit.group("kind") or hit.group("kind_after"))
    return year_range(start, end, long_year("academic year" if kind == "session" else kind, setting.long_year))


def year_range(start: int, end: int, kind: str) -> Reading:
    """Read two years: one long year of a kind where they are consecutive, or all the years between."""
    if end == start + 1:
        return resolved(intervals.LONG_YEARS[kind](start), "text", kind)
    if start < end <= start + 40:
        return resolved(intervals.year(start).to(intervals.year(end)), "text", "year")
    return Reading(None, "year", "none")


def read_fiscal_code(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """FY23 (the year that ends in 2023); FY2022/23"""
    first, second = hit.group("first"), hit.group("second")
    start = int(first) if len(first) == 4 else 2000 + int(first)
    return resolved(intervals.financial_year(start if second else start - 1), "text", "financial_year")


def read_decade(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """the 1990s; the '80s"""
    if hit.group("short"):
        return resolved(intervals.decade(1900 + int(hit.group("short"))), "text", "decade")
    return resolved(intervals.decade(int(hit.group("decade"))), "text", "decade")


def quarter_year(hit: Hit, setting: Setting) -> tuple[int | None, str]:
    """Give the first calendar year of the financial year that a quarter or half names, and the anchor."""
    if hit.group("pair"):
        return int(hit.group("pair")[:4]), "text"
    if setting.today is None:
        return None, "none"
    if key(hit.group("direction")) == "new":
        coming = newest("financial_year", setting)
        return (coming.start.year if coming else None), "published"
    financial = intervals.holding("financial_year", setting.today).start.year
    return financial + (steps(hit.group("direction")) or 0 if hit.group("direction") else 0), "published"


def read_quarter(hit: Hit, setting: Setting) -> Reading:
    """the third quarter of 2023-24; Q3: quarters of the financial year, the latest begun unless the year is named."""
    spelt = key(hit.group("spelt"))
    number = (
        WORDS["ordinal"].get(key(hit.group("ordinal")))
        or (int(hit.group("code")[1]) if hit.group("code") else 0)
        or (int(spelt) if spelt.isdigit() else int(WORDS["number"].get(spelt, 0)))
    )
    if hit.group("year"):  # "Q3 2023" is a calendar year's, or a financial year's that starts or ends then
        return Reading(None, "quarter", "none")
    year, anchor = quarter_year(hit, setting)
    if year is not None and anchor == "published" and not hit.group("direction"):
        found = choose(lambda y: intervals.quarter(y, number), Setting(setting.today, setting.tense or "past"))
        return resolved(found, anchor, "quarter")
    return resolved(intervals.quarter(year, number) if year is not None else None, anchor, "quarter")


def read_half_year(hit: Hit, setting: Setting) -> Reading:
    """the first half of the year; the second half of 2023-24"""
    second = key(hit.group("ordinal")) == "second"
    if hit.group("pair") or key(hit.group("unit")) in ("financial year", "fiscal year"):
        year, anchor = quarter_year(hit, setting)
        first = 10 if second else 4
    else:
        moved = steps(hit.group("direction")) or 0
        year = int(hit.group("year") or 0) or (setting.today.year + moved if setting.today else None)
        anchor, first = "text" if hit.group("year") else "published", 7 if second else 1
    found = intervals.months(year, first, 6, "half_year") if year is not None else None
    return resolved(found, anchor, "half_year")
