"""When an article was published: what its source says, what it prints, and what its words prove."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import CORPUS
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.cleaning import CleanArticle, Published, Zone, clean_article, plain_article
from pipeline.dating import ANY, Days, date_article, meet

PATIENT = settings(max_examples=50)
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


def test_a_day_of_publication_that_the_text_outruns_is_a_warning() -> None:
    clean = plain_article("The school was shut in May 2022. It opened in 2018.")
    dated = date_article(replace(clean, article=replace(clean.article, published=date(2019, 3, 1))))
    assert [(problem.stage, problem.severity) for problem in dated.problems] == [("dating", "warning")]
    assert "in May 2022" in dated.problems[0].message
    assert dated.published.day == date(2019, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "The school was shut in May 2018 and will reopen in 2022.",
        "It should have closed by 2031, and a plan for 2040 was agreed.",
        "Spending is forecast to rise in 2024-25.",
    ],
)
def test_what_agrees_with_the_day_of_publication_is_no_warning(text: str) -> None:
    clean = plain_article(text)
    assert not date_article(replace(clean, article=replace(clean.article, published=date(2019, 3, 1)))).problems


def test_words_that_contradict_one_another_are_a_warning() -> None:
    dated = date_article(plain_article("It will open in May 2010. It was shut in May 2020."))
    assert [problem.severity for problem in dated.problems] == ["warning"]


def true_days(folder: Path, texts: Path) -> list[tuple[Path, date]]:
    """Give the plain texts of a folder of gold, each with the day on which it was published."""
    marked = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return [
        (texts / gold["source"], date.fromisoformat(gold["published"]))
        for gold in marked
        if gold.get("published") and (texts / gold["source"]).is_file()
    ]


def undated(path: Path) -> CleanArticle:
    """Read an article without its metadata, and bound its day by its own words."""
    (article,) = (item for item in read_articles([path], use_metadata=False) if isinstance(item, Article))
    return date_article(clean_article(article))


DEVELOP = true_days(CORPUS / "gold" / "develop", CORPUS / "articles" / "develop")
SEEDS = CORPUS.parent.parent / "shared"


@pytest.mark.parametrize(("path", "true"), DEVELOP, ids=lambda value: getattr(value, "stem", ""))
def test_bounds_hold_the_true_day_of_the_corpus(path: Path, true: date) -> None:
    found = undated(path).published
    assert (found.earliest or true) <= true <= (found.latest or true)


@pytest.mark.skipif(not (SEEDS / "seeds").is_dir(), reason="no seed articles beside the checkout")
def test_bounds_hold_the_true_day_of_the_seeds() -> None:
    for path, true in true_days(SEEDS / "gold", SEEDS / "seeds"):
        found = undated(path).published
        assert (found.earliest or true) <= true <= (found.latest or true), path.name
