"""`ldr watch`: what arrives in a folder or feed is extracted and told; it stops cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from corpus import ROOT
from fetching.serving import Reply, Site
from pipeline.analysis.news import News
from pipeline.errors import FetchError, InputError, SettingsError
from pipeline.job import extract_to, forget
from pipeline.settings import Settings
from pipeline.tables import read_tables
from pipeline.watching import stopped_by_signals, watch

STORY = (ROOT / "tests" / "fixtures" / "articles" / "text" / "story.txt").read_text(encoding="utf-8")
OTHER = STORY.replace("children’s homes", "libraries").replace("Amina Pell", "Tobias Rook")
FEED = (ROOT / "tests" / "fixtures" / "articles" / "rss" / "story.xml").read_text(encoding="utf-8")
WAIT = 60
"""Seconds after which a test gives up; none waits so long."""


class Watching:
    """A watch in a thread: what it reports, one after the other."""

    def __init__(self, place: str, out: Path, **settings: object) -> None:
        self.stop = Event()
        self.news: list[News] = []
        self.errors: list[str] = []
        self._told = Event()
        made = Settings(out=str(out), **settings)  # type: ignore[arg-type]
        self._thread = Thread(target=watch, args=(place, made, self.stop, self._report, self._complain))

    def _report(self, news: News) -> None:
        self.news.append(news)
        self._told.set()

    def _complain(self, error: FetchError) -> None:
        self.errors.append(str(error))
        self._told.set()

    def next(self) -> None:
        """Wait until something more is told."""
        assert self._told.wait(WAIT)
        self._told.clear()

    def __enter__(self) -> Watching:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join(WAIT)
        assert not self._thread.is_alive()


def names(found: tuple[object, ...]) -> set[str]:
    return {one.name for one in found}  # type: ignore[attr-defined]


def test_what_arrives_in_a_folder_is_extracted_and_told(tmp_path: Path) -> None:
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    (inbox / "a.txt").write_text(STORY, encoding="utf-8")
    with Watching(str(inbox), out) as watching:
        watching.next()
        (inbox / "b.txt").write_text(OTHER, encoding="utf-8")
        watching.next()
    first, second = watching.news
    assert [len(news.headlines) for news in watching.news] == [1, 1]
    assert names(first.people) >= {"Amina Pell"}
    assert "Tobias Rook" in names(second.people) and "Amina Pell" not in names(second.people)
    assert len(read_tables(out)["articles"]) == 2


def test_what_is_new_is_told_by_council_with_its_rows(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(STORY.replace("Marsh Vale Council", "Leeds City Council"), encoding="utf-8")
    with Watching(str(inbox), tmp_path / "out") as watching:
        watching.next()
    council = next(one for one in watching.news[0].councils if one.name == "Leeds City Council")
    assert council.articles == 1
    assert council.rows["money"] >= 1


def test_a_feed_is_polled_and_only_what_is_new_is_told(site: Site, tmp_path: Path) -> None:
    site.routes["/feed"] = Reply(FEED.encode())
    with Watching(f"{site.address}/feed", tmp_path / "out", feed_interval=0) as watching:
        watching.next()
        more = FEED[FEED.index("<item>") : FEED.index("</channel>")].replace("mail-17", "mail-18")
        more = more.replace("children’s homes", "libraries").replace("Amina Pell", "Tobias Rook")
        site.routes["/feed"] = Reply(FEED.replace("</channel>", f"{more}</channel>").encode())
        watching.next()
    assert [len(news.headlines) for news in watching.news] == [1, 1]
    assert "Tobias Rook" in names(watching.news[1].people)
    assert len(list((tmp_path / "out-fetched").glob("*.xml"))) == 2


def test_a_feed_that_fails_is_complained_of_and_tried_again(site: Site, tmp_path: Path) -> None:
    site.routes["/feed"] = Reply(status=404)
    with Watching(f"{site.address}/feed", tmp_path / "out", feed_interval=0) as watching:
        watching.next()
        site.routes["/feed"] = Reply(FEED.encode())
        while not watching.news:
            watching.next()
    assert "404" in watching.errors[0]


def test_a_watch_goes_on_where_the_last_one_stopped(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(STORY, encoding="utf-8")
    with Watching(str(inbox), tmp_path / "out") as watching:
        watching.next()
    (inbox / "b.txt").write_text(OTHER, encoding="utf-8")
    with Watching(str(inbox), tmp_path / "out") as watching:
        watching.next()
    assert len(watching.news[0].headlines) == 1


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of tables in which an article of an archive stands, with what a metadata file said of it."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "a.txt").write_text(STORY, encoding="utf-8")
    known = tmp_path / "known.csv"
    known.write_text("source,published\na.txt,2019-03-04\n", encoding="utf-8")
    out = tmp_path / "out"
    extract_to([tmp_path / "archive"], Settings(out=str(out), metadata=str(known)))
    (tmp_path / "inbox").mkdir()
    return out


def sources(out: Path) -> list[str]:
    return sorted(read_tables(out)["articles"]["source"])


def test_what_arrives_is_appended_to_the_tables_of_other_articles(archive: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "b.txt").write_text(OTHER, encoding="utf-8")
    with Watching(str(inbox), archive) as watching:
        watching.next()
        (inbox / "b.txt").write_text(OTHER.replace("Tobias Rook", "Edda Moss"), encoding="utf-8")
        (inbox / "a.txt").write_text(STORY, encoding="utf-8")  # the archive's, under its own name
        watching.next()
    assert [len(news.headlines) for news in watching.news] == [1, 1]
    tables = read_tables(archive)
    published = dict(zip(tables["articles"]["source"], tables["articles"]["published"].astype(str), strict=True))
    assert published["a.txt"] == "2019-03-04"  # as it was read
    assert sources(archive) == ["a.txt", "b.txt"]
    assert {"Amina Pell", "Edda Moss"} <= set(tables["people"]["name"])
    assert "Tobias Rook" not in set(tables["people"]["name"])


def test_what_was_appended_to_stays_through_later_watches(archive: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    for name in ("b.txt", "c.txt"):
        (inbox / name).write_text(OTHER.replace("Tobias Rook", f"Tobias R{name[0]}ok"), encoding="utf-8")
        append(inbox, archive)
    (inbox / "b.txt").unlink()
    append(inbox, archive)
    assert sources(archive) == ["a.txt", "c.txt"]
    second = tmp_path / "second"
    second.mkdir()
    (second / "d.txt").write_text(OTHER, encoding="utf-8")
    append(second, archive)
    assert sources(archive) == ["a.txt", "c.txt", "d.txt"]
    extract_to([second], Settings(out=str(archive)))  # a run over a folder gives that folder
    assert sources(archive) == ["d.txt"]


def test_what_was_forgotten_is_not_kept(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "inbox" / "b.txt").write_text(OTHER, encoding="utf-8")
    append(tmp_path / "inbox", archive)
    forget("a.txt", archive)
    (tmp_path / "inbox" / "c.txt").write_text(OTHER.replace("Tobias Rook", "Edda Moss"), encoding="utf-8")
    append(tmp_path / "inbox", archive)
    assert sources(archive) == ["b.txt", "c.txt"]
    assert "Amina Pell" not in set(read_tables(archive)["people"]["name"])


def append(folder: Path, out: Path) -> None:
    extract_to([folder], Settings(out=str(out)), append=True)


def test_a_place_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        watch(str(tmp_path / "gone"), Settings(out=str(tmp_path / "out")), Event(), print, print)


def test_tables_may_not_lie_in_the_folder_that_is_watched(tmp_path: Path) -> None:
    """They would be read as articles in the next turn."""
    with pytest.raises(SettingsError, match="--out"):
        watch(str(tmp_path), Settings(out=str(tmp_path / "out")), Event(), print, print)


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(InputError, match="ldr-pipeline\\[watch\\]"):
        watch(str(tmp_path), Settings(out=str(tmp_path / "out")), Event(), print, print)


def test_the_command_stops_cleanly(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(STORY, encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "watch", str(inbox), "--out", str(tmp_path / "out")]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with running:
        assert running.stdout is not None and running.stderr is not None
        assert running.stdout.readline() == "New articles: 1\n"
        running.send_signal(signal.SIGTERM)
        assert "Amina Pell" in running.stdout.read()
        assert (running.wait(WAIT), running.stderr.read()) == (0, "")
    assert len(read_tables(tmp_path / "out")["articles"]) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_is_not_caught(number: signal.Signals) -> None:
    def count(_: int, __: object) -> None:
        caught.append(1)

    caught: list[int] = []
    previous = signal.signal(number, count)
    try:
        with stopped_by_signals() as stop:
            os.kill(os.getpid(), number)
            assert stop.wait(WAIT) and not caught
            os.kill(os.getpid(), number)
            assert caught
    finally:
        signal.signal(number, previous)
