"""What stands around a grade: names, areas, speech, and an inspectorate not far off."""

from __future__ import annotations

import re

from pipeline.extractors.judgements.clauses import CLAUSES
from pipeline.extractors.reading import Reading

NEAR = 6  # paragraphs within which a named inspectorate makes a grade likely
INSPECTION = CLAUSES["inspection"]
CLOSING = re.compile(r"[”\"']?\s*")
PRAISED = frozenset({"good", "outstanding", "exceptional", "adequate", "satisfactory"})


def last_end(aspects: list[tuple[int, int]], offset: int) -> int:
    """Give where the last area before a place ends; 0 where there is none."""
    return max((end for _, end in aspects if end <= offset), default=0)


def unnamed(reading: Reading, start: int, end: int) -> str:
    """Give the words between two offsets without the names of organisations: "Priory Park School" is no park."""
    parts, at = [], start
    for fact in reading.organisations_within(start, end):
        parts.append(reading.text[at : fact.start])
        at = max(at, fact.end)
    return "".join([*parts, reading.text[at:end]])


def names_provider(reading: Reading, start: int, end: int) -> bool:
    """Say whether something that can be inspected is named between two offsets."""
    return any(fact.end <= end for fact, _ in reading.inspectable_within(start, end))


def follows_name(reading: Reading, start: int, end: int) -> bool:
    """Say whether a place follows a provider's name and a comma."""
    named = reading.inspectable_within(start, end)
    return bool(named) and CLAUSES["comma"].match(reading.text[named[-1][0].end : end]) is not None


def near_inspectorate(reading: Reading, offset: int) -> bool:
    """Say whether an inspectorate is named within some paragraphs, or elsewhere while inspection is spoken of here."""
    here = reading.paragraph(offset)
    if any(abs(reading.paragraph(at) - here) <= NEAR for at, _, _ in reading.inspectorates):
        return True
    first, last = reading.paragraphs[max(here - 2, 0)], reading.paragraphs[min(here + 1, len(reading.paragraphs) - 1)]
    return bool(reading.inspectorates) and INSPECTION.search(reading.text, first.start, last.end) is not None


def in_speech(reading: Reading, offset: int) -> bool:
    """Say whether a place stands within double quotation marks (or an unclosed paragraph of speech)."""
    paragraph = reading.paragraphs[reading.paragraph(offset)]
    before = reading.text[paragraph.start : offset]
    if "“" in before or "”" in before:
        return before.rfind("“") > before.rfind("”")
    return before.count('"') % 2 == 1


def begins_area(reading: Reading, end: int, aspects: list[tuple[int, int]]) -> bool:
    """Say whether an area of more words than one follows: "with outstanding personal development"."""
    begin = end + len(CLOSING.match(reading.text, end)[0])  # type: ignore[index]
    return any(first == begin and " " in reading.text[first:last] for first, last in aspects)


def of_a_thing(said: re.Match[str] | None, start: int, aspects: list[tuple[int, int]]) -> bool:
    """Say whether something is spoken of that inspectors do not grade: "the drainage scheme was judged ..."."""
    return said is not None and not any(
        first - start < said.end("thing") and said.start("thing") < last - start for first, last in aspects
    )


def beside_name(reading: Reading, start: int, at: int, right: str) -> bool:
    """Say whether a grade stands in brackets, or after a colon or dash, beside a provider's name."""
    named = reading.inspectable_within(start, at)
    if not named:
        return False
    beside = CLAUSES["beside_name"].match(reading.text[named[-1][0].end : at])
    return bool(beside and CLAUSES["closes_name" if "(" in beside[0] else "ends_line"].match(right))


def ordinary_label(grade: str, right: str) -> bool:
    """Say whether "good report", "outstanding mark" and the like are only praise."""
    after = right.lstrip("”\"’'` -").lower()
    return grade in PRAISED and after.startswith(
        ("inspection", "outcome", "mark ", "marks", "status of", "judgement call")
    )


def for_area(reading: Reading, opening: re.Match[str] | None, end: int, aspects: list[tuple[int, int]]) -> bool:
    """Say whether an area follows that the grade is for: "was good for quality of education"."""
    if opening is None:
        return False
    begin = end + opening.end()
    return any(begin <= first <= begin + 12 and " " in reading.text[first:last] for first, last in aspects)
