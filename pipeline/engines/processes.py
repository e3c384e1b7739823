"""Several processes on this machine, started afresh (spawn), results in order, few batches in flight."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from pipeline.errors import EngineError

Batch = TypeVar("Batch")
Result = TypeVar("Result")


def run_processes(work: Callable[[Batch], Result], batches: Iterable[Batch], workers: int) -> Iterator[Result]:
    """Run `work` over each batch in `workers` processes (0: one for each core).

    `work` must be importable by a new process. Raises EngineError where a worker dies.
    """
    count = workers or os.cpu_count() or 1
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        flying: deque[Future[Result]] = deque()
        try:
            for batch in batches:
                flying.append(pool.submit(work, batch))
                # two batches a worker keep each one busy while memory stays flat
                if len(flying) >= 2 * count:
                    yield flying.popleft().result()
            while flying:
                yield flying.popleft().result()
        except BrokenProcessPool as error:
            raise EngineError("a worker process died (out of memory?); try fewer --workers") from error
        finally:
            for future in flying:
                future.cancel()
