"""Scores a folder of tables against gold: precision, recall, F1, fields right, strict F1, errors in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.evaluate.compare import FIELDS, Row, accepted, folded, same_code
from pipeline.evaluate.gold import SPANNED, read_gold, read_text, traps_of, with_offsets
from pipeline.evaluate.pairing import (
    Item,
    Likeness,
    by_inspection,
    by_organisation,
    by_person,
    by_role,
    by_span,
    pair,
    row_span,
    shared,
    spans,
)
from pipeline.resources import Gazetteers, default_gazetteers
from pipeline.writers.csv_files import read_rows

TABLES = ("articles", "people", "organisations", "roles", "money", "dates", "judgements", "inspections", "quotes")
ASSERTED = {"in_force", "superseded", ""}
# A bare title of every councillor: neither right nor wrong beside the post that the gold names.
BARE_TITLES = {"councillor", "cllr", "coun"}

Ignore = Callable[[Row, Mapping[int, int]], bool]


@dataclass
class Tally:
    """The counts of one table, and its errors in words; `only` are the fields that count, where not all do."""

    only: frozenset[str] = frozenset()
    gold: int = 0
    found: int = 0
    spurious: int = 0
    strict: int = 0
    fields: dict[str, list[int]] = field(default_factory=dict)
    filled: dict[str, list[int]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def judge(self, table: str, item: Item, row: Row, label: str) -> None:
        """Count a pair, each field that the gold states, and the pair as strict when all are right."""
        self.gold += 1
        self.found += 1
        wrong = 0
        for name, test in FIELDS[table].items():
            if name in item and (not self.only or name in self.only):
                right = bool(test(row, item[name]))
                said = [self.fields] + [self.filled] * bool(row.get(name) or row.get(f"{name}_start"))
                for count in (counts.setdefault(name, [0, 0]) for counts in said):
                    count[0] += right
                    count[1] += 1
                if not right:
                    wrong += 1
                    got = {k: v for k, v in row.items() if v and (k.startswith(name[:5]) or k in ("start", "end"))}
                    self.errors.append(f"{label}: {name}: want {item[name]}, got {got}")
        self.strict += not wrong

    def miss(self, label: str) -> None:
        """Count a gold item without a row."""
        self.gold += 1
        self.errors.append(f"{label}: missed")

    def extra(self, label: str) -> None:
        """Count a row without a gold item."""
        self.spurious += 1
        self.errors.append(f"{label}: spurious")

    def summary(self) -> dict[str, Any]:
        """Give the scores, rounded to three places."""
        rows = self.found + self.spurious
        right, stated = (sum(count[i] for count in self.fields.values()) for i in (0, 1))

        def f1(hits: int) -> float:
            return round(2 * hits / (rows + self.gold), 3) if rows + self.gold else 1.0

        return {
            "gold": self.gold,
            "found": self.found,
            "spurious": self.spurious,
            "strict": self.strict,
            "precision": round(self.found / rows, 3) if rows else float(not self.gold),
            "recall": round(self.found / self.gold, 3) if self.gold else 1.0,
            "f1": f1(self.found),
            "fields": round(right / stated, 3) if stated else None,
            "strict_f1": f1(self.strict),
            "by_field": {name: f"{a}/{b}" for name, (a, b) in sorted(self.fields.items())},
            "filled": {name: f"{a}/{b}" for name, (a, b) in sorted(self.filled.items())},
        }


def evaluate(gold: Path, out: Path, fields: Collection[str] = ()) -> dict[str, Tally]:
    """Score the CSV tables of a run against a folder of gold, table by table.

    `fields` are those that must be right for a row to be, where not all that the gold states count.
    """
    tables = {name: read_rows(out, name) for name in (*TABLES, "mentions")}
    by_source = {Path(row["source"]).name: row for row in tables["articles"]}
    entities = {
        "person": {row["person_id"]: row for row in tables["people"]},
        "organisation": {row["organisation_id"]: row for row in tables["organisations"]},
    }
    by_article: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for name, rows in tables.items():
        for row in rows:
            if "article_id" in row:
                by_article[name, row["article_id"]].append(row)
    tallies = {name: Tally(frozenset(fields)) for name in TABLES}
    codes = _council_codes()
    for _, stored in read_gold(gold):
        marked, article = stored, by_source.get(stored["source"])
        if article is not None and any("char_start" not in item for table in SPANNED for item in marked.get(table, [])):
            marked, unfound = with_offsets(marked, read_text(out, article["article_id"]))
            tallies["articles"].errors += unfound
        _score_article(marked, article, by_article, entities, codes, tallies)
    return tallies


def _council_codes() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for row in Gazetteers(default_gazetteers()).read("councils"):
        codes[folded(row["name"])].append(row["gss_code"])
    return codes


def _score_article(
    gold: dict[str, Any],
    article: Row | None,
    by_article: Mapping[tuple[str, str], list[Row]],
    entities: Mapping[str, Mapping[str, Row]],
    codes: Mapping[str, list[str]],
    tallies: Mapping[str, Tally],
) -> None:
    name = gold["source"][:12]
    key = article["article_id"] if article else ""
    mine = {table: by_article.get((table, key), []) for table in (*TABLES, "mentions")}

    def named(kind: str) -> list[Row]:
        ids = dict.fromkeys(row["entity_id"] for row in mine["mentions"] if row["entity_type"] == kind)
        return [entities[kind][key] for key in ids if key in entities[kind]]

    def score(
        table: str, items: Sequence[Item], rows: Sequence[Row], like: Likeness, label: str, ignore: Ignore | None = None
    ) -> None:
        if table not in gold:  # nobody annotated it: its rows are neither right nor wrong
            return
        tally = tallies[table]
        if table in gold.get("partial", ()):  # of a review: what nobody decided on is neither right nor wrong
            ignore = _untrapped(gold.get(traps_of(table), []), like)
        paired = pair(table, items, rows, like)
        for at, item in enumerate(items):
            if not item.get("optional"):
                said = f"{name} {table} {str(accepted(item.get(label))[0])[:60]!r}"
                if at in paired:
                    tally.judge(table, item, rows[paired[at]], said)
                else:
                    tally.miss(said)
        for at, row in enumerate(rows):
            if at not in paired.values() and not (ignore and ignore(row, paired)):
                tally.extra(f"{name} {table} {str(row.get(label))[:60]!r}")

    if article is None:
        tallies["articles"].miss(f"{name} articles")
    else:
        stated: dict[str, Any] = {field: gold[field] for field in ("headline", "authors", "published") if field in gold}
        tallies["articles"].judge("articles", stated, article, f"{name} articles")
    items = {table: gold.get(table, []) for table in TABLES}
    score("people", items["people"], named("person"), by_person, "name")
    wanted = [
        {"name": body} | ({"gss_code": codes[folded(body)]} if folded(body) in codes else {})
        for body in items["organisations"]
    ]
    # recall only: the gold names the organisations that matter, not all
    score("organisations", wanted, named("organisation"), by_organisation, "name", lambda *_: True)
    score("roles", items["roles"], mine["roles"], by_role, "role", lambda row, _: folded(row["role"]) in BARE_TITLES)
    money = link_sums(items["money"], mine["money"])
    score("money", money, mine["money"], by_span, "text", _beside_optional(money))
    score("dates", items["dates"], mine["dates"], by_span, "text", _beside_optional(items["dates"]))
    judgements = items["judgements"]
    score("judgements", judgements, mine["judgements"], by_span, "text", _not_asserted(judgements, mine["judgements"]))
    score(
        "inspections", items["inspections"], mine["inspections"], by_inspection, "kind", lambda row, _: not _ofsted(row)
    )
    spoken = [row for row in mine["quotes"] if row["kind"] != "reported"]
    score("quotes", items["quotes"], spoken, by_span, "text", _beside_optional(items["quotes"]))


def _ofsted(row: Row) -> bool:
    return folded(row.get("inspectorate") or "ofsted").startswith("ofsted")


def _beside_optional(gold: Sequence[Item]) -> Ignore:
    """Rows that touch an optional item count neither way."""
    loose = [span for item in gold if item.get("optional") for span in spans(item)]

    def ignore(row: Row, _: Mapping[int, int]) -> bool:
        place = row_span(row)
        return place is not None and any(shared(span, place) > 0 for span in loose)

    return ignore


def _untrapped(traps: Sequence[Item], like: Likeness) -> Ignore:
    """Rows that look like none of the traps."""
    return lambda row, _: not any(like(trap, row) > 0 for trap in traps)


def _not_asserted(gold: Sequence[Item], rows: Sequence[Row]) -> Ignore:
    """Grades that are said not to be given, another inspectorate's, or one printed grade shared by several aspects."""
    optional = _beside_optional(gold)

    def ignore(row: Row, paired: Mapping[int, int]) -> bool:
        if row["status"] not in ASSERTED or not _ofsted(row) or optional(row, paired):
            return True
        for at, twin in ((at, rows[place]) for at, place in paired.items()):
            same = by_span(gold[at], row) and same_code(row["grade"], twin["grade"])
            if same and (row["aspect"], row["provider"]) != (twin["aspect"], twin["provider"]):
                return True
        return False

    return ignore


def link_sums(gold: Sequence[dict[str, Any]], rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Turn the gold's "restates_text" and "part_of_text" into the rows for which they stand."""
    paired = pair("money", gold, rows, by_span)

    def row_of(text: str, nth: int) -> Row:
        for at, item in enumerate(gold):
            if item["text"] == text and item.get("nth", 1) == nth and at in paired:
                return rows[paired[at]]
        return {}

    linked = []
    for item in gold:
        added: dict[str, Any] = {}
        if "restates_text" in item:
            added["restates"] = row_of(item["restates_text"], item.get("restates_nth", 1)) or {"money_id": "-"}
        if "part_of_text" in item:
            total = row_of(item["part_of_text"], 1)
            key = total.get("money_id", "-")
            added["part_of"] = {key, total.get("same_as") or "-", *(r["money_id"] for r in rows if r["same_as"] == key)}
        linked.append(item | added)
    return linked
