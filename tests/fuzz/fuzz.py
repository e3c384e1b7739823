"""Fuzzes a target with atheris for a bounded time: `python fuzz.py readers -max_total_time=60` (`make fuzz`)."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))
with atheris.instrument_imports(include=["pipeline"]):
    import targets


def main() -> None:
    warnings.simplefilter("ignore")
    name, *options = sys.argv[1:]
    target = targets.TARGETS[name]
    target(b"")

    def one(data: bytes) -> None:
        target(data)

    # `-timeout` makes a hang an error; `-max_len` keeps inputs small, so that what is found can be read
    defaults = ["-timeout=20", "-max_len=4000", "-rss_limit_mb=4000"]
    atheris.Setup([sys.argv[0], *defaults, *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
