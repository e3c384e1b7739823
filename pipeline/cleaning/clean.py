"""Makes a clean article: every line of the text gets its zone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.articles.article import Article
from pipeline.cleaning.bylines import authors as names_of
from pipeline.cleaning.bylines import read_byline
from pipeline.cleaning.lines import split_lines
from pipeline.cleaning.page import Page
from pipeline.cleaning.zones import CleanArticle, Zone, prose

NOT_LINE_END = re.compile(r"[^\n\r\u2028\u2029]")


def clean_article(article: Article) -> CleanArticle:
    """Give an article its zones, and its headline, standfirst and authors where the source did not say."""
    zones = list(prose(article.text, Page(article, split_lines(article.text)).zones()))
    content = tuple(zone for zone in zones if zone.kind != "boilerplate")
    boilerplate = tuple(zone for zone in zones if zone.kind == "boilerplate")
    return CleanArticle(
        article=article,
        text=blank(article.text, boilerplate),
        zones=content,
        boilerplate=boilerplate,
        headline=article.headline or _words(article.text, content, "headline"),
        standfirst=article.standfirst or _words(article.text, content, "standfirst"),
        authors=article.authors or _authors(article.text, content),
    )


def blank(text: str, zones: Iterable[Zone]) -> str:
    """Put spaces for the characters of zones, line ends kept: the length stays the same.

    >>> blank("Keep Hide Ad keep", [Zone("boilerplate", 5, 12)])
    'Keep         keep'
    """
    pieces: list[str] = []
    at = 0
    for zone in zones:
        pieces += [text[at : zone.start], NOT_LINE_END.sub(" ", text[zone.start : zone.end])]
        at = zone.end
    return "".join([*pieces, text[at:]])


def _words(text: str, zones: Iterable[Zone], kind: str) -> str:
    return next((" ".join(text[zone.start : zone.end].split()) for zone in zones if zone.kind == kind), "")


def _authors(text: str, zones: Iterable[Zone]) -> tuple[str, ...]:
    found: list[str] = []
    for zone in zones:
        if zone.kind == "byline":
            line = text[zone.start : zone.end]
            byline = read_byline(line)
            found += byline.authors if byline else names_of(line)
    return tuple(dict.fromkeys(found))
