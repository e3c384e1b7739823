"""Makes the strings that a regular expression is slowest on, from the expression itself.

For each repetition of a pattern: something that reaches it, its body many times, and a character at which it has to
give up; and for the pattern as a whole: its own opening many times, so that each start is tried anew. Whatever has
quadratic or exponential time in one of its repetitions shows it there (Davis et al., "The Impact of Regular
Expression Denial of Service in Practice", 2018, generate in the same way).
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from corpus import CORPUS
from pipeline.cleaning.zones import LONGEST_GAP, LONGEST_WORD

LONG = 8  # a repetition that may go on for at least so long
CLASSES = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}
NOT_IN_CLASS = {"CATEGORY_NOT_DIGIT": "a", "CATEGORY_NOT_SPACE": "a", "CATEGORY_NOT_WORD": " "}
ORDINARY = "a1 A.,-’b\n§"
NO_WORD = re.compile(rf"(\S{{{LONGEST_WORD - 1}}})(?=\S)")
NO_GAP = re.compile(rf"(\s{{{LONGEST_GAP - 1}}})\s")


class Reader:
    """Walks a parsed pattern: `sample` gives one string that a part matches, `attacks` what makes it slow."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.groups: dict[int, str] = {}
        self.parsed = parser.parse(pattern, flags)

    def attacks(self) -> Iterator[tuple[str, str, str]]:
        """Give prefix, unit and suffix of each attack."""
        whole = self.sample(self.parsed)
        if whole:
            yield "", whole, "§"
            yield "", f"{whole} ", "§"
            yield "", whole[:-1] or whole, "§"
        yield from self._attacks(self.parsed, "")

    def _attacks(self, parts: Any, before: str) -> Iterator[tuple[str, str, str]]:
        for number, (kind, value) in enumerate(parts):
            if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
                _, most, body = value
                unit = self.sample(body)
                if most >= LONG and unit:
                    yield before, unit, "§"
                    for other in self._units(body):
                        yield before, other, "§"
                    # the opening again and again: every start runs over what the repetition takes
                    yield "", before + unit, "§"
                    yield "", before + unit * 8 + " ", "§"
                yield from self._attacks(body, before)
            else:
                for inner in self._inside(kind, value):
                    yield from self._attacks(inner, before)
            before += self.sample(parts[number : number + 1])

    def _units(self, body: Any) -> Iterator[str]:
        """Give other strings that a repetition's body matches: each way of its first choice."""
        for kind, value in body:
            if kind is code.BRANCH:
                yield from {self.sample(way) for way in value[1][:4]} - {""}
            elif kind is code.IN:
                yield from {self._member([one]) for one in value[:6]} - {""}
            break

    def _inside(self, kind: Any, value: Any) -> Iterator[Any]:
        if kind is code.BRANCH:
            yield from value[1]
        elif kind is code.SUBPATTERN:
            yield value[3]
        elif kind is code.ATOMIC_GROUP:
            yield value
        elif kind in (code.ASSERT, code.ASSERT_NOT):
            yield value[1]

    def sample(self, parts: Any) -> str:
        """Give one string that a part of a pattern matches, as far as this can be told."""
        return "".join(self._one(kind, value) for kind, value in parts)

    def _one(self, kind: Any, value: Any) -> str:
        if kind is code.LITERAL:
            return chr(value)
        if kind is code.NOT_LITERAL:
            return next(one for one in ORDINARY if ord(one) != value)
        if kind is code.ANY:
            return "a"
        if kind is code.IN:
            return self._member(value)
        if kind is code.BRANCH:
            return self.sample(value[1][0])
        if kind is code.SUBPATTERN:
            found = self.sample(value[3])
            if value[0] is not None:
                self.groups[value[0]] = found
            return found
        if kind is code.ATOMIC_GROUP:
            return self.sample(value)
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            least, most, body = value
            return self.sample(body) * (least or min(1, most))
        if kind is code.GROUPREF:
            return self.groups.get(value, "")
        return ""  # anchors and what looks around

    def _member(self, members: Any) -> str:
        if members[0][0] is code.NEGATE:
            return next((one for one in ORDINARY if not _holds(members[1:], one)), "€")
        kind, value = members[0]
        if kind is code.LITERAL:
            return chr(value)
        if kind is code.RANGE:
            return chr(value[0])
        name = str(value)
        return CLASSES.get(name) or NOT_IN_CLASS.get(name, "a")


def _holds(members: Any, character: str) -> bool:
    tests = {"CATEGORY_DIGIT": str.isdigit, "CATEGORY_SPACE": str.isspace, "CATEGORY_WORD": str.isalnum}
    for kind, value in members:
        if kind is code.LITERAL and ord(character) == value:
            return True
        if kind is code.RANGE and value[0] <= ord(character) <= value[1]:
            return True
        if kind is code.CATEGORY:
            name = str(value)
            if name in tests and tests[name](character):
                return True
            if name.replace("NOT_", "") in tests and "NOT_" in name and not tests[name.replace("NOT_", "")](character):
                return True
    return False


def strings(pattern: re.Pattern[str], length: int) -> list[str]:
    """Give the strings of about `length` characters on which a pattern may be slow, each once.

    They are such as cleaning lets through: data without white space and wide gaps never reach a pattern.
    """
    found: dict[str, None] = {}
    for prefix, unit, suffix in Reader(pattern.pattern, pattern.flags & ~re.UNICODE).attacks():
        whole = prefix + unit * max(1, (length - len(prefix)) // len(unit)) + suffix
        found[NO_GAP.sub(r"\1§", NO_WORD.sub(r"\1 ", whole))] = None
    return list(found)


def is_slow(pattern: re.Pattern[str], text: str, limit: float) -> bool:
    """Whether a search for every match takes more processor time than a limit in seconds; it is then broken off."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        for _ in pattern.finditer(text):
            pass
    except TimeoutError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return False


def compiled_by(work: Callable[[], object]) -> list[re.Pattern[str]]:
    """Give every pattern that this project's own code compiles while some work is done, each once."""
    found: dict[tuple[str, int], re.Pattern[str]] = {}
    own = str(Path(__file__).resolve().parent.parent / "pipeline")
    inner = re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: Any) -> Any:
        compiled = inner(pattern, flags)
        if isinstance(compiled.pattern, str) and sys._getframe(2).f_code.co_filename.startswith(own):
            found[compiled.pattern, compiled.flags] = compiled
        return compiled

    re._compile = noting  # type: ignore[attr-defined]
    try:
        with suppress(StopIteration):
            work()
    finally:
        re._compile = inner  # type: ignore[attr-defined]
    return list(found.values())


def all_patterns() -> tuple[list[re.Pattern[str]], int]:
    """Give every pattern that this project compiles, when its modules load, when an article is read and of every file
    of patterns, needed or not; and how many are of such files.

    To be called first thing in a process of its own, since what is compiled is kept.
    """

    def work() -> None:
        import pipeline

        for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        from pipeline.run import run
        from pipeline.settings import Settings

        run([str(CORPUS / "articles" / "develop")], Settings(use_metadata=False))

    found = compiled_by(work)
    from pipeline.patterns import Pattern

    files = [held for held in gc.get_objects() if isinstance(held, Pattern)]
    return list(dict.fromkeys([*found, *(pattern.expression for pattern in files)])), len(files)
