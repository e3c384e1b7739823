"""Extracts articles as they arrive, in a folder or from a feed, until it is stopped."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from pipeline.analysis.news import News, known_articles, news_since
from pipeline.errors import FetchError, InputError, SettingsError
from pipeline.fetching import fetch, is_address
from pipeline.job import extract_to
from pipeline.settings import Settings
from pipeline.tables import read_tables

SETTLING = 400
"""Milliseconds without a change before a folder's changes are looked at: a file may still be being written."""


def watch(
    place: str,
    settings: Settings,
    stop: Event,
    report: Callable[[News], None],
    complain: Callable[[FetchError], None],
    into: str = "",
) -> None:
    """Extract what a folder holds, or a feed gives, then what comes, into `settings.out`, until `stop` is set.

    Articles of other inputs that the tables hold already stay there. Items of a feed are kept as files in `into`
    (beside the tables where it is not named) and go on from there. What cannot be fetched is complained of and tried
    again; what is being extracted when the watch stops is finished.
    """
    folder = Path(into or f"{settings.out}-fetched") if is_address(place) else Path(place)
    before = known_articles(settings.out)
    arrivals = (
        _polls(place, folder, settings, stop, complain) if is_address(place) else _changes(folder, settings, stop)
    )
    for _ in arrivals:
        summary = extract_to([str(folder)], settings, append=True)
        if not summary.extracted:
            continue
        tables = read_tables(settings.out)
        report(news_since(before, tables))
        before |= frozenset(tables["articles"]["article_id"])


@contextmanager
def stopped_by_signals() -> Iterator[Event]:
    """Give an event that Ctrl-C and SIGTERM set; a second signal ends the program at once, as without this."""
    stop = Event()
    previous = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def set_it(number: int, _: Any) -> None:
        stop.set()
        signal.signal(number, previous[signal.Signals(number)])

    for number in previous:
        signal.signal(number, set_it)
    try:
        yield stop
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _changes(folder: Path, settings: Settings, stop: Event) -> Iterator[None]:
    """Give a turn at the start, and one after each change of the folder's files."""
    try:
        import watchfiles
    except ImportError as error:
        raise InputError("watching a folder needs the extra `watch`: pip install 'ldr-pipeline[watch]'") from error
    if not folder.is_dir():
        raise InputError("no such folder; name a folder of articles, or a feed's address", str(folder))
    watched, out = folder.resolve(), Path(settings.out).resolve()
    if out == watched or watched in out.parents:
        raise SettingsError(f"out: {settings.out} lies in the folder that is watched; name another with --out")

    def counts(_: object, name: str) -> bool:
        return not any(part.startswith(".") for part in Path(name).resolve().relative_to(watched).parts)

    first = True
    # the first turn waits until the folder is watched, so that nothing can come unseen between the two
    for changes in watchfiles.watch(
        folder, watch_filter=counts, stop_event=stop, step=SETTLING, rust_timeout=500, yield_on_timeout=True
    ):
        if (first or changes) and not stop.is_set():
            yield
        first = False


def _polls(
    address: str, folder: Path, settings: Settings, stop: Event, complain: Callable[[FetchError], None]
) -> Iterator[None]:
    """Give a turn at the start, and one after each time that the feed has given something new."""
    first = True
    while not stop.is_set():
        delay = 0.0
        try:
            fetched = fetch(address, folder, settings.ldrs_api, stop.wait)
            delay = fetched.delay
            if first or fetched.new or fetched.changed:
                yield
            first = False
        except FetchError as error:
            complain(error)
        stop.wait(max(settings.feed_interval, delay))
