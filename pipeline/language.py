"""Room 3: the spaCy pipeline: a pinned model's NER, our sentence boundaries, and every extractor."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.cleaning import CleanArticle
from pipeline.engines import TookTooLongError
from pipeline.errors import ModelError
from pipeline.extractors import discover
from pipeline.extractors.base import Extractor, annotate, article_of, attach, failed, install
from pipeline.ner import quicken
from pipeline.resources import Gazetteers, default_gazetteers, read_toml

SETUP = read_toml("language.toml")
ABBREVIATIONS = frozenset(SETUP["sentences"]["abbreviations"])
# A stop, whatever closes with it, white space, and then something that can open a sentence.
SENTENCE_END = re.compile(r"[.!?…]+[’”\"')\]]*(?=\s+[“‘\"'(\[]*[A-Z0-9£€$])")
LAST_WORD = re.compile(r"[\w.]*$")
LONGEST_SENTENCE = SETUP["sentences"]["longest"]
LONG_TOKEN = re.compile(rf"\S{{{SETUP['tokens']['longest']}}}")


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the sentences of one paragraph as offsets, without surrounding white space.

    >>> text = "Cllr. J. Day said £9.8m. “It is hard.” She left."
    >>> [text[a:b] for a, b in split_sentences(text, 0, len(text))]
    ['Cllr. J. Day said £9.8m.', '“It is hard.”', 'She left.']
    """
    first = start
    for match in SENTENCE_END.finditer(text, start, end):
        # the end of a longest possible abbreviation is enough: a run of word characters must not be reread
        word = LAST_WORD.search(text, max(first, match.start() - 24), match.start())
        before = word[0] if word else ""
        if match[0].startswith(".") and (before in ABBREVIATIONS or (len(before) == 1 and before.isupper())):
            continue
        yield from _cut(text, first, match.end())
        first = match.end()
        while first < end and text[first].isspace():
            first += 1
    if first < end:
        yield from _cut(text, first, end)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is too long for a sentence at the last white space that fits, or where there is none."""
    while end - start > LONGEST_SENTENCE:
        most = start + LONGEST_SENTENCE
        at = next((at for at in range(most, start, -1) if text[at].isspace()), most)
        stop = at
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = at
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def mark_sentences(doc: Doc) -> Doc:
    """Set sentence starts, and keep the exact offsets: sentences end with their paragraph."""
    article = article_of(doc)  # its text is the Doc's, which spaCy joins anew from the tokens at every call
    found = [pair for zone in article.zones for pair in split_sentences(article.text, zone.start, zone.end)]
    doc.user_data["sentences"] = found or [(0, len(article.text))]
    columns = doc.to_array(["IDX", "LENGTH"]).astype(np.int64)
    marks = np.full(len(doc), -1, dtype=np.int64)
    # a sentence starts with the first token that ends after its start
    firsts = np.searchsorted(columns.sum(axis=1), [start for start, _ in found], side="right")
    marks[firsts[firsts < len(doc)]] = 1
    # all at once: setting `token.is_sent_start` looks through the whole Doc for every token
    column: Any = marks.astype(np.uint64)
    return doc.from_array(["SENT_START"], column)


@Language.factory("sentences")
def _sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    return mark_sentences


@Language.factory("quick_ner")
def _quick_ner(nlp: Language, name: str) -> Any:  # noqa: ARG001
    return quicken(nlp.get_pipe("slow_ner"))


def _run(doc: Doc, name: str, find: Callable[[Doc], Iterable[Any]]) -> Doc:
    """Let one extractor find; where it fails it has found nothing, and the others go on."""
    try:
        return annotate(doc, name, find(doc))
    except TookTooLongError:
        raise
    except Exception as error:  # noqa: BLE001 - one table of one article is lost and reported, not the article
        failed(doc)[name] = f"{type(error).__name__}: {error}"
        return annotate(doc, name, ())


def _register(extractor: Extractor) -> str:
    factory = f"ldr_{extractor.name}"
    if not Language.has_factory(factory):

        def create(nlp: Language, name: str, gazetteers: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
            return partial(_run, name=extractor.name, find=extractor.build(Gazetteers(Path(gazetteers))))

        Language.factory(factory, default_config={"gazetteers": str(default_gazetteers())}, func=create)
    return factory


def check_digests(nlp: Language) -> None:
    """Compare the pinned model's weights with their digests.

    Raises ModelError naming the file that differs.
    """
    for file, digest in SETUP["model"]["digests"].items():
        found = hashlib.sha256((Path(nlp.path) / file).read_bytes()).hexdigest()
        if found != digest:
            raise ModelError(
                f"{file} of {SETUP['model']['name']} has digest {found}, not the pinned {digest}: reinstall"
            )


def load_language(model: str = "", gazetteers: str = "") -> Language:
    """Load the spaCy pipeline with our components, so that displaCy and `nlp.pipe` work; once in a process.

    `model` is any installed pipeline with an `ner` component (the pinned one unless named); `gazetteers`
    a folder that replaces `models/gazetteers`. Raises ModelError where the model is missing or wrong.
    """
    return loaded(model, gazetteers)


@cache
def loaded(model: str, gazetteers: str) -> Language:
    """Load what `load_language` gives; told apart by what is asked, not by how."""
    name = model or SETUP["model"]["name"]
    try:
        nlp = spacy.load(name, exclude=SETUP["model"]["leave_out"])
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the model {name!r} cannot be loaded: install it with pip, or name another ({error})"
        ) from error
    if "ner" not in nlp.pipe_names:
        raise ModelError(f"the model {name!r} has no `ner` component: name a pipeline that has one")
    for part in [part for part in nlp.pipe_names if part != "ner"]:
        # a shared layer stays only where the NER listens to it
        if not getattr(nlp.get_pipe(part), "listening_components", []):
            nlp.remove_pipe(part)
    if not model or model == SETUP["model"]["name"]:
        check_digests(nlp)
    if nlp.pipe_names == ["ner"]:
        nlp.rename_pipe("ner", "slow_ner")
        nlp.add_pipe("quick_ner", name="ner")
        nlp.remove_pipe("slow_ner")
    install()
    tokenizer: Any = nlp.tokenizer
    tokenizer.token_match = tokenizer.token_match or LONG_TOKEN.match
    nlp.add_pipe("sentences", first=True)
    for extractor in discover():
        config = {"gazetteers": gazetteers} if gazetteers else {}
        nlp.add_pipe(_register(extractor), name=extractor.name, config=config)
    return nlp


def parse(nlp: Language, articles: Iterable[CleanArticle], batch_size: int = 32) -> Iterator[Doc]:
    """Run the pipeline over articles, in order, lazily."""
    docs = (attach(nlp.make_doc(article.text), article) for article in articles)
    yield from nlp.pipe(docs, batch_size=batch_size)
