"""The notebooks run from top to bottom in a new kernel, and show what is committed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from corpus import ROOT
from notebooks import CHART, NOTEBOOKS, execute, pictures, shown


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
