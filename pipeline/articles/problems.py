"""Rows of `problems` about inputs: each names the file, the line where there is one, and the mend."""

from __future__ import annotations

from pipeline.articles.article import writable
from pipeline.records import Problem, row_id


def problem(source: str, message: str, line: int | None = None, severity: str = "error") -> Problem:
    """Make a row of `problems` about an input."""
    source, message = writable(source), writable(message)
    return Problem(
        problem_id=row_id("problems", source, line, message),
        source=source,
        line=line,
        stage="articles",
        severity=severity,
        message=message,
    )


def warning(source: str, message: str, line: int | None = None) -> Problem:
    """Make a warning about an input: it was read all the same."""
    return problem(source, message, line, "warning")
