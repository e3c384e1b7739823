"""SQL over finished tables with DuckDB: read-only, and blind to every file and address but the tables.

Needs the extra `query`. Of DuckDB's locks: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.analysis.views import views
from pipeline.errors import InputError, OutputError
from pipeline.schema import to_frame
from pipeline.tables import read_tables, schemas

# Set before the user's SQL is seen, the last one last: from then on nothing can be set.
LOCKS = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def query(sql: str, out: str | Path = "outputs") -> pd.DataFrame:
    """Ask the tables of an output folder in SQL: one SELECT over the tables and the views of `views.toml`.

    Raises InputError for SQL that is no single SELECT or does not run, OutputError where the folder holds no
    tables or `duckdb` is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise OutputError("SQL needs the extra `query`: pip install 'ldr-pipeline[query]'") from error
    try:
        statements = duckdb.extract_statements(sql)
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            raise InputError("a query is one SELECT: nothing else may run, for the tables are only read", "query")
        with _connected(duckdb, Path(out)) as database:
            return to_frame(database.sql(sql).to_arrow_table())
    except duckdb.Error as error:
        names = ", ".join([*schemas(), *(view.name for view in views())])
        raise InputError(f"{str(error).strip()}\nthe tables and views are {names}", "query") from error


@contextmanager
def _connected(duckdb: Any, out: Path) -> Iterator[Any]:
    """Open a database in memory that knows the tables and nothing else; it spills to a folder of its own."""
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(":memory:") as database:
        database.execute(f"SET temp_directory = {_literal(spill)}")
        files = {name: out.absolute() / f"{name}.parquet" for name in schemas()}
        if all(file.is_file() for file in files.values()):
            allowed = ", ".join(_literal(str(file)) for file in files.values())
            database.execute(f"SET allowed_paths = [{allowed}]")
            for name, file in files.items():
                database.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet({_literal(str(file))})')
        else:
            for name, frame in read_tables(out).items():
                database.register(name, pa.Table.from_pandas(frame, preserve_index=False))
        for view in views():
            database.execute(view.statement())
        for lock in LOCKS:
            database.execute(lock)
        yield database


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
