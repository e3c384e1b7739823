"""The language of a text, told by its function words: English, Welsh, Scottish Gaelic or Irish.

A share of function words suffices for four languages, needs no model, and says nothing where nothing is
clear: the usual detectors have no Scottish Gaelic and read it as Irish.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.resources import read_toml

NAMES = {"cy": "Welsh", "gd": "Scottish Gaelic", "ga": "Irish"}
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
ENOUGH = 0.08
"""The share of a text's words that must be function words of a language."""
SAMPLE = 20_000
"""Characters that are looked at."""


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(entry["words"]) for language, entry in read_toml("articles/languages.toml").items()}


def language_of(text: str) -> str:
    """Give the ISO 639-1 code of a text's language; English where nothing else is clear.

    >>> language_of("Mae'r cyngor wedi dweud bod angen mwy o arian yn y gwasanaeth, ond nid oedd y plant yn hapus.")
    'cy'
    >>> language_of("The council said that the service was good.")
    'en'
    """
    tokens = [word.casefold() for word in WORD.findall(text[:SAMPLE])]
    if not tokens:
        return "en"
    shares = {
        language: sum(token in listed for token in tokens) / len(tokens)
        for language, listed in _function_words().items()
    }
    best = max(shares, key=lambda language: (shares[language], language == "en"))
    return best if shares[best] >= ENOUGH and shares[best] > shares["en"] else "en"
