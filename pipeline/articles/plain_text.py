"""Reads `.txt`: the text is the file's bytes decoded, nothing added, nothing taken but a byte order mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.articles.article import Article
from pipeline.articles.decoding import decode, read_bytes
from pipeline.articles.problems import warning
from pipeline.records import Problem

SUFFIXES = (".txt", ".text")


def read(path: Path, source: str) -> Iterator[Article | Problem]:
    """Read the article in a text file."""
    text, encoding = decode(read_bytes(path, source), source)
    yield from text_article(text, encoding, source)


def text_article(text: str, encoding: str, source: str) -> Iterator[Article | Problem]:
    """Make an article of a text, with a warning where its encoding was not UTF-8."""
    if encoding not in ("utf-8", "utf-8-sig"):
        yield warning(
            source, f"read as {encoding}, not UTF-8: check its quotation marks and accents, or save it as UTF-8"
        )
    yield Article(source=source, text=text, encoding=encoding)
