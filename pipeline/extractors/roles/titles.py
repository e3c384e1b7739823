"""Reads titles of posts: words of rank and field, a head, what the post covers and for whom it is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extractors.base import Fact
from pipeline.extractors.roles.lexicon import Lexicon, Token
from pipeline.extractors.values import Organisation

LONGEST_REMIT = 16  # tokens
REMIT_BY_COMMA = frozenset({"director", "cabinet_member", "officer", "chief_executive"})
FIELD_FIRST = frozenset(
    {"spokesperson", "cabinet_member", "minister", "officer", "director", "committee_chair", "commissioner", "resident",
     "business", "other", "charity", "union", "health", "governor", "headteacher", "councillor"}
)  # fmt: skip
DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "our", "my", "whose"})
POSSESSIVES = frozenset({"its", "his", "her", "their", "our", "my", "whose"})


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed at `start:end`; `first` is where the determiner or the possessor before it starts."""

    start: int
    end: int
    first: int
    head: str
    role: str
    role_class: str
    remit: str = ""
    party: str = ""
    statuses: tuple[str, ...] = ()
    determiner: str = ""
    organisation: Organisation | None = None
    body: str = ""
    elsewhere: bool = False
    plural: bool = False


@dataclass(frozen=True)
class Grammar:
    """Reads the titles of one paragraph; `blocked` are the tokens of names and dates, which no title holds."""

    lexicon: Lexicon
    text: str
    tokens: Sequence[Token]
    owners: Mapping[int, Fact[Organisation]]
    blocked: frozenset[int]

    def titles(self) -> Iterator[Title]:
        """Give the titles in order; one ends before the next begins."""
        at = 0
        while at < len(self.tokens):
            head = self._head(at)
            if head is None:
                at += 1
                continue
            end, role_class, plural = head
            title, after = self._title(at, end, role_class, plural)
            yield title
            at = max(after, at + 1)

    # -------------------------------------------------------------- heads
    def _head(self, at: int) -> tuple[int, str, bool] | None:
        token = self.tokens[at]
        if at in self.blocked or not token.word or self._inside_name(at):
            return None
        hit = self.lexicon.heads.at(self.tokens, at)
        plural = False
        if hit is None:
            for length in (3, 2, 1):
                last = at + length - 1
                if last < len(self.tokens) and self.tokens[last].low.endswith("s"):
                    key = (*(one.low for one in self.tokens[at:last]), self.tokens[last].low[:-1])
                    if key in self.lexicon.heads.known:
                        hit, plural = (last + 1, self.lexicon.heads.known[key]), True
                        break
        if hit is None:
            return None
        end, role_class = hit
        if any(index in self.blocked or self._inside_name(index) for index in range(at, end)):
            return None
        if token.low in self.lexicon.sets["capital_heads"] and end == at + 1 and not token.text.isupper():
            return None
        # "head of finance" has a head of service, "head of St Mary's" a headteacher
        if end < len(self.tokens) and self.tokens[end].text == "-":
            return None
        return end, role_class, plural

    def _inside_name(self, at: int) -> bool:
        fact = self.owners.get(at)
        return fact is not None and not fact.rule.endswith("anaphor")

    # -------------------------------------------------------------- a whole title
    def _title(self, at: int, end: int, role_class: str, plural: bool) -> tuple[Title, int]:
        tokens = self.tokens
        head = " ".join(token.low for token in tokens[at:end])
        first, kept, party, statuses, body = self._before(at, head, role_class)
        after, role_end, remit, organisation, more_statuses, elsewhere, tail_party = self._after(end, head, role_class)
        statuses += more_statuses
        if role_class == "officer" and head == "head":
            role_class = self._class_of_head(organisation, remit)
        outer, determiner, possessor = self._possessor(first)
        if possessor is None and not body and outer < first:
            body = self._owner_words(outer, first)
        pieces = [*kept, (tokens[at].start, tokens[role_end - 1].end)]
        role = " ".join(self.text[a:b] for a, b in _joined(pieces, self.text))
        start = tokens[first].start if first < at else tokens[at].start
        if organisation is None and possessor is not None:
            organisation = possessor
        title = Title(
            start=start, end=tokens[after - 1].end, first=tokens[outer].start, head=head, role=" ".join(role.split()),
            role_class=role_class, remit=remit, party=party or tail_party, statuses=tuple(statuses),
            determiner=determiner, organisation=organisation, body=body, elsewhere=elsewhere, plural=plural,
        )  # fmt: skip
        return title, after

    def _class_of_head(self, organisation: Organisation | None, remit: str) -> str:
        if organisation is not None and organisation.kind in ("school", "nursery", "college"):
            return "headteacher"
        return "officer" if remit else "headteacher"

    def _before(self, at: int, head: str, role_class: str) -> tuple[int, list[tuple[int, int]], str, list[str], str]:
        """Read the words before a head: rank and field belong to the title; status, party and body are taken out."""
        lexicon, tokens = self.lexicon, self.tokens
        first, kept, party, statuses, body = at, [], "", [], ""
        fields = role_class in FIELD_FIRST and head not in lexicon.sets["plain_heads"]
        honorific = head in lexicon.sets["civic_heads"] and (at + 1 in self.blocked or at + 2 in self.blocked)
        while first > 0:
            if first - 1 in self.blocked or self._inside_name(first - 1):
                break
            if hit := lexicon.status.before(tokens, first):
                begin, status = hit
                if status == "acting":
                    kept.insert(0, (tokens[begin].start, tokens[first - 1].end))
                if status != "designate":
                    statuses.append(status)
                    first = begin
                    continue
            if hit := lexicon.parties.before(tokens, first):
                begin, found = hit
                if not party and all(tokens[index].capital or tokens[index].low in ("and", "the") for index in range(begin, first)):
                    party, first = found, begin
                    continue
            if possessive := self._party_possessive(first):
                party, first = possessive, first - 1
                break
            if honorific:
                break
            if hit := lexicon.rank.before(tokens, first):
                begin = hit[0]
                kept.insert(0, (tokens[begin].start, tokens[first - 1].end))
                first = begin
                continue
            if hit := lexicon.bodies.before(tokens, first):
                begin = hit[0]
                if not (fields and tokens[first - 1].low in ("school", "police", "village")):
                    body, first = " ".join(token.low for token in tokens[begin:first]), begin
                    continue
            if fields and (begin := self._field(first)) is not None:
                kept.insert(0, (tokens[begin].start, tokens[first - 1].end))
                first = begin
                continue
            break
        return first, kept, party, statuses, body

    def _party_possessive(self, first: int) -> str:
        """Give the party of "Labour's cabinet member"."""
        low = self.tokens[first - 1].low
        bare = low.removesuffix("'s").removesuffix("'")
        return self.lexicon.parties.known.get((bare,), "") if bare != low else ""

    def _field(self, end: int) -> int | None:
        """Give where the field before a token begins: "education", "adult social care", "children and young people’s"."""
        hit = self.lexicon.topics.before(self.tokens, end)
        if hit is None:
            return None
        begin = hit[0]
        while begin > 1:
            joint = begin - 1
            if self.tokens[joint].low not in ("and", "&"):
                break
            further = self.lexicon.topics.before(self.tokens, joint)
            if further is None:
                break
            begin = further[0]
            while begin > 1 and self.tokens[begin - 1].low == "," and (one := self.lexicon.topics.before(self.tokens, begin - 1)):
                begin = one[0]
        return begin

    def _possessor(self, first: int) -> tuple[int, str, Organisation | None]:
        """Read what stands before a title: a determiner, "the council’s", "Leeds City Council"."""
        tokens = self.tokens
        organisation: Organisation | None = None
        at = first
        inner = self.owners.get(first)
        if inner is not None:  # "the council" of "the council leader"
            organisation = inner.value
        if at > 0:
            fact = self.owners.get(at - 1)
            if fact is not None and at - 1 not in self.blocked:
                organisation = organisation or fact.value
                while at > 0 and self.owners.get(at - 1) is fact:
                    at -= 1
            elif tokens[at - 1].low == "s" or tokens[at - 1].low.endswith(("'s", "s'")):
                at = self._possessive_name(at)
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
        return at, determiner, organisation

    def _owner_words(self, outer: int, first: int) -> str:
        """Give the possessor that is no known organisation, without its ending: "home", "Bramling"."""
        last = self.tokens[first - 1]
        begin = outer + (self.tokens[outer].low in DETERMINERS)
        if first - 1 in self.blocked or begin >= first or "'s" not in last.low and not last.low.endswith("s'"):
            return ""
        return self.text[self.tokens[begin].start : last.end].replace("’", "'").removesuffix("'s").removesuffix("'")

    def _possessive_name(self, at: int) -> int:
        """Give where a possessor that is no known organisation begins: "the home’s", "Bramling’s"."""
        begin = at - 1
        while begin > 0 and begin - 1 not in self.blocked and self.tokens[begin].capital and self.tokens[begin - 1].capital:
            begin -= 1
        return begin

    # -------------------------------------------------------------- the words after a head
    def _after(self, end: int, head: str, role_class: str) -> tuple[int, int, str, Organisation | None, list[str], bool, str]:
        lexicon, tokens = self.lexicon, self.tokens
        after = role_end = end
        remit, party, statuses, elsewhere = "", "", list[str](), False
        organisation: Organisation | None = None
        if end < len(tokens) and (hit := lexicon.status.at(tokens, end)) and hit[1] == "designate":
            after = role_end = hit[0]
            statuses.append("incoming")
        for _ in range(3):
            if not remit and (read := self._bare_remit(after, role_class)):
                remit = self.text[tokens[read[0]].start : tokens[read[1] - 1].end]
                after = role_end = read[1]
                continue
            hit = lexicon.remit.at(tokens, after)
            if hit is None:
                break
            begin, kind = hit
            open_at = begin + 1 if begin < len(tokens) and tokens[begin].low == "the" else begin
            fact = self._owner_from(begin) or self._owner_from(open_at)
            if fact is not None:
                organisation = organisation or fact.value
                after = begin
                while after < len(tokens) and tokens[after].start < fact.end:
                    after += 1
                if role_class == "headteacher" or after >= len(tokens) or tokens[after].low != "'s":
                    continue
                break
            if open_at < len(tokens) and (own := lexicon.organisations.at(tokens, open_at)) and open_at > begin and not self._goes_on(own[0]):
                after = own[0]
                continue
            if kind == "place" or begin >= len(tokens):
                named = self._capitals(open_at) if kind == "place" and tokens[after].low != "in" else open_at
                if named == open_at:
                    break
                elsewhere, after = True, named
                continue
            if tokens[begin].low in ("a", "an"):
                elsewhere = True
                break
            if remit or tokens[begin].low in lexicon.sets["no_remit"] or tokens[begin].text[0].isdigit():
                break
            if hit := lexicon.parties.at(tokens, open_at):
                party = hit[1]
            stop = self._remit_end(open_at)
            if stop == open_at:
                break
            words = self.text[tokens[begin].start : tokens[stop - 1].end]
            if role_class == "headteacher" and tokens[open_at].capital and tokens[after].low in ("of", "for"):
                elsewhere, after = True, stop
                continue
            if not party:
                remit = words
            elsewhere = elsewhere or role_class == "committee_chair" and tokens[stop - 1].low in lexicon.sets["outside_bodies"]
            after = role_end = stop
        return after, role_end, remit, organisation, statuses, elsewhere, party

    def _owner_from(self, at: int) -> Fact[Organisation] | None:
        """Give the organisation whose name begins at a token."""
        fact = self.owners.get(at)
        return fact if fact is not None and (at == 0 or self.owners.get(at - 1) is not fact) else None

    def _goes_on(self, at: int) -> bool:
        """Say whether a body's words go on into something else: "the school improvement board"."""
        return at < len(self.tokens) and (
            self.tokens[at].low == "'s" or self.lexicon.topics.at(self.tokens, at) is not None
        )

    def _capitals(self, at: int) -> int:
        end = at
        while end < len(self.tokens) and self.tokens[end].word and end not in self.blocked and (
            self.tokens[end].capital or (self.tokens[end].low in ("of", "and", "the") and end + 1 < len(self.tokens) and self.tokens[end + 1].capital and end + 1 not in self.blocked and end > at)
        ):  # fmt: skip
            end += 1
        return end

    def _bare_remit(self, at: int, role_class: str) -> tuple[int, int] | None:
        """Read a remit without a preposition: "Corporate Director Adult Social Care", "director, children and families,"."""
        if role_class not in REMIT_BY_COMMA or at >= len(self.tokens):
            return None
        begin = at
        if self.tokens[at].text in (",", "–", "-", ":"):
            begin = at + 1
        elif not self.tokens[at].capital:
            return None
        if begin >= len(self.tokens) or begin in self.blocked or begin in self.owners or not self.lexicon.topics.at(self.tokens, begin):
            return None
        end = self._remit_end(begin)
        if begin > at and not (end < len(self.tokens) and self.tokens[end].text in ",.)"):
            return None
        return (begin, end) if end > begin else None

    def _remit_end(self, at: int) -> int:
        """Give where the words that say what a post covers end."""
        tokens, lexicon = self.tokens, self.lexicon
        end = at
        while end < len(tokens) and end - at < LONGEST_REMIT and end not in self.blocked:
            token = tokens[end]
            topic = lexicon.topics.at(tokens, end)
            if topic and not any(index in self.blocked for index in range(end, topic[0])):
                end = topic[0]
                continue
            if token.low in ("and", "&", ","):
                if end == at or not self._list_goes_on(end):
                    break
            elif not token.word or self._stops(token) or self._verb(end, at) or (end > at and end in self.owners):
                break
            elif end > at and lexicon.heads.at(tokens, end) and tokens[end - 1].low not in ("of",):
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
        topic = lexicon.topics.at(tokens, following)
        token = tokens[following]
        if not token.word or token.low in lexicon.sets["stops"] or token.low in lexicon.sets["no_remit"]:
            return False
        if joined:
            if topic or not token.capital and self._closes(following + 1):
                return True
            return token.capital and following not in self.owners
        return bool(topic) and self._and_ahead(following)

    def _closes(self, at: int) -> bool:
        return at >= len(self.tokens) or at in self.blocked or not self.tokens[at].word or self.tokens[at].low in self.lexicon.sets["stops"]

    def _and_ahead(self, at: int) -> bool:
        """Say whether an "and" closes the list before the clause does."""
        for index in range(at, min(at + LONGEST_REMIT, len(self.tokens))):
            token = self.tokens[index]
            if index in self.blocked or token.text in ".;:()“”\"" or token.low in self.lexicon.sets["stops"]:
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
            hit = lexicon.heads.at(tokens, at)
            if hit:
                return True
            step = lexicon.rank.at(tokens, at) or lexicon.status.at(tokens, at) or lexicon.bodies.at(tokens, at) or lexicon.parties.at(tokens, at)
            if step:
                at = step[0]
            elif tokens[at].low in DETERMINERS or tokens[at].low in ("'s", "council's"):
                at += 1
            else:
                topic = lexicon.topics.at(tokens, at)
                if topic and lexicon.heads.at(tokens, topic[0]):
                    return True
                return False
        return False


def _joined(pieces: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join pieces with nothing but a space between them."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
