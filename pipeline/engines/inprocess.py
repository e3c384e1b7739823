"""One after the other, in this process: the engine that the others must equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")


def run_inprocess(work: Callable[[Batch], Result], batches: Iterable[Batch], workers: int) -> Iterator[Result]:  # noqa: ARG001
    """Run `work` over each batch here."""
    return map(work, batches)
