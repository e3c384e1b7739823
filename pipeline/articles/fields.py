"""A mapping of fields, as JSON, CSV and XML carry articles, → an article. What fields are called is data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pipeline.articles.article import Article
from pipeline.articles.composing import byline_of, compose
from pipeline.articles.days import day_of
from pipeline.articles.markup import read_fragment
from pipeline.articles.people import author_names
from pipeline.articles.problems import warning
from pipeline.errors import InputError
from pipeline.records import Problem
from pipeline.resources import read_toml

TAG = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|strong|em|b|i|a|span|section|article|figure|blockquote)\b[^>]{0,500}>", re.IGNORECASE
)
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@cache
def field_names() -> dict[str, tuple[str, ...]]:
    """Give what each field of an article may be called, letter case and separators taken away."""
    fields: dict[str, list[str]] = read_toml("articles/fields.toml")["fields"]
    return {field: tuple(_plain(name) for name in names) for field, names in fields.items()}


@cache
def _listed(table: str, key: str) -> tuple[str, ...]:
    return tuple(read_toml("articles/fields.toml")[table][key])


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name.casefold())


def envelope_items(value: Any) -> list[Any] | None:
    """Give the items of a feed's envelope; None for what is an article itself."""
    if isinstance(value, Mapping) and not _value(value, "body"):
        for key in _listed("envelopes", "keys"):
            if isinstance(items := value.get(key), list):
                return items
    return None


def record_article(record: object, source: str, encoding: str, line: int | None = None) -> Iterator[Article | Problem]:
    """Make an article of a mapping; an advisory, picture or withheld item gives a warning instead.

    Raises InputError where it is no mapping, or has no body.
    """
    if not isinstance(record, Mapping):
        raise InputError(
            "not an object with the fields of an article (headline, byline, published, body, …)", source, line
        )
    kind, status = (_words(_value(record, name)).casefold() for name in ("kind", "status"))
    if kind in _listed("skip", "kinds") or status in _listed("skip", "statuses"):
        yield warning(
            source,
            f"left out: it is marked {kind if kind in _listed('skip', 'kinds') else status!r}, not a published story",
            line,
        )
        return
    paragraphs = _paragraphs(_value(record, "body"))
    if not paragraphs:
        known = ", ".join(field_names()["body"][:12])
        raise InputError(f"no field with the article's text; it may be called {known}", source, line)
    headline = _title(_words(_value(record, "headline")))
    standfirst = _title(_words(_value(record, "standfirst")))
    given = _names(_value(record, "byline"))
    publisher, url = _publisher_and_url(record)
    authors = tuple(name for name in author_names(given) if name.casefold() != publisher.casefold())
    published_field = _value(record, "published")
    published = day_of(published_field)
    if published is None and _words(published_field):
        yield warning(source, f"{_words(published_field)!r} is not a date; write it as 2024-05-31", line)
    yield Article(
        source=source,
        text=compose(headline, standfirst, byline_of(given), paragraphs),
        encoding=encoding,
        headline=headline,
        standfirst=standfirst,
        authors=authors,
        publisher=publisher,
        url=url,
        published=published,
        published_basis="given" if published else "unknown",
        modified=day_of(_value(record, "modified")),
    )


def _value(record: Mapping[Any, Any], field: str) -> Any:
    """Give a field's value under whichever of its names is filled first."""
    named = {_plain(str(name)): value for name, value in record.items()}
    for name in field_names()[field]:
        if named.get(name) not in (None, "", [], {}):
            return named[name]
    return None


def _words(value: Any, depth: int = 3) -> str:
    """Give the words of a value: of the main or first item of a list, of the telling key of a nested object."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if depth and isinstance(value, list) and value:
        main = [
            item for item in value if isinstance(item, Mapping) and item.get("role") in ("main", "headline", "body")
        ]
        return _words((main or value)[0], depth - 1)
    if depth and isinstance(value, Mapping):
        for key in _listed("nested", "keys"):
            if words := _words(value.get(key), depth - 1):
                return words
    return ""


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [" ".join(words.split()) for words in map(_words, values) if words]


def _title(words: str) -> str:
    if "<" in words or "&" in words:
        words = " ".join(read_fragment(words)[0]) or words
    return " ".join(words.split())


def _paragraphs(value: Any) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [part for item in value for part in _paragraphs(item)]
    words = _words(value).replace("\r\n", "\n").replace("\r", "\n")
    if TAG.search(words):
        return read_fragment(words)[0]
    parts = BLANK_LINES.split(words) if BLANK_LINES.search(words) else words.split("\n")
    return [part.strip() for part in parts if part.strip()]


def _publisher_and_url(record: Mapping[Any, Any]) -> tuple[str, str]:
    """Give publisher and address; some formats call the address `source`."""
    publisher, url = _words(_value(record, "publisher")), _words(_value(record, "url"))
    if publisher.startswith(("http://", "https://")):
        url = url or publisher
        others = {key: value for key, value in record.items() if _words(value) != publisher}
        publisher = _words(_value(others, "publisher"))
    return ("" if publisher.startswith("http") else publisher), url
