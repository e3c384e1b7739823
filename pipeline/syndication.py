"""Room 5b: one story in several outlets: near-duplicate texts share a `story_id`."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from datasketch import MinHash, MinHashLSH

from pipeline.cleaning import CleanArticle

WORD = re.compile(r"\w+")
SHINGLE = 5
PERMUTATIONS = 64
SCHEME = "affine32"
# Share of five-word runs at which two texts count as one story: two stories on one topic share under a
# tenth, an edited copy well over half (tests/test_syndication.py).
SAME_STORY = 0.5


def sketch(clean: CleanArticle) -> bytes:
    """Summarise a body in 256 bytes, so that likeness can be read without the text; no bytes where it is empty."""
    body = (clean.text[zone.start : zone.end] for zone in clean.zones if zone.kind in ("body", "subhead"))
    words = WORD.findall(" ".join(body).lower())
    if not words:
        return b""
    hashed = MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME)
    runs = range(max(len(words) - SHINGLE, 0) + 1)
    hashed.update_batch([" ".join(words[at : at + SHINGLE]).encode() for at in runs])
    values: bytes = hashed.hashvalues.astype("<u4").tobytes()
    return values


def group_stories(sketches: Mapping[str, bytes]) -> dict[str, str]:
    """Give each article its story: the smallest id among the articles that are copies of one another."""
    index = MinHashLSH(threshold=SAME_STORY, num_perm=PERMUTATIONS)
    parent = {key: key for key in sketches}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    hashes: dict[str, MinHash] = {}
    for key in sorted(key for key, values in sketches.items() if values):
        values = np.frombuffer(sketches[key], "<u4")
        hashed = MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME, hashvalues=values)
        for other in sorted(index.query(hashed)):
            if hashed.jaccard(hashes[other]) >= SAME_STORY:
                first, second = sorted((root(key), root(other)))
                parent[second] = first
        index.insert(key, hashed)
        hashes[key] = hashed
    return {key: root(key) for key in sketches}
