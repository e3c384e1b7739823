"""What cleaning gives: the zones of an article, and the text in which boilerplate is blanked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pipeline.articles.article import Article
from pipeline.records import Problem


@dataclass(frozen=True)
class Zone:
    """A paragraph of content: `text[start:end]` of the article, without surrounding white space.

    `kind` is one of `pipeline.records.ZONES`, or `boilerplate`; `rule` names what decided it.
    """

    kind: str
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True)
class Published:
    """When an article was published: one day where that is certain, or bounds that its text proves."""

    day: date | None = None
    earliest: date | None = None
    latest: date | None = None
    basis: str = "unknown"


@dataclass(frozen=True)
class CleanArticle:
    """An article with its zones.

    `text` has the length of `article.text`, with boilerplate blanked by spaces (line ends kept);
    `zones` are the paragraphs of content in order; no span may reach across two of them. `problems` are rows of that
    table about the article as a whole.
    """

    article: Article
    text: str
    zones: tuple[Zone, ...]
    boilerplate: tuple[Zone, ...] = ()
    headline: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published: Published = Published()
    problems: tuple[Problem, ...] = ()

    def dated(self, published: Published, problems: tuple[Problem, ...] = ()) -> CleanArticle:
        """Give the same article with its publication date, and what in the text speaks against it."""
        return replace(self, published=published, problems=(*self.problems, *problems))


PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")

# What no paragraph of a newspaper has. All reading is by paragraphs: with these bounds a long text takes only as much
# more time as it is longer, whatever stands in it.
LONGEST_PARAGRAPH = 10_000
LONGEST_WORD = 500
LONGEST_GAP = 100
NOT_PROSE = re.compile(rf"(?P<word>\S{{{LONGEST_WORD},}}+)|\s{{{LONGEST_GAP},}}+")
SENTENCE = re.compile(r"[.!?][’”\"')]*\s")


def prose(text: str, zones: Iterable[Zone]) -> Iterator[Zone]:
    """Give zones cut to what can be prose: data without white space become boilerplate, wide gaps end a paragraph.

    A paragraph that is longer than any is cut at the end of a sentence, else at white space, else where it has to be.
    """
    for zone in zones:
        if zone.kind == "boilerplate" or (zone.end - zone.start) < LONGEST_GAP:
            yield zone
            continue
        at = zone.start
        for match in NOT_PROSE.finditer(text, zone.start, zone.end):
            yield from _paragraphs(text, zone, at, match.start())
            at = match.end()
            if match["word"]:
                yield Zone("boilerplate", match.start(), match.end(), "unbroken")
        yield from _paragraphs(text, zone, at, zone.end)


def _paragraphs(text: str, zone: Zone, start: int, end: int) -> Iterator[Zone]:
    while True:
        while start < end and text[start].isspace():
            start += 1
        most = min(end, start + LONGEST_PARAGRAPH)
        stop = most
        if most < end:
            half = start + LONGEST_PARAGRAPH // 2
            ends = [match.end() for match in SENTENCE.finditer(text, half, most)]
            spaces = (at for at in range(most, half, -1) if text[at].isspace())
            stop = ends[-1] if ends else next(spaces, most)
        following = stop
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop <= start:
            return
        yield zone if (start, stop) == (zone.start, zone.end) else replace(zone, start=start, end=stop)
        start = following


def plain_article(text: str, published: date | None = None) -> CleanArticle:
    """Take every line of a text as body: for texts that are not articles, such as examples."""
    article = Article(source="", text=text, published=published)
    lines = (Zone("body", match.start(), match.end(), "plain") for match in PARAGRAPH.finditer(text))
    zones = tuple(zone for zone in prose(text, lines) if zone.kind != "boilerplate")
    day = Published(published, published, published, "given") if published else Published()
    return CleanArticle(article=article, text=text, zones=zones, published=day)
