"""Folders, links, order and standard input."""

from __future__ import annotations

import io
import json
import tracemalloc
from pathlib import Path

import pytest

from articles.inputs import BODY, one, read, write
from pipeline.articles.walking import walk
from pipeline.job import input_files


def test_folders_are_read_in_natural_order_whatever_the_arguments(folder: Path) -> None:
    for name in ("one/a10.txt", "one/a9.txt", "one/sub/b.txt", "two/a2.txt"):
        write(folder, name, name)
    forwards, _ = read(folder / "one", folder / "two")
    backwards, _ = read(folder / "two", folder / "one")
    assert [article.source for article in forwards] == ["a2.txt", "a9.txt", "a10.txt", "sub/b.txt"]
    assert forwards == backwards


def test_links_that_loop_are_passed_by(folder: Path) -> None:
    write(folder, "sub/a.txt", BODY)
    (folder / "sub" / "again").symlink_to(folder, target_is_directory=True)
    articles, problems = read(folder)
    assert ([article.source for article in articles], problems) == (["sub/a.txt"], [])


def test_hidden_files_and_other_types_are_passed_by(folder: Path) -> None:
    for name in ("a.txt", ".b.txt", ".git/c.txt", "d.png"):
        write(folder, name, BODY)
    assert one(folder).source == "a.txt"


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    path = write(folder, "a.txt", BODY)
    articles, _ = read(path, folder, path)
    assert len(articles) == 1


def test_a_file_with_several_names_is_read_under_one_whatever_the_order(folder: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(write(folder.parent / "elsewhere", "real.txt", BODY))
    for inputs in ([folder], [folder / "sub", folder], [folder / "b.txt", folder]):
        assert [article.source for article in read(*inputs)[0]] == ["a.txt"]


def test_no_folder_is_listed_in_memory(folder: Path) -> None:
    for number in range(3000):
        write(folder, f"story-with-a-name-of-some-length-{number:05}.txt", "x")
    tracemalloc.start()
    try:
        assert sum(1 for _ in walk(folder)) == 3000
        assert tracemalloc.get_traced_memory()[1] < 60_000
    finally:
        tracemalloc.stop()


def test_files_of_one_name_get_their_folders_name(folder: Path) -> None:
    paths = [write(folder, name, name) for name in ("one/a.txt", "two/a.txt")]
    articles, _ = read(folder / "one", folder / "two")
    assert [article.source for article in articles] == [path.as_posix() for path in paths]


def test_input_files_lists_what_is_read(folder: Path) -> None:
    names = ("b.txt", "a.jsonl", "metadata.csv")
    for name in names:
        write(folder, name, BODY)
    assert {path.name for path in input_files([folder])} == set(names)


@pytest.mark.parametrize(
    ("data", "sources"),
    [
        (BODY, ["-"]),
        (json.dumps({"title": "H", "body": BODY}), ["-"]),
        ('{"body": "One"}\n{"body": "Two"}\n', ["-#1", "-#2"]),
    ],
    ids=["text", "object", "lines"],
)
def test_standard_input_is_text_or_json(monkeypatch: pytest.MonkeyPatch, data: str, sources: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    articles, problems = read("-")
    assert ([article.source for article in articles], problems) == (sources, [])
