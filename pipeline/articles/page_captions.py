"""The captions of a web page's pictures, which trafilatura leaves out, and their place among its paragraphs."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

CAPTION = re.compile(r"(?i)(?:^|[\s_-])(?:wp-caption-text|(?:image|picture|photo|media|figure)-?_?caption)(?:$|[\s_-])")
OTHER = re.compile(r"(?i)related|promo|most-?read|sidebar|newsletter|recommend|comments?(?:$|[\s_-])|footer|nav|teaser")
"""Whose captions belong to other stories, by their tag or class."""
LARGEST_PARAGRAPH = 200
"""Elements: what has more is no caption, nor the paragraph before one."""
NEAREST = 12
"""Paragraphs before a caption that are looked for in the body."""


def page_captions(tree: Any) -> list[tuple[str, list[str]]]:
    """Give the captions of the article's pictures, each once, with the paragraphs before it, the nearest first."""
    found: dict[str, list[str]] = {}
    before: list[str] = []
    for node in tree.iter():
        if not isinstance(node.tag, str):
            continue
        captioned = node.tag == "figcaption" or bool(CAPTION.search(str(node.get("class") or "")))
        words = _words(node) if captioned or node.tag in ("p", "h2", "h3", "li") else ""
        if captioned and 3 <= len(words.split()) <= 80 and not _is_of_others(node):
            found.setdefault(words, before[: -NEAREST - 1 : -1])
        elif node.tag in ("p", "h2", "h3", "li") and words:
            before.append(words)
    return list(found.items())


def _words(node: Any) -> str:
    """Give an element's words where it is no larger than a paragraph."""
    if sum(1 for _ in islice(node.iter(), LARGEST_PARAGRAPH + 1)) > LARGEST_PARAGRAPH:
        return ""
    return " ".join("".join(node.itertext()).split())


def _is_of_others(node: Any) -> bool:
    """Whether an element stands in a list of other stories, a comment or a footer."""
    around = [above for above in node.iterancestors() if isinstance(above.tag, str)]
    return any(
        above.tag in ("nav", "aside", "footer") or OTHER.search(str(above.get("class") or "")) for above in around[:8]
    )


def with_captions(paragraphs: list[str], captions: list[tuple[str, list[str]]]) -> list[str]:
    """Put captions that the body lacks after the paragraph that stands before them in the page, or first."""
    places = {" ".join(paragraph.split()): index for index, paragraph in reversed(list(enumerate(paragraphs)))}
    after: dict[int, list[str]] = {}
    for caption, before in captions:
        if caption not in places:
            index = next((places[words] for words in before if words in places), -1)
            after.setdefault(index, []).append(caption)
    placed = list(after.get(-1, ()))
    for index, paragraph in enumerate(paragraphs):
        placed += [paragraph, *after.get(index, ())]
    return placed
