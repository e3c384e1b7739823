"""Every place where an article speaks of an inspection or visit, before they are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extractors.base import Fact
from pipeline.extractors.inspections import normalise
from pipeline.extractors.reading import INSPECTORATE, Provider, Reading, prefix_bounds, single_prefix
from pipeline.extractors.values import When
from pipeline.patterns import Hit, alternation, compile_patterns, longest, vocabulary

WORDS = vocabulary("inspections")


def _words(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){alternation(words)}(?![\w-])", re.IGNORECASE)


PATTERNS = compile_patterns(
    "inspections",
    {
        **{name: WORDS["words"][name] for name in ("plain", "latest", "previous", "next")},
        "subjects": WORDS["inspecting"]["subjects"],
        "inspecting": WORDS["inspecting"]["verbs"],
        "report_nouns": WORDS["publication"]["nouns"],
        "report_verbs": WORDS["publication"]["verbs"],
        "months": WORDS["words"]["months"],
    },
)
CLAUSES = compile_patterns("inspections", file="clauses")
FIND = frozenset({"now", "noun", "range", "inspectors", "passive", "return", "elliptical", "refer"})
LATEST, PREVIOUS, NEXT = (_words(WORDS["words"][name]) for name in ("latest", "previous", "next"))
DETERMINED = CLAUSES["determined"]
HAPPENED = CLAUSES["happened"]
# "their first visit in two years": not the first of a series
AGAIN = CLAUSES["again"]
REFERS = CLAUSES["refers"]
MORE = CLAUSES["more"]
GENERIC = re.compile(rf"(?<![\w-]){alternation(WORDS['generic']['words'])}\s+(?:\w+\s+)?$", re.IGNORECASE)
FUTURE, HYPOTHETICAL, UNDER_WAY = (_words(WORDS[name]["words"]) for name in ("future", "hypothetical", "under_way"))
SUBJECT = _words([*WORDS["inspecting"]["subjects"], "inspected", "monitoring", "inspection"])
NOT_INSPECTION = _words(WORDS["publication"]["not_inspection"])
# what may not stand between a visit and the date that dates it
CUT = CLAUSES["cut"]
BESIDE = CLAUSES["beside"]
OPENING = CLAUSES["opening"]
LINK = CLAUSES["link"]
NEAR = 3  # paragraphs within which "the latest" can go without its noun
UNDATING = frozenset({"before", "after", "since", "until", "by"})
PAST_CLAUSE = CLAUSES["past_clause"]


@dataclass(frozen=True)
class Sighting:
    """One mention of an inspection; `kind` is empty where only its neighbours can say."""

    start: int
    end: int
    rule: str
    kind: str = ""
    ordinal: int | None = None
    low: int | None = None
    high: int | None = None
    plural: bool = False
    more: bool = False
    latest: bool = False
    previous: bool = False
    refers: bool = False  # "It was the ninth visit": the one last spoken of
    status: str = "done"
    when: tuple[str, str] = ("", "")
    report: str = ""  # when its report came out, where its own words say so: "its last inspection, published in May"
    unresolved: bool = False  # beside a date that could not be resolved
    inspectorate: str = ""
    provider: Provider = Provider()


@dataclass(frozen=True)
class Publication:
    """A date on which a report came out."""

    start: int
    day: str
    sentence: tuple[int, int]


def publications(reading: Reading) -> Iterator[tuple[Fact[When], Publication]]:
    """Give each date that dates an inspection's report."""
    for fact in reading.dates:
        if fact.value.type not in ("date", "time") or not single_prefix(fact.value):
            continue
        start, end = sentence = reading.sentence(fact.start)
        match = PATTERNS["published_after"].search(reading.text, start, fact.start)
        if match:
            at = match.start("noun") if match["noun"] else match.start("noun2")
        else:
            match = PATTERNS["published_before"].search(reading.text[fact.end : end])
            if not match or not OPENING.match(reading.text[start : fact.start]):
                continue
            at = fact.end + match.start("noun")
        if NOT_INSPECTION.search(reading.text, max(start, at - 30), at) and not INSPECTORATE.search(
            reading.text, max(start, at - 30), at
        ):
            continue
        here = reading.paragraph(fact.start)
        near = reading.paragraphs[max(here - 2, 0)].start
        if SUBJECT.search(reading.text, near, end):
            yield fact, Publication(fact.start, single_prefix(fact.value), sentence)


def sightings(reading: Reading, published: frozenset[int]) -> list[Sighting]:
    """Find every mention, with what its clause says; `published` are dates of reports, not of visits."""
    hits = longest(PATTERNS.scan(reading.text, reading.paragraphs, FIND))
    found: list[Sighting] = []
    for number, hit in enumerate(hits):
        sighting = _read(reading, hit, found)
        if sighting is None:
            continue
        if sighting.plural and sighting.status == "generic":
            found += _each(reading, sighting, published)
        before = hits[number - 1].end if number else 0
        after = hits[number + 1].start if number + 1 < len(hits) else len(reading.text)
        when = _possible(reading, sighting, _when(reading, sighting, before, after, published))
        found.append(
            replace(
                sighting,
                when=when,
                report=_report(reading, sighting, published),
                unresolved=not when[0] and _unresolved(reading, sighting),
                inspectorate=reading.inspectorate(hit.start),
                provider=reading.provider(hit.start),
            )
        )
    return found


def _each(reading: Reading, several: Sighting, published: frozenset[int]) -> list[Sighting]:
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


def _read(reading: Reading, hit: Hit, found: list[Sighting]) -> Sighting | None:
    start, end = reading.sentence(hit.start)
    text = reading.text
    name = hit.rule.split(".")[1]
    left, right = text[start : hit.start], text[hit.end : end]
    context = bool(INSPECTORATE.search(text, start, end) or SUBJECT.search(text, start, end))
    status = _status(left, right, hit, name)
    if name == "noun":
        pre, noun = hit.group("pre"), hit.group("noun")
        kind = normalise.kind(pre, noun)
        plural = noun.lower().endswith("s")
        happened = not plural and HAPPENED.match(right) and bool(reading.inspectorate(hit.start))
        if not kind and not (context or happened or (found and (normalise.ordinal(pre) or LATEST.search(pre)))):
            return None
        if not kind and not (context and CLAUSES["speaks_of_inspection"].search(text, start, end)) and plural:
            return None
        count = normalise.number(pre)
        if plural and not count:  # no visit in particular, but it says of what kind a bare "visit" nearby is
            return Sighting(hit.start, hit.end, hit.rule, kind, plural=True, status="generic")
        bare = not pre and not plural and not DETERMINED.search(left)
        if bare and not happened and not _dated_right(reading, hit):
            return None  # "nervous about inspection"
        if status == "scheduled" and CLAUSES["not_yet"].search(right):
            return None
        if GENERIC.search(left) or (not plural and count and count > 1):
            return None
        if status == "hypothetical":
            return None
        if text[hit.end : hit.end + 2] in ("’s", "'s") and not found:
            return None
        return Sighting(
            hit.start,
            hit.end,
            hit.rule,
            kind,
            _ordinal(pre, right, kind) if not plural else None,
            count if plural else None,
            count if plural else None,
            plural=plural,
            more=bool(MORE.search(pre)),
            latest=bool(LATEST.search(pre)),
            previous=bool(PREVIOUS.search(pre)) or CLAUSES["followed"].search(left) is not None,
            refers=bool(REFERS.match(left)),
            status=status,
        )
    if name == "range":
        if status == "hypothetical":
            return None
        low, high = normalise.number(hit.group("low")), normalise.number(hit.group("high"))
        return Sighting(
            hit.start, hit.end, hit.rule, normalise.kind(hit.group("pre"), hit.group("noun")), None, low, high,
            plural=True, status=status,
        )  # fmt: skip
    if name == "refer":
        if not found or reading.paragraph(found[-1].start) != reading.paragraph(hit.start):
            return None
        return Sighting(
            hit.start, hit.end, hit.rule, found[-1].kind, normalise.ordinal(hit.group("which")), refers=True,
            status=found[-1].status,
        )  # fmt: skip
    if name == "elliptical":
        named = hit.match[0].lower().endswith("visit")
        near = [
            one
            for one in found
            if one.plural and (named or reading.paragraph(hit.start) - reading.paragraph(one.start) <= NEAR)
        ]
        if not near and not (
            found
            and reading.paragraph(hit.start) - reading.paragraph(found[-1].start) <= 1
            and found[-1].rule.endswith("elliptical")
        ):
            return None
        which = hit.group("which").lower()
        series = near[-1] if near else None
        last = not normalise.ordinal(which)
        counted = series.high if series and last and not series.more and series.low == series.high else None
        kind = series.kind if series else found[-1].kind
        return Sighting(
            hit.start, hit.end, hit.rule, kind, normalise.ordinal(which) or counted,
            latest=last, status="done" if status != "scheduled" or PAST_CLAUSE.search(right[:30]) else status,
        )  # fmt: skip
    if status == "hypothetical" or (name != "inspectors" and GENERIC.search(left)):
        return None
    if name == "now":
        return Sighting(hit.start, hit.end, hit.rule, "", status="under_way")
    if name == "return":
        subject = hit.group("subject")
        if not subject and not context and "inspect" not in hit.match[0]:
            return None
        return Sighting(hit.start, hit.end, hit.rule, "", status="scheduled")
    if name == "passive":
        verb = hit.group("verb").lower()
        if "inspected" not in verb and not (reading.inspectorate(hit.start) and _dated_right(reading, hit)):
            return None
        if status == "scheduled":
            return None
        return Sighting(hit.start, hit.end, hit.rule, "" if verb == "visited" else "inspection", status="done")
    # inspectors visited: a visit only where the clause says when, or the verb is of inspecting
    verb = hit.group("verb").lower() or "there"
    if hit.group("subject").lower() in ("it", "they") and not (
        verb in ("visited", "inspected", "returned", "called") and INSPECTORATE.search(text, start, hit.start)
    ):
        return None
    dated = _dated_right(reading, hit) or _dated_left(reading, hit)
    if not dated and "inspected" not in verb:
        return None
    if verb in ("carried out", "conducted", "observed"):
        return None  # the noun that follows is the mention
    return Sighting(hit.start, hit.end, hit.rule, "", status="done")


def _ordinal(before: str, right: str, kind: str) -> int | None:
    found = normalise.ordinal(before)
    if found == 1 and kind == "monitoring_visit" and CLAUSES["since"].match(right):
        return found  # "the first monitoring visit since it was rated inadequate": monitoring began with that grade
    return None if found == 1 and AGAIN.match(right) else found


def _possible(reading: Reading, sighting: Sighting, when: tuple[str, str]) -> tuple[str, str]:
    """Refuse a date after publication to a visit that is done, and one before it to one to come."""
    if not when[0] or reading.published is None:
        return when
    today = reading.published.isoformat()
    if sighting.status == "scheduled":
        return when if when[1] >= today[: len(when[1])] else ("", "")
    return when if when[0] <= today[: len(when[0])] else ("", "")


def _report(reading: Reading, sighting: Sighting, published: frozenset[int]) -> str:
    """Give the date of the report that follows right after a mention."""
    _, end = reading.sentence(sighting.start)
    for fact in reading.dates_within(sighting.end, end):
        if fact.start in published and CLAUSES["its_report"].match(reading.text[sighting.end : fact.start]):
            return single_prefix(fact.value)
    return ""


def _unresolved(reading: Reading, sighting: Sighting) -> bool:
    """Say whether a mention stands before a date of which the year is not known: "an inspection in October"."""
    _, end = reading.sentence(sighting.start)
    return any(
        fact.value.type in ("date", "time")
        and fact.value.start is None
        and sighting.end <= fact.start < min(end, sighting.end + 60)
        and CLAUSES["held_on"].match(reading.text[sighting.end : fact.start])
        for fact in reading.dates
    )


def _dated_right(reading: Reading, hit: Hit) -> bool:
    _, end = reading.sentence(hit.start)
    dates = reading.dates_within(hit.end, end)
    return bool(dates) and dates[0].start - hit.end < 80 and not CUT.search(reading.text, hit.end, dates[0].start)


def _dated_left(reading: Reading, hit: Hit) -> bool:
    start, _ = reading.sentence(hit.start)
    dates = reading.dates_within(start, hit.start)
    return bool(dates) and bool(BESIDE.match(reading.text[dates[-1].end : hit.start]))


def _status(left: str, right: str, hit: Hit, name: str) -> str:
    near_left, near_right = left[-70:], right[:45]
    for stop in (". ", "; ", ": ", "“", " but ", " after ", " following "):
        near_left = near_left.rsplit(stop, 1)[-1]
    for stop in (".", ";", "“", " but ", " said", " and ", ","):
        near_right = near_right.split(stop, 1)[0]
    if name not in ("return",) and HYPOTHETICAL.search(near_left):
        return "hypothetical"
    ahead = CLAUSES["ahead_of"].search(near_left)
    if ahead:
        return "hypothetical" if ahead["any"] else "scheduled"
    if LATEST.search(hit.match[0]):
        return "done"
    if FUTURE.search(near_left) or FUTURE.search(hit.match[0]) or CLAUSES["to_come"].search(right):
        return "scheduled"
    if UNDER_WAY.search(near_left) or UNDER_WAY.search(near_right):
        return "under_way"
    return "done"


def _when(reading: Reading, sighting: Sighting, before: int, after: int, published: frozenset[int]) -> tuple[str, str]:
    """Give when the visit was, as its clause says: a date after it, opening the sentence, or beside it."""
    start, end = reading.sentence(sighting.start)
    dates = [fact for fact in reading.dates_within(start, end) if fact.start not in published]
    right = [fact for fact in dates if fact.start >= sighting.end and fact.start < max(after, sighting.end + 1)]
    if sighting.plural:
        right = []
    if right and right[0].start - sighting.end <= 90 and not CUT.search(reading.text, sighting.end, right[0].start):
        if right[0].value.modifier in UNDATING:
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
