"""What every format needs: the rows of a table as plain values, and files that appear whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import OutputError
from pipeline.schema import TableSchema
from pipeline.tables import Tables, schemas

Row = dict[str, Any]

# Rows in memory at a time.
CHUNK = 10_000


@dataclass(frozen=True)
class Source:
    """What is exported: the tables of a run, and the folder of gold to show in their place, where there is one."""

    tables: Tables
    gold: Path | None = None

    @property
    def schemas(self) -> dict[str, TableSchema]:
        """The declared schema of each table."""
        return schemas()

    def rows(self, name: str) -> Iterator[Row]:
        """Give a table's rows as Python values, in order, an unknown cell as None."""
        table = pa.Table.from_pandas(self.tables[name], preserve_index=False)
        for batch in table.to_batches(max_chunksize=CHUNK):
            yield from batch.to_pylist()

    def by_article(self, names: Sequence[str]) -> Iterator[tuple[Row, dict[str, list[Row]]]]:
        """Give every article with its rows of some tables, one article in memory at a time.

        The tables stand in their own order, by article, which is how a run leaves them. Raises OutputError where
        somebody sorted them otherwise.
        """
        groups = {name: groupby(self.rows(name), key=itemgetter("article_id")) for name in names}
        ahead = {name: next(group, None) for name, group in groups.items()}
        for article in self.rows("articles"):
            mine: dict[str, list[Row]] = {}
            for name, group in ahead.items():
                mine[name] = []
                if group is not None and group[0] == article["article_id"]:
                    mine[name] = list(group[1])
                    ahead[name] = next(groups[name], None)
            yield article, mine
        left = [name for name, group in ahead.items() if group is not None]
        if left:
            raise OutputError(
                f"{left[0]}: the rows are not sorted by article_id as those of articles are; sort them so"
            )


def number(value: Decimal) -> int | float:
    """Give a decimal as the plain number that JSON and spreadsheets have.

    >>> number(Decimal("1200000.0000")), number(Decimal("0.5000"))
    (1200000, 0.5)
    """
    whole = int(value)
    return whole if value == whole else float(value)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to, and put it in the place of `path` when all went well.

    Raises OutputError where the folder cannot be written; an old file is then whole.
    """
    staged = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        staged.unlink(missing_ok=True)
        yield staged
        staged.replace(path)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror or error}); name another place with --file"
        ) from error
    finally:
        if staged.is_file():
            staged.unlink()
