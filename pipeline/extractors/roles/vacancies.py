"""Joins a post that is to be filled to the one of whom a later sentence says that they take it up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extractors.roles.acts import bare_role
from pipeline.extractors.roles.holders import Holder, Link
from pipeline.extractors.roles.lexicon import Lexicon
from pipeline.extractors.roles.titles import Title

NO_HEIRS = frozenset({"councillor", "resident", "inspector", "spokesperson", "business"})
REACH = 3  # sentences after a vacancy in which its taker may be named


@dataclass
class Vacancies:
    """The last post of an article that was spoken of as to be filled, and how far back that was."""

    lexicon: Lexicon
    text: str
    title: Title | None = None
    age: int = 0
    last: Link | None = None

    def note(self, start: int, end: int, titles: Sequence[Title], links: Sequence[Link]) -> None:
        """Remember the post that a sentence says is to be filled, if it gives it to nobody."""
        self.age += 1
        if links and self.title is not None and any(link.title.role_class == self.title.role_class for link in links):
            self.title = None
        held = {link.title.start for link in links}
        for title in titles:
            if title.start in held or title.plural:
                continue
            before = self.lexicon.patterns["vacant_before"].search(self.text, max(start, title.first - 80), title.start)
            if before or self.lexicon.patterns["vacant_after"].match(self.text, title.end, end):
                self.title, self.age = title, 0

    def remember(self, links: Sequence[Link]) -> None:
        """Remember the post that the sentence before speaks of, for its successors."""
        if links:
            self.last = next((link for link in links if link.title.role_class not in NO_HEIRS), self.last)

    def heir(self, start: int, holders: Sequence[Holder]) -> Link | None:
        """Give the post of the sentence before to "her successor, Y"."""
        if self.last is None or not holders or holders[0].person.key == self.last.holder.person.key:
            return None
        match = self.lexicon.patterns["heir"].fullmatch(self.text, start, holders[0].start)
        if match is None or self.lexicon.patterns["held_now"].search(self.last.gap):
            return None  # "the first head is now a director. His successor left"
        return self._heir(self.last, holders[0], match)

    def heir_inside(self, start: int, holders: Sequence[Holder], links: Sequence[Link]) -> Iterator[Link]:
        """Give the posts of a sentence to those whom it names later as who held them before, or will."""
        own = [link for link in links if link.title.role_class not in NO_HEIRS]
        if not own or not holders or "cess" not in self.text[start : holders[-1].start]:
            return
        for holder in holders:
            if any(link.holder is holder for link in links if link in own) or holder.start < own[0].holder.end:
                continue
            match = self.lexicon.patterns["heir"].search(self.text, max(start, holder.start - 60), holder.start)
            if match is not None and holder.person.key != own[0].holder.person.key:
                yield self._heir(own[0], holder, match)

    def _heir(self, link: Link, holder: Holder, match: re.Match[str]) -> Link:
        role = bare_role(self.lexicon, link.title.role)
        verb = "replaced" if match["which"] == "predecessor" else "became" if match["verb"] == "was" else "successor"
        return Link(replace(link.title, statuses=(), role=role), holder, "heir", verb)

    def taken(self, end: int, holders: Sequence[Holder], links: Sequence[Link]) -> Link | None:
        """Give the remembered post to the first holder of a sentence who is said to take it up."""
        if self.title is None or self.age >= REACH or not holders:
            return None
        holder = holders[0]
        past = max([holder.after, *(link.title.end for link in links if link.holder is holder)])
        if any(link.verb and link.holder is holder for link in links):
            return None
        for begin in {holder.after, past}:
            if self.lexicon.patterns["takes_vacancy"].match(self.text, begin, end):
                return Link(self.title, holder, "vacancy", "will be")
        if self.lexicon.patterns["holds_vacancy"].match(self.text, holder.after, end):
            return Link(replace(self.title, statuses=()), holder, "vacancy")
        return None
