"""Puts moments together: one step for one fact, whichever articles state it; disagreements side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.analysis.moments import Moment
from pipeline.analysis.record import EVENTS, Step
from pipeline.analysis.sources import Library, Source
from pipeline.analysis.times import MONTH, Stretch
from pipeline.records import row_id

DATED = {"stated": 0, "sentence": 1, "published": 2, "unknown": 3}
LATE = date(9999, 12, 31)
YEARS_APART = 2  # an undated mention of a sum, a grade or a board can be of one dated so long before


@dataclass
class Group:
    """The moments of one fact."""

    moments: list[Moment]

    @property
    def best(self) -> Moment:
        """The moment whose time says most; of a grade its report's day rather than its inspection's."""
        return min(
            self.moments,
            key=lambda one: (
                DATED[one.dated_by],
                one.when is None,
                one.when.days if one.when else 0,
                one.when.start if one.when and one.dated_by == "published" else LATE,
                one.when == one.inspected and one.inspected is not None,
                -len(one.what),
                one.row_id,
            ),
        )

    def takes(self, other: Moment) -> bool:
        """Say whether a moment can be of this fact: one key, and a time that agrees with every other."""
        first = self.moments[0]
        if (first.provider_id, first.event, first.key) != (other.provider_id, other.event, other.key):
            return False
        if other.alone and any(one.article_id == other.article_id for one in self.moments):
            return False
        return all(_agree(one, other) for one in self.moments)


def steps(library: Library, found: Iterable[Moment]) -> list[Step]:
    """Give the steps of every provider, in order of time."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Group]] = defaultdict(list)
    # the exact before the vague, so that a vague one joins what it agrees with
    for one in sorted(found, key=_exactness):
        same = groups[one.provider_id, one.event, one.key]
        fitting = [group for group in same if group.takes(one)]
        if fitting:
            fitting[-1].moments.append(one)
        else:
            same.append(Group([one]))
    every = [group for same in groups.values() for group in same]
    by_provider: dict[str, list[Group]] = defaultdict(list)
    for group in every:
        by_provider[group.best.provider_id].append(group)
    rows = [_step(library, group, _against(group, by_provider[group.best.provider_id])) for group in every]
    return sorted(rows, key=_order)


def _exactness(one: Moment) -> tuple[int, int, str, str]:
    return DATED[one.dated_by], one.when.days if one.when else 0, one.article_id, one.row_id


def _order(step: Step) -> tuple[object, ...]:
    return step.provider, step.start or LATE, step.end or LATE, EVENTS.index(step.event), step.kind, step.step_id


def _agree(one: Moment, other: Moment) -> bool:
    """Say whether the times of two moments can be of one fact."""
    first, second = one.when, other.when
    if first is None or second is None:
        return True
    published = [moment.dated_by == "published" for moment in (one, other)]
    if all(published):
        return one.event != "money" or abs(first.start.year - second.start.year) < YEARS_APART
    if any(published):  # told at a time, of something that may have been before
        told, stated = (first, second) if published[0] else (second, first)
        return -1 <= told.start.year - stated.start.year <= YEARS_APART
    if one.event == "inspection" and one.kind != "inspection" and max(first.days, second.days) > MONTH:
        return first == second  # a council has several visits a year
    if one.inspected and other.inspected:
        return one.inspected.nests(other.inspected)
    return first.nests(second) or any(
        inspected is not None and inspected.nests(when)
        for inspected, when in ((one.inspected, second), (other.inspected, first))
    )


def _against(group: Group, others: Sequence[Group]) -> str:
    """Give what other articles say instead: another grade of one day, another day of one visit or post."""
    mine = group.best
    said = [theirs for other in others if other is not group and _contradicts(mine, theirs := other.best, group, other)]
    return "; ".join(f"{one.value or one.what} ({one.when.printed() if one.when else ''})" for one in said)


def _contradicts(mine: Moment, theirs: Moment, group: Group, other: Group) -> bool:
    if mine.event != theirs.event or mine.kind != theirs.kind or not mine.when or not theirs.when:
        return False
    if {one.article_id for one in group.moments} == {one.article_id for one in other.moments}:
        return False  # one article tells them apart
    if "published" in (mine.dated_by, theirs.dated_by):
        return False
    if mine.event == "judgement":
        same_scale = mine.key[:3] == theirs.key[:3] and mine.value != theirs.value
        return same_scale and any(_one_time(a, b) for a in _times(group) for b in _times(other))
    numbered = mine.event in ("inspection", "report") and "first" not in mine.key and any(map(str.isdigit, mine.key))
    if numbered or mine.event == "post":
        return mine.key == theirs.key and mine.dated_by == theirs.dated_by == "stated"
    return False


def _times(group: Group) -> set[Stretch]:
    return {when for one in group.moments for when in (one.when, one.inspected) if when and one.dated_by != "published"}


def _one_time(first: Stretch, second: Stretch) -> bool:
    return first == second or (max(first.days, second.days) <= MONTH and first.nests(second))


def _step(library: Library, group: Group, against: str) -> Step:
    best = group.best
    told = sorted({one.article_id for one in group.moments}, key=lambda key: _told(library.sources[key]))
    sources = [library.sources[key] for key in told]
    in_order = sorted(group.moments, key=lambda one: (_told(library.sources[one.article_id]), one.row_id))
    words = list(dict.fromkeys(" ".join(one.words.split()) for one in in_order))
    statuses = list(dict.fromkeys(one.status for one in in_order if one.status))
    rows = list(dict.fromkeys(row for one in in_order for row in (one.row_id, *one.further)))
    fullest = max(
        (one.what for one in group.moments),
        key=lambda what: (what == best.what or len(what) > len(best.what), len(what)),
    )
    return Step(
        step_id=row_id("courses", best.provider_id, best.event, *best.key, *rows),
        provider_id=best.provider_id,
        provider=str(library.organisations[best.provider_id]["name"]),
        when=best.when.printed() if best.when else "",
        start=best.when.start if best.when else None,
        end=best.when.end if best.when else None,
        dated_by=best.dated_by,
        event=best.event,
        kind=best.kind,
        value=best.value or None,
        what=fullest,
        status=" → ".join(statuses) or None,
        contradicts=against or None,
        words=" ¶ ".join(words),
        articles=len(sources),
        headlines=" · ".join(" ".join(source.headline.split()) for source in sources),
        published=" · ".join(source.printed for source in sources),
        article_ids=" ".join(told),
        row_ids=" ".join(rows),
    )


def _told(source: Source) -> tuple[date, str]:
    return (source.published.start if source.published else LATE), source.article_id
