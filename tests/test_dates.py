"""What examples cannot show of dates: every day, every bound, hostile text."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta

import pytest
import spacy
from hypothesis import example, given, settings
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
PATIENT = settings(max_examples=50)
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
    "next of", ",", ".", "will", "was", "year end", "Monday 4th", "week beginning", "half-term", "the Budget", "'92",
    "before last", "time", "'", "the first", "Mondays", "(12th)", "2008-9", "Jan-Mar", "noon", "9.14", "new", "session",
]  # fmt: skip


def in_calendar(part: str) -> bool:
    """Say whether one end of an EDTF value (ISO 8601-2, levels 0 and 1, with the decade) is of the calendar."""
    found = re.fullmatch(r"(\d{4}|\d{3}X|XXXX)(?:-(\d\d)(?:-(\d\d))?)?", part, re.ASCII)
    if not found:
        return False
    year, month, day = found[1], int(found[2] or 1), int(found[3] or 1)
    if year.endswith("X") and year != "XXXX":
        return found[2] is None
    if 21 <= month <= 24:  # a season
        return found[3] is None
    try:
        date(2000 if year == "XXXX" else int(year), month, day)
    except ValueError:
        return False
    return True


def is_edtf(value: str) -> bool:
    """Say whether a value is a date or an interval of EDTF, its ends in order where their years are known."""
    first, slash, last = value.partition("/")
    ordered = not slash or "X" in value or first <= last
    return in_calendar(first) and (not slash or in_calendar(last)) and ordered


LENGTH = r"P(?:\d+(?:\.\d+)?[YMWD]|\d+Y6M|T\d+(?:\.\d+)?[HM])"


def is_well_formed(when: When) -> bool:
    """Say whether a value is of its type: EDTF for dates, ISO 8601 for the others."""
    if when.type == "date":
        return not when.value or is_edtf(when.value)
    if when.type == "time":
        day, _, clock = when.value.partition("T")
        return (not day or is_edtf(day)) and bool(re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", clock))
    return bool(re.fullmatch(LENGTH if when.type == "duration" else rf"R/{LENGTH}", when.value))


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2024-13", "2024-25", "24", "2024/2023", "XXXX-02-31", "196X-01", "P3M", "2024-1"]
)
def test_the_check_of_edtf_refuses(value: str) -> None:
    assert not is_edtf(value)


@settings(PATIENT, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14), st.one_of(st.none(), DAYS))
@example(["September", "31"], None)
def test_any_words_give_well_formed_dates_or_none(pieces: list[str], today: date | None) -> None:
    for when in found(" ".join(pieces), on(today) if today else Published()):
        assert is_well_formed(when), when
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


HOSTILE = [
    "1", "1 ", "May ", "2022-", "2022-23-24-", "from 4 ", "the end of ", "the ", "12, ", "the last ", "5 and ",
    "Monday ", "Monday, ", "June 5, ", "between 5 and ", "half ", "one-", "told the ", "(Thursday ", "a", "£1,1",
]  # fmt: skip


def calls(text: str) -> int:
    """Count the calls made in finding the dates of a text: a measure of work that no machine's speed alters."""
    doc = mark_sentences(attach(BLANK.make_doc(text), plain_article(text)))
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        list(FIND(doc))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_no_faster_than_hostile_text(unit: str) -> None:
    short, long = (calls(unit * (length // len(unit))) for length in (2000, 4000))
    assert long <= 2.2 * short + 100  # `make bench` prints how the time grows, regular expressions and all


def test_every_event_has_words_of_its_own() -> None:
    words = [word for listed in vocabulary("dates")["event"].values() for word in listed]
    assert len(words) == len(set(words))


def test_every_pattern_is_shown_by_name() -> None:
    assert len(set(patterns().rules)) == len(patterns().listed)


# ------------------------------------------------------------------ forms rendered from values, and read back
ORDINAL = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
FRAMES = [
    "It was opened on {} by the mayor.",
    "“It was {},” she said.",
    "The notice ({}) gave no reason.",
    "{} was the day it ended, minutes show.",
    "They met first on {}, then never again.",
]
PERIOD_FRAMES = ["The rise in {} was steep.", "Costs were up in {}, papers show.", "“In {} it fell,” he said."]
RANGES = ["{} to {}", "from {} to {}", "between {} and {}", "{} – {}", "{}-{}"]
SEVERAL = ["{a}-{b} {m} {y}", "{m} {a} to {b}, {y}", "{m} {a}-{b}, {y}", "{a} to {b} {m} {y}"]
FINANCIAL = ["{a}-{b:02}", "{a}/{b:02}", "{a}–{b:02}", "{a}-{c}", "FY{a}/{b:02}"]
ACADEMIC = ["the {a}-{b:02} academic year", "the {a}/{b:02} school year", "academic year {a}/{b:02}"]
SMALL = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@st.composite
def printed_days(draw: st.DrawFn) -> tuple[date, str]:
    """Draw a day and one house style's way of printing it in full."""
    day = draw(DAYS)
    suffix = draw(st.sampled_from(["", ORDINAL.get(day.day, "th")]))
    month = draw(st.sampled_from([f"{day:%B}", f"{day:%b}", f"{day:%b}."])) if day.month != 5 else "May"
    weekday = draw(st.sampled_from(["", f"{day:%A} ", f"{day:%A}, ", f"{day:%a} "]))
    comma = draw(st.sampled_from([" ", ", "]))
    forms = [
        f"{weekday}{day.day}{suffix} {month}{comma}{day.year}",
        f"{weekday}{month} {day.day}{suffix}{comma}{day.year}",
        f"{weekday}the {day.day}{ORDINAL.get(day.day, 'th')} of {day:%B}{comma}{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day:%y}",
        day.isoformat(),
    ]
    return day, draw(st.sampled_from(forms))


def only(text: str, published: Published = Published()) -> When:  # noqa: B008
    (when,) = found(text, published)
    return when


@settings(PATIENT, max_examples=300)
@given(printed_days(), st.sampled_from(FRAMES))
def test_days_in_any_house_style(drawn: tuple[date, str], frame: str) -> None:
    day, words = drawn
    when = only(frame.format(words))
    assert (when.start, when.end, when.value, when.anchor) == (day, day, day.isoformat(), "text"), words


@settings(PATIENT, max_examples=200)
@given(
    DAYS, st.integers(1, 60), st.sampled_from(["{} to {}", "from {} to {}", "between {} and {}", "{} – {}", "{}-{}"])
)
def test_ranges_of_days(first: date, length: int, joined: str) -> None:
    last = first + timedelta(days=length)
    if first.year == last.year:
        words = joined.format(f"{first.day} {first:%B}", f"{last.day} {last:%B} {last.year}")
    else:
        words = joined.format(f"{first.day} {first:%B} {first.year}", f"{last.day} {last:%B} {last.year}")
    when = only(f"It was held {words}, at a loss.")
    assert (when.start, when.end) == (first, last), words
    assert is_edtf(when.value)


@PATIENT
@given(
    DAYS,
    st.integers(1, 20),
    st.sampled_from(["{a}-{b} {m} {y}", "{m} {a} to {b}, {y}", "{m} {a}-{b}, {y}", "{a} to {b} {m} {y}"]),
)
def test_several_days_of_a_month(first: date, length: int, form: str) -> None:
    last = first + timedelta(days=length)
    if first.month == last.month:
        words = form.format(a=first.day, b=last.day, m=f"{first:%B}", y=first.year)
        when = only(f"The fair was held on {words}, in the rain.")
        assert (when.start, when.end) == (first, last), words


@PATIENT
@given(
    st.integers(1996, 2040),
    st.sampled_from(["{a}-{b:02}", "{a}/{b:02}", "{a}–{b:02}", "{a}-{c}", "FY{a}/{b:02}"]),
    st.sampled_from(PERIOD_FRAMES),
)
def test_financial_years(year: int, form: str, frame: str) -> None:
    when = only(frame.format(form.format(a=year, b=(year + 1) % 100, c=year + 1)))
    assert (when.start, when.end) == (date(year, 4, 1), date(year + 1, 3, 31))
    assert (when.value, when.granularity) == (f"{year}-04/{year + 1}-03", "financial_year")


@PATIENT
@given(
    st.integers(1996, 2040),
    st.sampled_from(["the {a}-{b:02} academic year", "the {a}/{b:02} school year", "academic year {a}/{b:02}"]),
)
def test_academic_years(year: int, form: str) -> None:
    when = only(f"Numbers in {form.format(a=year, b=(year + 1) % 100)} were up.")
    assert (when.start, when.end, when.granularity) == (date(year, 9, 1), date(year + 1, 8, 31), "academic_year")


@PATIENT
@given(st.integers(1996, 2040), st.integers(2, 6))
def test_spans_of_financial_years(year: int, length: int) -> None:
    end = year + length
    words = f"from {year}-{(year + 1) % 100:02} to {end}-{(end + 1) % 100:02}"
    when = only(f"It was agreed that costs {words} be shared.")
    assert (when.start, when.end) == (date(year, 4, 1), date(end + 1, 3, 31))


@PATIENT
@given(st.integers(1, 12), st.sampled_from(["day", "week", "month", "year"]), st.booleans(), st.booleans())
def test_durations(count: int, unit: str, spelt: bool, hyphenated: bool) -> None:
    number = SMALL[count - 1] if spelt else str(count)
    words = f"a {number}-{unit} wait" if hyphenated else f"{number} {unit}{'s' if count > 1 else ''} of it"
    when = only(f"After {words} he gave up.")
    assert (when.type, when.duration) == ("duration", f"P{count}{unit[0].upper()}")
    assert when.start is None and when.end is None and not when.granularity


@PATIENT
@given(DAYS, st.integers(1, 10), st.sampled_from(["week", "month", "year"]))
def test_lengths_that_look_back_or_forward(today: date, count: int, unit: str) -> None:
    words = f"{SMALL[count - 1]} {unit}s" if count > 1 else unit
    back = only(f"Over the past {words} it has shrunk.", on(today))
    ahead = only(f"Over the next {words} it will grow.", on(today))
    assert back.end == today == ahead.start
    assert back.start == intervals.shift(today, -count, unit) and ahead.end == intervals.shift(today, count, unit)


@PATIENT
@given(DAYS, st.integers(-6, 6), st.sampled_from(["{a} ({b} {d})", "{a} {d} {b}", "{a}, {b} {d}", "{a} {t}"]))
def test_weekdays_with_their_day(today: date, away: int, form: str) -> None:
    day = today + timedelta(days=away)
    words = form.format(a=f"{day:%A}", b=f"{day:%B}", d=day.day, t=f"{day.day}{ORDINAL.get(day.day, 'th')}")
    when = only(f"The panel {'met' if away <= 0 else 'will meet'} on {words}.", on(today))
    assert (when.start, when.value, when.anchor) == (day, day.isoformat(), "published")


@PATIENT
@given(st.integers(1950, 2060), st.integers(1, 12))
def test_months_and_years(year: int, number: int) -> None:
    name = f"{date(year, number, 1):%B}"
    when = only(f"It was shut in {name} {year}.")
    assert when.value == f"{year}-{number:02}" and when.start == date(year, number, 1) and when.granularity == "month"
    assert only(f"It was shut in {year}.").value == str(year)


@PATIENT
@given(DAYS, st.integers(1, 12), st.integers(0, 59), st.sampled_from(["am", "pm", " a.m.", " p.m."]))
def test_times_of_a_day(day: date, hour: int, minute: int, half: str) -> None:
    clock = f"{hour}.{minute:02}{half}" if minute else f"{hour}{half}"
    when = only(f"Doors will open at {clock} on {day:%B} {day.day}, {day.year}.")
    hours = hour % 12 + (12 if "p" in half else 0)
    assert (when.type, when.value) == ("time", f"{day.isoformat()}T{hours:02}:{minute:02}")


@PATIENT
@given(st.integers(1990, 2045))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    found_day = intervals.easter(year)
    assert found_day.weekday() == 6 and date(year, 3, 22) <= found_day <= date(year, 4, 25)


def test_no_published_day_is_ever_made_up() -> None:
    text = "It met last week, on Tuesday, in June, two years ago, at Easter, last term and in the autumn."
    assert all(when.start is None and when.anchor == "none" for when in found(text))
