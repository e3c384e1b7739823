"""What is said once: types, closed lists, keys and documentation come from the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.errors import TableError
from pipeline.extractors.money.record import Money
from pipeline.extractors.roles.record import Role
from pipeline.records import Record
from pipeline.schema import TableSchema
from pipeline.tables import build_tables, schemas

MONEY = Money(money_id="m1", article_id="a", text="£5", char_start=0, char_end=2, amount=Decimal(5), rule="money.x")
ROLE = Role(role_id="r1", article_id="a", start="2022-07")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (replace(MONEY, kind="gift"), "not one of"),
        (replace(MONEY, amount=5), "not Decimal"),
        (replace(MONEY, currency=None), "may not be empty"),
        (replace(ROLE, start="July"), "prefix date"),
        (replace(ROLE, start="2022-7"), "prefix date"),
    ],
    ids=["vocabulary", "type", "empty", "prefix date", "short month"],
)
def test_a_row_that_breaks_its_schema_is_refused(row: Record, said: str) -> None:
    with pytest.raises(TableError, match=said):
        TableSchema.of(type(row)).frame([row])


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(TableError, match="stands twice"):
        TableSchema.of(Money).frame([MONEY, MONEY])


def test_a_foreign_key_that_does_not_resolve_is_refused() -> None:
    with pytest.raises(TableError, match="is the key of no row"):
        build_tables([MONEY])


def test_rows_are_sorted_by_article_place_and_key() -> None:
    rows = [replace(MONEY, money_id=key, article_id=article, char_start=at) for key, article, at in
            [("c", "b", 0), ("b", "a", 9), ("a", "a", 9), ("d", "a", 10)]]  # fmt: skip
    assert list(TableSchema.of(Money).frame(rows)["money_id"]) == ["a", "b", "d", "c"]


def test_an_empty_table_keeps_its_columns_and_types() -> None:
    frame = TableSchema.of(Money).frame([])
    assert list(frame.columns) == [column.name for column in TableSchema.of(Money).columns]
    assert str(frame["period_start"].dtype) == "date32[day][pyarrow]"


@pytest.mark.parametrize("name", schemas())
def test_every_key_is_named_after_its_row(name: str) -> None:
    """Foreign keys in the data package are worked out from the table's name."""
    from pipeline.schema import _key_of

    assert _key_of(name) == schemas()[name].key


def test_values_come_through_arrow_unchanged() -> None:
    row = replace(MONEY, amount=Decimal("17.5675"), period_start=date(2022, 4, 1))
    frame = TableSchema.of(Money).frame([row])
    assert (frame["amount"][0], frame["period_start"][0]) == (Decimal("17.5675"), date(2022, 4, 1))
