"""Reads the party that the words about a person state; "the Labour-run authority" states none."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.people.candidates import Candidate, Finder
from pipeline.extractors.people.normalise import fold

WINDOW = 140


@dataclass(frozen=True, slots=True)
class Stated:
    """A party stated beside a name; `former` where the words say that it was once so."""

    party: str
    former: bool = False


def stated_party(finder: Finder, candidate: Candidate, text: str, start: int, end: int) -> Stated | None:
    """Give the party stated of the person named by a candidate of the sentence `text[start:end]`."""
    lexicon, pattern = finder.lexicon, finder.pattern
    if candidate.bracket:
        inside = text[candidate.bracket[0] : candidate.bracket[1]]
        if party := finder.party_in_bracket(inside):
            return Stated(party)
    after = candidate.tail if candidate.bracket is None else candidate.bracket[1] + 1
    if match := pattern["party_defects"].match(text, after, end):
        return Stated(lexicon.parties[_form(match["party"])])
    for name in ("party_after", "party_represents", "party_leads"):
        if match := pattern[name].match(text, after, end):
            return Stated(lexicon.parties[_form(match["party"])])
    before = text[max(candidate.start - WINDOW, start) : candidate.start]
    if match := pattern["party_before"].search(before):
        return Stated(
            lexicon.parties[_form(match["party"])], bool(match["former"]) and not match["former"].startswith("then")
        )
    return None


def _form(printed: str) -> str:
    return fold(" ".join(printed.split()))
