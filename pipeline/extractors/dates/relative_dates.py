"""Readers of dates that another day places: "last week", "two years ago", "the following month"."""

from __future__ import annotations

import re
from datetime import timedelta

from pipeline.extractors.dates import intervals
from pipeline.extractors.dates.calendar_dates import Reading, article_steps, pair, resolved, year_range
from pipeline.extractors.dates.intervals import Interval
from pipeline.extractors.dates.normalise import WORDS, key, number, unit_name
from pipeline.extractors.dates.resolution import Setting, newest
from pipeline.patterns import Hit

# A length of these counts to the period that holds the day: "two years ago" is a year.
ROUNDED = {"fortnight": "week", "decade": "year", "century": "year"}


def read_relative_period(hit: Hit, setting: Setting) -> Reading:
    """this week; last year; the current financial year; the next financial year of 2023-24 (the years win)."""
    unit = WORDS["period"][key(hit.group("unit") or hit.group("new_unit"))]
    if hit.group("new"):
        return resolved(newest(unit, setting), "published", unit)
    if hit.match["budget"] and unit == "year":
        unit = "financial_year"
    if hit.group("pair") and unit in intervals.LONG_YEARS:
        start, end = pair(*re.split(r"\s?[-–/]\s?", hit.group("pair"), maxsplit=1))
        return year_range(start, end, unit)
    if key(hit.group("direction")) == "previous" and setting.last is not None and unit != "weekend":
        # "up from £2m the previous year": against the date before it
        return shifted_period(setting.last, unit, -1)
    found = None
    if setting.today is not None:
        found = intervals.moved(unit, setting.today, WORDS["direction"][key(hit.group("direction"))])
    return resolved(found, "published", unit)


def read_beyond(hit: Hit, setting: Setting) -> Reading:
    """the week before last; the year after next"""
    unit, count = key(hit.group("unit")), 2 if hit.group("ahead") else -2
    found = None
    if setting.today is not None:
        found = (
            intervals.day(setting.today + timedelta(days=count))
            if unit == "day"
            else intervals.moved(unit, setting.today, count)
        )
    return resolved(found, "published", unit)


def read_weekend(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """at the weekend: the latest begun, or in the future the next"""
    found = None
    if setting.today is not None:
        found = intervals.holding("weekend", setting.today)
        if setting.tense != "future" and found.start > setting.today:
            found = intervals.moved("weekend", setting.today, -1)
    return resolved(found, "published", "weekend")


def read_part_of_unit(hit: Hit, setting: Setting) -> Reading:
    """the start of the year; later in the month"""
    unit = WORDS["period"][key(hit.group("unit") or hit.group("unit_bare"))]
    part = WORDS["part"].get(key(hit.group("part"))) or WORDS["adverb"].get(key(hit.group("adverb")), "")
    found = intervals.holding(unit, setting.today) if setting.today else None
    reading = resolved(found, "published", unit)
    return Reading(reading.interval, unit, reading.anchor, reading.value, part)


def read_year_end(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """by the year end: of the financial year"""
    found = intervals.holding("financial_year", setting.today) if setting.today else None
    reading = resolved(found, "published", "financial_year")
    return Reading(reading.interval, "financial_year", reading.anchor, reading.value, "end")


def read_new_year(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """in the New Year: the year to come, in the second half of a year; the year begun, in January"""
    found = None
    if setting.today is not None and (setting.today.month >= 7 or setting.today.month == 1):
        found = intervals.year(setting.today.year + (setting.today.month >= 7))
    reading = resolved(found, "published", "year")
    return Reading(reading.interval, "year", reading.anchor, reading.value, "start")


def around(when: Interval, count: float, unit: str, sign: int, anchor: str) -> Reading:
    """Give the period of a unit that lies so many units from an interval's start (or end, going forward)."""
    if unit in ("hour", "minute") or count != int(count):
        return Reading(None, "", "none")
    granularity = ROUNDED.get(unit, unit)
    if granularity == "year" and anchor == "article" and when.granularity in intervals.LONG_YEARS:
        granularity = when.granularity
    if granularity == "week" and when.granularity == "day" and anchor == "article":
        granularity = "day"
    day = intervals.shift(when.end if sign > 0 else when.start, sign * int(count), unit)
    found = intervals.day(day) if granularity == "day" else intervals.holding(granularity, day)
    return resolved(found, anchor, granularity)


def read_ago(hit: Hit, setting: Setting) -> Reading:
    """two years ago; a fortnight ago"""
    count, unit = number(hit.group("count")), unit_name(hit.group("unit"))
    if setting.today is None or count is None or unit in ("hour", "minute"):
        return Reading(None, {"hour": "", "minute": ""}.get(unit, ROUNDED.get(unit, unit)), "none")
    return around(intervals.day(setting.today), count, unit, -1, "published")


def read_shifted(hit: Hit, setting: Setting) -> Reading:
    """two days later; the following month; the same year: against the latest date of the article before it"""
    if unit := key(hit.group("unit") or hit.group("unit_beside")):
        count = number(hit.group("count") or "a")
        side = key(hit.group("side") or hit.group("side_beside")).removesuffix(" that")
        unit = "day" if unit in ("night", "evening") else unit
        last = setting.last_day if unit == "day" else setting.last
        if last is None or count is None:
            return Reading(None, ROUNDED.get(unit, unit), "none")
        return around(last, count, unit, 1 if side in ("later", "afterwards", "after") else -1, "article")
    unit = key(hit.group("period") or hit.group("next_day"))
    unit = unit if unit in WORDS["period"] else "day"
    sign = article_steps(hit.group("reference") or hit.group("previous") or hit.group("that") or "following")
    return shifted_period(setting.last_day if unit == "day" else setting.last, unit, sign)


def shifted_period(last: Interval | None, unit: str, sign: int) -> Reading:
    """Give the period of a unit beside the date before it, or the one that holds it; of a long year, a long year."""
    fine = {"day": ("day",), "week": ("day", "week"), "weekend": ("day", "week"), "month": ("day", "week", "month")}
    if last is None or (unit in fine and last.granularity not in fine[unit]):
        return Reading(None, unit, "none")
    if unit == "year" and last.granularity in intervals.LONG_YEARS:
        unit = last.granularity
    if unit == "day":
        from_day = last.end if sign > 0 else last.start
        return resolved(intervals.day(from_day + timedelta(days=sign)), "article", "day")
    return resolved(intervals.moved(unit, last.start, sign), "article", unit)
