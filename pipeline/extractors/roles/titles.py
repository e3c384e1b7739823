"""Reads titles of posts: words of rank and field, a head, what the post covers and for whom it is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.extractors.base import Fact
from pipeline.extractors.roles.lexicon import Lexicon, Token
from pipeline.extractors.roles.names import Names
from pipeline.extractors.roles.possessors import Possessors
from pipeline.extractors.roles.remits import Remits
from pipeline.extractors.values import Organisation

FIELD_FIRST = frozenset(
    {"spokesperson", "cabinet_member", "minister", "officer", "director", "committee_chair", "commissioner", "resident",
     "business", "other", "charity", "union", "health", "governor", "headteacher", "councillor"}
)  # fmt: skip
OF_PLACES = frozenset(
    {"council_leader", "deputy_leader", "cabinet_member", "mayor", "councillor", "director", "officer", "pcc"}
)
OF_NAMES = frozenset({"headteacher", "chief_executive", "business", "charity"})
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
    place: str = ""
    plural: bool = False
    group: str = ""


@dataclass(frozen=True)
class Grammar:
    """Reads the titles of one paragraph; `blocked` are the tokens of names and dates, which no title holds."""

    lexicon: Lexicon
    text: str
    tokens: Sequence[Token]
    owners: Mapping[int, Fact[Organisation]]
    blocked: frozenset[int]

    @cached_property
    def possessors(self) -> Possessors:
        """The reader of what stands before posts."""
        return Possessors(self.lexicon, self.text, self.tokens, self.owners, self.blocked)

    @cached_property
    def names(self) -> Names:
        """The reader of the names of employers."""
        return Names(self.lexicon, self.text, self.tokens, self.owners, self.blocked)

    @cached_property
    def remits(self) -> Remits:
        """The reader of what posts cover."""
        return Remits(self.lexicon, self.tokens, self.owners, self.blocked)

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
        if end > at + 2 and (topic := self.lexicon.topics.at(self.tokens, end - 1)) and topic[0] > end:
            shorter = self.lexicon.heads.known.get((token.low,))
            end, role_class = (at + 1, shorter) if shorter else hit  # "head of school improvement"
        if any(index in self.blocked or self._inside_name(index) for index in range(at, end)):
            return None
        if token.low in self.lexicon.sets["capital_heads"] and end == at + 1 and not token.text.isupper():
            return None
        if (
            end < len(self.tokens)
            and self.tokens[end].text == "-"
            and self.tokens[end].start == self.tokens[end - 1].end
            and not self.lexicon.status.at(self.tokens, end)
        ):
            return None
        return end, role_class, plural

    def _inside_name(self, at: int) -> bool:
        fact = self.owners.get(at)
        return fact is not None and not fact.rule.endswith("anaphor")

    # -------------------------------------------------------------- a whole title
    def _title(self, at: int, end: int, role_class: str, plural: bool) -> tuple[Title, int]:
        tokens = self.tokens
        head = " ".join(token.low for token in tokens[at:end])
        first, kept, party, statuses, body, group = self._before(at, head, role_class)
        after, role_end, remit, organisation, more_statuses, elsewhere, tail_party, place, owner = self._after(
            end, role_class
        )
        statuses += more_statuses
        if role_class == "officer" and head in ("head", "deputy head", "assistant head"):
            role_class = self._class_of_head(organisation, remit)
        if role_class == "committee_chair" and remit.lower().endswith(("governors", "governing body", "trustees")):
            role_class = "governor"
        outer, determiner, possessor, further = self.possessors.read(first, role_class in OF_PLACES)
        statuses += further
        if role_class == "council_leader" and (
            tail_party or any(word in remit.lower() for word in ("group", "party", "opposition"))
        ):
            role_class = "councillor"
        if possessor is None and not body and outer < first:
            body = self.possessors.words(outer, first)
        if plural:  # each holder has one post: "co-chairs A and B"
            pieces = [
                *kept,
                (tokens[at].start, tokens[end - 1].end - 1),
                (tokens[end - 1].end, tokens[role_end - 1].end),
            ]
        elif owner:  # what the post covers stands after the one for whom it is held
            middle = (tokens[at].start, tokens[owner[0] - 1].end), (tokens[owner[1]].start, tokens[role_end - 1].end)
            pieces = [*kept, *middle]
        else:
            pieces = [*kept, (tokens[at].start, tokens[role_end - 1].end)]
        role = " ".join(self.text[a:b] for a, b in _joined(pieces, self.text) if b > a)
        start = tokens[first].start if first < at else tokens[at].start
        if organisation is None and possessor is not None:
            organisation = possessor
        title = Title(
            start=start, end=tokens[after - 1].end, first=tokens[outer].start, head=head, role=" ".join(role.split()),
            role_class=role_class, remit=remit, party=party or tail_party, statuses=tuple(statuses),
            determiner=determiner, organisation=organisation, body=body, elsewhere=elsewhere, place=place,
            plural=plural, group=group.lower(),
        )  # fmt: skip
        return title, after

    def _class_of_head(self, organisation: Organisation | None, remit: str) -> str:
        if organisation is not None and organisation.kind in ("school", "nursery", "college"):
            return "headteacher"
        return "officer" if remit else "headteacher"

    def _before(
        self, at: int, head: str, role_class: str
    ) -> tuple[int, list[tuple[int, int]], str, list[str], str, str]:
        """Read the words before a head: rank and field belong to the title; status, party and body are taken out."""
        lexicon, tokens = self.lexicon, self.tokens
        first, kept, party, statuses, body = at, list[tuple[int, int]](), "", list[str](), ""
        group = ""
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
                if not party and all(
                    tokens[index].capital or tokens[index].low in ("and", "the") for index in range(begin, first)
                ):
                    party, first = found, begin
                    continue
            if possessive := self._party_possessive(first):
                party, first = possessive, first - 1
                break
            if honorific:
                break
            if fields and (hit := lexicon.groups.before(tokens, first)) and not group:
                begin = hit[0]
                group = self.text[tokens[begin].start : tokens[first - 1].end]
                kept.insert(0, (tokens[begin].start, tokens[first - 1].end))
                first = begin
                continue
            if hit := lexicon.rank.before(tokens, first):
                begin = hit[0]
                kept.insert(0, (tokens[begin].start, tokens[first - 1].end))
                first = begin
                continue
            if hit := lexicon.bodies.before(tokens, first):
                begin = hit[0]
                if not (fields and tokens[first - 1].low in ("school", "police", "village")):
                    body, first = self.text[tokens[begin].start : tokens[first - 1].end].replace("’", "'"), begin
                    continue
            if fields and (field := self._field(first)) is not None:
                kept.insert(0, (tokens[field].start, tokens[first - 1].end))
                first = field
                continue
            break
        return first, kept, party, statuses, body, group

    def _party_possessive(self, first: int) -> str:
        """Give the party of "Labour's cabinet member"."""
        low = self.tokens[first - 1].low
        bare = low.removesuffix("'s").removesuffix("'")
        return self.lexicon.parties.known.get((bare,), "") if bare != low else ""

    def _field(self, end: int) -> int | None:
        """Give where the field before a token begins: "education", "children and young people’s"."""
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
            while (
                begin > 1
                and self.tokens[begin - 1].low == ","
                and (one := self.lexicon.topics.before(self.tokens, begin - 1))
            ):
                begin = one[0]
        return begin

    # -------------------------------------------------------------- the words after a head
    def _after(
        self, end: int, role_class: str
    ) -> tuple[int, int, str, Organisation | None, list[str], bool, str, str, tuple[int, int] | None]:
        lexicon, tokens = self.lexicon, self.tokens
        after = role_end = end
        remit, party, statuses, elsewhere, place = "", "", list[str](), False, ""
        organisation: Organisation | None = None
        owner: tuple[int, int] | None = None
        if end < len(tokens) and (hit := lexicon.status.at(tokens, end)) and hit[1] == "designate":
            after = role_end = hit[0]
            statuses.append("incoming")
        for _ in range(3):
            if not remit and (read := self.remits.bare(after, role_class)):
                remit = self.text[tokens[read[0]].start : tokens[read[1] - 1].end]
                after = role_end = read[1]
                continue
            hit = lexicon.remit.at(tokens, after)
            if hit is None:
                break
            begin, kind = hit
            open_at = begin + 1 if begin < len(tokens) and tokens[begin].low == "the" else begin
            fact = self.names.owner_from(begin) or self.names.owner_from(open_at)
            if fact is not None:
                organisation = organisation or fact.value
                cut = after
                after = begin
                while after < len(tokens) and tokens[after].start < fact.end:
                    after += 1
                if tokens[after - 1].low.endswith("'s") and role_class == "committee_chair":
                    stop = self.remits.end_of(after)
                    if stop > after:  # "chair of the council’s scrutiny panel"
                        remit = self.text[tokens[after].start : tokens[stop - 1].end]
                        owner = (cut + 1, after)
                        after = role_end = stop
                        continue
                if role_class == "headteacher" or after >= len(tokens) or tokens[after].low != "'s":
                    continue
                break
            if named_body := self.names.with_name(begin):
                body_named, after = named_body
                if isinstance(body_named, str):
                    elsewhere, place = True, body_named
                else:
                    organisation = organisation or body_named.value
                break
            if (
                open_at < len(tokens)
                and (own := lexicon.organisations.at(tokens, open_at))
                and open_at > begin
                and not self._goes_on(own[0])
            ):
                after = own[0]
                continue
            if kind == "place" or begin >= len(tokens):
                named = self.names.capitals(open_at) if kind == "place" and tokens[after].low != "in" else open_at
                if kind == "place" and named == open_at and role_class in OF_PLACES:
                    town = lexicon.places.at(tokens, open_at)
                    named = town[0] if town and self.possessors.proper(open_at, town[0]) else named
                town = lexicon.places.at(tokens, open_at) if tokens[after].low == "from" else None
                if named == open_at or (town and town[0] == named and role_class not in OF_PLACES):
                    break
                elsewhere, after, place = True, named, self.text[tokens[open_at].start : tokens[named - 1].end]
                continue
            if tokens[begin].low in ("a", "an"):
                elsewhere = True
                break
            if tokens[begin].low in lexicon.sets["civic_heads"]:
                break  # "a spokesperson for Councillor Day"
            if remit or tokens[begin].low in lexicon.sets["no_remit"] or tokens[begin].text[0].isdigit():
                break
            if hit := lexicon.parties.at(tokens, open_at):
                party = hit[1]
            stop = self.remits.end_of(open_at)
            if stop == open_at:
                break
            fact = self.names.owner_from(stop)
            if fact is not None and fact.value.kind == "union" and self.names.capital(open_at):
                organisation = organisation or fact.value  # "secretary of Nottingham City Unison"
                after = stop
                while after < len(tokens) and tokens[after].start < fact.end:
                    after += 1
                break
            words = self.text[tokens[begin].start : tokens[stop - 1].end]
            if (
                role_class in OF_NAMES
                and self._names_employer(open_at, role_class)
                and tokens[after].low in ("of", "for")
            ):
                named = self.names.capitals(open_at)
                elsewhere, after, place = True, named, self.text[tokens[open_at].start : tokens[named - 1].end]
                continue
            if not party:
                remit = words
            if role_class == "committee_chair" and tokens[stop - 1].low in lexicon.sets["outside_bodies"]:
                elsewhere, place = True, words
            after = role_end = stop
        return after, role_end, remit, organisation, statuses, elsewhere, party, place, owner

    def _names_employer(self, at: int, role_class: str) -> bool:
        """Say whether a name in capitals that is no field of work begins at a token."""
        if not self.names.capital(at):
            return False
        return role_class == "headteacher" or not self.lexicon.topics.at(self.tokens, at)

    def _goes_on(self, at: int) -> bool:
        """Say whether a body's words go on into something else: "the school improvement board"."""
        if at >= len(self.tokens) or at in self.blocked or not self.tokens[at].word:
            return False
        token = self.tokens[at]
        ends = (
            token.low in self.lexicon.sets["stops"]
            or token.low.endswith("ed")
            or self.lexicon.remit.at(self.tokens, at)
        )
        return not ends and token.low not in ("and", "or")


def _joined(pieces: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join pieces with nothing but a space between them."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
