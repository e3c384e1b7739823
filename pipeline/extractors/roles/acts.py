"""Finds posts that no title beside a name states: by a verb ("who chairs the board"), a list, or another's post."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extractors.roles.holders import Holder, Link
from pipeline.extractors.roles.lexicon import Lexicon, tokens_of
from pipeline.extractors.roles.remits import Remits
from pipeline.extractors.roles.titles import Title

LONGEST_BODY = 110  # characters before a holder in which what they run may be named
GOVERNING = frozenset({"governors", "trustees"})
INQUIRIES = frozenset({"inquiry", "review", "commission", "tribunal"})
OUTSIDE = frozenset({"authority", "trust", "charity", "board", "forum", "association", "federation", "alliance"})


def acts(lexicon: Lexicon, text: str, end: int, holders: Sequence[Holder]) -> Iterator[Link]:
    """Find posts that a verb states: "who chairs the board", "held the children’s portfolio"."""
    for holder in holders:
        if match := lexicon.patterns["chairs"].match(text, holder.after, end):
            yield _act(holder, match, "chair", "committee_chair", "what")
        if match := lexicon.patterns["represents"].match(text, holder.after, end):
            yield _act(holder, match, "councillor", "councillor", "what")
        if match := lexicon.patterns["leads_council"].match(text, holder.after, end):
            group = match["what"].lower().endswith(("group", "opposition", "party"))
            yield _act(holder, match, "leader", "councillor" if group else "council_leader", "what")
        if match := lexicon.patterns["whose_portfolio"].match(text, holder.after, end):
            yield _act(holder, match, match["role"], "cabinet_member", "role")
        if match := lexicon.patterns["portfolio"].match(text, holder.after, end):
            yield _act(holder, match, match["role"], "cabinet_member", "role")


def run_by(lexicon: Lexicon, text: str, start: int, holders: Sequence[Holder]) -> Iterator[Link]:
    """Find posts that stand before their holders as a verb: "The improvement board, chaired by X"."""
    for holder in holders:
        begin = max(start, holder.start - LONGEST_BODY)
        if " by " not in text[max(begin, holder.start - 12) : holder.start]:
            continue
        match = lexicon.patterns["run_by"].search(text, begin, holder.start)
        if match is None:
            continue
        *before, last = match["what"].lower().split()
        if match["verb"].endswith("chaired"):
            governing = last in GOVERNING or (last == "body" and before[-1:] == ["governing"])
            if governing or last in lexicon.sets["own_bodies"]:
                yield _act(holder, match, "chair", "governor" if governing else "committee_chair", "what")
        elif last in ("council", "authority"):
            yield _act(holder, match, "leader", "council_leader", "what")


def _act(holder: Holder, match: re.Match[str], role: str, role_class: str, group: str) -> Link:
    remit = match["what"].strip() if group == "role" or role == "councillor" else ""
    # a councillor chairs what is the council's; "the board" alone is whose board it is
    words = match["what"].lower().split()
    outside = words[-1] in OUTSIDE and words[:-1] != ["the"]
    named = len(words) > len(["the", "board"])
    elsewhere = role_class == "committee_chair" and named and (outside or holder.person.honorific != "Cllr")
    if words == ["the", words[-1]] and words[-1] in INQUIRIES:
        elsewhere, named = True, False  # of nobody that the words name
    place = match["what"] if elsewhere and named and not match["what"].lower().startswith(("a ", "an ")) else ""
    gone = match.groupdict().get("before")
    start = match.start("verb") if "verb" in match.re.groupindex else match.start(group)
    end = match.start(group) + len(match[group].rstrip())
    passive = end < start  # "The board, chaired by X"
    if passive:
        start, end = match.start(group), match.end("verb")
    title = Title(start, end, start, role, role, role_class, remit, elsewhere=elsewhere, place=place)
    verb = "" if passive else match.groupdict().get("verb") or ""
    return Link(title, holder, "name_verb", " ".join((gone or verb).split()), "")


def listed(
    lexicon: Lexicon, text: str, start: int, titles: Sequence[Title], holders: Sequence[Holder]
) -> Iterator[Link]:
    """Read a line of a list of portfolios: "Housing: Cllr X", "Leader; finance: Cllr X"."""
    if not holders or holders[0].person.honorific != "Cllr":
        return
    line = lexicon.patterns["portfolio_line"].fullmatch(text, start, holders[0].start)
    if line is None:
        return
    if titles and titles[0].end <= holders[0].start:
        if titles[0].start == line.start("post"):
            yield Link(titles[0], holders[0], "listed")
        return
    tokens = tokens_of(text, line.start("post"), line.end("post"))
    if tokens and Remits(lexicon, tokens, {}, frozenset()).end_of(0) == len(tokens) and lexicon.topics.at(tokens, 0):
        at, words = line.start("post"), line["post"]
        yield Link(Title(at, line.end("post"), at, words, words, "cabinet_member", words), holders[0], "listed")


def succeeded(lexicon: Lexicon, text: str, link: Link, holders: Sequence[Holder]) -> Link | None:
    """Give a post to whom its holder replaced: "Chair A took over from B", "interim head A, who replaced B"."""
    if link.title.plural or link.chained:
        return None
    past = max(link.holder.end, link.title.end)
    following = next((holder for holder in holders if holder.start >= past), None)
    if following is None:
        return None
    replacing = lexicon.patterns["replacing_whom"].fullmatch(text, past, following.start)
    after = lexicon.patterns["replaced_after"].fullmatch(text, past, following.start)
    if link.verb and after and (link.verb == "was" or lexicon.patterns["leaving_word"].search(link.verb)):
        title = replace(link.title, statuses=())
        return Link(
            title, following, "replaced_by", "will be" if (after["verb"] or "").startswith(("will", "is")) else "became"
        )
    if link.verb and (not replacing or link.rule != "name_verb_title"):
        return None
    by = lexicon.patterns["replaced_by"].fullmatch(text, past, following.start)
    if by is None and not replacing and not lexicon.patterns["replaced_whom"].fullmatch(text, past, following.start):
        return None
    title = replace(link.title, statuses=(), role=bare_role(lexicon, link.title.role))
    if by is not None:
        return Link(title, following, "replaced_by", "will be" if by["verb"].startswith(("will", "is")) else "became")
    return Link(title, following, "replaced_whom", "replaced")


def bare_role(lexicon: Lexicon, role: str) -> str:
    """Give a title without the words that say how one holder held it: "interim"."""
    bare = " ".join(word for word in role.split() if (word.lower(),) not in lexicon.status.known)
    return bare[:1].upper() + bare[1:] if role[0].isupper() else bare
