"""What an engine gives in the place of a batch's result when the worker that had it is gone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Died:
    """The worker ended without a result: it was killed, ran out of memory, or crashed in a library."""
