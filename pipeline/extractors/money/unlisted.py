"""Those whom no list has: bodies by their capitals, and pronouns by who was named last."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.extractors.money.masks import Name, Names
from pipeline.extractors.values import Organisation, Person
from pipeline.patterns import Span, alternation, vocabulary

WORDS = vocabulary("money")
CAPITAL = r"(?:[A-Z][\w’'&-]*(?:[\w&]|(?<=s)[’'](?=\s[A-Z]))|[A-Z]|\d{2}s\b)"
# "Friends of Harle Park", "Netherby Sea Scouts", "Tillbrook in Bloom", "Broom Street pantry"
BODY = re.compile(
    rf"(?<![\w£€$]){CAPITAL}(?:\s+(?:(?:of|for|y|yr|&)\s+(?:the\s+)?{CAPITAL}|{alternation(WORDS['inner_words'])}\b|{CAPITAL}|\d(?:st|nd|rd|th)\b))+"
    rf"(?:\s+{alternation(WORDS['groups'])}(?![\w-]))*+"
)
GROUP = re.compile(rf"\b{alternation(WORDS['groups'])}$", re.IGNORECASE)
TAXED = re.compile(r"\bBands? [A-H]\b")
AGE = re.compile(r"\d\ds$")
FIRST = frozenset(WORDS["not_first"])
NEVER = frozenset(WORDS["never_named"])
PLACE = re.compile(rf"\b{alternation(WORDS['places'])}$")
# A body does not follow these: "of Mill Lane", "in Long Meadow".
WHERE = re.compile(
    r"\b(?:of|in|at|near|on|around|across|outside|through|along|off|into|since|under|via)\s+(?:the\s+)?$"
)
SOURCE = re.compile(r"\b(?:from|by|with)\s+(?:the\s+)?$", re.IGNORECASE)
PRONOUN = re.compile(
    r"\b(?=[HhSsI])(?:(?P<he>[Hh]e|[Hh]im)\b|(?P<she>[Ss]he)\b|(?P<her>[Hh]er|[Hh]is)\b(?P<next>\s+\S{1,20})|(?<![’'])It\b)"
)
# Those who act for the council of which an article speaks.
MEMBERS = re.compile(rf"(?<!\w){alternation(WORDS['members'])}(?!\w)")
PAY = re.compile(rf"\s+(?:{alternation(WORDS['pay_words'])}\b|[£€$])", re.IGNORECASE)
FEMALE, MALE = frozenset({"Mrs", "Ms", "Miss", "Dame", "Lady", "Baroness"}), frozenset({"Mr", "Sir", "Lord"})
# "A charity which helps the homeless has": who it is, to the verb
INTRODUCED = re.compile(
    rf"\W{{0,30}}(?P<all>(?:A|An)\s+(?:[\w-]+\s+){{0,4}}?(?:(?P<who>{alternation(WORDS['introduced_people'])})|{alternation(WORDS['introduced_bodies'])})"
    r"(?:\s+(?:which|who|that|in|near|at|from|based|on|of|for)\s+[^,.;:£€$]{1,70}?)?)(?=\s+(?:has|have|had|was|is|must|will)\b)"
)
ARTICLE = re.compile(r"\W*(?:The\s+)?")
# How many sentences of an article may introduce somebody.
OPENING = 6
# How many sentences back, and how many names, a pronoun may reach.
BACK, LAST = 2, 12
COUNCIL = re.compile(r"\b(?:council|authority)\b")
WATCHING = frozenset(
    {"media", "court", "inspectorate", "regulator", "government_department", "police", "party", "union"}
)
NO_SUBJECTS = frozenset({"media", "court", "inspectorate", "party", "union"})


def is_misread(text: str, name: Name) -> bool:
    """Say whether a person's name ends as a local body's does, or a name has lost its "Over" before "60s"."""
    words = name.entity.name
    if isinstance(name.entity, Person):
        return " " in words and GROUP.search(words) is not None
    return bool(AGE.match(words.split()[0])) and text.endswith("Over ", 0, name.start)


def unlisted(text: str, paragraphs: Iterable[Span], names: Names) -> Iterator[Name]:
    """Find the bodies that nothing else found, by their capitals; their keys are empty, as they are in no table."""
    for paragraph in paragraphs:
        for match in BODY.finditer(text, paragraph.start, paragraph.end):
            words = match[0].split()
            start = match.start()
            while words and words[0] in FIRST and not AGE.match(" ".join(words[1:2])):
                start = text.index(words.pop(0), start)
                start += len(text[start : match.end()].split(None, 1)[0])
                while start < match.end() and text[start].isspace():
                    start += 1
            name = text[start : match.end()]
            if len(words) < 2 or NEVER.intersection(words) or TAXED.search(name) or names.overlap(start, match.end()):
                continue
            before = text[max(paragraph.start, start - 16) : start]
            group = GROUP.search(name)
            if WHERE.search(before) or (PLACE.search(name) and not name.startswith("Friends")):
                continue
            if SOURCE.search(before) and not group:
                continue
            yield Name(start, match.end(), Organisation("", " ".join(words)))


def pronouns(
    text: str, sentences: Sequence[tuple[int, int]], names: Names, council: Organisation | None
) -> Iterator[Name]:
    """Find "he", "she", "her salary", "It" and "Councillors", where one person or body alone can be meant."""
    starts = [start for start, _ in sentences]
    for match in MEMBERS.finditer(text) if council else ():
        opening = bisect_right(starts, match.start()) - 1
        alone = opening >= 0 and not text[starts[opening] : match.start()].strip("“\"'‘ ")
        if council and alone and not names.overlap(match.start(), match.end()):
            yield Name(match.start(), match.end(), council)
    for match in PRONOUN.finditer(text):
        here = bisect_right(starts, match.start()) - 1
        if here < 0 or names.overlap(match.start(), match.end()):
            continue
        if match[0] == "It":
            if text[sentences[here][0] : match.start()].strip("“\"'‘ ") == "" and (
                body := _body(here, sentences, names)
            ):
                yield Name(match.start(), match.end(), body)
            continue
        word = match["he"] or match["she"] or match["her"]
        if match["her"] and not PAY.match(match["next"]):
            continue
        if person := _person(word.lower(), match.start(), here, sentences, names):
            yield Name(match.start(), match.start() + len(word), person)


def introduced(text: str, sentences: Sequence[tuple[int, int]], names: Names) -> Iterator[Name]:
    """Find "A charity", "A landlord" at the start of a story whose next sentence opens with the name."""
    for (start, end), (second, _) in pairwise(sentences[:OPENING]):
        match = INTRODUCED.match(text, start, end)
        if match is None or names.overlap(*match.span()):
            continue
        opening = next((match.end() for match in (ARTICLE.match(text, second),) if match), second)
        named = names.at(opening)
        if named and _may_be(named.entity, match):
            yield Name(match.start("all"), match.end("all"), named.entity)


def _may_be(entity: Person | Organisation, match: re.Match[str]) -> bool:
    """Say whether a name is of the sort that a story introduces: a person, a council, or a body that is neither."""
    if isinstance(entity, Person) or match["who"]:
        return isinstance(entity, Person) and match["who"] is not None
    return (entity.kind == "local_authority") == bool(COUNCIL.search(match["all"])) and entity.kind not in WATCHING


def _person(word: str, at: int, here: int, sentences: Sequence[tuple[int, int]], names: Names) -> Person | None:
    others = FEMALE if word in ("he", "him", "his") else MALE
    for back in range(here, max(here - BACK, 0) - 1, -1):
        start, end = sentences[back]
        found = {
            name.entity.key: name.entity
            for name in names.within(start, min(end, at))[-LAST:]
            if isinstance(name.entity, Person) and name.entity.honorific not in others
        }
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _body(here: int, sentences: Sequence[tuple[int, int]], names: Names) -> Organisation | None:
    if not here:
        return None
    found = [
        name
        for name in names.within(*sentences[here - 1])[:LAST]
        if isinstance(name.entity, Organisation) and name.entity.key and name.entity.kind not in NO_SUBJECTS
    ]
    if not found:
        return None
    first = found[0].entity
    alone = len({name.entity for name in found}) == 1
    subject = found[0].start - sentences[here - 1][0] < 6
    return first if (alone or subject) and isinstance(first, Organisation) else None
