"""The parts of a run and the journal of its finished batches: what is written once is never done again.

A part is a Parquet file named after its digest. It is on the disk, whole, before its line in the journal is; a
line that a power cut tore, and a part without a line, are as if they had never been. The first line says with which
code, model and gazetteers the parts were made: others are refused, since a table must not mix two.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.articles.walking import TABLES_MARK
from pipeline.catalogue.outcome import Outcome, to_rows
from pipeline.errors import OutputError

JOURNAL = "journal.jsonl"
TOMBSTONES = "forgotten.csv"
INPUTS = "inputs.parquet"
LOCK = "lock"

Line = dict[str, Any]


class Parts:
    """The folder of a run's parts, locked while it is open.

    Raises OutputError where another run holds it, or where its parts were made with something else.
    """

    def __init__(self, out: Path, made_with: Mapping[str, Any] | None, fresh: bool = False) -> None:
        self.out = out
        self.folder = out / TABLES_MARK
        self.staging = self.folder / "staging"
        self.inputs = self.folder / INPUTS
        self._journal = self.folder / JOURNAL
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as opened:  # lets go of the lock unless all of this goes well
            self._lock = opened.enter_context(closing(_locked(self.folder / LOCK, out)))
            before, self._lines = ({}, []) if fresh else self._read()
            self._made_with = self._agreed(before, made_with)
            self._write_journal(self._lines)
            self.clear()
            opened.pop_all()

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self.staging, ignore_errors=True)
        self._lock.close()

    def clear(self) -> None:
        """Drop what no line of the journal names, and what a run that stopped has left behind."""
        shutil.rmtree(self.staging, ignore_errors=True)
        kept = {line["part"] for line in self._lines} | {JOURNAL, TOMBSTONES, INPUTS, LOCK}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink()
        self.staging.mkdir()

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Write what was found in a batch, and then its line of the journal."""
        line = self._write_part(to_rows(outcomes), self.folder)
        self._lines.append(line)
        with self._journal.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(line) + "\n")
            _to_disk(handle.fileno())

    def __iter__(self) -> Iterator[pa.Table]:
        """Give the rows of each part."""
        for line in self._lines:
            yield self._rows(line)

    def works(self) -> Iterator[list[str]]:
        """Give the readings whose outcome each part holds."""
        for line in self._lines:
            yield self._rows(line, ["work"])["work"].to_pylist()

    def stage(self, rows: pa.Table) -> Line:
        """Write a part for `replace`."""
        return self._write_part(rows, self.staging)

    def replace(self, lines: list[Line]) -> None:
        """Put staged parts in the place of all others; cut off anywhere, either the old ones or the new ones hold."""
        for line in lines:
            (self.staging / line["part"]).replace(self.folder / line["part"])
        _folder_to_disk(self.folder)
        self._write_journal(lines)
        gone = {line["part"] for line in self._lines} - {line["part"] for line in lines}
        self._lines = lines
        for name in gone:
            (self.folder / name).unlink()

    # -------------------------------------------------------------- the articles taken out
    def forgotten(self) -> Iterator[tuple[str, str]]:
        """Give the tombstones: an article's id, and the digest of its address or feed id, empty where it has none."""
        path = self.folder / TOMBSTONES
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as handle:
                for row in csv.DictReader(handle):
                    yield row["article_id"], row["identity"]

    def bury(self, article_id: str, identity: str) -> None:
        """Add a tombstone: no later run reads the article again."""
        rows = sorted({*self.forgotten(), (article_id, identity)})
        new = self.folder / f"{TOMBSTONES}.new"
        with new.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows([("article_id", "identity"), *rows])
            _to_disk(handle.fileno())
        new.replace(self.folder / TOMBSTONES)

    # -------------------------------------------------------------- the journal
    def _read(self) -> tuple[Line, list[Line]]:
        """Read with what the parts were made, and the journal's lines up to where it is whole, of parts that are."""
        try:
            text = self._journal.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return {}, []
        lines: list[Line] = []
        for line in text.splitlines():
            try:
                lines.append(json.loads(line))
            except ValueError:
                break
        return (lines[0] if lines else {}), [line for line in lines[1:] if self._whole(line)]

    def _whole(self, line: Line) -> bool:
        path = self.folder / line["part"]
        return bool(path.is_file() and path.stat().st_size == line["bytes"])

    def _agreed(self, before: Line, made_with: Mapping[str, Any] | None) -> Mapping[str, Any]:
        if made_with is None:
            return before
        differing = sorted(key for key in {*before, *made_with} if before.get(key) != made_with.get(key))
        if self._lines and differing:
            told = "; ".join(f"{key}: {_told(before.get(key))} → {_told(made_with.get(key))}" for key in differing)
            raise OutputError(
                f"{self.out}: what is there was extracted with something else ({told}), and tables must not mix the "
                "two: start over with --fresh, or name another folder with --out"
            )
        return made_with

    def _write_journal(self, lines: list[Line]) -> None:
        new = self.folder / f"{JOURNAL}.new"
        with new.open("w", encoding="utf-8") as handle:
            handle.writelines(json.dumps(line) + "\n" for line in (self._made_with, *lines))
            _to_disk(handle.fileno())
        new.replace(self._journal)
        _folder_to_disk(self.folder)

    # -------------------------------------------------------------- one part
    def _write_part(self, rows: pa.Table, folder: Path) -> Line:
        sink = pa.BufferOutputStream()
        # a part has few rows of many columns: what helps to search in one takes most of the time
        pq.write_table(rows, sink, compression="zstd", use_dictionary=False, write_statistics=False)
        data = sink.getvalue()
        name = f"part-{hashlib.sha256(data).hexdigest()[:32]}.parquet"
        new = folder / f"{name}.new"
        with new.open("wb") as handle:
            handle.write(data)
            _to_disk(handle.fileno())
        new.replace(folder / name)
        _folder_to_disk(folder)
        return {"part": name, "articles": len(rows), "bytes": len(data)}

    def _rows(self, line: Line, columns: list[str] | None = None) -> pa.Table:
        path = self.folder / line["part"]
        try:
            with pq.ParquetFile(path) as file:
                return file.read(columns, use_threads=False)
        except (OSError, pa.ArrowInvalid) as error:
            raise OutputError(f"{path}: cannot be read ({error}); start over with --fresh") from error


def _locked(path: Path, out: Path) -> sqlite3.Connection:
    """Lock a file until the connection is closed, or the process dies in whatever way."""
    lock = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if "locked" in str(error):
            raise OutputError(f"{out}: another run is writing there; wait for it, or name another folder") from error
        raise OutputError(f"{out}: cannot be written ({error}); name another folder with --out") from error
    return lock


def _told(value: Any) -> str:
    words = str(value) or "the default"
    return words[:12] + "…" if len(words) > 40 else words


def _to_disk(handle: int) -> None:
    os.fsync(handle)


def _folder_to_disk(folder: Path) -> None:
    """Make new names in a folder last, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
