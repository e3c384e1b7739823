"""Bylines: which lines name the reporters, and whom they name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.cleaning.rules import shape, words

LONGEST = 160
"""A byline is no longer than this."""
SEPARATOR = re.compile(r"\s*(?:,|&|\band\b|\bwith\b|;|\|)\s*")
SMALL = re.compile(r"\b(?:Mc|O[’'])[a-z]")


@dataclass(frozen=True)
class Byline:
    """A line that names reporters: `end` is where its part of the line ends, what follows is a dateline."""

    rule: str
    authors: tuple[str, ...]
    end: int


def read_byline(line: str) -> Byline | None:
    """Read a line as a byline; None where it is none.

    >>> read_byline("By Jane Doe and John Roe, Local Democracy Reporters Service").authors
    ('Jane Doe', 'John Roe')
    >>> read_byline("JANE McDOE jane.mcdoe@paper.example").authors
    ('Jane McDoe',)
    >>> read_byline("By Christmas the council will have run out of money.")
    >>> read_byline("By Jane Doe Published 3 May 2024").end
    11
    """
    if len(line) > LONGEST:
        return None
    end = _dateline(line)
    part = line[:end].rstrip(" |,·•–—-:")
    for rule in ("byline_by", "byline_label", "byline_contact"):
        match = shape(rule).fullmatch(part)
        if match and _is_rest(match["rest"]):
            return Byline(rule, authors(match["names"]), len(part))
    if shape("reporter_only").fullmatch(part) or (end == len(line) and shape("contact_only").fullmatch(part)):
        return Byline("byline_label_only", (), len(part))
    if end < len(line) and (match := shape("byline_name").fullmatch(part)):
        return Byline("byline_name", authors(match["names"]), len(part))
    return None


def is_name(line: str) -> bool:
    """Whether a line is nothing but a name, as a byline may be when a label or date follows it.

    >>> is_name("Niamh O’Kowalczyk"), is_name("Councils in trouble")
    (True, False)
    """
    return len(line) <= 60 and shape("byline_name").fullmatch(line) is not None and bool(authors(line))


def authors(names: str) -> tuple[str, ...]:
    """Split a byline's names into people; a masthead is not one.

    >>> authors("By Jane Doe, Local Democracy Reporter")
    ('Jane Doe',)
    >>> authors("Notts TV")
    ()
    >>> authors("JANE DOE & Ann-Marie O’Neill")
    ('Jane Doe', 'Ann-Marie O’Neill')
    """
    found: list[str] = []
    bare = names.strip()
    if (match := shape("byline_by").fullmatch(bare)) or (match := shape("byline_label").fullmatch(bare)):
        bare = match["names"]
    for part in SEPARATOR.split(bare):
        name = " ".join(part.split()).strip(" .,-–—|")
        tokens = name.split()
        if not 2 <= len(tokens) <= 6 or any(token.casefold() in words("mastheads") for token in tokens):
            continue
        if not tokens[0][0].isupper() or any(mark in name for mark in "@/:0123456789"):
            continue
        if name not in found:
            found.append(_case(name))
    return tuple(dict.fromkeys(found))


def _case(name: str) -> str:
    """Give a name printed in capitals its usual letters."""
    if name.replace("Mc", "MC").upper() != name.replace("Mc", "MC") or len(name) < 6:
        return name
    cased = re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), name)
    return re.sub(r"\bMc[a-z]", lambda match: match[0][:2] + match[0][2].upper(), cased)


def _dateline(line: str) -> int:
    """Give where a date run on to a byline starts; the line's length where there is none."""
    for name in ("stamp_start_glued", "stamp_start"):
        for match in shape(name).finditer(line):
            if match.start() > 3 and shape("stamp").fullmatch(line, match.start()):
                return match.start()
    return len(line)


def _is_rest(rest: str) -> bool:
    """Whether what follows the names may stand in a byline: short, and no sentence."""
    rest = rest.strip()
    if not rest:
        return True
    return (
        len(rest.split()) <= 10
        and not re.search(r"[.!?][”’\"']?$", rest)
        and rest[0] in ",|(–—-@·•:/"
        or bool(
            re.match(r"(?i)(?:for|in|at|of|from|the|local|ldr|ldrs|bbc|\S+@|@|political|senior|chief|" + "x)\\b", rest)
            and len(rest.split()) <= 8
            and not rest.endswith((".", "!", "?"))
        )
    )
