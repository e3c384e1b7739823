"""Small tables of our own making for the tests of exports: an article with one row of each sort of cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline.articles.record import ArticleRecord
from pipeline.extractors.money.record import Money
from pipeline.extractors.people.record import PersonRecord
from pipeline.extractors.quotes.record import Quote
from pipeline.records import Mention
from pipeline.tables import Tables, build_tables

TEXT = "Fen Council\r\nfound £5 🚒 and <script>alert(1)</script>.\r\n“=1+1 is what we had,” said Ada Marsh.\r\n"
ARTICLE = ArticleRecord(
    article_id="a" * 16, source="fen.txt", headline="-5 & <b>counting</b>", published=date(2024, 3, 1), text=TEXT
)
MONEY = Money(
    money_id="m1",
    article_id=ARTICLE.article_id,
    text="£5",
    char_start=TEXT.index("£5"),
    char_end=TEXT.index("£5") + 2,
    amount=Decimal("5.5"),
    kind="grant",
    payer="@fen",
    purpose="+44",
    period_start=date(2024, 4, 1),
    period_end=date(2025, 3, 31),
    sentence="=HYPERLINK('x')",
)
QUOTE = Quote(
    quote_id="q1",
    article_id=ARTICLE.article_id,
    text="=1+1 is what we had,",
    char_start=TEXT.index("=1+1"),
    char_end=TEXT.index("=1+1") + 20,
    speaker="Ada Marsh",
    speaker_id="p1",
    speaker_type="person",
)
PERSON = PersonRecord(person_id="p1", name="Ada Marsh")
MENTION = Mention(
    mention_id="n1",
    article_id=ARTICLE.article_id,
    entity_type="person",
    entity_id="p1",
    text="Ada Marsh",
    char_start=TEXT.index("Ada"),
    char_end=TEXT.index("Ada") + 9,
)


def small_tables(**changes: object) -> Tables:
    """One article, one sum (with the changes), one quote, one person."""
    return build_tables([ARTICLE, replace(MONEY, **changes), QUOTE, PERSON, MENTION])  # type: ignore[arg-type]
