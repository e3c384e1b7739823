"""What sort of money it is: by its own words, by the list it stands in, by the sum last spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extractors.money.clause import Context
from pipeline.extractors.money.cues import (
    NOUN,
    NOUNS,
    PATTERNS,
    THING,
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
from pipeline.extractors.money.lexicon import lexicon

SOURCES: dict[str, str] = {word.lower(): kind for word, kind in WORDS["sources"].items()}
# How far back a sum may be spoken of without its noun.
CARRIED = 360
# How far up the line over a list may stand, and how long a line of the list may be.
HEADED, ITEM = 1200, 90
# Below and above these nobody is on such a salary.
CHEAP = 2_000
SALARY = (8_000, 500_000)
SIGN = re.compile(r"[£€$]\s?\d|\d\s?p\b")
LAST_SENTENCE = re.compile(r"(?<=[.!?])[”\"’]?\s|\n")
FOR = re.compile(
    r"(?:\s+(?:a|an|per|each)\s+\w+)?\s+for\s+(?:the|a|an|his|her|each|one|two|beds?|places?|rooms?|care)\b"
)
FROM = re.compile(r"\s+(?:(?:is|was|will|would|came|come|comes|coming)\s+){0,3}from\b")
NAMED_SOURCE = re.compile(
    FROM.pattern + r"\s+(?:the\s+)?(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)[A-Z]"
)
POTS = frozenset({"budget", "reserve", "deficit", "overspend", "debt"})
# Up to how much an ombudsman recommends, and how far above the finding may stand.
REMEDY, FAR = 25_000, 1500
OMBUDSMAN = re.compile(r"\bombudsman\b", re.IGNORECASE)
SALE = re.compile(rf"\b{lexicon(WORDS['sale_words'])}\b", re.IGNORECASE)
FUNDED = re.compile(rf"\b{lexicon(WORDS['gift_words'])}\b", re.IGNORECASE)
COURT = re.compile(rf"\b{lexicon(WORDS['court_words'])}\b", re.IGNORECASE)


def kinds(contexts: Sequence[Context]) -> list[str]:
    """Read the kind of every amount; one without words of its own in a list takes its neighbour's."""
    found: list[str] = []
    for at, context in enumerate(contexts):
        kind = ""
        if at and (_follows(context) or _shares(context)):
            kind = head(context) or named(context) or found[at - 1]
        if context.label:
            heading = _heading(context)
            nouns = list(NOUN.finditer(heading))
            # a label may say it itself: "Redundancies: £3m"
            kind = labelled(context.label) or (
                meaning(NOUNS, nouns[-1][0]) if nouns else nearest(heading, "", reach=200)
            )
        if not kind and at and _parallel(context) and found[at - 1] != "other":
            kind = found[at - 1]
        kind = kind or _own(context)
        if not kind and context.previous and PATTERNS["listed"].search(_gap(context)):
            kind = found[at - 1]
        if not kind and PATTERNS["onto"].match(context.right):
            kind = "spend"
        if not kind and at and _adds(context, contexts[at - 1]):
            kind = found[at - 1]
        if PATTERNS["by_change"].match(context.before) and at:
            kind = found[at - 1] if _near(context, contexts[at - 1]) else kind
        if (
            not kind
            and context.previous is None
            and not NOUN.search(context.before)
            and PATTERNS["compares"].match(context.before)
        ):
            kind = _told(context, contexts[at - 1] if at else None, found[at - 1] if at else "")
        if not kind:
            kind = nearest(context.before, context.after, reach=120)
        if not kind and (nouns := list(NOUN.finditer(context.before))):
            kind = meaning(NOUNS, nouns[-1][0])
        if not kind:
            kind = _told(context, contexts[at - 1] if at else None, found[at - 1] if at else "")
        if kind == "funding" and at and found[at - 1] == "tax" and _near(context, contexts[at - 1]):
            share = PATTERNS["share_of_tax"]
            kind = "tax" if share.search(context.left) or share.match(context.right) else kind
        found.append(_settled(kind or "other", context))
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


def _near_words(context: Context) -> str:
    heading = _heading(context) if context.label else ""
    return heading + context.text[max(0, context.start - 300) : context.end + 200]


def _near(context: Context, previous: Context) -> bool:
    return context.amount.start - previous.amount.end < CARRIED


def _told(context: Context, previous: Context | None, kind: str) -> str:
    """Give the kind of the sum last spoken of, where it is near; else what the sentence before speaks of."""
    if (
        previous
        and kind != "other"
        and previous.amount.per == context.amount.per
        and context.amount.start - previous.amount.end < CARRIED
    ):
        return kind
    before = context.text[max(0, context.start - CARRIED // 2) : context.start].strip()
    noun = NOUN.search(LAST_SENTENCE.split(before)[-1])
    told = meaning(NOUNS, noun[0]) if noun else ""
    # by the week it is what something costs, whatever pot was spoken of
    return "cost" if told in POTS and context.amount.per in TIMED else told


def _follows(context: Context) -> bool:
    """Say whether an amount tells the one before another way: "£57 an hour, about £93k a year", "£5 more"."""
    if not context.previous:
        return False
    gap = _gap(context)
    former = context.text[max(context.start, context.previous.start - 30) : context.previous.start]
    changed = PATTERNS["to_gap"].match(gap) and PATTERNS["from_edge"].search(former)
    again = context.amount.per not in ("", context.previous.per) and PATTERNS["or_by"].match(gap)
    return bool(changed or again or PATTERNS["equivalent"].match(gap) or PATTERNS["more"].match(context.right))


def _shares(context: Context) -> bool:
    """Say whether an amount is a share of the one that opens its sentence: "Of the £9m of cuts, £2m is made"."""
    first = context.siblings[0]
    return first is not context.amount and bool(PATTERNS["of_the"].match(context.text[context.start : first.start]))


def _adds(context: Context, previous: Context) -> bool:
    """Say whether an amount goes on from a sentence just before: "a further £3m", "So far £2m"."""
    if context.amount.start - previous.amount.end > 400:
        return False
    return bool(PATTERNS["additive"].search(context.left) or PATTERNS["anaphor"].match(context.before))


def _parallel(context: Context) -> bool:
    """Say whether a sum stands in a list as the one before it does: "£1m to libraries, £2m to the museums budget"."""
    if not context.previous:
        return False
    here, there = PATTERNS["preposition"].match(context.right), PATTERNS["preposition"].match(_gap(context))
    alike = here and there and here["word"].lower() == there["word"].lower()
    return bool(alike and PATTERNS["list_gap"].match(_gap(context)) and not VERB.search(_gap(context)[-30:]))


def _heading(context: Context) -> str:
    """Give what stands over a list of sums: the nearest line that is none of its items."""
    lines = context.text[max(0, context.start - HEADED) : context.start].split("\n")
    return next((line for line in reversed(lines) if line.strip() and not (SIGN.search(line) and len(line) < ITEM)), "")


def _gap(context: Context) -> str:
    assert context.previous is not None
    return context.text[context.previous.end : context.amount.start]


def _gap_after(context: Context) -> str:
    assert context.following is not None
    return context.text[context.amount.end : context.following.start]


def _own(context: Context) -> str:
    if context.amount.negative:
        return "deficit"
    if kind := _turned(context):
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
        and not PATTERNS["grants"].search(_near_words(context))
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


def _turned(context: Context) -> str:
    """Read a turn of phrase that says the kind without its noun: "£4m more than planned" is an overspend."""
    if PATTERNS["over_plan"].match(context.right):
        return "overspend"
    if PATTERNS["amends"].match(context.right):
        return "compensation"
    if context.following and PATTERNS["over_sum"].match(_gap_after(context)):
        rest = context.text[context.following.end : context.end]
        return "overspend" if PATTERNS["planned_sum"].match(rest) else ""
    if PATTERNS["told_to_pay"].search(context.before[-120:]) and COURT.search(_near_words(context)):
        return "compensation"
    if PATTERNS["left_over"].search(context.left) and PATTERNS["reserves"].search(context.clause):
        return "reserve"
    if PATTERNS["taken_out"].search(context.left) and PATTERNS["out_of"].match(context.right):
        return "reserve" if PATTERNS["from_reserves"].match(context.right) else "cut"
    if source := PATTERNS["sourced"].match(context.right):
        return meaning(SOURCES, source["source"])
    if PATTERNS["pays_post"].search(context.left):
        return "pay"
    if PATTERNS["under_plan"].match(context.right):
        return "underspend"
    if PATTERNS["brings_in"].search(context.left) and not head(context):
        return "income"
    told = PATTERNS["told_of_it"].match(context.right)
    if told and (verb := VERB.match(told["verb"])):
        return meaning(VERBS, verb[0])
    if PATTERNS["bought_for"].search(context.left) or (
        PATTERNS["buyer"].search(context.left) and PATTERNS["for_it"].match(context.right)
    ):
        return "price"
    if PATTERNS["adds"].search(context.left) and PATTERNS["onto_costs"].match(context.right):
        return "pressure"
    if PATTERNS["into_reserves"].search(context.left) or PATTERNS["from_reserves"].match(context.right):
        return "reserve"
    if context.amount.point < SALARY[0] and PATTERNS["band"].search(f"{context.left[-90:]} {context.right[:60]}"):
        return "tax"
    return "cut" if PATTERNS["falls_by"].search(context.left) else ""


def _settled(kind: str, context: Context) -> str:
    """Mend what one word cannot know: pay by the week, awards of a court."""
    clause = context.clause
    if kind == "spend" and context.amount.point < 5 * CHEAP and PATTERNS["customer_pays"].search(context.left):
        return "tax" if PATTERNS["taxed"].search(clause) else "price"
    if (
        kind in ("budget", "cost", "spend", "other", "loan", "price")
        and context.amount.point < CHEAP
        and PATTERNS["on_bills"].search(clause)
    ):
        return "tax"
    if kind == "spend" and context.amount.per == "mile":
        return "pay"
    if kind == "cost" and context.amount.per == "item" and context.amount.point < CHEAP:
        return "price"
    if kind == "spend" and context.amount.per in TIMED and (match := PATTERNS["paid"].search(context.left)):
        return {"paid": "pay", "pay": "price", "paying": "price"}.get(match["verb"].lower(), "spend")
    if kind in ("spend", "other") and PATTERNS["be_paid"].search(context.left):
        kind = "pay"
    near = _near_words(context)
    around = context.text[max(0, context.amount.start - 150) : context.amount.end + 100]
    if (
        kind in ("grant", "funding", "spend", "pay", "other")
        and COURT.search(near)
        and not PATTERNS["spent"].search(context.left)
    ):
        return "compensation" if PATTERNS["awarded"].search(around) else kind
    if (
        kind in ("funding", "grant", "spend", "pay", "other", "price", "deficit")
        and context.amount.point < REMEDY
        and OMBUDSMAN.search(context.text[max(0, context.start - FAR) : context.end])
        and PATTERNS["awarded"].search(context.clause)
        and not PATTERNS["spent"].search(context.left)
    ):
        return "compensation"
    if kind == "funding" and not NOUN.search(context.right[:40]) and PATTERNS["grants"].search(near):
        return "grant"
    worker = context.amount.per in ("hour", "day") and PATTERNS["worker"].search(clause)
    if kind in ("spend", "other", "value", "cost", "price") and worker:
        return "pay"
    if kind in ("grant", "funding") and SALE.search(clause) and not FUNDED.search(clause):
        return "price"
    if kind == "cost" and PATTERNS["comes_of"].search(context.left) and PATTERNS["grants"].search(near):
        return "funding"
    if kind == "pay" and PATTERNS["takes_home"].search(context.left) and PATTERNS["grants"].search(near):
        return "grant"
    if kind == "cost" and context.amount.point < CHEAP and PATTERNS["ticketed"].search(context.left):
        return "price"
    if kind == "saving" and context.amount.point < CHEAP // 4:
        return "price"
    if kind == "other" and PATTERNS["for_it"].match(context.right):
        return "spend"
    if kind == "other" and (match := PATTERNS["head"].match(context.right)) and THING.search(match["of"] or ""):
        return "cost"
    if kind == "other" and (match := PATTERNS["head"].match(context.right)) and match["compound"]:
        # "£2m toilets": what it buys, by its price tag
        return "cost"
    if kind == "other" and (context.amount.per or PATTERNS["copula"].search(context.left)):
        # what something comes to by the week, or simply "was"
        return "pay" if context.amount.per == "hour" else "cost"
    return kind
