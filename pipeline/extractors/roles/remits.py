"""Reads what a post covers: "children, families and education", and where the list of fields ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extractors.base import Fact
from pipeline.extractors.roles.lexicon import Lexicon, Token
from pipeline.extractors.values import Organisation

LONGEST = 16  # tokens
WITHOUT_PREPOSITION = frozenset({"director", "cabinet_member", "officer", "chief_executive"})
DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "our", "my", "whose"})


@dataclass(frozen=True)
class Remits:
    """Reads the remits of one sentence; `blocked` are the tokens of names and dates, which no remit holds."""

    lexicon: Lexicon
    tokens: Sequence[Token]
    owners: Mapping[int, Fact[Organisation]]
    blocked: frozenset[int]

    def bare(self, at: int, role_class: str) -> tuple[int, int] | None:
        """Read a remit without a preposition: "Director Adult Social Care", "director, children and families,"."""
        if role_class not in WITHOUT_PREPOSITION or at >= len(self.tokens):
            return None
        begin = at
        if self.tokens[at].text in (",", "–", "-", ":"):
            begin = at + 1
        elif not self.tokens[at].capital:
            return None
        if (
            begin >= len(self.tokens)
            or begin in self.blocked
            or begin in self.owners
            or not self.lexicon.topics.at(self.tokens, begin)
        ):
            return None
        end = self.end_of(begin)
        if begin > at and not (end < len(self.tokens) and self.tokens[end].text in ",.)"):
            return None
        return (begin, end) if end > begin else None

    def end_of(self, at: int) -> int:
        """Give where the words that say what a post covers end."""
        tokens, lexicon = self.tokens, self.lexicon
        end = at
        while end < len(tokens) and end - at < LONGEST and end not in self.blocked:
            token = tokens[end]
            topic = lexicon.topics.at(tokens, end)
            if topic and not any(index in self.blocked for index in range(end, topic[0])):
                end = topic[0]
                continue
            if token.low in ("and", "&", ","):
                if end == at or not self._list_goes_on(end):
                    break
            elif (
                not token.word
                or self._stops(token)
                or self._verb(end, at)
                or (
                    end > at and (end in self.owners or (lexicon.heads.at(tokens, end) and tokens[end - 1].low != "of"))
                )
            ):
                break
            end += 1
        while end > at and tokens[end - 1].low in ("and", "&", ",", "the", "of", "for"):
            end -= 1
        return end

    def _stops(self, token: Token) -> bool:
        """Say whether a word ends a remit; in capitals it is an abbreviation ("IT")."""
        return token.low in self.lexicon.sets["stops"] and not (len(token.text) > 1 and token.text.isupper())

    def _verb(self, at: int, first: int) -> bool:
        low = self.tokens[at].low
        return at > first and low.endswith("ed") and self.tokens[at - 1].low not in ("and", "&", ",", "the", "of")

    def _list_goes_on(self, at: int) -> bool:
        """Say whether a list goes on after a comma or "and": with a field, not with another post or a clause."""
        tokens, lexicon = self.tokens, self.lexicon
        following = at + 1
        if tokens[at].low == "," and following < len(tokens) and tokens[following].low in ("and", "&"):
            following += 1
        if following >= len(tokens) or following in self.blocked or self._post_begins(following):
            return False
        joined = tokens[following - 1].low in ("and", "&")
        if joined and tokens[following].low == "the" and following + 1 < len(tokens) and tokens[following + 1].capital:
            following += 1
        topic = lexicon.topics.at(tokens, following)
        token = tokens[following]
        if not token.word or token.low in lexicon.sets["stops"] or token.low in lexicon.sets["no_remit"]:
            return False
        if joined:
            if topic or (not token.capital and self._closes(following + 1)):
                return True
            return token.capital and following not in self.owners
        return bool(topic) and self._and_ahead(following)

    def _closes(self, at: int) -> bool:
        return (
            at >= len(self.tokens)
            or at in self.blocked
            or not self.tokens[at].word
            or self.tokens[at].low in self.lexicon.sets["stops"]
        )

    def _and_ahead(self, at: int) -> bool:
        """Say whether an "and" closes the list before the clause does."""
        for index in range(at, min(at + LONGEST, len(self.tokens))):
            token = self.tokens[index]
            if index in self.blocked or token.text in '.;:()“”"' or token.low in self.lexicon.sets["stops"]:
                return False
            if token.low in ("and", "&"):
                return self.lexicon.topics.at(self.tokens, index + 1) is not None or self._closes(index + 2)
        return False

    def _post_begins(self, at: int) -> bool:
        """Say whether another title begins at a token: "leader and cabinet member for finance"."""
        lexicon, tokens = self.lexicon, self.tokens
        for _ in range(5):
            if at >= len(tokens) or at in self.blocked:
                return False
            if lexicon.heads.at(tokens, at):
                return True
            known = (lexicon.rank, lexicon.status, lexicon.bodies, lexicon.parties)
            step = next((hit for phrases in known if (hit := phrases.at(tokens, at))), None)
            if step:
                at = step[0]
            elif tokens[at].low in DETERMINERS or tokens[at].low in ("'s", "council's"):
                at += 1
            else:
                topic = lexicon.topics.at(tokens, at)
                if topic is None or (topic[0] < len(tokens) and tokens[topic[0]].low in lexicon.sets["civic_heads"]):
                    return False  # "and community safety Coun Day" names the holder
                return lexicon.heads.at(tokens, topic[0]) is not None
        return False
