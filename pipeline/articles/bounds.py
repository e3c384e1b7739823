"""Bounds on what is read: sizes, depths and what an archive may grow to, each said once in `bounds.toml`.

What is beyond a bound is refused with a message that names the file, the bound and the mend.
"""

from __future__ import annotations

import io
import re
from typing import IO, Any

from pipeline.errors import InputError
from pipeline.resources import read_toml

BOUNDS: dict[str, int] = read_toml("articles/bounds.toml")
LARGEST_ARTICLE = BOUNDS["article_characters"]
LARGEST_LINE = BOUNDS["line_bytes"]
LARGEST_FILE = BOUNDS["file_bytes"]
LARGEST_PAGE = BOUNDS["page_bytes"]

# A start tag as HTML reads it, quotation marks only after `=`; possessive, so that no text makes it slow.
VALUE = r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+)"""
START_TAG = re.compile(rf"<[A-Za-z](?:{VALUE}|[^>=]++)*+")
ATTRIBUTE = re.compile(rf"(?:{VALUE}|[^\s=>/]++)")
BRACKETS = re.compile(r'"(?:[^"\\]++|\\.?)*+(?:"|\Z)|[\[{\]}]', re.DOTALL)


def too_large(what: str, bound: str = f"{LARGEST_ARTICLE:,} characters") -> str:
    """Say that something is larger than any article, and the mend."""
    return f"{what} has more than {bound}, more than any article; split it, or check what it is"


def check_json(text: str, source: str, line: int | None = None) -> None:
    """Refuse JSON whose objects and lists are nested too deeply, before it is parsed.

    Raises InputError.
    """
    deepest = BOUNDS["json_depth"]
    if text.count("[") + text.count("{") <= deepest:
        return
    depth = 0
    for match in BRACKETS.finditer(text):
        mark = text[match.start()]
        depth += (mark in "[{") - (mark in "]}")
        if depth > deepest:
            raise InputError(
                f"JSON nested more than {deepest} deep, deeper than any article; check what it is", source, line
            )


def check_markup(page: str, source: str) -> None:
    """Refuse HTML with an element of so many attributes that the parser would not come back.

    Raises InputError.
    """
    most = BOUNDS["tag_attributes"]
    for match in START_TAG.finditer(page):
        # a name and a value are two pieces
        if match.end() - match.start() > 2 * most and len(ATTRIBUTE.findall(match[0])) > 2 * most:
            line = page.count("\n", 0, match.start()) + 1
            raise InputError(
                f"an element with more than {most:,} attributes, which no article has; save its text as .txt",
                source,
                line,
            )


def check_depth(tree: Any, source: str) -> None:
    """Refuse a page nested so deeply that the parser has dropped what lies in it.

    Raises InputError.
    """
    deepest = BOUNDS["page_depth"]
    level = [tree]
    for _ in range(deepest):
        level = [child for node in level for child in node]
        if not level:
            return
    raise InputError(f"elements nested more than {deepest} deep; save the article's text as .txt", source)


def check_expansion(packed: int, unpacked: int, source: str) -> None:
    """Refuse an archive, or a member of one, that grows beyond reason; both sizes in bytes.

    Raises InputError.

    >>> check_expansion(1_000, 40_000_000, "small.gz"), check_expansion(10_000_000, 200_000_000, "pages.zip")
    (None, None)
    """
    factor, free = BOUNDS["expansion_factor"], BOUNDS["expansion_free_bytes"]
    if unpacked > max(free, factor * packed):
        raise InputError(
            f"unpacks to more than {factor} times its size and more than {free:,} bytes, as articles do not; "
            "unpack it yourself and check what it is",
            source,
        )


def check_members(members: int, source: str) -> None:
    """Refuse an archive of more files than anybody has articles.

    Raises InputError.
    """
    if members > BOUNDS["archive_members"]:
        raise InputError(f"holds more than {BOUNDS['archive_members']:,} files; split it", source)


class Unpacking(io.RawIOBase):
    """What a decompressor gives, watched while it is read: `open` it as `Unpacking(gzip.open(path), size, source)`.

    `packed` is the compressed size in bytes. Reading raises InputError beyond the bounds, before memory fills.
    """

    def __init__(self, handle: IO[bytes], packed: int, source: str) -> None:
        self._handle = handle
        # one step at a time, so that what stands before a place that is damaged is given
        self._read = getattr(handle, "read1", handle.read)
        self._packed = packed
        self._source = source
        self._given = 0

    def readable(self) -> bool:
        """Give True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read up to a buffer's length."""
        data = self._read(len(buffer))
        self._given += len(data)
        check_expansion(self._packed, self._given, self._source)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the decompressor too."""
        self._handle.close()
        super().close()


def unpacking(handle: IO[bytes], packed: int, source: str) -> io.BufferedReader:
    """Watch what a decompressor gives, with lines and everything else that a file has."""
    return io.BufferedReader(Unpacking(handle, packed, source))
