"""Names in the words of a paragraph: known ones by lookup, others by the word that ends or opens them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.cleaning import Published
from pipeline.extractors.organisations.gazetteer import Index, Reading, choose
from pipeline.extractors.organisations.normalise import Word, form, organisation_key, tidy
from pipeline.extractors.values import Organisation

LONGEST_NAME = 9
HEAD, OPENING = "organisations.head", "organisations.opening"
Found = tuple[int, int, str, str]  # first word, index past the last, kind, rule
SAINTLY = frozenset({"st", "ss", "sts", "our", "king", "queen", "christ"})
# First words that are otherwise no part of a name.
HALLOWED = frozenset({("our", "lady"), ("all", "saints"), ("all", "hallows"), ("all", "souls")})
# A capital inside a sentence makes these part of a name.
NUMBERS = frozenset({"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"})
# What "the" follows inside the name of a place.
WITHIN = frozenset({"next", "on", "in", "by"})
# Kinds in whose names "and" joins two places; before others it joins two names.
# Kinds whose names of one word may be a person's, or part of a longer name.
OF_PEOPLE_TOO = frozenset({"company", "care_provider", "nursery", "charity"})
JOINING = frozenset({"police", "fire", "health", "other", "trust", "combined_authority", "local_authority", "college"})


@dataclass(frozen=True)
class Named:
    """A name found in the text. `known` names come from a gazetteer and are never merged with others."""

    start: int
    end: int
    rule: str
    value: Organisation
    known: bool = False


@dataclass(frozen=True)
class Shapes:
    """The vocabulary as sets: which words end, open, fill and bound a name."""

    heads: Mapping[tuple[str, ...], str]
    small_heads: Mapping[tuple[str, ...], str]
    media_heads: frozenset[tuple[str, ...]]
    media_places: frozenset[str]
    openings: Mapping[tuple[str, ...], str]
    outside: frozenset[str]
    generic: frozenset[str]
    of_follows: frozenset[str]
    inside: frozenset[str]
    not_before: frozenset[str]
    council_things: frozenset[str]
    no_government: frozenset[str]
    political: frozenset[str]
    premises: frozenset[str]
    groups: frozenset[str]
    lettered: frozenset[str]
    possessors: frozenset[str]
    projects: frozenset[str]
    person_titles: frozenset[str]

    @cached_property
    def head_firsts(self) -> frozenset[str]:
        """The words with which heads begin."""
        return frozenset(head[0] for head in (*self.heads, *self.small_heads))

    @cached_property
    def head_lasts(self) -> frozenset[str]:
        """The words with which heads end."""
        return frozenset(head[-1] for head in self.heads)

    @classmethod
    def read(cls, vocabulary: Mapping[str, Any]) -> Shapes:
        """Take them from the vocabulary."""
        words = {name: frozenset(words) for name, words in vocabulary["words"].items()}
        return cls(
            heads={form(text): kind for kind, texts in vocabulary["heads"].items() for text in texts}
            | {form(text): "media" for text in vocabulary["media_heads"]},
            small_heads={form(text): kind for text, kind in vocabulary["small_heads"].items()},
            media_heads=frozenset(form(text) for text in vocabulary["media_heads"]),
            media_places=words["media_places"],
            openings={form(text): kind for text, kind in vocabulary["openings"].items()},
            outside=words["outside"],
            generic=words["generic"],
            of_follows=words["of_follows"],
            inside=words["inside"],
            not_before=words["not_before"],
            council_things=words["council_things"],
            no_government=words["no_government"],
            political=words["political"],
            premises=words["premises"],
            groups=words["groups"],
            lettered=words["lettered"],
            possessors=words["possessors"],
            projects=words["projects"],
            person_titles=words["person_titles"],
        )


def known_names(words: list[Word], index: Index, published: Published, shapes: Shapes) -> Iterator[Named]:
    """Find the names that the gazetteers hold."""
    at = 0
    while at < len(words):
        after = at + 1
        for end, readings in index.at(words, at):
            fitting = [one for one in readings if _written(one, words, at, end, shapes)]
            if not fitting or _other_thing(words, end, shapes):
                continue
            former = at > 0 and words[at - 1].folded in ("former", "old", "abolished", "defunct")
            value = choose(fitting, published, former)
            if value is None:
                name = " ".join(word.text for word in words[at:end]).replace(" '", "'").replace(" ’", "’")
                value = Organisation(organisation_key(tidy(name)), tidy(name), fitting[0].entry.value.kind)
            rule = (
                "organisations.council" if fitting[0].entry.value.nation and value.gss_code else "organisations.known"
            )
            yield Named(words[at].start, words[end - 1].end, rule, value, True)
            after = end
            break
        at = after


def _written(reading: Reading, words: list[Word], at: int, end: int, shapes: Shapes) -> bool:
    first, before = words[at], words[at - 1].folded if at else ""
    if reading.exact:
        joined = "".join(word.text for word in words[at:end])
        return joined == reading.exact.replace("’", "'").replace(" ", "").replace("-", "")
    if reading.lower:
        return before not in shapes.no_government
    if not first.capital:
        return False
    follows = at > 0 and first.joined and words[at - 1].capital
    a_name = before in shapes.person_titles or before not in shapes.outside
    if follows and a_name and end - at == 1 and reading.entry.value.kind in OF_PEOPLE_TOO:
        return False  # "Mrs Kier", "Jane Wates"
    if reading.bare:
        place = before in ("in", "across", "around", "near", "from", "of", "throughout", "within", "to", "for", "north",
                           "south", "east", "west", "at", "into", "the")  # fmt: skip
        longer = end < len(words) and words[end].capital and words[end].joined
        return not place and not longer and not (at and words[at - 1].capital and first.joined)
    return True


def _other_thing(words: list[Word], end: int, shapes: Shapes) -> bool:
    """Say whether the words go on into another thing: "Leeds council tax", "Kent Police and Crime Commissioner"."""
    if end >= len(words) or not words[end].joined:
        return False
    if words[end - 1].folded == "council":
        return words[end].folded in shapes.council_things
    return words[end].folded == "and" and end + 1 < len(words) and words[end + 1].folded == "crime"


def shaped_names(text: str, words: list[Word], shapes: Shapes, known: Iterable[Named], index: Index) -> Iterator[Named]:
    """Find names by the word that says what sort of body they name: "Saltings Academy", "Archdiocese of X"."""
    fixed = [name for name in known if name.value.kind not in ("company", "charity")]
    starts = [word.start for word in words]
    # a name may end inside a word, "HULL" of "HULL'S": the word is taken
    taken = {
        at
        for name in fixed
        for at in range(max(bisect_right(starts, name.start) - 1, 0), bisect_left(starts, name.end))
    }
    bounds = Bounds(words, taken, _head_ends(words, shapes), index, shapes)
    for at, word in enumerate(words):
        if word.capital:
            span = bounds.headed(at) or bounds.opened(at)
        else:
            span = bounds.small_headed(at) if at and word.joined else None
        if span:
            first, end, kind, rule = span
            yield named(text, words[first].start, words[end - 1].end, kind, rule)


def _head_ends(words: list[Word], shapes: Shapes) -> AbstractSet[int]:
    return {at for at, word in enumerate(words) if word.capital and word.folded in shapes.head_lasts}


def _one_name(words: list[Word]) -> bool:
    small = {"and", "for", "of", "'s", "&", "plc"}
    joined = all(word.joined for word in words[1:])
    hyphened = {at for at, word in enumerate(words) if at and words[at - 1].folded == "pre" and word.folded == "school"}
    return joined and all(word.capital or word.folded in small or at in hyphened for at, word in enumerate(words))


@dataclass(frozen=True)
class Bounds:
    """Finds how far a name reaches where the words `taken` are known names already, and `ends` end a head."""

    words: list[Word]
    taken: AbstractSet[int]
    ends: AbstractSet[int]
    index: Index
    shapes: Shapes

    def headed(self, at: int) -> Found | None:
        """Read the name whose head starts at a word."""
        if self.words[at].folded not in self.shapes.head_firsts:
            return None
        for length in range(min(6, len(self.words) - at), 0, -1):
            kind = self.shapes.heads.get(self._key(at, length))
            if kind and _one_name(self.words[at : at + length]):
                first = self.leftwards(at, at + length, kind)
                if first is None:
                    return None
                if self._key(at, length) in self.shapes.media_heads and not self._local(first, at):
                    return None
                first = self._second_name(first, at)
                kind = "health" if any(word.folded == "nhs" for word in self.words[first:at]) else kind
                return first, self.with_place(at + length), kind, HEAD
        return None

    def _second_name(self, first: int, head: int) -> int:
        """Give where the second of two names that "and" joins begins: "NHS Kent and Kent NHS Trust"."""
        words = self.words
        joints = [at for at in range(first + 1, head) if words[at].folded == "and"]
        if not joints:
            return first
        last = joints[-1]
        twice = all(any(word.folded == "nhs" for word in part) for part in (words[first:last], words[last : head + 2]))
        friends = self.shapes.openings.get(self._key(first, 2)) == "charity"
        return last + 1 if twice or friends else first

    def _local(self, first: int, head: int) -> bool:
        """Say whether a title names where it is read: "Nottingham Post", not "Trading Post"."""
        place = tuple(word.folded for word in self.words[first:head] if word.folded != "the")
        return bool(place) and (place[0] in self.shapes.media_places or (*place, "council") in self.index.forms)

    def small_headed(self, at: int) -> Found | None:
        """Read the name whose head is printed in small letters: "St Mary's primary school"."""
        if self.words[at].folded not in self.shapes.head_firsts:
            return None
        for length in range(min(5, len(self.words) - at), 1, -1):
            if kind := self.shapes.small_heads.get(self._key(at, length)):
                first = self.leftwards(at, at + length, kind)
                saintly = first is not None and self.words[first].folded in ("st", "our", "ss")
                return (first, at + length, kind, HEAD) if first is not None and (saintly or kind != "school") else None
        return None

    def opened(self, at: int) -> Found | None:
        """Read the name that opens at a word with its kind: "Archdiocese of X"."""
        for length in (3, 2, 1):
            kind = self.shapes.openings.get(self._key(at, length))
            end = self.rightwards(at + length) if kind else None
            if kind and end is not None:
                return at, end, kind, OPENING
        return None

    def _key(self, at: int, length: int) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words[at : at + length])

    def leftwards(self, head: int, end: int, kind: str) -> int | None:
        """Give the first word of the name that a head ends; None where only words that name nothing stand there."""
        words, shapes = self.words, self.shapes
        if self._part_of_longer(end):
            return None
        first = head
        while first > 0 and words[first].joined and head - first < LONGEST_NAME:
            step = self._step(first, head, kind)
            if step == first:
                break
            first = step
        while first < head and (words[first].folded in shapes.outside or words[first].folded in ("'s", "and")):
            following = words[first + 1].folded
            if words[first].folded in NUMBERS and words[first].joined and following not in shapes.generic:
                break  # "the Three Spires Trust"
            if (words[first].folded, following) in HALLOWED or (words[first].folded == "new" and first + 1 == head):
                break
            first += 1
        naming = [word for word in words[first:head] if word.folded not in shapes.generic]
        a_party = kind == "company" and any(word.folded in shapes.political for word in words[first:head])
        return first if naming and not a_party else None

    def _part_of_longer(self, end: int) -> bool:
        if end >= len(self.words) or not self.words[end].joined:
            return False
        after = self.words[end]
        crime = end + 1 < len(self.words) and self.words[end + 1].folded == "crime"
        return (after.capital and after.folded in self.shapes.not_before) or crime

    def _step(self, first: int, head: int, kind: str) -> int:
        """Give the index of a name's first word after one step to the left; the same where it goes no further."""
        words, shapes = self.words, self.shapes
        left = words[first - 1]
        if first - 1 in self.taken and left.folded != "nhs":
            return first
        if left.text.isdigit():
            return first
        if left.capital and left.folded not in ("and", "of", "'s", ","):
            return first - 1
        if first < 2 or not left.joined:
            return first
        further = words[first - 2]
        if (
            left.folded == "the"
            and further.folded == "of"
            and first > 2
            and words[first - 3].folded in shapes.of_follows
        ):
            return first - 3  # "Our Lady Star of the Sea"
        if left.folded == "the" and further.folded in WITHIN and first > 2 and words[first - 3].capital:
            close = words[first].start - words[first - 3].end == len(f"-{further.text}-the-")
            return first - 3 if close else first  # "Wells-next-the-Sea"
        other = (first - 2 in self.taken and further.folded != "nhs") or further.text.isdigit()
        if not further.capital or other or (left.folded == "and" and first - 2 in self.ends):
            return first
        if left.folded == "'s":
            # "Nottingham's Bluecoat Academy" is two names, "St Mary's School" one
            a_place = (further.folded, "council") in self.index.forms
            titled = further.folded in shapes.possessors
            return first - 2 if titled or self._saint(first - 2) or (first == head and not a_place) else first
        if left.folded == "of":
            return first - 2 if further.folded in shapes.of_follows else first
        if left.folded == "and":
            joining = kind in JOINING and words[head].folded != "university"
            joins = left.text == "&" or joining or self._saint(first - 2)
            return first - 2 if joins else first
        return first - 2 if left.folded in shapes.inside else first

    def _saint(self, at: int) -> bool:
        return any(word.folded in SAINTLY for word in self.words[max(0, at - 3) : at])

    def with_place(self, end: int) -> int:
        """Give the index past what a name may end with: "Trinity Academy Halifax", "London School of Economics"."""
        last = self.words[end - 1].folded
        if end + 1 < len(self.words) and self.words[end].folded == "of" and last in ("school", "college", "institute"):
            end = self.rightwards(end + 1) or end
        if end >= len(self.words) or last not in ("academy", "college"):
            return end
        after = self.words[end]
        following = self.words[end + 1] if end + 1 < len(self.words) else None
        ends = following is None or not following.joined or not (following.capital or following.folded == "'s")
        common = after.folded in self.shapes.outside or after.folded in self.shapes.generic or end in self.taken
        return end + (after.joined and after.capital and after.text.isalpha() and ends and not common)

    def rightwards(self, after: int) -> int | None:
        """Give the index past the name that an opening starts; None where nothing follows."""
        words, end = self.words, after
        while end < len(words) and words[end].joined and end - after < LONGEST_NAME:
            more = end + 1 < len(words) and words[end + 1].capital and end + 1 not in self.taken
            one_body = words[after - 1].folded == "nhs" and all(word.folded != "nhs" for word in words[end : end + 7])
            small = words[end].folded in ("y", "yr") or (words[end].folded == "and" and one_body)
            if end in self.taken or not (words[end].capital or (small and more)):
                break
            end += 1
        return end if end > after else None


def named(text: str, start: int, end: int, kind: str, rule: str) -> Named:
    """Make a name of the words at two offsets."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    name = tidy(text[start:end], opens=line.upper() == line)
    return Named(start, end, rule, Organisation(organisation_key(name), name, kind))
