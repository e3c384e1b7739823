"""Reads finished tables: the course of a provider, and grades against an official record."""

from __future__ import annotations

from pipeline.analysis.chart import save_chart
from pipeline.analysis.checking import check, check_of
from pipeline.analysis.course import course_of, courses
from pipeline.analysis.files import save_csv

__all__ = ["check", "check_of", "course_of", "courses", "save_chart", "save_csv"]
