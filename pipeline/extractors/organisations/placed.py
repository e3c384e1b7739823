"""Councils that go by their place alone, where the words about it say that a council is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.cleaning import Published, Zone
from pipeline.extractors.organisations.gazetteer import Index, choose
from pipeline.extractors.organisations.names import Named
from pipeline.extractors.organisations.normalise import form
from pipeline.extractors.reading.passing import in_passing
from pipeline.patterns import Hit

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
        "services_judged",
        "council_services",
        "spoke_as_council",
        "coordinated",
    }
)
# Districts and counties share their place; combined authorities are not "the council".
TWO_TIER = ("E07", "E10", "E47")
CAPITALISED = re.compile(r"[A-Z][A-Za-z-]*[a-zA-Z]")
PLACE = re.compile(r"[A-Z][\w’'-]+(?:[ ](?:(?:and|&|upon|on|of|the)[ -])?[A-Z][\w’'-]+)*")


def placed_councils(text: str, hits: Iterable[Hit], index: Index, published: Published) -> Iterator[Named]:
    """Find councils named by their place: "its neighbour Leeds, itself rated good"; "councils: Devon; and Torbay"."""
    for hit in hits:
        start, end = hit.match.span("places")
        for match in PLACE.finditer(text, start, end):
            words = re.sub(r"['’][Ss]?$", "", match[0])
            yield from _councils(text, match.start(), match.start() + len(words), index, published)


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


def lead_council(
    text: str, paragraphs: Sequence[Zone], index: Index, published: Published, found: Iterable[Named]
) -> Named | None:
    """Give the council of the place that an article opens with, where "the council" stands for no other.

    The place must be named twice, and its council must run all services there: where a county does some, "the
    council" stays open.
    """
    lead = [zone for zone in paragraphs if zone.kind in ("headline", "standfirst")]
    lead += [zone for zone in paragraphs if zone.kind == "body"][:2]
    councils = (name for name in found if name.value.kind == "local_authority" and _within(name.start, lead))
    if any(not in_passing(text, name.start, text.rfind("\n", 0, name.start) + 1) for name in councils):
        return None
    for zone in lead:
        words = list(CAPITALISED.finditer(text, zone.start, zone.end))
        for at, word in enumerate(words):
            for last in words[at : at + 3]:
                name = text[word.start() : last.end()]
                readings = index.forms.get((*form(name), "council"), [])
                value = choose(readings, published) if readings else None
                whole = value is not None and value.gss_code and not value.gss_code.startswith(TWO_TIER)
                if value and whole and len(re.findall(rf"(?i)\b{re.escape(name)}\b", text)) > 1:
                    return Named(word.start(), last.end(), RULE, value, True)
    return None


def _within(at: int, zones: Iterable[Zone]) -> bool:
    return any(zone.start <= at < zone.end for zone in zones)
