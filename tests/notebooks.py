"""Executes the notebooks and writes their outputs (`make notebooks`); `test_notebooks.py` compares them."""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbmake.nb_run import NotebookRun

from corpus import ROOT

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CHART = ROOT / "docs" / "images" / "first-look.png"
"""The chart of the first notebook, which the README shows."""


def execute(path: Path) -> Any:
    """Run a notebook in its folder, in a new kernel, from top to bottom; raises where a cell fails."""
    # a kernel's debugger warns of frozen modules on standard error
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    os.environ["COLUMNS"] = "120"
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    run = NotebookRun(path, default_timeout=300).execute()
    if run.error:
        raise RuntimeError(f"{path.name}, cell {run.error.failing_cell_index}: {run.error.trace}")
    notebook = run.nb
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when each cell began and ended
        for output in cell.get("outputs", []):
            output.get("metadata", {}).clear()
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    return notebook


def shown(notebook: Any) -> list[tuple[str, str]]:
    """Give what the cells show as text; a picture counts as shown, not by its bytes."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {"text/plain": output.get("text", "")})
            found += [(kind, "" if kind.startswith("image/") else text) for kind, text in sorted(data.items())]
    return found


def pictures(path: Path) -> list[bytes]:
    """Give the pictures that a notebook shows."""
    outputs = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]
    return [base64.b64decode(one["data"]["image/png"]) for one in outputs if "image/png" in one.get("data", {})]


def main() -> None:
    for path in NOTEBOOKS:
        notebook = execute(path)
        path.write_text(nbformat.writes(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    CHART.parent.mkdir(exist_ok=True)
    CHART.write_bytes(pictures(FOLDER / "first-look.ipynb")[0])


if __name__ == "__main__":
    main()
