"""Local Democracy Reporting articles in; linked tables of people, roles, money, dates and judgements out.

>>> import pipeline
>>> tables = pipeline.extract("corpus/articles/")    # doctest: +SKIP
>>> tables.money[["text", "amount", "kind"]]         # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.analysis import check as check
    from pipeline.analysis import courses as courses
    from pipeline.analysis import differences as differences
    from pipeline.analysis import query as query
    from pipeline.exports import export as export
    from pipeline.exports import import_gold as import_gold
    from pipeline.language import load_language as load_language
    from pipeline.review import apply_review as apply_review
    from pipeline.run import extract as extract
    from pipeline.settings import Settings as Settings
    from pipeline.settings import load_settings as load_settings
    from pipeline.tables import Tables as Tables
    from pipeline.tables import read_tables as read_tables
    from pipeline.tables import write_tables as write_tables

# The public names and their modules, imported when first used: `ldr --help` must not load spaCy.
_PUBLIC = {
    "Settings": "pipeline.settings",
    "Tables": "pipeline.tables",
    "apply_review": "pipeline.review",
    "check": "pipeline.analysis",
    "courses": "pipeline.analysis",
    "differences": "pipeline.analysis",
    "export": "pipeline.exports",
    "extract": "pipeline.run",
    "import_gold": "pipeline.exports",
    "load_language": "pipeline.language",
    "load_settings": "pipeline.settings",
    "query": "pipeline.analysis",
    "read_tables": "pipeline.tables",
    "write_tables": "pipeline.tables",
}
__all__ = sorted(_PUBLIC)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
