"""An article as a reader gives it: its text, and whatever the source says about it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property

from pipeline.articles.record import Appearance
from pipeline.records import row_id

SURROGATE = re.compile("[\ud800-\udfff]")


def writable(text: str) -> str:
    """Put U+FFFD for each half of a character (cut JSON, file names that are not UTF-8): nothing else can be written.

    >>> writable("caf\\udce9")
    'caf�'
    """
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article as read. `text` is what every offset points to; empty strings are unknown.

    `published_basis` says where `published` comes from: `metadata`, `given` (the source's own field),
    `url`, `filename`; `unknown` while nothing says. `captions` are paragraphs of the text that stand under
    pictures. `embargo` is a moment in ISO 8601. `identity` is a feed's own id of the article; `version` the
    moment of its last change in ISO 8601.
    """

    source: str
    text: str
    encoding: str = "utf-8"
    headline: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    published: date | None = None
    published_basis: str = "unknown"
    modified: date | None = None
    identity: str = ""
    version: str = ""
    embargo: str = ""
    content_type: str = "article"
    language: str = "en"

    def __post_init__(self) -> None:
        """Make every word writable."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, str):
                object.__setattr__(self, item.name, writable(value))
            elif isinstance(value, tuple):
                object.__setattr__(self, item.name, tuple(map(writable, value)))

    @cached_property
    def article_id(self) -> str:
        """A digest of the text: the same content has the same id wherever it lies."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def appearance(self) -> Appearance:
        """Say where it was found."""
        return Appearance(
            appearance_id=row_id("appearances", self.article_id, self.source, self.url),
            article_id=self.article_id,
            source=self.source,
            publisher=self.publisher or None,
            url=self.url or None,
            published=self.published,
        )

    def with_text(self, text: str) -> Article:
        """Give the same article with another text."""
        return replace(self, text=text)
