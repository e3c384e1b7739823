"""Finds who holds which post, and makes the rows of `roles`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.extractors.base import (
    Extractor,
    Fact,
    Find,
    article_of,
    between,
    fact_id,
    facts,
    place,
    sentence_at,
    sentences,
    zones,
)
from pipeline.extractors.roles.acts import acts, listed, succeeded
from pipeline.extractors.roles.employers import Employers, council_of_place
from pipeline.extractors.roles.holders import Holder, Link, Linker
from pipeline.extractors.roles.lexicon import NAME, Lexicon, Token, build_lexicon, tokens_of
from pipeline.extractors.roles.record import Role
from pipeline.extractors.roles.status import bounds_of, later_start, status_of
from pipeline.extractors.roles.titles import Grammar, Title
from pipeline.extractors.values import Organisation, Person, When
from pipeline.resources import Gazetteers

FOLLOWING = 3  # sentences after a post's that may say when it began
CIVIC_CLASSES = frozenset({"councillor", "council_leader", "deputy_leader", "cabinet_member"})
UNDERSTUDIES = frozenset({"deputy", "depute", "vice", "assistant", "shadow"})
EPITHETS = frozenset({"boss", "chief", "supremo", "bosses"})
CIVIC = {"cllr": "councillor", "coun": "councillor"}


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


def build(gazetteers: Gazetteers) -> Find:
    """Read the vocabulary and the gazetteers, and give the function that finds roles."""
    lexicon = build_lexicon(gazetteers)

    def find(doc: Doc) -> list[Fact[Held]]:
        found = list(_posts(doc, lexicon))
        known = stated_councils(found)
        settled = [at_known_council(fact, known) for fact in [*found, *_honorifics(doc, lexicon)]]
        return distinct(without_epithets(settled))

    return find


def _employers(doc: Doc, lexicon: Lexicon) -> Employers:
    lead = [(zone.start, zone.end) for zone in zones(doc) if zone.kind in ("headline", "standfirst")]
    lead += [(zone.start, zone.end) for zone in zones(doc) if zone.kind == "body"][:2]
    lead.sort()
    text = article_of(doc).text
    return Employers(
        text=text,
        organisations=facts(doc, "organisations"),
        lead=lead,
        paragraphs=[(zone.start, zone.end) for zone in zones(doc)],
        of_class=lexicon.of_class,
        of_head=lexicon.of_head,
        of_body=lexicon.of_body,
        words_of_body=lexicon.words_of_body,
        council_fields=lexicon.council_fields,
        councils=lexicon.councils,
        own_bodies=lexicon.sets["own_bodies"],
        place=council_of_place(text, lead, lexicon.councils),
    )


def _posts(doc: Doc, lexicon: Lexicon) -> Iterator[Fact[Held]]:
    """Find the posts whose title stands with a holder in one sentence."""
    people, organisations, dates = facts(doc, "people"), facts(doc, "organisations"), facts(doc, "dates")
    employers, text = _employers(doc, lexicon), article_of(doc).text
    for zone in zones(doc):
        if zone.kind == "byline":
            continue
        previous: list[Holder] = []
        every = sentences(doc)
        inside = [(start, min(end, zone.end)) for start, end in sentences(doc) if zone.start <= start < zone.end]
        for start, end in inside:
            holders = [holder_of(lexicon, text, fact, start, end) for fact in between(people, start, end)]
            titles = read_titles(lexicon, text, start, end, holders, organisations, dates)
            subject = previous[0] if len({holder.person.key for holder in previous}) == 1 else None
            links = [
                *Linker(lexicon, text, start, end, titles, holders, subject).links(),
                *acts(lexicon, text, end, holders),
                *listed(lexicon, text, start, titles, holders),
            ]
            later = _following(every, end)
            told: set[Holder] = set()
            named = [(link.holder, link.title.organisation.key) for link in links if link.title.organisation]
            verbs: dict[Holder, list[int]] = {}
            for link in links:
                if link.verb:
                    verbs.setdefault(link.holder, []).append(link.title.first)
            for link in links:
                past = max(link.holder.end, link.title.end)
                clause = min((holder.start for holder in holders if holder.start >= past), default=end)
                # "chief executive A will become adviser": what follows the verb is said of the other post
                clause = min([clause, *(first for first in verbs.get(link.holder, ()) if first >= past)])
                before = None if link.holder in told else succeeded(lexicon, text, link, holders)
                told.add(link.holder)
                if before is not None:
                    comma = text.find(",", before.holder.end, end)
                    clause = comma if comma >= 0 else end
                    yield held(doc, lexicon, before, titles, (start, end), employers, None, None)
                begun, ended = bounds_of(lexicon, text, link, start, clause, dates)
                if begun is None:
                    begun = later_start(lexicon, text, link, later, dates, people)
                others = replace(employers, taken=taken(link, named))
                yield held(
                    doc,
                    lexicon,
                    link,
                    titles,
                    (start, clause),
                    others,
                    begun,
                    ended,
                )
            previous = holders or previous


def taken(link: Link, named: Sequence[tuple[Holder, str]]) -> frozenset[str]:
    """Give the keys of the organisations that a sentence names for other posts; a councillor's are the holder's too."""
    own = link.title.role_class == "councillor"
    return frozenset(key for holder, key in named if not (own and holder is link.holder))


def _following(every: Sequence[tuple[int, int]], end: int) -> Sequence[tuple[int, int]]:
    """Give the sentences after one, as far as they may still say when its posts began."""
    first = bisect_left(every, (end, end))
    return every[first : first + FOLLOWING]


def held(
    doc: Doc,
    lexicon: Lexicon,
    link: Link,
    titles: Sequence[Title],
    sentence: tuple[int, int],
    employers: Employers,
    begun: When | None,
    ended: When | None,
) -> Fact[Held]:
    """Make the fact of a title and its holder."""
    title, published = link.title, article_of(doc).published
    civic = link.holder.person.honorific == "Cllr"
    if title.head in lexicon.sets["deputies"] and len(title.role.split()) == 1:
        title = deputy(title, titles, civic)
    if title.head == "leader" and title.party and not (civic or title.organisation or title.body or title.remit):
        title = replace(title, role_class="other", elsewhere=True)  # a party's leader, maybe the nation's
    if begun and ended and begun is not ended and begun.start and ended.start and begun.start > ended.start:
        begun = None  # what began later is another post
    value = Held(
        person=link.holder.person,
        role=title.role,
        role_class=title.role_class,
        remit=title.remit,
        organisation=employers.employer(title, sentence, civic),
        party=title.party or link.holder.person.party,
        status=status_of(
            lexicon, article_of(doc).text, link, sentence[1], begun, ended, published.day or published.latest
        ),
        start=_prefix(begun, begun is ended, 0),
        end=_prefix(ended, begun is ended, 1),
        stated=employers.states(title),
    )
    return Fact(title.start, title.end, f"{NAME}.{link.rule}", value)


def _prefix(when: When | None, ranged: bool, side: int) -> str:
    """Give a date as far as it is known: the end of a range, a day, the month of a week, the year of a season."""
    if when is None or when.type not in ("date", "time") or when.start is None or when.end is None:
        return ""
    if ranged:
        return when.bounds[side]
    if when.prefix or when.start.year != when.end.year:
        return when.prefix
    return when.start.isoformat()[: 7 if when.start.month == when.end.month else 4]


def deputy(title: Title, titles: Sequence[Title], civic: bool) -> Title:
    """Say what kind of deputy "her deputy" is: of the post named before, else a councillor's of the leader."""
    before = [one for one in titles if one.end <= title.first]
    if (
        title.head == "deputy"
        and before
        and before[-1].role_class in ("council_leader", "mayor", "headteacher", "cabinet_member")
    ):
        role_class = {"council_leader": "deputy_leader"}.get(before[-1].role_class, before[-1].role_class)
        return replace(title, role_class=role_class, organisation=title.organisation or before[-1].organisation)
    if title.head == "deputy" and civic:
        return replace(title, role_class="deputy_leader")
    return title


def holder_of(lexicon: Lexicon, text: str, fact: Fact[Person], start: int, end: int) -> Holder:
    """Make a holder of a mention, with its honorifics; asides are the letters, bracket, age and town after it."""
    before = tokens_of(text, max(start, fact.start - 30), fact.start)
    first = fact.start
    while before and before[-1].capital and (hit := lexicon.honorifics.before(before, len(before))):
        first, before = before[hit[0]].start, before[: hit[0]]
    tokens = tokens_of(text, fact.start, fact.end)
    at = 0
    while at < len(tokens) - 1 and (tokens[at].text == "." or lexicon.honorifics.at(tokens, at)):
        hit = lexicon.honorifics.at(tokens, at)
        if hit and hit[0] >= len(tokens):
            break
        at = hit[0] if hit else at + 1
    aside = lexicon.patterns["aside"].match(text, fact.end, end)
    return Holder(
        first, tokens[at].start if tokens else fact.start, fact.end, aside.end() if aside else fact.end, fact.value
    )


def read_titles(
    lexicon: Lexicon,
    text: str,
    start: int,
    end: int,
    holders: list[Holder],
    organisations: list[Fact[Organisation]],
    dates: list[Fact[When]],
) -> list[Title]:
    """Read the titles of a sentence."""
    tokens = tokens_of(text, start, end)
    named = [(holder.name, holder.end) for holder in holders] + [
        (fact.start, fact.end) for fact in between(dates, start, end)
    ]
    inside = list(between(organisations, start, end))
    owners, blocked = {}, set()
    for index, token in enumerate(tokens):
        if any(a <= token.start < b for a, b in named) or _honorific(lexicon, tokens, index, holders):
            blocked.add(index)
        for fact in inside:
            if fact.start <= token.start < fact.end:
                owners[index] = fact
    return list(Grammar(lexicon, text, tokens, owners, frozenset(blocked)).titles())


def _honorific(lexicon: Lexicon, tokens: list[Token], index: int, holders: list[Holder]) -> bool:
    """Say whether a token is an honorific of a name and no post ("Dr", "Father"; but "Councillor", "inspector")."""
    if not any(holder.start <= tokens[index].start < holder.name for holder in holders):
        return False
    hit = lexicon.honorifics.at(tokens, index)
    if hit is not None and hit[1] in ("civic", "role", "rank"):
        return lexicon.heads.at(tokens, index) is None
    return hit is not None


def _honorifics(doc: Doc, lexicon: Lexicon) -> Iterator[Fact[Held]]:
    """Give each person with a councillor's title or a police rank that post, once."""
    employers, text = _employers(doc, lexicon), article_of(doc).text
    seen: set[str] = set()
    for fact in facts(doc, "people"):
        person = fact.value
        if person.key in seen:
            continue
        tokens = tokens_of(text, fact.start, fact.end)
        hit = lexicon.honorifics.at(tokens, 0)
        start, end = (tokens[0].start, tokens[hit[0] - 1].end) if hit else (fact.start, fact.end)
        printed = text[start:end]
        if person.honorific == "Cllr":
            single = hit is not None and hit[1] == "civic" and not printed.endswith("s")
            role, role_class = printed if single else person.honorific, "councillor"
        elif hit and hit[1] == "rank" and " ".join(printed.lower().split()) in lexicon.ranks_of_police:
            role, role_class = printed, "police"
        else:
            continue
        seen.add(person.key)
        organisation = employers.main(lexicon.of_class[role_class], start, sentence_at(doc, start))
        yield Fact(start, end, f"{NAME}.honorific", Held(person, role, role_class, "", organisation, person.party))


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


def distinct(found: list[Fact[Held]]) -> list[Fact[Held]]:
    """Keep one fact of each person and post: the fullest, and of equals the first stated."""
    kept: list[Fact[Held]] = []
    for fact in sorted(found, key=lambda fact: (-_fullness(fact.value), fact.start)):
        if not any(same_post(fact.value, other.value) for other in kept):
            kept.append(fact)
    return sorted(kept, key=lambda fact: fact.start)


def _fullness(value: Held) -> int:
    return 4 * len(value.role.split()) + 2 * bool(value.start) + bool(value.organisation) + (value.status != "current")


def _understudy(value: Held) -> bool:
    return bool(UNDERSTUDIES & set(re.split(r"[\s-]+", value.role.lower())))


def same_post(one: Held, other: Held) -> bool:
    """Say whether two statements are of one post of one person: one title's words are all in the other's."""
    if one.person.key != other.person.key:
        return False
    if _understudy(one) != _understudy(other):
        return False
    mine, theirs = ({CIVIC.get(word, word) for word in value.role.lower().split()} for value in (one, other))
    if not (mine <= theirs or theirs <= mine):
        return False
    if "councillor" in (one.role_class, other.role_class) and one.role_class != other.role_class:
        return False
    return one.organisation is None or other.organisation is None or one.organisation.name == other.organisation.name


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
            organisation_id=(value.organisation.key or None) if value.organisation else None,
            organisation=value.organisation.name if value.organisation else None,
            party=value.party or None,
            status=value.status,
            start=value.start or None,
            end=value.end or None,
            **place(doc, fact),
        )


EXTRACTOR = Extractor(NAME, (Role,), build, rows, needs=("dates", "organisations", "people"))
