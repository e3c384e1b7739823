"""Metadata beside the articles wins over what they say of themselves."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from articles.inputs import BODY, complaint, one, read, write

HEADER = "source,published,publisher,url,headline,authors\n"


def test_metadata_wins_over_the_articles_own_values(folder: Path) -> None:
    record = {"title": "H", "author": "Jane Doe", "date": "2024-01-01", "body": BODY, "publisher": "Mail"}
    path = write(folder, "in/a.json", json.dumps(record))
    table = write(folder, "known.csv", HEADER + "a.json,2024-05-03,Echo,https://e.example,Other,John Roe; Ann Poe\n")
    article = one(path, metadata=table)
    assert (article.published, article.published_basis) == (date(2024, 5, 3), "metadata")
    assert (article.publisher, article.url, article.headline) == ("Echo", "https://e.example", "Other")
    assert article.authors == ("John Roe", "Ann Poe")


def test_a_folders_metadata_counts_for_what_lies_below_it(folder: Path) -> None:
    write(folder, "a.txt", BODY)
    write(folder, "sub/b.txt", BODY + "!")
    write(folder, "metadata.csv", "source,publisher\na.txt,Mail\nsub/b.txt,Mail\n")
    write(folder, "sub/metadata.csv", "source,publisher\nb.txt,Echo\n")
    articles, problems = read(folder)
    assert ([article.publisher for article in articles], problems) == (["Mail", "Echo"], [])


def test_metadata_can_be_ignored(folder: Path) -> None:
    write(folder, "a.txt", BODY)
    table = write(folder, "metadata.csv", "source,publisher\na.txt,Mail\n")
    assert one(folder, use_metadata=False).publisher == ""
    assert one(folder, metadata=table).publisher == "Mail"


def test_metadata_may_name_a_record(folder: Path) -> None:
    write(folder, "a.jsonl", '{"body": "One"}\n{"body": "Two"}\n')
    write(folder, "metadata.csv", "source,publisher\na.jsonl,Mail\na.jsonl#2,Echo\n")
    articles, problems = read(folder)
    assert ([article.publisher for article in articles], problems) == (["Mail", "Echo"], [])


@pytest.mark.parametrize(
    ("rows", "words", "line"),
    [
        ("source,published\na.txt,soon\n", "not a date", 2),
        ("source,published\na.txt,2024-02-31\n", "not a date", 2),
        ("source,publisher\na.txt,Mail\na.txt,Echo\n", "already on line 2", 3),
        ("source,publisher\na.txt,Mail\nz.txt,Echo\n", "no article is called 'z.txt'", 3),
        ("source,publisher\na.txt,Mail\n,Echo\n", "no `source`", 3),
    ],
)
def test_a_wrong_row_of_metadata_is_a_warning(folder: Path, rows: str, words: str, line: int) -> None:
    path = write(folder, "in/a.txt", BODY)
    row = complaint(path, metadata=write(folder, "known.csv", rows))
    assert (row.severity, row.line) == ("warning", line)
    assert words in row.message


@pytest.mark.parametrize(("rows", "words"), [("file,date\na.txt,2024-05-03\n", "no column `source`"), ("", "empty")])
def test_a_metadata_file_that_cannot_serve_is_an_error(folder: Path, rows: str, words: str) -> None:
    path = write(folder, "in/a.txt", BODY)
    articles, problems = read(path, metadata=write(folder, "known.csv", rows))
    assert len(articles) == 1
    assert [(row.severity, words in row.message) for row in problems] == [("error", True)]


def test_a_missing_metadata_file_is_an_error(folder: Path) -> None:
    assert "no such file" in complaint(write(folder, "a.txt", BODY), metadata=folder / "gone.csv").message


def test_a_name_that_several_articles_share_is_not_guessed(folder: Path) -> None:
    for name in ("in/one/a.txt", "in/two/a.txt"):
        write(folder, name, name)
    articles, problems = read(folder / "in", metadata=write(folder, "known.csv", "source,publisher\na.txt,Mail\n"))
    assert {article.publisher for article in articles} == {""}
    assert ["several articles" in row.message for row in problems] == [True]
