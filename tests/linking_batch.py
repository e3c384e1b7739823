"""A batch of short articles of our own: recurring people, namesakes, changed posts and parties.

In `linking_batch.txt`, one a line, `{who|Printed Name}` says who is meant. Every council is real, every person and
event invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

BATCH = Path(__file__).with_suffix(".txt")

MARKED = re.compile(r"\{([a-z-]+)\|([^}]+)\}")


@dataclass(frozen=True)
class Story:
    """An article of the batch: its day, its text, and who is meant by the words at which offsets."""

    day: str
    text: str
    people: tuple[tuple[int, int, str], ...]


def stories() -> list[Story]:
    """Read the batch."""
    found = []
    for line in BATCH.read_text(encoding="utf-8").splitlines():
        day, marked = line.split(" ", 1)
        text, people, last = "", [], 0
        for match in MARKED.finditer(marked):
            text += marked[last : match.start()]
            people.append((len(text), len(text) + len(match[2]), match[1]))
            text += match[2]
            last = match.end()
        found.append(Story(day, text + marked[last:], tuple(people)))
    return found
