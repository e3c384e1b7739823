"""Which words attribute a quotation: those after it, those before it, those of the paragraph before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extractors.quotes.grammar import (
    PATTERNS,
    SPEECH_CUES,
    WINDOW,
    Cue,
    Subject,
    agent_after,
    cues,
    is_passive,
    subject_after,
    subject_before,
)
from pipeline.extractors.quotes.page import MASK, Page, Paragraph
from pipeline.extractors.quotes.segments import Segment
from pipeline.extractors.quotes.speakers import Settler, Speaker

TRIED = 4  # verbs before a quotation whose subjects are looked for, the nearest first
COMMA_END = re.compile(r"[,–—-]$")
STOP_END = re.compile(r"[.!?…]$")
COLON = re.compile(r":\s*[-–—]?\s*$")
TITLE_WORDS = re.compile(r"(?:[Tt]he\s+|(?:Cllr|Coun|Councillor|Mrs?|Ms|Miss|Dr|Sir|Dame|Rev|Prof)\.?\s+)*")
DASH = re.compile(r"\s*[–—-]{1,2}\s*")
AND_VERB = re.compile(r"\w\s+(?:and|but|then)\s+(?:also\s+|then\s+|later\s+)?$")
PRONOUN = re.compile(r"(?:he|she|they)\b")
ASIDE = re.compile(r",\s+(?:[a-z]+\s+)?(?:which|whom|whose|where)\b[^,]*\Z")
JOINING = re.compile(r"\s*(?:,|,?\s*\b(?:and|but|or|yet)\b)\s*")


@dataclass(frozen=True)
class Attribution:
    """Who said it, by which verb, where the verb stands, and by which rule that was read."""

    speaker: Speaker | None
    cue: str
    at: int
    rule: str


def cues_within(page: Page, start: int, stop: int) -> bool:
    """Tell whether a verb of speech stands within two offsets."""
    return next(iter(cues(page, start, stop)), None) is not None


class Attributor:
    """Reads the attributions of an article's quotations, in text order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.settler = Settler(page)
        self.read: dict[int, Attribution] = {}

    def attribute(self, paragraph: Paragraph, index: int) -> Attribution | None:
        """Read the words around one segment; None where none of them attributes it."""
        segment = paragraph.segments[index]
        found = self._around(paragraph, index)
        if found is None and index:
            # “…,” the report says, and “…”: one attribution for both
            before = paragraph.segments[index - 1]
            earlier, start = self.read.get(before.outer_start), self._sentence(paragraph, index)[0]
            if earlier and earlier.rule == "after" and start <= before.outer_start:
                found = earlier
        if found:
            self.read[segment.outer_start] = found
        return found

    def _around(self, paragraph: Paragraph, index: int) -> Attribution | None:
        segment = paragraph.segments[index]
        start, end = self._sentence(paragraph, index)
        before = self.page.masked[start : segment.outer_start]
        words = self.page.text[segment.start : segment.end]
        if COLON.search(before):
            return self._before(start, segment, colon=True)
        if COMMA_END.search(words) and (found := self._after(paragraph, index, sure=True)):
            return found
        if before.replace(MASK, "").strip() and (found := self._before(start, segment)):
            return found
        following = self.page.masked[segment.outer_end : end].lstrip()
        sure = (bool(following) and (following[0] in ",–—" or following[0].islower())) or not STOP_END.search(words)
        if found := self._after(paragraph, index, sure=sure):
            return found
        # “kind” and “patient”, said parents: what follows the last attributes them all
        last = index
        for other in range(index + 1, min(index + 5, len(paragraph.segments))):
            between = paragraph.segments[other - 1].outer_end, paragraph.segments[other].outer_start
            if not JOINING.fullmatch(self.page.masked, *between):
                break
            last = other
        if last > index and (found := self._after(paragraph, last, sure=True)):
            return found
        return self._tail(segment, end)

    def lead(self, offset: int) -> Attribution | None:
        """Read the sentence that ends with a colon just before a paragraph of speech: "She said:"."""
        start, end = self.page.sentence(max(offset - 1, 0))
        stop = min(end, offset)
        return self._before(start, Segment(stop, stop, stop, stop), colon=True)

    # -------------------------------------------------------------- after the quotation
    def _after(self, paragraph: Paragraph, index: int, sure: bool) -> Attribution | None:
        segment, page = paragraph.segments[index], self.page
        limit = paragraph.segments[index + 1].outer_start if index + 1 < len(paragraph.segments) else paragraph.end
        start = segment.outer_end
        while start < limit and (page.masked[start].isspace() or page.masked[start] in ",–—-"):
            start += 1
        if start >= limit:
            return None
        stop = min(page.sentence(start)[1], limit, start + WINDOW)
        stop = max(stop, start)
        if match := PATTERNS["according"].match(page.masked, start, stop):
            speaker = self.settler.settle(subject_after(page, match.end(), stop))
            return self._made(speaker, match["cue"].lower(), match.start(), "after")
        if match := PATTERNS["was_how"].match(page.masked, start, stop):
            pronoun = PRONOUN.match(page.masked, match.end(), stop)
            subject = (
                Subject(match.end(), pronoun.end(), pronoun=pronoun[0].lower())
                if pronoun
                else subject_after(page, match.end(), stop)
            )
            if subject is not None:
                return self._made(self.settler.settle(subject), "said", match.start(), "after", subject)
        if match := PATTERNS["came_reply"].match(page.masked, start, stop):
            speaker = self.settler.answering(start)
            return self._made(speaker, "replied", match.start(), "after")
        if found := self._dash(segment, start, stop):
            return found
        for cue in cues(page, start, stop):
            if cue.word not in SPEECH_CUES or is_passive(page, cue):
                continue
            between = page.masked[start : cue.start].strip(" ,\n")
            if not sure and len(between.split()) > 8:
                return None
            subject = (
                subject_after(page, cue.end, stop)
                if not between or between.lower() in ("and", "also", "then", "so")
                else None
            )
            if between and subject is None:
                if re.search(r"\b(?:who|which|that|said|whose)$", between):
                    continue
                subject = subject_before(page, start, cue.start)
            if subject is None:
                return None
            if not sure and between and PATTERNS["complement"].match(page.masked, cue.end):
                return None
            if not sure and COLON.search(page.masked[start:limit]):
                return None
            speaker = self.settler.settle(subject)
            return self._made(speaker, cue.word, cue.start, "after", subject)
        return self._unlisted(page.text[segment.end - 1], start, stop)

    def _dash(self, segment: Segment, start: int, stop: int) -> Attribution | None:
        """Read a name after a dash, and nothing else: “…” – Ann Day."""
        page = self.page
        if not DASH.fullmatch(page.masked[segment.outer_end : start]):
            return None
        first = next(iter(page.names_in(start, stop)), None)
        if first is None or cues_within(page, start, stop):
            return None
        titled = TITLE_WORDS.fullmatch(page.masked, start, first.start)
        posts = any(start <= post.start < first.start and post.person == first.value for post in page.posts)
        rest = page.masked[first.end : stop].strip(" .\n")
        if not (titled or posts) or (rest and not rest.startswith((",", "("))):
            return None
        subject = Subject(first.start, first.end, (first,))
        return self._made(self.settler.settle(subject), "", start, "after", subject)

    def _unlisted(self, sign: str, start: int, stop: int) -> Attribution | None:
        """Read a verb that no list has, after a comma, where a name or pronoun is all that goes with it."""
        if sign != ",":
            return None
        page = self.page
        if match := PATTERNS["verb"].match(page.masked, start, stop):
            subject = subject_after(page, match.end(), stop)
            if subject and subject.names and subject.names[0].is_person:
                speaker = self.settler.settle(subject)
                return self._made(speaker, match["verb"], start, "after", subject)
        for match in PATTERNS["verb"].finditer(page.masked, start, min(stop, start + 80)):
            subject = subject_before(page, start, match.start())
            if subject and (subject.pronoun or subject.names) and not page.masked[start : subject.start].strip():
                return self._made(self.settler.settle(subject), match["verb"], match.start(), "after", subject)
            break
        return None

    def _tail(self, segment: Segment, end: int) -> Attribution | None:
        """Read the attribution with which a sentence ends: "…, inspectors found"."""
        page = self.page
        start = max(segment.outer_end, end - 160)
        tail = page.masked[start:end].rstrip(" .!?\n")
        comma = tail.rfind(",")
        if comma < 0:
            return None
        first, stop = start + comma + 1, start + len(tail)
        if match := PATTERNS["according"].match(page.masked, first + 1, stop):
            speaker = self.settler.settle(subject_after(page, match.end(), stop))
            return self._made(speaker, match["cue"].lower(), match.start(), "tail") if speaker else None
        for cue in cues(page, first, stop):
            if cue.end == stop and cue.kind == "cue" and not is_passive(page, cue):
                speaker = self.settler.settle(subject_before(page, first, cue.start))
                return self._made(speaker, cue.word, cue.start, "tail") if speaker else None
        return None

    # -------------------------------------------------------------- before the quotation
    def _before(self, start: int, segment: Segment, colon: bool = False) -> Attribution | None:
        page, stop = self.page, segment.outer_start
        first = max(start, stop - WINDOW)
        every = list(cues(page, first, stop))
        listed = [cue for cue in every if self._counts(cue, stop, colon)]
        if matches := list(PATTERNS["according"].finditer(page.masked, first, stop)):
            subject = subject_after(page, matches[-1].end(), stop)
            if subject and not listed:
                return self._made(
                    self.settler.settle(subject), matches[-1]["cue"].lower(), matches[-1].start(), "before", subject
                )
        if colon and (found := self._last_verb(start, stop, every)):
            return found
        unread: Attribution | None = None
        for cue in listed[: -TRIED - 1 : -1]:
            if cue is not listed[0] and self._aside(cue, first, stop):
                continue
            subject = self._subject(start, cue, stop, [other for other in every if other.start < cue.start])
            speaker = self.settler.settle(subject)
            if speaker is not None:
                return self._made(speaker, cue.word, cue.start, "before", subject)
            if subject is not None and subject.pronoun:
                return self._made(None, cue.word, cue.start, "before", subject)
            if subject is not None and colon and unread is None and not is_passive(page, cue):
                unread = Attribution(None, cue.word, cue.start, "before")
        if colon and not listed:
            return self._label(start, stop) or self._colon(start, stop)
        return unread

    def _aside(self, cue: Cue, first: int, stop: int) -> bool:
        """Say whether a verb stands in a clause between commas: "a library, of which parents raised half, had been"."""
        opened = ASIDE.search(self.page.masked, max(first, cue.start - 100), cue.start)
        return opened is not None and "," in self.page.masked[cue.end : stop].rstrip(" ,")

    def _last_verb(self, start: int, stop: int, listed: Sequence[Cue]) -> Attribution | None:
        """Read a verb that no list has, straight before a colon: "Day hit back:"."""
        match = PATTERNS["last_verb"].search(self.page.masked, max(start, stop - 60), stop)
        if not match or any(cue.end > match.start("verb") for cue in listed):
            return None
        subject = subject_before(self.page, start, match.start("verb"))
        speaker = self.settler.settle(subject)
        return self._made(speaker, match["verb"], match.start("verb"), "before", subject) if speaker else None

    def _colon(self, start: int, stop: int) -> Attribution | None:
        """Read a sentence about one person that leads to a quotation: "Day was blunt:"."""
        page = self.page
        people = {name.value.key for name in page.names_in(start, stop) if name.is_person}
        main = self._main_subject(start, stop)
        if main and (main.pronoun or len(people) == 1):
            return self._made(self.settler.settle(main), "", main.start, "label", main)
        return None

    def _label(self, start: int, stop: int) -> Attribution | None:
        """Read a name before a colon: "Ann Day: “…”"."""
        end = start + len(self.page.masked[start:stop].rstrip(" :\n-–—"))
        subject = subject_before(self.page, start, end)
        if subject and subject.names and not self.page.masked[start : subject.start].strip():
            return self._made(self.settler.settle(subject), "", subject.start, "label", subject)
        return None

    def _counts(self, cue: Cue, stop: int, colon: bool) -> bool:
        if cue.kind != "doubtful":
            return True
        following = self.page.masked[cue.end : stop].strip()
        return following in ("", ":", ",", "that") or (colon and len(following) < 40)

    def _subject(self, start: int, cue: Cue, stop: int, before: Sequence[Cue]) -> Subject | None:
        """Find whose verb it is: its own subject's, the sentence's for a participle, the agent's for a passive."""
        page = self.page
        if is_passive(page, cue):
            return agent_after(page, cue, stop) or self._agent_beyond(stop)
        if cue.kind == "cue" and AND_VERB.search(page.masked[max(start, cue.start - 20) : cue.start]):
            floor = next((other.end for other in reversed(before) if self._limits(other)), start)
            if floor == start and (main := self._main_subject(start, cue.start)):
                return main  # "Ann Day came back and found it “…”"
        infinitive = re.search(r"\bto\s+$", page.masked[max(start, cue.start - 6) : cue.start])
        if cue.kind != "participle" and not infinitive:
            floor = next((other.end for other in reversed(before) if self._limits(other)), start)
            found = subject_before(page, floor, cue.start)
            if found is None and not page.masked[start : cue.start].replace(MASK, "").strip(" ,\n"):
                return subject_after(page, cue.end, stop)
            return found
        own = subject_before(page, start, cue.start)
        if (
            own
            and own.phrase
            and own.phrase.lower().split()[0] in ("one", "another", "many", "some", "others")
            and not infinitive
        ):
            return own
        for other in before:
            if other.kind in ("cue", "typo") and not is_passive(page, other):
                return subject_before(page, start, other.start) or subject_after(page, other.end, cue.start)
        return self._main_subject(start, cue.start)

    def _agent_beyond(self, stop: int) -> Subject | None:
        """Give the agent that follows the quotation: "branded “a disgrace” by parents"."""
        page = self.page
        end = page.sentence(max(stop - 1, 0))[1]
        while stop < end and (page.masked[stop] == MASK or page.masked[stop].isspace()):
            stop += 1
        match = PATTERNS["agent"].match(page.masked, stop, end)
        return subject_after(page, match.end(), end) if match else None

    def _main_subject(self, start: int, stop: int) -> Subject | None:
        """Give the name or pronoun with which a sentence opens."""
        match = re.match(r"\s*(He|She|They|It)\b", self.page.masked[start:stop])
        if match:
            return Subject(start + match.start(1), start + match.end(1), pronoun=match[1].lower())
        names = [name for name in self.page.names_in(start, stop) if name.is_person] or list(
            self.page.names_in(start, stop)
        )
        return Subject(names[0].start, names[0].end, (names[0],)) if names else None

    def _limits(self, cue: Cue) -> bool:
        """Tell whether a verb closes the clause before the next one: not in a relative clause, not a participle."""
        before = self.page.masked[max(cue.start - 30, 0) : cue.start]
        return (
            cue.kind in ("cue", "typo")
            and not re.search(r"\b(?:who|which|whose|whom)\b[^,]{0,30}$", before)
            and not is_passive(self.page, cue)
        )

    # -------------------------------------------------------------- both
    def _sentence(self, paragraph: Paragraph, index: int) -> tuple[int, int]:
        """Give the reporter's sentence around a segment: it starts after a quotation that ended as a sentence."""
        segment = paragraph.segments[index]
        start, end = self.page.sentence(segment.outer_start)
        start, end = max(start, paragraph.start), min(end, paragraph.end)
        return max(start, segment.outer_start - WINDOW), min(end, segment.outer_end + WINDOW)

    def _made(
        self, speaker: Speaker | None, word: str, at: int, rule: str, subject: Subject | None = None
    ) -> Attribution:
        self.settler.remember(subject.start if subject else at, speaker)
        return Attribution(speaker, "said" if word == "sad" else word, at, rule)
