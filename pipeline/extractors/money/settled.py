"""What one word cannot know of a sum: its size, its unit and the sentences near it mend the kind."""

from __future__ import annotations

import re

from pipeline.extractors.money.carried import heading
from pipeline.extractors.money.clause import Context
from pipeline.extractors.money.cues import NOUN, NOUNS, PATTERNS, THING, TIMED, WORDS, meaning
from pipeline.patterns import alternation

# Below and above these nobody is on such a salary.
CHEAP = 2_000
SALARY = (8_000, 500_000)
# Up to how much an ombudsman recommends, and how far above the finding may stand.
REMEDY, FAR = 25_000, 1500
OMBUDSMAN = re.compile(r"\bombudsman\b", re.IGNORECASE)
SALE = re.compile(rf"\b{alternation(WORDS['sale_words'])}\b", re.IGNORECASE)
FUNDED = re.compile(rf"\b{alternation(WORDS['gift_words'])}\b", re.IGNORECASE)
SOLD = re.compile(r"\b(?:sold|sells?|sale|selling|asking|house|homes?|flats?|property)\b", re.IGNORECASE)
COURT = re.compile(rf"\b{alternation(WORDS['court_words'])}\b", re.IGNORECASE)


def near_words(context: Context) -> str:
    """Give the words round a sum, its sentence's neighbours too, and the line over a list."""
    over = heading(context) if context.label else ""
    return over + context.text[max(0, context.start - 300) : context.end + 200]


def settled(kind: str, context: Context) -> str:
    """Mend what one word cannot know: pay by the week, awards of a court."""
    clause, sentence = context.clause, context.text[context.start : context.end]
    if kind in ("funding", "spend", "other", "grant") and (match := PATTERNS["apposed"].match(context.after)):
        noun = NOUN.match(match["noun"])
        kind = meaning(NOUNS, noun[0]) if noun else kind
    if kind in ("spend", "funding", "other") and PATTERNS["must_pay"].search(context.left):
        near = context.text[max(0, context.start - 200) : context.end + 150]
        if PATTERNS["prosecuted"].search(near) and not OMBUDSMAN.search(near):
            return "fine"
    if kind in ("spend", "funding") and context.amount.point < SALARY[0] and PATTERNS["to_staff"].search(clause):
        return "pay"
    if (
        kind in ("funding", "grant")
        and PATTERNS["for_work"].match(context.right)
        and PATTERNS["firm"].search(context.left)
    ):
        return "spend"
    if kind in ("spend", "budget") and PATTERNS["state_finds"].search(context.left):
        return "funding"
    if kind == "price" and context.amount.point > 1_000 * CHEAP and PATTERNS["copula"].search(context.left):
        # the price of a bypass is what it costs
        return "price" if SALE.search(sentence) or SOLD.search(sentence) else "cost"
    if (
        kind in ("spend", "saving", "other", "cut", "funding")
        and context.amount.point < 5 * CHEAP
        and PATTERNS["customer_pays"].search(context.left)
    ):
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
        said = {"paid": "pay", "pay": "price", "paying": "price"}.get(match["verb"].lower(), "spend")
        if said == "pay" and context.amount.per == "week" and context.amount.point > 2 * CHEAP:
            # nobody's wage: a place in a home
            return "cost"
        return "pay" if said == "spend" and context.amount.per == "hour" else said
    if kind in ("spend", "other") and PATTERNS["be_paid"].search(context.left):
        kind = "pay" if context.amount.point < SALARY[1] or context.amount.per else "spend"
    near = near_words(context)
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
        and OMBUDSMAN.search(context.text[max(0, context.start - FAR) : context.end + 150])
        and PATTERNS["awarded"].search(context.clause)
        and not PATTERNS["spent"].search(context.left)
    ):
        return "compensation"
    if kind in ("grant", "funding") and SALE.search(sentence) and not FUNDED.search(sentence):
        return "price"
    if kind == "other" and context.amount.point < CHEAP // 10 and PATTERNS["for_things"].match(context.right):
        return "price"
    contributes = PATTERNS["contributes"].search(context.left)
    if (
        kind == "funding"
        and not contributes
        and not NOUN.search(context.right[:40])
        and PATTERNS["grants"].search(near)
        and not PATTERNS["private_giver"].search(clause)
    ):
        return "grant"
    worker = context.amount.per in ("hour", "day") and PATTERNS["worker"].search(clause)
    if kind in ("spend", "other", "value", "cost", "price", "funding") and worker:
        return "pay"
    if kind == "cost" and PATTERNS["comes_of"].search(context.left) and PATTERNS["grants"].search(near):
        return "funding"
    if kind == "pay" and PATTERNS["takes_home"].search(context.left) and PATTERNS["grants"].search(near):
        return "grant"
    if kind == "cost" and context.amount.point < CHEAP and PATTERNS["ticketed"].search(context.left):
        return "price"
    if kind == "saving" and context.amount.point < CHEAP // 4:
        return "price"
    if kind == "saving" and context.amount.per in TIMED - {"year"} and context.amount.point < 5 * CHEAP:
        # what a family has to find each week
        return "cost"
    if kind == "funding" and PATTERNS["pays_back"].search(context.left) and PATTERNS["prosecuted"].search(near):
        return "compensation"
    if kind == "other" and PATTERNS["for_it"].match(context.right):
        return "spend"
    if kind == "other" and (match := PATTERNS["head"].match(context.right)) and THING.search(match["of"] or ""):
        return "cost"
    if kind == "other" and (match := PATTERNS["head"].match(context.right)) and match["compound"]:
        # "£2m toilets": what it buys, by its price tag
        return "cost"
    if (
        kind in ("other", "cost")
        and context.amount.point < SALARY[0] // 16
        and PATTERNS["goes_up"].search(context.left)
    ):
        return "price"
    if kind == "other" and (context.amount.per or PATTERNS["copula"].search(context.left)):
        # what something comes to by the week, or simply "was"
        return "pay" if context.amount.per == "hour" else "cost"
    return kind
