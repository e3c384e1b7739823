"""Who a verb of speech belongs to: the noun phrase before it, or after it, without a parser.

Reads only the reporter's words (`Page.masked`). Windows are bounded, so hostile text costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extractors.quotes.page import MASK, Name, Page
from pipeline.patterns import Patterns, compile_patterns, vocabulary

WINDOW = 600  # characters of a sentence that are looked at before or after a verb
WORDS = vocabulary("quotes")
PATTERNS: Patterns = compile_patterns(
    "quotes", {"clauses_subjects": WORDS["clauses"]["subjects"], "clauses_verbs": WORDS["clauses"]["verbs"]}
)
SPEECH_CUES = frozenset(WORDS["speech_cues"])
GAP = re.compile(r"[\s,]*(?:\([^()]{0,80}\)|(?:OBE|MBE|CBE|KC|QC|MP|MSP|MS|JP|DL|PhD)\b|\d{2}\b|[\s,])*")
TITLES = re.compile(
    r"(?:(?:Cllrs?|Couns?|Clrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Rev|Prof|Professor|the|The)\.?\s+){0,6}$"
)
AND_OTHER = re.compile(r"\s*(?:\([^()]{0,60}\))?\s*(?:and|&)\s+[^,\ufffc]*")
LAST_PREPOSITION = re.compile(r"^.*\b(?:to|by|from|with|among|of|for|at)\s+", re.DOTALL)
# "In a response the board said"
OPENING = re.compile(r"(?:In|At|By|For)\s+(?:an?|the|its|their)\s+\w+\s+(?=(?:the|an?|its|his|her|their)\s)")
POSSESSIVE = re.compile(r"['’]s?\b(?=\s)|['’]\s")


@dataclass(frozen=True)
class Subject:
    """What a verb's subject is: names (two that speak jointly), a pronoun, or a phrase without a name."""

    start: int
    end: int
    names: tuple[Name, ...] = ()
    pronoun: str = ""
    phrase: str = ""


@dataclass(frozen=True)
class Cue:
    """A verb of speech: `kind` is `cue`, `doubtful`, `participle`, `typo` or `according`."""

    start: int
    end: int
    word: str
    kind: str


def cues(page: Page, start: int, end: int) -> Iterator[Cue]:
    """Give the verbs of speech within two offsets, in order."""
    for match in PATTERNS["cue"].finditer(page.masked, start, end):
        kind = match.lastgroup or "cue"
        yield Cue(match.start(), match.end(), " ".join(match[0].lower().split()), kind)


def is_passive(page: Page, cue: Cue) -> bool:
    """Tell whether a verb is a passive's: "was described", "a service described by a judge as"."""
    return bool(PATTERNS["passive"].search(page.masked[max(cue.start - 40, 0) : cue.start])) or bool(
        PATTERNS["agent"].match(page.masked, _skip_space(page, cue.end))
    )


def agent_after(page: Page, cue: Cue, end: int) -> Subject | None:
    """Give the agent of a passive: "described by the finance chief as"."""
    match = PATTERNS["agent"].match(page.masked, _skip_space(page, cue.end), end)
    return subject_after(page, match.end(), end) if match else None


def subject_before(page: Page, start: int, cue_start: int) -> Subject | None:
    """Give the subject that stands before a verb; `start` is where its sentence, or the last quotation, ends."""
    start = max(start, cue_start - WINDOW)
    end, apart = _strip_back(page, start, cue_start)
    if end <= start:
        return None
    prefix = page.masked[start:end]
    if relative := PATTERNS["relative"].search(prefix):
        # the antecedent is the nearest noun phrase: “according to inspectors who found”
        return _phrase_ending(page, start, start + relative.start(), nearest=True)
    if pronoun := PATTERNS["pronoun"].search(prefix):
        at = start + pronoun.start("pronoun")
        return Subject(at, end, pronoun=pronoun["pronoun"].lower())
    if apart and (found := _across_parentheses(page, start, end)):
        return found
    return _phrase_ending(page, start, end)


def subject_after(page: Page, start: int, end: int) -> Subject | None:
    """Give the subject that follows a verb: "said lead inspector Ann Day", "wrote the inspectors"."""
    start = _skip_space(page, start)
    end = min(end, start + WINDOW)
    stop = _phrase_end(page, start, end)
    names = [name for name in page.names_in(start, end) if name.start < stop]
    people = [name for name in names if name.is_person and not _possessive(page, name)]
    for name in people:
        if not PATTERNS["possessed"].search(page.masked[start : _before_titles(page, start, name)]):
            return Subject(name.start, name.end, _joined_after(page, name, end))
    phrase = page.masked[start:stop].rstrip()
    if not phrase or MASK in phrase[:1]:
        return None
    # an apposition: “the council’s leader, Ann Day”
    if page.masked[stop : stop + 1] == ",":
        after = _skip_space(page, stop + 1)
        for name in page.names_in(after, end):
            if name.is_person and not page.masked[after : _before_titles(page, after, name)].strip():
                return Subject(name.start, name.end, (name,))
    return _classify(page, start, start + len(phrase))


# ------------------------------------------------------------------ backwards from a verb
def _strip_back(page: Page, start: int, end: int) -> tuple[int, bool]:
    """Leave out adverbs and auxiliaries before a verb; tell whether a comma or bracket parts it from its subject."""
    apart = False
    while True:
        window = page.masked[max(start, end - 60) : end]
        bare = window.rstrip(" \t\u00a0\n\r")
        if bare.endswith((",", "–", "—", " -")):
            apart = True
            bare = bare[:-1]
        elif match := PATTERNS["between"].search(bare):
            bare = bare[: match.start()]
        elif match := PATTERNS["brackets"].search(window):
            bare = window[: match.start()]
        if len(bare) == len(window):
            return end, apart
        end -= len(window) - len(bare)


def _phrase_ending(page: Page, start: int, end: int, nearest: bool = False) -> Subject | None:
    """Read the noun phrase that ends at an offset; `nearest`: “parents” of “a letter to parents”."""
    near = [name for name in page.names_in(start, end) if GAP.fullmatch(page.masked, name.end, end)]
    if near and near[-1].is_person:
        name = near[-1]
        before = page.masked[start : _before_titles(page, start, name)]
        if nearest or not PATTERNS["possessed"].search(before):
            return Subject(name.start, name.end, _joined_before(page, start, name))
    first = start
    if nearest and (match := LAST_PREPOSITION.match(page.masked[start:end])):
        first = start + match.end()
    for match in PATTERNS["clause"].finditer(page.masked, start, end):
        inner = any(
            name.start <= match.start() < name.end for name in page.names_in(max(start, match.start() - 120), end)
        )
        if not inner and match.end() < end:
            first = max(first, match.end())
    return _classify(page, first, end)


def _across_parentheses(page: Page, start: int, end: int) -> Subject | None:
    """Find the subject that commas part from its verb: "Ann Day (Lab), leader of the council, said"."""
    segments = _comma_segments(page, start, end)
    while len(segments) > 1 and PATTERNS["introduction"].match(page.masked, _skip_space(page, segments[0][0])):
        if _starts_with_person(page, segments, 0):
            break  # "…, while Ann Day, the leader, said"
        segments.pop(0)
    if not segments:
        return None
    joint: list[Name] = []
    for index, (first, last) in enumerate(segments):
        people = [name for name in page.names_in(first, last) if name.is_person and not _possessive(page, name)]
        if index == 0:
            free = [
                name
                for name in people
                if not PATTERNS["possessed"].search(page.masked[first : _before_titles(page, first, name)])
            ]
            if free:
                joint.append(free[-1] if not _relative_inside(page, first, free[-1]) else free[0])
                if AND_OTHER.match(page.masked, joint[0].end, last) and (
                    other := _starts_with_person(page, segments, 1)
                ):
                    joint.append(other)  # “Ann Day and her deputy, Bob Hill, said”
                    break
            continue
        opening = page.masked[first : first + 40].lstrip()
        starts = [name for name in people if not _words_before(page, first, name) or _party_of(page, first, name)]
        if joint:
            # “Ann Day, leader of one group, and her deputy, Bob Hill, said”
            if opening.startswith("and ") and (people or _starts_with_person(page, segments, index + 1)):
                other = people[0] if people else _starts_with_person(page, segments, index + 1)
                if other is not None and other.value != joint[0].value:
                    joint.append(other)
                break
        elif starts:
            joint.append(starts[0])
    if joint:
        return Subject(joint[0].start, joint[0].end, tuple(joint))
    first, last = segments[0]
    return _phrase_ending(page, first, last)


def _party_of(page: Page, start: int, name: Name) -> bool:
    """Tell whether nothing but a possessor and a title stands before a name: "Labour’s Cllr Ann Day"."""
    return bool(re.fullmatch(r"[A-Z][\w’' ]{1,30}[’']s", _words_before(page, start, name)))


def _starts_with_person(page: Page, segments: list[tuple[int, int]], index: int) -> Name | None:
    if index >= len(segments):
        return None
    first, last = segments[index]
    for name in page.names_in(first, last):
        if name.is_person and not _words_before(page, first, name):
            return name
    return None


def _relative_inside(page: Page, first: int, name: Name) -> bool:
    return bool(re.search(r"\b(?:who|which|whose|whom|that|said|says|told)\b", page.masked[first : name.start]))


def _words_before(page: Page, start: int, name: Name) -> str:
    """Give the words between an offset and a name, titles and a conjunction left out."""
    words = page.masked[start : _before_titles(page, start, name)].strip()
    return re.sub(r"^(?:and|but|while|then|so)\b\s*", "", words)


def _comma_segments(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Split at commas and dashes that stand in no bracket and no name."""
    found, first, depth = [], start, 0
    names = page.names_in(start, end)
    for match in re.finditer(r"[(),;]|\s[–—-]\s", page.masked[start:end]):
        at = start + match.start()
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth = max(depth - 1, 0)
        elif not depth and not any(name.start < at < name.end for name in names):
            found.append((first, at))
            first = start + match.end()
    found.append((first, end))
    return [(a, b) for a, b in found if page.masked[a:b].strip()]


# ------------------------------------------------------------------ phrases
def _classify(page: Page, start: int, end: int) -> Subject | None:
    """Read a noun phrase: the organisation that it is, or words that describe."""
    start = _skip_space(page, start)
    if opening := OPENING.match(page.masked, start, end):
        start = opening.end()
    phrase = page.masked[start:end].rstrip()
    end = start + len(phrase)
    if not phrase or MASK in phrase or len(phrase) > 120:
        return None
    if phrase.lower() in WORDS["pronouns"]:
        return Subject(start, end, pronoun=phrase.lower())
    for name in page.names_in(start, end):
        before = page.masked[start : name.start].strip().lower()
        introduced = (
            before in ("", "the", "both", "and", "but", "meanwhile")
            or PATTERNS["introduction"].match(before)
            or PATTERNS["kind_of_body"].fullmatch(before)
        )
        if name.end == end and introduced and not _possessive(page, name):
            return Subject(name.start, name.end, (name,))
    return Subject(start, end, phrase=phrase)


def _phrase_end(page: Page, start: int, end: int) -> int:
    """Find where a noun phrase that follows a verb ends: at a mark, or a word that opens a clause."""
    names = page.names_in(start, end)
    pattern = re.compile(
        r"[,.;:!?()\ufffc–—]|\s-\s|\b(?:who|which|after|when|as|while|during|before|but|because|in|on|at|that|whose|last|yesterday|today|this)\b"
    )
    for match in pattern.finditer(page.masked, start, end):
        if not any(name.start <= match.start() < name.end for name in names):
            return match.start()
    return end


def _joined_before(page: Page, start: int, name: Name) -> tuple[Name, ...]:
    """Add the other of two who speak jointly: "Ann Day and Bob Hill said"."""
    for other in page.names_in(start, name.start):
        between = page.masked[other.end : _before_titles(page, start, name)]
        if other.is_person and other.value != name.value and (_and_only(between) or _post_between(page, other, name)):
            return (other, name)
    return (name,)


def _and_only(between: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:\([^()]{0,60}\))?\s*(?:and|&)\s*", between))


def _post_between(page: Page, one: Name, other: Name) -> bool:
    """Tell whether two names are joined with the second's post between them: "leader Ann Day and mayor Bob Hill"."""
    between = page.masked[one.end : other.start]
    if not re.match(r"\s*(?:\([^()]{0,60}\))?\s*(?:and|&)\s", between) or re.search(r"[,;:.]", between):
        return False
    return any(one.end <= post.start < other.start and post.person == other.value for post in page.posts)


def _joined_after(page: Page, name: Name, end: int) -> tuple[Name, ...]:
    for other in page.names_in(name.end, min(end, name.end + 120)):
        between = page.masked[name.end : _before_titles(page, name.end, other)]
        if other.is_person and other.value != name.value and (_and_only(between) or _post_between(page, name, other)):
            return (name, other)
    return (name,)


def _before_titles(page: Page, start: int, name: Name) -> int:
    """Give where a name starts, titles before it taken in."""
    window = page.masked[max(start, name.start - 40) : name.start]
    match = TITLES.search(window)
    return name.start - (len(window) - match.start()) if match else name.start


def _possessive(page: Page, name: Name) -> bool:
    return bool(POSSESSIVE.match(page.masked, name.end)) or page.masked[name.end - 2 : name.end] in ("’s", "'s")


def _skip_space(page: Page, offset: int) -> int:
    while offset < len(page.masked) and page.masked[offset].isspace():
        offset += 1
    return offset
