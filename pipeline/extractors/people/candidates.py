"""Finds what may be a person's name: a title and a name, or a run of capitals with signs of a person beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extractors.people.lexicon import Lexicon, Title
from pipeline.extractors.people.normalise import fold, is_initial, recase
from pipeline.extractors.people.signs import Candidate, Paragraph, Signs
from pipeline.extractors.people.words import Word, runs, words

# between a listed name and the next: "Cllrs A, B (Lab) and C"
LISTED = re.compile(r"\s*(?:\([^)\n]{1,40}\)\s*)?(?:,\s*and\b|,|and\b|&)\s*")
BRACKET = re.compile(r"\s*\(([^()\n]{1,60})\)")
POST_NOMINAL = re.compile(r",?[ \xa0]+(?:\((?=[A-Z]{2,5}\)))?([A-Z][A-Za-z]{1,5})\b\)?")


class Finder:
    """Finds the candidates of paragraphs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.signs = Signs(lexicon)

    def find(self, paragraph: Paragraph) -> Iterator[Candidate]:
        """Give the candidates of a paragraph, in order."""
        text, start, end = paragraph.text, paragraph.start, paragraph.end
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
                if not titles and not inherited:
                    index = self._skip_to_given(run, index, paragraph)
                strong = inherited or any(title.form not in lexicon.weak_titles for title in titles)
                stop = self._name_end(run, index, paragraph, titled=bool(strong))
                if stop == index:
                    skip = lexicon.kind(run[index].text) == "namer"
                    index += 1
                    if skip:  # "St Mary Magdalene": what a saint or a storm names
                        index = (
                            max(self._name_end(run, index, paragraph, titled=False), index)
                            if index < len(run)
                            else index
                        )
                    inherited = None
                    continue
                candidate = self._candidate(
                    text, start, end, run, index, stop, titles or ([inherited] if inherited else [])
                )
                if titles:
                    candidate.start = run[self._first_title(run, index)].start
                after = found[following[run[stop - 1].start] + 1 : following[run[stop - 1].start] + 2]
                capitals = all(word.capitals for word in run[index:stop])
                candidate.score = self.signs.weigh(candidate, paragraph, after[0] if after else None, capitals)
                if candidate.score > 0 or (candidate.score == 0 and self._unknown(candidate)):
                    yield candidate
                    if candidate.titles and (inherited or self._plural(run, index)):
                        listed = candidate
                inherited = None
                index = stop

    # -------------------------------------------------------------- where a name begins and ends
    def _titles(self, run: list[Word], index: int) -> tuple[list[Title], int]:
        titles: list[Title] = []
        while index < len(run) and (hit := self.lexicon.title_at([word.text for word in run[index : index + 3]])):
            if index + hit[1] >= len(run):  # "Mr King", "the Bishop": the last word is no title of a name after it
                return titles, index if run[index].text not in self.lexicon.lower_titles else len(run)
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

    def _name_end(self, run: list[Word], index: int, paragraph: Paragraph, titled: bool) -> int:
        """Give the end of the name that begins at a word of a run; the same index where none does."""
        stop = index
        while stop < len(run) and stop - index < 6:
            word = run[stop]
            kind = self.lexicon.kind(word.text) or (self.lexicon.kind(recase(word.text)) if word.capitals else "")
            if word.text in self.lexicon.post_nominals and (stop > index or len(word.text) > 2):
                break
            if stop > index and kind == "namer" and word.text == "St":
                kind = ""
            if stop - index > 1 and run[stop - 1].text in self.lexicon.particles and run[stop - 1].text.islower():
                kind = ""  # "Joost ten Have"
            if stop == index and kind in ("time", "place", "other", "function") and self._names_on(run, index):
                kind = ""
            if kind and kind != "namer" and self._surname(run, index, stop, paragraph, titled):
                kind = ""
            if is_initial(word.text):
                if word.text in ("I", "A") and stop == index and not titled:
                    break
            elif (
                kind in ("function", "role", "namer", "time", "other", "thing")
                or (kind == "place" and stop == index and not titled)
                or (stop > index and self._opens_title(run, stop))
            ):
                break
            stop += 1
            if word.possessive:
                break
        while stop > index and run[stop - 1].text in self.lexicon.particles:
            stop -= 1
        if stop > index and all(is_initial(word.text) for word in run[index:stop]):
            return index
        return stop

    def _skip_to_given(self, run: list[Word], index: int, paragraph: Paragraph) -> int:
        """Give where a name begins in a run that opens with no given name: "Nottingham East Jane Doe"."""
        if self.lexicon.kind(run[index].text) not in ("", "surname_thing", "place"):
            return index
        role = run[index].text.lower() in self.lexicon.roles  # "Childminder Jane Doe"
        if self.lexicon.is_given(run[index].text) or (
            not role and any(start == run[index].start for start, _ in paragraph.model)
        ):
            return index
        for at in (index + 1, index + 2):
            if at + 1 >= len(run) or self.lexicon.kind(run[at + 1].text) or self.lexicon.title_at([run[at].text]):
                break
            plain = fold(run[at].text) not in self.lexicon.given_words
            if self.lexicon.is_given(run[at].text) and (plain or role):
                return at
        return index

    def _surname(self, run: list[Word], index: int, at: int, paragraph: Paragraph, titled: bool) -> bool:
        """Say whether a word that is no name elsewhere is a surname here: "Cllr Ward", "Jane May", "Mr Street"."""
        word = run[at].text
        if at + 1 < len(run) and run[at + 1].text not in self.lexicon.post_nominals:
            return False
        known = fold(word) in self.lexicon.ordinary
        if at == index:
            return titled and (known or self.lexicon.kind(word) == "time")
        first = run[index].text
        if titled and not known and at == index + 1 and self.lexicon.is_given(first):  # "Cllr Peter Gate"
            noble = index > 0 and run[index - 1].text in ("Sir", "Dame", "Lord", "Lady")
            return not noble and self.lexicon.kind(word) in ("thing", "place")
        given = self.lexicon.is_given(first) and fold(first) not in self.lexicon.given_words
        modelled = (run[index].start, run[at].end) in paragraph.model
        announced = self.signs.pattern["before_sure"].search(paragraph.before(run[index].start)) is not None
        return known and at - index <= 2 and (titled or given or modelled or announced)

    def _unknown(self, candidate: Candidate) -> bool:
        """Say whether nothing is known of a name's words: a list of people may yet show that it is one."""
        if len(candidate.words) < 2 or candidate.titles or candidate.opens:
            return False
        first, last = candidate.words[0], candidate.words[-1]
        surname = candidate.ordinary and self.lexicon.is_given(first) and fold(first) not in self.lexicon.given_words
        rest = candidate.words[:-1] if surname else candidate.words
        return not any(self.lexicon.kind(word) for word in rest) and last not in self.lexicon.function

    def _opens_title(self, run: list[Word], index: int) -> bool:
        """Say whether a word inside a run is the next person's title, not a surname that is one too ("Jane Bishop")."""
        word = run[index].text
        if word in self.lexicon.particles or not self.lexicon.title_at([word]):
            return False
        after = run[index + 1 : index + 2]
        return word not in self.lexicon.weak_titles or bool(after and self.lexicon.is_given(after[0].text))

    def _names_on(self, run: list[Word], index: int) -> bool:
        """Say whether a word that is a month or a place as well as a given name opens a name: "June Pym"."""
        after = run[index + 1 : index + 2]
        ordinary = bool(after) and len(run) == index + 2 and fold(after[0].text) in self.lexicon.ordinary
        named = bool(after) and (not self.lexicon.kind(after[0].text) or ordinary)
        return named and self.lexicon.is_given(run[index].text)

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
