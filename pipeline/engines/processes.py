"""Several processes on this machine, started afresh (spawn), results in order, few batches in flight."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from pipeline.engines.died import Died

Batch = TypeVar("Batch")
Result = TypeVar("Result")


def run_processes(work: Callable[[Batch], Result], batches: Iterable[Batch], workers: int) -> Iterator[Result | Died]:
    """Run `work` over each batch in `workers` processes (0: one for each core).

    `work` must be importable by a new process. Where a worker dies, each batch in flight gives a `Died`, since
    nothing says which was at fault, and the others go to new processes.
    """
    count = workers or os.cpu_count() or 1
    waiting = iter(batches)
    died = True
    while died:
        died = False
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(count, mp_context=context, initializer=_start) as pool:
            flying: deque[Future[Result]] = deque()
            try:
                for batch in waiting:
                    flying.append(_submit(pool, work, batch))
                    # two batches a worker keep each one busy while memory stays flat
                    if len(flying) >= 2 * count:
                        result = _result(flying.popleft())
                        died = isinstance(result, Died)
                        yield result
                    if died:
                        break
                while flying:
                    result = _result(flying.popleft())
                    died = died or isinstance(result, Died)
                    yield result
            finally:
                for future in flying:
                    future.cancel()


def _submit(pool: ProcessPoolExecutor, work: Callable[[Batch], Result], batch: Batch) -> Future[Result]:
    try:
        return pool.submit(work, batch)
    except BrokenProcessPool as error:
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken


def _result(future: Future[Result]) -> Result | Died:
    try:
        return future.result()
    except BrokenProcessPool:
        return Died()


def _start() -> None:
    """Leave Ctrl-C to the parent, and end with it, however it ends; one process takes one core."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
