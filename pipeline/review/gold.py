"""Decisions → gold: what was accepted or corrected is right, what was rejected is a trap, the rest is not judged."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.evaluate.compare import days, span_of
from pipeline.evaluate.gold import traps_of
from pipeline.exports.annotation import draft
from pipeline.exports.staging import Row, Source, replacing
from pipeline.linking import ENTITIES
from pipeline.review.decisions import Decision
from pipeline.tables import Tables, schemas
from pipeline.writers.csv_files import cell

Gold = dict[str, Any]
RIGHT = {"accept", "correct", "rename", "merge", "split"}
PLACED = ("money", "dates", "judgements", "quotes")
ENTITY = {"people": "person", "organisations": "organisation"}


def write_gold(tables: Tables, reviewed: Tables, decisions: Sequence[Decision], folder: str | Path) -> list[Path]:
    """Write a gold file for every article of which something was decided; gives the files.

    `tables` are those of the run, `reviewed` the same with the decisions applied. Raises OutputError where the
    folder cannot be written, or holds gold that was made by other means.
    """
    every = _Decided(decisions)
    before, after = Source(tables), Source(reviewed)
    found: dict[str, Gold] = defaultdict(dict)
    articles = {row["article_id"]: row for row in before.rows("articles")}
    _articles(found, after, every)
    for table in (*PLACED, "roles", "inspections"):
        _table(found, table, before, after, every, articles)
    for table in ENTITIES:
        _entities(found, table, before, after, every, decisions)
    written = []
    for article_id, gold in sorted(found.items()):
        name = Path(articles[article_id]["source"]).name
        path = Path(folder) / (re.sub(r"[^\w.-]+", "-", re.sub(r"\.\w+(?=#|$)", "", name)) + ".json")
        _write(path, {"source": name, "partial": sorted(t for t in schemas() if t in gold)} | gold)
        written.append(path)
    return written


class _Decided:
    """Which rows are right and which are wrong."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        said: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in decisions:
            said[one.row].add(one.decision)
        self.wrong = {row for row, words in said.items() if "reject" in words}
        self.right = {row for row, words in said.items() if words & RIGHT} - self.wrong


def _articles(found: dict[str, Gold], after: Source, every: _Decided) -> None:
    for row in after.rows("articles"):
        if ("articles", row["article_id"]) in every.right:
            stated = {"headline": row["headline"], "published": cell(row["published"])}
            if row["authors"]:
                stated["authors"] = row["authors"].split("; ")
            found[row["article_id"]] |= {name: value for name, value in stated.items() if value}


def _table(
    found: dict[str, Gold], table: str, before: Source, after: Source, every: _Decided, articles: Mapping[str, Row]
) -> None:
    key = schemas()[table].key
    for source, rows, label in ((after, every.right, table), (before, every.wrong, traps_of(table))):
        chosen = {row[key]: row for row in source.rows(table) if (table, row[key]) in rows}
        items: dict[str, Gold] = {}
        for row_key, row in chosen.items():
            article = articles[row["article_id"]]
            made = draft(article, {table: [row]})[table] if table in PLACED else [ITEMS[table](row)]
            if made:  # gold holds no reported speech
                items[row_key] = made[0]
                gold = found[row["article_id"]]
                gold.setdefault(table, [])  # a table that is only rejected is judged too
                gold.setdefault(label, []).append(made[0])
        if label == "money":
            for row_key, item in items.items():
                _linked(item, chosen[row_key], items)


def _linked(item: Gold, row: Row, items: Mapping[str, Gold]) -> None:
    """Say what a sum restates or belongs to, where that one was decided on too."""
    for column, name in (("same_as", "restates"), ("part_of", "part_of")):
        other = items.get(row[column] or "")
        if other is not None and (name == "restates" or other["nth"] == 1):
            item[f"{name}_text"] = other["text"]
            if name == "restates":
                item["restates_nth"] = other["nth"]


def _role(row: Row) -> Gold:
    names = ("person", "role", "organisation", "party", "status")
    return {name: row[name] for name in names if row[name]} | (
        {"start": list(days(row["start"]))} if row["start"] else {}
    )


def _inspection(row: Row) -> Gold:
    item = {name: cell(row[name]) for name in ("kind", "provider", "ordinal", "status") if row[name] is not None}
    if row["start"]:
        item["start"] = days(row["start"])[0]
    if row["end"]:
        item["end"] = days(row["end"])[1]
    published = span_of({"day": row["report_published"] or ""}, "day", "day")
    return item | ({"report_published": list(published)} if all(published) else {})


ITEMS = {"roles": _role, "inspections": _inspection}


def _entities(
    found: dict[str, Gold],
    table: str,
    before: Source,
    after: Source,
    every: _Decided,
    decisions: Sequence[Decision],
) -> None:
    """People and organisations are right or wrong in every article that names them."""
    key = schemas()[table].key
    first = {row[key]: row for row in before.rows(table)}
    last = {row[key]: row for row in after.rows(table)}
    # who was merged is right under either name, in the row of the one that stays
    stays = {one.row_id: one.new_value for one in decisions if one.decision == "merge" and one.table == table}
    others: dict[str, list[str]] = defaultdict(list)
    right = {row_key for name, row_key in every.right if name == table} - set(stays)
    for gone, kept in stays.items():
        while kept in stays:
            kept = stays[kept]
        if gone in first and kept in last:
            right.add(kept)
            others[kept].append(first[gone]["name"])
    right |= {row_key for row_key in last if row_key not in first}  # split off
    for row_key, article_ids in _named(after, table, right & set(last)).items():
        for article_id in article_ids:
            items = found[article_id].setdefault(table, [])
            items.append(last[row_key]["name"] if table == "organisations" else _person(last[row_key], others[row_key]))
    wrong = {row_key for name, row_key in every.wrong if name == table} & set(first)
    for row_key, article_ids in _named(before, table, wrong).items():
        for article_id in article_ids:
            found[article_id].setdefault(table, [])
            found[article_id].setdefault(traps_of(table), []).append({"name": first[row_key]["name"]})


def _person(row: Row, others: Sequence[str]) -> Gold:
    item = {name: row[name] for name in ("name", "party", "honorific", "post_nominals") if row[name]}
    return item | ({"alt": sorted(set(others) - {row["name"]})} if set(others) - {row["name"]} else {})


def _named(source: Source, table: str, keys: set[str]) -> dict[str, list[str]]:
    articles: dict[str, dict[str, None]] = {key: {} for key in sorted(keys)}
    for row in source.rows("mentions"):
        if row["entity_type"] == ENTITY[table] and row["entity_id"] in articles:
            articles[row["entity_id"]][row["article_id"]] = None
    return {key: list(found) for key, found in articles.items()}


def _write(path: Path, gold: Gold) -> None:
    if path.exists():
        try:
            ours = "partial" in json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            ours = False
        if not ours:
            raise OutputError(f"{path}: is gold that no review made; name another folder with --gold")
    with replacing(path) as staged:
        staged.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
