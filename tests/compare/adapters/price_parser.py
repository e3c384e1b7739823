"""price-parser reads one price from a string: it is given each sum that starts with a currency sign.

The adapter does the finding, so a find is the adapter's; the value is the peer's.
"""

from __future__ import annotations

import re
from datetime import date

from compare.protocol import Row, serve

STRETCH = re.compile(r"[£€$]\s?\d[\d.,]*(?<![.,])(?:\s?(?:thousand|million|billion|[km]|bn|p)\b)?")


def main() -> None:
    from price_parser import Price

    def money(text: str, _: date) -> list[Row]:
        rows = []
        for stretch in STRETCH.finditer(text):
            price = Price.fromstring(stretch.group())
            if price.amount is not None:
                rows.append({"char_start": stretch.start(), "char_end": stretch.end(), "amount": str(price.amount)})
        return rows

    serve(money=money)


if __name__ == "__main__":
    main()
