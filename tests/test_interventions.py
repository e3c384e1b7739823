"""The taxonomy of interventions: one entry for each kind, a pattern that finds it, a sentence that shows it."""

from __future__ import annotations

import pytest
from examples import read_examples

from pipeline.extractors.interventions.parties import KINDS, WORDS
from pipeline.extractors.interventions.record import KINDS as DECLARED
from pipeline.extractors.interventions.record import PROVIDER_KINDS, STATUSES
from pipeline.extractors.interventions.sightings import PATTERNS
from pipeline.resources import Gazetteers, default_gazetteers

FOUND = {WORDS["kind_of"].get(name, name) for name in PATTERNS.rules}
TAGGED = [
    dict(tag.columns)
    for example in read_examples("interventions")
    for tag in example.tags
    if tag.table == "interventions"
]


def test_the_record_declares_the_kinds_of_the_vocabulary() -> None:
    assert set(DECLARED) == set(KINDS) == FOUND


@pytest.mark.parametrize("kind", DECLARED)
def test_every_kind_is_shown_by_a_sentence(kind: str) -> None:
    assert any(tag.get("kind") == kind for tag in TAGGED)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_is_shown_by_a_sentence(status: str) -> None:
    assert any(tag.get("status") == status for tag in TAGGED)


@pytest.mark.parametrize("kind", DECLARED)
def test_an_entry_says_on_whom_and_by_whom(kind: str) -> None:
    entry = KINDS[kind]
    assert entry["of"] in (*PROVIDER_KINDS, "inspected")
    assert entry["by"] in (*WORDS["bodies"], "itself", "nobody")
    assert set(entry) <= {"of", "by", "standing", "joined", "required"}


def test_departments_have_their_canonical_names() -> None:
    known = {row["name"] for row in Gazetteers(default_gazetteers()).read("organisations")}
    departments = {name for by in ("education", "housing", "inspectorate") for name in WORDS["bodies"][by]}
    assert departments <= known
    assert {name for name in WORDS["offices"].values() if name} <= departments


def test_nouns_that_take_up_an_intervention_name_kinds() -> None:
    assert {kind for kinds in WORDS["again"]["nouns"].values() for kind in kinds} <= set(DECLARED)


def test_more_than_a_third_of_the_sentences_have_nothing_to_assert() -> None:
    every = list(read_examples("interventions"))
    silent = [example for example in every if not any(tag.table == "interventions" for tag in example.tags)]
    assert len(every) >= 80
    assert len(silent) >= 0.35 * len(every)
