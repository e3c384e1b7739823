"""What sort of money it is, from the words beside it: compound heads, nouns before, verbs near."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.extractors.money.clause import Context
from pipeline.patterns import alternation, compile_patterns, vocabulary

WORDS = vocabulary("money")
PATTERNS = compile_patterns("money", file="kinds")
NOUNS: dict[str, str] = {word: kind for kind, words in WORDS["nouns"].items() for word in words}
VERBS: dict[str, str] = {word: kind for kind, words in WORDS["verbs"].items() for word in words}
THINGS: dict[str, str] = {word: kind for kind, words in WORDS["things"].items() for word in words}
THING = re.compile(rf"(?<![\w-]){alternation(THINGS)}(?![\w-])", re.IGNORECASE)
NOUN = re.compile(rf"(?<![\w-]){alternation(NOUNS)}(?![\w-])", re.IGNORECASE)
VERB = re.compile(rf"(?<![\w-]){alternation(VERBS)}(?![\w-]|[’']t)", re.IGNORECASE)
SIGN = re.compile(r"[£€$]\s?\d|\d\s?p\b")
TIMED = frozenset({"year", "month", "week", "day", "hour"})
COURT = re.compile(rf"\b{alternation(WORDS['court_words'])}\b", re.IGNORECASE)


def kinds(contexts: Sequence[Context]) -> list[str]:
    """Read the kind of every amount; one without words of its own in a list takes its neighbour's."""
    found: list[str] = []
    for at, context in enumerate(contexts):
        kind = ""
        if at and (_follows(context) or _shares(context)):
            kind = _head(context) or _named(context) or found[at - 1]
        if context.label:
            kind = _nearest(_heading(context), "")
        kind = kind or _own(context)
        if not kind and context.previous and PATTERNS["listed"].search(_gap(context)):
            kind = found[at - 1]
        if not kind and PATTERNS["onto"].match(context.right):
            kind = "spend"
        if not kind and at and _adds(context, contexts[at - 1]):
            kind = found[at - 1]
        if not kind:
            kind = _nearest(context.before, context.after, reach=120)
        found.append(_settled(kind or "other", context))
    return found


def _follows(context: Context) -> bool:
    """Say whether an amount tells the one before another way: "£57 an hour, about £93k a year", "£5 more"."""
    if not context.previous:
        return False
    gap = _gap(context)
    former = context.text[max(context.start, context.previous.start - 30) : context.previous.start]
    changed = PATTERNS["to_gap"].match(gap) and PATTERNS["from_edge"].search(former)
    return bool(changed or PATTERNS["equivalent"].match(gap) or PATTERNS["more"].match(context.right))


def _shares(context: Context) -> bool:
    """Say whether an amount is a share of the one that opens its sentence: "Of the £9m of cuts, £2m is made"."""
    first = context.siblings[0]
    return first is not context.amount and bool(PATTERNS["of_the"].match(context.text[context.start : first.start]))


def _adds(context: Context, previous: Context) -> bool:
    """Say whether an amount goes on from a sentence just before: "a further £3m", "So far £2m"."""
    if context.amount.start - previous.amount.end > 400:
        return False
    return bool(PATTERNS["additive"].search(context.left) or PATTERNS["anaphor"].match(context.before))


def _heading(context: Context) -> str:
    """Give the line over a list of labelled sums: "The other awards are:"."""
    for line in reversed(context.text[max(0, context.start - 800) : context.start].split("\n")):
        if line.rstrip().endswith(":"):
            return line
        if line.strip() and not SIGN.search(line):
            return ""
    return ""


def _gap(context: Context) -> str:
    assert context.previous is not None
    return context.text[context.previous.end : context.amount.start]


def _own(context: Context) -> str:
    if context.amount.negative:
        return "deficit"
    amount = context.amount
    if PATTERNS["on_pay"].search(context.left) or (amount.per in TIMED and PATTERNS["on_rate"].search(context.left)):
        return "pay"
    if PATTERNS["loses"].search(context.left):
        return "deficit"
    clause = PATTERNS["subclause"].search(context.right)
    right = context.right[: clause.start()] if clause else context.right
    left = PATTERNS["of_which"].split(context.left)[-1]
    return _head(context) or _named(context) or _passive(context) or _nearest(left, right)


def _passive(context: Context) -> str:
    """Read the verb of which an amount is the subject: "£3m was cut", "£2m will be spent"."""
    match = PATTERNS["passive"].match(context.right)
    verb = VERB.match(match["verb"]) if match else None
    return _meaning(VERBS, verb[0]) if verb else ""


def _head(context: Context) -> str:
    """Read the noun that an amount describes: "£26m budget hole", "£3m of cuts", "£5m in the red"."""
    match = PATTERNS["head"].match(context.right)
    if match is None:
        return ""
    if match["phrase"]:
        return _meaning(WORDS["phrases"], match["phrase"])
    words = match["compound"] or match["of"] or ""
    if nouns := list(NOUN.finditer(words)):
        return _meaning(NOUNS, nouns[-1][0])
    things = list(THING.finditer(match["compound"] or ""))
    kind = _meaning(THINGS, things[-1][0]) if things else ""
    return "" if kind == "pay" and context.amount.per not in TIMED else kind


def _named(context: Context) -> str:
    """Read the noun that an amount gives the size of: "an overspend of £3m", "a grant totalling £3m"."""
    match = PATTERNS["named"].search(context.left[-120:])
    if match is None:
        return ""
    nouns = list(NOUN.finditer(match["phrase"]))
    return _meaning(NOUNS, nouns[-1][0]) if nouns and match["phrase"].endswith(nouns[-1][0]) else ""


def _nearest(left: str, right: str, reach: int = 90) -> str:
    """Read the nearest word that says what money it is; before the amount counts more than after."""
    best, kind = float(reach), ""
    for distance, found in _cues(left[-reach:], right[:reach]):
        if distance < best:
            best, kind = distance, found
    return kind


def _cues(left: str, right: str) -> Iterator[tuple[float, str]]:
    for table, pattern, weight in ((VERBS, VERB, 0.9), (NOUNS, NOUN, 1.0)):
        moved = table is VERBS and PATTERNS["moved"].search(left)
        for match in pattern.finditer(left):
            if moved and _meaning(table, match[0]) in ("cut", "income"):
                continue
            if table is VERBS and NOUN.fullmatch(match[0]) and PATTERNS["determiner"].search(left, 0, match.start()):
                continue
            yield weight * (len(left) - match.end()), _meaning(table, match[0])
        for match in pattern.finditer(right):
            yield weight * match.start() * 1.2 + 4, _meaning(table, match[0])


def _settled(kind: str, context: Context) -> str:
    """Mend what one word cannot know: pay by the week, awards of a court."""
    clause = context.clause
    if kind == "spend" and context.amount.per in TIMED and (match := PATTERNS["paid"].search(context.left)):
        return {"paid": "pay", "pay": "price", "paying": "price"}.get(match["verb"].lower(), "spend")
    if kind in ("spend", "other") and PATTERNS["be_paid"].search(context.left):
        kind = "pay"
    paragraph = context.text.rfind("\n", 0, context.start) + 1
    if kind in ("grant", "funding", "spend", "pay", "other") and COURT.search(
        context.text[max(paragraph, context.start - 300) : context.end]
    ):
        return "compensation" if PATTERNS["awarded"].search(clause) else kind
    if kind == "other" and context.amount.per == "hour":
        return "pay"
    return kind


def _meaning(table: Mapping[str, str], word: str) -> str:
    return table[" ".join(word.lower().replace("’", "'").split())]
