"""Every line of an article gets its zone; nothing is lost but boilerplate, and offsets stay true."""

from __future__ import annotations

from itertools import pairwise

import pytest
from cleaned import BODY, HEADLINE, clean, kinds, page, rule
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning import CleanArticle, Zone, plain_article
from pipeline.cleaning.furniture import match_rule
from pipeline.cleaning.lines import split_lines
from pipeline.cleaning.rules import furniture_rules
from pipeline.records import ZONES


# ------------------------------------------------------------------ furniture
@pytest.mark.parametrize(
    "line",
    [
        "Hide Ad",
        "- Advertisement -",
        "Advertisement",
        "ADVERTISEMENT",
        "Article continues below",
        "READ MORE: School told to close after £3m error",
        "Read more: Head quits",
        "Related: Nursery rated inadequate",
        "Read next > Bus cuts in full",
        "Watch more of our films on Clips!",
        "and live on Freeview channel 81",
        "Visit Shots! now",
        "Sign up to our newsletter",
        "SIGN UP: The morning briefing, free to your inbox",
        "Subscribe to our daily newsletter for £2 a week",
        "Get the latest news straight to your inbox",
        "Follow us on Facebook and X",
        "Like our page on Facebook",
        "Send your story to news@paper.example",
        "(Visited 31 times, 2 visits today)",
        "6.8 C",
        "Leeds 12°C",
        "Share this article",
        "Facebook Twitter WhatsApp Email",
        "Got a story? Email newsdesk@paper.example",
        "We use cookies to make this site better",
        "Accept all cookies",
        "This article is only available to subscribers",
        "Already a subscriber? Log in",
        "Please log in to comment",
        "Join the conversation",
        "3 min read",
        "© Marsh Vale Mail 2024",
        "Home > News > Politics",
        "Skip to content",
        "Support local journalism with a subscription",
        "Buy us a coffee",
        "Video: Inside the new library",
        "Tags: council, budget",
        "Copy link",
        "The post Budget agreed appeared first on Marsh Vale Mail.",
    ],
)
def test_furniture_between_paragraphs_is_boilerplate(line: str) -> None:
    article = clean(page(HEADLINE, *BODY[:2], line, *BODY[2:]))
    assert kinds(article, line) == {"boilerplate"}
    assert [kinds(article, words) for words in BODY] == [{"body"}] * 4


@pytest.mark.parametrize(
    "line",
    [
        "Read more slowly, the head told his pupils, and you will enjoy it.",
        "Follow-up visits will be made on Tuesday and Thursday by the same team.",
        "Signs up and down the high street warn of the closure.",
        "Comments made at the meeting were minuted, the clerk said.",
        "Support workers will be paid £12.60 an hour from April.",
        "More: the word was on every placard outside the town hall.",
        "Register offices in three towns will close on 1 May 2025.",
        "By submitting plans early, the council hopes to save £40,000.",
        "By Christmas the council will have spent £2m.",
        "Advertisements for the post cost £14,000, a report says.",
        "Cookies and cakes were sold to raise £300 for the school.",
        "Share of the cost: the borough pays £1.2m, the county £800,000.",
        "Video footage of the incident was shown to councillors on Monday.",
        "Published accounts show a deficit of £3m in 2023.",
        "Home care will cost £4m more, the director said.",
        "Photos of the mould were sent to Cllr Ann Roe in June.",
        "Weather permitting, work starts on May 3.",
        "Have your wages gone up? Not by 5 per cent, said one teacher.",
    ],
)
def test_sentences_that_open_like_furniture_stay(line: str) -> None:
    article = clean(page(HEADLINE, *BODY[:2], line, *BODY[2:]))
    assert kinds(article, line) == {"body"}


def test_read_more_takes_the_headline_below_it() -> None:
    article = clean(page(HEADLINE, *BODY[:2], "Read More\nCouncil ‘at risk’ over £16m target", *BODY[2:]))
    assert kinds(article, "Council ‘at risk’") == {"boilerplate"}


def test_read_more_leaves_a_sentence_below_it() -> None:
    article = clean(page(HEADLINE, *BODY[:2], "Read More", *BODY[2:]))
    assert kinds(article, BODY[2]) == {"body"}


@pytest.mark.parametrize(
    "heading", ["More on this story", "Related topics", "Most Read", "Top stories", "Recommended for you"]
)
def test_a_list_of_stories_is_boilerplate(heading: str) -> None:
    article = clean(page(HEADLINE, *BODY, heading, "Head quits after £4m error", "8 March", "Nursery rated inadequate"))
    assert {kind for line in ("Head quits", "8 March", "Nursery") for kind in kinds(article, line)} == {"boilerplate"}


def test_bullets_with_headlines_at_the_end_are_promotions() -> None:
    article = clean(
        page(HEADLINE, *BODY, "• Council told to find £9m by Easter", "• School rated inadequate by Ofsted")
    )
    assert rule(article, "Council told to find") == "promotion_bullets"


def test_bullets_that_cut_into_a_quotation_are_promotions() -> None:
    article = clean(
        page(HEADLINE, *BODY[:2], "• Council told to find £9m by Easter\n• Bins to be emptied twice", *BODY[2:])
    )
    assert rule(article, "Council told to find") == "promotion_bullets"


@pytest.mark.parametrize("intro", ["The awards are:", "The council will spend:"])
def test_bullets_that_a_colon_opens_are_content(intro: str) -> None:
    article = clean(
        page(
            HEADLINE,
            *BODY,
            intro,
            "• £75,000 for the roof of the village hall",
            "• £8,200 for the food bank run by volunteers",
        )
    )
    assert kinds(article, "£75,000") == {"body"}


def test_bullets_between_paragraphs_are_content() -> None:
    article = clean(
        page(
            HEADLINE,
            BODY[0],
            "- Adult social care will get £4m more",
            "- Libraries will lose £200,000 in a year",
            BODY[3],
        )
    )
    assert kinds(article, "£4m") == kinds(article, "£200,000") == {"body"}


def test_readers_comments_end_the_article() -> None:
    article = clean(page(HEADLINE, *BODY, "COMMENTS (2)", "Dave: it was £3m in my day, shame on Cllr Roe!!"))
    assert kinds(article, "Dave: it was £3m") == {"boilerplate"}


def test_readers_comments_may_be_longer_than_the_article() -> None:
    remarks = [f"Dave{number}: it was £3m in my day, and nobody asked me about it then either." for number in range(20)]
    article = clean(page(HEADLINE, *BODY, "20 comments", *remarks))
    assert kinds(article, remarks[0]) == kinds(article, remarks[19]) == {"boilerplate"}


def test_a_comment_counter_above_the_article_takes_nothing_else() -> None:
    article = clean(page("Comments (2)", HEADLINE, *BODY))
    assert article.headline == HEADLINE
    assert kinds(article, BODY[3]) == {"body"}


def test_a_repeated_headline_or_paragraph_is_boilerplate() -> None:
    article = clean(page(HEADLINE, *BODY, HEADLINE, BODY[0]))
    again = [zone.rule for zone in article.boilerplate]
    assert again == ["headline_repeated", "paragraph_repeated"]


# ------------------------------------------------------------------ the body
@pytest.mark.parametrize("subhead", ["‘Not there yet’", "Who pays?", "What happens next", "'A tax on disability'"])
def test_a_short_title_between_paragraphs_is_a_subhead(subhead: str) -> None:
    article = clean(page(HEADLINE, "By Jane Doe", BODY[0], subhead, BODY[3]))
    assert kinds(article, subhead) == {"subhead"}


@pytest.mark.parametrize("line", ["It failed.", "“I wept.”", "Band D – £1,877", "He said:"])
def test_a_short_line_of_prose_or_of_a_list_is_body(line: str) -> None:
    article = clean(page(HEADLINE, "By Jane Doe", "The bands are:" if "–" in line else BODY[0], line, BODY[3]))
    assert kinds(article, line) == {"body"}


def test_a_line_end_within_a_sentence_does_not_cut_it() -> None:
    article = clean(
        page(HEADLINE, "The report says: “The service is better for children and\nfamilies than it was.", *BODY)
    )
    zone = next(zone for zone in article.zones if zone.kind == "body")
    assert article.article.text[zone.start : zone.end].endswith("families than it was.")


def test_paragraphs_on_neighbouring_lines_stay_apart() -> None:
    article = clean(HEADLINE + "\n" + "\n".join(BODY))
    assert len([zone for zone in article.zones if zone.kind == "body"]) == len(BODY)


# ------------------------------------------------------------------ promises
def check(article: CleanArticle) -> None:
    text, blanked = article.article.text, article.text
    assert len(blanked) == len(text)
    both = sorted(article.zones + article.boilerplate, key=lambda zone: zone.start)
    assert all(first.end <= second.start for first, second in pairwise(both))
    assert all(blanked[zone.start : zone.end] == text[zone.start : zone.end].strip() != "" for zone in article.zones)
    assert all(zone.kind in ZONES and zone.rule for zone in article.zones)
    assert all(not blanked[zone.start : zone.end].strip() for zone in article.boilerplate)
    assert all(a == b or b == " " for a, b in zip(text, blanked, strict=True))
    covered = {offset for zone in both for offset in range(zone.start, zone.end)}
    assert all(offset in covered for offset, character in enumerate(text) if not character.isspace())


PIECES = st.sampled_from(
    [
        HEADLINE,
        *BODY,
        "Hide Ad",
        "Read More",
        "Comments (3)",
        "By Jane Doe",
        "• A story of some sort here",
        "Related",
        "5 May 2024",
        "Photo: X",
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "\u2028",
        "\t",
        "“",
        "£5m",
        "(Image: A)(Image: A)",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=200))
def test_every_character_is_in_one_zone(text: str) -> None:
    check(clean(text))


@pytest.mark.parametrize("text", ["", "\n\n", "x", "By Jane Doe", "Hide Ad"])
def test_next_to_nothing_is_cleaned_without_fuss(text: str) -> None:
    check(clean(text))


HOSTILE = {
    "one_word": "a" * 300_000,
    "one_line_of_names": "By " + "Ab " * 50_000,
    "comments": "Comments\n" * 20_000,
    "bullets": "• A title that goes on\n" * 10_000,
    "glued": ("ab" * 340 + "\n") * 300,
    "names": "Ab Ab Ab Ab Ab Ab Ab Ab Ab Ab Ab Ab Ab Ab Ab\n" * 3000,
    "networks": "share x email " * 20 + "\n",
    "dates": ("1 May 2024, " * 8 + "z\n") * 2000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_cleaned_like_any_other(text: str) -> None:
    article = clean(text)
    assert len(article.text) == len(text)


def test_every_furniture_rule_has_its_own_id() -> None:
    assert len({rule.id for rule in furniture_rules()}) == len(furniture_rules())


def test_a_long_line_is_never_furniture() -> None:
    assert match_rule(split_lines("READ MORE: " + "words " * 120)[0]) is None


def test_plain_text_is_all_body() -> None:
    assert plain_article("One.\nTwo.").zones == (Zone("body", 0, 4, "plain"), Zone("body", 5, 9, "plain"))
