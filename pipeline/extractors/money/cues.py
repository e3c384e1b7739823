"""The words that say what sort of money it is: what a sum describes, what gives its size, what stands nearest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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
# Verbs that say of a sum "from £3m to £2m" how it changes, not what it is.
MOVING = frozenset({"cut", "income", "saving", "spend"})
# Verbs that say what a sum is, whatever it is paid in.
GOVERNING = frozenset({"saving", "cut", "debt", "income"})
OF = re.compile(r"\s+(?:worth\s+)?of\b")
LINKING = PATTERNS["linking"]
TIMED = frozenset({"year", "month", "week", "day", "hour"})
# "special needs", "raised eyebrows": no word of an idiom says what a sum is.
IDIOM = re.compile(rf"(?<![\w-]){alternation(WORDS['idioms'])}(?![\w-])", re.IGNORECASE)
# What parts a word from a sum: another clause begins.
APART = re.compile(r",\s|\b(?:which|who|while|but|whose|although|though|because|after|despite)\b")
FURTHER = 15
MEASURES = frozenset(WORDS["measures"])


def labelled(label: str) -> str:
    """Give the kind that a label names itself, "Redundancies: £3m"; what a sum buys names none."""
    nouns = list(NOUN.finditer(label))
    kind = meaning(NOUNS, nouns[-1][0]) if nouns and label.endswith(nouns[-1][0]) else ""
    return "" if kind in ("cost", "spend", "price", "funding", "value") else kind


def passive(context: Context) -> str:
    """Read the verb of which an amount is the subject: "£3m was cut", "£2m will be spent"."""
    match = PATTERNS["passive"].match(context.right)
    verb = VERB.match(match["verb"]) if match else None
    return meaning(VERBS, verb[0]) if verb else ""


def head(context: Context) -> str:
    """Read the noun that an amount describes: "£26m budget hole", "£3m of cuts", "£5m in the red"."""
    match = PATTERNS["head"].match(context.right)
    if match is None:
        return ""
    if match["phrase"]:
        return meaning(WORDS["phrases"], match["phrase"])
    words = match["compound"] or match["of"] or ""
    if nouns := list(NOUN.finditer(words)):
        kind = meaning(NOUNS, nouns[-1][0])
        if match["of"] and (governing := _governs(context)):
            return governing
        # "a deficit of £3m in its schools grant"
        if match["of"] and not OF.match(context.right) and (size := named(context)):
            return size
        # "took £4m in charges", "spend £2m of the surplus"
        if match["of"] and kind in ("price", "tax") and PATTERNS["takes_in"].search(context.left):
            return "income"
        return "spend" if match["of"] and kind == "underspend" and PATTERNS["to_spend"].search(context.left) else kind
    # "£3m of council homes", but not "£3m in housing benefit"
    bought = match["compound"] or (match["of"] if OF.match(context.right) else "")
    things = list(THING.finditer(bought or ""))
    kind = meaning(THINGS, things[-1][0]) if things else ""
    return "" if kind == "pay" and context.amount.per not in TIMED else kind


def _governs(context: Context) -> str:
    """Read the verb right before a sum, where what follows only says on what: "saves £3m in salaries"."""
    if not PATTERNS["in_it"].match(context.right):
        return ""
    verb = next((v for v in VERB.finditer(context.left[-24:]) if v.end() >= len(context.left[-24:]) - 3), None)
    kind = meaning(VERBS, verb[0]) if verb else ""
    return kind if kind in GOVERNING else ""


def named(context: Context) -> str:
    """Read the noun that an amount gives the size of: "an overspend of £3m", "a grant totalling £3m"."""
    left, kind, at, until = context.left[-120:], "", 0, 0
    while match := PATTERNS["named"].search(left, at):
        phrase = LINKING.sub("", match["phrase"])
        nouns = list(NOUN.finditer(phrase))
        # "will fund a budget of £9m": the noun that stands nearest; "legal fees of £9m": the whole of it
        if nouns and phrase.endswith(nouns[-1][0]):
            first = match.start("phrase") + nouns[-1].start()
            if first >= until:
                kind, until = meaning(NOUNS, nouns[-1][0]), match.start("phrase") + nouns[-1].end()
        at = match.start() + 1
    if not kind:
        return ""
    # "cut the grant by £3m": what is taken off it
    return "cut" if PATTERNS["cut_by"].search(context.left) else kind


def nearest(left: str, right: str, reach: int = 90) -> str:
    """Read the nearest word that says what money it is; before the amount counts more than after."""
    best, kind = float(reach), ""
    left, right = (IDIOM.sub(_blank, words) for words in (left[-reach:], right[:reach]))
    for distance, found in _cues(left, right):
        if distance < best:
            best, kind = distance, found
    return kind


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match[0])


def _cues(left: str, right: str) -> Iterator[tuple[float, str]]:
    changed = PATTERNS["moved"].search(left)
    nouns = [match.span() for match in NOUN.finditer(left) if " " in match[0]]
    if changed and (things := list(THING.finditer(left))):
        # "the programme is cut from £3m": what changes
        yield len(left) - things[-1].end() + 30.0, meaning(THINGS, things[-1][0])
    for table, pattern, weight in ((VERBS, VERB, 0.9), (NOUNS, NOUN, 1.0)):
        moved = table is VERBS and changed
        for match in pattern.finditer(left):
            if table is VERBS and any(start <= match.start() < end for start, end in nouns):
                continue  # "a Band D charge": no verb
            if table is VERBS and meaning(table, match[0]) == "deficit" and left.endswith(" for ", 0, match.start()):
                continue  # "for lost schooling"
            if changed and VERB.fullmatch(match[0]) and meaning(table, match[0]) in MOVING:
                continue
            if moved and meaning(table, match[0]) in MOVING:
                continue
            if table is VERBS and NOUN.fullmatch(match[0]) and PATTERNS["determiner"].search(left, 0, match.start()):
                continue
            # "the pressures amount to £3m": the noun tells, the verb only where there is none
            measure = 60 if table is VERBS and match[0].lower().replace("\n", " ") in MEASURES else 0
            apart = FURTHER * min(2, len(APART.findall(left, match.end())))
            yield weight * (len(left) - match.end()) + measure + apart, meaning(table, match[0])
        for match in pattern.finditer(right):
            if table is VERBS and meaning(table, match[0]) == "deficit":
                continue  # "£300 for lost schooling"
            apart = FURTHER * min(2, len(APART.findall(right, 0, match.start())))
            yield weight * match.start() * 1.2 + 4 + apart, meaning(table, match[0])


def meaning(table: Mapping[str, str], word: str) -> str:
    """Give the kind that a word of a table names."""
    return table[" ".join(word.lower().replace("’", "'").split())]
