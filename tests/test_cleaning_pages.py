"""Whole pages, each line with its kind: nothing of an article is lost, and hardly any furniture stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.articles.article import Article
from pipeline.articles.reading import read_articles
from pipeline.cleaning import CleanArticle, clean_article
from pipeline.cleaning.comments import comments_start
from pipeline.cleaning.datelines import read_dateline
from pipeline.cleaning.furniture import is_prose, match_rule
from pipeline.cleaning.lines import Line, split_lines

PAGES = sorted(
    path for path in (Path(__file__).parent / "cleaning_pages").iterdir() if path.suffix in (".txt", ".html")
)
KIND = 12
"""Columns of a row's kind."""


def clean_page(path: Path) -> CleanArticle:
    if path.suffix == ".txt":
        return clean_article(Article(source=path.name, text=path.read_text(encoding="utf-8")))
    (article,) = (found for found in read_articles([path]) if isinstance(found, Article))
    return clean_article(article)


def found(article: CleanArticle) -> list[tuple[str, str]]:
    """The kind and words of every line: boilerplate where nothing of it is content."""
    rows = []
    for line in split_lines(article.article.text):
        kinds = [zone.kind for zone in article.zones if zone.start < line.end and line.start < zone.end]
        rows.append((kinds[0] if kinds else "boilerplate", " ".join(line.text.split())))
    return rows


def wanted(path: Path) -> list[tuple[str, str]]:
    rows = path.with_suffix(".zones").read_text(encoding="utf-8").splitlines()
    return [(row[:KIND].strip(), row[KIND:]) for row in rows]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_line_of_an_article_is_lost(path: Path) -> None:
    got, want = found(clean_page(path)), wanted(path)
    assert [opening for _, opening in want] == [text[: len(want[i][1])] for i, (_, text) in enumerate(got)]
    lost = [text for (kind, text), (right, _) in zip(got, want, strict=True) if kind == "boilerplate" != right]
    assert lost == []


def test_hardly_a_line_of_furniture_stays() -> None:
    rows = [pair for path in PAGES for pair in zip(found(clean_page(path)), wanted(path), strict=True)]
    kept = [text for (kind, text), (right, _) in rows if right == "boilerplate" != kind]
    other = [text for (kind, text), (right, _) in rows if "boilerplate" not in (kind, right) and kind != right]
    assert len(kept) * 100 <= len(rows), kept
    assert len(other) * 50 <= len(rows), other


def test_the_sentences_of_the_extractors_examples_are_content() -> None:
    folder = Path(__file__).parent.parent / "pipeline" / "extractors"
    texts = (path.read_text(encoding="utf-8") for path in folder.glob("*/examples.txt"))
    bare = (re.sub(r"</?[a-z_]+(?:\s[^>\n]*)?>", "", text) for text in texts)
    lines = [line for text in bare for line in split_lines(text) if line.text[0] != "#" and is_prose(line)]
    taken = [line.text for line in lines if match_rule(line, end=True)]
    assert len(lines) > 500
    assert len(taken) * 200 <= len(lines), taken


def line(text: str) -> Line:
    return Line(text, 0, len(text), True)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("News | By Jane Doe | 3 May 2024", ["boilerplate", "byline", "boilerplate"]),
        ("THE MARSH TIMES | Friday 3 May 2024 | By Jane Doe, education reporter", ["boilerplate"] * 2 + ["byline"]),
        ("News  By  Jane Doe  Local democracy reporter  3 May 2024 , updated 16:12", None),
        ("Marsh Weekly, May 3, 2024 in Council, Tax. Leave a comment", ["boilerplate"]),
        ("Posted on May 3, 2024 by the Editor · 6 Comments", None),
        ("The council | met on 3 May 2024 | and rose", []),
        ("3 May 2024", []),
        ("Ann Roe, mayor – 2019 to 2021", []),
    ],
)
def test_a_dateline_is_read_in_pieces(text: str, kinds: list[str] | None) -> None:
    parts = read_dateline(line(text))
    if kinds is None:
        assert {"byline", "boilerplate"} == {part.kind for part in parts}
    else:
        assert [part.kind for part in parts] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Our reporters sit through every meeting for you. Become a supporter for £3 a month.",
        "If you value this site, a coffee costs £3. Buy us one HERE",
        "Hiring this spring? Advertise your vacancy with Marsh News for just £25 a month",
        "5 comments   Last updated: 3rd May 2019   Report this",
        "Seen something? Got a story? Email us at any time. Updated 10 mins ago. 113 comments",
        "-- Buy this photo online: ref AB-1124. Prints from £5.50 --",
        "Do you live nearby? Let us know in the comments below",
        "📩 Get our free weekly newsletter",
    ],
)
def test_appeals_and_lines_of_several_pieces_are_furniture(text: str) -> None:
    assert match_rule(line(text), end=True)


@pytest.mark.parametrize(
    "text",
    [
        "Tell us the truth, residents shouted at the meeting.",
        "You can sign up to speak at the next meeting, the clerk told residents.",
        "Give us our library back, read one placard.",
        "“Support our newspaper,” the mayor wrote.",
        "412 responses to the consultation were received by 3 May 2022",
        "The centre is supported by a grant of £40,000.",
        "Help came from the county council, which gave £3,000 a month.",
        "Members paid £3 a month to keep the club open.",
    ],
)
def test_sentences_that_ask_or_offer_stay(text: str) -> None:
    assert match_rule(line(text)) is None


PROSE = ["The council met on Tuesday and agreed to spend £3m on a new roof."] * 5


@pytest.mark.parametrize(
    ("lines", "starts"),
    [
        (["Sue", "3 May 2021 at 8:12 pm", "What a waste.", "Bob", "4 May 2021 at 9:00 am", "Agreed."], True),
        (["2 Responses to Roof", "1. Sue May 3, 2021 at 8:12 pm", "What a waste."], True),
        (["Jane Doe", "3 May 2021 11:47", "The vote is in.", "Jane Doe", "3 May 2021 10:32", "They sit."], False),
        (["The vote takes place on 3 May 2021 at 7pm."], False),
    ],
)
def test_comments_are_found_by_who_wrote_when(lines: list[str], starts: bool) -> None:
    text = "\n\n".join([*PROSE, *lines])
    found = split_lines(text)
    assert (comments_start(found, 0) < len(found)) is starts


@pytest.mark.parametrize(
    "text", ["Comments\n\nIt is a long sentence that somebody has written about the roof.", "Hide Ad"]
)
def test_an_article_with_prose_keeps_some(text: str) -> None:
    kept = clean_article(Article(source="a.txt", text=text)).zones
    assert bool(kept) is any(is_prose(one) for one in split_lines(text))


@pytest.mark.parametrize(
    "unit",
    ["A b c d.\n", "Read more\n", "Related\nSome title of a story here\n", "Sue\n3 May 2021 at 8:12 pm\n", "x "],
)
def test_time_grows_with_length_only(unit: str) -> None:
    article = clean_article(Article(source="a.txt", text=unit * (200_000 // len(unit))))
    assert len(article.text) == len(article.article.text)
