"""Finished tables in other tools' formats: each is opened by the tool for which it is made."""

from __future__ import annotations

import html
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import spacy
from export_tables import ARTICLE, MONEY, TEXT, small_tables
from spacy.tokens import DocBin

import pipeline
from pipeline.errors import OutputError, SettingsError
from pipeline.exports import FORMATS
from pipeline.exports.sqlite import refers_to
from pipeline.tables import Tables, build_tables, schemas


@pytest.fixture(scope="module")
def develop(tables: dict[str, Tables]) -> Tables:
    return tables["develop"]


@pytest.fixture(scope="module")
def exported(runs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The develop half in every format."""
    folder = tmp_path_factory.mktemp("exports")
    return {to: pipeline.export(runs["develop"], to, folder / FORMATS[to].target).path for to in FORMATS}


@pytest.fixture
def database(exported: dict[str, Path]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{exported['sqlite']}?mode=ro", uri=True)) as connection:
        yield connection


# ------------------------------------------------------------------ SQLite and Datasette
def test_sqlite_holds_every_row_and_every_key_resolves(database: sqlite3.Connection, develop: Tables) -> None:
    for name, frame in develop.items():
        assert database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] == len(frame)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("name", schemas())
def test_sqlite_keys_and_indexes_are_those_of_the_schema(name: str, database: sqlite3.Connection) -> None:
    schema = schemas()[name]
    wanted = {(column.name, refers_to(schema, column)) for column in schema.columns if refers_to(schema, column)}
    assert {(row[3], row[2]) for row in database.execute(f"PRAGMA foreign_key_list({name})")} == wanted
    indexed = {row[1] for row in database.execute(f"PRAGMA index_list({name})")}
    assert {f"{name}_{column}" for column, _ in wanted} <= indexed
    assert [row[1] for row in database.execute(f"PRAGMA table_info({name})") if row[5]] == [schema.key]


def test_sqlite_refuses_what_the_schema_refuses(exported: dict[str, Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(exported["sqlite"].read_bytes())
    with closing(sqlite3.connect(copy)) as connection, pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        connection.execute("UPDATE money SET kind = 'gift'")


def test_sqlite_sums_are_numbers(database: sqlite3.Connection, develop: Tables) -> None:
    total = database.execute("SELECT sum(amount), max(typeof(amount)) FROM money WHERE amount = 410000").fetchone()
    assert total[0] == (develop.money["amount"] == 410000).sum() * 410000
    kinds = {row[0] for row in database.execute("SELECT DISTINCT typeof(amount) FROM money")}
    assert kinds <= {"integer", "real", "null"}


def test_sqlite_text_search_finds_articles_and_quotes(database: sqlite3.Connection, develop: Tables) -> None:
    found = database.execute(
        "SELECT article_id FROM articles WHERE rowid IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)",
        ["inadequate"],
    ).fetchall()
    wanted = develop.articles[develop.articles["text"].str.contains(r"\binadequate\b", case=False)]["article_id"]
    assert set(wanted) <= {row[0] for row in found}
    spoken = database.execute("SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH 'children'").fetchone()[0]
    assert 0 < spoken < len(develop.quotes)


def test_views_join_people_with_posts_and_quotes(database: sqlite3.Connection, develop: Tables) -> None:
    rows = database.execute("SELECT quote_id, name, post, headline FROM people_quotes").fetchall()
    by_people = develop.quotes[develop.quotes["speaker_id"].isin(develop.people["person_id"])]
    assert sorted(row[0] for row in rows) == sorted(by_people["quote_id"])
    assert any(row[2] for row in rows)
    assert all(row[1] and row[3] for row in rows)
    roles = database.execute("SELECT role_id FROM people_roles").fetchall()
    assert sorted(row[0] for row in roles) == sorted(develop.roles["role_id"])


@pytest.fixture(scope="module")
def datasette(exported: dict[str, Path]) -> Iterator[Callable[[str], str]]:
    """A running Datasette, as a function from a path to the page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    file = exported["sqlite"]
    command = [sys.executable, "-W", "ignore", "-m", "datasette", str(file), "-m", str(file.parent / "metadata.json")]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def get(path: str) -> str:
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=30) as page:
            return str(page.read().decode("utf-8"))

    with subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(300):
                try:
                    get("/-/versions.json")
                    break
                except urllib.error.URLError:
                    assert server.poll() is None, "Datasette did not start"
                    time.sleep(0.1)
            yield get
        finally:
            server.terminate()


def test_datasette_shows_a_row_linked_to_its_article(datasette: Callable[[str], str], develop: Tables) -> None:
    row = develop.money.iloc[0]
    assert json.loads(datasette(f"/tables/money/{row['money_id']}.json"))["rows"][0][2] == row["text"]
    page = html.unescape(datasette(f"/tables/money?money_id={row['money_id']}"))
    headline = develop.articles.set_index("article_id").loc[row["article_id"], "headline"]
    assert f'<a href="/tables/articles/{row["article_id"]}">{headline}</a>' in page
    described = json.loads(datasette("/-/metadata.json"))["databases"]["tables"]["tables"]["money"]["columns"]
    assert described == {column.name: column.about.meaning for column in schemas()["money"].columns}
    assert described["amount"] in datasette("/tables/money?_size=1")


def test_datasette_shows_a_view_and_searches(datasette: Callable[[str], str], develop: Tables) -> None:
    (first,) = json.loads(datasette("/tables/people_roles.json?_shape=array&_size=1"))
    assert first["name"] in set(develop.people["name"])
    found = json.loads(datasette("/tables/articles.json?_search=inadequate&_shape=array&_size=max"))
    assert 0 < len(found) < len(develop.articles)
    assert all("inadequa" in article["text"].lower() for article in found)


def test_a_metadata_file_of_something_else_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "metadata.json").write_text('{"title": "Mine"}', encoding="utf-8")
    with pytest.raises(OutputError, match="would be lost"):
        pipeline.export(small_tables(), "sqlite", tmp_path / "news.sqlite")
    assert not (tmp_path / "news.sqlite").exists()


# ------------------------------------------------------------------ JSON Lines
def test_jsonl_opens_in_pandas_with_the_same_values(exported: dict[str, Path], develop: Tables) -> None:
    read = pd.read_json(exported["jsonl"] / "money.jsonl", lines=True, dtype=False)
    assert list(read.columns) == list(develop.money.columns)
    assert list(read["text"]) == list(develop.money["text"])
    amounts = [None if pd.isna(value) else float(value) for value in develop.money["amount"]]
    assert [None if pd.isna(value) else value for value in read["amount"]] == amounts
    lines = (exported["jsonl"] / "articles.jsonl").read_text(encoding="utf-8").split("\n")
    articles = [json.loads(line) for line in lines if line]
    assert [article["text"] for article in articles] == list(develop.articles["text"])


# ------------------------------------------------------------------ spaCy
def test_docbin_gives_docs_with_entities_and_spans_of_every_table(exported: dict[str, Path], develop: Tables) -> None:
    docs = list(DocBin().from_disk(exported["docbin"]).get_docs(spacy.blank("en").vocab))
    assert [doc.text for doc in docs] == list(develop.articles["text"])
    assert {"PERSON", "ORG", "MONEY", "DATE"} == {entity.label_ for doc in docs for entity in doc.ents}
    rows = develop.money.set_index("money_id")
    spans = [span for doc in docs for span in doc.spans["money"]]
    assert sorted(span.id_ for span in spans) == sorted(rows.index)
    assert all(rows.loc[span.id_, "text"] in span.text for span in spans)
    people = [entity.kb_id_ for doc in docs for entity in doc.ents if entity.label_ == "PERSON"]
    assert set(people) <= set(develop.people["person_id"])
    assert docs[0].user_data["article_id"] == develop.articles["article_id"][0]


def test_displacy_draws_every_article_and_runs_nothing_of_its_text(tmp_path: Path) -> None:
    gone = tmp_path / f"{'b' * 16}.html"
    gone.write_text("an article of an earlier run", encoding="utf-8")
    (tmp_path / "notes.html").write_text("mine", encoding="utf-8")
    pipeline.export(small_tables(), "displacy", tmp_path)
    page = (tmp_path / f"{ARTICLE.article_id}.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;" in page
    assert all(label in page for label in ("money", "quotes", "mentions"))
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert f'href="{ARTICLE.article_id}.html"' in index
    assert "<b>" not in index
    assert not gone.exists()
    assert (tmp_path / "notes.html").exists()


# ------------------------------------------------------------------ all of them
def test_same_tables_same_bytes(exported: dict[str, Path], runs: dict[str, Path], tmp_path: Path) -> None:
    """In another process, where sets and dictionaries of strings have another order."""
    code = (
        "import sys, pipeline\nfrom pathlib import Path\nfrom pipeline.exports import FORMATS\n"
        "for to in FORMATS: pipeline.export(sys.argv[1], to, Path(sys.argv[2]) / FORMATS[to].target)"
    )
    command = [sys.executable, "-c", code, str(runs["develop"]), str(tmp_path)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "7"})
    first = exported["sqlite"].parent
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [path for path in files if (first / path).read_bytes() != (tmp_path / path).read_bytes()] == []


def test_an_export_lies_in_the_folder_of_tables_unless_named(tmp_path: Path) -> None:
    pipeline.write_tables(small_tables(), tmp_path)
    assert pipeline.export(tmp_path, "jsonl").path == tmp_path / "jsonl"
    assert (tmp_path / "jsonl" / "money.jsonl").is_file()


def test_what_cannot_be_exported_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="the formats are sqlite, xlsx"):
        pipeline.export(small_tables(), "access")
    with pytest.raises(SettingsError, match="label-studio, doccano"):
        pipeline.export(small_tables(), "xlsx", gold=tmp_path)
    with pytest.raises(OutputError, match="holds no tables"):
        pipeline.export(tmp_path, "jsonl")
    (tmp_path / "file").write_text("", encoding="utf-8")
    for to in FORMATS:
        with pytest.raises(OutputError, match="--file"):
            pipeline.export(small_tables(), to, tmp_path / "file" / "inside")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(OutputError, match=r"ldr-pipeline\[excel\]"):
        pipeline.export(small_tables(), "xlsx", tmp_path / "a.xlsx")


def test_tables_of_another_version_are_refused(tmp_path: Path) -> None:
    older: dict[str, Any] = dict(small_tables())
    older["money"] = older["money"].drop(columns=["purpose"])
    with pytest.raises(OutputError, match="money has no column purpose"):
        pipeline.export(Tables(older), "sqlite", tmp_path / "a.sqlite")


def test_the_small_tables_are_true() -> None:
    assert TEXT[MONEY.char_start : MONEY.char_end] == MONEY.text


def test_tables_sorted_otherwise_are_refused_not_halved(tmp_path: Path) -> None:
    both = [ARTICLE, replace(ARTICLE, article_id="c" * 16, source="other.txt"), MONEY]
    tables: dict[str, Any] = dict(build_tables([*both, replace(MONEY, money_id="m2", article_id="c" * 16)]))
    tables["money"] = tables["money"].iloc[::-1].reset_index(drop=True)
    with pytest.raises(OutputError, match="money: the rows are not sorted by article_id"):
        pipeline.export(Tables(tables), "docbin", tmp_path / "a.spacy")
