"""Names that no list and no last word tells, but what stands beside them: "headhunters X"; "X was awarded £9,000"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.extractors.organisations.gazetteer import Index
from pipeline.extractors.organisations.names import Named, Shapes, named
from pipeline.extractors.organisations.normalise import Word, words_of
from pipeline.extractors.organisations.settle import stands_for
from pipeline.patterns import Hit
from pipeline.resources import Gazetteers

RECIPIENT = "organisations.recipient"
INTRODUCED, OFFICER_OF = "organisations.introduced", "organisations.officer_of"
HOME, LOWER_HOME = "organisations.home", "organisations.lower_home"
HEADS_OF_FIRMS = frozenset({"chief executive", "managing director"})
KINDS = {HOME: "care_provider"}
GIVING = frozenset({"given_to", "gets", "gets_each"})
GOES_ON = re.compile(r"[ ](?!(?:who|and|said|told|has|is|was|in|which|at|since|when|after|as)\b)[\w]|['’-]")
BEFORE_MONTHS = frozenset({"in", "last", "this", "next", "since", "by", "from", "until", "to", "of", "early", "late"})
JOINERS = frozenset({"for", "of", "against", "4"})
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Cues:
    """Words that announce a name with the kind they tell; `impersonal` ones never announce a person."""

    kinds: Mapping[str, str]
    impersonal: frozenset[str]
    given: frozenset[str]
    openers: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]

    @classmethod
    def read(cls, vocabulary: Mapping[str, Any], gazetteers: Gazetteers) -> Cues:
        """Take them from the vocabulary, and the given names of people from their gazetteer."""
        return cls(
            kinds={
                cue: kind
                for table in ("said_bodies", "cues")
                for kind, cues in vocabulary[table].items()
                for cue in cues
            },
            impersonal=frozenset(vocabulary["words"]["impersonal"]),
            given=frozenset(
                row["name"].lower() for row in gazetteers.read("given_names") if row["also_a_word"] != "yes"
            ),
            openers=frozenset(vocabulary["words"]["openers"]),
            months=frozenset(vocabulary["words"]["months"]),
            weekdays=frozenset(vocabulary["words"]["weekdays"]),
        )

    def of_no_person(self, cue: str, first: Word) -> bool:
        """Say whether a cue stands before no person: "firm", or "consultants" before what is no given name."""
        if self.impersonal & set(cue.split()):
            return True
        general = cue.endswith(("s", "provider", "operator")) and cue in self.kinds
        return general and first.folded not in self.given


def announced_name(text: str, hit: Hit, shapes: Shapes, people: Spans, cues: Cues, index: Index) -> Named | None:
    """Read a name that its context announces; None where the model sees a person or no word names anything."""
    cue = " ".join(hit.group("cue").lower().split())
    line = words_of(text, *hit.match.span("name"))
    announced = hit.rule == INTRODUCED and len(line) > 1 and line[0].folded in cues.openers and line[1].capital
    while line and line[0].folded in shapes.outside and not (len(line) > 1 and line[1].folded in JOINERS):
        if announced:
            break
        the = line.pop(0).folded == "the"
        if the and len(line) > 1 and line[0].folded in cues.weekdays:
            break  # "The Wednesday Larder, a community pantry"
    while line and (not line[-1].capital or line[-1].folded == "'s"):
        line.pop()
    if not line or all(word.folded in shapes.generic or word.folded in shapes.outside for word in line):
        return None
    start, end = line[0].start, line[-1].end
    if _a_place(line, index) or (len(line) == 1 and len(line[0].text) < 3):
        return None
    if hit.rule == LOWER_HOME and line[-1].folded not in shapes.premises:
        return None
    if hit.rule == OFFICER_OF:
        if not _of_a_body(text, line, shapes, firm=cue in HEADS_OF_FIRMS):
            return None
        people = [span for span in people if span[0] <= start]  # "Parent Voice Torbay" holds no "Voice Torbay"
    apart = hit.rule == INTRODUCED and text[start - 2 : start] == ", " and line[0].folded in cues.given
    if apart and _a_person(line, people, shapes):
        return None  # "a director of the firm, Ann Day, said"
    if hit.rule != HOME and _a_person(line, people, shapes) and not cues.of_no_person(cue, line[0]):
        return None
    return named(text, start, end, KINDS.get(hit.rule) or cues.kinds.get(cue, "other"), hit.rule)


def without_person(text: str, name: Named, people: Spans, cues: Cues) -> Named:
    """Give a name without the person's that runs on from it: "the chair of South Bank Rovers Jo Pell"."""
    for start, end in people:
        if name.start < start and end == name.end:
            person, rest = text[start:end].split(), text[name.start : start].split()
            if len(person) > 1 and person[0].lower() in cues.given and len(rest) > 1 and rest[-1][0].isupper():
                return named(text, name.start, len(text[:start].rstrip()), name.value.kind, name.rule)
    return name


def _of_a_body(text: str, line: list[Word], shapes: Shapes, *, firm: bool) -> bool:
    """Say whether what has a chair or a secretary is a body with a name of its own: "Parent Voice Torbay"."""
    naming = [word for word in line if word.folded not in shapes.generic]
    last = line[-1].folded
    another = last in shapes.projects or last in shapes.not_before
    # a firm's name says what it does, "Moorview Housing": "Leicester Tigers" is none
    enough = 0 < len(naming) < len(line) if firm else len(naming) > 1
    return enough and not another and not GOES_ON.match(text, line[-1].end)


def lettered_names(text: str, hits: Iterable[Hit], shapes: Shapes) -> Iterator[Named]:
    """Find names of bodies that are told by the initials in brackets after them."""
    for hit in hits:
        start, end = hit.match.span("name")
        line = words_of(text, start, end)
        while line and (line[0].folded in shapes.outside or not line[0].capital):
            line.pop(0)
        if len(line) < 2 or line[-1].folded not in shapes.lettered:
            continue
        if stands_for(hit.match["letters"], text[line[0].start : end]):
            yield named(text, line[0].start, end, "other", hit.rule)


def _a_person(line: list[Word], people: Spans, shapes: Shapes) -> bool:
    start, end = line[0].start, line[-1].end
    return any(start < last and first < end for first, last in people) and line[-1].folded not in shapes.premises


def _a_place(line: list[Word], index: Index) -> bool:
    return (*(word.folded for word in line), "council") in index.forms


def recipients(
    text: str, hits: Iterable[Hit], words: list[Word], shapes: Shapes, cues: Cues, index: Index, people: Spans
) -> Iterator[Named]:
    """Find those to whom a sentence gives sums: groups, clubs and halls, told by a word of their names."""
    for hit in hits:
        start, end = hit.match.span("names")
        for line in _listed([word for word in words if start <= word.start and word.end <= end]):
            while line and line[0].folded in shapes.outside:
                if _a_town(text, line, cues):
                    break
                line.pop(0)
            while line and not line[-1].capital:
                line.pop()
            if not line or (line[-1].folded not in shapes.groups and _person_paid(text, line, people, shapes)):
                continue
            if _a_recipient(line, shapes, cues) and not _a_place(line, index):
                yield named(text, line[0].start, line[-1].end, "other", RECIPIENT)


def _person_paid(text: str, line: list[Word], people: Spans, shapes: Shapes) -> bool:
    the = text[max(line[0].start - 4, 0) : line[0].start].lower() == "the "
    return not the and _a_person(line, people, shapes)


def _a_town(text: str, line: list[Word], cues: Cues) -> bool:
    """Say whether a month opens the name of a town's body, "March Women's Circle", and no date: "in March"."""
    before = text[max(line[0].start - 12, 0) : line[0].start].split()
    plain = len(line) > 2 and line[0].folded in cues.months
    return plain and not (before and before[-1].lower() in BEFORE_MONTHS)


def _a_recipient(line: list[Word], shapes: Shapes, cues: Cues) -> bool:
    """Say whether words given a sum name a body: "Newsome Together", "the Whitby Lobster Hatchery"."""
    naming = [word for word in line if word.folded not in shapes.generic and word.folded not in shapes.groups]
    if len(line) < 2 or not naming or (len(line) == 2 and line[0].folded in cues.given):
        return False
    last = line[-1].folded
    if last == "committee" and any(word.folded in shapes.generic for word in line[:-1]):
        return False  # "Central Area Committee"
    known = last in shapes.projects or last in shapes.not_before or line[0].folded in cues.given
    long_name = len(line) > 2 and all(word.capital or word.folded == "'s" for word in line) and not known
    return last in shapes.groups or long_name


def _listed(words: list[Word]) -> Iterator[list[Word]]:
    """Give the runs of capitals of a list, each one's words; "and" and a comma end one."""
    line: list[Word] = []
    for word in words:
        small = word.folded in ("of", "for", "'s", "the", "on", "in")
        if word.capital and (not line or word.joined):
            line.append(word)
        elif word.capital:
            yield line
            line = [word]
        elif small and line and word.joined:
            line.append(word)
        else:
            yield line
            line = []
    yield line
