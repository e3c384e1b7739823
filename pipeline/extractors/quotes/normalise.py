"""The words of quotations and speakers → values: kind of quotation, name of an unnamed speaker."""

from __future__ import annotations

import re
from collections.abc import Collection

WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
LEAD = re.compile(r"^(?:and|but|so|then|now|meanwhile|yesterday|also|however|both|as|that|while)\s+", re.IGNORECASE)
ARTICLE = re.compile(r"^(?:the|these|those|this|its|their)\s+", re.IGNORECASE)


def count_words(text: str) -> int:
    """Count words; a hyphen, an apostrophe or a decimal point does not part one.

    >>> count_words("We’ve cut £1.2m – in mid-year.")
    5
    """
    return sum(1 for _ in WORD.finditer(text))


def is_label(text: str, labels: Collection[str]) -> bool:
    """Tell whether a fragment is made of the words of grades alone.

    >>> is_label("requires improvement to be good", {"requires", "improvement", "to", "be", "good"})
    True
    """
    words = [word.casefold() for word in WORD.findall(text)]
    return bool(words) and all(word in labels for word in words)


def is_title(text: str) -> bool:
    """Tell whether a fragment is a name: its longer words have capitals and it does not end as a sentence.

    >>> is_title("Working Together to Safeguard Children"), is_title("We met Sir Guy.")
    (True, False)
    """
    long = [word for word in WORD.findall(text) if len(word) > 3]
    if text.endswith((".", "!", "?", ",")) or len(long) < 2 or text.isupper():
        return False
    return 10 * sum(1 for word in long if word[0].isupper()) >= 7 * len(long)


def describe(phrase: str, common: Collection[str] = ()) -> str:
    """Give the description of a speaker without a name: as printed, without a definite article, first letter small.

    A first word that is none of `common` may be a name and keeps its capital.

    >>> describe("The documents"), describe("A spokesman for Leeds City Council", {"a"}), describe("Leeds officials")
    ('documents', 'a spokesman for Leeds City Council', 'Leeds officials')
    """
    words = " ".join(phrase.split()).strip(" ,;:–—-")
    while (shorter := LEAD.sub("", words)) != words:
        words = shorter
    bare = ARTICLE.sub("", words)
    if bare != words:
        return bare
    first = words.split(" ")[0] if words else ""
    if first.casefold() in common:
        words = words[:1].lower() + words[1:]
    return words


def normal(text: str) -> str:
    """Give words for comparing: small letters, no marks.

    >>> normal("A “tax” on…")
    'a tax on'
    """
    return " ".join(word.casefold().replace("’", "'") for word in WORD.findall(text))
