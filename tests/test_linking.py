"""Across the batch: one person one id, namesakes apart, organisations by code, ids that unrelated articles cannot move."""

from __future__ import annotations

from datetime import date

from pipeline.extractors.organisations.record import OrganisationRecord
from pipeline.extractors.people.record import PersonRecord
from pipeline.extractors.roles.record import Role
from pipeline.linking import link
from pipeline.records import Mention, Record

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
    from dataclasses import replace

    first, second = date(2020, 5, 1), date(2023, 5, 1)
    early = article("Ann Lee", LEEDS, day=first)
    late = article("Ann Lee", LEEDS, day=second)
    early[0] = replace(early[0], party="Labour")  # type: ignore[call-arg]
    late[0] = replace(late[0], party="Green")  # type: ignore[call-arg]
    (person,) = [row for row in link({"b": early, "a": late}) if isinstance(row, PersonRecord)]
    assert (person.first_published, person.last_published, person.party) == (first, second, "Green")
