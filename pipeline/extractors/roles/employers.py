"""Says for whom a post is held: the organisation in the title, before it, or the only one that it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.extractors.base import Fact
from pipeline.extractors.roles.titles import Title
from pipeline.extractors.values import Organisation

# class of post -> kinds of organisation that have it
EMPLOYERS: dict[str, tuple[str, ...]] = {
    "council_leader": ("local_authority",),
    "deputy_leader": ("local_authority",),
    "cabinet_member": ("local_authority",),
    "councillor": ("local_authority",),
    "headteacher": ("school", "college", "nursery"),
    "governor": ("school", "college"),
    "inspector": ("inspectorate",),
}
COUNCIL_HEADS = frozenset({"section 151 officer", "s151 officer", "monitoring officer", "borough treasurer", "county treasurer",
                           "city treasurer", "city solicitor", "borough solicitor", "deputy mayor", "lord mayor", "lord provost",
                           "provost", "finance chief", "education chief", "children's services chief", "town hall chief"})  # fmt: skip
COUNCIL_REMITS = ("children", "adult", "people", "finance", "resources", "place", "education", "families", "social care", "corporate services", "communities", "housing", "legal")
BODIES: dict[str, tuple[str, ...]] = {
    "council": ("local_authority",), "county council": ("local_authority",), "city council": ("local_authority",),
    "borough council": ("local_authority",), "district council": ("local_authority",), "authority": ("local_authority",),
    "local authority": ("local_authority",), "town hall": ("local_authority",), "county hall": ("local_authority",),
    "city hall": ("local_authority",), "shire hall": ("local_authority",), "borough": ("local_authority",),
    "city": ("local_authority",), "county": ("local_authority",),
    "school": ("school",), "academy": ("school",), "college": ("college", "school"), "nursery": ("nursery",),
    "trust": ("trust",), "academy trust": ("trust",), "charity": ("charity",), "company": ("company",), "firm": ("company",),
    "police": ("police",), "force": ("police",), "hospital": ("health",), "union": ("union",),
}  # fmt: skip


def employer(title: Title, person_at: int, organisations: Sequence[Fact[Organisation]], paragraph: tuple[int, int]) -> Organisation | None:
    """Give the organisation for which a post is held; None where the words leave it open."""
    if title.organisation is not None and not _wrong(title, title.organisation):
        return title.organisation
    if title.elsewhere or title.role_class in ("mp", "peer", "resident", "pcc"):
        return None
    if title.body in BODIES:
        return main_of(organisations, BODIES[title.body], title.start, paragraph)
    kinds = EMPLOYERS.get(title.role_class, ())
    if not kinds and title.head in COUNCIL_HEADS:
        kinds = ("local_authority",)
    if not kinds and title.role_class in ("director", "officer", "committee_chair", "spokesperson") and title.remit.lower().startswith(COUNCIL_REMITS):
        kinds = ("local_authority",)
    if title.role_class == "inspector":
        ofsted = [fact.value for fact in organisations if fact.value.name == "Ofsted"]
        return ofsted[0] if ofsted else main_of(organisations, kinds, person_at, paragraph)
    return main_of(organisations, kinds, person_at, paragraph) if kinds else None


def _wrong(title: Title, organisation: Organisation) -> bool:
    return title.role_class in ("mp", "peer") or organisation.kind == "party"


def main_of(organisations: Iterable[Fact[Organisation]], kinds: Sequence[str], at: int, paragraph: tuple[int, int]) -> Organisation | None:
    """Give the one organisation of these kinds: the only one, or that which the article names at least twice as often."""
    fitting = [fact for fact in organisations if fact.value.kind in kinds]
    values = {fact.value.key: fact.value for fact in fitting}
    if len(values) == 1:
        return next(iter(values.values()))
    if not values:
        return None
    counted = Counter(fact.value.key for fact in fitting).most_common()
    if counted[0][1] >= 2 * counted[1][1]:
        return values[counted[0][0]]
    here = {fact.value.key for fact in fitting if paragraph[0] <= fact.start < at}
    return values[here.pop()] if len(here) == 1 else None
