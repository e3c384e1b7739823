"""Every place where an article speaks of an inspection or visit, before they are told apart."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extractors.inspections import normalise
from pipeline.extractors.inspections.mentions import (
    AGAIN,
    CLAUSES,
    DETERMINED,
    FIND,
    FUTURE,
    GENERIC,
    HAPPENED,
    HYPOTHETICAL,
    LATEST,
    MORE,
    NEAR,
    PAST_CLAUSE,
    PATTERNS,
    PREVIOUS,
    REFERS,
    SUBJECT,
    UNDER_WAY,
    Sighting,
)
from pipeline.extractors.inspections.timing import (
    dated_left,
    dated_right,
    each_again,
    each_dated,
    own_report,
    possible,
    unresolved,
    when_held,
)
from pipeline.extractors.reading import INSPECTORATE, Reading
from pipeline.patterns import Hit, longest


def sightings(reading: Reading, published: frozenset[int]) -> list[Sighting]:
    """Find every mention, with what its clause says; `published` are dates of reports, not of visits."""
    hits = longest(PATTERNS.scan(reading.text, reading.paragraphs, FIND))
    found: list[Sighting] = []
    for number, hit in enumerate(hits):
        sighting = _read(reading, hit, found)
        if sighting is None:
            continue
        if sighting.plural and sighting.status == "generic":
            found += each_dated(reading, sighting, published)
        elif sighting.status == "done" and not sighting.plural:
            found += each_again(reading, sighting, published)
        before = hits[number - 1].end if number else 0
        after = hits[number + 1].start if number + 1 < len(hits) else len(reading.text)
        when = possible(reading, sighting, when_held(reading, sighting, before, after, published))
        found.append(
            replace(
                sighting,
                when=when,
                report=own_report(reading, sighting, published),
                unresolved=not when[0] and unresolved(reading, sighting),
                inspectorate=reading.inspectorate(hit.start),
                provider=reading.provider(hit.start),
            )
        )
    return found


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
        known = context or happened or (found and (normalise.ordinal(pre) or LATEST.search(pre)))
        if not kind and CLAUSES["elsewhere"].match(right):
            return None
        if not kind and noun.lower().startswith("visit") and _of_others(left, right):
            return None
        if not kind and not known and not (not plural and _of_inspectors(reading, hit)):
            return None
        if not kind and not (context and CLAUSES["speaks_of_inspection"].search(text, start, end)) and plural:
            return None
        count = normalise.number(CLAUSES["section"].sub("", pre))
        if plural and not count:  # no visit in particular, but it says of what kind a bare "visit" nearby is
            return Sighting(hit.start, hit.end, hit.rule, kind, plural=True, status="generic")
        bare = not pre and not plural and not DETERMINED.search(left)
        if bare and not happened and not dated_right(reading, hit):
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
        which = hit.group("which").lower()
        last = not normalise.ordinal(which)
        # "a second visit took place in May. The first, in October, …"
        counted_on = found and not last and found[-1].ordinal and found[-1].ordinal != normalise.ordinal(which)
        if not near and not (
            found
            and reading.paragraph(hit.start) - reading.paragraph(found[-1].start) <= 1
            and (found[-1].rule.endswith("elliptical") or counted_on)
        ):
            return None
        series = near[-1] if near else None
        counted = series.high if series and last and not series.more and series.low == series.high else None
        kind = series.kind if series else next((one.kind for one in reversed(found) if one.kind), "")
        return Sighting(
            hit.start, hit.end, hit.rule, kind, normalise.ordinal(which) or counted,
            latest=last, status="done" if status != "scheduled" or PAST_CLAUSE.search(right[:30]) else status,
        )  # fmt: skip
    if name == "upcoming":
        told = found and reading.sentence(found[-1].start) == (start, end) and not found[-1].plural
        return Sighting(hit.start, hit.end, hit.rule, found[-1].kind, status="scheduled") if told else None
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
        if "inspected" not in verb and not (reading.inspectorate(hit.start) and dated_right(reading, hit)):
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
    if hit.group("subject").lower().startswith("team") and not _told_of_inspectors(reading, hit):
        return None
    dated = dated_right(reading, hit) or dated_left(reading, hit)
    if not dated and "inspected" not in verb:
        return None
    if verb in ("carried out", "conducted", "observed"):
        return None  # the noun that follows is the mention
    return Sighting(hit.start, hit.end, hit.rule, "", status="done")


def _of_others(left: str, right: str) -> bool:
    """Say whether a visit is somebody else's: "the mayor's visit", "the visit of an author"."""
    return bool(CLAUSES["others_own"].search(left) or CLAUSES["of_others"].match(right))


def _of_inspectors(reading: Reading, hit: Hit) -> bool:
    """Say whether a visit on a day is one of inspectors: the words around it speak of them, and of nobody else."""
    start, end = reading.sentence(hit.start)
    return (
        dated_right(reading, hit)
        and not CLAUSES["of_others"].match(reading.text[hit.end : end])
        and CLAUSES["of_inspectors"].search(reading.text, start, end) is not None
        and _told_of_inspectors(reading, hit)
    )


def _told_of_inspectors(reading: Reading, hit: Hit) -> bool:
    """Say whether the sentence of a place, or the one before, names an inspectorate or speaks of inspection."""
    start, end = reading.sentence(hit.start)
    before = reading.before(hit.start)
    return CLAUSES["speaks_of_inspection"].search(
        reading.text, before[0] if before else start, end
    ) is not None and bool(reading.inspectorate(hit.start))


def _ordinal(before: str, right: str, kind: str) -> int | None:
    found = normalise.ordinal(before)
    if found == 1 and kind == "monitoring_visit" and CLAUSES["since"].match(right):
        return found  # "the first monitoring visit since it was rated inadequate": monitoring began with that grade
    return None if found == 1 and AGAIN.match(right) else found


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
