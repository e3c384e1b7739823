"""People: finds names, settles who each is, and makes the rows of `people` and their `mentions`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from pipeline.extractors.base import (
    Extractor,
    Fact,
    Find,
    article_of,
    fact_id,
    facts,
    overlap,
    place,
    sentence_at,
    zone_at,
    zones,
)
from pipeline.extractors.people.candidates import Finder
from pipeline.extractors.people.lexicon import build_lexicon
from pipeline.extractors.people.normalise import fold
from pipeline.extractors.people.parties import Stated, party_of_group, shared_parties, stated_party
from pipeline.extractors.people.record import PersonRecord
from pipeline.extractors.people.settling import Settling
from pipeline.extractors.people.signs import Candidate, Paragraph, Signs
from pipeline.extractors.values import Person
from pipeline.records import Mention, Record
from pipeline.resources import Gazetteers

# a line in which this share of its longer words has capitals says nothing by a capital
TITLE_CASE = 0.7


def build(gazetteers: Gazetteers) -> Find:
    """Make the function that finds the people of a Doc."""
    finder = Finder(build_lexicon(gazetteers))

    def find(doc: Doc) -> Iterator[Fact[Person]]:
        text = article_of(doc).text  # the Doc's own is joined anew from its tokens at every call
        candidates = _candidates(doc, text, finder)
        settling = Settling(finder.lexicon)
        settling.settle(candidates, text)
        _parties(doc, text, finder.signs, settling)
        _name_by_party(doc, text, finder.signs, settling)
        for person, who in settling.persons():
            for candidate, rule in who.mentions:
                yield Fact(candidate.start, candidate.end, f"people.{rule}", person)

    return find


def _parties(doc: Doc, text: str, signs: Signs, settling: Settling) -> None:
    """Put to each person the parties that the words about them state, and those that lists share."""
    mentions = sorted(
        ((candidate, who) for who in settling.people for candidate, _ in who.mentions), key=lambda pair: pair[0].start
    )
    stated: dict[int, Stated] = {}
    for candidate, who in mentions:
        sentence, paragraph = sentence_at(doc, candidate.start), zone_at(doc, candidate.start)
        bounds = (paragraph.start, paragraph.end)
        party = stated_party(signs, candidate, text, sentence, bounds) or party_of_group(signs, candidate, text)
        if party:
            stated[candidate.start] = party
            who.parties.append((candidate.start, party))
    bearer = {candidate.start: who for candidate, who in mentions}
    spans = [(zone.start, zone.end) for zone in zones(doc)]
    for candidate, party in shared_parties(signs, [one for one, _ in mentions], stated, text, spans):
        bearer[candidate.start].parties.append((candidate.start, party))


def _name_by_party(doc: Doc, text: str, signs: Signs, settling: Settling) -> None:
    """Take "the Conservative said" for whoever was named last, in that paragraph or the one before."""
    before, text = 0, article_of(doc).text
    for zone in zones(doc):
        for match in signs.pattern["party_anaphor"].finditer(text, zone.start, zone.end):
            who = max(settling.people, key=lambda who: who.last_before(match.start()), default=None)
            if who is not None and not who.parties and who.last_before(match.start()) >= before:
                who.parties.append((match.start(), Stated(signs.party(match["party"]))))
        before = zone.start


def _candidates(doc: Doc, text: str, finder: Finder) -> list[Candidate]:
    model = [(entity.start_char, entity.end_char) for entity in doc.ents if entity.label_ == "PERSON"]
    bodies = [(fact.start, fact.end) for fact in facts(doc, "organisations")]
    authors = {fold(name) for name in article_of(doc).authors}
    found: list[Candidate] = []
    text = article_of(doc).text
    for zone in zones(doc):
        if zone.kind == "byline":
            continue
        shouting = zone.kind in ("headline", "subhead", "standfirst", "body") and _title_case(
            text[zone.start : zone.end]
        )
        first, last = (bisect_left(model, (offset,)) for offset in (zone.start, zone.end))
        near = tuple(model[first:last])
        for one in finder.find(Paragraph(text, zone.start, zone.end, near, shouting)):
            if fold(one.name) in authors or overlap(bodies, one.name_start, one.end):
                continue
            found.append(one)
    return found


def _title_case(line: str) -> bool:
    if line.endswith((".", "!", "?", "”", '"')):
        return False
    longer = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) / len(longer) >= TITLE_CASE


def rows(doc: Doc) -> Iterable[Record]:
    """Make a row for each person of the article, and one for each mention."""
    found = facts(doc, "people")
    day = article_of(doc).published.day
    counts: dict[str, int] = {}
    people: dict[str, Person] = {}
    for fact in found:
        people.setdefault(fact.value.key, fact.value)
        counts[fact.value.key] = counts.get(fact.value.key, 0) + 1
    for key, person in people.items():
        yield PersonRecord(
            person_id=key,
            name=person.name,
            given_name=person.given_name or None,
            family_name=person.family_name or None,
            honorific=person.honorific or None,
            post_nominals=person.post_nominals or None,
            party=person.party or None,
            articles=1,
            mentions=counts[key],
            first_published=day,
            last_published=day,
        )
    for fact in found:
        yield Mention(
            mention_id=fact_id(doc, "mentions", fact),
            entity_type="person",
            entity_id=fact.value.key,
            **place(doc, fact),
        )


EXTRACTOR = Extractor("people", (PersonRecord, Mention), build, rows, needs=("organisations",))
