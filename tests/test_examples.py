"""Every tagged sentence of every extractor is read as it is tagged, and nothing else is found in it."""

from __future__ import annotations

import pytest
from examples import FOLDER, Example, complaints, read_examples, run
from spacy.language import Language

TABLES = sorted(path.parent.name for path in FOLDER.glob("*/examples.txt"))
EXAMPLES = [example for table in TABLES for example in read_examples(table)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.table}:{example.line}")
def test_example(nlp: Language, example: Example) -> None:
    assert complaints(example, run(nlp, example)) == [], example.text


@pytest.mark.parametrize("table", TABLES)
def test_examples_include_sentences_that_must_find_nothing(table: str) -> None:
    lines = [example for example in EXAMPLES if example.table == table]
    silent = [example for example in lines if not any(tag.table == table for tag in example.tags)]
    assert len(silent) * 6 >= len(lines), f"{table}: {len(silent)} of {len(lines)} examples are negative"
