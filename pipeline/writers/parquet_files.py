"""Parquet with real types: string, int32, decimal128(20,4), date32."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.schema import TableSchema, to_frame

PIECE = 1_024
ROW_GROUP = 8
LONG_ROW_GROUP = 1
"""Pieces of a row group, and where the rows hold whole articles. Where a group ends is counted in rows, never in what
came at once, so that a stream and a table give the same bytes."""


class ParquetTable:
    """Writes one table as Parquet, as its rows come; the same rows give the same bytes however they are cut."""

    def __init__(self, schema: TableSchema, folder: Path) -> None:
        self._schema = schema.arrow
        self._pieces = LONG_ROW_GROUP if any(column.about.parquet_only for column in schema.columns) else ROW_GROUP
        self._open = ExitStack()
        path = folder / f"{schema.name}.parquet"
        self._writer = self._open.enter_context(pq.ParquetWriter(path, self._schema, compression="zstd"))
        # a dozen tables each wait for a row group, so they wait on the disk
        self._waiting = self._open.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - it is one
        self._stream = pa.ipc.new_stream(self._waiting, self._schema)
        self._rest = self._schema.empty_table()
        self._held = self._groups = 0

    def write(self, table: pa.Table) -> None:
        """Write some rows, which stand in their order already."""
        table = pa.concat_tables([self._rest, table])
        whole = len(table) // PIECE * PIECE
        for start in range(0, whole, PIECE):
            self._hold(table.slice(start, PIECE))
            if self._held == self._pieces:
                self._flush()
        self._rest = table.slice(whole).combine_chunks()

    def close(self) -> None:
        """Write what waits and finish the file."""
        with self._open:
            if self._held or len(self._rest) or not self._groups:
                self._hold(self._rest)
                self._flush()

    def _hold(self, piece: pa.Table) -> None:
        self._stream.write_table(piece)
        self._held += 1

    def _flush(self) -> None:
        self._stream.close()
        self._waiting.seek(0)
        with pa.ipc.open_stream(self._waiting) as stream:
            self._writer.write_table(stream.read_all(), row_group_size=self._pieces * PIECE)
        self._waiting.seek(0)
        self._waiting.truncate()
        self._stream = pa.ipc.new_stream(self._waiting, self._schema)
        self._held = 0
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
