"""No pattern runs away: each, as compiled, meets the strings that are made to be slow for it.

All reading is by paragraphs, and paragraphs, words and gaps have a longest (`pipeline/cleaning/zones.py`): a longer
text is more paragraphs, so that time grows as the text does. What is left to show is that no pattern explodes within
one. On strings of this length the limit is some hundred times what quadratic time takes, and exponential time is beyond
any limit.
`make bench` prints how the extractors' time grows with a text.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
from adversarial import is_slow, strings

from corpus import ROOT

LENGTH, LIMIT, ATTACKS = 300, 2.0, 4  # characters, seconds of processor time, strings of each pattern


@pytest.mark.parametrize("bad", [r"(a+)+b", r"(\w+\s?)*$", r"(a|a)*b"])
def test_the_check_can_fail(bad: str) -> None:
    pattern = re.compile(bad)
    assert any(is_slow(pattern, text, 0.2) for text in strings(pattern, LENGTH))


def test_every_pattern_is_checked_and_none_runs_away() -> None:
    done = subprocess.run(
        [sys.executable, __file__, str(LENGTH), str(LIMIT), str(ATTACKS)],
        capture_output=True, text=True, check=True, timeout=400, cwd=ROOT,
    )  # fmt: skip
    count, *slow = done.stdout.splitlines()
    listed = sum(
        len([entry for entry in tomllib.loads(path.read_text(encoding="utf-8")).values() if "regex" in entry])
        for path in (ROOT / "pipeline").rglob("patterns.toml")
    )
    assert int(count) > listed > 100, "every pattern of every patterns.toml is among those checked"
    assert not slow, "\n".join(slow)


if __name__ == "__main__":
    from adversarial import all_patterns

    length, limit, attacks = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    patterns = all_patterns()
    print(len(patterns))  # noqa: T201
    for pattern in patterns:
        made = strings(pattern, length)
        for text in made[:: max(1, len(made) // attacks)]:
            if is_slow(pattern, text, limit):
                print(f"{text[:60]!r} | {' '.join(pattern.pattern.split())[:200]}")  # noqa: T201
                break
