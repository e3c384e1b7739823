"""Scores may only rise: both halves of the corpus against their floors, and the held-back half is frozen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from floors import FLOORS, fallen, scores
from golden import GOLDEN

from corpus import CORPUS, HALVES, ROOT, digest
from pipeline.evaluate import evaluate
from pipeline.writers.csv_files import read_rows

# What the product promises on articles that no rule was written for: (F1, strict F1).
PROMISED = {
    "people": (0.9, 0.95),
    "organisations": (0.9, 0.95),
    "money": (0.9, 0.7),
    "dates": (0.9, 0.92),
    "quotes": (0.9, 0.92),
    "roles": (0.75, 0.82),
    "judgements": (0.75, 0.88),
    "inspections": (0.75, 0.8),
}
# What a sum is for, whose it is and how large: the fields on which money is promised a higher score.
OF_A_SUM = ("kind", "payer", "payee", "period", "per", "amount", "low", "high", "currency", "qualifier")
SCORER = ROOT.parent / "shared" / "score.py"


@pytest.mark.parametrize("half", HALVES)
def test_no_score_falls_under_its_floor(runs: dict[str, Path], half: str) -> None:
    floor = json.loads(FLOORS.read_text(encoding="utf-8"))[half]
    assert floor["corpus"] == digest(half), "the corpus changed: read why, then run `make floors`"
    assert fallen(floor["scores"], scores(half, runs[half])) == []


def test_the_held_back_half_is_as_it_was_written() -> None:
    frozen = (CORPUS / "heldback.sha256").read_text(encoding="utf-8").split()[0]
    assert digest("heldback") == frozen, "the held-back half was changed: replace it by a fresh one instead"


@pytest.mark.parametrize("table", PROMISED)
def test_the_held_back_half_scores_what_is_promised(runs: dict[str, Path], table: str) -> None:
    found = scores("heldback", runs["heldback"])[table]
    assert (found["f1"], found["strict_f1"]) >= PROMISED[table] and found["strict_f1"] >= PROMISED[table][1]


def test_the_held_back_half_says_what_each_sum_is_for(runs: dict[str, Path]) -> None:
    found = evaluate(CORPUS / "gold" / "heldback", runs["heldback"], OF_A_SUM)["money"].summary()
    assert found["strict_f1"] >= 0.85
    filled = [tuple(map(int, found["filled"][name].split("/"))) for name in ("payer", "payee", "period")]
    assert sum(right for right, _ in filled) >= 0.9 * sum(rows for _, rows in filled) > 20


@pytest.mark.parametrize("half", HALVES)
def test_every_ons_code_is_the_right_one(runs: dict[str, Path], half: str) -> None:
    right, stated = map(
        int, evaluate(CORPUS / "gold" / half, runs[half])["organisations"].summary()["by_field"]["gss_code"].split("/")
    )
    assert right == stated > 10


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.csv")), ids=lambda path: path.stem)
def test_golden_tables(runs: dict[str, Path], path: Path) -> None:
    found = {row[next(iter(row))]: row for row in read_rows(runs["develop"], path.stem)}
    golden = {row[next(iter(row))]: row for row in read_rows(GOLDEN, path.stem)}
    changed = [key for key in found.keys() | golden.keys() if found.get(key) != golden.get(key)]
    first = [(golden.get(key), found.get(key)) for key in changed[:1]]
    assert not changed, f"{len(changed)} rows of {path.stem} differ; read them, then `make golden`: {first}"


@pytest.mark.skipif(not SCORER.exists(), reason="the independent scorer is not beside this checkout")
@pytest.mark.parametrize("half", HALVES)
def test_an_independent_scorer_agrees(runs: dict[str, Path], half: str) -> None:
    command = [sys.executable, str(SCORER), str(CORPUS / "gold" / half), str(runs[half]), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = {table: tally.summary() for table, tally in evaluate(CORPUS / "gold" / half, runs[half]).items()}
    assert {
        table: {name: count for name, count in found.items() if name != "filled"} for table, found in ours.items()
    } == theirs
