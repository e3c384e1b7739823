"""Reads `.docx`: a reporter's copy or a council's report, paragraph by paragraph. Needs the extra `documents`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.articles.article import Article
from pipeline.articles.bounds import check_expansion
from pipeline.articles.composing import compose
from pipeline.articles.days import day_of
from pipeline.articles.decoding import LARGEST_FILE, read_bytes
from pipeline.articles.opened import Readable
from pipeline.errors import InputError
from pipeline.records import Problem

SUFFIXES = (".docx",)
HEADLINES = ("title", "heading 1")
"""The styles of a headline, by Word's own names for them."""


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the text of a Word document: paragraphs and the cells of tables, in order.

    The properties of the file say when it was last changed; not when, nor by whom, an article was published.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise InputError(
            "Word documents need the extra `documents`: pip install 'ldr-pipeline[documents]'", source
        ) from error
    data = read_bytes(file, source, LARGEST_FILE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            check_expansion(len(data), sum(part.file_size for part in parts.infolist()), source)
        document = Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise InputError(
            "not a whole Word document (.docx); open it in Word or LibreOffice and save it again", source
        ) from error
    headline, paragraphs, captions = "", [], []
    for style, text in _paragraphs(document):
        if style in HEADLINES and not headline:
            headline = text
        if style == "caption":
            captions.append(text)
        paragraphs.append(f"• {text}" if style.startswith("list bullet") else text)
    if not paragraphs:
        raise InputError("no words in this document; if it holds pictures of pages, save their text as .txt", source)
    yield Article(
        source=source,
        text=compose("", "", "", paragraphs),
        headline=headline,
        captions=tuple(captions),
        modified=day_of(document.core_properties.modified),
        content_type="document",
    )


def recognises(opening: bytes) -> bool:
    """Whether a file begins as an Office document does."""
    return opening.startswith(b"PK\x03\x04") and (b"[Content_Types].xml" in opening or b"word/" in opening)


def _paragraphs(container: Any) -> Iterator[tuple[str, str]]:
    """Give style and words of each paragraph, of tables cell by cell; a line break starts a new one."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            seen = set()
            for row in block.rows:
                for cell in row.cells:
                    # a merged cell is given once for each place that it covers
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield from _paragraphs(cell)
            continue
        style = str(block.style.name).casefold() if block.style is not None else ""
        for line in block.text.split("\n"):
            if words := " ".join(line.split()):
                yield style, words
