"""Who pays, who is paid and whose money it is: names in the clause, where its words state it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extractors.money.amounts import Amount
from pipeline.extractors.money.clause import Context
from pipeline.extractors.money.masks import NAME, Names, masked
from pipeline.extractors.values import Organisation, Person
from pipeline.patterns import compile_patterns

PATTERNS = compile_patterns("money", file="parties")
# Patterns that hold for money of these kinds alone, in the order in which they are tried.
GIFTS = frozenset({"grant", "funding", "compensation", "pay"})
KINDLY = {
    "in_brackets": GIFTS,
    "to_list": frozenset({"grant", "funding", "spend", "tax"}),
    "labelled": frozenset({"grant", "funding"}),
    "helps": GIFTS,
    "salary_of": frozenset({"pay", "compensation"}),
    "employer": frozenset({"pay"}),
    "hires": frozenset({"pay"}),
    "takes_in": frozenset({"income", "price"}),
    "taken_for": frozenset({"income"}),
    "paid_gap": frozenset({"pay", "compensation", "other", "price"}),
}
# Of these, the ones that name who pays.
EMPLOYED = frozenset({"employer", "hires"})
# Where sums stand so close, the sentence is a table: nobody pays in it.
TABLE = 24
BESIDE = frozenset(
    {
        "whose",
        "paid_before",
        "subject_after",
        "list_award",
        "label",
        "label_after",
        "finite",
        "coordinated",
        "own_source",
        "list_glue",
        "post_of",
        "gapped",
        "payers_before",
        "list_item",
        "place",
        "where",
        "of_councils",
        "acts",
        "has_sum",
        "acted",
        "the_place",
        "common_payers",
        "source",
        *KINDLY,
    }
)
# Kinds for which money changes hands.
PAID = frozenset(
    {"grant", "funding", "spend", "cost", "compensation", "pay", "loan", "price", "fine", "other", "value", "debt",
     "budget", "reserve", "overspend", "tax", "income"}
)  # fmt: skip
RECEIVED = frozenset(
    {
        "grant",
        "funding",
        "spend",
        "compensation",
        "pay",
        "loan",
        "price",
        "other",
        "tax",
        "income",
        "cost",
        "budget",
        "value",
        "debt",
    }
)
# Kinds that somebody has rather than pays.
HELD = frozenset(
    {"overspend", "underspend", "deficit", "saving", "cut", "pressure", "debt", "reserve", "budget", "tax", "income"}
)
BARE = re.compile(r"[\s,]*(?:and)?\s*", re.IGNORECASE)
RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
NO_PARTIES = frozenset({"media", "court", "inspectorate"})


@dataclass(frozen=True)
class Parties:
    """Payer, payee and owner of an amount; None where the words do not say."""

    payer: Person | Organisation | None = None
    payee: Person | Organisation | None = None
    owner: Organisation | None = None


def parties(
    contexts: Sequence[Context], kinds: Sequence[str], names: Names, council: Organisation | None
) -> list[Parties]:
    """Read the parties of every amount. `council` is the one of which the article speaks, where there is one."""
    found: list[Parties] = []
    for at, (context, kind) in enumerate(zip(contexts, kinds, strict=True)):
        if len(context.siblings) > TABLE:
            found.append(Parties())
            continue
        shape = masked(context, names)
        stated = _kindly(context, shape, names, kind, _stated(context, shape, names))
        if stated.payer is None and (payer := _listed_payer(context, shape, names)):
            stated = Parties(payer)
        elif context.previous and _same_list(context, shape):
            if PATTERNS["own_source"].match(shape[context.amount.end - context.start :]):
                stated = Parties(stated.payer if stated.payer != found[at - 1].payer else None, found[at - 1].payee)
            elif stated == Parties():
                stated = Parties(payer=found[at - 1].payer)
        if context.previous and stated == Parties() and found[at - 1].payer and not found[at - 1].payee:
            start = context.previous.end
            if match := PATTERNS["gapped"].match(shape[start - context.start :]):
                stated = Parties(payer=_entity(context, names, start - context.start + match.start("payer")))
        stated = _listed(context, shape, names, stated)
        if kind not in PAID:
            stated = replace(stated, payer=None)
        if kind not in RECEIVED:
            stated = replace(stated, payee=None)
        if stated.payer and stated.payer == stated.payee:
            stated = replace(stated, payee=None)
        found.append(_owned(context, shape, names, kind, stated, council))
    return found


def _stated(context: Context, shape: str, names: Names) -> Parties:
    """Read what the sentence states, each party by the first pattern that names it."""
    payer = payee = None
    for pattern in PATTERNS.possible(shape):
        if pattern.rule in BESIDE:
            continue
        for match in pattern.expression.finditer(shape):
            groups = match.groupdict()
            if payer is None and groups.get("payer"):
                payer = _entity(context, names, match.start("payer"))
            if payee is None and groups.get("payee"):
                payee = _entity(context, names, match.start("payee"))
            break
        if payer and payee:
            break
    return Parties(payer, payee)


def _kindly(context: Context, shape: str, names: Names, kind: str, stated: Parties) -> Parties:
    """Read who is paid by what only some kinds of money mean: "the club (£1m)" is a grant to it, "on £1m" is pay."""
    for rule, sorts in KINDLY.items():
        party = "payer" if rule in EMPLOYED else "payee"
        if getattr(stated, party) or kind not in sorts:
            continue
        if rule == "paid_gap" and kind in ("other", "price") and context.amount.per not in ("day", "hour"):
            continue
        if rule == "paid_gap":
            stated = replace(stated, payee=_paid_person(context, shape, names))
        elif match := PATTERNS[rule].search(shape):
            if rule in EMPLOYED:
                found = names.at(context.start + match.start("payer"))
                employer = found.entity if found and isinstance(found.entity, Organisation) else None
                stated = replace(stated, payer=employer)
                continue
            entity = _entity(context, names, match.start("payee"))
            if rule != "salary_of" or isinstance(entity, Person):
                stated = replace(stated, payee=entity)
    return stated


def _paid_person(context: Context, shape: str, names: Names) -> Person | None:
    """Give the last person before a sum, where the words between say that it is theirs: "took over on £1m"."""
    for name in reversed(names.within(context.start, context.amount.start)):
        if isinstance(name.entity, Person):
            gap = shape[name.end - context.start : context.amount.start - context.start]
            return name.entity if PATTERNS["paid_gap"].match(gap) else None
    return None


def _entity(context: Context, names: Names, at: int) -> Person | Organisation | None:
    name = names.at(context.start + at)
    if name is None or (isinstance(name.entity, Organisation) and name.entity.kind in NO_PARTIES):
        return None
    if isinstance(name.entity, Organisation) and PATTERNS["post_of"].search(context.text[context.start : name.start]):
        return None
    return name.entity


def _same_list(context: Context, shape: str) -> bool:
    """Say whether an amount goes on a list that the amount before it began."""
    assert context.previous is not None
    gap = shape[context.previous.end - context.start : context.amount.start - context.start]
    if NAME not in gap and PATTERNS["coordinated"].search(gap):
        return True
    return bool(PATTERNS["list_glue"].search(gap)) and not (
        PATTERNS["subject_after"].search(gap) or PATTERNS["finite"].search(gap)
    )


def _listed(context: Context, shape: str, names: Names, stated: Parties) -> Parties:
    """Align the names of a list with its sums: "A was awarded £1, B £2"; "A and B £1 and £2 respectively"; labels."""
    first, last = context.amount.start - context.start, context.amount.end - context.start
    if RESPECTIVELY.search(shape[last:]) and PATTERNS["paid_before"].search(shape):
        sums = _run(context, shape)
        before = names.within(context.start, sums[0].start)[-len(sums) :]
        if len(before) == len(sums) > 1:
            return replace(stated, payee=before[sums.index(context.amount)].entity)
        if len(sums) > 1:
            return replace(stated, payee=None)
    if stated.payee is None:
        for rule in ("label", "label_after"):
            if match := PATTERNS[rule].search(shape):
                return replace(stated, payee=_entity(context, names, match.start("payee")))
        match = next((m for m in PATTERNS["list_award"].finditer(shape) if m.end() >= last and m.start() < first), None)
        if match and context.previous and PATTERNS["paid_before"].search(shape[: match.start()]):
            return replace(stated, payee=_entity(context, names, match.start("payee")))
    return stated


def _listed_payer(context: Context, shape: str, names: Names) -> Person | Organisation | None:
    """Give who stands before a sum in a list of those who pay: "what each authority paid: Leeds £4m, York £2m"."""
    first, last = context.amount.start - context.start, context.amount.end - context.start
    item = next((m for m in PATTERNS["list_item"].finditer(shape) if m.end() >= last and m.start() < first), None)
    if item is None or not PATTERNS["payers_before"].search(shape[: item.start() + 1]):
        return None
    return _entity(context, names, item.start("name"))


def _run(context: Context, shape: str) -> list[Amount]:
    """Give the sums that stand in one list with an amount, with nothing but commas and "and" between them."""
    sums = list(context.siblings)
    here = sums.index(context.amount)
    first, last = here, here
    while first and BARE.fullmatch(shape, sums[first - 1].end - context.start, sums[first].start - context.start):
        first -= 1
    while last + 1 < len(sums) and BARE.fullmatch(
        shape, sums[last].end - context.start, sums[last + 1].start - context.start
    ):
        last += 1
    return sums[first : last + 1]


def _owned(
    context: Context, shape: str, names: Names, kind: str, stated: Parties, council: Organisation | None
) -> Parties:
    """Add whose money it is: a possessor, the party whose spending or grant it is, or the subject."""
    owner = _possessor(context, shape, names) or _by_kind(kind, stated)
    if owner is None and kind in HELD:
        owner = _subject(context, names)
    if kind in ("budget", "overspend", "deficit", "reserve") and stated.payer is None and owner:
        stated = replace(stated, payer=owner)
    if owner is None and kind in HELD:
        owner = council
    return replace(stated, owner=owner)


def _by_kind(kind: str, stated: Parties) -> Organisation | None:
    party = stated.payee if kind in ("grant", "funding", "tax", "income") else stated.payer
    return party if isinstance(party, Organisation) else None


def _possessor(context: Context, shape: str, names: Names) -> Organisation | None:
    before = shape[: context.amount.start - context.start]
    for match in reversed(list(PATTERNS["whose"].finditer(before))):
        if len(before) - match.end() > 100:
            return None
        entity = _entity(context, names, match.start("owner"))
        if isinstance(entity, Organisation):
            return entity
    return None


def _subject(context: Context, names: Names) -> Organisation | None:
    """Give the last body named before the amount, unless it stands there as a source or an onlooker."""
    for name in reversed(names.within(context.start, context.amount.start)):
        before = context.text[max(context.start, name.start - 12) : name.start].lower()
        if re.search(r"\b(?:from|by|to|told|with)\s+(?:the\s+)?$", before):
            continue
        if context.text.startswith(" (", name.end):
            continue  # an item of a list, "the club (£3,000)"
        if isinstance(name.entity, Organisation) and name.entity.kind not in NO_PARTIES | {"party", "union"}:
            return name.entity
    return None
