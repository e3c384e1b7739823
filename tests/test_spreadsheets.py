"""Words that look like formulas stay words: in the CSV files, in LibreOffice, and on the way back."""

from __future__ import annotations

import csv
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.analysis import save_csv
from pipeline.job import extract_to
from pipeline.settings import Settings
from pipeline.tables import read_tables
from pipeline.writers.csv_files import escape, read_rows, unescape

DANGEROUS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "'=1+1", "''-1", "＝1+1", "-£3m")
ARTICLE = """=HYPERLINK("http://evil.example","Council overspends by £2m")

By +Pat Otherway, @patotherway

-£3m was the change in the budget of Ashcombe Borough Council this year. The council will spend £5m on roads.

"=cmd|' /C calc'!A0" was typed into the form, said Councillor Jo Farlow, leader of Ashcombe Borough Council.

'Shameful', said Councillor Jo Farlow.
"""
FORMULA = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula"


@given(st.one_of(st.text(), st.sampled_from(DANGEROUS).flatmap(lambda start: st.text().map(start.__add__))))
def test_the_escape_is_undone_for_every_text(text: str) -> None:
    assert unescape(escape(text)) == text


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert escape(text) == f"'{text}"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formulas")
    (folder / "in").mkdir()
    (folder / "in" / "story.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "in" / "=1+1.txt").write_text("", encoding="utf-8")
    extract_to([str(folder / "in")], Settings(out=str(folder / "out")))
    return folder / "out"


def test_offsets_hold_once_the_escape_is_undone(out: Path) -> None:
    text = next((out / "text").iterdir()).read_text(encoding="utf-8")
    raw = (out / "money.csv").read_text(encoding="utf-8")
    assert ",'-£3m," in raw
    assert all(text[int(row["char_start"]) : int(row["char_end"])] == row["text"] for row in read_rows(out, "money"))
    assert "-£3m" in {row["text"] for row in read_rows(out, "money")}


def test_both_formats_give_the_same_words_and_numbers_stay_numbers(out: Path, tmp_path: Path) -> None:
    tables = read_tables(out)
    assert "-£3m" in set(tables.money["text"]) and "=1+1.txt" in set(tables.problems["source"])
    tables.to_csv(tmp_path)
    again = read_tables(tmp_path)
    for name in tables:
        pd.testing.assert_frame_equal(again[name], tables[name])
    save_csv(pd.DataFrame({"words": ["-£3m"], "amount": [Decimal("-3000000")]}), tmp_path / "one.csv")
    assert (tmp_path / "one.csv").read_text(encoding="utf-8") == "words,amount\n'-£3m,-3000000\n"


def test_the_data_package_says_so_and_is_valid(out: Path) -> None:
    package = Package(str(out / "datapackage.json"))
    assert "apostrophe" in package.description
    assert package.validate().valid


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not on PATH")
def test_libreoffice_finds_no_formula(out: Path, tmp_path: Path) -> None:
    with (tmp_path / "control.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([["what"], ["=1+1"]])
    files = [*sorted(out.glob("*.csv")), tmp_path / "control.csv"]
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "fods", "--outdir"]
    subprocess.run([*command, tmp_path, *files], check=True, capture_output=True, timeout=120)
    formulas = {path.name: [] for path in files}
    for path in files:
        tree = etree.parse(tmp_path / f"{path.stem}.fods", etree.XMLParser(huge_tree=True))
        formulas[path.name] = [cell.get(FORMULA) for cell in tree.iter() if cell.get(FORMULA)]
    assert formulas.pop("control.csv") == ["of:=1+1"], "the control has one: the check can fail"
    assert not any(formulas.values()), formulas
