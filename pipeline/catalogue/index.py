"""What a run knows of its articles, in a database of its own: no list grows with the batch.

It is made anew by each run, in memory for `pipeline.extract`, else in a file that is thrown away; nothing in it is
worth a wait for the disk.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.articles.article import Article
from pipeline.articles.problems import warning
from pipeline.catalogue.outcome import work_of
from pipeline.catalogue.versions import first_moment, identity_of, version_of
from pipeline.records import Problem, Record
from pipeline.syndication import Sketches, first_copies
from pipeline.tables import record_types, schemas

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -4000;
CREATE TABLE done (work TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE articles (
    article_id TEXT PRIMARY KEY, work TEXT, source TEXT, identity TEXT, version TEXT, moment TEXT,
    state TEXT, words INTEGER, published TEXT, sketch INTEGER, story_id TEXT, kept INTEGER DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE rows (
    "table" TEXT, key TEXT, article_id TEXT, row TEXT, kept INTEGER DEFAULT 0, PRIMARY KEY ("table", key, article_id)
) WITHOUT ROWID;
CREATE TABLE forgotten (digest TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX works ON articles (work);
CREATE INDEX rows_of_articles ON rows (article_id);
"""
SAVED = pa.schema([*((name, pa.string()) for name in ("kind", "key", "article_id", "row")), ("kept", pa.bool_())])
FOUND = ("article_id", "work", "source", "identity", "version", "moment")
CHUNK = 1_000
FORGOTTEN = "left out: it was taken out with `ldr forget`; delete the file too"


class Index:
    """The articles, appearances and problems of a run, and what linking across them needs."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.database = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self.database.executescript(TABLES)
        if path is not None:
            self.database.execute("BEGIN")
        self._sketches = tempfile.TemporaryFile(dir=path.parent if path else None)  # noqa: SIM115 - closed with the index
        self._sketched = 0

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.database.close()
        self._sketches.close()

    # -------------------------------------------------------------- what is known beforehand
    def know_done(self, works: Iterable[str]) -> None:
        """Take in which readings were extracted already."""
        self.database.executemany("INSERT OR IGNORE INTO done VALUES (?)", ((work,) for work in works))

    def know_forgotten(self, tombstones: Iterable[tuple[str, str]]) -> None:
        """Take in which articles were taken out, by their ids and what they keep through versions."""
        digests = ((digest,) for pair in tombstones for digest in pair if digest)
        self.database.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", digests)

    # -------------------------------------------------------------- what the inputs say
    def note(self, found: Article | Problem) -> Article | None:
        """Take in what a reader gives; give the article back where it has not been extracted yet."""
        if isinstance(found, Problem):
            self.add_row(found)
            return None
        identity = identity_of(found)
        if self._one("SELECT 1 FROM forgotten WHERE digest IN (?, ?)", found.article_id, identity):
            self.add_row(warning(found.source, FORGOTTEN))
            return None
        self.add_row(found.appearance())
        if self._one("SELECT 1 FROM articles WHERE article_id = ?", found.article_id):
            return None
        work = work_of(found)
        said = (found.article_id, work, found.source, identity, version_of(found), first_moment(found))
        self._add_article(said, False)
        return None if self._one("SELECT 1 FROM done WHERE work = ?", work) else found

    def _add_article(self, said: Sequence[str], kept: bool) -> None:
        columns = ", ".join(FOUND)
        values = (*said, kept)
        self.database.execute(
            f"INSERT INTO articles ({columns}, kept, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'new')", values
        )

    def count(self) -> int:
        """How many distinct articles the inputs hold."""
        return int(self._one("SELECT count(*) FROM articles")[0])

    def drop_older_versions(self) -> None:
        """Leave out articles of which a newer version is there; each is told in `problems`."""
        older = self.database.execute(
            """SELECT article_id, source, newest FROM articles JOIN (
                SELECT identity AS same, max(version) AS last, source AS newest
                FROM articles WHERE identity != '' GROUP BY identity HAVING count(*) > 1 AND last != ''
            ) ON identity = same WHERE moment < last ORDER BY article_id"""
        ).fetchall()
        for article_id, source, newest in older:
            self._leave_out(article_id)
            self.add_row(warning(source, f"left out: {newest} is a newer version of the article"))

    def forget(self, article_id: str) -> None:
        """Take an article out, as a later run will leave it out."""
        appearances = self.database.execute(
            "SELECT json_extract(row, '$.source') FROM rows WHERE \"table\" = 'appearances' AND article_id = ?",
            (article_id,),
        ).fetchall()
        self._leave_out(article_id)
        for (source,) in appearances:
            self.add_row(warning(source, FORGOTTEN))
        self.database.execute("DELETE FROM articles WHERE article_id = ?", (article_id,))

    def _leave_out(self, article_id: str) -> None:
        self.database.execute("UPDATE articles SET state = 'older' WHERE article_id = ?", (article_id,))
        self.database.execute("DELETE FROM rows WHERE article_id = ?", (article_id,))

    # -------------------------------------------------------------- what was found in the articles
    def claim(self, work: str) -> bool:
        """Say whether a reading is wanted: the inputs hold it, and no other part gave it before."""
        changed = self.database.execute(
            "UPDATE articles SET state = CASE state WHEN 'new' THEN 'live' ELSE 'old' END "
            "WHERE work = ? AND state IN ('new', 'older')",
            (work,),
        )
        return changed.rowcount > 0

    def missing(self) -> int:
        """How many articles no part holds."""
        return int(self._one("SELECT count(*) FROM articles WHERE state IN ('new', 'older')")[0])

    def stories(self, first: str = "", last: str = "g") -> dict[str, str]:
        """Give the articles that get rows in the tables, in the order of their ids, each with its story."""
        found = self.database.execute(
            "SELECT article_id, coalesce(story_id, article_id) FROM articles "
            "WHERE article_id BETWEEN ? AND ? AND state = 'live' ORDER BY article_id",
            (first, last),
        )
        return dict(found.fetchall())

    def left_out(self) -> Iterator[str]:
        """Give the articles that get no rows."""
        found = self.database.cursor().execute("SELECT article_id FROM articles WHERE state != 'live'")
        return (article_id for (article_id,) in found)

    def add_sketches(self, sketches: Iterable[tuple[str, int, date | None, bytes]]) -> None:
        """Take in what tells copies of an article, and the fullest of them: its id, words, day and sketch."""
        said = []
        for article_id, words, published, sketch in sketches:
            day = published.isoformat() if published else "9999"
            said.append((words, day, self._sketched if sketch else None, article_id))
            self._sketched += bool(sketch)
            self._sketches.write(sketch)
        self.database.executemany("UPDATE articles SET words = ?, published = ?, sketch = ? WHERE article_id = ?", said)

    def group_stories(self) -> None:
        """Give copies of one story one id: the smallest of theirs."""
        where = "FROM articles WHERE state = 'live' AND sketch IS NOT NULL"
        count = self._one(f"SELECT count(*) {where}")[0]
        keys, places = np.empty(count, "S16"), np.empty(count, np.int64)
        ordered = self.database.cursor().execute(f"SELECT article_id, sketch {where} ORDER BY article_id")
        for at, (key, place) in enumerate(ordered):
            keys[at], places[at] = key, place
        firsts = first_copies(Sketches(self._sketches, places))
        copies = np.flatnonzero(firsts != np.arange(count))
        self.database.executemany(
            "UPDATE articles SET story_id = ? WHERE article_id = ?",
            ((keys[firsts[at]].decode(), keys[at].decode()) for at in copies),
        )

    def keep_one_of_each_story(self) -> None:
        """Keep the fullest article of each story, of equals the earliest; the copies' appearances become its own."""
        ordered = (
            "SELECT coalesce(story_id, article_id) AS story, article_id FROM articles WHERE state = 'live' "
            "ORDER BY story, words DESC, published, article_id"
        )
        last = kept = ""
        for story_id, article_id in self.database.cursor().execute(ordered):
            if story_id != last:
                last, kept = story_id, article_id
                continue
            for table, key, row in self.database.execute(
                'SELECT "table", key, row FROM rows WHERE article_id = ?', (article_id,)
            ).fetchall():
                said = json.dumps(json.loads(row) | {"article_id": kept}, ensure_ascii=False)
                self.database.execute(
                    'UPDATE rows SET article_id = ?, row = ? WHERE "table" = ? AND key = ?', (kept, said, table, key)
                )
            self.database.execute("UPDATE articles SET state = 'copy' WHERE article_id = ?", (article_id,))

    # -------------------------------------------------------------- rows that wait to be put in order
    def add_row(self, record: Record) -> None:
        """Keep a row of a table that is sorted by its key."""
        self.add_rows([(getattr(record, "article_id", None) or "", record)])

    def add_rows(self, rows: Iterable[tuple[str, Record]]) -> None:
        """Keep rows of tables that are sorted by their keys, each with the article where it was read."""
        self.database.executemany(
            "INSERT INTO rows VALUES (?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET row = excluded.row",
            (
                (record.TABLE, record.key, article_id, json.dumps(vars(record), default=str, ensure_ascii=False))
                for article_id, record in rows
            ),
        )

    def rows(self, table: str) -> Iterator[Record]:
        """Give the rows kept of a table, in the order of their keys and then of their articles."""
        values = _readers(table)
        ordered = 'SELECT row FROM rows WHERE "table" = ? ORDER BY key, article_id'
        for (row,) in self.database.cursor().execute(ordered, (table,)):
            cells = json.loads(row)
            yield record_types()[table](
                **{name: read(cells[name]) if cells[name] is not None else None for name, read in values.items()}
            )

    # -------------------------------------------------------------- what lasts beyond the run
    def save(self, path: Path) -> None:
        """Write what the inputs said, so that an article can be taken out without them."""
        columns = ", ".join(FOUND)
        read = self.database.cursor().execute(f"SELECT {columns}, kept FROM articles ORDER BY article_id")
        found = (("articles", row[0], row[0], json.dumps(row[:-1]), row[-1]) for row in read)
        kept = self.database.cursor().execute('SELECT * FROM rows ORDER BY "table", key, article_id')
        with pq.ParquetWriter(path, SAVED, compression="zstd") as writer:
            for rows in (found, kept):
                for chunk in _chunks(rows):
                    *cells, last = zip(*chunk, strict=True)
                    arrays = [
                        *(pa.array(column, pa.string()) for column in cells),
                        pa.array(map(bool, last), pa.bool_()),
                    ]
                    writer.write_table(pa.table(arrays, schema=SAVED))

    def load(self, path: Path) -> None:
        """Read back what the inputs of the last run said."""
        for batch in pq.ParquetFile(path).iter_batches(CHUNK):
            for row in batch.to_pylist():
                kind, key, article_id, cells = (row[name] for name in SAVED.names[:4])
                kept = bool(row.get("kept"))  # files of earlier versions do not say
                if kind == "articles":
                    self._add_article(json.loads(cells), kept)
                else:
                    self.database.execute(
                        "INSERT INTO rows VALUES (?, ?, ?, ?, ?)", (kind, key, article_id, cells, kept)
                    )

    def keep(self, path: Path, own: bool) -> None:
        """Read back what the last run knew of other inputs than those of this run; `own`: its inputs were the same.

        What was kept stays so, in later runs over the same inputs too: only a run that keeps nothing drops it.
        """
        self.load(path)
        for table in ("articles", "rows"):
            self.database.execute(f"DELETE FROM {table} WHERE NOT kept" if own else f"UPDATE {table} SET kept = 1")

    def find(self, name: str) -> list[tuple[str, str, str]]:
        """Give the id, source and identity of the articles that a user means by an id, a source or an address.

        With an article come its other versions, lest taking out the newest brings back the one before.
        """
        address = identity_of(Article(source="", text="", url=name)) if "://" in name else name
        return self.database.execute(
            """WITH named AS (
                SELECT article_id, identity FROM articles
                WHERE article_id = :name OR source = :name OR identity = :address OR article_id IN (
                    SELECT article_id FROM rows WHERE "table" = 'appearances' AND json_extract(row, '$.source') = :name)
            ) SELECT article_id, source, identity FROM articles WHERE article_id IN (SELECT article_id FROM named)
            OR identity != '' AND identity IN (SELECT identity FROM named) ORDER BY article_id""",
            {"name": name, "address": address},
        ).fetchall()

    def _one(self, query: str, *values: Any) -> Any:
        with closing(self.database.cursor()) as cursor:
            return cursor.execute(query, values).fetchone()


def _readers(table: str) -> dict[str, Any]:
    kinds = {date: date.fromisoformat, Decimal: Decimal}
    return {column.name: kinds.get(column.type, column.type) for column in schemas()[table].columns}


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
