"""The expressions by which clauses are cut and read, and those that make a grade nobody's."""

from __future__ import annotations

from pipeline.patterns import compile_patterns, vocabulary

CLAUSES = compile_patterns("judgements", {"negated": vocabulary("judgements")["status"]["negated"]}, file="clauses")
GENERAL = compile_patterns("judgements", file="general")
