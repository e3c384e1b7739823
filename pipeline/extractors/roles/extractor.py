"""Finds who holds which post, and makes the rows of `roles`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

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
from pipeline.extractors.roles.acts import acts, listed, run_by, succeeded
from pipeline.extractors.roles.employers import Employers, council_of_place, councils_of_lead, guests_of
from pipeline.extractors.roles.holders import Holder, Link, Linker
from pipeline.extractors.roles.lexicon import NAME, Lexicon, Token, build_lexicon, tokens_of
from pipeline.extractors.roles.posts import (
    Held,
    at_known_council,
    distinct,
    prefix_of,
    stated_councils,
    without_epithets,
)
from pipeline.extractors.roles.record import Role
from pipeline.extractors.roles.status import bounds_of, later_start, status_of
from pipeline.extractors.roles.tenures import tenures, with_tenures
from pipeline.extractors.roles.titles import Grammar, Title
from pipeline.extractors.roles.vacancies import Vacancies
from pipeline.extractors.values import Organisation, Person, When
from pipeline.resources import Gazetteers

FOLLOWING = 3  # sentences after a post's that may say when it began


def build(gazetteers: Gazetteers) -> Find:
    """Read the vocabulary and the gazetteers, and give the function that finds roles."""
    lexicon = build_lexicon(gazetteers)

    def find(doc: Doc) -> list[Fact[Held]]:
        found = list(_posts(doc, lexicon))
        known = stated_councils(found)
        settled = [at_known_council(fact, known) for fact in [*found, *_honorifics(doc, lexicon)]]
        posts = distinct(without_epithets(settled), lexicon.same)
        text, published = article_of(doc).text, article_of(doc).published
        said = tenures(lexicon, text, sentences(doc), facts(doc, "people"), facts(doc, "dates"))
        return with_tenures(posts, list(said), published.day or published.latest)

    return find


def _employers(doc: Doc, lexicon: Lexicon) -> Employers:
    lead = [(zone.start, zone.end) for zone in zones(doc) if zone.kind in ("headline", "standfirst")]
    lead += [(zone.start, zone.end) for zone in zones(doc) if zone.kind == "body"][:2]
    lead.sort()
    text = article_of(doc).text
    named = councils_of_lead(text, lead, lexicon.councils)
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
        of_council=lexicon.sets["parts_of_councils"],
        tiers=lexicon.sets["tiers"],
        lesser_tiers=lexicon.sets["lesser_tiers"],
        place=council_of_place(text, named),
        lead_councils=frozenset(named.values()),
        guests=guests_of(text, facts(doc, "organisations"), lexicon.patterns["visiting"].expression),
    )


def _posts(doc: Doc, lexicon: Lexicon) -> Iterator[Fact[Held]]:
    """Find the posts whose title stands with a holder in one sentence."""
    people, organisations, dates = facts(doc, "people"), facts(doc, "organisations"), facts(doc, "dates")
    employers, text = _employers(doc, lexicon), article_of(doc).text
    vacancies = Vacancies(lexicon, text)
    every = sentences(doc)
    for zone in zones(doc):
        if zone.kind == "byline":
            continue
        previous: list[Holder] = []
        first, last = (bisect_left(every, (offset,)) for offset in (zone.start, zone.end))
        inside = [(start, min(end, zone.end)) for start, end in every[first:last]]
        for start, end in inside:
            holders = [holder_of(lexicon, text, fact, start, end) for fact in between(people, start, end)]
            titles = read_titles(lexicon, text, start, end, holders, organisations, dates)
            subject = previous[0] if len({holder.person.key for holder in previous}) == 1 else None
            links = [
                *Linker(lexicon, text, start, end, titles, holders, subject).links(),
                *acts(lexicon, text, end, holders),
                *run_by(lexicon, text, start, holders),
                *listed(lexicon, text, start, titles, holders),
            ]
            if vacancy := vacancies.taken(end, holders, links):
                links.append(vacancy)
            if heir := vacancies.heir(start, holders):
                links.append(heir)
            links.extend(vacancies.heir_inside(start, holders, links))
            vacancies.remember(links)
            vacancies.note(start, end, titles, links)
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
                told_ends = [one.title.end for one in links if one.holder is link.holder and one is not link]
                begun, ended = bounds_of(lexicon, text, link, start, clause, dates, told_ends)
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
    if link.rule in ("title_name", "title_comma_name") and not (title.organisation or title.body or title.elsewhere):
        joins = lexicon.patterns["joins"].expression
        title = replace(title, organisation=employers.after(link.holder.end, sentence[1], joins))
    party = title.party or link.holder.person.party
    if title.head in lexicon.sets["of_groups"] and title.determiner == "its" and not party:
        party = party_before(lexicon, article_of(doc).text, title.first)
    value = Held(
        person=link.holder.person,
        role=title.role,
        role_class=title.role_class,
        remit=title.remit,
        organisation=employers.employer(title, sentence, civic),
        party=party,
        status=status_of(
            lexicon, article_of(doc).text, link, sentence[1], begun, ended, published.day or published.latest
        ),
        start=prefix_of(begun, ranged=begun is ended, side=0),
        end=prefix_of(ended, ranged=begun is ended, side=1),
        stated=employers.states(title),
    )
    return Fact(title.start, title.end, f"{NAME}.{link.rule}", value)


def party_before(lexicon: Lexicon, text: str, at: int) -> str:
    """Give the party of the group for which "its leader" is said: the last before it that is named with "group"."""
    named = ""
    for match in lexicon.patterns["party_group"].finditer(text, max(0, at - 250), at):
        tokens = tokens_of(text, match.start("party"), match.end("party"))
        hit = lexicon.parties.at(tokens, 0) or lexicon.parties.at(tokens, len(tokens) - 1)
        named = hit[1] if hit else ""
    return named


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
