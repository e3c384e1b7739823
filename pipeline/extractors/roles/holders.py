"""Finds who holds a title, by how the two stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extractors.roles.lexicon import Lexicon
from pipeline.extractors.roles.titles import POSSESSIVES, Title
from pipeline.extractors.values import Person

LONGEST_GAP = 170  # characters between a holder and a title that a verb joins
LONGEST_CHAIN = 3  # titles that share a holder after its first
DEFINITE = POSSESSIVES | {"the"}
LISTED = re.compile(r"\s*(?:,\s*and|,|and|&)\s+")


@dataclass(frozen=True, slots=True)
class Holder:
    """A mention of a person: `name` is where the name starts after honorifics, `after` where asides end."""

    start: int
    name: int
    end: int
    after: int
    person: Person


@dataclass(frozen=True, slots=True)
class Link:
    """A title and its holder; `gap` are the words between them that a verb rules, `verb` that verb.

    `chained` counts the titles between it and the one that stands with the name.
    """

    title: Title
    holder: Holder
    rule: str
    verb: str = ""
    gap: str = ""
    chained: int = 0


@dataclass(frozen=True)
class Linker:
    """Joins the titles and the holders of one sentence."""

    lexicon: Lexicon
    text: str
    start: int
    end: int
    titles: Sequence[Title]
    holders: Sequence[Holder]
    subject: Holder | None = None

    def links(self) -> list[Link]:
        """Give each title that has a holder, with it."""
        found: list[list[Link]] = []
        for index, title in enumerate(self.titles):
            found.append(self._link(title, index))
        self._chain(found)
        return [link for links in found for link in links]

    def _match(self, name: str, start: int, end: int) -> re.Match[str] | None:
        return self.lexicon.patterns[name].fullmatch(self.text, start, end)

    def _search(self, name: str, words: str) -> re.Match[str] | None:
        return self.lexicon.patterns[name].search(words)

    def _link(self, title: Title, index: int) -> list[Link]:
        before = [holder for holder in self.holders if holder.end <= title.start]
        after = [holder for holder in self.holders if holder.name >= title.end]
        nearest = before[-1] if before else None
        following = after[0] if after else None
        succession = self.lexicon.patterns["predecessor"].search(
            self.text, max(self.start, title.first - 60), title.first
        )
        if following and succession:
            return self._succession(title, succession["which"], following)
        if following and (title.end > following.start or self._match("gap_before_name", title.end, following.start)):
            if self._weak_alone(title) or self._kin(title):
                return []
            return [Link(title, holder, "title_name") for holder in self._listed(title, following)]
        if (
            title.head in self.lexicon.sets["letters"]
            and nearest
            and self._match("gap_letters", nearest.end, title.first)
        ):
            return [Link(title, nearest, "name_letters")]
        if title.determiner == "one of" and title.role in ("member", "members"):
            return []
        if title.plural and title.determiner != "one of":
            return self._plural(title, following) or self._plural_after(title, before)
        if nearest and (found := self._apposition(title, nearest, following, index)):
            return [found]
        if following and self._comma_name(title, following):
            return [Link(title, following, "title_comma_name")]
        if following and self._given(title, following):
            return [Link(title, following, "title_given_to", "appointed")]
        if following and (verb := self._copula(title, following)):
            return [Link(title, following, "title_verb_name", verb)]
        return self._verb(title, before, following)

    def _weak_alone(self, title: Title) -> bool:
        if title.head in self.lexicon.sets["weak_heads"] - self.lexicon.sets["bare_heads"]:
            return len(title.role.split()) == 1 and title.organisation is None and not (title.body or title.party)
        return False

    def _of_another(self, title: Title) -> bool:
        """Say whether a post is not that of the one named next: "on behalf of the leader, X opened it"."""
        return self._search("on_behalf", self.text[max(self.start, title.first - 30) : title.first]) is not None

    def _weak_in_clause(self, title: Title) -> bool:
        """Say whether a word names no post after a verb: "was the only candidate", "is a member"."""
        bare = len(title.role.split()) == 1 and title.organisation is None and not (title.party or title.remit)
        return bare and title.head in self.lexicon.sets["no_post_alone"]

    def _kin(self, title: Title) -> bool:
        return title.determiner in POSSESSIVES and title.head in self.lexicon.sets["kin"]

    def _listed(self, title: Title, first: Holder) -> list[Holder]:
        """Give the holders of a title: those listed after a plural, else the first."""
        if not title.plural:
            return [first]
        listed = [first]
        for holder in self.holders:
            if holder.start > listed[-1].start and LISTED.fullmatch(self.text, listed[-1].after, holder.start):
                listed.append(holder)
        return listed

    def _plural(self, title: Title, following: Holder | None) -> list[Link]:
        """Read "co-chairs, A and B", "The heads of school are A and B"."""
        if following is None:
            return []
        told = title.determiner in DEFINITE or not self.text[self.start : title.first].strip('“"‘ ')
        verb = told and self._match("copula_names", title.end, following.start)
        if not verb and not self._match("gap_comma_name", title.end, following.start):
            return []
        listed = self._listed(title, following)
        return [Link(title, holder, "titles_names") for holder in listed] if len(listed) > 1 else []

    def _plural_after(self, title: Title, before: Sequence[Holder]) -> list[Link]:
        """Read "A and B, joint leaders of", "A and B were appointed co-heads"."""
        listed = list(before[-1:])
        for holder in reversed(before[:-1]):
            if not LISTED.fullmatch(self.text, holder.after, listed[0].start):
                break
            listed.insert(0, holder)
        if len(listed) < 2:
            return []
        last, gap = listed[-1], self.text[listed[-1].after : title.first]
        if self._match("gap_after_name", last.after, title.first):
            return [Link(title, holder, "names_titles", gap=gap) for holder in listed]
        for name in ("gap_appointed", "gap_is"):
            if (match := self._search(name, gap)) and not self._search("not_held", gap):
                verb = " ".join((match["verb"] or "appointed").split())
                return [Link(title, holder, "names_titles", verb, gap) for holder in listed]
        return []

    def _given(self, title: Title, following: Holder) -> bool:
        """Say whether a post goes to the one named after it: "the job of chief executive has gone to X"."""
        before = self.text[max(self.start, title.first - 30) : title.first]
        opened = title.determiner == "the" or self._search("post_of", before) is not None
        return opened and self._match("given_to", title.end, following.start) is not None

    def _copula(self, title: Title, following: Holder) -> str:
        """Give the verb of being between a post and the one who holds it: "The new manager is X"."""
        told = title.determiner in DEFINITE or title.organisation is not None or bool(title.body)
        if not told or title.plural or title.role_class == "resident" or self._kin(title):
            return ""
        match = self._match("copula_name", title.end, following.start)
        owned = self.text[following.end : following.end + 2] in ("'s", "’s")
        return " ".join(match["verb"].split()) if match and not owned else ""

    def _apposition(self, title: Title, holder: Holder, following: Holder | None, index: int) -> Link | None:
        if self._kin(title) or title.first < holder.end or title.determiner == "whose":
            return None
        match = self._match("gap_after_name", holder.after, title.first) or self._match(
            "gap_after_name", holder.end, title.first
        )
        if match is None or self._weak_bare(title, match["lead"]):
            return None
        if (
            title.determiner in POSSESSIVES
            and title.determiner != "its"
            and following
            and self._comma_name(title, following)
        ):
            return None
        # "the leader, A, the treasurer, B, and …": the name has its title already
        before = self.titles[index - 1] if index else None
        if before and before.start >= holder.after and before.determiner and not self._joined(index - 1, index):
            return None  # "a mother of a pupil"
        taken = before and before.end < holder.start and self._match("gap_comma_name", before.end, holder.start)
        if taken and following and self._comma_name(title, following):
            return None
        return Link(title, holder, "name_comma_title", verb=self._relative(match[0]), gap=match[0])

    def _relative(self, gap: str) -> str:
        """Give the verb of a clause, or the word that says when it held: "who was", "then the"."""
        match = self._search("relative_word", gap)
        return " ".join(match["verb"].split()) if match else ""

    def _weak_bare(self, title: Title, lead: str) -> bool:
        weak = title.head in self.lexicon.sets["weak_heads"] or title.head in self.lexicon.sets["deputies"]
        return (
            weak
            and len(title.role.split()) == 1
            and title.organisation is None
            and not title.body
            and not title.elsewhere
            and not (lead or title.determiner)
        )

    def _comma_name(self, title: Title, following: Holder) -> bool:
        if self._of_another(title):
            return False
        if self._kin(title) or not (
            self._match("gap_comma_name", title.end, following.start)
            or self._match("gap_dash_name", title.end, following.start)
        ):
            return False
        if title.determiner or title.organisation is not None or title.first < title.start:
            return True
        if self.lexicon.patterns["determined"].search(self.text, max(self.start, title.first - 40), title.first):
            return True
        before = self.text[self.start : title.first].rstrip()
        opens = (".", ",", "“", "”", "‘", '"', ":", " and", " while", " but", " As")
        return before in ("", "As") or before.endswith(opens)

    # -------------------------------------------------------------- joined by a verb
    def _verb(self, title: Title, before: Sequence[Holder], following: Holder | None) -> list[Link]:
        holder, begin = (before[-1], before[-1].after) if before else (self.subject, self.start)
        if holder is None or title.first - begin > LONGEST_GAP or title.head in self.lexicon.sets["letters"]:
            return []
        gap = self.text[begin : title.first]
        if not before and self.subject is not None:
            pronoun = self.lexicon.patterns["pronoun"].match(self.text, self.start)
            if pronoun is None or pronoun.end() > title.first or pronoun["who"] in ("They", "Both"):
                return []
            gap = self.text[pronoun.end() : title.first]
        spoken = gap.count("“") != gap.count("”") or gap.count('"') % 2 == 1
        if spoken or ";" in gap or self._kin(title):
            return []
        if self._weak_in_clause(title):
            return []
        if self.lexicon.patterns["no_longer"].search(gap):
            return [Link(title, holder, "name_verb_title", "no longer", gap)]
        if self._search("not_held", gap):
            return []
        if (
            before
            and self._search("gap_object", gap)
            and self._search("appointed_before", self.text[max(self.start, holder.start - 90) : holder.start])
        ):
            return [Link(title, holder, "appointed_name_as_title", "appointed", gap)]
        if before and self._listed_as(holder, gap):
            return [Link(title, holder, "name_as_title", "", gap)]
        late = gap[gap.rfind(",") :] if "," in gap else gap  # the last clause tells, if it can
        for name in ("gap_role_of", "gap_takes_over", "gap_appointed", "gap_is", "gap_promoted", "gap_as"):
            if match := self._search(name, late) or self._search(name, gap):
                return self._verb_links(
                    title, holder, following, name, " ".join((match["verb"] or "appointed").split()), gap
                )
        if before and self._search("gap_object", gap):  # "A was replaced by B as leader"; "X replaces Y as leader"
            return self._replaced(title, before)
        return []

    def _listed_as(self, holder: Holder, gap: str) -> bool:
        """Say whether a list gives a holder this post: "with Ann Day as chair and Raj Sethi as treasurer"."""
        before = self.text[max(self.start, holder.start - 60) : holder.start]
        return (
            self._search("gap_object", gap) is not None
            and self._search("opens_listed", before) is not None
            and self._search("replacing_word", self.text[self.start : holder.start]) is None
        )

    def _verb_links(
        self,
        title: Title,
        holder: Holder,
        following: Holder | None,
        name: str,
        verb: str,
        gap: str,
    ) -> list[Link]:
        links = [Link(title, holder, "name_verb_title", verb, gap)]
        if name == "gap_as" and following and re.fullmatch(r"\s+by\s+", self.text[title.end : following.start]):
            return [
                Link(title, holder, "replaced_as", "replaced", gap),
                Link(title, following, "replaced_as", "replaces", gap),
            ]
        return links

    def _replaced(self, title: Title, before: Sequence[Holder]) -> list[Link]:
        if len(before) < 2:
            return []
        first, second = before[-2], before[-1]
        words = self.text[first.after : second.start]
        if self._search("passive_replacing", words):
            return [
                Link(title, first, "replaced_as", "replaced", words),
                Link(title, second, "replaced_as", "replaces", words),
            ]
        if self._search("replacing_word", words) and words.count(".") == 0:
            return [
                Link(title, first, "replaces_as", "replaces", words),
                Link(title, second, "replaces_as", "replaced", words),
            ]
        return []

    def _succession(self, title: Title, which: str, following: Holder) -> list[Link]:
        if not self._match("gap_comma_name", title.end, following.start):
            return []
        return [Link(title, following, "predecessor_as", "replaced" if which == "predecessor" else "successor")]

    # -------------------------------------------------------------- two titles of one holder
    def _chain(self, found: list[list[Link]]) -> None:
        """Give a title without a holder that of the title it is joined to: "leader and cabinet member X"."""
        order = list(range(len(self.titles)))
        for one, other in [*pairwise(order), *pairwise(reversed(order))]:
            if self._weak_in_clause(self.titles[other]) or self._of_another(self.titles[other]):
                continue
            if not found[other] and found[one] and self._joined(min(one, other), max(one, other)):
                link = found[one][0]
                after_name = link.holder.end <= min(self.titles[one].start, self.titles[other].start)
                before_name = link.holder.name >= max(self.titles[one].end, self.titles[other].end)
                if (after_name if other > one else before_name) and link.chained < LONGEST_CHAIN:
                    title = self.titles[other]
                    if title.organisation is None and not (title.body or title.elsewhere):
                        title = replace(title, organisation=link.title.organisation)
                    found[other] = [replace(link, title=title, rule="chained", chained=link.chained + 1)]

    def _joined(self, one: int, other: int) -> bool:
        between = self.text[self.titles[one].end : self.titles[other].first]
        if any(self.titles[one].end <= holder.start < self.titles[other].first for holder in self.holders):
            return False
        return (
            re.fullmatch(
                r"\s*(?:,|,?\s*and|&|,?\s+as\s+well\s+as|/)\s*(?:(?:the|a|is|was|also|[A-Z][\w’'-]*|[\w’-]+['’]s)\s+){0,5}",
                between,
            )
            is not None
        )
