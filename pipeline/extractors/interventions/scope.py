"""Of what the words around a mention speak: children's services or finance, schools or kitchens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.extractors.interventions.clauses import CLAUSES, Clause
from pipeline.extractors.interventions.parties import KINDS, WORDS
from pipeline.extractors.reading import Reading
from pipeline.patterns import Hit, alternation


def words(name: str) -> re.Pattern[str]:
    """Compile one of the vocabulary's lists of words."""
    return re.compile(rf"(?<![\w-]){alternation(WORDS['words'][name])}(?![\w-])", re.IGNORECASE)


OTHER_COMMISSIONERS = re.compile(
    rf"(?<![\w-]){alternation(WORDS['words']['other_commissioners'])}[\s,/&]+(?:and\s+)?(?:\w+\s+)?commissioners?$",
    re.IGNORECASE,
)
CHILDRENS_COMMISSIONER = re.compile(r"children[’']s\s+commissioners?$", re.IGNORECASE)
SENT, FINANCE, EDUCATION, INSPECTION, FOREIGN = (
    words(name) for name in ("sent", "finance", "education", "inspection", "foreign")
)
ANY_GOVERNMENT = frozenset({"commissioner", "improvement_adviser", "improvement_board", "statutory_direction"})
WITHIN = 1200  # characters around a mention that can say of what it speaks: keeps the work linear


@dataclass(frozen=True)
class Scope:
    """An article, asked of what a mention in it speaks."""

    reading: Reading

    @cached_property
    def leans_to_finance(self) -> int:
        """How many more words of finance than of education the article has."""
        text = self.reading.text
        return sum(
            len(FINANCE.findall(text, zone.start, zone.end)) - len(EDUCATION.findall(text, zone.start, zone.end))
            for zone in self.reading.paragraphs
        )

    def kind(self, hit: Hit, name: str) -> str:
        """Give the kind: commissioners, advisers and boards are of the department that sent them; empty if unclear."""
        kind: str = WORDS["kind_of"].get(name, name)
        if name not in ANY_GOVERNMENT:
            return kind
        for low, high in ((hit.start, hit.end), self.reading.around(hit.start), self.near(hit, 1)):
            finance = bool(FINANCE.search(self.reading.text, low, high))
            if finance != bool(EDUCATION.search(self.reading.text, low, high)):
                return "best_value_intervention" if finance else kind
        if not self.leans_to_finance:  # children's services get one commissioner, whole councils several
            return "best_value_intervention" if hit.match[0].lower().endswith("commissioners") else ""
        return "best_value_intervention" if self.leans_to_finance > 0 else kind

    def fits(self, hit: Hit, name: str, kind: str, said: Clause) -> bool:
        """Say whether the words are used of councils, schools and nurseries, not of kitchens or the climate."""
        text = self.reading.text
        low, high = self.reading.around(hit.start)
        if name in ("section_114", "bankrupt"):
            return True
        if FOREIGN.search(text, low, high):
            return False
        if name == "commissioner":
            before = text[max(low, hit.start - 40) : hit.end]
            if OTHER_COMMISSIONERS.search(before) or CHILDRENS_COMMISSIONER.search(before):
                return False
            return bool(SENT.search(text, low, high))
        if name == "handed_to_trust":
            named = any(fact.start < hit.end and hit.start < fact.end for fact in self.reading.organisations)
            if named and CLAUSES["run_by"].search(said.left):
                return False
            return bool(CLAUSES["handed"].search(said.left) or CLAUSES["taken"].search(said.right))
        if name == "action_plan":
            return self.speaks(hit, INSPECTION)
        if name in ("improvement_notice", *ANY_GOVERNMENT):
            return bool(FINANCE.search(text, low, high)) or self.speaks(hit, EDUCATION)
        if KINDS[kind]["of"] in ("school", "nursery"):
            return self.speaks(hit, EDUCATION)
        return hit.match[0] != "EFS" or "xceptional financial support" in text

    def speaks(self, hit: Hit, wanted: re.Pattern[str]) -> bool:
        """Say whether the sentence or the paragraphs around it have some words."""
        low, high = self.near(hit, 2)
        text = self.reading.text
        # in capitals alone: "send" is a verb
        return bool(wanted.search(text, low, high)) or (wanted is EDUCATION and "SEND" in text[low:high])

    def near(self, hit: Hit, back: int) -> tuple[int, int]:
        """Give the offsets of the paragraphs around a mention: so many before it, and one after."""
        every = self.reading.paragraphs
        here = self.reading.paragraph(hit.start)
        low, high = every[max(here - back, 0)].start, every[min(here + 1, len(every) - 1)].end
        return max(low, hit.start - WITHIN), min(high, hit.end + WITHIN)
