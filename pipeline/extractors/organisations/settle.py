"""Who is meant, inside one article: one value for every way of naming an organisation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.cleaning import Zone
from pipeline.extractors.organisations.gazetteer import Entry, Index, Reading
from pipeline.extractors.organisations.names import Named
from pipeline.extractors.organisations.normalise import Word, core, form, organisation_key
from pipeline.extractors.reading.passing import in_passing
from pipeline.extractors.values import Organisation
from pipeline.patterns import Hit

SHORTENED = frozenset({"school", "college", "nursery", "trust", "company", "care_provider", "charity", "other"})
UK_GOVERNMENT = organisation_key("UK Government")
NEAR = 400  # characters within which "the department" is still the government's, not the council's
DEVOLVED = ("Welsh Government", "Scottish Government", "Northern Ireland Executive")


def merge(found: list[Named], type_words: frozenset[str]) -> list[Named]:
    """Give names of one organisation one value: "St Mary's School" is the only "St Mary's Catholic Primary School"."""
    open_names: dict[str, Organisation] = {}
    for name in (name for name in found if not name.known):
        other = open_names.setdefault(name.value.key, name.value)
        kind = name.value.kind if other.kind == "other" else other.kind
        # "SALTINGS Academy", as a first line may have it, is no one's name
        plainer = min(other.name, name.value.name, key=lambda text: sum(letter.isupper() for letter in text))
        open_names[name.value.key] = replace(other, kind=kind, name=plainer)
    cores: dict[tuple[str, ...], list[Organisation]] = defaultdict(list)
    for value in open_names.values():
        cores[core(value.name, type_words)].append(value)
    fuller: dict[str, Organisation] = {}
    for key, values in cores.items():
        for value in values:
            mine = set(form(value.name))
            longer = [one for one in values if mine < set(form(one.name)) and one.kind == value.kind]
            longest = [one for one in longer if not any(set(form(one.name)) < set(form(two.name)) for two in longer)]
            if key and len(longest) == 1:
                fuller[value.key] = longest[0]
    settled = {**open_names, **fuller}
    return [name if name.known else replace(name, value=settled[name.value.key]) for name in found]


def places_of(lines: Iterable[list[Word]], locative: frozenset[str]) -> set[tuple[str, str]]:
    """Give the pairs of capitalised words that stand after "in" or "near": those name places."""
    return {
        (two.folded, three.folded)
        for line in lines
        for one, two, three in zip(line, line[1:], line[2:], strict=False)
        if one.folded in locative and two.capital and three.capital and three.joined
    }


def learn(
    found: Iterable[Named],
    letters: Mapping[str, Organisation],
    type_words: frozenset[str],
    places: AbstractSet[tuple[str, ...]],
) -> Index:
    """Learn what the article teaches: its full names, the short forms that only one of them has, its initialisms.

    A school that bears the name of its place, one of `places`, has no short form.
    """
    index = Index()
    values = {name.value.key: name.value for name in found}
    shorts: dict[tuple[str, ...], set[str]] = defaultdict(set)
    open_keys = {name.value.key for name in found if not name.known}
    for key in open_keys:
        value = values[key]
        index.add(value.name, Reading(Entry(value)))
        short = core(value.name, type_words)
        a_place = short[:2] in places and short[0] != "st"
        if value.kind in SHORTENED and 1 < len(short) < len(form(value.name)) and not a_place:
            shorts[short].add(key)
    for short, keys in shorts.items():
        if len(keys) == 1:
            value = values[next(iter(keys))]
            index.add(" ".join(short).replace(" '", "'"), Reading(Entry(value)))
    for text, value in letters.items():
        index.add(text, Reading(Entry(value), exact=text))
    return index


def learnt_names(words: list[Word], index: Index, title_case: bool) -> Iterator[Named]:
    """Find again, by its short form or initialism too, what the article has named in full."""
    at = 0
    while at < len(words):
        after = at + 1
        for end, readings in index.at(words, at):
            reading = readings[0]
            joined = "".join(word.text for word in words[at:end])
            content = [
                word for word in words[at:end] if word.folded not in ("of", "and", "the", "'s", "le", "for", "on")
            ]
            if reading.exact != joined if reading.exact else not all(word.capital for word in content):
                continue
            # "Carlton Wood" is no short form in "Carlton Wood Road"
            longer = end < len(words) and words[end].joined and words[end].capital
            crime = end + 1 < len(words) and words[end + 1].folded == "crime"
            if crime or (longer and not reading.exact and not title_case):
                continue
            yield Named(words[at].start, words[end - 1].end, "organisations.learnt", reading.entry.value, True)
            after = end
            break
        at = after


def initialisms(text: str, found: Iterable[Named], pattern: re.Pattern[str]) -> dict[str, Organisation]:
    """Give the letters that the article puts in brackets after a name: "Ashen Tree Learning Trust (ATLT)"."""
    learnt: dict[str, Organisation] = {}
    for name in found:
        match = pattern.match(text, name.end, name.end + 24)
        capitals = sum(letter.isupper() for letter in match["letters"]) if match else 0
        if match and capitals > 1 and stands_for(match["letters"], name.value.name):
            learnt[match["letters"]] = name.value
    return learnt


def stands_for(letters: str, name: str) -> bool:
    """Say whether letters are a name's initials in their order; four or more may take letters inside its words.

    >>> stands_for("YPO", "Yorkshire Purchasing Organisation"), stands_for("DHCT", "Derby Healthcare Trust")
    (True, True)
    >>> stands_for("SEND", "Schools Forum")
    False
    """
    wanted = letters.lower().replace("&", "a")
    words = form(name)
    initials = "".join(word[0] for word in words if word[0].isalnum())
    if not initials or wanted[0] != initials[0]:
        return False
    rest, inside = iter(initials), iter("".join(words))
    return all(letter in rest for letter in wanted) or (
        len(wanted) > 3 and wanted[-1] == initials[-1] and all(letter in inside for letter in wanted)
    )


def governments(found: list[Named], text: str) -> list[Named]:
    """Read a bare "government" as that of the article's nation, where the article says or shows which."""
    devolved = [name for name in found if name.value.name in DEVOLVED]
    nations = {name.value.nation for name in found if name.value.gss_code}
    settled = []
    for name in found:
        certain = name.value.key != UK_GOVERNMENT or " " in text[name.start : name.end]
        if certain or "England" in nations or not (nations or devolved):
            settled.append(name)
        elif devolved:
            before = [one for one in devolved if one.start < name.start]
            settled.append(replace(name, value=(before[-1] if before else devolved[0]).value))
    return settled


@dataclass(frozen=True)
class Settler:
    """Finds what "the council" or "the watchdog" stands for in one article; `found` is in text order."""

    text: str
    zones: tuple[Zone, ...]
    found: list[Named]
    weight: Mapping[str, int]
    kinds: Mapping[str, Any]
    must_have: Mapping[str, str]
    passing: re.Pattern[str]
    candidates: dict[str, list[Named]] = field(default_factory=dict)
    values: dict[str, dict[str, Organisation]] = field(default_factory=dict)

    def settle(self, hit: Hit) -> Named | None:
        """Give the mention with its value; None where the article leaves it open."""
        noun = " ".join(hit.group("noun").lower().split())
        value = self._antecedent(noun, hit.start)
        return Named(hit.start, hit.end, "organisations.anaphor", value, True) if value else None

    def _fitting(self, noun: str) -> list[Named]:
        if noun not in self.candidates:
            must = self.must_have.get(noun, "")
            self.candidates[noun] = [
                name
                for name in self.found
                if name.value.kind in self.kinds[noun] and (not must or must in form(name.value.name))
            ]
        return self.candidates[noun]

    def _antecedent(self, noun: str, at: int) -> Organisation | None:
        fitting = self._fitting(noun)
        before = bisect_left(fitting, at, key=lambda name: name.start)
        nearest = fitting[before - 1] if before else None
        if noun == "department":
            return self._department(nearest, at)
        if noun not in self.values:
            self.values[noun] = {name.value.key: name.value for name in fitting}
        values = self.values[noun]
        if len(values) < 2:
            passing = all(in_passing(self.text, name.start, self._line(name.start)) for name in fitting)
            return None if passing else next(iter(values.values()), None)
        if set(self.kinds[noun]) & {"inspectorate", "regulator"}:
            return nearest.value if nearest else None
        paragraph = max((zone.start for zone in self.zones if zone.start <= at), default=0)
        for name in reversed(fitting[:before]):
            if name.start < paragraph:
                break
            if not passes(self.text, name.start, self.passing):
                return name.value
        first, second = sorted(values, key=lambda key: -self.weight.get(key, 0))[:2]
        if self.weight.get(first, 0) > self.weight.get(second, 0):
            return values[first]
        return nearest.value if nearest else None

    def _line(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _department(self, nearest: Named | None, at: int) -> Organisation | None:
        """Read "the department" as the government's only near its name, or where it is asked: it may be a council's."""
        if nearest is None or "government" in form(nearest.value.name):
            return None
        asked = self.text[max(0, at - 20) : at].rstrip().endswith((" for", " from"))
        return nearest.value if asked or at - nearest.end < NEAR else None


def passes(text: str, start: int, passing: re.Pattern[str]) -> bool:
    """Say whether an organisation is named in passing: "former", "like"; or as where somebody comes from or goes to."""
    return bool(passing.search(text, max(0, start - 50), start)) or in_passing(
        text, start, text.rfind("\n", 0, start) + 1
    )


def weigh(
    found: Iterable[Named], text: str, zones: tuple[Zone, ...], places: Mapping[str, int], passing: re.Pattern[str]
) -> Counter[str]:
    """Weigh how much an article is about each organisation: how often and how early it is named, not in passing.

    `places` counts how often the bare place of a council is named, by the council's key.
    """
    lead = [zone for zone in zones if zone.kind in ("headline", "standfirst")] + [
        zone for zone in zones if zone.kind == "body"
    ][:2]
    weight: Counter[str] = Counter(places)
    for name in found:
        if not passes(text, name.start, passing):
            weight[name.value.key] += 4 if any(zone.start <= name.start < zone.end for zone in lead) else 2
    return weight
