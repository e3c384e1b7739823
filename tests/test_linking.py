"""Across the batch: one person one id, namesakes apart, organisations by code, ids that other articles cannot move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from linking_batch import Story, stories

from pipeline.extractors.organisations.record import OrganisationRecord
from pipeline.extractors.people.record import PersonRecord
from pipeline.extractors.roles.record import Role
from pipeline.linking import link
from pipeline.records import Mention, Record
from pipeline.run import extract
from pipeline.tables import Tables

LEEDS, YORK, OFSTED = "organisation/E08000035", "organisation/E06000014", "organisation/ofsted"


def article(name: str, *councils: str, post: str = "", day: date | None = None) -> list[Record]:
    person = PersonRecord(person_id=f"person/{name}", name=name, mentions=2, first_published=day, last_published=day)
    bodies: list[Record] = [
        OrganisationRecord(organisation_id=key, name=key, kind="inspectorate" if key == OFSTED else "local_authority")
        for key in councils
    ]
    roles: list[Record] = (
        [Role(role_id=f"{name}{post}", person_id=person.person_id, organisation_id=post)] if post else []
    )
    return [person, *bodies, *roles]


def ids(records: list[Record], table: str = "people") -> list[str]:
    return [record.key for record in records if table == record.TABLE]


def test_one_name_and_one_council_is_one_person() -> None:
    linked = list(link({"a": article("Ann Lee", LEEDS), "b": article("Ann Lee", LEEDS, YORK)}))
    (person,) = [record for record in linked if record.TABLE == "people"]
    assert isinstance(person, PersonRecord)
    assert (person.articles, person.mentions) == (2, 4)


def test_namesakes_in_two_councils_stay_apart() -> None:
    linked = list(link({"a": article("Ann Lee", LEEDS, OFSTED), "b": article("Ann Lee", YORK, OFSTED)}))
    assert len(set(ids(linked))) == 2


def test_a_post_joins_across_councils() -> None:
    linked = list(
        link({"a": article("Ann Lee", LEEDS, OFSTED, post=OFSTED), "b": article("Ann Lee", YORK, OFSTED, post=OFSTED)})
    )
    assert len(ids(linked)) == 1


def test_a_surname_alone_is_linked_to_nobody() -> None:
    linked = list(link({"a": article("Lee", LEEDS), "b": article("Lee", LEEDS)}))
    assert len(set(ids(linked))) == 2


def test_unrelated_articles_move_no_id() -> None:
    alone = list(link({"a": article("Ann Lee", LEEDS)}))
    among = list(link({"0": article("Bo Day", YORK), "a": article("Ann Lee", LEEDS), "z": article("Ann Lee", YORK)}))
    assert set(ids(alone)) <= set(ids(among))


def test_every_entity_cell_gets_the_batch_id() -> None:
    mention = Mention(mention_id="m", entity_type="organisation", entity_id=LEEDS)
    linked = list(link({"a": [*article("Ann Lee", LEEDS, post=LEEDS), mention]}))
    body = ids(linked, "organisations")
    role = next(record for record in linked if isinstance(record, Role))
    assert [record.entity_id for record in linked if isinstance(record, Mention)] == body
    assert (role.organisation_id, role.person_id) == (body[0], ids(linked)[0])


def test_a_merged_person_spans_the_days_and_keeps_the_latest_party() -> None:
    first, second = date(2020, 5, 1), date(2023, 5, 1)
    early = article("Ann Lee", LEEDS, day=first)
    late = article("Ann Lee", LEEDS, day=second)
    early[0] = replace(early[0], party="Labour")  # type: ignore[call-arg]
    late[0] = replace(late[0], party="Green")  # type: ignore[call-arg]
    (person,) = [row for row in link({"b": early, "a": late}) if isinstance(row, PersonRecord)]
    assert (person.first_published, person.last_published, person.party) == (first, second, "Green")


def test_a_resident_is_not_a_councillor_of_the_same_name() -> None:
    resident = article("Ann Lee", LEEDS)
    resident.append(Role(role_id="r", person_id="person/Ann Lee", role="resident", role_class="resident"))
    linked = list(link({"a": article("Ann Lee", LEEDS, post=LEEDS), "b": resident}))
    assert len(set(ids(linked))) == 2


def test_two_people_of_one_article_are_two() -> None:
    father = article("Ann Lee", LEEDS, post=LEEDS)
    other = replace(father[0], person_id="person/Ann Lee 2")  # type: ignore[call-arg]
    post = Role(role_id="x", person_id="person/Ann Lee 2", organisation_id=LEEDS)
    linked = list(link({"a": [*father, other, post], "b": article("Ann Lee", LEEDS, post=LEEDS)}))
    assert len(set(ids(linked))) == 2


@pytest.mark.parametrize(
    ("one", "other", "post", "people"),
    [
        ("Liz Lee", "Elizabeth Lee", "cabinet_member", 1),
        ("E. Lee", "Elizabeth Lee", "councillor", 1),
        ("Ann Lee", "Anna Lee", "councillor", 2),
        ("Liz Lee", "Elizabeth Lee", "resident", 2),
        ("Ann Underhill", "Ann Underhil", "council_leader", 1),
        ("Ann Underhill", "Ann Underhil", "councillor", 2),
    ],
)
def test_a_variant_of_a_name_needs_one_post_in_one_place(one: str, other: str, post: str, people: int) -> None:
    def holding(name: str) -> list[Record]:
        role_class, body = ("resident", None) if post == "resident" else (post, LEEDS)
        role = Role(role_id=name, person_id=f"person/{name}", role_class=role_class, organisation_id=body)
        return [*article(name, LEEDS), role]

    assert len(set(ids(list(link({"a": holding(one), "b": holding(other)}))))) == people


def test_an_initial_that_may_be_two_people_is_neither() -> None:
    def holding(name: str) -> list[Record]:
        role = Role(role_id=name, person_id=f"person/{name}", role_class="councillor", organisation_id=LEEDS)
        return [*article(name, LEEDS), role]

    names = ("J. Lee", "John Lee", "Jane Lee")
    assert len(set(ids(list(link({name: holding(name) for name in names}))))) == 3


def test_a_later_article_moves_no_id() -> None:
    first, second = date(2020, 5, 1), date(2023, 5, 1)
    alone = list(link({"b": article("Ann Lee", LEEDS, post=LEEDS, day=first)}))
    later = article("Ann Lee", LEEDS, "organisation/A", post=LEEDS, day=second)
    later.append(Role(role_id="z", person_id="person/Ann Lee", organisation_id="organisation/A"))
    both = list(link({"b": article("Ann Lee", LEEDS, post=LEEDS, day=first), "a": later}))
    assert ids(alone) == ids(both)


# ------------------------------------------------------------------ a batch of articles of our own
BATCH = stories()
Who = tuple[int, int]  # the place of an article in the batch, and an offset in it


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of the batch."""
    return tables_of(BATCH, tmp_path_factory.mktemp("batch"))


def tables_of(chosen: list[Story], folder: Path) -> Tables:
    """Extract stories."""
    lines = ["source,published"]
    for story in chosen:
        name = f"{BATCH.index(story):03}.txt"
        (folder / name).write_text(story.text, encoding="utf-8")
        lines.append(f"{name},{story.day}")
    (folder / "metadata.csv").write_text("\n".join(lines), encoding="utf-8")
    return extract(folder)


def linked_as(tables: Tables) -> dict[Who, str]:
    """Give the person_id of each mention that the batch marks; one of its own where none was found."""
    number = {row.article_id: int(row.source[:3]) for row in tables.articles.itertuples()}
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for row in tables.mentions.itertuples():
        if row.entity_type == "person":
            found[number[row.article_id]].append((row.char_start, row.char_end, row.entity_id))
    ids: dict[Who, str] = {}
    for place in number.values():
        for start, end, _ in BATCH[place].people:
            hits = [who for first, last, who in found[place] if first < end and last > start]
            ids[place, start] = hits[0] if hits else f"none {place} {start}"
    return ids


def b_cubed(one: Mapping[Who, str], other: Mapping[Who, str]) -> float:
    """Give the share of each item's group in `one` that its group in `other` holds: B-cubed precision, or recall."""
    groups: dict[str, set[Who]] = defaultdict(set)
    for who, name in one.items():
        groups[name].add(who)
    others: dict[str, set[Who]] = defaultdict(set)
    for who, name in other.items():
        others[name].add(who)
    return sum(len(groups[one[who]] & others[other[who]]) / len(others[other[who]]) for who in one) / len(one)


def test_the_batch_is_linked_as_a_reader_would(batch: Tables) -> None:
    gold = {(place, start): who for place, story in enumerate(BATCH) for start, _, who in story.people}
    found = linked_as(batch)
    precision, recall = b_cubed(gold, found), b_cubed(found, gold)
    assert len(BATCH) >= 40
    assert 2 * precision * recall / (precision + recall) >= 0.97


def test_a_career_can_be_rebuilt_from_roles(batch: Tables) -> None:
    days = dict(zip(batch.articles["article_id"], batch.articles["published"], strict=True))
    (lee,) = {who for (place, _), who in linked_as(batch).items() if BATCH[place].people[0][2] == "lee-leeds"}
    roles = batch.roles[batch.roles["person_id"] == lee]
    career = sorted((str(days[row.article_id])[:4], row.role_class, row.status) for row in roles.itertuples())
    assert [step for step in career if step[1] in ("cabinet_member", "council_leader")] == [
        ("2019", "cabinet_member", "current"),
        ("2021", "council_leader", "current"),
        ("2023", "council_leader", "former"),
    ]


def test_leaving_out_other_peoples_articles_moves_no_id(batch: Tables, tmp_path: Path) -> None:
    about = [story for story in BATCH if any(who.startswith(("hollis", "lee-york")) for _, _, who in story.people)]
    some, whole = linked_as(tables_of(about, tmp_path)), linked_as(batch)
    mine = {who: one for who, one in some.items() if BATCH[who[0]].people[0][2] in ("hollis", "lee-york")}
    assert mine == {who: whole[who] for who in mine}
