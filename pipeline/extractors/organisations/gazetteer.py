"""The organisations that are known beforehand: councils, and the bodies of organisations.csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.cleaning import Published
from pipeline.extractors.organisations.normalise import Word, council_names, form, is_initialism, organisation_key
from pipeline.extractors.values import Organisation
from pipeline.resources import Gazetteers

COUNCILS = (
    "name", "place", "kind", "nation", "region", "gss_code", "dfe_code", "start", "until", "bare", "aliases",
)  # fmt: skip
ORGANISATIONS = ("name", "kind", "nation", "aliases")
SHADOW = 730  # days for which a new council may sit beside those it replaces
KINDS = {"combined": "combined_authority", "regional": "other"}


@dataclass(frozen=True)
class Entry:
    """A known organisation, and when it existed; `official` forms name it even after its end."""

    value: Organisation
    start: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Reading:
    """One way to read a form: `exact` words where case counts, `official` where it is the full name, `bare` a place."""

    entry: Entry
    exact: str = ""
    official: bool = False
    bare: bool = False
    lower: bool = False


@dataclass
class Index:
    """Forms, as tuples of folded words, with what they may mean."""

    forms: dict[tuple[str, ...], list[Reading]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, text: str, reading: Reading) -> None:
        """Learn a form."""
        key = form(text)
        known = self.forms.setdefault(key, [])
        if all(one.entry != reading.entry or one.exact != reading.exact for one in known):
            known.append(reading)
        self.longest[key[0]] = max(self.longest.get(key[0], 0), len(key))

    def at(self, words: list[Word], first: int) -> Iterator[tuple[int, list[Reading]]]:
        """Give the forms that start at a word, longest first, each with the index past its last word."""
        for length in range(min(self.longest.get(words[first].folded, 0), len(words) - first), 0, -1):
            span = words[first : first + length]
            readings = self.forms.get(tuple(word.folded for word in span))
            if readings and all(word.joined or word.text == "," for word in span[1:]):
                yield first + length, readings


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def read_index(gazetteers: Gazetteers, vocabulary: Mapping[str, Any]) -> Index:
    """Read the gazetteers. Raises ResourceError for a file with another header or a repeated name."""
    index = Index()
    for row in gazetteers.read("councils", COUNCILS):
        value = Organisation(
            key=organisation_key(row["name"], row["gss_code"]),
            name=row["name"],
            kind=KINDS.get(row["kind"], "local_authority"),
            gss_code=row["gss_code"],
            dfe_code=row["dfe_code"],
            nation=row["nation"],
            region=row["region"],
        )
        entry = Entry(value, _day(row["start"]), _day(row["until"]))
        if row["name"] != row["place"]:  # a combined authority that bears its area's name
            index.add(row["name"], Reading(entry, official=True))
        short = vocabulary["county_abbreviations"].get(row["place"], [])
        written = council_names(row["place"], row["kind"], vocabulary["council_forms"], short)
        if " city " in f" {row['name'].lower()} " and row["kind"] not in ("combined", "regional"):
            written += [f"{row['place']} City Council", f"City of {row['place']} Council"]
        for text in [*written, *_split(row["aliases"])]:
            index.add(text, Reading(entry, exact=text if is_initialism(text) else ""))
            if "," in text:
                index.add(text.replace(",", ""), Reading(entry))
        if row["bare"]:
            index.add(row["place"], Reading(entry, bare=True))
    for row in gazetteers.read("organisations", ORGANISATIONS):
        entry = Entry(Organisation(organisation_key(row["name"]), row["name"], row["kind"], nation=row["nation"]))
        for text in [row["name"], *_split(row["aliases"])]:
            exact = text if is_initialism(text) else ""
            index.add(text, Reading(entry, exact=exact, official=True, lower=text[0].islower()))
    return index


def existed(entry: Entry, published: Published) -> bool | None:
    """Say whether an organisation existed when an article was published; None where that cannot be told."""
    earliest, latest = published.day or published.earliest, published.day or published.latest
    if (entry.start and latest and latest < entry.start) or (entry.until and earliest and earliest > entry.until):
        return False
    if (entry.start and (not earliest or earliest < entry.start)) or (
        entry.until and (not latest or latest > entry.until)
    ):
        return None
    return True


def choose(readings: list[Reading], published: Published, former: bool = False) -> Organisation | None:
    """Choose what a form means at a time; None where that stays open.

    An official name means its bearer, after its end too, and before its start only while no other bore it. A
    short form means
    who bore it then; undated, who bears it now, or the last who did.
    """
    entries = {one.entry.value.key: one for one in readings}
    official = [one.entry for one in entries.values() if one.official]
    there = [one.entry for one in entries.values() if existed(one.entry, published) is True]
    if official and (entry := official[0]) and len(official) == 1:
        if existed(entry, published) is not False or _elected(entry, published, alone=not there):
            return entry.value
        if entry.until and not _too_early(entry, published):
            return entry.value
    if not there:
        unsure = [one.entry for one in entries.values() if existed(one.entry, published) is None]
        there = [entry for entry in unsure if entry.until is None] or unsure
    if not there and former:
        there = [one.entry for one in entries.values() if one.entry.until is not None]
    return there[0].value if len(there) == 1 else None


def _elected(entry: Entry, published: Published, alone: bool) -> bool:
    """Say whether a body may be named before its first day: it is elected up to two years ahead."""
    latest = published.day or published.latest
    return alone and bool(entry.start and latest) and (entry.start - latest).days < SHADOW  # type: ignore[operator]


def _too_early(entry: Entry, published: Published) -> bool:
    latest = published.day or published.latest
    return bool(entry.start and latest and latest < entry.start)
