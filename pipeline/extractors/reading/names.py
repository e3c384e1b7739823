"""Schools, agencies and the like that have a name of their own kind: "Ellerdine High", "Lanternlight Fostering"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.cleaning import Zone
from pipeline.extractors.base import Fact
from pipeline.extractors.reading.inspectorates import WORDS
from pipeline.extractors.values import Organisation
from pipeline.patterns import alternation

ENDINGS: dict[str, str] = WORDS["names"]["endings"]
NAME = re.compile(
    rf"(?<![\w’'-])(?P<own>(?:St\.? )?[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|and|of|the|&)){{0,3}}) "
    rf"(?P<ending>{alternation(ENDINGS)})(?![\w-]|['’]s?\w| [A-Z])"
)
NO_NAME = frozenset(WORDS["names"]["no_name"])
SHORT = 5  # letters that the first word of a name must have to stand for it alone


def further_names(
    text: str, paragraphs: Sequence[Zone], known: Sequence[Fact[Organisation]], places: Collection[str]
) -> Iterator[Fact[Organisation]]:
    """Find such names where no organisation is known, and their first word where it stands for them."""
    taken = _Taken(known)
    short: dict[str, Organisation] = {}
    for paragraph in paragraphs:
        for match in NAME.finditer(text, paragraph.start, paragraph.end):
            own = match["own"]
            if own.split(" ")[0] in NO_NAME or taken.holds(match.start(), match.end()):
                continue
            kind = ENDINGS[re.sub(r"\s+", " ", match["ending"]).replace("’", "'")]
            value = Organisation("", match[0], kind if kind in ("school", "college", "nursery") else "other")
            yield Fact(match.start(), match.end(), "reading.name", value)
            if " " not in own and len(own) >= SHORT and own not in places:
                short[own] = value
    if not short:
        return
    alone = re.compile(rf"(?<![\w’'-]){alternation(short)}(?![\w-]| [A-Z])")
    for paragraph in paragraphs:
        for match in alone.finditer(text, paragraph.start, paragraph.end):
            if not taken.holds(match.start(), match.end()):
                yield Fact(match.start(), match.end(), "reading.name", short[match[0]])


class _Taken:
    """The places where organisations are known already."""

    def __init__(self, known: Sequence[Fact[Organisation]]) -> None:
        self.at = {offset for fact in known for offset in (fact.start, fact.end - 1)}

    def holds(self, start: int, end: int) -> bool:
        """Say whether a known organisation begins or ends within two offsets."""
        return any(offset in self.at for offset in range(start, end))
