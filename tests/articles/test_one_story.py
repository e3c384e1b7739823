"""One story in every format is one article: the same text, so the same id, and the same facts about it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import trafilatura

from articles.inputs import one, read
from articles.made import make_docx, make_pdf, make_warc, make_zip, set_lines
from corpus import ROOT
from pipeline.articles.article import Article
from pipeline.run import extract
from pipeline.tables import Tables, schemas

FIXTURES = ROOT / "tests" / "fixtures" / "articles"
PAGE = FIXTURES / "web_page" / "story.html"
STORY = FIXTURES / "text" / "story.txt"
FULL = [
    "ldrs/story.json", "ninjs/one.json", "ninjs/two.json", "ninjs/three.json", "newsml/xhtml.xml", "newsml/nitf.xml",
    "rss/story.xml", "atom/story.xml", "web_page/story.html", "json_ld/graph.jsonld", "json_ld/page.html",
    "csv/story.csv", "json/dump.jsonl",
]  # fmt: skip
PARAGRAPHS = STORY.read_text(encoding="utf-8").split("\n\n")
URL = "https://mail.example/news/childrens-homes"


def story(path: Path) -> Article:
    """Read the article, without its place, its encoding, and the format's own id and version of it."""
    return replace(one(path), source="", encoding="", identity="", version="")


@pytest.fixture(scope="module")
def expected() -> Article:
    return Article(
        source="",
        text="\n\n".join(PARAGRAPHS),
        encoding="",
        headline=PARAGRAPHS[0],
        authors=("Jane Doe",),
        publisher="Marsh Vale Mail",
        url=URL,
        published=date(2024, 5, 3),
        published_basis="given",
        modified=date(2024, 5, 6),
    )


@pytest.mark.parametrize("name", FULL)
def test_every_format_gives_the_same_article(name: str, expected: Article) -> None:
    assert story(FIXTURES / name) == expected


@pytest.mark.parametrize("form", ["json", "xml", "xmltei"])
def test_what_trafilatura_writes_gives_it_without_the_change(folder: Path, form: str, expected: Article) -> None:
    """Its formats have a day of publication and none of the last change; their text is plain."""
    made = trafilatura.extract(
        PAGE.read_text(encoding="utf-8"), output_format=form, with_metadata=True, include_comments=False, url=URL
    )
    path = folder / f"story.{'json' if form == 'json' else 'xml'}"
    path.write_text(made or "", encoding="utf-8")
    assert story(path) == replace(expected, modified=None)


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_a_web_archive_gives_it(folder: Path, name: str, expected: Article) -> None:
    path = make_warc(folder / name, [(URL, "200 OK", "text/html; charset=utf-8", PAGE.read_bytes())])
    assert one(path).source == f"{name}#2"
    assert story(path) == expected


@pytest.mark.parametrize("name", FULL)
def test_a_zip_archive_gives_what_its_members_give(folder: Path, name: str, expected: Article) -> None:
    path = make_zip(folder / "pack.zip", {f"stories/{Path(name).name}": (FIXTURES / name).read_bytes()})
    assert one(path).source.startswith(f"pack.zip!stories/{Path(name).name}")
    assert story(path) == expected


def test_documents_give_its_text(folder: Path, expected: Article) -> None:
    """A document knows nothing of publication: what the text says is read from it by cleaning."""
    document = replace(expected, authors=(), publisher="", url="", published=None, published_basis="unknown")
    styled = [("Title", PARAGRAPHS[0]), *(("", words) for words in PARAGRAPHS[1:])]
    assert story(make_docx(folder / "a.docx", styled)) == replace(document, content_type="document")
    lines = set_lines(PARAGRAPHS)
    assert story(make_pdf(folder / "a.pdf", [lines])) == replace(document, headline="", content_type="document")


@pytest.mark.parametrize("name", [*FULL, "text/story.txt"])
def test_standard_input_takes_every_format(name: str, monkeypatch: pytest.MonkeyPatch, expected: Article) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((FIXTURES / name).read_bytes())))
    articles, problems = read("-")
    assert [article.text for article in articles] == [expected.text]
    assert problems == []


def test_standard_input_takes_archives_and_documents(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    styled = [("", words) for words in PARAGRAPHS]
    packed = {"a.txt": STORY.read_bytes()}
    for path in (
        make_zip(folder / "a.zip", packed),
        make_docx(folder / "a.docx", styled),
        make_pdf(folder / "a.pdf", [set_lines(PARAGRAPHS)]),
        make_warc(folder / "a.warc", [(URL, "200 OK", "text/html", PAGE.read_bytes())]),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
        articles, _ = read("-")
        assert [article.text for article in articles] == ["\n\n".join(PARAGRAPHS)], path.name


def test_all_formats_in_one_run_are_one_article() -> None:
    tables = extract(*(FIXTURES / name for name in [*FULL, "text/story.txt"]))
    assert len(tables["articles"]) == 1
    assert len(tables["appearances"]) == len(FULL) + 1


@pytest.fixture(scope="module")
def rows() -> Tables:
    tables = extract(FIXTURES / FULL[0])
    assert list(tables["money"]["text"]) == ["£2.4m", "£2.4m", "£310,000"]
    assert len(tables["judgements"]) == 1
    return tables


@pytest.mark.parametrize("name", FULL[1:])
def test_every_format_gives_the_same_rows(name: str, rows: Tables) -> None:
    tables = extract(FIXTURES / name)
    for table in schemas():
        if table not in ("articles", "appearances", "problems"):
            assert tables[table].equals(rows[table]), table
    about = [column for column in rows["articles"].columns if column not in ("source", "encoding")]
    assert tables["articles"][about].equals(rows["articles"][about])
