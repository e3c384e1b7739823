"""Puts an article's text together from its parts, in one order, for every format that carries the parts apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.articles.people import author_names

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def compose(headline: str, standfirst: str, byline: str, paragraphs: Iterable[str]) -> str:
    """Put a text together: headline, standfirst, byline and paragraphs, a blank line between; none is said twice."""
    opening = [part for part in (headline, standfirst, byline) if part]
    said = {_same(part) for part in opening} | ({_same(f"By {byline}")} if byline else set())
    body = list(paragraphs)
    kept = [part for number, part in enumerate(body) if number > 5 or _same(part) not in said]
    return UNPRINTABLE.sub(" ", "\n\n".join([*opening, *kept]))


def byline_of(given: Sequence[str]) -> str:
    """Give the line that names the reporters: as it is given, or made of a list of names."""
    several = author_names(given)
    if len(given) == 1 and ";" in given[0] and len(several) > 1:
        given = several
    elif len(given) == 1 and "@" in given[0]:
        given = several or given
    if len(given) > 1:
        return "By " + ", ".join(given[:-1]) + f" and {given[-1]}"
    line = given[0] if given else ""
    return f"By {line}" if line and author_names([line]) == (line,) else line


def _same(text: str) -> str:
    return " ".join(text.casefold().split())
