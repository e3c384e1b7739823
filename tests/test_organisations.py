"""Organisations: what the tagged sentences cannot show."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from spacy.language import Language

from pipeline.cleaning import Published, plain_article
from pipeline.extractors.base import facts
from pipeline.extractors.organisations.gazetteer import COUNCILS, choose, read_index
from pipeline.extractors.organisations.normalise import form
from pipeline.language import parse
from pipeline.patterns import vocabulary
from pipeline.resources import Gazetteers, default_gazetteers

GAZETTEERS = Gazetteers(default_gazetteers())
INDEX = read_index(GAZETTEERS, vocabulary("organisations"))


def meaning(name: str, day: date | None = None) -> str | None:
    """Give the code that a name means on a day; None where it is unknown or left open."""
    readings = INDEX.forms.get(form(name))
    value = choose(readings, Published(day=day)) if readings else None
    return value.gss_code if value else None


@pytest.mark.parametrize("row", GAZETTEERS.read("councils", COUNCILS), ids=lambda row: row["name"])
def test_every_official_name_means_its_council(row: dict[str, str]) -> None:
    day = date.fromisoformat(row["start"] or row["until"] or "2024-06-03")
    if row["name"] != row["place"]:
        assert meaning(row["name"], day) == row["gss_code"]


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Somerset Council", date(2022, 5, 1), "E10000027"),
        ("Somerset Council", date(2023, 5, 1), "E06000066"),
        ("Somerset Council", None, "E06000066"),
        ("Somerset County Council", date(2024, 1, 9), "E10000027"),
        ("North Yorkshire Council", date(2021, 1, 9), "E10000023"),
        ("North Yorkshire Council", date(2024, 1, 9), "E06000065"),
        ("Dorset Council", date(2018, 1, 9), "E10000009"),
        ("Dorset Council", date(2020, 1, 9), "E06000059"),
        ("Bucks Council", date(2019, 1, 9), "E10000002"),
        ("Bucks Council", date(2021, 1, 9), "E06000060"),
        ("Bournemouth Council", date(2016, 1, 9), "E06000028"),
        ("Bournemouth Council", date(2023, 1, 9), None),
        ("Cumbria Council", date(2020, 1, 9), "E10000006"),
        ("Northamptonshire County Council", date(2018, 3, 1), "E10000021"),
        ("Westmorland and Furness Council", date(2022, 11, 1), "E06000064"),
        ("Cornwall County Council", date(2008, 3, 1), None),
        ("Notts Council", date(2020, 3, 1), None),
        ("Nottingham Council", date(2020, 3, 1), "E06000018"),
    ],
)
def test_a_name_means_the_council_of_its_time(name: str, day: date | None, code: str | None) -> None:
    assert meaning(name, day) == code


def test_mentions_never_reach_across_paragraphs_and_never_overlap(nlp: Language) -> None:
    text = "Nottingham City\nCouncil met. The council met Ofsted.\nDepartment for\nEducation"
    doc = next(parse(nlp, [plain_article(text)]))
    found = facts(doc, "organisations")
    assert all("\n" not in doc.text[fact.start : fact.end] for fact in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_a_hostile_line_is_read_in_time_that_grows_with_its_length(nlp: Language) -> None:
    text = "The St of and Council Academy " * 2000
    doc = next(parse(nlp, [plain_article(text)]))
    assert facts(doc, "organisations") is not None
