"""Money: forms made from values are read back, links and doubts that span sentences, hostile input."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.cleaning import plain_article
from pipeline.extractors.money.amounts import find_amounts
from pipeline.extractors.money.extractor import find, rows
from pipeline.extractors.money.normalise import read_sum
from pipeline.extractors.money.record import Money
from pipeline.language import parse
from pipeline.records import Problem

POWERS = {"k": 3, "m": 6, "mn": 6, " million": 6, "million": 6, "-million": 6, "bn": 9, " billion": 9, " thousand": 3}
QUALIFIERS = {
    "more than ": ("more_than", "low"), "at least ": ("at_least", "low"), "just over ": ("just_over", "low"),
    "less than ": ("less_than", "high"), "up to ": ("up_to", "high"), "just under ": ("just_under", "high"),
    "about ": ("about", ""), "almost ": ("almost", ""), "": ("exact", ""),
}  # fmt: skip


def amounts(text: str) -> list[tuple[str, Decimal | None, Decimal | None, Decimal | None, str]]:
    found = find_amounts(text, plain_article(text).zones)
    return [(text[a.start : a.end], a.amount, a.low, a.high, a.qualifier) for a in found]


def read(nlp: Language, text: str) -> tuple[list[Money], list[Problem]]:
    doc = next(parse(nlp, [plain_article(text)]))
    found = list(rows(doc))
    return [row for row in found if isinstance(row, Money)], [row for row in found if isinstance(row, Problem)]


# ------------------------------------------------------------------ values are read back
@given(st.integers(1, 99_999_999))
def test_whole_pounds_are_read_back(pounds: int) -> None:
    for form in (f"£{pounds}", f"£{pounds:,}", f"£{pounds:,}".replace(",", " "), f"{pounds:,} pounds", f"GBP {pounds}"):
        assert [found[1] for found in amounts(f"It cost {form}.")] == [Decimal(pounds)], form


@given(st.integers(1, 99_999), st.integers(0, 99))
def test_pounds_and_pence_are_read_back(pounds: int, pence: int) -> None:
    assert [found[1] for found in amounts(f"A bill of £{pounds:,}.{pence:02}.")] == [
        Decimal(f"{pounds}.{pence:02}").quantize(Decimal(1)) if not pence else Decimal(f"{pounds}.{pence:02}")
    ]


@given(st.decimals("0.001", "999.999", places=3), st.sampled_from(sorted(POWERS)))
def test_magnitudes_are_exact(number: Decimal, mark: str) -> None:
    printed = f"{number.normalize():f}"
    assert read_sum(f"£{printed}{mark}").amount == number * Decimal(10) ** POWERS[mark]
    assert [found[1] for found in amounts(f"It has £{printed}{mark} left.")] == [number * Decimal(10) ** POWERS[mark]]


@given(st.integers(1, 900), st.sampled_from(sorted(QUALIFIERS)))
def test_a_qualifier_sets_only_its_bound(value: int, words: str) -> None:
    qualifier, bound = QUALIFIERS[words]
    amount = Decimal(value) * 1000
    assert amounts(f"He put in {words}£{value},000 of it.") == [
        (
            f"{words}£{value},000", amount, amount if bound == "low" else None, amount if bound == "high" else None,
            qualifier,
        )
    ]  # fmt: skip


@given(st.integers(2, 400), st.integers(1, 400), st.sampled_from(["m", " million", "bn", "k"]))
def test_ranges_inherit_their_magnitude(low: int, more: int, mark: str) -> None:
    high = low + more
    scale = Decimal(10) ** POWERS.get(mark, 6)
    forms = (
        f"£{low}-{high}{mark}", f"£{low}{mark}-£{high}{mark}", f"£{low}{mark} to £{high}{mark}",
        f"£{low}–£{high}{mark}",
        f"between £{low} and £{high}{mark}", f"between £{low}{mark} and £{high}{mark}",
    )  # fmt: skip
    for form in forms:
        assert amounts(f"It needs {form}.") == [(form, None, low * scale, high * scale, "range")], form


@given(st.text(alphabet="£0123456789,. kmbn-–toandpe\n", max_size=60))
def test_any_characters_give_spans_inside_one_paragraph(text: str) -> None:
    zones = plain_article(text).zones
    for found in find_amounts(text, zones):
        assert any(zone.start <= found.start < found.end <= zone.end for zone in zones)
        assert found.amount is None or found.amount >= 0


@pytest.mark.parametrize(
    "text", ["£1,5m", "£2.3.4", "24m mast", "2p.m.", "£", "p12", "1.2m people", "£1 in every £5", "20p in the pound"]
)
def test_what_cannot_be_read_is_left(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize("piece", ["£1,", "£1 ", "1,000", "between £1 and ", "a ", "half a ", "up to ", "from £1 to "])
def test_hostile_repetition_comes_to_an_end(nlp: Language, piece: str) -> None:
    found, _ = read(nlp, piece * 300)
    assert all(row.text in piece * 3 for row in found)


@pytest.mark.parametrize(
    "piece",
    [
        "It spent £5 on hedges, ", "£5 £5 £5 ", "of this £3m and £5m, ", "a grant of £3 for the Harle Park Choir, ",
        "£1,", "£1,1,1,1", "from £1 to £2 a week, ", "Leeds City Council gave £5,000 to Derby City Council and ",
    ],
)  # fmt: skip
def test_time_grows_with_length_alone(nlp: Language, piece: str) -> None:
    """Four times the text takes no more than about four times as long: here at most eight, as clocks are rough."""

    def seconds(length: int) -> float:
        article = plain_article("The council said " + piece * (length // len(piece)))
        doc = next(parse(nlp, [article]))
        start = process_time()
        list(find(doc))
        list(rows(doc))
        return process_time() - start

    short = min(seconds(2_000) for _ in range(2))
    assert seconds(8_000) < 8 * short + 0.2


def test_a_megabyte_of_amounts_that_are_none_is_left_quickly() -> None:
    text = "£1" + ",1" * 500_000
    start = process_time()
    assert amounts(text) == []
    assert process_time() - start < 10


@given(
    st.integers(2, 900),
    st.sampled_from(
        [("a", "week", "week"), ("per", "pupil", "pupil"), ("an", "hour", "hour"), ("per", "household", "household"),
         ("a", "head", "person"), ("per", "tonne", "tonne"), ("per", "night", "night"), ("a", "year", "year")]
    ),
)  # fmt: skip
def test_units_are_read_back(value: int, words: tuple[str, str, str]) -> None:
    article, unit, meaning = words
    for text in (f"It costs £{value} {article} {unit}.", f"It rose from £{value} to £{value + 5} {article} {unit}."):
        assert {amount.per for amount in find_amounts(text, plain_article(text).zones)} == {meaning}


@given(st.lists(st.integers(11, 999), min_size=3, max_size=6, unique=True))
def test_parts_that_add_up_belong_to_their_total(nlp: Language, values: list[int]) -> None:
    sums = [f"£{value},000 for ward {number}" for number, value in enumerate(values, 1)]
    text = f"It has a budget of £{sum(values) * 1000:,}: " + ", ".join(sums[:-1]) + f" and {sums[-1]}."
    found, problems = read(nlp, text)
    assert [row.part_of for row in found[1:]] == [found[0].money_id] * len(values)
    assert not problems


# ------------------------------------------------------------------ how sums hang together
def links(nlp: Language, text: str) -> dict[str, str]:
    found, _ = read(nlp, text)
    by_key = {row.money_id: row.text for row in found}
    return {
        f"{row.text} {name}": by_key[key]
        for row in found
        for name in ("same_as", "part_of", "changes_from")
        if (key := getattr(row, name))
    }


def test_a_rounded_sum_points_to_the_exact_one(nlp: Language) -> None:
    text = "More than £412,000 of grant will mend the pier.\n\nThe grant, which is for the pier, is £412,655."
    assert links(nlp, text) == {"More than £412,000 same_as": "£412,655"}


def test_equal_grants_to_two_clubs_are_two_sums(nlp: Language) -> None:
    text = "Sport England gave £5,000 to Leeds City Council.\n\nSport England gave £5,000 to Derby City Council."
    assert links(nlp, text) == {}


def test_a_list_belongs_to_the_total_before_it(nlp: Language) -> None:
    text = "It won a grant of £90,000.\n\nOf this, £50,000 will be spent on a nurse and a further £40,000 on a van."
    assert links(nlp, text) == {"£50,000 part_of": "£90,000", "£40,000 part_of": "£90,000"}


def test_a_part_names_its_whole(nlp: Language) -> None:
    assert links(nlp, "It has spent £300k of the £2.5m.") == {"£300k part_of": "£2.5m"}


def test_what_remains_belongs_to_the_total(nlp: Language) -> None:
    text = "It will give £60,000 to clubs, out of £100,000 set aside.\n\nThe remaining £40,000 will be held back."
    assert links(nlp, text)["£40,000 part_of"] == "£100,000"


@pytest.mark.parametrize(
    "text",
    [
        "Fees rise from £5,100 to £5,200.",
        "Fees, now £5,200, were up from £5,100 last year.".replace("now £5,200, were", "£5,200 now,"),
    ],
)
def test_a_change_points_to_what_it_was(nlp: Language, text: str) -> None:
    assert links(nlp, text) == {"£5,200 changes_from": "£5,100"}


def test_a_range_is_no_change(nlp: Language) -> None:
    assert links(nlp, "Fees range from £5,100 to £5,200.") == {}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "They found savings of £18.2m, among them £2.3m from care and £640,000 from libraries.",
            ("£2.3m", "£640,000"),
        ),
        ("Cuts of £18.2m (£2.3m in adult care, £640,000 in parks) were approved.", ("£2.3m", "£640,000")),
        ("Cuts of £18.2m (£16m the year before) were approved.", ()),
        (
            "Village halls get £18.2m\n\nThe largest grants go to Alveley (£2.3m) and Clun (£640,000).\n\n"
            "Prees will have a £20,000 grant.",
            ("£2.3m", "£640,000", "£20,000"),
        ),
    ],
)
def test_parts_of_what_is_named_before_them(nlp: Language, text: str, parts: tuple[str, ...]) -> None:
    assert links(nlp, text) == {f"{part} part_of": "£18.2m" for part in parts}


def test_parts_beyond_their_total_are_a_problem(nlp: Language) -> None:
    _, problems = read(nlp, "The £500,000 scheme includes £200,000 for roads and £400,000 for parks.")
    assert [problem.message for problem in problems] == ["its parts add up to 600000, not 500000"]


def test_parts_within_rounding_are_none(nlp: Language) -> None:
    text = "It won a grant of £342,752.\n\nOf this, £86,000 is for a nurse, £130,000 for a van and £127,000 for tyres."
    assert read(nlp, text)[1] == []


def test_a_thousandfold_typing_error_is_kept_and_flagged(nlp: Language) -> None:
    found, problems = read(nlp, "The council has a budget of £31,482m for parks.")
    assert [row.amount for row in found] == [Decimal(31_482_000_000)]
    assert [problem.row_id for problem in problems] == [found[0].money_id]
