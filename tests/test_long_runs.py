"""A run that stops anywhere goes on where it stopped, and ends with the same bytes; one article never takes it down."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import signal
import sqlite3
import time
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa
import pytest
from soak.drill import Drill, contents, differing
from soak.spelling import spell
from soak.stories import story, write_stories

import pipeline
import pipeline.run
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.catalogue import Parts
from pipeline.catalogue.buckets import Buckets
from pipeline.catalogue.index import Index
from pipeline.engines import run_with
from pipeline.errors import EngineError, OutputError
from pipeline.exports import FORMATS
from pipeline.job import extract_to, forget
from pipeline.linking import Registry
from pipeline.settings import Settings
from pipeline.writers.csv_files import read_rows

COUNT = 14


class Stopped(BaseException):
    """What a test stops a run with: as little caught as Ctrl-C."""


def settings(out: Path, **options: object) -> Settings:
    return Settings(out=str(out), **{"batch_size": 3, **options})  # type: ignore[arg-type]


def stop_after(batches: int) -> object:
    left = [batches]

    def progress(done: int) -> None:  # noqa: ARG001
        left[0] -= 1
        if not left[0]:
            raise Stopped

    return progress


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_stories(tmp_path_factory.mktemp("in") / "stories.jsonl", COUNT)


@pytest.fixture(scope="module")
def whole(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of an undisturbed run."""
    out = tmp_path_factory.mktemp("whole")
    extract_to([inputs], settings(out))
    return out


def same_tables(one: Path, other: Path) -> bool:
    """Say whether two folders are alike; `run.json` names the inputs as they were given."""
    return not [name for name in differing(one, other) if name != "run.json"]


# ------------------------------------------------------------------ going on
@pytest.mark.parametrize("batches", [1, 3])
def test_a_stopped_run_goes_on_and_ends_with_the_same_bytes(
    inputs: Path, whole: Path, tmp_path: Path, batches: int
) -> None:
    with pytest.raises(Stopped):
        extract_to([inputs], settings(tmp_path), stop_after(batches))  # type: ignore[arg-type]
    assert not (tmp_path / "articles.csv").exists()
    done = extract_to([inputs], settings(tmp_path))
    assert (done.articles, done.extracted) == (COUNT, COUNT - 3 * batches)
    assert not differing(tmp_path, whole)


def test_a_torn_journal_and_a_lost_part_cost_only_their_batches(inputs: Path, whole: Path, tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        extract_to([inputs], settings(tmp_path), stop_after(4))  # type: ignore[arg-type]
    journal = tmp_path / ".ldr" / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    (tmp_path / ".ldr" / json.loads(lines[1])["part"]).unlink()
    journal.write_bytes(b"".join(lines[:-1]) + lines[-1][:20])
    assert extract_to([inputs], settings(tmp_path)).extracted == COUNT - 12 + 6
    assert not differing(tmp_path, whole)


def test_a_killed_process_loses_nothing(inputs: Path, whole: Path, tmp_path: Path) -> None:
    (tmp_path / inputs.name).write_bytes(inputs.read_bytes())
    drill = Drill(tmp_path, engine="inprocess", batch_size=2)
    run = drill.start(tmp_path / inputs.name, "out")
    while drill.parts("out") < 2 and run.poll() is None:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert not (tmp_path / "out" / "run.json").exists()
    assert extract_to([tmp_path / inputs.name], settings(tmp_path / "out")).extracted < COUNT
    assert same_tables(tmp_path / "out", whole)


def test_batches_workers_and_memory_give_the_same_bytes(inputs: Path, whole: Path, tmp_path: Path) -> None:
    extract_to([inputs], settings(tmp_path / "out", engine="processes", workers=2, batch_size=4))
    assert not differing(tmp_path / "out", whole)
    pipeline.write_tables(pipeline.extract(inputs), tmp_path / "memory")
    mine = {name: data for name, data in contents(whole).items() if ".ldr/" not in name and name != "run.json"}
    assert contents(tmp_path / "memory") == mine


def test_what_was_added_is_extracted_and_what_was_taken_away_is_gone(whole: Path, tmp_path: Path) -> None:
    stories = tmp_path / "stories.jsonl"
    write_stories(stories, COUNT - 1)
    out = tmp_path / "out"
    extract_to([stories], settings(out))
    write_stories(stories, COUNT)
    assert extract_to([stories], settings(out)).extracted == 1
    assert same_tables(out, whole)
    write_stories(stories, 2)
    assert (extract_to([stories], settings(out)).extracted, len(read_rows(out, "articles"))) == (0, 2)


def test_other_code_or_another_model_is_refused_by_name(inputs: Path, tmp_path: Path) -> None:
    extract_to([inputs], settings(tmp_path))
    before = contents(tmp_path)
    journal = tmp_path / ".ldr" / "journal.jsonl"
    made_with, *lines = journal.read_text(encoding="utf-8").splitlines()
    older = json.dumps(json.loads(made_with) | {"model": "another", "version": "0.0.9"})
    journal.write_text("\n".join([older, *lines, ""]), encoding="utf-8")
    (tmp_path / "run.json").unlink()
    with pytest.raises(OutputError, match=r"model: another → the default; version: 0\.0\.9 → .*--fresh"):
        extract_to([inputs], settings(tmp_path))
    assert extract_to([inputs], settings(tmp_path), fresh=True).extracted == COUNT
    assert contents(tmp_path) == before


def test_two_runs_do_not_write_into_one_folder(inputs: Path, tmp_path: Path) -> None:
    with Parts(tmp_path, {}), pytest.raises(OutputError, match="another run"):
        extract_to([inputs], settings(tmp_path))


# ------------------------------------------------------------------ versions, and articles taken out
def version(number: int, words: str, **said: str) -> str:
    return json.dumps(story(number) | {"body": f"{story(number)['body']}\n\n{words}", **said}) + "\n"


def test_a_newer_version_supersedes_the_older(tmp_path: Path) -> None:
    new, old = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    old.write_text(version(1, "First.", modified="2024-06-04T09:00:00Z") + version(2, "Second."), encoding="utf-8")
    out = tmp_path / "out"
    extract_to([old], settings(out))
    new.write_text(version(1, "First, put right.", modified="2024-06-04T12:30:00+01:00"), encoding="utf-8")
    assert extract_to([old, new], settings(out)).extracted == 1
    assert {row["source"] for row in read_rows(out, "articles")} == {"a.jsonl#1", "b.jsonl#2"}
    (told,) = read_rows(out, "problems")
    assert (told["source"], told["severity"]) == ("b.jsonl#1", "warning")
    assert "a.jsonl#1 is a newer version" in told["message"]
    assert len(pipeline.extract(old, new).articles) == 2
    assert extract_to([new, old], settings(out)).extracted == 0


def test_a_forgotten_article_leaves_every_file_and_does_not_come_back(tmp_path: Path) -> None:
    stories = tmp_path / "stories.jsonl"
    stories.write_text(version(1, "Zebedee Quillfeather was named.") + version(2, "Other."), encoding="utf-8")
    out = tmp_path / "out"
    extract_to([stories], settings(out))
    article_id = next(row["article_id"] for row in read_rows(out, "articles") if row["source"] == "stories.jsonl#1")
    summary, sources = forget("stories.jsonl#1", out)
    assert (summary.articles, sources) == (1, ["stories.jsonl#1"])

    def trace() -> list[str]:
        named = [name for name, data in contents(out).items() if b"Quillfeather" in data]
        held = [row for name in ("articles", "appearances", "mentions", "quotes") for row in read_rows(out, name)]
        with Parts(out, None) as parts:
            kept = [one for rows in parts for one in rows["article_id"].to_pylist()]
        return [*named, *(one for one in [*kept, *(row["article_id"] for row in held)] if one == article_id)]

    assert not trace()
    after = contents(out)
    assert not (out / "text" / f"{article_id}.txt").exists()
    for fresh in (False, True):
        assert extract_to([stories], settings(out), fresh=fresh).articles == 1
        assert not trace()
        assert "ldr forget" in read_rows(out, "problems")[0]["message"]
        assert contents(out) == after
    with pytest.raises(OutputError, match="no article is called"):
        forget("elsewhere.txt", out)


@pytest.mark.parametrize("named", ["stories.jsonl#1", "stories.jsonl#2", "address"])
def test_with_an_article_go_its_other_versions(tmp_path: Path, named: str) -> None:
    stories = tmp_path / "stories.jsonl"
    older = version(1, "Zebedee Quillfeather was named.", modified="2024-06-04T09:00:00Z")
    newer = version(1, "Zebedee Quillfeather was named and shamed.", modified="2024-06-05T09:00:00Z")
    stories.write_text(older + newer + version(2, "Other."), encoding="utf-8")
    out = tmp_path / "out"
    extract_to([stories], settings(out))
    assert {row["source"] for row in read_rows(out, "articles")} == {"stories.jsonl#2", "stories.jsonl#3"}
    _, sources = forget(story(1)["url"] if named == "address" else named, out)
    assert sorted(sources) == ["stories.jsonl#1", "stories.jsonl#2"]
    after = contents(out)
    assert {row["source"] for row in read_rows(out, "articles")} == {"stories.jsonl#3"}
    assert not [name for name, data in after.items() if b"Quillfeather" in data]
    extract_to([stories], settings(out), fresh=True)
    assert contents(out) == after


def test_what_was_exported_into_the_folder_is_written_anew(tmp_path: Path) -> None:
    stories = tmp_path / "stories.jsonl"
    stories.write_text(version(1, "Zebedee Quillfeather was named.") + version(2, "Other."), encoding="utf-8")
    out = tmp_path / "out"
    extract_to([stories], settings(out))
    targets = [pipeline.export(out, name).path for name in FORMATS]

    def unpacked(path: Path) -> bytes:
        if path.suffix == ".spacy":
            return zlib.decompress(path.read_bytes())
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                return b"".join(map(book.read, book.namelist()))
        return path.read_bytes()

    def holding(word: bytes) -> set[str]:
        files = [path for path in out.rglob("*") if path.is_file()]
        return {path.relative_to(out).parts[0] for path in files if word in unpacked(path)}

    assert holding(b"Quillfeather") > {path.name for path in targets}
    forget("stories.jsonl#1", out)
    assert not holding(b"Quillfeather")
    assert holding(b"stories.jsonl#2") >= {"tables.xlsx", "tables.sqlite", "jsonl"} and all(map(Path.exists, targets))


# ------------------------------------------------------------------ what is read
def test_tables_among_the_articles_are_not_read_as_articles(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Leeds City Council will spend £5m on roads.", encoding="utf-8")
    for out in ("tables", "others"):
        for text in ("6m", "7m"):
            (folder / "b.txt").write_text(f"Hull City Council will spend £{text} on roads.", encoding="utf-8")
            extract_to([folder], settings(folder / out))
            assert {row["source"] for row in read_rows(folder / out, "appearances")} == {"a.txt", "b.txt"}
            assert read_rows(folder / out, "problems") == []
    with pytest.raises(OutputError, match="name another folder with --out"):
        extract_to([folder], settings(folder))
    extract_to([folder / "tables"], settings(tmp_path / "out"))
    (told,) = read_rows(tmp_path / "out", "problems")
    assert "a folder of tables" in told["message"]


def test_what_is_new_behind_a_link_is_noticed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "archive"
    inside.mkdir(), outside.mkdir()
    (inside / "archive").symlink_to(outside)
    for count, name in enumerate(("a.txt", "b.txt"), start=1):
        (outside / name).write_text(f"Leeds City Council will spend £{count}m on roads.", encoding="utf-8")
        assert extract_to([inside], settings(tmp_path / "out")).articles == count
    assert extract_to([inside], settings(tmp_path / "out")).unchanged


# ------------------------------------------------------------------ workers, time, and the disk
def test_a_dead_worker_is_replaced_and_only_the_item_at_fault_is_lost() -> None:
    batches = [["a", "b"], ["c", "die", "d"], ["e"], ["f", "g"], ["h"]]
    done = list(run_with("processes", spell, batches, 1, lost=lambda word: f"lost {word}"))
    assert done == [["A", "B"], ["C", "lost die", "D"], ["E"], ["F", "G"], ["H"]]


def test_without_a_word_for_what_is_lost_a_dead_worker_is_an_error() -> None:
    with pytest.raises(EngineError, match="died"):
        list(run_with("processes", spell, [["die"]], 1))


def test_an_article_that_takes_too_long_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = pipeline.run.clean_article

    def slow(article: Article) -> object:
        while "Slow." in article.text:
            time.sleep(0.01)
        return original(article)

    monkeypatch.setattr(pipeline.run, "clean_article", slow)
    stories = tmp_path / "stories.jsonl"
    stories.write_text(version(1, "Slow.") + version(2, "Quick."), encoding="utf-8")
    extract_to([stories], settings(tmp_path / "out", article_seconds=1))
    assert len(read_rows(tmp_path / "out", "articles")) == 2
    (told,) = read_rows(tmp_path / "out", "problems")
    assert (told["source"], told["stage"]) == ("stories.jsonl#1", "extract")
    assert "more than 1 seconds" in told["message"]


@pytest.mark.parametrize("room", [5, 18])
def test_a_full_disk_leaves_the_old_outputs_whole(
    inputs: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    few = write_stories(tmp_path / "few.jsonl", 2)
    out = tmp_path / "out"
    extract_to([few], settings(out))
    before = {name: data for name, data in contents(out).items() if ".ldr/" not in name}
    left, fsync = [room], os.fsync

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match=r"the disk is full .* run the same command again"):
            extract_to([inputs], settings(out))
    assert {name: data for name, data in contents(out).items() if ".ldr/" not in name} == before
    extract_to([inputs], settings(out))
    assert not differing(out, whole)


def test_a_full_disk_is_told_of_the_index_too(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, found: object) -> None:  # noqa: ARG001
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("pipeline.catalogue.index.Index.note", full)
    with pytest.raises(OutputError, match="the disk is full"):
        extract_to([inputs], settings(tmp_path))


def test_outputs_that_cannot_be_written_are_told_before_any_work(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="name another folder with --out"):
        extract_to([inputs], settings(tmp_path / "taken"))


# ------------------------------------------------------------------ compressed lines
def test_compressed_lines_are_read_as_plain_ones(inputs: Path, tmp_path: Path) -> None:
    data = inputs.read_bytes()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(data))
    (tmp_path / "b.jsonl.zst").write_bytes(pa.compress(data, codec="zstd", asbytes=True))
    (tmp_path / "c.jsonl.zst").write_bytes(pa.compress(data, codec="zstd", asbytes=True)[:-20])
    found = list(read_articles([tmp_path]))
    texts = {kind: [one.text for one in found if isinstance(one, Article) and one.source[0] == kind] for kind in "ab"}
    assert texts["a"] == texts["b"]
    assert len(texts["a"]) == COUNT
    (told,) = [one for one in found if not isinstance(one, Article)]
    assert told.source == "c.jsonl.zst"
    assert "fetch it again" in told.message


def test_no_step_for_one_article_goes_through_all_of_them() -> None:
    said: list[str] = []
    with Index() as index:
        registry = Registry(index.database)
        index.database.set_trace_callback(said.append)
        index.claim("a reading")
        index.add_sketches([("an article", 1, None, b"")])
        index.stories("an article", "an article")
        index.forget("an article")
        registry.drop(["an article"])
        registry.ids("an article", "an article")
        index.database.set_trace_callback(None)
        steps = [statement for statement in said if statement.startswith(("SELECT", "UPDATE", "DELETE"))]
        plans = {one: [row[3] for row in index.database.execute(f"EXPLAIN QUERY PLAN {one}")] for one in steps}
    assert len(plans) >= 8
    assert [one for one, plan in plans.items() if any(line.startswith("SCAN") for line in plan)] == []


def test_buckets_give_rows_in_order_however_they_came_and_stay_small(tmp_path: Path) -> None:
    keys = [hashlib.sha256(str(number).encode()).hexdigest()[:16] for number in range(6_000)]
    rows = pa.table({"key": [*keys, *keys[:50]], "place": range(6_050)})
    given = {}
    for cut in (32, 700):
        buckets = Buckets(tmp_path / str(cut), ("key",), 24)
        for start in range(0, len(rows), cut):
            buckets.add(rows.slice(start, cut))
        given[cut] = list(buckets)
    assert given[32] == given[700]
    assert max(map(len, given[32])) < 2 * len(rows) / 24
    together = pa.concat_tables(given[32]).to_pylist()
    assert together == sorted(rows.to_pylist(), key=lambda row: (row["key"], row["place"]))
