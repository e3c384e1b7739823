"""The taxonomy of judgements: every grade has a rank and a source, every framework a time, and dates decide."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from spacy.language import Language

from pipeline.cleaning import plain_article
from pipeline.extractors.inspections import normalise as visits
from pipeline.extractors.judgements import normalise
from pipeline.extractors.judgements.extractor import rows
from pipeline.extractors.judgements.record import CATEGORIES, FRAMEWORKS, GRADES, PROVIDER_KINDS, SCALES
from pipeline.language import parse
from pipeline.resources import PACKAGE

FOLDER = PACKAGE / "extractors" / "judgements"
FORMS = {form: grade for table in ("words", "phrases", "numbered") for form, grade in normalise.WORDS[table].items()}


def test_scales_and_frameworks_are_those_of_the_table() -> None:
    assert set(normalise.SCALES) == set(SCALES)
    assert set(normalise.FRAMEWORKS) == set(FRAMEWORKS)


@pytest.mark.parametrize("grade", GRADES)
def test_every_grade_has_a_scale_a_rank_and_a_surface_form(grade: str) -> None:
    scale = normalise.scale(grade, "")
    assert normalise.rank(grade, scale) in range(1, 6)
    assert grade in FORMS.values() or grade in ("met", "not_met")  # those two are said of safeguarding by a pattern


@pytest.mark.parametrize("form", FORMS)
def test_every_surface_form_means_a_grade_of_the_table(form: str) -> None:
    assert FORMS[form] in GRADES
    assert normalise.grade(form.upper()) == FORMS[form]


def test_categories_are_those_of_the_table() -> None:
    assert set(normalise.WORDS["categories"].values()) == set(CATEGORIES)


@pytest.mark.parametrize("scale", SCALES)
def test_ranks_leave_no_gap(scale: str) -> None:
    ranks = sorted(set(normalise.SCALES[scale].values()))
    assert all(later - earlier == 1 for earlier, later in pairwise(ranks))


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_framework_has_known_kinds_scales_and_an_order_of_dates(name: str) -> None:
    entry = normalise.FRAMEWORKS[name]
    assert set(entry["kinds"]) <= set(PROVIDER_KINDS)
    assert set(entry["scales"]) <= set(SCALES)
    assert entry.get("from", normalise.FIRST) < entry.get("until", normalise.LAST)


@pytest.mark.parametrize("kind", sorted({kind for entry in normalise.FRAMEWORKS.values() for kind in entry["kinds"]}))
def test_no_two_frameworks_of_a_kind_hold_on_one_day(kind: str) -> None:
    spans = sorted(
        (entry.get("from", normalise.FIRST), entry.get("until", normalise.LAST))
        for entry in normalise.FRAMEWORKS.values()
        if kind in entry["kinds"]
    )
    assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))


@pytest.mark.parametrize("name", normalise.ASPECTS)
def test_every_area_has_kinds_and_forms_in_lower_case(name: str) -> None:
    entry = normalise.ASPECTS[name]
    assert entry["kinds"] and set(entry["kinds"]) <= set(PROVIDER_KINDS)
    assert entry["forms"] and all(form == normalise.plain(form) for form in entry["forms"])


@pytest.mark.parametrize("file", ["vocabulary.toml", "aspects.toml"])
def test_the_taxonomy_names_its_sources(file: str) -> None:
    head = (FOLDER / file).read_text(encoding="utf-8").split("[", 1)[0]
    assert "Source" in head


@pytest.mark.parametrize(
    ("kind", "grade", "inspected", "framework"),
    [
        ("school", "satisfactory", "2012-05", "school_pre2012"),
        ("school", "requires_improvement", "2012-10", "school_2012"),
        ("school", "good", "2020", "eif"),
        ("school", "expected_standard", "2025-12-02", "report_card_2025"),
        ("childrens_services", "adequate", "2012", "la_pre2013"),
        ("childrens_services", "inadequate", "2016-02", "sif"),
        ("childrens_services", "inadequate", "2022-07", "ilacs"),
        ("nursery", "outstanding", "2016", "early_years"),
        ("send_partnership", "systemic_failings", "2024-09", "area_send"),
    ],
)
def test_the_date_of_inspection_decides_the_framework(kind: str, grade: str, inspected: str, framework: str) -> None:
    assert normalise.frameworks(kind, grade, inspected, inspected) == [framework]


def warnings(nlp: Language, text: str, published: date) -> list[str]:
    doc = next(parse(nlp, [plain_article(text, published)]))
    return [record.message for record in rows(doc) if record.TABLE == "problems"]  # type: ignore[attr-defined]


def test_a_grade_out_of_force_at_its_date_is_kept_and_flagged(nlp: Language) -> None:
    said = warnings(nlp, "Oak Lane Primary School was rated satisfactory by Ofsted in 2019.", date(2024, 3, 12))
    assert said == ["the grade satisfactory was not given to a school inspected in 2019"]


def test_an_overall_grade_after_it_ended_is_flagged(nlp: Language) -> None:
    text = "Oak Lane Primary School was rated good by Ofsted after an inspection in February 2025."
    assert len(warnings(nlp, text, date(2025, 4, 1))) == 1


def test_a_grade_in_force_at_its_date_is_not_flagged(nlp: Language) -> None:
    assert warnings(nlp, "Oak Lane Primary School was rated good by Ofsted in 2019.", date(2024, 3, 12)) == []


@pytest.mark.parametrize(
    ("before", "noun", "kind"),
    [
        ("fifth monitoring ", "visit", "monitoring_visit"),
        ("focused ", "visit", "focused_visit"),
        ("area SEND ", "inspection", "area_send_inspection"),
        ("full ", "re-inspection", "inspection"),
        ("", "visit", ""),
    ],
)
def test_the_words_before_the_noun_say_what_sort_of_visit(before: str, noun: str, kind: str) -> None:
    assert visits.kind(before, noun) == kind
