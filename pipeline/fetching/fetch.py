"""Fetches an address into a folder: what is new or changed becomes a file that the readers of articles know."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.articles.fields import envelope_items
from pipeline.articles.formats.xml_records import split
from pipeline.errors import InputError
from pipeline.fetching.connection import AGENT, Answer, Client, Wait
from pipeline.fetching.ldrs import ldrs_items
from pipeline.fetching.store import Item, Store, json_items

LDRS = "ldrs"
"""What the content API is called as an address."""


@dataclass(frozen=True)
class Fetched:
    """What a fetch gave: items that are new, that changed, and the seconds that the site wants between two."""

    new: int
    changed: int
    delay: float = 0.0


def is_address(place: str) -> bool:
    """Whether a place is fetched, not read from the disk."""
    return place == LDRS or place.startswith(("http://", "https://"))


def fetch(address: str, folder: str | Path, ldrs_api: str = "", wait: Wait = time.sleep) -> Fetched:
    """Fetch a feed, a page or (`ldrs`, at `ldrs_api`) the LDRS content API into a folder, a file for each item.

    Unchanged answers are not sent again by servers that know how. Raises FetchError.
    """
    store = Store(Path(folder))
    if address in (LDRS, ldrs_api):
        kept = Counter(store.add(item) for item in ldrs_items(ldrs_api, store, wait))
        return Fetched(kept["new"], kept["changed"])
    client = Client(wait=wait)
    state = store.state(address)
    known = {"If-None-Match": state.get("etag", ""), "If-Modified-Since": state.get("modified", "")}
    answer = client.get(address, {name: value for name, value in known.items() if value})
    delay = client.robots.delay(answer.url, AGENT)
    if answer.status == 304:
        return Fetched(0, 0, delay)
    kept = Counter(store.add(item) for item in _items(answer))
    named = {"etag": answer.headers.get("etag", ""), "modified": answer.headers.get("last-modified", "")}
    store.remember(address, named)
    return Fetched(kept["new"], kept["changed"], delay)


def _items(answer: Answer) -> Iterator[Item]:
    """Give the items of a feed, or a page as one item."""
    opening = answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if opening in (b"{", b"["):
        try:
            value = json.loads(answer.body)
        except (ValueError, RecursionError):
            value = None
        items = value if isinstance(value, list) else envelope_items(value)
        if items is not None:
            yield from json_items(items)
            return
    elif opening == b"<":
        try:
            parts = [Item(identity, data, ".xml") for identity, data in split(answer.body, answer.url)]
        except InputError:
            parts = []
        if parts:
            yield from parts
            return
    yield Item(answer.url, answer.body, _suffix(answer, opening))


def _suffix(answer: Answer, opening: bytes) -> str:
    """Give the suffix of what was fetched as a whole, so that its reader is found."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip()
    known = {"application/pdf": ".pdf", "application/zip": ".zip", "text/plain": ".txt"}
    return known.get(kind, ".json" if opening in (b"{", b"[") else ".html")
