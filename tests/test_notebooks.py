"""The notebooks run from top to bottom in a new kernel, and show what is committed."""

from __future__ import annotations

import csv
from pathlib import Path

import nbformat
import pytest

from corpus import ROOT
from notebooks import CHART, FOLDER, NOTEBOOKS, execute, pictures, shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_is_committed(path: Path) -> None:
    committed = nbformat.read(path, as_version=4)
    assert shown(execute(path)) == shown(committed), "read what changed, then `make notebooks`"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_was_run_in_order_from_the_top(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def test_the_chart_of_the_readme_is_small_and_the_notebooks_own() -> None:
    assert CHART.stat().st_size < 100_000
    assert "docs/images/first-look.png" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert CHART.read_bytes() in pictures(ROOT / "notebooks" / "first-look.ipynb")


def test_the_statistics_of_the_second_notebook_join_by_codes_that_exist() -> None:
    with (FOLDER / "data" / "census-2011.csv").open(encoding="utf-8", newline="") as file:
        areas = {row["AREACD"]: row for row in csv.DictReader(file)}
    with (ROOT / "models" / "gazetteers" / "councils.csv").open(encoding="utf-8", newline="") as file:
        councils = {row["gss_code"]: row["name"] for row in csv.DictReader(file)}
    unknown = {code: row["AREANM"] for code, row in areas.items() if code not in councils}
    misnamed = [
        (row["AREANM"], councils[code])
        for code, row in areas.items()
        if code in councils and row["AREANM"].split(",")[0].split()[0] not in councils[code]
    ]
    assert (unknown, misnamed) == ({}, [])
    assert all(int(row["usual_residents"]) > 0 for row in areas.values())
