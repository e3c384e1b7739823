"""Readers of days and weeks that a month holds: Monday 4th, the first Thursday in May, the week beginning June 10."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from pipeline.extractors.dates import intervals
from pipeline.extractors.dates.calendar_dates import (
    Reading,
    day_and_month,
    day_of,
    in_months_near,
    placed,
    resolved,
    steps,
)
from pipeline.extractors.dates.intervals import Interval
from pipeline.extractors.dates.normalise import key, month_number, weekday_number
from pipeline.extractors.dates.resolution import Setting
from pipeline.patterns import Hit

NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}


def read_day_of_month(hit: Hit, setting: Setting) -> Reading:
    """Monday 4th; the 20th of last month"""
    if setting.today is None:
        return Reading(None, "day", "none")
    today = setting.today
    if words := hit.group("month_direction"):
        month = intervals.moved("month", today, steps(words) or 0).start
        return resolved(day_in_month(month, int(hit.group("day_in"))), "published", "day")
    return in_months_near(int(hit.group("day")), weekday_number(hit.group("weekday")), setting)


def day_in_month(first: date, number: int) -> Interval | None:
    """Give a day of the month that starts on `first`; None where the month lacks it."""
    return intervals.day(first.replace(day=number)) if number <= monthrange(first.year, first.month)[1] else None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Give the first (1), second, … or last (-1) of a weekday in a month; None where there is none.

    >>> nth_weekday(2015, 11, 3, 1), nth_weekday(2016, 5, 0, -1)
    (datetime.date(2015, 11, 5), datetime.date(2016, 5, 30))
    """
    length = monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, length + 1) if date(year, month, day).weekday() == weekday]
    return days[nth - 1 if nth > 0 else nth] if nth <= len(days) else None


def read_nth_weekday(hit: Hit, setting: Setting) -> Reading:
    """the first Thursday in May; the last Monday of August 2024"""
    month, nth = month_number(hit.group("month")), NTH[key(hit.group("nth"))]
    weekday = weekday_number(hit.group("weekday"))
    assert weekday is not None

    def in_year(year: int) -> Interval | None:
        found = nth_weekday(year, month, weekday, nth)
        return intervals.day(found) if found else None

    return placed(hit, setting, in_year, "day")


def read_week_of(hit: Hit, setting: Setting) -> Reading:
    """The week beginning June 10, w/c 10 June: seven days from it; the week ending June 16: seven days up to it."""
    number, name = day_and_month(hit)
    ending = key(hit.group("side")) == "ending" or key(hit.group("short")) == "w/e"
    inside = key(hit.group("side")) == "of"

    def in_year(year: int) -> Interval | None:
        found = day_of(number, name)(year)
        if found is None or inside:
            return found and intervals.week(found.start)
        first = found.start - timedelta(days=6 * ending)
        return Interval(first, first + timedelta(days=6), "week")

    return placed(hit, setting, in_year, "week")


def read_week_of_month(hit: Hit, setting: Setting) -> Reading:
    """the first week of June: the month, of which the words single out a part"""
    month, nth = month_number(hit.group("month")), key(hit.group("nth"))
    reading = placed(hit, setting, lambda year: intervals.month(year, month), "month", f"XXXX-{month:02}")
    part = {"first": "start", "last": "end", "final": "end"}.get(nth, "mid")
    return Reading(reading.interval, reading.granularity, reading.anchor, reading.value, part)
