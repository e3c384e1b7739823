"""An article as a reader gives it: its text, and whatever the source says about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pipeline.articles.record import Appearance
from pipeline.records import row_id


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
