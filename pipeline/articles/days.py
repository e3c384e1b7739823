"""Days as fields, addresses and file names write them. Day before month; a time zone is turned into British time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?!\d)")
DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})")
MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
IN_URL = re.compile(
    r"/((?:19|20)\d\d)/(\d\d?|[a-z]{3})/(\d\d?)(?=[/?#]|$)|(?<![\d-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d-])"
)
IN_NAME = re.compile(r"(?<![A-Za-z\d])((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?![A-Za-z\d])")


def day_of(value: object) -> date | None:
    """Read the day of a field; None where it is not one.

    >>> day_of("2024-06-03T23:30:00Z"), day_of("05/09/2022"), day_of("Mon, 05 Sep 2022 10:00:00 +0100")
    (datetime.date(2024, 6, 4), datetime.date(2022, 9, 5), datetime.date(2022, 9, 5))
    >>> day_of("5th September 2022"), day_of("September 5, 2022 10:00 am"), day_of(1662379200), day_of("soon")
    (datetime.date(2022, 9, 5), datetime.date(2022, 9, 5), datetime.date(2022, 9, 5), None)
    """
    if isinstance(value, datetime):
        return _british(value)
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _epoch(float(value))
    text = str(value).strip()
    if match := ISO.match(text):
        return _instant(text) or _day(match[1], match[2], match[3])
    if re.fullmatch(r"\d{10}(?:\d{3})?(?:\.\d+)?", text):
        return _epoch(float(text))
    if re.match(r"[A-Za-z]{3},? \d", text) and re.search(r"\d\d:\d\d", text):
        try:
            return _british(parsedate_to_datetime(text))
        except (TypeError, ValueError):
            pass
    if match := NUMERIC.search(text):
        return _day(match[3] if len(match[3]) == 4 else f"20{match[3]}", match[2], match[1])
    if match := DAY_MONTH.search(text):
        return _day(match[3], match[2], match[1])
    if match := MONTH_DAY.search(text):
        return _day(match[3], match[1], match[2])
    return None


def moment_of(text: str) -> str:
    """Write a moment as ISO 8601, as precisely and in the zone that it is given; empty for what is none.

    >>> moment_of("2024-06-04T00:01:00"), moment_of("Tue, 04 Jun 2024 00:01:00 +0100"), moment_of("soon")
    ('2024-06-04T00:01:00', '2024-06-04T00:01:00+01:00', '')
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text).isoformat()
        except (TypeError, ValueError):
            continue
    day = day_of(text)
    return day.isoformat() if day else ""


def day_in_url(url: str) -> date | None:
    """Read the day that an address carries, as `/2023/06/05/` or `2023-06-05`.

    >>> day_in_url("https://paper.example/2023/06/05/bins/")
    datetime.date(2023, 6, 5)
    """
    for match in IN_URL.finditer(url.casefold()):
        parts = [part for part in match.groups() if part]
        if (day := _day(*parts)) is not None:
            return day
    return None


def day_in_filename(source: str) -> date | None:
    """Read the day in a file's name, as `2023-06-05-bins.txt` or `20230605.html`; a crawl's day is not one.

    >>> day_in_filename("west/2023-06-05-bins.txt"), day_in_filename("a-1234-56-78.txt")
    (datetime.date(2023, 6, 5), None)
    """
    name = re.split(r"[/!]", source)[-1]
    if ".warc" in name.casefold():
        return None
    for match in IN_NAME.finditer(name):
        if (day := _day(match[1], match[3], match[4])) is not None:
            return day
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        number = int(month) if month.isdigit() else MONTHS.index(month[:3].casefold()) + 1
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None


def _instant(text: str) -> date | None:
    try:
        return _british(datetime.fromisoformat(text))
    except ValueError:
        return None


def _epoch(seconds: float) -> date | None:
    if seconds > 1e11:
        seconds /= 1000
    if not 1e8 < seconds < 5e9:
        return None
    return _british(datetime.fromtimestamp(seconds, UTC))


def _british(moment: datetime) -> date:
    """Give the day in Britain: an hour ahead from the last Sunday of March to that of October, at 01:00 UTC."""
    if moment.tzinfo is None:
        return moment.date()
    utc = moment.astimezone(UTC)
    start, end = (_last_sunday(utc.year, month) for month in (3, 10))
    return (utc + timedelta(hours=1) if start <= utc < end else utc).date()


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)
