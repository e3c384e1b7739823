"""When a visit was, and when its report came out, as the clause around a mention says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.extractors.base import Fact
from pipeline.extractors.inspections.mentions import (
    BESIDE,
    CLAUSES,
    CUT,
    LINK,
    NOT_INSPECTION,
    OPENING,
    PATTERNS,
    SUBJECT,
    UNDATING,
    Publication,
    Sighting,
)
from pipeline.extractors.reading import INSPECTORATE, Reading, prefix_bounds, single_prefix, year_moved
from pipeline.extractors.values import When
from pipeline.patterns import Hit

ASIDE = 210  # characters that a relative clause can put between a visit and its date


def publications(reading: Reading) -> Iterator[tuple[Fact[When], Publication]]:
    """Give each date that dates an inspection's report."""
    for fact in reading.dates:
        if fact.value.type not in ("date", "time") or not single_prefix(fact.value):
            continue
        if fact.value.granularity == "day" and fact.value.start != fact.value.end:
            continue  # a report comes out on one day
        start, end = sentence = reading.sentence(fact.start)
        match = PATTERNS["published_after"].search(reading.text, start, fact.start)
        if match:
            at = next(match.start(name) for name in ("noun", "noun2", "noun3", "noun4") if match[name])
        else:
            match = PATTERNS["published_before"].search(reading.text[fact.end : end])
            if not match or not (match["verb"] or OPENING.match(reading.text[start : fact.start])):
                continue
            at = fact.end + match.start("noun5" if match["verb"] else "noun")
        if NOT_INSPECTION.search(reading.text, max(start, at - 30), at) and not INSPECTORATE.search(
            reading.text, max(start, at - 30), at
        ):
            continue
        here = reading.paragraph(fact.start)
        near = reading.paragraphs[max(here - 2, 0)].start
        if SUBJECT.search(reading.text, near, end):
            yield fact, Publication(fact.start, single_prefix(fact.value), sentence)


def each_dated(reading: Reading, several: Sighting, published: frozenset[int]) -> list[Sighting]:
    """Give one mention for each date of several visits: "monitoring visits in September and on 12 November"."""
    _, end = reading.sentence(several.start)
    dates = [fact for fact in reading.dates_within(several.end, end) if fact.start not in published]
    if len(dates) < 2 or not several.kind or not CLAUSES["on"].match(reading.text[several.end : dates[0].start]):
        return []
    listed = dates[:1]
    for fact in dates[1:]:
        if not CLAUSES["and_on"].match(reading.text[listed[-1].end : fact.start]):
            break
        listed.append(fact)
    if len(listed) < 2:
        return []
    inspectorate, provider = reading.inspectorate(several.start), reading.provider(several.start)
    return [
        Sighting(
            several.start if fact is listed[0] else fact.start,
            fact.end,
            several.rule,
            several.kind,
            when=prefix_bounds(fact.value),
            inspectorate=inspectorate,
            provider=provider,
        )
        for fact in listed
    ]


def each_again(reading: Reading, first: Sighting, published: frozenset[int]) -> list[Sighting]:
    """Give the further mentions of a verb with several dates: "inspected in 2011 and again in 2016"."""
    _, end = reading.sentence(first.start)
    dates = [fact for fact in reading.dates_within(first.end, end) if fact.start not in published]
    found: list[Sighting] = []
    for last, fact in pairwise(dates):
        if not CLAUSES["again_in"].match(reading.text[last.end : fact.start]):
            break
        found.append(
            replace(
                first,
                start=fact.start,
                end=fact.end,
                when=prefix_bounds(fact.value),
                inspectorate=reading.inspectorate(first.start),
                provider=reading.provider(first.start),
            )
        )
    return found


def possible(reading: Reading, sighting: Sighting, when: tuple[str, str]) -> tuple[str, str]:
    """Refuse a date after publication to a visit that is done, and one before it to one to come.

    "The visit in April" of an article of March was last year's: where no year is printed, the year moves.
    """
    if not when[0] or reading.published is None:
        return when
    today = reading.published.isoformat()
    ahead = sighting.status == "scheduled"
    if (when[1] >= today[: len(when[1])]) if ahead else (when[0] <= today[: len(when[0])]):
        return when
    start, end = reading.around(sighting.start)
    if sighting.status == "under_way":
        return "", ""
    return year_moved(when, 1 if ahead else -1, reading.text[start:end])


def own_report(reading: Reading, sighting: Sighting, published: frozenset[int]) -> str:
    """Give the date of the report that follows right after a mention."""
    _, end = reading.sentence(sighting.start)
    for fact in reading.dates_within(sighting.end, end):
        if fact.start in published and CLAUSES["its_report"].match(reading.text[sighting.end : fact.start]):
            return single_prefix(fact.value)
    return ""


def unresolved(reading: Reading, sighting: Sighting) -> bool:
    """Say whether a mention stands before a date of which the year is not known: "an inspection in October"."""
    _, end = reading.sentence(sighting.start)
    return any(
        fact.value.type in ("date", "time")
        and fact.value.start is None
        and sighting.end <= fact.start < min(end, sighting.end + 60)
        and CLAUSES["held_on"].match(reading.text[sighting.end : fact.start])
        for fact in reading.dates
    )


def dated_right(reading: Reading, hit: Hit) -> bool:
    """Say whether a date follows in its clause."""
    _, end = reading.sentence(hit.start)
    dates = reading.dates_within(hit.end, end)
    return bool(dates) and dates[0].start - hit.end < 80 and not CUT.search(reading.text, hit.end, dates[0].start)


def dated_left(reading: Reading, hit: Hit) -> bool:
    """Say whether a date stands beside it, before it."""
    start, _ = reading.sentence(hit.start)
    dates = reading.dates_within(start, hit.start)
    return bool(dates) and bool(BESIDE.match(reading.text[dates[-1].end : hit.start]))


def when_held(
    reading: Reading, sighting: Sighting, before: int, after: int, published: frozenset[int]
) -> tuple[str, str]:
    """Give when the visit was, as its clause says: a date after it, opening the sentence, or beside it."""
    start, end = reading.sentence(sighting.start)
    dates = [fact for fact in reading.dates_within(start, end) if fact.start not in published]
    right = [fact for fact in dates if fact.start >= sighting.end and fact.start < max(after, sighting.end + 1)]
    if sighting.plural:
        right = []
    held = right and (
        CLAUSES["took_place"].search(reading.text, sighting.end, right[0].start)
        or CLAUSES["after_aside"].match(reading.text[sighting.end : right[0].start])
    )
    if right and (
        (right[0].start - sighting.end <= 90 and not CUT.search(reading.text, sighting.end, right[0].start))
        or (held and right[0].start - sighting.end <= ASIDE)
    ):
        since = right[0].value.modifier == "since" and CLAUSES["first_since"].search(
            reading.text, start, right[0].start
        )
        if right[0].value.modifier in UNDATING and not since:
            return "", ""
        last = right[0]
        if len(right) > 1 and LINK.match(reading.text[right[0].end : right[1].start]):
            last = right[1]
        return prefix_bounds(right[0].value)[0], prefix_bounds(last.value)[1]
    inner = [fact for fact in dates if sighting.start <= fact.start and fact.end <= sighting.end]
    left = [fact for fact in dates if max(before, start) <= fact.start and fact.end <= sighting.start]
    if inner:
        return prefix_bounds(inner[-1].value)
    if left and not sighting.plural and left[-1].value.modifier not in UNDATING:
        gap = reading.text[left[-1].end : sighting.start]
        opens = OPENING.match(reading.text[start : left[0].start]) and len(gap) < 60 and not CUT.search(gap)
        if BESIDE.match(gap) or (opens and sighting.status == "done" and not sighting.rule.endswith("elliptical")):
            return prefix_bounds(left[-1].value)
    return "", ""
