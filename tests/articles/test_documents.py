"""Word and PDF documents: paragraphs, tables, captions; headers and page numbers left out; what cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from articles.inputs import LONG, complaint, one, write
from articles.made import make_docx, make_pdf, set_lines


def test_a_word_document_is_read_in_order(folder: Path) -> None:
    paragraphs = [
        ("Heading 1", "Budget report"),
        ("", LONG),
        ("List Bullet", "Care homes"),
        ("Caption", "Councillor Amina Pell opens the home"),
    ]
    article = one(make_docx(folder / "a.docx", paragraphs, [["Service", "Overspend"], ["Children", "£2.4m"]]))
    assert article.text.split("\n\n") == [
        "Budget report", LONG, "• Care homes", "Councillor Amina Pell opens the home",
        "Service", "Overspend", "Children", "£2.4m",
    ]  # fmt: skip
    assert (article.headline, article.content_type) == ("Budget report", "document")
    assert article.captions == ("Councillor Amina Pell opens the home",)
    assert (article.modified, article.published) == (date(2024, 5, 6), None)


def test_lines_of_a_pdf_are_joined_to_paragraphs(folder: Path) -> None:
    paragraphs = ["Budget report", LONG * 3, LONG]
    article = one(make_pdf(folder / "a.pdf", [set_lines(paragraphs)]))
    assert article.text.split("\n\n") == paragraphs
    assert (article.content_type, article.modified) == ("document", date(2024, 5, 6))


def test_a_paragraph_may_run_over_a_page_and_headers_are_left_out(folder: Path) -> None:
    words = f"{LONG} The council said so. " * 20
    lines = [line for _, line in set_lines([words])]
    pages = [
        [
            (810, "Marsh Vale Council"),
            *((780 - 14 * at, line) for at, line in enumerate(part)),
            (40, f"Page {number} of 3"),
        ]
        for number, part in enumerate((lines[:12], lines[12:24], lines[24:]), start=1)
    ]
    article = one(make_pdf(folder / "a.pdf", pages))
    assert article.text == " ".join(words.split())


def test_paragraphs_without_a_gap_are_told_by_short_lines(folder: Path) -> None:
    lines = [line for paragraph in (f"{LONG} It is so.", f"The leader {LONG}") for _, line in set_lines([paragraph])]
    article = one(make_pdf(folder / "a.pdf", [[(780 - 14 * at, line) for at, line in enumerate(lines)]]))
    assert article.text.split("\n\n") == [f"{LONG} It is so.", f"The leader {LONG}"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", b"PK\x03\x04cut", "not a whole Word document"),
        ("a.docx", b"", "not a whole Word document"),
        ("a.pdf", b"%PDF-1.7 cut", "not a whole PDF"),
        ("a.pdf", b"", "not a whole PDF"),
    ],
)
def test_what_is_no_document_is_one_clear_problem(folder: Path, name: str, content: bytes, words: str) -> None:
    assert words in complaint(write(folder, name, content)).message


def test_a_scanned_pdf_says_so(folder: Path) -> None:
    assert "its pages are pictures" in complaint(make_pdf(folder / "a.pdf", [[]])).message


def test_an_empty_document_says_so(folder: Path) -> None:
    assert "no words" in complaint(make_docx(folder / "a.docx", [])).message
