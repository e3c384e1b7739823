"""The articles among schema.org objects (JSON-LD), wherever a page or file nests them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.resources import read_toml


def articles_in(value: Any) -> list[Mapping[str, Any]]:
    """Give the objects that are articles, in their order; one inside another is part of it and not given.

    >>> articles_in({"@graph": [{"@type": "WebSite"}, {"@type": ["Thing", "NewsArticle"], "headline": "Bins"}]})
    [{'@type': ['Thing', 'NewsArticle'], 'headline': 'Bins'}]
    """
    known = read_toml("articles/fields.toml")["linked_data"]
    found: list[Mapping[str, Any]] = []
    stack: list[Any] = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += reversed(node)
        elif isinstance(node, Mapping):
            if is_article(node):
                found.append(node)
            else:
                stack += reversed([node[key] for key in known["inside"] if isinstance(node.get(key), list | dict)])
    return found


def is_article(node: Mapping[str, Any]) -> bool:
    """Whether an object's type is an article's."""
    kinds = node.get("@type")
    endings = tuple(read_toml("articles/fields.toml")["linked_data"]["endings"])
    return any(str(kind).endswith(endings) for kind in (kinds if isinstance(kinds, list) else [kinds]))
