"""Finds inspections and visits: one fact per distinct visit of which an article speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extractors.base import Extractor, Fact, Find, fact_id, facts, place
from pipeline.extractors.inspections.mentions import PATTERNS
from pipeline.extractors.inspections.record import Inspection
from pipeline.extractors.inspections.sightings import sightings
from pipeline.extractors.inspections.timing import publications
from pipeline.extractors.inspections.visits import visits
from pipeline.extractors.reading import Reading, of_ofsted, read_councils, read_document
from pipeline.extractors.values import Visit
from pipeline.resources import Gazetteers


def inspectors(reading: Reading, found: list[Fact[Visit]]) -> list[Fact[Visit]]:
    """Give the person who led it to the visit last spoken of before the name, else to the last one done."""
    named = list(found)
    for fact in reading.people:
        start, end = reading.around(fact.start)
        if not (
            PATTERNS["inspector"].search(reading.text, start, fact.start)
            or PATTERNS["inspector_title"].match(reading.text[fact.start : fact.end])
            or PATTERNS["inspector_after"].search(reading.text[fact.end : end])
        ):
            continue
        done = [
            number
            for number, one in enumerate(named)
            if one.value.status == "done" and of_ofsted(one.value.inspectorate)
        ]
        if done:
            best = max(done, key=lambda number: (named[number].value.report_published, named[number].value.start))
            if not named[best].value.inspector:
                named[best] = replace(named[best], value=replace(named[best].value, inspector=fact.value.key))
    return named


def build(gazetteers: Gazetteers) -> Find:
    """Make the function that finds inspections."""
    councils = read_councils(gazetteers)

    def find(doc: Doc) -> Iterator[Fact[Visit]]:
        reading = read_document(doc, councils)
        dated = list(publications(reading))
        seen = sightings(reading, frozenset(fact.start for fact, _ in dated))
        found = [
            Fact(first.start, first.end, first.rule, visit)
            for first, visit in visits(reading, seen, [publication for _, publication in dated])
        ]
        yield from inspectors(reading, found)

    return find


def rows(doc: Doc) -> Iterator[Inspection]:
    """Give the rows of `inspections`."""
    for fact in facts(doc, "inspections"):
        visit: Visit = fact.value
        yield Inspection(
            inspection_id=fact_id(doc, "inspections", fact),
            inspectorate=visit.inspectorate,
            kind=visit.kind,
            ordinal=visit.ordinal,
            count_low=visit.count_low,
            count_high=visit.count_high,
            provider=visit.provider or None,
            provider_id=visit.provider_id or None,
            provider_kind=visit.provider_kind or None,
            start=visit.start or None,
            end=visit.end or None,
            report_published=visit.report_published or None,
            inspector=visit.inspector or None,
            status=visit.status,
            **place(doc, fact),
        )


EXTRACTOR = Extractor("inspections", (Inspection,), build, rows, needs=("dates", "organisations", "people"))
