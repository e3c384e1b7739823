"""Reads `.jsonl.gz` and `.jsonl.zst`: one article a line, decompressed as it is read; it may be larger than memory."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO, cast

import pyarrow as pa

from pipeline.articles.article import Article
from pipeline.articles.formats import json_lines
from pipeline.articles.opened import Readable
from pipeline.errors import InputError
from pipeline.records import Problem

ZSTANDARD = b"\x28\xb5\x2f\xfd"
"""How a Zstandard frame begins (RFC 8878); the others are taken for gzip, whatever the name says."""
SUFFIXES = (".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst")


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the articles of a file line by line.

    Raises InputError where it is cut off or damaged; the articles before that place have been given.
    """
    with file.open("rb") as handle:
        opening = handle.read(len(ZSTANDARD))
        handle.seek(0)
        try:
            yield from json_lines.read_lines(_decompressed(handle, opening == ZSTANDARD), source)
        except (EOFError, OSError, zlib.error) as error:
            raise InputError(f"the compressed file is cut off or damaged ({error}); fetch it again", source) from error


def _decompressed(handle: IO[bytes], zstandard: bool) -> IO[bytes]:
    if zstandard:
        stream = pa.CompressedInputStream(pa.PythonFile(handle, "r"), "zstd")
        return cast(IO[bytes], io.BufferedReader(stream))
    return cast(IO[bytes], gzip.open(handle, "rb"))
