"""A folder of fetched items: one file for each, named after what it is, so that a later version takes its place."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.articles.fields import identity_of, version_of
from pipeline.errors import FetchError

STATE = ".fetched.json"


@dataclass(frozen=True)
class Item:
    """An item of a feed: its identity in the feed, the file that holds it alone, and the file's suffix."""

    identity: str
    data: bytes
    suffix: str


class Store:
    """A folder that keeps items, and where fetching from each address stands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            state = folder / STATE
            self._state: dict[str, Any] = json.loads(state.read_text(encoding="utf-8")) if state.is_file() else {}
        except OSError as error:
            raise FetchError(f"{folder}: cannot be written ({error.strerror}); name another folder") from error
        except ValueError as error:
            raise FetchError(f"{folder / STATE}: not whole; delete it to fetch everything again") from error

    def add(self, item: Item) -> str:
        """Keep an item; give `new`, `changed`, or `same` where it or a later version is there."""
        path = self.folder / f"{_slug(item.identity)}{item.suffix}"
        if not path.exists():
            _write(path, item.data)
            return "new"
        before = path.read_bytes()
        if before == item.data or _version(before, item.suffix) > _version(item.data, item.suffix):
            return "same"
        _write(path, item.data)
        return "changed"

    def state(self, address: str) -> dict[str, Any]:
        """Give where fetching from an address stands; empty at first."""
        return dict(self._state.get(address, {}))

    def remember(self, address: str, state: dict[str, Any]) -> None:
        """Keep where fetching from an address stands."""
        self._state[address] = state
        _write(self.folder / STATE, json.dumps(self._state, indent=1, sort_keys=True).encode())


def json_items(values: list[Any]) -> Iterator[Item]:
    """Give each value of a list as an item."""
    for value in values:
        data = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
        yield Item(identity_of(value) or hashlib.sha256(data).hexdigest(), data, ".json")


def _version(data: bytes, suffix: str) -> str:
    if suffix != ".json":
        return ""
    try:
        versioned = version_of(json.loads(data))
    except ValueError:
        return ""
    return versioned[1] if versioned else ""


def _slug(identity: str) -> str:
    """Name a file after an item: the last words of its address, and a digest that no other item has.

    >>> _slug("https://mail.example/news/bins-row/")
    'bins-row-a2f54874'
    """
    last = urlsplit(identity).path.rstrip("/").rpartition("/")[2] or identity
    words = re.sub(r"[^a-z0-9]+", "-", last.casefold()).strip("-")[:60].strip("-")
    return f"{words or 'item'}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"


def _write(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise FetchError(f"{path}: cannot be written ({error.strerror}); name another folder") from error
