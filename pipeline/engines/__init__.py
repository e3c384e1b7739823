"""The engines: each spreads one unit of work over batches and gives the results in order, lazily."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from pipeline.engines.inprocess import run_inprocess
from pipeline.engines.processes import run_processes
from pipeline.errors import EngineError

Batch = TypeVar("Batch")
Result = TypeVar("Result")

ENGINES: dict[str, Callable[[Callable[[Any], Any], Iterable[Any], int], Iterator[Any]]] = {
    "inprocess": run_inprocess,
    "processes": run_processes,
}


def run_with(
    engine: str, work: Callable[[Batch], Result], batches: Iterable[Batch], workers: int = 0
) -> Iterator[Result]:
    """Run `work` over each batch with the engine named; `workers` 0 is one for each core.

    Raises EngineError for an unknown engine, naming the known ones.
    """
    if engine not in ENGINES:
        raise EngineError(f"unknown engine {engine!r}; the engines are {', '.join(ENGINES)}")
    return ENGINES[engine](work, batches, workers)
