"""Reads the party that the words about a person state; "the Labour-run authority" states none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extractors.people.signs import Candidate, Signs

WINDOW = 140
# what stands nearest the name speaks first
ORDER = (
    "party_defects",
    "party_before",
    "party_before_role",
    "party_before_leader",
    "party_after",
    "party_of",
    "party_represents",
    "party_leads",
)
# whom "independent" says to be of no party
ELECTED = re.compile(r"\b(?:councillors?|candidates?|groups?|MP|members? for)\b", re.IGNORECASE)

# "former Labour minister": it is the office that is over
OFFICE = re.compile(r"\b(?:ministers?|leader|mayor|MPs?|MSP|secretary|chancellor|candidate)\b")


@dataclass(frozen=True, slots=True)
class Stated:
    """A party stated beside a name; `former` where the words say that it was once so."""

    party: str
    former: bool = False


def stated_party(
    signs: Signs, candidate: Candidate, text: str, sentence: tuple[int, int], paragraph: tuple[int, int]
) -> Stated | None:
    """Give the party that a candidate's sentence (or the one before it, of a group's leader) states of the person."""
    pattern = signs.pattern
    start, end = sentence[0], min(max(sentence[1], candidate.tail), paragraph[1])
    if candidate.bracket:
        inside = text[candidate.bracket[0] : candidate.bracket[1]]
        if party := signs.party_in_bracket(inside):
            return Stated(party)
    after = candidate.tail if candidate.bracket is None else candidate.bracket[1] + 1
    if not pattern["party_word"].search(
        text, max(candidate.start - 2 * WINDOW, paragraph[0]), min(after + WINDOW, end)
    ):
        return None
    before = text[max(candidate.start - WINDOW, start) : candidate.start]
    for name in ORDER:
        ahead = not name.startswith("party_before")
        match = pattern[name].match(text, after, end) if ahead else pattern[name].search(before)
        if match and (party := _party(signs, name, match, candidate)):
            former = (match.groupdict().get("former") or "").lower().startswith(("former", "ex"))
            return Stated(party, former and not OFFICE.search(match[0]))
    earlier = text[max(candidate.start - 2 * WINDOW, paragraph[0]) : candidate.start]
    if match := pattern["party_group_before"].search(earlier):
        return Stated(signs.party(match["party"]))
    return None


def _party(signs: Signs, name: str, match: re.Match[str], candidate: Candidate) -> str:
    """Give the party of a match; "an independent consultant" has none: in lower case a councillor must be said."""
    printed = match["party"]
    civic = any(title.kind == "civic" for title in candidate.titles)
    if printed == "independent" and name != "party_defects" and not civic and not ELECTED.search(match[0]):
        return ""
    return signs.party(printed)
