"""What each row of the tables says of a provider's course: one moment a row, before articles are put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.analysis.providers import WORDS
from pipeline.analysis.sources import Library, Row
from pipeline.analysis.times import Stretch, between, stretch

COURSE = WORDS["course"]
ORDINALS = WORDS["ordinals"]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """What one row says. Moments of one `key` may be one fact; `inspected` ties a grade to its inspection."""

    provider_id: str
    event: str
    kind: str
    key: Key
    what: str
    row_id: str
    article_id: str
    words: str
    value: str = ""
    status: str = ""
    when: Stretch | None = None
    dated_by: str = "stated"
    inspected: Stretch | None = None
    alone: bool = False  # its article tells it from the others of its kind: never one with a moment of that article
    further: tuple[str, ...] = field(default=())  # rows that restate it


def moments(library: Library) -> Iterator[Moment]:
    """Read every row that belongs to a provider's course."""
    for read in (_inspections, _judgements, _interventions, _money, _posts, _meetings):
        yield from read(library)


def _dated(library: Library, row: Row, stated: Stretch | None, by_sentence: bool = False) -> tuple[Stretch | None, str]:
    """Give the time of a row: what it says itself, the one date of its sentence, or its article's publication.

    `by_sentence` for what happens when its sentence says: a sum, a visit; a post or board need not.
    """
    if stated is not None:
        return stated, "stated"
    named = library.date_of(row) if by_sentence else None
    if named is not None:
        return named, "sentence"
    published = library.sources[row["article_id"]].published
    return (published, "published") if published is not None else (None, "unknown")


def _plain(word: str | None) -> str:
    return (word or "").replace("_", " ")


def _inspections(library: Library) -> Iterator[Moment]:
    for row in library.rows("inspections"):
        if row["provider_id"] is None:
            continue
        ordinal = ORDINALS.get(str(row["ordinal"]), "")
        count = f"{row['count_low']} to {row['count_high']}" if row["count_low"] else ""
        plural = "s" if count and count != "1 to 1" else ""
        who = library.people.get(row["inspector"] or "", "")
        name = " ".join(part for part in (ordinal, count, _plain(row["kind"]) + plural) if part)
        stated = stretch(row["start"], row["end"])
        reported = stretch(row["report_published"])
        if stated is not None or reported is None:
            when, dated_by = _dated(library, row, stated, by_sentence=True)
            yield Moment(
                row["provider_id"], "inspection", row["kind"],
                (row["inspectorate"], row["kind"], row["status"], str(row["ordinal"] or ""), count),
                f"{row['inspectorate']} {name}" + (f", led by {who}" if who else ""),
                f"inspections:{row['inspection_id']}", row["article_id"], row["sentence"],
                status=row["status"], when=when, dated_by=dated_by, alone=True,
            )  # fmt: skip
        if reported is not None:
            yield Moment(
                row["provider_id"], "report", row["kind"],
                (row["inspectorate"], row["kind"], str(row["ordinal"] or "")),
                f"{row['inspectorate']} report on the {name} published" + (f", by {who}" if who else ""),
                f"inspections:{row['inspection_id']}", row["article_id"], row["sentence"],
                status=row["status"], when=reported, alone=True,
            )  # fmt: skip


def _judgements(library: Library) -> Iterator[Moment]:
    rows = [row for row in library.rows("judgements") if row["provider_id"] and row["status"] in COURSE["judgements"]]
    before: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        if row["status"] == "superseded" and row["given"] is None:
            before.setdefault((row["article_id"], row["sentence"], row["aspect"]), row)
    used: set[str] = set()
    for row in rows:
        old = before.get((row["article_id"], row["sentence"], row["aspect"])) if row["status"] == "in_force" else None
        used |= {old["judgement_id"]} if old else set()
        grade = row["grade"] or row["category"] or ""
        if row["status"] == "superseded" and row["judgement_id"] in {one["judgement_id"] for one in before.values()}:
            continue  # told with the grade that superseded it
        yield _judgement(library, row, grade, old)
    for row in before.values():
        if row["judgement_id"] not in used:
            yield _judgement(library, row, row["grade"] or row["category"] or "", None)


def _judgement(library: Library, row: Row, grade: str, old: Row | None) -> Moment:
    when, dated_by = _dated(library, row, stretch(row["given"]))
    superseding = f", superseding {_plain(old['grade'] or old['category'])}" if old else ""
    category = f" ({_plain(row['category'])})" if row["category"] and row["grade"] else ""
    return Moment(
        row["provider_id"], "judgement", row["aspect"],
        (row["inspectorate"], row["aspect"], row["status"], grade),
        f"{row['inspectorate']}: {_plain(row['aspect'])} {_plain(grade)}{category}{superseding}",
        f"judgements:{row['judgement_id']}", row["article_id"], row["sentence"],
        value=grade, status=row["status"], when=when, dated_by=dated_by,
        inspected=stretch(row["inspected_start"], row["inspected_end"]),
        further=(f"judgements:{old['judgement_id']}",) if old else (),
    )  # fmt: skip


def _interventions(library: Library) -> Iterator[Moment]:
    for row in library.rows("interventions"):
        if row["provider_id"] is None:
            continue
        who = library.people.get(row["person_id"] or "", "")
        by = f" by {row['body']}" if row["body"] and row["body"] != row["provider"] else ""
        decided = row["status"] in ("in_force", "planned", "ended")
        when, dated_by = _dated(library, row, stretch(row["start"], row["end"]))
        yield Moment(
            row["provider_id"], "intervention", row["kind"],
            (row["kind"], "" if decided else row["status"]),
            f"{_plain(row['kind'])}{by}" + (f": {who}" if who else ""),
            f"interventions:{row['intervention_id']}", row["article_id"], row["sentence"],
            value=who, status=row["status"], when=when, dated_by=dated_by,
        )  # fmt: skip


def _money(library: Library) -> Iterator[Moment]:
    rows = {row["money_id"]: row for row in library.rows("money")}
    again: dict[str, list[str]] = {}
    for row in rows.values():
        if row["same_as"]:
            again.setdefault(row["same_as"], []).append(f"money:{row['money_id']}")
    for row in rows.values():
        if row["same_as"] or row["kind"] in COURSE["not_money"] or row["per"]:
            continue
        whole = rows.get(row["part_of"] or "", row)
        parties = (row["organisation_id"], whole["organisation_id"], row["payer_id"], row["payee_id"])
        purpose = f" for {row['purpose']}" if row["purpose"] else ""
        names = (("from", row["payer"], row["payer_id"]), ("to", row["payee"], row["payee_id"]))
        part = f", part of {whole['text']}" if whole is not row else ""
        when, dated_by = _dated(library, row, between(row["period_start"], row["period_end"]), by_sentence=True)
        amount = row["amount"]
        value = f"{amount.normalize():f}" if amount is not None else ""
        for key in sorted({key for key in parties if key in library.organisations}):
            moved = "".join(f" {word} {name}" for word, name, whose in names if name and whose != key)
            yield Moment(
                key, "money", row["kind"], (row["kind"], row["currency"], value or row["text"]),
                f"{' '.join(row['text'].split())} {_plain(row['kind'])}{purpose}{moved}{part}",
                f"money:{row['money_id']}", row["article_id"], row["sentence"],
                value=value, status=row["status"] or "", when=when, dated_by=dated_by,
                further=tuple(again.get(row["money_id"], ())),
            )  # fmt: skip


def _posts(library: Library) -> Iterator[Moment]:
    for row in library.rows("roles"):
        if row["organisation_id"] is None or row["role_class"] not in COURSE["posts"]:
            continue
        stated = stretch(row["end"]) if row["status"] in ("outgoing", "former") else stretch(row["start"])
        when, dated_by = _dated(library, row, stated)
        yield Moment(
            row["organisation_id"], "post", row["role_class"], (row["person_id"], row["role_class"]),
            f"{row['person']}, {row['role']}",
            f"roles:{row['role_id']}", row["article_id"], row["sentence"],
            value=row["person"], status=row["status"], when=when, dated_by=dated_by,
        )  # fmt: skip


def _meetings(library: Library) -> Iterator[Moment]:
    for row in library.rows("dates"):
        when = between(row["start"], row["end"])
        if row["event"] != "meeting" or when is None:
            continue
        for key in sorted(library.named_in.get((row["article_id"], row["sentence"]), ())):
            if library.organisations[key]["kind"] in ("local_authority", "combined_authority"):
                yield Moment(
                    key, "meeting", "meeting", ("meeting",), "meeting: " + " ".join(row["sentence"].split()),
                    f"dates:{row['date_id']}", row["article_id"], row["sentence"], when=when,
                )  # fmt: skip
