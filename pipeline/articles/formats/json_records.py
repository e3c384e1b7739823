"""Reads `.json`: one article an object, a list of them, or a feed's envelope."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.articles.article import Article
from pipeline.articles.decoding import LARGEST_FILE, decode, read_bytes
from pipeline.articles.formats import json_lines
from pipeline.articles.formats.json_values import parse, read_value
from pipeline.articles.opened import Readable
from pipeline.errors import InputError
from pipeline.records import Problem

SUFFIXES = (".json", ".jsonld")


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the articles of a JSON file; one per line is understood too."""
    text, encoding = decode(read_bytes(file, source, LARGEST_FILE), source)
    try:
        value = parse(text, source)
    except InputError as error:
        if not _has_lines(text):
            raise error
        yield from json_lines.read_text(text, encoding, source)
        return
    yield from read_value(value, source, encoding)


def recognises(opening: bytes) -> bool:
    """Whether a file begins as JSON does."""
    return opening.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def _has_lines(text: str) -> bool:
    """Whether each of the first two lines is an object of its own."""
    opening = [line.strip() for line in text[:100_000].splitlines() if line.strip()][:2]
    return len(opening) == 2 and all(line.startswith("{") for line in opening) and opening[0].endswith("}")
