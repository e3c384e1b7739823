"""The table `quotes`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.records import Record, article_key, char_end, char_start, column, primary_key, rule, sentence, words, zone

SPEAKER_TYPES = ("person", "organisation", "document", "unnamed")
KINDS = ("direct", "partial", "reported")


@dataclass(frozen=True, kw_only=True)
class Quote(Record):
    """Who said what: one row per quoted paragraph or segment."""

    TABLE: ClassVar[str] = "quotes"

    quote_id: str = primary_key("quote")
    article_id: str = article_key()
    speech_id: str = column("The segments of one utterance share it.", default="")
    speech_order: int = column("The place of the segment in its utterance, from 1.", default=1)
    speaker_type: str | None = column("What the speaker is.", vocabulary=SPEAKER_TYPES)
    speaker_id: str | None = column("The speaker: `person_id` or `organisation_id`.", entity=True)
    speaker: str | None = column("The speaker's name or description.")
    cue: str | None = column("The word that attributes: `said`, `added`.")
    kind: str = column("How it is reported.", vocabulary=KINDS, default="direct")
    text: str = words("The words inside the marks, exactly as they stand.")
    char_start: int = char_start()
    char_end: int = char_end()
    zone: str = zone()
    sentence: str = sentence()
    rule: str = rule()
