"""dateparser's `search_dates`, with the day first, the publication day as base, and its own word on month or year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from compare.protocol import Row, serve


def span(day: date, period: str | None) -> tuple[date, date]:
    """Widen a day to the week, month or year that the peer says it stands for."""
    if period == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    if period == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return day, day


def main() -> None:
    from dateparser.search import search_dates

    def dates(text: str, published: date) -> list[Row]:
        settings = {"DATE_ORDER": "DMY", "RELATIVE_BASE": datetime.combine(published, time())}
        rows, at = [], 0
        found = search_dates(text, languages=["en"], settings=settings, add_period=True) or []
        for words, moment, period in found:
            start = text.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            first, last = span(moment.date(), period)
            rows.append({"char_start": start, "char_end": at, "start": str(first), "end": str(last)})
        return rows

    serve(dates=dates)


if __name__ == "__main__":
    main()
