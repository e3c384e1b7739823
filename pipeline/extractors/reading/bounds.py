"""Intervals as prefix dates, no finer than what is known."""

from __future__ import annotations

from datetime import date  # noqa: F401  (the doctests use it)

from pipeline.extractors.values import When


def prefix_bounds(when: When) -> tuple[str, str]:
    """Give first and last of an interval as prefix dates, no finer than what is known.

    >>> prefix_bounds(When(start=date(2019, 6, 1), end=date(2019, 8, 31), granularity="season"))
    ('2019-06', '2019-08')
    """
    if when.type not in ("date", "time") or when.start is None or when.end is None:
        return "", ""
    first, last = when.bounds
    if when.granularity in (
        "season",
        "term",
        "quarter",
        "half_year",
        "academic_year",
        "municipal_year",
        "financial_year",
    ):
        return first[:7], last[:7]
    return first, last


def single_prefix(when: When) -> str:
    """Give one prefix date that holds the interval; a week within a month is known to the month.

    >>> single_prefix(When(start=date(2018, 5, 7), end=date(2018, 5, 13), granularity="week"))
    '2018-05'
    """
    if when.prefix:
        return when.prefix
    first, last = prefix_bounds(when)
    if first[:7] == last[:7]:
        return first[:7]
    return first[:4] if first[:4] == last[:4] else ""


def year_moved(bounds: tuple[str, str], by: int, words: str) -> tuple[str, str]:
    """Move prefix dates by a year; empty where the words print the year, or where they are no whole months.

    >>> year_moved(("2023-01", "2023-01"), -1, "found to be good in January"), year_moved(("2023", "2023"), -1, "")
    (('2022-01', '2022-01'), ('', ''))
    """
    first, last = bounds
    if len(first) != 7 or first[:4] in words or len(last) != 7:
        return "", ""
    return str(int(first[:4]) + by) + first[4:], str(int(last[:4]) + by) + last[4:]
