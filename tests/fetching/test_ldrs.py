"""The LDRS content API as its recorded shapes have it: paging, going on after a break, keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fetching.serving import Asked, Reply, Site, serve
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.errors import FetchError
from pipeline.fetching import Fetched, fetch

BODY = "<p>Councillors in Marsh Vale agreed the budget at a long meeting on Tuesday night, a report says.</p>"


def story(number: int, version: str = "2024-05-03T10:00:00") -> dict[str, Any]:
    uri = f"https://ldrs.example/article/{number}"
    return {
        "id": str(number), "uri": uri, "type": "story", "versioncreated": version, "headline": f"Story {number}",
        "byline": "Jane Doe", "body_html": BODY.replace("Tuesday", f"Tuesday {number}"), "associations": {},
    }  # fmt: skip


def api(stories: list[dict[str, Any]]) -> Callable[[Asked], Reply]:
    """Answer as the API does: items since `start`, newest first, a page at a time, for the right key only."""

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("apikey") != "k-1":
            return Reply(status=401)
        since = [one for one in stories if one["versioncreated"] >= asked.query["start"]]
        since.sort(key=lambda one: one["versioncreated"], reverse=True)
        offset, limit = int(asked.query["offset"]), int(asked.query["limit"])
        page = {"total": len(since), "limit": limit, "offset": offset, "item": since[offset : offset + limit]}
        return Reply(json.dumps(page).encode(), headers={"Content-Type": "application/json"})

    return answer


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LDRS_API_KEY", "k-1")


def get(site: Site, folder: Path) -> Fetched:
    return fetch("ldrs", folder, f"{site.address}/v1/item", wait=lambda _: None)


def headlines(folder: Path) -> set[str]:
    return {found.headline for found in read_articles(folder) if isinstance(found, Article)}


def offsets(site: Site) -> list[str]:
    return [one.query["offset"] for one in site.asked]


def test_every_page_is_fetched_and_read(site: Site, tmp_path: Path) -> None:
    site.routes["/v1/item"] = api([story(number) for number in range(45)])
    assert get(site, tmp_path) == Fetched(45, 0)
    assert offsets(site) == ["0", "20", "40"]
    assert len(headlines(tmp_path)) == 45
    assert site.asked[0].query["sort"] == "versioncreated:desc"


def test_the_next_pass_asks_for_what_is_newer(site: Site, tmp_path: Path) -> None:
    stories = [story(1), story(2, "2024-05-04T10:00:00")]
    site.routes["/v1/item"] = api(stories)
    get(site, tmp_path)
    stories += [story(3, "2024-05-05T10:00:00"), story(1, "2024-05-06T10:00:00") | {"headline": "Story 1, later"}]
    assert get(site, tmp_path) == Fetched(1, 1)
    assert [one.query["start"] for one in site.asked] == ["1970-01-01T00:00:00", "2024-05-04T10:00:00"]
    assert headlines(tmp_path) == {"Story 1, later", "Story 2", "Story 3"}


def test_a_pass_that_was_broken_off_goes_on(site: Site, tmp_path: Path) -> None:
    whole = api([story(number, f"2024-05-03T10:00:{number % 60:02}") for number in range(70)])
    broken = True
    site.routes["/v1/item"] = lambda asked: (
        Reply(status=500) if broken and asked.query["offset"] == "40" else whole(asked)
    )
    with pytest.raises(FetchError, match="500"):
        get(site, tmp_path)
    assert len(headlines(tmp_path)) == 40
    broken = False
    site.asked.clear()
    assert get(site, tmp_path) == Fetched(30, 0)
    assert offsets(site) == ["20", "40", "60"], "one page earlier: items may have moved"
    assert len(headlines(tmp_path)) == 70


def test_an_older_version_never_takes_the_place_of_a_later_one(site: Site, tmp_path: Path) -> None:
    later = story(1, "2024-05-04T10:00:00") | {"headline": "Later"}
    site.routes["/v1/item"] = api([later, story(1)])
    get(site, tmp_path)
    assert headlines(tmp_path) == {"Later"}


def test_a_key_is_needed_and_a_wrong_one_is_told(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.routes["/v1/item"] = api([])
    monkeypatch.setenv("LDRS_API_KEY", "other")
    with pytest.raises(FetchError, match="check your key"):
        get(site, tmp_path)
    monkeypatch.delenv("LDRS_API_KEY")
    with pytest.raises(FetchError, match="LDRS_API_KEY"):
        get(site, tmp_path)


def test_the_key_goes_nowhere_else(site: Site, tmp_path: Path) -> None:
    with serve() as other:
        page = {"total": 0, "limit": 20, "offset": 0, "item": []}
        other.routes["/v1/item"] = Reply(json.dumps(page).encode())
        site.routes["/v1/item"] = Reply(status=307, headers={"Location": f"{other.address}/v1/item"})
        get(site, tmp_path)
        assert "apikey" in site.asked[0].headers
        assert other.asked and all("apikey" not in asked.headers for asked in other.asked)


def test_the_key_is_not_kept(site: Site, tmp_path: Path) -> None:
    site.routes["/v1/item"] = api([story(1)])
    get(site, tmp_path)
    assert not any(b"k-1" in path.read_bytes() for path in tmp_path.iterdir())


def test_a_server_that_repeats_itself_is_left(site: Site, tmp_path: Path) -> None:
    page = {"total": 99, "limit": 20, "offset": 0, "item": [story(1)]}
    site.routes["/v1/item"] = Reply(json.dumps(page).encode())
    with pytest.raises(FetchError, match="the same page again"):
        get(site, tmp_path)


@pytest.mark.parametrize("body", [b"<html></html>", b"[]", b'{"item": 3}', b'{"total": "many", "item": []}'])
def test_an_answer_that_is_no_page_is_told(site: Site, tmp_path: Path, body: bytes) -> None:
    site.routes["/v1/item"] = Reply(body)
    with pytest.raises(FetchError, match="no page of items"):
        get(site, tmp_path)
