"""What is known of the posts of an article as a whole: one row a post, its council, when it began."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extractors.base import Fact
from pipeline.extractors.values import Organisation, Person, When

CIVIC_CLASSES = frozenset({"councillor", "council_leader", "deputy_leader", "cabinet_member"})
UNDERSTUDIES = frozenset({"deputy", "depute", "vice", "assistant", "shadow"})
EPITHETS = frozenset({"boss", "chief", "supremo", "bosses", "senior officer", "top officer"})


@dataclass(frozen=True)
class Held:
    """What a role's fact means: who holds which post."""

    person: Person
    role: str
    role_class: str
    remit: str = ""
    organisation: Organisation | None = None
    party: str = ""
    status: str = "current"
    start: str = ""
    end: str = ""
    stated: bool = False


def prefix_of(when: When | None, *, ranged: bool, side: int) -> str:
    """Give a date as far as it is known: the end of a range, a day, the month of a week, the year of a season."""
    if when is None or when.type not in ("date", "time") or when.start is None or when.end is None:
        return ""
    if ranged:
        return when.bounds[side]
    if when.prefix or when.start.year != when.end.year:
        return when.prefix
    return when.start.isoformat()[: 7 if when.start.month == when.end.month else 4]


def stated_councils(found: Sequence[Fact[Held]]) -> dict[str, Organisation]:
    """Give the one council for which the words say that a person holds a political post, by the person's key."""
    said: dict[str, dict[str, Organisation]] = {}
    for value in (fact.value for fact in found):
        if value.stated and value.organisation and value.role_class in CIVIC_CLASSES and value.status != "former":
            said.setdefault(value.person.key, {})[value.organisation.name] = value.organisation
    return {key: next(iter(councils.values())) for key, councils in said.items() if len(councils) == 1}


def at_known_council(fact: Fact[Held], known: Mapping[str, Organisation]) -> Fact[Held]:
    """Give a councillor's post at no stated council that at which the article says the holder sits."""
    value = fact.value
    if value.stated or value.role_class not in CIVIC_CLASSES or value.person.key not in known:
        return fact
    if value.organisation is not None and value.organisation.kind != "local_authority":
        return fact
    return replace(fact, value=replace(value, organisation=known[value.person.key]))


def without_epithets(found: Sequence[Fact[Held]]) -> list[Fact[Held]]:
    """Leave out "boss" and "chief" of one whose post the article states in its own words."""
    posts = {
        fact.value.person.key for fact in found if not _epithet(fact.value) and fact.value.role_class != "councillor"
    }
    return [fact for fact in found if not _epithet(fact.value) or fact.value.person.key not in posts]


def _epithet(value: Held) -> bool:
    return value.role.lower() in EPITHETS


def distinct(found: Sequence[Fact[Held]], same: Mapping[str, str]) -> list[Fact[Held]]:
    """Keep one fact of each person and post: the fullest, and of equals the first stated.

    `same` gives titles of one meaning ("head") their fullest form; a date that only a fact left out states goes over.
    """
    kept: list[Fact[Held]] = []
    for fact in sorted(found, key=lambda fact: (-_fullness(fact.value), fact.start)):
        at = next((n for n, other in enumerate(kept) if same_post(fact.value, other.value, same)), None)
        if at is None:
            kept.append(fact)
        elif _dates_fit(fact.value, kept[at].value):
            value = replace(kept[at].value, start=fact.value.start)
            kept[at] = replace(kept[at], value=value)
    return sorted(kept, key=lambda fact: fact.start)


def _dates_fit(mine: Held, kept: Held) -> bool:
    """Say whether the start of one statement of a post may stand for the other."""
    return (
        bool(mine.start)
        and not kept.start
        and (mine.status == kept.status or "former" not in (mine.status, kept.status))
    )


def _fullness(value: Held) -> int:
    return 4 * len(value.role.split()) + bool(value.organisation) + (value.status != "current")


def _understudy(value: Held) -> bool:
    return bool(UNDERSTUDIES & set(re.split(r"[\s-]+", value.role.lower())))


def same_post(one: Held, other: Held, same: Mapping[str, str]) -> bool:
    """Say whether two statements are of one post of one person: one title's words are all in the other's."""
    if one.person.key != other.person.key:
        return False
    if _understudy(one) != _understudy(other):
        return False
    mine, theirs = (_title_words(value.role, same) for value in (one, other))
    if not (mine <= theirs or theirs <= mine):
        return False
    if mine != theirs and "former" in (one.status, other.status) and one.status != other.status:
        return False  # "made head after a year as acting head"
    if "councillor" in (one.role_class, other.role_class) and one.role_class != other.role_class:
        return False
    return one.organisation is None or other.organisation is None or one.organisation.name == other.organisation.name


def _title_words(role: str, same: Mapping[str, str]) -> set[str]:
    words = role.lower().replace("’", "'").split()
    return set(" ".join(same.get(word, word) for word in words).split())
