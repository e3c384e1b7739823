"""Reads a document as inspections and judgements read it."""

from __future__ import annotations

from pipeline.extractors.base import Document, article_of, facts, sentences, zones
from pipeline.extractors.reading.article import Reading
from pipeline.extractors.reading.places import Councils


def read_document(doc: Document, councils: Councils) -> Reading:
    """Give an article as inspections and judgements read it."""
    article = article_of(doc)
    published = article.published
    return Reading(
        article.text, zones(doc), sentences(doc), facts(doc, "organisations"), facts(doc, "people"),
        facts(doc, "dates"), published.day or published.latest, councils,
    )  # fmt: skip
