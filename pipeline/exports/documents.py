"""Articles as spaCy Docs with the spans of every table: what DocBin and displaCy both start from."""

from __future__ import annotations

from collections import defaultdict
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


def spans_of_articles(source: Source) -> dict[str, list[tuple[str, Row]]]:
    """Give every row with offsets by its article, with its table's name, in the order of the text."""
    found: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for name, schema in source.schemas.items():
        if schema.has_offsets:
            for row in source.rows(name):
                found[row["article_id"]].append((name, row))
    for rows in found.values():
        rows.sort(key=lambda pair: (pair[1]["char_start"], pair[1]["char_end"], pair[0]))
    return found


def documents(source: Source) -> Iterator[tuple[Row, Doc]]:
    """Give every article's row with its Doc.

    `doc.spans[table]` holds that table's rows, widened to whole tokens, each span with the row's key as `id_`
    (and a mention's `entity_id` as `kb_id_`); `doc.ents` the people, organisations, sums and days that do not
    overlap, the longest first; `doc.user_data` the article's key, source, headline and day.
    """
    by_article = spans_of_articles(source)
    for article in source.rows("articles"):
        doc = tokeniser()(article["text"])
        groups: dict[str, list[Span]] = {name: [] for name, schema in source.schemas.items() if schema.has_offsets}
        entities = []
        for name, row in by_article.get(article["article_id"], []):
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
