"""Work for the engines' tests that loads nothing: a new process must be able to import it quickly."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence


def spell(batch: Sequence[str]) -> list[str]:
    """Spell words in capitals; die over one of them."""
    if "die" in batch:
        os.kill(os.getpid(), signal.SIGKILL)
    return [word.upper() for word in batch]
