"""Names of many origins are found in the frames of the genre; what only looks like a name is not taken for a person.

The names of `names.csv` are our own; each stands in frames chosen by its place in the file.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.cleaning import plain_article
from pipeline.extractors.base import facts
from pipeline.language import parse

NAMES = Path(__file__).with_name("names.csv")
EACH = 2  # frames for each name
RECALL, MISTAKEN = 0.97, 0.02

FRAMES = (
    "Cllr {} said the plan was not ready.",
    "Councillor {} (Lab, Eastfield) voted against it.",
    "The council’s cabinet member for highways, {}, told the meeting that work would begin in spring.",
    "Headteacher {} has written to parents about the change.",
    "“We were never asked,” said {}.",
    "“It is a disgrace,” {} added.",
    "{}, 52, has lived on the estate for nine years.",
    "Conservative group leader {} called for a vote.",
    "{}, director of adult services, apologised to families.",
    "A petition was handed in by {}, who lives nearby.",
    "Pictured from left are Ann Birtles, {} and Mark Lowndes.",
    "Those who spoke were Ruth Ansell, {} and Coun Peter Gaunt (Con).",
    "{}’s report to the committee came in March.",
    "{} (Lib Dem) abstained.",
    "The family were helped by solicitor {}.",
    "Parents are angry, and {}, chair of governors, knows it.",
    "The panel will be chaired by {}.",
    "Labour’s {} won the seat by 41 votes.",
)

SITE = (
    "Residents near {} were told on Monday.",
    "{} will close in May.",
    "Work at {} has been held up by the rain.",
    "A fire at {} took four hours to put out.",
)
AREA = (
    "Residents near {} were told on Monday.",
    "Plans for 40 homes in {} have been refused.",
    "Families in {} have waited since March.",
    "Buses to {} will stop at 7pm.",
    "He represents {} on the council.",
)
PUPILS = (
    "Pupils at {} were sent home.",
    "{} was rated good in 2019.",
    "A new head at {} starts in September.",
    "Parents of children at {} were told on Monday.",
)
PATIENTS = (
    "Patients at {} wait nine hours.",
    "She was taken to {} by ambulance.",
    "Wards at {} were shut on Friday.",
    "{} was rated good in 2019.",
)
BODY = (
    "A spokesperson for {} said it was looking into it.",
    "The council paid {} £40,000 for the work.",
    "It was run by {}, which has four sites.",
    "Money for {} will stop in April.",
)
THING = (
    "{} will cost the council £2m.",
    "Money for {} will stop in April.",
    "Ministers announced {} last week.",
    "Councillors spoke about {}, which came up in March.",
)
FRAMES_OF_THINGS = {
    "place": AREA, "ward": AREA, "street": SITE, "building": SITE, "pub": SITE, "school": PUPILS, "hospital": PATIENTS,
    "company": BODY, "charity": BODY, "body": BODY, "award": THING, "law": THING, "storm": THING, "programme": THING,
    "event": THING,
}  # fmt: skip


def read(what: str) -> list[tuple[str, str]]:
    """Give the names of people, or of things, each with its kind."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return [(row["name"], row["kind"]) for row in csv.DictReader(file) if row["is"] == what]


def framed(what: str) -> list[tuple[str, str, str]]:
    """Put each name into its frames: the name, its kind, the sentence."""
    cases = []
    for place, (name, kind) in enumerate(read(what)):
        frames = FRAMES if what == "person" else FRAMES_OF_THINGS[kind]
        cases += [(name, kind, frames[(place * EACH + turn * 7) % len(frames)].format(name)) for turn in range(EACH)]
    return cases


def people(nlp: Language, sentences: list[str]) -> list[list[tuple[str, str]]]:
    """Give the people that are found in each sentence: their words and their names."""
    docs = parse(nlp, [plain_article(sentence) for sentence in sentences])
    return [
        [(text[fact.start : fact.end], fact.value.name) for fact in facts(doc, "people")]
        for doc, text in zip(docs, sentences, strict=True)
    ]


def plain(name: str) -> str:
    """Give a name without a nickname in quotes, which a table may keep or leave out."""
    return " ".join(word for word in name.split() if word[0] not in "“\"'‘")


def test_names_of_many_origins_are_found_whole(nlp: Language) -> None:
    cases = framed("person")
    found = people(nlp, [sentence for _, _, sentence in cases])
    missed = [
        f"{kind}: {sentence} {names}"
        for (name, kind, sentence), names in zip(cases, found, strict=True)
        if plain(name) not in [plain(one) for _, one in names]
    ]
    assert len(read("person")) >= 400
    assert len(missed) <= (1 - RECALL) * len(cases), "\n".join(missed)


def test_things_that_look_like_people_are_none(nlp: Language) -> None:
    cases = framed("thing")
    found = people(nlp, [sentence for _, _, sentence in cases])
    taken = [f"{kind}: {sentence} {names}" for (_, kind, sentence), names in zip(cases, found, strict=True) if names]
    assert len(read("thing")) >= 200
    assert len(taken) <= MISTAKEN * len(cases), "\n".join(taken)


@pytest.mark.parametrize("kind", sorted({kind for _, kind in read("person")}))
def test_no_origin_is_left_behind(nlp: Language, kind: str) -> None:
    cases = [case for case in framed("person") if case[1] == kind]
    found = people(nlp, [sentence for _, _, sentence in cases])
    right = [plain(name) in [plain(one) for _, one in names] for (name, _, _), names in zip(cases, found, strict=True)]
    assert sum(right) >= 0.9 * len(right)
