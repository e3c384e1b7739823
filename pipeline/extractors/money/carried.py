"""The kind that a sum takes from another: in a list, told another way, or spoken of without its noun."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extractors.money.clause import Context
from pipeline.extractors.money.cues import NOUN, NOUNS, PATTERNS, TIMED, VERB, head, meaning

# How far back a sum may be spoken of without its noun.
CARRIED = 360
# How far up the line over a list may stand, and how long a line of the list may be.
HEADED, ITEM = 1200, 90
SIGN = re.compile(r"[£€$]\s?\d|\d\s?p\b")
LAST_SENTENCE = re.compile(r"(?<=[.!?])[”\"’]?\s|\n")
POTS = frozenset({"budget", "reserve", "deficit", "overspend", "debt"})


def near(context: Context, previous: Context) -> bool:
    """Say whether the sum before stands near enough to be spoken of."""
    return context.amount.start - previous.amount.end < CARRIED


def told(context: Context, previous: Context | None, kind: str) -> str:
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
    said = meaning(NOUNS, noun[0]) if noun else ""
    # by the week it is what something costs, whatever pot was spoken of
    return "cost" if said in POTS and context.amount.per in TIMED else said


def follows(context: Context) -> bool:
    """Say whether an amount tells the one before another way: "£57 an hour, about £93k a year", "£5 more"."""
    if not context.previous:
        return False
    gap = gap_before(context)
    former = context.text[max(context.start, context.previous.start - 30) : context.previous.start]
    changed = PATTERNS["to_gap"].match(gap) and PATTERNS["from_edge"].search(former)
    again = context.amount.per not in ("", context.previous.per) and PATTERNS["or_by"].match(gap)
    compared = PATTERNS["compared"].match(gap) or PATTERNS["goes_on"].match(gap)
    compared = compared or (PATTERNS["from_gap"].match(gap) and PATTERNS["to_edge"].search(former))
    return bool(
        changed or again or compared or PATTERNS["equivalent"].match(gap) or PATTERNS["more"].match(context.right)
    )


def part(context: Context) -> bool:
    """Say whether an amount is told as part of the one before: "£9m of reserves, of which £2m is free"."""
    return bool(context.previous and PATTERNS["part"].match(gap_before(context)))


def whole(context: Context) -> str:
    """Read the noun of which a sum is a part: "sold it for £2m to cut its debt, of which £1m is due"."""
    match = PATTERNS["part"].match(gap_before(context))
    phrase = match["whole"] if match else ""
    nouns = list(NOUN.finditer(phrase))
    return meaning(NOUNS, nouns[-1][0]) if nouns and phrase.endswith(nouns[-1][0]) else ""


def shares(context: Context) -> bool:
    """Say whether an amount is a share of the one that opens its sentence: "Of the £9m of cuts, £2m is made"."""
    first = context.siblings[0]
    return first is not context.amount and bool(PATTERNS["of_the"].match(context.text[context.start : first.start]))


def adds(context: Context, previous: Context) -> bool:
    """Say whether an amount goes on from a sentence just before: "a further £3m", "So far £2m"."""
    if context.amount.start - previous.amount.end > 400:
        return False
    return bool(PATTERNS["additive"].search(context.left) or PATTERNS["anaphor"].match(context.before))


def parallel(context: Context) -> bool:
    """Say whether a sum stands in a list as the one before it does: "£1m to libraries, £2m to the museums budget"."""
    if not context.previous:
        return False
    here, there = PATTERNS["preposition"].match(context.right), PATTERNS["preposition"].match(gap_before(context))
    alike = here and there and here["word"].lower() == there["word"].lower()
    return bool(
        alike and PATTERNS["list_gap"].match(gap_before(context)) and not VERB.search(gap_before(context)[-30:])
    )


def heading(context: Context) -> str:
    """Give what stands over a list of sums: the nearest line that is none of its items."""
    lines = context.text[max(0, context.start - HEADED) : context.start].split("\n")
    return next((line for line in reversed(lines) if line.strip() and not (SIGN.search(line) and len(line) < ITEM)), "")


def gap_before(context: Context) -> str:
    """Give the words between the sum before and this one."""
    assert context.previous is not None
    return context.text[context.previous.end : context.amount.start]


def gap_after(context: Context) -> str:
    """Give the words between this sum and the next."""
    assert context.following is not None
    return context.text[context.amount.end : context.following.start]


def gapped(context: Context) -> bool:
    """Say whether a sum goes on a list whose verb was said once: "the first costs £35, the second £70"."""
    if not context.previous:
        return False
    gap = gap_before(context)
    if PATTERNS["told_again"].match(gap):
        return True
    match = PATTERNS["gap_of_names"].match(gap)
    return bool(match and not _says(match["who"]) and not head(context))


def _says(words: str) -> bool:
    return bool(NOUN.search(words) or VERB.search(words) or PATTERNS["finite"].search(words))


def item(context: Context) -> bool:
    """Say whether a sum opens an item of a list, so that the words before it belong to the sum before."""
    return bool(context.previous and PATTERNS["item"].search(gap_before(context)))


def alike(context: Context) -> bool:
    """Say whether a sum and the one before it are followed by the same preposition: "£3m from …, £2m from …"."""
    if not context.previous:
        return False
    here, there = PATTERNS["from_too"].match(context.right), PATTERNS["from_too"].match(gap_before(context))
    return bool(here and there and here["word"].lower() == there["word"].lower())


def opened(context: Context, contexts: Sequence[Context], found: Sequence[str]) -> str:
    """Give the kind of the sum that opens the sentence, where this one is what it leaves."""
    if not context.previous or not PATTERNS["leaves"].search(context.left):
        return ""
    first = context.siblings[0]
    return next((kind for one, kind in zip(contexts, found, strict=False) if one.amount is first), "")
