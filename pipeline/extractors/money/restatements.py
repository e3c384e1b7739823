"""Which sums say the same money again: a headline's rounding, "more than £342,000" beside £342,752."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from pipeline.extractors.money.arithmetic import digits
from pipeline.extractors.money.payment import Payment
from pipeline.patterns import Pattern, Patterns, vocabulary

FAMILIES = tuple(frozenset(family) for family in vocabulary("money")["families"])
TIGHT = tuple(frozenset(family) for family in vocabulary("money")["tight_families"])
TOP = frozenset({"headline", "standfirst", "caption", "subhead"})
# "Almost" and "more than" are said of sums within a tenth.
NEARLY = Decimal("0.1")
# A page with more sums than this is a table, not a story.
MANY = 300
# Words before a sum that tell whether it was named before, and how far back they may begin.
SAID = (("distributive", 30), ("more", 30), ("definite", 30), ("exactly", 80))
WORD = re.compile(r"[A-Za-z][\w’']{3,}")
PLAIN = frozenset(vocabulary("money")["plain_words"])
ABOVE, BELOW = (
    frozenset({"more_than", "at_least", "just_over"}),
    frozenset({"almost", "just_under", "less_than", "up_to"}),
)


def restatements(
    text: str,
    payments: Sequence[Payment],
    patterns: Patterns,
    apart: Collection[frozenset[int]],
    part_of: Mapping[int, int],
) -> dict[int, int]:
    """Point each restatement to the fullest row of the same money."""
    if len(payments) > MANY:
        return {}
    words = [_words(text, payment) for payment in payments]
    distributive, more, definite, exact = (
        [_follows(text, p, patterns[rule], far) for p in payments] for rule, far in SAID
    )
    order = sorted(range(len(payments)), key=lambda at: _fullness(payments[at], at), reverse=True)
    found: dict[int, int] = {}
    for at in reversed(order):
        best: tuple[float, int] | None = None
        for other in order[: order.index(at)]:
            if frozenset((at, other)) in apart or distributive[at] or distributive[other]:
                continue
            top = payments[at].zone in TOP or payments[other].zone in TOP
            if (more[at] or more[other]) and not top:
                continue
            if at in part_of and other in part_of and part_of[at] == part_of[other]:
                continue
            later = max(at, other)
            likeness = _likeness(payments[at], payments[other], words[at] & words[other], definite[later], exact[other])
            if likeness and (best is None or likeness > best[0]):
                best = likeness, other
        if best:
            found[at] = best[1]
    return {at: _root(found, at) for at in sorted(found)}


def _follows(text: str, payment: Payment, pattern: Pattern, reach: int) -> bool:
    """Say whether a sum follows some words of its own sentence."""
    start = max(payment.sentence[0], payment.amount.start - reach)
    return pattern.search(text, start, payment.amount.start) is not None


def _root(found: Mapping[int, int], at: int) -> int:
    while at in found:
        at = found[at]
    return at


def _fullness(payment: Payment, at: int) -> tuple[bool, bool, Decimal, int, int]:
    """Order rows by how much they say: the body before the headline, exact before rounded."""
    amount = payment.amount
    said = sum(map(bool, (payment.payer, payment.payee, payment.purpose, payment.period)))
    return payment.zone not in TOP, amount.qualifier == "exact", -amount.step, said, -at


def _words(text: str, payment: Payment) -> frozenset[str]:
    sentence = text[slice(*payment.sentence)].lower()
    return frozenset(word.rstrip("s").removesuffix("’") for word in WORD.findall(sentence) if word not in PLAIN)


def _likeness(rough: Payment, exact: Payment, shared: frozenset[str], definite: bool, precise: bool) -> float:
    """Say how surely one sum restates another; 0 where it does not."""
    one, other = rough.amount, exact.amount
    if one.currency != other.currency or (one.per and other.per and one.per != other.per):
        return 0
    top = rough.zone in TOP or exact.zone in TOP
    if rough.sentence == exact.sentence or not _may_be_same(rough, exact, any_kind=top and len(shared) >= 2):
        return 0
    if one.amount is None or other.amount is None:
        return float((one.low, one.high) == (other.low, other.high)) * (0.5 + min(len(shared), 4) / 8)
    if one.amount == other.amount:
        sure = top or definite or len(shared) >= 2 or (rough.kind == exact.kind and digits(one.amount) >= 4)
        return sure * (1 + len(shared) / 10)
    if not _rounds(rough, other.amount):
        return 0
    near = abs(one.amount - other.amount) <= other.amount / 200 and digits(other.amount) >= 3
    # "£12m" and "£11.95m": a sum with two digits more that rounds to the first
    fuller = near and digits(other.amount) >= digits(one.amount) + 2
    same = rough.kind == exact.kind != "other" or any({rough.kind, exact.kind} <= family for family in TIGHT)
    # "almost £20m" of an overspend of £19.4m
    close = abs(one.amount - other.amount) <= other.amount / 20 and digits(other.amount) >= 3
    loose = one.qualifier != "exact"
    sure = (
        precise
        or (fuller)
        or (top and (near or same or len(shared) >= 2))
        or (loose and (near or (same and (close or bool(shared)))))
        or (near and same and len(shared) >= 2)
        or (definite and len(shared) >= 3)
    )
    return sure * (0.5 + len(shared) / 20)


def _may_be_same(one: Payment, other: Payment, any_kind: bool) -> bool:
    """Refuse sums that differ in whom, when or what sort; a headline's words may leave the sort open."""
    if one.payee and other.payee and one.payee != other.payee:
        return False
    if one.period and other.period and one.period != other.period:
        return False
    if any_kind or "other" in (one.kind, other.kind) or one.kind == other.kind:
        return True
    return any(one.kind in family and other.kind in family for family in FAMILIES)


def _rounds(rough: Payment, value: Decimal) -> bool:
    """Say whether a printed sum may stand for a value: by its digits, or by its qualifier."""
    amount = rough.amount
    assert amount.amount is not None
    if amount.step > value / 4 and amount.qualifier == "exact":
        return abs(amount.amount - value) <= value / 20
    if amount.qualifier in ABOVE:
        return amount.amount <= value <= amount.amount * (1 + NEARLY)
    if amount.qualifier in BELOW:
        return amount.amount * (1 - NEARLY) <= value <= amount.amount
    if amount.qualifier == "about":
        return abs(amount.amount - value) <= amount.amount / 20
    # rounded, or cut off: "£1.2m" of £1.28m, but not of £1.14m
    return -amount.step / 2 <= value - amount.amount < amount.step
