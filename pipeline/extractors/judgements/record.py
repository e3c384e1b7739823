"""The table `judgements`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.records import Record, article_key, char_end, char_start, column, primary_key, rule, sentence, words, zone

FRAMEWORKS = (
    "la_pre2013", "sif", "ilacs", "sccif", "eif", "school_2012", "school_pre2012", "early_years",
    "further_education", "area_send", "report_card_2025",
)  # fmt: skip
SCALES = ("ofsted4", "ofsted4_legacy", "report5", "met", "send3", "supported3")
GRADES = (
    "outstanding", "good", "requires_improvement", "inadequate", "satisfactory", "adequate", "met", "not_met",
    "exceptional", "strong_standard", "expected_standard", "needs_attention", "urgent_improvement",
    "typically_positive", "inconsistent", "systemic_failings",
)  # fmt: skip
CATEGORIES = ("special_measures", "serious_weaknesses", "notice_to_improve")
STATUSES = ("in_force", "superseded", "hypothetical", "aspiration", "negated", "statistic", "other_provider")
PROVIDER_KINDS = (
    "childrens_services", "school", "nursery", "childminder", "college", "childrens_home", "fostering_adoption",
    "send_partnership", "supported_accommodation", "training_provider", "other",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Judgement(Record):
    """Every grade stated."""

    TABLE: ClassVar[str] = "judgements"

    judgement_id: str = primary_key("judgement")
    article_id: str = article_key()
    inspection_id: str | None = column("The inspection at which it was given.", references="inspections")
    inspectorate: str = column("Who gave it.", default="")
    provider: str | None = column("Who was judged.")
    provider_id: str | None = column("Who was judged.", references="organisations", entity=True)
    provider_kind: str | None = column("What sort of provider.", vocabulary=PROVIDER_KINDS)
    framework: str | None = column("The inspection framework.", vocabulary=FRAMEWORKS)
    scale: str | None = column("The scale of the grade.", vocabulary=SCALES)
    aspect: str = column("What was judged: the whole, or the framework's own area.", default="overall_effectiveness")
    grade: str | None = column("The grade.", vocabulary=GRADES)
    grade_rank: int | None = column("Its place on the scale, 1 the best.")
    category: str | None = column("Category of concern.", vocabulary=CATEGORIES)
    status: str = column("Whether it stands.", vocabulary=STATUSES, default="in_force")
    given: str | None = column("When it was given, by the best date that the text supports.", kind="prefix_date")
    inspected_start: str | None = column("First day of the inspection.", kind="prefix_date")
    inspected_end: str | None = column("Last day of the inspection.", kind="prefix_date")
    report_published: str | None = column("When the report was published.", kind="prefix_date")
    text: str = words("The grade's own words.")
    char_start: int = char_start()
    char_end: int = char_end()
    zone: str = zone()
    sentence: str = sentence()
    rule: str = rule()
