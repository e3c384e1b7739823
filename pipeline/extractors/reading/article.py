"""An article as inspections and judgements read it: who inspected, who was inspected, and when."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.cleaning import Zone
from pipeline.extractors.base import Fact
from pipeline.extractors.reading.inspectorates import named, of_ofsted
from pipeline.extractors.reading.names import further_names
from pipeline.extractors.reading.passing import in_passing, outside_aside
from pipeline.extractors.reading.places import SHAPES, Councils
from pipeline.extractors.reading.providers import (
    ABOUT,
    BY,
    CHILDREN,
    COUNCIL_HOMES,
    COUNCIL_WORDS,
    FOSTERING,
    GIVEN_TO,
    IN_LIST,
    INSPECTED,
    INSPECTED_BY_OTHERS,
    KIND_WORDS,
    MINDER,
    NAME_WORDS,
    NOT_OFSTED,
    OWN_NAME,
    SEND_WORDS,
    SETTINGS,
    Provider,
)
from pipeline.extractors.values import Organisation, Person, When

REACH = 400  # characters of a sentence that can bear on a word in it: keeps the work linear
NEAR = 2  # paragraphs within which a named inspectorate governs what follows


Named = tuple[Fact[Organisation], str]  # a mention, and as what it is inspected


@dataclass(frozen=True)
class Reading:
    """An article as inspections and judgements read it."""

    text: str
    paragraphs: Sequence[Zone]
    sentences: Sequence[tuple[int, int]]
    organisations: Sequence[Fact[Organisation]] = ()
    people: Sequence[Fact[Person]] = ()
    dates: Sequence[Fact[When]] = ()
    published: date | None = None
    councils: Councils = Councils({})

    # ---------------------------------------------------------------- places
    def paragraph(self, offset: int) -> int:
        """Give the number of the paragraph that holds an offset."""
        return max(bisect_right(self._paragraph_starts, offset) - 1, 0)

    def sentence(self, offset: int) -> tuple[int, int]:
        """Give the offsets of the sentence that holds an offset."""
        return self.sentences[max(bisect_right(self._sentence_starts, offset) - 1, 0)]

    def around(self, offset: int) -> tuple[int, int]:
        """Give the offsets of the sentence that holds an offset, or of what lies near in one without end."""
        start, end = self.sentence(offset)
        return max(start, offset - REACH), min(end, offset + REACH)

    def before(self, offset: int) -> tuple[int, int] | None:
        """Give the sentence before the one that holds an offset, within the same paragraph or the one before."""
        at = bisect_right(self._sentence_starts, offset) - 2
        return self.sentences[at] if at >= 0 else None

    def after(self, offset: int) -> int | None:
        """Give where the sentence after the one that holds an offset begins, in the same paragraph."""
        at = bisect_right(self._sentence_starts, offset)
        if at >= len(self.sentences) or self.paragraph(self.sentences[at][0]) != self.paragraph(offset):
            return None
        return self.sentences[at][0]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def dates_within(self, start: int, end: int) -> list[Fact[When]]:
        """Give the dates (not durations) whose interval is known, within two offsets."""
        return [
            fact
            for fact in self.dates
            if start <= fact.start and fact.end <= end and fact.value.type in ("date", "time") and fact.value.start
        ]

    def organisations_within(self, start: int, end: int) -> Sequence[Fact[Organisation]]:
        """Give the mentions of organisations that begin within two offsets."""
        first, last = bisect_left(self._organisation_starts, start), bisect_left(self._organisation_starts, end)
        return self.organisations[first:last]

    @cached_property
    def _organisation_starts(self) -> list[int]:
        return [fact.start for fact in self.organisations]

    # ---------------------------------------------------------------- who inspected
    @cached_property
    def inspectorates(self) -> list[tuple[int, int, str]]:
        """Every inspectorate named in the content: offsets and name; those of a joint inspection are one."""
        return named(self.text, self.paragraphs)

    @cached_property
    def joint(self) -> str:
        """The inspectorates that the article names together with Ofsted; empty where it names none so."""
        return next((name for _, _, name in self.inspectorates if " and " in name and of_ofsted(name)), "")

    def inspectorate(self, offset: int, end: int = 0) -> str:
        """Give the inspectorate that governs a place: the nearest named; empty where the article names none.

        `end` is where the words end of which it is asked: "rated good by Estyn" names who rated.
        """
        named = self.inspectorates
        start, last = self.sentence(offset)
        if NOT_OFSTED.search(self.text, max(start, offset - REACH), min(last, offset + REACH)) and not any(
            start <= place < last for place, _, _ in named
        ):
            named = [one for one in named if not of_ofsted(one[2])]
        at = bisect_left(named, (offset,))
        after = named[at] if at < len(named) and named[at][0] < last else None
        before = named[at - 1] if at else None
        if after and end and end <= after[0] < end + 80 and BY.match(self.text[end : after[0]]):
            return after[2]
        if before and before[0] >= start:
            return before[2]
        if after:
            return after[2]
        here = self.paragraph(offset)
        if before and here - self.paragraph(before[0]) <= NEAR:
            return before[2]
        if at:  # farther back: the one that the article has named most
            return Counter(name for _, _, name in named[:at]).most_common(1)[0][0]
        return named[0][2] if named else ""

    # ---------------------------------------------------------------- who was inspected
    @cached_property
    def focus(self) -> str:
        """The sort of provider that the article is about; empty where no words say."""
        content = [self.text[paragraph.start : paragraph.end] for paragraph in self.paragraphs]
        counts: Counter[str] = Counter()
        for number, text in enumerate(content):
            inspected = bool(ABOUT.search(text))
            for kind, words in KIND_WORDS.items():
                counts[kind] += len(list(words.finditer(text))) * (1 + 2 * (number < 3) + 3 * inspected)
            if inspected:
                counts["childrens_services"] += len(COUNCIL_WORDS.findall(text))
        counts["childminder"] *= 3  # the word is rare unless it is the subject
        if counts["nursery"] and counts["nursery"] >= counts["school"] / 2:
            counts["nursery"] += counts["school"]
        if counts["send_partnership"] < 3:
            counts["send_partnership"] = 0
        else:
            counts["send_partnership"] += counts["childrens_services"]
        if counts["childrens_services"] and self._only_council:
            for setting in SETTINGS - {"childrens_home", "fostering_adoption"}:
                counts[setting] = 0
        kind, count = max(counts.items(), key=lambda item: item[1])
        return kind if count else ""

    @cached_property
    def _only_council(self) -> bool:
        """Whether one council is named, and no school, college or nursery: "schooling" is not then its subject."""
        councils = {fact.value.name for fact in self.organisations if fact.value.kind == "local_authority"}
        if len(councils) != 1 or any(fact.value.kind in SETTINGS for fact in self.organisations):
            return False
        return not any(further_names(self.text, self.paragraphs, self.organisations, self.councils.by_place))

    def kind_of(self, organisation: Organisation) -> str:
        """Say as what an organisation can be inspected; empty where it cannot."""
        kind = INSPECTED.get(organisation.kind, "")
        if organisation.kind in ("company", "charity", "other"):
            return next((named for named in OWN_NAME if NAME_WORDS[named].search(organisation.name)), "")
        for named_kind, words in NAME_WORDS.items():
            if kind and organisation.kind != "local_authority" and words.search(organisation.name):
                kind = named_kind
        if (
            organisation.kind == "trust"
            and kind == "childrens_services"
            and not NAME_WORDS[kind].search(organisation.name)
        ):
            return ""
        if organisation.kind == "local_authority":
            # districts of two-tier areas and combined authorities have no children's services
            if organisation.gss_code.startswith(("E07", "E47")):
                return ""
            return "send_partnership" if self.focus == "send_partnership" else "childrens_services"
        return kind

    @cached_property
    def inspectable(self) -> list[Named]:
        """Every mention of an organisation that can be inspected, with its kind."""
        services = self.focus in ("childrens_services", "send_partnership")
        bare = self.councils.named(self.text, self.paragraphs, self.organisations, services)
        unknown = further_names(self.text, self.paragraphs, self.organisations, self.councils.by_place)
        every = sorted([*self.organisations, *bare, *unknown], key=lambda fact: (fact.start, fact.end))
        found = [(fact, self.kind_of(fact.value)) for fact in every]
        councils = any(kind and fact.value.kind == "local_authority" for fact, kind in found)
        # a trust that runs a council's services is inspected under the council's name
        return [(fact, kind) for fact, kind in found if kind and not (councils and fact.value.kind == "trust")]

    @cached_property
    def main(self) -> Provider:
        """The provider that the article is about."""
        setting = self.focus in SETTINGS or self.focus == "childminder"
        score: Counter[str] = Counter()
        about: dict[str, tuple[Fact[Organisation], str]] = {}
        for fact, kind in self.inspectable:
            if (kind in SETTINGS) != setting:
                continue
            number = self.paragraph(fact.start)
            about.setdefault(fact.value.name, (fact, kind))
            score[fact.value.name] += 1 + 2 * (number < 4)
        if not score and self.focus == "childrens_home" and COUNCIL_HOMES.search(self.text):
            return self.council("childrens_home")
        if not score:
            return self.minder if self.focus == "childminder" else Provider(kind=self.focus)
        fact, kind = about[max(score, key=lambda key: (score[key], -about[key][0].start))]
        return Provider(fact.value.name, fact.value.key, kind, fact.value.nation)

    @cached_property
    def minder(self) -> Provider:
        """The childminder that an article is about: the person whom its first paragraphs name first."""
        for fact in self.people:
            if self.paragraph(fact.start) < 6 and " " in fact.value.name:
                return Provider(fact.value.name, "", "childminder")
        return Provider(kind="childminder")

    @cached_property
    def round_up(self) -> bool:
        """Whether the article goes from one provider to the next: many schools, or a heading for each council."""
        settings = {fact.value.name for fact, kind in self.inspectable if kind in SETTINGS}
        headings = sum(paragraph.kind == "subhead" for paragraph in self.paragraphs)
        return len(settings) > 2 or (headings > 1 and len({fact.value.name for fact, _ in self.inspectable}) > 2)

    def provider(self, offset: int, end: int = 0) -> Provider:
        """Give who is spoken of at a place: named in the sentence (nearest before), else the article's own.

        `end` is where the words end of which it is asked: "good to Oak School" names whom it is given to.
        """
        first, last = self.around(offset)
        main = self.main
        setting = self.focus in SETTINGS or self.focus == "childminder"
        council = bool(KIND_WORDS["childrens_services"].search(self.text, first, last))
        if not of_ofsted(self.inspectorate(offset)):
            return self.other(first, offset, last)
        for person in self.people_within(first, offset):
            if MINDER.search(self.text, first, person.end):
                return Provider(person.value.name, "", "childminder", "", True)
        inside = [
            item for item in self.inspectable_within(first, last) if item[1] in SETTINGS or not setting or council
        ]
        inside = self.at_issue(inside, first, offset)
        left = outside_aside(self.text, [item for item in inside if item[0].end <= offset], first, offset)
        right = [item for item in inside if end and item[0].start >= end]
        if right and GIVEN_TO.match(self.text[end : right[0][0].start]):
            left = right[:1]
        if left or inside:
            fact, kind = left[-1] if left else inside[0]
            if kind == main.kind and set(fact.value.name.split()) < set(main.name.split()):
                return main  # a shorter form of the article's own
            if kind in ("childrens_services", "send_partnership"):
                kind = self.service(first, last) or kind
            return self.made(fact, kind, named=True)
        here = self.paragraphs[self.paragraph(offset)]
        beside = self.inspectable_within(max(here.start, offset - 4 * REACH), min(here.end, offset + 4 * REACH))
        beside = self.at_issue(
            [item for item in beside if item[1] in SETTINGS or not setting or council], here.start, offset
        )
        if beside:
            earlier = outside_aside(self.text, [item for item in beside if item[0].end <= offset], here.start, first)
            return self.made(*(earlier[-1] if earlier else beside[0]))
        if self.round_up:  # the one last named is spoken of
            back = self.inspectable_within(here.start - 4 * REACH, offset)
            back = [item for item in back if item[1] in SETTINGS or not setting]
            if back and self.paragraph(offset) - self.paragraph(back[-1][0].start) <= 1:
                return self.made(*back[-1])
        if not setting and KIND_WORDS["send_partnership"].search(self.text, first, last):
            return self.council("send_partnership")
        if not main.name and (council or COUNCIL_WORDS.search(self.text, first, last)):
            return self.council(self.service(first, last) or "childrens_services")
        return main

    def sharing(self, offset: int, provider: Provider) -> list[Provider]:
        """Give the others named in one list with a provider: "Oak School and Elm School were rated good"."""
        first, _ = self.around(offset)
        left = [item for item in self.inspectable_within(first, offset) if item[0].end <= offset]
        found: list[Provider] = []
        for (before, kind), (fact, _) in zip(reversed(left[:-1]), reversed(left), strict=False):
            if fact.value.name != provider.name and not found:
                break
            if kind != provider.kind or not IN_LIST.match(self.text[before.end : fact.start]):
                break
            if before.value.name != provider.name:
                found.append(self.made(before, kind, named=True))
        return found

    def made(self, fact: Fact[Organisation], kind: str, named: bool = False) -> Provider:
        """Make a provider of a mention."""
        return Provider(fact.value.name, fact.value.key, kind, fact.value.nation, named)

    def service(self, first: int, last: int) -> str:
        """Give the service of a council that a sentence speaks of, where it is inspected by itself."""
        if FOSTERING.search(self.text, first, last):
            return "fostering_adoption"
        children = CHILDREN.search(self.text, first, last) and not SEND_WORDS.search(self.text, first, last)
        return "childrens_services" if children else ""

    def other(self, first: int, offset: int, last: int) -> Provider:
        """Give whom an inspectorate other than Ofsted inspected: only one that the sentence names."""
        named = [fact for fact in self.organisations_within(first, last) if fact.value.kind in INSPECTED_BY_OTHERS]
        left = [fact for fact in named if fact.end <= offset]
        if not left:
            return Provider()
        fact = left[-1]
        return self.made(fact, fact.value.kind if fact.value.kind in SETTINGS else "other", named=True)

    def at_issue(self, items: list[Named], floor: int, offset: int) -> list[Named]:
        """Leave out the councils named in passing, where the article is about another."""
        main = self.main.name if self.main.kind in ("childrens_services", "send_partnership") else ""
        passing = [
            main
            and one.value.name != main
            and in_passing(self.text, one.start, floor)
            and not SHAPES["aside"].match(self.text[one.end : offset])  # "from Oakshire, itself rated good"
            for one, _ in items
        ]
        return [item for item, passes in zip(items, passing, strict=True) if not passes]

    def inspectable_within(self, start: int, end: int) -> list[Named]:
        """Give the mentions of what can be inspected that begin within two offsets."""
        first, last = bisect_left(self._inspectable_starts, start), bisect_left(self._inspectable_starts, end)
        return self.inspectable[first:last]

    @cached_property
    def _inspectable_starts(self) -> list[int]:
        return [fact.start for fact, _ in self.inspectable]

    def people_within(self, start: int, end: int) -> Sequence[Fact[Person]]:
        """Give the mentions of people that begin within two offsets."""
        return self.people[bisect_left(self._people_starts, start) : bisect_left(self._people_starts, end)]

    @cached_property
    def _people_starts(self) -> list[int]:
        return [fact.start for fact in self.people]

    def of_send(self, offset: int) -> bool:
        """Say whether services for children with special needs are spoken of at a place, or one sentence before."""
        first, last = self.around(offset)
        before = self.before(offset)
        return (
            self.focus == "send_partnership"
            or SEND_WORDS.search(self.text, first, last) is not None
            or (
                before is not None
                and SEND_WORDS.search(self.text, max(before[0], before[1] - REACH), before[1]) is not None
            )
        )

    def council(self, kind: str) -> Provider:
        """Give the council that the article names most, where it runs children's services."""
        counts = Counter(fact.value for fact, _ in self.inspectable if fact.value.kind == "local_authority")
        if not counts:
            return Provider(kind=kind)
        best = counts.most_common(1)[0][0]
        return Provider(best.name, best.key, kind, best.nation)
