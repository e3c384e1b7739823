"""The command as a user types it: help, outputs, exit codes, messages; bad input loses nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus import CORPUS
from pipeline.cli import app
from pipeline.errors import SettingsError
from pipeline.settings import Settings, load_settings
from pipeline.writers.csv_files import read_rows

STORY = sorted((CORPUS / "articles" / "develop").glob("*.txt"))[0]
COMMANDS = ("extract", "explain", "evaluate", "course", "check", "query", "diff", "export", "import-gold", "schema")


def ldr(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]


def problems(out: Path) -> list[dict[str, str]]:
    return read_rows(out, "problems")


def test_help_names_every_command_and_gives_examples() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    assert "Examples" in shown
    assert all(command in shown for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    assert "Example" in CliRunner().invoke(app, [command, "--help"]).output


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["extract", "--help"]], ids=" ".join)
def test_help_loads_no_model(arguments: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['ldr', *{arguments!r}]\n"
        "from pipeline.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "assert not {'spacy', 'pandas', 'pyarrow', 'trafilatura'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_extract_writes_every_table_and_says_where(tmp_path: Path) -> None:
    done = ldr("extract", STORY, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "1 articles read" in done.stdout
    assert str(tmp_path / "out") in done.stdout
    assert done.stderr == ""
    assert {"money.csv", "money.parquet", "datapackage.json", "run.json", "text"} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }
    again = ldr("extract", STORY, "--out", tmp_path / "out")
    assert "nothing changed" in again.stdout


def test_quiet_prints_nothing_and_one_format_is_one_format(tmp_path: Path) -> None:
    done = ldr("extract", STORY, "--out", tmp_path, "--quiet", "--format", "csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.glob("*.parquet"))


def test_standard_input_is_an_article(tmp_path: Path) -> None:
    done = ldr("extract", "-", "--out", tmp_path, input=STORY.read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stderr
    assert len(read_rows(tmp_path, "articles")) == 1


def test_explain_shows_spans_with_their_rules(nlp: object) -> None:  # noqa: ARG001 - the model is loaded once
    shown = CliRunner().invoke(app, ["explain", str(STORY)]).output
    assert "mentions:" in shown
    assert "(organisations." in shown


def test_evaluate_prints_scores(runs: dict[str, Path]) -> None:
    arguments = ["evaluate", str(CORPUS / "gold" / "develop"), str(runs["develop"]), "--json"]
    assert json.loads(CliRunner().invoke(app, arguments).output)["money"]["gold"] > 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "xml"], "csv, parquet"),
        (["--engine", "cloud"], "inprocess, processes"),
        (["--model", "no_such_model"], "no_such_model"),
        (["--config", "nowhere.toml"], "nowhere.toml"),
        (["--gazetteers", "nowhere"], "nowhere"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_wrong_option_is_one_clear_line(tmp_path: Path, options: list[str], said: str) -> None:
    done = ldr("extract", STORY, "--out", tmp_path, *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_settings_come_from_a_file_and_options_win(tmp_path: Path) -> None:
    config = tmp_path / "ldr.toml"
    config.write_text('out = "there"\nworkers = 3\n', encoding="utf-8")
    assert load_settings(config) == Settings(out="there", workers=3)
    assert load_settings(config, out="here").out == "here"


@pytest.mark.parametrize(
    ("text", "said"),
    [("wokers = 3", "wokers"), ('workers = "3"', "workers"), ("formats = 'csv'", "formats"), ("workers =", "settings")],
)
def test_a_wrong_setting_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    config = tmp_path / "ldr.toml"
    config.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        load_settings(config)


# ------------------------------------------------------------------ bad input
BAD = {
    "empty.txt": b"",
    "binary.txt": b"\x00\x01\x02" * 50,
    "broken.txt": b"A council\n\nIt said so." + b"\x81\x8d",
    "truncated.jsonl": b'{"headline": "One", "body": "A council met."}\n{"headline": "Two", "bo',
    "bodyless.json": b'{"headline": "No body"}',
    "page.html": b"<html><body><nav>Home</nav></body></html>",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_problem_and_nothing_else_is_lost(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(BAD[name])
    (folder / STORY.name).write_bytes(STORY.read_bytes())
    done = ldr("extract", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    found = problems(tmp_path / "out")
    assert any(row["source"].startswith(name) and row["message"] for row in found)
    sources = {row["source"] for row in read_rows(tmp_path / "out", "articles")}
    assert STORY.name in sources
    assert len(read_rows(tmp_path / "out", "quotes")) > 0

    assert ldr("extract", folder, "--out", tmp_path / "out", "--strict").returncode == 2


def test_one_line_of_fifty_megabytes_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "long.txt").write_bytes(b"word " * 10_000_000)
    (folder / STORY.name).write_bytes(STORY.read_bytes())
    done = ldr("extract", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert [row["source"] for row in problems(tmp_path / "out")] == ["long.txt"]


@pytest.mark.parametrize("name", ["nowhere", "empty_folder"])
def test_nothing_to_read_is_exit_two(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty_folder").mkdir()
    done = ldr("extract", tmp_path / name, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert name in done.stdout + done.stderr


def test_an_output_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = ldr("extract", STORY, "--out", tmp_path / "file")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "--out" in done.stderr


def test_metadata_that_does_not_fit_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "story.txt").write_bytes(STORY.read_bytes())
    rows = "source,published\nstory.txt,the other day\nnowhere.txt,2024-01-01\n"
    (folder / "metadata.csv").write_text(rows, encoding="utf-8")
    done = ldr("extract", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    said = " ".join(row["message"] + row["source"] for row in problems(tmp_path / "out"))
    assert "the other day" in said
    assert "nowhere.txt" in said
    assert len(read_rows(tmp_path / "out", "articles")) == 1
    ldr("extract", folder, "--out", tmp_path / "out", "--no-metadata")
    assert problems(tmp_path / "out") == []


def test_copy_in_welsh_is_read_marked_and_noted(tmp_path: Path) -> None:
    story = tmp_path / "stori.txt"
    story.write_text(
        "Y cyngor yn cyhoeddi cynllun newydd\n\nMae'r cyngor wedi dweud bod y cynllun yn mynd i helpu plant a phobl "
        "ifanc yn y sir. Roedd yr adroddiad yn dangos bod angen gwella'r gwasanaeth, ac mae'r arweinydd wedi dweud "
        "ei fod yn hapus gyda'r cynnydd sydd wedi cael ei wneud yn ystod y flwyddyn.\n",
        encoding="utf-8",
    )
    ldr("extract", story, "--out", tmp_path / "out")
    assert [row["language"] for row in read_rows(tmp_path / "out", "articles")] == ["cy"]
    assert any("cy" in row["message"] or "Welsh" in row["message"] for row in problems(tmp_path / "out"))


def test_a_failure_inside_one_article_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pipeline.run
    from pipeline.job import extract_to

    original = pipeline.run.parse

    def failing(nlp: object, articles: list[object]) -> object:
        if any("poison" in article.text for article in articles):
            raise RuntimeError("poisoned")
        return original(nlp, articles)

    monkeypatch.setattr(pipeline.run, "parse", failing)
    (tmp_path / "a.txt").write_text("A council has found poison\n\nThe council met on Monday.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(STORY.read_bytes())
    extract_to([tmp_path], Settings(out=str(tmp_path / "out")))
    assert [row["source"] for row in problems(tmp_path / "out")] == ["a.txt"]
    assert {row["source"] for row in read_rows(tmp_path / "out", "articles")} == {"a.txt", "b.txt"}
    assert len(read_rows(tmp_path / "out", "quotes")) > 0


@pytest.mark.parametrize("room", ["rows", "build"])
def test_a_failure_inside_one_extractor_costs_one_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    import pipeline.language
    import pipeline.run
    from pipeline.extractors import discover
    from pipeline.job import extract_to

    def broken(*_: object) -> list[object]:
        raise RuntimeError("broken")

    if room == "rows":
        others = [one if one.name != "money" else replace(one, rows=broken) for one in discover()]
        monkeypatch.setattr(pipeline.run, "discover", lambda: others)
    else:
        original = pipeline.language.annotate
        monkeypatch.setattr(
            pipeline.language, "annotate", lambda doc, name, found: original(doc, name, _once(name == "money", found))
        )
    (tmp_path / "b.txt").write_bytes(STORY.read_bytes())
    extract_to([tmp_path], Settings(out=str(tmp_path / "out"), use_metadata=False))
    lost = [row for row in problems(tmp_path / "out") if row["severity"] == "error"]
    assert [(row["table"], row["source"]) for row in lost] == [("money", "b.txt")]
    assert len(read_rows(tmp_path / "out", "quotes")) > 0
    assert len(read_rows(tmp_path / "out", "money")) == 0


def _once(fail: bool, found: Iterable[object]) -> Iterable[object]:
    """Fail over an extractor's facts, but not over the empty ones that stand in for them."""
    if fail and found != ():
        raise RuntimeError("broken")
    return found
