"""Readers of lengths, repetitions and times of day."""

from __future__ import annotations

from datetime import date

from pipeline.extractors.dates import intervals
from pipeline.extractors.dates.calendar_dates import Reading
from pipeline.extractors.dates.intervals import Interval
from pipeline.extractors.dates.normalise import WORDS, clock, iso_length, key, number, unit_name
from pipeline.extractors.dates.resolution import Setting
from pipeline.patterns import Hit

FORWARD = ("next", "coming", "following")
BACK = ("last", "past", "previous")


def stretch(today: date | None, count: float, unit: str, window: str) -> Interval | None:
    """Give the days that a length looks back on or forward to from publication; None where it does neither.

    >>> stretch(date(2022, 9, 21), 18, "month", "next").end
    datetime.date(2024, 3, 21)
    """
    if today is None or count != int(count) or unit in ("hour", "minute"):
        return None
    if window in FORWARD:
        return Interval(today, intervals.shift(today, int(count), unit), "")
    if window in BACK:
        return Interval(intervals.shift(today, -int(count), unit), today, "")
    return None


def length(today: date | None, count: float | None, unit: str, window: str = "") -> Reading:
    """Make the reading of a length."""
    if count is None:
        return Reading(type="duration", anchor="none")
    iso = iso_length(count, unit)
    span = stretch(today, count, unit, window)
    anchor = "published" if span else "none" if window else "text"
    return Reading(span, "", anchor, iso, type="duration", duration=iso)


def read_length(hit: Hit, setting: Setting) -> Reading:
    """18 months; the past two years; six and a half years; a year"""
    window = key(hit.group("window"))
    if hit.group("within") and (setting.tense != "past" or "next" in key(hit.group("within"))):
        window = "next"
    if unit := hit.group("half_unit"):
        return length(setting.today, 0.5, unit_name(unit))
    half = 0.5 if hit.group("half") or hit.group("half_after") or hit.group("half_single") else 0.0
    unit = unit_name(hit.group("unit") or hit.group("single"))
    count = number(hit.group("low") or hit.group("count") or "a")
    return length(setting.today, None if count is None else count + half, unit, window)


def read_time_ahead(hit: Hit, setting: Setting) -> Reading:
    """in three years' time; six months from now"""
    unit = unit_name(hit.group("unit") or hit.group("unit_now"))
    return length(setting.today, number(hit.group("count")), unit, "next")


def read_window(hit: Hit, setting: Setting) -> Reading:
    """the past year; the next decade"""
    return length(setting.today, 1.0, unit_name(hit.group("unit")), key(hit.group("window")))


def read_length_compound(hit: Hit, setting: Setting) -> Reading:
    """a four-year period; an 18-month delay"""
    return length(setting.today, number(hit.group("count")), unit_name(hit.group("unit")))


def read_set(hit: Hit, setting: Setting) -> Reading:  # noqa: ARG001
    """every two years; each month; twice a week; weekly"""
    if hit.group("rate"):
        return Reading(value=WORDS["rate"][key(hit.group("rate"))], type="set")
    if hit.group("often"):
        return Reading(value=WORDS["often"][key(hit.group("often"))], type="set")
    if hit.group("weekday") or hit.group("plural"):
        return Reading(value="R/P2W" if hit.group("other_day") else "R/P1W", type="set")
    single = key(hit.group("single") or hit.group("per") or hit.group("some_per"))
    if single in WORDS["every"]:
        return Reading(value=WORDS["every"][single], type="set")
    count = 2.0 if hit.group("other") else number(hit.group("count") or "one") or 1.0
    return Reading(
        value="R/" + iso_length(count, unit_name(hit.group("other") or hit.group("unit") or single)), type="set"
    )


def read_time(hit: Hit, setting: Setting) -> Reading:
    """7pm; 10.30am; at noon: on the day that the setting's latest date names, where it names one"""
    if hit.group("bare"):
        at = clock(
            hit.group("bare"), hit.group("bare_minute"), "a" if "morning" in key(hit.group("part_of_day")) else "p"
        )
    elif hit.group("hour"):
        at = clock(hit.group("hour"), hit.group("minute"), hit.group("half"))
    elif hit.group("clock"):
        at = hit.group("clock").zfill(5)
    else:
        at = {"midnight": "00:00"}.get(hit.group("named") or hit.group("named_before"), "12:00")
    last = setting.here
    if last is not None and last.start == last.end:
        return Reading(last, "day", "article", f"{last.start.isoformat()}T{at}", type="time")
    return Reading(None, "", "none", f"T{at}", type="time")
