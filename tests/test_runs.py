"""Same input, same bytes: twice, shuffled, with one worker or two; and no work where nothing changed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from corpus import CORPUS
from pipeline.errors import EngineError
from pipeline.job import extract_to
from pipeline.settings import Settings

ARTICLES = sorted((CORPUS / "articles" / "develop").iterdir())[:8]


def written(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json" and ".ldr" not in path.parts
    }


def extract(out: Path, inputs: list[Path], **options: object) -> dict[str, bytes]:
    settings = Settings(out=str(out), metadata=str(CORPUS / "metadata.csv"), batch_size=3, **options)
    extract_to([str(path) for path in inputs], settings)
    return written(out)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return extract(tmp_path_factory.mktemp("once"), ARTICLES)


def test_two_runs_give_the_same_bytes(once: dict[str, bytes], tmp_path: Path) -> None:
    assert extract(tmp_path, ARTICLES) == once


def test_the_order_of_the_inputs_does_not_matter(once: dict[str, bytes], tmp_path: Path) -> None:
    shuffled = random.Random(7).sample(ARTICLES, len(ARTICLES))
    assert shuffled != ARTICLES
    assert extract(tmp_path, shuffled) == once


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_give_the_same_bytes(once: dict[str, bytes], tmp_path: Path, workers: int) -> None:
    assert extract(tmp_path, ARTICLES, engine="processes", workers=workers) == once


def test_an_unknown_engine_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="inprocess, processes"):
        extract(tmp_path, ARTICLES, engine="cloud")


def test_the_same_text_twice_is_one_article_with_two_appearances(tmp_path: Path) -> None:
    text = (CORPUS / "articles" / "develop" / ARTICLES[0].name).read_bytes()
    folder = tmp_path / "in"
    for place in ("a", "b"):
        (folder / place).mkdir(parents=True)
        (folder / place / "story.txt").write_bytes(text)
    out = extract(tmp_path / "out", [folder])
    assert out["articles.csv"].count(b"a/story.txt") == 1
    assert b"b/story.txt" in out["appearances.csv"]
    assert out["appearances.csv"].count(b"story.txt") == 2


def test_ids_do_not_change_when_unrelated_articles_are_added(once: dict[str, bytes], tmp_path: Path) -> None:
    alone = extract(tmp_path, ARTICLES[:1])
    for table in ("money.csv", "quotes.csv", "roles.csv", "mentions.csv"):
        lines = alone[table].decode().splitlines()
        assert set(lines) <= set(once[table].decode().splitlines())


def test_nothing_is_done_again_where_nothing_changed(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_bytes(ARTICLES[0].read_bytes())
    settings = Settings(out=str(tmp_path / "out"))
    assert not extract_to([story], settings).unchanged
    assert extract_to([story], settings).unchanged
    (tmp_path / "out" / "money.csv").unlink()
    assert not extract_to([story], settings).unchanged
    story.write_bytes(ARTICLES[1].read_bytes())
    assert not extract_to([story], settings).unchanged
