"""`ldr` with faults put in: words in an article that kill, crash, fill or hold up whoever reads it; a full disk.

Run as a program, so that worker processes, which import it again, have the faults too.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import time
from typing import Any

import pipeline.engines.deadline
import pipeline.run
from pipeline.cleaning import CleanArticle

KILL, CRASH, MEMORY, SLOW, DEAF = (f"injected fault: {name}" for name in ("kill", "crash", "memory", "slow", "deaf"))
DISK_FULL_AFTER = "SOAK_DISK_FULL_AFTER"

pipeline.engines.deadline.GRACE = 1
_clean, _fsync = pipeline.run.clean_article, os.fsync
_written = 0


def clean_article(article: Any) -> CleanArticle:
    """Clean an article, unless its words say what is to happen."""
    if KILL in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if CRASH in article.text:
        ctypes.string_at(0)
    if MEMORY in article.text:
        raise MemoryError
    if DEAF in article.text:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    while SLOW in article.text or DEAF in article.text:
        time.sleep(0.01)
    return _clean(article)


def fsync(handle: int) -> None:
    """Bring a file to the disk, which is full after so many times."""
    global _written
    _written += 1
    if _written > int(os.environ[DISK_FULL_AFTER]):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    _fsync(handle)


pipeline.run.clean_article = clean_article
if DISK_FULL_AFTER in os.environ:
    os.fsync = fsync

if __name__ == "__main__":
    from pipeline.cli import main

    main()
