"""ZIP archives and web archives: members by their own formats, provenance, metadata inside, and what is refused."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from articles.inputs import BODY, LONG, complaint, one, read, write
from articles.made import make_warc, make_zip
from pipeline.articles.bounds import BOUNDS

PARAGRAPHS = "".join(f"<p>Group {number} {LONG}</p>" for number in range(6))
PAGE = f"<html><head><title>Budget</title></head><body><article><h1>Budget</h1>{PARAGRAPHS}</article></body></html>"
URL = "https://www.mail.example/budget"


def test_members_are_read_by_their_formats_in_natural_order(folder: Path) -> None:
    lines = json.dumps({"title": "H", "body": BODY}) + "\n" + json.dumps({"title": "I", "body": BODY})
    members = {"b/10.txt": BODY.encode(), "b/9.txt": b"Nine.", "a.jsonl": lines.encode(), "c.html": PAGE.encode()}
    hidden = {"__MACOSX/._9.txt": b"x", ".git/a.txt": b"x", "picture.png": b"x"}
    articles, problems = read(make_zip(folder / "pack.zip", {**members, **hidden}))
    assert [article.source for article in articles] == [
        "pack.zip!a.jsonl#1", "pack.zip!a.jsonl#2", "pack.zip!b/9.txt", "pack.zip!b/10.txt", "pack.zip!c.html",
    ]  # fmt: skip
    assert problems == []


def test_a_bad_member_leaves_the_others(folder: Path) -> None:
    members = {"a.txt": b"", "b.json": b'{"body": "cut', "c.txt": BODY.encode()}
    articles, problems = read(make_zip(folder / "pack.zip", members))
    assert [article.source for article in articles] == ["pack.zip!c.txt"]
    assert [row.source for row in problems] == ["pack.zip!a.txt", "pack.zip!b.json"]


def test_metadata_in_an_archive_counts_for_its_members(folder: Path) -> None:
    members = {"in/a.txt": BODY.encode(), "in/metadata.csv": b"source,publisher\na.txt,Mail\n"}
    path = make_zip(folder / "pack.zip", members)
    assert one(path).publisher == "Mail"
    table = write(folder, "known.csv", "source,publisher\npack.zip!in/a.txt,Echo\n")
    assert one(path, metadata=table).publisher == "Echo"


def test_the_day_in_an_archives_name_is_not_its_members(folder: Path) -> None:
    members = {"a.txt": BODY.encode(), "2023-06-05-b.txt": b"Other words."}
    articles, _ = read(make_zip(folder / "2024-01-02.zip", members))
    assert [str(article.published) for article in articles] == ["2023-06-05", "None"]


def test_archives_within_archives_have_a_bound(folder: Path) -> None:
    path = make_zip(folder / "0.zip", {"a.txt": BODY.encode()})
    for number in range(1, BOUNDS["archive_depth"] + 1):
        assert one(path).source.endswith("!a.txt")
        path = make_zip(folder / f"{number}.zip", {path.name: path.read_bytes()})
    assert "archives within one another" in complaint(path).message


def test_a_bomb_is_refused_before_it_fills_the_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BOUNDS, "expansion_free_bytes", 100_000)
    row = complaint(make_zip(folder / "pack.zip", {"a.txt": b"x" * 3_000_000}))
    assert (row.source, "unpacks to more than" in row.message) == ("pack.zip!a.txt", True)


def test_too_many_members_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BOUNDS, "archive_members", 2)
    assert "more than 2 files" in complaint(make_zip(folder / "a.zip", dict.fromkeys("abc", b"x"))).message


def test_a_locked_member_is_a_problem(folder: Path) -> None:
    path = make_zip(folder / "pack.zip", {"a.txt": BODY.encode()})
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    path.write_bytes(data)
    assert "password" in complaint(path).message


@pytest.mark.parametrize(("content", "words"), [(b"PK\x03\x04cut", "not a whole ZIP"), (b"", "not a whole ZIP")])
def test_what_is_no_archive_is_a_problem(folder: Path, content: bytes, words: str) -> None:
    assert words in complaint(write(folder, "a.zip", content)).message


def test_an_archive_without_articles_is_a_problem(folder: Path) -> None:
    assert "no article" in complaint(make_zip(folder / "a.zip", {"a.png": b"x"})).message


def test_a_damaged_member_is_a_problem(folder: Path) -> None:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", BODY)
        archive.writestr("b.txt", "Other words.")
    path.write_bytes(path.read_bytes().replace(b"Councillors", b"Counsellors", 1))
    articles, problems = read(path)
    assert [article.source for article in articles] == ["a.zip!b.txt"]
    assert [row.source for row in problems] == ["a.zip!a.txt"]


# ------------------------------------------------------------------ web archives
def test_pages_are_read_and_the_rest_is_passed_by(folder: Path) -> None:
    path = make_warc(
        folder / "crawl-2026-01-02.warc.gz",
        [
            (URL, "200 OK", "text/html", PAGE.encode()),
            (URL + "/gone", "404 Not Found", "text/html", PAGE.encode()),
            (URL + ".png", "200 OK", "image/png", b"\x89PNG"),
        ],
    )
    article = one(path)
    assert (article.url, article.publisher) == (URL, "mail.example")
    assert article.published is None, "the day of a crawl is not the day of publication"


def test_a_page_without_an_article_is_a_warning(folder: Path) -> None:
    home = b"<html><body><nav>Home</nav></body></html>"
    row = complaint(make_warc(folder / "a.warc", [(URL, "200 OK", "text/html", home)]))
    assert (row.severity, row.source, URL in row.message) == ("warning", "a.warc#2", True)


def test_a_web_archive_that_is_cut_off_keeps_what_is_whole(folder: Path) -> None:
    path = make_warc(folder / "a.warc.gz", [(URL, "200 OK", "text/html", PAGE.encode())] * 2)
    path.write_bytes(path.read_bytes()[:-40])
    articles, problems = read(path)
    assert [article.source for article in articles] == ["a.warc.gz#2"]
    assert [(row.severity, row.source) for row in problems] == [("error", "a.warc.gz#3")]


def test_what_is_no_web_archive_is_a_problem(folder: Path) -> None:
    assert "not a whole web archive" in complaint(write(folder, "a.warc", "nothing\n")).message


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [("a.warc", "warcio.archiveiterator", "warc"), ("a.docx", "docx", "documents"), ("a.pdf", "pypdf", "documents")],
)
def test_a_missing_extra_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    assert f"ldr-pipeline[{extra}]" in complaint(write(folder, name, "x")).message
