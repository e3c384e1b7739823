"""What sort of money it is: by its own words, by the list it stands in, by the sum last spoken of."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from pipeline.extractors.money.carried import (
    adds,
    alike,
    follows,
    gap_after,
    gap_before,
    gapped,
    heading,
    item,
    near,
    opened,
    parallel,
    part,
    shares,
    told,
    whole,
)
from pipeline.extractors.money.clause import Context
from pipeline.extractors.money.cues import (
    NOUN,
    NOUNS,
    PATTERNS,
    TIMED,
    VERB,
    VERBS,
    WORDS,
    head,
    labelled,
    meaning,
    named,
    nearest,
    passive,
)
from pipeline.extractors.money.settled import SALARY, near_words, settled
from pipeline.extractors.money.turns import turned
from pipeline.extractors.values import Organisation, Person
from pipeline.patterns import alternation

FOR = re.compile(
    r"(?:\s+(?:a|an|per|each)\s+\w+)?\s+for\s+(?:the|a|an|his|her|each|one|two|beds?|places?|rooms?|care)\b"
)
# What a verb may say of a part that is not true of its whole.
TELLING = frozenset({"spend", "cut", "loan"})
Payer = Person | Organisation | None
# Those who give to others what they pay.
GIVERS = frozenset({"government_department"})
# Kinds that a breakdown carries to what each body gives: "£14m: £8m from the council".
CHANGED = frozenset({"reserve", "loan", "income", "cost", "budget", "tax"})
FROM = re.compile(r"\s+(?:(?:is|was|will|would|came|come|comes|coming)\s+){0,3}from\b")
NAMED_SOURCE = re.compile(
    FROM.pattern + rf"\s+(?:the\s+)?(?:(?:[a-z]+\s+){{0,3}}{alternation(WORDS['givers'])}\b"
    r"|(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)[A-Z])"
)


def kinds(contexts: Sequence[Context]) -> list[str]:
    """Read the kind of every amount; one without words of its own in a list takes its neighbour's."""
    found: list[str] = []
    for at, context in enumerate(contexts):
        kind, carried = "", False
        if at and (follows(context) or shares(context)):
            kind = turned(context) or head(context) or named(context) or found[at - 1]
            carried = kind == found[at - 1]
        if context.label:
            over = heading(context)
            nouns = list(NOUN.finditer(over))
            # a label may say it itself: "Redundancies: £3m"
            kind = labelled(context.label) or (meaning(NOUNS, nouns[-1][0]) if nouns else nearest(over, "", reach=200))
        if not kind and at and parallel(context) and found[at - 1] != "other":
            kind = found[at - 1]
        if not kind and at and found[at - 1] != "other":
            if near(context, contexts[at - 1]) and part(context):
                kind = turned(context) or head(context) or named(context) or _verb_after(context, TELLING)
                kind = kind or whole(context) or found[at - 1]
            elif near(context, contexts[at - 1]) and PATTERNS["share_aside"].search(context.left):
                kind = head(context) or found[at - 1]
            elif gapped(context):
                kind = turned(context) or head(context) or found[at - 1]
                carried = kind == found[at - 1]
            elif item(context):
                # the words before it belong to the sum before
                kind = turned(context) or head(context) or _verb_after(context) or _listed(context, found[at - 1])
        if (
            not kind
            and at
            and found[at - 1] == "pressure"
            and PATTERNS["gap_of_names"].match(gap_before(context) if context.previous else "")
        ):
            kind = "pressure"
        if not kind and PATTERNS["leaves"].search(context.left):
            kind = turned(context) or head(context)
        kind = kind or opened(context, contexts, found) or _of_a_whole(context) or _own(context)
        kind = _weak(kind, context, contexts, found) or kind
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
        found.append(kind if carried else settled(kind or "other", context))
    return found


def given(kind: str, context: Context, payer: Payer, payee: bool) -> str:
    """Mend the kind of what somebody named gives: "£2m from reserves and the remaining £1m from the Lottery"."""
    if kind == "pay" and payer and not payee and context.amount.per in TIMED and FOR.match(context.right):
        # "the council paid £3,100 a week for a bed"
        return "cost"
    if kind == "spend" and not payee and isinstance(payer, Organisation) and payer.kind in GIVERS:
        return "funding" if PATTERNS["pays_up"].search(context.left) or context.previous else kind
    somebody = payer or NAMED_SOURCE.match(context.right)
    from_it = somebody and FROM.match(context.right) and not PATTERNS["sourced"].match(context.right)
    own = any(meaning(VERBS, verb[0]) == kind for verb in VERB.finditer(context.left[-40:])) or named(context) == kind
    return "funding" if from_it and not own and kind in CHANGED else kind


def _listed(context: Context, kind: str) -> str:
    """Give the kind of the item before, where nothing but what it is for or comes from follows."""
    if PATTERNS["sourced"].match(context.right):
        return ""
    return kind if alike(context) or PATTERNS["one_more"].search(context.left) else ""


def _verb_after(context: Context, among: Container[str] | None = None) -> str:
    """Read the verb that follows a sum straight away: "£2m was borrowed", "£1m raised by volunteers"."""
    match = PATTERNS["own_verb"].match(context.right)
    verb = VERB.match(match["verb"]) if match else None
    kind = meaning(VERBS, verb[0]) if verb else ""
    return kind if among is None or kind in among else ""


def _of_a_whole(context: Context) -> str:
    """Read the verb of a sum that is part of another: "£4m of the £19m awarded has been spent"."""
    if context.following is None or not PATTERNS["of_a_whole"].match(gap_after(context)):
        return ""
    rest = context.text[context.following.end : context.end]
    match = PATTERNS["then_verb"].match(rest)
    verb = VERB.match(match["verb"]) if match else None
    return meaning(VERBS, verb[0]) if verb else ""


def _weak(kind: str, context: Context, contexts: Sequence[Context], found: Sequence[str]) -> str:
    """Give the kind of the sum before where "got £41m" or "paid back £5,000" only says that there is another."""
    at = len(found)
    if not at or contexts[at].amount.start - contexts[at - 1].amount.end > 160 or found[-1] == "other":
        return ""
    bare = not context.right.strip() and not NOUN.search(context.left)
    if bare and kind in ("", "funding", "loan", "grant") and PATTERNS["got"].search(context.left):
        return found[-1] if contexts[at - 1].amount.per == context.amount.per else ""
    if found[-1] in ("loan", "debt") and PATTERNS["pays_back"].search(context.left):
        return found[-1]
    return ""


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
    if PATTERNS["overspent_by"].search(context.before) or PATTERNS["over_by"].search(context.left):
        return "overspend"
    if PATTERNS["set_back"].search(context.left):
        return "cost"
    if PATTERNS["worth_edge"].search(context.left):
        far = PATTERNS["worth_of"].search(context.left)
        noun = NOUN.fullmatch(far["noun"]) if far else None
        kind = head(context) or named(context) or (meaning(NOUNS, noun[0]) if noun else "value")
        # "school meals are worth £450 a year"
        return "value" if kind == "price" else kind
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
    return head(context) or _subject(context) or named(context) or passive(context) or nearest(left, right)


def _subject(context: Context) -> str:
    """Read the noun that heads the subject: "Proceeds from the sale of homes came to £3m"."""
    match = PATTERNS["subject"].search(context.left)
    nouns = list(NOUN.finditer(match["noun"])) if match else []
    return meaning(NOUNS, nouns[-1][0]) if match and nouns and match["noun"].endswith(nouns[-1][0]) else ""
