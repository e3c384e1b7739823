"""Room 1: files, folders and standard input → articles, one reader per format."""

from pipeline.articles.reading import input_files, read_articles

__all__ = ["input_files", "read_articles"]
