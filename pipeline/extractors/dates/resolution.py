"""Which year, which week: a date that is not fully stated, against the day of publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extractors.dates.intervals import Interval, day, moved, week

FAR, NEAR = 300, 66  # days: together a year


@dataclass(frozen=True)
class Setting:
    """What a date may be read against: the day of publication, its clause, the latest date (and day) before it.

    `here` is the latest day of its own paragraph; `long_year` is what a bare pair of years means in its sentence.
    """

    today: date | None = None
    tense: str = ""
    last: Interval | None = None
    last_day: Interval | None = None
    here: Interval | None = None
    long_year: str = "financial_year"


def choose(in_year: Callable[[int], Interval | None], setting: Setting) -> Interval | None:
    """Choose the year of a yearless date: the latest begun, in the past; the next not over, in the future.

    With no tense the nearest to publication wins. None where the day of publication is unknown.
    """
    if setting.today is None:
        return None
    today = setting.today
    found = [span for y in range(today.year - 4, today.year + 5) if (span := in_year(y)) is not None]
    nearest = min(found, key=lambda span: (distance(span, today), span.start), default=None)
    if setting.tense == "past":
        usual = max((span for span in found if span.start <= today), key=lambda span: span.start, default=None)
    elif setting.tense == "future":
        usual = min((span for span in found if span.end >= today), key=lambda span: span.start, default=None)
    else:
        return nearest
    # nobody writes a day most of a year off without its year: "the talks of June 10 will …" were held lately
    if nearest is None or usual is None or nearest.granularity not in ("day", "week"):
        return usual
    return nearest if distance(usual, today) > FAR and distance(nearest, today) < NEAR else usual


def newest(unit: str, setting: Setting) -> Interval | None:
    """Give "the new financial year": of this period and the next, the one that starts nearest to publication."""
    if setting.today is None:
        return None
    today = setting.today
    return min((moved(unit, today, by) for by in (0, 1)), key=lambda span: abs((span.start - today).days))


def distance(span: Interval, today: date) -> int:
    """Count the days between an interval and a day; 0 where it holds it."""
    return max((span.start - today).days, (today - span.end).days, 0)


def beside(in_year: Callable[[int], Interval | None], direction: int, setting: Setting) -> Interval | None:
    """Resolve "last December", "this spring", "next March": the one before, of, or after the present."""
    if setting.today is None:
        return None
    today = setting.today
    found = [span for y in range(today.year - 4, today.year + 5) if (span := in_year(y)) is not None]
    if direction < 0:
        return max((span for span in found if span.end < today), key=lambda span: span.start, default=None)
    if direction > 0:
        return min((span for span in found if span.start > today), key=lambda span: span.start, default=None)
    holding = [span for span in found if span.start <= today <= span.end]
    return holding[0] if holding else in_year(today.year)


def weekday(number: int, direction: str, setting: Setting) -> Interval | None:
    """Resolve a weekday alone.

    "next Tuesday" is that of the next week; "last Tuesday" the latest before today; a bare one looks back, today
    included, unless its clause looks forward.
    """
    if setting.today is None:
        return None
    today = setting.today
    back = today - timedelta(days=(today.weekday() - number) % 7)
    if direction == "next":
        return day(week(today).start + timedelta(days=7 + number))
    if direction == "last":
        return day(back if back < today else back - timedelta(days=7))
    if direction == "last week":
        return day(week(today).start + timedelta(days=number - 7))
    if direction in ("this", "this week"):
        this_week = week(today).start + timedelta(days=number)
        ahead = direction == "this" and this_week < today and setting.tense == "future"
        return day(this_week + timedelta(days=7 * ahead))
    if setting.tense == "future" or (direction == "coming" and setting.tense != "past"):
        return day(back + timedelta(days=7))
    return day(back)


def fitting(in_year: Callable[[int], Interval | None], number: int, setting: Setting) -> Interval | None:
    """Choose the year of a day and month whose weekday is printed too: the nearest of those that it fits."""
    if setting.today is None:
        return None
    today = setting.today
    usual = choose(in_year, setting)
    if usual is not None and usual.start.weekday() == number:
        return usual
    near = [span for y in (today.year - 1, today.year, today.year + 1) if (span := in_year(y)) is not None]
    fits = [span for span in near if span.start.weekday() == number]
    return min(fits, key=lambda span: distance(span, today), default=usual)
