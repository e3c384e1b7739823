"""Room 1: files, folders and standard input → articles, one reader per format."""

from pipeline.articles.reading import read_articles

__all__ = ["read_articles"]
