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
NOUN = re.compile(rf"(?<![\w-]){alternation(NOUNS)}(?![\w-])", re.IGNORECASE)
VERB = re.compile(rf"(?<![\w-]){alternation(VERBS)}(?![\w-]|[’']t)", re.IGNORECASE)
TIMED = frozenset({"year", "month", "week", "day", "hour"})
COURT = re.compile(rf"\b{alternation(WORDS['court_words'])}\b", re.IGNORECASE)


def kinds(contexts: Sequence[Context]) -> list[str]:
    """Read the kind of every amount; one without words of its own in a list takes its neighbour's."""
    found: list[str] = []
    for at, context in enumerate(contexts):
        kind = _own(context)
        if not kind and context.previous and PATTERNS["listed"].search(_gap(context)):
            kind = found[at - 1]
        if not kind:
            kind = _nearest(context.before, context.after, reach=200)
        found.append(_settled(kind or "other", context))
    return found


def _gap(context: Context) -> str:
    assert context.previous is not None
    return context.text[context.previous.end : context.amount.start]


def _own(context: Context) -> str:
    if context.amount.negative:
        return "deficit"
    return _head(context) or _named(context) or _nearest(context.left, context.right)


def _head(context: Context) -> str:
    """Read the noun that an amount describes: "£26m budget hole", "£3m of cuts", "£5m in the red"."""
    match = PATTERNS["head"].match(context.right)
    if match is None:
        return ""
    if match["phrase"]:
        return _meaning(NOUNS, match["phrase"])
    words = match["compound"] or match["of"] or ""
    nouns = list(NOUN.finditer(words))
    return _meaning(NOUNS, nouns[-1][0]) if nouns else ""


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
        for match in pattern.finditer(left):
            yield weight * (len(left) - match.end()), _meaning(table, match[0])
        for match in pattern.finditer(right):
            yield weight * match.start() * 1.2 + 4, _meaning(table, match[0])


def _settled(kind: str, context: Context) -> str:
    """Mend what one word cannot know: pay by the week, awards of a court."""
    clause = context.clause
    if kind == "spend" and context.amount.per in TIMED and PATTERNS["paid"].search(context.left):
        return "pay"
    if kind in ("grant", "funding", "spend", "other") and COURT.search(context.text[context.start : context.end]):
        return "compensation" if PATTERNS["awarded"].search(clause) else kind
    return kind


def _meaning(table: Mapping[str, str], word: str) -> str:
    return table[" ".join(word.lower().replace("’", "'").split())]
