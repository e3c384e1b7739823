"""Articles as spaCy Docs with the spans of every table: what DocBin and displaCy both start from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.exports.staging import Row, Source

# The labels that spaCy's own English models give; other tables have no name among them.
ENTITY_LABELS = {"person": "PERSON", "organisation": "ORG", "money": "MONEY", "dates": "DATE"}


@cache
def tokeniser() -> Language:
    """Give spaCy's English tokeniser, without a model: the pipeline reads with the same."""
    return spacy.blank("en")


def documents(source: Source) -> Iterator[tuple[Row, Doc]]:
    """Give every article's row with its Doc.

    `doc.spans[table]` holds that table's rows, widened to whole tokens, each span with the row's key as `id_`
    (and a mention's `entity_id` as `kb_id_`); `doc.ents` the people, organisations, sums and days that do not
    overlap, the longest first; `doc.user_data` the article's key, source, headline and day.
    """
    names = [name for name, schema in source.schemas.items() if schema.has_offsets]
    for article, tables in source.by_article(names):
        doc = tokeniser()(article["text"])
        groups: dict[str, list[Span]] = {name: [] for name in names}
        entities = []
        for name, row in ((name, row) for name, rows in tables.items() for row in rows):
            key = row[source.schemas[name].key]
            place = (row["char_start"], row["char_end"])
            known = row.get("entity_id") or ""
            span = doc.char_span(*place, label=name, kb_id=known, span_id=key, alignment_mode="expand")
            if span is None:
                continue
            groups[name].append(span)
            label = ENTITY_LABELS.get(row.get("entity_type") or name)
            if label:
                entities.append(Span(doc, span.start, span.end, label=label, kb_id=known))
        for name, spans in groups.items():
            doc.spans[name] = spans
        doc.ents = filter_spans(entities)
        doc.user_data = {
            name: str(article[name]) for name in ("article_id", "source", "headline", "published") if article[name]
        }
        yield article, doc
