"""Words of judgements to values: grades, ranks, frameworks and aspects, each by the date of inspection."""

from __future__ import annotations

import re
from typing import Any

from pipeline.patterns import vocabulary
from pipeline.resources import read_toml

WORDS = vocabulary("judgements")
ASPECTS: dict[str, dict[str, Any]] = read_toml("extractors/judgements/aspects.toml")
SCALES: dict[str, dict[str, int]] = WORDS["scales"]
FRAMEWORKS: dict[str, dict[str, Any]] = WORDS["frameworks"]
OVERALL = "overall_effectiveness"
FIRST, LAST = "0000-01-01", "9999-12-31"


def plain(words: str) -> str:
    """Give words in lower case, with straight apostrophes and single spaces.

    >>> plain("Requires\\n Improvement"), plain("children’s")
    ('requires improvement', "children's")
    """
    return re.sub(r"\s+", " ", words.replace("’", "'")).lower()


def grade(words: str) -> str:
    """Read a grade's own words; empty where they are none.

    >>> grade("Requires Improvement to be Good"), grade("INADEQUATE"), grade("fine")
    ('requires_improvement', 'inadequate', '')
    """
    key = plain(words)
    for table in ("words", "phrases", "numbered"):
        if key in WORDS[table]:
            return str(WORDS[table][key])
    return ""


def days(first: str, last: str) -> tuple[str, str]:
    """Give first and last day of two prefix dates, as ISO days that compare as words; the bounds where unknown.

    >>> days("2022-07", "2022-07"), days("", "")
    (('2022-07-01', '2022-07-31'), ('0000-01-01', '9999-12-31'))
    """
    start = (first + "-01-01"[len(first) - 4 :]) if first else FIRST
    end = (last + "-12-31"[len(last) - 4 :]) if last else LAST
    return start, end


def holds(entry: dict[str, Any], first: str, last: str) -> bool:
    """Say whether something with `from` and `until` was in force at some time of an interval of prefix dates.

    >>> holds({"from": "2019-09-01"}, "2018", "2018"), holds({"until": "2012-08-31"}, "2012", "2012")
    (False, True)
    """
    start, end = days(first, last)
    return bool(entry.get("from", FIRST) <= end and start <= entry.get("until", LAST))


def frameworks(kind: str, of: str, first: str, last: str) -> list[str]:
    """Give the frameworks by which a kind of provider could get a grade at a time, in order.

    >>> frameworks("school", "good", "2014", "2014"), frameworks("school", "inclusion", "2014", "2014")
    (['school_2012'], [])
    """
    return [
        name
        for name, entry in FRAMEWORKS.items()
        if kind in entry["kinds"]
        and holds(entry, first, last)
        and any(of in SCALES[scale] for scale in entry["scales"])
        and days(first, last)[0] <= entry.get("grades_until", {}).get(of, LAST)
        and days(first, last)[1] >= entry.get("grades_from", {}).get(of, FIRST)
    ]


def scale(of: str, framework: str) -> str:
    """Give the scale on which a grade stands; the first that has it where no framework is known.

    >>> scale("good", "school_pre2012"), scale("good", ""), scale("satisfactory", "")
    ('ofsted4_legacy', 'ofsted4', 'ofsted4_legacy')
    """
    for name in FRAMEWORKS[framework]["scales"] if framework else SCALES:
        if of in SCALES[name]:
            return str(name)
    return next((name for name, grades in SCALES.items() if of in grades), "")


def rank(of: str, on: str) -> int | None:
    """Give a grade's place on its scale, 1 the best.

    >>> rank("inadequate", "ofsted4"), rank("met", "met"), rank("good", "")
    (4, 1, None)
    """
    return SCALES.get(on, {}).get(of)


def of_rank(place: int, on: str) -> str:
    """Give the grade at a place on a scale: 1 the best, -1 the worst.

    >>> of_rank(-1, "ofsted4"), of_rank(2, "report5"), of_rank(-1, "send3")
    ('inadequate', 'strong_standard', 'systemic_failings')
    """
    grades = sorted(SCALES[on], key=lambda name: SCALES[on][name])
    return grades[place - 1] if place > 0 else grades[place]


def forms(form: str, kind: str) -> list[str]:
    """Give the areas that a form has named at any time, of a kind of provider; a school's first where it is unknown."""
    key = plain(form)
    if kind:
        return [name for name, entry in ASPECTS.items() if key in entry["forms"] and kind in entry["kinds"]]
    every = [name for name, entry in ASPECTS.items() if key in entry["forms"]]
    return sorted(every, key=lambda name: "school" not in ASPECTS[name]["kinds"])


def aspect(form: str, kind: str, first: str, last: str) -> str:
    """Read an area's name, as it was called for that kind of provider at that time; empty where it was none.

    Of a provider of no known kind it is what a school's is called, if any.

    >>> aspect("behaviour", "school", "2014", "2014"), aspect("leadership", "childrens_services", "2020", "2020")
    ('behaviour_and_safety', 'impact_of_leaders')
    """
    fitting = forms(form, kind)
    return next((name for name in fitting if holds(ASPECTS[name], first, last)), fitting[0] if fitting else "")


def out_of_force(of: str, framework: str, area: str, kind: str, first: str, last: str) -> str:
    """Say why a grade cannot have been given at its date; empty where it can, or where the date is unknown.

    >>> out_of_force("satisfactory", "", "overall_effectiveness", "school", "2020", "2020")
    'the grade satisfactory was not given to a school inspected in 2020'
    """
    if not first or not any(kind in entry["kinds"] and holds(entry, first, last) for entry in FRAMEWORKS.values()):
        return ""
    if not frameworks(kind, of, first, last):
        return f"the grade {of} was not given to a {kind.replace('_', ' ')} inspected in {first}"
    until = FRAMEWORKS.get(framework, {}).get("overall_until")
    if until and area == OVERALL and days(first, last)[0] > until:
        return (
            f"no overall grade was given under {framework} for inspections after {until}, and this one was in {first}"
        )
    return ""
