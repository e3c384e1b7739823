"""Names in the words of a paragraph: known ones by lookup, others by the word that ends or opens them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.cleaning import Published
from pipeline.extractors.organisations.gazetteer import Index, Reading, choose
from pipeline.extractors.organisations.normalise import Word, form, organisation_key, tidy
from pipeline.extractors.values import Organisation

LONGEST_NAME = 9


@dataclass(frozen=True)
class Named:
    """A name found in the text. `known` names come from a gazetteer and are never merged with others."""

    start: int
    end: int
    rule: str
    value: Organisation
    known: bool = False


@dataclass(frozen=True)
class Shapes:
    """The vocabulary as sets: which words end, open, fill and bound a name."""

    heads: Mapping[tuple[str, ...], str]
    openings: Mapping[tuple[str, ...], str]
    outside: frozenset[str]
    generic: frozenset[str]
    of_follows: frozenset[str]
    inside: frozenset[str]
    not_before: frozenset[str]
    council_things: frozenset[str]
    no_government: frozenset[str]

    @classmethod
    def read(cls, vocabulary: Mapping[str, Any]) -> Shapes:
        """Take them from the vocabulary."""
        words = {name: frozenset(words) for name, words in vocabulary["words"].items()}
        return cls(
            heads={form(text): kind for kind, texts in vocabulary["heads"].items() for text in texts},
            openings={form(text): kind for text, kind in vocabulary["openings"].items()},
            outside=words["outside"],
            generic=words["generic"],
            of_follows=words["of_follows"],
            inside=words["inside"],
            not_before=words["not_before"],
            council_things=words["council_things"],
            no_government=words["no_government"],
        )


def known_names(words: list[Word], index: Index, published: Published, shapes: Shapes) -> Iterator[Named]:
    """Find the names that the gazetteers hold."""
    at = 0
    while at < len(words):
        after = at + 1
        for end, readings in index.at(words, at):
            fitting = [one for one in readings if _written(one, words, at, end, shapes)]
            if not fitting or _other_thing(words, end, shapes):
                continue
            former = at > 0 and words[at - 1].folded in ("former", "old", "abolished", "defunct")
            value = choose(fitting, published, former)
            if value is None:
                name = " ".join(word.text for word in words[at:end]).replace(" '", "'").replace(" ’", "’")
                value = Organisation(organisation_key(tidy(name)), tidy(name), fitting[0].entry.value.kind)
            rule = (
                "organisations.council" if fitting[0].entry.value.nation and value.gss_code else "organisations.known"
            )
            yield Named(words[at].start, words[end - 1].end, rule, value, True)
            after = end
            break
        at = after


def _written(reading: Reading, words: list[Word], at: int, end: int, shapes: Shapes) -> bool:
    first, before = words[at], words[at - 1].folded if at else ""
    if reading.exact:
        joined = "".join(word.text for word in words[at:end])
        return joined == reading.exact.replace("’", "'").replace(" ", "").replace("-", "")
    if reading.lower:
        return before not in shapes.no_government
    if not first.capital:
        return False
    if reading.bare:
        place = before in ("in", "across", "around", "near", "from", "of", "throughout", "within", "to", "for", "north",
                           "south", "east", "west", "at", "into", "the")  # fmt: skip
        longer = end < len(words) and words[end].capital and words[end].joined
        return not place and not longer and not (at and words[at - 1].capital and first.joined)
    return True


def _other_thing(words: list[Word], end: int, shapes: Shapes) -> bool:
    """Say whether the words go on into another thing: "Leeds council tax", "Solihull Council House"."""
    if end >= len(words) or not words[end].joined or words[end - 1].folded != "council":
        return False
    return words[end].folded in shapes.council_things


def shaped_names(text: str, words: list[Word], shapes: Shapes) -> Iterator[Named]:
    """Find names by the word that says what sort of body they name: "Saltings Academy", "Archdiocese of X"."""
    for at, word in enumerate(words):
        if not word.capital:
            continue
        for length in range(min(6, len(words) - at), 0, -1):
            kind = shapes.heads.get(tuple(one.folded for one in words[at : at + length]))
            if kind and _one_name(words[at : at + length]):
                first = _leftwards(words, at, at + length, kind, shapes)
                if first is not None:
                    yield named(text, words[first].start, words[at + length - 1].end, kind, "organisations.head")
                break
        for length in (2, 1):
            kind = shapes.openings.get(tuple(one.folded for one in words[at : at + length]))
            if kind and (end := _rightwards(words, at + length)):
                yield named(text, word.start, words[end - 1].end, kind, "organisations.opening")
                break


def _one_name(words: list[Word]) -> bool:
    small = {"and", "for", "of", "'s", "&", "plc"}
    return all(word.joined for word in words[1:]) and all(word.capital or word.folded in small for word in words)


def _leftwards(words: list[Word], head: int, end: int, kind: str, shapes: Shapes) -> int | None:
    """Extend a name to the left of its head; None where only words that name nothing stand there."""
    if end < len(words) and words[end].joined and words[end].capital and words[end].folded in shapes.not_before:
        return None
    first = head
    joins = kind in ("police", "fire", "health", "other", "trust")
    while first > 0 and words[first].joined and head - first < LONGEST_NAME:
        left = words[first - 1]
        further = words[first - 2] if first > 1 and left.joined else None
        if left.folded == "'s":
            # "Nottingham's Bluecoat Academy" is two names, "St Mary's School" one
            if further and further.capital and (first == head or _saint(words, first - 2)):
                first -= 2
                continue
            break
        if left.folded == "of" and further and further.folded in shapes.of_follows and further.capital:
            first -= 2
            continue
        if left.folded == "and" and further and further.capital and (joins or _saint(words, first - 2)):
            first -= 2
            continue
        if left.folded in shapes.inside and not left.capital and further and further.capital:
            first -= 2
            continue
        if not left.capital or left.folded == ",":
            break
        first -= 1
    while first < head and (words[first].folded in shapes.outside or words[first].folded in ("'s", "and")):
        first += 1
    naming = [word for word in words[first:head] if word.folded not in shapes.generic]
    if not naming:
        return None
    return first


def _saint(words: list[Word], at: int) -> bool:
    return any(
        word.folded in ("st", "ss", "sts", "our", "king", "queen", "christ") for word in words[max(0, at - 3) : at]
    )


def _rightwards(words: list[Word], after: int) -> int | None:
    end = after
    while end < len(words) and words[end].joined and end - after < LONGEST_NAME:
        article = words[end].folded in ("y", "yr") and end + 1 < len(words) and words[end + 1].capital
        if not (words[end].capital or article):
            break
        end += 1
    return end if end > after else None


def named(text: str, start: int, end: int, kind: str, rule: str) -> Named:
    """Make a name of the words at two offsets."""
    name = tidy(text[start:end])
    return Named(start, end, rule, Organisation(organisation_key(name), name, kind))
