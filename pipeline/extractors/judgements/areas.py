"""Says what a grade is of: the whole, or the framework's areas that its clause names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extractors.judgements.clauses import CLAUSES
from pipeline.extractors.judgements.grades import PATTERNS, Grade, words
from pipeline.extractors.judgements.normalise import ASPECTS, OVERALL, WORDS, aspect, forms, holds
from pipeline.extractors.reading import Reading
from pipeline.patterns import alternation

FORM = re.compile(
    rf"(?<![\w-]){alternation(form for entry in ASPECTS.values() for form in entry['forms'])}(?![\w-])", re.IGNORECASE
)
TURN = CLAUSES["turn"]
CONJUNCTION = CLAUSES["conjunction"]
WHOLE = words(WORDS["unassigned"]["whole"])
# "for the fourth time" is no fourth area
UNASSIGNED = re.compile(
    rf"(?<![\w-]){alternation(WORDS['unassigned']['words'])}(?![\w-]|\s+(?:time|year|visit|inspection|consecutive|day))",
    re.IGNORECASE,
)
LONGEST = 5  # years that an inspection told without its date can lie back
AT = CLAUSES["at_place"]
OVERALL_WORD = CLAUSES["overall_word"]


@dataclass(frozen=True)
class Area:
    """An area named: where, and the words."""

    start: int
    end: int
    form: str


def named(reading: Reading, offset: int, kind: str) -> list[Area]:
    """Give the areas that a sentence names, of those that this kind of provider has."""
    start, end = reading.sentence(offset)
    found = [
        Area(match.start(), match.end(), match[0])
        for match in FORM.finditer(reading.text, start, end)
        if aspect(match[0], kind, "", "") and not _part_of_name(reading, match)
    ]
    if not found or reading.published is None or reading.dates_within(start, end):
        return found
    today = reading.published.isoformat()
    since = f"{reading.published.year - LONGEST:04}"
    return [area for area in found if any(holds(ASPECTS[one], since, today) for one in forms(area.form, kind))]


def _part_of_name(reading: Reading, match: re.Match[str]) -> bool:
    """Say whether the words are of an organisation's name, or of a post ("director of ...")."""
    if any(fact.start <= match.start() and match.end() <= fact.end for fact in reading.organisations):
        return True
    before = reading.text[max(0, match.start() - 40) : match.start()]
    return CLAUSES["post"].search(before) is not None


def assign(reading: Reading, sentence: list[Grade], areas: list[Area]) -> list[list[Area] | None]:
    """Give the areas of each grade of a sentence: empty for the whole, None where they cannot be told."""
    start, end = reading.sentence(sentence[0].start)
    text = reading.text
    taken: set[Area] = set()
    result: list[list[Area] | None] = []
    for number, one in enumerate(sentence):
        floor = sentence[number - 1].end if number else start
        ceiling = sentence[number + 1].start if number + 1 < len(sentence) else end
        right, left = text[one.end : ceiling], text[floor : one.start]
        if one.form == "met":
            safe = [area for area in areas if "safeguard" in area.form.lower()]
            result.append(sorted(safe, key=lambda area: abs(area.start - one.start))[:1])
            continue
        own: list[Area] = []
        opening = PATTERNS["for"].match(right)
        also = PATTERNS["also"].match(right)
        if opening or also:
            begin = one.end + (opening or also).end()  # type: ignore[union-attr]
            own = _list_from(
                text, begin, ceiling, [area for area in areas if area.start >= begin], len(sentence) > number + 1
            )
        told = [area for area in areas if (floor <= area.start or area.end <= start) and area.end <= one.start]
        before = _list_before(text, [area for area in told if area not in taken])
        if before and TURN.search(text, before[-1].end, one.start):
            before = []  # "good support for care leavers, but records were inadequate"
        if one.cue == "with_area":
            own = [area for area in areas if area.start >= one.end][:1]
        if own and also:
            own = [*before, *own]
        elif not own and before and one.form != "category":
            own = before
        clause = CONJUNCTION.split(left)[-1]
        if (
            (OVERALL_WORD.search(clause[-25:]) and not opening)
            or OVERALL_WORD.match(right.lstrip("”\"’'` "))
            or _of_whole(right[:45])
            or (not own and not areas and _of_whole(left[-90:]))
        ):
            own = _listed_after(text, one.end, [area for area in areas if one.end < area.start and area.end <= ceiling])
        elif not own and (
            (opening and UNASSIGNED.search(CLAUSES["comma_stop"].split(right[:70], maxsplit=1)[0]))
            or UNASSIGNED.search(left[-60:])
        ):
            own = _listed_after(
                text, one.end, [area for area in areas if one.end < area.start and area.end <= ceiling]
            )[1:]
            own = own or _fourth(
                text, one.end, [area for area in areas if one.end < area.start and area.end <= ceiling]
            )
            taken.update(own)
            result.append(own or None)
            continue
        elif (
            not own
            and number
            and result[-1]
            and one.cue in ("joined", "from", "to", "moved", "found", "area", "rated", "rated_as")
        ):
            own = list(result[-1]) if not opening or AT.match(opening[0]) else own
        taken.update(own)
        result.append(own)
    return result


def _of_whole(right: str) -> bool:
    """Say whether the whole is meant: "inadequate in everything", but not "in everything else"."""
    return any(not right[match.end() :].startswith(" else") for match in WHOLE.finditer(right))


def _listed_after(text: str, end: int, areas: list[Area]) -> list[Area]:
    """Give the areas that a colon or dash introduces: "inadequate in all four areas: the quality of education, ..."."""
    if not areas or not CLAUSES["areas_listed"].match(text[end : areas[0].start]):
        return []
    return [Area(end, end, OVERALL), *_list_from(text, areas[0].start, areas[-1].end, areas, more=False)]


def _fourth(text: str, end: int, areas: list[Area]) -> list[Area]:
    """Give the area that explains "the fourth", "the other": "outstanding in the fourth, personal development"."""
    return areas[:1] if areas and CLAUSES["the_fourth"].match(text[end : areas[0].start]) else []


def _list_before(text: str, areas: list[Area]) -> list[Area]:
    """Give the areas of the list that ends nearest before a grade."""
    found = areas[-1:]
    for area in reversed(areas[:-1]):
        between = text[area.end : found[0].start]
        if len(between) > 70 or PATTERNS["cut"].search(between):
            break
        found.insert(0, area)
    return found


def _list_from(text: str, begin: int, ceiling: int, areas: list[Area], more: bool) -> list[Area]:
    """Give the areas of a list that begins at a place: each follows the last with no more than commas and "and"."""
    found: list[Area] = []
    at = begin
    for area in areas:
        if area.end > ceiling:
            break
        between = text[at : area.start]
        if len(between) > 70 or PATTERNS["cut"].search(between):
            break
        # the last area before the next grade may be that grade's own subject: "good for A, and B was inadequate"
        rest = text[area.end : ceiling]
        if more and found and (CLAUSES["own_subject"].match(rest) or len(rest.strip()) < 2):
            break
        found.append(area)
        at = area.end
    return found


def name(area: Area, kind: str, first: str, last: str) -> str:
    """Give an area's name in the taxonomy at a time."""
    return OVERALL if area.form == OVERALL else aspect(area.form, kind, first, last) or OVERALL
