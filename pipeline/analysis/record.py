"""The table that `courses` gives: one row for each step of a provider's course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.records import Record, column, primary_key

EVENTS = ("inspection", "report", "judgement", "intervention", "money", "post", "meeting")
DATED_BY = ("stated", "sentence", "published", "unknown")


@dataclass(frozen=True, kw_only=True)
class Step(Record):
    """A step of a provider's course: one fact, from every article that states it."""

    TABLE: ClassVar[str] = "courses"

    step_id: str = primary_key("step")
    provider_id: str = column("Whose course it is.", references="organisations", default="")
    provider: str = column("That organisation's name.", default="")
    when: str = column("The time as far as it is known: `2022-07`, or `2023-02/2023-03`.", default="")
    start: date | None = column("First day of that time, inclusive.")
    end: date | None = column("Last day of that time, inclusive.")
    dated_by: str = column(
        "How the time is known: stated of the fact itself, another date of its sentence, or the article's publication.",
        vocabulary=DATED_BY,
        default="unknown",
    )
    event: str = column("What sort of step.", vocabulary=EVENTS, default="")
    kind: str = column("Its kind, as its own table has it; of a judgement the aspect.", default="")
    value: str | None = column("A judgement's grade, a sum in plain decimals, the holder of a post.")
    what: str = column("The step in words.", default="")
    status: str | None = column("As its own table has it; where articles differ over time, in their order.")
    contradicts: str | None = column("What other articles say of the same time: `good (2022-09-05)`.")
    words: str = column("The sentences from which it was read.", default="")
    articles: int = column("How many articles state it.", default=1)
    headlines: str = column("Their headlines, the earliest first, joined by ` · `.", default="")
    published: str = column("When they were published, in the same order, joined by ` · `.", default="")
    article_ids: str = column("Their keys, in the same order, joined by a space.", default="")
    row_ids: str = column("The rows from which it was read, as `table:key`, joined by a space.", default="")
