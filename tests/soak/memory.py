"""Peak memory of the parent and of a worker for runs of several sizes: the parent's must not grow with them.

`python -m soak.memory 1000 100000`; Linux, since it reads /proc.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from soak.drill import Drill
from soak.stories import write_stories


def peak(process: int) -> float:
    """Give a process's largest resident memory so far, in MB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def children(process: int) -> list[int]:
    """Give the processes that a process has started."""
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def measure(articles: int) -> tuple[float, float, float]:
    """Run over so many articles; give the peaks of the parent and of the largest worker, and the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(Path(folder), batch_size=32)
        inputs = write_stories(drill.folder / "stories.jsonl", articles)
        started = time.monotonic()
        run = drill.start(inputs, "out")
        parent = worker = 0.0
        while run.poll() is None:
            parent = max(parent, peak(run.pid))
            worker = max([worker, *map(peak, children(run.pid))])
            time.sleep(0.1)
        _, said = run.communicate()
        assert run.returncode == 0, said
        return parent, worker, time.monotonic() - started


def main() -> None:
    """Measure each size that is named."""
    for articles in map(int, sys.argv[1:] or ("1000", "5000")):
        parent, worker, seconds = measure(articles)
        print(f"{articles:,} articles: parent {parent:.0f} MB, worker {worker:.0f} MB, {seconds:.0f} s", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
