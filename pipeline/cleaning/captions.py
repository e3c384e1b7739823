"""Captions: told by their credit or label, or because pages print them two or three times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.cleaning.lines import Line
from pipeline.cleaning.rules import shape

SHORTEST = 12
"""A repetition of fewer characters may be chance."""
LONGEST = 700
"""A longer line is prose."""
MOST_WORDS = 100
"""So is one of more words: three copies of a caption have no more."""


@dataclass(frozen=True)
class Part:
    """A piece of a line: a caption, or boilerplate such as a credit or a repetition."""

    kind: str
    start: int
    end: int
    rule: str


def caption_parts(lines: Sequence[Line], index: int) -> list[Part]:
    """Cut a line into caption and boilerplate; empty where nothing says that it is a caption."""
    line = lines[index]
    if len(line.text) > LONGEST or line.words > MOST_WORDS:
        return []
    if shape("credit").fullmatch(line.text):
        return [Part("boilerplate", line.start, line.end, "credit")]
    if opened := shape("credit_start").match(line.text):
        credit = Part("boilerplate", line.start, line.start + len(opened[0].rstrip()), "credit")
        return [credit, *_without_credit(line, opened.end(), len(line.text), "caption_credit")]
    repeated = repeats_neighbour(lines, index)
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    if index == 1 and below.casefold().startswith("image source"):
        return list(_without_credit(line, 0, len(line.text), "caption_alt"))
    if repeated == "boilerplate":
        return [Part("boilerplate", line.start, line.end, "caption_repeated")]
    glued = glued_copies(line.text)
    if glued:
        keep_start, keep_end = glued
        parts = [
            Part("boilerplate", line.start, line.start + keep_start, "caption_repeated"),
            *_without_credit(line, keep_start, keep_end, "caption_glued"),
            Part("boilerplate", line.start + keep_end, line.end, "caption_repeated"),
        ]
        return [part for part in parts if part.end > part.start]
    if repeated == "caption":
        return list(_without_credit(line, 0, len(line.text), "caption_repeated"))
    if index and shape("caption_label").fullmatch(lines[index - 1].text):
        return list(_without_credit(line, 0, len(line.text), "caption_label"))
    labelled = shape("caption_label").match(line.text)
    if labelled and line.words < 60:
        label = Part("boilerplate", line.start, line.start + labelled.end(), "caption_label")
        return [label, *_without_credit(line, labelled.end(), len(line.text), "caption_label")]
    if shape("credit_end").search(line.text) and line.words < 70:
        return list(_without_credit(line, 0, len(line.text), "caption_credit"))
    return []


@lru_cache(maxsize=256)
def glued_copies(text: str) -> tuple[int, int] | None:
    """Find the copy to keep of a caption glued to itself: the first of equals, the longer of two.

    >>> text = "The town hall. Photo: LDRSThe town hall. Photo: LDRS"
    >>> glued_copies(text)
    (0, 26)
    >>> glued_copies("The hall in Leeds, where theThe hall in Leeds, where the council sits")
    (28, 69)
    """
    opening = text[:SHORTEST]
    at = text.find(opening, SHORTEST)
    while at != -1:
        head, tail = text[:at].rstrip(), text[at:]
        if tail.startswith(head):
            rest = tail[len(head) :].lstrip()
            if not rest or rest.startswith(head[: max(len(rest), SHORTEST)]):
                return 0, len(head)
            if len(head) >= 2 * SHORTEST and len(tail) <= 3 * len(head):
                return at, len(text)
            return None
        at = text.find(opening, at + 1)
    return None


def repeats_neighbour(lines: Sequence[Line], index: int) -> str:
    """Say of a line whether its neighbours repeat it: `caption` for the copy to keep, `boilerplate`, or nothing.

    The fuller copy is kept, the first of equals.
    """
    own = _first_copy(lines[index].text)
    if len(own) < SHORTEST:
        return ""
    verdict = ""
    for other in range(max(0, index - 3), min(len(lines), index + 4)):
        if other == index or (abs(other - index) > 1 and lines[index].is_sentence and lines[index].words >= 8):
            continue
        if any(lines[i].words > 45 for i in range(min(index, other), max(index, other))):
            continue
        copy = _first_copy(lines[other].text)
        if len(copy) < SHORTEST:
            continue
        if copy == own:
            if other < index:
                return "boilerplate"
            verdict = "caption"
        elif copy.startswith(own) and len(own) >= 2 * SHORTEST and len(copy) <= 3 * len(own):
            return "boilerplate"
        elif own.startswith(copy) and len(copy) >= 2 * SHORTEST and len(own) <= 3 * len(copy):
            verdict = "caption"
    return verdict


def _first_copy(text: str) -> str:
    copy = glued_copies(text) if len(text) <= LONGEST else None
    return text[copy[0] : copy[1]] if copy else text


def _without_credit(line: Line, start: int, end: int, rule: str) -> Iterator[Part]:
    credit = shape("credit_end").search(line.text, start, end)
    cut = credit.start() if credit else end
    words = line.text[start:cut]
    left = start + len(words) - len(words.lstrip())
    if words.strip():
        yield Part("caption", line.start + left, line.start + start + len(words.rstrip()), rule)
    if credit:
        yield Part("boilerplate", line.start + cut, line.start + end, "credit")
