"""Sentences with their amounts and names masked, so that patterns read their shape; offsets stay true."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extractors.money.clause import Context
from pipeline.extractors.values import Organisation, Person
from pipeline.patterns import longest

# Private characters: one for each character of a name, of the amount read, of every other amount.
NAME, THIS, OTHER = "\ue000", "\ue001", "\ue002"


@dataclass(frozen=True)
class Name:
    """Somebody named in the text: where, and who it is."""

    start: int
    end: int
    entity: Person | Organisation


class Names:
    """The people and organisations of a text, found by offset; overlaps go to the longest."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = longest(names)
        self.starts = [name.start for name in self.names]

    def within(self, start: int, end: int) -> list[Name]:
        """Give the names that lie between two offsets."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [name for name in self.names[first:last] if name.end <= end]

    def covers(self, offset: int) -> bool:
        """Say whether an offset lies inside a name."""
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and self.names[index].start < offset < self.names[index].end

    def overlap(self, start: int, end: int) -> bool:
        """Say whether a name shares a character with a stretch of text."""
        index = bisect_left(self.starts, end) - 1
        return index >= 0 and self.names[index].end > start

    def at(self, start: int) -> Name | None:
        """Give the name that starts at an offset."""
        index = bisect_left(self.starts, start)
        return self.names[index] if index < len(self.starts) and self.starts[index] == start else None


def masked(context: Context, names: Names) -> str:
    """Mask a context's sentence: as long as the sentence, names and amounts in private characters."""
    shape = list(context.text[context.start : context.end])

    def cover(start: int, end: int, character: str) -> None:
        for at in range(max(start, context.start), min(end, context.end)):
            shape[at - context.start] = character

    for name in names.within(context.start, context.end):
        cover(name.start, name.end, NAME)
    for amount in context.siblings:
        cover(amount.start, amount.end, THIS if amount is context.amount else OTHER)
    return "".join(shape)
