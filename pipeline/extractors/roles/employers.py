"""Says for whom a post is held: the organisation in the title or before it, or the only one that it can be."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from pipeline.extractors.base import Fact
from pipeline.extractors.roles.titles import Title
from pipeline.extractors.values import Organisation

COUNCIL = ("local_authority",)
ANY = (
    "local_authority", "combined_authority", "school", "college", "trust", "nursery", "care_provider", "company",
    "charity", "health", "police", "fire", "union",
)  # fmt: skip
POLITICAL = frozenset({"council_leader", "deputy_leader", "cabinet_member", "councillor", "mayor"})
CORPORATE = frozenset({"chief_executive", "director", "officer", "committee_chair", "other", "governor"})
NEAR = 250  # characters within which "its" finds what it stands for
TWICE = 2
AWAY = 70  # characters before an organisation that may say that somebody comes from there or goes there
ONE_OF_A_PLACE = ("fire", "police")
SAID_OF = re.compile(r",?\s+(?:which|that|whose)\s[^.,;:“”]{1,80}|,\s+(?:part\s|owner\s|operator\s)[^.,;:“”]{0,60}")
POSSESSIVE = re.compile(r"[’']s\b")
ARTICLES = ("the ", "its ", "their ", "our ")


@dataclass(frozen=True)
class Employers:
    """The organisations of an article, and which of them a post without a stated one belongs to.

    `of_class`, `of_head` and `of_body` give the kinds of organisation that have a class of post, a post of that
    head, or go by a word ("the trust"), `words_of_body` the words in the names of those; `council_fields` are the
    remits that only councils have, `councils` the councils of places, `place` that of the place which it is about.
    `lead` holds the paragraphs that say what the
    article is about, `paragraphs` all of them, as offsets; `taken` are the keys of organisations that the sentence
    names for other posts.
    """

    text: str
    organisations: Sequence[Fact[Organisation]]
    lead: Sequence[tuple[int, int]]
    paragraphs: Sequence[tuple[int, int]]
    of_class: Mapping[str, Sequence[str]]
    of_head: Mapping[str, Sequence[str]]
    of_body: Mapping[str, Sequence[str]]
    words_of_body: Mapping[str, Sequence[str]]
    council_fields: Sequence[str]
    councils: Mapping[str, str] = field(default_factory=dict)
    own_bodies: frozenset[str] = frozenset()
    of_council: frozenset[str] = frozenset()
    place: str = ""
    taken: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()
    lead_councils: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    lesser_tiers: frozenset[str] = frozenset()

    def employer(self, title: Title, sentence: tuple[int, int], civic: bool) -> Organisation | None:
        """Give the organisation for which a post is held; None where the words leave it open.

        One that the article names nowhere else has a name and no key. `civic`: the holder has a councillor's title.
        """
        if title.role_class in ("mp", "peer", "resident", "minister"):
            return title.organisation if title.role_class == "resident" else None
        if title.organisation is not None and title.organisation.kind != "party":
            return title.organisation
        if title.group:  # "Band secretary": of the band, where the article names it
            return self._named(title.group) or self._group(title.group)
        if title.elsewhere and (halls := self.of_body.get(title.place.lower())):  # "at County Hall"
            return self.main(halls, title.start, sentence)
        if title.elsewhere:
            place = title.place
            return self._named(place) or self._inside(place) or self._printed(place, title.role_class)
        if title.body.lower() in self.of_council:
            return self.main(COUNCIL, title.start, sentence)
        if title.body:
            found = self._body(title, sentence)
            if found is not None or title.role_class not in POLITICAL:
                return found
        if title.role_class == "inspector":
            return self._inspectorate(title, sentence)
        if title.role_class in ("mayor", "pcc") and title.remit:
            return self._of_place(title)
        kinds = self.of_head.get(title.head, ())
        if title.remit and "local_authority" not in kinds:
            kinds = ()  # "manager for commissioning" is no nursery's
        kinds = kinds or self.of_class.get(title.role_class, ())
        words = self.words_of_body.get(title.role_class, ())
        if not kinds and (civic or title.remit.lower().startswith(tuple(self.council_fields))):
            kinds = COUNCIL
        if title.determiner == "whose":  # "the trust, whose chief executive"
            before = [fact for fact in self.organisations if 0 <= title.first - fact.end <= len(", ")]
            if before:
                return before[-1].value
        if title.determiner == "its":
            near = [
                fact
                for fact in self.organisations
                if title.start - NEAR < fact.end <= title.start and fact.value.kind in (kinds or ANY)
            ]
            if near:
                return self._antecedent(near)
        if title.role_class == "councillor" and (level := title.role.lower().split(" ")[0]) in self.tiers:
            return self._of_tier(level, sentence, title)
        if kinds:
            return self.main(kinds, title.start, sentence, words)
        if title.role_class in CORPORATE:
            return self._subject(title.start, sentence)
        return None

    def _antecedent(self, near: Sequence[Fact[Organisation]]) -> Organisation:
        """Give what "its" means: the last organisation before it, but X of "X, which runs Y"."""
        at = len(near) - 1
        while at and SAID_OF.fullmatch(self.text, near[at - 1].end, near[at].start):
            at -= 1
        return near[at].value

    def _of_tier(self, tier: str, sentence: tuple[int, int], title: Title) -> Organisation | None:
        """Give the council of a "borough councillor": the only one with that word in its name, else the only one."""
        named = {f.value.key: f.value for f in self.organisations if f.value.kind == "local_authority"}
        fitting = [value for value in named.values() if tier in value.name.lower().split()]
        if len(fitting) == 1:
            return fitting[0]
        if fitting or tier in self.lesser_tiers:
            return None
        near = [council for council in self.lead_councils if tier in council.lower().split()]
        if not named and len(near) == 1:
            return Organisation("", near[0], "local_authority")
        return self.main(COUNCIL, title.start, sentence)

    def after(self, holder: int, end: int, joins: re.Pattern[str]) -> Organisation | None:
        """Give the organisation after a holder's name: "head X of Y School", "a new manager, X, has started at Y"."""
        following = next((fact for fact in self.organisations if fact.start >= holder), None)
        if following is None or following.start > min(end, holder + AWAY) or following.value.kind == "party":
            return None
        return following.value if joins.fullmatch(self.text, holder, following.start) else None

    def states(self, title: Title) -> bool:
        """Tell whether a title itself names the council for which the post is held."""
        if title.organisation is not None:
            return title.organisation.kind == "local_authority"
        if title.role_class == "councillor" and title.role.lower().split(" ")[0] in self.tiers:
            return True
        return bool(title.place or title.body) and title.body.lower() not in self.of_body

    def _body(self, title: Title, sentence: tuple[int, int]) -> Organisation | None:
        """Find what "the trust’s", "council" or "Bramling’s" before a title stands for."""
        body = title.body.lower()
        if kinds := self.of_body.get(body):
            return self.main(kinds, title.start, sentence, self.words_of_body.get(body, ()))
        return self._named(title.body) or self._printed(title.body, title.role_class)

    def _named(self, words: str) -> Organisation | None:
        """Give the only organisation in whose name these words stand."""
        bare = _bare(words)
        if not bare:
            return None
        within = f" {bare.lower()} "
        named = {f.value.key: f.value for f in self.organisations if within in f" {f.value.name.lower()} "}
        return next(iter(named.values())) if len(named) == 1 else None

    def _inside(self, words: str) -> Organisation | None:
        """Give the only organisation whose name these words end with: "the campaign group Hands Off"."""
        named = {f.value.key: f.value for f in self.organisations if words.endswith(f" {f.value.name}")}
        return next(iter(named.values())) if len(named) == 1 else None

    def _group(self, word: str) -> Organisation | None:
        """Give the only name in capitals that ends in a group's word: "Slaithwaite Brass Band"."""
        printed = re.compile(rf"(?:\b[A-Z][\w’'&-]* ){{1,4}}{re.escape(word.title())}\b")
        names = {match[0].removeprefix("The ") for match in printed.finditer(self.text)}
        shortest = min(names, key=len, default="")  # "And Ashby Band" opens a sentence
        return Organisation("", shortest) if names and all(name.endswith(shortest) for name in names) else None

    def _printed(self, words: str, role_class: str) -> Organisation | None:
        """Give the organisation that words name and no mention does: a place's council, a board, a firm's name."""
        bare = _bare(words)
        if not bare:
            return None
        if role_class in POLITICAL or role_class in ("director", "chief_executive", "officer", "health"):
            council = self.councils.get(bare.lower())
            if council:
                return self._known(council) or Organisation("", council, "local_authority")
        proper = bare[0].isupper() or bare.split()[-1].lower() in self.own_bodies
        return Organisation("", bare) if proper and role_class not in POLITICAL else None

    def _known(self, name: str) -> Organisation | None:
        return next((fact.value for fact in self.organisations if fact.value.name == name), None)

    def _of_place(self, title: Title) -> Organisation | None:
        """Find the body of a mayor or commissioner "of" or "for" a place."""
        found = self._named(title.remit)
        if found and (title.role_class == "pcc" or found.kind in ("local_authority", "combined_authority")):
            return found
        bare = _bare(title.remit)
        council = self.councils.get(bare.lower()) if title.role_class == "mayor" else None
        if council:
            return self._known(council) or Organisation("", council, "local_authority")
        return Organisation("", bare) if bare[:1].isupper() else None

    def _inspectorate(self, title: Title, sentence: tuple[int, int]) -> Organisation | None:
        others = [fact.value for fact in self.organisations if fact.value.kind == "inspectorate"]
        first = title.remit.lower().split(" ")[0]
        for value in others:
            if first and first in value.name.lower():
                return value
        if others and not first:
            counted = Counter(value.name for value in others).most_common()
            most = {name for name, count in counted if count == counted[0][1]}
            return next((value for value in others if value.name == "Ofsted" and value.name in most), None) or next(
                value for value in others if value.name in most
            )
        return self.main(("inspectorate",), title.start, sentence)

    def main(
        self, kinds: Sequence[str], at: int, sentence: tuple[int, int], words: Sequence[str] = ()
    ) -> Organisation | None:
        """Give the one organisation of these kinds, or with these words in its name, that can be meant.

        The only one; else the only one named in the sentence, before the post in its paragraph, in the headline, or
        in the lead; else the last before it in its paragraph or the one before; else that which the article names
        most.
        """
        fitting = [
            fact
            for fact in self.organisations
            if fact.value.kind in kinds or (fact.value.kind == "other" and self._has(fact.value.name, words))
        ]
        staying = [fact for fact in fitting if fact.value.key not in self.guests]
        if not staying and all(fact.value.key in self.taken for fact in fitting):
            return None  # "formerly head of housing at X, she is now director of place"
        fitting = staying or fitting
        values = _one_of_each({fact.value.key: fact.value for fact in fitting})
        late = all(_later(fact, sentence[1]) and "County Council" not in fact.value.name for fact in fitting)
        if late and "local_authority" in kinds and (place := self._place_council(at)):
            return place
        if len(values) < 2:
            return next(iter(values.values()), None)
        counted = Counter(fact.value.key for fact in fitting).most_common(2)
        sections = "local_authority" not in kinds and counted[0][1] < len(values) * counted[1][1]
        if sections and (section := self._section(at, fitting)):
            return section
        for start, end in self._stretches(at, sentence):
            here = {fact.value.key for fact in fitting if start <= fact.start < end} - self.taken
            if len(here) == 1:
                return values[here.pop()]
        if counted[0][1] >= 2 * counted[1][1]:
            return values[counted[0][0]]
        if "local_authority" in kinds:
            return values[counted[0][0]] if counted[0][1] > counted[1][1] else None
        return None

    def _section(self, at: int, fitting: Sequence[Fact[Organisation]]) -> Organisation | None:
        """Give the home or school of which an article of several speaks here: the last paragraph's subject."""
        before = [fact for fact in fitting if fact.start < at and fact.value.key not in self.taken]
        if not before:
            return None
        number = self._paragraph(before[-1].start)
        begin = self.paragraphs[number][0] if number >= 0 else 0
        here = [fact for fact in before if fact.start >= begin]
        return here[-1].value if number == self._paragraph(at) else here[0].value

    def _stretches(self, at: int, sentence: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """Give the stretches in which an organisation is looked for, the nearest first."""
        yield sentence[0], at
        number = self._paragraph(at)
        if number >= 0:
            yield self.paragraphs[number][0], at
        yield from self.lead[:1]
        if self.lead:
            yield self.lead[0][0], self.lead[-1][1]

    def _paragraph(self, at: int) -> int:
        number = bisect_right(self.paragraphs, at, key=itemgetter(0)) - 1
        return number if number >= 0 and at < self.paragraphs[number][1] else -1

    def _has(self, name: str, words: Sequence[str]) -> bool:
        return name.lower().split()[-1] in words if words else False

    def _place_council(self, at: int) -> Organisation | None:
        """Give the council of the only place that the lead before an offset names, if the article names it again."""
        if not self.lead or at < self.lead[0][0] or not self.place:
            return None
        return self._known(self.place) or Organisation("", self.place, "local_authority")

    def _subject(self, at: int, sentence: tuple[int, int]) -> Organisation | None:
        """Give the one employer that the sentence, the paragraph or the lead names, or the article names most."""
        employing = [fact for fact in self.organisations if fact.value.kind in ANY]
        employing = [fact for fact in employing if fact.value.key not in self.guests] or employing
        if all(_later(fact, sentence[1]) for fact in employing) and (place := self._place_council(at)):
            return place
        for start, end in self._stretches(at, sentence):
            here = (fact.value for fact in employing if start <= fact.start < end and fact.value.key not in self.taken)
            named = {value.key: value for value in here}
            if len(named) == 1:
                return next(iter(named.values()))
        counted = Counter(fact.value.key for fact in employing).most_common(2)
        if counted and (len(counted) == 1 or counted[0][1] >= 3 * counted[1][1]):
            return next(fact.value for fact in employing if fact.value.key == counted[0][0])
        return None


def councils_of_lead(text: str, lead: Sequence[tuple[int, int]], councils: Mapping[str, str]) -> dict[str, str]:
    """Give the councils of the places that the lead names, by place."""
    named: set[str] = set()
    for start, end in lead:
        words = [word.strip(".,;:‘’“”'\"") for word in POSSESSIVE.sub("", text[start:end]).split()]
        for first, word in enumerate(words):
            if word[:1].isupper():
                keys = {" ".join(words[first : first + size]).lower() for size in (3, 2, 1)}
                named |= {key for key in keys if key in councils}
    return {key: councils[key] for key in named}


def council_of_place(text: str, named: Mapping[str, str]) -> str:
    """Give the council of the only place of the lead that the article names again."""
    again = {council for key, council in named.items() if _again(text, key)}
    return again.pop() if len(again) == 1 else ""


def guests_of(text: str, organisations: Sequence[Fact[Organisation]], visiting: re.Pattern[str]) -> frozenset[str]:
    """Give the keys of the organisations that an article names as where people come from or go to, and little else."""
    all_of = Counter(fact.value.key for fact in organisations)
    away = Counter(
        fact.value.key for fact in organisations if visiting.search(text[max(0, fact.start - AWAY) : fact.start])
    )
    most = max(all_of.values(), default=0)
    return frozenset(key for key, count in away.items() if 2 * count >= all_of[key] and all_of[key] < max(most, 2))


def _one_of_each(values: dict[str, Organisation]) -> dict[str, Organisation]:
    """Take "Essex’s fire service" and "Essex County Fire and Rescue Service" for one where there are no others."""
    firsts = {POSSESSIVE.sub("", value.name.lower()).split()[0] for value in values.values() if value.name}
    if len(values) == len(firsts) or len(firsts) > 1 or not all(v.kind in ONE_OF_A_PLACE for v in values.values()):
        return values
    key = max(values, key=lambda key: len(values[key].name))
    return {key: values[key]}


def _again(text: str, place: str) -> bool:
    if re.search(rf"\b(?i:{re.escape(place)})['’]s\s+(?:cabinet|council|councillors|full\s+council)\b", text):
        return True
    printed = re.compile(rf"\b{re.escape(place)}\b", re.IGNORECASE)
    return sum(match[0][0].isupper() for match in printed.finditer(text)) >= TWICE


def _later(fact: Fact[Organisation], at: int) -> bool:
    """Say whether a mention follows an offset, or stands for one that may."""
    return fact.start > at or fact.rule.endswith("anaphor")


def _bare(words: str) -> str:
    bare = " ".join(words.split())
    for article in ARTICLES:
        if bare.lower().startswith(article):
            return bare[len(article) :]
    return bare
