"""Runs a spaCy NER quickly: the same model and rules, with decisions taken for all words of a batch at once.

spaCy's own loop takes Python's lock several times for each word and class; here each distinct word is embedded once,
products of matrices are numpy's, and what a word opens is decided for all words in one product. A model built in
another way than spaCy's small, medium and large ones runs as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import Model, NumpyOps

# OpenBLAS adds up in another order where a product has few rows.
FEWEST_ROWS = 32
# Tokens of a group of texts that are read together: enough for quick products, and few enough for the cache.
GROUP = 4000


class BlasOps(NumpyOps):  # type: ignore[misc]
    """Products by numpy's OpenBLAS, which takes half the time of thinc's own BLIS.

    Small ones are filled up with rows of zeros, so that a text's numbers do not depend on the texts beside it.
    """

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Multiply two matrices."""
        if trans1 or out is not None or len(x) >= FEWEST_ROWS:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        filled = np.zeros((FEWEST_ROWS, x.shape[1]), dtype=x.dtype)
        filled[: len(x)] = x
        return super().gemm(filled, y, trans2=trans2)[: len(x)]


def quicken(ner: Any) -> Any:
    """Give a component that finds what a NER finds, sooner; the NER itself where it is built in another way."""
    model = ner.model
    known = isinstance(ner, EntityRecognizer) and {"tok2vec", "lower", "upper"} <= set(model.ref_names)
    if not known or type(model.ops) is not NumpyOps or ner.cfg["beam_width"] != 1 or model.attrs["unseen_classes"]:
        return ner
    lower = model.get_ref("lower")
    if not model.attrs["has_upper"] or lower.get_dim("nF") != 3 or lower.get_dim("nP") < 2:
        return ner
    ops = BlasOps(use_blis=False)
    for node in list(model.walk()):
        node.ops = ops
        names = [layer.name.partition("(")[0] for layer in node.layers]
        if names == ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]:
            _embed_once(node)
    return QuickNer(ner)


def _embed_once(chain: Model[Any, Any]) -> None:
    """Embed the distinct words of a batch: of a newspaper's words, six in seven have stood there before."""
    features, joined, *embedding, parted = chain.layers
    forward = chain._func

    def embed(model: Model[Any, Any], docs: Any, is_train: bool) -> Any:
        if is_train:
            return forward(model, docs, is_train)
        ragged = joined.predict(features.predict(docs))
        words = np.ascontiguousarray(ragged.dataXd)
        if not len(words):
            return forward(model, docs, is_train)
        bytes_of_word = np.dtype((np.void, words.itemsize * words.shape[1]))
        _, first, back = np.unique(words.view(bytes_of_word).ravel(), return_index=True, return_inverse=True)
        found = type(ragged)(words[first], np.array([len(first)], dtype="i"))
        for layer in embedding:
            found = layer.predict(found)
        return parted.predict(type(ragged)(found.dataXd[back], ragged.lengths)), None

    chain._func = embed


class QuickNer:
    """spaCy's greedy NER (BILUO) with its decisions taken in the order that arrays like.

    What the model sees of a state is the word, the first word of the entity that is open, and the word before. So all
    words outside entities are decided at once, then the second words of all entities that open, then the third ones.
    """

    def __init__(self, ner: Any) -> None:
        self.ner = ner
        names = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
        self.labels = [name.partition("-")[2] for name in names]
        kinds = np.array([name[0] for name in names])
        self.opens, self.whole = kinds == "B", kinds == "U"
        # what no word outside an entity can be: "U-" is there for words that are blocked
        self.never = np.isin(kinds, ["I", "L"]) | np.array([name == "U-" for name in names])
        at = {name: number for number, name in enumerate(names)}
        # the classes that go on with, and that end, what a class opens
        self.further = np.array([at.get(f"I-{label}", 0) for label in self.labels])
        self.last = np.array([at.get(f"L-{label}", 0) for label in self.labels])

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], **options: Any) -> Iterator[Doc]:
        """Set the entities of Docs, some thousands of tokens at a time; options are spaCy's and change nothing."""
        for group in _groups(docs):
            if any(doc.has_annotation("ENT_IOB") for doc in group) or not any(len(doc) for doc in group):
                yield from self.ner.pipe(group, **options)
            else:
                yield from self._read(group)

    def _read(self, docs: list[Doc]) -> list[Doc]:
        model = self.ner.model
        lower = model.get_ref("lower")
        cached = lower.predict(model.get_ref("tok2vec").predict(docs))
        nothing, words, bias = cached[0], cached[1:], lower.get_param("b")
        ends, spaces = _bounds(docs)

        def scores(word: Any, first: Any, before: Any) -> Any:
            return model.get_ref("upper").predict((word + first + before + bias).max(axis=-1))

        found = scores(words[:, 0], nothing[1], nothing[2])
        found[:, self.never] = -np.inf
        found[np.ix_(ends | spaces, self.opens)] = -np.inf
        found[np.ix_(spaces, self.whole)] = -np.inf
        actions = found.argmax(axis=1)
        past = np.arange(1, len(actions) + 1)
        starts = np.flatnonzero(self.opens[actions])
        at = starts + 1
        while len(at):
            found = scores(words[at, 0], words[starts, 1], words[at - 1, 2])
            row, opened = np.arange(len(at)), actions[starts]
            on = (found[row, self.further[opened]] >= found[row, self.last[opened]]) & ~ends[at]
            past[starts[~on]] = at[~on] + 1
            starts, at = starts[on], at[on] + 1
        base = 0
        named = self.opens | self.whole
        for doc in docs:
            spans, free = [], base
            for start in base + np.flatnonzero(named[actions[base : base + len(doc)]]):
                if start >= free:
                    free = int(past[start])
                    spans.append(Span(doc, int(start) - base, free - base, label=self.labels[actions[start]]))
            doc.set_ents(spans, default="outside")
            base += len(doc)
        return docs


def _bounds(docs: list[Doc]) -> tuple[Any, Any]:
    """Say of each token whether no entity may go on after it, a sentence or its text being over, and if it is space."""
    columns = [doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs]
    ends = [np.append(column[1:, 0] == 1, True)[: len(column)] for column in columns]
    return np.concatenate(ends), np.concatenate([column[:, 1] == 1 for column in columns])


def _groups(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    group: list[Doc] = []
    for doc in docs:
        group.append(doc)
        if sum(map(len, group)) >= GROUP:
            yield group
            group = []
    if group:
        yield group
