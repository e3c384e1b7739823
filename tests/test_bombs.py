"""Archives that grow without end: each is a row in `problems`, and neither memory nor the disk takes more than a line
or a page.

Lines and pages may have so many bytes (`bounds.toml`): that is what may be held of a bomb at a time, whatever it
would grow to.
"""

from __future__ import annotations

import gzip
import tracemalloc
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.articles import bounds, read_articles
from pipeline.articles.article import Article
from pipeline.articles.bounds import BOUNDS
from pipeline.job import extract_to
from pipeline.records import Problem
from pipeline.settings import Settings
from pipeline.tables import read_tables

BLOCK = bytes(1_000_000)
BLOCKS = 300  # six times what may come of a small file before it is called a bomb
GOOD = b'{"body": "Ashcombe Borough Council will spend \xc2\xa35m on roads in 2024, said Councillor Jo Farlow."}\n'


def gzip_bomb(path: Path, opening: bytes) -> None:
    with gzip.open(path, "wb", compresslevel=6) as handle:
        handle.write(opening)
        for _ in range(BLOCKS):
            handle.write(BLOCK)


def zstandard_bomb(path: Path, opening: bytes) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.CompressedOutputStream(file, "zstd") as handle:
        handle.write(opening)
        for _ in range(BLOCKS):
            handle.write(BLOCK)


def zip_bomb(path: Path, opening: bytes) -> None:
    packing = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packing as archive, archive.open("bomb.jsonl", "w") as handle:
        handle.write(opening)
        for _ in range(BLOCKS):
            handle.write(BLOCK)


def web_archive_bomb(path: Path, opening: bytes) -> None:  # noqa: ARG001
    with gzip.open(path, "wb", compresslevel=6) as handle:
        handle.write(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n")
        handle.write(
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % (BLOCKS * len(BLOCK))
        )
        handle.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(BLOCKS):
            handle.write(BLOCK)


BOMBS = {
    "bomb.jsonl.gz": gzip_bomb,
    "bomb.jsonl.zst": zstandard_bomb,
    "bomb.zip": zip_bomb,
    "bomb.warc.gz": web_archive_bomb,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_problem_after_what_was_good_in_it(tmp_path: Path, name: str) -> None:
    BOMBS[name](tmp_path / name, GOOD)
    assert (tmp_path / name).stat().st_size < BLOCKS * len(BLOCK) / 100
    found = list(read_articles(tmp_path / name, use_metadata=False))
    problems = [item for item in found if isinstance(item, Problem)]
    assert all(name in (item.source or "") for item in problems)
    assert problems[-1].severity == "error" and "more than" in problems[-1].message
    if name.startswith("bomb.jsonl"):  # the size that a member of an archive declares is looked at before it is read
        assert sum(isinstance(item, Article) for item in found) == 1


@pytest.mark.parametrize("name", ["bomb.jsonl.gz", "bomb.jsonl.zst", "bomb.warc.gz"])
def test_a_bomb_is_not_unpacked_to_its_end(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BOMBS[name](tmp_path / name, GOOD)
    unpacked = []
    check = bounds.check_expansion

    def noted(packed: int, now: int, source: str) -> None:
        unpacked.append(now)
        check(packed, now, source)

    monkeypatch.setattr(bounds, "check_expansion", noted)
    told = [item.message for item in read_articles(tmp_path / name, use_metadata=False) if isinstance(item, Problem)]
    assert f"unpacks to more than {BOUNDS['expansion_factor']} times its size" in told[-1]
    most = max(BOUNDS["expansion_free_bytes"], BOUNDS["expansion_factor"] * (tmp_path / name).stat().st_size)
    assert max(unpacked) < most + len(BLOCK) < BLOCKS * len(BLOCK)


@pytest.mark.parametrize("name", ["good.jsonl.gz", "good.jsonl.zst"])
def test_compressed_lines_in_an_archive_are_read(tmp_path: Path, name: str) -> None:
    packed = pa.compress(GOOD * 3, codec="gzip" if name.endswith("gz") else "zstd", asbytes=True)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, packed)
    found = [item.source for item in read_articles(tmp_path / "a.zip", use_metadata=False)]
    assert found == [f"a.zip!{name}#{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_more_memory_than_lines_may(tmp_path: Path, name: str) -> None:
    BOMBS[name](tmp_path / name, b"")
    tracemalloc.start()
    before = pa.total_allocated_bytes()
    try:
        list(read_articles(tmp_path / name, use_metadata=False))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    held = BOUNDS["page_bytes"] if name == "bomb.warc.gz" else 4 * BOUNDS["line_bytes"]
    assert most < 2.5 * held < BLOCKS * len(BLOCK) / 5
    assert pa.total_allocated_bytes() - before < BOUNDS["line_bytes"]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_room_on_the_disk(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    BOMBS[name](tmp_path / "in" / name, b"")
    extract_to([str(tmp_path / "in")], Settings(out=str(tmp_path / "out")))
    assert len(read_tables(tmp_path / "out")["problems"])
    assert sum(path.stat().st_size for path in (tmp_path / "out").rglob("*") if path.is_file()) < BOUNDS["line_bytes"]
