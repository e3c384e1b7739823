"""Reads finished tables: a provider's course, grades against an official record, SQL, what changed between runs."""

from __future__ import annotations

from pipeline.analysis.chart import save_chart
from pipeline.analysis.checking import check, check_of
from pipeline.analysis.course import course_of, courses
from pipeline.analysis.differences import differences
from pipeline.analysis.files import save_csv
from pipeline.analysis.query import query

__all__ = ["check", "check_of", "course_of", "courses", "differences", "query", "save_chart", "save_csv"]
