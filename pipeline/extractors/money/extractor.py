"""The extractor `money`: every amount, with what its clause says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.extractors.base import Extractor, Fact, Find, fact_id, facts, place, sentence_at, zones
from pipeline.extractors.money.amounts import Amount, find_amounts
from pipeline.extractors.money.clause import contexts
from pipeline.extractors.money.kinds import kinds
from pipeline.extractors.money.record import Money
from pipeline.records import Problem, Record
from pipeline.resources import Gazetteers


@dataclass(frozen=True)
class Payment:
    """An amount with what its clause says of it."""

    amount: Amount
    kind: str = "other"


def build(gazetteers: Gazetteers) -> Find:  # noqa: ARG001
    """Make the function that finds the amounts of a Doc."""
    return find


def find(doc: Doc) -> Iterator[Fact[Payment]]:
    """Find the amounts and read their clauses."""
    amounts = find_amounts(doc.text, zones(doc))
    around = contexts(doc.text, amounts, [sentence_at(doc, amount.first) for amount in amounts])
    for amount, kind in zip(amounts, kinds(around), strict=True):
        yield Fact(amount.start, amount.end, amount.rule, Payment(amount, kind))


def rows(doc: Doc) -> Iterable[Record]:
    """Give the rows of `money`, and problems where a sum cannot be right."""
    for fact in facts(doc, "money"):
        payment: Payment = fact.value
        amount = payment.amount
        row = fact_id(doc, "money", fact)
        yield Money(
            money_id=row,
            **place(doc, fact),
            amount=amount.amount,
            low=amount.low,
            high=amount.high,
            currency=amount.currency,
            qualifier=amount.qualifier,
            per=amount.per or None,
            kind=payment.kind,
        )


EXTRACTOR = Extractor("money", (Money,), build, rows)
