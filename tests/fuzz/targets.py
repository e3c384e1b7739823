"""What is fuzzed: bytes in, and what must hold of whatever they are. Used by atheris and by the tests alike."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from spacy.language import Language

from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.articles.formats import readers
from pipeline.cleaning import clean_article
from pipeline.dating import date_article
from pipeline.extractors import discover
from pipeline.extractors.base import failed
from pipeline.language import load_language, parse

SUFFIXES = (*sorted({module.SUFFIXES[0] for module in readers().values()}), ".jsonl.zst", ".warc.gz")


def read(data: bytes) -> list[object]:
    """Read bytes as each format: every input ends as an article or as a problem with a message, and never silently."""
    found: list[object] = []
    with tempfile.TemporaryDirectory() as folder:
        for suffix in SUFFIXES:
            path = Path(folder) / f"input{suffix}"
            path.write_bytes(data)
            items = list(read_articles(path, use_metadata=False))
            assert items, f"{suffix}: neither an article nor a problem"
            for item in items:
                (item.text if isinstance(item, Article) else item.message).encode("utf-8")
            found += items
    return found


@cache
def _language() -> Language:
    return load_language()


def extract(text: str) -> int:
    """Read a text with every extractor: every row's words stand where it says. Gives the number of rows."""
    article = Article(source="fuzz", text=text)
    clean = date_article(clean_article(article))
    assert len(clean.text) == len(article.text)
    (doc,) = parse(_language(), [clean])
    assert not failed(doc)
    rows = [row for extractor in discover() for row in extractor.rows(doc)]
    for row in rows:
        start, end = getattr(row, "char_start", None), getattr(row, "char_end", None)
        if start is not None and end is not None:
            assert article.text[start:end] == row.text, row  # type: ignore[attr-defined]
    return len(rows)


def grammar(data: bytes) -> int:
    """Read bytes as words of the genre: each byte is one of some hundred pieces, so that patterns are reached."""
    return extract("".join(PIECES[byte % len(PIECES)] for byte in data[:400]))


PIECES = tuple((Path(__file__).with_name("pieces.txt")).read_text(encoding="utf-8").split("|"))
TARGETS: dict[str, Callable[[bytes], object]] = {"readers": read, "grammars": grammar}
