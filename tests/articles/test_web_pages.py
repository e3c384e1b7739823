"""Web pages: the body, and what a page says of itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from articles.inputs import LONG, complaint, one, write
from pipeline.cleaning import clean_article


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
