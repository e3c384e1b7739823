"""Reads `.txt`: the text is the file's bytes decoded, nothing added, nothing taken but a byte order mark."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.articles.article import Article
from pipeline.articles.decoding import decode, read_bytes
from pipeline.articles.opened import Readable
from pipeline.articles.problems import warning
from pipeline.records import Problem

SUFFIXES = (".txt", ".text")


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the article in a text file."""
    text, encoding = decode(read_bytes(file, source), source)
    if encoding not in ("utf-8", "utf-8-sig"):
        yield warning(
            source, f"read as {encoding}, not UTF-8: check its quotation marks and accents, or save it as UTF-8"
        )
    yield Article(source=source, text=text, encoding=encoding)
