"""Tells visits apart: the mentions of an article become one visit each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extractors.inspections.mentions import CLAUSES, Publication, Sighting
from pipeline.extractors.inspections.normalise import finer, same_time
from pipeline.extractors.reading import OFSTED, WORDS, Reading
from pipeline.extractors.values import Visit

LATEST_REPORT = 7  # months after a visit within which its report comes out: the longest delays, with appeals
STAY = 4  # days that a monitoring or focused visit does not take
SHORT = frozenset({"monitoring_visit", "focused_visit"})
NEAR = 3  # paragraphs within which a mention says of what kind its neighbours are


@dataclass
class Group:
    """The mentions of one visit."""

    mentions: list[Sighting]
    when: tuple[str, str] = ("", "")
    ordinal: int | None = None
    published: str = ""

    @property
    def first(self) -> Sighting:
        """The first mention."""
        return self.mentions[0]

    @property
    def kind(self) -> str:
        """What sort of visit it is."""
        return next((one.kind for one in self.mentions if one.kind), "")

    @property
    def previous(self) -> bool:
        """Whether it is only spoken of as one before another."""
        return all(one.previous for one in self.mentions)

    @property
    def latest(self) -> bool:
        """Whether some mention calls it the latest."""
        return any(one.latest for one in self.mentions)

    @property
    def provider(self) -> str:
        """Whose visit it was."""
        return next((one.provider.name for one in self.mentions if one.provider.name), "")

    def add(self, sighting: Sighting) -> None:
        """Take in a mention."""
        self.mentions.append(sighting)
        self.when = finer(self.when, sighting.when)
        self.ordinal = self.ordinal or sighting.ordinal
        self.published = self.published or sighting.report


def with_kinds(reading: Reading, found: list[Sighting]) -> list[Sighting]:
    """Give bare visits the kind that their neighbours name: the nearest, those before first."""
    typed = [one for one in found if one.kind]
    usual = Counter(one.kind for one in typed if one.status in ("done", "generic") and not one.refers).most_common(1)
    known: list[Sighting] = []
    for one in found:
        if one.kind:
            known.append(one)
            continue
        here = reading.paragraph(one.start)

        def distance(other: Sighting, here: int = here, at: int = one.start) -> tuple[int, int, int]:
            return abs(reading.paragraph(other.start) - here), other.start > at, abs(other.start - at)

        near = [
            other
            for other in typed
            if distance(other)[0] <= NEAR
            and (
                other.status == one.status
                or other.status == "generic"
                or (one.status == "done" and other.status == "done")
            )
        ]
        # a visit says nothing of one on another day; "monitoring visits" have none
        near = [other for other in near if not other.previous and same_time(one.when, other.when)]
        if full := _is_full(reading, one):
            near = [other for other in near if other.kind not in SHORT]
        if one.status == "scheduled":
            kind = next(
                (other.kind for other in near if reading.sentence(other.start) == reading.sentence(one.start)),
                "inspection",
            )
        elif near:
            kind = min(near, key=distance).kind
        else:
            # a day's visit far from any other is of the usual kind only where the article speaks of a series
            series = usual and not full and (usual[0][1] > 1 or not one.when[0])
            kind = usual[0][0] if series else "inspection"
        known.append(replace(one, kind=kind))
    return [_special(reading, one) for one in known]


def _is_full(reading: Reading, one: Sighting) -> bool:
    """Say whether a bare visit is a full inspection: who stays for weeks, or gives a grade, does not only monitor."""
    start, end = reading.sentence(one.start)
    following = reading.after(one.start)
    last = end if following is None else reading.sentence(following)[1]
    first, until = one.when
    days = (date.fromisoformat(until) - date.fromisoformat(first)).days if len(first) == len(until) == 10 else 0
    return (
        days >= STAY
        or CLAUSES["long_stay"].search(reading.text, start, end) is not None
        or (bool(first) and CLAUSES["gives_grade"].search(reading.text, start, last) is not None)
    )


def _special(reading: Reading, one: Sighting) -> Sighting:
    """Read an inspection of a local area's SEND services as one, and an ordinal only of visits in a series."""
    if one.kind in ("inspection", "joint_inspection") and (
        reading.focus == "send_partnership" or (" and " in one.inspectorate and reading.of_send(one.start))
    ):
        one = replace(one, kind="area_send_inspection")
    if one.kind in ("area_send_inspection", "joint_inspection") and one.inspectorate == OFSTED and reading.joint:
        one = replace(one, inspectorate=reading.joint)
    counted = one.kind in ("monitoring_visit", "focused_visit") or (one.kind == "inspection" and one.ordinal == 1)
    return one if counted else replace(one, ordinal=None)


def fits(group: Group, one: Sighting) -> bool:
    """Say whether a mention can be of the same visit."""
    first = group.first
    if one.status != first.status or ((first.plural or one.plural) and (first.low, first.high) != (one.low, one.high)):
        return False
    if group.kind != one.kind and {group.kind, one.kind} != {"inspection", "ungraded_inspection"}:
        return False
    if group.kind != one.kind and not (one.when[0] and one.when == group.when):
        return False
    if group.provider and one.provider.name and one.provider.named and group.provider != one.provider.name:
        return False
    if group.ordinal and one.ordinal and group.ordinal != one.ordinal:
        return False
    if not _one_report(group, one):
        return False
    if one.when[0] and not group.when[0] and any(mention.unresolved for mention in group.mentions):
        return False  # "in October" of a year unknown is not the inspection of 2018
    if one.rule.endswith("elliptical") and first.rule.endswith("elliptical") and not (one.ordinal and group.ordinal):
        return False
    if group.when[0] and one.when[0]:
        return same_time(group.when, one.when)
    if one.ordinal or group.ordinal:
        return one.ordinal == group.ordinal or not (one.previous or group.previous)
    return group.previous == one.previous or bool(one.when[0] and one.previous and group.previous)


def _one_report(group: Group, one: Sighting) -> bool:
    """Say whether a mention and a visit can have one report: not where it came out long after, or on another day."""
    if group.published and one.report:
        return group.published == one.report
    if one.report:
        return one.previous == group.previous and _can_be_of(group.when, one.report)
    return not (group.published and one.when[0]) or _can_be_of(one.when, group.published)


def visits(reading: Reading, found: list[Sighting], reports: Iterable[Publication]) -> list[tuple[Sighting, Visit]]:
    """Give each distinct visit with its first mention."""
    groups: list[Group] = []
    for one in with_kinds(reading, found):
        if one.status == "generic" or not one.inspectorate or (one.plural and one.status != "scheduled"):
            continue
        chosen = _choose(groups, one)
        if chosen is None:
            group = Group([])
            group.add(one)
            groups.append(group)
        else:
            chosen.add(one)
    for report in reports:
        _publish(groups, report)
    kept = [group for group in groups if _stands(group, groups)]
    return [(group.first, _visit(group)) for group in kept if _allowed(group)]


def _choose(groups: list[Group], one: Sighting) -> Group | None:
    fitting = [group for group in groups if fits(group, one)]
    if not fitting:
        return None
    if one.refers and groups[-1] in fitting:
        return groups[-1]
    if one.ordinal:
        same = [group for group in fitting if group.ordinal == one.ordinal]
        if same:
            return same[-1]
        fitting = [
            group for group in fitting if not group.ordinal and (group.latest or not group.when[0] or one.when[0])
        ]
        if not fitting:
            return None
    if one.when[0]:
        same = [group for group in fitting if group.when[0]]
        return (same or fitting)[-1]
    if one.latest:
        same = [group for group in fitting if group.latest]
        dated = [group for group in fitting if group.when[0] or group.published]
        return (same or dated or fitting)[-1]
    return fitting[-1]


def _publish(groups: list[Group], report: Publication) -> None:
    """Give a report's date to the visit in its sentence, else to the one last spoken of, else to the next."""
    if any(one.report == report.day for group in groups for one in group.mentions):
        return  # its own words have given it
    start, end = report.sentence
    able = [
        group
        for group in groups
        if group.first.status == "done" and not group.published and _can_be_of(group.when, report.day)
    ]
    inside = [group for group in able if any(start <= one.start < end and not one.previous for one in group.mentions)]
    current = [group for group in able if not group.previous]
    before = [group for group in current if any(one.start < report.start for one in group.mentions)]
    if inside or before or current:
        chosen = inside[-1] if inside else max(before, key=_last_time) if before else current[0]
        chosen.published = report.day


def _can_be_of(when: tuple[str, str], day: str) -> bool:
    """Say whether a report of a day can be of a visit: not of one to come, nor of one long before."""
    if not when[0]:
        return True
    months = (int(day[:4]) - int(when[1][:4])) * 12
    if len(when[1]) > 4 and len(day) > 4:
        months += int(day[5:7]) - int(when[1][5:7])
    return when[0] <= day and months <= (LATEST_REPORT if len(when[1]) > 4 else 12)


def _last_time(group: Group) -> tuple[str, int]:
    return group.when[1], group.mentions[-1].start


def _stands(group: Group, groups: list[Group]) -> bool:
    """Say whether the article really speaks of this visit: a vague mention beside known ones does not."""
    first = group.first
    if group.when[0] or group.ordinal or group.published or first.plural:
        return True
    if any(one.unresolved for one in group.mentions):
        return True
    if first.status != "done":
        return (
            len([other for other in groups if other.first.status == first.status and other.kind == group.kind]) == 1
            or other_dated(group, groups) is False
        )
    if group.previous:
        return False
    return not any(
        other is not group and other.first.status == "done" and other.kind == group.kind and not other.previous
        for other in groups
    )


def other_dated(group: Group, groups: list[Group]) -> bool:
    """Say whether another visit of the same kind and status has a date."""
    return any(
        other is not group and other.kind == group.kind and other.first.status == group.first.status and other.when[0]
        for other in groups
    )


def _allowed(group: Group) -> bool:
    """Say whether its inspectorate works in the provider's nation."""
    nation = next((one.provider.nation for one in group.mentions if one.provider.nation), "")
    only = WORDS["nations"].get(group.first.inspectorate, nation)
    return not nation or only == nation


def _visit(group: Group) -> Visit:
    first = group.first
    provider = next((one.provider for one in group.mentions if one.provider.name), first.provider)
    return Visit(
        inspectorate=first.inspectorate,
        kind=group.kind,
        ordinal=group.ordinal,
        count_low=first.low if first.plural else None,
        count_high=first.high if first.plural else None,
        provider=provider.name,
        provider_id=provider.key,
        provider_kind=provider.kind,
        start=group.when[0],
        end=group.when[1],
        report_published=group.published,
        status=first.status,
    )
