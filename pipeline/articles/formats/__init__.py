"""The registry of formats: each module of this folder that says `SUFFIXES` is the reader of a format."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from pipeline.articles.article import Article
from pipeline.articles.decoding import unreadable
from pipeline.articles.opened import Readable
from pipeline.articles.problems import problem
from pipeline.errors import InputError
from pipeline.records import Problem

OPENING = 4096
"""Bytes at the start of a file by which its format is told where its name does not say."""


class Reader(Protocol):
    """A module that reads a format; `recognises(opening)`, where it has one, tells it by a file's first bytes."""

    SUFFIXES: tuple[str, ...]

    def read(self, file: Readable, source: str) -> Iterator[Article | Problem]: ...


@cache
def _modules() -> tuple[Reader, ...]:
    names = sorted(module.name for module in iter_modules([str(Path(__file__).parent)]))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple(cast(Reader, module) for module in modules if hasattr(module, "SUFFIXES"))


@cache
def readers() -> dict[str, Reader]:
    """Give the reader of each suffix."""
    return {suffix: module for module in _modules() for suffix in module.SUFFIXES}


def suffix_of(name: str) -> str:
    """Give the suffix by which a file's name says its format, the longest that is known; empty where it does not.

    >>> suffix_of("crawl.WARC.gz"), suffix_of("west/a.html"), suffix_of("notes.xyz")
    ('.warc.gz', '.html', '')
    """
    plain = name.casefold()
    return max((suffix for suffix in readers() if plain.endswith(suffix)), key=len, default="")


def reader_of(name: str, file: Readable) -> Reader:
    """Give the reader of a file: by its name, else by its first bytes; what nothing recognises is text."""
    if suffix := suffix_of(name):
        return readers()[suffix]
    with file.open("rb") as handle:
        opening = handle.read(OPENING)
    for module in _modules():
        recognises = getattr(module, "recognises", None)
        if recognises is not None and recognises(opening):
            return module
    return readers()[".txt"]


def read_file(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read a file with the reader of its format; whatever goes wrong is a row of `problems`."""
    try:
        yield from reader_of(source, file).read(file, source)
    except InputError as error:
        yield problem(error.source or source, error.message, error.line)
    except OSError as error:
        yield problem(source, unreadable(error))
    except Exception as error:  # noqa: BLE001 - one file that a library chokes on must not stop the run
        yield problem(source, f"cannot be read: {type(error).__name__}: {error}; check that the file is whole")
