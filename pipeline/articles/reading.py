"""Finds the articles in files, folders and standard input, in one order, and reads them by their suffix."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.articles.article import Article
from pipeline.articles.days import day_in_filename, day_in_url
from pipeline.articles.decoding import LARGEST_ARTICLE, LARGEST_FILE, too_large
from pipeline.articles.formats import read_file, readers
from pipeline.articles.languages import NAMES, language_of
from pipeline.articles.metadata import FILE_NAME, Metadata, read_metadata
from pipeline.articles.opened import InMemory
from pipeline.articles.problems import problem, warning
from pipeline.articles.walking import Source, find_sources
from pipeline.records import Problem

Found = Article | Problem


def read_articles(
    inputs: Iterable[str | Path] | str | Path, metadata: str | Path | None = None, use_metadata: bool = True
) -> Iterator[Found]:
    """Read every article of some files, folders and `-` (standard input), in natural order of their names.

    What cannot be read becomes a row of `problems`; nothing is raised. The metadata file, and each
    `metadata.csv` in an input folder, wins over what the articles say of themselves.
    """
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    ignored = [Path(metadata)] if metadata else []
    sources, complaints = find_sources(given, frozenset(readers()), FILE_NAME, ignored)
    yield from complaints
    known = Metadata(sources.called)
    if use_metadata:
        if metadata:
            yield from known.add(read_metadata(Path(metadata), str(metadata)))
        for folder in sorted(sources.folders(), key=lambda folder: (len(folder.parts), str(folder)), reverse=True):
            path = folder / FILE_NAME
            if path.is_file() and not (metadata and path.resolve() == Path(metadata).resolve()):
                yield from known.add(read_metadata(path, str(path)), folder)
    for source in sources:
        for found in _read(source):
            if isinstance(found, Problem):
                yield found
            else:
                yield from _complete(known.apply(found, source))
    yield from known.unused()


def _read(source: Source) -> Iterator[Found]:
    if source.path is not None:
        yield from read_file(source.path, source.name)
        return
    data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        yield problem(source.name, too_large("standard input", f"{LARGEST_FILE:,} bytes"))
    else:
        yield from read_file(InMemory(data), source.name)


def _complete(article: Article) -> Iterator[Found]:
    """Fill in what the whole of an article says: its language, a day in its address or file name."""
    if len(article.text) > LARGEST_ARTICLE:
        yield problem(article.source, too_large("the article"))
        return
    if article.published is None:
        for basis, day in (("url", day_in_url(article.url)), ("filename", day_in_filename(article.source))):
            if day is not None:
                article = replace(article, published=day, published_basis=basis)
                break
    language = language_of(article.text)
    if language != "en":
        article = replace(article, language=language)
        yield replace(
            warning(
                article.source,
                f"the article is in {NAMES[language]}: nothing is extracted from it; leave it out or translate it",
            ),
            article_id=article.article_id,
        )
    yield article
