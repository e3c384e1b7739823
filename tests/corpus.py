"""The project's own corpus, as the tests use it: its halves, their digests, a run over it."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

from pipeline.job import extract_to
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
HALVES = ("develop", "heldback")
OFFSETS = {"char_start", "char_end", "alt_spans"}


def extract_half(half: str, out: Path) -> Path:
    """Extract one half of the corpus, as `make tables` extracts the whole."""
    articles = CORPUS / "articles" / half
    with tempfile.TemporaryDirectory() as folder:
        metadata = Path(folder) / "metadata.csv"
        header, *rows = (CORPUS / "metadata.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        mine = [row for row in rows if (articles / row.split(",")[0].split("#")[0]).exists()]
        metadata.write_text(header + "".join(mine), encoding="utf-8")
        extract_to([str(articles)], Settings(out=str(out), metadata=str(metadata)))
    return out


def digest(half: str) -> str:
    """Digest a half's articles and what its gold says (offsets follow from the words, so they do not count)."""
    total = hashlib.sha256()
    for path in sorted((CORPUS / "articles" / half).iterdir()):
        total.update(path.name.encode() + path.read_bytes())
    for path in sorted((CORPUS / "gold" / half).glob("*.json")):
        total.update(json.dumps(_stated(json.loads(path.read_text(encoding="utf-8"))), sort_keys=True).encode())
    return total.hexdigest()


def _stated(value: object) -> object:
    if isinstance(value, dict):
        return {key: _stated(item) for key, item in value.items() if key not in OFFSETS}
    return [_stated(item) for item in value] if isinstance(value, list) else value
