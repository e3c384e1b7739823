"""What the tests share: the language pipeline, and one run over each half of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

from corpus import HALVES, extract_half
from pipeline.language import load_language
from pipeline.tables import Tables, read_tables

# No test asserts a time: the first example of a property compiles expressions.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_language()


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of tables of each half."""
    return {half: extract_half(half, tmp_path_factory.mktemp(half)) for half in HALVES}


@pytest.fixture(scope="session")
def tables(runs: dict[str, Path]) -> dict[str, Tables]:
    """The tables of each half, read back."""
    return {half: read_tables(out) for half, out in runs.items()}
