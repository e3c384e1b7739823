"""Finds, in an expression itself, what makes matching slower than its text is long: no clock, the same answer anywhere.

`automaton.py` draws the expression; a state before it reads anything, since a search starts anew at every character.
Time is more than linear where a text can be read in more ways the longer it is: two loops that go round on a text on
which one also gets from the first to the second (polynomial), or one loop that goes round on a text in two ways
(exponential). Weideman et al., "Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers", 2016.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from automaton import ALPHABET, FREE, SPACE, START, Automaton, drawn

Node = tuple[int, ...]
STATES = 12  # of a larger loop only those are tried with which it begins


def slow_parts(pattern: re.Pattern[str], prose: bool) -> list[str]:
    """Say what in an expression takes more than linear time; nothing where nothing does.

    `prose`: texts are such as cleaning lets through, with a longest word and gap (`pipeline/cleaning/zones.py`).
    """
    drawing = drawn(pattern.pattern, pattern.flags)
    loops = list(_loops(drawing))
    found = [
        f"exponential in {_shown(drawing, loop)}"
        for loop in loops
        if _twice(drawing, loop)  # even where one may end: a full match gives back what the loop has read
    ]
    growing = [loop for loop in loops if not prose or not _within_word_or_gap(drawing, loop)]
    for second in growing:
        ends = [state for state in _tried(drawing, second) if drawing.accepting.get(state) != FREE]
        if not _ends(drawing, second) and any(_leads(drawing, (START,), START, second, end) for end in ends):
            found.append(f"every start runs through {_shown(drawing, second)}")
        for first in growing:
            if first is second or not _letters(drawing, first) & _letters(drawing, second):
                continue
            if any(
                _leads(drawing, first, start, second, end)
                for end in ends
                for start in _tried(drawing, first)
                if not drawing.given_up(start, end)
            ):
                found.append(f"{_shown(drawing, first)} leads into {_shown(drawing, second)}")
    return sorted(set(found))


def _ends(drawing: Automaton, loop: Iterable[int]) -> bool:
    """Whether the expression may always end in a loop: the next search then starts behind it."""
    return any(drawing.accepting.get(state) == FREE for state in loop)


def _loops(drawing: Automaton) -> Iterator[frozenset[int]]:
    """Give the sets of states that lead to one another (Tarjan's strongly connected components, by two passes)."""
    order: list[int] = []
    seen: set[int] = set()
    for state in drawing.states:
        _visit(state, drawing.after, seen, order)
    before: dict[int, list[int]] = {}
    for one, others in drawing.after.items():
        for other in others:
            before.setdefault(other, []).append(one)
    seen = {START}
    for state in reversed(order):
        loop: list[int] = []
        _visit(state, before, seen, loop)
        if len(loop) > 1 or (loop and state in drawing.after.get(state, ())):
            yield frozenset(one for one in loop if drawing.letters[one])


def _visit(start: int, after: dict[int, list[int]], seen: set[int], left: list[int]) -> None:
    """Go through what can be reached and was not seen, and note each state when all that follows it is."""
    if start in seen:
        return
    seen.add(start)
    stack = [(start, iter(after.get(start, ())))]
    while stack:
        state, further = stack[-1]
        following = next((one for one in further if one not in seen), None)
        if following is None:
            left.append(state)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(after.get(following, ()))))


def _tried(drawing: Automaton, loop: Iterable[int]) -> list[int]:
    states = sorted(loop)
    return states if len(states) <= STATES else [state for state in states if state in drawing.entries]


def _within_word_or_gap(drawing: Automaton, loop: Iterable[int]) -> bool:
    letters = _letters(drawing, loop)
    return not letters & ~SPACE or not letters & SPACE


def _leads(drawing: Automaton, first: Iterable[int], start: int, second: frozenset[int], end: int) -> bool:
    """Whether on one text the first loop goes round, one gets from it to the second, and the second goes round."""
    rounds = frozenset(first)
    goal = (start, end, end)
    seen: set[Node] = {(start, start, end)}
    todo: list[Node] = list(seen)
    while todo:
        for following in _steps(drawing, todo.pop(), (rounds, None, second)):
            if following == goal:
                return True
            if following not in seen:
                seen.add(following)
                todo.append(following)
    return False


def _twice(drawing: Automaton, loop: frozenset[int]) -> bool:
    """Whether a loop goes round on one text in two ways."""
    if any(one in loop and other in loop for one, other in drawing.doubled):
        return True
    for state in _tried(drawing, loop):
        forward: dict[Node, list[Node]] = {}
        todo: list[Node] = [(state, state)]
        while todo:
            node = todo.pop()
            if node not in forward:
                forward[node] = list(_steps(drawing, node, (loop, loop)))
                todo += forward[node]
        back: dict[Node, list[Node]] = {}
        for node, others in forward.items():
            for other in others:
                back.setdefault(other, []).append(node)
        home: set[Node] = set()
        todo = [(state, state)]
        while todo:
            for node in back.get(todo.pop(), ()):
                if node not in home:
                    home.add(node)
                    todo.append(node)
        if any(one != other and not drawing.together(one, other) for one, other in home):
            return True
    return False


def _steps(drawing: Automaton, node: Node, within: tuple[frozenset[int] | None, ...]) -> Iterator[Node]:
    """Give where several readers of one text may be after its next character."""
    here = drawing.common(node)
    ways: list[tuple[Node, int]] = [((), -1)]
    for state, inside in zip(node, within, strict=True):
        ways = [
            ((*so_far, other), both)
            for so_far, letters in ways
            for other in drawing.following(state)
            if (inside is None or other in inside)
            and (both := letters & drawing.letters[other])
            and drawing.allows(state, other, here, both)
        ]
    for way, letters in ways:  # what all have in common may be less than each allowed
        if all(drawing.allows(state, other, here, letters) for state, other in zip(node, way, strict=True)):
            yield way


def _letters(drawing: Automaton, loop: Iterable[int]) -> int:
    found = 0
    for state in loop:
        found |= drawing.letters[state]
    return found


def _shown(drawing: Automaton, loop: Iterable[int]) -> str:
    letters = _letters(drawing, loop)
    return repr("".join(one for at, one in enumerate(ALPHABET) if letters >> at & 1)[:30])
