"""The comparison with other tools: its measure ranks tools rightly, and its page hides none of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from compare.compare import HERE, PAGE, peers
from compare.scoring import Score, score

ADAPTERS = sorted(path.stem for path in (HERE / "adapters").glob("[!_]*.py"))

GOLD = {
    "money": [
        {"text": "£5m", "char_start": 10, "char_end": 13, "amount": "5000000", "low": "5000000", "kind": ["grant"]},
        {"text": "£3-4m", "char_start": 20, "char_end": 25, "low": "3000000", "high": "4000000"},
        {"text": "£7", "char_start": 40, "char_end": 42, "amount": "7", "optional": True},
    ],
    "dates": [
        {"text": "July 2022", "char_start": 5, "char_end": 14, "start": "2022-07-01", "end": "2022-07-31"},
        {"text": "six weeks", "char_start": 30, "char_end": 39, "type": "duration", "duration": "P6W"},
    ],
    "quotes": [{"text": "We must act", "char_start": 1, "char_end": 12, "speaker": ["Ann Burke", "Burke"]}],
    "people": [{"name": "Ann Burke"}, {"name": "Reporter Name", "optional": True}],
}


def perfect(table: str) -> list[dict[str, str]]:
    rows = []
    for item in GOLD[table]:
        row = {key: str(value) for key, value in item.items()}
        rows.append(row | ({"speaker": item["speaker"][0]} if "speaker" in item else {}))
    return rows


@pytest.mark.parametrize("table", GOLD)
def test_a_perfect_tool_has_everything_right(table: str) -> None:
    total = score(table, GOLD[table], perfect(table))
    assert total.gold == total.found == total.exact > 0
    assert total.spurious == 0
    assert total.f1(total.exact) == 1


@pytest.mark.parametrize("table", GOLD)
def test_a_tool_that_finds_nothing_has_nothing(table: str) -> None:
    total = score(table, GOLD[table], [])
    assert total.counts() == (score(table, GOLD[table], perfect(table)).gold, 0, 0, 0)
    assert total.f1(total.found) == 0


def test_a_wrong_value_is_found_but_not_exact() -> None:
    row = {"char_start": "10", "char_end": "13", "amount": "5"}
    assert score("money", GOLD["money"], [row]) == Score(gold=2, found=1, exact=0, spurious=0)


def test_a_find_beside_the_gold_is_spurious() -> None:
    row = {"char_start": "60", "char_end": "63", "start": "2022-07-01", "end": "2022-07-31"}
    assert score("dates", GOLD["dates"], [row]).spurious == 1


def test_every_adapter_is_listed_and_pinned() -> None:
    assert sorted(peer["adapter"] for peer in peers()) == ADAPTERS
    assert sorted(path.stem for path in (HERE / "requirements").glob("*.txt")) == ADAPTERS


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_the_page_names_every_adapter(adapter: str) -> None:
    assert f"`{adapter}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted((HERE / "requirements").glob("*.txt")), ids=lambda path: path.stem)
def test_pins_have_hashes_and_no_addresses(path: Path) -> None:
    pins = path.read_text(encoding="utf-8")
    assert "://" not in pins
    assert 0 < pins.count("==") <= pins.count("--hash=sha256:")
