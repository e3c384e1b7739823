"""`run.json`: what a run read, with which versions and settings, and what it wrote. No clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

MANIFEST = "run.json"


def write_json(content: Mapping[str, Any], path: Path) -> None:
    """Write JSON that people can read and that is the same each time."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_manifest(out: Path) -> dict[str, Any]:
    """Read a run's manifest; empty where there is none that can be read."""
    try:
        found = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def digest_files(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Give the sha256 of each file, by its path relative to `root`."""
    found = {}
    for path in sorted(paths):
        with path.open("rb") as handle:
            found[path.relative_to(root).as_posix()] = hashlib.file_digest(handle, "sha256").hexdigest()
    return found
