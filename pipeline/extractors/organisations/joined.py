"""Councils named together: "Leeds and Bradford councils", "Derby City and Derbyshire County Councils"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.cleaning import Published
from pipeline.extractors.organisations.gazetteer import Index, choose
from pipeline.extractors.organisations.names import Named
from pipeline.extractors.organisations.normalise import Word
from pipeline.extractors.values import Organisation

LONGEST_PLACE = 6
RULE = "organisations.councils"


def joined_councils(words: list[Word], index: Index, published: Published) -> Iterator[Named]:
    """Find councils that share the word "councils"; all must be known, or none is read."""
    for at, word in enumerate(words):
        if word.folded != "councils" or not word.joined:
            continue
        found: list[Named] = []
        end, last = at, word.end
        while (place := _place(words, end, index, published)) is not None:
            first, value = place
            found.append(Named(words[first].start, last, RULE, value, True))
            if first < 2 or words[first - 1].folded not in ("and", ","):
                break
            end, last = first - 1, words[first - 2].end
        if len(found) > 1 and words[max(first - 1, 0)].folded not in ("and", ","):
            yield from found


def _place(words: list[Word], end: int, index: Index, published: Published) -> tuple[int, Organisation] | None:
    """Give where the place before a word begins and the council that it names."""
    for length in range(min(LONGEST_PLACE, end), 0, -1):
        span = words[end - length : end]
        readings = index.forms.get((*(word.folded for word in span), "council"), [])
        if not readings or not span[0].capital or not all(word.joined for word in span[1:]):
            continue
        value = choose(readings, published)
        if value is not None and value.gss_code:
            return end - length, value
    return None
