"""`ldr extract` over catalogues of several sizes: rate, memory of the parent and the workers over time, sizes of files.

`make catalogue`, or `PYTHONPATH=tests python -m bench.long_run 1000 10000 100000`; Linux, since it reads /proc.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from soak.memory import children, peak

from bench.catalogue import write
from bench.measuring import ROOT, resident
from bench.page import keep

MARKS = 20  # of the memory curve that is kept


def sizes_of(out: Path) -> dict[str, float]:
    """Give the MB that the tables of each format, the texts, and the parts take."""
    kinds = {"CSV": "*.csv", "Parquet": "*.parquet", "texts": "text/**/*", "parts": ".ldr/*"}
    return {
        kind: sum(path.stat().st_size for path in out.glob(pattern) if path.is_file()) / 1e6
        for kind, pattern in kinds.items()
    }


def measure(count: int, folder: Path) -> dict[str, Any]:
    """Extract a catalogue of so many articles with a worker for each core."""
    inputs, out = folder / f"catalogue-{count}.jsonl", folder / f"tables-{count}"
    words = write(inputs, count)
    command = [sys.executable, "-m", "pipeline", "extract", str(inputs), "--out", str(out), "--engine", "processes"]
    started, curve, parent, worker = time.perf_counter(), [], 0.0, 0.0
    with subprocess.Popen([*command, "--quiet"], cwd=ROOT) as run:
        while run.poll() is None:
            curve.append(resident(run.pid))
            parent = max(parent, peak(run.pid))
            worker = max([worker, *map(peak, children(run.pid))])
            time.sleep(0.2)
    seconds = time.perf_counter() - started
    if run.returncode:
        sys.exit(f"{' '.join(command)}: exit status {run.returncode}")
    step = max(1, len(curve) // MARKS)
    return {
        "articles": count,
        "words": words,
        "seconds": seconds,
        "parent": parent,
        "worker": worker,
        "curve": [max(curve[at : at + step]) for at in range(0, len(curve), step)],
        "input": inputs.stat().st_size / 1e6,
        "sizes": sizes_of(out),
    }


def main() -> None:
    """Measure each size that is named, one after the other, and write the page."""
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for count in map(int, sys.argv[1:] or ("1000", "10000", "100000")):
            runs.append(found := measure(count, Path(folder)))
            rate = found["words"] / found["seconds"]
            sys.stdout.write(
                f"{count:,} articles: {found['seconds']:.0f} s, {rate:,.0f} words/s, parent {found['parent']:.0f} MB, "
                f"worker {found['worker']:.0f} MB\n"
            )
            sys.stdout.flush()
    keep(catalogue=runs)


if __name__ == "__main__":
    main()
