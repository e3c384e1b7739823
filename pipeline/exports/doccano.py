"""doccano: one JSON line per article, labels as [start, end, name]; it has no place for what is said of a label.

The format is that of sequence labelling in JSONL (https://doccano.github.io/doccano/tutorial), spans overlapping.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.exports.annotation import Gold, Region, carried_gold, tasks
from pipeline.exports.staging import Source, replacing


def write_doccano(source: Source, file: Path) -> list[str]:
    """Write an article a line, with its text, labels, headline, key and the gold that it carries."""
    with replacing(file) as staged, staged.open("w", encoding="utf-8", newline="") as handle:
        for task in tasks(source):
            line = {
                "text": task.text,
                "label": [[region.start, region.end, region.label] for region in task.regions],
                "headline": task.article["headline"] or "",
                "source": task.article["source"],
                "article_id": task.article["article_id"],
                "gold": json.dumps(task.gold, ensure_ascii=False),
            }
            handle.write(json.dumps(line, ensure_ascii=False) + "\n")
    return ["in doccano make a Sequence Labelling project with 'Allow overlapping entities' and import it as JSONL"]


def read_doccano(text: str, path: str) -> Iterator[tuple[str, str, Gold, list[Region]]]:
    """Read an export: for each line its place, text, carried gold and regions, whose fields are as they went.

    Raises InputError naming the line that cannot be read.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            found = json.loads(line)
            gold = carried_gold(found.get("gold") or (found.get("meta") or {}).get("gold"), f"{path}, {place}")
            yield place, found["text"], gold, [_region(label) for label in _labels(found)]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise InputError(f"{place} is no line of a doccano export in JSONL ({error})", path) from error


def _labels(line: dict[str, Any]) -> list[Any]:
    """Exports of projects with relations call labels entities."""
    for name in ("label", "labels", "entities"):
        if name in line:
            return list(line[name])
    raise KeyError("label")


def _region(label: Any) -> Region:
    if isinstance(label, dict):
        label = [label["start_offset"], label["end_offset"], label["label"]]
    start, end, name = label
    return Region("", str(name), int(start), int(end), None, None)
