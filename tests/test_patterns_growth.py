"""No pattern runs away: of each, as compiled, it is asked how its time can grow with its text.

Patterns read paragraphs, and paragraphs, words and gaps have a longest (`pipeline/cleaning/zones.py`): a longer text
is more paragraphs, so that time grows as the text does. Within one, `ambiguity.py` finds from the expression itself
whether any text makes it more than linear, and says in which part: none may be.
As an automaton is no regular expression engine, each also meets strings made to be slow for it: on their length the
limit is some hundred times what quadratic time takes, and exponential time is beyond any limit.
`make bench` prints how the extractors' time grows with a text.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from typing import Any

import pytest
from adversarial import is_slow, strings
from ambiguity import slow_parts

from corpus import ROOT

LENGTH, LIMIT, ATTACKS = 300, 2.0, 4  # characters, seconds of processor time, strings of each pattern


@cache
def report() -> dict[str, Any]:
    """Compile every pattern in a process of its own, since what is compiled is kept, and say what each does."""
    done = subprocess.run(
        [sys.executable, __file__, str(LENGTH), str(LIMIT), str(ATTACKS)],
        capture_output=True, text=True, check=True, timeout=900, cwd=ROOT,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("bad", [r"(a+)+b", r"(\w+\s?)*$", r"(a|a)*b"])
def test_the_check_of_time_can_fail(bad: str) -> None:
    pattern = re.compile(bad)
    assert any(is_slow(pattern, text, 0.2) for text in strings(pattern, LENGTH))


@pytest.mark.parametrize(
    "bad",
    [
        r"(a+)+b", r"(\w+\s?)*$", r"(a|a)*b", r"\s+x", r"\w+x", r"\s*,\s*", r",\s*\s+x", r",\s*a?\s+x", r"\bx[^.]*y",
        r"^\s*\s*x", r"x(?=[^.]*z)", r"\s++x", r"\w+\b", r".*a", r"^.*a.*b", r"(?i)A+[a-z]*!", r"x(?:ab|a b)*\w*!",
        r"(?>(a+)+b)", r"(?:(?:a+)+b)*+", r"(?:(?>a)+)+b", r"(?:(?:y?|z?)a)+!", r"(?:(?:y*)?a)+!",
    ],
)  # fmt: skip
def test_what_is_more_than_linear_is_seen(bad: str) -> None:
    assert slow_parts(re.compile(bad), prose=False)


@pytest.mark.parametrize(
    "good",
    [
        r"a\s+b", r"\b\w+x", r"x{0,60}y", r"(?<!\w)\w+x", r"(?<![\w-])[\w-]+x", r"^\s*x", r"a[^.]{0,60}b", r"a\s++\s*x",
        r"\w+", r"^.*a", r"\d+,\d+(?!\d)|x", r"(?:ab|cd)*", r"“[^”“]*”",
        r"x(?:a|aa)*+b", r"\bx(?>y(?:a|aa)+)z",
    ],
)  # fmt: skip
def test_what_is_linear_is_let_through(good: str) -> None:
    assert not slow_parts(re.compile(good), prose=good.startswith(r"\d"))


def test_words_and_gaps_are_taken_for_bounded_in_prose_only() -> None:
    assert slow_parts(re.compile(r"\s+and"), prose=False) and not slow_parts(re.compile(r"\s+and"), prose=True)
    assert slow_parts(re.compile(r"[\s,]+and"), prose=True)


def test_every_pattern_of_every_file_is_checked() -> None:
    listed = sum(
        len([entry for entry in tomllib.loads(path.read_text("utf-8")).values() if "regex" in entry])
        for path in (ROOT / "pipeline" / "extractors").rglob("*.toml")
    )
    assert report()["of files"] >= listed > 300
    assert report()["all"] > report()["of files"]


def test_no_pattern_takes_more_than_linear_time() -> None:
    slow = report()["more than linear"]
    assert not slow, json.dumps(slow, indent=1, ensure_ascii=False)


def test_no_pattern_explodes_on_the_strings_made_for_it() -> None:
    assert not report()["explode"], "\n".join(report()["explode"])


if __name__ == "__main__":
    from adversarial import all_patterns

    length, limit, attacks = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    patterns, of_files = all_patterns()
    result: dict[str, Any] = {"all": len(patterns), "of files": of_files, "more than linear": {}, "explode": []}
    for pattern in patterns:
        plain = " ".join(pattern.pattern.split())
        if parts := slow_parts(pattern, prose=True):
            result["more than linear"][plain] = parts
        made = strings(pattern, length)
        for text in made[:: max(1, len(made) // attacks)]:
            if is_slow(pattern, text, limit):
                result["explode"].append(f"{text[:60]!r} | {plain[:200]}")
                break
    print(json.dumps(result))  # noqa: T201
