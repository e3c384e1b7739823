"""Says for whom a post is held: the organisation in the title or before it, or the only one that it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extractors.base import Fact
from pipeline.extractors.roles.titles import Title
from pipeline.extractors.values import Organisation

COUNCIL = ("local_authority",)
ANY = (
    "local_authority", "combined_authority", "school", "college", "trust", "nursery", "care_provider", "company",
    "charity", "health", "police", "fire", "union",
)  # fmt: skip
POLITICAL = frozenset({"council_leader", "deputy_leader", "cabinet_member", "councillor"})
NEAR = 250  # characters within which "its" finds what it stands for


@dataclass(frozen=True)
class Employers:
    """The organisations of an article, and which of them a post without a stated one belongs to.

    `of_class`, `of_head` and `of_body` give the kinds of organisation that have a class of post, a post of that
    head, or go by a word ("the trust"); `council_fields` are the remits that only councils have. `lead` holds the
    paragraphs that say what the article is about, as offsets; `taken` are the keys of organisations that the sentence
    names for other posts.
    """

    text: str
    organisations: Sequence[Fact[Organisation]]
    lead: Sequence[tuple[int, int]]
    of_class: Mapping[str, Sequence[str]]
    of_head: Mapping[str, Sequence[str]]
    of_body: Mapping[str, Sequence[str]]
    council_fields: Sequence[str]
    taken: frozenset[str] = frozenset()

    def employer(self, title: Title, sentence: tuple[int, int], civic: bool) -> Organisation | None:
        """Give the organisation for which a post is held; None where the words leave it open.

        `civic`: the holder has a councillor's title.
        """
        if title.role_class in ("mp", "peer", "resident"):
            return None
        if title.organisation is not None and title.organisation.kind != "party":
            return title.organisation
        if title.elsewhere:
            return self._named(title.place)
        if title.body:
            found = self._body(title, sentence)
            if found is not None or title.role_class not in POLITICAL:
                return found
        if title.role_class == "inspector":
            return self._inspectorate(title, sentence)
        kinds = self.of_head.get(title.head) or self.of_class.get(title.role_class, ())
        if not kinds and (civic or title.remit.lower().startswith(tuple(self.council_fields))):
            kinds = COUNCIL
        if kinds:
            return self.main(kinds, title.start, sentence)
        if title.determiner == "its":
            near = [
                fact
                for fact in self.organisations
                if title.start - NEAR < fact.end <= title.start and fact.value.kind in ANY
            ]
            return near[-1].value if near else None
        if title.role_class in ("chief_executive", "director", "officer", "committee_chair", "other", "governor"):
            return self._subject()
        return None

    def _body(self, title: Title, sentence: tuple[int, int]) -> Organisation | None:
        """Find what "the trust’s", "council" or "Bramling’s" before a title stands for."""
        if kinds := self.of_body.get(title.body.lower()):
            return self.main(kinds, title.start, sentence)
        return self._named(title.body)

    def _named(self, words: str) -> Organisation | None:
        """Give the only organisation in whose name these words stand."""
        if not words:
            return None
        within = f" {words.lower()} "
        named = {f.value.key: f.value for f in self.organisations if within in f" {f.value.name.lower()} "}
        return next(iter(named.values())) if len(named) == 1 else None

    def _inspectorate(self, title: Title, sentence: tuple[int, int]) -> Organisation | None:
        others = [fact.value for fact in self.organisations if fact.value.kind == "inspectorate"]
        field = title.remit.lower().split(" ")[0]
        for value in others:
            if field and field in value.name.lower():
                return value
        for value in others:
            if value.name == "Ofsted" and not field:
                return value
        return self.main(("inspectorate",), title.start, sentence)

    def main(self, kinds: Sequence[str], at: int, sentence: tuple[int, int]) -> Organisation | None:
        """Give the one organisation of these kinds that can be meant.

        The only one; else the only one named in the sentence before the post, in the headline, or in the lead; else
        that which the article names twice as often as any other.
        """
        fitting = [fact for fact in self.organisations if fact.value.kind in kinds]
        values = {fact.value.key: fact.value for fact in fitting}
        if len(values) < 2:
            return next(iter(values.values()), None)
        for start, end in (
            (sentence[0], at),
            *self.lead[:1],
            (self.lead[0][0], self.lead[-1][1]) if self.lead else (0, 0),
        ):
            here = {fact.value.key for fact in fitting if start <= fact.start < end} - self.taken
            if len(here) == 1:
                return values[here.pop()]
        counted = Counter(fact.value.key for fact in fitting).most_common(2)
        return values[counted[0][0]] if counted[0][1] >= 2 * counted[1][1] else None

    def _subject(self) -> Organisation | None:
        """Give the organisation that the lead is about, where it names but one that employs."""
        if not self.lead:
            return None
        start, end = self.lead[0][0], self.lead[-1][1]
        named = {
            fact.value.key: fact.value
            for fact in self.organisations
            if start <= fact.start < end and fact.value.kind in ANY
        }
        return next(iter(named.values())) if len(named) == 1 else None
