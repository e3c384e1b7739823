"""Reads the data files beside the code, and the gazetteers that a user may edit."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import ResourceError

PACKAGE = Path(__file__).resolve().parent


def default_gazetteers() -> Path:
    """Give the folder of gazetteers: inside an installed package, or `models/` of a checkout."""
    installed = PACKAGE / "gazetteers"
    return installed if installed.is_dir() else PACKAGE.parent / "models" / "gazetteers"


@cache
def read_toml(path: str) -> dict[str, Any]:
    """Read a TOML file that lies in the package, by its path relative to it.

    Raises ResourceError, naming the file, where it is missing or does not parse.
    """
    try:
        with (PACKAGE / path).open("rb") as handle:
            return tomllib.load(handle)
    except FileNotFoundError as error:
        raise ResourceError(f"{path}: no such data file in the package") from error
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"{path}: {error}") from error


@dataclass(frozen=True)
class Gazetteers:
    """A folder of CSV files, each with a header row and a first column without duplicates."""

    folder: Path

    def read(self, name: str, columns: tuple[str, ...] = ()) -> list[dict[str, str]]:
        """Read `<name>.csv`; its header must be `columns`, where they are given.

        Raises ResourceError naming the file and line: a wrong header, a row of another length, an
        empty or repeated first cell.
        """
        path = self.folder / f"{name}.csv"
        try:
            with path.open(newline="", encoding="utf-8-sig") as handle:
                lines = csv.reader(handle)
                header = tuple(next(lines, ()))
                columns = columns or header
                if header != columns:
                    raise ResourceError(f"{path}, line 1: the header must be {','.join(columns)}")
                rows: list[dict[str, str]] = []
                seen: dict[str, int] = {}
                for cells in lines:
                    place = f"{path}, line {lines.line_num}"
                    if len(cells) != len(columns):
                        raise ResourceError(f"{place}: {len(cells)} cells where the header has {len(columns)}")
                    if not cells[0].strip():
                        raise ResourceError(f"{place}: the first cell is empty")
                    if cells[0] in seen:
                        raise ResourceError(f"{place}: {cells[0]!r} stands already on line {seen[cells[0]]}")
                    seen[cells[0]] = lines.line_num
                    rows.append(dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
                return rows
        except FileNotFoundError as error:
            raise ResourceError(f"{path}: no such gazetteer") from error
        except UnicodeDecodeError as error:
            raise ResourceError(f"{path}: save it as UTF-8 ({error.reason} at byte {error.start})") from error
