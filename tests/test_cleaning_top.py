"""The top of a page: its dates, captions, headline, standfirst and bylines."""

from __future__ import annotations

import pytest
from cleaned import BODY, HEADLINE, clean, kinds, page, rule

from pipeline.cleaning.bylines import read_byline
from pipeline.cleaning.captions import glued_copies


# ------------------------------------------------------------------ dates on the page
def test_a_date_above_the_headline_is_the_pages() -> None:
    article = clean(page("Wednesday 24 April 2024", "6.8 C", HEADLINE, *BODY))
    assert rule(article, "Wednesday 24") == "page_date"
    assert article.headline == HEADLINE


@pytest.mark.parametrize(
    "stamp",
    [
        "Published 10:32, 5 Sep 2022",
        "Published 5th Sep 2022, 10:00 BST",
        "5 September 2022",
        "Published: 05/09/2022 | Updated: 06/09/2022",
        "Published\n3 days ago",
        "Updated 24th Apr 2024, 11:47 BST",
        "First published on Monday, September 5, 2022 at 6.30am",
    ],
)
def test_a_date_below_the_byline_is_a_published_line(stamp: str) -> None:
    article = clean(page(HEADLINE, "By Jane Doe\n" + stamp, *BODY))
    assert {zone.rule for zone in article.boilerplate} == {"published_line"}
    assert article.authors == ("Jane Doe",)


def test_a_date_run_on_to_the_byline_is_cut_off() -> None:
    article = clean(page(HEADLINE, "By Jane Doe Published 3 May 2024", *BODY))
    assert (kinds(article, "By Jane Doe"), kinds(article, "Published 3 May")) == ({"byline"}, {"boilerplate"})


def test_a_date_between_paragraphs_is_content() -> None:
    article = clean(page(HEADLINE, "By Jane Doe", *BODY[:1], "5 September 2022", *BODY[3:]))
    assert kinds(article, "5 September 2022") == {"subhead"}


# ------------------------------------------------------------------ captions
@pytest.mark.parametrize("copies", [2, 3])
def test_a_repeated_caption_counts_once(copies: int) -> None:
    article = clean(page(HEADLINE, "\n".join(["Cllr Ann Roe outside the town hall"] * copies) + "\nBy Jane Doe", *BODY))
    assert [zone.kind for zone in article.zones][:3] == ["headline", "caption", "byline"]
    assert [zone.rule for zone in article.boilerplate] == ["caption_repeated"] * (copies - 1)


def test_of_two_captions_the_fuller_counts() -> None:
    article = clean(
        page(HEADLINE, "The town hall, where the council\nThe town hall, where the council meets\nBy Jane Doe", *BODY)
    )
    assert kinds(article, "council meets") == {"caption"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Town hall. Photo: LDRSTown hall. Photo: LDRS", "Town hall. Photo: LDRS"),
        ("The mayor opens it. The mayor opens it. The mayor opens it.", "The mayor opens it."),
        (
            "The hall in Leeds, where theThe hall in Leeds, where the council sits",
            "The hall in Leeds, where the council sits",
        ),
    ],
)
def test_a_caption_glued_to_itself_is_cut(text: str, kept: str) -> None:
    found = glued_copies(text)
    assert found is not None
    assert text[slice(*found)] == kept


@pytest.mark.parametrize(
    "text", ["The council said the council would pay.", "No, no, no, no, no, no", "£1,000,000,000,000"]
)
def test_a_sentence_with_repeated_words_is_not_glued(text: str) -> None:
    assert glued_copies(text) is None


@pytest.mark.parametrize(
    "credit",
    ["Photo: Sam Poe", "Image source, Getty Images", "Picture: Submitted", "(Image: Marsh Vale Mail)", "Pic: LDRS"],
)
def test_a_credit_is_boilerplate_and_its_caption_content(credit: str) -> None:
    article = clean(page(HEADLINE, "By Jane Doe", f"Cllr Ann Roe at the opening. {credit}", *BODY, credit))
    assert kinds(article, "Cllr Ann Roe at the opening.") == {"caption"}
    assert {zone.rule for zone in article.boilerplate} == {"credit"}


# ------------------------------------------------------------------ the top of the page
@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Doe, Local Democracy Reporter", ("Jane Doe",)),
        ("By Jane Doe Local Democracy Reporter", ("Jane Doe",)),
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("By Jane Doe, Ann O'Neill & Siân ap Rhys", ("Jane Doe", "Ann O'Neill", "Siân ap Rhys")),
        ("BY JANE DOE, LOCAL DEMOCRACY REPORTER", ("Jane Doe",)),
        ("JANE McDOE jane@paper.example", ("Jane McDoe",)),
        ("Jane Doe Local Democracy Reporter @janedoe", ("Jane Doe",)),
        ("Jane Doe, education reporter", ("Jane Doe",)),
        ("Jane Doe – Local Democracy Reporting Service", ("Jane Doe",)),
        ("Jane Doe, of the Local Democracy Reporting Service", ("Jane Doe",)),
        ("Jane Doe, Political Editor", ("Jane Doe",)),
        ("Words: Jane Doe", ("Jane Doe",)),
        ("Words by Jane Doe, pictures by John Roe", ("Jane Doe",)),
        ("By Jane Doe in Marsh Vale", ("Jane Doe",)),
        ("By: Rafał Wiśniewski-Jones", ("Rafał Wiśniewski-Jones",)),
        ("By Staff Reporter", ()),
        ("By Notts TV", ()),
        ("Local Democracy Reporter", ()),
    ],
)
def test_a_byline_names_its_reporters(line: str, authors: tuple[str, ...]) -> None:
    article = clean(page(HEADLINE, line, *BODY))
    assert kinds(article, line) == {"byline"}
    assert article.authors == authors


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the council had agreed.",
        "By the time Jane Doe arrived, it was over",
        "Jane Doe told the Local Democracy Reporting Service:",
        "Town Editor Jane",
        "By 45 votes to 31",
        "Reporters were asked to leave the meeting",
    ],
)
def test_a_sentence_is_no_byline(line: str) -> None:
    assert read_byline(line) is None


def test_a_name_above_its_label_is_a_byline() -> None:
    article = clean(page(HEADLINE, "Jane Doe\nLocal Democracy Reporter\nThursday 4th September 2025", *BODY))
    assert article.authors == ("Jane Doe",)
    assert rule(article, "Thursday 4th") == "published_line"


@pytest.mark.parametrize(
    "opening", ["By\nJane Doe\nLocal Democracy Reporter", "Posted on 3 March 2023 by Jane Doe", "Jane Doe"]
)
def test_a_byline_may_be_taken_apart(opening: str) -> None:
    article = clean(page(HEADLINE, opening, *BODY))
    assert article.authors == ("Jane Doe",)
    assert {zone.kind for zone in article.zones} == {"headline", "byline", "body"}


def test_the_name_of_the_site_above_the_headline_is_a_label() -> None:
    article = clean(page("Marsh Vale Live", "News", HEADLINE, "By Jane Doe", *BODY))
    assert article.headline == HEADLINE
    assert [zone.rule for zone in article.boilerplate] == ["section_label"] * 2


def test_a_label_above_a_date_makes_it_the_articles() -> None:
    article = clean(page(HEADLINE, "Published\n5 September 2022", "By Jane Doe", *BODY))
    assert {zone.rule for zone in article.boilerplate} == {"published_line"}


def test_lines_broken_at_one_width_are_joined() -> None:
    lines = [
        "Councillors in Marsh Vale agreed the budget at a long meeting which",
        "ended on Tuesday night. There was little that anyone could do to stop it.",
        "Nobody was happy with it, and several of them said so at some length.",
        "The money will be found from reserves that were meant for the town hall,",
        "which has been empty for years. It will stay that way until the spring of",
        "next year, at the earliest.",
    ]
    article = clean(page(HEADLINE, "\n".join(lines), "The vote was close."))
    assert [zone.kind for zone in article.zones] == ["headline", "body", "body"]


def test_a_byline_may_stand_at_the_end() -> None:
    assert clean(page(HEADLINE, *BODY, "Words: Jane Doe")).authors == ("Jane Doe",)


def test_a_title_below_the_headline_is_the_standfirst() -> None:
    standfirst = "Watchdog praises carers but says families wait too long"
    article = clean(page(HEADLINE, standfirst, "By Jane Doe", *BODY))
    assert (article.headline, article.standfirst) == (HEADLINE, standfirst)


def test_names_of_places_above_the_byline_are_a_caption() -> None:
    article = clean(page(HEADLINE, "Marsh House in Station Street, Leeds\nBy Jane Doe", *BODY))
    assert kinds(article, "Marsh House") == {"caption"}


def test_what_the_source_says_wins() -> None:
    text = page("NEWS", HEADLINE, "Something said below it", "Jane Doe", *BODY)
    article = clean(text, headline=HEADLINE, standfirst="Something said below it", authors=("Jane Doe",))
    assert [zone.kind for zone in article.zones][:4] == ["headline", "standfirst", "byline", "body"]


def test_a_text_without_a_headline_has_none() -> None:
    opening = (
        "A council that spent three years on a plan to rebuild its town hall has now dropped it, saying it cannot pay."
    )
    assert clean(page(opening, *BODY)).headline == ""


def test_an_opening_in_capitals_is_body() -> None:
    article = clean(page(HEADLINE, "A PRIMARY school in Marsh Vale is to get a new roof this summer.", *BODY))
    assert kinds(article, "A PRIMARY school") == {"body"}
