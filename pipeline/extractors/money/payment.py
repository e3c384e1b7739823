"""What the facts of `money` mean: an amount with what its clause says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.extractors.money.amounts import Amount
from pipeline.extractors.values import Organisation, Person


@dataclass(frozen=True)
class Payment:
    """An amount as the article tells of it. Empty or None is unknown; `sentence` gives offsets."""

    amount: Amount
    kind: str = "other"
    status: str = ""
    payer: Person | Organisation | None = None
    payee: Person | Organisation | None = None
    owner: Organisation | None = None
    purpose: str = ""
    period: tuple[date, date] | None = None
    label: bool = False
    zone: str = "body"
    sentence: tuple[int, int] = (0, 0)
