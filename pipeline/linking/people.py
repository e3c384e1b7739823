"""Who is one person across the batch: a full name with evidence that it is the same bearer.

Evidence is, from the strongest:

* **a post's organisation**: the same full name with a post (held now or once) for one organisation. A post for a
  party or a newspaper proves nothing, it is nationwide; a minister, a member of parliament and a peer are known
  by their office;
* **the article's own organisations**, for who is named without a post: the council that the article is mostly
  about, a school, a trust. It joins a person to one holder of a post there, never to two, and never a resident to
  an official;
* **a variant of the name** ("Liz" and "Elizabeth", an initial, a middle name, one wrong letter in the family name)
  counts only with a post of the same class for the same organisation, and where the parties do not differ.

Two people of one article are never joined. The id is made from the earliest article's evidence, so that neither
unrelated nor later articles change it. `linking.registry` puts these rules to the people of a batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import combinations
from typing import Any

from pipeline.extractors.people.normalise import edit_distance_is_one, fold, is_initial, same_given
from pipeline.patterns import vocabulary
from pipeline.records import Record

Key = tuple[str, str]  # (article_id, article-local key)
NATIONWIDE = frozenset({"government_department", "inspectorate", "regulator", "party", "union", "media", "other"})
NO_EVIDENCE = frozenset({"party", "media"})
# Few hold these, and they go from place to place.
OFFICES = frozenset({"minister", "mp", "peer", "inspector", "commissioner"})
# Posts of one career in a council chamber: "councillor" one year, "leader" the next.
ELECTED = frozenset({"councillor", "council_leader", "deputy_leader", "cabinet_member", "committee_chair", "mayor"})
# Posts of one career in a town hall's offices.
PAID = frozenset({"director", "chief_executive", "officer"})
# Posts that one holds among many colleagues prove less than one's own.
SHARED = frozenset({"councillor", "officer", "inspector", "resident", "other"})
TITLES = frozenset({"Cllr", "Dr", "Professor", "Sir", "Dame", "Rev", "Lord", "Baroness"})


@dataclass(frozen=True)
class Holder:
    """A person of one article, with what speaks for who it is."""

    key: Key
    name: str
    given: str
    family: str
    honorific: str
    party: str
    day: date
    posts: frozenset[str]  # organisations of the posts, and offices
    around: frozenset[str]  # organisations that the article is about
    classes: frozenset[str]
    councils: frozenset[str]  # of the posts, those for a council
    leaving: bool  # every post is one that is over

    @property
    def order(self) -> tuple[date, Key]:
        """The earliest article first; one without a day, last."""
        return self.day, self.key

    @property
    def resident(self) -> bool:
        """Whether the article knows the person as a resident alone."""
        return self.classes == {"resident"} and not self.posts


@dataclass(eq=False)
class Group:
    """Holders taken for one person."""

    holders: list[Holder]
    posts: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, *holders: Holder) -> Group:
        """Make a group of holders, most often of one."""
        return cls(
            list(holders),
            {post for holder in holders for post in holder.posts},
            {body for holder in holders for body in holder.around},
            {holder.key[0] for holder in holders},
        )

    def join(self, other: Group) -> None:
        """Take in another group's holders and evidence."""
        self.holders += other.holders
        self.posts |= other.posts
        self.around |= other.around
        self.articles |= other.articles

    @property
    def first(self) -> Holder:
        """The earliest holder."""
        return min(self.holders, key=lambda holder: holder.order)

    def values(self, name: str) -> set[str]:
        """Give the holders' values of an attribute, those that are known."""
        return {value for holder in self.holders if (value := getattr(holder, name))}

    @property
    def after(self) -> set[str]:
        """What the articles are about that know the person by a post that is over."""
        return {place for holder in self.holders if holder.leaving for place in holder.around - holder.posts}

    @property
    def councils(self) -> set[str]:
        """The councils for which a post is held."""
        return {one for holder in self.holders for one in holder.councils}

    @property
    def classes(self) -> set[str]:
        """The classes of every post held."""
        return {one for holder in self.holders for one in holder.classes}


def evidence_of(group: Group) -> tuple[str, ...]:
    """Give what a person's id is made of: the earliest holder's name and evidence, and the article where none is."""
    first = group.first
    evidence = min(first.posts or first.around, default="")
    alone = " " not in first.name or not evidence
    return first.key[0] if alone else "", first.name, evidence, "resident" if first.resident else ""


# ------------------------------------------------------------------ what an article says of its people
def holders_of(article_id: str, records: Sequence[Record]) -> list[Holder]:
    """Give the people of an article, with what it says of each."""
    bodies = {record.key: record for record in records if record.TABLE == "organisations"}
    around = _about(bodies.values())
    roles: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        if record.TABLE == "roles":
            roles[getattr(record, "person_id", "")].append(record)
    return [
        _holder(article_id, record, roles[record.key], bodies, around) for record in records if record.TABLE == "people"
    ]


def _holder(
    article_id: str, person: Any, roles: Sequence[Any], bodies: Mapping[str, Any], around: frozenset[str]
) -> Holder:
    posts = {place for role in roles if (place := _place(role, bodies))}
    posts |= {f"office/{role.role_class}" for role in roles if role.role_class in OFFICES}
    words = _fold(person.name).split()
    return Holder(
        key=(article_id, person.key),
        name=" ".join(words),
        given=_fold(person.given_name or " ".join(words[:-1])),
        family=_fold(person.family_name or " ".join(words[-1:])),
        honorific=person.honorific or "",
        party=person.party or "",
        day=person.first_published or date.max,
        posts=frozenset(posts),
        around=around,
        classes=frozenset(role.role_class for role in roles),
        councils=frozenset(place for role in roles if _council(role, bodies) and (place := _place(role, bodies))),
        leaving=bool(roles) and all(role.status in ("former", "outgoing") for role in roles),
    )


def _council(role: Any, bodies: Mapping[str, Any]) -> bool:
    body = bodies.get(role.organisation_id or "")
    return body is not None and body.kind == "local_authority"


def _place(role: Any, bodies: Mapping[str, Any]) -> str:
    """Give what tells the organisation of a post: its name, since one without a row has no key."""
    body = bodies.get(role.organisation_id or "")
    if body is not None:
        return "" if body.kind in NO_EVIDENCE else _fold(body.name)
    printed = role.organisation or ""
    if role.organisation_id:
        return _fold(role.organisation_id)
    return _fold(printed) if " " in printed and printed[0].isupper() else ""  # "the board" could be any


def _about(bodies: Iterable[Any]) -> frozenset[str]:
    """Give the organisations that tell namesakes apart: Ofsted is everywhere, and neighbours are named in passing."""
    local = [body for body in bodies if body.kind not in NATIONWIDE]
    most = max((body.mentions for body in local if body.kind == "local_authority"), default=0)
    return frozenset(_fold(body.name) for body in local if body.kind != "local_authority" or body.mentions >= most)


@lru_cache(10_000)
def _fold(name: str) -> str:
    """Fold a name for comparison: no accents, no nickname in quotes, hyphens and apostrophes in one form.

    >>> _fold('Siân "Shan" O’Neill-Jones')
    "sian o'neill jones"
    """
    plain = [word for word in fold(name).split() if word[0] not in "“”\"‘'"]
    return " ".join(" ".join(plain).replace("-", " ").split())


# ------------------------------------------------------------------ one name
def same_name(holders: Sequence[Holder]) -> list[Group]:
    """Group the bearers of one name: those with posts by their posts, then the others by what is around them.

    A surname alone proves nothing outside its article.
    """
    holders = sorted(holders, key=lambda holder: holder.order)
    if holders and " " not in holders[0].name:
        return [Group.of(holder) for holder in holders]
    groups: list[Group] = []
    for holder in (one for one in holders if one.posts):
        _take(groups, Group.of(holder), lambda one, other: bool(one.posts & other.posts))
    for group in list(groups):  # another post in the same place, with the same title or party
        like = [one for one in groups if one is not group and _one_place(one, group)]
        if len(like) == 1 and group in groups and not like[0].articles & group.articles:
            groups.remove(group)
            like[0].join(group)
    weak: list[Group] = []
    for holder in (one for one in holders if not one.posts):
        own = Group.of(holder)
        near = [group for group in groups if not holder.resident and _near(group, holder)]
        if len(near) == 1 and not near[0].articles & own.articles:
            near[0].holders.append(holder)  # its surroundings are no evidence for the next
            near[0].articles |= own.articles
        elif near:
            weak.append(own)
        else:
            _take(weak, own, lambda one, other: bool(one.around & other.around) and _alike(one, other))
    return groups + weak


def _near(group: Group, holder: Holder) -> bool:
    """Say whether somebody named without a post may hold a group's: it is in the place, or a known office."""
    office = holder.honorific in TITLES - {"Cllr"} and any(post.startswith("office/") for post in group.posts)
    if holder.classes and not _one_career(set(holder.classes), group.classes):
        return False
    return bool(group.posts & holder.around) or (office and holder.honorific in group.values("honorific"))


def _alike(one: Group, other: Group) -> bool:
    return one.first.resident == other.first.resident


def _one_place(one: Group, other: Group) -> bool:
    """Say whether two groups' posts are in one place, and more says that it is one person.

    That is a title or a party, but not where each sits on a council of its own; or an article that knows the
    person by a post that is over, and is about the place of the next.
    """
    career = _one_career(one.classes, other.classes) or bool(one.classes & PAID and other.classes & PAID)
    if career and (one.posts & other.after or other.posts & one.after):
        return True
    place = one.posts & other.around or one.around & other.posts
    titles = one.values("honorific") & other.values("honorific") & TITLES
    parties = one.values("party") & other.values("party")
    return bool(place and (titles or parties)) and not (one.councils and other.councils)


def _take(groups: list[Group], own: Group, alike: Callable[[Group, Group], bool]) -> None:
    """Join a group to those like it, unless that would join two people of one article."""
    for group in [group for group in groups if alike(group, own)]:
        if not group.articles & own.articles:
            groups.remove(group)
            group.join(own)
            own = group
    groups.append(own)


# ------------------------------------------------------------------ variants of a name
def places_for_variants(group: Group) -> set[str]:
    """Give where variants of a group's name are looked for: each post, with its family name or its given name."""
    first = group.first
    return {
        f"{post}\x1f{kind}\x1f{name}"
        for post in group.posts
        for kind, name in (("f", first.family), ("g", first.given))
    }


def _openings(group: Group) -> set[str]:
    given = group.first.given
    return {given[:1], *_short_forms().get(given.split(" ")[0], ())}


def all_apart(groups: Iterable[Group]) -> bool:
    """Say whether no article names two of the groups."""
    return all(not one.articles & other.articles for one, other in combinations(groups, 2))


def are_variants(one: Group, other: Group) -> bool:
    """Say whether two groups' names are variants, and post and place say that it is one person."""
    if not _openings(one) & _openings(other):
        return False
    if one.articles & other.articles or not one.posts & other.posts or not _one_career(one.classes, other.classes):
        return False
    parties = one.values("party"), other.values("party")
    if all(parties) and not parties[0] & parties[1]:
        return False
    a, b = one.first, other.first
    if not (a.given and b.given):
        return False
    if a.family == b.family:
        return same_given(a.given, b.given, _short_forms())
    own = (one.classes & other.classes) - SHARED
    long_enough = min(len(a.family), len(b.family)) > 4 and not is_initial(a.given)
    return bool(own) and a.given == b.given and long_enough and edit_distance_is_one(a.family, b.family)


def _one_career(one: set[str], other: set[str]) -> bool:
    return bool(one & other) or bool(one & ELECTED and other & ELECTED)


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    full: dict[str, set[str]] = defaultdict(set)
    for name, shorts in vocabulary("people")["short_forms"].items():
        for short in (name, *shorts):
            full[fold(short)].add(fold(name))
    return {short: frozenset(names) for short, names in full.items()}
