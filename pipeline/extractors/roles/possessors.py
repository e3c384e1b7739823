"""Reads what stands before a title: a determiner, "the council’s", "former Leeds City Council", a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extractors.base import Fact
from pipeline.extractors.roles.lexicon import Lexicon, Token
from pipeline.extractors.roles.remits import DETERMINERS
from pipeline.extractors.values import Organisation


@dataclass(frozen=True)
class Possessors:
    """Reads the possessors of one sentence; `blocked` are the tokens of names and dates, which none holds."""

    lexicon: Lexicon
    text: str
    tokens: Sequence[Token]
    owners: Mapping[int, Fact[Organisation]]
    blocked: frozenset[int]

    def proper(self, begin: int, end: int) -> bool:
        """Say whether the words of a place have capitals and belong to no other name."""
        inside = any(index in self.blocked or index in self.owners for index in range(begin, end))
        return not inside and self.tokens[begin].capital and not (begin and self.tokens[begin - 1].capital)

    def read(self, first: int, placed: bool = False) -> tuple[int, str, Organisation | None, list[str]]:
        """Read what stands before a title: a determiner, "the council’s", "former Leeds City Council"."""
        tokens, statuses = self.tokens, []
        organisation: Organisation | None = None
        at = first
        inner = self.owners.get(first)
        if inner is not None:  # "the council" of "the council leader"
            organisation = inner.value
        if at > 0:
            fact = self.owners.get(at - 1)
            if fact is None and self._region(at - 1):  # "NEU Cumbria district secretary"
                at -= 1
                fact = self.owners.get(at - 1)
            if fact is not None and at - 1 not in self.blocked:
                organisation = organisation or fact.value
                while at > 0 and self.owners.get(at - 1) is fact:
                    at -= 1
                hit = self.lexicon.status.before(tokens, at)
                if hit and tokens[at].low != "the":  # "until then the council’s treasurer"
                    at, status = hit
                    statuses.append(status)
            elif tokens[at - 1].low.endswith(("'s", "s'")):
                at = self._possessive_name(at)
            elif placed and (hit := self.lexicon.places.before(tokens, at)) and self.proper(hit[0], at):
                at = hit[0]
                if said := self.lexicon.status.before(tokens, at):  # "former Luton mayor"
                    at = said[0]
                    statuses.append(said[1])
        determiner = ""
        if at > 0 and tokens[at - 1].low in DETERMINERS:
            at -= 1
            determiner = tokens[at].low
        elif tokens[at].low in DETERMINERS and at < first:
            determiner = tokens[at].low
        if at >= 2 and tokens[at - 1].low == "of" and tokens[at - 2].low == "one":
            at -= 2
            determiner = "one of"
        elif at >= 3 and tokens[at - 2].low == "of" and tokens[at - 3].low == "one":
            at -= 3
            determiner = "one of"
        return at, determiner, organisation, statuses

    def _region(self, at: int) -> bool:
        """Say whether a place stands between a union or a force and its post."""
        fact = self.owners.get(at - 1)
        free = at > 0 and at not in self.blocked and self.tokens[at].capital and self.tokens[at].word
        return free and fact is not None and fact.value.kind in ("union", "police") and fact.end < self.tokens[at].start

    def words(self, outer: int, first: int) -> str:
        """Give the possessor that is no known organisation, without its ending: "home", "Bramling"."""
        last = self.tokens[first - 1]
        begin = outer + (self.tokens[outer].low in DETERMINERS)
        if first - 1 in self.blocked or begin >= first:
            return ""
        if "'s" not in last.low and not last.low.endswith("s'"):
            words = self.text[self.tokens[begin].start : last.end]
            return words if words.lower() in self.lexicon.councils else ""
        return self.text[self.tokens[begin].start : last.end].replace("’", "'").removesuffix("'s").removesuffix("'")

    def _possessive_name(self, at: int) -> int:
        """Give where a possessor that is no known organisation begins: "the home’s", "Bramling’s"."""
        begin = at - 1
        while (
            begin > 0
            and begin - 1 not in self.blocked
            and self.tokens[begin].capital
            and self.tokens[begin - 1].capital
        ):
            begin -= 1
        return begin
