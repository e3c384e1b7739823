"""Grades that articles state against a table of published outcomes: agrees, disagrees, not found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import pandas as pd

from pipeline.analysis.official import Outcome, official_columns, read_official
from pipeline.analysis.providers import normal_name
from pipeline.analysis.sources import Library, Row
from pipeline.analysis.times import Stretch, stretch
from pipeline.records import Record, column, primary_key
from pipeline.schema import TableSchema
from pipeline.tables import read_tables

RESULTS = ("agrees", "disagrees", "not_found")
MATCHES = ("report_published", "inspected", "given", "latest", "earlier")


@dataclass(frozen=True, kw_only=True)
class Check(Record):
    """A grade that an article states, beside what the official record has of that provider at that time."""

    TABLE: ClassVar[str] = "checks"

    judgement_id: str = primary_key("judgement checked")
    result: str = column("Whether the record says the same.", vocabulary=RESULTS, default="not_found")
    provider: str = column("Whose grade.", default="")
    gss_code: str | None = column("ONS code, where it has one.")
    aspect: str = column("What was graded.", default="")
    status: str = column("Whether the article says that the grade stands.", default="")
    stated: str = column("The grade that the article states.", default="")
    stated_when: str | None = column("When it was given, as the article says.", kind="prefix_date")
    official: str | None = column("The grade in the record.")
    official_inspected: str | None = column("When the record says that it was inspected.")
    official_published: date | None = column("When the record says that the report was published.")
    official_line: int | None = column("The line of the record.")
    matched_by: str | None = column("By which time the two were joined.", vocabulary=MATCHES)
    note: str | None = column("Why nothing was found, or what else the record has.")
    article_id: str = column("The article.", default="")
    headline: str = column("Its headline.", default="")
    published: str = column("When it was published.", default="")
    sentence: str = column("The sentence from which the grade was read.", default="")


def check(tables: Mapping[str, pd.DataFrame], official: str | Path, columns: str = "") -> pd.DataFrame:
    """Join Ofsted's grades in the tables to a CSV file of published outcomes, by organisation and time.

    `columns` names a TOML file that says which columns hold what; see `analysis/official.toml`.
    Raises InputError or SettingsError, naming the file and line that cannot be read.
    """
    library = Library(tables)
    record = _Index(read_official(official, official_columns(columns)))
    rows = [
        row
        for row in library.rows("judgements")
        if row["inspectorate"] == "Ofsted"
        and row["grade"]
        and row["provider"]
        and row["status"] in ("in_force", "superseded")
    ]
    found = [_compare(library, record, row) for row in rows]
    frame = TableSchema.of(Check).frame(found)
    order = {result: at for at, result in enumerate(("disagrees", "not_found", "agrees"))}
    return frame.sort_values(
        ["result", "provider", "stated_when", "judgement_id"],
        key=lambda cells: cells.map(order) if cells.name == "result" else cells,
        ignore_index=True,
    )


def check_of(out: str | Path, official: str | Path, columns: str = "") -> pd.DataFrame:
    """Check the tables that a run wrote."""
    return check(read_tables(out), official, columns)


class _Index:
    """The outcomes of a record, by organisation."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._by_code: dict[str, list[Outcome]] = defaultdict(list)
        self._by_name: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            if outcome.code:
                self._by_code[outcome.code.casefold()].append(outcome)
            if outcome.name:
                self._by_name[normal_name(outcome.name)].append(outcome)

    def of(self, organisation: Row | None, name: str) -> list[Outcome]:
        """Give a provider's outcomes: by ONS code, by DfE code, else by name."""
        codes = [organisation[key] for key in ("gss_code", "dfe_code")] if organisation else []
        for code in codes:
            if code and (found := self._by_code.get(str(code).casefold())):
                return found
        named = self._by_name.get(normal_name(name), [])
        # a name is no proof where the record gives it to several
        return named if len({outcome.code for outcome in named}) <= 1 else []


def _compare(library: Library, record: _Index, row: Row) -> Check:
    organisation = library.organisations.get(row["provider_id"] or "")
    known = record.of(organisation, row["provider"])
    outcomes = [outcome for outcome in known if outcome.aspect == row["aspect"]]
    source = library.sources[row["article_id"]]
    told = source.published.end if source.published else None
    match, outcome = _match(row, outcomes, told)
    note = None
    if outcome is None:
        note = "the record has nothing of this provider"
        if known:
            note = "the record has no such aspect of this provider"
        if outcomes:
            note = "the record has no outcome then; it has " + ", ".join(_printed(one) for one in outcomes)
    return Check(
        judgement_id=row["judgement_id"],
        result="not_found" if outcome is None else "agrees" if outcome.grade == row["grade"] else "disagrees",
        provider=row["provider"],
        gss_code=organisation["gss_code"] if organisation else None,
        aspect=row["aspect"],
        status=row["status"],
        stated=row["grade"],
        stated_when=row["given"],
        official=outcome.grade if outcome else None,
        official_inspected=outcome.inspected.printed() if outcome and outcome.inspected else None,
        official_published=outcome.published if outcome else None,
        official_line=outcome.line if outcome else None,
        matched_by=match or None,
        note=note,
        article_id=row["article_id"],
        headline=source.headline,
        published=source.printed,
        sentence=" ".join(row["sentence"].split()),
    )


def _match(row: Row, outcomes: Sequence[Outcome], told: date | None) -> tuple[str, Outcome | None]:
    """Give the outcome of the time that a grade names; of several, the one that agrees."""
    times = {
        "report_published": stretch(row["report_published"]),
        "inspected": stretch(row["inspected_start"], row["inspected_end"]),
        "given": stretch(row["given"]),
    }
    for name, when in times.items():
        fitting = [outcome for outcome in outcomes if when is not None and _at(outcome, when, name)]
        if fitting:
            return name, min(fitting, key=lambda one: (one.grade != row["grade"], one.line))
    if any(times.values()):
        return "", None
    past = sorted((one for one in outcomes if told and _day(one) <= told), key=_day, reverse=True)
    if row["status"] == "in_force":
        return ("latest", past[0]) if past else ("", None)
    return ("earlier", past[1]) if len(past) > 1 else ("", None)


def _at(outcome: Outcome, when: Stretch, name: str) -> bool:
    published = Stretch(outcome.published, outcome.published) if outcome.published else None
    times = {"report_published": (published,), "inspected": (outcome.inspected,)}.get(
        name, (published, outcome.inspected)
    )
    return any(time is not None and _overlap(time, when) for time in times)


def _overlap(first: Stretch, second: Stretch) -> bool:
    return first.start <= second.end and second.start <= first.end


def _day(outcome: Outcome) -> date:
    """Give the day on which an outcome was known; the first of days where the record has none."""
    return outcome.published or (outcome.inspected.end if outcome.inspected else date.min)


def _printed(outcome: Outcome) -> str:
    when = outcome.published or (outcome.inspected.printed() if outcome.inspected else "no date")
    return f"{outcome.grade} ({when})"
