"""What the clause around a date says: whether it looks back or forward, and what happens then."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from pipeline.patterns import alternation, vocabulary

LONGEST = 400  # characters of a sentence that are read on either side of a date
BOUNDARY_COST = 60  # a cue across a clause's boundary counts as this much further away
RIGHT_COST = 40
PAUSE_COST = 15
INFINITIVE = re.compile(r"\bto\s+[a-z]{2,}")
STATE = 60
FROM = re.compile(r"(?<![\w-])from\s+(?:the\s+)?$", re.IGNORECASE)
APPOSITION = re.compile(r",\s+until\s+(?:the\s+|last\s+)?$", re.IGNORECASE)  # "Cllr Lee, until May the leader, said"
PREPOSITION = re.compile(r"(?:before|after)\s+(?:the\s+)?$")  # the date's own, not a new clause


@cache
def tense_cues() -> re.Pattern[str]:
    """Give the expression of verb groups: its group `past` or `future` says which."""
    words = vocabulary("dates")["tense"]
    filler = rf"(?:\s+(?:{alternation(words['adverb'])}|\w+ly))*+"
    not_past = alternation([*words["not_past"], *words["reporting"]])
    attributive = "".join(rf"(?<!\b{word}\s)" for word in words["article"])  # "a focused visit" is no past tense
    return re.compile(
        rf"""(?:(?<![\w-])|(?=['’]ll\b))(?!(?-i:May)\b)(?:
        (?P<commitment> {alternation(words["commitment"])}\b (?:\s+\w+)? ) |
        (?P<past> {alternation(words["past_auxiliary"])}\b (?!\s+to\b) {filler}
                  (?:\s+(?!{not_past}\b)\w+ed\b(?!\s+to\b))? )
      | (?P<future> {alternation(words["future_auxiliary"])}\b {filler}(?:\s+(?:be|have|get|been|being)\b)?
                    {filler}(?:\s+(?!{not_past}\b)\w+)?
                  | (?:is|are|am|'s|'re|’s|’re)\s+(?:(?:now|also|currently)\s+)?\w{{2,}}ing\b
                  | {alternation(words["future_word"])}\b )
      | (?P<past_word> (?!{not_past}\b)(?:{attributive}(?-i:[a-z]\w*ed)|{alternation(words["past_word"])})\b ) )""",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def event_cues() -> tuple[re.Pattern[str], dict[str, str]]:
    """Give the expression of what can happen, and each word's event."""
    events = {word.lower(): event for event, words in vocabulary("dates")["event"].items() for word in words}
    return re.compile(rf"(?<![\w-]){alternation(events)}(?![\w-])", re.IGNORECASE), events


@lru_cache(maxsize=16)
def tenses(sentence: str) -> tuple[re.Match[str], ...]:
    """Find a sentence's verb groups once for all its dates."""
    return tuple(tense_cues().finditer(sentence))


@lru_cache(maxsize=16)
def happenings(sentence: str) -> tuple[re.Match[str], ...]:
    """Find what happens in a sentence once for all its dates."""
    return tuple(event_cues()[0].finditer(sentence))


@cache
def boundaries() -> re.Pattern[str]:
    """Give the expression of what parts one clause from the next."""
    return re.compile(rf"[;:–—]|(?<!\w){alternation(vocabulary('dates')['tense']['boundary'])}(?!\w)", re.IGNORECASE)


def nearest(cues: Iterable[re.Match[str]], sentence: str, start: int, end: int) -> re.Match[str] | None:
    """Give the cue nearest to a date; those of its own clause, and then those before it, are preferred."""
    best: tuple[int, re.Match[str]] | None = None
    for cue in cues:
        if cue.end() <= start:
            gap, cost = PREPOSITION.sub("", sentence[cue.end() : start]), 0
        elif cue.start() >= end:
            gap, cost = sentence[end : cue.start()], RIGHT_COST
        else:
            continue
        cost += len(gap) + BOUNDARY_COST * len(boundaries().findall(gap)) + PAUSE_COST * gap.count(",")
        if best is None or cost < best[0]:
            best = cost, cue
    return best[1] if best else None


def tense(sentence: str, start: int, end: int, preposition: str = "", *, day: bool = False) -> str:
    """Say whether the clause of the words `sentence[start:end]` looks to the `past` or `future`; empty if unsaid.

    >>> tense("The report was published on September 2.", 28, 39), tense("It will close in May.", 17, 20)
    ('past', 'future')
    >>> tense("They voted to shut it on Monday.", 25, 31, day=True), tense("They voted to shut it in May.", 25, 28)
    ('past', 'future')
    >>> tense("A decision is expected in July after talks broke down.", 26, 30)
    'future'
    """
    if preposition == "since":
        return "past"
    if preposition == "until" and states().search(sentence, max(0, start - STATE), start):
        return "future"
    # what lasts until a date, or comes by it, is still to come unless the words before it say otherwise
    ahead = preposition in ("by", "until")
    cues = tenses(sentence)
    cue = nearest([one for one in cues if one.end() <= start] if ahead else cues, sentence, start, end)
    if cue is None and APPOSITION.search(sentence, 0, start):
        return ""
    if reported(sentence, start, day=day):
        return "past"
    if cue is None:
        return "future" if ahead or FROM.search(sentence, 0, start) else ""
    if cue["commitment"]:
        return "past" if (day and not ahead) or cue.start() >= end else "future"
    if ahead and (INFINITIVE.search(sentence, cue.end(), start) or wished().search(sentence, 0, start)):
        return "future"
    return "future" if cue["future"] else "past"


@cache
def wished() -> re.Pattern[str]:
    """Give the expression of what somebody asks or hopes to have by a date: "asked for a plan by June"."""
    words = alternation(vocabulary("dates")["tense"]["wish"])
    return re.compile(rf"(?<![\w-]){words}\b[^.;:]{{0,60}}$", re.IGNORECASE)


@cache
def states() -> re.Pattern[str]:
    """Give the expression of what holds until a date: "remanded in custody until"."""
    words = alternation(vocabulary("dates")["tense"]["state_until"])
    return re.compile(rf"(?<![\w-]){words}\b[^.;,]{{0,30}}\suntil\s+(?:the\s+)?$", re.IGNORECASE)


@cache
def academic() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the expressions of what an academic year is said of, and a financial one."""
    words = vocabulary("dates")["academic"]
    about, not_about = alternation(words["about"]), alternation([word for word in words["not_about"] if word != "£"])
    return re.compile(rf"(?<![\w-]){about}(?!\w)", re.IGNORECASE), re.compile(
        rf"£|(?<![\w-]){not_about}(?!\w)", re.IGNORECASE
    )


def long_year(sentence: str) -> str:
    """Name the long year that a bare pair of years is in a sentence.

    >>> long_year("Absence rose in 2022-23, as did suspensions."), long_year("It spent £3m on pupils in 2022-23.")
    ('academic_year', 'financial_year')
    """
    about, not_about = academic()
    return "academic_year" if about.search(sentence) and not not_about.search(sentence) else "financial_year"


@cache
def report() -> re.Pattern[str]:
    """Give the expression of a reporting verb and its hearers that end just before a date: "told MPs in"."""
    verbs = alternation(vocabulary("dates")["tense"]["reporting"])
    hearers = r"(?:\s+(?!(?:is|are|was|were|it|he|she|they|there|that|will|would|his|her|its)\b)[\w’'-]+){0,4}?"
    return re.compile(
        rf"(?<![\w-]){verbs}{hearers}\s+(?P<preposition>(?:(?:back\s+)?in|on|last|in\s+early|in\s+late)\s+)?$",
        re.IGNORECASE,
    )


def reported(sentence: str, start: int, *, day: bool = False) -> bool:
    """Say whether a date says when somebody spoke; a day needs no preposition: "told a meeting Tuesday".

    >>> reported("He told MPs in June that it would be done.", 15), reported("He said it will end in June.", 23)
    (True, False)
    """
    found = report().search(sentence, max(0, start - LONGEST // 4), start)
    return found is not None and (day or bool(found["preposition"]))


def event(sentence: str, start: int, end: int) -> str:
    """Name what happens at a date, by the nearest word that says so; empty if none does.

    >>> event("The report was published on September 2.", 28, 39)
    'published'
    """
    cue = nearest(happenings(sentence), sentence, start, end)
    if cue is None or boundaries().search(sentence[min(cue.end(), end) : max(start, cue.start())]):
        return ""
    return event_cues()[1][" ".join(cue[0].lower().replace("’", "'").split())]
