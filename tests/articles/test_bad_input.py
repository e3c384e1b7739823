"""Bad input gives one clear row of `problems` and never an exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.inputs import BODY, complaint, read, write
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.articles.decoding import LARGEST_ARTICLE
from pipeline.articles.formats import readers
from pipeline.records import Problem


@pytest.mark.parametrize(
    ("name", "content", "words", "line"),
    [
        ("a.txt", b"", "empty", None),
        ("a.txt", b" \r\n\n", "empty", None),
        ("a.txt", b"abc\x00def", "binary", None),
        ("a.txt", b"%PDF-1.7 \xe2\xe3", "binary", None),
        ("a.txt", "caf\u00e9 and more caf\u00e9".encode() + b"\xc3", "save it as UTF-8", None),
        ("a.txt", b"One \x81\x8d two", "save it as UTF-8", None),
        ("a.txt", b"x" * (4 * LARGEST_ARTICLE + 1), "more than any article", None),
        ("a.txt", b"x" * (LARGEST_ARTICLE + 1), "more than any article", None),
        ("a.json", b'{"body": "abc', "cut off", 1),
        ("a.json", b'{"title": "only"}', "no field with the article's text", None),
        ("a.json", b"[]", "no article in it", None),
        ("a.json", b"[1]", "not an object", None),
        ("a.json", b"[" * 100_000, "", None),
        ("a.jsonl", b"\n\n", "empty", None),
        ("a.jsonl", b'\n{"body": "abc', "cut off", 2),
        ("a.jsonl", b"x" * (4 * LARGEST_ARTICLE + 1), "more than any article", 1),
        ("a.csv", b"name,age\nx,3\n", "no column", 1),
        ("a.csv", b"body\n", "no article in it", 1),
        ("a.csv", b'body\n"' + b"x" * (4 * LARGEST_ARTICLE + 1) + b'"\n', "CSV", None),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_problem(folder: Path, name: str, content: bytes, words: str, line: int | None) -> None:
    row = complaint(write(folder, name, content))
    assert row.severity == "error"
    assert words in row.message
    assert str(row.source).startswith(name)
    assert line is None or row.line == line


def test_a_broken_line_leaves_the_others(folder: Path) -> None:
    good = json.dumps({"title": "H", "body": BODY})
    articles, problems = read(write(folder, "a.jsonl", f'{good}\n{{"title": "cut\n{good}\n'))
    assert [article.source for article in articles] == ["a.jsonl#1", "a.jsonl#3"]
    assert [row.line for row in problems] == [2]


def test_a_missing_path_is_a_problem(folder: Path) -> None:
    assert "no such file" in complaint(folder / "gone.txt").message


def test_a_folder_without_articles_is_a_problem(folder: Path) -> None:
    write(folder, "notes.xyz", "nothing here")
    assert "no article" in complaint(folder).message


def test_a_link_to_nothing_is_a_problem(folder: Path) -> None:
    (folder / "a.txt").symlink_to(folder / "gone.txt")
    assert "no such file" in complaint(folder).message


def test_a_file_that_may_not_be_read_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder, "a.txt", BODY)

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert "permission denied" in complaint(path).message


def test_a_file_that_vanishes_while_others_are_read_is_a_problem(folder: Path) -> None:
    write(folder, "a.txt", BODY)
    write(folder, "b.txt", BODY)
    found: Iterator[Article | Problem] = read_articles([folder])
    assert isinstance(next(found), Article)
    (folder / "b.txt").unlink()
    row = next(found)
    assert isinstance(row, Problem) and row.source == "b.txt"


def test_a_reader_that_fails_in_its_own_way_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> Iterator[Article]:
        raise RuntimeError("burst")

    monkeypatch.setattr(readers()[".txt"], "read", burst)
    assert "burst" in complaint(write(folder, "a.txt", BODY)).message


def test_an_address_says_how_it_is_read() -> None:
    row = complaint("https://paper.example/feed")
    assert (row.source, "ldr fetch" in row.message) == ("https://paper.example/feed", True)
