"""Room 5b: one story in several outlets: near-duplicate texts share a `story_id`."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from datasketch import MinHash, MinHashLSH

from pipeline.cleaning import CleanArticle

WORD = re.compile(r"\w+")
SHINGLE = 4
PERMUTATIONS = 128
SCHEME = "affine32"
# Words that desks write each in their own way.
HOUSE_STYLE = {"coun": "cllr", "councillor": "cllr", "clr": "cllr", "says": "said", "percent": "per cent"}
# Share of the shorter text's four-word runs that the other holds too. Measured on the corpus: a copy keeps 0.69 or
# more after cuts, a new headline, another house style, promotions, merged paragraphs or the loss of a third; a
# follow-up with a quarter of the old story as background, or the next report of a series, 0.45 or less.
SAME_STORY = 0.57
# Copies are looked for among texts that share this much of both: a third cut from one leaves well above it.
CANDIDATES = 0.3


def sketch(clean: CleanArticle) -> bytes:
    """Summarise a body in 516 bytes, so that likeness can be read without the text; no bytes where it is empty.

    The first four are the number of its four-word runs, then 128 hashes of four.
    """
    body = (clean.text[zone.start : zone.end] for zone in clean.zones if zone.kind in ("body", "subhead"))
    words = [HOUSE_STYLE.get(word, word) for word in WORD.findall(" ".join(body).lower())]
    if not words:
        return b""
    hashed = MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME)
    runs = {" ".join(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE, 0) + 1)}
    hashed.update_batch([run.encode() for run in sorted(runs)])
    values = np.concatenate([np.array([len(runs)]), hashed.hashvalues])
    return bytes(values.astype("<u4").tobytes())


def shared(likeness: float, size: int, other: int) -> float:
    """Give the share of the smaller set that the larger holds, from their Jaccard likeness and sizes.

    >>> shared(0.5, 100, 50), round(shared(0.6, 90, 60), 2)
    (1.0, 0.94)
    """
    return min(likeness / (1 + likeness) * (size + other) / min(size, other), 1.0)


def group_stories(sketches: Mapping[str, bytes]) -> dict[str, str]:
    """Give each article its story: the smallest id among the articles that are copies of one another."""
    index = MinHashLSH(threshold=CANDIDATES, num_perm=PERMUTATIONS, weights=(0.2, 0.8))
    parent = {key: key for key in sketches}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    known: dict[str, tuple[int, MinHash]] = {}
    for key in sorted(key for key, values in sketches.items() if values):
        size, *values = np.frombuffer(sketches[key], "<u4")
        hashed = MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME, hashvalues=values)
        for other in sorted(index.query(hashed)):
            if shared(hashed.jaccard(known[other][1]), int(size), known[other][0]) >= SAME_STORY:
                first, second = sorted((root(key), root(other)))
                parent[second] = first
        index.insert(key, hashed)
        known[key] = int(size), hashed
    return {key: root(key) for key in sketches}
