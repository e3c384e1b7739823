"""What stands round an amount: its sentence, its clause, and the other amounts in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.extractors.money.amounts import Amount

# Where a clause ends: a stop, a semicolon, a dash between spaces, a colon, a quotation mark.
BREAK = re.compile(r"[;:!?]|\.(?=\s|$)|\s[-–—]\s|[“”]")

# How much of a very long sentence is read on either side of an amount.
NEAR = 400
# How many sums on either side are read with it: a sentence with more is a table.
CROWD = 14
LABEL = re.compile(r"^\W*([A-Za-z][^:£€$–—]{1,80}?)\s*(?::|\s[–—-])\s*$")


@dataclass(frozen=True)
class Context:
    """An amount among its neighbours, as windows of one sentence; offsets are the text's.

    `left`/`right` run to the nearest other amount or the end of the clause; `before`/`after` are the rest
    of the sentence.
    """

    text: str
    amount: Amount
    start: int
    end: int
    previous: Amount | None
    following: Amount | None
    siblings: tuple[Amount, ...]

    @cached_property
    def before(self) -> str:
        """The sentence up to the amount."""
        return self.text[self.start : self.amount.start]

    @cached_property
    def after(self) -> str:
        """The sentence from the amount on."""
        return self.text[self.amount.end : self.end]

    @cached_property
    def label(self) -> str:
        """What a line of a list says its sum is for: "Training: £1m"; empty where the line is none."""
        if self.after.strip(" .;,"):
            return ""
        match = LABEL.match(self.before)
        return match[1].strip() if match else ""

    @cached_property
    def left(self) -> str:
        """The words before the amount, back to another amount or the start of the clause."""
        floor = self.previous.end if self.previous else self.start
        window = self.text[floor : self.amount.start]
        cut = max((match.end() for match in BREAK.finditer(window)), default=0)
        # a label, "Training: £50,000", belongs to its sum
        if cut and not window[cut:].strip() and cut <= len(window):
            cut = max((m.end() for m in BREAK.finditer(window) if m.end() < cut), default=0)
        return window[cut:]

    @cached_property
    def right(self) -> str:
        """The words after the amount, up to another amount or the end of the clause."""
        ceiling = self.following.start if self.following else self.end
        window = self.text[self.amount.end : ceiling]
        match = BREAK.search(window)
        return window[: match.start()] if match else window

    @cached_property
    def clause(self) -> str:
        """The clause, other amounts in it too."""
        last = max((match.end() for match in BREAK.finditer(self.before)), default=0)
        match = BREAK.search(self.after)
        return (
            self.before[last:]
            + self.text[self.amount.start : self.amount.end]
            + (self.after[: match.start()] if match else self.after)
        )


def contexts(text: str, amounts: Sequence[Amount], sentences: Sequence[tuple[int, int]]) -> list[Context]:
    """Put every amount into its sentence, or as much of it as lies near. `sentences` gives each amount's own."""
    made = []
    for at, (amount, (first, last)) in enumerate(zip(amounts, sentences, strict=True)):
        start, end = max(first, amount.start - NEAR), min(max(last, amount.end), amount.end + NEAR)
        left = right = at
        while left and amounts[left - 1].start >= start and at - left < CROWD:
            left -= 1
        while right + 1 < len(amounts) and amounts[right + 1].end <= end and right - at < CROWD:
            right += 1
        if at - left == CROWD:
            start = max(start, amounts[left].start)
        if right - at == CROWD:
            end = min(end, amounts[right].end)
        previous = amounts[at - 1] if left < at else None
        following = amounts[at + 1] if right > at else None
        made.append(Context(text, amount, start, end, previous, following, tuple(amounts[left : right + 1])))
    return made
