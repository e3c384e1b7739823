"""Readers of occasions: half-term, and the Chancellor's Budgets, whose days are known."""

from __future__ import annotations

from datetime import date

from pipeline.extractors.dates import intervals
from pipeline.extractors.dates.calendar_dates import Reading, placed, resolved
from pipeline.extractors.dates.normalise import WORDS, key, month_number
from pipeline.extractors.dates.resolution import Setting
from pipeline.patterns import Hit

SEASON_OF = {"march": "spring", "november": "autumn", "october": "autumn"}
YEAR, NEAR = 366, 60  # days: the next Budget is never further off than a year


def read_half_term(hit: Hit, setting: Setting) -> Reading:
    """February half-term: in February, on days that each council sets; half-term alone is some week"""
    if not hit.group("month"):
        return Reading(None, "week", "none")
    number = month_number(hit.group("month"))
    return placed(hit, setting, lambda year: intervals.month(year, number), "month", f"XXXX-{number:02}")


def read_budget(hit: Hit, setting: Setting) -> Reading:
    """the autumn Budget; the Budget; the spring statement 2022: the latest, or in the future the next that is known"""
    first = key(hit.group("name")).split()[0]
    seasons = [SEASON_OF.get(first, first)] if first != "budget" else list(WORDS["budget"])
    days = sorted(date.fromisoformat(day) for season in seasons for day in WORDS["budget"][season])
    if year := hit.group("year"):
        fits = [day for day in days if day.year == int(year)]
        return resolved(intervals.day(fits[0]) if len(fits) == 1 else None, "text", "day")
    if setting.today is None:
        return Reading(None, "day", "none")
    today = setting.today
    before, after = [day for day in days if day <= today], [day for day in days if day > today]
    back = (today - before[-1]).days if before else YEAR
    ahead = (after[0] - today).days if after else YEAR
    if setting.tense == "future" or ahead < NEAR < back:  # "campaigners met ahead of the Budget", a week before it
        return resolved(intervals.day(after[0]) if ahead < YEAR else None, "published", "day")
    return resolved(intervals.day(before[-1]) if back < YEAR else None, "published", "day")
