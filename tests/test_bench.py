"""The benchmarks' own machinery: the same catalogue each time, and a page that says what was measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.catalogue import articles, write
from bench.page import CHART, PAGE, RESULTS, page


def test_a_catalogue_is_the_same_each_time_and_no_article_twice(tmp_path: Path) -> None:
    made = list(articles(300))
    assert made == list(articles(300))
    assert len({one["body"] for one in made}) == len({one["url"] for one in made}) == 300
    lengths = [len(one["body"].split()) for one in made]
    assert 110 < sum(lengths) / 300 < 140
    assert write(tmp_path / "catalogue.jsonl", 300) == sum(lengths)


def test_the_page_says_what_was_measured() -> None:
    if not RESULTS.exists():
        pytest.skip("tests/bench/results.json: `make bench` has not been run")
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert PAGE.read_text(encoding="utf-8") == page(results)
    assert CHART.stat().st_size <= 100_000
