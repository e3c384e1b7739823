"""The words of a paragraph, and its runs: words with capitals that stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extractors.people.normalise import is_initial, strip_possessive

# letters with hyphens and apostrophes inside; initials with their stops ("J.R.", "J.")
WORD = re.compile(r"(?<!\w)(?:(?:[^\W\d_]\.){1,4}(?=\s|,|[^\W\d_])|[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*)(?![^\W_])")
GAP = re.compile(r"[ \t\xa0]{1,3}")
STOPPED_GAP = re.compile(r"\.[ \t\xa0]{0,2}")
# Rosemary "Romy" Vane
NICKNAME = re.compile(r"[ \xa0]([“\"'‘][^\W\d_]{2,12}[”\"'’])[ \xa0](?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: `text` without a possessive ending, `end` before it; a nickname has its quotes."""

    start: int
    end: int
    text: str
    possessive: bool = False

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital, or is a particle's "d'" or "al-" before one."""
        return (
            self.text.lstrip("“\"'‘")[0].isupper()
            or (self.text[:2] in ("d'", "d’") and self.text[2:3].isupper())
            or (self.text[0] == "h" and self.text[1:2].isupper() and len(self.text) > 3)  # Ó hAodha
            or (self.text[:3] in ("al-", "el-", "ap-") and self.text[3:4].isupper())
        )

    @property
    def capitals(self) -> bool:
        """Whether it is printed all in capitals (initials do not count)."""
        return len(self.text) > 1 and self.text.isupper() and not is_initial(self.text)


def words(text: str, start: int, end: int) -> list[Word]:
    """Give the words of a paragraph; a word with digits in it is none."""
    found: list[Word] = []
    for match in WORD.finditer(text, start, end):
        bare, possessive = strip_possessive(match[0])
        if found and found[-1].capital and match[0][0].isupper():
            nickname = NICKNAME.match(text, found[-1].end, end)
            if nickname and nickname.start(1) + 1 == match.start() and text[nickname.end()].isupper():
                found.append(Word(nickname.start(1), nickname.end(1), nickname[1]))
                continue
        found.append(Word(match.start(), match.start() + len(bare), bare, possessive))
    return found


def runs(
    text: str, found: list[Word], particles: frozenset[str], stopped: frozenset[str], lower_titles: frozenset[str]
) -> Iterator[list[Word]]:
    """Give the runs of words with capitals.

    A particle may stand inside a run, a title in lower case may open it; `stopped` are the words (titles, "St")
    whose full stop does not end it, and an initial's never does.
    """
    run: list[Word] = []
    pending: list[Word] = []  # particles, or a title in lower case, that count only if a capital follows

    for word in found:
        last = pending[-1] if pending else run[-1] if run else None
        if last is not None and not _joined(text, last, word, stopped):
            if run:
                yield run
            run, pending = [], []
        if word.capital:
            run += [*pending, word]
            pending = []
        elif (run and word.text in particles) or word.text in lower_titles:
            if run and word.text in lower_titles:
                yield run
                run = []
            pending.append(word)
        else:
            if run:
                yield run
            run, pending = [], []
    if run:
        yield run


def _joined(text: str, one: Word, other: Word, stopped: frozenset[str]) -> bool:
    if one.possessive:
        return False
    gap = text[one.end : other.start]
    if GAP.fullmatch(gap) or (not gap and is_initial(one.text)):
        return True
    if STOPPED_GAP.fullmatch(gap):
        return one.text in stopped or is_initial(one.text)
    return False
