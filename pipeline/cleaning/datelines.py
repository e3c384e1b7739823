"""Datelines: lines that say when a page was published, alone or with its section, site and reporters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.cleaning.bylines import is_name, read_byline
from pipeline.cleaning.captions import Part
from pipeline.cleaning.furniture import match_rule
from pipeline.cleaning.lines import Line
from pipeline.cleaning.rules import shape, words

LONGEST = 200
"""A dateline is no longer than this."""
BREAK = re.compile(r"\s*[|·•∙►»]\s*|\s{2,}|\s+[–—-]\s+")
"""What stands between the pieces of a dateline."""


def is_stamp(line: Line) -> bool:
    """Whether a line says when, and nothing else."""
    if line.words > 24 or not shape("stamp").fullmatch(line.text):
        return False
    return bool(shape("stamp_day").search(line.text)) or is_labelled(line)


def is_labelled(line: Line) -> bool:
    """Whether a line says that a date is the article's: published, updated."""
    return bool(shape("stamp_label").search(line.text))


def is_timed(line: Line) -> bool:
    """Whether a line is a time of day, or a day with its time: what live blogs and readers' comments carry."""
    return line.words <= 12 and bool(shape("stamp").fullmatch(line.text) and shape("stamp_clock").search(line.text))


def is_section(text: str) -> bool:
    """Whether words name a section of a site, or the site itself.

    >>> is_section("Local News"), is_section("Marsh Vale Live"), is_section("Council in trouble")
    (True, True, False)
    """
    if text.casefold() in words("sections"):
        return True
    tokens = text.casefold().split()
    return 0 < len(tokens) <= (4 if "&" in tokens else 3) and tokens[-1] in words("sites") and text[0].isupper()


def read_dateline(line: Line) -> list[Part]:
    """Cut a line such as "News | By Jane Doe | 3 May 2024" into byline and boilerplate; empty where it is none.

    A line that says nothing but when is none: see `is_stamp`.
    """
    if len(line.text) > LONGEST or is_stamp(line) or (line.is_sentence and line.text.endswith(".")):
        return []
    if shape("dateline").fullmatch(line.text) and shape("stamp_day").search(line.text):
        return [Part("boilerplate", line.start, line.end, "published_line")]
    found: list[Part] = []
    dated = signed = loose = named = False
    for start, end in _pieces(line.text):
        piece = Line(line.text[start:end], line.start + start, line.start + end, False)
        opened, named = named, piece.bare.rstrip(":") in ("by", "words by")
        byline = None if named else read_byline(piece.text)
        if byline and not byline.authors and is_section(piece.text):
            byline = None
        if named or (opened and is_name(piece.text)) or byline:
            signed = signed or bool(opened or (byline and byline.authors))
            _add_byline(found, piece, byline.start if byline else 0, byline.end if byline else len(piece.text))
            dated = dated or bool(byline and shape("stamp_day").search(piece.text))
        elif shape("stamp").fullmatch(piece.text) or shape("dateline").fullmatch(piece.text):
            dated = dated or bool(shape("stamp_day").search(piece.text))
            found.append(Part("boilerplate", piece.start, piece.end, "published_line"))
        elif is_section(piece.text) or match_rule(piece, top=True):
            found.append(Part("boilerplate", piece.start, piece.end, "section_label"))
        elif shape("masthead").fullmatch(piece.text):
            loose = True
            found.append(Part("boilerplate", piece.start, piece.end, "section_label"))
        else:
            return []
    whole = len(found) > 1 and (dated or (signed and not loose))
    return found if whole else []


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for mark in [*BREAK.finditer(text)]:
        if mark.start() > at:
            yield at, mark.start()
        at = mark.end()
    if at < len(text):
        yield at, len(text)


def _add_byline(found: list[Part], piece: Line, start: int, end: int) -> None:
    """Add a byline to the parts; one that follows another directly goes on with it."""
    first = piece.start
    if start:
        found.append(Part("boilerplate", first, first + len(piece.text[:start].rstrip()), "published_line"))
    if found and found[-1].kind == "byline":
        found[-1] = Part("byline", found[-1].start, first + end, "byline_dateline")
    else:
        found.append(Part("byline", first + start, first + end, "byline_dateline"))
    rest = piece.text[end:]
    if rest.strip():
        left = first + end + len(rest) - len(rest.lstrip())
        found.append(Part("boilerplate", left, first + len(piece.text), "published_line"))
