"""Reads names of organisations after a post: those known, those in capitals, those a word like "charity" announces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extractors.base import Fact
from pipeline.extractors.roles.lexicon import Lexicon, Token
from pipeline.extractors.values import Organisation


@dataclass(frozen=True)
class Names:
    """Reads the names in one sentence; `blocked` are the tokens of people's names and dates."""

    lexicon: Lexicon
    text: str
    tokens: Sequence[Token]
    owners: Mapping[int, Fact[Organisation]]
    blocked: frozenset[int]

    def with_name(self, at: int) -> tuple[Fact[Organisation] | str, int] | None:
        """Read what a body is called before its name, and the name: "the homelessness charity Shelterbelt"."""
        for begin in range(at, min(at + 5, len(self.tokens))):
            if kind := self.lexicon.kinds_of_body.at(self.tokens, begin):
                name = kind[0]
                if fact := self.owner_from(name):
                    after = name
                    while after < len(self.tokens) and self.tokens[after].start < fact.end:
                        after += 1
                    return fact, after
                if self.capital(name) and not self.capital(begin):
                    end = self.capitals(name)
                    return self.text[self.tokens[name].start : self.tokens[end - 1].end], end
            token = self.tokens[begin]
            word = token.word and begin not in self.blocked and begin not in self.owners
            if not word or (token.low in self.lexicon.sets["stops"] and token.low != "in" and begin > at):
                return None
            if self.lexicon.heads.at(self.tokens, begin):
                return None
        return None

    def owner_from(self, at: int) -> Fact[Organisation] | None:
        """Give the organisation whose name begins at a token."""
        fact = self.owners.get(at)
        return fact if fact is not None and (at == 0 or self.owners.get(at - 1) is not fact) else None

    def capitals(self, at: int) -> int:
        """Give where a name in capitals that begins at a token ends."""
        end = at
        while self.capital(end) or (end > at and self.small(end) and self.capital(end + 1)):
            end += 1
        return end

    def capital(self, at: int) -> bool:
        """Say whether a word in capitals, of no person's name or date, stands at a token."""
        return at < len(self.tokens) and at not in self.blocked and self.tokens[at].word and self.tokens[at].capital

    def small(self, at: int) -> bool:
        """Say whether a small word of names stands at a token."""
        return at < len(self.tokens) and self.tokens[at].low in ("of", "and", "the", "&")
