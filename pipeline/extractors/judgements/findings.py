"""Joins what is known of each grade given: whose, of what, when, at which visit, by which framework."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extractors.base import Fact
from pipeline.extractors.judgements import normalise
from pipeline.extractors.judgements.areas import Area, assign, name, named
from pipeline.extractors.judgements.clauses import CLAUSES
from pipeline.extractors.judgements.finding import Finding
from pipeline.extractors.judgements.grades import PATTERNS, Grade, candidates, given
from pipeline.extractors.judgements.normalise import OVERALL
from pipeline.extractors.judgements.rest import rest
from pipeline.extractors.judgements.settling import settle
from pipeline.extractors.judgements.statuses import of_another, status
from pipeline.extractors.reading import (
    KIND_WORDS,
    SETTINGS,
    WORDS,
    Provider,
    Reading,
    of_ofsted,
    prefix_bounds,
    single_prefix,
    year_moved,
)
from pipeline.extractors.values import Visit, When

NOTICES_UNTIL = "2012-12-31"  # replaced by "serious weaknesses" for inspections from September 2012
EIF = "2019-09"  # the Education inspection framework, in use until the report cards
REPORT_CARDS = "2025-11-10"
GRADED = frozenset({"inspection", "area_send_inspection"})
UNDATING = frozenset({"before", "after", "until", "by"})
CUT = CLAUSES["cut"]
AT_INSPECTION = CLAUSES["at_inspection"]
IN_REPORT = CLAUSES["in_report"]
OPENING = CLAUSES["opening"]
# "a verdict it also got at its last inspection in 2019": the date of another grade
AS_BEFORE = CLAUSES["as_before"]
FAR = 110


@dataclass(frozen=True)
class Dated:
    """The date that a clause gives a grade, and what it dates: `inspected`, `published` or `given`."""

    role: str = ""
    bounds: tuple[str, str] = ("", "")
    day: str = ""
    end: int = 0


def findings(reading: Reading, visits: Sequence[Fact[Visit]]) -> list[Fact[Finding]]:
    """Find every grade given, one fact for each area and provider."""
    found: list[Fact[Finding]] = []
    for sentence in candidates(reading):
        found += _of_sentence(reading, sentence, visits)
    return settle(reading, found)


def _of_sentence(reading: Reading, sentence: list[Grade], visits: Sequence[Fact[Visit]]) -> Iterator[Fact[Finding]]:
    first = sentence[0]
    kind = reading.provider(first.start).kind or reading.focus
    areas = named(reading, first.start, kind) or _areas_before(reading, first, kind)
    kept = given(reading, sentence, [(area.start, area.end) for area in areas])
    if not kept:
        return
    last: Dated = Dated()
    last_status = ""
    for number, (one, own) in enumerate(zip(kept, assign(reading, kept, areas), strict=True)):
        before = kept[number - 1] if number else None
        after = kept[number + 1] if number + 1 < len(kept) else None
        start, _ = reading.around(one.start)
        provider, unknown = (
            reading.provider(one.start, one.end),
            PATTERNS["unknown"].search(reading.text, start, one.start),
        )
        if unknown and unknown["name"] not in provider.name:
            provider = Provider(unknown["name"], "", provider.kind, "", True)
        inspectorate = reading.inspectorate(one.start, one.end)
        meant = status(reading, one, before, last_status)
        if not inspectorate or not _possible(provider, inspectorate):
            continue
        dated = _date(reading, one, before, after, last, visits)
        if (
            not dated.role
            and one.cue in ("joined", "area", "gapped", "to", "moved")
            and last_status == meant
            and not (before and CLAUSES["new_statement"].search(reading.text, before.end, one.start))
        ):
            dated = last
        if not dated.role and meant == last_status == "last":
            dated = last
        last, last_status = dated, meant
        stands = meant == "in_force" and CLAUSES["stands"].search(reading.text, start, one.start) is not None
        soft, meant = meant == "last", "superseded" if meant == "last" else meant
        if meant in ("in_force", "superseded") and (
            of_another(reading, one)
            or (provider.name != reading.main.name and CLAUSES["feat"].search(reading.text, start, one.start))
        ):
            meant = "other_provider"
        if meant == "statistic" or (meant == "other_provider" and not provider.named):
            provider = Provider(kind=provider.kind)
        visit = _visit(reading, provider, inspectorate, dated, meant, visits)
        base = _base(reading, one, provider, inspectorate, meant, dated, visit)
        if base is None:
            continue
        opened, closed = _period(reading, base)
        if not opened and not closed:  # no date at all: the grade's own scale says which areas were in use
            opened, closed = (REPORT_CARDS, "") if base.scale in ("report5", "met") else (EIF, EIF)
        for aspect in _aspects(reading, one, own, areas, provider.kind or kind, opened, closed):
            if base.scale in ("report5", "met") and aspect == OVERALL:
                continue  # report cards have no overall grade
            for whose in (provider, *_sharing(reading, one, provider, meant)):
                mine = replace(base, aspect=aspect, last=soft, stands=stands, provider=whose, shared=whose != provider)
                yield Fact(one.start, one.end, f"judgements.{one.cue}", mine)


def _aspects(
    reading: Reading, one: Grade, own: list[Area] | None, areas: list[Area], kind: str, first: str, last: str
) -> Iterable[str]:
    """Give the aspects of a grade: those named, the whole, or those that a count leaves."""
    if own is None:
        after = reading.after(one.start)
        others = [*areas, *(named(reading, after, kind) if after is not None else [])]
        return rest(reading, one, {name(area, kind, first, last) for area in others}, kind, first, last)
    return dict.fromkeys(name(area, kind, first, last) for area in own) if own else [OVERALL]


def _sharing(reading: Reading, one: Grade, provider: Provider, meant: str) -> list[Provider]:
    """Give the others of whom the same words speak: "Oak School and Elm School were rated good"."""
    if not provider.named or meant not in ("in_force", "superseded"):
        return []
    start, end = reading.around(one.start)
    last = next((fact.end for fact, _ in reversed(reading.inspectable_within(start, one.start))), start)
    if not CLAUSES["of_several"].search(reading.text, last, one.start) or "respectively" in reading.text[start:end]:
        return []
    return reading.sharing(one.start, provider)


def _areas_before(reading: Reading, first: Grade, kind: str) -> list[Area]:
    """Give the areas of the sentence before, where "they" stands for them: "The early years ... They were"."""
    start, _ = reading.around(first.start)
    before = reading.before(first.start)
    if before is None or reading.paragraph(before[0]) != reading.paragraph(start):
        return []
    left = reading.text[start : first.start]
    excepted = CLAUSES["exception"].search(reading.text, *before) and CLAUSES["they_are"].search(left)
    if not (excepted or CLAUSES["they"].match(left)) or reading.inspectable_within(start, first.start):
        return []
    return named(reading, before[0], kind)


def _possible(provider: Provider, inspectorate: str) -> bool:
    nation = WORDS["nations"].get(inspectorate, provider.nation)
    return not provider.nation or nation == provider.nation


def _base(
    reading: Reading,
    one: Grade,
    provider: Provider,
    inspectorate: str,
    meant: str,
    dated: Dated,
    visit: Fact[Visit] | None,
) -> Finding | None:
    start, end = reading.around(one.start)
    send = reading.of_send(one.start)
    grade = one.grade
    inspected = dated.bounds if dated.role == "inspected" else ("", "")
    published = dated.day if dated.role == "published" else ""
    if visit is not None:
        inspected = (visit.value.start, visit.value.end) if visit.value.start else inspected
        published = published or visit.value.report_published
    finding = Finding(
        grade,
        category=one.category,
        status=meant,
        inspectorate=inspectorate,
        provider=provider,
        given=dated.day or published or (inspected[0] if inspected[0] == inspected[1] else _common(inspected)),
        inspected=inspected,
        published=published,
        visit=visit,
    )
    first, last = _period(reading, finding)
    if one.category == "notice_to_improve" and first > NOTICES_UNTIL[: len(first)]:
        return None
    if one.place:
        if (
            one.of
            and one.of != 4
            and not (one.of == 3 and send)
            and not (one.of == 5 and first >= REPORT_CARDS[: len(first)])
        ):
            return None  # a place on some other body's scale
        on = (
            "send3"
            if send and one.of in (0, 3)
            else "report5"
            if first >= REPORT_CARDS[: len(first)] and first
            else "ofsted4"
        )
        grade = normalise.of_rank(one.place, on)
    if one.category:
        grade = "inadequate" if provider.kind in SETTINGS and of_ofsted(inspectorate) else ""
        if not grade and provider.kind != "school" and not provider.name:
            return None
    supported = bool(KIND_WORDS["supported_accommodation"].search(reading.text, start, end))
    if grade in normalise.SCALES["send3"] and not send and not supported:
        return None
    if grade in normalise.SCALES["supported3"] and supported:
        return replace(finding, grade=grade, scale="supported3", framework="sccif")
    if (
        grade in ("expected_standard", "strong_standard", "exceptional", "needs_attention", "urgent_improvement")
        and last < REPORT_CARDS[: len(last)]
    ):
        return None
    if not of_ofsted(inspectorate):
        return replace(finding, grade=grade)
    fitting = normalise.frameworks(provider.kind, grade, first, last) if grade else []
    framework = fitting[0] if len(fitting) == 1 else ""
    return replace(finding, grade=grade, framework=framework, scale=normalise.scale(grade, framework) if grade else "")


def _common(bounds: tuple[str, str]) -> str:
    first, last = bounds
    return first[:7] if first[:7] == last[:7] else first[:4] if first[:4] == last[:4] else ""


def _period(reading: Reading, finding: Finding) -> tuple[str, str]:
    """Give when the inspection was, as nearly as is known: a grade in force has the article's date, if no other."""
    if finding.inspected[0]:
        return finding.inspected
    if finding.given:
        return finding.given, finding.given
    today = reading.published.isoformat() if reading.published else ""
    return (today, today) if finding.status != "superseded" else ("", today)


# ------------------------------------------------------------------ dates
def _date(
    reading: Reading, one: Grade, before: Grade | None, after: Grade | None, last: Dated, visits: Sequence[Fact[Visit]]
) -> Dated:
    """Give the date of a grade: after it in its clause, else before it; "from X" takes none that stands before it."""
    start, end = reading.around(one.start)
    ceiling = after.start if after else end
    cut = CUT.search(reading.text, one.end, ceiling)
    right = [
        fact for fact in reading.dates_within(one.end, cut.start() if cut else ceiling) if fact.start - one.end < FAR
    ]
    right = [
        fact
        for fact in right
        if fact.value.modifier not in UNDATING
        and not _owning(reading, fact)
        # "for the fourth time since 2008" dates no grade
        and not (fact.value.modifier == "since" and CLAUSES["time"].search(reading.text, one.end, fact.start))
    ]
    if right and not AS_BEFORE.search(reading.text, one.end, right[0].start):
        return _role(reading, right[0], one.end, visits)
    if one.cue == "from":
        return Dated()
    floor = max(before.end, last.end) if before and before.cue != "from" else start
    left = [fact for fact in reading.dates_within(floor, one.start) if one.start - fact.end < FAR + 60]
    left = [
        fact
        for fact in left
        if fact.value.modifier not in UNDATING
        and not _owning(reading, fact)
        and (fact.value.modifier != "since" or CLAUSES["when_rated"].match(reading.text[fact.end : one.start]))
    ]
    return _role(reading, left[-1], start, visits) if left else _told_before(reading, start, visits)


def _owning(reading: Reading, fact: Fact[When]) -> bool:
    """Say whether a date only says of what time something else is: "last summer's results"."""
    return reading.text[fact.end : fact.end + 2] in ("’s", "'s")


def _told_before(reading: Reading, start: int, visits: Sequence[Fact[Visit]]) -> Dated:
    """Give the time that the sentence before has opened: "Back in 2016 things were worse. It was rated inadequate." """
    before = reading.before(start)
    if before is None or reading.published is None or reading.paragraph(before[0]) != reading.paragraph(start):
        return Dated()
    dates = reading.dates_within(*before)
    if (
        not dates
        or dates[0].value.granularity not in ("month", "year")
        or not OPENING.match(reading.text[before[0] : dates[0].start])
    ):
        return Dated()
    end = dates[0].value.end
    past = end is not None and (reading.published - end).days > 60
    return _role(reading, dates[0], before[0], visits) if past else Dated()


def _role(reading: Reading, fact: Fact[When], floor: int, visits: Sequence[Fact[Visit]]) -> Dated:
    bounds, day = prefix_bounds(fact.value), single_prefix(fact.value)
    if reading.published and bounds[0] > reading.published.isoformat():
        # "found good in January", said the September before: a month without its year is the one gone by
        bounds = year_moved(bounds, -1, reading.text[slice(*reading.around(fact.start))])
        day = bounds[0] if bounds[0] == bounds[1] else ""
        if not bounds[0] or bounds[0] > reading.published.isoformat():
            return Dated()
    words = reading.text[max(floor, fact.start - 90) : fact.start]
    if any(day and visit.value.report_published == day for visit in visits) or IN_REPORT.search(words):
        return Dated("published", bounds, day, fact.end) if day else Dated()
    if AT_INSPECTION.search(words) or any(
        visit.value.start and (visit.value.start, visit.value.end) == bounds for visit in visits
    ):
        return Dated("inspected", bounds, day, fact.end)
    return Dated("given", bounds, day, fact.end) if day else Dated()


def _visit(
    reading: Reading, provider: Provider, inspectorate: str, dated: Dated, meant: str, visits: Sequence[Fact[Visit]]
) -> Fact[Visit] | None:
    """Give the visit at which a grade was given: by its date, else, for a grade in force, the latest graded one."""
    able = [
        visit
        for visit in visits
        if visit.value.kind in GRADED
        and visit.value.status == "done"
        and (
            visit.value.inspectorate == inspectorate
            or (of_ofsted(visit.value.inspectorate) and of_ofsted(inspectorate))
        )
        and (not provider.name or not visit.value.provider or visit.value.provider == provider.name)
    ]
    if dated.role == "published":
        same = [visit for visit in able if visit.value.report_published == dated.day]
        return same[0] if same else None
    if dated.role:
        same = [
            visit
            for visit in able
            if visit.value.start and dated.role == "inspected" and _meet(dated.bounds, visit.value)
        ]
        return same[0] if same else None
    if meant != "in_force" or not able:
        return None
    recent = [visit for visit in able if not _old(reading, visit.value)]
    if not recent:
        return None
    undated = [visit for visit in recent if not visit.value.start and not visit.value.report_published]
    if undated and reading.published is None:
        return undated[0]  # of an article without a date, the visit whose date cannot be told is the new one
    return max(recent, key=lambda visit: (visit.value.end or visit.value.report_published, -visit.start))


def _old(reading: Reading, visit: Visit) -> bool:
    """Say whether an inspection lies so far back that an undated grade need not be of it."""
    last = visit.end or visit.report_published
    return bool(last) and reading.published is not None and int(last[:4]) < reading.published.year - 1


def _meet(bounds: tuple[str, str], visit: Visit) -> bool:
    start, end = normalise.days(*bounds)
    first, last = normalise.days(visit.start, visit.end)
    return start <= last and first <= end
