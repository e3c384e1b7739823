"""What sort of money it is: by its own words, by the list it stands in, by the sum last spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extractors.money.carried import (
    adds,
    follows,
    gap_before,
    heading,
    near,
    parallel,
    shares,
    told,
)
from pipeline.extractors.money.clause import Context
from pipeline.extractors.money.cues import (
    NOUN,
    NOUNS,
    PATTERNS,
    TIMED,
    VERB,
    VERBS,
    head,
    labelled,
    meaning,
    named,
    nearest,
    passive,
)
from pipeline.extractors.money.settled import SALARY, near_words, settled
from pipeline.extractors.money.turns import turned

FOR = re.compile(
    r"(?:\s+(?:a|an|per|each)\s+\w+)?\s+for\s+(?:the|a|an|his|her|each|one|two|beds?|places?|rooms?|care)\b"
)
FROM = re.compile(r"\s+(?:(?:is|was|will|would|came|come|comes|coming)\s+){0,3}from\b")
NAMED_SOURCE = re.compile(
    FROM.pattern + r"\s+(?:the\s+)?(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)[A-Z]"
)


def kinds(contexts: Sequence[Context]) -> list[str]:
    """Read the kind of every amount; one without words of its own in a list takes its neighbour's."""
    found: list[str] = []
    for at, context in enumerate(contexts):
        kind = ""
        if at and (follows(context) or shares(context)):
            kind = head(context) or named(context) or found[at - 1]
        if context.label:
            over = heading(context)
            nouns = list(NOUN.finditer(over))
            # a label may say it itself: "Redundancies: £3m"
            kind = labelled(context.label) or (meaning(NOUNS, nouns[-1][0]) if nouns else nearest(over, "", reach=200))
        if not kind and at and parallel(context) and found[at - 1] != "other":
            kind = found[at - 1]
        kind = kind or _own(context)
        if not kind and context.previous and PATTERNS["listed"].search(gap_before(context)):
            kind = found[at - 1]
        if not kind and PATTERNS["onto"].match(context.right):
            kind = "spend"
        if not kind and at and adds(context, contexts[at - 1]):
            kind = found[at - 1]
        if PATTERNS["by_change"].match(context.before) and at:
            kind = found[at - 1] if near(context, contexts[at - 1]) else kind
        if (
            not kind
            and context.previous is None
            and not NOUN.search(context.before)
            and PATTERNS["compares"].match(context.before)
        ):
            kind = told(context, contexts[at - 1] if at else None, found[at - 1] if at else "")
        if not kind:
            kind = nearest(context.before, context.after, reach=120)
        if not kind and (nouns := list(NOUN.finditer(context.before))):
            kind = meaning(NOUNS, nouns[-1][0])
        if not kind:
            kind = told(context, contexts[at - 1] if at else None, found[at - 1] if at else "")
        if kind == "funding" and at and found[at - 1] == "tax" and near(context, contexts[at - 1]):
            share = PATTERNS["share_of_tax"]
            kind = "tax" if share.search(context.left) or share.match(context.right) else kind
        found.append(settled(kind or "other", context))
    return found


def given(kind: str, context: Context, payer: bool, payee: bool) -> str:
    """Mend the kind of what somebody named gives: "£2m from reserves and the remaining £1m from the Lottery"."""
    if kind == "pay" and payer and not payee and context.amount.per in TIMED and FOR.match(context.right):
        # "the council paid £3,100 a week for a bed"
        return "cost"
    somebody = payer or NAMED_SOURCE.match(context.right)
    from_it = somebody and FROM.match(context.right) and not PATTERNS["sourced"].match(context.right)
    own = any(meaning(VERBS, verb[0]) == kind for verb in VERB.finditer(context.left[-40:])) or named(context) == kind
    return "funding" if from_it and not own and kind in ("reserve", "loan", "income") else kind


def _own(context: Context) -> str:
    if context.amount.negative:
        return "deficit"
    if kind := turned(context):
        return kind
    amount = context.amount
    if PATTERNS["on_pay"].search(context.left) or (amount.per in TIMED and PATTERNS["on_rate"].search(context.left)):
        return "pay"
    receives = PATTERNS["post_receives"].search(context.left)
    # "the Young Carers will get £3,000" of a grant
    if (
        receives
        and amount.point < SALARY[1]
        and not head(context)
        and not PATTERNS["grants"].search(near_words(context))
    ):
        return "pay"
    if PATTERNS["overspent_by"].search(context.before):
        return "overspend"
    if PATTERNS["set_back"].search(context.left):
        return "cost"
    if PATTERNS["worth_edge"].search(context.left):
        return head(context) or named(context) or "value"
    if (
        PATTERNS["on_edge"].search(context.left)
        and SALARY[0] < amount.point < SALARY[1]
        and not PATTERNS["spends_on"].search(context.left[-80:])
        and not head(context)
    ):
        return "pay"
    if PATTERNS["loses"].search(context.left):
        return "deficit"
    clause = PATTERNS["subclause"].search(context.right)
    right = context.right[: clause.start()] if clause else context.right
    left = PATTERNS["of_which"].split(PATTERNS["says_it"].split(context.left)[-1])[-1]
    return head(context) or named(context) or passive(context) or nearest(left, right)
