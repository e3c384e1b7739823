"""Bytes → text: UTF-8 first, then Windows-1252, which old newsrooms still save; nothing is guessed beyond that."""

from __future__ import annotations

import codecs
import io
from typing import IO

from pipeline.articles.bounds import LARGEST_ARTICLE as LARGEST_ARTICLE
from pipeline.articles.bounds import LARGEST_FILE as LARGEST_FILE
from pipeline.articles.bounds import too_large as too_large
from pipeline.articles.opened import Readable
from pipeline.errors import InputError

SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
"""How pictures, PDF, Office and compressed files begin."""


def read_bytes(file: Readable, source: str, largest: int = 4 * LARGEST_ARTICLE) -> bytes:
    """Read a file as a whole.

    Raises InputError for one that cannot be opened, is empty, or has more than `largest` bytes.
    """
    try:
        with file.open("rb") as handle:
            data = handle.read(largest + 1)
    except OSError as error:
        raise InputError(unreadable(error), source) from error
    if len(data) > largest:
        raise InputError(too_large("the file", f"{largest:,} bytes"), source)
    return data


def open_searchable(file: Readable, source: str) -> tuple[IO[bytes], int]:
    """Open a file that can be read from any place; give its size in bytes too. What lies in an archive is read whole.

    Raises InputError for what lies in an archive and has more bytes than may be read as a whole.
    """
    handle = file.open("rb")
    if not handle.seekable():
        handle.close()
        handle = io.BytesIO(read_bytes(file, source, LARGEST_FILE))
    size = handle.seek(0, io.SEEK_END)
    handle.seek(0)
    return handle, size


def decode(data: bytes, source: str, line: int | None = None) -> tuple[str, str]:
    """Decode bytes; give the text without byte order mark, line ends untouched, and the encoding's name.

    Raises InputError for empty or binary data, and for bytes that are neither UTF-8 nor Windows-1252.

    >>> decode(b"\\xef\\xbb\\xbfcaf\\xc3\\xa9", "a.txt")
    ('café', 'utf-8-sig')
    >>> decode(b"\\x93Yes\\x94", "a.txt")
    ('“Yes”', 'cp1252')
    """
    if not data.strip():
        raise InputError("the file is empty; leave it out or put the article in it", source, line)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise InputError("not readable as UTF-16; save it as UTF-8", source, line) from None
    if b"\x00" in data or data.startswith(SIGNATURES):
        raise InputError(
            "a binary file, not text; save the article as .txt, .html, .json, .jsonl or .csv", source, line
        )
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data.decode("utf-8-sig"), "utf-8-sig"
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or not _is_plausible(data, text):
        raise InputError(
            f"neither UTF-8 nor Windows-1252 (at byte {broken.start}); save it as UTF-8", source, line
        ) from None
    return text, "cp1252"


def _is_plausible(data: bytes, text: str) -> bool:
    """Whether text read as Windows-1252 is prose: not broken UTF-8, and few control characters."""
    if "Ã" in text or "â€" in text:
        return False
    if any(ord(character) < 32 and character not in "\t\n\r\f\x1a" for character in text):
        return False
    high = sum(byte > 127 for byte in data)
    return high * 3 <= len(data) or len(data) < 20


def unreadable(error: OSError) -> str:
    """Say why a file could not be opened, and the mend."""
    if isinstance(error, FileNotFoundError):
        return "no such file: it was moved, deleted, or is a link to nothing; check the path"
    if isinstance(error, PermissionError):
        return "permission denied; make the file readable"
    return f"cannot be read ({error.strerror or error}); check the file and the disk"
