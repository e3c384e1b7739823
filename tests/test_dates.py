"""What examples cannot show of dates: every day, every bound, hostile text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from time import process_time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.cleaning import Published, plain_article
from pipeline.extractors.base import attach
from pipeline.extractors.dates import intervals
from pipeline.extractors.dates.extractor import build, patterns
from pipeline.extractors.dates.resolution import Setting, choose, weekday
from pipeline.extractors.values import When
from pipeline.language import mark_sentences
from pipeline.patterns import vocabulary
from pipeline.resources import Gazetteers, default_gazetteers

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2040, 12, 31))
PATIENT = settings(deadline=None, max_examples=50)
FIND = build(Gazetteers(default_gazetteers()))
BLANK = spacy.blank("en")


def found(text: str, published: Published = Published()) -> list[When]:  # noqa: B008
    doc: Doc = attach(BLANK.make_doc(text), plain_article(text).dated(published))
    return [fact.value for fact in FIND(mark_sentences(doc))]


def on(day: date) -> Published:
    return Published(day, day, day, "given")


@PATIENT
@given(DAYS)
@pytest.mark.parametrize("form", ["{day} {month} {year}", "{month} {day}, {year}", "{day:02}/{number:02}/{year}"])
def test_a_day_stated_in_full_needs_no_publication(form: str, day: date) -> None:
    words = form.format(day=day.day, month=f"{day:%B}", number=day.month, year=day.year)
    value = found(f"It opened on {words} as planned.")
    assert [(when.start, when.end, when.anchor, when.value) for when in value] == [(day, day, "text", day.isoformat())]


@PATIENT
@given(DAYS, st.integers(0, 250))
def test_a_past_day_without_a_year_is_the_latest_one(day: date, later: int) -> None:
    value = found(f"The report was published on {day:%B} {day.day}.", on(day + timedelta(days=later)))
    assert [when.start for when in value] == [day]


@PATIENT
@given(DAYS, st.integers(0, 250))
def test_a_day_to_come_without_a_year_is_the_next_one(day: date, sooner: int) -> None:
    value = found(f"The report will be published on {day:%B} {day.day}.", on(day - timedelta(days=sooner)))
    assert [when.start for when in value] == [day]


@PATIENT
@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_of_the_last_seven_days_or_the_next(today: date, number: int) -> None:
    past, future = (weekday(number, "", Setting(today, tense)) for tense in ("past", "future"))
    assert past is not None and future is not None
    assert past.start.weekday() == future.start.weekday() == number
    assert 0 <= (today - past.start).days < 7 and 0 < (future.start - today).days <= 7


@PATIENT
@given(
    DAYS, st.sampled_from(["week", "weekend", "month", "quarter", "term", "year", "financial_year", "academic_year"])
)
def test_periods_hold_their_days_and_follow_one_another(day: date, unit: str) -> None:
    held, after = intervals.holding(unit, day), intervals.moved(unit, day, 1)
    assert held.start <= held.end < after.start <= after.end
    assert intervals.moved(unit, after.start, -1) == held
    if unit not in ("weekend", "term"):
        assert held.start <= day <= held.end
        assert after.start == held.end + timedelta(days=1)


@PATIENT
@given(DAYS, st.integers(0, 400))
def test_bounds_settle_a_date_only_where_both_agree(early: date, apart: int) -> None:
    late = early + timedelta(days=apart)
    text = "It was published on September 2."
    first, last, bounded = (
        found(text, published)[0] for published in (on(early), on(late), Published(None, early, late, "inferred"))
    )
    if first.start == last.start:
        assert (bounded.start, bounded.anchor) == (first.start, "published")
    else:
        assert (bounded.start, bounded.value, bounded.anchor) == (None, "XXXX-09-02", "none")


PIECES = [
    "September", "May", "5", "31", "4-22", "2022", "2022-23", "2024/25", "last", "next", "the", "year", "quarter",
    "of", "to", "and", "or", "from", "between", "Tuesday", "(Thursday)", "(December 12)", "last night", "end",
    "summer", "term", "week", "two", "years", "ago", "later", "that", "same", "following", "a", "half", "first",
    "at", "7pm", "on", "every", "Easter", "financial year", "Q3", "FY23", "1990s", "by", "until", "since", "mid-",
    "05/09/22", "31.2.22", "the past", "18 months", "within", "fortnight", "New Year", "February 29", "Monday week",
    "next of", ",", ".", "will", "was", "year end",
]  # fmt: skip
PART = r"(?:\d{3}[\dX]|XXXX)(?:-\d\d(?:-\d\d)?)?"
VALUE = re.compile(
    rf"(?:|{PART}(?:/{PART})?|(?:\d{{4}}-\d\d-\d\d)?T\d\d:\d\d|(?:R/)?P(?:[\d.]+[YMWD]|T[\d.]+[HM]))", re.ASCII
)


@settings(PATIENT, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14), st.one_of(st.none(), DAYS))
def test_any_words_give_well_formed_dates_or_none(pieces: list[str], today: date | None) -> None:
    for when in found(" ".join(pieces), on(today) if today else Published()):
        assert VALUE.fullmatch(when.value), when
        assert (when.start is None) == (when.end is None)
        assert when.start is None or when.end is None or when.start <= when.end
        assert (when.anchor == "none") <= (when.start is None)


def test_a_29_february_finds_its_year() -> None:
    leap = choose(
        lambda year: intervals.day(date(year, 2, 29)) if year % 4 == 0 else None, Setting(date(2023, 5, 1), "past")
    )
    assert leap is not None and leap.start == date(2020, 2, 29)


def test_a_printed_weekday_overrules_the_tense() -> None:
    value = found("It was due on Thursday (December 12).", on(date(2024, 12, 11)))
    assert value[0].start == date(2024, 12, 12)


def test_a_day_that_is_not_in_the_calendar_is_not_resolved() -> None:
    assert all(when.start is None for when in found("It was signed on 31 February 2022.", on(date(2024, 6, 1))))


@pytest.mark.parametrize(
    "unit", ["1 ", "May ", "2022-", "from 4 ", "the end of ", "12, ", "the last ", "5 and ", "Monday, ", "a"]
)
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    found(unit * 200)
    start = process_time()
    found(unit * (4000 // len(unit)))
    short = process_time() - start
    start = process_time()
    found(unit * (16000 // len(unit)))
    assert process_time() - start < 40 * max(short, 0.05)


def test_every_event_has_words_of_its_own() -> None:
    words = [word for listed in vocabulary("dates")["event"].values() for word in listed]
    assert len(words) == len(set(words))


def test_every_pattern_is_shown_by_name() -> None:
    assert len({name for name, _ in patterns().compiled}) == len(patterns().compiled)
