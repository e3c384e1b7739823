"""How long an article may take: an alarm for code that can be told, an end for a process that no longer listens."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

GRACE = 30
"""Seconds after the alarm until a worker that did not heed it (it hangs in a library's C code) is ended."""


class TookTooLongError(Exception):
    """The time of an article is over."""


@contextmanager
def deadline(seconds: int) -> Iterator[None]:
    """Raise TookTooLongError in the code below after so many seconds; 0 is for ever.

    A worker process that is still busy 30 seconds later ends itself, so that the engine replaces it.
    """
    in_worker = multiprocessing.parent_process() is not None
    listens = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not seconds:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as the signal module calls it
        raise TookTooLongError(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, ring) if listens else None
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path
        try:
            if in_worker:
                faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=nowhere)
            if listens:
                signal.setitimer(signal.ITIMER_REAL, seconds)
            yield
        finally:
            if listens:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, before)
            if in_worker:
                faulthandler.cancel_dump_traceback_later()
