"""Finds who holds which post, and makes the rows of `roles`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.extractors.base import Extractor, Fact, Find, article_of, between, fact_id, facts, place, sentence_at, sentences, zones
from pipeline.extractors.roles.employers import employer, main_of
from pipeline.extractors.roles.holders import Holder, Link, Linker
from pipeline.extractors.roles.lexicon import NAME, Lexicon, build_lexicon, tokens_of
from pipeline.extractors.roles.record import Role
from pipeline.extractors.roles.status import bounds_of, status_of
from pipeline.extractors.roles.titles import Grammar, Title
from pipeline.extractors.values import Organisation, Person, When
from pipeline.resources import Gazetteers


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


def build(gazetteers: Gazetteers) -> Find:
    """Read the vocabulary and the gazetteers, and give the function that finds roles."""
    lexicon = build_lexicon(gazetteers)

    def find(doc: Doc) -> list[Fact[Held]]:
        found = list(_posts(doc, lexicon))
        return distinct([*found, *_councillors(doc, lexicon)])

    return find


def _posts(doc: Doc, lexicon: Lexicon) -> Iterator[Fact[Held]]:
    """Find the posts whose title stands with a holder in one sentence."""
    people, organisations, dates = facts(doc, "people"), facts(doc, "organisations"), facts(doc, "dates")
    for zone in zones(doc):
        if zone.kind == "byline":
            continue
        previous: list[Holder] = []
        for start, end in sentences(doc):
            if start < zone.start or start >= zone.end:
                continue
            end = min(end, zone.end)
            holders = [holder_of(lexicon, doc.text, fact, end) for fact in between(people, start, end)]
            titles = read_titles(lexicon, doc.text, start, end, holders, organisations, dates)
            subject = previous[0] if len({holder.person.key for holder in previous}) == 1 else None
            linker = Linker(lexicon, doc.text, start, end, titles, holders, subject)
            links = [*linker.links(), *acts(lexicon, doc.text, end, holders)]
            for link in links:
                yield held(doc, lexicon, link, start, end, organisations, dates)
            previous = holders or previous


def held(
    doc: Doc, lexicon: Lexicon, link: Link, start: int, end: int, organisations: list[Fact[Organisation]], dates: list[Fact[When]]
) -> Fact[Held]:
    """Make the fact of a title and its holder."""
    title, published = link.title, article_of(doc).published
    begun, ended = bounds_of(lexicon, doc.text, link, start, end, dates)
    first = begun.start if begun else None
    status = status_of(lexicon, doc.text, link, end, first, published.day or published.latest)
    value = Held(
        person=link.holder.person,
        role=title.role,
        role_class=title.role_class,
        remit=title.remit,
        organisation=employer(title, link.holder.start, organisations, (start, end)),
        party=title.party or link.holder.person.party,
        status=status,
        start=begun.prefix if begun else "",
        end=ended.prefix if ended else "",
    )
    return Fact(title.start, title.end, f"{NAME}.{link.rule}", value)


def holder_of(lexicon: Lexicon, text: str, fact: Fact[Person], end: int) -> Holder:
    """Make a holder of a mention: where its name starts after honorifics, and where what is said aside ends."""
    tokens = tokens_of(text, fact.start, fact.end)
    at = 0
    while at < len(tokens) - 1 and (tokens[at].text == "." or lexicon.honorifics.at(tokens, at)):
        hit = lexicon.honorifics.at(tokens, at)
        if hit and hit[0] >= len(tokens):
            break
        at = hit[0] if hit else at + 1
    aside = lexicon.patterns["aside"].match(text, fact.end, end)
    return Holder(fact.start, tokens[at].start if tokens else fact.start, fact.end, aside.end() if aside else fact.end, fact.value)


def read_titles(
    lexicon: Lexicon, text: str, start: int, end: int, holders: list[Holder], organisations: list[Fact[Organisation]],
    dates: list[Fact[When]],
) -> list[Title]:
    """Read the titles of a sentence."""
    tokens = tokens_of(text, start, end)
    named = [(holder.name, holder.end) for holder in holders] + [(fact.start, fact.end) for fact in between(dates, start, end)]
    inside = list(between(organisations, start, end))
    owners, blocked = {}, set()
    for index, token in enumerate(tokens):
        if any(a <= token.start < b for a, b in named):
            blocked.add(index)
        for fact in inside:
            if fact.start <= token.start < fact.end:
                owners[index] = fact
    return list(Grammar(lexicon, text, tokens, owners, frozenset(blocked)).titles())


def acts(lexicon: Lexicon, text: str, end: int, holders: list[Holder]) -> Iterator[Link]:
    """Find posts that a verb states: "who chairs the board", "held the children’s portfolio"."""
    for holder in holders:
        if match := lexicon.patterns["chairs"].match(text, holder.after, end):
            yield _act(holder, match, "chair", "committee_chair", "what")
        if match := lexicon.patterns["leads_council"].match(text, holder.after, end):
            group = match["what"].lower().endswith(("group", "opposition", "party"))
            yield _act(holder, match, "leader", "councillor" if group else "council_leader", "what")
        if match := lexicon.patterns["portfolio"].match(text, holder.after, end):
            yield _act(holder, match, match["role"], "cabinet_member", "role")


def _act(holder: Holder, match: re.Match[str], role: str, role_class: str, group: str) -> Link:
    title = Title(
        start=match.start("verb"), end=match.end(group), first=match.start("verb"), head=role, role=role, role_class=role_class,
        remit=match["what"].strip() if group == "role" else "",
    )  # fmt: skip
    return Link(title, holder, "name_verb", " ".join(match["verb"].split()), "")


def _councillors(doc: Doc, lexicon: Lexicon) -> Iterator[Fact[Held]]:
    """Give each person with a councillor's title that post, once."""
    organisations = facts(doc, "organisations")
    seen: set[str] = set()
    for fact in facts(doc, "people"):
        tokens = tokens_of(doc.text, fact.start, fact.end)
        hit = lexicon.honorifics.at(tokens, 0)
        if fact.value.key in seen or hit is None:
            continue
        word = tokens[0].text
        if hit[1] == "civic" and word.lower().startswith(("c",)):
            seen.add(fact.value.key)
            council = main_of(organisations, ("local_authority",), fact.start, sentence_at(doc, fact.start))
            yield Fact(tokens[0].start, tokens[hit[0] - 1].end, f"{NAME}.honorific", Held(fact.value, word, "councillor", organisation=council, party=fact.value.party))
        elif hit[1] == "rank" and " ".join(token.low for token in tokens[: hit[0]]) in lexicon.ranks_of_police:
            seen.add(fact.value.key)
            force = main_of(organisations, ("police",), fact.start, sentence_at(doc, fact.start))
            span = (tokens[0].start, tokens[hit[0] - 1].end)
            yield Fact(*span, f"{NAME}.honorific", Held(fact.value, doc.text[span[0] : span[1]], "police", organisation=force))


def distinct(found: list[Fact[Held]]) -> list[Fact[Held]]:
    """Keep one fact of each person and post: the fullest, and of equals the first stated."""
    kept: list[Fact[Held]] = []
    for fact in sorted(found, key=lambda fact: (-_fullness(fact.value), fact.start)):
        if not any(same_post(fact.value, other.value) for other in kept):
            kept.append(fact)
    return sorted(kept, key=lambda fact: fact.start)


def _fullness(value: Held) -> int:
    return 4 * len(value.role.split()) + 2 * bool(value.start) + bool(value.organisation) + (value.status != "current")


def same_post(one: Held, other: Held) -> bool:
    """Say whether two statements are of one post of one person: one title's words are all in the other's."""
    if one.person.key != other.person.key:
        return False
    mine, theirs = set(one.role.lower().split()), set(other.role.lower().split())
    if not (mine <= theirs or theirs <= mine):
        return False
    if "councillor" in (one.role_class, other.role_class) and one.role_class != other.role_class:
        return False
    return one.organisation is None or other.organisation is None or one.organisation.key == other.organisation.key


def rows(doc: Doc) -> Iterable[Role]:
    """Give a row for every post that the article states."""
    for fact in facts(doc, NAME):
        value: Held = fact.value
        yield Role(
            role_id=fact_id(doc, NAME, fact, value.person.key, value.role),
            person_id=value.person.key,
            person=value.person.name,
            role=value.role,
            role_class=value.role_class,
            remit=value.remit or None,
            organisation_id=value.organisation.key if value.organisation else None,
            organisation=value.organisation.name if value.organisation else None,
            party=value.party or None,
            status=value.status,
            start=value.start or None,
            end=value.end or None,
            **place(doc, fact),
        )


EXTRACTOR = Extractor(NAME, (Role,), build, rows, needs=("dates", "organisations", "people"))
