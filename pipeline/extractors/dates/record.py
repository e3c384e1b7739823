"""The table `dates`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.records import Record, article_key, char_end, char_start, column, primary_key, rule, sentence, words, zone

TYPES = ("date", "duration", "set", "time")
GRANULARITIES = (
    "day", "weekend", "week", "month", "quarter", "season", "term", "half_year", "year", "financial_year",
    "academic_year", "municipal_year", "decade",
)  # fmt: skip
MODIFIERS = ("early", "mid", "late", "start", "end", "before", "after", "since", "until", "by", "about")
ANCHORS = ("text", "published", "article", "none")


@dataclass(frozen=True, kw_only=True)
class DateRecord(Record):
    """Every date, period and duration."""

    TABLE: ClassVar[str] = "dates"

    date_id: str = primary_key("date")
    article_id: str = article_key()
    text: str = words()
    char_start: int = char_start()
    char_end: int = char_end()
    type: str = column("What sort of expression it is.", vocabulary=TYPES, default="date")
    value: str | None = column("EDTF for a date; ISO 8601 for a time, set or duration.")
    start: date | None = column("First day, inclusive.")
    end: date | None = column("Last day, inclusive.")
    granularity: str | None = column("The unit named.", vocabulary=GRANULARITIES)
    modifier: str | None = column("What the words say of the unit; it never moves the interval.", vocabulary=MODIFIERS)
    duration: str | None = column("ISO 8601 length, in the printed unit.")
    anchor: str = column("Against what it was resolved.", vocabulary=ANCHORS, default="none")
    event: str | None = column("What happens then.")
    zone: str = zone()
    sentence: str = sentence()
    rule: str = rule()
