"""Decisions of a review: how they are kept, what they make of the tables, and the gold that they become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from review_tables import (
    A_MARSH,
    ACADEMY,
    ADA,
    COUNCIL,
    EVIL,
    FEN,
    FIVE,
    FIVE_AGAIN,
    GOOD,
    GRANT,
    HARM,
    HOSTILE,
    LEADER,
    LOVELY,
    MARSH,
    PRIZE,
    SPEECH,
    VISIT,
    written,
)
from typer.testing import CliRunner

from corpus import ROOT
from pipeline.cli import app
from pipeline.errors import InputError, OutputError, SettingsError
from pipeline.evaluate import evaluate
from pipeline.job import extract_to, forget
from pipeline.review import apply_review, write_page
from pipeline.review.decisions import COLUMNS, KINDS, REVIEW, Decision, parse_review, printed, read_review, write_review
from pipeline.settings import Settings
from pipeline.tables import Tables, read_tables

Decide = Callable[..., Tables]
Cells = dict[str, Any]


def accept(table: str, row_id: str, article_id: str = FEN) -> Decision:
    return Decision(table=table, row_id=row_id, article_id=article_id, decision="accept")


def reject(table: str, row_id: str, article_id: str = FEN) -> Decision:
    return Decision(table=table, row_id=row_id, article_id=article_id, decision="reject")


def correct(table: str, row_id: str, column: str, old: str, new: str) -> Decision:
    return Decision(row_id, table, FEN, "correct", column, old, new)


def merge(gone: str, stays: str, table: str = "people", column: str = "person_id") -> Decision:
    return Decision(gone, table, "", "merge", column, gone, stays)


def rename(row_id: str, old: str, new: str, table: str = "people") -> Decision:
    return Decision(row_id, table, "", "rename", "name", old, new)


def split(row_id: str, article_id: str, new: str) -> Decision:
    return Decision(row_id, "people", article_id, "split", "person_id", row_id, new)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return written(tmp_path / "out")


@pytest.fixture
def decide(out: Path) -> Decide:
    """Save decisions, apply them, read the reviewed tables back."""

    def run(*decisions: Decision) -> Tables:
        write_review(decisions, out / REVIEW)
        apply_review(out)
        return read_tables(out / "reviewed")

    return run


def row(tables: Tables, table: str, key: str) -> Cells:
    frame = tables[table].astype(object)
    found = frame[frame.iloc[:, 0] == key].to_dict("records")
    return {name: None if value != value else value for name, value in found[0].items()} if found else {}


def test_decisions_come_back_as_they_went(tmp_path: Path) -> None:
    odd = Decision(GRANT, "money", FEN, "correct", "purpose", "=1+1", '\'-a "b",\r\n\u202ec\n', "@why")
    write_review([odd, accept("money", FIVE)], tmp_path / REVIEW)
    assert sorted(read_review(tmp_path / REVIEW), key=lambda one: one.decision) == [accept("money", FIVE), odd]
    text = (tmp_path / REVIEW).read_bytes().decode()
    assert "'=1+1" in text  # a spreadsheet would run it
    assert printed(read_review(tmp_path / REVIEW)) == text
    assert read_review(tmp_path / "none.csv") == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("x,weather,,accept,,,,", "table 'weather' is not one of"),
        ("x,money,,burn,,,,", "decision 'burn' is not one of"),
        (",money,,accept,,,,", "row_id may not be empty"),
        ("x,money,,accept,kind,,,", "leave column empty"),
        ("x,money,,correct,sentence,,y,", "column 'sentence' is not one of"),
        ("x,money,,correct,kind,,gold,", "kind: 'gold' is not one of grant"),
        ("x,money,,correct,amount,,lots,", "amount: 'lots' is not a Decimal"),
        ("x,money,,correct,amount,,NaN,", "amount may not be NaN"),
        ("x,money,,correct,kind,grant,,", "kind may not be empty"),
        ("x,dates,,correct,start,,2022-13-01,", "is not a date"),
        ("x,roles,,correct,start,,July,", "is not a prefix date"),
        ("x,money,,rename,name,,y,", "rename is only for people and organisations"),
        ("x,people,,merge,name,,y,", "column of a merge must be person_id"),
        ("x,people,,merge,person_id,x,x,", "names the row itself"),
        ("x,people,,split,person_id,x,y,", "split needs a new_value and an article_id"),
        ("x,money,,accept,,,\n", "7 cells where the header has 8"),
        ("x,money,,accept,,,,\nx,money,,reject,,,,", "says again what line 2 says"),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(cells: str, said: str) -> None:
    with pytest.raises(InputError, match=r"review.csv, line [23]: ") as error:
        parse_review(",".join(COLUMNS) + "\n" + cells)
    assert said in str(error.value)


def test_originals_stay_as_they_are(out: Path, decide: Decide) -> None:
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    decide(reject("money", GRANT))
    assert {name: (out / name).read_bytes() for name in before} == before
    with pytest.raises(SettingsError, match="name another folder with --into"):
        apply_review(out, out)
    (out / "other" / ".ldr").mkdir(parents=True)
    with pytest.raises(SettingsError, match="holds the tables of a run"):
        apply_review(out, out / "other")


def test_accepting_changes_nothing(out: Path, decide: Decide) -> None:
    tables, before = decide(accept("money", GRANT), accept("people", ADA)), read_tables(out)
    assert all(tables[name].equals(before[name]) for name in before)


def test_a_correction_keeps_the_type_of_its_column(decide: Decide) -> None:
    tables = decide(
        correct("money", GRANT, "amount", "1200000", "1250000.5"),
        correct("money", GRANT, "kind", "funding", "grant"),
        correct("money", GRANT, "part_of", FIVE_AGAIN, ""),
        correct("judgements", GOOD, "given", "2022-07", "2022-07-04"),
    )
    grant = row(tables, "money", GRANT)
    assert (grant["amount"], grant["kind"], grant["part_of"]) == (Decimal("1250000.5"), "grant", None)
    assert row(tables, "judgements", GOOD)["given"] == "2022-07-04"


def test_a_rejected_row_goes_and_nothing_points_to_it(decide: Decide) -> None:
    tables = decide(reject("money", FIVE_AGAIN), reject("inspections", VISIT))
    assert row(tables, "money", FIVE_AGAIN) == {}
    assert row(tables, "money", FIVE)["same_as"] is None
    assert row(tables, "money", GRANT)["part_of"] is None
    assert row(tables, "judgements", GOOD)["inspection_id"] is None


def test_a_rejected_person_takes_mentions_and_posts_along(decide: Decide) -> None:
    tables = decide(reject("people", ADA, ""))
    assert row(tables, "people", ADA) == row(tables, "roles", LEADER) == {}
    assert ADA not in set(tables.mentions["entity_id"])
    assert row(tables, "quotes", SPEECH)["speaker_id"] is None


def test_a_rejected_article_takes_all_of_it_along(decide: Decide) -> None:
    tables = decide(reject("articles", HOSTILE, HOSTILE))
    assert HOSTILE not in set(tables.articles["article_id"]) | set(tables.mentions["article_id"])
    assert row(tables, "money", HARM) == {}
    assert len(tables.people) == 2  # who is named nowhere else is gone


def test_merged_people_are_one_under_the_name_that_stays(decide: Decide) -> None:
    tables = decide(merge(A_MARSH, ADA))
    ada = row(tables, "people", ADA)
    assert row(tables, "people", A_MARSH) == {}
    assert (ada["name"], ada["honorific"], ada["party"]) == ("Ada Marsh", "Cllr", "Labour")
    assert (ada["mentions"], ada["articles"], str(ada["first_published"])) == (3, 2, "2022-09-01")


def test_merges_follow_one_another_but_not_in_a_circle(decide: Decide) -> None:
    tables = decide(merge(ADA, A_MARSH), rename(A_MARSH, "A. Marsh", "Ada Jane Marsh"))
    assert row(tables, "roles", LEADER)["person"] == "Ada Jane Marsh"
    with pytest.raises(InputError, match=r"line \d: merges go round in a circle"):
        decide(merge(ADA, A_MARSH), merge(A_MARSH, ADA))


def test_a_new_name_stands_wherever_the_old_one_stood(decide: Decide) -> None:
    tables = decide(
        rename(ADA, "Ada Marsh", "Ada Marshe"), rename(COUNCIL, "Fen Council", "Fen District Council", "organisations")
    )
    assert row(tables, "people", ADA)["name"] == "Ada Marshe"
    post = row(tables, "roles", LEADER)
    assert (post["person"], post["organisation"]) == ("Ada Marshe", "Fen District Council")
    assert row(tables, "quotes", SPEECH)["speaker"] == "Ada Marshe"
    assert row(tables, "judgements", GOOD)["provider"] == "Fen District Council"
    assert row(tables, "judgements", GOOD)["text"] == "good"


def test_split_gives_one_articles_mentions_to_somebody_else(decide: Decide) -> None:
    tables = decide(split(ADA, MARSH, "Ada Marsh of Marsh Academy"))
    (new,) = set(tables.people["person_id"]) - {ADA, A_MARSH} - set(read_ids(tables, HOSTILE))
    other = row(tables, "people", new)
    assert (other["name"], other["mentions"], other["honorific"]) == ("Ada Marsh of Marsh Academy", 1, None)
    assert row(tables, "quotes", LOVELY)["speaker_id"] == new
    assert row(tables, "quotes", LOVELY)["speaker"] == "Ada Marsh of Marsh Academy"
    assert row(tables, "quotes", SPEECH)["speaker_id"] == ADA
    assert (row(tables, "people", ADA)["mentions"], row(tables, "people", ADA)["articles"]) == (1, 1)
    again = decide(split(ADA, MARSH, A_MARSH))  # or to somebody who has a row
    assert row(again, "people", A_MARSH)["mentions"] == 2


def read_ids(tables: Tables, article: str) -> list[str]:
    mentions = tables.mentions
    return list(mentions[mentions["article_id"] == article]["entity_id"])


def test_a_mention_can_be_given_to_somebody_else(decide: Decide) -> None:
    mentions = decide(accept("money", GRANT)).mentions
    mine = mentions[(mentions["article_id"] == MARSH) & (mentions["text"] == "Ada Marsh")].iloc[0]
    tables = decide(Decision(mine["mention_id"], "mentions", MARSH, "correct", "entity_id", ADA, ACADEMY))
    found = row(tables, "mentions", mine["mention_id"])
    assert (found["entity_id"], found["entity_type"]) == (ACADEMY, "organisation")
    assert row(tables, "organisations", ACADEMY)["mentions"] == 2
    with pytest.raises(InputError, match="'nobody' is the key of no row of people or organisations"):
        decide(Decision(mine["mention_id"], "mentions", MARSH, "correct", "entity_id", ADA, "nobody"))


def test_a_decision_without_a_row_is_kept_and_reported(out: Path) -> None:
    gone = Decision("0" * 16, "money", FEN, "correct", "kind", "grant", "cost", "as the clerk says")
    write_review([gone, merge(ADA, "1" * 16), reject("money", GRANT)], out / REVIEW)
    before = (out / REVIEW).read_bytes()
    assert {one.row_id for one in write_page(out).lost} == {"0" * 16, ADA}
    applied = apply_review(out)
    assert ({one.row_id for one in applied.lost}, applied.counts["reject"]) == ({"0" * 16, ADA}, 1)
    assert (out / REVIEW).read_bytes() == before
    said = CliRunner().invoke(app, ["apply-review", str(out)]).output
    assert "2 decisions are about rows that this run did not give" in said
    assert "0" * 16 in CliRunner().invoke(app, ["review", str(out)]).output


def test_a_cell_that_another_run_reads_otherwise_is_reported_and_corrected(out: Path) -> None:
    write_review([correct("money", GRANT, "kind", "funding", "grant")], out / REVIEW)
    written(out, kind="grant")
    assert apply_review(out).differs == ()  # as the journalist wanted it
    written(out, kind="debt")
    applied = apply_review(out)
    assert [one.row_id for one in applied.differs] == [GRANT]
    assert row(applied.tables, "money", GRANT)["kind"] == "grant"


def test_there_is_nothing_to_apply(out: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"review.csv: holds no decisions; make some with `ldr review`"):
        apply_review(out)
    with pytest.raises(OutputError, match="holds no tables"):
        write_page(tmp_path / "nothing")


def test_decisions_become_gold_that_reviewed_tables_meet(out: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    write_review(
        [
            accept("money", FIVE),
            accept("money", FIVE_AGAIN),
            correct("money", GRANT, "kind", "funding", "grant"),
            reject("money", HARM, HOSTILE),
            accept("roles", LEADER),
            accept("inspections", VISIT),
            accept("judgements", GOOD),
            accept("quotes", SPEECH),
            accept("articles", FEN),
            merge(A_MARSH, ADA),
            reject("people", EVIL, ""),
            accept("organisations", COUNCIL, ""),
        ],
        out / REVIEW,
    )
    applied = apply_review(out, gold=gold)
    assert {path.name for path in applied.gold} == {"fen.json", "marsh.json", "javascript-window.pwned-1.json"}
    after = {name: tally.summary() for name, tally in evaluate(gold, out / "reviewed").items()}
    assert all((one["strict_f1"], one["spurious"]) == (1.0, 0) for one in after.values()), after
    counts = {name: one["gold"] for name, one in after.items()}
    assert {
        "money": 3,
        "roles": 1,
        "inspections": 1,
        "judgements": 1,
        "quotes": 1,
        "people": 2,
        "organisations": 1,
    }.items() <= counts.items()
    assert (after["money"]["by_field"]["restates"], after["money"]["by_field"]["kind"]) == ("1/1", "3/3")
    before = evaluate(gold, out)
    assert (before["money"].spurious, before["money"].strict) == (1, 2)  # the trap, and the wrong kind
    assert before["people"].spurious == 1
    assert PRIZE not in str([path.read_text(encoding="utf-8") for path in applied.gold])  # nobody decided on it


def test_gold_of_others_is_not_written_over(out: Path, tmp_path: Path) -> None:
    (tmp_path / "fen.json").write_text('{"source": "fen.txt"}', encoding="utf-8")
    write_review([accept("money", FIVE)], out / REVIEW)
    with pytest.raises(OutputError, match="is gold that no review made"):
        apply_review(out, gold=tmp_path)
    apply_review(out, gold=tmp_path / "mine")
    apply_review(out, gold=tmp_path / "mine")  # its own it renews


def test_what_a_review_made_of_a_forgotten_article_goes_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name, person, sum_ in (("a", "Amina Shah", "£410,000"), ("b", "Bruno Keel", "£77m")):
        text = f"Fen Council spends {sum_}\n\nFen Council will spend {sum_} on its library, Cllr {person} said.\n"
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    extract_to([tmp_path / "in"], Settings(out=str(out)))
    tables = read_tables(out)
    people = [accept("people", one.person_id, "") for one in tables.people.itertuples()]
    people = [replace(one, old_value=name) for one, name in zip(people, tables.people["name"], strict=True)]
    money = [
        replace(accept("money", one.money_id, one.article_id), old_value=one.text) for one in tables.money.itertuples()
    ]
    write_review([*people, *money], out / REVIEW)
    write_page(out)
    apply_review(out)
    forget("b.txt", out)
    told = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file() and ".ldr" not in path.parts)
    assert b"Amina Shah" in told
    assert b"Keel" not in told
    assert b"77m" not in told
    assert {one.old_value for one in read_review(out / REVIEW)} == {"Amina Shah", "£410,000"}


def test_every_decision_is_documented() -> None:
    page = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    assert all(f"| `{word}` | {meaning} |" in page for word, meaning in KINDS.items())
    assert all(f"| `{name}` |" in page for name in COLUMNS)
