"""Feeds and newswires: pages that overlap, captions, embargoes, advisories; and XML that nobody should trust."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from articles.inputs import BODY, complaint, one, read, write
from pipeline.articles.article import Article
from pipeline.cleaning import clean_article

CAPTION = "Councillor Amina Pell outside the new home in Otter Lane"
PARAGRAPHS = BODY.split("\n\n")
HTML = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
FIGURE = f"<figure><img src='a.jpg'/><figcaption>{CAPTION}</figcaption></figure>"
RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Mail</title>{}</channel></rss>'
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Mail</title>{}</feed>'
NEWSML = '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{}</itemSet></newsMessage>'


def item(**fields: object) -> dict[str, object]:
    """An item as the LDRS content API gives it."""
    plain = {
        "uri": "https://ldrs.example/1", "type": "story", "headline": "H", "byline": "Jane Doe",
        "versioncreated": "2024-05-03T10:00:00", "body_html": HTML, "associations": {},
    }  # fmt: skip
    return {**plain, **fields}


def page(*items: object, total: int = 40, offset: int = 0) -> dict[str, object]:
    return {"total": total, "limit": 20, "offset": offset, "item": list(items)}


def news_item(guid: str, content: str, *, kind: str = "text", status: str = "usable", meta: str = "") -> str:
    return (
        f'<newsItem guid="{guid}" version="1"><itemMeta><itemClass qcode="ninat:{kind}"/>'
        f'<pubStatus qcode="stat:{status}"/>{meta}</itemMeta><contentMeta><headline>H</headline></contentMeta>'
        f"<contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body>{content}</body></html></inlineXML>"
        "</contentSet></newsItem>"
    )


# ------------------------------------------------------------------ pages, versions
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", lambda a, b: json.dumps(page(a, b))),
        ("a.json", lambda a, b: json.dumps([page(a), page(b, offset=20), page(offset=40)])),
        ("a.json", lambda a, b: json.dumps([a, b])),
        ("a.jsonl", lambda a, b: f"{json.dumps(page(a))}\n{json.dumps(page(b))}\n"),
        ("a.jsonl", lambda a, b: f"{json.dumps(a)}\n{json.dumps(b)}\n"),
    ],
    ids=["page", "pages", "list", "lines_of_pages", "lines_of_items"],
)
def test_saved_responses_come_in_many_wrappings(folder: Path, name: str, content: object) -> None:
    made = content(item(), item(uri="https://ldrs.example/2", headline="I"))  # type: ignore[operator]
    articles, problems = read(write(folder, name, made))
    assert [article.headline for article in articles] == ["H", "I"]
    assert len({article.source for article in articles}) == 2
    assert problems == []


def test_of_pages_that_overlap_the_latest_version_is_read(folder: Path) -> None:
    later = item(versioncreated="2024-05-04T10:00:00", headline="Later")
    pages = [page(item(), item(uri="https://ldrs.example/2")), page(later, item(uri="https://ldrs.example/2"))]
    articles, problems = read(write(folder, "a.json", json.dumps(pages)))
    assert [(article.source, article.headline) for article in articles] == [("a.json#2", "H"), ("a.json#3", "Later")]
    assert [(row.severity, row.source) for row in problems] == [("warning", "a.json#1")]
    assert "older version of a.json#3" in problems[0].message


def test_an_item_that_was_withdrawn_is_not_read_in_an_older_version(folder: Path) -> None:
    withdrawn = item(versioncreated="2024-05-04T10:00:00", pubstatus="canceled")
    articles, problems = read(write(folder, "a.json", json.dumps(page(item(), withdrawn))))
    assert articles == []
    assert {row.severity for row in problems} == {"warning"}


def test_the_empty_page_that_ends_a_feed_is_no_error(folder: Path) -> None:
    assert complaint(write(folder, "a.json", json.dumps(page(offset=40)))).severity == "warning"


# ------------------------------------------------------------------ marks
def test_an_advisory_is_read_and_marked(folder: Path) -> None:
    article = one(write(folder, "a.json", json.dumps(page(item(type="Advisory")))))
    assert article.content_type == "advisory"


@pytest.mark.parametrize("name", ["embargotime", "embargoed", "embargoedUntil"])
def test_an_embargo_is_kept(folder: Path, name: str) -> None:
    article = one(write(folder, "a.json", json.dumps(item(**{name: "2024-05-09T00:01:00"}))))
    assert article.embargo == "2024-05-09T00:01:00"


def test_a_desk_note_is_not_part_of_the_story(folder: Path) -> None:
    article = one(write(folder, "a.json", json.dumps(item(description_text="LDRS MARSH VALE v.2"))))
    assert (article.standfirst, "LDRS" in article.text) == ("", False)


def test_a_newswire_says_what_is_embargoed_withheld_or_a_picture(folder: Path) -> None:
    message = NEWSML.format(
        news_item("urn:1", HTML, meta="<embargoed>2024-05-09T00:01:00+01:00</embargoed>")
        + news_item("urn:2", HTML, status="withheld")
        + news_item("urn:3", HTML, kind="picture")
    )
    articles, problems = read(write(folder, "a.xml", message))
    assert [article.embargo for article in articles] == ["2024-05-09T00:01:00+01:00"]
    assert [(row.severity, row.source) for row in problems] == [("warning", "a.xml#2"), ("warning", "a.xml#3")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", RSS.format("<item><title>H</title><description>Two homes will open.</description></item>")),
        ("a.xml", ATOM.format("<entry><title>H</title><summary>Two homes will open.</summary></entry>")),
        ("a.json", json.dumps({"headline": "H", "description": "Two homes will open."})),
    ],
    ids=["rss", "atom", "json"],
)
def test_a_feed_that_gives_a_summary_only_is_marked(folder: Path, name: str, content: str) -> None:
    articles, problems = read(write(folder, name, content))
    assert [(article.content_type, article.text) for article in articles] == [("summary", "H\n\nTwo homes will open.")]
    assert ["only a summary" in row.message for row in problems] == [True]


# ------------------------------------------------------------------ captions
PICTURED = {
    "ldrs": ("a.json", json.dumps(item(associations=[{"id": "p", "type": "picture", "description_text": CAPTION}]))),
    "superdesk": ("a.json", json.dumps(item(associations={"main": {"type": "picture", "description_text": CAPTION}}))),
    "ninjs3": (
        "a.json",
        json.dumps(item(associations=[{"name": "main", "type": "picture", "descriptions": [{"value": CAPTION}]}])),
    ),
    "html_body": ("a.json", json.dumps(item(body_html=FIGURE + HTML))),
    "rss": (
        "a.xml",
        RSS.format(
            f"<item><title>H</title><dc:creator>Jane Doe</dc:creator>"
            f"<content:encoded><![CDATA[{HTML}]]></content:encoded>"
            f"<media:content url='a.jpg'><media:description>{CAPTION}</media:description></media:content></item>"
        ),
    ),
    "rss_body": (
        "a.xml",
        RSS.format(
            f"<item><title>H</title><dc:creator>Jane Doe</dc:creator>"
            f"<content:encoded><![CDATA[{FIGURE}{HTML}]]></content:encoded></item>"
        ),
    ),
    "atom": (
        "a.xml",
        ATOM.format(
            f"<entry><title>H</title><author><name>Jane Doe</name></author><content type='xhtml'>"
            f"<div xmlns='http://www.w3.org/1999/xhtml'>{FIGURE}{HTML}</div></content></entry>"
        ),
    ),
    "nitf": (
        "a.xml",
        NEWSML.format(
            '<newsItem guid="urn:1" version="1"><contentMeta><by>Jane Doe</by><headline>H</headline></contentMeta>'
            "<contentSet><inlineXML><nitf><body><body.content><media media-type='image'>"
            f"<media-caption>{CAPTION}</media-caption></media>{HTML}</body.content></body></nitf></inlineXML></contentSet>"
            "</newsItem>"
        ),
    ),
}


@pytest.mark.parametrize(("name", "content"), PICTURED.values(), ids=PICTURED)
def test_captions_stand_apart_from_the_body(folder: Path, name: str, content: str) -> None:
    article = one(write(folder, name, content))
    assert article.text == "\n\n".join(["H", "By Jane Doe", CAPTION, *PARAGRAPHS])
    zones = {clean_article(article).text[zone.start : zone.end]: zone.kind for zone in clean_article(article).zones}
    assert zones[CAPTION] == "caption"
    assert zones[PARAGRAPHS[0]] == "body"


def test_other_associations_are_no_captions(folder: Path) -> None:
    video = {"type": "video", "description_text": CAPTION}
    assert CAPTION not in one(write(folder, "a.json", json.dumps(item(associations=[video])))).text


# ------------------------------------------------------------------ RSS and Atom as they are written
@pytest.mark.parametrize(
    ("tags", "authors"),
    [
        ("<author>jane@mail.example (Jane Doe)</author>", ("Jane Doe",)),
        ("<dc:creator>Jane Doe</dc:creator><dc:creator>John Roe</dc:creator>", ("Jane Doe", "John Roe")),
        ("<dc:creator>Newsdesk</dc:creator>", ()),
    ],
)
def test_a_feeds_authors(folder: Path, tags: str, authors: tuple[str, ...]) -> None:
    entry = f"<item><title>H</title>{tags}<content:encoded>{'x ' * 40}</content:encoded></item>"
    article = one(write(folder, "a.rss", RSS.format(entry)))
    assert article.authors == authors
    assert "@" not in article.text


@pytest.mark.parametrize("kind", ["text", "html", "xhtml"])
def test_atoms_content_comes_in_three_kinds(folder: Path, kind: str) -> None:
    content = {
        "text": BODY,
        "html": HTML.replace("<", "&lt;"),
        "xhtml": f"<div xmlns='http://www.w3.org/1999/xhtml'>{HTML}</div>",
    }[kind]
    entry = f"<entry><title>H</title><content type='{kind}'>{content}</content></entry>"
    assert one(write(folder, "a.atom", ATOM.format(entry))).text == f"H\n\n{BODY}"


def test_an_entry_alone_is_read(folder: Path) -> None:
    entry = f'<entry xmlns="http://www.w3.org/2005/Atom"><title>H</title><content>{BODY}</content></entry>'
    assert one(write(folder, "a.xml", entry)).source == "a.xml"


def test_one_bad_entry_leaves_the_others(folder: Path) -> None:
    good = f"\n<item><title>H</title><content:encoded>{BODY}</content:encoded></item>"
    articles, problems = read(write(folder, "a.xml", RSS.format(f"{good}\n<item><title>I</title></item>{good}")))
    assert [article.source for article in articles] == ["a.xml#1", "a.xml#3"]
    assert [(row.source, row.line) for row in problems] == [("a.xml#2", 3 + BODY.count("\n"))]


# ------------------------------------------------------------------ XML that nobody should trust
BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + RSS.format("<item><title>&b;</title></item>")
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "{}">]>' + RSS.format("<item><title>&a;</title></item>")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "declares entities"),
        (OUTSIDE.format("file:///etc/hostname"), "declares entities"),
        (OUTSIDE.format("http://127.0.0.1:9/x"), "declares entities"),
        ("<rss><channel>", "not whole XML"),
        ("<a>" * 100_000, "not whole XML"),
        ("<urlset><url/></urlset>", "root is <urlset>"),
        ("", "empty"),
        ('<rss version="2.0"><channel><title>Mail</title></channel></rss>', "no article in it"),
    ],
    ids=["bomb", "file", "network", "cut_off", "deep", "other_root", "empty", "no_items"],
)
def test_xml_that_is_not_to_be_read_is_one_clear_problem(folder: Path, content: str, words: str) -> None:
    row = complaint(write(folder, "a.xml", content))
    assert words in row.message


def test_an_external_entity_is_never_opened(folder: Path) -> None:
    secret = write(folder, "secret.txt", "hidden")
    articles, problems = read(write(folder, "in/a.xml", OUTSIDE.format(secret.as_uri())))
    assert not any(isinstance(article, Article) for article in articles)
    assert "hidden" not in problems[0].message
