"""SQLite with keys, indexes, views and full-text search, and the `metadata.json` with which Datasette shows it.

A column that holds a person or an organisation refers to `entities`, made of both, so that every key resolves.
The same tables give the same bytes with the same SQLite.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.analysis.views import views
from pipeline.errors import OutputError
from pipeline.exports.staging import Source, replacing
from pipeline.resources import read_toml
from pipeline.schema import ColumnSchema, TableSchema
from pipeline.writers.csv_files import cell

METADATA = "metadata.json"
ABOUT = "exports/datasette.toml"
TYPES = {str: "TEXT", int: "INTEGER", Decimal: "NUMERIC", date: "TEXT"}
# The tables whose rows are named by columns that hold a person or an organisation, and what those rows are.
ENTITIES = {"people": "person", "organisations": "organisation"}
ENTITIES_TABLE = """CREATE TABLE "entities" (
  "entity_id" TEXT PRIMARY KEY NOT NULL,
  "entity_type" TEXT NOT NULL,
  "name" TEXT NOT NULL
)"""


def refers_to(schema: TableSchema, column: ColumnSchema) -> str:
    """Give the table whose key a column holds; empty where it holds none."""
    if column.about.references:
        return column.about.references
    return "entities" if column.about.entity and column.name != schema.key else ""


def write_sqlite(source: Source, file: Path) -> list[str]:
    """Write one database, and beside it Datasette's `metadata.json`.

    Raises OutputError where it cannot be written, or a `metadata.json` of something else lies there.
    """
    _check_metadata(file)
    with replacing(file) as staged, closing(sqlite3.connect(staged, isolation_level=None)) as database:
        # the file appears whole or not at all, so it needs no journal
        database.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.execute("BEGIN")
        for statement in _tables(source):
            database.execute(statement)
        _fill(database, source)
        for statement in _indexes_views_search(source):
            database.execute(statement)
        database.execute("COMMIT")
        database.execute("ANALYZE")
        shown = {view.name: _columns(database, view.name) for view in views()}
    with replacing(file.with_name(METADATA)) as staged:
        text = json.dumps(datasette_metadata(source, file.stem, shown), ensure_ascii=False, indent=1)
        staged.write_text(text + "\n", encoding="utf-8")
    return [f"{file.with_name(METADATA)} tells Datasette what it shows: datasette {file} -m {file.with_name(METADATA)}"]


def _check_metadata(file: Path) -> None:
    path = file.with_name(METADATA)
    if not path.exists():
        return
    try:
        ours = json.loads(path.read_text(encoding="utf-8")).get("title") == read_toml(ABOUT)["title"]
    except (OSError, ValueError, AttributeError):
        ours = False
    if not ours:
        raise OutputError(f"{path}: is not one of ours and would be lost; name a place in another folder with --file")


def _tables(source: Source) -> Iterator[str]:
    yield ENTITIES_TABLE
    for schema in source.schemas.values():
        yield _create(schema, source)


def _create(schema: TableSchema, source: Source) -> str:
    lines = []
    for column in schema.columns:
        parts = [f'"{column.name}"', TYPES[column.type]]
        if column.name == schema.key:
            parts.append("PRIMARY KEY")
        if not column.nullable:
            parts.append("NOT NULL")
        if column.about.vocabulary:
            parts.append(f'CHECK ("{column.name}" IN ({", ".join(map(_literal, column.about.vocabulary))}))')
        table = refers_to(schema, column)
        if table:
            key = "entity_id" if table == "entities" else source.schemas[table].key
            parts.append(f'REFERENCES "{table}" ("{key}")')
        lines.append((" ".join(parts), " ".join(column.about.meaning.split())))
    last = len(lines) - 1
    body = "\n".join(f"  {line}{'' if at == last else ','} -- {meaning}" for at, (line, meaning) in enumerate(lines))
    return f'CREATE TABLE "{schema.name}" (\n{body}\n)'


def _literal(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _fill(database: sqlite3.Connection, source: Source) -> None:
    for name, schema in source.schemas.items():
        columns = [column.name for column in schema.columns]
        marks = ", ".join("?" * len(columns))
        values = ([_value(row[column]) for column in columns] for row in source.rows(name))
        database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', values)
    for table, kind in ENTITIES.items():
        key = source.schemas[table].key
        database.execute(f'INSERT INTO "entities" SELECT "{key}", ?, "name" FROM "{table}" ORDER BY "{key}"', [kind])


def _value(value: Any) -> str | int | None:
    """SQLite makes a number of a decimal's digits; a day is ISO text."""
    return value if value is None or isinstance(value, int | str) else cell(value)


def _indexes_views_search(source: Source) -> Iterator[str]:
    about = read_toml(ABOUT)
    for name, schema in source.schemas.items():
        wanted = [column.name for column in schema.columns if refers_to(schema, column)]
        for column in [*wanted, *about["indexes"].get(name, [])]:
            yield f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")'
    for view in views():
        yield view.statement()
    for table, columns in about["search"].items():
        yield (
            f'CREATE VIRTUAL TABLE "{table}_fts" USING FTS5 ({_names(columns)}, '
            f"""content="{table}", tokenize="porter unicode61 remove_diacritics 2")"""
        )
        yield f'INSERT INTO "{table}_fts" (rowid, {_names(columns)}) SELECT rowid, {_names(columns)} FROM "{table}"'


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]


def datasette_metadata(source: Source, database: str, shown_by: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Describe tables, views and columns for Datasette: titles, meanings, labels of linked rows, facets, search.

    `database` is its name there (the file's stem), `shown_by` the columns of each view.
    """
    about = read_toml(ABOUT)
    meanings = {
        name: {column.name: column.about.meaning for column in schema.columns}
        for name, schema in source.schemas.items()
    }
    every: dict[str, str] = {}
    for said in meanings.values():
        every = said | every
    tables: dict[str, Any] = {}
    for name, schema in source.schemas.items():
        shown: dict[str, Any] = {"description": schema.description, "columns": meanings[name]}
        shown |= {key: about[key][name] for key in ("label_column", "facets") if name in about[key]}
        if name in about["search"]:
            shown |= {"fts_table": f"{name}_fts", "fts_pk": "rowid"}
        tables[name] = shown
    tables["entities"] = {"description": about["entities"], "label_column": "name"}
    for view in views():
        known = every | meanings[view.table] | view.columns
        columns = {column: known[column] for column in shown_by[view.name]}
        tables[view.name] = {"title": view.title, "description": view.description, "columns": columns}
    for name in about["search"]:
        for suffix in ("", "_data", "_idx", "_docsize", "_config"):
            tables[f"{name}_fts{suffix}"] = {"hidden": True}
    return {"title": about["title"], "description": about["description"], "databases": {database: {"tables": tables}}}
