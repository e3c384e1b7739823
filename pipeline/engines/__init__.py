"""The engines: each spreads one unit of work over batches and gives the results in order, lazily.

An engine that sees a worker die gives a `Died` in the place of the result and goes on; what then becomes of the
batch is decided here, alike for all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from pipeline.engines.dask import run_dask
from pipeline.engines.deadline import TookTooLongError, deadline
from pipeline.engines.died import Died
from pipeline.engines.inprocess import run_inprocess
from pipeline.engines.processes import run_processes
from pipeline.errors import EngineError

__all__ = ["Died", "TookTooLongError", "deadline", "run_with"]

Item = TypeVar("Item")
Result = TypeVar("Result")
Engine = Callable[[Callable[[Any], Any], Iterable[Any], int], Iterator[Any]]

ENGINES: dict[str, Engine] = {
    "inprocess": run_inprocess,
    "processes": run_processes,
    "dask": run_dask,
}


def run_with(
    engine: str,
    work: Callable[[Sequence[Item]], list[Result]],
    batches: Iterable[Sequence[Item]],
    workers: int = 0,
    lost: Callable[[Item], Result] | None = None,
    scheduler: str = "",
) -> Iterator[list[Result]]:
    """Run `work` over each batch with the engine named; `workers` 0 is one for each core, `scheduler` is Dask's.

    A batch whose worker dies is run once more, then in halves, until the item at fault is alone: `lost` says what
    stands for it. Raises EngineError for an unknown engine, naming the known ones, and, without `lost`, where a
    worker dies again.
    """
    if engine not in ENGINES:
        raise EngineError(f"unknown engine {engine!r}; the engines are {', '.join(ENGINES)}")
    run = partial(run_dask, scheduler=scheduler) if engine == "dask" else ENGINES[engine]
    given: deque[Sequence[Item]] = deque()

    def noted() -> Iterator[Sequence[Item]]:
        for batch in batches:
            given.append(batch)
            yield batch

    for result in run(work, noted(), workers):
        batch = given.popleft()
        yield _rescue(run, work, batch, lost) if isinstance(result, Died) else result


def _rescue(
    engine: Engine,
    work: Callable[[Sequence[Item]], list[Result]],
    batch: Sequence[Item],
    lost: Callable[[Item], Result] | None,
) -> list[Result]:
    (result,) = engine(work, [batch], 1)
    if not isinstance(result, Died):
        return list(result)
    if len(batch) == 1:
        if lost is None:
            raise EngineError("a worker process died twice over one item (out of memory?)")
        return [lost(batch[0])]
    half = len(batch) // 2
    return [found for part in (batch[:half], batch[half:]) for found in _rescue(engine, work, part, lost)]
