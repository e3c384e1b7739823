"""Reads since when people hold their posts, where a sentence of its own says so: "Mr Day has led it since May"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extractors.base import Fact
from pipeline.extractors.roles.lexicon import Lexicon
from pipeline.extractors.roles.posts import Held, prefix_of
from pipeline.extractors.values import Person, When

LONGEST_GAP = 200  # characters between a person and the date
ELECTED = frozenset({"council_leader", "deputy_leader", "cabinet_member", "councillor", "mayor", "pcc"})
NO_TENURE = frozenset({"resident", "inspector", "mp", "peer", "councillor"})
HOLDING = frozenset({"current", "acting"})


@dataclass(frozen=True)
class Tenure:
    """A statement that a person has held a post since a day; `post`: it speaks of a post, not of an employer."""

    key: str
    when: When
    post: bool
    ahead: bool = False


def tenures(
    lexicon: Lexicon,
    text: str,
    sentences: Sequence[tuple[int, int]],
    people: Sequence[Fact[Person]],
    dates: Sequence[Fact[When]],
) -> Iterator[Tenure]:
    """Give the statements that say since when somebody holds a post, in text order."""
    timed = [fact for fact in dates if fact.value.type == "date"]
    named: list[Fact[Person]] = []
    at = after = 0
    for start, end in sentences:
        while at < len(people) and people[at].start < start:
            at += 1
        here = [fact for fact in people[at : at + 40] if fact.end <= end]
        while after < len(timed) and timed[after].start < start:
            after += 1
        subject = named[0] if len({fact.value.key for fact in named}) == 1 else None
        for fact in timed[after : after + 20]:
            if fact.end > end:
                break
            yield from _tenure(lexicon, text, start, here, subject, fact)
        named = here or named


def _tenure(
    lexicon: Lexicon,
    text: str,
    start: int,
    here: Sequence[Fact[Person]],
    subject: Fact[Person] | None,
    when: Fact[When],
) -> Iterator[Tenure]:
    before = [fact for fact in here if fact.end <= when.start]
    for person, begin in [(fact, fact.end) for fact in before[-3:]] or ([(subject, start)] if subject else []):
        if when.start - begin > LONGEST_GAP:
            continue
        if begin == start:
            pronoun = lexicon.patterns["pronoun"].match(text, start, when.start)
            if pronoun is None or pronoun["who"] in ("They", "Both"):
                continue
            begin = pronoun.end()
        match = lexicon.patterns["tenure"].fullmatch(text, begin, when.start)
        if match is not None and (match["since"] is None) == (when.value.modifier != "since"):
            yield Tenure(person.value.key, when.value, match["post"] is not None or match["since"] is not None)
            return
        if lexicon.patterns["tenure_ahead"].fullmatch(text, begin, when.start):
            yield Tenure(person.value.key, when.value, post=True, ahead=True)
            return


def with_tenures(found: Sequence[Fact[Held]], said: Sequence[Tenure], published: date | None) -> list[Fact[Held]]:
    """Give the posts with the starts that tenures state, where a holder has one post that they can be about."""
    starts: Mapping[str, list[Tenure]] = {
        key: [tenure for tenure in said if tenure.key == key] for key in {tenure.key for tenure in said}
    }
    counts: Counter[tuple[str, bool]] = Counter(
        (fact.value.person.key, _awaited(fact.value)) for fact in found if _open(fact.value) or _awaited(fact.value)
    )
    settled = []
    for fact in found:
        value = fact.value
        ahead = _awaited(value)
        if (_open(value) or ahead) and not value.start and counts[value.person.key, ahead] == 1:
            for tenure in starts.get(value.person.key, ()):
                day = tenure.when.start
                past = day is not None and (published is None or (day <= published) is not ahead)
                start = prefix_of(tenure.when, ranged=False, side=0)
                if past and start and tenure.ahead is ahead and (tenure.post or value.role_class not in ELECTED):
                    fact = replace(fact, value=replace(value, start=start))
                    break
        settled.append(fact)
    return settled


def _awaited(value: Held) -> bool:
    return value.status == "incoming" and value.role_class not in NO_TENURE


def _open(value: Held) -> bool:
    return value.status in HOLDING and value.role_class not in NO_TENURE
