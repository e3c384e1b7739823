"""Reads a table of published outcomes: Ofsted's management information, or a history kept by anyone."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.analysis.times import Stretch
from pipeline.errors import InputError, SettingsError
from pipeline.resources import read_toml

SHAPE = "analysis/official.toml"
DAYS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%y",
    "%d-%b-%Y",
    "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y %H:%M",
)
HEADER_WITHIN = 20  # a table may begin with its title and notes

Columns = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """One grade of one row of the record; `line` is its place in the file."""

    code: str
    name: str
    aspect: str
    grade: str
    inspected: Stretch | None
    published: date | None
    line: int


def official_columns(file: str = "") -> Columns:
    """Give which columns hold what: the usual headers, those of a mapping file in their place.

    Raises SettingsError for a file that cannot be read, or a key that is unknown or no list of headers.
    """
    usual = read_toml(SHAPE)
    if not file:
        return usual
    try:
        given = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read as a mapping of columns: {error}") from error
    for section, entries in given.items():
        if section not in usual or not isinstance(entries, dict):
            raise SettingsError(f"{file}: unknown section [{section}]; the sections are {', '.join(usual)}")
        for key, value in entries.items():
            closed = section in ("columns", "nothing")
            if closed and key not in usual[section]:
                raise SettingsError(
                    f"{file}: unknown key {key!r} in [{section}]; the keys are {', '.join(usual[section])}"
                )
            wanted = str if section == "grades" else list
            if not isinstance(value, wanted) or (wanted is list and not all(isinstance(one, str) for one in value)):
                raise SettingsError(
                    f"{file}: {section}.{key} must be a {'grade' if wanted is str else 'list of headers'}"
                )
    return {section: {**entries, **given.get(section, {})} for section, entries in usual.items()}


def read_official(file: str | Path, columns: Columns) -> list[Outcome]:
    """Read the outcomes of a CSV file, in the order of its lines.

    Raises InputError naming the file and line: no such columns, a date or a grade that cannot be read.
    """
    path = Path(file)
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", str(path)) from error
    try:
        lines = text.decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError:
        lines = text.decode("cp1252", "replace").splitlines(keepends=True)  # as spreadsheets on Windows save it
    reader = csv.reader(lines)
    rows = [(reader.line_num, row) for row in reader]
    for at, (_, row) in enumerate(rows[:HEADER_WITHIN]):
        places = _places(row, columns)
        if places is not None:
            return [
                outcome for line, cells in rows[at + 1 :] for outcome in _outcomes(path, line, cells, places, columns)
            ]
    raise InputError(
        "no line has headers for an organisation, a date and a grade; name yours in a mapping file (official_columns)",
        str(path),
    )


def _places(row: Sequence[str], columns: Columns) -> dict[str, int] | None:
    """Give where each column stands; None where the line is no header."""
    headers = {cell.strip().casefold(): at for at, cell in reversed(list(enumerate(row)))}
    wanted = {**columns["columns"], **{f"aspect:{name}": forms for name, forms in columns["aspects"].items()}}
    places = {}
    for name, forms in wanted.items():
        at = next((headers[form.casefold()] for form in forms if form.casefold() in headers), None)
        if at is not None:
            places[name] = at
    named, dated = {"code", "name"} & set(places), {"inspected_start", "published"} & set(places)
    graded = any(name.startswith("aspect:") for name in places)
    return places if named and dated and graded else None


def _outcomes(
    path: Path, line: int, cells: Sequence[str], places: Mapping[str, int], columns: Columns
) -> Iterator[Outcome]:
    def cell(name: str) -> str:
        at = places.get(name, len(cells))
        said = cells[at].strip() if at < len(cells) else ""
        return "" if said.casefold() in columns["nothing"]["words"] else said

    if not any(one.strip() for one in cells):
        return
    first, last, published = (
        _day(path, line, cell(name)) for name in ("inspected_start", "inspected_end", "published")
    )
    inspected = Stretch(first, last or first) if first else None
    for name in places:
        said = cell(name) if name.startswith("aspect:") else ""
        if not said:
            continue
        grade = columns["grades"].get(said.casefold())
        if grade is None:
            raise InputError(
                f"{said!r} is no grade that is known; say what it means in a mapping file", str(path), line
            )
        aspect = name.removeprefix("aspect:")
        yield Outcome(cell("code"), cell("name"), aspect, grade, inspected, published, line)


def _day(path: Path, line: int, said: str) -> date | None:
    if not said:
        return None
    for shape in DAYS:
        try:
            return datetime.strptime(said, shape).date()
        except ValueError:
            continue
    raise InputError(f"{said!r} is no date such as 2022-09-05 or 05/09/2022", str(path), line)
