"""Finds words that may be a grade, and says by which cue somebody gave it: most "good"s are no judgement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extractors.judgements.clauses import CLAUSES, GENERAL
from pipeline.extractors.judgements.normalise import WORDS, grade, plain
from pipeline.extractors.judgements.surroundings import (
    begins_area,
    beside_name,
    follows_name,
    for_area,
    in_speech,
    last_end,
    names_provider,
    near_inspectorate,
    of_a_thing,
    ordinary_label,
    unnamed,
)
from pipeline.extractors.reading import Reading, of_ofsted
from pipeline.patterns import alternation, compile_patterns, longest

CUES: dict[str, list[str]] = WORDS["cues"]
PATTERNS = compile_patterns("judgements", CUES)
FORMS = frozenset({"word", "phrase", "initials", "numbered", "bare", "category", "place", "met", "meets"})
# cues that stand without more; the others also ask what is spoken of
STRONG = ("rated", "rating_it", "rated_object", "rated_as", "label_of")
OF = {"three": 3, "four": 4, "five": 5}
GLOSS = 60  # characters between a grade and the words that explain it
SEND = frozenset({"systemic_failings", "typically_positive", "inconsistent"})
OPEN = "“\"‘'’`"
INSPECTION = CLAUSES["inspection"]
RATING = CLAUSES["rating"]
OVERALL = CLAUSES["overall"]


def words(listed: list[str]) -> re.Pattern[str]:
    """Compile a list of words."""
    return re.compile(rf"(?<![\w-]){alternation(listed)}(?![\w-])", re.IGNORECASE)


NOT_INSPECTED = words(WORDS["status"]["not_inspected"])
# in small letters: "Marine Road" is where a school stands
ORDINARY = re.compile(rf"(?<![\w-]){alternation(WORDS['status']['ordinary_subjects'])}(?![\w-])")
PROVIDER_WORD = words(CUES["provider_nouns"])
LISTED = CLAUSES["listed"]
FIRST_PERSON = CLAUSES["first_person"]


@dataclass(frozen=True)
class Grade:
    """Words that may be a grade: `form` is the pattern that found them, `cue` why they are."""

    start: int
    end: int
    form: str
    grade: str
    category: str = ""
    place: int = 0
    of: int = 0  # how many places the scale is said to have
    cue: str = ""


def candidates(reading: Reading) -> Iterator[list[Grade]]:
    """Give the possible grades of each sentence that has any."""
    found: list[Grade] = []
    for hit in longest(PATTERNS.scan(reading.text, reading.paragraphs, FORMS)):
        form = hit.rule.split(".")[1]
        said = hit.match[0]
        if form in ("met", "meets"):
            start, end = hit.match.span("grade")
            denied = re.search(r"\b(?:not|fail\w*)\b", said, re.IGNORECASE)
            found.append(Grade(start, end, "met", "not_met" if denied else "met"))
        elif form == "place":
            place, of = int(WORDS["places"][plain(hit.group("place"))]), OF.get(hit.group("of").lower(), 0)
            found.append(Grade(hit.start, hit.end, form, "", place=place, of=of))
        elif form == "initials":
            found.append(Grade(hit.start, hit.end, "phrase", "requires_improvement"))
        elif form == "bare":
            found.append(Grade(hit.start, hit.end, form, str(WORDS["bare"][said.lower()])))
        elif form == "category":
            found.append(Grade(hit.start, hit.end, form, "", category=str(WORDS["categories"][plain(said)])))
        else:
            found.append(Grade(hit.start, hit.end, form, grade(said)))
    found.sort(key=lambda one: one.start)
    sentence: list[Grade] = []
    for one in found:
        if sentence and reading.sentence(one.start) != reading.sentence(sentence[0].start):
            yield sentence
            sentence = []
        sentence.append(one)
    if sentence:
        yield sentence


def given(reading: Reading, sentence: list[Grade], aspects: list[tuple[int, int]]) -> list[Grade]:
    """Keep the grades of a sentence that somebody gave, each with its cue; `aspects` are the areas it names."""
    if _scale_told(reading, sentence):
        return []
    kept: list[Grade] = []
    for number, one in enumerate(sentence):
        later = sentence[number + 1] if number + 1 < len(sentence) else None
        cue = _cue(reading, one, kept[-1] if kept else None, later, aspects)
        if cue:
            kept.append(replace(one, cue=cue))
    explicit = [one for one in kept if one.form != "place"]
    return [one for one in kept if one.form != "place" or not any(_glosses(reading, one, other) for other in explicit)]


def _scale_told(reading: Reading, sentence: list[Grade]) -> bool:
    """Say whether a sentence only tells the scale: "outstanding, good, requires improvement or inadequate"."""
    if len({one.grade for one in sentence}) < 3:
        return False
    close = all(later.start - earlier.end < 14 for earlier, later in pairwise(sentence))
    start, end = reading.around(sentence[0].start)
    return close and not reading.inspectable_within(start, end)


def _glosses(reading: Reading, place: Grade, other: Grade) -> bool:
    """Say whether words for a place on the scale only explain a grade beside them: "inadequate, the lowest grade"."""
    first, last = (other, place) if other.start < place.start else (place, other)
    between = CLAUSES["by_both"].sub("", reading.text[first.end : last.start])
    return len(between) < GLOSS and not CLAUSES["gloss_ends"].search(between)


def _cue(
    reading: Reading, one: Grade, before: Grade | None, later: Grade | None, aspects: list[tuple[int, int]]
) -> str:
    start, end = reading.around(one.start)
    left, right = reading.text[start : one.start], reading.text[one.end : end]
    context = bool(INSPECTION.search(reading.text, start, end))
    if one.form == "met":
        return "met"
    if GENERAL["own_rating"].search(left) or PATTERNS["by_others"].match(right) or PATTERNS["other_rater"].search(left):
        return ""
    if one.form == "category":
        if CLAUSES["short_of"].search(left):
            return ""
        return "category" if PATTERNS["in_category"].search(left) and reading.inspectorate(one.start) else ""
    if one.form == "place" and CLAUSES["top_marks"].match(reading.text[one.start : one.end]):
        return "place" if context and PATTERNS["top_marks"].search(left) else ""
    if one.form == "place":
        near = context or (before is not None) or one.place < 0
        if CLAUSES["in_general"].search(left[-60:]):
            return ""
        return "place" if near and PATTERNS["placed"].search(left) and near_inspectorate(reading, one.start) else ""
    if PATTERNS["other_sense"].search(left[-20:]) and one.form == "word":
        return ""
    if one.form == "bare":
        said = CLAUSES["says_ofsted"].search(reading.text, start, end) or (
            before is not None and before.form in ("numbered", "bare")
        )
        said = said and of_ofsted(reading.inspectorate(one.start))
        if not reading.text[one.start].isdigit() and not left.endswith((" a ", " an ", "“", "‘")):
            return ""  # "the next one will be a graded one"
        return (
            "numbered"
            if said and near_inspectorate(reading, one.start) and PATTERNS["bare_as"].search(left[-60:])
            else ""
        )
    if one.form == "numbered":
        return "numbered" if near_inspectorate(reading, one.start) and PATTERNS["numbered_as"].search(left) else ""
    if CLAUSES["such_as"].search(left):
        return ""
    if NOT_INSPECTED.search(left[-70:]) or CLAUSES["not_by_inspectors"].search(left[-90:]):
        return ""
    complement = bool(PATTERNS["complement"].search(right))
    label = bool(PATTERNS["label"].search(right))
    attributive = bool(PATTERNS["attributive"].search(right))
    if of_a_thing(PATTERNS["ordinary_is"].search(left), start, aspects):
        return ""
    quoted = left[-1:] != "" and left[-1:] in OPEN and bool(PATTERNS["quoted"].search(right))
    telling = one.form == "phrase" or one.grade == "inadequate"
    if (
        context
        and complement
        and not CLAUSES["counted_areas"].search(left[-60:])
        and (CLAUSES["counted"].search(left[-140:]) or CLAUSES["counted_in"].search(left[-140:]))
    ):
        return "counted"
    if PATTERNS["told_by"].search(left) and (complement or attributive):
        return "found"
    if beside_name(reading, start, one.start, right) and near_inspectorate(reading, one.start):
        return "beside"
    if PATTERNS["spent_as"].search(left) and complement and near_inspectorate(reading, one.start):
        return "from"
    if (
        complement
        and PATTERNS["was"].search(left)
        and CLAUSES["counted_areas"].search(left[-70:])
        and near_inspectorate(reading, one.start)
    ):
        return "area"
    if (
        (telling or context)
        and complement
        and PATTERNS["denied_of"].search(left)
        and names_provider(reading, start, one.start)
    ):
        return "subject" if near_inspectorate(reading, one.start) else ""
    if one.grade == "expected_standard" and not aspects and CLAUSES["pupils_reached"].search(left):
        return ""
    if (
        one.grade == "exceptional"
        and complement
        and PATTERNS["rated"].search(left)
        and near_inspectorate(reading, one.start)
    ):
        return "rated"
    if one.grade in ("exceptional", "inconsistent", "strong_standard") and one.form == "word":
        if quoted and aspects and near_inspectorate(reading, one.start):
            return "quoted"
        if one.grade == "strong_standard" or not (quoted or aspects):
            return ""
    if one.form == "phrase" and one.grade in SEND:
        return "outcome" if near_inspectorate(reading, one.start) else ""
    if PATTERNS["fronted"].search(left) and PATTERNS["fronted_after"].search(right) and context:
        return "fronted"
    if PATTERNS["lost"].search(left) and (quoted or label or (context and complement)):
        return "lost"
    if PATTERNS["by"].search(right):
        return "by"
    if label and not ordinary_label(one.grade, right):
        return "label"
    if PATTERNS["rated_after"].search(right):
        return "rated"
    if attributive and PATTERNS["of_ofsted"].search(left):
        return "attributive"
    if attributive and telling and (quoted or context or near_inspectorate(reading, one.start)):
        return "attributive"
    if complement and PATTERNS["aside"].search(left) and near_inspectorate(reading, one.start):
        return "subject"
    if aspects and LISTED.match(reading.text[last_end(aspects, one.start) : one.start]):
        return "listed" if near_inspectorate(reading, one.start) and complement else ""
    if (
        complement
        and CLAUSES["since"].match(right)
        and reading.dates_within(one.end, min(end, one.end + 40))
        and follows_name(reading, start, one.start)
        and near_inspectorate(reading, one.start)
    ):
        return "subject"
    if aspects and before is not None and complement and near_inspectorate(reading, one.start):
        subject = last_end(aspects, one.start)
        if subject >= before.end and PATTERNS["gapped"].match(reading.text[subject : one.start]):
            return "gapped"
    if (
        attributive
        and PATTERNS["was_a"].search(left)
        and reading.dates_within(start, end)
        and near_inspectorate(reading, one.start)
    ):
        return "subject"
    if (
        before is not None
        and "with" in left[-8:]
        and begins_area(reading, one.end, aspects)
        and near_inspectorate(reading, one.start)
    ):
        return "with_area"
    if (
        complement
        and PATTERNS["found_to_be"].search(left)
        and reading.dates_within(one.end, min(end, one.end + 40))
        and (PATTERNS["unknown"].search(left) or names_provider(reading, start, one.start))
        and near_inspectorate(reading, one.start)
    ):
        return "found"
    if (
        complement
        and (before is not None or PATTERNS["was"].search(left) or PATTERNS["found_object"].search(left))
        and for_area(reading, PATTERNS["for"].match(right), one.end, aspects)
        and near_inspectorate(reading, one.start)
    ):
        return "for_area"
    if attributive and PATTERNS["still_a"].search(left) and near_inspectorate(reading, one.start):
        return "subject"
    if not complement and not (quoted and context):
        return ""
    area = last_end(aspects, one.start)
    if (
        area > start
        and CLAUSES["spot_at"].match(reading.text[area : one.start])
        and near_inspectorate(reading, one.start)
    ):
        return "area"
    if before is not None and PATTERNS["via"].search(left) and (before.cue == "from" or later is not None):
        return "from"
    if (
        (telling or quoted or (context and OVERALL.match(right[:10].strip())))
        and PATTERNS["put_at"].search(left)
        and near_inspectorate(reading, one.start)
    ):
        return "put_at"
    if (
        PATTERNS["from"].search(left)
        and (later is not None or before is not None)
        and context | near_inspectorate(reading, one.start)
    ):
        return "from"
    if one.form == "word" and PATTERNS["praise"].search(right) and not telling and not (quoted and context):
        return ""
    for name in STRONG:
        if PATTERNS[name].search(left):
            return name
    if _rated_area(reading, one, start, aspects):
        return "rated_object"
    if PATTERNS["moved"].search(left) and (near_inspectorate(reading, one.start)):
        return "moved"
    if before is not None and before.cue == "from" and PATTERNS["to"].search(left):
        return "to"
    speech = in_speech(reading, one.start - 1 if quoted else one.start)
    if (
        PATTERNS["found"].search(left)
        and (telling or quoted or aspects or context or CLAUSES["counted_areas"].search(left[-120:]))
        and not ORDINARY.search(unnamed(reading, start, one.start)[-60:])
    ):
        return "found"
    found_object = PATTERNS["found_object"].search(left)
    of_area = area > start and PATTERNS["gapped"].match(reading.text[area : one.start]) is not None
    whole = OVERALL.match(right.lstrip("”\"’' "))
    if found_object and (telling or quoted or of_area or whole) and near_inspectorate(reading, one.start):
        named = found_object.start() + start
        if (
            of_area
            or CLAUSES["found_it"].match(reading.text[named : one.start])
            or PROVIDER_WORD.search(reading.text, named, one.start)
            or names_provider(reading, named, one.start)
        ):
            return "found"
    if PATTERNS["gave_object"].search(left) and (quoted or telling) and near_inspectorate(reading, one.start):
        return "got"
    if PATTERNS["got"].search(left) and (quoted or telling or aspects):
        return "got"
    if (
        before is not None
        and PATTERNS["join"].search(reading.text[before.end : one.start])
        and len(reading.text[before.end : one.start]) < 170
    ):
        return "joined"
    if quoted and context and (not CLAUSES["adjective"].match(right) or PATTERNS["complement"].search(right[1:])):
        return "quoted"
    return _said_of(reading, one, left, right, context, speech, aspects)


def _said_of(
    reading: Reading, one: Grade, left: str, right: str, context: bool, speech: bool, aspects: list[tuple[int, int]]
) -> str:
    """Judge "X was good": X must be an area or an inspected thing, and something must say that it is a grade."""
    start, end = reading.around(one.start)
    ordinary = ORDINARY.search(unnamed(reading, start, one.start))
    if ordinary and reading.focus == "childrens_home" and ordinary[0].lower() == "homes":
        ordinary = None
    if not near_inspectorate(reading, one.start) or (not aspects and ordinary):
        return ""
    be = PATTERNS["was"].search(left) or one.form == "phrase"
    if not be or GENERAL["for_years"].match(right):
        return ""
    if GENERAL["told_by_others"].search(left) and not INSPECTION.search(left):
        return ""
    if speech and (FIRST_PERSON.search(left) or not RATING.search(reading.text, start, end)):
        return ""
    subject = last_end(aspects, one.start)
    aside = not speech and GENERAL["area_somewhere"].match(reading.text[subject : one.start]) if subject else None
    if (
        aside
        and aside["where"][0].islower()
        and not PROVIDER_WORD.search(aside["where"])
        and not names_provider(reading, subject, one.start)
    ):
        return ""
    if (subject and not CLAUSES["turn"].search(reading.text, subject, one.start)) or (one.form == "phrase" and aspects):
        return "area"
    dated = bool(reading.dates_within(start, end))
    named = PATTERNS["subject_was"].search(left) or names_provider(reading, start, one.start)
    told = (
        CLAUSES["until_now"].search(left)
        or CLAUSES["until_now"].match(reading.text[one.end : end].lstrip())
        or (one.form == "phrase" or one.grade == "inadequate")
    )
    if named and (context or dated or told or OVERALL.search(reading.text, start, end)):
        return "subject"
    return ""


def _rated_area(reading: Reading, one: Grade, start: int, aspects: list[tuple[int, int]]) -> bool:
    """Say whether an area, however long its name, stands between the verb and a grade: "rated adult learning good"."""
    return any(
        start < first
        and PATTERNS["gapped"].match(reading.text[last : one.start])
        and PATTERNS["rates"].search(reading.text[start:first])
        for first, last in aspects
        if last < one.start
    )
