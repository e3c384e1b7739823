"""displaCy pages: every article as HTML with its spans drawn under the words, and an index of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy import displacy
from spacy.tokens import Doc

from pipeline.errors import OutputError
from pipeline.exports.documents import documents
from pipeline.exports.staging import Source, replacing

# Colours that black text can be read on (WCAG 2.2 AA), given to the tables in their order.
COLOURS = (
    "#9ecae1", "#fdd0a2", "#a1d99b", "#dadaeb", "#fcbba1", "#c7e9c0", "#fee391", "#bcbddc", "#d9d9d9",
)  # fmt: skip
ARTICLE_PAGE = re.compile(r"[0-9a-f]{16}\.html")


def write_displacy(source: Source, folder: Path) -> list[str]:
    """Write `<article_id>.html` for every article, and `index.html`; pages of articles that are gone go too."""
    names = [name for name, schema in source.schemas.items() if schema.has_offsets]
    colours = {name: COLOURS[at % len(COLOURS)] for at, name in enumerate(names)}
    lines, written = [], set()
    for article, doc in documents(source):
        page = f"{article['article_id']}.html"
        called = " ".join((article["headline"] or article["source"]).split())
        drawn: str = displacy.render(
            list(_paragraphs(doc)), style="span", manual=True, page=True, jupyter=False, options={"colors": colours}
        )
        # displaCy leaves a screen between figures: ours are the paragraphs of one article
        drawn = drawn.replace("margin-bottom: 6rem", "margin: 0")
        _write(folder / page, drawn.replace("<title>displaCy</title>", f"<title>{escape(called)}</title>"))
        written.add(page)
        lines.append(f'<li><a href="{page}">{escape(called)}</a> {article["published"] or ""}</li>')
    key = " ".join(f'<mark style="background:{colour}">{escape(name)}</mark>' for name, colour in colours.items())
    _write(folder / "index.html", PAGE.format(key=key, lines="\n".join(lines)))
    try:
        for path in folder.glob("*.html"):
            if ARTICLE_PAGE.fullmatch(path.name) and path.name not in written:
                path.unlink()
    except OSError as error:
        raise OutputError(f"{folder}: pages of old articles cannot be removed ({error.strerror})") from error
    return []


PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Articles and their spans</title></head>
<body style="font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 50rem">
<h1>Articles and their spans</h1>
<p>{key}</p>
<ul>
{lines}
</ul>
</body>
</html>
"""


def _write(path: Path, text: str) -> None:
    with replacing(path) as staged:
        staged.write_text(text, encoding="utf-8", newline="")


def _paragraphs(doc: Doc) -> Iterator[dict[str, Any]]:
    """Give the lines of a Doc as displaCy's own dictionaries: it draws a whole article as one line otherwise."""
    starts = [0, *(token.i + 1 for token in doc if "\n" in token.text), len(doc)]
    for first, end in pairwise(starts):
        tokens = [token.text for token in doc[first:end] if not token.is_space]
        if not tokens:
            continue
        place = {token.i: at for at, token in enumerate(token for token in doc[first:end] if not token.is_space)}
        spans = []
        for name, group in doc.spans.items():
            for span in group:
                inside = [place[at] for at in range(span.start, span.end) if at in place]
                if inside:
                    spans.append({"start_token": inside[0], "end_token": inside[-1] + 1, "label": name})
        yield {"text": " ".join(tokens), "tokens": tokens, "spans": spans}
