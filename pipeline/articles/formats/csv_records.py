"""Reads `.csv` of articles: one a row, its fields in columns that are called as in JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from pipeline.articles.article import Article
from pipeline.articles.decoding import LARGEST_ARTICLE, LARGEST_FILE, decode, read_bytes
from pipeline.articles.fields import field_names, record_article
from pipeline.articles.opened import Readable
from pipeline.articles.problems import problem, warning
from pipeline.errors import InputError
from pipeline.records import Problem

SUFFIXES = (".csv", ".tsv")


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the articles of a CSV file; a row that is wrong is reported with its line, the others are read."""
    text, encoding = decode(read_bytes(file, source, LARGEST_FILE), source)
    if encoding == "cp1252":
        yield warning(source, "read as cp1252, not UTF-8: check its quotation marks, or save it as UTF-8")
    header_line = text.lstrip().splitlines()[0]
    delimiter = max(",;\t|", key=header_line.count)
    csv.field_size_limit(4 * LARGEST_ARTICLE)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        header = next(lines)
        bodies = {name for name in header if _is_body(name)}
        if not bodies:
            known = ", ".join(field_names()["body"][7:15])
            raise InputError(f"no column with the text of the articles; it may be called {known}", source, 1)
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            number += 1
            name, line = f"{source}#{number}", lines.line_num
            try:
                yield from record_article(dict(zip(header, cells, strict=False)), name, encoding, line)
            except InputError as error:
                yield problem(name, error.message, line)
    except csv.Error as error:
        raise InputError(
            f"not a CSV file ({error}); save it as CSV with a header row", source, lines.line_num
        ) from error
    if not number:
        yield problem(source, "no article in it; leave it out", 1)


def recognises(opening: bytes) -> bool:
    """Whether a file's first line names the columns of articles."""
    names = re.split("[,;\t|]", opening.decode("utf-8-sig", "replace").lstrip().partition("\n")[0].strip())
    return len(names) > 1 and any(_is_body(name.strip('"')) for name in names)


def _is_body(name: str) -> bool:
    plain = name.strip().casefold().replace("_", "").replace("-", "").replace(" ", "")
    return plain in field_names()["body"]
