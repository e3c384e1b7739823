"""Every format gives the same kind of article; bad input gives one clear row of `problems` and never an exception."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.articles import input_files, read_articles
from pipeline.articles.article import Article
from pipeline.articles.decoding import LARGEST_ARTICLE
from pipeline.articles.fields import field_names
from pipeline.articles.formats import readers
from pipeline.articles.languages import language_of
from pipeline.cleaning import clean_article
from pipeline.records import Problem

BODY = "Councillors in Marsh Vale agreed the budget at a long meeting on Tuesday night, a report says.\n\nIt was late."
LONG = "agreed the budget at a long meeting on Tuesday night, and it was late when they went home across the marsh."


def read(*inputs: Path | str, **settings: object) -> tuple[list[Article], list[Problem]]:
    found = list(read_articles(inputs, **settings))  # type: ignore[arg-type]
    return [item for item in found if isinstance(item, Article)], [item for item in found if isinstance(item, Problem)]


def one(path: Path | str, **settings: object) -> Article:
    articles, problems = read(path, **settings)
    assert problems == []
    assert len(articles) == 1
    return articles[0]


def complaint(*inputs: Path | str, **settings: object) -> Problem:
    _, problems = read(*inputs, **settings)
    assert len(problems) == 1
    row = problems[0]
    assert row.problem_id and row.source and row.stage == "articles" and row.message
    return row


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# ------------------------------------------------------------------ text
@pytest.mark.parametrize("content", ["One\r\n\r\nTwo\r\n", "One\n\nTwo", "One\rTwo", " One “two” \n"])
def test_text_is_the_files_own(folder: Path, content: str) -> None:
    path = write(folder, "a.txt", content)
    assert one(path).text == content


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfOne \xe2\x80\x9ctwo\xe2\x80\x9d", "One “two”".encode("utf-16")])
def test_text_can_be_read_again_in_the_encoding_that_is_given(folder: Path, content: bytes) -> None:
    path = write(folder, "a.txt", content)
    articles, _ = read(path)
    with path.open(encoding=articles[0].encoding, newline="") as handle:
        assert handle.read() == articles[0].text == "One “two”"


def test_windows_text_is_read_with_a_warning(folder: Path) -> None:
    articles, problems = read(write(folder, "a.txt", "The mayor’s “plan” – £5m".encode("cp1252")))
    assert (articles[0].encoding, articles[0].text) == ("cp1252", "The mayor’s “plan” – £5m")
    assert [row.severity for row in problems] == ["warning"]


def test_a_named_file_of_unknown_type_is_read_as_text(folder: Path) -> None:
    assert one(write(folder, "story.lmn", BODY)).text == BODY


# ------------------------------------------------------------------ web pages
def html(head: str = "", article: str = "", title: str = "Budget agreed") -> str:
    paragraphs = "".join(f"<p>Group {number} {LONG}</p>" for number in range(6))
    return (
        f"<html><head><title>{title} | Mail</title>{head}</head><body><nav><a href='/'>Home</a></nav><main><article>"
        f"<h1>{title}</h1>{article}{paragraphs}</article></main><footer><p>© Mail</p></footer></body></html>"
    )


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


NEWS = {
    "@type": "NewsArticle",
    "headline": "Budget agreed &amp; signed",
    "author": {"@type": "Person", "name": "Jane Doe"},
    "datePublished": "2024-05-03T23:30:00Z",
    "dateModified": "2024-05-06",
    "publisher": {"@type": "Organization", "name": "Marsh Vale Mail"},
    "mainEntityOfPage": {"@id": "https://mail.example/budget"},
}


@pytest.mark.parametrize(
    "data",
    [
        NEWS,
        [{"@type": "WebPage", "name": "x"}, NEWS],
        {"@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "Mail"}, NEWS]},
        {**NEWS, "@type": ["Thing", "ReportageNewsArticle"]},
        {**NEWS, "author": [{"@type": "Organization", "name": "Marsh Vale Mail"}, {"name": "Jane Doe"}]},
        {**NEWS, "author": "By Jane Doe, Local Democracy Reporter"},
        {"@type": "WebPage", "mainEntity": NEWS},
    ],
    ids=["object", "list", "graph", "type_list", "masthead_author", "byline_author", "main_entity"],
)
def test_a_page_says_of_itself_in_json(folder: Path, data: object) -> None:
    article = one(write(folder, "a.html", html(linked(data))))
    assert article.headline == "Budget agreed & signed"
    assert article.authors == ("Jane Doe",)
    assert (article.published, article.published_basis) == (date(2024, 5, 4), "given")
    assert article.modified == date(2024, 5, 6)
    assert (article.publisher, article.url) == ("Marsh Vale Mail", "https://mail.example/budget")


def test_a_page_with_broken_json_is_read_from_its_tags(folder: Path) -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArt</script>'
        '<meta property="og:title" content="Budget agreed">'
        '<meta property="article:published_time" content="2024-05-03T09:00:00+01:00">'
        '<meta property="og:site_name" content="Mail">'
        '<meta name="author" content="Jane Doe"><link rel="canonical" href="https://mail.example/b">'
    )
    article = one(write(folder, "a.html", html(head)))
    assert (article.headline, article.authors, article.publisher) == ("Budget agreed", ("Jane Doe",), "Mail")
    assert (article.published, article.url) == (date(2024, 5, 3), "https://mail.example/b")


def test_a_pages_text_has_one_order_and_its_opening_is_zoned(folder: Path) -> None:
    opening = "<p class='standfirst'>Late night at the town hall</p><p class='byline'>By Jane Doe</p>"
    article = one(write(folder, "a.html", html(article=opening)))
    assert article.text.split("\n\n")[:3] == ["Budget agreed", "Late night at the town hall", "By Jane Doe"]
    assert article.text.count("Budget agreed") == 1
    assert "©" not in article.text
    assert [zone.kind for zone in clean_article(article).zones][:4] == ["headline", "standfirst", "byline", "body"]


@pytest.mark.parametrize("page", ["<html><body><nav>Home</nav></body></html>", "<html></html>", "<p>Two words</p>"])
def test_a_page_without_an_article_is_a_problem(folder: Path, page: str) -> None:
    assert "save the article's" in complaint(write(folder, "a.html", page)).message


def test_a_page_nested_beyond_reason_is_no_crash(folder: Path) -> None:
    page = "<html><body>" + "<div>" * 20_000 + "x" + "</div>" * 20_000 + "</body></html>"
    assert complaint(write(folder, "a.html", page)).severity == "error"


# ------------------------------------------------------------------ JSON and CSV
@pytest.mark.parametrize(
    "record",
    [
        {
            "headline": "H",
            "byline": "By Jane Doe",
            "published": "2024-05-03",
            "body": BODY,
            "url": "https://m.example/1",
            "publisher": "Mail",
        },
        {
            "title": "H",
            "author": "Jane Doe",
            "date": "3 May 2024",
            "text": BODY,
            "link": "https://m.example/1",
            "outlet": "Mail",
        },
        {
            "headline": "H",
            "by": "Jane Doe",
            "firstCreated": "2024-05-03T10:00:00",
            "uri": "https://m.example/1",
            "bodies": [{"role": "main", "value": BODY}],
            "infoSources": [{"name": "Mail"}],
        },
        {
            "title": "H",
            "author": "Jane Doe",
            "date": "2024-05-03",
            "text": BODY,
            "source": "https://m.example/1",
            "source-hostname": "Mail",
        },
        {
            "Title": "H",
            "Authors": ["Jane Doe"],
            "publish_date": 1714730400,
            "maintext": BODY,
            "source_url": "https://m.example/1",
            "source": "Mail",
        },
        {
            "headline": "H",
            "author": [{"name": "Jane Doe"}],
            "datePublished": "2024-05-03",
            "url": "https://m.example/1",
            "articleBody": "<p>" + BODY.replace("\n\n", "</p><p>") + "</p>",
            "publisher": {"name": "Mail"},
        },
    ],
)
def test_fields_go_by_many_names(folder: Path, record: dict[str, object]) -> None:
    article = one(write(folder, "a.json", json.dumps(record)))
    assert article.text == f"H\n\nBy Jane Doe\n\n{BODY}"
    assert (article.headline, article.authors) == ("H", ("Jane Doe",))
    assert (article.published, article.published_basis) == (date(2024, 5, 3), "given")
    assert (article.url, article.publisher) == ("https://m.example/1", "Mail")


def test_a_byline_keeps_its_words_and_gives_its_names(folder: Path) -> None:
    record = {"title": "H", "byline": "By Jane Doe, Local Democracy Reporter", "body": BODY}
    article = one(write(folder, "a.json", json.dumps(record)))
    assert article.authors == ("Jane Doe",)
    assert "\n\nBy Jane Doe, Local Democracy Reporter\n\n" in article.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "{0}\n\n{0}\n"),
        ("a.json", "[{0}, {0}]"),
        ("a.json", '{{"total": 2, "item": [{0}, {0}]}}'),
        ("a.json", "{0}\n{0}\n"),
    ],
    ids=["lines", "list", "envelope", "lines_called_json"],
)
def test_records_are_numbered(folder: Path, name: str, content: str) -> None:
    articles, problems = read(write(folder, name, content.format(json.dumps({"title": "H", "body": BODY}))))
    second = 3 if name == "a.jsonl" else 2
    assert ([article.source for article in articles], problems) == ([f"{name}#1", f"{name}#{second}"], [])


def test_a_csv_of_articles_is_read_row_by_row(folder: Path) -> None:
    path = write(folder, "a.csv", 'headline,body,date\nH,"One\n\ntwo",2024-05-03\n,,\nI,,2024-05-04\n')
    articles, problems = read(path)
    assert [(article.source, article.text) for article in articles] == [("a.csv#1", "H\n\nOne\n\ntwo")]
    assert [(row.source, row.line) for row in problems] == [("a.csv#2", 6)]


@pytest.mark.parametrize("marks", [{"type": "picture"}, {"pubstatus": "withheld"}])
def test_an_item_that_is_no_story_is_left_out_with_a_warning(folder: Path, marks: dict[str, str]) -> None:
    row = complaint(write(folder, "a.json", json.dumps({**marks, "body_text": BODY})))
    assert row.severity == "warning"


def test_lone_surrogates_and_nulls_do_not_reach_the_text(folder: Path) -> None:
    article = one(write(folder, "a.json", '{"body": "One \\ud800 two \\u0000 three"}'))
    article.text.encode()
    assert "\x00" not in article.text


def test_every_name_of_a_field_is_given_once() -> None:
    shared = ("identity", "version")  # which tell versions apart, by fields that say other things too
    names = [name for field, listed in field_names().items() if field not in shared for name in listed]
    assert len(names) == len(set(names))


# ------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    ("name", "content", "words", "line"),
    [
        ("a.txt", b"", "empty", None),
        ("a.txt", b" \r\n\n", "empty", None),
        ("a.txt", b"abc\x00def", "binary", None),
        ("a.txt", b"%PDF-1.7 \xe2\xe3", "binary", None),
        ("a.txt", "caf\u00e9 and more caf\u00e9".encode() + b"\xc3", "save it as UTF-8", None),
        ("a.txt", b"One \x81\x8d two", "save it as UTF-8", None),
        ("a.txt", b"x" * (4 * LARGEST_ARTICLE + 1), "more than any article", None),
        ("a.txt", b"x" * (LARGEST_ARTICLE + 1), "more than any article", None),
        ("a.json", b'{"body": "abc', "cut off", 1),
        ("a.json", b'{"title": "only"}', "no field with the article's text", None),
        ("a.json", b"[]", "no article in it", None),
        ("a.json", b"[1]", "not an object", None),
        ("a.json", b"[" * 100_000, "", None),
        ("a.jsonl", b"\n\n", "empty", None),
        ("a.jsonl", b'\n{"body": "abc', "cut off", 2),
        ("a.jsonl", b"x" * (4 * LARGEST_ARTICLE + 1), "more than any article", 1),
        ("a.csv", b"name,age\nx,3\n", "no column", 1),
        ("a.csv", b"body\n", "no article in it", 1),
        ("a.csv", b'body\n"' + b"x" * (4 * LARGEST_ARTICLE + 1) + b'"\n', "CSV", None),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_problem(folder: Path, name: str, content: bytes, words: str, line: int | None) -> None:
    row = complaint(write(folder, name, content))
    assert row.severity == "error"
    assert words in row.message
    assert str(row.source).startswith(name)
    assert line is None or row.line == line


def test_a_broken_line_leaves_the_others(folder: Path) -> None:
    good = json.dumps({"title": "H", "body": BODY})
    articles, problems = read(write(folder, "a.jsonl", f'{good}\n{{"title": "cut\n{good}\n'))
    assert [article.source for article in articles] == ["a.jsonl#1", "a.jsonl#3"]
    assert [row.line for row in problems] == [2]


def test_a_missing_path_is_a_problem(folder: Path) -> None:
    assert "no such file" in complaint(folder / "gone.txt").message


def test_a_folder_without_articles_is_a_problem(folder: Path) -> None:
    write(folder, "notes.xyz", "nothing here")
    assert "no article" in complaint(folder).message


def test_a_link_to_nothing_is_a_problem(folder: Path) -> None:
    (folder / "a.txt").symlink_to(folder / "gone.txt")
    assert "no such file" in complaint(folder).message


def test_a_file_that_may_not_be_read_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder, "a.txt", BODY)

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert "permission denied" in complaint(path).message


def test_a_file_that_vanishes_while_others_are_read_is_a_problem(folder: Path) -> None:
    write(folder, "a.txt", BODY)
    write(folder, "b.txt", BODY)
    found: Iterator[Article | Problem] = read_articles([folder])
    assert isinstance(next(found), Article)
    (folder / "b.txt").unlink()
    row = next(found)
    assert isinstance(row, Problem) and row.source == "b.txt"


def test_a_reader_that_fails_in_its_own_way_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> Iterator[Article]:
        raise RuntimeError("burst")

    monkeypatch.setattr(readers()[".txt"], "read", burst)
    assert "burst" in complaint(write(folder, "a.txt", BODY)).message


# ------------------------------------------------------------------ folders and order
def test_folders_are_read_in_natural_order_whatever_the_arguments(folder: Path) -> None:
    for name in ("one/a10.txt", "one/a9.txt", "one/sub/b.txt", "two/a2.txt"):
        write(folder, name, name)
    forwards, _ = read(folder / "one", folder / "two")
    backwards, _ = read(folder / "two", folder / "one")
    assert [article.source for article in forwards] == ["a2.txt", "a9.txt", "a10.txt", "sub/b.txt"]
    assert forwards == backwards


def test_links_that_loop_are_passed_by(folder: Path) -> None:
    write(folder, "sub/a.txt", BODY)
    (folder / "sub" / "again").symlink_to(folder, target_is_directory=True)
    articles, problems = read(folder)
    assert ([article.source for article in articles], problems) == (["sub/a.txt"], [])


def test_hidden_files_and_other_types_are_passed_by(folder: Path) -> None:
    for name in ("a.txt", ".b.txt", ".git/c.txt", "d.png"):
        write(folder, name, BODY)
    assert one(folder).source == "a.txt"


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    path = write(folder, "a.txt", BODY)
    articles, _ = read(path, folder, path)
    assert len(articles) == 1


def test_files_of_one_name_get_their_folders_name(folder: Path) -> None:
    paths = [write(folder, name, name) for name in ("one/a.txt", "two/a.txt")]
    articles, _ = read(folder / "one", folder / "two")
    assert [article.source for article in articles] == [path.as_posix() for path in paths]


def test_input_files_lists_what_is_read(folder: Path) -> None:
    names = ("b.txt", "a.jsonl", "metadata.csv")
    for name in names:
        write(folder, name, BODY)
    assert {path.name for path in input_files([folder, "-"])} == set(names)


@pytest.mark.parametrize(
    ("data", "sources"),
    [
        (BODY, ["-"]),
        (json.dumps({"title": "H", "body": BODY}), ["-"]),
        ('{"body": "One"}\n{"body": "Two"}\n', ["-#1", "-#2"]),
    ],
    ids=["text", "object", "lines"],
)
def test_standard_input_is_text_or_json(monkeypatch: pytest.MonkeyPatch, data: str, sources: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    articles, problems = read("-")
    assert ([article.source for article in articles], problems) == (sources, [])


# ------------------------------------------------------------------ metadata
HEADER = "source,published,publisher,url,headline,authors\n"


def test_metadata_wins_over_the_articles_own_values(folder: Path) -> None:
    record = {"title": "H", "author": "Jane Doe", "date": "2024-01-01", "body": BODY, "publisher": "Mail"}
    path = write(folder, "in/a.json", json.dumps(record))
    table = write(folder, "known.csv", HEADER + "a.json,2024-05-03,Echo,https://e.example,Other,John Roe; Ann Poe\n")
    article = one(path, metadata=table)
    assert (article.published, article.published_basis) == (date(2024, 5, 3), "metadata")
    assert (article.publisher, article.url, article.headline) == ("Echo", "https://e.example", "Other")
    assert article.authors == ("John Roe", "Ann Poe")


def test_a_folders_metadata_counts_for_what_lies_below_it(folder: Path) -> None:
    write(folder, "a.txt", BODY)
    write(folder, "sub/b.txt", BODY + "!")
    write(folder, "metadata.csv", "source,publisher\na.txt,Mail\nsub/b.txt,Mail\n")
    write(folder, "sub/metadata.csv", "source,publisher\nb.txt,Echo\n")
    articles, problems = read(folder)
    assert ([article.publisher for article in articles], problems) == (["Mail", "Echo"], [])


def test_metadata_can_be_ignored(folder: Path) -> None:
    write(folder, "a.txt", BODY)
    table = write(folder, "metadata.csv", "source,publisher\na.txt,Mail\n")
    assert one(folder, use_metadata=False).publisher == ""
    assert one(folder, metadata=table).publisher == "Mail"


def test_metadata_may_name_a_record(folder: Path) -> None:
    write(folder, "a.jsonl", '{"body": "One"}\n{"body": "Two"}\n')
    write(folder, "metadata.csv", "source,publisher\na.jsonl,Mail\na.jsonl#2,Echo\n")
    articles, problems = read(folder)
    assert ([article.publisher for article in articles], problems) == (["Mail", "Echo"], [])


@pytest.mark.parametrize(
    ("rows", "words", "line"),
    [
        ("source,published\na.txt,soon\n", "not a date", 2),
        ("source,published\na.txt,2024-02-31\n", "not a date", 2),
        ("source,publisher\na.txt,Mail\na.txt,Echo\n", "already on line 2", 3),
        ("source,publisher\na.txt,Mail\nz.txt,Echo\n", "no article is called 'z.txt'", 3),
        ("source,publisher\na.txt,Mail\n,Echo\n", "no `source`", 3),
    ],
)
def test_a_wrong_row_of_metadata_is_a_warning(folder: Path, rows: str, words: str, line: int) -> None:
    path = write(folder, "in/a.txt", BODY)
    row = complaint(path, metadata=write(folder, "known.csv", rows))
    assert (row.severity, row.line) == ("warning", line)
    assert words in row.message


@pytest.mark.parametrize(("rows", "words"), [("file,date\na.txt,2024-05-03\n", "no column `source`"), ("", "empty")])
def test_a_metadata_file_that_cannot_serve_is_an_error(folder: Path, rows: str, words: str) -> None:
    path = write(folder, "in/a.txt", BODY)
    articles, problems = read(path, metadata=write(folder, "known.csv", rows))
    assert len(articles) == 1
    assert [(row.severity, words in row.message) for row in problems] == [("error", True)]


def test_a_missing_metadata_file_is_an_error(folder: Path) -> None:
    assert "no such file" in complaint(write(folder, "a.txt", BODY), metadata=folder / "gone.csv").message


def test_a_name_that_several_articles_share_is_not_guessed(folder: Path) -> None:
    for name in ("in/one/a.txt", "in/two/a.txt"):
        write(folder, name, name)
    articles, problems = read(folder / "in", metadata=write(folder, "known.csv", "source,publisher\na.txt,Mail\n"))
    assert {article.publisher for article in articles} == {""}
    assert ["several articles" in row.message for row in problems] == [True]


# ------------------------------------------------------------------ dates and language
def test_a_day_in_the_address_or_file_name_is_the_last_resort(folder: Path) -> None:
    by_url = json.dumps({"body": "One", "url": "https://m.example/2023/06/05/budget"})
    assert one(write(folder, "a.json", by_url)).published_basis == "url"
    article = one(write(folder, "2023-06-05-budget.txt", BODY))
    assert (article.published, article.published_basis) == (date(2023, 6, 5), "filename")


def test_a_given_date_that_is_none_is_a_warning(folder: Path) -> None:
    row = complaint(write(folder, "a.jsonl", '{"body": "One", "date": "soon"}\n'))
    assert (row.severity, row.line) == ("warning", 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mae’r cyngor wedi cytuno i wario mwy o arian ar ysgolion y sir, ond nid oedd pawb yn hapus.", "cy"),
        ("Tha a’ chomhairle air aontachadh gum bi barrachd airgid airson sgoiltean, ach cha robh iad toilichte.", "gd"),
        ("Tá an chomhairle tar éis aontú go mbeidh airgead do scoileanna, ach ní raibh gach duine sásta.", "ga"),
        ("Cyngor Gwynedd said that the council had agreed to spend more on Ysgol y Garnedd in the year ahead.", "en"),
        ("Loxley, 42, £9m, 2024", "en"),
    ],
)  # fmt: skip
def test_the_language_is_told_by_function_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_another_language_gives_a_warning_with_the_article(folder: Path) -> None:
    articles, problems = read(
        write(folder, "a.txt", "Mae’r cyngor wedi cytuno i wario mwy yn y sir, ond nid oedd pawb yn hapus.")
    )
    assert articles[0].language == "cy"
    assert [(row.severity, row.article_id) for row in problems] == [("warning", articles[0].article_id)]
