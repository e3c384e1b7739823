"""What the tests of readers share: reading a path, and writing a file to read."""

from __future__ import annotations

from pathlib import Path

from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.records import Problem

BODY = "Councillors in Marsh Vale agreed the budget at a long meeting on Tuesday night, a report says.\n\nIt was late."
LONG = "agreed the budget at a long meeting on Tuesday night, and it was late when they went home across the marsh."


def read(*inputs: Path | str, **settings: object) -> tuple[list[Article], list[Problem]]:
    found = list(read_articles(inputs, **settings))  # type: ignore[arg-type]
    return [item for item in found if isinstance(item, Article)], [item for item in found if isinstance(item, Problem)]


def one(path: Path | str, **settings: object) -> Article:
    articles, problems = read(path, **settings)
    assert problems == []
    assert len(articles) == 1
    return articles[0]


def complaint(*inputs: Path | str, **settings: object) -> Problem:
    _, problems = read(*inputs, **settings)
    assert len(problems) == 1
    row = problems[0]
    assert row.problem_id and row.source and row.stage == "articles" and row.message
    return row


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
