"""The quick NER finds what spaCy's own loop finds, and what it finds in a text does not depend on its neighbours."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import spacy
from bench.catalogue import articles
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.language import SETUP, load_language, mark_sentences
from pipeline.ner import QuickNer, quicken

ODD = [" ", "\n\n \n", "", "A", "Leeds", "Leeds City Council", "1 " * 500, "Mr John Smith " * 40, "£5m. Ofsted"]


@cache
def stock() -> Language:
    return spacy.load(SETUP["model"]["name"], exclude=[*SETUP["model"]["leave_out"], "tok2vec"])


def texts() -> list[str]:
    return [f"{one['headline']}\n\n{one['body']}" for one in articles(60, seed=1)] + ODD


def told(docs: Any) -> list[Any]:
    return [
        ([(span.start, span.end, span.label_) for span in doc.ents], [token.ent_iob for token in doc]) for doc in docs
    ]


def read(ner: Any, marked: bool = False) -> list[Any]:
    docs = [stock().make_doc(text) for text in texts()]
    return told(ner.pipe([mark_sentences(doc) for doc in docs] if marked else docs))


def quick() -> Any:
    return load_language().get_pipe("ner")


@pytest.mark.parametrize("marked", [False, True])
def test_it_finds_what_the_stock_loop_finds(marked: bool) -> None:
    assert isinstance(quick(), QuickNer)
    found = read(quick(), marked)
    assert sum(len(spans) for spans, _ in found) > 300
    assert found == read(stock().get_pipe("ner"), marked)


def test_neighbours_change_nothing() -> None:
    docs = [stock().make_doc(text) for text in texts()]
    assert told(quick()(doc) for doc in docs) == read(quick())


def test_entities_that_stand_are_heeded_as_spacy_heeds_them() -> None:
    def doc() -> Doc:
        made = stock().make_doc("Leeds City Council told Jane Day of it.")
        made.set_ents([Span(made, 0, 1, label="PRODUCT")], default="missing")
        return made

    assert told([quick()(doc())]) == told([stock().get_pipe("ner")(doc())])


def test_another_kind_of_model_runs_as_it_is() -> None:
    blank = spacy.blank("en")
    searching = blank.add_pipe("beam_ner")
    assert quicken(searching) is searching
