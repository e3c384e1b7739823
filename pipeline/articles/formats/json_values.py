"""A JSON value → articles: an object, a list of them, or a feed's envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.articles.article import Article
from pipeline.articles.fields import envelope_items, record_article
from pipeline.articles.problems import problem
from pipeline.errors import InputError
from pipeline.records import Problem


def read_value(value: Any, source: str, encoding: str, line: int | None = None) -> Iterator[Article | Problem]:
    """Read a JSON value: the items of a list or envelope are named `SOURCE#N`, counted from 1."""
    items = value if isinstance(value, list) else envelope_items(value)
    if items is None:
        yield from _read_one(value, source, encoding, line)
        return
    if not items:
        yield problem(source, "no article in it; leave it out", line)
    number = 0
    for item in items:
        nested = envelope_items(item)
        for record in [item] if nested is None else nested:
            number += 1
            yield from _read_one(record, f"{source}#{number}", encoding, line)


def parse(text: str, source: str, line: int | None = None) -> Any:
    """Parse JSON.

    Raises InputError with the line at fault, also for one nested too deeply.
    """
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        place = line if line is not None else error.lineno
        raise InputError(
            f"not whole JSON ({error.msg}, column {error.colno}); it may be cut off", source, place
        ) from error
    except RecursionError as error:
        raise InputError("JSON nested too deeply to be an article", source, line) from error


def _read_one(record: Any, source: str, encoding: str, line: int | None) -> Iterator[Article | Problem]:
    try:
        yield from record_article(record, source, encoding, line)
    except InputError as error:
        yield problem(source, error.message, error.line)
