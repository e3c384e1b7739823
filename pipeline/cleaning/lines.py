"""The lines of a text, and what their shape says: sentence or title, quotation, bullet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

LINE = re.compile(r"[^\n\r\u2028\u2029]+")
CLOSERS = "”’\"')]»"
OPENERS = "“‘\"'(["
BULLET = re.compile(r"[•●▪◦‣·*»►▶➤✦-]\s+|[–—]\s+")
STOP = re.compile(r"[.!?…:;]$")


@dataclass(frozen=True)
class Line:
    """A line with words in it: `text[start:end]` of the article, trimmed; `gap` says that a blank line precedes."""

    text: str
    start: int
    end: int
    gap: bool

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @cached_property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(STOP.search(self.text.rstrip(CLOSERS + " ")))

    @cached_property
    def opens_quotation(self) -> bool:
        """Whether it opens a quotation that goes on into the next paragraph."""
        if self.text.startswith('"'):
            return self.text.count('"') % 2 == 1
        return self.text.startswith("“") and self.text.count("“") > self.text.count("”")

    @cached_property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list."""
        return bool(BULLET.match(self.text))

    @cached_property
    def bare(self) -> str:
        """Its words without a bullet, in lower case, with one space between: for comparing lines."""
        return " ".join(BULLET.sub("", self.text, count=1).casefold().split())


def split_lines(text: str) -> list[Line]:
    """Split a text into its lines; blank ones are left out.

    >>> [(line.text, line.gap) for line in split_lines("One\\r\\n\\r\\n Two \\n")]
    [('One', True), ('Two', True)]
    """
    lines: list[Line] = []
    previous = 0
    for match in LINE.finditer(text):
        words = match[0].strip()
        if not words:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        between = text[previous : match.start()].replace("\r\n", "\n")
        gap = not lines or sum(between.count(mark) for mark in "\n\r\u2029") > 1
        lines.append(Line(words, start, start + len(words), gap))
        previous = match.end()
    return lines


def is_gapless(lines: Sequence[Line]) -> bool:
    """Whether a text has no blank lines to speak of: each line is a paragraph."""
    return len(lines) > 3 and sum(line.gap for line in lines) * 4 < len(lines)


def wrap_width(lines: Sequence[Line]) -> int:
    """Give the width at which a text was broken into lines, as in old e-mails; 0 for one that was not."""
    within = sorted(len(line.text) for line, following in pairwise(lines) if not following.gap)
    if len(within) < 5 or not 50 <= within[len(within) // 2] <= 100:
        return 0
    longest = max(len(line.text) for line in lines)
    near = sum(length >= longest * 0.75 for length in within)
    return longest if longest <= 110 and near * 3 >= len(within) * 2 else 0
