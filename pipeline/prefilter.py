"""Which words a text must hold before a regular expression can match in it: found in the expression itself.

Most patterns look for something rare: that none of its words is there is seen ten times sooner than that the pattern
does not match. What is not understood of an expression demands nothing, so that no match is ever lost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

A_DIGIT = re.compile(r"\d")

MOST = 64  # signs of one expression: looking for more takes as long as the expression does
DIGIT = "\uf8ff"  # ends a folded text that holds a digit; a text that ends so itself is only tried for more
Signs = frozenset[str]
EMPTY, A_NUMBER = Signs({""}), Signs({DIGIT})


class Demand(NamedTuple):
    """What a text must hold: one of these strings (none: nothing is known of any), and maybe a digit."""

    signs: Signs = frozenset()
    digit: bool = False


NOTHING = Demand()


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """Fold a text for a look at what it holds; where it holds a digit, `DIGIT` comes last.

    >>> folded("May 5").removesuffix(DIGIT)
    'may 5'
    """
    return _alike(text) + (DIGIT if A_DIGIT.search(text) else "")


def _alike(text: str) -> str:
    """Fold a text as `re.IGNORECASE` compares: long s and the two Turkish forms of i are letters like others.

    >>> _alike("Leeds İſı")
    'leeds isi'
    """
    text = text.casefold()
    return text if text.isascii() else text.replace("i\u0307", "i").replace("ı", "i")


def demand_of(regex: str, flags: int = 0) -> Demand:
    """Give folded strings of which every match holds at least one, and whether every match holds a digit.

    >>> demand_of(r"(?:a|an)\\s+improvement\\s+(?:board|notice)")
    Demand(signs=frozenset({'improvement'}), digit=False)
    >>> demand_of(r"£\\d+")
    Demand(signs=frozenset({'£'}), digit=True)
    """
    try:
        from re import _parser  # type: ignore[attr-defined]

        tree = _parser.parse(regex, flags)
    except (ImportError, re.error):
        return NOTHING
    return _demanded(tree)


def _demanded(tree: Any, run: Signs = EMPTY) -> Demand:
    """Choose the most telling strings of a sequence that follows a run: the longest, and of those the fewest."""
    found: list[Signs] = []
    digit = False
    for item in tree:
        exact = _exact(item)
        if exact is None:
            inner = _within(item, run)
            found += [run, inner.signs]
            digit = digit or inner.digit
            run = EMPTY
        else:
            longer = frozenset(a + b for a, b in product(run, exact)) if len(run) * len(exact) <= MOST else None
            if longer is None:
                found.append(run)
            run = exact if longer is None else longer
    least = (_least(signs) for signs in [*found, run])
    telling = [signs for signs in least if signs and len(signs) <= MOST and all(map(_tells, signs))]
    best = max(
        telling, key=lambda signs: (DIGIT not in signs, min(min(map(len, signs)), 4), -len(signs)), default=Signs()
    )
    return Demand(best, digit)


def _least(signs: Signs) -> Signs:
    """Leave out what holds another: who has "boards" has "board"."""
    return frozenset(one for one in signs if not any(other != one and other in one for other in signs))


def _tells(sign: str) -> bool:
    rare = not (sign[:1].isalnum() or sign[:1].isspace()) or any(map(str.isdigit, sign[1:]))
    return len(sign) > 2 or (len(sign) > 0 and rare)


def _exact(item: Any) -> Signs | None:
    """Give every string that an item can be, folded; None where they are too many or depend on more."""
    kind, what = str(item[0]), item[1]
    if kind == "AT" or kind.startswith("ASSERT"):
        return frozenset({""})
    if kind == "LITERAL":
        return frozenset({_alike(chr(what))})
    if kind == "IN" and len(what) <= MOST and all(str(part[0]) == "LITERAL" for part in what):
        return frozenset(_alike(chr(part[1])) for part in what)
    if kind == "SUBPATTERN":
        return _all([what[-1]])
    if kind == "ATOMIC_GROUP":
        return _all([what])
    if kind.endswith("_REPEAT") and tuple(what[:2]) == (0, 1):
        once = _all([what[2]])
        return None if once is None else once | {""}
    return _all(what[1]) if kind == "BRANCH" else None


def _all(branches: Any) -> Signs | None:
    """Give every string that one of several sequences can be."""
    strings: set[str] = set()
    for branch in branches:
        run = {""}
        for item in branch:
            exact = _exact(item)
            if exact is None or len(run) * len(exact) > MOST:
                return None
            run = {a + b for a, b in product(run, exact)}
        strings |= run
    return frozenset(strings) if len(strings) <= MOST else None


def _within(item: Any, run: Signs) -> Demand:
    """Give what an item that can be many strings demands, right after a run."""
    kind, what = str(item[0]), item[1]
    if kind == "SUBPATTERN":
        return _demanded(what[-1], run)
    if kind == "ATOMIC_GROUP":
        return _demanded(what, run)
    if kind == "IN":
        return Demand(digit=all(_is_digits(*part) for part in what))
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _demanded(what[2], run) if what[0] else NOTHING
    if kind == "BRANCH":
        parts = [_demanded(branch, run) for branch in what[1]]
        digit = all(part.digit for part in parts)
        signs = [part.signs or (A_NUMBER if part.digit and not digit else Signs()) for part in parts]
        every = Signs().union(*signs) if all(signs) else Signs()
        return Demand(every if len(every) <= MOST else Signs(), digit)
    return NOTHING


def _is_digits(kind: Any, what: Any) -> bool:
    """Say whether a part of a set of characters is of what `\\d` matches: "²" is a digit, and no decimal one."""
    if str(kind) == "RANGE":
        return bool(chr(what[0]).isdecimal() and chr(what[1]).isdecimal())
    return str(what) == "CATEGORY_DIGIT" or (str(kind) == "LITERAL" and chr(what).isdecimal())
