"""Rows in the order in which articles were read → rows in the order of a key, on the disk, a bucket in memory.

The key is a digest, so its first digits spread rows evenly: they are dealt out on shelves, and each shelf into its
buckets when its turn comes. Dealt at once into the hundreds of buckets of a long run, a piece would hold a row or
two, and a piece of its many columns costs as much as ten rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import isqrt
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

IN_BUCKET = 250
"""Articles of a bucket, which is held in memory."""
HELD = 500
"""Rows held until they are dealt out."""


class Buckets:
    """Rows to be given back in an order of columns, of which the first is a digest in hexadecimal digits.

    `folder` is made for it. Rows that the order leaves equal stay in the order in which they came.
    """

    def __init__(self, folder: Path, order: Sequence[str], count: int, held: int = HELD) -> None:
        self._folder = folder
        self._order = order
        self._count = count
        self._of_shelf = isqrt(count - 1) + 1
        self._held = held
        self._waiting: list[pa.Table] = []
        folder.mkdir()
        self._shelves = _Piles(folder / "shelves", -(-count // self._of_shelf))

    def add(self, rows: pa.Table) -> None:
        """Take in rows."""
        self._waiting.append(rows)
        if sum(map(len, self._waiting)) >= self._held:
            self._deal()

    def _deal(self) -> None:
        if self._waiting:
            rows = pa.concat_tables(self._waiting)
            self._waiting = []
            self._shelves.deal(rows, self._bucket_of(rows) // self._of_shelf)

    def _bucket_of(self, rows: pa.Table) -> NDArray[np.int64]:
        keys = rows[self._order[0]].to_pylist()
        return np.array([int(key[:8], 16) * self._count >> 32 for key in keys], np.int64)

    def __iter__(self) -> Iterator[pa.Table]:
        """Give the rows of each bucket that has some, in order; once."""
        self._deal()
        for shelf in range(len(self._shelves)):
            piles = _Piles(self._folder / f"shelf-{shelf}", self._of_shelf)
            for rows in joined(self._shelves.take(shelf), self._held):
                piles.deal(rows, self._bucket_of(rows) - shelf * self._of_shelf)
            for pile in range(len(piles)):
                if pieces := list(piles.take(pile)):
                    yield pa.concat_tables(pieces).sort_by([(name, "ascending", "at_start") for name in self._order])
            piles.drop()
        self._shelves.drop()


class _Piles:
    """Rows on numbered piles in one file."""

    def __init__(self, path: Path, count: int) -> None:
        self._path = path
        self._path.touch()
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in range(count)]

    def __len__(self) -> int:
        return len(self._pieces)

    def deal(self, rows: pa.Table, piles: NDArray[np.int64]) -> None:
        """Put each row on its pile."""
        order = np.argsort(piles, kind="stable")
        edges = np.searchsorted(piles[order], np.arange(len(self) + 1))
        rows = rows.combine_chunks().take(pa.array(order))
        with self._path.open("ab") as file:
            for pile, (start, end) in enumerate(pairwise(edges)):
                if end > start:
                    data = _packed(rows.slice(start, end - start))
                    self._pieces[pile].append((file.tell(), len(data)))
                    file.write(data)

    def take(self, pile: int) -> Iterator[pa.Table]:
        """Give the pieces of a pile, as they came."""
        with self._path.open("rb") as file:
            for place, size in self._pieces[pile]:
                file.seek(place)
                yield _unpacked(pa.py_buffer(file.read(size)))

    def drop(self) -> None:
        """Throw the file away."""
        self._path.unlink()


def _packed(rows: pa.Table) -> pa.Buffer:
    """Write rows in Arrow's own format, compressed as a whole.

    For a few rows of many columns, compressing each column by itself (as Arrow or Parquet do) takes ten times as long.
    """
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as out, pa.ipc.new_stream(out, rows.schema) as stream:
        stream.write_table(rows)
    return sink.getvalue()


def _unpacked(data: pa.Buffer) -> pa.Table:
    with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as source, pa.ipc.open_stream(source) as stream:
        return stream.read_all()


def joined(pieces: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Join small tables to tables of so many rows at least."""
    held: list[pa.Table] = []
    for piece in pieces:
        held.append(piece)
        if sum(map(len, held)) >= rows:
            yield pa.concat_tables(held).combine_chunks()
            held = []
    if held:
        yield pa.concat_tables(held).combine_chunks()
