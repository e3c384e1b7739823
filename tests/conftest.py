"""What the tests share: the language pipeline, loaded once."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.language import load_language


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_language()
