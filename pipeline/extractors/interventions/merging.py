"""Tells interventions apart: the mentions of an article become one each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.extractors.interventions.normalise import DECIDED, compatible, finer, settle
from pipeline.extractors.interventions.sightings import Sighting
from pipeline.extractors.reading import Provider


@dataclass(frozen=True)
class Found:
    """An intervention of which an article speaks: what becomes a row."""

    kind: str
    status: str
    provider: Provider
    body: tuple[str, str]
    person: str
    start: str
    end: str


@dataclass
class Group:
    """The mentions of one intervention."""

    mentions: list[Sighting] = field(default_factory=list)
    began: str = ""
    ended: str = ""

    @property
    def first(self) -> Sighting:
        """The first mention."""
        return self.mentions[0]

    @property
    def decided(self) -> bool:
        """Whether some mention says that somebody decided on it."""
        return any(one.status in DECIDED for one in self.mentions)

    def takes(self, one: Sighting) -> bool:
        """Say whether a mention can be of this intervention."""
        return (
            self.first.kind == one.kind
            and (not one.provider.key or not self.first.provider.key or one.provider.key == self.first.provider.key)
            and compatible(self.began, one.began)
            and compatible(self.ended, one.ended)
        )

    def add(self, one: Sighting) -> None:
        """Take in a mention."""
        self.mentions.append(one)
        self.began, self.ended = finer(self.began, one.began), finer(self.ended, one.ended)

    def found(self) -> Found:
        """Say what its mentions say together."""
        decided = [one for one in self.mentions if one.status in DECIDED] or self.mentions
        strong = [one for one in decided if not one.weak and not (one.bare and one.status == "in_force")]
        return Found(
            kind=self.first.kind,
            status=settle(one.status for one in strong or self.mentions),
            provider=next((one.provider for one in self.mentions if one.provider.name), self.first.provider),
            body=next(
                (one.body for one in decided if one.body[1]),
                next((one.body for one in decided if one.body[0]), ("", "")),
            ),
            person=next((one.person for one in self.mentions if one.person), ""),
            start=self.began,
            end=self.ended,
        )


def interventions(found: Iterable[Sighting]) -> list[tuple[Sighting, Found]]:
    """Give each intervention with its first mention: talk of one that was decided on is no second one."""
    groups: list[Group] = []
    for one in found:
        fitting = [group for group in groups if group.takes(one)]
        if one.further and one.status not in DECIDED:
            fitting = [group for group in fitting if not group.decided]
        if fitting:
            fitting[-1].add(one)
        elif not one.bare:
            group = Group()
            group.add(one)
            groups.append(group)
    return [(_shown(group), group.found()) for group in groups]


def _shown(group: Group) -> Sighting:
    """Give the mention at which a row stands: the first that says what the row says."""
    named = [one for one in group.mentions if not one.bare]
    decided = [one for one in named if one.status in DECIDED]
    return (decided or named)[0]
