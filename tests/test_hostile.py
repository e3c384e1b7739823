"""Input that is broken, or made to do harm: nothing crashes, hangs, gets out of its folder or vanishes."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.articles.bounds import BOUNDS, check_expansion, unpacking
from pipeline.cleaning.zones import LONGEST_GAP, LONGEST_PARAGRAPH, LONGEST_WORD, plain_article
from pipeline.errors import InputError, LdrError
from pipeline.job import extract_to
from pipeline.language import LONGEST_SENTENCE, load_language, loaded, split_sentences
from pipeline.records import Problem
from pipeline.run import run
from pipeline.settings import Settings, load_settings
from pipeline.tables import read_tables

STORY = (
    "Council to spend £5m on roads\n\nBy Pat Otherway\n\nAshcombe Borough Council will spend £5m on roads in 2024.\n"
)
BODY = "<p>" + "Ashcombe Borough Council will spend £5m on roads this year, said Councillor Jo Farlow. " * 4 + "</p>"


def complaint(path: Path) -> Problem:
    (found,) = read_articles(path)
    assert isinstance(found, Problem)
    return found


# ------------------------------------------------------------------ bounds
@pytest.mark.parametrize(
    ("name", "content", "bound"),
    [
        ("a.txt", "a " * 600_000, f"{BOUNDS['article_characters']:,}"),
        ("a.html", f"<html><body>{'<div>' * 1000}{BODY}", f"{BOUNDS['page_depth']} deep"),
        ("a.html", f"<html><body {' '.join(f'a{n}=1' for n in range(9000))}>{BODY}", "1,000 attributes"),
        ("a.html", "<html><body " + " ".join(f'a{n}=">"' for n in range(9000)) + f">{BODY}", "1,000 attributes"),
        ("a.json", "[" * 100_000 + "]" * 100_000, f"{BOUNDS['json_depth']} deep"),
        ("a.json", '{"body": "x", "n": ' + "9" * 5000 + "}", "digits"),
    ],
    ids=["article", "page depth", "attributes", "attributes that hide", "JSON depth", "digits"],
)
def test_what_is_beyond_a_bound_is_a_problem_that_names_file_bound_and_mend(
    tmp_path: Path, name: str, content: str, bound: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    row = complaint(tmp_path / name)
    assert row.source == name and bound in row.message and row.severity == "error"


def test_a_line_beyond_json_bounds_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    lines = [
        '{"body": "' + "word " * 30 + '"}',
        "[" * 5000,
        '{"body": 1' + "0" * 5000 + "}",
        '{"body": "' + "other " * 30 + '"}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = list(read_articles(tmp_path / "a.jsonl"))
    assert [item.source for item in found if isinstance(item, Article)] == ["a.jsonl#1", "a.jsonl#4"]
    assert [item.line for item in found if isinstance(item, Problem)] == [2, 3]


def test_a_bomb_is_refused_before_memory_fills() -> None:
    packed = gzip.compress(bytes(10_000_000))
    check_expansion(len(packed), 10_000_000, "small.gz")
    bomb = packed * 12
    with pytest.raises(InputError, match=r"bomb\.gz: unpacks to more than 250 times"):
        unpacking(gzip.GzipFile(fileobj=io.BytesIO(bomb)), len(bomb), "bomb.gz").read()


def test_a_zip_bomb_is_a_problem_and_its_good_member_an_article(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", STORY)
        archive.writestr("../../escape.txt", STORY + "Another.\n")
        with archive.open("bomb.jsonl", "w") as handle:
            for _ in range(7):
                handle.write(bytes(10_000_000))
    found = list(read_articles(tmp_path / "a.zip"))
    assert any(isinstance(item, Article) and "good.txt" in item.source for item in found)
    assert any(isinstance(item, Problem) and "bomb.jsonl" in (item.source or "") for item in found)
    assert not list(tmp_path.parent.glob("escape.txt")) and not list(tmp_path.rglob("escape.txt"))


def test_no_sentence_word_or_paragraph_is_longer_than_its_bound() -> None:
    text = "Monday " * 10_000 + "1" * 50_000 + " " * 50_000 + "“" * 50_000 + " the end of it."
    article = plain_article(text)
    found = [pair for zone in article.zones for pair in split_sentences(text, zone.start, zone.end)]
    assert max(zone.end - zone.start for zone in article.zones) <= LONGEST_PARAGRAPH
    assert max(end - start for start, end in found) <= LONGEST_SENTENCE
    kept = [text[start:end] for start, end in found]
    assert all(" " * LONGEST_GAP not in one and max(map(len, one.split())) < LONGEST_WORD for one in kept)
    assert sum(one.split().count("Monday") for one in kept) == 10_000 and kept[-1] == "the end of it."
    assert len(load_language().make_doc("“" * 50_000)) == 1


# ------------------------------------------------------------------ folders
def test_links_that_loop_or_lead_away_are_read_once_under_a_name_of_the_input(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir(), outside.mkdir()
    (inside / "a.txt").write_text(STORY, encoding="utf-8")
    (outside / "b.txt").write_text(STORY + "More.\n", encoding="utf-8")
    (inside / "loop").symlink_to(inside)
    (inside / "away").symlink_to(outside)
    (outside / "back").symlink_to(inside)
    (inside / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    (inside / "itself.txt").symlink_to("itself.txt")
    found = list(read_articles(inside))
    assert {item.source for item in found if isinstance(item, Article)} == {"a.txt", "away/b.txt"}
    assert {item.source for item in found if isinstance(item, Problem)} == {"gone.txt", "itself.txt"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_names_never_lead_out_of_the_outputs(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("x..\\..\\x.txt", "a\nb.txt", "$(touch x).txt", "‮txt.exe.txt"):
        (tmp_path / "in" / name).write_text(STORY + name, encoding="utf-8")
    summary = extract_to([str(tmp_path / "in")], Settings(out=str(tmp_path / "out")))
    assert summary.articles == 4
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out"}
    assert all(path.stem.isalnum() for path in (tmp_path / "out" / "text").iterdir())


# ------------------------------------------------------------------ characters
ODD = [
    "\x00",
    "\x01",
    "\x1b[31m",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\U000e0001",
    "\ufffe",
    "a" + "\u0301" * 300,
    "\x85",
    "\u2028",
]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_control_characters_and_bidi_overrides_keep_every_offset(odd: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"body": ' + json.dumps(f"{STORY} {odd} £6m {odd}for\n\n{odd}") + "}", encoding="utf-8"
    )
    tables = run([tmp_path], Settings(out=str(tmp_path)))
    (text,) = tables["articles"]["text"]
    assert all(
        text[a:b] == t for a, b, t in tables["money"][["char_start", "char_end", "text"]].itertuples(index=False)
    )
    assert {"£5m", "£6m"} <= set(tables["money"]["text"])


def test_a_file_name_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    try:
        (tmp_path / "in" / os.fsdecode(b"caf\xe9.txt")).write_text(STORY, encoding="utf-8")
        (tmp_path / "in" / os.fsdecode(b"empty\xe9.txt")).write_text("", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    summary = extract_to([str(tmp_path / "in")], Settings(out=str(tmp_path / "out")))
    assert summary.articles == 1 and summary.rows["problems"] == 1
    assert list(read_tables(tmp_path / "out")["articles"]["source"]) == ["caf\ufffd.txt"]


def test_lone_surrogates_are_written_and_read_back(tmp_path: Path) -> None:
    fields = {
        "body": "Ashcombe Borough Council will spend \ud83d £5m on roads in 2024, it said.", "headline": "\udc00 Roads",
        "byline": "By Pat \ud800", "publisher": "\udfff", "url": "https://a.example/\ud800",
    }  # fmt: skip
    line = json.dumps(fields)
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    assert extract_to([str(tmp_path / "a.jsonl")], Settings(out=str(tmp_path / "out"))).articles == 1
    assert list(read_tables(tmp_path / "out")["money"]["text"]) == ["£5m"]


# ------------------------------------------------------------------ data only, and no network
def test_settings_are_data_only(tmp_path: Path) -> None:
    (tmp_path / "ldr.toml").write_text('out = "$(touch x)`touch y`{z}"\n', encoding="utf-8")
    assert load_settings(tmp_path / "ldr.toml").out.endswith("$(touch x)`touch y`{z}")
    (tmp_path / "code.toml").write_text("out = __import__('os').getcwd()\n", encoding="utf-8")
    with pytest.raises(LdrError, match=r"code\.toml"):
        load_settings(tmp_path / "code.toml")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Refuse and note every socket."""
    asked: list[str] = []

    def refuse(*parts: object, **_: object) -> None:
        asked.append(repr(parts[1:]))
        raise OSError("no network in this test")

    for name in ("__init__", "connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    yield asked


def test_a_full_run_opens_no_socket(tmp_path: Path, no_network: list[str]) -> None:
    head = "<head><link rel=stylesheet href=http://a.example/x.css><base href=http://a.example></head>"
    page = f"<html>{head}<body><article>{BODY}<img src=http://a.example/x.png></article>"
    dtd = '<!DOCTYPE html [<!ENTITY x SYSTEM "http://a.example/x">]>' + page + "&x;"
    for name, content in (("a.txt", STORY), ("b.html", page), ("c.html", dtd)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    loaded.cache_clear()
    assert extract_to([str(tmp_path)], Settings(out=str(tmp_path / "out"))).articles >= 2
    assert no_network == []
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("a.example", 80))
