"""What a mention of an inspection or visit is, and the patterns that find one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extractors.reading import Provider
from pipeline.patterns import alternation, compile_patterns, vocabulary

WORDS = vocabulary("inspections")


def _words(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){alternation(words)}(?![\w-])", re.IGNORECASE)


PATTERNS = compile_patterns(
    "inspections",
    {
        **{name: WORDS["words"][name] for name in ("plain", "latest", "previous", "next")},
        "subjects": WORDS["inspecting"]["subjects"],
        "inspecting": WORDS["inspecting"]["verbs"],
        "report_nouns": WORDS["publication"]["nouns"],
        "report_verbs": WORDS["publication"]["verbs"],
        "months": WORDS["words"]["months"],
    },
)
CLAUSES = compile_patterns("inspections", file="clauses")
FIND = frozenset({"now", "noun", "range", "inspectors", "passive", "return", "elliptical", "refer", "upcoming"})
LATEST, PREVIOUS, NEXT = (_words(WORDS["words"][name]) for name in ("latest", "previous", "next"))
DETERMINED = CLAUSES["determined"]
HAPPENED = CLAUSES["happened"]
# "their first visit in two years": not the first of a series
AGAIN = CLAUSES["again"]
REFERS = CLAUSES["refers"]
MORE = CLAUSES["more"]
GENERIC = re.compile(rf"(?<![\w-]){alternation(WORDS['generic']['words'])}\s+(?:\w+\s+)?$", re.IGNORECASE)
FUTURE, HYPOTHETICAL, UNDER_WAY = (_words(WORDS[name]["words"]) for name in ("future", "hypothetical", "under_way"))
SUBJECT = _words([*WORDS["inspecting"]["subjects"], "inspected", "monitoring", "inspection"])
NOT_INSPECTION = _words(WORDS["publication"]["not_inspection"])
# what may not stand between a visit and the date that dates it
CUT = CLAUSES["cut"]
BESIDE = CLAUSES["beside"]
OPENING = CLAUSES["opening"]
LINK = CLAUSES["link"]
NEAR = 3  # paragraphs within which "the latest" can go without its noun
UNDATING = frozenset({"before", "after", "since", "until", "by"})
PAST_CLAUSE = CLAUSES["past_clause"]


@dataclass(frozen=True)
class Sighting:
    """One mention of an inspection; `kind` is empty where only its neighbours can say."""

    start: int
    end: int
    rule: str
    kind: str = ""
    ordinal: int | None = None
    low: int | None = None
    high: int | None = None
    plural: bool = False
    more: bool = False
    latest: bool = False
    previous: bool = False
    refers: bool = False  # "It was the ninth visit": the one last spoken of
    status: str = "done"
    when: tuple[str, str] = ("", "")
    report: str = ""  # when its report came out, where its own words say so: "its last inspection, published in May"
    unresolved: bool = False  # beside a date that could not be resolved
    inspectorate: str = ""
    provider: Provider = Provider()


@dataclass(frozen=True)
class Publication:
    """A date on which a report came out."""

    start: int
    day: str
    sentence: tuple[int, int]
