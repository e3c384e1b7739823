"""Quotations that run over paragraphs, stand around furniture, or whose marks do not balance."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.articles.article import Article
from pipeline.cleaning import CleanArticle, Zone, plain_article
from pipeline.extractors.quotes.extractor import rows
from pipeline.extractors.quotes.page import Paragraph, make_page
from pipeline.extractors.quotes.record import Quote
from pipeline.extractors.quotes.segments import split_segments
from pipeline.extractors.quotes.speeches import Reader
from pipeline.language import parse

SPEECH = """Ferry to close after 90 years

The ferry at Little Hythe will close in May.

Harbour master Colin Frith said: “The hull is older than I am.

- Advertisement -

“We patched it. We painted it.

READ MORE: Bridge “will cost £9m”

“We prayed over it.”

The last crossing is on Friday.

“I’ll be on it,” he added.
"""


def quotes(nlp: Language, article: CleanArticle) -> list[Quote]:
    found = [row for row in rows(next(parse(nlp, [article]))) if isinstance(row, Quote)]
    for row in found:
        assert article.article.text[row.char_start : row.char_end] == row.text
    return found


def without(text: str, *boilerplate: str) -> CleanArticle:
    """Make an article in which the lines that start so are boilerplate."""
    body: list[Zone] = []
    for zone in plain_article(text).zones:
        if not text[zone.start : zone.end].startswith(boilerplate):
            body.append(Zone("headline" if not body else "body", zone.start, zone.end))
    return CleanArticle(article=Article(source="", text=text), text=text, zones=tuple(body))


def test_a_speech_goes_on_behind_promotions_and_never_reaches_over_them(nlp: Language) -> None:
    found = quotes(nlp, without(SPEECH, "- Adv", "READ"))
    assert [row.text for row in found] == [
        "The hull is older than I am.",
        "We patched it. We painted it.",
        "We prayed over it.",
        "I’ll be on it,",
    ]
    assert {row.speaker for row in found} == {"Colin Frith"}
    assert [row.speech_order for row in found] == [1, 2, 3, 1]
    assert len({row.speech_id for row in found}) == 2


def test_a_quotation_never_closed_ends_with_its_paragraph(nlp: Language) -> None:
    text = "Cllr Bethan Yarwood said: “It is late.\n\nCllr Padma Reddington said: “It is early.”\n\nIt rained."
    assert [(row.speaker, row.text) for row in quotes(nlp, plain_article(text))] == [
        ("Bethan Yarwood", "It is late."),
        ("Padma Reddington", "It is early."),
    ]


def test_a_lost_opening_mark_does_not_lose_the_rest_of_the_speech(nlp: Language) -> None:
    text = "Cllr Bethan Yarwood said: “It is late.\n\nWe know that it is late.”\n\nIt rained."
    found = quotes(nlp, plain_article(text))
    assert [row.text for row in found] == ["It is late.", "We know that it is late."]
    assert len({row.speech_id for row in found}) == 1


def test_a_later_attribution_speaks_for_the_paragraphs_before_it(nlp: Language) -> None:
    text = "Cllr Padma Reddington left early.\n\n“It is late.\n\n“It is dark,” said Cllr Bethan Yarwood."
    found = quotes(nlp, plain_article(text))
    assert [row.speaker for row in found] == ["Bethan Yarwood", "Bethan Yarwood"]


def test_a_new_speaker_ends_the_speech_before(nlp: Language) -> None:
    text = "“It is late,” said Cllr Bethan Yarwood.\n\n“It is early,” said Cllr Padma Reddington."
    found = quotes(nlp, plain_article(text))
    assert [row.speaker for row in found] == ["Bethan Yarwood", "Padma Reddington"]
    assert len({row.speech_id for row in found}) == 2


def test_a_headline_quotation_has_the_speaker_of_the_same_words_in_the_body(nlp: Language) -> None:
    text = "‘We patched it again’: ferry to close\n\nColin Frith said: “We patched it again and it sank.”"
    found = quotes(nlp, without(text, "-"))
    assert [(row.zone, row.kind, row.speaker) for row in found] == [
        ("headline", "partial", "Colin Frith"),
        ("body", "direct", "Colin Frith"),
    ]


def test_names_inside_a_quotation_are_never_its_speaker(nlp: Language) -> None:
    text = "The panel met on Monday.\n\n“Cllr Padma Reddington said the ferry was safe.”"
    assert [row.speaker for row in quotes(nlp, plain_article(text))] == [None]


@pytest.mark.parametrize(
    "hostile",
    ["“" * 9000, "'a " * 9000, '"said' * 999, "he said, " * 999, "Ann said the " * 999, "s’ ‘" * 999, "“a” and " * 99],
    ids=["openers", "apostrophes", "glued", "cues", "clauses", "plurals", "joined"],
)  # fmt: skip
def test_hostile_marks_are_read_to_the_end(hostile: str) -> None:
    segments = tuple(split_segments(hostile, 0, len(hostile)))
    page = make_page(hostile, [Paragraph(0, len(hostile), "body", segments)], [(0, len(hostile))], [])
    ends = [0, *(offset for segment in segments for offset in (segment.outer_start, segment.outer_end))]
    assert ends == sorted(ends)
    assert all(quotation.end <= len(hostile) for quotation in Reader(page).read())
