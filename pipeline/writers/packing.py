"""Rows in few bytes, for a while: in memory or on the disk."""

from __future__ import annotations

import pyarrow as pa


def packed(rows: pa.Table) -> pa.Buffer:
    """Write rows in Arrow's own format, compressed as a whole.

    For a few rows of many columns, compressing each column by itself (as Arrow or Parquet do) takes ten times as long.
    """
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as out, pa.ipc.new_stream(out, rows.schema) as stream:
        stream.write_table(rows)
    return sink.getvalue()


def unpacked(data: pa.Buffer) -> pa.Table:
    """Read what `packed` has written.

    Raises OSError or ArrowInvalid where it is not that.
    """
    with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as source, pa.ipc.open_stream(source) as stream:
        return stream.read_all()
