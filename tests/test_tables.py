"""Every row of every table, over the whole corpus: offsets, zones, keys, values, and the formats."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

from corpus import CORPUS, HALVES
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.cleaning import clean_article
from pipeline.tables import Tables, read_tables, schemas
from pipeline.writers.csv_files import read_rows

SPANNED = [name for name, schema in schemas().items() if schema.has_offsets]
CONTRACT = {
    "articles", "appearances", "people", "organisations", "mentions", "roles", "money", "dates", "inspections",
    "judgements", "interventions", "quotes", "problems",
}  # fmt: skip


def test_every_table_of_the_contract_is_there() -> None:
    assert set(schemas()) == CONTRACT


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("table", SPANNED)
def test_words_stand_at_their_offsets(tables: dict[str, Tables], runs: dict[str, Path], half: str, table: str) -> None:
    texts = dict(zip(tables[half]["articles"]["article_id"], tables[half]["articles"]["text"], strict=True))
    for row in read_rows(runs[half], table):
        assert texts[row["article_id"]][int(row["char_start"]) : int(row["char_end"])] == row["text"]
        assert row["text"].strip() == row["text"] != ""


@pytest.fixture(scope="session")
def paragraphs() -> dict[str, dict[tuple[int, int], str]]:
    """The content of each article of the corpus: the kind of each paragraph, by its offsets."""
    found = {}
    for item in read_articles([CORPUS / "articles"], use_metadata=False):
        if isinstance(item, Article):
            zones = clean_article(item).zones
            found[item.article_id] = {(zone.start, zone.end): zone.kind for zone in zones}
    return found


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("table", SPANNED)
def test_no_span_reaches_into_boilerplate_or_another_paragraph(
    runs: dict[str, Path], paragraphs: dict[str, dict[tuple[int, int], str]], half: str, table: str
) -> None:
    for row in read_rows(runs[half], table):
        start, end = int(row["char_start"]), int(row["char_end"])
        around = [kind for (a, b), kind in paragraphs[row["article_id"]].items() if a <= start and end <= b]
        assert around == [row["zone"]], row


@pytest.mark.parametrize("half", HALVES)
def test_texts_beside_the_tables_are_the_articles(tables: dict[str, Tables], runs: dict[str, Path], half: str) -> None:
    articles = tables[half]["articles"]
    assert len(articles) == len(list((CORPUS / "gold" / half).glob("*.json")))
    for key, text in zip(articles["article_id"], articles["text"], strict=True):
        with (runs[half] / "text" / f"{key}.txt").open(encoding="utf-8", newline="") as handle:
            assert handle.read() == text


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("table", SPANNED)
def test_every_table_has_rows_with_rules(tables: dict[str, Tables], half: str, table: str) -> None:
    frame = tables[half][table]
    assert len(frame) > 0
    assert all(re.fullmatch(r"[a-z]+\.[a-z0-9_]+", rule) for rule in frame["rule"])


@pytest.mark.parametrize("half", HALVES)
def test_formats_give_the_same_tables_back(
    tables: dict[str, Tables], runs: dict[str, Path], half: str, tmp_path: Path
) -> None:
    tables[half].to_csv(tmp_path)
    again = read_tables(tmp_path)
    for name in schemas():
        pd.testing.assert_frame_equal(again[name], tables[half][name])
        assert (tmp_path / f"{name}.csv").read_bytes() == (runs[half] / f"{name}.csv").read_bytes()


def test_columns_have_real_types(tables: dict[str, Tables]) -> None:
    money, dates = tables["develop"].money, tables["develop"].dates
    assert str(money["amount"].dtype) == "decimal128(20, 4)[pyarrow]"
    assert str(money["char_start"].dtype) == "int32[pyarrow]"
    assert str(dates["start"].dtype) == "date32[day][pyarrow]"
    assert money["amount"].sum() > 0


def test_the_data_package_is_valid(runs: dict[str, Path]) -> None:
    report = Package(str(runs["develop"] / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]


def test_the_data_package_check_can_fail(runs: dict[str, Path], tmp_path: Path) -> None:
    for path in [*runs["develop"].glob("*.csv"), runs["develop"] / "datapackage.json"]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    roles = tmp_path / "roles.csv"
    roles.write_text(roles.read_text(encoding="utf-8").replace(",current,", ",present,", 1), encoding="utf-8")
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_every_ons_code_is_a_council_of_that_name(tables: dict[str, Tables]) -> None:
    from pipeline.resources import Gazetteers, default_gazetteers

    known = {row["gss_code"]: row["name"] for row in Gazetteers(default_gazetteers()).read("councils")}
    for half in HALVES:
        coded = tables[half].organisations.dropna(subset=["gss_code"])
        assert len(coded) > 5
        for name, code in zip(coded["name"], coded["gss_code"], strict=True):
            assert known[code] == name
