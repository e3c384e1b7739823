"""What is known of articles beside their texts: a CSV file, joined by relative path, file name or `FILE#N`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from pipeline.articles.article import Article
from pipeline.articles.days import day_of
from pipeline.articles.decoding import LARGEST_FILE, decode, read_bytes
from pipeline.articles.opened import Readable
from pipeline.articles.people import author_names
from pipeline.articles.problems import problem, warning
from pipeline.articles.walking import Source
from pipeline.errors import InputError
from pipeline.records import Problem

FILE_NAME = "metadata.csv"
COLUMNS = ("source", "published", "publisher", "url", "headline", "authors")
MANY = 5
"""So many rows of one file without an article are told one by one; more are told in one row."""


@dataclass(frozen=True)
class Entry:
    """A row of a metadata file."""

    source: str
    line: int
    published: date | None = None
    publisher: str = ""
    url: str = ""
    headline: str = ""
    authors: tuple[str, ...] = ()


@dataclass
class MetadataFile:
    """The rows of a metadata file by their source, and what is wrong with it."""

    name: str
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    folder: Path | None = None
    used: set[str] = field(default_factory=set)
    ambiguous: set[str] = field(default_factory=set)


def read_metadata(path: Readable, name: str) -> MetadataFile:
    """Read a metadata file; a row that is wrong is reported with its line, the others count."""
    file = MetadataFile(name)
    try:
        text, _ = decode(read_bytes(path, name, LARGEST_FILE), name)
        _read_rows(file, text)
    except InputError as error:
        file.problems.append(problem(name, error.message, error.line))
    except csv.Error as error:
        file.problems.append(problem(name, f"not a CSV file ({error}); save it as CSV with a header row"))
    return file


def _read_rows(file: MetadataFile, text: str) -> None:
    header_line = text.lstrip().splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=header_line.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [cell.strip().casefold() for cell in next(lines, [])]
    if "source" not in header:
        raise InputError(f"no column `source` in the header; a metadata file has {', '.join(COLUMNS)}", file.name, 1)
    for cells in lines:
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        source, line = row.get("source", ""), lines.line_num
        if not any(row.values()):
            continue
        if not source:
            file.problems.append(warning(file.name, "no `source` in this row; name the article's file", line))
            continue
        if source in file.entries:
            first = file.entries[source].line
            file.problems.append(
                warning(file.name, f"{source!r} stands already on line {first}, which counts; remove one", line)
            )
            continue
        published = day_of(row["published"]) if row.get("published") else None
        if row.get("published") and published is None:
            message = f"{row['published']!r} is not a date; write it as 2024-05-31"
            file.problems.append(warning(file.name, message, line))
        file.entries[source] = Entry(
            source,
            line,
            published,
            row.get("publisher", ""),
            row.get("url", ""),
            row.get("headline", ""),
            author_names(row.get("authors", "").split(";")) if row.get("authors") else (),
        )


class Metadata:
    """Every metadata file of a run, the strongest first."""

    def __init__(self, called: Callable[[str], int]) -> None:
        """Take what says how many articles' files have a name, folders aside."""
        self.files: list[MetadataFile] = []
        self._called = called

    def add(self, file: MetadataFile, folder: Path | None = None) -> Iterator[Problem]:
        """Add a file that counts for the articles of a folder, or for all; give what is wrong with it."""
        file.folder = folder
        self.files.append(file)
        yield from file.problems

    def apply(self, article: Article, source: Source) -> Article:
        """Give an article with what is known of it, which wins over what it says of itself."""
        for file in reversed(self.files):
            if file.folder is not None and file.folder not in source.folders:
                continue
            entry = self._find(file, article.source, source)
            if entry is not None:
                article = _applied(article, entry)
        return article

    def unused(self) -> Iterator[Problem]:
        """Give a warning for rows that name no article."""
        for file in self.files:
            idle = [entry for entry in file.entries.values() if entry.source not in file.used]
            for entry in idle[: MANY if len(idle) <= MANY else 1]:
                others = f" ({len(idle) - 1} more rows like it)" if len(idle) > MANY else ""
                if entry.source in file.ambiguous:
                    message = (
                        f"several articles are called {entry.source!r}; write the path relative to the input folder"
                    )
                else:
                    message = f"no article is called {entry.source!r}{others}; check the name, or remove the row"
                yield warning(file.name, message, entry.line)

    def _find(self, file: MetadataFile, name: str, source: Source) -> Entry | None:
        """Find an article's row: by its path, then by its file name, of the record before that of the whole file."""
        record = name[len(source.name) :] if name.startswith(source.name) else ""
        paths = [source.name]
        if source.path is not None:
            paths.append(source.path.as_posix())
            if file.folder is not None:
                paths.append(source.path.relative_to(file.folder).as_posix())
        bare = PurePosixPath(source.name).name
        for suffix in dict.fromkeys((record, "")):
            for path in paths:
                if entry := file.entries.get(path + suffix):
                    file.used.add(entry.source)
                    return entry
            if entry := file.entries.get(bare + suffix):
                if self._called(bare) > 1:
                    file.ambiguous.add(entry.source)
                    continue
                file.used.add(entry.source)
                return entry
        return None


def _applied(article: Article, entry: Entry) -> Article:
    dated = entry.published is not None
    return replace(
        article,
        published=entry.published if dated else article.published,
        published_basis="metadata" if dated else article.published_basis,
        publisher=entry.publisher or article.publisher,
        url=entry.url or article.url,
        headline=entry.headline or article.headline,
        authors=entry.authors or article.authors,
    )
