"""Strings of dates → numbers, months, days and ISO 8601 lengths. Pure."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from dateparser import DateDataParser

from pipeline.patterns import vocabulary

WORDS = vocabulary("dates")
MONTHS: dict[str, int] = {
    name.lower(): number for table in ("month", "month_short") for name, number in WORDS[table].items()
}
WEEKDAYS: dict[str, int] = {
    name.lower(): number for table in ("weekday", "weekday_short") for name, number in WORDS[table].items()
}
SEASONS: dict[str, list[int]] = WORDS["season"]
TERMS: dict[str, list[int]] = WORDS["term"]

# British order; a base that is not today, and no filling of missing parts: a date is read whole or not at all.
CALENDAR = DateDataParser(
    languages=["en"],
    settings={
        "DATE_ORDER": "DMY",
        "STRICT_PARSING": True,
        "PARSERS": ["absolute-time"],
        "RELATIVE_BASE": datetime(2000, 1, 1),
        "RETURN_AS_TIMEZONE_AWARE": False,
    },
)


def key(words: str) -> str:
    """Bring words to the form in which the vocabulary has them.

    >>> key("New  Year’s Day")
    "new year's day"
    """
    return " ".join(words.lower().replace("’", "'").split())


def month_number(word: str) -> int:
    """Read a month's name, long or short.

    >>> month_number("Sept."), month_number("JULY")
    (9, 7)
    """
    return MONTHS[word.rstrip(".").lower()]


def weekday_number(word: str) -> int | None:
    """Read a weekday's name, Monday being 0; None for no word.

    >>> weekday_number("Thurs"), weekday_number("")
    (3, None)
    """
    return WEEKDAYS.get(word.rstrip(".").lower())


@lru_cache(maxsize=4096)
def calendar_day(words: str) -> date | None:
    """Read a day stated in full, by dateparser in British order; None where it is none.

    >>> calendar_day("05/09/22"), calendar_day("5 September 2022"), calendar_day("31 February 2022")
    (datetime.date(2022, 9, 5), datetime.date(2022, 9, 5), None)
    """
    found = CALENDAR.get_date_data(words)
    return found.date_obj.date() if found.date_obj and found.period == "day" else None


def number(words: str) -> float | None:
    """Read a count in figures or words; None for what is none.

    >>> number("18"), number("twenty-one"), number("a"), number("a couple of"), number("some")
    (18.0, 21.0, 1.0, 2.0, None)
    """
    words = key(words)
    if words in ("a", "an"):
        return 1.0
    if words == "a couple of":
        return 2.0
    try:
        return float(words)
    except ValueError:
        parts = [WORDS["number"].get(part) for part in words.split("-")]
        return None if None in parts else float(sum(parts))


def unit_name(word: str) -> str:
    """Give a unit in the singular.

    >>> unit_name("Months"), unit_name("centuries")
    ('month', 'century')
    """
    word = word.lower().rstrip("’'")
    return (
        word if word in WORDS["unit"] else word.removesuffix("ies") + "y" if word.endswith("ies") else word.rstrip("s")
    )


def iso_length(count: float, unit: str) -> str:
    """Write a length in ISO 8601, in its printed unit.

    >>> iso_length(18, "month"), iso_length(1, "fortnight"), iso_length(2.5, "year"), iso_length(24, "hour")
    ('P18M', 'P2W', 'P2Y6M', 'PT24H')
    """
    if unit == "year" and count % 1 == 0.5:
        return f"P{int(count)}Y6M" if count > 1 else "P6M"
    factor = {"fortnight": 2, "decade": 10, "century": 100}.get(unit, 1)
    return str(WORDS["unit"][unit]).format(f"{count * factor:g}")


def clock(hour: str, minute: str, half: str) -> str:
    """Write a time of day as hours and minutes.

    >>> clock("7", "30", "p"), clock("12", "", "a")
    ('19:30', '00:00')
    """
    return f"{int(hour) % 12 + 12 * (half.lower() == 'p'):02}:{minute or '00'}"
