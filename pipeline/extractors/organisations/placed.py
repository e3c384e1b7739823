"""Councils that go by their place alone, where the words about it say that a council is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.cleaning import Published
from pipeline.extractors.organisations.gazetteer import Index, choose
from pipeline.extractors.organisations.names import Named
from pipeline.extractors.organisations.normalise import form
from pipeline.patterns import Patterns

RULE = "organisations.place"
PLACES = frozenset(
    {
        "listed_councils",
        "neighbour",
        "judged_council",
        "council_people",
        "council_payers",
        "neighbouring",
        "ruled_council",
        "council_post",
        "intervened",
        "services_in",
        "spoke_as_council",
        "coordinated",
    }
)
PLACE = re.compile(
    r"[A-Z][\w’'-]+(?:[ -](?:(?:and|&|upon|on|of|the)[ -])?[A-Z][\w’'-]+)*(?:-(?:upon|on|in|le)-[A-Z][\w’-]+)?"
)


def placed_councils(
    text: str, paragraph: object, index: Index, published: Published, patterns: Patterns
) -> Iterator[Named]:
    """Find councils named by their place: "its neighbour Leeds, itself rated good"; "councils: Devon; and Torbay"."""
    for hit in patterns.scan(text, [paragraph], PLACES):  # type: ignore[list-item]
        start, end = hit.match.span("places")
        for match in PLACE.finditer(text, start, end):
            yield from _councils(text, match.start(), match.end(), index, published)


def _councils(text: str, start: int, end: int, index: Index, published: Published) -> Iterator[Named]:
    """Read words as one council's place, or as two places joined by "and"; a place that leaves it open is none."""
    words = text[start:end]
    readings = index.forms.get((*form(words), "council"), [])
    value = choose(readings, published) if readings else None
    if value is not None and value.gss_code:
        yield Named(start, end, RULE, value, True)
    elif " and " in words and not readings:
        at = start + words.index(" and ")
        yield from _councils(text, start, at, index, published)
        yield from _councils(text, at + len(" and "), end, index, published)
