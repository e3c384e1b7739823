"""What a pattern demands of a paragraph never costs a match."""

from __future__ import annotations

import gc
import re

import pytest

from corpus import CORPUS
from pipeline.language import load_language
from pipeline.patterns import Patterns
from pipeline.prefilter import folded, signs_of


def paragraphs() -> list[str]:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in (CORPUS / "articles" / "develop").iterdir()]
    examples = [path.read_text(encoding="utf-8") for path in (CORPUS.parent / "pipeline").rglob("examples.txt")]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    return lines + [line for text in examples for line in text.splitlines()[::25] if line.strip()]


def test_every_match_of_every_pattern_holds_a_sign_of_it() -> None:
    load_language()
    found = {pattern for held in gc.get_objects() if isinstance(held, Patterns) for pattern in held.listed}
    signed = {pattern.expression: pattern.signs for pattern in found if pattern.signs}
    assert len(signed) > 250
    matches = 0
    texts = paragraphs()
    for pattern, signs in signed.items():
        for text in texts:
            for match in pattern.finditer(text):
                matches += 1
                assert any(sign in folded(match[0]) for sign in signs) or not match[0], pattern.pattern
    assert matches > 5000


@pytest.mark.parametrize(
    ("regex", "signs"),
    [
        (r"\bboards?\b", {"board"}),
        (r"(?i)(?:Board|PANEL)\s+of", {"board", "panel"}),
        (r"\b(?:US|A)?\$\d+", {"$"}),
        (r"(?<=£)\d+(?:\.\d+)?", set()),
        (r"(?:board)?\s+of\s+trustees", {"trustees"}),
        (r"(?:spent|£)\s*\d+", {"spent", "£"}),
        (r"(a|b)\1", set()),
        (r"(?:x{3}|yyy)z*", set()),
        (r"(?:council(?!lor))+", {"council"}),
    ],
)
def test_signs(regex: str, signs: set[str]) -> None:
    assert set(signs_of(regex)) == signs


def test_letters_that_ignoring_case_makes_alike_are_alike() -> None:
    pattern = re.compile("inspection kits", re.IGNORECASE)
    for text in ("ınſpectıon kitſ", "İnspection KITS"):
        assert pattern.search(text)
        assert any(sign in folded(text) for sign in signs_of(pattern.pattern, re.IGNORECASE))
