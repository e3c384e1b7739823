"""spaCy's DocBin: annotated Docs to train and test models with, `DocBin().from_disk(FILE).get_docs(nlp.vocab)`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.tokens import DocBin

from pipeline.exports.documents import documents
from pipeline.exports.staging import Source, replacing


def write_docbin(source: Source, file: Path) -> list[str]:
    """Write every article as a Doc with `doc.ents` and `doc.spans[table]` (see `documents`)."""
    box = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"], store_user_data=True)
    for _, doc in documents(source):
        box.add(doc)
    # a set has another order in every process; the file must not
    ordered: Any = dict.fromkeys(sorted(box.strings))
    box.strings = ordered
    with replacing(file) as staged:
        staged.write_bytes(box.to_bytes())
    return []
