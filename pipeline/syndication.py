"""Room 5b: one story in several outlets: near-duplicate texts share a `story_id`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b, shake_256
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning import CleanArticle

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]

WORD = re.compile(r"\w+")
SHINGLE = 4
PERMUTATIONS = 128
NUMBERS = PERMUTATIONS + 1
# Two random numbers of 64 bits for each hash, the first odd; digests, so that they are the same everywhere.
FACTORS, ADDENDS = np.frombuffer(shake_256(b"story").digest(16 * PERMUTATIONS), "<u8").reshape(2, -1, 1)
FACTORS = FACTORS | np.uint64(1)
READ_AT_ONCE = 10_000
# Words that desks write each in their own way.
HOUSE_STYLE = {"coun": "cllr", "councillor": "cllr", "clr": "cllr", "says": "said", "percent": "per cent"}
# Share of the shorter text's four-word runs that the other holds too. Measured on the corpus: a copy keeps 0.69 or
# more after cuts, a new headline, another house style, promotions, merged paragraphs or the loss of a third; a
# follow-up with a quarter of the old story as background, or the next report of a series, 0.45 or less.
SAME_STORY = 0.57
# Texts are compared where the three hashes of one of 42 bands are the same (locality-sensitive hashing). Of pairs with
# the Jaccard likeness j that happens to 1 - (1 - j³)⁴²: 68% at 0.3, 94% at 0.4, where texts of one length begin to
# count as copies, 99.9% at 0.54.
BANDS, ROWS = 42, 3


def sketch(clean: CleanArticle) -> bytes:
    """Summarise a body in 516 bytes, so that likeness can be read without the text; no bytes where it is empty.

    The first four are the number of its four-word runs, then 128 hashes of four.
    """
    body = (clean.text[zone.start : zone.end] for zone in clean.zones if zone.kind in ("body", "subhead"))
    words = [HOUSE_STYLE.get(word, word) for word in WORD.findall(" ".join(body).lower())]
    if not words:
        return b""
    runs = {" ".join(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE, 0) + 1)}
    digests = b"".join(blake2b(run.encode(), digest_size=8).digest() for run in runs)
    # min-wise hashing (Broder 1997), each hash the upper half of a product and a sum (Dietzfelbinger 1996)
    hashes = (np.frombuffer(digests, "<u8") * FACTORS + ADDENDS) >> np.uint64(32)
    values = np.concatenate([np.array([len(runs)]), hashes.min(axis=1)])
    return bytes(values.astype("<u4").tobytes())


def shared(likeness: Any, size: int, other: Any) -> Any:
    """Give the share of the smaller set that the larger holds, from their Jaccard likeness and sizes.

    >>> float(shared(0.5, 100, 50)), round(float(shared(0.6, 90, 60)), 2)
    (1.0, 0.94)
    """
    return np.minimum(likeness / (1 + likeness) * (size + other) / np.minimum(size, other), 1.0)


class Sketches:
    """Sketches in a file, so that as many as there are need no memory; `places` gives the order to take them in."""

    def __init__(self, file: IO[bytes], places: Places) -> None:
        self._file = file
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def columns(self, start: int, stop: int) -> Numbers:
        """Give some of the 129 numbers of every sketch."""
        self._file.seek(0)
        found = []
        while data := self._file.read(READ_AT_ONCE * NUMBERS * 4):
            found.append(np.frombuffer(data, "<u4").reshape(-1, NUMBERS)[:, start:stop].copy())
        return np.concatenate(found)[self._places] if found else np.empty((0, stop - start), "<u4")

    def rows(self, numbers: Places) -> Numbers:
        """Give whole sketches."""
        found = np.empty((len(numbers), NUMBERS), "<u4")
        for at, number in enumerate(numbers):
            self._file.seek(int(self._places[number]) * NUMBERS * 4)
            found[at] = np.frombuffer(self._file.read(NUMBERS * 4), "<u4")
        return found


def group_stories(sketches: Mapping[str, bytes]) -> dict[str, str]:
    """Give each article its story: the smallest id among the articles that are copies of one another."""
    keys = sorted(key for key, values in sketches.items() if values)
    file = io.BytesIO(b"".join(sketches[key] for key in keys))
    stories = {
        key: keys[first] for key, first in zip(keys, first_copies(Sketches(file, np.arange(len(keys)))), strict=True)
    }
    return {key: stories.get(key, key) for key in sketches}


def first_copies(sketches: Sketches) -> Places:
    """Give each sketch the place of the first of its copies, its own where there is none before it.

    Two texts are compared where a band of their hashes is the same.
    """
    first = np.arange(len(sketches))
    for start in range(1, 1 + BANDS * ROWS, ROWS):
        for alike in _equal_rows(sketches.columns(start, start + ROWS)):
            _join_copies(sketches, alike, first)
    return _roots(first, np.arange(len(first)))


def _equal_rows(values: Numbers) -> Iterator[Places]:
    """Give the places, two or more and ascending, of rows that are the same."""
    order = np.lexsort(values.T)
    ordered = values[order]
    edges = np.flatnonzero(np.any(ordered[1:] != ordered[:-1], axis=1)) + 1
    starts, stops = np.append(0, edges), np.append(edges, len(order))
    for at in np.flatnonzero(stops - starts > 1):
        yield np.sort(order[starts[at] : stops[at]])


def _join_copies(sketches: Sketches, alike: Places, first: Places) -> None:
    roots = _roots(first, alike)
    if (roots == roots[0]).all():
        return
    values = sketches.rows(alike)
    for at in range(len(alike) - 1):
        others = np.flatnonzero(roots[at + 1 :] != roots[at]) + at + 1
        copies = others[_shares(values[at], values[others]) >= SAME_STORY]
        if len(copies):
            joined = np.unique(roots[[at, *copies]])
            first[joined] = joined[0]
            roots = _roots(first, alike)
            if (roots == roots[0]).all():
                return


def _roots(first: Places, places: Places) -> Places:
    roots = first[places]
    while (first[roots] != roots).any():
        roots = first[roots]
    first[places] = roots
    return roots


def _shares(one: Numbers, others: Numbers) -> NDArray[np.float64]:
    likeness = np.count_nonzero(others[:, 1:] == one[1:], axis=1) / PERMUTATIONS
    size, sizes = int(one[0]), others[:, 0].astype(np.int64)
    shares: NDArray[np.float64] = shared(likeness, size, sizes)
    return shares
