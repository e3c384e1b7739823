"""A short run of the fuzzers; `make fuzz` runs them for longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FUZZ = Path(__file__).with_name("fuzz")
sys.path.insert(0, str(FUZZ))

from targets import PIECES, TARGETS, extract, read  # noqa: E402

QUICK = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
OPENINGS = st.sampled_from(
    [b"", b"\xff\xfe", b"\xef\xbb\xbf", b"{", b'[{"body": "', b"<html><p>", b"PK\x03\x04", b"body\n"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["body", "headline", "items", "byline"]), inner),
)


@QUICK
@given(OPENINGS, st.binary(max_size=300))
def test_any_bytes_are_an_article_or_a_problem(opening: bytes, rest: bytes) -> None:
    read(opening + rest)


@QUICK
@given(JSON)
def test_any_json_is_an_article_or_a_problem(value: object) -> None:
    import json

    read(json.dumps(value).encode("utf-8"))


@QUICK
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=60))
def test_any_words_give_rows_whose_offsets_hold(pieces: list[str]) -> None:
    extract("".join(pieces))


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_atheris_finds_nothing_in_a_short_run(target: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this system")
    command = [sys.executable, FUZZ / "fuzz.py", target, "-runs=40", "-seed=1", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done 40" in done.stderr
