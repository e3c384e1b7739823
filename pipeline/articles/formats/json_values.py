"""A JSON value → articles: an object, a list of them, a feed's envelope or pages of one, or schema.org's graph."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.articles.article import Article
from pipeline.articles.bounds import check_json
from pipeline.articles.fields import envelope_items
from pipeline.articles.items import read_item, read_items
from pipeline.articles.linked_data import articles_in
from pipeline.articles.problems import problem
from pipeline.errors import InputError
from pipeline.records import Problem


def read_value(value: Any, source: str, encoding: str, line: int | None = None) -> Iterator[Article | Problem]:
    """Read a JSON value: the items of a list or envelope are named `SOURCE#N`, counted from 1."""
    items = _items(value)
    if items is None:
        yield from read_item(value, source, encoding, line)
        return
    if not items:
        ends_a_feed = isinstance(value, Mapping)
        yield problem(source, "no article in it; leave it out", line, "warning" if ends_a_feed else "error")
    yield from read_items(items, source, encoding, [line] * len(items))


def parse(text: str, source: str, line: int | None = None) -> Any:
    """Parse JSON.

    Raises InputError with the line at fault, also for one nested too deeply.
    """
    check_json(text, source, line)
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        place = line if line is not None else error.lineno
        raise InputError(
            f"not whole JSON ({error.msg}, column {error.colno}); it may be cut off", source, place
        ) from error
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"not readable as JSON ({error})", source, line) from error


def _items(value: Any) -> list[Any] | None:
    """Give the items of a list or envelope, those of envelopes in a list too; None for an article itself."""
    items = value if isinstance(value, list) else envelope_items(value)
    if items is None:
        return None
    if isinstance(value, Mapping) and "@graph" in value:
        return list(articles_in(value))
    flat: list[Any] = []
    for item in items:
        nested = envelope_items(item)
        flat += [item] if nested is None else nested
    return flat
