"""The table `roles`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.records import Record, article_key, char_end, char_start, column, primary_key, rule, sentence, words, zone

ROLE_CLASSES = (
    "councillor", "council_leader", "deputy_leader", "cabinet_member", "committee_chair", "mayor", "mp", "peer",
    "minister", "pcc", "chief_executive", "director", "officer", "commissioner", "inspector", "headteacher",
    "governor", "spokesperson", "union", "business", "charity", "health", "police", "resident", "other",
)  # fmt: skip
STATUSES = ("current", "incoming", "acting", "outgoing", "former")


@dataclass(frozen=True, kw_only=True)
class Role(Record):
    """Who holds which post, as an article states it."""

    TABLE: ClassVar[str] = "roles"

    role_id: str = primary_key("role")
    article_id: str = article_key()
    person_id: str = column("The holder.", references="people", entity=True, default="")
    person: str = column("The holder's name.", default="")
    role: str = column("Title as printed, without the organisation, party or honorific.", default="")
    role_class: str = column("The class of post.", vocabulary=ROLE_CLASSES, default="other")
    remit: str | None = column("What the post covers: `children, young people and education`.")
    organisation_id: str | None = column("For whom the post is held.", references="organisations", entity=True)
    organisation: str | None = column("That organisation's name.")
    party: str | None = column("The holder's party, where it is stated with the post.")
    status: str = column("Whether the post is held at the time of the article.", vocabulary=STATUSES, default="current")
    start: str | None = column("When it started or starts, if stated.", kind="prefix_date")
    end: str | None = column("When it ended or ends, if stated.", kind="prefix_date")
    text: str = words()
    char_start: int = char_start()
    char_end: int = char_end()
    zone: str = zone()
    sentence: str = sentence()
    rule: str = rule()
