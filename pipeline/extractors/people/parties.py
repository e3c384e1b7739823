"""Reads the party that the words about a person state; "the Labour-run authority" states none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extractors.people.candidates import LISTED
from pipeline.extractors.people.signs import Candidate, Signs

WINDOW = 140
# what stands nearest the name speaks first
ORDER = (
    "party_defects",
    "party_before",
    "party_before_role",
    "party_before_leader",
    "party_before_for",
    "party_before_led",
    "party_after",
    "party_of",
    "party_whose",
    "party_heads",
    "party_is",
    "party_represents",
    "party_leads",
)
ROLL_END = re.compile(r"[.!?;](?=\s|[”\"])|[”“\"]")
# whom "independent" says to be of no party
ELECTED = re.compile(r"\b(?:councillors?|candidates?|groups?|MP|members? for)\b", re.IGNORECASE)

# what says that a party is that of all in a list
SHARED = re.compile(
    r"(?:\b(?:councillors|members|MPs|MSPs|candidates|colleagues|representatives|leaders|peers|duo|trio|pair)|s)"
    r"(?:\s+(?:are|were|included?))?,?\s+\Z"
)

# "former Labour minister": it is the office that is over
OFFICE = re.compile(r"\b(?:ministers?|leader|mayor|MPs?|MSP|secretary|chancellor|candidate)\b")


@dataclass(frozen=True, slots=True)
class Stated:
    """A party stated beside a name; `former` where it was once so, `shared` where the next in a list have it too."""

    party: str
    former: bool = False
    shared: bool = False


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
    once: Stated | None = None
    for name in ORDER:
        ahead = not name.startswith("party_before")
        match = pattern[name].match(text, after, end) if ahead else pattern[name].search(before)
        if match and (party := _party(signs, name, match, candidate)):
            former = (match.groupdict().get("former") or "").lower().startswith(("former", "ex"))
            plural = text[candidate.start : candidate.name_start].strip() in signs.lexicon.plural_said
            shared = name.startswith("party_before") and (plural or SHARED.search(match[0]) is not None)
            found = Stated(party, former and not OFFICE.search(match[0]), shared)
            if not found.former:
                return found
            once = once or found  # "former Tory X, now of Reform UK"
    return once


def party_of_group(signs: Signs, candidate: Candidate, text: str) -> Stated | None:
    """Give the party of "its leader", said of the group that the sentence before names, in the last paragraph too."""
    match = signs.pattern["party_group_before"].search(text[max(candidate.start - 3 * WINDOW, 0) : candidate.start])
    return Stated(signs.party(match["party"])) if match else None


def shared_parties(
    signs: Signs,
    mentions: Sequence[Candidate],
    stated: Mapping[int, Stated],
    text: str,
    zones: Iterable[tuple[int, int]],
) -> Iterator[tuple[Candidate, Stated]]:
    """Give the parties that whole lists share: "Labour members X, Y and Z"; "two Greens join: X as …, Y as …".

    `mentions` are in text order; `stated` are the parties that stand beside single ones, by where they start.
    """
    held: Stated | None = None
    last: Candidate | None = None
    for one in mentions:
        if own := stated.get(one.start):
            held = own if own.shared else None
        elif held is not None and last is not None and LISTED.fullmatch(text, last.tail, one.start):
            yield one, held
        else:
            held = None
        last = one
    for at, one in enumerate(mentions):
        if match := signs.pattern["party_both"].match(text, one.tail):
            first = at
            while first and LISTED.fullmatch(text, mentions[first - 1].tail, mentions[first].start):
                first -= 1
            if first < at:
                yield from ((each, Stated(signs.party(match["party"]))) for each in mentions[first : at + 1])
    for start, end in zones:
        for match in signs.pattern["party_roll"].finditer(text, start, end):
            stop = ROLL_END.search(text, match.end(), end)
            for one in mentions:
                if match.end() <= one.start < (stop.start() if stop else end) and one.start not in stated:
                    yield one, Stated(signs.party(match["party"]))


def _party(signs: Signs, name: str, match: re.Match[str], candidate: Candidate) -> str:
    """Give the party of a match; "an independent consultant" has none: in lower case a councillor must be said."""
    printed = match["party"]
    civic = any(title.kind == "civic" for title in candidate.titles)
    opens = not match.string[: match.start("party")].strip() or match.string[: match.start("party")].endswith(". ")
    lower = printed == "independent" or (printed == "Independent" and opens)
    if lower and name != "party_defects" and not civic and not ELECTED.search(match[0]):
        return ""
    return signs.party(printed)
