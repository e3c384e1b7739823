"""Recognizers-Text: `recognize_currency` and `recognize_datetime`, paragraph by paragraph.

Where it offers a past and a future reading, the one nearer the publication day is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from compare.protocol import Refusals, Row, pieces, serve

# durations, sets and times of day are not scored
DATED = {"date", "daterange", "datetime", "datetimerange"}


def days(value: dict[str, str]) -> tuple[date, date] | None:
    """Give a reading's first and last day; its own ranges end on the day after."""
    try:
        if "range" in value["type"]:
            first, after = (date.fromisoformat(value[key][:10]) for key in ("start", "end"))
            return first, after - timedelta(days=1) if value["type"] == "daterange" else after
        day = date.fromisoformat(value["value"][:10])
    except (KeyError, TypeError, ValueError):
        return None
    return day, day


def main() -> None:
    from recognizers_date_time import recognize_datetime
    from recognizers_number_with_unit import recognize_currency
    from recognizers_text import Culture

    def recognise(text: str, recognize: Callable[[str], list[Any]]) -> list[tuple[Row, dict[str, Any]]]:
        found = []
        for offset, piece in pieces(text):
            try:
                results = recognize(piece)
            except Exception:  # noqa: BLE001 - a text that a peer cannot read is counted, not fatal
                Refusals.count += 1
                continue
            for result in results:
                row = {"char_start": offset + result.start, "char_end": offset + result.end + 1}
                found.append((row, result.resolution or {}))
        return found

    def money(text: str, _: date) -> list[Row]:
        found = recognise(text, lambda piece: recognize_currency(piece, Culture.English))
        return [row | {"amount": resolution.get("value") or ""} for row, resolution in found]

    def dates(text: str, published: date) -> list[Row]:
        base = datetime.combine(published, time())
        rows = []
        for row, resolution in recognise(
            text, lambda piece: recognize_datetime(piece, Culture.English, reference=base)
        ):
            values = [value for value in resolution.get("values") or [] if value.get("type") in DATED]
            if values:
                spans = [span for span in map(days, values) if span]
                first, last = min(spans, key=lambda span: abs(span[0] - published), default=("", ""))
                rows.append(row | {"start": str(first), "end": str(last)})
        return rows

    serve(money=money, dates=dates)


if __name__ == "__main__":
    main()
