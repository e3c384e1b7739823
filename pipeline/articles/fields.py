"""A mapping of fields, as JSON, CSV and XML carry articles, → an article. What fields are called is data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pipeline.articles.article import Article
from pipeline.articles.composing import byline_of, compose
from pipeline.articles.days import day_of, moment_of
from pipeline.articles.markup import read_body, read_fragment
from pipeline.articles.people import author_names
from pipeline.articles.problems import warning
from pipeline.errors import InputError
from pipeline.records import Problem
from pipeline.resources import read_toml


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


def identity_of(record: object) -> str:
    """Give the identity of an item in its feed, else its address; empty where it has neither."""
    if not isinstance(record, Mapping):
        return ""
    return _words(_value(record, "identity")) or _words(_value(record, "url"))


def version_of(record: object) -> tuple[str, str] | None:
    """Give the identity of an item that may come in several versions, and which version it is."""
    if not isinstance(record, Mapping):
        return None
    identity, version = _words(_value(record, "identity")), _words(_value(record, "version"))
    return (identity, version.zfill(12)) if identity and version else None


def record_article(record: object, source: str, encoding: str, line: int | None = None) -> Iterator[Article | Problem]:
    """Make an article of a mapping; a picture or withheld item gives a warning instead.

    Raises InputError where it is no mapping, or has no body.
    """
    if not isinstance(record, Mapping):
        raise InputError(
            "not an object with the fields of an article (headline, byline, published, body, …)", source, line
        )
    kind, status = (_code(_value(record, name)) for name in ("kind", "status"))
    if kind in _listed("skip", "kinds") or status in _listed("skip", "statuses"):
        marked = kind if kind in _listed("skip", "kinds") else repr(status)
        yield warning(source, f"left out: it is marked {marked}, not a published story", line)
        return
    content_type = read_toml("articles/fields.toml")["content_types"].get(kind, "article")
    paragraphs, captions = _body(record)
    if not paragraphs:
        paragraphs, captions = _paragraphs(_value(record, "summary"))
        if paragraphs and content_type == "article":
            content_type = "summary"
            yield warning(source, "only a summary of the article; save its own page to have all of it", line)
    if not paragraphs:
        known = ", ".join(field_names()["body"][:12])
        raise InputError(f"no field with the article's text; it may be called {known}", source, line)
    headline = _title(_words(_value(record, "headline")))
    standfirst = _title(_words(_value(record, "standfirst")))
    given = _names(_value(record, "byline"))
    publisher, url = _publisher_and_url(record)
    authors = tuple(name for name in author_names(given) if name.casefold() != publisher.casefold())
    for name in ("published", "embargo"):
        words = _words(_value(record, name))
        if words and day_of(_value(record, name) if name == "published" else words) is None:
            yield warning(source, f"{words!r} is not a date; write it as 2024-05-31", line)
    published = day_of(_value(record, "published"))
    yield Article(
        source=source,
        text=compose(headline, standfirst, byline_of(given), paragraphs),
        encoding=encoding,
        headline=headline,
        standfirst=standfirst,
        authors=authors,
        captions=captions,
        publisher=publisher,
        url=url,
        published=published,
        published_basis="given" if published else "unknown",
        modified=day_of(_value(record, "modified")),
        identity=_words(_value(record, "identity")),
        version=moment_of(_words(_value(record, "modified"))),
        embargo=moment_of(_words(_value(record, "embargo"))),
        content_type=content_type,
    )


def _body(record: Mapping[Any, Any]) -> tuple[list[str], tuple[str, ...]]:
    """Give the paragraphs, the captions of the pictures that go with them first, and what the captions are."""
    paragraphs, captions = _paragraphs(_value(record, "body"))
    if not paragraphs:
        return [], ()
    said = list(dict.fromkeys([*_captions(record), *captions]))
    return [*(words for words in said if words not in paragraphs), *paragraphs], tuple(said)


def _captions(record: Mapping[Any, Any]) -> Iterator[str]:
    """Give the words under the pictures: of `captions`, and of each picture in a list or mapping of them."""
    given, pictures = _value(record, "captions"), _value(record, "pictures")
    words = [_words(one) for one in (given if isinstance(given, list) else [given])]
    for picture in pictures.values() if isinstance(pictures, Mapping) else pictures or []:
        if isinstance(picture, Mapping) and _code(picture.get("type", "picture")) in _listed("pictures", "kinds"):
            named = {_plain(str(name)): value for name, value in picture.items()}
            words.append(next(filter(None, (_words(named.get(key)) for key in _listed("pictures", "captions"))), ""))
    yield from filter(None, map(_title, words))


def _value(record: Mapping[Any, Any], field: str) -> Any:
    """Give a field's value under whichever of its names is filled first."""
    named = {_plain(str(name)): value for name, value in record.items()}
    for name in field_names()[field]:
        if named.get(name) not in (None, "", [], {}):
            return named[name]
    return None


def _code(value: Any) -> str:
    """Give a controlled word without the vocabulary that stands before it, as `stat:usable` has."""
    return _words(value).casefold().rpartition(":")[2]


def _words(value: Any, depth: int = 3) -> str:
    """Give the words of a value: of the main or first item of a list, of the telling key of a nested object."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if depth and isinstance(value, list) and value:
        roles = _listed("nested", "roles")
        main = [item for item in value if isinstance(item, Mapping) and item.get("role") in roles]
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


def _paragraphs(value: Any) -> tuple[list[str], tuple[str, ...]]:
    """Give the paragraphs of a body, and which of them are captions."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [part for item in value for part in _paragraphs(item)[0]], ()
    return read_body(_words(value))


def _publisher_and_url(record: Mapping[Any, Any]) -> tuple[str, str]:
    """Give publisher and address; some formats call the address `source`."""
    publisher, url = _words(_value(record, "publisher")), _words(_value(record, "url"))
    if publisher.startswith(("http://", "https://")):
        url = url or publisher
        others = {key: value for key, value in record.items() if _words(value) != publisher}
        publisher = _words(_value(others, "publisher"))
    return ("" if publisher.startswith("http") else publisher), url
