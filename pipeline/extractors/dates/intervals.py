"""Calendar arithmetic: the intervals that units stand for, and their EDTF values.

Conventions (docs/tables.md): weeks run Monday to Sunday; financial years 1 April to 31 March; academic years
1 September to 31 August; municipal years May to April; seasons and school terms are whole
months; quarters are of a financial year.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extractors.dates.normalise import SEASONS, TERMS

EDTF_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}


@dataclass(frozen=True)
class Interval:
    """Days from `start` to `end`, inclusive, named by a unit; `name` is the season's, where it is one."""

    start: date
    end: date
    granularity: str
    name: str = ""

    def to(self, other: Interval) -> Interval:
        """Give the interval from this one's start to the other's end."""
        return Interval(self.start, other.end, self.granularity)

    @property
    def edtf(self) -> str:
        """Write it in EDTF, no finer than the unit says.

        >>> financial_year(2022).edtf, month(2024, 9).edtf, season(2025, "summer").edtf
        ('2022-04/2023-03', '2024-09', '2025-22')
        """
        if self.name in EDTF_SEASONS:
            return f"{self.start.year:04}-{EDTF_SEASONS[self.name]}"
        if self.granularity == "decade":
            return f"{self.start.year // 10:03}X"
        if self.granularity in ("day", "week", "weekend", ""):
            first, last = self.start.isoformat(), self.end.isoformat()
        elif self.granularity == "year":
            first, last = f"{self.start.year:04}", f"{self.end.year:04}"
        else:
            first, last = self.start.isoformat()[:7], self.end.isoformat()[:7]
        return first if first == last else f"{first}/{last}"


def day(when: date) -> Interval:
    """Give one day."""
    return Interval(when, when, "day")


def months(year: int, first: int, count: int, granularity: str, name: str = "") -> Interval:
    """Give `count` whole months from the month `first` of a year (which may lie past December or before January).

    >>> months(2024, 12, 3, "season").end, months(2024, 0, 1, "month").start
    (datetime.date(2025, 2, 28), datetime.date(2023, 12, 1))
    """
    from_month = year * 12 + first - 1
    last_year, last = divmod(from_month + count - 1, 12)
    end = date(last_year, last + 1, monthrange(last_year, last + 1)[1])
    return Interval(date(from_month // 12, from_month % 12 + 1, 1), end, granularity, name)


def month(year: int, number: int) -> Interval:
    """Give a calendar month."""
    return months(year, number, 1, "month")


def year(number: int) -> Interval:
    """Give a calendar year."""
    return months(number, 1, 12, "year")


def decade(first: int) -> Interval:
    """Give ten calendar years."""
    return Interval(date(first, 1, 1), date(first + 9, 12, 31), "decade")


def season(number: int, name: str) -> Interval:
    """Give the season that starts in a year: winter 2024 runs from December 2024 to February 2025."""
    first, count = SEASONS[name]
    return months(number, first, count, "season", name)


def term(number: int, name: str) -> Interval:
    """Give a school term of a year."""
    first, count = TERMS[name]
    return months(number, first, count, "term")


def quarter(financial: int, number: int) -> Interval:
    """Give a quarter of the financial year that starts in April of `financial`.

    >>> quarter(2023, 3).edtf
    '2023-10/2023-12'
    """
    return months(financial, 4 + 3 * (number - 1), 3, "quarter")


def financial_year(first: int) -> Interval:
    """Give the financial year that starts in April of a year."""
    return months(first, 4, 12, "financial_year")


def academic_year(first: int) -> Interval:
    """Give the academic year that starts in September of a year."""
    return months(first, 9, 12, "academic_year")


def municipal_year(first: int) -> Interval:
    """Give the municipal year that starts in May of a year, when councils hold their annual meeting."""
    return months(first, 5, 12, "municipal_year")


LONG_YEARS = {"financial_year": financial_year, "academic_year": academic_year, "municipal_year": municipal_year}


def week(when: date) -> Interval:
    """Give the week, Monday to Sunday, that holds a day."""
    monday = when - timedelta(days=when.weekday())
    return Interval(monday, monday + timedelta(days=6), "week")


def easter(number: int) -> date:
    """Give Easter Sunday (the Meeus/Jones/Butcher algorithm for the Gregorian calendar).

    >>> easter(2025), easter(2013)
    (datetime.date(2025, 4, 20), datetime.date(2013, 3, 31))
    """
    golden, century, rest = number % 19, number // 100, number % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    number_of_days = epact + weekday - 7 * late + 114
    return date(number, number_of_days // 31, number_of_days % 31 + 1)


def shift(when: date, count: int, unit: str) -> date:
    """Move a day by so many units; a day past a month's end becomes its last.

    >>> shift(date(2024, 3, 31), -1, "month"), shift(date(2022, 9, 21), 18, "month")
    (datetime.date(2024, 2, 29), datetime.date(2024, 3, 21))
    """
    if unit in ("day", "week", "fortnight"):
        return when + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    steps = count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    moved = months(when.year, when.month + steps, 1, "month")
    return moved.start.replace(day=min(when.day, moved.end.day))


def holding(unit: str, when: date) -> Interval:
    """Give the period of a unit that holds a day.

    >>> holding("financial_year", date(2024, 3, 31)).start, holding("term", date(2024, 5, 1)).start
    (datetime.date(2023, 4, 1), datetime.date(2024, 4, 1))
    """
    if unit == "week":
        return week(when)
    if unit == "weekend":
        saturday = week(when).start + timedelta(days=5)
        return Interval(saturday, saturday + timedelta(days=1), "weekend")
    if unit == "month":
        return month(when.year, when.month)
    if unit == "quarter":
        financial = financial_year(when.year - (when.month < 4)).start.year
        return quarter(financial, (when.month - 4) % 12 // 3 + 1)
    if unit == "term":
        name = "spring" if when.month < 4 else "summer" if when.month < 9 else "autumn"
        return term(when.year, name)
    if unit == "decade":
        return decade(when.year // 10 * 10)
    if unit in LONG_YEARS:
        found = LONG_YEARS[unit](when.year)
        return found if found.start <= when else LONG_YEARS[unit](when.year - 1)
    return year(when.year)


def moved(unit: str, when: date, steps: int) -> Interval:
    """Give the period so many before or after the one that holds a day.

    >>> moved("week", date(2023, 9, 20), 1).edtf, moved("academic_year", date(2025, 7, 1), 1).edtf
    ('2023-09-25/2023-10-01', '2025-09/2026-08')
    """
    found = holding(unit, when)
    while steps:
        beside = found.end + timedelta(days=1) if steps > 0 else found.start - timedelta(days=1)
        if unit in ("weekend", "term"):  # they leave gaps
            beside = (
                found.end + timedelta(days=7 if unit == "weekend" else 32)
                if steps > 0
                else (found.start - timedelta(days=7 if unit == "weekend" else 1))
            )
        found = holding(unit, beside)
        steps += -1 if steps > 0 else 1
    return found
