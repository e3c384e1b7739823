"""Records: one frozen dataclass per table, each column declared once with its meaning.

Everything that describes a table (dtypes, checks, Arrow schema, Data Package, docs) is derived from
these declarations by `pipeline.schema`. A field typed `X | None` may be unknown (an empty cell).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import Field, dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, Literal

ColumnKind = Literal["plain", "prefix_date"]

ZONES = ("headline", "standfirst", "caption", "byline", "subhead", "body")


@dataclass(frozen=True)
class Column:
    """What a declaration says of a column beside its name and type."""

    meaning: str
    vocabulary: tuple[str, ...] = ()
    references: str = ""
    entity: bool = False
    kind: ColumnKind = "plain"
    parquet_only: bool = False


def column(
    meaning: str,
    *,
    vocabulary: Sequence[str] = (),
    references: str = "",
    entity: bool = False,
    kind: ColumnKind = "plain",
    parquet_only: bool = False,
    default: Any = None,
) -> Any:
    """Declare a column.

    `vocabulary` closes the list of values; `references` names the table whose key it holds; `entity`
    marks a cell that holds an article-local entity key until linking replaces it by the batch's id.
    """
    about = Column(meaning, tuple(vocabulary), references, entity, kind, parquet_only)
    return field(default=default, metadata={"column": about})


@dataclass(frozen=True, kw_only=True)
class Record:
    """A row of a table. Subclasses set `TABLE` and declare their columns in order, the key first."""

    TABLE: ClassVar[str] = ""

    @classmethod
    def columns(cls) -> Iterator[tuple[Field[Any], Column]]:
        """Give each field with what was declared of it, in order."""
        for item in fields(cls):
            yield item, item.metadata["column"]

    @property
    def key(self) -> str:
        """The value of the primary key."""
        return str(getattr(self, key_column(type(self))))  # type: ignore[arg-type]


@cache
def key_column(record: type[Record]) -> str:
    """Name the first column of a record: its key."""
    return fields(record)[0].name


def row_id(table: str, article_id: str, *parts: object) -> str:
    """Make a row's key from what it is: the same content gives the same key everywhere.

    >>> row_id("money", "a1", 10, 15) == row_id("money", "a1", 10, 15)
    True
    >>> row_id("money", "a1", 10, 15) == row_id("dates", "a1", 10, 15)
    False
    """
    text = "\x1f".join([table, article_id, *(str(part) for part in parts)])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# ------------------------------------------------------------------ columns that many tables share
def primary_key(what: str) -> Any:
    """Declare a table's key."""
    return column(f"Key of the {what}.", default="")


def article_key() -> Any:
    """Declare the key of the article that a row was read from."""
    return column("The article it was read from.", references="articles", default="")


def words(meaning: str = "The exact words, as printed.") -> Any:
    """Declare the column that holds a span's words."""
    return column(meaning, default="")


def char_start() -> Any:
    """Declare the first offset of a span."""
    return column("Where the words start in the article's text: code points, from 0.", default=0)


def char_end() -> Any:
    """Declare the offset just past a span."""
    return column("Where the words end: the offset just past the last character.", default=0)


def zone() -> Any:
    """Declare the part of the article in which a span stands."""
    return column("The part of the article in which the words stand.", vocabulary=ZONES, default="body")


def sentence() -> Any:
    """Declare the sentence that holds a span."""
    return column("The sentence from which the row was read.", default="")


def rule() -> Any:
    """Declare the rule that produced a row."""
    return column("The rule that produced the row.", default="")


@dataclass(frozen=True, kw_only=True)
class Mention(Record):
    """Every place where a person or organisation is named."""

    TABLE: ClassVar[str] = "mentions"

    mention_id: str = primary_key("mention")
    article_id: str = article_key()
    entity_type: str = column("What is named.", vocabulary=("person", "organisation"), default="")
    entity_id: str = column(
        "The person or organisation named: `person_id` or `organisation_id`.", entity=True, default=""
    )
    text: str = words()
    char_start: int = char_start()
    char_end: int = char_end()
    zone: str = zone()
    sentence: str = sentence()
    rule: str = rule()


@dataclass(frozen=True, kw_only=True)
class Problem(Record):
    """What could not be read, or does not add up."""

    TABLE: ClassVar[str] = "problems"

    problem_id: str = primary_key("problem")
    article_id: str | None = column("The article concerned, where there is one.", references="articles")
    source: str | None = column("The file or record concerned.")
    line: int | None = column("The line of that file, from 1.")
    table: str | None = column("The table of the row concerned, where there is one.")
    row_id: str | None = column("The key of the row concerned.")
    stage: str = column("The room that noticed it.", default="")
    severity: str = column("How bad it is.", vocabulary=("error", "warning"), default="error")
    message: str = column("What is wrong and how to mend it.", default="")
