"""Statuses and dates of one intervention's mentions → those of its row; pure, knows no spaCy."""

from __future__ import annotations

from collections.abc import Iterable

DECIDED = ("ended", "in_force", "planned")
UNDECIDED = ("negated", "called_for", "hypothetical")


def settle(statuses: Iterable[str]) -> str:
    """Give what several mentions of one intervention say together: what was decided beats what was talked of.

    >>> settle(["hypothetical", "in_force"])
    'in_force'
    >>> settle(["in_force", "ended"])
    'ended'
    >>> settle(["hypothetical", "negated"])
    'hypothetical'
    """
    found = list(statuses)
    for status in DECIDED:
        if status in found:
            return status
    return found[0]


def compatible(first: str, second: str) -> bool:
    """Say whether two prefix dates can be one day: the coarser is the start of the finer, or one is unknown.

    >>> compatible("2022", "2022-07"), compatible("", "2021"), compatible("2022-07", "2022-08")
    (True, True, False)
    """
    return first.startswith(second) or second.startswith(first)


def finer(first: str, second: str) -> str:
    """Give the more exact of two prefix dates.

    >>> finer("2022", "2022-07")
    '2022-07'
    """
    return second if len(second) > len(first) else first
