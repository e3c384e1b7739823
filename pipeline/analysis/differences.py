"""What changed between two runs: rows added and removed, cells changed, by key, with the article of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.analysis.sources import Row, plain_rows
from pipeline.schema import TableSchema
from pipeline.tables import Tables, read_tables, schemas
from pipeline.writers.csv_files import cell

COLUMNS = ("table", "change", "key", "article_id", "source", "headline", "row", "column", "old", "new")
CHANGES = ("added", "removed", "changed")
# By which of its cells a row is called, the first that it has.
CALLED_BY = ("headline", "name", "text", "message", "source")


def differences(old: Tables | str | Path, new: Tables | str | Path) -> pd.DataFrame:
    """Compare two runs, given as tables or as output folders.

    One row for each row added or removed and each cell changed, in the order of the tables, articles and places;
    every column is text, `column`, `old` and `new` are empty but for changed cells. Raises OutputError where a
    folder holds no tables.
    """
    before, after = (tables if isinstance(tables, Tables) else read_tables(tables) for tables in (old, new))
    articles = {row["article_id"]: row for tables in (before, after) for row in plain_rows(tables["articles"])}
    found = [
        change
        for name, schema in schemas().items()
        for change in _of_table(schema, *_unlike(before[name], after[name], schema.key), articles)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS), dtype="str")


def _unlike(before: pd.DataFrame, after: pd.DataFrame, key: str) -> tuple[list[Row], list[Row]]:
    """Give the rows of both runs that are not alike: only these are looked at cell by cell."""
    old, new = (frame.set_index(key, drop=False) for frame in (before, after))
    both = old.index.intersection(new.index)
    alike = pd.Series(True, index=both)
    for column in old.columns.union(new.columns):
        if column not in old or column not in new:
            known = (old if column in old else new).loc[both, column]
            alike &= known.isna()
        else:
            was, now = old.loc[both, column], new.loc[both, column]
            alike &= (was == now).fillna(False).astype(bool) | (was.isna() & now.isna())
    same = both[alike]
    return plain_rows(old.drop(same)), plain_rows(new.drop(same))


def _of_table(
    schema: TableSchema, before: list[Row], after: list[Row], articles: Mapping[str, Row]
) -> Iterator[dict[str, str]]:
    old, new = ({row[schema.key]: row for row in rows} for rows in (before, after))
    for key, row in sorted((old | new).items(), key=lambda pair: [pair[1][name] for name in schema.order]):
        article: Mapping[str, Any] = articles.get(row.get("article_id") or "", {})
        said = {
            "table": schema.name,
            "key": key,
            "article_id": cell(row.get("article_id")),
            "source": cell(article.get("source")),
            "headline": cell(article.get("headline")),
            "row": next((" ".join(cell(row[name]).split()) for name in CALLED_BY if row.get(name)), ""),
            "column": "",
            "old": "",
            "new": "",
        }
        if key not in old or key not in new:
            yield said | {"change": "removed" if key in old else "added"}
            continue
        for column in schema.columns:
            was, now = old[key].get(column.name), new[key].get(column.name)
            if was != now:
                yield said | {"change": "changed", "column": column.name, "old": cell(was), "new": cell(now)}
