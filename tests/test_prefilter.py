"""What a pattern demands of a paragraph never costs a match."""

from __future__ import annotations

import gc
import re

import pytest

from corpus import CORPUS
from pipeline.cleaning.zones import Zone
from pipeline.language import load_language
from pipeline.patterns import TEXTS, TRIES, Pattern, Patterns, compile_patterns
from pipeline.prefilter import DIGIT, demand_of, folded


def paragraphs() -> list[str]:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in (CORPUS / "articles" / "develop").iterdir()]
    examples = [path.read_text(encoding="utf-8") for path in (CORPUS.parent / "pipeline").rglob("examples.txt")]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    return lines + [line for text in examples for line in text.splitlines()[::25] if line.strip()]


def test_every_match_of_every_pattern_holds_a_sign_of_it() -> None:
    load_language()
    found = {pattern for held in gc.get_objects() if isinstance(held, Patterns) for pattern in held.listed}
    signed = {pattern.expression: pattern for pattern in found if any(pattern.demand)}
    assert len(signed) > 250
    matches = 0
    texts = paragraphs()
    for expression, pattern in signed.items():
        for text in texts:
            for match in expression.finditer(text):
                matches += 1
                assert pattern.possible(folded(match[0])) or not match[0], pattern.place
    assert matches > 5000


def test_what_is_tried_often_finds_what_it_found_at_first() -> None:
    patterns = compile_patterns("money")
    once = Pattern("once", r"\bimprovement\s+board", re.IGNORECASE, "here")
    texts = paragraphs()[:300]
    wholes = [(text, [Zone("body", 0, len(text))]) for text in texts]
    first = [[hit.rule for hit in compile_patterns("money").scan(*whole)] for whole in wholes]
    assert sum(map(len, first)) > 100
    assert [[hit.rule for hit in patterns.scan(*whole)] for whole in wholes] == first
    assert patterns.texts > TEXTS
    for _ in range(TRIES + 1):
        assert once.search("An Improvement Board met") and not once.search("A board met")


@pytest.mark.parametrize(
    ("regex", "signs", "digit"),
    [
        (r"\bboards?\b", {"board"}, False),
        (r"(?i)(?:Board|PANEL)\s+of", {"board", "panel"}, False),
        (r"\b(?:US|A)?\$\d+", {"$"}, True),
        (r"(?<=£)\d+(?:\.\d+)?", set(), True),
        (r"(?:board)?\s+of\s+trustees", {"trustees"}, False),
        (r"(?:spent|£)\s*\d+", {"spent", "£"}, True),
        (r"(?:spent|\d+)\s+\w", {"spent", DIGIT}, False),
        (r"sch(?:ools?\s+\w|eme\b)", {"school", "scheme"}, False),
        (r"(a|b)\1", set(), False),
        (r"(?:x{3}|yyy)z*", set(), False),
        (r"[²³]\w+", set(), False),
        (r"[^\d]+[0-9]", set(), True),
        (r"(?:council(?!lor))+", {"council"}, False),
        (r"(?:[1-9]\d?|two)\s+days", {"days"}, False),
        (r"(?:[1-9]\d?|20\d\d)(?:st)?", set(), True),
    ],
)
def test_signs(regex: str, signs: set[str], digit: bool) -> None:
    assert demand_of(regex) == (signs, digit)


def test_letters_that_ignoring_case_makes_alike_are_alike() -> None:
    pattern = re.compile("inspection kits", re.IGNORECASE)
    for text in ("ınſpectıon kitſ", "İnspection KITS"):
        assert pattern.search(text)
        assert any(sign in folded(text) for sign in demand_of(pattern.pattern, re.IGNORECASE).signs)
