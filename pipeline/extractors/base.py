"""What every extractor is made of, and what it may ask of a Doc.

An extractor is a folder with `extractor.py`, which defines `EXTRACTOR = Extractor(...)`. Its `build`
makes a function `find(doc) -> facts`; the facts are put on the Doc, where later extractors (ordered by
`needs`) read them with `facts(doc, name)`. Its `rows` turns the facts into records.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypedDict, TypeVar

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.cleaning import CleanArticle, Zone, plain_article
from pipeline.records import Problem, Record, row_id
from pipeline.resources import Gazetteers

V = TypeVar("V")
Document = Doc  # the name by which those know it that do not import spaCy


@dataclass(frozen=True, slots=True)
class Fact(Generic[V]):
    """Something found: where (code points, end exclusive), by which rule, and what it means."""

    start: int
    end: int
    rule: str
    value: V


Find = Callable[[Doc], Iterable[Fact[Any]]]


@dataclass(frozen=True)
class Extractor:
    """One kind of fact. `name` is the folder, the spans key, the extension and the main table."""

    name: str
    records: tuple[type[Record], ...]
    build: Callable[[Gazetteers], Find]
    rows: Callable[[Doc], Iterable[Record]]
    needs: tuple[str, ...] = ()


# ------------------------------------------------------------------ what a Doc knows
def _article(doc: Doc) -> CleanArticle:
    if "article" not in doc.user_data:
        doc.user_data["article"] = plain_article(doc.text)
    return doc.user_data["article"]  # type: ignore[no-any-return]


def attach(doc: Doc, article: CleanArticle) -> Doc:
    """Say which article a Doc is made of, before the pipeline runs over it."""
    doc.user_data["article"] = article
    return doc


def install() -> None:
    """Register `doc._.article` (any Doc has one: a text of its own is all body)."""
    Doc.set_extension("article", getter=_article, force=True)


def article_of(doc: Doc) -> CleanArticle:
    """Give the article that a Doc is made of."""
    return _article(doc)


def facts(doc: Doc, name: str) -> list[Fact[Any]]:
    """Give the facts that an extractor found, in text order; none before it has run."""
    found: list[Fact[Any]] = doc.user_data.get(f"facts:{name}", [])
    return found


def annotate(doc: Doc, name: str, found: Iterable[Fact[Any]]) -> Doc:
    """Put facts on a Doc: for later extractors, and as `doc.spans[name]` with `span._.<name>` for displaCy.

    A span covers whole tokens; the fact keeps the exact characters.
    """
    ordered = sorted(found, key=lambda fact: (fact.start, fact.end, fact.rule))
    doc.user_data[f"facts:{name}"] = ordered
    if not Span.has_extension(name):
        Span.set_extension(name, default=None)
    spans = []
    for fact in ordered:
        span = doc.char_span(fact.start, fact.end, label=name, alignment_mode="expand")
        if span is not None:
            span._.set(name, fact)
            spans.append(span)
    doc.spans[name] = filter_spans(spans)
    return doc


def zones(doc: Doc) -> tuple[Zone, ...]:
    """Give the paragraphs of content, in order: what patterns scan."""
    return article_of(doc).zones


def _last_before(doc: Doc, what: str, starts: Iterable[int], offset: int) -> int:
    """Find the last of some starts that is not after an offset; the starts are listed once for a Doc."""
    key = f"starts:{what}"
    if key not in doc.user_data:
        doc.user_data[key] = list(starts)
    return max(bisect_right(doc.user_data[key], offset) - 1, 0)


def zone_at(doc: Doc, offset: int) -> Zone:
    """Give the paragraph that holds an offset (the one before it, for an offset between two)."""
    return zones(doc)[_last_before(doc, "zones", (zone.start for zone in zones(doc)), offset)]


def sentences(doc: Doc) -> list[tuple[int, int]]:
    """Give the sentences as offsets, in order, without surrounding white space."""
    found: list[tuple[int, int]] = doc.user_data["sentences"]
    return found


def sentence_at(doc: Doc, offset: int) -> tuple[int, int]:
    """Give the offsets of the sentence that holds an offset."""
    return sentences(doc)[_last_before(doc, "sentences", (start for start, _ in sentences(doc)), offset)]


class Place(TypedDict):
    """The columns that say where a fact stands: every table with offsets has them."""

    article_id: str
    text: str
    char_start: int
    char_end: int
    zone: str
    sentence: str
    rule: str


def place(doc: Doc, fact: Fact[Any]) -> Place:
    """Give the columns that say where a fact stands."""
    start, end = sentence_at(doc, fact.start)
    article = article_of(doc).article  # its text is the Doc's, which spaCy joins anew from the tokens at every call
    return Place(
        article_id=article.article_id,
        text=article.text[fact.start : fact.end],
        char_start=fact.start,
        char_end=fact.end,
        zone=zone_at(doc, fact.start).kind,
        sentence=article.text[start : max(end, fact.end)],
        rule=fact.rule,
    )


def fact_id(doc: Doc, table: str, fact: Fact[Any], *parts: object) -> str:
    """Make the key of the row that a fact becomes; `parts` tell apart rows that share a span."""
    return row_id(table, article_of(doc).article.article_id, fact.start, fact.end, *parts)


def failed(doc: Doc) -> dict[str, str]:
    """Give the extractors that could not read a Doc, with why; the others' facts hold."""
    found: dict[str, str] = doc.user_data.setdefault("failed", {})
    return found


def warn(doc: Doc, table: str, row: str, message: str) -> Problem:
    """Make a row of `problems` about a row that does not add up."""
    article = article_of(doc).article
    return Problem(
        problem_id=row_id("problems", article.article_id, table, row, message),
        article_id=article.article_id,
        source=article.source,
        table=table,
        row_id=row,
        stage=table,
        severity="warning",
        message=message,
    )


def between(found: Sequence[Fact[V]], start: int, end: int) -> Iterator[Fact[V]]:
    """Give the facts, of some in the text's order, that lie within two offsets."""
    first, last = (bisect_left(found, offset, key=attrgetter("start")) for offset in (start, end + 1))
    return (fact for fact in islice(found, first, last) if fact.end <= end)


def overlap(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether one of some spans, in the text's order and none within another, shares a character with a stretch."""
    at = bisect_right(spans, start, key=itemgetter(1))
    return at < len(spans) and spans[at][0] < end
