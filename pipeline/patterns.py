"""Patterns kept as data, and the one way they run over a Doc.

An extractor's `patterns.toml` names its patterns; `{slot}` in one is filled from its `vocabulary.toml`
(a table's keys, or a list), longest first, so that a word is said once. Characters find, tokens label:
patterns run over the characters of each paragraph of content, never across two.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Protocol, TypeVar

from pipeline.errors import ResourceError
from pipeline.prefilter import DIGIT, Demand, demand_of, folded
from pipeline.resources import read_toml

SLOT = re.compile(r"\{([a-z_]+)\}")
# Reading what an expression demands takes as long as compiling it: one that is tried a few times only is just tried.
TRIES, TEXTS = 100, 10


class Span(Protocol):
    """Anything that stands somewhere in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Span)


@dataclass(frozen=True)
class Hit:
    """A pattern found: `rule` is `<extractor>.<pattern>`, offsets are the text's, groups by name."""

    rule: str
    start: int
    end: int
    match: re.Match[str]

    def group(self, name: str) -> str:
        """Give a named group's words; empty where it took no part or the pattern has none."""
        return (self.match.groupdict().get(name)) or ""


def alternation(words: Iterable[str]) -> str:
    r"""Join words into an alternation that reads shared beginnings once; the longest wins.

    A space is any white space, an apostrophe either form.

    >>> alternation(["in", "in the", "cap's", "it"])
    "(?:cap['’]s|i(?:n(?:\\s+the)?|t))"

    Raises ResourceError for an empty list or word: an empty group would match everywhere.
    """
    listed = sorted({word.replace("’", "'") for word in words})
    if not listed or not all(word.strip() for word in listed):
        raise ResourceError(f"an empty word or list cannot be an alternation: {listed!r}")
    tree: dict[str, Any] = {}
    for word in listed:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{'|'.join(_branches(tree))})"


def _branches(node: Mapping[str, Any]) -> list[str]:
    """Write each way on from a point of a tree of letters."""
    return [_written(letter, below) for letter, below in node.items() if letter]


def _written(letter: str, below: Mapping[str, Any]) -> str:
    shown = _shown(letter)
    while len(below) == 1 and "" not in below:  # most words go on alone after a few letters
        ((letter, below),) = below.items()
        shown += _shown(letter)
    further = _branches(below)
    if "" in below:
        return f"{shown}(?:{'|'.join(further)})?" if further else shown
    return f"{shown}(?:{'|'.join(further)})"


@cache
def _shown(letter: str) -> str:
    return {" ": r"\s+", "'": "['’]"}.get(letter) or re.escape(letter)


def fill(regex: str, slots: Mapping[str, Iterable[str]], place: str) -> str:
    """Fill each `{slot}` of a regular expression; a slot may be a list of words or a ready expression (a string).

    Raises ResourceError naming the pattern and the unknown slot.
    """

    def one(match: re.Match[str]) -> str:
        if match[1] not in slots:
            raise ResourceError(f"{place}: no words for the slot {{{match[1]}}}; add them to vocabulary.toml")
        words = slots[match[1]]
        return fill(words, slots, place) if isinstance(words, str) else alternation(words)

    return SLOT.sub(one, regex)


@dataclass(eq=False)
class Pattern:
    """One expression of a file; one that is tried often is tried only where a text holds a word that it demands."""

    rule: str
    regex: str
    flags: int
    place: str
    tries: int = 0

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compile the expression. Raises ResourceError naming its place."""
        try:
            return re.compile(self.regex, self.flags)
        except re.error as error:
            raise ResourceError(f"{self.place}: {error}") from error

    @cached_property
    def demand(self) -> Demand:
        """Give what every match holds."""
        return demand_of(self.regex, self.flags)

    def possible(self, words: str) -> bool:
        """Whether folded words hold what the expression demands."""
        return (not self.demand.digit or words.endswith(DIGIT)) and _holds(words, self.demand.signs)

    def worth_trying(self, text: str) -> bool:
        """Whether a text may hold a match, as far as it pays to know."""
        self.tries += 1
        return self.tries <= TRIES or not any(self.demand) or self.possible(folded(text))

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        """Find the first match, as `re.Pattern.search`."""
        # within bounds a whole article would be looked through for a few words of it
        if not bounds and not self.worth_trying(text):
            return None
        return self.expression.search(text, *bounds)

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        """Find every match, as `re.Pattern.finditer`."""
        if not bounds and not self.worth_trying(text):
            return iter(())
        return self.expression.finditer(text, *bounds)

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        """Match at the beginning, as `re.Pattern.match`."""
        return self.expression.match(text, *bounds)

    def fullmatch(self, text: str, *bounds: int) -> re.Match[str] | None:
        """Match the whole, as `re.Pattern.fullmatch`."""
        return self.expression.fullmatch(text, *bounds)

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """Split at every match, as `re.Pattern.split`; groups are given as empty words where they took no part."""
        return [part or "" for part in self.expression.split(text, maxsplit)]

    def sub(self, repl: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Replace every match, as `re.Pattern.sub`."""
        return self.expression.sub(repl, text)


@dataclass(eq=False)
class Patterns:
    """The patterns of one file of an extractor, in its order."""

    name: str
    listed: tuple[Pattern, ...]
    texts: int = 0

    @cached_property
    def _by_name(self) -> dict[str, Pattern]:
        return {pattern.rule: pattern for pattern in self.listed}

    @cached_property
    def _choices(self) -> dict[frozenset[str] | None, list[tuple[Pattern, Collection[str], bool]]]:
        return {}

    def _chosen(self, only: frozenset[str] | None) -> list[tuple[Pattern, Collection[str], bool]]:
        """Give some of the patterns, or all, with what they demand, as far as it pays to know; found once."""
        self.texts += 1
        if self.texts <= TEXTS:
            return [(pattern, (), False) for pattern in self.listed if only is None or pattern.rule in only]
        if only not in self._choices:
            chosen = [pattern for pattern in self.listed if only is None or pattern.rule in only]
            self._choices[only] = [
                (pattern, tuple(sorted(pattern.demand.signs)), pattern.demand.digit) for pattern in chosen
            ]
        return self._choices[only]

    @property
    def rules(self) -> tuple[str, ...]:
        """Give the names of the patterns."""
        return tuple(self._by_name)

    def __getitem__(self, name: str) -> Pattern:
        return self._by_name[name]

    def possible(self, text: str) -> Iterator[Pattern]:
        """Give the patterns that a short text may hold a match of, in their order."""
        return (pattern for pattern in self.listed if pattern.worth_trying(text))

    def scan(self, text: str, paragraphs: Iterable[S], only: frozenset[str] | None = None) -> Iterator[Hit]:
        """Find every pattern (or those named in `only`) in every paragraph; hits may overlap: see `longest`.

        Lookbehinds see the text before a paragraph; no match reaches past its end.
        """
        for _, hits in self.by_paragraph(text, paragraphs, only):
            yield from hits

    def by_paragraph(
        self, text: str, paragraphs: Iterable[S], only: frozenset[str] | None = None
    ) -> Iterator[tuple[S, list[Hit]]]:
        """Give each paragraph with its hits, as `scan` finds them."""
        paragraphs = list(paragraphs)
        wanted = self._chosen(only)
        if len(paragraphs) > 1 and self.texts > TEXTS:
            whole = folded(text)
            wanted = [entry for entry in wanted if entry[0].possible(whole)]
        for paragraph in paragraphs:
            words = folded(text[paragraph.start : paragraph.end])
            numbered = words.endswith(DIGIT)
            yield (
                paragraph,
                [
                    Hit(f"{self.name}.{pattern.rule}", match.start(), match.end(), match)
                    for pattern, signs, digit in wanted
                    if (numbered or not digit) and _holds(words, signs)
                    for match in pattern.expression.finditer(text, paragraph.start, paragraph.end)
                    if match.end() > match.start()
                ],
            )


def _holds(words: str, signs: Collection[str]) -> bool:
    """Say whether words hold a sign, or none is asked for."""
    for sign in signs:  # a loop: half the time of `any`, and this is asked of every expression
        if sign in words:
            return True
    return not signs


def compile_patterns(name: str, slots: Mapping[str, Iterable[str]] | None = None, file: str = "patterns") -> Patterns:
    """Read `extractors/<name>/<file>.toml`, slots filled from its `vocabulary.toml` and from `slots`.

    A pattern is `[name]` with `regex = '...'`, optionally `ignore_case = true`; entries of `[fragments]`
    are expressions that others may use as slots. Unknown keys are refused. White space and comments in an
    expression are ignored (verbose mode): write a space as `\\s` or `[ ]`.
    """
    place = f"extractors/{name}/{file}.toml"
    entries = dict(read_toml(place))
    known: dict[str, Any] = {**vocabulary(name), **entries.pop("fragments", {}), **(slots or {})}
    listed = []
    for rule, entry in entries.items():
        if not isinstance(entry, dict) or "regex" not in entry or set(entry) - {"regex", "ignore_case", "note"}:
            raise ResourceError(f"{place} [{rule}]: a pattern has `regex` and may have `ignore_case`, `note`")
        flags = re.VERBOSE | (re.IGNORECASE if entry.get("ignore_case") else 0)
        listed.append(Pattern(rule, fill(entry["regex"], known, f"{place} [{rule}]"), flags, f"{place} [{rule}]"))
    return Patterns(name, tuple(listed))


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """Read an extractor's `vocabulary.toml`: tables of words and what they mean, and lists of words."""
    return read_toml(f"extractors/{name}/vocabulary.toml")


def longest(spans: Iterable[S]) -> list[S]:
    """Keep the longest of overlapping spans (the first given, of equals), in text order."""
    kept: list[S] = []
    for span in sorted(spans, key=lambda span: -(span.end - span.start)):
        at = bisect_left(kept, span.end, key=lambda other: other.start)
        if at == 0 or kept[at - 1].end <= span.start:
            insort(kept, span, key=lambda other: other.start)
    return kept
