"""Settles, inside one article, who each name is: "Ms Burke", "inspector Burke" and "Burke" are Margaret Burke."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.extractors.people.candidates import LISTED
from pipeline.extractors.people.lexicon import Lexicon
from pipeline.extractors.people.normalise import edit_distance_is_one, fold, is_initial, same_given, split_name
from pipeline.extractors.people.parties import Stated
from pipeline.extractors.people.signs import ACCEPT, STRONG, SURE, WEAK, Candidate
from pipeline.extractors.values import Person

AFTER_PLACE_WORD = re.compile(r"\b(?:of|from|in|at|near|to|around|across|and|or|for)\s+\Z")
# titles that stand before a given name alone
WITH_GIVEN_NAME = frozenset({"Sir", "Dame", "King", "Queen", "Prince", "Princess"})
TITLE_ORDER = ("honour", "royal", "civic", "justice", "faith", "academic", "rank", "courtesy")


@dataclass(slots=True)
class Somebody:
    """A person of the article, as far as the names seen say who it is."""

    words: list[str]
    given: str
    family: str
    mentions: list[tuple[Candidate, str]] = field(default_factory=list)
    parties: list[tuple[int, Stated]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    told_gender: str = ""
    guessed_gender: str = ""

    @property
    def gender(self) -> str:
        """`m`, `f`, or nothing: what a title tells, or else the given name."""
        return self.told_gender or self.guessed_gender

    def last_before(self, offset: int) -> int:
        """Give where the person was last named before an offset; -1 where nowhere yet."""
        at = bisect_left(self.starts, offset)
        return self.starts[at - 1] if at else -1


class Settling:
    """The people of one article, built name by name."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.people: list[Somebody] = []

    def settle(self, candidates: Sequence[Candidate], text: str) -> None:
        """Take in the candidates of an article, in text order."""
        full = [one for one in candidates if len(one.words) > 1 and not self._family_only(one)]
        titled_surnames = {fold(one.name) for one in candidates if one.titles and len(one.words) == 1}
        for one in full:
            if one.score >= ACCEPT:
                self._full(one)
        taken = {id(one) for one in full if one.score >= ACCEPT}
        for index, one in enumerate(full):
            if id(one) in taken:
                continue
            beside = [other for other in (full[index - 1 : index] + full[index + 1 : index + 2]) if id(other) in taken]
            if self._supported(one, beside, titled_surnames, text):
                self._full(one)
                taken.add(id(one))
            elif one.score > 0 and self._by_family(fold(one.words[-1])):
                self._cut_to_surname(one)
        following = {candidate.start: candidate for candidate in full}
        for one in candidates:
            if id(one) in taken or (len(one.words) > 1 and not self._family_only(one)):
                continue
            if one.titles:
                self._titled(one)
            else:
                self._bare(one, text, following)

    def _supported(self, one: Candidate, beside: list[Candidate], titled_surnames: set[str], text: str) -> bool:
        """Say whether the rest of the article speaks for a full name that has too few signs of its own."""
        given, family = split_name(one.words, self.lexicon.particles)
        if self._same_person(given, family):
            return True
        if self.lexicon.is_given(one.words[0]) and any(fold(who.family) == fold(family) for who in self.people):
            return True
        if fold(family) in titled_surnames and (one.score >= STRONG or one.modelled):
            return True
        between = len(beside) == 2 and all(_listed(one, other, text) for other in beside)
        return between or (one.score >= STRONG and any(_listed(one, other, text) for other in beside))

    # -------------------------------------------------------------- full names
    def _family_only(self, one: Candidate) -> bool:
        """Say whether a name is a family name that opens with a particle: "Mr van der Berg", "Ms Ní Riain"."""
        first = one.words[0]
        lone = first.islower() or (bool(one.titles) and not self.lexicon.is_given(first))
        return first in self.lexicon.particles and lone

    def _full(self, one: Candidate) -> None:
        given, family = split_name(one.words, self.lexicon.particles)
        who = self._same_person(given, family, _gender(one)) or self._misspelt(given, family)
        if who is None:
            who = self._add(list(one.words), given, family)
        elif len(one.words) > len(who.words) or (is_initial(who.words[0]) and not is_initial(one.words[0])):
            who.words, who.given, who.family = list(one.words), given, family
            who.guessed_gender = self.lexicon.gender(given)
        self._mention(who, one, one.rule)

    def _same_person(self, given: str, family: str, gender: str = "") -> Somebody | None:
        alike = [
            who
            for who in self.people
            if fold(who.family) == fold(family) and who.given and same_given(who.given, given, self.lexicon.full_forms)
        ]
        exact = [who for who in alike if fold(who.given) == fold(given)]
        alike = [who for who in alike if not gender or not who.gender or who.gender == gender]
        return next(iter(exact or alike), None)

    def _misspelt(self, given: str, family: str) -> Somebody | None:
        for who in self.people:
            alike = fold(who.given) == fold(given) and len(given) > 2 and len(family) > 3
            if alike and edit_distance_is_one(fold(who.family), fold(family)):
                return who
        return None

    def _cut_to_surname(self, one: Candidate) -> None:
        """Keep the last word alone of a run that opens with a word that is no name ("Outside Burke said")."""
        if one.opens and not self.lexicon.is_given(one.words[0]):
            one.start = one.name_start = one.end - len(one.words[-1])
            one.words = one.words[-1:]
            one.opens = False

    # -------------------------------------------------------------- short names
    def _titled(self, one: Candidate) -> None:
        gender = _gender(one)
        name = fold(one.name)
        alike = self._by_family(name)
        fit = [who for who in alike if not gender or not who.gender or who.gender == gender]
        if not fit and not alike and self.lexicon.is_given(one.words[0]):
            fit = [who for who in self.people if fold(who.given).split(" ")[:1] == [name]]
        if not fit and not alike:
            fit = [
                who
                for who in self.people
                if len(name) > 4
                and name[0] == fold(who.family)[:1]
                and edit_distance_is_one(name, fold(who.family))
                and (not gender or not who.gender or who.gender == gender)
            ]
        if fit:
            if gender and (told := [who for who in fit if who.gender == gender]):
                fit = told
            if len(fit) > 1 and one.titles[0].kind not in ("courtesy", "role"):
                kind = one.titles[0].kind
                fit = [who for who in fit if any(t.kind == kind for c, _ in who.mentions for t in c.titles)] or fit
            self._mention(self._nearest(fit, one.start), one, "surname")
            return
        if one.titles[0].canonical in WITH_GIVEN_NAME:
            who = self._add(list(one.words), one.name, "")
        else:
            who = self._add(list(one.words), "", one.name)
        self._mention(who, one, one.rule)

    def _bare(self, one: Candidate, text: str, following: dict[int, Candidate]) -> None:
        name = fold(one.name)
        if fit := self._by_family(name):
            if one.cue or not one.ordinary:
                self._mention(self._nearest(fit, one.start), one, "surname")
            return
        given = self.lexicon.is_given(one.words[0])
        word = name in self.lexicon.given_words
        if not given and not any(fold(who.given) == name for who in self.people):
            return
        fit = [who for who in self.people if fold(who.given).split(" ")[:1] == [name]]
        if fit and (one.cue or (not word and len(fit) == 1)):
            self._mention(self._nearest(fit, one.start), one, "given")
            return
        if fit:
            return
        partner = following.get(one.end + len(" and ")) if text.startswith(" and ", one.end) else None
        if partner and not word and not partner.titles:
            _, family = split_name(partner.words, self.lexicon.particles)
            if any(fold(who.family) == fold(family) for who in self.people):
                self._mention(self._add([*one.words, family], one.name, family), one, "couple")
                return
        # "…, 34, of Arnold, said"; "in Selby and Kimberley, said"
        placed = AFTER_PLACE_WORD.search(text[max(one.start - 12, 0) : one.start])
        if one.score >= SURE + WEAK and not word and not placed:
            self._mention(self._add(list(one.words), one.name, ""), one, "given")

    def _by_family(self, name: str) -> list[Somebody]:
        exact = [who for who in self.people if fold(who.family) == name]
        if exact:
            return exact
        return [
            who
            for who in self.people
            if who.family and (name in fold(who.family).split("-") or fold(who.family).split(" ")[-1] == name)
        ]

    def _nearest(self, fit: list[Somebody], offset: int) -> Somebody:
        """Give whom a surname means: the last named before it, or the first named after."""
        before = [who for who in fit if who.last_before(offset) >= 0]
        if before:
            return max(before, key=lambda who: who.last_before(offset))
        return min(fit, key=lambda who: who.starts[0])

    # -------------------------------------------------------------- what is known of each
    def _add(self, words: list[str], given: str, family: str) -> Somebody:
        who = Somebody(words, given, family, guessed_gender=self.lexicon.gender(given) if given else "")
        self.people.append(who)
        return who

    def _mention(self, who: Somebody, one: Candidate, rule: str) -> None:
        who.mentions.append((one, rule))
        insort(who.starts, one.start)
        for title in one.titles:
            who.told_gender = who.told_gender or title.gender

    def persons(self) -> Iterable[tuple[Person, Somebody]]:
        """Give each person's value, in the order of first mention; every key once."""
        taken: set[str] = set()
        for who in sorted(self.people, key=lambda who: who.starts[0]):
            name = " ".join(who.words)
            honorific = _honorific(who)
            key = f"person/{name.lower()}"
            if key in taken and honorific:
                key = f"person/{honorific.lower()} {name.lower()}"
            number = 2
            while key in taken:
                key, number = f"person/{name.lower()} {number}", number + 1
            taken.add(key)
            post: list[str] = []
            for candidate, _ in sorted(who.mentions, key=lambda pair: pair[0].start):
                post += [form for form in candidate.post if form not in post]
            yield Person(key, name, who.given, who.family, honorific, " ".join(post), _party(who)), who


def _gender(one: Candidate) -> str:
    return next((title.gender for title in one.titles if title.gender), "")


def _listed(one: Candidate, other: Candidate, text: str) -> bool:
    """Say whether two names stand side by side in a list."""
    first, second = sorted((one, other), key=lambda candidate: candidate.start)
    return LISTED.fullmatch(text, first.tail, second.start) is not None


def _honorific(who: Somebody) -> str:
    titles = [
        (TITLE_ORDER.index(title.kind), candidate.start, title.canonical)
        for candidate, _ in who.mentions
        for title in candidate.titles
        if title.canonical and title.kind in TITLE_ORDER
    ]
    return min(titles)[2] if titles else ""


def _party(who: Somebody) -> str:
    """Give the party stated last; one said to be former only where no other is stated."""
    stated = sorted(who.parties, key=lambda pair: pair[0])
    current = [one.party for _, one in stated if not one.former]
    return current[-1] if current else ""
