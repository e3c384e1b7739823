"""Parts in the order in which articles were read → buckets in the order of their ids, on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipeline.catalogue.outcome import part_schema

IN_BUCKET = 500
"""Articles of a bucket, which is held in memory."""
MOST = 200
"""Buckets, since each is an open file; beyond that many articles they grow."""
HELD = 1_000
"""Rows held until they are dealt out."""


class Buckets:
    """Deals rows out to files by the first digits of their article's id, which is a digest and so spread evenly."""

    def __init__(self, folder: Path, articles: int) -> None:
        count = max(1, min(MOST, -(-articles // IN_BUCKET)))
        folder.mkdir()
        self._paths = [folder / f"{number:03}.arrow" for number in range(count)]
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        self._writers = [pa.ipc.new_stream(str(path), part_schema(), options=options) for path in self._paths]
        self._held: list[pa.Table] = []

    def add(self, rows: pa.Table) -> None:
        """Take in rows of a part."""
        self._held.append(rows)
        if sum(map(len, self._held)) >= HELD:
            self._deal()

    def close(self) -> None:
        """Deal out what is held, and finish the files."""
        self._deal()
        for writer in self._writers:
            writer.close()

    def _deal(self) -> None:
        if not self._held:
            return
        rows = pa.concat_tables(self._held).combine_chunks()
        self._held = []
        keys = [int(key[:8], 16) * len(self._writers) >> 32 for key in rows["article_id"].to_pylist()]
        order = np.argsort(keys, kind="stable")
        edges = np.searchsorted(np.array(keys)[order], np.arange(len(self._writers) + 1))
        rows = rows.take(pa.array(order))
        for writer, start, end in zip(self._writers, edges[:-1], edges[1:], strict=True):
            if end > start:
                writer.write_table(rows.slice(start, end - start))

    def __iter__(self) -> Iterator[pa.Table]:
        """Give the rows of each bucket, in the order of their articles' ids."""
        for path in self._paths:
            with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as stream:
                yield stream.read_all().sort_by("article_id")
