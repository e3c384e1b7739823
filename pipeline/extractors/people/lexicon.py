"""What is known of words beforehand: titles, post-nominals, given names, and words that no name holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.extractors.people.normalise import fold
from pipeline.patterns import Patterns, compile_patterns, vocabulary
from pipeline.resources import Gazetteers


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed before a name: what it is written as in a table, its kind, whom it is said of."""

    form: str
    canonical: str
    kind: str
    gender: str


@dataclass(frozen=True)
class Lexicon:
    """The gazetteers and the vocabulary, made ready for looking words up."""

    titles: dict[tuple[str, ...], Title]
    lower_titles: frozenset[str]
    weak_titles: frozenset[str]
    plural_titles: frozenset[str]
    plural_said: frozenset[str]
    stopped: frozenset[str]
    post_nominals: frozenset[str]
    given: dict[str, str]
    given_words: frozenset[str]
    kinds: dict[str, str]
    function: frozenset[str]
    particles: frozenset[str]
    personal: frozenset[str]
    ordinary: frozenset[str]
    premises: frozenset[str]
    roles: frozenset[str]
    full_forms: dict[str, frozenset[str]]
    parties: dict[str, str]
    bracket_parties: dict[str, str]
    patterns: Patterns

    def title_at(self, words: Sequence[str]) -> tuple[Title, int] | None:
        """Give the longest title that opens these words, and how many words it takes."""
        for size in range(min(3, len(words)), 0, -1):
            if found := self.titles.get(tuple(words[:size])):
                return found, size
        return None

    def is_given(self, word: str) -> bool:
        """Say whether a word is a known given name, or a double one ("Anne-Marie")."""
        return fold(word) in self.given or ("-" in word and fold(word).split("-")[0] in self.given)

    def gender(self, given: str) -> str:
        """Give the gender that a given name tells: `m`, `f`, or nothing."""
        first = fold(given).split(" ")[0]
        return self.given.get(first) or self.given.get(first.split("-")[0], "")

    def kind(self, word: str) -> str:
        """Give what a capitalised word is, if it is known to be no name: `thing`, `place`, `function`, …"""
        if word in self.function:
            return "function"
        if found := self.kinds.get(word):
            return found
        return "role" if "-" in word and word.lower().split("-")[0] in self.roles else ""


def build_lexicon(gazetteers: Gazetteers) -> Lexicon:
    """Read the gazetteers and the vocabulary."""
    known: dict[str, Any] = vocabulary("people")
    titles: dict[tuple[str, ...], Title] = {}
    lower: set[str] = set()
    stopped = {"St", "Rt", "Mt"}
    for row in gazetteers.read("titles", ("form", "canonical", "kind", "gender", "case")):
        title = Title(row["form"], row["canonical"], row["kind"], row["gender"])
        words = tuple(row["form"].split())
        stopped.update(words)
        titles[words] = title
        titles[tuple(word.upper() for word in words)] = title
        if row["case"] == "any":
            lowered = (words[0].lower(), *words[1:])
            titles[lowered] = titles[tuple(word.lower() for word in words)] = title
            titles[tuple(word[0].upper() + word[1:] for word in words)] = title
            lower.update(word.lower() for word in words)
    given, given_words = {}, set()
    for row in gazetteers.read("given_names", ("name", "gender", "origin", "also_a_word")):
        given[fold(row["name"])] = row["gender"]
        if row["also_a_word"] == "yes":
            given_words.add(fold(row["name"]))
    kinds = {row["word"]: row["kind"] for row in gazetteers.read("not_people", ("word", "kind"))}
    kinds |= dict.fromkeys(known["role_capitals"], "role")
    parties: dict[str, str] = {}
    brackets: dict[str, str] = {}
    for row in gazetteers.read("parties", ("form", "canonical", "ec_id", "kind", "scope")):
        brackets[fold(row["form"])] = row["canonical"]
        if row["scope"] == "any":
            parties[fold(row["form"])] = row["canonical"]
    forms = [
        row["form"]
        for row in gazetteers.read("parties", ("form", "canonical", "ec_id", "kind", "scope"))
        if row["scope"] == "any"
    ]
    return Lexicon(
        titles=titles,
        lower_titles=frozenset(lower),
        weak_titles=frozenset(known["weak_titles"]),
        plural_titles=frozenset(fold(word) for word in known["plural_titles"]),
        plural_said=frozenset(form for word in known["plural_titles"] for form in (word, word.lower())),
        stopped=frozenset(stopped),
        post_nominals=frozenset(row["form"] for row in gazetteers.read("post_nominals", ("form", "kind"))),
        given=given,
        given_words=frozenset(given_words),
        kinds=kinds,
        function=frozenset(known["function"]),
        particles=frozenset(known["particles"]),
        personal=frozenset(known["personal_particles"]),
        ordinary=frozenset(fold(word) for word in known["ordinary_surnames"]),
        premises=frozenset(known["premises"]),
        roles=frozenset(known["roles"]) | {"ex", "co", "vice", "mid", "pro", "anti", "then"},
        full_forms=_full_forms(known["short_forms"]),
        parties=parties,
        bracket_parties=brackets,
        patterns=compile_patterns("people", {"party_form": [*forms, "independent"]}),
    )


def _full_forms(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    full: dict[str, set[str]] = {}
    for name, shorts in table.items():
        for short in (name, *shorts):
            full.setdefault(fold(short), set()).add(fold(name))
    return {short: frozenset(names) for short, names in full.items()}
