"""Parquet with real types: string, int32, decimal128(20,4), date32."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.schema import TableSchema, to_frame


def write_parquet(frames: Mapping[str, pd.DataFrame], schemas: Mapping[str, TableSchema], folder: Path) -> None:
    """Write one Parquet file per table; the same tables give the same bytes."""
    for name, schema in schemas.items():
        table = pa.Table.from_pandas(frames[name], schema=schema.arrow, preserve_index=False)
        pq.write_table(table.replace_schema_metadata(None), folder / f"{name}.parquet", compression="zstd")


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
