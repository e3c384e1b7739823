"""Every command and every line of Python in README.md and docs/ runs as it is printed, in a copy of the project."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from documented import PAGES, Newsroom, blocks, checkout
from fetching.serving import serve

NEW_TABLE = "docs/developers.md"
"""This page adds a table to the project, so it is followed in a copy of its own."""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with articles, tables and a review, made once."""
    folder = checkout(tmp_path_factory.mktemp("newsroom") / "project")
    with serve() as site:
        Newsroom(folder, site).furnish()
    return folder


@pytest.fixture
def newsroom(furnished: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """A copy of that for one page."""
    with serve() as site:
        yield Newsroom(shutil.copytree(furnished, tmp_path / "project", symlinks=True), site)


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of a Unix shell")
@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page) and page != NEW_TABLE])
def test_a_page_can_be_followed(page: str, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(newsroom.folder)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.title:
            newsroom.save(block)
        elif block.not_run:
            continue
        elif block.language == "sh":
            newsroom.run(block)
        elif block.language == "python":
            exec(compile(block.code, page, "exec"), names)


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of a Unix shell")
def test_a_developer_adds_a_table_from_an_empty_folder(tmp_path: Path) -> None:
    with serve() as site:
        newsroom = Newsroom(checkout(tmp_path / "project"), site, in_process=False)
        for block in blocks(NEW_TABLE):
            if block.title:
                newsroom.save(block)
            elif block.language == "sh":
                newsroom.run(block)
    with (newsroom.folder / "my-tables" / "planning.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["outcome"], row["development"], row["authority"]) == (
        "refused",
        "40 homes on Mill Lane",
        "Leeds City Council",
    )
    assert "## planning" in (newsroom.folder / "docs" / "tables.md").read_text(encoding="utf-8")


def test_no_block_is_left_out_without_a_reason() -> None:
    languages = {block.language for page in PAGES for block in blocks(page)}
    assert languages <= {"sh", "python", "sql", "csv", "toml", "text", "json"}, "a language that no test runs"
    fences = sum(line.lstrip().startswith("```") for page in PAGES for line in page_lines(page))
    assert fences == 2 * sum(len(blocks(page)) for page in PAGES), "a fence without a language, or never closed"


def page_lines(page: str) -> list[str]:
    return (Path(__file__).parent.parent / page).read_text(encoding="utf-8").splitlines()
