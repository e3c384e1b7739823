"""Parquet with real types: string, int32, decimal128(20,4), date32."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.schema import TableSchema, to_frame
from pipeline.writers.packing import packed, unpacked

ROW_GROUP = 16_384
LONG_ROW_GROUP = 1_024
"""Rows of a row group, and where the rows hold whole articles: so many are held in memory. Where a group ends is
counted in rows, never in what came at once, so that a stream and a table give the same bytes."""


class ParquetTable:
    """Writes one table as Parquet, as its rows come; the same rows give the same bytes however they are cut."""

    def __init__(self, schema: TableSchema, folder: Path) -> None:
        self._schema = schema.arrow
        self._size = LONG_ROW_GROUP if any(column.about.parquet_only for column in schema.columns) else ROW_GROUP
        self._writer = pq.ParquetWriter(folder / f"{schema.name}.parquet", self._schema, compression="zstd")
        self._waiting: list[pa.Buffer] = []  # packed: a dozen tables each wait for a row group
        self._rows = 0
        self._groups = 0

    def write(self, table: pa.Table) -> None:
        """Write some rows, which stand in their order already."""
        self._rows += len(table)
        if self._rows < self._size:
            self._waiting.append(packed(table))
            return
        table = pa.concat_tables([*map(unpacked, self._waiting), table])
        while len(table) >= self._size:
            self._flush(table.slice(0, self._size))
            table = table.slice(self._size)
        self._waiting, self._rows = [packed(table)], len(table)

    def close(self) -> None:
        """Write what waits and finish the file."""
        try:
            if self._rows or not self._groups:
                self._flush(pa.concat_tables([self._schema.empty_table(), *map(unpacked, self._waiting)]))
        finally:
            self._writer.close()

    def _flush(self, table: pa.Table) -> None:
        self._writer.write_table(table.combine_chunks(), row_group_size=self._size)
        self._groups += 1


def read_parquet(schemas: Mapping[str, TableSchema], folder: Path) -> dict[str, pd.DataFrame]:
    """Read tables back.

    Raises OutputError naming a file that is missing or not Parquet.
    """
    frames = {}
    for name in schemas:
        path = folder / f"{name}.parquet"
        try:
            frames[name] = to_frame(pq.read_table(path))
        except (OSError, pa.ArrowInvalid) as error:
            raise OutputError(f"{path}: cannot be read ({error})") from error
    return frames
