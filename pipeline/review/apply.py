"""Decisions → reviewed tables: the rows corrected, merged, split and rejected, checked like those of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import InputError, SettingsError
from pipeline.exports.staging import Row, Source
from pipeline.review.build import FOLDER, write_page
from pipeline.review.decisions import (
    KINDS,
    REVIEW,
    Decision,
    read_review,
    reviewable,
    value_of,
    without_rows,
    write_review,
)
from pipeline.review.entities import Entities
from pipeline.review.gold import write_gold
from pipeline.tables import Tables, build_tables, read_tables, record_types, schemas, write_tables
from pipeline.writers.manifest import read_manifest

Rows = dict[str, dict[str, Row]]
REVIEWED = "reviewed"


@dataclass(frozen=True)
class Applied:
    """What became of some decisions: the tables, how many of each were applied, and which could not be or differ."""

    tables: Tables
    counts: dict[str, int]
    lost: tuple[Decision, ...]
    differs: tuple[Decision, ...]
    target: Path = Path("reviewed")
    gold: tuple[Path, ...] = ()


def apply_review(out: str | Path, into: str | Path | None = None, gold: str | Path | None = None) -> Applied:
    """Apply `review.csv` of an output folder and write the reviewed tables into `into`, or its folder `reviewed`.

    The tables of `out` stay as they are. `gold` names a folder that gets what was decided as gold. Raises
    SettingsError where `into` is the folder itself or that of another run, InputError naming the line of a decision
    that cannot be applied, OutputError where folders cannot be read or written.
    """
    home = Path(out)
    target = Path(into) if into is not None else home / REVIEWED
    if target.resolve() == home.resolve() or (target / ".ldr").is_dir():
        raise SettingsError(f"{target}: holds the tables of a run; name another folder with --into")
    tables, decisions = read_tables(home), read_review(home / REVIEW)
    if not decisions:
        raise InputError("holds no decisions; make some with `ldr review`, and save them there", str(home / REVIEW))
    applied = apply_decisions(tables, decisions, str(home / REVIEW))
    write_tables(applied.tables, target, _formats(home))
    if gold is None:
        return replace(applied, target=target)
    return replace(applied, target=target, gold=tuple(write_gold(tables, applied.tables, decisions, gold)))


def apply_decisions(tables: Tables, decisions: Sequence[Decision], source: str = REVIEW) -> Applied:
    """Apply decisions to tables; gives new ones.

    A decision whose row is not there is reported and left. One whose cell holds something else by now than what the
    journalist saw is reported and applied. Raises InputError naming the line of one that cannot be applied.
    """
    rows: Rows = {name: {row[schemas()[name].key]: row for row in Source(tables).rows(name)} for name in schemas()}
    known = {name: set(found) for name, found in rows.items()}
    lost = without_rows(decisions, known)
    live = [one for one in decisions if one not in lost]
    differs = [one for one in live if _differs(one, rows)]
    entities = Entities(rows, source)
    for one in live:
        if one.decision == "split":
            entities.split(one)
    for one in live:
        if one.decision == "correct":
            _correct(one, rows, entities, source)
    entities.merge([one for one in live if one.decision == "merge"])
    for one in live:
        if one.decision == "rename":
            entities.rename(one)
    reject([one for one in live if one.decision == "reject"], rows, entities)
    entities.recount()
    records = [record_types()[name](**row) for name, found in rows.items() for row in found.values()]
    counts = Counter(one.decision for one in live)
    return Applied(build_tables(records), {kind: counts[kind] for kind in KINDS}, tuple(lost), tuple(differs))


def forget_articles(out: str | Path, article_ids: Collection[str]) -> None:
    """Take articles that a run forgot out of `review.csv`, the page and the reviewed tables, where there are any.

    With them go the decisions on people and organisations that nobody names any longer.
    """
    home = Path(out)
    decisions = read_review(home / REVIEW)
    tables = read_tables(home)
    if decisions:
        named = {(name, key) for name in Entities.TABLES for key in tables[name].iloc[:, 0]}
        kept = [one for one in decisions if one.table not in Entities.TABLES or one.row in named]
        decisions = [one for one in kept if one.article_id not in article_ids]
        write_review(decisions, home / REVIEW)
    if (home / FOLDER).is_dir():
        write_page(home)
    if (home / REVIEWED).is_dir():
        write_tables(apply_decisions(tables, decisions).tables, home / REVIEWED, _formats(home))


def _formats(home: Path) -> tuple[str, ...]:
    return tuple(read_manifest(home).get("settings", {}).get("formats", ("csv", "parquet")))


def _differs(decision: Decision, rows: Rows) -> bool:
    """Whether a cell holds something else than when it was corrected, and not yet what it is to hold."""
    if decision.decision not in ("correct", "rename"):
        return False
    column = next(one for one in reviewable()[decision.table].columns if one.name == decision.column)
    now = rows[decision.table][decision.row_id][decision.column]
    seen = []
    for text in (decision.old_value, decision.new_value):
        try:
            seen.append(value_of(column, text))
        except ValueError:  # an old value that the column does not allow any longer
            continue
    return now not in seen


def _correct(decision: Decision, rows: Rows, entities: Entities, source: str) -> None:
    row = rows[decision.table][decision.row_id]
    column = next(one for one in reviewable()[decision.table].columns if one.name == decision.column)
    value = value_of(column, decision.new_value)
    if value is not None and (column.about.references or column.about.entity):
        places = (column.about.references,) if column.about.references else entities.TABLES
        if not any(value in rows[name] for name in places):
            raise InputError(f"{value!r} is the key of no row of {' or '.join(places)}", source, decision.line)
    if column.name in entities.columns(decision.table):
        entities.point(decision.table, row, column.name, value)
    else:
        row[column.name] = value


def reject(decisions: Sequence[Decision], rows: Rows, entities: Entities) -> None:
    """Take rejected rows out, and what cannot be without them; a cell that may be empty forgets them."""
    gone = {(one.table, one.row_id) for one in decisions}
    while gone:
        for name, key in gone:
            entities.touch(name, rows[name].pop(key, {}))
        lost = {key for _, key in gone}
        tables = {name for name, _ in gone}
        gone = set()
        for name, found in rows.items():
            for column in schemas()[name].columns:
                refers = {column.about.references} if column.about.references else set()
                if column.about.entity and column.name != schemas()[name].key:
                    refers = set(entities.TABLES)
                if not refers & tables:
                    continue
                for key, row in found.items():
                    if row[column.name] in lost:
                        if column.nullable:
                            row[column.name] = None
                        else:
                            gone.add((name, key))
