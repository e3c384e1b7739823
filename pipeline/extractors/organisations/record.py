"""The table `organisations`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.records import Record, column

KINDS = (
    "local_authority", "combined_authority", "government_department", "inspectorate", "regulator", "school",
    "college", "trust", "nursery", "care_provider", "company", "charity", "health", "police", "fire", "party",
    "union", "media", "court", "other",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OrganisationRecord(Record):
    """One row per organisation across the batch; within an article, before linking, one per article."""

    TABLE: ClassVar[str] = "organisations"

    organisation_id: str = column("Key of the organisation.", entity=True, default="")
    name: str = column("Canonical name.", default="")
    kind: str = column("What it is.", vocabulary=KINDS, default="other")
    gss_code: str | None = column("ONS (GSS) code of a local authority.")
    dfe_code: str | None = column("Three-digit code of the Department for Education.")
    nation: str | None = column("England, Scotland, Wales or Northern Ireland.")
    region: str | None = column("Region of England.")
    articles: int = column("Articles that name it.", default=1)
    mentions: int = column("Mentions of it.", default=0)
