"""Reported speech without marks: "the trust said it would appeal"."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.quotes.grammar import PATTERNS, Cue, Subject, is_passive, subject_before
from pipeline.extractors.quotes.page import MASK, Page


@dataclass(frozen=True)
class Clause:
    """A reported clause and its subject; start and end are equal where quotations stand in it."""

    start: int
    end: int
    cue: str
    subject: Subject


def reported_clause(page: Page, start: int, end: int) -> Clause | None:
    """Find the clause that a sentence reports; none where a quotation comes first, or no verb follows."""
    if MASK in page.masked[start : start + 3]:
        return None
    for match in PATTERNS["reported"].finditer(page.masked, start, end):
        cue = Cue(match.start("cue"), match.end("cue"), match["cue"].lower(), "cue")
        if is_passive(page, cue):
            return None
        subject = subject_before(page, start, cue.start)
        if subject is None:
            return None
        clause = page.masked[match.start("clause") : match.end("clause")].rstrip()
        stop = match.start("clause") + len(clause)
        if (stop < end and MASK in page.masked[stop:end]) or not PATTERNS["finite"].search(clause):
            return Clause(cue.start, cue.start, cue.word, subject)
        while stop > match.start("clause") and page.masked[stop - 1] in ".!?… ,":
            stop -= 1
        return Clause(match.start("clause"), stop, cue.word, subject)
    return None
