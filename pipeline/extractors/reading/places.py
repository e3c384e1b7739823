"""Councils called by their place alone: "Torbay, by contrast, remains at requires improvement".

Only where the words around a place say that the council, or its children's services, is meant; the shapes
are in `vocabulary.toml`. Only councils that run children's services are read so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.cleaning import Zone
from pipeline.extractors.base import Fact
from pipeline.extractors.values import Organisation
from pipeline.patterns import alternation
from pipeline.resources import Gazetteers, read_toml

SHAPES = {
    name: re.compile(shape, re.VERBOSE | re.IGNORECASE)
    for name, shape in read_toml("extractors/reading/vocabulary.toml")["places"].items()
}
REACH = 120  # characters beside a place that can say what it stands for


@dataclass(frozen=True)
class Councils:
    """The councils that run children's services, by their place."""

    by_place: dict[str, Organisation]
    pattern: re.Pattern[str] | None = None

    def named(
        self, text: str, paragraphs: Sequence[Zone], known: Sequence[Fact[Organisation]], services: bool
    ) -> Iterator[Fact[Organisation]]:
        """Find the places that stand for their council; `services`: the article is about such councils' services."""
        if self.pattern is None:
            return
        keys = {fact.value.gss_code: fact.value for fact in known if fact.value.gss_code}
        taken = [(fact.start, fact.end) for fact in known]
        at = 0
        for paragraph in paragraphs:
            for match in self.pattern.finditer(text, paragraph.start, paragraph.end):
                while at < len(taken) and taken[at][1] <= match.start():
                    at += 1
                if at < len(taken) and taken[at][0] < match.end():
                    continue
                left = text[max(paragraph.start, match.start() - REACH) : match.start()]
                right = text[match.end() : min(paragraph.end, match.end() + REACH)]
                if _means_council(left, right, services):
                    value = self.by_place[match[0]]
                    yield Fact(match.start(), match.end(), "reading.place", keys.get(value.gss_code, value))


def _means_council(left: str, right: str, services: bool) -> bool:
    if SHAPES["owner"].match(right) or SHAPES["within"].search(left):
        return True
    return services and bool(
        SHAPES["aside"].match(right)
        or SHAPES["neighbour"].search(left)
        or (SHAPES["opens"].search(left) and SHAPES["subject"].match(right))
    )


def read_councils(gazetteers: Gazetteers) -> Councils:
    """Read the councils that run children's services; a place that two share is read as neither."""
    by_place: dict[str, Organisation] = {}
    shared: set[str] = set()
    for row in gazetteers.read("councils"):
        if not row["dfe_code"] or row["until"]:
            continue
        if row["place"] in by_place:
            shared.add(row["place"])
        # no key: the article may never name the council, and then there is no row to point to
        by_place[row["place"]] = Organisation(
            "", row["name"], "local_authority", row["gss_code"], row["dfe_code"], row["nation"], row["region"]
        )
    places = {place: value for place, value in by_place.items() if place not in shared}
    return Councils(places, re.compile(rf"(?<![\w-]){alternation(places)}(?![\w-])") if places else None)
