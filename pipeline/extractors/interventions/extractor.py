"""Finds interventions: one fact for every notice, direction, appointment, board or order of which an article speaks."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from pipeline.extractors.base import Extractor, Fact, Find, article_of, fact_id, facts, place, sentences, zones
from pipeline.extractors.interventions.merging import Found, interventions
from pipeline.extractors.interventions.record import Intervention
from pipeline.extractors.interventions.sightings import sightings
from pipeline.extractors.reading import Reading
from pipeline.resources import Gazetteers


def read(doc: Doc) -> Reading:
    """Give an article as interventions read it."""
    published = article_of(doc).published
    return Reading(
        article_of(doc).text,
        zones(doc),
        sentences(doc),
        facts(doc, "organisations"),
        facts(doc, "people"),
        facts(doc, "dates"),
        published.day or published.latest,
    )  # fmt: skip


def build(gazetteers: Gazetteers) -> Find:  # noqa: ARG001
    """Make the function that finds interventions."""

    def find(doc: Doc) -> list[Fact[Found]]:
        return [Fact(first.start, first.end, first.rule, found) for first, found in interventions(sightings(read(doc)))]

    return find


def rows(doc: Doc) -> Iterator[Intervention]:
    """Give the rows of `interventions`."""
    for fact in facts(doc, "interventions"):
        found: Found = fact.value
        yield Intervention(
            intervention_id=fact_id(doc, "interventions", fact, found.kind),
            kind=found.kind,
            body=found.body[0] or None,
            body_id=found.body[1] or None,
            provider=found.provider.name or None,
            provider_id=found.provider.key or None,
            provider_kind=found.provider.kind or None,
            person_id=found.person or None,
            start=found.start or None,
            end=found.end or None,
            status=found.status,
            **place(doc, fact),
        )


EXTRACTOR = Extractor("interventions", (Intervention,), build, rows, needs=("dates", "organisations", "people"))
