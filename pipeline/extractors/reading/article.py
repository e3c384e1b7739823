"""An article as inspections and judgements read it: who inspected, who was inspected, and when."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.cleaning import Zone
from pipeline.extractors.base import Fact
from pipeline.extractors.reading.inspectorates import WORDS, named, of_ofsted
from pipeline.extractors.reading.places import Councils
from pipeline.extractors.values import Organisation, Person, When
from pipeline.patterns import alternation

KIND_WORDS = {
    kind: re.compile(rf"(?<!\w){alternation(words)}(?!\w)", re.IGNORECASE)
    for kind, words in WORDS["provider_words"].items()
}
NAME_WORDS = {
    kind: re.compile(rf"(?<!\w){alternation(words)}(?!\w)", re.IGNORECASE)
    for kind, words in WORDS["name_words"].items()
}
# organisations that can be inspected, and as what; a council only where it runs children's services
INSPECTED = {
    "school": "school", "college": "college", "nursery": "nursery", "care_provider": "childrens_home",
    "local_authority": "childrens_services", "trust": "childrens_services",
}  # fmt: skip
SETTINGS = frozenset({"school", "college", "nursery", "childrens_home", "fostering_adoption"})
# paragraphs that speak of inspections or grades weigh more when asking what an article is about
ABOUT = re.compile(rf"(?<!\w){alternation(WORDS['about']['words'])}(?!\w)", re.IGNORECASE)
COUNCIL_WORDS = re.compile(rf"(?<!\w){alternation(WORDS['about']['council'])}(?!\w)", re.IGNORECASE)
MINDER = re.compile(r"\bchildminder\s+(?:\w+\s+){0,3}[\w’'-]+$", re.IGNORECASE)
COUNCIL_HOMES = re.compile(rf"(?<!\w){alternation(WORDS['about']['council_homes'])}(?!\w)", re.IGNORECASE)
REACH = 400  # characters of a sentence that can bear on a word in it: keeps the work linear
NEAR = 2  # paragraphs within which a named inspectorate governs what follows


@dataclass(frozen=True)
class Provider:
    """Who was inspected; `named` where the sentence itself names it."""

    name: str = ""
    key: str = ""
    kind: str = ""
    nation: str = ""
    named: bool = False


def prefix_bounds(when: When) -> tuple[str, str]:
    """Give first and last of an interval as prefix dates, no finer than what is known.

    >>> prefix_bounds(When(start=date(2019, 6, 1), end=date(2019, 8, 31), granularity="season"))
    ('2019-06', '2019-08')
    """
    if when.type not in ("date", "time") or when.start is None or when.end is None:
        return "", ""
    first, last = when.bounds
    if when.granularity in (
        "season",
        "term",
        "quarter",
        "half_year",
        "academic_year",
        "municipal_year",
        "financial_year",
    ):
        return first[:7], last[:7]
    return first, last


def single_prefix(when: When) -> str:
    """Give one prefix date that holds the interval; a week within a month is known to the month.

    >>> single_prefix(When(start=date(2018, 5, 7), end=date(2018, 5, 13), granularity="week"))
    '2018-05'
    """
    if when.prefix:
        return when.prefix
    first, last = prefix_bounds(when)
    if first[:7] == last[:7]:
        return first[:7]
    return first[:4] if first[:4] == last[:4] else ""


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

    def inspectorate(self, offset: int) -> str:
        """Give the inspectorate that governs a place: the nearest named; empty where the article names none."""
        named = self.inspectorates
        start, end = self.sentence(offset)
        inside = [item for item in named if start <= item[0] < end]
        if inside:
            left = [item for item in inside if item[0] < offset]
            return (left[-1] if left else inside[0])[2]
        here = self.paragraph(offset)
        back = [item for item in named if item[0] < offset and here - self.paragraph(item[0]) <= NEAR]
        if back:
            return back[-1][2]
        ahead = [item for item in named if item[0] > offset and self.paragraph(item[0]) - here <= NEAR + 1]
        if ahead:
            return ahead[0][2]
        return Counter(name for _, _, name in named).most_common(1)[0][0] if named else ""

    # ---------------------------------------------------------------- who was inspected
    @cached_property
    def focus(self) -> str:
        """The sort of provider that the article is about; empty where no words say."""
        content = [self.text[paragraph.start : paragraph.end] for paragraph in self.paragraphs]
        counts: Counter[str] = Counter()
        for number, text in enumerate(content):
            inspected = bool(ABOUT.search(text))
            for kind, words in KIND_WORDS.items():
                counts[kind] += len(words.findall(text)) * (1 + 2 * (number < 3) + 3 * inspected)
            if inspected:
                counts["childrens_services"] += len(COUNCIL_WORDS.findall(text))
        counts["childminder"] *= 3  # the word is rare unless it is the subject
        if counts["nursery"] and counts["nursery"] >= counts["school"] / 2:
            counts["nursery"] += counts["school"]
        if counts["send_partnership"] < 3:
            counts["send_partnership"] = 0
        else:
            counts["send_partnership"] += counts["childrens_services"]
        kind, count = max(counts.items(), key=lambda item: item[1])
        return kind if count else ""

    def kind_of(self, organisation: Organisation) -> str:
        """Say as what an organisation can be inspected; empty where it cannot."""
        kind = INSPECTED.get(organisation.kind, "")
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
    def inspectable(self) -> list[tuple[Fact[Organisation], str]]:
        """Every mention of an organisation that can be inspected, with its kind."""
        services = self.focus in ("childrens_services", "send_partnership")
        bare = self.councils.named(self.text, self.paragraphs, self.organisations, services)
        every = sorted([*self.organisations, *bare], key=lambda fact: (fact.start, fact.end))
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
            about.setdefault(fact.value.key, (fact, kind))
            score[fact.value.key] += 1 + 2 * (number < 4)
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
    def settings(self) -> int:
        """How many distinct schools, nurseries and the like the article names."""
        return len({fact.value.key for fact, kind in self.inspectable if kind in SETTINGS})

    def provider(self, offset: int) -> Provider:
        """Give who is spoken of at a place: named in the sentence (nearest before), else the article's own."""
        start, end = self.around(offset)
        main = self.main
        setting = self.focus in SETTINGS or self.focus == "childminder"
        council = bool(KIND_WORDS["childrens_services"].search(self.text, start, end))

        def fits(kind: str) -> bool:
            return kind in SETTINGS or not setting or council

        if not of_ofsted(self.inspectorate(offset)):
            named = [item for item in self.inspectable if start <= item[0].start < end and item[1] in SETTINGS]
            if not named:
                return Provider()
            fact, kind = named[-1]
            return Provider(fact.value.name, fact.value.key, kind, fact.value.nation, True)
        for person in self.people:
            if start <= person.start < offset and MINDER.search(self.text, start, person.end):
                return Provider(person.value.name, "", "childminder", "", True)
        send = KIND_WORDS["send_partnership"].search(self.text, start, end)
        inside = [(fact, kind) for fact, kind in self.inspectable if start <= fact.start < end and fits(kind)]
        left = [item for item in inside if item[0].end <= offset]
        if left or inside:
            fact, kind = left[-1] if left else inside[0]
            if kind == main.kind and set(fact.value.name.split()) < set(main.name.split()):
                return main  # a shorter form of the article's own
            return Provider(fact.value.name, fact.value.key, kind, fact.value.nation, True)
        here = self.paragraphs[self.paragraph(offset)]
        beside = [(fact, kind) for fact, kind in self.inspectable if here.start <= fact.start < here.end and fits(kind)]
        if beside:
            earlier = [item for item in beside if item[0].end <= offset]
            fact, kind = earlier[-1] if earlier else beside[0]
            return Provider(fact.value.name, fact.value.key, kind, fact.value.nation)
        if setting and self.settings > 2:  # a round-up: the one last named is spoken of
            back = [item for item in self.inspectable if item[0].end <= offset and item[1] in SETTINGS]
            if back and self.paragraph(offset) - self.paragraph(back[-1][0].start) <= 1:
                fact, kind = back[-1]
                return Provider(fact.value.name, fact.value.key, kind, fact.value.nation)
        if send or (not main.name and (council or COUNCIL_WORDS.search(self.text, start, end))):
            return self.council("send_partnership" if send else "childrens_services")
        return main

    def council(self, kind: str) -> Provider:
        """Give the council that the article names most, where it runs children's services."""
        counts = Counter(fact.value for fact, _ in self.inspectable if fact.value.kind == "local_authority")
        if not counts:
            return Provider(kind=kind)
        best = counts.most_common(1)[0][0]
        return Provider(best.name, best.key, kind, best.nation)
