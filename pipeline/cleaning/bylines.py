"""Bylines: which lines name the reporters, and whom they name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.cleaning.rules import shape, words

LONGEST = 160
"""A byline is no longer than this."""
SEPARATOR = re.compile(r"\s*(?:,|&|\band\b|\bwith\b|;|\|)\s*")


@dataclass(frozen=True)
class Byline:
    """A line that names reporters, from `start` to `end`: what stands before or after is a dateline."""

    rule: str
    authors: tuple[str, ...]
    end: int
    start: int = 0


def read_byline(line: str) -> Byline | None:
    """Read a line as a byline; None where it is none.

    >>> read_byline("By Jane Doe and John Roe, Local Democracy Reporters Service").authors
    ('Jane Doe', 'John Roe')
    >>> read_byline("JANE McDOE jane.mcdoe@paper.example").authors
    ('Jane McDoe',)
    >>> read_byline("By Christmas the council will have run out of money.")
    >>> read_byline("By Jane Doe Published 3 May 2024").end
    11
    >>> read_byline("Posted on 3 May 2024 by Jane Doe").start
    21
    """
    if len(line) > LONGEST or shape("credit").fullmatch(line):
        return None
    if (dated := shape("stamp_by").match(line)) and shape("stamp").fullmatch(line, 0, dated.end("stamp")):
        byline = read_byline(line[dated.end("stamp") :].lstrip())
        start = len(line) - len(line[dated.end("stamp") :].lstrip())
        return replace(byline, start=start, end=start + byline.end) if byline else None
    end = _dateline(line)
    part = line[:end].rstrip(" |,·•–—-:(")
    if shape("reporter_only").fullmatch(part) or (end == len(line) and shape("contact_only").fullmatch(part)):
        return Byline("byline_label_only", (), len(part))
    opened = shape("byline_by").match(part)
    if opened and shape("reporter_unnamed").fullmatch(part, opened.end()):
        return Byline("byline_label_only", (), len(part))
    head, tail, rule = part[opened.end() if opened else 0 :], "", "byline_by"
    for name in ("byline_label", "byline_contact"):
        if opened and (cut := shape(name).match(head)) and is_name(head[cut.end() :].strip()):
            return Byline(rule, authors(head[cut.end() :]), len(part))
        if (cut := shape(name).search(head)) and cut.start():
            head, tail = head[: cut.start()], head[cut.end() :] + tail
            rule = rule if opened else name
    if not opened and rule == "byline_by":
        whole = shape("byline_name").fullmatch(part) if end < len(line) else None
        return Byline("byline_name", authors(whole["names"]), len(part)) if whole else None
    match = shape("byline_names").fullmatch(head)
    if match is None or not _may_end(match["rest"]) or not _may_end(tail):
        return None
    if match["rest"].strip() and rule != "byline_by":
        return None
    names = authors(match["names"])
    if not names and not set(match["names"].casefold().split()) & words("mastheads"):
        return None
    return Byline(rule, names, len(part))


def is_name(line: str) -> bool:
    """Whether a line is nothing but a person's name, as a byline may be.

    >>> is_name("Niamh O’Kowalczyk"), is_name("Councils in trouble"), is_name("County Hall")
    (True, False, False)
    """
    if len(line) > 60 or shape("byline_name").fullmatch(line) is None or not authors(line):
        return False
    return not {word.casefold().strip(".,") for word in line.split()} & words("places")


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
    if opened := shape("byline_by").match(bare):
        bare = bare[opened.end() :]
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


def _may_end(rest: str) -> bool:
    """Whether what follows the names may stand in a byline: short, and not the end of a sentence."""
    rest = rest.strip()
    return not rest or (
        len(rest.split()) <= 9
        and not rest.endswith((".", "!", "?", "”", "’"))
        and bool(re.match(r"[,|(–—@·•:/&-]|(?i:for|in|at|of|from|and|with|the|covering|LDRS?|BBC)\b", rest))
    )
