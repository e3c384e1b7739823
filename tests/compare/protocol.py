"""How an adapter speaks with the runner: JSON lines in, JSON lines out; the standard library only.

In: {"article_id", "text", "published"} a line. Out: {"table", "article_id", and a row's columns} a line, and a last
line {"speeds": {table: words a second}, "refused": articles or paragraphs at which the peer raised}.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Row = dict[str, Any]
Find = Callable[[str, date], list[Row]]

REPEATS = 3


class Refusals:
    """Counts the texts at which a peer raised."""

    count = 0


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Give each paragraph with its offset.

    >>> list(pieces("One.\\n\\nTwo."))
    [(0, 'One.'), (6, 'Two.')]
    """
    for match in re.finditer(r"[^\n]+", text):
        yield match.start(), match.group()


def nearest(text: str, words: str, hint: int) -> int:
    """Find the occurrence of some words that is nearest to an offset; -1 where there is none.

    >>> nearest("may or may", "may", 6), nearest("may or may", "June", 6)
    (7, -1)
    """
    places = [match.start() for match in re.finditer(re.escape(words), text, re.IGNORECASE)] if words else []
    return min(places, key=lambda place: abs(place - hint), default=-1)


def serve(repeats: int = REPEATS, **finders: Find) -> None:
    """Run each table's finder over every article of standard input: one pass for the rows, and the timed ones."""
    articles = [json.loads(line) for line in sys.stdin]
    for article in articles:
        article["published"] = date.fromisoformat(article["published"])
    words = sum(len(article["text"].split()) for article in articles)
    speeds, refused = {}, 0
    sys.stdout.reconfigure(encoding="utf-8")
    for table, find in finders.items():
        find("The council met.", date(2020, 1, 1))  # whatever is loaded at the first call is not timed
        Refusals.count = 0
        times = []
        for turn in range(repeats):
            start = time.perf_counter()
            rows = [(article["article_id"], find(article["text"], article["published"])) for article in articles]
            times.append(time.perf_counter() - start)
            if turn == 0:
                refused += Refusals.count
        for article_id, found in rows:
            for row in found:
                sys.stdout.write(json.dumps({"table": table, "article_id": article_id} | row) + "\n")
        speeds[table] = words / statistics.median(times)
    sys.stdout.write(json.dumps({"speeds": speeds, "refused": refused}) + "\n")
