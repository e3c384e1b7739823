"""The course of a provider: everything dated that the articles say of it, in order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pipeline.analysis.moments import moments
from pipeline.analysis.providers import find_provider
from pipeline.analysis.record import Step
from pipeline.analysis.sources import Library
from pipeline.analysis.steps import steps
from pipeline.errors import InputError
from pipeline.schema import TableSchema
from pipeline.tables import read_tables


def courses(tables: Mapping[str, pd.DataFrame], provider: str | None = None) -> pd.DataFrame:
    """Give the dated steps of every provider, or of one: inspections, reports, grades, interventions, money, posts.

    `provider` is a name, an `organisation_id`, an ONS code or a DfE code. The same fact from several articles
    is one step; `contradicts` holds what another article says instead.
    Raises InputError where no provider, or more than one, is called that.
    """
    library = Library(tables)
    wanted = find_provider(library, provider)["organisation_id"] if provider is not None else None
    found = [one for one in moments(library) if wanted in (None, one.provider_id)]
    ordered = steps(library, found)
    schema = TableSchema.of(Step)
    frame = schema.frame(ordered).set_index("step_id")
    return frame.loc[[step.step_id for step in ordered]].reset_index()


def course_of(provider: str, out: str | Path) -> pd.DataFrame:
    """Give the course of one provider from the tables that a run wrote.

    Raises InputError where nothing in the tables is of that provider.
    """
    frame = courses(read_tables(out), provider)
    if frame.empty:
        raise InputError("the tables name it, but nothing dated is said of it", provider)
    return frame
