"""The extractor `money`: every amount, with what its clause says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from pipeline.extractors.base import (
    Extractor,
    Fact,
    Find,
    article_of,
    fact_id,
    facts,
    overlap,
    place,
    sentence_at,
    warn,
    zone_at,
    zones,
)
from pipeline.extractors.base import sentences as all_sentences
from pipeline.extractors.money.amounts import find_amounts
from pipeline.extractors.money.clause import Context, contexts
from pipeline.extractors.money.kinds import given, kinds
from pipeline.extractors.money.links import Links, link
from pipeline.extractors.money.masks import Name, Names
from pipeline.extractors.money.parties import parties
from pipeline.extractors.money.payment import Payment
from pipeline.extractors.money.places import Bearers, acting_places, common_payers, read_places
from pipeline.extractors.money.record import Money
from pipeline.extractors.money.terms import periods, purpose, status
from pipeline.extractors.money.unlisted import introduced, is_misread, pronouns, unlisted
from pipeline.extractors.values import Organisation, Person, When
from pipeline.records import Record
from pipeline.resources import Gazetteers

# Kinds of which a share has the payer of the whole.
SHARED = frozenset({"grant", "funding", "spend", "compensation", "pay", "cost"})
GIVEN = frozenset({"grant", "funding"})
SPENT = frozenset({"spend", "cost", "pay"})


def build(gazetteers: Gazetteers) -> Find:
    """Read which councils bear which places, and make the function that finds the amounts of a Doc."""
    bearers = read_places(gazetteers)
    return lambda doc: find(doc, bearers)


def find(doc: Doc, bearers: Bearers | None = None) -> Iterator[Fact[Payment]]:
    """Find the amounts and read their clauses; `bearers` are the councils that go by their place."""
    text = article_of(doc).text
    amounts = find_amounts(text, zones(doc))
    if not amounts:
        return
    sentences = [sentence_at(doc, amount.first) for amount in amounts]
    around = contexts(text, amounts, sentences)
    named = [Name(fact.start, fact.end, fact.value) for key in ("organisations", "people") for fact in facts(doc, key)]
    dates = [(fact.start, fact.end, fact.value) for fact in facts(doc, "dates")]
    sorts = kinds(around)
    council = _council(doc)
    # a name that swallows a sum is misread
    sums = [(amount.start, amount.end) for amount in amounts]
    named = [name for name in named if not overlap(sums, name.start, name.end)]
    listed = Names(named)
    acting = list(acting_places(text, sentences, bearers or {}, listed, article_of(doc).published))
    acting += common_payers(text, sentences, listed, council)
    names = _all_named(text, doc, named, council, acting)
    paid = parties(around, sorts, names, council)
    sorts = [
        given(kind, context, who.payer, bool(who.payee)) for kind, context, who in zip(sorts, around, paid, strict=True)
    ]
    spans = periods(around, sorts, dates)
    for context, sentence, kind, who, period in zip(around, sentences, sorts, paid, spans, strict=True):
        amount = context.amount
        payment = Payment(
            amount=amount,
            kind=_by_party(kind, who.payer, who.payee),
            status=status(context, kind, _is_later(doc, context, dates)),
            payer=who.payer,
            payee=who.payee,
            owner=who.owner,
            purpose=purpose(context, names),
            period=period,
            label=bool(context.label),
            zone=zone_at(doc, amount.first).kind,
            sentence=sentence,
        )
        yield Fact(amount.start, amount.end, amount.rule, payment)


def _all_named(text: str, doc: Doc, named: list[Name], council: Organisation | None, acting: list[Name]) -> Names:
    """Add to the names of other tables the places that act, those whom no list has, and what pronouns stand for."""
    # a choir or a club is nobody, however like a person's its name may look
    listed = Names([*(name for name in named if not is_misread(text, name)), *acting])
    every = Names([*listed.names, *unlisted(text, zones(doc), listed)])
    lines = all_sentences(doc)
    return Names([*every.names, *introduced(text, lines, every), *pronouns(text, lines, every, council)])


def _is_later(doc: Doc, context: Context, dates: list[tuple[int, int, When]]) -> bool:
    """Say whether a sentence names a day after the article's own."""
    day = article_of(doc).published.day
    within = (when for start, end, when in dates if context.start <= start and end <= context.end)
    return day is not None and any(when.type == "date" and when.start and when.start > day for when in within)


def _council(doc: Doc) -> Organisation | None:
    """Give the council of which an article speaks: the only one, or one named twice as often as any other."""
    values = [fact.value for fact in facts(doc, "organisations") if fact.value.kind == "local_authority"]
    counted = Counter(value.key for value in values).most_common(2)
    if not counted or (len(counted) > 1 and counted[0][1] < 2 * counted[1][1]):
        return None
    return next((value for value in values if value.key == counted[0][0]), None)


def rows(doc: Doc) -> Iterable[Record]:
    """Give the rows of `money`, and problems where sums cannot be right."""
    found: list[Fact[Payment]] = facts(doc, "money")
    keys = [fact_id(doc, "money", fact) for fact in found]
    links: Links = link(article_of(doc).text, [fact.value for fact in found])
    for at, (fact, key) in enumerate(zip(found, keys, strict=True)):
        payment = fact.value
        amount, period = payment.amount, links.periods.get(at, payment.period)
        kind = _by_party(links.kinds.get(at, payment.kind), payment.payer, payment.payee)
        payer = payment.payer or _payer_of_total(at, kind, found, links)
        yield Money(
            money_id=key,
            **place(doc, fact),
            amount=amount.amount,
            low=amount.low,
            high=amount.high,
            currency=amount.currency,
            qualifier=amount.qualifier,
            per=amount.per or None,
            kind=kind,
            status=links.statuses.get(at, payment.status) or None,
            organisation_id=(payment.owner.key or None) if payment.owner else None,
            payer=payer.name if payer else None,
            payer_id=(payer.key or None) if payer else None,
            payee=payment.payee.name if payment.payee else None,
            payee_id=(payment.payee.key or None) if payment.payee else None,
            purpose=payment.purpose or None,
            period_start=period[0] if period else None,
            period_end=period[1] if period else None,
            same_as=keys[links.same_as[at]] if at in links.same_as else None,
            part_of=keys[links.part_of[at]] if at in links.part_of else None,
            changes_from=keys[links.changes_from[at]] if at in links.changes_from else None,
        )
    for at, message in links.doubts:
        yield warn(doc, "money", keys[at], message)


def _by_party(kind: str, payer: Person | Organisation | None, payee: Person | Organisation | None) -> str:
    """Settle a kind by who pays or is paid: what somebody gives is funding, what a person gets is pay."""
    if kind == "other" and (payer or payee):
        kind = "funding"
    if kind in ("funding", "income", "spend") and isinstance(payee, Person):
        return "pay"
    return "spend" if kind == "pay" and isinstance(payee, Organisation) else kind


def _payer_of_total(at: int, kind: str, found: Sequence[Fact[Payment]], links: Links) -> Person | Organisation | None:
    """Give who pays the total of which a sum is a share: a share of a grant comes from where the grant does."""
    if at not in links.part_of or kind not in SHARED or found[at].value.payee == found[links.part_of[at]].value.payer:
        return None
    total = found[links.part_of[at]].value
    alike = kind == total.kind or {kind, total.kind} <= SPENT or {kind, total.kind} <= GIVEN
    return total.payer if alike else None


EXTRACTOR = Extractor("money", (Money,), build, rows, needs=("dates", "organisations", "people"))
