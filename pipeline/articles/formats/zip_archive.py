"""Reads `.zip`: its members by their own formats, as if it were a folder; a `metadata.csv` in it counts for them."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Literal

from natsort import natsort_keygen, ns

from pipeline.articles.article import Article
from pipeline.articles.bounds import BOUNDS, check_members, unpacking
from pipeline.articles.decoding import LARGEST_FILE, read_bytes
from pipeline.articles.formats import read_file, suffix_of
from pipeline.articles.metadata import FILE_NAME, Metadata, MetadataFile, read_metadata
from pipeline.articles.opened import InMemory, Readable
from pipeline.articles.problems import problem
from pipeline.articles.walking import Source
from pipeline.errors import InputError
from pipeline.records import Problem

SUFFIXES = (".zip",)
LOCKED = 0x1
"""The flag of a member that is encrypted (APPNOTE 4.4.4)."""


@dataclass(frozen=True)
class Member:
    """A file in an archive; `depth` is how many archives it lies in."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo
    source: str
    depth: int

    def open(self, mode: Literal["rb"], /) -> IO[bytes]:  # noqa: ARG002 - as the protocol has it
        """Open it, watched lest it grow beyond reason."""
        return unpacking(self.archive.open(self.info), self.info.compress_size, self.source)


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the articles of an archive: each is named `ARCHIVE!MEMBER`, in natural order of the members' names."""
    depth = file.depth if isinstance(file, Member) else 0
    if depth >= BOUNDS["archive_depth"]:
        raise InputError(f"more than {BOUNDS['archive_depth']} archives within one another; unpack it", source)
    try:
        # what lies in another archive cannot be searched where it lies
        opened = InMemory(read_bytes(file, source, LARGEST_FILE)) if isinstance(file, Member) else file
        with opened.open("rb") as handle, zipfile.ZipFile(handle) as archive:
            yield from _read(archive, source, depth + 1)
    except (zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise InputError(f"not a whole ZIP archive ({error}); it may be cut off, pack it again", source) from error


def recognises(opening: bytes) -> bool:
    """Whether a file begins as a ZIP archive does."""
    return opening.startswith(b"PK\x03\x04")


def _read(archive: zipfile.ZipFile, source: str, depth: int) -> Iterator[Article | Problem]:
    check_members(len(archive.infolist()), source)
    natural = natsort_keygen(alg=ns.PATH)
    listed = [Member(archive, info, f"{source}!{info.filename}", depth) for info in archive.infolist()]
    members = sorted(filter(_is_shown, listed), key=lambda member: (natural(member.source), member.source))
    tables = [member for member in members if _name(member) == FILE_NAME]
    articles = [member for member in members if _name(member) != FILE_NAME and suffix_of(member.source)]
    names = Counter(PurePosixPath(member.source).name for member in articles)
    known = Metadata(names.__getitem__)
    for member in tables:
        yield from known.add(_metadata(member))
    if not articles:
        yield problem(source, "no article in this archive; leave it out")
    for member in articles:
        if member.info.flag_bits & LOCKED:
            yield problem(member.source, "protected by a password; unpack the archive")
            continue
        for found in read_file(member, member.source):
            yield found if isinstance(found, Problem) else known.apply(found, Source(member.source, None))
    yield from known.unused()


def _is_shown(member: Member) -> bool:
    parts = PurePosixPath(member.info.filename).parts
    return not member.info.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _name(member: Member) -> str:
    return PurePosixPath(member.info.filename).name.casefold()


def _metadata(member: Member) -> MetadataFile:
    """Read a metadata file; its rows name the members that lie beside or below it."""
    file = read_metadata(member, member.source)
    beside = member.source[: -len(FILE_NAME)]
    file.entries = {beside + name: entry for name, entry in file.entries.items()}
    return file
