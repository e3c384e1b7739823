"""Finds judgements: one fact for every grade that somebody gave, of every area and provider."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from pipeline.extractors.base import Extractor, Fact, Find, fact_id, facts, place, warn
from pipeline.extractors.judgements.finding import Finding
from pipeline.extractors.judgements.findings import findings
from pipeline.extractors.judgements.normalise import out_of_force
from pipeline.extractors.judgements.record import Judgement
from pipeline.extractors.reading import of_ofsted, read_councils, read_document
from pipeline.records import Record
from pipeline.resources import Gazetteers


def build(gazetteers: Gazetteers) -> Find:
    """Make the function that finds judgements."""
    councils = read_councils(gazetteers)

    def find(doc: Doc) -> list[Fact[Finding]]:
        return findings(read_document(doc, councils), facts(doc, "inspections"))

    return find


def rows(doc: Doc) -> Iterator[Record]:
    """Give the rows of `judgements`, and a warning for a grade that its date does not allow."""
    for fact in facts(doc, "judgements"):
        finding: Finding = fact.value
        shared = (finding.provider.name,) if finding.shared else ()
        key = fact_id(doc, "judgements", fact, finding.aspect, *shared)
        yield Judgement(
            judgement_id=key,
            inspection_id=fact_id(doc, "inspections", finding.visit) if finding.visit else None,
            inspectorate=finding.inspectorate,
            provider=finding.provider.name or None,
            provider_id=finding.provider.key or None,
            provider_kind=finding.provider.kind or None,
            framework=finding.framework or None,
            scale=finding.scale or None,
            aspect=finding.aspect,
            grade=finding.grade or None,
            grade_rank=finding.rank,
            category=finding.category or None,
            status=finding.status,
            given=finding.given or None,
            inspected_start=finding.inspected[0] or None,
            inspected_end=finding.inspected[1] or None,
            report_published=finding.published or None,
            **place(doc, fact),
        )
        if of_ofsted(finding.inspectorate) and finding.grade and finding.status in ("in_force", "superseded"):
            first, last = finding.inspected if finding.inspected[0] else (finding.given, finding.given)
            said = out_of_force(finding.grade, finding.framework, finding.aspect, finding.provider.kind, first, last)
            if said:
                yield warn(doc, "judgements", key, said)


EXTRACTOR = Extractor(
    "judgements", (Judgement,), build, rows, needs=("dates", "inspections", "organisations", "people")
)
