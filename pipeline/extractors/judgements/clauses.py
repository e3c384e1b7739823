"""The expressions by which clauses are cut and read."""

from __future__ import annotations

from pipeline.patterns import compile_patterns, vocabulary

CLAUSES = compile_patterns("judgements", {"negated": vocabulary("judgements")["status"]["negated"]}, file="clauses")
