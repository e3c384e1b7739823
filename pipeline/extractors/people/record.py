"""The table `people`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.records import Record, column


@dataclass(frozen=True, kw_only=True)
class PersonRecord(Record):
    """One row per person across the batch; within an article, before linking, one per person and article."""

    TABLE: ClassVar[str] = "people"

    person_id: str = column("Key of the person.", entity=True, default="")
    name: str = column("Fullest form of the name, without honorific or post-nominals.", default="")
    given_name: str | None = column("Given name.")
    family_name: str | None = column("Family name.")
    honorific: str | None = column("`Cllr`, `Dr`, `Sir` and the like.")
    post_nominals: str | None = column("`OBE`, `MP` and the like.")
    party: str | None = column("The party's canonical name, latest stated.")
    articles: int = column("Articles that name the person.", default=1)
    mentions: int = column("Mentions of the person.", default=0)
    first_published: date | None = column("Publication day of the earliest article that names the person.")
    last_published: date | None = column("Publication day of the latest.")
