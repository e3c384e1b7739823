"""The table `interventions`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.records import Record, article_key, char_end, char_start, column, primary_key, rule, sentence, words, zone

KINDS = (
    "improvement_notice", "statutory_direction", "commissioner", "improvement_adviser", "improvement_board",
    "action_plan", "written_statement_of_action", "priority_action_plan", "trust",
    "academy_order", "rebrokering", "warning_notice", "termination_warning", "interim_executive_board",
    "financial_notice_to_improve", "rise_support",
    "welfare_requirements_notice", "registration_suspended", "registration_cancelled",
    "section_114", "best_value_notice", "best_value_inspection", "best_value_intervention",
    "exceptional_financial_support", "capitalisation_direction", "statutory_recommendation", "public_interest_report",
)  # fmt: skip
PROVIDER_KINDS = (
    "council", "childrens_services", "school", "nursery", "childminder", "college", "childrens_home",
    "fostering_adoption", "send_partnership", "supported_accommodation", "training_provider", "other",
)  # fmt: skip
STATUSES = ("in_force", "planned", "ended", "called_for", "hypothetical", "negated")


@dataclass(frozen=True, kw_only=True)
class Intervention(Record):
    """One row per intervention of which an article speaks: a notice, a direction, a commissioner, a board."""

    TABLE: ClassVar[str] = "interventions"

    intervention_id: str = primary_key("intervention")
    article_id: str = article_key()
    kind: str = column("What sort of intervention.", vocabulary=KINDS, default="")
    body: str | None = column("Who imposed it or set it up: canonical name, where the words say.")
    body_id: str | None = column("Who imposed it or set it up.", references="organisations", entity=True)
    provider: str | None = column("Whose services or school it concerns.")
    provider_id: str | None = column("Whose services or school it concerns.", references="organisations", entity=True)
    provider_kind: str | None = column(
        "What sort of provider; `council` where it concerns the council as a whole.", vocabulary=PROVIDER_KINDS
    )
    person_id: str | None = column("The commissioner, chair or adviser named.", references="people", entity=True)
    start: str | None = column("When it was imposed, set up or appointed.", kind="prefix_date")
    end: str | None = column("When it ended or is to end.", kind="prefix_date")
    status: str = column(
        "Whether it stands: only `in_force`, `planned` and `ended` say that somebody decided on it.",
        vocabulary=STATUSES,
        default="in_force",
    )
    text: str = words("The exact words of the first mention.")
    char_start: int = char_start()
    char_end: int = char_end()
    zone: str = zone()
    sentence: str = sentence()
    rule: str = rule()
