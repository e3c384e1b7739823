"""Quotes: who said what, one row per quoted paragraph or segment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from spacy.tokens import Doc

from pipeline.extractors.base import Extractor, Fact, article_of, fact_id, facts, place, sentence_at, sentences, zones
from pipeline.extractors.quotes.grammar import PATTERNS, WORDS
from pipeline.extractors.quotes.page import Name, Page, Paragraph, Post, make_page
from pipeline.extractors.quotes.record import Quote
from pipeline.extractors.quotes.segments import DOUBLE, Segment, split_segments
from pipeline.extractors.quotes.speakers import Speaker
from pipeline.extractors.quotes.speeches import Reader
from pipeline.extractors.values import Organisation, Person
from pipeline.records import Record, row_id
from pipeline.resources import Gazetteers

NAME = "quotes"
OPENING_MARKS = "“‘\"'"


@dataclass(frozen=True)
class Quoted:
    """What a quotation means: `speech` is the offsets of the first segment of its utterance."""

    kind: str
    cue: str
    speaker: Speaker | None
    speech: tuple[int, int]
    order: int


def build(gazetteers: Gazetteers) -> Callable[[Doc], Iterable[Fact[Quoted]]]:
    """Read the genders of given names, and give the function that finds quotations."""
    given = {
        row["name"].casefold(): row["gender"] for row in gazetteers.read("given_names") if row["gender"] in ("m", "f")
    }

    def find(doc: Doc) -> list[Fact[Quoted]]:
        found = Reader(read_page(doc, given)).read()
        first: dict[int, tuple[int, int]] = {}
        for quotation in found:
            first.setdefault(quotation.speech, (quotation.start, quotation.end))
        return [Fact(q.start, q.end, q.rule, Quoted(q.kind, q.cue, q.speaker, first[q.speech], q.order)) for q in found]

    return find


def read_page(doc: Doc, given: Mapping[str, str]) -> Page:
    """Split an article's paragraphs into quotations and the reporter's words."""
    text = article_of(doc).text
    authors = {name.casefold() for name in article_of(doc).authors}
    names = [
        Name(fact.start, fact.end, fact.value)
        for key in ("people", "organisations")
        for fact in facts(doc, key)
        if isinstance(fact.value, Person | Organisation) and fact.value.name.casefold() not in authors
    ]
    paragraphs: list[Paragraph] = []
    open_marks = ""
    every = zones(doc)
    for zone, following in zip_longest(every, every[1:]):
        reopened = following is not None and text[following.start] in OPENING_MARKS
        found = split_segments(
            text, zone.start, zone.end, WORDS["elisions"]["words"], PATTERNS["said"].expression, reopened=reopened
        )
        mended = (_mended(doc, segment, zone.start, open_marks) for segment in found)
        kept = tuple(segment for segment in mended if segment)
        paragraphs.append(Paragraph(zone.start, zone.end, zone.kind, kept))
        if zone.kind == "body":
            open_marks = kept[-1].marks if kept and not kept[-1].closed else ""
    posts = [
        Post(fact.start, fact.value.person, fact.value.role, fact.value.role_class, fact.value.status, fact.value.party)
        for fact in facts(doc, "roles")
    ]
    return make_page(text, paragraphs, sentences(doc), names, posts, given)


def _mended(doc: Doc, segment: Segment, start: int, open_marks: str) -> Segment | None:
    """Give a segment; of words that only a closing mark shows, those of a speech that goes on or that "said" follows.

    They start with their paragraph, or with their sentence where the reporter speaks in one before it.
    """
    if segment.opened or open_marks:
        return segment
    text = article_of(doc).text
    said = PATTERNS["said"].match(text, segment.outer_end)
    comma = text[segment.end - 1] == "," and PATTERNS["cue"].search(text, segment.outer_end, segment.outer_end + 200)
    if segment.marks != DOUBLE or segment.start != start or not (said or comma):
        return None
    first = sentence_at(doc, segment.end - 1)[0]
    if first > start and PATTERNS["cue"].search(text, start, first):
        return replace(segment, start=first, outer_start=first)
    return segment


def rows(doc: Doc) -> Iterable[Record]:
    """Give each quotation."""
    article = article_of(doc).article.article_id
    for fact in facts(doc, NAME):
        value: Quoted = fact.value
        speaker = value.speaker
        yield Quote(
            quote_id=fact_id(doc, NAME, fact),
            speech_id=row_id("speeches", article, *value.speech),
            speech_order=value.order,
            speaker_type=speaker.type if speaker else None,
            speaker_id=speaker.key or None if speaker else None,
            speaker=speaker.name if speaker else None,
            cue=value.cue or None,
            kind=value.kind,
            **place(doc, fact),
        )


EXTRACTOR = Extractor(NAME, (Quote,), build, rows, needs=("organisations", "people", "roles"))
