"""Segments → speeches: what counts as a quotation, which segments are one utterance, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extractors.quotes.attribution import Attribution, Attributor
from pipeline.extractors.quotes.grammar import PATTERNS, WINDOW, WORDS
from pipeline.extractors.quotes.normalise import count_words, is_label, is_title, normal
from pipeline.extractors.quotes.page import MASK, Page, Paragraph
from pipeline.extractors.quotes.reported import reported_clause
from pipeline.extractors.quotes.segments import Segment
from pipeline.extractors.quotes.speakers import Speaker

LABELS = frozenset(WORDS["labels"]["words"])
CALLED = re.compile(
    r"\b(?:motto|slogan|strapline|title|headline|theme|catchphrase|tagline)\b[^.]{0,50}$", re.IGNORECASE
)
NAMING = re.compile(r"\b(?:" + "|".join(re.escape(word) for word in WORDS["namings"]) + r")\W*$", re.IGNORECASE)
STOP = re.compile(r"[.!?…][\]’”'\")]*$")
BODY = "body"
FRAGMENT = 4  # words; fewer are scare quotes


@dataclass
class Quotation:
    """One row to be: the words, how they are reported, and the speech that they belong to."""

    start: int
    end: int
    kind: str
    rule: str
    cue: str = ""
    speaker: Speaker | None = None
    speech: int = 0
    order: int = 1
    closed: bool = True
    at: int = 0
    attributed: int = -1


class Reader:
    """Reads the quotations of one article, in text order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.attributor = Attributor(page)
        self.found: list[Quotation] = []
        self.speeches = 0

    def read(self) -> list[Quotation]:
        """Give the quotations and reported clauses of the article."""
        body = [paragraph for paragraph in self.page.paragraphs if paragraph.zone in (BODY, "standfirst")]
        previous: Paragraph | None = None
        for paragraph in body:
            self._paragraph(paragraph, previous)
            previous = paragraph
        self._fill()
        for paragraph in self.page.paragraphs:
            if paragraph.zone not in (BODY, "standfirst"):
                self._display(paragraph)
        return sorted(self.found, key=lambda quotation: (quotation.start, quotation.end))

    # -------------------------------------------------------------- paragraphs
    def _paragraph(self, paragraph: Paragraph, previous: Paragraph | None) -> None:
        page = self.page
        number = 0
        first, last = page.sentence_index(paragraph.start), page.sentence_index(max(paragraph.end - 1, paragraph.start))
        for index in range(first, last + 1):
            start, end = page.sentences[index]
            start, end = max(start, paragraph.start), min(end, paragraph.end)
            self._reported(start, end)
            while number < len(paragraph.segments) and (paragraph.segments[number].outer_start < end or index == last):
                self._segment(paragraph, number, paragraph.segments[number], previous)
                number += 1

    def _reported(self, start: int, end: int) -> None:
        clause = reported_clause(self.page, start, end)
        if clause is None:
            return
        speaker = self.attributor.settler.settle(clause.subject)
        if speaker is None:
            return
        self.attributor.settler.remember(clause.subject.start, speaker)
        self.speeches += 1
        if clause.end > clause.start:
            self.found.append(
                Quotation(clause.start, clause.end, "reported", "quotes.reported", clause.cue, speaker, self.speeches)
            )

    def _segment(self, paragraph: Paragraph, number: int, segment: Segment, previous: Paragraph | None) -> None:
        attribution = self.attributor.attribute(paragraph, number)
        opening = number == 0 and not self.page.masked[paragraph.start : segment.outer_start].strip(" •*")
        before = self._before(paragraph, number, previous, opening, attribution)
        linked = before is not None and self._links(before, attribution)
        if attribution is None and not linked and opening and previous and self._ends_with_colon(previous):
            attribution = self.attributor.lead(previous.end)
        kind = self._kind(paragraph, segment, attribution, linked, before)
        if not kind:
            return
        rule = (
            attribution.rule if attribution else "continued" if linked else "context" if kind == "direct" else "alone"
        )
        quotation = Quotation(
            segment.start, segment.end, kind, f"quotes.{rule}", closed=segment.closed, at=segment.outer_start,
        )  # fmt: skip
        if attribution:
            quotation.cue, quotation.speaker, quotation.attributed = (
                attribution.cue,
                attribution.speaker,
                attribution.at,
            )
        if linked and before is not None:
            quotation.speech, quotation.order = before.speech, before.order + 1
            if quotation.speaker and before.rule == "quotes.context":
                for earlier in self.found:
                    if earlier.speech == before.speech:
                        earlier.speaker = quotation.speaker  # what the words say outweighs what the context suggested
            quotation.speaker = quotation.speaker or before.speaker
            quotation.cue = quotation.cue or before.cue
        else:
            self.speeches += 1
            quotation.speech = self.speeches
            if attribution is None and kind == "partial":
                quotation.speaker = self._carried(paragraph, segment)
            if attribution is None and kind == "direct":
                quotation.speaker = self._from_context(paragraph, segment, previous, opening)
        self.found.append(quotation)

    def _before(
        self,
        paragraph: Paragraph,
        number: int,
        previous: Paragraph | None,
        opening: bool,
        attribution: Attribution | None,
    ) -> Quotation | None:
        """Give the quotation that stands just before a segment, with nothing but an attribution between them."""
        quoted = [quotation for quotation in self.found[-4:] if quotation.kind != "reported"]
        if not quoted:
            return None
        last = quoted[-1]
        if number > 0 and last.at >= paragraph.start:
            near = paragraph.segments[number - 1]
            if attribution and attribution.at == last.attributed:
                return last
            if near.outer_start == last.at and self._only_attribution(
                last, near.outer_end, paragraph.segments[number].outer_start
            ):
                return last
            return None
        if not opening or previous is None or last.at < previous.start or not previous.segments:
            return None
        near = previous.segments[-1]
        if near.outer_start != last.at or not self._only_attribution(last, near.outer_end, previous.end):
            return None
        return last

    def _only_attribution(self, last: Quotation, start: int, end: int) -> bool:
        """Tell whether a stretch holds nothing, or one sentence that attributes what stood before it."""
        words = self.page.masked[start:end].strip(" ,.\n–—-")
        if not words:
            return True
        if self.page.masked[start:end].rstrip().endswith(":"):
            # “…” She added: “…”: the same voice goes on, if the attribution agrees
            return self.page.sentence_index(start + 1) == self.page.sentence_index(end - 1) and len(words.split()) <= 6
        first = self.page.sentence_index(
            start + len(self.page.masked[start:end]) - len(self.page.masked[start:end].lstrip())
        )
        return (
            last.rule == "quotes.after"
            and self.page.sentences[first][1] >= start + len(self.page.masked[start:end].rstrip()) - 1
        )

    def _links(self, before: Quotation, attribution: Attribution | None) -> bool:
        if before.kind == "partial":
            return False
        if attribution is None:
            return True
        if not before.closed and (before.rule == "quotes.context" or None in (before.speaker, attribution.speaker)):
            return True
        return attribution.speaker == before.speaker

    def _ends_with_colon(self, paragraph: Paragraph) -> bool:
        return self.page.masked[paragraph.start : paragraph.end].endswith(":")

    # -------------------------------------------------------------- what it is
    def _kind(
        self,
        paragraph: Paragraph,
        segment: Segment,
        attribution: Attribution | None,
        linked: bool,
        before: Quotation | None,
    ) -> str:
        page, words = self.page, self.page.text[segment.start : segment.end]
        count = count_words(words)
        lead = page.masked[max(paragraph.start, segment.outer_start - 40) : segment.outer_start]
        by_person = attribution is not None and attribution.speaker is not None and attribution.speaker.type == "person"
        if not count or is_label(words, LABELS) or ((NAMING.search(lead) or CALLED.search(lead)) and not by_person):
            return ""
        speech = bool(PATTERNS["sentence_like"].match(words)) and (
            bool(STOP.search(words))
            or not segment.closed
            or lead.rstrip().endswith(":")
            or (words.endswith((",", "–", "—", "-")) and attribution is not None and attribution.rule == "after")
            or (attribution is not None and attribution.rule == "after" and not lead.strip())
        )
        woven = (
            linked
            and before is not None
            and before.kind == "direct"
            and "." not in page.masked[before.end : segment.start]
        )
        split = before is not None and page.text[before.end - 1 : before.end] in ",–—-"
        if woven and not speech and (split or count >= FRAGMENT):
            return "direct"
        whole = segment.outer_end >= paragraph.end and not lead.strip() and count > 1
        if speech and (whole or count >= FRAGMENT or attribution is not None or linked):
            return "direct"
        if count < FRAGMENT or is_title(words):
            return ""
        return "direct" if PATTERNS["clause_like"].match(words) else "partial"

    # -------------------------------------------------------------- whose it is, where nothing says
    def _from_context(
        self, paragraph: Paragraph, segment: Segment, previous: Paragraph | None, opening: bool
    ) -> Speaker | None:
        """Give the one of whom the reporter's words before it speak; the last speaker where they speak of nobody."""
        settler, page = self.attributor.settler, self.page
        if opening and (previous is None or not any(name.is_person for name in page.names_in(0, segment.start))):
            whole = not page.masked[segment.outer_end : paragraph.end].strip(" .")
            return settler.introduced(page.sentence_index(segment.outer_start)) if whole else None
        start, end = (previous.start, previous.end) if opening and previous else (paragraph.start, segment.outer_start)
        start = max(start, end - 2 * WINDOW)
        if not page.masked[start:end].replace(MASK, "").strip(" .,\n"):
            return None
        last = page.sentence_index(max(end - 1, start))
        for index in range(last, page.sentence_index(start) - 1, -1):
            if (speaker := settler.said.get(index)) is not None:
                return speaker if speaker.type in ("person", "document", "organisation") else None
            first, stop = page.sentences[index]
            people = {name.value.key for name in page.names_in(max(first, start), min(stop, end)) if name.is_person}
            if people:
                return settler.subject_of(index) if len(people) == 1 else None
        if opening and re.search(r"\b(?:spokes\w+|statement|report|letter)\b", page.masked[start:end]):
            return None
        recent = next((quotation for quotation in reversed(self.found) if quotation.kind == "direct"), None)
        return recent.speaker if recent else None

    def _carried(self, paragraph: Paragraph, segment: Segment) -> Speaker | None:
        """Give the speaker of the sentence before a fragment that "it was" opens: "She was cross. It was “…”."""
        page, index = self.page, self.page.sentence_index(segment.outer_start)
        start = page.sentences[index][0]
        if start <= paragraph.start or not PATTERNS["carried"].match(page.masked, start, segment.outer_start):
            return None
        return self.attributor.settler.said.get(index - 1)

    def _fill(self) -> None:
        """Give a speech's speaker, where only a later segment names it, to those before."""
        known: dict[int, Quotation] = {}
        for quotation in self.found:
            if quotation.speaker is not None:
                known.setdefault(quotation.speech, quotation)
        for quotation in self.found:
            if quotation.speaker is None and quotation.speech in known:
                quotation.speaker = known[quotation.speech].speaker

    # -------------------------------------------------------------- headlines and sub-heads
    def _display(self, paragraph: Paragraph) -> None:
        """Read the quotations of a headline, a sub-head or a caption: fragments whose speaker the body tells."""
        for number, segment in enumerate(paragraph.segments):
            words = self.page.text[segment.start : segment.end]
            if count_words(words) < FRAGMENT or is_label(words, LABELS) or not segment.closed or not segment.opened:
                continue
            source = self._source(words)
            attribution = None if source else self.attributor.attribute(paragraph, number)
            if source is None and attribution is None and is_title(words):
                continue
            speaker = source.speaker if source else attribution.speaker if attribution else None
            self.speeches += 1
            self.found.append(
                Quotation(
                    segment.start, segment.end, "partial", "quotes.repeated" if source else f"quotes.{paragraph.zone}",
                    attribution.cue if attribution else "", speaker, self.speeches,
                )
            )  # fmt: skip

    def _source(self, words: str) -> Quotation | None:
        """Find the one quotation of the body that holds the same words."""
        sought = f" {normal(words)} "
        holding = [
            quotation
            for quotation in self.found
            if quotation.kind != "reported" and sought in f" {normal(self.page.text[quotation.start : quotation.end])} "
        ]
        return holding[0] if len({quotation.speaker for quotation in holding}) == 1 else None
