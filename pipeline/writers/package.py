"""`datapackage.json`: a Frictionless Data Package that says what each CSV file holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.schema import TableSchema


def describe(schemas: Mapping[str, TableSchema]) -> dict[str, Any]:
    """Describe the CSV files with their columns, closed lists, keys and foreign keys."""
    return {
        "profile": "tabular-data-package",
        "name": "ldr-tables",
        "title": "People, roles, money, dates and judgements in local-news articles",
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
