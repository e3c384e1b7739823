"""Names of organisations as values: folding, the forms of a council's name, keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

# A possessive is a word of its own: "council's" is "council" and "'s". A comma too: some names hold one.
WORD = re.compile(r"['’]s\b|[^\W_]+(?:['’](?!s\b)[^\W_]+)*|[&,]")
# What may stand between two words of one name: spaces or one line end, a hyphen, nothing ("B&NES").
GAP = re.compile(r"[ \t\xa0]*(?:\r?\n[ \t]*)?|[-‐‑–]")
# Words in capitals, and those that are always so.
CAPITALS = re.compile(r"\b[^\W\d_]{2,}(?:['’][^\W\d_]+)?\b(?<=[A-Z])")
INITIALS = frozenset(
    {
        "UTC",
        "NHS",
        "BBC",
        "ITV",
        "CE",
        "RC",
        "VA",
        "VC",
        "PRU",
        "MAT",
        "HMP",
        "RAF",
        "UK",
        "ICB",
        "CIC",
        "LLP",
        "SEN",
        "SEND",
        "STEM",
    }
)
# A school's status may stand in brackets inside its name.
BRACKETED = frozenset(
    {
        "va",
        "vc",
        "aided",
        "controlled",
        "voluntary",
        "ce",
        "rc",
        "c",
        "e",
        "cofe",
        "church",
        "england",
        "consulting",
        "uk",
        "holdings",
        "services",
        "management",
        "trading",
        "developments",
        "midlands",
        "north",
        "south",
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands, with the form in which it is compared; `joined`: nothing but a name's gap before it."""

    text: str
    folded: str
    start: int
    end: int
    joined: bool

    @property
    def capital(self) -> bool:
        """Whether it opens with a capital or a digit."""
        return self.text[0].isupper() or self.text[0].isdigit()


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Give the form in which words are compared.

    >>> fold("’S"), fold("&"), fold("Saint")
    ("'s", 'and', 'st')
    """
    folded = text.lower().replace("’", "'")
    return {"&": "and", "saint": "st"}.get(folded, folded)


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Give the words of a paragraph, in order.

    >>> [word.folded for word in words_of("St. Mary’s B&NES, Stoke-on-Trent", 0, 32)]
    ['st', 'mary', "'s", 'b', 'and', 'nes', ',', 'stoke', 'on', 'trent']
    >>> [word.joined for word in words_of("Norton Girls' School", 0, 20)]
    [False, True, True]
    >>> [word.joined for word in words_of("Holy Trinity CE (VA) School (new)", 0, 33)]
    [False, True, True, True, True, False]
    """
    found: list[Word] = []
    last, before = start, ""
    for match in WORD.finditer(text, start, end):
        gap = text[last : match.start()]
        folded = fold(match[0])
        joined = (
            gap == " "
            or bool(GAP.fullmatch(gap))
            or (gap in ("' ", "’ ") and before.endswith("s"))
            or (gap.strip() == "." and (before == "st" or len(before) == 1))
            or (gap == " (" and folded in BRACKETED)
            or (gap in (") ", ".) ") and before in BRACKETED)
        )
        before = folded
        found.append(Word(match[0], folded, match.start(), match.end(), joined and bool(found)))
        last = match.end()
    return found


def form(text: str) -> tuple[str, ...]:
    """Give a name as the words by which it is looked up.

    >>> form("King's Lynn & West Norfolk Council")
    ('king', "'s", 'lynn', 'and', 'west', 'norfolk', 'council')
    """
    return tuple(word.folded for word in words_of(text, 0, len(text)))


def is_initialism(text: str) -> bool:
    """Say whether a form must be found letter for letter: one word with a capital after its first letter.

    >>> [is_initialism(text) for text in ("DfE", "B&NES", "Ofsted", "BCP Council")]
    [True, True, False, False]
    """
    return " " not in text and any(letter.isupper() for letter in text[1:])


def council_names(place: str, kind: str, forms: Mapping[str, Iterable[str]], short: Iterable[str] = ()) -> list[str]:
    """Give the forms in which newspapers write a council, from its place and kind.

    `short` are abbreviations of the place, which name a council only with its type.

    >>> forms = {"county": ["{place} Council", "{place} County Council"]}
    >>> council_names("Nottinghamshire", "county", forms, ["Notts"])
    ['Nottinghamshire Council', 'Nottinghamshire County Council', 'Notts County Council']
    """
    written = [shape.format(place=place) for shape in forms.get(kind, ())]
    for abbreviation in short:
        written += [shape.format(place=abbreviation) for shape in forms.get(kind, ()) if shape != "{place} Council"]
    return written


def organisation_key(name: str, gss_code: str = "") -> str:
    """Make the article-local key of an organisation.

    >>> organisation_key("Nottingham City Council", "E06000018"), organisation_key("St Mary’s School")
    ('organisation/E06000018', "organisation/st mary's school")
    """
    return f"organisation/{gss_code or ' '.join(name.lower().replace('’', chr(39)).split())}"


def core(name: str, type_words: frozenset[str]) -> tuple[str, ...]:
    """Give what is left of a name without the words that say what sort of body it is.

    >>> core("St Wulfram’s Roman Catholic Primary School", frozenset({"roman", "catholic", "primary", "school"}))
    ('st', 'wulfram', "'s")
    """
    kept = list(form(name))
    while kept and kept[-1] in type_words:
        kept.pop()
    while kept and kept[0] == "the":
        kept.pop(0)
    return tuple(kept)


def tidy(name: str, opens: bool = False) -> str:
    """Write a name that stands in capitals in the usual way, and on one line.

    `opens`: it opens its paragraph, whose first words may be in capitals.

    >>> tidy("SALTINGS ACADEMY"), tidy("St  Mary's School"), tidy("UTC")
    ('Saltings Academy', "St Mary's School", 'UTC')
    >>> tidy("ST ANN’S Academy", opens=True), tidy("NOVA Trust"), tidy("UTC Derby", opens=True)
    ('St Ann’s Academy', 'NOVA Trust', 'UTC Derby')
    """
    name = " ".join(name.split())
    if " " not in name or not (opens or name.isupper()):
        return name
    return CAPITALS.sub(lambda match: match[0] if match[0] in INITIALS else match[0].capitalize(), name)
