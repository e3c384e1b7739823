"""datefinder's `find_dates`, with the day first and the publication day as base."""

from __future__ import annotations

from datetime import date, datetime, time

from compare.protocol import Row, nearest, serve


def main() -> None:
    import datefinder

    def dates(text: str, published: date) -> list[Row]:
        rows = []
        base = datetime.combine(published, time())
        for moment, words, place in datefinder.find_dates(text, source=True, index=True, base_date=base, first="day"):
            # its offsets drift behind curly quotes: the words themselves are looked up beside them
            start = nearest(text, words, place[0])
            day = str(moment.date())
            if start >= 0:
                rows.append({"char_start": start, "char_end": start + len(words), "start": day, "end": day})
        return rows

    serve(dates=dates)


if __name__ == "__main__":
    main()
