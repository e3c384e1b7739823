"""Score floors for both halves of the corpus: `floors.json`, which may only rise while the corpus is the same.

`python tests/floors.py --update` raises them to today's scores, and writes `docs/accuracy.md` from them; it refuses
to lower one unless the corpus has changed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import accuracy

from corpus import CORPUS, HALVES, digest, extract_half
from pipeline.evaluate import evaluate

FLOORS = Path(__file__).with_name("floors.json")
MEASURES = ("f1", "strict_f1")
COUNTED = ("gold", "found", "spurious", "strict", "by_field")


def scores(half: str, out: Path) -> dict[str, dict[str, float]]:
    """Score a run over one half."""
    tallies = evaluate(CORPUS / "gold" / half, out)
    return {table: {name: tally.summary()[name] for name in MEASURES} for table, tally in tallies.items()}


def counts(half: str, out: Path) -> dict[str, dict[str, Any]]:
    """Count what is right in a run over one half, table by table: what `docs/accuracy.md` prints."""
    tallies = evaluate(CORPUS / "gold" / half, out)
    return {table: {name: tally.summary()[name] for name in COUNTED} for table, tally in tallies.items()}


def fallen(floor: dict[str, Any], now: dict[str, dict[str, float]]) -> list[str]:
    """Name every score that is under its floor."""
    return [
        f"{table} {name}: {now[table][name]} is under {least}"
        for table, measures in floor.items()
        for name, least in measures.items()
        if now[table][name] < least
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="raise the floors to today's scores")
    update = parser.parse_args().update
    known = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    complaints = []
    for half in HALVES:
        with tempfile.TemporaryDirectory() as folder:
            out = extract_half(half, Path(folder))
            now, counted = scores(half, out), counts(half, out)
        before = known.get(half, {})
        if before.get("corpus") == digest(half):
            complaints += [f"{half}: {line}" for line in fallen(before["scores"], now)]
        known[half] = {"corpus": digest(half), "scores": now, "counts": counted}
    if complaints:
        sys.stderr.write("\n".join(complaints) + "\n")
        return 1
    if update:
        FLOORS.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
        accuracy.PAGE.write_text(accuracy.page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
