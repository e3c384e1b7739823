"""Writes a result as one CSV file: UTF-8, a header row, ISO dates, an empty cell for what is unknown."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from pipeline.analysis.sources import plain_rows
from pipeline.errors import OutputError
from pipeline.writers.csv_files import csv_cell


def save_csv(frame: pd.DataFrame, path: str | Path) -> None:
    """Write a table into a file.

    Raises OutputError where it cannot be written.
    """
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(frame.columns)
            writer.writerows([csv_cell(value) for value in row.values()] for row in plain_rows(frame))
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from error
