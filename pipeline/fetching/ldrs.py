"""The content API of the Local Democracy Reporting Service, page by page; a pass that was broken off goes on.

`GET …/v1/item` with `limit`, `offset`, `start` and `sort`, the key in the header `apikey`; the answer is
`{"total", "limit", "offset", "item": […]}` (docs.ldrs.org.uk). Times have no zone: `start` is the API's own newest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from pipeline.articles.fields import identity_of
from pipeline.errors import FetchError
from pipeline.fetching.connection import Client, Wait
from pipeline.fetching.store import Item, Store, json_items
from pipeline.resources import read_toml

KEY = "LDRS_API_KEY"
FIRST = "1970-01-01T00:00:00"


def ldrs_items(address: str, store: Store, wait: Wait) -> Iterator[Item]:
    """Give the items that are new since the last whole pass, newest first.

    Where a pass stands is kept after each page: the next one goes on there, one page earlier, because items that
    came or went meanwhile have moved the others. Raises FetchError without a key, and for what is no page.
    """
    key = os.environ.get(KEY, "")
    if not key:
        raise FetchError(f"{address}: needs a key; put yours into the environment as {KEY}")
    # the key is the permission: robots rules are for programs that have none
    client = Client(secret={"apikey": key}, keep_robots=False, wait=wait)
    bounds = read_toml("fetching/bounds.toml")
    limit = int(bounds["page_items"])
    state: dict[str, Any] = {"start": FIRST, "offset": 0, "newest": ""} | store.state(address)
    offset = max(0, int(state["offset"]) - limit)
    before: list[str] = []
    for _ in range(int(bounds["pages"])):
        page = _page(client, address, {"limit": limit, "offset": offset, "start": state["start"]})
        items = page["item"]
        if offset == 0:
            state["newest"] = max([str(item.get("versioncreated", ""))[:19] for item in items] or [""])
        identities = [identity_of(item) for item in items]
        if items and identities == before:
            raise FetchError(f"{address}: gives the same page again and again; nothing more can be fetched")
        before = identities
        yield from json_items(items)
        offset += len(items)
        if not items or offset >= page["total"]:
            store.remember(address, {"start": state["newest"] or state["start"], "offset": 0, "newest": ""})
            return
        state["offset"] = offset
        store.remember(address, state)


def _page(client: Client, address: str, asked: dict[str, Any]) -> dict[str, Any]:
    query = urlencode({**asked, "sort": "versioncreated:desc"})
    answer = client.get(f"{address}?{query}", {"Accept": "application/json"})
    try:
        page = json.loads(answer.body)
        items = [item for item in page["item"] if isinstance(item, dict)]
        return {"item": items, "total": int(page.get("total", 0))}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FetchError(f"{address}: the answer is no page of items; check the address") from error
