"""Writes `docs/accuracy.md`: how often each table and column is right, from `floors.json` (`make docs`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
FLOORS = ROOT / "tests" / "floors.json"

HEAD = """# Accuracy

How often the tables are right, on the project's own corpus: articles written for it in the genre, and annotated by
people who had not seen a rule ([limits](limits.md) says what that leaves open). `make floors` measures, and writes
this page; a test fails when a later change makes a score fall.

* **Held back**: {heldback} articles for which no rule was written. Nobody who writes rules reads them; their errors
  are seen as counts only. These are the numbers to quote.
* **Develop**: {develop} articles whose errors are read. Higher, since rules were made for them.
* **F1** weighs rows that are missing against rows that should not be there: a row counts when it stands at
  the right place (a person or organisation: names the right one). **Strict F1** counts a row only when every column
  that the gold states is right too.

| table | F1 | strict F1 | F1, develop | strict F1, develop |
| --- | --- | --- | --- | --- |
"""
TABLE = """
## {table}

Held back: {found} of {gold} found, {spurious} that should not be there, {strict} right in every column stated. {link}

| column | right, held back | | right, develop | |
| --- | --- | --- | --- | --- |
"""
SUMMED = "Organisations are counted for what is found only: the gold names those that matter to a story, not all.\n"


def page() -> str:
    """Give the page."""
    known = json.loads(FLOORS.read_text(encoding="utf-8"))
    held, develop = (known[half]["counts"] for half in ("heldback", "develop"))
    lines = [HEAD.format(heldback=held["articles"]["gold"], develop=develop["articles"]["gold"])]
    for table in held:
        cells = [_f1(half[table], hits) for half in (held, develop) for hits in ("found", "strict")]
        lines.append(f"| [{table}](#{table}) | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |\n")
    lines.append("\nThe table `interventions` has examples and no gold yet, so it has no score.\n")
    for table, counts in held.items():
        link = f"[How it is made](methods.md#{table})."
        lines.append(TABLE.format(table=table, link=link, **counts))
        names = sorted(counts["by_field"].keys() | develop[table]["by_field"].keys())
        lines += [f"| `{name}` | {_share(counts, name)} | {_share(develop[table], name)} |\n" for name in names]
        if table == "organisations":
            lines.append("\n" + SUMMED)
    return "".join(lines)


def _f1(counts: dict[str, Any], hits: str) -> float:
    """Give F1: `found` rows count, or only `strict` ones."""
    return float(2 * counts[hits] / (counts["gold"] + counts["found"] + counts["spurious"]))


def _share(counts: dict[str, Any], name: str) -> str:
    """Write a column's count and its share: "41 of 44 | 93 %"."""
    if name not in counts["by_field"]:
        return "none stated | "
    right, stated = map(int, counts["by_field"][name].split("/"))
    return f"{right} of {stated} | {right / stated:.0%}".replace("%", " %")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
