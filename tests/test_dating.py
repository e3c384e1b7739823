"""When an article was published: what its source says, what it prints, and what its words prove."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.article import Article
from pipeline.cleaning import CleanArticle, Published, Zone, plain_article
from pipeline.dating import ANY, Days, date_article, meet

PATIENT = settings(deadline=None, max_examples=50)
DAYS = st.dates(min_value=date(2005, 1, 1), max_value=date(2030, 12, 31))


def published(text: str) -> Published:
    return date_article(plain_article(text)).published


def with_furniture(line: str, rule: str, body: str = "It was quiet.") -> CleanArticle:
    text = f"{line}\n{body}"
    zones = (Zone("body", len(line) + 1, len(text)),)
    return CleanArticle(Article(source="", text=text), text, zones, (Zone("boilerplate", 0, len(line), rule),))


def test_the_source_decides() -> None:
    clean = plain_article("It was shut in May 2019.")
    article = replace(clean.article, published=date(2023, 6, 5), published_basis="url")
    found = date_article(replace(clean, article=article)).published
    assert found == Published(date(2023, 6, 5), date(2023, 6, 5), date(2023, 6, 5), "url")


def test_a_printed_line_of_publication_is_a_dateline() -> None:
    found = date_article(with_furniture("Published 5th Sep 2022, 10:00 BST", "published_line")).published
    assert (found.day, found.basis) == (date(2022, 9, 5), "dateline")


def test_a_later_change_only_bounds() -> None:
    found = date_article(with_furniture("Updated 7 September 2022", "published_line")).published
    assert (found.day, found.latest) == (None, date(2022, 9, 7))


def test_a_day_of_saving_only_bounds() -> None:
    found = date_article(with_furniture("Wednesday 24 April 2024", "page_date", "It was lost in 2021.")).published
    assert (found.day, found.latest, found.basis) == (None, date(2024, 4, 24), "inferred")
    assert found.earliest is not None and found.earliest <= date(2022, 1, 1)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("The school was shut on 5 September 2022.", date(2022, 9, 5), None),
        ("It will open in September 2025.", None, date(2025, 9, 30)),
        ("The wing was lost in 2021. Members met on Thursday (December 12).", date(2024, 12, 12), date(2024, 12, 22)),
        (
            "It was lost in May 2022. It will be heard next week, on September 26, and reopens by March 2024.",
            date(2022, 9, 19),
            None,
        ),
        ("There was an overspend in 2022-23.", date(2023, 4, 1), None),
        (
            "A visit in July 2022 was tense. After the visit in July this year it shut.",
            date(2022, 7, 1),
            date(2022, 12, 31),
        ),
    ],
)
def test_words_bound(text: str, earliest: date | None, latest: date | None) -> None:
    found = published(text)
    assert (found.earliest, found.latest, found.day) == (earliest, latest, None)


@pytest.mark.parametrize(
    "text",
    [
        "The council is forecasting an overspend in 2022-23.",
        "Funding for 2025-26 was agreed.",
        "The works, backed by all, should have closed by May 2031.",
        "May 2019 is on the cover.",
        "Members met on September 5.",
        "Ofsted rates schools under a plan to 2030.",
        "",
    ],
)
def test_nothing_is_proved(text: str) -> None:
    found = published(text)
    assert found.day is None and found.earliest is None


def test_last_night_with_its_date_fixes_the_day() -> None:
    found = published("It was lost in 2021. Members backed it last night (Thursday, December 12).")
    assert (found.day, found.basis) == (date(2024, 12, 13), "inferred")


def test_contradictions_prove_nothing() -> None:
    assert published("It will open in May 2010. It was shut in May 2020.") == Published()


@PATIENT
@given(DAYS, st.integers(0, 7))
def test_a_weekday_with_its_date_holds_the_true_day(event: date, days_after: int) -> None:
    true = event + timedelta(days=days_after)
    text = f"It was opened in {event.year - 2}. Members met on {event:%A} ({event:%B} {event.day})."
    found = published(text)
    assert (found.earliest or true) <= true <= (found.latest or true)


@PATIENT
@given(DAYS, st.integers(0, 60))
def test_a_stated_past_day_is_never_after_publication(event: date, days_after: int) -> None:
    found = published(f"The school was shut on {event.day} {event:%B} {event.year}.")
    assert found.earliest == event and found.latest is None
    assert found.earliest <= event + timedelta(days=days_after)


@PATIENT
@given(DAYS, DAYS)
def test_meeting_is_the_same_both_ways(one: date, other: date) -> None:
    some, others = (Days(min(one, other), max(one, other)),), (Days(one, one + timedelta(days=30)),)
    assert meet(some, others) == meet(others, some)
    assert meet(ANY, some) == some
