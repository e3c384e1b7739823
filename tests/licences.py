"""Writes `docs/licences.md`: the licence of everything in the lock, from its installed metadata (`make docs`)."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, files, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
LOCK = ROOT / "requirements.lock"
HEAD = """# Licences

What `requirements.lock` installs, and under which licence each package says it comes. Written by `make docs`.

| package | version | licence |
| --- | --- | --- |
"""


def locked() -> list[tuple[str, str]]:
    """Give the name and version of every package of the lock."""
    return re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def licence(name: str) -> str:
    """Give what a package says of its licence: the expression, else its classifiers, else the field's first line."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return "for other systems only"
    classifiers = [
        entry.split(" :: ")[-1]
        for entry in about.get_all("Classifier") or []
        if entry.startswith("License") and " :: " in entry and not entry.endswith("OSI Approved")
    ]
    field = str(about.get("License") or "").strip().splitlines()
    found = about.get("License-Expression") or ", ".join(classifiers) or (field[0] if field else "")
    return str(found).replace("|", "/")[:100] or _opening(name) or "not stated in its metadata"


def _opening(name: str) -> str:
    """Give the first line of the licence that a package brings."""
    texts = (file for file in files(name) or [] if ".dist-info" in str(file) and "LICENSE" in file.name.upper())
    lines = (line.strip() for file in texts for line in file.read_text(encoding="utf-8").splitlines())
    return next((line for line in lines if line), "")


def page() -> str:
    """Give the page."""
    rows = (f"| {name} | {version} | {licence(name)} |\n" for name, version in sorted(set(locked())))
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
