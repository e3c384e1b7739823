"""Turns of phrase that say what sort of money it is without its noun."""

from __future__ import annotations

from pipeline.extractors.money.carried import gap_after
from pipeline.extractors.money.clause import Context
from pipeline.extractors.money.cues import NOUN, NOUNS, PATTERNS, VERB, VERBS, WORDS, head, meaning, named
from pipeline.extractors.money.settled import CHEAP, COURT, SALARY, near_words
from pipeline.patterns import compile_patterns

TURNS = compile_patterns("money", file="turns")
SOURCES: dict[str, str] = {word.lower(): kind for word, kind in WORDS["sources"].items()}


def turned(context: Context) -> str:
    """Read a turn of phrase that says the kind without its noun: "£4m more than planned" is an overspend."""
    window = f"{context.left[-160:]}£{context.right[:140]}"
    for pattern in TURNS.possible(window):
        if pattern.expression.search(window):
            return pattern.rule.partition("-")[0]
    if PATTERNS["over_plan"].match(context.right):
        return "" if PATTERNS["comes_in"].search(context.left) else "overspend"
    if PATTERNS["amends"].match(context.right):
        return "compensation"
    if context.following and PATTERNS["over_sum"].match(gap_after(context)):
        rest = context.text[context.following.end : context.end]
        return "overspend" if PATTERNS["planned_sum"].match(rest) else ""
    if PATTERNS["told_to_pay"].search(context.before[-120:]) and COURT.search(near_words(context)):
        return "compensation"
    if PATTERNS["left_over"].search(context.left) and PATTERNS["reserves"].search(context.clause):
        return "reserve"
    if PATTERNS["taken_out"].search(context.left) and PATTERNS["out_of"].match(context.right):
        return "reserve" if PATTERNS["from_reserves"].match(context.right) else "cut"
    if source := PATTERNS["sourced"].match(context.right):
        kind = meaning(SOURCES, source["source"])
        # "a loan of £14m by the Government"
        return kind if kind != "funding" or not named(context) else ""
    if PATTERNS["pays_post"].search(context.left):
        return "pay"
    if PATTERNS["more_for"].match(context.right) and context.amount.point >= 5 * CHEAP and not _paid(context):
        return "funding"
    if PATTERNS["has_it"].search(context.left) and PATTERNS["to_use"].match(context.right):
        return "budget"
    if PATTERNS["to_hand"].match(context.right):
        return "budget"
    if PATTERNS["bid_for"].search(context.left) and not head(context):
        return "funding"
    if PATTERNS["demand_for"].search(context.left):
        return "debt"
    if PATTERNS["bidder_at"].search(context.left):
        return "price"
    if PATTERNS["rent_from"].search(context.left) and context.amount.point > 5 * CHEAP:
        return "income"
    if PATTERNS["rise_of"].search(context.left) and (match := PATTERNS["rise_on"].match(context.right)):
        nouns = list(NOUN.finditer(match["on"]))
        return meaning(NOUNS, nouns[-1][0]) if nouns else ""
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
    if context.amount.point < SALARY[0] and PATTERNS["band"].search(f"{context.left[-90:]} {context.right[:60]}"):
        return "tax"
    if PATTERNS["adds"].search(context.left) and PATTERNS["onto_costs"].match(context.after):
        return "pressure"
    if PATTERNS["into_reserves"].search(context.left) or PATTERNS["from_reserves"].match(context.right):
        return "reserve"
    return "cut" if PATTERNS["falls_by"].search(context.left) else ""


def _paid(context: Context) -> bool:
    return any(meaning(VERBS, verb[0]) in ("spend", "price", "cost") for verb in VERB.finditer(context.left[-30:]))
