"""The table `money`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from pipeline.records import Record, article_key, char_end, char_start, column, primary_key, rule, sentence, words, zone

QUALIFIERS = (
    "exact", "about", "almost", "just_over", "just_under", "more_than", "at_least", "less_than", "up_to", "range",
)  # fmt: skip
UNITS = (
    "year", "month", "week", "day", "night", "hour", "person", "pupil", "household", "property", "mile", "tonne",
    "item",
)  # fmt: skip
KINDS = (
    "grant", "funding", "spend", "cost", "budget", "overspend", "underspend", "deficit", "saving", "cut", "pressure",
    "debt", "loan", "reserve", "income", "tax", "fine", "compensation", "pay", "price", "value", "other",
)  # fmt: skip
STATUSES = ("actual", "planned", "proposed", "forecast", "hypothetical")


@dataclass(frozen=True, kw_only=True)
class Money(Record):
    """Every amount."""

    TABLE: ClassVar[str] = "money"

    money_id: str = primary_key("amount")
    article_id: str = article_key()
    text: str = words("The exact words, with their qualifier.")
    char_start: int = char_start()
    char_end: int = char_end()
    amount: Decimal | None = column("The sum, never negative; empty for a range.")
    low: Decimal | None = column("Lower bound.")
    high: Decimal | None = column("Upper bound.")
    currency: str = column("ISO 4217 code.", default="GBP")
    qualifier: str = column("How exact the words say it is.", vocabulary=QUALIFIERS, default="exact")
    per: str | None = column("The unit for which the sum is paid.", vocabulary=UNITS)
    kind: str = column("What sort of money it is.", vocabulary=KINDS, default="other")
    status: str | None = column("Whether the money has moved.", vocabulary=STATUSES)
    organisation_id: str | None = column("Whose money it is.", references="organisations", entity=True)
    payer: str | None = column("Who pays.")
    payer_id: str | None = column("The payer: `organisation_id` or `person_id`.", entity=True)
    payee: str | None = column("Who is paid.")
    payee_id: str | None = column("The payee: `organisation_id` or `person_id`.", entity=True)
    purpose: str | None = column("What the money is for, in the article's words.")
    period_start: date | None = column("First day of the period that the sum covers.")
    period_end: date | None = column("Last day of that period.")
    same_as: str | None = column("The amount that this one restates.", references="money")
    part_of: str | None = column("The total to which it belongs.", references="money")
    changes_from: str | None = column("The `from` amount in `from X to Y`.", references="money")
    zone: str = zone()
    sentence: str = sentence()
    rule: str = rule()
