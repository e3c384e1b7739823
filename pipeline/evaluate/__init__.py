"""Scores tables against gold annotations, lists the errors, and keeps floors that may only rise."""

from __future__ import annotations

from pipeline.evaluate.scores import Tally, evaluate

__all__ = ["Tally", "evaluate"]
