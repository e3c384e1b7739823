"""How the sums of one article hang together: restatements, parts of a total, from and to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from pipeline.extractors.money.parts import check, parts
from pipeline.extractors.money.payment import Payment
from pipeline.extractors.money.restatements import TOP, restatements
from pipeline.patterns import compile_patterns

PATTERNS = compile_patterns("money", file="links")
REACH = 80
# Kinds that a clause gives a sum for want of better: the total of which it is part knows more.
LOOSE = frozenset({"other", "funding", "spend", "cost", "price", "value"})
# What a headline may say that the body leaves open.
STATED = frozenset({"deficit", "overspend", "underspend", "debt", "fine", "compensation"})
# What is still to come, and what somebody sets: until it changes it is what is paid.
YET, SET = frozenset({"planned", "proposed", "forecast"}), frozenset({"price", "tax", "pay"})
TELLING = frozenset({"tax", "overspend", "deficit", "saving", "cut", "pressure", "compensation", "income", "debt"})


@dataclass
class Links:
    """Which sum points to which, by their places in the article; `doubts` are sums that cannot be right."""

    same_as: dict[int, int] = field(default_factory=dict)
    part_of: dict[int, int] = field(default_factory=dict)
    changes_from: dict[int, int] = field(default_factory=dict)
    periods: dict[int, tuple[date, date]] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)
    doubts: list[tuple[int, str]] = field(default_factory=list)


def link(text: str, payments: Sequence[Payment]) -> Links:
    """Link the sums of an article."""
    changes = _changes(text, payments)
    part_of = parts(text, payments, PATTERNS, changes)
    kept_apart = {frozenset(pair) for pair in [*changes.items(), *part_of.items()]}
    same_as = restatements(text, payments, PATTERNS, kept_apart, part_of)
    part_of = {part: same_as.get(total, total) for part, total in part_of.items() if part not in same_as}
    part_of = {part: total for part, total in part_of.items() if part != total}
    links = Links(same_as, part_of, changes)
    for part, total in part_of.items():
        kind, whole = payments[part].kind, payments[total].kind
        # what is spent of an income is spent
        if kind == "other" or (kind in LOOSE and whole in TELLING and (kind, whole) != ("spend", "income")):
            links.kinds[part] = payments[total].kind
        if payments[part].period is None and (span := payments[total].period):
            links.periods[part] = span
        if _still_to_come(text, payments[part], payments[total]):
            links.statuses[part] = payments[total].status
    for former in changes.values():
        if payments[former].kind in SET and payments[former].status in YET:
            links.statuses[former] = "actual"
    for at, total in same_as.items():
        if payments[at].zone in TOP and payments[total].kind != "other" and not _says(payments[at], payments[total]):
            # a headline has no room to say what sort of money it is
            links.kinds[at] = links.kinds.get(total, payments[total].kind)
        if payments[at].zone in TOP and not payments[at].status:
            links.statuses[at] = payments[total].status
        if not payments[total].status and payments[at].status:
            links.statuses[total] = payments[at].status
        sentence = slice(*payments[at].sentence)
        period = payments[total].period
        if period and payments[at].period is None and PATTERNS["this_year"].search(text[sentence]):
            links.periods[at] = period
    for at, payment in enumerate(payments):
        if payment.amount.doubtful:
            links.doubts.append((at, "a comma before `m` or `bn`: perhaps a thousand times too large"))
    links.doubts += check(text, payments, part_of, PATTERNS)
    return links


def _says(top: Payment, body: Payment) -> bool:
    """Say whether a headline itself names a kind that the body leaves open: "£11m gap", "must find £11m"."""
    return top.kind in STATED and body.kind not in STATED


def _still_to_come(text: str, part: Payment, total: Payment) -> bool:
    """Say whether a part has not moved as its total has not, as nothing says that it has."""
    if total.status not in YET or part.status not in ("", "actual"):
        return False
    return not PATTERNS["done"].search(text[slice(*part.sentence)]) or part.status == ""


def _changes(text: str, payments: Sequence[Payment]) -> dict[int, int]:
    """Find "from X to Y" and "Y, up from X": Y changes from X."""
    found: dict[int, int] = {}
    for at, (first, second) in enumerate(pairwise(payments)):
        if first.sentence != second.sentence or first.amount.currency != second.amount.currency:
            continue
        gap = text[first.amount.end : second.amount.start]
        before = text[max(first.sentence[0], first.amount.start - REACH) : first.amount.start]
        if PATTERNS["from_before"].search(before) and PATTERNS["to_between"].match(gap):
            found[at + 1] = at
        elif PATTERNS["up_from_between"].match(gap) or (
            PATTERNS["to_before"].search(before) and PATTERNS["from_between"].match(gap)
        ):
            found[at] = at + 1
    return found
