"""`datapackage.json`: a Frictionless Data Package that says what each CSV file holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.schema import TableSchema

ESCAPED = (
    "Words of a CSV file that a spreadsheet would run as a formula (they begin with = + - @, a tab or a line end, "
    "after any apostrophes) have one apostrophe more before them: take it off before you compare them with a text. "
    "`read_tables` does so, and the Parquet files have none."
)


def describe(schemas: Mapping[str, TableSchema]) -> dict[str, Any]:
    """Describe the CSV files with their columns, closed lists, keys and foreign keys."""
    return {
        "profile": "tabular-data-package",
        "name": "ldr-tables",
        "title": "People, roles, money, dates and judgements in local-news articles",
        "description": ESCAPED,
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "description": schema.description,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": schema.descriptor(),
            }
            for name, schema in schemas.items()
        ],
    }
