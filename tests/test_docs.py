"""What the documentation says is so: generated pages are current, and every command in it runs."""

from __future__ import annotations

import re
import subprocess

import accuracy
import pytest
from typer.testing import CliRunner

from corpus import ROOT
from pipeline.cli import app
from pipeline.tables import schemas

PAGES = [
    *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
    "README.md",
    "CONTRIBUTING.md",
    "corpus/README.md",
    "models/README.md",
    "CHANGELOG.md",
]
TARGETS = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_page_of_tables_is_current() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == CliRunner().invoke(app, ["schema"]).output


def test_the_page_of_accuracy_is_current() -> None:
    assert accuracy.PAGE.read_text(encoding="utf-8") == accuracy.page(), "run `make docs`"


@pytest.mark.parametrize("table", schemas())
def test_every_table_has_its_card(table: str) -> None:
    page = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)", page, re.MULTILINE)
    assert table in ", ".join(headings).split(", "), f"docs/methods.md says nothing of {table}"


@pytest.mark.parametrize("table", schemas())
def test_the_readme_says_what_each_table_holds(table: str) -> None:
    assert f"`{table}`" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_and_files_that_pages_name_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for names in re.findall(r"`make ((?:[a-z]+ ?)+)", text):
        assert set(names.split()) <= set(TARGETS), f"{page} names make {names}"
    for path in re.findall(r"`((?:pipeline|corpus|models|tests|docs|outputs)/[\w/.-]+)`", text):
        assert (ROOT / path).exists() or path.startswith("outputs/"), f"{page} names {path}"


def test_plain_make_prints_every_target() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"setup", "tables", "test", "check", "evaluate", "docs", "golden", "bench", "clean"} <= set(TARGETS)
    assert all(f"make {target} " in shown for target in TARGETS)


def test_the_lock_names_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = re.findall(r"^[a-z0-9._-]+(?:\[[a-z,_]+\])?==", lock, re.MULTILINE | re.IGNORECASE)
    assert len(pins) > 50
    assert lock.count("--hash=sha256:") >= len(pins)


def test_python_examples_in_the_readme_run(runs: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in blocks:
        code = block.replace('"outputs/"', repr(str(runs["develop"]))).replace(
            "corpus/articles/", "corpus/articles/develop/"
        )
        exec(compile(code, "README.md", "exec"), names)
