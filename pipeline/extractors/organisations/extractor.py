"""Organisations: known ones by gazetteer, others by the shape of their names, and what stands for them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from spacy.tokens import Doc

from pipeline.cleaning import Zone
from pipeline.extractors.base import Extractor, Fact, article_of, fact_id, facts, place, zones
from pipeline.extractors.organisations.announced import (
    GIVING,
    Cues,
    announced_name,
    lettered_names,
    recipients,
    without_person,
)
from pipeline.extractors.organisations.gazetteer import Index, read_index
from pipeline.extractors.organisations.joined import joined_councils
from pipeline.extractors.organisations.names import Named, Shapes, known_names, shaped_names
from pipeline.extractors.organisations.normalise import Word, form, words_of
from pipeline.extractors.organisations.placed import PLACES, lead_council, placed_councils
from pipeline.extractors.organisations.record import OrganisationRecord
from pipeline.extractors.organisations.settle import (
    Settler,
    governments,
    initialisms,
    learn,
    learnt_names,
    merge,
    places_of,
    weigh,
)
from pipeline.extractors.values import Organisation
from pipeline.patterns import Hit, Patterns, alternation, compile_patterns, longest, vocabulary
from pipeline.records import Mention, Record
from pipeline.resources import Gazetteers

NAME = "organisations"
STOPS = (".", "!", "?", "”", '"', "’", "'", ":")
FOLLOWING = re.compile(r"[ ]([\w’'-]+)")
ANAPHORS = frozenset({"anaphor", "unnamed_spokesperson", "a_watchdog"})
LETTERED = frozenset({"lettered"})
CUED = frozenset({"introduced", "explained", "spokesperson", "named_charity", "home", "lower_home", "officer_of"})


def build(gazetteers: Gazetteers) -> Callable[[Doc], Iterable[Fact[Organisation]]]:
    """Read the gazetteers and the vocabulary, and give the function that finds organisations."""
    words = vocabulary(NAME)
    index = read_index(gazetteers, words)
    shapes = Shapes.read(words)
    cues = Cues.read(words, gazetteers)
    slots = {
        "anaphors": list(words["anaphors"]),
        "cues": [cue for listed in words["cues"].values() for cue in listed],
        "said_bodies": [body for listed in words["said_bodies"].values() for body in listed],
        "anaphor_adjectives": words["words"]["anaphor_adjectives"],
    }
    patterns = compile_patterns(NAME, slots)
    type_words = frozenset(words["words"]["type_words"])
    passing = re.compile(alternation(words["words"]["passing"]) + r"\b[^.,;]{0,50}$")
    locative = frozenset(words["words"]["locative"])
    general = frozenset(words["words"]["general_things"]) | shapes.council_things

    def find(doc: Doc) -> list[Fact[Organisation]]:
        text, paragraphs = article_of(doc).text, zones(doc)
        read = [(zone, words_of(text, zone.start, zone.end)) for zone in paragraphs]
        found = list(_names(doc, read, index, shapes, patterns, cues))
        found = merge(longest(found), type_words)
        found = governments(found, text)
        letters = initialisms(text, found, patterns["initialism"].expression)
        located = places_of([line for _, line in read], locative)
        learnt = learn(found, letters, type_words, located)
        again = [name for zone, line in read for name in learnt_names(line, learnt, title_case(text, zone, line))]
        found = longest([*found, *_uncovered(again, found)])
        opening = lead_council(text, paragraphs, index, article_of(doc).published, found)
        # what the article opens with is known to those who read "the council", though it is no mention of it
        heard = sorted([*found, opening], key=lambda name: name.start) if opening else found
        settler = Settler(
            text, paragraphs, heard, weigh(heard, text, paragraphs, _places(read, heard), passing), words["anaphors"],
            words["name_must_have"], passing,
        )  # fmt: skip
        hits = list(patterns.scan(text, paragraphs, ANAPHORS))
        headlines = [zone for zone in paragraphs if zone.kind in ("headline", "standfirst", "subhead")]
        hits += patterns.scan(text, headlines, frozenset({"headline"}))
        settled = [settler.settle(hit) for hit in hits if not _general(text, hit, general, words["words"])]
        starts = {name.start for name in found}
        found += _uncovered((name for name in settled if name and name.end + 1 not in starts), found)
        return [Fact(name.start, name.end, name.rule, name.value) for name in longest(found)]

    return find


def _names(
    doc: Doc,
    read: list[tuple[Zone, list[Word]]],
    index: Index,
    shapes: Shapes,
    patterns: Patterns,
    cues: Cues,
) -> Iterator[Named]:
    text, published = article_of(doc).text, article_of(doc).published
    people = [(entity.start_char, entity.end_char) for entity in doc.ents if entity.label_ == "PERSON"]
    hits_of = patterns.by_paragraph(text, [zone for zone, _ in read], PLACES | CUED | GIVING | LETTERED)
    for (zone, words), (_, hits) in zip(read, hits_of, strict=True):
        places, cued, giving, letters = (
            [hit for hit in hits if hit.rule.partition(".")[2] in rules] for rules in (PLACES, CUED, GIVING, LETTERED)
        )
        known = [*known_names(words, index, published, shapes), *joined_councils(words, index, published)]
        placed = placed_councils(text, places, index, published)
        known += _uncovered(placed, longest(known))
        yield from known
        if title_case(text, zone, words):
            continue
        ends = {name.end for name in known}
        shaped = [
            without_person(text, name, people, cues)
            for name in shaped_names(text, words, shapes, known, index)
            if name.end not in ends
        ]
        yield from shaped
        announced = (announced_name(text, hit, shapes, people, cues, index) for hit in cued)
        given = recipients(text, giving, words, shapes, cues, index, people)
        lettered = lettered_names(text, letters, shapes)
        told = (without_person(text, name, people, cues) for name in (*lettered, *announced, *given) if name)
        yield from _uncovered(told, longest([*known, *shaped]))


def title_case(text: str, zone: Zone, words: list[Word]) -> bool:
    """Say whether a line has capitals throughout, so that they tell nothing of names."""
    long = [word for word in words if len(word.text) > 3]
    if zone.kind in ("body", "caption") and (len(long) < 7 or text[zone.start : zone.end].endswith(STOPS)):
        return False
    return len(long) > 3 and sum(word.capital for word in long) > 0.8 * len(long)


def _uncovered(names: Iterable[Named], found: Iterable[Named]) -> list[Named]:
    """Leave out names that overlap one of those found, which do not overlap one another."""
    ordered = sorted(found, key=lambda name: name.start)
    starts = [name.start for name in ordered]

    def clear(name: Named) -> bool:
        at = bisect_left(starts, name.end) - 1
        return at < 0 or ordered[at].end <= name.start

    return [name for name in names if clear(name)]


def _general(text: str, hit: Hit, general: frozenset[str], words: Mapping[str, list[str]]) -> bool:
    """Say whether the words go on into something general: "the school holidays", "the authority to act"."""
    after = FOLLOWING.match(text, hit.end)
    if not after:
        return False
    loose = hit.group("noun").lower() in words["loose_nouns"] and after[1].lower() in words["loose_after"]
    return loose or after[1].lower() in general


def _places(read: list[tuple[Zone, list[Word]]], found: list[Named]) -> Counter[str]:
    """Count how often the place of each named council stands alone."""
    counted: Counter[str] = Counter()
    lines = [" ".join(word.folded for word in words) for _, words in read]
    for value in {name.value.key: name.value for name in found if name.value.kind == "local_authority"}.values():
        named_place = [word for word in form(value.name) if word not in TYPES]
        counted[value.key] = sum(f" {line} ".count(f" {' '.join(named_place)} ") for line in lines)
    return counted


TYPES = frozenset(
    (
        "council",
        "county",
        "city",
        "borough",
        "district",
        "metropolitan",
        "london",
        "royal",
        "town",
        "parish",
        "of",
        "the",
    )
)


def rows(doc: Doc) -> Iterable[Record]:
    """Give each organisation of the article once, and each mention."""
    found: list[Fact[Organisation]] = facts(doc, NAME)
    count = Counter(fact.value.key for fact in found)
    for value in {fact.value.key: fact.value for fact in found}.values():
        yield OrganisationRecord(
            organisation_id=value.key,
            name=value.name,
            kind=value.kind,
            gss_code=value.gss_code or None,
            dfe_code=value.dfe_code or None,
            nation=value.nation or None,
            region=value.region or None,
            articles=1,
            mentions=count[value.key],
        )
    for fact in found:
        yield Mention(
            mention_id=fact_id(doc, "mentions", fact),
            entity_type="organisation",
            entity_id=fact.value.key,
            **place(doc, fact),
        )


EXTRACTOR = Extractor(NAME, (OrganisationRecord, Mention), build, rows)
