"""The page on which a journalist checks rows against their words, and what becomes of the decisions."""

from __future__ import annotations

from pipeline.review.apply import Applied, apply_review, forget_articles
from pipeline.review.build import Review, write_page
from pipeline.review.server import serve, serving

__all__ = ["Applied", "Review", "apply_review", "forget_articles", "serve", "serving", "write_page"]
