"""Reads `.html`: the body as trafilatura finds it; what the page says of itself, JSON-LD first, then meta tags."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pipeline.articles.article import Article
from pipeline.articles.bounds import LARGEST_PAGE, check_depth, check_markup
from pipeline.articles.composing import byline_of, compose
from pipeline.articles.days import day_of
from pipeline.articles.decoding import decode, read_bytes
from pipeline.articles.linked_data import articles_in
from pipeline.articles.markup import blocks, read_body
from pipeline.articles.opened import Readable
from pipeline.articles.page_captions import page_captions, with_captions
from pipeline.articles.people import author_names
from pipeline.articles.problems import warning
from pipeline.errors import InputError
from pipeline.records import Problem
from pipeline.resources import read_toml

SUFFIXES = (".html", ".htm", ".xhtml")
START = re.compile(rb"(?is)(?:\xef\xbb\xbf)?(?:\s+|<\?xml[^>]*>|<!--.{0,2000}?-->)*+<(?:!doctype\s+html|html)\b")
"""How a page begins."""
SHORTEST_BODY = 25
"""Words: what has fewer is a page without an article."""
SHOWN = 0.6
"""A page that shows a smaller share of its article's words than this does not show the article."""
STANDFIRST = re.compile(
    r"(?i)(?:^|[\s_-])(?:standfirst|strapline|sub-?headline|sub-?heading-?lead|dek|article-?intro|lead-?text|article-?summary)(?:$|[\s_-])"
)
SUBTITLE = re.compile(r"(?i)(?:^|[\s_-])sub-?title(?:$|[\s_-])")
"""Within the article, a standfirst; elsewhere what a site says of itself."""
BYLINE = re.compile(r"(?i)(?:^|[\s_-])(?:byline|by-line|author|authors|article-author)(?:$|[\s_-])")


@dataclass
class About:
    """What a page says of its article."""

    headline: str = ""
    standfirst: str = ""
    authors: list[str] = field(default_factory=list)
    published: Any = None
    modified: Any = None
    publisher: str = ""
    url: str = ""
    body: str = ""


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the article of a saved page."""
    text, encoding = decode(read_bytes(file, source, LARGEST_PAGE), source)
    if encoding == "cp1252" and not re.search(
        r"(?i)charset\s*=\s*[\"']?(?:windows-1252|iso-8859-1|latin-?1)", text[:4000]
    ):
        yield warning(source, "read as cp1252, not UTF-8: check its quotation marks and accents, or save it as UTF-8")
    yield from read_page(text, encoding, source)


def recognises(opening: bytes) -> bool:
    """Whether a file begins as a web page does."""
    return START.match(opening) is not None


def read_page(page: str, encoding: str, source: str) -> Iterator[Article | Problem]:
    """Make an article of a page.

    Raises InputError where the page holds no article.
    """
    import trafilatura

    check_markup(page, source)
    tree = trafilatura.load_html(page)
    if tree is None:
        raise InputError("not a web page: no HTML in it; save the article's page again", source)
    check_depth(tree, source)
    about = _about(tree)
    visible_standfirst = about.standfirst or _visible(tree, STANDFIRST) or _visible(tree, SUBTITLE, "//article")
    visible_byline = _visible(tree, BYLINE)
    captions = page_captions(tree)
    paragraphs = _body(page)
    paragraphs = _fuller(paragraphs, read_body(about.body)[0])
    if _length(paragraphs) < SHORTEST_BODY:
        raise InputError("no article found in this page; save the article's own page, or its text as .txt", source)
    authors = author_names(about.authors) or author_names([visible_byline])
    paragraphs = with_captions(paragraphs, captions)
    headline = about.headline or _visible_headline(tree)
    published, modified = day_of(about.published), day_of(about.modified)
    byline = visible_byline if author_names([visible_byline]) else byline_of(list(authors))
    yield Article(
        source=source,
        text=compose(headline, visible_standfirst, byline, paragraphs),
        encoding=encoding,
        headline=headline,
        standfirst=visible_standfirst,
        authors=tuple(name for name in authors if name.casefold() != about.publisher.casefold()),
        captions=tuple(caption for caption, _ in captions),
        publisher=about.publisher,
        url=about.url,
        published=published,
        published_basis="given" if published else "unknown",
        modified=modified,
    )


# ------------------------------------------------------------------ the body
def _length(paragraphs: list[str]) -> int:
    """Count words."""
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def _fuller(shown: list[str], said: list[str]) -> list[str]:
    """Choose the body that the page shows, or the one that it carries in what it says of itself.

    A page that draws its article by a script shows little or nothing of it; of two of the same words, the one with
    more paragraphs has kept them.
    """
    much_less = _length(shown) < SHOWN * _length(said)
    return said if much_less or (len(said) > len(shown) and " ".join(said) == " ".join(shown)) else shown


def _body(page: str) -> list[str]:
    """Give the paragraphs of the article: what trafilatura takes for its body, in order."""
    import trafilatura

    found = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(found, "body", None)
    return [] if body is None else blocks(body)


# ------------------------------------------------------------------ what the page says of itself
def _about(tree: Any) -> About:
    about = About()
    for node in _articles_in_json(tree):
        about.headline = about.headline or _text(node.get("headline") or node.get("name"))
        about.authors = about.authors or _people(node.get("author"))
        about.published = about.published or node.get("datePublished")
        about.modified = about.modified or node.get("dateModified")
        about.publisher = about.publisher or _text(node.get("publisher"))
        about.url = about.url or _address(node)
        about.body = about.body or str(node.get("articleBody") or "")
    meta = _meta(tree)
    about.headline = about.headline or _tagged(meta, "headline")
    about.authors = about.authors or [name for name in [_tagged(meta, "byline")] if name]
    about.published = about.published or _tagged(meta, "published") or None
    about.modified = about.modified or _tagged(meta, "modified")
    about.publisher = about.publisher or _tagged(meta, "publisher")
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    about.url = about.url or str(canonical).strip() or _tagged(meta, "url")
    if about.published is None:
        stamps = {str(stamp)[:10] for stamp in tree.xpath("//article//time/@datetime")}
        about.published = stamps.pop() if len(stamps) == 1 else None
    return about


def _articles_in_json(tree: Any) -> list[Mapping[str, Any]]:
    """Give the page's article as its JSON-LD has it; of several the first that has a headline."""
    found: list[Mapping[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        with suppress(ValueError, RecursionError):
            found += articles_in(json.loads(script.text or "", strict=False))
    return sorted(found, key=lambda node: not node.get("headline"))[:1]


def _people(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    people = [item for item in values if not (isinstance(item, Mapping) and "Organization" in str(item.get("@type")))]
    return [name for item in people if (name := _text(item)) and not name.startswith("http")]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return next((words for item in value if (words := _text(item))), "")
    if isinstance(value, Mapping):
        return _text(value.get("name") or value.get("@value"))
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""


def _address(node: Mapping[str, Any]) -> str:
    page = node.get("mainEntityOfPage")
    inner = page.get("@id") or page.get("url") if isinstance(page, Mapping) else page
    return next(
        (
            value
            for value in (node.get("url"), inner, node.get("@id"))
            if isinstance(value, str) and value.startswith("http")
        ),
        "",
    )


def _tagged(meta: Mapping[str, str], field: str) -> str:
    """Give what the first tag that has it says of a field; some name an author by the address of a page."""
    found = (meta.get(name, "") for name in read_toml("articles/fields.toml")["meta"][field])
    return next((words for words in found if words and not (field == "byline" and "/" in words)), "")


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.xpath("//meta[@content]"):
        key = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").casefold()
        found.setdefault(key, " ".join(str(tag.get("content")).split()))
    return {key: value for key, value in found.items() if value}


def _visible_headline(tree: Any) -> str:
    for path in ("//article//h1", "//h1", "//title"):
        for node in tree.xpath(path):
            if words := " ".join("".join(node.itertext()).split()):
                return words
    return ""


def _visible(tree: Any, pattern: re.Pattern[str], within: str = "//article|//main|//header") -> str:
    """Give the words of the first element, within those named or else the page, whose class says what it is."""
    places = tree.xpath(within) or (tree.xpath("//body") if "|" in within else [])
    for place in places:
        for node in place.xpath(".//*[@class]"):
            if pattern.search(str(node.get("class"))) and node.tag not in ("section", "article", "main"):
                words = " ".join(" ".join(node.itertext()).split())
                if 2 <= len(words.split()) <= 60:
                    return words
    return ""
