"""Fetching from a real server: feeds, pages, conditional requests, errors, slow answers, redirects, robots rules."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus import ROOT
from fetching.serving import Asked, Reply, Site, serve
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.cli import app
from pipeline.errors import FetchError
from pipeline.fetching import Fetched, fetch, is_address

FIXTURES = ROOT / "tests" / "fixtures" / "articles"
FEED = (FIXTURES / "rss" / "story.xml").read_bytes()
TWO = FEED.replace(
    b"</channel>", b"<item><title>Bins</title><guid>b</guid><description>Late.</description></item></channel>"
)
STORY = (FIXTURES / "text" / "story.txt").read_text(encoding="utf-8")


def texts(folder: Path) -> set[str]:
    return {found.text for found in read_articles(folder) if isinstance(found, Article)}


def refusal(address: str, folder: Path, waits: list[float] | None = None) -> str:
    with pytest.raises(FetchError) as error:
        fetch(address, folder, wait=(waits if waits is not None else []).append)
    assert not list(folder.glob("*.*ml"))
    return str(error.value)


# ------------------------------------------------------------------ what comes
@pytest.mark.parametrize("name", ["rss/story.xml", "atom/story.xml", "web_page/story.html", "ldrs/story.json"])
def test_what_is_fetched_reads_as_the_article(site: Site, tmp_path: Path, name: str) -> None:
    site.routes["/it"] = Reply((FIXTURES / name).read_bytes())
    assert fetch(f"{site.address}/it", tmp_path) == Fetched(1, 0)
    assert texts(tmp_path) == {STORY}


def test_each_item_of_a_feed_is_a_file_and_only_new_ones_are_added(site: Site, tmp_path: Path) -> None:
    site.routes["/feed"] = Reply(FEED)
    assert fetch(f"{site.address}/feed", tmp_path) == Fetched(1, 0)
    first = {path.name: path.read_bytes() for path in tmp_path.glob("*.xml")}
    site.routes["/feed"] = Reply(TWO)
    assert fetch(f"{site.address}/feed", tmp_path) == Fetched(1, 0)
    assert {name: (tmp_path / name).read_bytes() for name in first} == first
    site.routes["/feed"] = Reply(TWO.replace(b"Late.", b"Later."))
    assert fetch(f"{site.address}/feed", tmp_path) == Fetched(0, 1)
    assert len(list(tmp_path.glob("*.xml"))) == 2


def test_an_unchanged_feed_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    def feed(asked: Asked) -> Reply:
        known = asked.headers.get("if-none-match") == '"1"' and "if-modified-since" in asked.headers
        headers = {"ETag": '"1"', "Last-Modified": "Fri, 03 May 2024 09:30:00 GMT"}
        return Reply(status=304) if known else Reply(FEED, headers=headers)

    site.routes["/feed"] = feed
    assert [fetch(f"{site.address}/feed", tmp_path).new for _ in range(2)] == [1, 0]
    assert site.paths().count("/feed") == 2


def test_an_answer_that_is_compressed_unasked_is_read(site: Site, tmp_path: Path) -> None:
    site.routes["/feed"] = Reply(gzip.compress(FEED), headers={"Content-Encoding": "gzip"})
    assert fetch(f"{site.address}/feed", tmp_path).new == 1


# ------------------------------------------------------------------ errors
@pytest.mark.parametrize(("status", "words"), [(404, "404"), (410, "410"), (401, "check your key"), (403, "refuses")])
def test_an_error_of_the_server_is_told(site: Site, tmp_path: Path, status: int, words: str) -> None:
    site.routes["/feed"] = Reply(status=status)
    assert words in refusal(f"{site.address}/feed", tmp_path)
    assert site.paths().count("/feed") == 1


def test_a_busy_server_is_asked_again_after_the_wait_that_it_names(site: Site, tmp_path: Path) -> None:
    replies = iter([Reply(status=429, headers={"Retry-After": "7"}), Reply(status=503), Reply(FEED)])
    site.routes["/feed"] = lambda _: next(replies)
    waits: list[float] = []
    assert fetch(f"{site.address}/feed", tmp_path, wait=waits.append).new == 1
    assert waits == [7.0, 2.0]


def test_a_server_that_stays_busy_is_given_up(site: Site, tmp_path: Path) -> None:
    site.routes["/feed"] = Reply(status=503, headers={"Retry-After": "9999"})
    waits: list[float] = []
    assert "503" in refusal(f"{site.address}/feed", tmp_path, waits)
    assert waits == [60.0] * 3


def test_nobody_there_is_told(tmp_path: Path) -> None:
    with serve() as gone:
        address = gone.address
    assert "cannot be reached" in refusal(address, tmp_path)


def test_a_server_that_is_silent_is_left(site: Site, tmp_path: Path, bounds: dict[str, object]) -> None:
    bounds.update(silence_seconds=0.2, tries=1)

    def silence(_: Asked) -> Reply:
        time.sleep(0.6)
        return Reply(FEED)

    site.routes["/feed"] = silence
    assert "no answer in time" in refusal(f"{site.address}/feed", tmp_path)


def test_an_answer_that_drips_is_broken_off(site: Site, tmp_path: Path, bounds: dict[str, object]) -> None:
    bounds.update(answer_seconds=0.3)

    def drops() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.05)
            yield b"x"

    site.routes["/feed"] = lambda _: Reply(pieces=drops())
    assert "takes longer" in refusal(f"{site.address}/feed", tmp_path)


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_beyond_the_bound_is_refused(
    site: Site, tmp_path: Path, bounds: dict[str, object], packed: bool
) -> None:
    bounds.update(answer_bytes=10_000)
    body = b"x" * 1_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    site.routes["/feed"] = Reply(gzip.compress(body) if packed else body, headers=headers)
    assert "more than 10,000 bytes" in refusal(f"{site.address}/feed", tmp_path)


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://mail.example/feed", "https://", "http://a:b@mail.example/"]
)
def test_only_plain_web_addresses_are_fetched(tmp_path: Path, address: str) -> None:
    refusal(address, tmp_path)


def test_what_is_fetched_and_what_is_read() -> None:
    assert all(map(is_address, ("ldrs", "https://mail.example/feed")))
    assert not any(map(is_address, ("articles", "a.xml")))


# ------------------------------------------------------------------ redirects
def test_redirects_are_followed_within_a_bound(site: Site, tmp_path: Path) -> None:
    site.routes["/old"] = Reply(status=301, headers={"Location": "/feed"})
    site.routes["/feed"] = Reply(FEED)
    site.routes["/loop"] = Reply(status=302, headers={"Location": "/loop"})
    assert "more than 5 redirects" in refusal(f"{site.address}/loop", tmp_path)
    assert site.paths().count("/loop") == 6
    assert fetch(f"{site.address}/old", tmp_path).new == 1


@pytest.mark.parametrize("location", ["file:///etc/hostname", "ftp://mail.example/x"])
def test_a_redirect_stays_on_the_web(site: Site, tmp_path: Path, location: str) -> None:
    site.routes["/feed"] = Reply(status=302, headers={"Location": location})
    assert "not a web address" in refusal(f"{site.address}/feed", tmp_path)


def test_a_public_feed_never_leads_into_a_private_network(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two servers on this machine, of which the first is taken for a public one."""
    with serve("127.0.0.2") as private:
        monkeypatch.setattr("pipeline.fetching.connection.is_private", lambda address: address == "127.0.0.2")
        private.routes["/secret"] = Reply(FEED)
        site.routes["/feed"] = Reply(status=302, headers={"Location": f"{private.address}/secret"})
        assert "private network" in refusal(f"{site.address}/feed", tmp_path)
        assert private.asked == []
        assert fetch(f"{private.address}/secret", tmp_path).new == 1, "one's own server may be asked"


def test_a_proxy_is_no_way_into_a_private_network(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stands for a proxy: what it is asked for is a whole address."""
    monkeypatch.setenv("http_proxy", site.address)
    monkeypatch.setenv("no_proxy", "")
    site.routes["/feed"] = Reply(status=302, headers={"Location": "http://10.0.0.7/secret"})
    site.routes["/secret"] = Reply(FEED)
    assert "private network" in refusal("http://mail.example/feed", tmp_path)
    assert "/secret" not in site.paths()


# ------------------------------------------------------------------ robots rules
@pytest.mark.parametrize(
    ("status", "rules", "allowed"),
    [
        (200, "User-agent: *\nDisallow: /", False),
        (200, "User-agent: ldr-pipeline\nDisallow: /feed\n\nUser-agent: *\nAllow: /", False),
        (200, "User-agent: other\nDisallow: /", True),
        (404, "", True),
        (503, "", False),
    ],
)
def test_robots_rules_are_kept(site: Site, tmp_path: Path, status: int, rules: str, allowed: bool) -> None:
    site.routes["/robots.txt"] = Reply(rules.encode(), status)
    site.routes["/feed"] = Reply(FEED)
    if allowed:
        assert fetch(f"{site.address}/feed", tmp_path).new == 1
    else:
        assert "robots.txt" in refusal(f"{site.address}/feed", tmp_path)
        assert "/feed" not in site.paths()


def test_the_rules_of_a_redirects_end_count_too(site: Site, tmp_path: Path) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private")
    site.routes["/feed"] = Reply(status=302, headers={"Location": "/private"})
    site.routes["/private"] = Reply(FEED)
    assert "robots.txt" in refusal(f"{site.address}/feed", tmp_path)


def test_a_site_may_ask_for_time_between_requests(site: Site, tmp_path: Path) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 90")
    site.routes["/feed"] = Reply(FEED)
    assert fetch(f"{site.address}/feed", tmp_path).delay == 90


# ------------------------------------------------------------------ the command
def test_the_command_fetches_and_says_how_much(site: Site, tmp_path: Path) -> None:
    site.routes["/feed"] = Reply(FEED)
    done = CliRunner().invoke(app, ["fetch", f"{site.address}/feed", "--into", str(tmp_path)])
    assert (done.exit_code, done.output) == (0, f"1 new, 0 changed in {tmp_path}/\n")
