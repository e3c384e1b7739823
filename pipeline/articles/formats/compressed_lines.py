"""Reads `.jsonl.gz` and `.jsonl.zst`: one article a line, decompressed as it is read; it may be larger than memory."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from typing import IO, cast

import pyarrow as pa

from pipeline.articles.article import Article
from pipeline.articles.bounds import unpacking
from pipeline.articles.decoding import open_searchable
from pipeline.articles.formats import json_lines
from pipeline.articles.opened import Readable
from pipeline.errors import InputError
from pipeline.records import Problem

ZSTANDARD = b"\x28\xb5\x2f\xfd"
"""How a Zstandard frame begins (RFC 8878); the others are taken for gzip, whatever the name says."""
SUFFIXES = (".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst")


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the articles of a file line by line.

    Raises InputError where it is cut off, damaged, or grows beyond reason; the articles before that are given.
    """
    handle, size = open_searchable(file, source)
    with handle:
        zstandard = handle.read(len(ZSTANDARD)) == ZSTANDARD
        handle.seek(0)
        try:
            yield from json_lines.read_lines(unpacking(_decompressed(handle, zstandard), size, source), source)
        except (EOFError, OSError, zlib.error) as error:
            raise InputError(f"the compressed file is cut off or damaged ({error}); fetch it again", source) from error


def _decompressed(handle: IO[bytes], zstandard: bool) -> IO[bytes]:
    if zstandard:
        return cast(IO[bytes], pa.CompressedInputStream(pa.PythonFile(handle, "r"), "zstd"))
    return cast(IO[bytes], gzip.open(handle, "rb"))
