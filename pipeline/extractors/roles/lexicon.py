"""What is known of posts beforehand: heads of titles, the words that may stand about them, parties, honorifics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipeline.patterns import Patterns, compile_patterns, vocabulary
from pipeline.resources import Gazetteers

NAME = "roles"
LONGEST = 7  # tokens of the longest phrase looked up
# "ex-leader" is two tokens; a possessive ending belongs to its word
WORD = re.compile(
    r"(?:[Ee][Xx]|[Tt]hen)-(?=[A-Za-z]|$)|[^\W_]+(?:['’.&/‑-](?!(?:elect|designate)\b)[^\W_]+)*(?:(?<=s)['’](?=\s[^\W_]))?|[^\w\s]"
)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign, where it stands, and its folded form."""

    start: int
    end: int
    text: str
    low: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether it is a word and no sign."""
        return self.text[0].isalnum()


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Give the words and signs between two offsets."""
    return [
        Token(match.start(), match.end(), match[0], match[0].lower().replace("’", "'").replace("‑", "-"))
        for match in WORD.finditer(text, start, end)
    ]


def folded(phrase: str) -> tuple[str, ...]:
    """Give the folded tokens of a phrase.

    >>> folded("His Majesty’s Inspector")
    ('his', "majesty's", 'inspector')
    """
    return tuple(token.low for token in tokens_of(phrase, 0, len(phrase)))


@dataclass
class Phrases(Generic[V]):
    """Phrases and what they mean, found from their first token on or up to their last."""

    known: dict[tuple[str, ...], V] = field(default_factory=dict)
    # how long phrases are that begin, or end, with a word
    _first: dict[str, int] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)

    def add(self, phrases: Iterable[str], value: V) -> None:
        """Add phrases of one meaning; the first meaning of a phrase stays."""
        for phrase in phrases:
            key = folded(phrase)
            self.known.setdefault(key, value)
            self._first[key[0]] = max(self._first.get(key[0], 0), len(key))
            self._last[key[-1]] = max(self._last.get(key[-1], 0), len(key))

    def at(self, tokens: Sequence[Token], first: int) -> tuple[int, V] | None:
        """Give the end and the meaning of the longest phrase that begins at a token."""
        if not 0 <= first < len(tokens):
            return None
        longest = self._first.get(tokens[first].low, 0)
        for length in range(min(LONGEST, longest, len(tokens) - first), 0, -1):
            key = tuple(token.low for token in tokens[first : first + length])
            if key in self.known:
                return first + length, self.known[key]
        return None

    def before(self, tokens: Sequence[Token], end: int) -> tuple[int, V] | None:
        """Give the start and the meaning of the longest phrase that ends before a token."""
        if not 0 < end <= len(tokens):
            return None
        longest = self._last.get(tokens[end - 1].low, 0)
        for length in range(min(LONGEST, longest, end), 0, -1):
            key = tuple(token.low for token in tokens[end - length : end])
            if key in self.known:
                return end - length, self.known[key]
        return None


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary and the gazetteers, made ready for looking words up."""

    heads: Phrases[str]
    sets: Mapping[str, frozenset[str]]
    rank: Phrases[str]
    bodies: Phrases[str]
    topics: Phrases[str]
    status: Phrases[str]
    parties: Phrases[str]
    remit: Phrases[str]
    organisations: Phrases[str]
    ranks_of_police: frozenset[str]
    honorifics: Phrases[str]
    patterns: Patterns
    of_class: Mapping[str, Sequence[str]]
    of_head: Mapping[str, Sequence[str]]
    of_body: Mapping[str, Sequence[str]]
    words_of_body: Mapping[str, Sequence[str]]
    council_fields: Sequence[str]
    councils: Mapping[str, str]
    places: Phrases[str]
    same: Mapping[str, str]
    groups: Phrases[str]
    kinds_of_body: Phrases[str]


def phrases(table: Mapping[str, Iterable[str]]) -> Phrases[str]:
    """Make phrases of a table of lists: each phrase means its key."""
    made: Phrases[str] = Phrases()
    for key, listed in table.items():
        made.add(listed, key)
    return made


def build_lexicon(gazetteers: Gazetteers) -> Lexicon:
    """Read the vocabulary and the gazetteers of parties and titles."""
    words = vocabulary(NAME)
    parties: Phrases[str] = Phrases()
    for row in gazetteers.read("parties"):
        if row["scope"] == "any":
            parties.add([row["form"]], row["canonical"])
    honorifics: Phrases[str] = Phrases()
    for row in gazetteers.read("titles"):
        honorifics.add([row["form"]], row["kind"])
    councils: dict[str, str] = {}
    for row in sorted(gazetteers.read("councils"), key=lambda row: bool(row["until"])):
        councils.setdefault(row["place"].lower(), row["name"])
    places: Phrases[str] = Phrases()
    places.add(councils, "place")
    letters = [row["form"] for row in gazetteers.read("post_nominals")]
    return Lexicon(
        heads=phrases(words["heads"]),
        sets={
            name: frozenset(w.replace("’", "'") for w in listed)
            for name, listed in {**words["words"], **words["stops"]}.items()
            if isinstance(listed, list)
        }
        | {"stops": frozenset(words["stops"]["words"])},
        rank=phrases({"rank": words["words"]["rank"]}),
        bodies=phrases({"body": words["words"]["bodies"]}),
        topics=phrases({"topic": words["topics"]["words"]}),
        status=phrases(words["status_words"]),
        parties=parties,
        remit=phrases({"remit": words["tails"]["remit"], "place": ["at", "from", "with", "in"]}),
        organisations=phrases({"organisation": words["tails"]["organisations"]}),
        ranks_of_police=frozenset(words["letters_of_police"]["words"]),
        honorifics=honorifics,
        patterns=compile_patterns(NAME, {"post_nominals": letters}),
        of_class=words["employers_of_class"],
        of_head=words["employers_of_head"],
        of_body=words["employers_of_body"],
        words_of_body=words["words_of_body"],
        council_fields=tuple(words["council_fields"]["words"]),
        councils=councils,
        places=places,
        groups=phrases({"group": words["words"]["groups"]}),
        kinds_of_body=phrases({"kind": words["words"]["kinds_of_body"]}),
        same={form: title for title, forms in words["same_title"].items() for form in forms},
    )
