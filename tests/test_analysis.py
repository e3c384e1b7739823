"""Courses of providers and checks against a record: made from finished tables, from small ones and whole corpora."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import pipeline
from corpus import ROOT
from pipeline.analysis import check, course_of, courses, save_chart
from pipeline.analysis.official import official_columns, read_official
from pipeline.analysis.providers import find_provider, normal_name
from pipeline.analysis.sources import Library, plain_rows
from pipeline.cli import app
from pipeline.errors import InputError, OutputError, SettingsError
from pipeline.tables import Tables

SEEDS = ROOT.parent / "shared" / "seeds"
DATA = Path(__file__).with_name("data")
OFFICIAL = DATA / "official.csv"


# ------------------------------------------------------------------ a small batch of our own
@pytest.fixture(scope="module")
def small() -> Tables:
    return pipeline.extract(DATA / "derby")


@pytest.fixture(scope="module")
def derby(small: Tables) -> pd.DataFrame:
    return courses(small, "Derby City Council")


def steps(course: pd.DataFrame, **wanted: object) -> list[Mapping[str, object]]:
    return [row for row in plain_rows(course) if all(row[name] == value for name, value in wanted.items())]


def test_one_fact_of_several_articles_is_one_step(derby: pd.DataFrame) -> None:
    (grade,) = steps(derby, event="judgement", value="inadequate")
    assert grade["articles"] == 2
    assert grade["when"] == "2022-09-05"
    assert "Derby services inadequate" in str(grade["headlines"])
    assert grade["published"] == "2022-09-08 · 2023-02-01"
    (spent,) = steps(derby, event="money")
    assert spent["articles"] == 2


def test_two_grades_for_one_date_stand_side_by_side(derby: pd.DataFrame) -> None:
    (one,) = steps(derby, event="judgement", value="inadequate")
    (other,) = steps(derby, event="judgement", value="requires_improvement")
    assert one["contradicts"] == "requires_improvement (2022-09-05)"
    assert other["contradicts"] == "inadequate (2022-09-05)"
    order = [row["step_id"] for row in plain_rows(derby) if row["event"] == "judgement"]
    assert abs(order.index(one["step_id"]) - order.index(other["step_id"])) == 1


def test_an_older_grade_contradicts_nothing(derby: pd.DataFrame) -> None:
    (old,) = steps(derby, event="judgement", value="good")
    assert old["when"] == "2017"
    assert old["contradicts"] is None


def test_a_course_has_interventions_and_posts(derby: pd.DataFrame) -> None:
    (notice,) = steps(derby, event="intervention")
    assert (notice["kind"], notice["when"], notice["status"]) == ("improvement_notice", "2023-01", "in_force")
    assert "Department for Education" in str(notice["what"])
    (post,) = steps(derby, event="post")
    assert post["value"] == "Ann Dow"
    assert (post["when"], post["dated_by"], post["articles"]) == ("2022-10-01", "published", 2)


def test_steps_are_in_order_and_point_to_their_rows(small: Tables, derby: pd.DataFrame) -> None:
    starts = [row["start"] for row in plain_rows(derby) if row["start"]]
    assert starts == sorted(starts)
    assert_rows_resolve(small, derby)


def test_courses_of_every_provider_hold_that_of_one(small: Tables, derby: pd.DataFrame) -> None:
    every = courses(small)
    alone = every[every["provider"] == "Derby City Council"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, derby)
    assert pipeline.courses is courses


@pytest.mark.parametrize("asked", ["derby city council", "Derby", "E06000015", "831", "DERBY COUNCIL"])
def test_a_provider_is_found_by_name_or_code(small: Tables, asked: str) -> None:
    assert find_provider(Library(small), asked)["gss_code"] == "E06000015"


def test_an_unknown_provider_is_named_with_the_nearest(small: Tables) -> None:
    with pytest.raises(InputError, match="Derby City Council"):
        find_provider(Library(small), "Derbi City Counsil")


def test_city_and_county_are_not_one() -> None:
    assert normal_name("Nottingham City Council") != normal_name("Nottinghamshire County Council")


# ------------------------------------------------------------------ the command
@pytest.fixture
def out(small: Tables, tmp_path: Path) -> Path:
    small.to_csv(tmp_path / "out")
    return tmp_path / "out"


def test_the_command_prints_writes_and_draws(out: Path, tmp_path: Path) -> None:
    arguments = ["course", "Derby", str(out), "--csv", str(tmp_path / "c.csv"), "--chart", str(tmp_path / "c.png")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "| 2022-09-05 | judgement |" in done.output
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as handle:
        written = list(csv.DictReader(handle))
    assert [row["step_id"] for row in written] == list(course_of("Derby", out)["step_id"])
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")


def test_charts_are_the_same_bytes_each_time(derby: pd.DataFrame, tmp_path: Path) -> None:
    for suffix in ("svg", "html", "png"):
        save_chart(derby, tmp_path / f"one.{suffix}")
        save_chart(derby, tmp_path / f"two.{suffix}")
        assert (tmp_path / f"one.{suffix}").read_bytes() == (tmp_path / f"two.{suffix}").read_bytes()
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert "improvement notice" in page
    assert "<script" not in page


def test_a_chart_without_matplotlib_says_what_to_install(
    derby: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(OutputError, match=r"pip install 'ldr-pipeline\[chart\]'"):
        save_chart(derby, tmp_path / "c.png")


def test_a_chart_of_another_kind_is_refused(derby: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\.png"):
        save_chart(derby, tmp_path / "c.gif")


# ------------------------------------------------------------------ whole corpora
def assert_rows_resolve(tables: Tables, course: pd.DataFrame) -> None:
    keys = {name: set(tables[name].iloc[:, 0]) for name in tables}
    for row in plain_rows(course):
        assert set(str(row["article_ids"]).split()) <= keys["articles"]
        for one in str(row["row_ids"]).split():
            name, key = one.split(":")
            assert key in keys[name]


@pytest.mark.parametrize("half", ["develop", "heldback"])
def test_every_provider_of_the_corpus_has_a_course(tables: dict[str, Tables], half: str) -> None:
    every = courses(tables[half])
    assert set(every["event"]) == {"inspection", "report", "judgement", "intervention", "money", "post", "meeting"}
    assert_rows_resolve(tables[half], every)
    graded = tables[half].judgements
    given = graded[graded["provider_id"].notna() & graded["status"].isin(["in_force", "superseded"])]
    told = {one for row in plain_rows(every) for one in str(row["row_ids"]).split()}
    assert {f"judgements:{key}" for key in given["judgement_id"]} <= told


@pytest.fixture(scope="module")
def nottingham() -> Iterator[pd.DataFrame]:
    if not (SEEDS / "metadata.csv").is_file():
        pytest.skip(f"the five seed articles and their metadata.csv are not in {SEEDS}")
    yield courses(pipeline.extract(SEEDS), "E06000018")


@pytest.mark.parametrize(
    "wanted",
    [
        {"event": "inspection", "when": "2022-07", "status": "done"},
        {"event": "report", "when": "2022-09-05"},
        {"event": "judgement", "when": "2022-09-05", "value": "inadequate", "said": "superseding requires improvement"},
        {"event": "meeting", "when": "2022-09-20", "said": "Executive Board"},
        {"event": "inspection", "when": "2023-02/2023-03", "status": "scheduled"},
        {"event": "inspection", "when": "2023", "said": "first monitoring visit"},
        {"event": "inspection", "when": "2023-07", "kind": "monitoring_visit"},
        {"event": "money", "when": "2022", "value": "6500000"},
        {"event": "money", "when": "2022", "value": "2400000"},
        {"event": "money", "year": 2023, "value": "100000", "said": "Department for Education"},
        {"event": "money", "when": "2022-04/2023-03", "value": "4192000", "kind": "overspend"},
        {"event": "money", "year": 2024, "value": "342752", "kind": "grant"},
        {"event": "report", "when": "2024-09-02", "said": "fifth monitoring visit"},
        {"event": "post", "when": "2024-09", "kind": "director", "status": "incoming → current"},
        {"event": "post", "when": "2024-11", "kind": "director", "status": "incoming"},
        {"event": "report", "when": "2024-12-12"},
    ],
    ids=lambda wanted: f"{wanted['event']} {wanted.get('when', wanted.get('year'))}",
)
def test_the_seeds_tell_one_course(nottingham: pd.DataFrame, wanted: dict[str, object]) -> None:
    cells = {name: value for name, value in wanted.items() if name not in ("said", "year")}
    found = [
        row
        for row in steps(nottingham, **cells)
        if str(wanted.get("said", "")) in str(row["what"])
        and ("year" not in wanted or str(row["when"]).startswith(str(wanted["year"])))
    ]
    assert len(found) == 1, [row["what"] for row in steps(nottingham, event=wanted["event"])]


# ------------------------------------------------------------------ against the record
def results(checks: pd.DataFrame) -> set[tuple[object, ...]]:
    return {(row["stated"], row["stated_when"], row["result"], row["official"]) for row in plain_rows(checks)}


def test_grades_are_checked_by_organisation_and_date(small: Tables) -> None:
    found = results(check(small, OFFICIAL))
    assert ("inadequate", "2022-09-05", "agrees", "inadequate") in found
    assert ("inadequate", "2022-09", "agrees", "inadequate") in found
    assert ("requires_improvement", "2022-09-05", "disagrees", "inadequate") in found
    assert ("good", "2017", "not_found", None) in found


def test_a_check_shows_both_sides(small: Tables) -> None:
    row = plain_rows(check(small, OFFICIAL))[0]
    assert (row["result"], row["matched_by"], row["official_line"]) == ("disagrees", "report_published", 5)
    assert "the union said" in str(row["sentence"])
    assert row["headline"] == "Derby’s director to go"
    missing = [row for row in plain_rows(check(small, OFFICIAL)) if row["result"] == "not_found"]
    assert all("the record has no outcome then; it has inadequate (2022-09-05)" in str(row["note"]) for row in missing)


def test_codes_find_what_names_do_not(small: Tables, tmp_path: Path) -> None:
    record = tmp_path / "codes.csv"
    record.write_text("LA code,Outcome,Published\n831,4,05/09/2022\n", encoding="utf-8")
    assert ("inadequate", "2022-09-05", "agrees", "inadequate") in results(check(small, record))


def test_other_headers_are_named_in_a_mapping(small: Tables, tmp_path: Path) -> None:
    record, mapping = tmp_path / "mine.csv", tmp_path / "mine.toml"
    record.write_text("Who,When out,How it went\nDerby,2022-09-05,poor\n", encoding="utf-8")
    with pytest.raises(InputError, match="official_columns"):
        check(small, record)
    mapping.write_text(
        '[columns]\nname = ["Who"]\npublished = ["When out"]\n[aspects]\noverall_effectiveness = ["How it went"]\n'
        '[grades]\npoor = "inadequate"\n',
        encoding="utf-8",
    )
    assert ("inadequate", "2022-09-05", "agrees", "inadequate") in results(check(small, record, str(mapping)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[colums]\nname = []", "colums"),
        ("[columns]\nnames = ['Who']", "names"),
        ("[columns]\nname = 'Who'", "list of headers"),
        ("[columns", "cannot be read"),
    ],
)
def test_a_wrong_mapping_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        official_columns(str(tmp_path / "m.toml"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Derby,the other day,4", r"line 2: 'the other day' is no date"),
        ("Derby,2022-09-05,fair", r"line 2: 'fair' is no grade"),
    ],
)
def test_a_bad_cell_of_the_record_is_named_by_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "r.csv").write_text(f"Council,Published,Outcome\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_official(tmp_path / "r.csv", official_columns())


def test_the_check_command_prints_and_writes(out: Path, tmp_path: Path) -> None:
    arguments = ["check", str(out), "--official", str(OFFICIAL), "--csv", str(tmp_path / "checks.csv")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "disagrees 1" in done.output
    assert (tmp_path / "checks.csv").read_text(encoding="utf-8").startswith("judgement_id,result,")
