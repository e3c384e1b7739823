"""The taxonomy of judgements: every grade has a rank and a source, every framework a time, and dates decide."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from examples import read_examples
from spacy.language import Language

from pipeline.cleaning import plain_article
from pipeline.extractors.inspections import normalise as visits
from pipeline.extractors.judgements import normalise
from pipeline.extractors.judgements.extractor import rows
from pipeline.extractors.judgements.record import CATEGORIES, FRAMEWORKS, GRADES, PROVIDER_KINDS, SCALES, STATUSES
from pipeline.extractors.reading import Reading
from pipeline.language import parse
from pipeline.resources import PACKAGE

FOLDER = PACKAGE / "extractors" / "judgements"
FRAMEWORK_ENTRIES = list(normalise.FRAMEWORKS.values())
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
    for limits in (entry.get("grades_until", {}), entry.get("grades_from", {})):
        assert set(limits) <= {grade for scale in entry["scales"] for grade in normalise.SCALES[scale]}


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


@pytest.mark.parametrize("name", normalise.ASPECTS)
def test_every_area_holds_while_some_framework_of_its_kinds_does(name: str) -> None:
    entry = normalise.ASPECTS[name]
    first, last = entry.get("from", normalise.FIRST), entry.get("until", normalise.LAST)
    assert first < last
    for kind in entry["kinds"]:
        assert any(kind in other["kinds"] and normalise.holds(other, first, last) for other in FRAMEWORK_ENTRIES), kind


@pytest.mark.parametrize(
    ("scale", "best", "worst"),
    [
        ("ofsted4", "outstanding", "inadequate"),
        ("ofsted4_legacy", "outstanding", "inadequate"),
        ("report5", "exceptional", "urgent_improvement"),
        ("met", "met", "not_met"),
        ("send3", "typically_positive", "systemic_failings"),
    ],
)
def test_ranks_run_from_best_to_worst(scale: str, best: str, worst: str) -> None:
    assert normalise.of_rank(1, scale) == best
    assert normalise.of_rank(-1, scale) == worst


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("grade", GRADES),
        ("aspect", (*normalise.ASPECTS, normalise.OVERALL)),
        ("scale", SCALES),
        ("framework", FRAMEWORKS),
        ("status", STATUSES),
        ("category", CATEGORIES),
    ],
)
def test_every_value_that_is_declared_is_reached_by_an_example(column: str, values: tuple[str, ...]) -> None:
    tagged = {
        dict(tag.columns).get(column)
        for example in read_examples("judgements")
        for tag in example.tags
        if tag.table == "judgements"
    }
    assert set(values) - tagged == set()


def test_the_examples_are_many_and_two_in_five_assert_nothing() -> None:
    examples = [(table, one) for table in ("judgements", "inspections") for one in read_examples(table)]
    silent = [one for table, one in examples if not any(tag.table == table for tag in one.tags)]
    assert len(examples) >= 300
    assert len(silent) >= 0.4 * len(examples)


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
        ("nursery", "satisfactory", "2010", "early_years"),
        ("college", "satisfactory", "2011", "further_education"),
        ("college", "requires_improvement", "2013", "further_education"),
        ("fostering_adoption", "good", "2019", "sccif"),
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
    ("text", "published"),
    [
        ("Little Acorns Nursery was rated satisfactory by Ofsted in 2010.", date(2011, 3, 12)),
        (
            "Stoke City Council’s children’s services, adequate when Ofsted last called, are inadequate.",
            date(2015, 6, 1),
        ),
        ("Ofsted rated the children’s home adequate in 2012.", date(2013, 6, 1)),
    ],
)
def test_a_word_of_its_own_time_is_not_flagged(nlp: Language, text: str, published: date) -> None:
    assert warnings(nlp, text, published) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ofsted and the Care Quality Commission (CQC) called.", "Ofsted and Care Quality Commission"),
        ("The CQC and Ofsted called.", "Ofsted and Care Quality Commission"),
        ("Ofsted, the CQC and HMICFRS called.", "Ofsted, Care Quality Commission and HMICFRS"),
        ("Ofsted called, and the CQC wrote.", "Ofsted"),
        ("Estyn called.", "Estyn"),
    ],
)
def test_joint_inspectorates_stand_under_one_name(text: str, name: str) -> None:
    assert Reading(text, plain_article(text).zones, [(0, len(text))]).inspectorates[0][2] == name


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
