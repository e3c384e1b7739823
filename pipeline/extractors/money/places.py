"""Who pays by a common word: a place for its council ("Leeds spent £4m, York £2m"), "the city", "developers"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.cleaning import Published
from pipeline.extractors.money.masks import Name, Names
from pipeline.extractors.money.parties import PATTERNS
from pipeline.extractors.values import Organisation
from pipeline.resources import Gazetteers

# A place named after a river or another town goes by its first word: "Stoke", "Kingston".
RIVER = re.compile(r"[ -](?:upon|on)[ -]")
JOINED = re.compile(r"\s+and\s+")
NO_COUNCIL = frozenset({"combined", "regional"})
Bearer = tuple[Organisation, date | None, date | None]
Bearers = Mapping[str, Sequence[Bearer]]


def read_places(gazetteers: Gazetteers) -> Bearers:
    """Read which councils bear the name of a place, and when."""
    found: dict[str, list[Bearer]] = {}
    for row in gazetteers.read("councils"):
        if row["kind"] in NO_COUNCIL:
            continue
        value = Organisation("", row["name"], "local_authority", row["gss_code"])
        start, until = (date.fromisoformat(row[key]) if row[key] else None for key in ("start", "until"))
        for place in {row["place"], RIVER.split(row["place"])[0]}:
            found.setdefault(place, []).append((value, start, until))
    return found


def common_payers(
    text: str, sentences: Sequence[tuple[int, int]], named: Names, council: Organisation | None
) -> Iterator[Name]:
    """Find "the city", for the council of which the article speaks, and those whom nobody names, where they pay."""
    for start, end in sorted(set(sentences)):
        for match in PATTERNS["the_place"].finditer(text, start, end) if council else ():
            fits = match["noun"].title() in council.name  # type: ignore[union-attr]
            if fits and not named.overlap(*match.span()) and PATTERNS["acts"].match(text, match.end(), end):
                yield Name(match.start(), match.end(), council)  # type: ignore[arg-type]
        for match in PATTERNS["common_payers"].finditer(text, start, end):
            acts = PATTERNS["acts"].match(text, match.end(), end) or PATTERNS["source"].search(
                text, start, match.start()
            )
            if (acts or match["fund"]) and not named.overlap(*match.span()):
                yield Name(match.start(), match.end(), Organisation("", match[0]))


def acting_places(
    text: str, sentences: Sequence[tuple[int, int]], bearers: Bearers, named: Names, published: Published
) -> Iterator[Name]:
    """Find the places of some sentences that stand for their councils, by the verb or the sum that follows them."""
    known = {name.entity.gss_code: name.entity for name in named.names if isinstance(name.entity, Organisation)}
    for start, end in sorted(set(sentences)):
        listed = PATTERNS["of_councils"].search(text, start, end) is not None
        for match in PATTERNS["place"].finditer(text, start, end):
            for first, last in _pieces(match, bearers):
                value = _council(bearers[text[first:last]], published)
                before = text[max(start, first - 30) : first]
                if value is None or named.overlap(first, last):
                    continue
                acts = PATTERNS["acts"].match(text, last, end) and not PATTERNS["where"].search(before)
                beside = listed and not PATTERNS["where"].search(before)
                done = PATTERNS["acted"].search(before)
                if (
                    acts
                    or (done and done[0].rstrip().endswith("by"))
                    or ((beside or done) and PATTERNS["has_sum"].match(text, last, end))
                ):
                    listed = listed or bool(acts)
                    yield Name(first, last, known.get(value.gss_code, value))


def _pieces(match: re.Match[str], bearers: Bearers) -> Iterator[tuple[int, int]]:
    """Give the places within a run of capitals: the whole of it, or those that "and" joins."""
    if match[0] in bearers:
        yield match.span()
        return
    start = match.start()
    for piece in JOINED.split(match[0]):
        at = match.string.index(piece, start)
        start = at + len(piece)
        if piece in bearers:
            yield at, start


def _council(bearers: Sequence[Bearer], published: Published) -> Organisation | None:
    """Choose the one council that bore a name when an article was published; undated, the one that does now."""
    day = published.day or published.latest
    there = [
        value
        for value, start, until in bearers
        if (until is None if day is None else (not start or start <= day) and (not until or until >= day))
    ]
    return there[0] if len(there) == 1 else None
