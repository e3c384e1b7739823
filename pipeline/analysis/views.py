"""The views that join the tables for people who ask in SQL: said once, in SQL that SQLite and DuckDB both read."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.resources import read_toml


@dataclass(frozen=True)
class View:
    """A view: its name, the table whose rows it shows, title, what a row is, its own columns' meanings, its SELECT."""

    name: str
    table: str
    title: str
    description: str
    columns: dict[str, str]
    sql: str

    def statement(self) -> str:
        """Give the statement that creates it."""
        return f'CREATE VIEW "{self.name}" AS\n{self.sql.strip()}'


def views() -> list[View]:
    """Give every view, in the order of `views.toml`."""
    return [View(name, **about) for name, about in read_toml("analysis/views.toml").items()]
