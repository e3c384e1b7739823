"""The signs that a name is a person's: given names, the model, and the words that stand beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extractors.people.lexicon import Lexicon, Title
from pipeline.extractors.people.normalise import fold, is_initial
from pipeline.extractors.people.words import Word

WINDOW = 90
# "Billy's Wish"; "Henry VIII"; "Barratt David Wilson"
NAMED_AFTER = re.compile(r"['’]s[ \xa0][A-Z]")
ROMAN = re.compile(r"[IVX]{2,}")
FIRM = re.compile(r"([A-Z][\w’'-]+)[ \xa0]\Z")
SURE, ACCEPT, STRONG, WEAK = 4, 3, 2, 1


@dataclass(slots=True)
class Candidate:
    """A name that may be a person's: its span with titles, and the signs for and against.

    `score` is the sum of signs: a title is sure, a given name or the model's word is strong. `bare` is a single
    word without a title.
    """

    start: int
    end: int
    name_start: int
    tail: int
    words: list[str]
    titles: list[Title]
    rule: str
    score: int = 0
    cue: bool = False
    opens: bool = False
    ordinary: bool = False
    modelled: bool = False
    post: list[str] = field(default_factory=list)
    bracket: tuple[int, int] | None = None

    @property
    def bare(self) -> bool:
        """Whether it is one word without a title."""
        return not self.titles and len(self.words) == 1

    @property
    def name(self) -> str:
        """The name as printed, without titles."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Where names are looked for: `text[start:end]`, what the NER calls people in it, whether capitals mean nothing."""

    text: str
    start: int
    end: int
    model: tuple[tuple[int, int], ...] = ()
    shouting: bool = False

    def before(self, offset: int) -> str:
        """Give the words before an offset, as far as signs reach."""
        return self.text[max(offset - WINDOW, self.start) : offset]


class Signs:
    """Weighs what speaks for and against a candidate."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.pattern = lexicon.patterns

    def weigh(self, candidate: Candidate, paragraph: Paragraph, after: Word | None, capitals: bool) -> int:
        """Give a candidate's score: 0 for none, less for a thing, `SURE` with a title, `ACCEPT` for a full name.

        `after` is the next word of the paragraph; `capitals`: the name is printed all in capitals.
        """
        if self._names_a_thing(candidate, paragraph, after) or self._credited(candidate, paragraph):
            return -1
        candidate.cue = self._cue(candidate, paragraph)
        if not candidate.cue and self._names_a_site(candidate, paragraph):
            return -1
        candidate.modelled = self._by_model(candidate, paragraph) == STRONG
        candidate.ordinary = fold(candidate.words[-1]) in self.lexicon.ordinary
        if candidate.titles:
            return self._titled(candidate, paragraph)
        if len(candidate.words) == 1:
            return self._single(candidate, paragraph, capitals)
        return self._full(candidate, paragraph, capitals)

    # -------------------------------------------------------------- by the form of the name
    def _titled(self, candidate: Candidate, paragraph: Paragraph) -> int:
        first = candidate.words[0]
        if not all(title.form in self.lexicon.weak_titles for title in candidate.titles):
            return SURE
        if len(candidate.words) == 1 and self.lexicon.kind(first) and not candidate.cue:
            return 0
        near = self._by_model(candidate, paragraph) > 0
        return SURE if near or self.lexicon.is_given(first) or candidate.cue else 0

    def _single(self, candidate: Candidate, paragraph: Paragraph, capitals: bool) -> int:
        first = candidate.words[0]
        if capitals and not candidate.cue:
            return 0
        if self.pattern["before_of_town"].search(paragraph.before(candidate.start)):
            return 0
        given = self.lexicon.is_given(first) and fold(first) not in self.lexicon.given_words
        exact = self._by_model(candidate, paragraph) == STRONG
        return WEAK + (STRONG if given else 0) + (STRONG if candidate.cue else 0) + (WEAK if exact else 0)

    def _full(self, candidate: Candidate, paragraph: Paragraph, capitals: bool) -> int:
        lexicon = self.lexicon
        first, last = candidate.words[0], lexicon.kind(candidate.words[-1])
        given = lexicon.is_given(first) or is_initial(first)
        plain = given and not is_initial(first) and fold(first) not in lexicon.given_words
        surname = plain and len(candidate.words) == 2 and candidate.ordinary  # "Kate Chance"
        if last in ("role", "thing", "other") and not (candidate.cue or (surname and last == "other")):
            return 0
        if candidate.words[-1] in lexicon.premises and not candidate.cue:
            return 0  # "Heather Lodge"
        if last == "place" and not given and self.pattern["before_officer"].search(paragraph.before(candidate.start)):
            return 0  # "chair of Parent Voice Torbay"
        if last in ("time", "function") and not (candidate.cue or candidate.modelled or surname):
            return 0
        unlike = [word for word in candidate.words if lexicon.kind(word) in ("thing", "other", "role")]
        sure = candidate.cue and (not unlike or surname) and self._sure(candidate, paragraph)
        score = (ACCEPT if plain else WEAK if given else 0) + self._by_model(candidate, paragraph)
        score += self._by_form(candidate)
        if candidate.cue:
            score += ACCEPT if sure else STRONG
        elif self.pattern["after_act"].match(paragraph.text, candidate.tail, paragraph.end):
            score += WEAK
        if capitals and not plain:
            score -= STRONG
        if last in ("surname_thing", "place", "other", "time") and not sure and not (given and candidate.cue):
            # "Emma Hall" may be a person; "Stephen Lawrence Day", "Larkrigg Lodge" are none
            score -= WEAK if given and len(candidate.words) == 2 else SURE
        if not given and not sure:
            score -= ACCEPT if lexicon.kind(first) == "surname_thing" else 0
            score -= STRONG if self.pattern["before_place"].search(paragraph.before(candidate.start)) else 0
        if candidate.modelled and score <= 0:
            score = WEAK  # a title before the surname elsewhere may yet speak for it
        return max(min(score, WEAK) if paragraph.shouting else score, 0)

    def _by_form(self, candidate: Candidate) -> int:
        """Give what the name's own form says: a nickname in quotes, initials, a particle that only people bear."""
        inner = candidate.words[1:-1]
        nickname = any(word[0] in "“\"'‘" for word in inner)
        particle = any(word in self.lexicon.personal for word in inner)
        initials = is_initial(candidate.words[0]) and (len(inner) > 0 or "." in candidate.words[0])
        return STRONG if nickname or particle or (initials and not self.lexicon.kind(candidate.words[-1])) else 0

    # -------------------------------------------------------------- by what stands beside it
    def _by_model(self, candidate: Candidate, paragraph: Paragraph) -> int:
        """Give what the NER says: strong where it marks just this name as a person, weak where it overlaps."""
        over = [(a, b) for a, b in paragraph.model if a < candidate.end and b > candidate.name_start]
        room = candidate.end - candidate.start + 3
        exact = any(a <= candidate.name_start and b >= candidate.end and b - a <= room for a, b in over)
        return STRONG if exact else WEAK if over else 0

    def _names_a_thing(self, candidate: Candidate, paragraph: Paragraph, after: Word | None) -> bool:
        """Say whether the name is part of a thing's: "Fiona Gardens", "Sarah's Law", "Amy Johnson school"."""
        text, lexicon = paragraph.text, self.lexicon
        if after and after.capital and after.start - candidate.end <= 3:
            kind = lexicon.kind(after.text.capitalize() if after.capitals else after.text)
            beside = not text[candidate.end : after.start].strip("'’s \xa0")
            if beside and (kind in ("thing", "surname_thing", "other") or (kind == "place" and not candidate.titles)):
                return True
        said = self.pattern["after_speech"].match(text, candidate.tail, paragraph.end)
        if not said and self.pattern["after_thing"].match(text, candidate.end, paragraph.end):
            return True
        printed = " ".join(text[candidate.start : candidate.end].split())
        if " " in printed and lexicon.kind(printed):  # "Marie Curie", unless it is said of a person who bears the name
            return not self._sure(candidate, paragraph)
        if candidate.bare and NAMED_AFTER.match(text, candidate.end, paragraph.end):
            return True
        if candidate.titles:
            return False
        if self.pattern["after_which"].match(text, candidate.tail, paragraph.end):
            return True
        if ROMAN.fullmatch(candidate.words[-1]) or ROMAN.fullmatch(candidate.words[-1].upper()):
            return True
        firm = FIRM.search(paragraph.before(candidate.start))
        return firm is not None and lexicon.kind(firm[1]) == "other"

    def _names_a_site(self, candidate: Candidate, paragraph: Paragraph) -> bool:
        """Say whether a name stands where a place, a school or a hospital does: "pupils at Lady Manners"."""
        if any(title.kind in ("civic", "courtesy", "academic") for title in candidate.titles):
            return False
        if self.pattern["after_site"].match(paragraph.text, candidate.tail, paragraph.end):
            return True
        possessive = paragraph.text[candidate.end : candidate.end + 2] in ("'s", "’s")
        before = paragraph.text[max(candidate.start - WINDOW, paragraph.start) : candidate.start]
        return not possessive and self.pattern["before_site"].search(before) is not None

    def _sure(self, candidate: Candidate, paragraph: Paragraph) -> bool:
        """Say whether what stands beside the name is said of persons alone."""
        tail = candidate.tail
        if candidate.bracket:
            a, b = candidate.bracket
            if self.party_in_bracket(paragraph.text[a:b]) or paragraph.text[a:b].strip().isdigit():
                return True
            tail = b + 1
        if any(self.pattern["after_sure"].match(paragraph.text, at, paragraph.end) for at in {tail, candidate.tail}):
            return True
        if self.pattern["after_owned"].match(paragraph.text, candidate.end, paragraph.end):
            return True
        before = paragraph.before(candidate.start)
        known = any(self.lexicon.kind(word) for word in candidate.words)
        return bool(self.pattern["before_sure"].search(before)) or (
            not known and bool(self.pattern["before_speech"].search(before))
        )

    def _cue(self, candidate: Candidate, paragraph: Paragraph) -> bool:
        """Say whether something beside the name speaks for a person."""
        text, end, tail = paragraph.text, paragraph.end, candidate.tail
        if candidate.bracket:
            a, b = candidate.bracket
            if self.party_in_bracket(text[a:b]) or text[a:b].strip().isdigit():
                return True
            tail = b + 1
        if candidate.post:
            return True
        after = ("after_age", "after_speech", "after_relative", "after_role", "after_picture")
        if any(self.pattern[name].match(text, at, end) for name in after for at in {tail, candidate.tail}):
            return True
        if self.pattern["after_owned"].match(text, candidate.end, end):
            return True
        before = paragraph.before(candidate.start)
        if len(candidate.words) > 1 and self.pattern["before_sure"].search(before):
            return True
        return any(self.pattern[name].search(before) for name in ("before_role", "before_speech", "before_person"))

    def _credited(self, candidate: Candidate, paragraph: Paragraph) -> bool:
        """Say whether the name is a photographer's or a reporter's, not a person's of the story."""
        before = paragraph.before(candidate.start)
        if not candidate.titles and self.pattern["credit"].search(before):
            return True
        if (
            not candidate.titles
            and candidate.start - paragraph.start < 40
            and self.pattern["byline_before"].search(before)
        ):
            byline = self.pattern["byline_after"].match(paragraph.text, candidate.end, paragraph.end)
            return byline is not None or paragraph.end - candidate.end < 40
        return self.pattern["credit_after"].match(paragraph.text, candidate.end, paragraph.end) is not None

    # -------------------------------------------------------------- parties
    def party_in_bracket(self, inside: str) -> str:
        """Give the party that a bracket after a name states ("Lab", "Con, Baildon"); nothing where it states none."""
        for part in re.split(r"[,;]|\s[-–—]\s|\s/\s", inside):
            if party := self.lexicon.bracket_parties.get(fold(part.strip().rstrip("."))):
                return party
        # a local group, by its form: "City Independents"
        match = self.pattern["local_group"].fullmatch(inside.strip())
        return match[0] if match else ""

    def party(self, printed: str) -> str:
        """Give the canonical name of a party as printed in running text; a local group's stands as printed."""
        said = " ".join(printed.split())
        return self.lexicon.parties.get(fold(said), said)
