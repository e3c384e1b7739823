"""Gold annotations: one JSON file per article; offsets are worked out from `text` and `nth`.

`python -m pipeline.evaluate.gold GOLD OUT` writes the offsets into the files of GOLD, from the texts
that a run wrote into OUT, so that any scorer can read them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.writers.csv_files import read_rows

SPANNED = ("money", "dates", "judgements", "quotes", "money_traps", "date_traps", "judgement_traps")


def read_gold(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Read every gold file of a folder, by name.

    Raises InputError where there is none, or one does not parse.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError("holds no gold annotations (*.json)", str(folder))
    for path in paths:
        try:
            yield path, json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise InputError(f"is not JSON: {error}", str(path)) from error


def traps_of(table: str) -> str:
    """Give the name under which gold keeps what looks like a row of a table and is none.

    >>> traps_of("money"), traps_of("judgements")
    ('money_traps', 'judgement_traps')
    """
    return f"{table.removesuffix('s')}_traps"


def occurrence(text: str, words: str, nth: int) -> int:
    """Find where some words stand for the nth time; -1 where they do not.

    >>> occurrence("a may, b may", "may", 2)
    9
    """
    at = -1
    for _ in range(nth):
        at = text.find(words, at + 1)
        if at < 0:
            return -1
    return at


def locate(item: dict[str, Any], text: str) -> dict[str, Any]:
    """Give an item with its offsets and those of its other accepted spans.

    Raises ValueError where its words do not stand in the text.
    """
    start = occurrence(text, item["text"], item.get("nth", 1))
    if start < 0:
        raise ValueError(f"{item['text']!r} does not stand {item.get('nth', 1)} time(s) in the text")
    end = start + len(item["text"])
    others = []
    for words in item.get("alt", []):
        # an accepted alternative lies inside the span or around it
        nearest = text.find(words, max(start - len(words), 0), end + len(words))
        if nearest >= 0:
            others.append([nearest, nearest + len(words)])
    return item | {"char_start": start, "char_end": end} | ({"alt_spans": others} if others else {})


def with_offsets(marked: dict[str, Any], text: str) -> tuple[dict[str, Any], list[str]]:
    """Give an article's gold with the offsets of everything that stands in its text, and what could not be found."""
    complaints: list[str] = []
    found = dict(marked)
    for table in SPANNED:
        items = []
        for item in marked.get(table, []):
            try:
                items.append(locate(item, text))
            except ValueError as error:
                complaints.append(f"{marked['source']}: {table}: {error}")
        if table in marked:
            found[table] = items
    return found, complaints


def read_text(out: Path, article_id: str) -> str:
    """Read an article's text as a run wrote it."""
    with (out / "text" / f"{article_id}.txt").open(encoding="utf-8", newline="") as handle:
        return handle.read()


def fill(gold: Path, out: Path) -> list[str]:
    """Write offsets into the gold files; gives what could not be found."""
    keys = {Path(row["source"]).name: row["article_id"] for row in read_rows(out, "articles")}
    complaints = []
    for path, marked in read_gold(gold):
        if marked["source"] not in keys:
            complaints.append(f"{path.name}: {marked['source']} was not read")
            continue
        found, said = with_offsets(marked, read_text(out, keys[marked["source"]]))
        complaints += said
        if not said:
            path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return complaints


if __name__ == "__main__":
    found = fill(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.exit(1 if found else 0)
