"""Roles: what one line cannot show: who is meant across sentences, and one row for each person and post."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from spacy.language import Language

from pipeline.cleaning import plain_article
from pipeline.extractors.roles.extractor import rows
from pipeline.extractors.roles.record import ROLE_CLASSES, Role
from pipeline.language import parse
from pipeline.patterns import vocabulary


def roles_of(nlp: Language, text: str, published: date | None = date(2024, 9, 10)) -> list[Role]:
    return list(rows(next(parse(nlp, [plain_article(text, published)]))))


def find(roles: list[Role], person: str, role: str) -> Role:
    return next(one for one in roles if (one.person, one.role.lower()) == (person, role.lower()))


def test_a_post_stated_twice_is_one_row_and_the_fuller_statement_stays(nlp: Language) -> None:
    paragraphs = (
        "Councillor Joan Tideswell is leader.",
        "Cllr Tideswell, leader of Kirklees Council, said no.",
        "Leader Cllr Tideswell left.",
    )
    roles = roles_of(nlp, "\n\n".join(paragraphs))
    assert Counter((one.person, one.role_class) for one in roles) == {
        ("Joan Tideswell", "council_leader"): 1,
        ("Joan Tideswell", "councillor"): 1,
    }


def test_two_posts_of_one_person_are_two_rows(nlp: Language) -> None:
    first = "Ian Doherty, director of finance at Leeds City Council,"
    roles = roles_of(nlp, f"{first} is leaving to become chief executive of Derby City Council.")
    assert {(one.role, one.organisation) for one in roles} == {
        ("director of finance", "Leeds City Council"),
        ("chief executive", "Derby City Council"),
    }


@pytest.mark.parametrize(
    ("next_sentence", "start", "status"),
    [
        ("She starts on January 16.", "2025-01-16", "incoming"),
        ("Ms Tideswell will take up the post in November.", "2024-11", "incoming"),
        ("The board meets in November.", "", "current"),
    ],
)
def test_the_next_sentence_may_say_when_a_post_begins(
    nlp: Language, next_sentence: str, start: str, status: str
) -> None:
    roles = roles_of(nlp, f"Joan Tideswell has been appointed as director of education. {next_sentence}")
    role = find(roles, "Joan Tideswell", "director of education")
    assert (role.start or "", role.status) == (start, status)


def test_a_pronoun_stands_for_the_only_person_of_the_sentence_before(nlp: Language) -> None:
    roles = roles_of(nlp, "Joan Tideswell retired on Friday. She was headteacher for nine years.")
    assert find(roles, "Joan Tideswell", "headteacher").status == "former"


def test_a_pronoun_after_two_people_is_left_open(nlp: Language) -> None:
    assert roles_of(nlp, "Joan Tideswell met Ian Doherty. He was headteacher for nine years.") == []


def test_a_title_and_a_name_of_two_sentences_do_not_meet(nlp: Language) -> None:
    assert roles_of(nlp, "Parents wrote to the headteacher. Ian Doherty signed the letter.") == []
    assert roles_of(nlp, "Parents wrote to the headteacher\n\nIan Doherty signed the letter.") == []


@pytest.mark.parametrize(
    ("text", "person", "role", "organisation"),
    [
        ("Kirklees Council met.\n\nThe leader, Joan Tideswell, spoke.", "Joan Tideswell", "leader", "Kirklees Council"),
        ("Ofsted came.\n\nInspector Joan Tideswell wrote a letter.", "Joan Tideswell", "Inspector", "Ofsted"),
        (
            "Oakfield Primary School is good.\n\nHeadteacher Joan Tideswell spoke.",
            "Joan Tideswell",
            "Headteacher",
            "Oakfield Primary School",
        ),
        (
            "Kirklees Council met. Leeds City Council met.\n\nThe leader, Joan Tideswell, spoke.",
            "Joan Tideswell",
            "leader",
            None,
        ),
        ("Kirklees Council met Joan Tideswell, MP for Bradford West.", "Joan Tideswell", "MP for Bradford West", None),
    ],
)
def test_the_organisation_is_the_only_one_it_can_be(
    nlp: Language, text: str, person: str, role: str, organisation: str | None
) -> None:
    assert find(roles_of(nlp, text), person, role).organisation == organisation


def test_each_of_joint_holders_has_a_row(nlp: Language) -> None:
    roles = roles_of(nlp, "Co-chairs Joan Tideswell and Ian Doherty resigned.")
    assert sorted((one.person, one.role) for one in roles) == [
        ("Ian Doherty", "Co-chair"),
        ("Joan Tideswell", "Co-chair"),
    ]


def test_one_who_replaces_another_holds_the_post_and_the_other_did(nlp: Language) -> None:
    roles = roles_of(nlp, "Joan Tideswell succeeded Ian Doherty as leader in May 2023.")
    assert {(one.person, one.status) for one in roles} == {("Joan Tideswell", "current"), ("Ian Doherty", "former")}


@pytest.mark.parametrize(
    "word", ["the ", "children, ", "and ", "director of ", "chair and ", "leader, ", "council's ", "Jane Doe, "]
)
def test_hostile_repetition_is_read(nlp: Language, word: str) -> None:
    roles_of(nlp, "Jane Doe, director of " + word * 3000)


def test_heads_mean_one_class_each_and_every_class_has_heads() -> None:
    heads = vocabulary("roles")["heads"]
    counted = Counter(head for listed in heads.values() for head in listed)
    assert [head for head, times in counted.items() if times > 1] == []
    assert set(heads) == set(ROLE_CLASSES)


def test_the_post_of_one_who_took_over_was_the_others(nlp: Language) -> None:
    roles = roles_of(nlp, "Interim headteacher Joan Tideswell, who replaced Ian Doherty in May, said so.")
    assert find(roles, "Ian Doherty", "headteacher").status == "former"
    assert find(roles, "Joan Tideswell", "interim headteacher").start == "2024-05"
