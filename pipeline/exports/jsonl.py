"""JSON Lines: a folder with one file per table, one object per line, `null` for what is unknown."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.exports.staging import Source, number, replacing


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is of no type that a column has")


def write_jsonl(source: Source, folder: Path) -> list[str]:
    """Write `<table>.jsonl` for every table, all columns, the articles' texts too; days as ISO strings."""
    for name in source.schemas:
        with replacing(folder / f"{name}.jsonl") as staged, staged.open("w", encoding="utf-8", newline="") as handle:
            for row in source.rows(name):
                handle.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
    return []
