"""Markup → paragraphs: the text of each block, in order, with the captions among them."""

from __future__ import annotations

import re
from typing import Any

from pipeline.articles.bounds import check_markup
from pipeline.articles.page_captions import page_captions

BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote div figcaption pre td th tr section article ul ol table figure item head quote "  # noqa: SIM905
    "row cell list main aside header footer dd dt dl".split()
)

TAG = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|strong|em|b|i|a|span|section|article|figure|blockquote)\b[^>]{0,500}>", re.IGNORECASE
)
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def read_body(words: str) -> tuple[list[str], tuple[str, ...]]:
    """Give the paragraphs of a body that is HTML or plain text, and which of them are captions."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if TAG.search(words):
        return read_fragment(words)
    parts = BLANK_LINES.split(words) if BLANK_LINES.search(words) else words.split("\n")
    return [part.strip() for part in parts if part.strip()], ()


def read_fragment(fragment: str) -> tuple[list[str], tuple[str, ...]]:
    """Give the paragraphs of a piece of HTML, captions among them, and which of them are captions."""
    import trafilatura

    check_markup(fragment, "")
    tree = trafilatura.load_html(f"<html><body><div>{fragment}</div></body></html>")
    if tree is None:
        return [], ()
    return blocks(tree), captions_in(tree)


def captions_in(tree: Any) -> tuple[str, ...]:
    """Give the captions that stand among the blocks of an element."""
    said = blocks(tree)
    return tuple(caption for caption, _ in page_captions(tree) if caption in said)


def blocks(tree: Any) -> list[str]:
    """Give the text of each block, white space evened out; text that stands between blocks is one too."""
    paragraphs: list[str] = []
    open_text: list[str] = []

    def close() -> None:
        lines = (" ".join(line.split()) for line in "".join(open_text).split("\x1e"))
        paragraphs.extend(line for line in lines if line)
        open_text.clear()

    # Depth first with a stack of its own: pages nest deeper than Python's.
    stack: list[tuple[str, Any]] = [("enter", tree)]
    while stack:
        step, node = stack.pop()
        if step == "text":
            open_text.append(node)
            continue
        name = node.tag if isinstance(node.tag, str) else ""
        if step == "leave":
            if name in BLOCKS:
                close()
            continue
        if name in ("script", "style", "noscript", "template", "button", "form", "svg", "iframe") or not name:
            continue
        if name in BLOCKS:
            close()
            if name in ("li", "item"):
                open_text.append("• ")
        if name in ("br", "lb"):
            open_text.append("\x1e")
        stack.append(("leave", node))
        for child in reversed(list(node)):
            if child.tail:
                stack.append(("text", child.tail.replace("\x1e", " ")))
            stack.append(("enter", child))
        if node.text:
            stack.append(("text", node.text.replace("\x1e", " ")))
    close()
    return [paragraph for paragraph in paragraphs if paragraph != "•"]
