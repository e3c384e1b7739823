"""Says whether a grade stands: in force, superseded, or no more than hoped for, feared, denied or counted."""

from __future__ import annotations

import re

from pipeline.extractors.judgements.grades import PATTERNS, Grade, words
from pipeline.extractors.judgements.normalise import WORDS
from pipeline.extractors.reading import Reading

STATUS: dict[str, list[str]] = WORDS["status"]
ASPIRATION, HYPOTHETICAL = words(STATUS["aspiration"]), words(STATUS["hypothetical"])
NEGATED, STATISTIC = words(STATUS["negated"]), words(list(STATUS["statistic"]))
AT_LAST = words(STATUS["at_last"])
SUPERSEDED, OTHER = words(STATUS["superseded"]), words(STATUS["other_provider"])
PERCENT = re.compile(
    r"\d\s*%|\b(?:one|two|three|four|six|seven|eight|nine|\d)\s+(?:in|out\s+of)\s+(?:every\s+)?(?:four|five|ten|10|\d+)\b",
    re.IGNORECASE,
)
# after these a wish or a doubt no longer governs: "would appeal after being rated inadequate"
RESET = re.compile(
    r"\b(?:after|following|since|because|which|who|whose|was|were|has been|had been|received|when)\b|[;“”]",
    re.IGNORECASE,
)
OR_GRADE = re.compile(r"^[”\"’']?\s+or\s+[“\"‘']?(?:better|above|outstanding|good)\b", re.IGNORECASE)
OUT_OF = re.compile(
    r"\b(?:out\s+of|from|exit(?:s|ed)?|leaves|left|removed\s+from|end\s+of)\s+(?:formal\s+)?$", re.IGNORECASE
)
HELD = re.compile(
    r"^[”\"’']?\s*,?\s*(?:the\s+\w+\s+)?(?:(?:rating|grade|judge?ment)\s+)?(?:it|they|which\s+it)\s+(?:had\s+|has\s+)?(?:previously\s+)?(?:held|had|worn|received\s+in)\b",
    re.IGNORECASE,
)
PREVIOUS_LABEL = re.compile(
    r"\b(?:previous|former|old|earlier|last)\s+(?:Ofsted\s+)?(?:overall\s+)?[“\"‘']?$", re.IGNORECASE
)
# "rated good two years after it was judged inadequate"
YEARS_AFTER = re.compile(
    r"\b(?:(?:days?|weeks?|months?|years?|terms?)\s+(?:after|since|on\s+from)|after\s+(?:being|it\s+was|it\s+had|having))\b",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"^[”\"’']?[^.,;:“”]{0,30}\b(?:before\s+that|years?\s+earlier|years?\s+before|previously|beforehand)\b",
    re.IGNORECASE,
)
ALSO = re.compile(r"\b(?:also|same|again)\b", re.IGNORECASE)
WINDOW = 95


def _governing(left: str, window: int = WINDOW) -> str:
    """Give the words before a grade that may govern it: back to where another clause begins."""
    last = None
    for match in RESET.finditer(left):
        last = match
    return left[last.end() if last else 0 :][-window:]


def status(reading: Reading, one: Grade, before: Grade | None) -> str:
    """Say how a grade is meant, by the words of its own clause."""
    start, end = reading.sentence(one.start)
    floor = before.end if before else start
    left, right = reading.text[start : one.start], reading.text[one.end : end]
    own = reading.text[floor : one.start]
    governing = _governing(left)
    if OR_GRADE.match(right) or re.search(r"\b(?:good|better)[”\"’']?\s+or\s+[“\"‘']?$", left, re.IGNORECASE):
        return (
            "statistic"
            if STATISTIC.search(left) or STATISTIC.search(right) or PERCENT.search(left) or PERCENT.search(right)
            else "hypothetical"
        )
    if STATISTIC.search(left) or PERCENT.search(left) or STATISTIC.search(right[:60]):
        return "statistic"
    if re.search(
        rf"\b(?:{'|'.join(map(re.escape, STATUS['negated']))})\s+(?:[\w’']+\s+){{0,3}}[“\"‘']?$", left, re.IGNORECASE
    ) or re.search(r"n[’']t\s+(?:[\w’']+\s+){0,3}[“\"‘']?$", left):
        return "negated"
    if one.cue == "lost":
        return "in_force" if HYPOTHETICAL.search(governing) else "superseded"
    if HYPOTHETICAL.search(governing):
        return "hypothetical"
    if (ASPIRATION.search(governing) and not re.search(r"\b(?:to be|to become)\s+[“\"‘']?$", left[-12:])) or (
        re.search(r"\b(?:to be|to become)\s+(?:an?\s+)?[“\"‘']?$", left)
        and not PATTERNS["rated"].search(left)
        and not PATTERNS["rated_as"].search(left)
        and not PATTERNS["found"].search(left)
    ):
        return "aspiration"
    if before is not None and YEARS_AFTER.search(own):
        return "superseded"
    if one.category:
        return "superseded" if OUT_OF.search(left) else "in_force"
    if OUT_OF.search(left) and one.form == "place":
        return "superseded"
    if one.cue == "from" or PATTERNS["from"].search(left):
        return "superseded"
    if SUPERSEDED.search(own[-70:]) or PREVIOUS_LABEL.search(own) or HELD.match(right):
        return "superseded"
    if AT_LAST.search(own) or (AT_LAST.search(right[:45]) and not ALSO.search(right[:45])):
        return "last"
    return "superseded" if EARLIER.search(right) else "in_force"


def of_another(reading: Reading, one: Grade) -> bool:
    """Say whether the words before a grade point to another provider than the article's own."""
    start, _ = reading.sentence(one.start)
    if OTHER.search(reading.text, start, one.start):
        return True
    before = reading.before(one.start)
    if before is None or reading.paragraph(before[0]) != reading.paragraph(one.start):
        return False
    pronoun = re.match(r"\W*(?:they|it|that|those)\b", reading.text[start : one.start], re.IGNORECASE)
    return bool(pronoun and OTHER.search(reading.text, *before))
