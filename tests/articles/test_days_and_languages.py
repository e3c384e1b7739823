"""Days in addresses and file names, and the language of a text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from articles.inputs import BODY, complaint, one, read, write
from pipeline.articles.languages import language_of


def test_a_day_in_the_address_or_file_name_is_the_last_resort(folder: Path) -> None:
    by_url = json.dumps({"body": "One", "url": "https://m.example/2023/06/05/budget"})
    assert one(write(folder, "a.json", by_url)).published_basis == "url"
    article = one(write(folder, "2023-06-05-budget.txt", BODY))
    assert (article.published, article.published_basis) == (date(2023, 6, 5), "filename")


def test_a_given_date_that_is_none_is_a_warning(folder: Path) -> None:
    row = complaint(write(folder, "a.jsonl", '{"body": "One", "date": "soon"}\n'))
    assert (row.severity, row.line) == ("warning", 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mae’r cyngor wedi cytuno i wario mwy o arian ar ysgolion y sir, ond nid oedd pawb yn hapus.", "cy"),
        ("Tha a’ chomhairle air aontachadh gum bi barrachd airgid airson sgoiltean, ach cha robh iad toilichte.", "gd"),
        ("Tá an chomhairle tar éis aontú go mbeidh airgead do scoileanna, ach ní raibh gach duine sásta.", "ga"),
        ("Cyngor Gwynedd said that the council had agreed to spend more on Ysgol y Garnedd in the year ahead.", "en"),
        ("Loxley, 42, £9m, 2024", "en"),
    ],
)  # fmt: skip
def test_the_language_is_told_by_function_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_another_language_gives_a_warning_with_the_article(folder: Path) -> None:
    articles, problems = read(
        write(folder, "a.txt", "Mae’r cyngor wedi cytuno i wario mwy yn y sir, ond nid oedd pawb yn hapus.")
    )
    assert articles[0].language == "cy"
    assert [(row.severity, row.article_id) for row in problems] == [("warning", articles[0].article_id)]
