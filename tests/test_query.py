"""SQL over the tables: what it may read, how the answer is printed, and what changed between two runs."""

from __future__ import annotations

import csv
import io
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from export_tables import ARTICLE, MONEY, PERSON, TEXT, small_tables
from typer.testing import CliRunner

import pipeline
from corpus import ROOT
from pipeline.analysis.views import views
from pipeline.cli import app
from pipeline.errors import InputError, OutputError
from pipeline.tables import build_tables


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small tables as a run leaves them, in a folder whose name needs quoting."""
    folder = tmp_path_factory.mktemp("it's") / "out"
    pipeline.write_tables(small_tables(), folder)
    return folder


# ------------------------------------------------------------------ query
def test_a_query_joins_tables_and_keeps_their_types(out: Path) -> None:
    answer = pipeline.query("SELECT amount, headline FROM money JOIN articles USING (article_id)", out)
    assert answer.to_dict("records") == [{"amount": Decimal("5.5000"), "headline": ARTICLE.headline}]


@pytest.mark.parametrize("view", views(), ids=lambda view: view.name)
def test_every_view_answers(view: object, out: Path, runs: dict[str, Path]) -> None:
    name = view.name  # type: ignore[attr-defined]
    assert pipeline.query(f"SELECT count(*) AS n FROM {name}", runs["develop"])["n"][0] > 0
    assert list(pipeline.query(f"DESCRIBE {name}", out)["column_name"])


def test_tables_without_parquet_are_read_from_csv(tmp_path: Path) -> None:
    pipeline.write_tables(small_tables(), tmp_path, formats=("csv",))
    answer = pipeline.query("SELECT amount, text FROM money", tmp_path)
    assert answer.to_dict("records") == [{"amount": Decimal("5.5000"), "text": "£5"}]
    assert pipeline.query("SELECT text FROM articles", tmp_path)["text"][0] == TEXT


FORBIDDEN = [
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')",
    "COPY money TO '{folder}/stolen.csv'",
    "COPY (SELECT 1) TO '{out}/money.parquet'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{out}/money.parquet'",
    "CREATE TABLE mine AS SELECT 1",
    "DROP VIEW money",
    "ATTACH '{folder}/other.db'",
    "INSTALL httpfs",
    "SET enable_external_access = true",
    "SELECT 1; SELECT 2",
    "SELECT * FROM query('COPY money TO ''{folder}/stolen.csv''')",
    "SELECT * FROM secret",
    "",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_query_sees_and_writes_nothing_but_the_tables(sql: str, out: Path, tmp_path: Path) -> None:
    secret = build_tables([])["money"]  # DuckDB would find a variable of the caller by its name
    assert len(secret) == 0
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    before = (out / "money.parquet").read_bytes()
    with pytest.raises(InputError):
        pipeline.query(sql.format(file=tmp_path / "secret.txt", folder=tmp_path, out=str(out).replace("'", "''")), out)
    assert (out / "money.parquet").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]


def test_a_mistake_names_the_place_and_the_tables(out: Path) -> None:
    with pytest.raises(InputError, match=r"(?s)amout.*the tables and views are articles.*people_quotes"):
        pipeline.query("SELECT amout FROM money", out)


def test_a_missing_extra_is_named(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(OutputError, match=r"ldr-pipeline\[query\]"):
        pipeline.query("SELECT 1", out)


def test_the_command_prints_csv_when_piped(out: Path) -> None:
    done = CliRunner().invoke(app, ["query", "SELECT text, amount, sentence FROM money", str(out)])
    assert done.exit_code == 0
    header, row = csv.reader(io.StringIO(done.stdout))
    assert (header, row) == (["text", "amount", "sentence"], ["£5", "5.5", "'=HYPERLINK('x')"])


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal needs a Unix system")
def test_the_command_prints_a_table_on_a_terminal(out: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pipeline", "query", "SELECT text, amount FROM money", str(out)]
    subprocess.run(command, stdout=theirs, check=True, env=os.environ | {"TERM": "xterm", "COLUMNS": "80"})
    os.close(theirs)
    shown = os.read(ours, 4096).decode("utf-8")
    os.close(ours)
    assert "text,amount" not in shown
    assert "5.5" in shown
    assert "1 rows" in shown


def test_the_sql_of_the_documentation_runs(
    runs: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    in_duckdb, in_sqlite = re.findall(r"```sql\n(.*?)```", (ROOT / "docs/formats.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("outputs").symlink_to(runs["develop"])
    with duckdb.connect(":memory:") as database:
        assert database.execute(in_duckdb).fetchall()
    pipeline.export("outputs", "sqlite", "tables.sqlite")
    with closing(sqlite3.connect("tables.sqlite")) as connection:
        assert connection.execute(in_sqlite).fetchall()


# ------------------------------------------------------------------ diff
def test_the_same_run_twice_has_no_differences(out: Path) -> None:
    assert len(pipeline.differences(out, small_tables())) == 0
    done = CliRunner().invoke(app, ["diff", str(out), str(out)])
    assert (done.exit_code, done.output) == (0, "No differences\n")


def test_a_difference_is_told_row_by_row_with_its_article(out: Path, tmp_path: Path) -> None:
    later = build_tables(
        [ARTICLE, replace(MONEY, kind="loan", low=Decimal(5)), replace(MONEY, money_id="m2", char_start=3), PERSON]
    )
    found = pipeline.differences(out, later).to_dict("records")
    assert [(row["table"], row["change"], row["key"], row["column"], row["old"], row["new"]) for row in found] == [
        ("mentions", "removed", "n1", "", "", ""),
        ("money", "added", "m2", "", "", ""),
        ("money", "changed", "m1", "low", "", "5"),
        ("money", "changed", "m1", "kind", "grant", "loan"),
        ("quotes", "removed", "q1", "", "", ""),
    ]
    assert {(row["source"], row["headline"]) for row in found} == {("fen.txt", ARTICLE.headline)}
    assert [row["row"] for row in found] == ["Ada Marsh", "£5", "£5", "£5", "=1+1 is what we had,"]
    pipeline.write_tables(later, tmp_path / "later")
    command = ["diff", str(out), str(tmp_path / "later"), "--csv", str(tmp_path / "changes.csv")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1
    assert "money: 1 added, 2 changed" in done.output
    assert "~ m1 £5: kind: grant → loan  [-5 & <b>counting</b> — fen.txt]" in done.output
    assert done.output.endswith("5 differences\n")
    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as handle:
        assert [row["key"] for row in csv.DictReader(handle)] == ["n1", "m2", "m1", "m1", "q1"]


def test_a_folder_without_tables_is_an_error_not_a_difference(out: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="holds no tables"):
        pipeline.differences(out, tmp_path)
