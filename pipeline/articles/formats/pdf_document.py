"""Reads `.pdf`: a council's report, say, its lines joined to paragraphs. Needs the extra `documents`."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import normalize

from pipeline.articles.article import Article
from pipeline.articles.bounds import LARGEST_ARTICLE, too_large
from pipeline.articles.composing import compose
from pipeline.articles.days import day_of
from pipeline.articles.decoding import LARGEST_FILE, read_bytes
from pipeline.articles.opened import Readable
from pipeline.errors import InputError
from pipeline.records import Problem

SUFFIXES = (".pdf",)
PAGE_NUMBER = re.compile(r"(?i)(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?")
OPENS = re.compile(r"[A-Z\d“\"'‘•(]|[-–]\s")
"""How a line begins that may open a paragraph."""
CLOSES = re.compile(r"[.!?:;”\"’)]$")
"""How a line ends that may close one."""
LIGATURE = re.compile("[\ufb00-\ufb06]")
SHORT = 0.85
"""A line of less than this share of the usual width may be a paragraph's last."""


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the text of a PDF file.

    Headers and footers that stand on most pages are left out. The file says when it was last changed; not when,
    nor by whom, an article was published.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise InputError(
            "PDF files need the extra `documents`: pip install 'ldr-pipeline[documents]'", source
        ) from error
    data = read_bytes(file, source, LARGEST_FILE)
    pages: list[list[str]] = []
    modified = None
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("protected by a password; save a copy without one", source)
        for page in reader.pages:
            text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True)
            pages.append([_plain(line) for line in text.splitlines()])
            if sum(map(len, (line for lines in pages for line in lines))) > LARGEST_ARTICLE:
                raise InputError(too_large("the document"), source)
        if reader.metadata is not None:
            modified = day_of(reader.metadata.modification_date or reader.metadata.creation_date)
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise InputError(f"not a whole PDF file ({error}); open and save it again", source) from error
    paragraphs = list(_joined(_lines(pages)))
    if not paragraphs:
        raise InputError("no text in this PDF: its pages are pictures; have their text recognised first", source)
    yield Article(source=source, text=compose("", "", "", paragraphs), modified=modified, content_type="document")


def recognises(opening: bytes) -> bool:
    """Whether a file begins as a PDF file does."""
    return opening.startswith(b"%PDF-")


def _plain(line: str) -> str:
    """Even out white space, and write typesetters' ligatures as the letters that they stand for.

    >>> _plain("The  ﬁrst  oﬃcer")
    'The first officer'
    """
    return " ".join(LIGATURE.sub(lambda match: normalize("NFKC", match[0]), line).split())


def _lines(pages: Sequence[Sequence[str]]) -> list[str]:
    """Give the lines of all pages, an empty one for a gap, without page numbers and what stands at the edge of most."""
    edges = Counter(edge for page in pages for edge in {_shape(page[at]) for at in _edges(page)})
    found: list[str] = []
    for page in pages:
        left_out = {
            at
            for at in _edges(page)
            if PAGE_NUMBER.fullmatch(page[at]) or (len(pages) > 2 and edges[_shape(page[at])] * 2 > len(pages))
        }
        kept = [line if at not in left_out else "" for at, line in enumerate(page)]
        filled = [at for at, line in enumerate(kept) if line]
        # a paragraph may run over the end of a page
        found += kept[filled[0] : filled[-1] + 1] if filled else []
    return found


def _edges(page: Sequence[str]) -> list[int]:
    """Give where the first and last words of a page stand."""
    filled = [at for at, line in enumerate(page) if line]
    return [filled[0], filled[-1]] if len(filled) > 1 else []


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Join lines to paragraphs: one ends at a gap, or with a line that ends a sentence short of the usual width.

    >>> list(_joined(["Council agrees its budget", "", "The council has agreed a budget for", "the year ahead."]))
    ['Council agrees its budget', 'The council has agreed a budget for the year ahead.']
    """
    widths = sorted(len(line) for line in lines if line)
    usual = widths[len(widths) * 9 // 10] if widths else 0
    gaps = sum(1 for before, line in pairwise(lines) if before and not line)
    # a text set with wide spacing has a gap after each line: there gaps say nothing
    spaced = gaps * 3 > len(widths) * 2 and gaps > 5
    paragraph: list[str] = []
    for line in lines:
        if not line:
            if paragraph and not spaced:
                yield " ".join(paragraph)
                paragraph = []
            continue
        if paragraph and OPENS.match(line) and len(paragraph[-1]) < SHORT * usual and CLOSES.search(paragraph[-1]):
            yield " ".join(paragraph)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield " ".join(paragraph)
