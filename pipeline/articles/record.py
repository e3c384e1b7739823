"""The tables `articles` and `appearances`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.records import Record, article_key, column, primary_key

BASES = ("metadata", "dateline", "url", "filename", "given", "inferred", "unknown")
CONTENT_TYPES = ("article", "advisory", "summary", "document")


@dataclass(frozen=True, kw_only=True)
class ArticleRecord(Record):
    """One row per distinct article."""

    TABLE: ClassVar[str] = "articles"

    article_id: str = primary_key("article: a digest of its text")
    source: str = column("Path relative to the input, or URL; the first by name when there are several.", default="")
    publisher: str | None = column("Who published it.")
    url: str | None = column("Where it was published.")
    headline: str | None = column("The headline.")
    standfirst: str | None = column("The standfirst.")
    authors: str | None = column("The reporters in the byline, joined by `; `.")
    published: date | None = column("The day of publication, where one day is certain.")
    published_earliest: date | None = column("No earlier than this day, as far as the text proves.")
    published_latest: date | None = column("No later than this day, as far as the text proves.")
    published_basis: str = column("How the day is known.", vocabulary=BASES, default="unknown")
    modified: date | None = column("The day of the last change.")
    story_id: str = column("Copies of one story in several outlets share one.", default="")
    language: str = column("ISO 639-1 code of the language.", default="en")
    encoding: str = column("The encoding in which the source was read.", default="utf-8")
    words: int = column("Words outside boilerplate.", default=0)
    text: str = column("The article's text, to which all offsets point.", parquet_only=True, default="")
    embargo: str | None = column("Not to be published before this moment, as the source says it (ISO 8601).")
    content_type: str = column(
        "What it is: an article, an advisory to newsrooms, a feed's summary of an article that is not at hand, or a "
        "document such as a council's report.",
        vocabulary=CONTENT_TYPES,
        default="article",
    )


@dataclass(frozen=True, kw_only=True)
class Appearance(Record):
    """Every place where an article was found."""

    TABLE: ClassVar[str] = "appearances"

    appearance_id: str = primary_key("appearance")
    article_id: str = article_key()
    source: str = column("Path relative to the input, or URL.", default="")
    publisher: str | None = column("Who published it there.")
    url: str | None = column("Where it was published.")
    published: date | None = column("When it was published there, if the source says so.")
