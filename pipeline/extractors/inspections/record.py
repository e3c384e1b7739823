"""The table `inspections`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.records import Record, article_key, char_end, char_start, column, primary_key, rule, sentence, words, zone

KINDS = (
    "inspection", "monitoring_visit", "focused_visit", "ungraded_inspection", "area_send_inspection",
    "joint_inspection", "other_visit",
)  # fmt: skip
PROVIDER_KINDS = (
    "childrens_services", "school", "nursery", "childminder", "college", "childrens_home", "fostering_adoption",
    "send_partnership", "supported_accommodation", "training_provider", "other",
)  # fmt: skip
STATUSES = ("done", "under_way", "scheduled")


@dataclass(frozen=True, kw_only=True)
class Inspection(Record):
    """One row per distinct inspection or visit of which an article speaks."""

    TABLE: ClassVar[str] = "inspections"

    inspection_id: str = primary_key("inspection")
    article_id: str = article_key()
    inspectorate: str = column("Who inspected: `Ofsted`, or the other's name.", default="")
    kind: str = column("What sort of inspection.", vocabulary=KINDS, default="inspection")
    ordinal: int | None = column("`fifth monitoring visit`: 5.")
    count_low: int | None = column("`between four and six monitoring visits`: 4.")
    count_high: int | None = column("`between four and six monitoring visits`: 6.")
    provider: str | None = column("Who was inspected.")
    provider_id: str | None = column("Who was inspected.", references="organisations", entity=True)
    provider_kind: str | None = column("What sort of provider.", vocabulary=PROVIDER_KINDS)
    start: str | None = column("When it began.", kind="prefix_date")
    end: str | None = column("When it ended.", kind="prefix_date")
    report_published: str | None = column("When its report was published.", kind="prefix_date")
    inspector: str | None = column("The inspector named.", references="people", entity=True)
    status: str = column("Whether it has happened.", vocabulary=STATUSES, default="done")
    text: str = words("The exact words of the first mention.")
    char_start: int = char_start()
    char_end: int = char_end()
    zone: str = zone()
    sentence: str = sentence()
    rule: str = rule()
