"""Reads `.jsonl`: one article a line. A line that is broken is reported, the others are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO

from pipeline.articles.article import Article
from pipeline.articles.decoding import LARGEST_ARTICLE, decode, too_large
from pipeline.articles.formats.json_values import parse, read_value
from pipeline.articles.opened import Readable
from pipeline.articles.problems import problem, warning
from pipeline.errors import InputError
from pipeline.records import Problem

SUFFIXES = (".jsonl", ".ndjson")
LONGEST = 4 * LARGEST_ARTICLE
"""Bytes of a line."""


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the articles of a file line by line: it may be larger than memory."""
    with file.open("rb") as handle:
        yield from read_lines(handle, source)


def read_text(text: str, encoding: str, source: str) -> Iterator[Article | Problem]:
    """Read the articles of a text that was decoded already."""
    try:
        value = parse(text, source)
    except InputError:
        yield from read_lines(io.BytesIO(text.encode("utf-8", "replace")), source)
        return
    yield from read_value(value, source, encoding)


def read_lines(handle: IO[bytes], source: str) -> Iterator[Article | Problem]:
    """Read the articles of an open file, one a line."""
    number = articles = 0
    warned = False
    while data := handle.readline(LONGEST + 1):
        number += 1
        if len(data) > LONGEST:
            articles += 1
            yield problem(source, too_large("the line", f"{LONGEST:,} bytes"), number)
            while data and not data.endswith(b"\n"):
                data = handle.readline(LONGEST)
            continue
        if not data.strip():
            continue
        articles += 1
        try:
            text, encoding = decode(data, source, number)
            if encoding == "cp1252" and not warned:
                warned = True
                yield warning(
                    source, "read as cp1252, not UTF-8: check its quotation marks, or save it as UTF-8", number
                )
            yield from read_value(parse(text, source, number), f"{source}#{number}", encoding, number)
        except InputError as error:
            yield problem(source, error.message, number)
    if not articles:
        yield problem(source, "the file is empty; leave it out or put articles in it")
