"""Subjects → speakers: a name's person or organisation, a pronoun's antecedent, or a description."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.extractors.quotes.grammar import PATTERNS, WORDS, Subject
from pipeline.extractors.quotes.normalise import describe
from pipeline.extractors.quotes.page import MASK, Name, Page
from pipeline.extractors.quotes.posts import holder_of
from pipeline.extractors.values import Organisation, Person

AHEAD = 3  # sentences after an opening quotation in which its speaker is looked for
REACH = 8  # sentences back in which an antecedent is looked for
MALE, FEMALE = frozenset(WORDS["genders"]["m"]), frozenset(WORDS["genders"]["f"])
DOCUMENTS = frozenset(WORDS["documents"]["words"])
UNNAMED = frozenset(WORDS["unnamed"]["words"])
VISITS = frozenset(WORDS["visits"]["words"])
BODIES = frozenset(WORDS["bodies"]["words"])
PARTIES = frozenset(word.casefold() for word in WORDS["parties"])
ANYONE = frozenset(
    {
        "councillor",
        "mother",
        "father",
        "mum",
        "dad",
        "man",
        "woman",
        "parent",
        "resident",
        "old",
        "politician",
        "teenager",
        "grandmother",
        "grandfather",
        "member",
    }
)
COMMON = DOCUMENTS | UNNAMED | BODIES | frozenset(WORDS["openers"])
PARTY_NAMES = frozenset(WORDS["party_names"])
UNKNOWN_NAME = re.compile(r"[A-Z][\w’'-]+(?:\s+(?:de|van|von|der|ap|al|bin|[A-Z][\w’'-]+)){1,3}")
SOMEBODY = re.compile(r"(?:er|or|ist|ian|man|woman|ant|ent|ee|-old|one|two|three|politician|veteran|mum|dad)$")
INDEFINITE = re.compile(r"^an?\s+")
PREPOSITION = re.compile(r"\b(?:close|of|for|from|by|at|in|on|with|to|before|representing|behind|who|which|and)\b")
INDEFINITES = frozenset({"a", "an", "one", "another", "some", "any", "every", "each", "no"})
SINGLE = {word: genders for genders, words in WORDS["singles"].items() for word in words}
LATTER = frozenset({"former", "latter"})
PRONOUN_GENDER = {
    "he": "m",
    "his": "m",
    "him": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
GENDERED = re.compile(r"\b(he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)
OPENING_PRONOUN = re.compile(
    r"[^\w\ufffc]{0,30}(?:(?:But|And|Then|Later|Meanwhile|However|Yesterday),?\s*)?(He|She|They|It|he|she|they|it)\b"
)
WORD = re.compile(r"[^\W\d_][\w-]*(?:[’'](?!s\b)[\w-]+)?")
PLURAL = re.compile(
    r"(?:(?:The|These|Those|Both|Two|Three|Four|Five|Six|Some|Other)\s+)?(?:[\w’'-]+\s+){0,2}?([\w-]+s|staff|people|children)\b"
)


@dataclass(frozen=True)
class Speaker:
    """Who speaks: the columns `speaker_type`, `speaker`, `speaker_id`."""

    type: str
    name: str
    key: str = ""


@dataclass
class Settler:
    """Gives speakers, and remembers which sentence had which, for the pronouns that follow."""

    page: Page
    said: dict[int, Speaker] = field(default_factory=dict)
    genders: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.genders = read_genders(self.page)

    def settle(self, subject: Subject | None) -> Speaker | None:
        """Give the speaker that a subject stands for; None where the words do not tell."""
        if subject is None:
            return None
        if subject.names:
            return self._named(subject)
        if subject.pronoun:
            return self._antecedent(subject.pronoun, subject.start)
        return self._described(subject)

    def remember(self, offset: int, speaker: Speaker | None) -> None:
        """Note that the sentence at an offset has a speaker; its first holds."""
        if speaker is not None:
            self.said.setdefault(self.page.sentence_index(offset), speaker)

    def answering(self, at: int) -> Speaker | None:
        """Give the last speaker but the one whom the sentence before is about: who answers when somebody has asked."""
        here = self.page.sentence_index(at)
        asked = self.subject_of(here - 1) if here else None
        spoken = (self.said[index] for index in range(here, max(here - REACH, -1), -1) if index in self.said)
        return next((speaker for speaker in spoken if speaker.type == "person" and speaker != asked), None)

    def subject_of(self, index: int) -> Speaker | None:
        """Give the one whom a sentence is about: its speaker, or the first person in it."""
        if index in self.said:
            return self.said[index]
        start, end = self.page.sentences[index]
        if opening := OPENING_PRONOUN.match(self.page.masked, start, end):
            if opening[1].lower() in ("he", "she"):
                return self._antecedent(opening[1].lower(), start)
            return None
        for name in self._ranked(start, end):
            return person_speaker(name.value)
        return None

    # -------------------------------------------------------------- kinds of subject
    def _named(self, subject: Subject) -> Speaker | None:
        values = [name.value for name in subject.names]
        if len(values) > 1:
            return Speaker("person", " and ".join(value.name for value in values))
        value = values[0]
        if isinstance(value, Person):
            return person_speaker(value)
        before = self.page.masked[max(subject.start - 5, 0) : subject.start].lower()
        words = self.page.text[subject.start : subject.end]
        if (
            value.kind == "party"
            and (before.endswith("the ") or words.lower().startswith("the "))
            and not words.endswith("s")
        ):
            return self._antecedent("", subject.start, reach=2)
        return Speaker("organisation", value.name, value.key)

    def _antecedent(self, pronoun: str, at: int, reach: int = REACH) -> Speaker | None:
        gender = WORDS["pronouns"].get(pronoun, "")
        plural = gender in ("p", "n")
        here = self.page.sentence_index(at)
        looked = 0
        for index in range(here, -1, -1):
            start, end = self.page.sentences[index]
            end = min(end, at)
            words = self.page.masked[start:end].replace(MASK, " ").strip()
            speaker = self.said.get(index)
            if speaker is not None and self._agrees(speaker, gender):
                return speaker
            if not words:
                continue
            if plural:
                if gender == "p" and index != here and (pair := self._pair(start, end)):
                    return pair
                if index != here and (found := self._opening_body(start, end, gender)):
                    return found
                if index != here and gender == "n" and (found := self._document(words)):
                    return found
            elif not self._carries_on(start, end, gender, index == here):
                for name in self._ranked(start, end):
                    if self._fits(name.value, gender):
                        return person_speaker(name.value)
            looked += index != here
            if looked >= (3 if plural else reach):
                return None
        return self.introduced(here, gender) if gender in ("m", "f") else None

    def introduced(self, index: int, gender: str = "") -> Speaker | None:
        """Give the one with whom a sentence soon after opens, where an article begins with a quotation."""
        for start, end in self.page.sentences[index + 1 : index + 1 + AHEAD]:
            for name in self._ranked(start, end):
                if not self._fits(name.value, gender):
                    return None
                lead = self.page.masked[start : name.start].replace(MASK, " ").split()
                return person_speaker(name.value) if len(lead) <= 8 else None
        return None

    def _described(self, subject: Subject) -> Speaker | None:
        page = self.page
        phrase = page.text[subject.start : subject.end]
        names = tuple(page.names_in(subject.start, subject.end))
        short = PREPOSITION.split(phrase, maxsplit=1)[0].strip() or phrase
        heads = [word.group().casefold() for word in WORD.finditer(short)]
        if not heads:
            return None
        head = heads[-1].rstrip("’'")
        last_two = " ".join(heads[-2:])
        named = bool(names) and names[0].start == subject.start
        definite = phrase.lower().startswith(("the ", "his ", "her ", "their "))
        bare = phrase[4:] if phrase.lower().startswith("the ") else phrase
        if bare in PARTY_NAMES:
            return Speaker("organisation", bare)
        if head in DOCUMENTS or last_two in DOCUMENTS:
            if (
                names
                and names[0].is_person
                and page.text[names[0].end - 2 : names[0].end + 2].find("s") >= 0
                and _owns(page, names[0])
            ):
                return person_speaker(names[0].value)
            if (
                head == "statement"
                and names
                and PATTERNS["possessed"].search(page.masked[subject.start : names[0].start])
            ):
                return self._named(Subject(names[0].start, names[0].end, names[:1]))
            return Speaker("document", INDEFINITE.sub("", describe(short, COMMON)))
        if head in LATTER and len(heads) <= 2:
            return self._of_two(head, subject.start)
        if heads[0] not in INDEFINITES and (
            holder := holder_of(page.posts, self._post_words(phrase, heads), subject.start)
        ):
            return person_speaker(holder)
        if (
            head in UNNAMED
            or last_two in UNNAMED
            or head.endswith("-old")
            or head.startswith("mum-of")
            or head in PARTIES
        ):
            if (
                phrase.lower().startswith("the ")
                and short == phrase
                and (found := self._same_post(head, subject.start))
            ):
                return found
            if head in PARTIES and not definite:
                return None
            return Speaker("unnamed", describe(phrase, COMMON))
        if head in VISITS:
            bodies = {name.value for name in page.names if isinstance(name.value, Organisation)}
            inspectorates = [value for value in bodies if value.kind == "inspectorate"]
            return (
                Speaker("organisation", inspectorates[0].name, inspectorates[0].key)
                if len(inspectorates) == 1
                else None
            )
        if head in BODIES:
            own = [name for name in names if not name.is_person and name.end == subject.end]
            if own and isinstance(own[-1].value, Organisation):
                return Speaker("organisation", own[-1].value.name, own[-1].value.key)
            return Speaker("organisation", describe(phrase, COMMON)) if definite or named else None
        if phrase.lower().startswith("the ") and short == phrase and SOMEBODY.search(head):
            return self._antecedent("", subject.start, reach=2)  # "said the plasterer-turned-politician"
        if UNKNOWN_NAME.fullmatch(phrase) and not names and not {word.casefold() for word in phrase.split()} & COMMON:
            return Speaker("person", phrase)  # a name that the article gives only here
        return None

    def _post_words(self, phrase: str, heads: list[str]) -> list[str]:
        """Give the words that describe a post, what it covers before its head: "the cabinet member for roads"."""
        covered = re.search(r"\b(?:for|of)\s+(.+)", phrase)
        if covered is None or heads[-1] not in ("member", "holder", "director", "lead"):
            return heads
        fields = [word.casefold() for word in re.findall(r"[^\W\d_]+", covered[1])]
        return [*heads[:-1], *(word for word in fields if word not in ("and", "the", "of", "s")), heads[-1]]

    def _of_two(self, which: str, at: int) -> Speaker | None:
        """Give the former or the latter of the last two people whom a sentence names."""
        here = self.page.sentence_index(at)
        for index in range(here, max(here - 3, -1), -1):
            start, end = self.page.sentences[index]
            people = {name.value.key: name.value for name in self.page.names_in(start, min(end, at)) if name.is_person}
            if len(people) == 2:
                return person_speaker(list(people.values())[0 if which == "former" else 1])
        return None

    def _same_post(self, head: str, at: int) -> Speaker | None:
        """Find the one person to whom the article gives the post or description that stands for a name."""
        found: dict[str, Person] = {}
        before, after = (
            re.compile(rf"\b{re.escape(head)}\b[^.;]{{0,50}}$", re.I),
            re.compile(rf"[\s,(]{{1,9}}[^.;]{{0,60}}\b{re.escape(head)}\b", re.I),
        )
        for name in self.page.names:
            if isinstance(name.value, Person):
                window = self.page.masked[max(name.start - 70, 0) : name.start]
                if before.search(window) or after.match(self.page.masked, name.end, name.end + 80):
                    found.setdefault(name.value.key, name.value)
        if len(found) == 1:
            return person_speaker(next(iter(found.values())))
        if head in ANYONE or head in PARTIES or head.endswith("-old"):
            recent = self._antecedent("", at, reach=2)
            if recent and (not found or recent.key in found):
                return recent
        return None

    # -------------------------------------------------------------- agreement
    def _fits(self, value: object, gender: str) -> bool:
        return isinstance(value, Person) and (not gender or self.genders.get(value.key, gender) == gender)

    def _agrees(self, speaker: Speaker, gender: str) -> bool:
        if gender == "n":
            return speaker.type in ("organisation", "document")
        if gender == "p":
            return speaker.type != "person" or " and " in speaker.name
        if speaker.type == "unnamed":
            head = speaker.name.casefold().split()[-1]
            return gender in SINGLE.get(head, "") if head in SINGLE else False
        return (
            speaker.type == "person"
            and " and " not in speaker.name
            and self.genders.get(speaker.key, gender) in (gender, "")
        )

    def _carries_on(self, start: int, end: int, gender: str, here: bool) -> bool:
        """Tell whether a sentence opens with the same pronoun, so that its subject was named before it."""
        opening = OPENING_PRONOUN.match(self.page.masked, start, end)
        return not here and bool(opening) and WORDS["pronouns"].get(opening[1].lower()) == gender  # type: ignore[index]

    def _ranked(self, start: int, end: int) -> Iterator[Name]:
        """Give the people of a stretch, likely subjects first."""
        people = [name for name in self.page.names_in(start, end) if name.is_person]
        oblique = [
            name
            for name in people
            if _owns(self.page, name) or PATTERNS["possessed"].search(self.page.masked[start : name.start])
        ]
        yield from (name for name in people if name not in oblique)
        yield from oblique

    def _document(self, words: str) -> Speaker | None:
        """Read the document that a sentence names: "wrote in her report"."""
        named = [word.group() for word in WORD.finditer(words) if word.group().casefold() in DOCUMENTS]
        return Speaker("document", describe(named[-1], COMMON)) if named else None

    def _pair(self, start: int, end: int) -> Speaker | None:
        """Read the two people with whom a sentence opens: "Ann Day and Bob Hill chair it"."""
        people = [name for name in self.page.names_in(start, end) if name.is_person][:2]
        if len(people) < 2 or people[0].value == people[1].value or _owns(self.page, people[1]):
            return None
        between = self.page.masked[people[0].end : people[1].start].strip()
        if (
            not re.fullmatch(r"(?:\([^()]{0,60}\))?\s*(?:and|&)(?:\s+\w+\.?)?", between)
            or len(self.page.masked[start : people[0].start].split()) > 4
        ):
            return None
        return Speaker("person", f"{people[0].value.name} and {people[1].value.name}")

    def _opening_body(self, start: int, end: int, gender: str) -> Speaker | None:
        """Read the organisation or the group with which a sentence opens."""
        for name in self.page.names_in(start, min(end, start + 80)):
            lead = self.page.masked[start : name.start].strip().lower()
            if isinstance(name.value, Organisation) and lead in ("", "the") and not _owns(self.page, name):
                return Speaker("organisation", name.value.name, name.value.key)
            break
        if gender == "p" and (match := PLURAL.match(self.page.masked, start, end)) and match[1].lower() in UNNAMED:
            return Speaker("unnamed", describe(match[0], COMMON))
        return None


def person_speaker(value: object) -> Speaker | None:
    """Give a person as a speaker."""
    return Speaker("person", value.name, value.key) if isinstance(value, Person) else None


def _owns(page: Page, name: Name) -> bool:
    return bool(re.match(r"['’]s?(?=\s)", page.masked[name.end : name.end + 3])) or page.masked[
        name.start : name.end
    ].endswith(("’s", "'s"))


def read_genders(page: Page) -> dict[str, str]:
    """Tell men and women apart by title, by the noun before the name, by the pronoun after a name that stands alone,
    and, with the least weight, by given name."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in page.names:
        if not isinstance(name.value, Person):
            continue
        titles = {name.value.honorific.casefold(), *name.value.honorific.casefold().split()}
        before = re.findall(r"[\w-]+", page.text[max(name.start - 24, 0) : name.start].casefold())[-2:]
        inside = re.findall(r"\w+", page.text[name.start : name.end].casefold())[:2]
        near = titles | {word.split("-of")[0] for word in before} | set(inside)
        given = (name.value.given_name or name.value.name).casefold().split(" ")[0]
        if given in page.given and not votes[name.value.key]:
            votes[name.value.key][page.given[given]] += 2
        votes[name.value.key].update({"m": 4} if near & MALE else {})
        votes[name.value.key].update({"f": 4} if near & FEMALE else {})
    for start, end in page.sentences:
        people = [name for name in page.names_in(start, end) if name.is_person]
        if people and len({name.value.key for name in people}) == 1:
            match = GENDERED.search(page.masked, people[0].end, end)
            if match and not OPENING_PRONOUN.match(page.masked, start, people[0].start):
                votes[people[0].value.key][PRONOUN_GENDER[match[1].lower()]] += 1
    decided = {}
    for key, count in votes.items():
        ranked = count.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            decided[key] = ranked[0][0]
    return decided
