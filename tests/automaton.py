"""Draws a regular expression as an automaton whose states are its characters (Glushkov's construction).

What stands beside a place (`\\b`, `^`, lookarounds of one character) is kept at the way between two states. Bounded
repetitions are drawn a few times: what grows with the text are loops. What is not understood is drawn too freely, so
that it is rather called slow than overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# Each stands for the characters that expressions treat alike; the last also for all that are not listed.
ALPHABET = "".join(map(chr, [*range(9, 14), *range(32, 127)])) + "\xa0\u2009£é½’‘“”–—•…\ufffc\ue000€"
LETTERS = (1 << len(ALPHABET)) - 1
EDGE = 1 << len(ALPHABET)  # where the text begins or ends
ALL = LETTERS | EDGE
START = 0  # the state that reads anything
MANY = 16  # ways between two groups of states, beyond which they share a joint
COPIES = 3  # of a body that must come several times
REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)

Sides = tuple[tuple[int, int], ...]  # ways in which a place may be: the characters before it and after it
FREE: Sides = ((ALL, ALL),)
FALLIBLE: Sides = ((ALL, LETTERS),)  # what may fail in a way that is not drawn


def bits(regex: str) -> int:
    """Give the characters that an expression of one character matches, as bits."""
    return sum(1 << at for at, letter in enumerate(ALPHABET) if re.fullmatch(regex, letter))


SPACE, WORD, LINE_END = bits(r"\s"), bits(r"\w"), bits(r"\n")
BOUNDARY: Sides = ((WORD, ALL & ~WORD), (ALL & ~WORD, WORD))
INSIDE: Sides = ((WORD, WORD), (ALL & ~WORD, ALL & ~WORD))


@dataclass
class Part:
    """A piece: its first and last states with what must stand beside them, and where it may be empty."""

    first: dict[int, Sides] = field(default_factory=dict)
    last: dict[int, Sides] = field(default_factory=dict)
    empty: Sides = ()


@dataclass
class Automaton:
    """The states of an expression, the characters that each reads, and the ways from one to the next."""

    letters: list[int] = field(default_factory=lambda: [LETTERS])
    ways: dict[tuple[int, int], Sides] = field(default_factory=dict)
    after: dict[int, list[int]] = field(default_factory=dict)
    doubled: set[tuple[int, int]] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    atomic: dict[int, tuple[int, ...]] = field(default_factory=dict)
    accepting: dict[int, Sides] = field(default_factory=dict)
    _following: dict[int, dict[int, Sides]] = field(default_factory=dict)

    @property
    def states(self) -> range:
        """Give the states."""
        return range(len(self.letters))

    def add(self, one: int, other: int, sides: Sides, loops: bool = False) -> None:
        """Add a way; one that is there twice is noted for a loop that gives back."""
        if not sides:
            return
        if (one, other) in self.ways:
            if loops:
                self.doubled.add((one, other))
            self.ways[one, other] = either(self.ways[one, other], sides)
        else:
            self.ways[one, other] = sides
            self.after.setdefault(one, []).append(other)

    def join(self, some: list[int], others: list[int], sides: Sides) -> None:
        """Add the ways from some states to others: through a joint that reads nothing where they are many."""
        if len(some) * len(others) <= MANY:
            for one in some:
                for other in others:
                    self.add(one, other, sides)
            return
        self.letters.append(0)
        joint = len(self.letters) - 1
        for one in some:
            self.add(one, joint, sides)
        for other in others:
            self.add(joint, other, FREE)

    def following(self, state: int) -> dict[int, Sides]:
        """Give what may be read after a state, and what must stand between."""
        if state not in self._following:
            found: dict[int, Sides] = {}
            for other in self.after.get(state, ()):
                sides = self.ways[state, other]
                for one in self.after[other] if not self.letters[other] else [other]:
                    found[one] = either(found[one], sides) if one in found else sides
            self._following[state] = found
        return self._following[state]

    def allows(self, one: int, other: int, here: int, there: int) -> bool:
        """Whether a way may be taken between characters."""
        sides = self._following[one][other]
        return sides == FREE or any(here & before and there & behind for before, behind in sides)

    def common(self, states: Iterable[int]) -> int:
        """Give the characters that all of some states read."""
        found = LETTERS
        for state in states:
            found &= self.letters[state]
        return found

    def together(self, one: int, other: int) -> bool:
        """Whether two states are of one piece that is read in one way only."""
        return bool(set(self.atomic.get(one, ())) & set(self.atomic.get(other, ())))

    def given_up(self, first: int, second: int) -> bool:
        """Whether what the first state has taken is never given back for the second to take."""
        return bool(set(self.atomic.get(first, ())) - set(self.atomic.get(second, ())))


def both(one: Sides, other: Sides) -> Sides:
    """Give where two conditions hold."""
    if FREE in (one, other):
        return other if one == FREE else one
    return tuple(sorted({(a & c, b & d) for a, b in one for c, d in other if a & c and b & d}))


def either(one: Sides, other: Sides) -> Sides:
    """Give where one of two conditions holds."""
    found = {*one, *other}
    return FREE if FREE[0] in found else tuple(sorted(found))


@cache
def drawn(regex: str, flags: int) -> Automaton:
    """Draw an expression, with the state before it."""
    tree = parser.parse(regex, flags & ~re.UNICODE)
    drawing = _Drawing()
    whole = drawing.sequence(tree, tree.state.flags)
    drawing.made.add(START, START, FREE)
    for state, sides in whole.first.items():
        drawing.made.add(START, state, sides)
    drawing.made.accepting = whole.last
    return drawing.made


_known: dict[tuple[str, int], int] = {}


class _Drawing:
    """Walks a parsed expression."""

    def __init__(self) -> None:
        self.made = Automaton()
        self._atomic: tuple[int, ...] = ()
        self._groups = 0
        self._hollow = 0  # pieces so far that may be empty in several ways

    def sequence(self, tree: Any, flags: int) -> Part:
        """Draw items after one another."""
        so_far = Part(empty=FREE)
        for kind, value in tree:
            so_far = self._joined(so_far, self._item(kind, value, flags))
        return so_far

    def _joined(self, one: Part, other: Part) -> Part:
        for sides, states in _grouped(one.last):
            for more, following in _grouped(other.first):
                self.made.join(states, following, both(sides, more))
        return Part(
            _union(one.first, _narrowed(other.first, one.empty)),
            _union(other.last, _narrowed(one.last, other.empty)),
            both(one.empty, other.empty),
        )

    def _item(self, kind: Any, value: Any, flags: int) -> Part:
        if kind in REPEATS:
            kept = kind is code.POSSESSIVE_REPEAT
            return self._kept(self._repeated, value, value[2], flags) if kept else self._repeated(value, flags)
        if kind is code.SUBPATTERN:
            return self.sequence(value[3], (flags | value[1]) & ~value[2])
        if kind is code.ATOMIC_GROUP:
            return self._kept(self.sequence, value, _once(value), flags)
        if kind in (code.BRANCH, code.GROUPREF_EXISTS):
            branches = value[1] if kind is code.BRANCH else [branch or [] for branch in value[1:]]
            found = Part()
            parts = [self.sequence(branch, flags) for branch in branches]
            self._hollow += sum(bool(part.empty) for part in parts) > 1
            for part in parts:
                found.first |= part.first
                found.last |= part.last
                found.empty = either(found.empty, part.empty)
            return found
        if kind is code.AT:
            return Part(empty=_place(value, flags))
        if kind in (code.ASSERT, code.ASSERT_NOT):
            return self._looking(kind is code.ASSERT, *value, flags)
        return self._state(kind, value, flags)

    def _state(self, kind: Any, value: Any, flags: int) -> Part:
        key = repr((kind, value)), flags
        if key not in _known:
            tree = parser.SubPattern(parser.State(), [(kind, value)])
            one = None if kind is code.GROUPREF else compiler.compile(tree, flags & ~re.VERBOSE)
            found = sum(1 << at for at, letter in enumerate(ALPHABET) if one is None or one.match(letter))
            _known[key] = found or EDGE >> 1
        self.made.letters.append(_known[key])
        state = len(self.made.letters) - 1
        if self._atomic:
            self.made.atomic[state] = self._atomic
        return Part({state: FREE}, {state: FREE})

    def _repeated(self, value: Any, flags: int) -> Part:
        least, most, body = value
        found, part, hollow = Part(empty=FREE), Part(), self._hollow
        for _ in range(min(least, COPIES)):
            part = self.sequence(body, flags)
            found = self._joined(found, part)
        if most is code.MAXREPEAT or most > least:
            if not least or most is not code.MAXREPEAT:
                part = self.sequence(body, flags)
                found = self._joined(found, Part(part.first, part.last, FREE))
            if most is code.MAXREPEAT:
                self.made.entries |= set(part.first)
                for state, sides in part.last.items():
                    for following, more in part.first.items():
                        self.made.add(state, following, both(sides, more), loops=not self._atomic)
                        if self._hollow > hollow and not self._atomic:
                            self.made.doubled.add((state, following))
        self._hollow += bool(part.empty)
        return found

    def _kept(self, draw: Any, value: Any, once: Any, flags: int) -> Part:
        """Draw what, once matched, is never matched in another way; and apart, what has many ways until it is."""
        self.sequence(once, flags)
        before, self._groups = self._atomic, self._groups + 1
        self._atomic = (*before, self._groups)
        part: Part = draw(value, flags)
        self._atomic = before
        return part

    def _looking(self, wanted: bool, direction: int, body: Any, flags: int) -> Part:
        """Draw a lookaround: a condition where it is of one character, and a way that ends where it may be long."""
        part = self.sequence(body, flags)
        edge = part.first if direction > 0 else part.last
        letters = 0
        for state in edge:
            letters |= self.made.letters[state]
        single = set(part.first) == set(part.last) and not any(state in self.made.after for state in part.first)
        alone = single and all(sides == FREE for sides in edge.values())
        if part.empty or not edge:
            sides = FALLIBLE
        elif wanted:
            sides = ((ALL, letters),) if direction > 0 else ((letters, ALL),)
        elif alone:
            sides = ((ALL, ALL & ~letters),) if direction > 0 else ((ALL & ~letters, ALL),)
        else:
            sides = FALLIBLE
        return Part(part.first if direction > 0 else {}, {}, sides)


def _once(group: Any) -> Any:
    """Leave out of an atomic group that a greedy loop at its end goes on: nothing behind makes that give back."""
    if group and group[-1][0] is code.MAX_REPEAT and group[-1][1][0] <= 1 and group[-1][1][1] is code.MAXREPEAT:
        return [*group[:-1], *group[-1][1][2]]
    return group


def _place(kind: Any, flags: int) -> Sides:
    lines = bool(flags & re.MULTILINE)
    return {
        code.AT_BEGINNING: ((EDGE | LINE_END * lines, ALL),),
        code.AT_BEGINNING_STRING: ((EDGE, ALL),),
        code.AT_END: ((ALL, EDGE | LINE_END * lines),),
        code.AT_END_STRING: ((ALL, EDGE),),
        code.AT_BOUNDARY: BOUNDARY,
    }.get(kind, INSIDE)


def _grouped(states: dict[int, Sides]) -> list[tuple[Sides, list[int]]]:
    """Put together the states beside which the same must stand."""
    found: dict[Sides, list[int]] = {}
    for state, sides in states.items():
        found.setdefault(sides, []).append(state)
    return list(found.items())


def _narrowed(states: dict[int, Sides], sides: Sides) -> dict[int, Sides]:
    return {state: found for state, own in states.items() if (found := both(own, sides))}


def _union(one: dict[int, Sides], other: dict[int, Sides]) -> dict[int, Sides]:
    return {**one, **{state: either(one.get(state, ()), sides) for state, sides in other.items()}}
