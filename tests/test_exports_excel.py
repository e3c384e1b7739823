"""Excel: real dates and numbers, links to rows, no formulas, Excel's limits said; LibreOffice and pandas open it."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from export_tables import ARTICLE, MONEY, small_tables
from openpyxl.worksheet.worksheet import Worksheet

import pipeline
from pipeline.exports import excel
from pipeline.tables import Tables, build_tables, schemas


def sheet(file: Path, name: str) -> Worksheet:
    found = openpyxl.load_workbook(file)[name]
    assert isinstance(found, Worksheet)
    return found


def column(sheet: Worksheet, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pipeline.export(small_tables(), "xlsx", tmp_path_factory.mktemp("small") / "small.xlsx").path


@pytest.fixture(scope="module")
def book(runs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pipeline.export(runs["develop"], "xlsx", tmp_path_factory.mktemp("book") / "tables.xlsx").path


def test_a_sheet_per_table_with_a_frozen_header_and_real_types(small: Path) -> None:
    workbook = openpyxl.load_workbook(small)
    assert workbook.sheetnames == [*schemas(), "columns"]
    money = sheet(small, "money")
    assert money.freeze_panes == "B2"
    assert [cell.value for cell in money[1]] == [one.name for one in schemas()["money"].printed()]
    assert money.cell(2, column(money, "amount")).value == 5.5
    assert money.cell(2, column(money, "period_start")).value == datetime(2024, 4, 1)
    assert money.cell(2, column(money, "period_start")).number_format == "yyyy-mm-dd"
    assert money.cell(2, column(money, "char_start")).value == MONEY.char_start
    assert money.cell(2, column(money, "low")).value is None
    width = money.column_dimensions["A"].width
    assert width is not None
    assert width > len("money_id")
    meanings = {(row[0].value, row[1].value): row[2].value for row in sheet(small, "columns").iter_rows()}
    assert meanings["money", "amount"] == "The sum, never negative; empty for a range."


def test_keys_link_to_the_rows_that_they_name(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    followed = set()
    for name, schema in schemas().items():
        here = workbook[name]
        for row in here.iter_rows(min_row=2, max_row=40):
            for cell in row:
                if cell.hyperlink:
                    table, _, place = (cell.hyperlink.location or "").partition("!")
                    assert workbook[table.strip("'")][place].value == cell.value
                    followed.add((name, table.strip("'")))
        assert all(cell.hyperlink is None for cell in here["A"]), f"{schema.key} links to itself"
    assert {
        ("money", "articles"),
        ("roles", "people"),
        ("mentions", "people"),
        ("mentions", "organisations"),
    } <= followed
    assert {("judgements", "inspections"), ("quotes", "people")} <= followed


def test_no_text_is_a_formula(small: Path) -> None:
    money = sheet(small, "money")
    for name in ("sentence", "payer", "purpose"):
        cell = money.cell(2, column(money, name))
        assert (cell.value, cell.data_type, cell.quotePrefix) == (getattr(MONEY, name), "s", True)
    assert sheet(small, "articles").cell(2, 5).data_type in "sn"
    for found in openpyxl.load_workbook(small):
        assert all(cell.data_type != "f" for row in found.iter_rows() for cell in row)


def test_a_cell_longer_than_excel_holds_is_cut_and_says_so(tmp_path: Path) -> None:
    done = pipeline.export(small_tables(sentence="🚒" * 20_000), "xlsx", tmp_path / "long.xlsx")
    (note,) = done.notes
    assert "money: 1 cells are longer than the 32,767 characters" in note
    money = sheet(done.path, "money")
    held = money.cell(2, column(money, "sentence")).value
    assert isinstance(held, str)
    assert len(held.encode("utf-16-le")) // 2 <= excel.CELL_UNITS
    assert held.endswith(f"[…cut: 20,000 characters in all; the article is text/{MONEY.article_id}.txt]")


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "SHEET_ROWS", 3)
    monkeypatch.setattr(excel, "SHEET_LINKS", 2)
    sums = [replace(MONEY, money_id=f"m{at}", char_start=at, same_as="m3") for at in range(5)]
    done = pipeline.export(build_tables([ARTICLE, *sums]), "xlsx", tmp_path / "split.xlsx")
    workbook = openpyxl.load_workbook(done.path)
    names = [name for name in workbook.sheetnames if name.startswith("money")]
    assert names == ["money", "money (2)", "money (3)"]
    assert [row[0].value for name in names for row in workbook[name].iter_rows(min_row=2)] == [s.money_id for s in sums]
    link = workbook["money"].cell(2, column(workbook["money"], "same_as")).hyperlink
    assert link is not None
    assert (link.location, workbook["money (2)"]["A3"].value) == ("'money (2)'!A3", "m3")
    assert "money: more rows than the 3 of a sheet" in done.notes[0]
    assert "money: 2 keys are text without a link" in done.notes[1]


def test_days_that_excel_does_not_know_stay_text(tmp_path: Path) -> None:
    done = pipeline.export(small_tables(period_start=date(1834, 8, 14)), "xlsx", tmp_path / "old.xlsx")
    money = sheet(done.path, "money")
    assert money.cell(2, column(money, "period_start")).value == "1834-08-14"


def test_pandas_reads_the_workbook(book: Path, tables: dict[str, Tables]) -> None:
    read = pd.read_excel(book, sheet_name="money")
    money = tables["develop"].money
    assert list(read["money_id"]) == list(money["money_id"])
    assert read["amount"].sum() == pytest.approx(float(money["amount"].sum()))


def office(source: Path, wanted: str, folder: Path) -> None:
    command = shutil.which("soffice")
    assert command, "LibreOffice (soffice) is needed: .ci/run installs libreoffice-calc"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run = [command, "--headless", profile, "--convert-to", wanted, "--outdir", str(folder), str(source)]
    subprocess.run(run, check=True, capture_output=True, timeout=120)


def test_libreoffice_opens_the_workbook_and_the_csv(small: Path, runs: dict[str, Path], tmp_path: Path) -> None:
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    office(small, every_sheet, tmp_path)
    with (tmp_path / "small-money.csv").open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert (row["sentence"], row["payer"], row["purpose"]) == (MONEY.sentence, MONEY.payer, MONEY.purpose)
    assert (row["amount"], row["period_start"]) == ("5.5", "2024-04-01")
    office(runs["develop"] / "money.csv", "xlsx", tmp_path)
    converted = pd.read_excel(tmp_path / "money.xlsx")
    # keys such as 3236061417290e24 are numbers to a spreadsheet that opens CSV: the workbook is the safe way
    assert list(converted["rule"]) == list(pipeline.read_tables(runs["develop"]).money["rule"])
