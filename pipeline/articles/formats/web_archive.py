"""Reads `.warc` and `.warc.gz`: the pages that a crawl or a web archive has kept. Needs the extra `warc`."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any, cast
from urllib.parse import urlsplit

from pipeline.articles.article import Article
from pipeline.articles.bounds import LARGEST_PAGE, Unpacking
from pipeline.articles.decoding import decode, open_searchable
from pipeline.articles.formats import web_page
from pipeline.articles.opened import Readable
from pipeline.articles.problems import problem
from pipeline.errors import InputError
from pipeline.records import Problem

SUFFIXES = (".warc", ".warc.gz")
CUT_OFF = "the record is cut off; copy the archive again"
GZIP = b"\x1f\x8b"
PAGES = ("text/html", "application/xhtml+xml")


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the article of each page that was fetched whole, named `ARCHIVE#N` by the number of its record.

    The day of the crawl says nothing of the day of publication and is not read.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise InputError("web archives need the extra `warc`: pip install 'ldr-pipeline[warc]'", source) from error

    pages = number = 0
    handle, size = open_searchable(file, source)
    with handle:
        packed = handle.read(len(GZIP)) == GZIP
        handle.seek(0)
        stream = Unpacking(cast(IO[bytes], gzip.GzipFile(fileobj=handle)), size, source) if packed else handle
        try:
            for number, record in enumerate(ArchiveIterator(stream), start=1):
                if not _is_page(record):
                    continue
                pages += 1
                try:
                    data = record.content_stream().read(LARGEST_PAGE + 1)
                except EOFError:
                    yield problem(f"{source}#{number}", CUT_OFF)
                    return
                if len(data) <= LARGEST_PAGE and getattr(record.raw_stream, "limit", 0) > 0:
                    yield problem(f"{source}#{number}", CUT_OFF)
                    continue
                yield from _read_page(data, f"{source}#{number}", record.rec_headers.get_header("WARC-Target-URI", ""))
        except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
            raise InputError(
                f"not a whole web archive ({error}, after record {number}); it may be cut off", source
            ) from error
    if not pages:
        yield problem(source, "no page in this archive; leave it out")


def recognises(opening: bytes) -> bool:
    """Whether a file begins as a web archive does; a compressed one is told by its name."""
    return opening.startswith(b"WARC/")


def _is_page(record: Any) -> bool:
    if record.rec_type == "response" and record.http_headers is not None:
        kind = record.http_headers.get_header("Content-Type", "")
        return bool(record.http_headers.get_statuscode() == "200" and kind.casefold().startswith(PAGES))
    kind = record.rec_headers.get_header("Content-Type") or ""
    return bool(record.rec_type == "resource" and kind.casefold().startswith(PAGES))


def _read_page(data: bytes, source: str, url: str) -> Iterator[Article | Problem]:
    """Read a page; one without an article is a warning, as a crawl has many."""
    try:
        text, encoding = decode(data, source)
        for found in web_page.read_page(text, encoding, source):
            if isinstance(found, Article):
                host = (urlsplit(found.url or url).hostname or "").removeprefix("www.")
                found = replace(found, url=found.url or url, publisher=found.publisher or host)
            yield found
    except InputError as error:
        yield problem(source, f"{error.message} ({url})", error.line, "warning")
