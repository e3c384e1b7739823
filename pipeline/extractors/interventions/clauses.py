"""What the clause around a mention says: whether there is such an intervention, and whether it stands."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.patterns import compile_patterns

CLAUSES = compile_patterns("interventions", file="clauses")
GOVERNING = (
    ("negated", "negated_before"),
    ("called_for", "called_for_before"),
    ("hypothetical", "hypothetical_before"),
    ("hypothetical", "may_before"),
    ("planned", "planned_before"),
)
NEAR = 75  # characters within which a word governs a mention
BESIDE = 60  # characters within which a word bears on an end
REACH = 140  # characters of a clause that can bear on a mention: keeps the work linear


@dataclass(frozen=True)
class Clause:
    """The words of one clause before and after a mention."""

    left: str
    right: str

    @property
    def definite(self) -> bool:
        """Whether the mention speaks of one in particular: "the board", "its notice", "the DfE's adviser"."""
        return bool(CLAUSES["definite"].search(self.left))


def clause(text: str, sentence: tuple[int, int], start: int, end: int) -> Clause:
    """Cut the clause around a mention out of its sentence."""
    left = text[max(sentence[0], start - REACH) : start]
    right = text[end : min(sentence[1], end + REACH)]
    cuts = list(CLAUSES["cut"].finditer(left))
    cut = CLAUSES["cut"].search(right)
    return Clause(left[cuts[-1].end() :] if cuts else left, right[: cut.start()] if cut else right)


def status_of(said: Clause, standing: bool) -> str:
    """Give the status that a clause gives a mention; empty where it speaks of none in particular.

    `standing`: what goes on for a time and then acts and speaks itself (a board, a commissioner), so that "the
    board could meet" says that there is one.
    """
    left, right = said.left, said.right
    if CLAUSES["generic_before"].search(left) or (not said.definite and CLAUSES["generic_after"].search(right)):
        return ""
    imposed = is_imposed(said)
    if standing and said.definite and not imposed and not _ended(said):
        return "in_force"
    if _ended(said):
        # "expected to be lifted", "has not been lifted": it stands yet
        yet = CLAUSES["not_yet"].search(right[:BESIDE]) or CLAUSES["not_yet"].search(left[-BESIDE:])
        return "in_force" if yet or CLAUSES["negated_after"].search(right) else "ended"
    modal = _modal(said, imposed or not said.definite)
    if modal:
        return modal
    if standing and not said.definite and CLAUSES["will_act"].search(right):
        return "planned"
    return "in_force" if imposed or said.definite else ""


def is_imposed(said: Clause) -> bool:
    """Say whether the clause says that it was issued, appointed or set up."""
    return _says("imposed", said)


def _says(name: str, said: Clause) -> bool:
    return bool(CLAUSES[f"{name}_before"].search(said.left) or CLAUSES[f"{name}_after"].search(said.right))


def _ended(said: Clause) -> bool:
    return _says("ended", said)


def _modal(said: Clause, governed: bool) -> str:
    """Give what keeps it from being so; words before a mention that the clause does not govern say nothing of it."""
    left, right = said.left, said.right
    if CLAUSES["negated_after"].search(right):
        return "negated"
    if CLAUSES["hypothetical_after"].search(right) or CLAUSES["may_after"].search(right):
        return "hypothetical"
    if CLAUSES["called_for_after"].search(right):
        return "called_for"
    if CLAUSES["planned_after"].search(right):
        return "planned"
    if not governed:
        return ""
    # the word nearest to the mention governs it: "could face calls for", "asked whether it will"
    found: dict[str, int] = {}
    for status, name in GOVERNING:
        near = left[-NEAR:].rsplit(",", 1)[-1] if status == "negated" else left[-NEAR:]
        for match in CLAUSES[name].finditer(near):
            found[status] = max(found.get(status, 0), match.end() - len(near) + NEAR)
    if "negated" in found:
        found.pop("called_for", None)  # "nobody wants", "rejected calls for"
    if len(found) > 1:
        found.pop("planned", None)  # "may have to issue", "no plans to appoint"
    return max(found, key=lambda status: found[status]) if found else ""
