"""Whose intervention it is: the provider, the body that imposed it, the person appointed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.extractors.base import Fact
from pipeline.extractors.interventions.clauses import CLAUSES
from pipeline.extractors.reading import KIND_WORDS, SETTINGS, Provider, Reading
from pipeline.extractors.values import Organisation
from pipeline.patterns import alternation, vocabulary

WORDS = vocabulary("interventions")
KINDS = WORDS["kinds"]
OFFICE = re.compile(rf"(?<![\w’'-]){alternation(WORDS['offices'])}(?!\w)", re.IGNORECASE)
OFFICES = {re.sub(r"\s+", " ", form): name for form, name in WORDS["offices"].items()}
COUNCILS = frozenset({"local_authority", "combined_authority"})
SCHOOLS = frozenset({"school", "college", "trust"})
NURSERIES = frozenset({"nursery", "school", "care_provider"})
APPOINTED = frozenset({"commissioner", "improvement_adviser", "improvement_board", "best_value_intervention"})
FAR = 120  # characters over which a name can bear on a mention


def provider_of(reading: Reading, kind: str, start: int, end: int) -> Provider:
    """Give whose services or school it is: named in the sentence or the paragraph, else the article's own."""
    of = KINDS[kind]["of"]
    if of == "inspected":
        of = "school" if reading.main.kind in SETTINGS else "childrens_services"
    wanted = {"school": SCHOOLS, "nursery": NURSERIES}.get(of, COUNCILS)
    first, last = reading.around(start)
    paragraph = reading.paragraphs[reading.paragraph(start)]
    for low, high in ((first, last), (paragraph.start, paragraph.end)):
        inside = [fact for fact in reading.organisations if low <= fact.start < high and fact.value.kind in wanted]
        if of == "school" and any(fact.value.kind != "trust" for fact in inside):
            inside = [fact for fact in inside if fact.value.kind != "trust"]
        inside = [fact for fact in inside if not start <= fact.start < end]
        if inside:
            return _as_provider(reading, _nearest(inside, start).value, of, (first, last))
    if wanted is not COUNCILS:
        main = reading.main
        return main if main.kind in (*SETTINGS, "childminder") else Provider()
    counts = Counter(fact.value for fact in reading.organisations if fact.value.kind in COUNCILS)
    if not counts or of in ("school", "nursery"):
        return Provider()
    return _as_provider(reading, counts.most_common(1)[0][0], of, (first, last))


def _nearest(found: Sequence[Fact[Organisation]], at: int) -> Fact[Organisation]:
    """Give the one last named before a place, else the first after it."""
    before = [fact for fact in found if fact.end <= at]
    return before[-1] if before else found[0]


def _as_provider(reading: Reading, value: Organisation, of: str, around: tuple[int, int]) -> Provider:
    kind = of
    if of in ("school", "nursery"):
        kind = reading.kind_of(value) or ("school" if of == "school" else "nursery")
        kind = "school" if kind == "childrens_services" else kind
    elif of == "childrens_services" and KIND_WORDS["send_partnership"].search(reading.text, *around):
        kind = "send_partnership"
    return Provider(value.name, value.key, kind, value.nation, True)


def body_of(reading: Reading, kind: str, provider: Provider, start: int, end: int) -> tuple[str, str]:
    """Give the name and key of who imposed it, where the sentence names a body that can; else empty."""
    by = KINDS[kind]["by"]
    if by == "itself":
        return provider.name, provider.key
    if by == "nobody":
        return "", ""
    named = frozenset(WORDS["bodies"][by])
    first, last = reading.around(start)
    text = reading.text
    found = [
        (fact.start, fact.end, fact.value.name, fact.value.key)
        for fact in reading.organisations
        if first <= fact.start < last and fact.value.name in named
    ]
    known = {fact.value.name: fact.value.key for fact in reading.organisations}
    for match in OFFICE.finditer(text, first, last):
        name = OFFICES.get(re.sub(r"\s+", " ", match[0].lower().replace("’", "'")), "")
        if name in named and not any(low <= match.start() < high for low, high, _, _ in found):
            found.append((match.start(), match.end(), name, known.get(name, "")))
    if KINDS[kind].get("joined"):
        found = [one for one in found if _imposes(text, one[0], one[1], start, end)]
    if not found:
        return "", ""
    # a department says more than "the Government"
    best = min(found, key=lambda one: (one[2] == "UK Government", max(one[0] - end, start - one[1], 0)))
    return best[2], best[3]


def _imposes(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Say whether the words join a body to what it set up: "the DfE's adviser", "appointed by the DfE"."""
    if start <= low < end or 0 <= start - high <= 4:
        return True
    if high <= start:
        return start - high <= FAR and bool(CLAUSES["imposes"].search(text[high:start]))
    return low - end <= FAR and bool(CLAUSES["imposed_by"].search(text[end:low]))


def person_of(reading: Reading, kind: str, start: int, end: int) -> str:
    """Give the key of the commissioner, chair or adviser whom the words beside a mention name."""
    if kind not in APPOINTED:
        return ""
    first, last = reading.around(start)
    for person in reading.people:
        if not first <= person.start < last:
            continue
        if person.start >= end and CLAUSES["person_after"].search(reading.text[end : person.start]):
            return person.value.key
        if person.end <= start and CLAUSES["person_before"].search(reading.text[person.end : start]):
            return person.value.key
    return ""
