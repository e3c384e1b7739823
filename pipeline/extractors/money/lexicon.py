"""Long lists of words as one expression that reads each letter once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def lexicon(words: Iterable[str]) -> str:
    r"""Write words as an expression that shares their beginnings; the longest wins, a space is any white space.

    >>> lexicon(["cut", "cuts", "cut back"])
    '(?=[a-z])(?:cut(?:\\s+back|s)?)'
    """
    tree: dict[str, Any] = {}
    for word in sorted(set(words)):
        node = tree
        for letter in word.lower():
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?=[a-z])(?:{_written(tree)})"


def _written(node: dict[str, Any]) -> str:
    branches = [_letter(letter) + _written(below) for letter, below in node.items() if letter]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")


def _letter(letter: str) -> str:
    return {" ": r"\s+", "'": "['’]", "’": "['’]"}.get(letter, re.escape(letter))
