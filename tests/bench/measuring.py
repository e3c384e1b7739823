"""Repeats and medians: what is compared is measured in turns, in one process, after one warm-up each."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPEATS = int(os.environ.get("REPEATS", "5"))


def medians(works: Mapping[str, Callable[[], object]], repeats: int = REPEATS) -> dict[str, float]:
    """Give the median seconds of the processor that each work takes, all in turns so that a busy machine hits all."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for repeat in range(repeats + 1):
        for name, work in works.items():
            start = time.process_time()
            work()
            if repeat:
                times[name].append(time.process_time() - start)
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def command(*words: str, repeats: int = REPEATS) -> float:
    """Give the median seconds by the clock of `ldr` with these words, a new process each time.

    Its modules are compiled, as pip leaves them; the first repeat does that and does not count.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "pipeline", *words], check=True, capture_output=True, cwd=ROOT, env=environment
        )
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def peak_of_this_process() -> float:
    """Give this process's largest resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident(process: int) -> float:
    """Give a process's resident memory, in MB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)
