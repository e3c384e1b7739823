"""The items of a feed → articles: each is named by its number, and of several versions of one the latest is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.articles.article import Article
from pipeline.articles.fields import record_article, version_of
from pipeline.articles.problems import problem, warning
from pipeline.errors import InputError
from pipeline.records import Problem


def read_items(
    items: Sequence[Any], source: str, encoding: str, lines: Sequence[int | None] = ()
) -> Iterator[Article | Problem]:
    """Read items that are named `SOURCE#N`, counted from 1; `lines` are where they stand in their file.

    Pages of a feed overlap: an item that stands twice is read once, in its latest version.
    """
    latest: dict[str, tuple[str, int]] = {}
    for number, record in enumerate(items, start=1):
        if versioned := version_of(record):
            identity, version = versioned
            latest[identity] = max(latest.get(identity, ("", 0)), (version, -number))
    for number, record in enumerate(items, start=1):
        name, line = f"{source}#{number}", lines[number - 1] if lines else None
        if versioned := version_of(record):
            version, read = latest[versioned[0]]
            if read != -number:
                if versioned[1] != version:
                    yield warning(name, f"left out: an older version of {source}#{-read}", line)
                continue
        yield from read_item(record, name, encoding, line)


def read_item(record: Any, source: str, encoding: str, line: int | None = None) -> Iterator[Article | Problem]:
    """Read one item; what is wrong with it is a row of `problems`."""
    try:
        yield from record_article(record, source, encoding, line)
    except InputError as error:
        yield problem(source, error.message, error.line)
