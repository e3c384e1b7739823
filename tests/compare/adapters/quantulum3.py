"""quantulum3's `parser.parse`: the quantities whose unit is, or begins with, a currency."""

from __future__ import annotations

import warnings
from datetime import date

from compare.protocol import Refusals, Row, pieces, serve


def main() -> None:
    warnings.simplefilter("ignore")
    from quantulum3 import load, parser

    currencies = {name for name, unit in load.units().names.items() if unit.entity.name == "currency"}

    def money(text: str, _: date) -> list[Row]:
        rows: list[Row] = []
        for offset, piece in pieces(text):
            try:
                found = parser.parse(piece)
            except Exception:  # noqa: BLE001 - a text that a peer cannot read is counted, not fatal
                Refusals.count += 1
                continue
            for quantity in found:
                bases = [dimension["base"] for dimension in quantity.unit.dimensions or []]
                if quantity.unit.entity.name != "currency" and not (bases and bases[0] in currencies):
                    continue
                row = {"char_start": offset + quantity.span[0], "char_end": offset + quantity.span[1]}
                if quantity.uncertainty:
                    low, high = quantity.value - quantity.uncertainty, quantity.value + quantity.uncertainty
                    rows.append(row | {"low": f"{low:f}", "high": f"{high:f}"})
                else:
                    rows.append(row | {"amount": f"{quantity.value:f}"})
        return rows

    serve(money=money)


if __name__ == "__main__":
    main()
