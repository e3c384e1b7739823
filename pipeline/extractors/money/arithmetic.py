"""How sums add up, as their printed digits tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.extractors.money.payment import Payment


def runs(places: Sequence[int], values: Sequence[Decimal], whole: Decimal) -> Iterator[Sequence[int]]:
    """Give every run of neighbours that adds up to a sum; no value is negative."""
    first, added = 0, Decimal(0)
    for last, one in enumerate(values):
        added += one
        while added > whole:
            added -= values[first]
            first += 1
        if added == whole:
            yield places[first : last + 1]


def grain(number: Decimal) -> Decimal:
    """Give the last digit that a sum has, as what it stands for: 100,000 for £2.3m.

    >>> grain(Decimal(2_300_000))
    Decimal('1E+5')
    """
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def value(payment: Payment) -> Decimal:
    """Give what a sum amounts to; nothing where it has no one value."""
    return payment.amount.amount or Decimal(0)


def digits(number: Decimal) -> int:
    """Count the digits that tell: 2 for £1.2m."""
    return len(format(number.normalize(), "f").replace(".", "").strip("0"))
