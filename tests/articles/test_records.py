"""JSON and CSV: fields go by many names, records are numbered."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from articles.inputs import BODY, complaint, one, read, write
from pipeline.articles.fields import field_names


@pytest.mark.parametrize(
    "record",
    [
        {
            "headline": "H",
            "byline": "By Jane Doe",
            "published": "2024-05-03",
            "body": BODY,
            "url": "https://m.example/1",
            "publisher": "Mail",
        },
        {
            "title": "H",
            "author": "Jane Doe",
            "date": "3 May 2024",
            "text": BODY,
            "link": "https://m.example/1",
            "outlet": "Mail",
        },
        {
            "headline": "H",
            "by": "Jane Doe",
            "firstCreated": "2024-05-03T10:00:00",
            "uri": "https://m.example/1",
            "bodies": [{"role": "main", "value": BODY}],
            "infoSources": [{"name": "Mail"}],
        },
        {
            "title": "H",
            "author": "Jane Doe",
            "date": "2024-05-03",
            "text": BODY,
            "source": "https://m.example/1",
            "source-hostname": "Mail",
        },
        {
            "Title": "H",
            "Authors": ["Jane Doe"],
            "publish_date": 1714730400,
            "maintext": BODY,
            "source_url": "https://m.example/1",
            "source": "Mail",
        },
        {
            "headline": "H",
            "author": [{"name": "Jane Doe"}],
            "datePublished": "2024-05-03",
            "url": "https://m.example/1",
            "articleBody": "<p>" + BODY.replace("\n\n", "</p><p>") + "</p>",
            "publisher": {"name": "Mail"},
        },
    ],
)
def test_fields_go_by_many_names(folder: Path, record: dict[str, object]) -> None:
    article = one(write(folder, "a.json", json.dumps(record)))
    assert article.text == f"H\n\nBy Jane Doe\n\n{BODY}"
    assert (article.headline, article.authors) == ("H", ("Jane Doe",))
    assert (article.published, article.published_basis) == (date(2024, 5, 3), "given")
    assert (article.url, article.publisher) == ("https://m.example/1", "Mail")


def test_a_byline_keeps_its_words_and_gives_its_names(folder: Path) -> None:
    record = {"title": "H", "byline": "By Jane Doe, Local Democracy Reporter", "body": BODY}
    article = one(write(folder, "a.json", json.dumps(record)))
    assert article.authors == ("Jane Doe",)
    assert "\n\nBy Jane Doe, Local Democracy Reporter\n\n" in article.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "{0}\n\n{0}\n"),
        ("a.json", "[{0}, {0}]"),
        ("a.json", '{{"total": 2, "item": [{0}, {0}]}}'),
        ("a.json", "{0}\n{0}\n"),
    ],
    ids=["lines", "list", "envelope", "lines_called_json"],
)
def test_records_are_numbered(folder: Path, name: str, content: str) -> None:
    articles, problems = read(write(folder, name, content.format(json.dumps({"title": "H", "body": BODY}))))
    second = 3 if name == "a.jsonl" else 2
    assert ([article.source for article in articles], problems) == ([f"{name}#1", f"{name}#{second}"], [])


def test_a_csv_of_articles_is_read_row_by_row(folder: Path) -> None:
    path = write(folder, "a.csv", 'headline,body,date\nH,"One\n\ntwo",2024-05-03\n,,\nI,,2024-05-04\n')
    articles, problems = read(path)
    assert [(article.source, article.text) for article in articles] == [("a.csv#1", "H\n\nOne\n\ntwo")]
    assert [(row.source, row.line) for row in problems] == [("a.csv#2", 6)]


@pytest.mark.parametrize("marks", [{"type": "picture"}, {"pubstatus": "withheld"}])
def test_an_item_that_is_no_story_is_left_out_with_a_warning(folder: Path, marks: dict[str, str]) -> None:
    row = complaint(write(folder, "a.json", json.dumps({**marks, "body_text": BODY})))
    assert row.severity == "warning"


def test_lone_surrogates_and_nulls_do_not_reach_the_text(folder: Path) -> None:
    article = one(write(folder, "a.json", '{"body": "One \\ud800 two \\u0000 three"}'))
    article.text.encode()
    assert "\x00" not in article.text


def test_every_name_of_a_field_is_given_once() -> None:
    shared = ("identity", "version")  # which tell versions apart, by fields that say other things too
    names = [name for field, listed in field_names().items() if field not in shared for name in listed]
    assert len(names) == len(set(names))
