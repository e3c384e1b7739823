"""Finds what may be a person's name: a title and a name, or a run of capitals with signs of a person beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.extractors.people.lexicon import Lexicon, Title
from pipeline.extractors.people.normalise import fold, is_initial, recase
from pipeline.extractors.people.words import Word, runs, words

# between a listed name and the next: "Cllrs A, B (Lab) and C"
LISTED = re.compile(r"\s*(?:\([^)\n]{1,40}\)\s*)?(?:,\s*and\b|,|and\b|&)\s*")
BRACKET = re.compile(r"\s*\(([^()\n]{1,60})\)")
POST_NOMINAL = re.compile(r",?[ \xa0]+(?:\((?=[A-Z]{2,5}\)))?([A-Z][A-Za-z]{1,5})\b\)?")
WINDOW = 90
SURE, STRONG, WEAK = 4, 2, 1


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


class Finder:
    """Finds the candidates of paragraphs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.pattern = dict(lexicon.patterns.compiled)

    def find(
        self, text: str, start: int, end: int, model: Sequence[tuple[int, int]], shouting: bool
    ) -> Iterator[Candidate]:
        """Give the candidates of the paragraph `text[start:end]`; `model` holds the spans that the NER calls people.

        `shouting`: capitals mean nothing here (a headline in title case): only titled names are sure of themselves.
        """
        lexicon = self.lexicon
        listed: Candidate | None = None
        skip = False
        found = words(text, start, end)
        following = {word.start: index for index, word in enumerate(found)}
        for run in runs(text, found, lexicon.particles, lexicon.stopped, lexicon.lower_titles):
            inherited = None
            if listed is not None and LISTED.fullmatch(text, listed.tail, run[0].start):
                inherited = listed.titles[0]
            listed = None
            index = 0
            while index < len(run):
                titles, index = self._titles(run, index)
                if index >= len(run):
                    break
                stop = self._name_end(run, index, titled=bool(titles or inherited))
                if stop == index:
                    skip = lexicon.kind(run[index].text) == "namer"
                    index += 1
                    if skip:  # "St Mary Magdalene": what a saint or a storm names
                        index = max(self._name_end(run, index, titled=False), index) if index < len(run) else index
                    inherited = None
                    continue
                candidate = self._candidate(
                    text, start, end, run, index, stop, titles or ([inherited] if inherited else [])
                )
                if titles:
                    candidate.start = run[self._first_title(run, index)].start
                self._weigh(candidate, text, start, end, run, index, stop, model, shouting, found, following)
                if candidate.score > 0:
                    yield candidate
                    if candidate.titles and (inherited or self._plural(run, index)):
                        listed = candidate
                inherited = None
                index = stop

    # -------------------------------------------------------------- where a name begins and ends
    def _titles(self, run: list[Word], index: int) -> tuple[list[Title], int]:
        titles: list[Title] = []
        while index < len(run) and (hit := self.lexicon.title_at([word.text for word in run[index : index + 3]])):
            if titles == [] and index + hit[1] >= len(run):
                return [], index if run[index].text not in self.lexicon.lower_titles else len(run)
            titles.append(hit[0])
            index += hit[1]
        return titles, index

    def _first_title(self, run: list[Word], index: int) -> int:
        """Give where the titles before `index` begin."""
        first = index
        while first > 0:
            for size in (3, 2, 1):
                if first >= size and tuple(word.text for word in run[first - size : first]) in self.lexicon.titles:
                    first -= size
                    break
            else:
                break
        return first

    def _plural(self, run: list[Word], index: int) -> bool:
        return index > 0 and fold(run[index - 1].text) in self.lexicon.plural_titles

    def _name_end(self, run: list[Word], index: int, titled: bool) -> int:
        """Give the end of the name that begins at a word of a run; the same index where none does."""
        stop = index
        while stop < len(run) and stop - index < 6:
            word = run[stop]
            kind = self.lexicon.kind(recase(word.text) if word.capitals else word.text)
            if word.text in self.lexicon.post_nominals and (stop > index or len(word.text) > 2):
                break
            if stop > index and kind == "namer" and word.text == "St":
                kind = ""
            if is_initial(word.text):
                if word.text in ("I", "A"):
                    break
            elif kind in ("function", "role", "namer", "time", "other"):
                if not (titled and stop == index and kind in ("time", "other") and len(run) == stop + 1):
                    break
            elif (kind == "thing" and not (titled and stop + 1 == len(run) and stop - index <= 1)) or (
                kind == "place" and stop == index and not titled
            ):
                break
            elif stop > index and word.text not in self.lexicon.particles and self.lexicon.title_at([word.text]):
                break
            stop += 1
            if word.possessive:
                break
        while stop > index and run[stop - 1].text in self.lexicon.particles:
            stop -= 1
        if stop > index and all(is_initial(word.text) for word in run[index:stop]):
            return index
        return stop

    def _candidate(
        self, text: str, start: int, end: int, run: list[Word], index: int, stop: int, titles: list[Title]
    ) -> Candidate:
        first, last = run[index], run[stop - 1]
        tail = last.end
        post: list[str] = []
        if not last.possessive:
            while (match := POST_NOMINAL.match(text, tail, end)) and match[1] in self.lexicon.post_nominals:
                post.append(match[1])
                tail = match.end()
        else:
            tail += 2
        bracket = None
        if (match := BRACKET.match(text, tail, end)) and not last.possessive:
            bracket = (match.start(1), match.end(1))
        rule = "title" if titles else "name"
        return Candidate(
            start=first.start,
            end=last.end,
            name_start=first.start,
            tail=tail,
            words=[recase(word.text) for word in run[index:stop]],
            titles=titles,
            rule=rule,
            opens=first.start == start
            or text[max(first.start - 2, start) : first.start].strip()[-1:]
            in (".", "“", "”", '"', "!", "?", "•", ":", "’", "‘"),
            post=post,
            bracket=bracket,
        )

    # -------------------------------------------------------------- the signs
    def _weigh(
        self,
        candidate: Candidate,
        text: str,
        start: int,
        end: int,
        run: list[Word],
        index: int,
        stop: int,
        model: Sequence[tuple[int, int]],
        shouting: bool,
        found: list[Word],
        following: dict[int, int],
    ) -> None:
        lexicon = self.lexicon
        last = run[stop - 1]
        # a word that names a thing, just after: "Fiona Gardens", "Sarah's Law"
        after = found[following[last.start] + 1 : following[last.start] + 2]
        if (
            after
            and after[0].start - last.end <= 3
            and after[0].capital
            and text[last.end : after[0].start].strip("'’s \xa0") == ""
        ):
            kind = lexicon.kind(recase(after[0].text) if after[0].capitals else after[0].text)
            if kind in ("thing", "surname_thing", "other") or (kind == "place" and not candidate.titles):
                return
        if self.pattern["after_thing"].match(text, last.end, end) and not self._said(candidate, text, start, end):
            return
        if self._credited(candidate, text, start, end):
            return
        first = candidate.words[0]
        given = lexicon.is_given(first) or (is_initial(first) and len(candidate.words) > 1)
        word_given = fold(first) in lexicon.given_words
        exact = any(
            a <= candidate.name_start and b >= candidate.end and b - a <= candidate.end - candidate.start + 3
            for a, b in model
        )
        near = exact or any(a < candidate.end and b > candidate.name_start for a, b in model)
        candidate.cue = self._cue(candidate, text, start, end)
        act = self.pattern["after_act"].match(text, candidate.tail, end) is not None
        candidate.ordinary = fold(candidate.words[-1]) in lexicon.ordinary
        if candidate.titles:
            weak = all(self._weak(title) for title in candidate.titles)
            if not weak or near or given or candidate.cue:
                candidate.score = SURE
            return
        capitals = all(word.capitals for word in run[index:stop])
        if len(candidate.words) == 1:
            if capitals and not candidate.cue:
                return
            candidate.score = (
                (STRONG if given and not word_given else 0)
                + (STRONG if candidate.cue else 0)
                + (WEAK if exact else 0)
                + WEAK
            )
            return
        candidate.score = (
            (WEAK if word_given else STRONG if given else 0)
            + (STRONG if exact else WEAK if near else 0)
            + (STRONG if candidate.cue else WEAK if act else 0)
        )
        if capitals and not (given and not word_given):
            candidate.score -= STRONG
        if lexicon.kind(candidate.words[-1]) in ("surname_thing", "place") and not candidate.cue:
            candidate.score -= WEAK
        if shouting:
            candidate.score = min(candidate.score, WEAK)

    def _weak(self, title: Title) -> bool:
        return title.form in self.lexicon.weak_titles

    def _said(self, candidate: Candidate, text: str, start: int, end: int) -> bool:
        return self.pattern["after_speech"].match(text, candidate.tail, end) is not None

    def _cue(self, candidate: Candidate, text: str, start: int, end: int) -> bool:
        """Say whether something beside the name speaks for a person."""
        tail = candidate.tail
        if candidate.bracket:
            a, b = candidate.bracket
            if self.party_in_bracket(text[a:b]) or text[a:b].strip().isdigit():
                return True
            tail = b + 1
        if candidate.post:
            return True
        names = ("after_age", "after_speech", "after_relative", "after_role", "after_picture")
        if any(self.pattern[name].match(text, at, end) for name in names for at in {tail, candidate.tail}):
            return True
        before = text[max(candidate.start - WINDOW, start) : candidate.start]
        return any(self.pattern[name].search(before) for name in ("before_role", "before_speech", "before_person"))

    def _credited(self, candidate: Candidate, text: str, start: int, end: int) -> bool:
        before = text[max(candidate.start - WINDOW, start) : candidate.start]
        if self.pattern["credit"].search(before) and not candidate.titles:
            return True
        if self.pattern["byline_before"].search(before) and candidate.start - start < 40 and not candidate.titles:
            return self.pattern["byline_after"].match(text, candidate.end, end) is not None or end - candidate.end < 40
        return self.pattern["credit_after"].match(text, candidate.end, end) is not None

    def party_in_bracket(self, inside: str) -> str:
        """Give the party that a bracket after a name states ("Lab", "Con, Baildon"); nothing where it states none."""
        for part in re.split(r"[,;]|\s[-–—]\s|\s/\s", inside):
            if party := self.lexicon.bracket_parties.get(fold(part.strip().rstrip("."))):
                return party
        return ""
