"""A Dask cluster: workers on this machine, or those of a running scheduler, on any number of machines."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from pipeline.engines.died import Died
from pipeline.errors import EngineError

Batch = TypeVar("Batch")
Result = TypeVar("Result")
HERE: Any = {"threads_per_worker": 1, "silence_logs": 50, "dashboard_address": "127.0.0.1:0"}
HERE["scheduler_kwargs"] = {"allowed_failures": 0}  # a batch whose worker died comes back, for `run_with` to halve it
_ONE_AT_A_TIME = threading.Lock()


def run_dask(
    work: Callable[[Batch], Result], batches: Iterable[Batch], workers: int, scheduler: str = ""
) -> Iterator[Result | Died]:
    """Run `work` over each batch on the cluster of `scheduler`, or in `workers` processes here (0: one for each core).

    A batch whose worker dies, as often as is allowed, gives a `Died`. Raises EngineError where no scheduler answers.
    """
    try:
        import distributed
    except ImportError as error:
        raise EngineError("the engine 'dask' needs the extra `dask`: pip install 'ldr-pipeline[dask]'") from error

    def result(future: Any) -> Result | Died:
        try:
            return future.result()  # type: ignore[no-any-return]
        except distributed.KilledWorker:
            return Died()
        except distributed.CancelledError as error:
            raise EngineError("the Dask scheduler has gone; start it, and run the same command again") from error

    open_client: Any = distributed.Client
    try:
        client = open_client(scheduler, timeout=10) if scheduler else open_client(n_workers=workers or None, **HERE)
    except (OSError, ValueError) as error:
        raise EngineError(f"no Dask scheduler answers at {scheduler!r}: {error}") from error
    with client:
        flying: deque[Any] = deque()
        for batch in batches:
            flying.append(client.submit(_alone, work, batch, pure=False))
            if len(flying) >= 2 * max(1, len(client.nthreads())):  # each one busy, and memory flat
                yield result(flying.popleft())
        yield from map(result, flying)
        with suppress(TimeoutError):  # a worker that is just being replaced cannot be closed, but some never come
            client.wait_for_workers(1 if scheduler else workers or 1, timeout=30)


def _alone(work: Callable[[Batch], Result], batch: Batch) -> Result:
    """Run one batch at a time, however many threads a worker was started with: they share one model."""
    with _ONE_AT_A_TIME:
        return work(batch)
