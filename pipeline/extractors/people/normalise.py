"""Names as values: parts of a name, its normal form, and when two names may be one person's. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

INITIAL = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]\.?")
PIECES = re.compile(r"([-'’])")


@cache
def fold(word: str) -> str:
    """Fold a word for comparing: no accents, one apostrophe, lower case.

    >>> fold("O’Sé-Łukasz")
    "o'se-lukasz"
    """
    plain = unicodedata.normalize("NFKD", word.replace("’", "'").replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def is_initial(word: str) -> bool:
    """Say whether a word of a name is an initial, or initials run together.

    >>> [is_initial(word) for word in ("J", "J.", "J.R.", "Jo")]
    [True, True, True, False]
    """
    return INITIAL.fullmatch(word) is not None


def recase(word: str) -> str:
    """Give a word printed in capitals the capitals of a name; others stand.

    >>> [recase(word) for word in ("SMITH-JONES", "O'BRIEN", "MCDONALD", "DJ", "Smith")]
    ['Smith-Jones', "O'Brien", 'McDonald', 'DJ', 'Smith']
    """
    if len(word) < 3 or not word.isupper() or "." in word:
        return word
    parts = [part.capitalize() for part in PIECES.split(word)]
    said = "".join(parts)
    return "Mc" + said[2:].capitalize() if said.startswith("Mc") and len(said) > 4 else said


def split_name(words: Sequence[str], particles: frozenset[str]) -> tuple[str, str]:
    """Split a name's words into given names and family name; particles belong to the family name.

    >>> split_name(["Jan", "van", "der", "Berg"], frozenset({"van", "der"}))
    ('Jan', 'van der Berg')
    >>> split_name(["Mary", "Ann", "Jones"], frozenset())
    ('Mary Ann', 'Jones')
    """
    if len(words) < 2:
        return "", " ".join(words)
    first = len(words) - 1
    while first > 1 and words[first - 1] in particles:
        first -= 1
    return " ".join(words[:first]), " ".join(words[first:])


def edit_distance_is_one(one: str, other: str) -> bool:
    """Say whether one letter added, dropped, changed or swapped with the next makes one word the other.

    >>> [edit_distance_is_one("barnard", word) for word in ("bernard", "barnad", "banrard", "barnard", "bernad")]
    [True, True, True, False, False]
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    if len(one) == len(other):
        return rest[1:] == other_rest[1:] or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    return rest[1:] == other_rest or rest == other_rest[1:]


def same_given(one: str, other: str, full_forms: Mapping[str, frozenset[str]] | None = None) -> bool:
    """Say whether two given names may be one person's: equal, an initial, a first of two, or a short form.

    >>> [same_given("John", other) for other in ("john", "J.", "John Paul", "Jane", "J. R.")]
    [True, True, True, False, True]
    """
    mine, theirs = fold(one).split(), fold(other).split()
    if not mine or not theirs:
        return True
    a, b = mine[0], theirs[0]
    if is_initial(a) or is_initial(b):
        return a[0] == b[0]
    full = full_forms or {}
    return a == b or bool(full.get(a, frozenset([a])) & full.get(b, frozenset([b])))


def strip_possessive(word: str) -> tuple[str, bool]:
    """Take a possessive ending off a word.

    >>> strip_possessive("Burke’s"), strip_possessive("O’Shea")
    (('Burke', True), ('O’Shea', False))
    """
    possessive = word[-2:].lower() in ("'s", "’s")
    return word[:-2] if possessive else word, possessive
