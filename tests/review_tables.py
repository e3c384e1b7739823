"""Tables of our own making for the tests of the review page: two councils' articles, and one that means harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.articles.record import ArticleRecord
from pipeline.extractors.inspections.record import Inspection
from pipeline.extractors.judgements.record import Judgement
from pipeline.extractors.money.record import Money
from pipeline.extractors.organisations.record import OrganisationRecord
from pipeline.extractors.people.record import PersonRecord
from pipeline.extractors.quotes.record import Quote
from pipeline.extractors.roles.record import Role
from pipeline.records import Mention, Record, row_id
from pipeline.tables import build_tables, write_tables

FEN, MARSH, HOSTILE = "a" * 16, "b" * 16, "c" * 16
FEN_TEXT = (
    "Fen Council finds £5m 🚒\r\n\r\n"
    "Cllr Ada Marsh, leader of Fen Council, said: “We found £5m, and £1.2m of it is a grant.”"
    "\r\n\r\nOfsted judged the council good in July 2022."
)
MARSH_TEXT = "Marsh Academy wins £300\n\nA. Marsh opened the hall. “Lovely,” said Ada Marsh."
BIDI = "\u202e"
BREAKOUT = '</script><script>window.pwned=1</script>");window.pwned=1;//'
EVIL_NAME = f'"><script>window.pwned=1</script>{BIDI}'
HOSTILE_TEXT = (
    f"<img src=x onerror=window.pwned=1>{BREAKOUT}\u2028{BIDI}£666 evil\n\n"
    "javascript:window.pwned=1 <svg onload=window.pwned=1> <iframe srcdoc='<script>parent.pwned=1</script>'> "
    "__proto__ &lt;b&gt; {{constructor}} ${window.pwned=1}"
)


def span(text: str, words: str, nth: int = 1) -> dict[str, object]:
    """Where some words stand for the nth time."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return {"text": words, "char_start": at, "char_end": at + len(words), "sentence": words}


def key(*parts: object) -> str:
    return row_id("test", "", *parts)


def mention(article: str, text: str, words: str, entity: str, kind: str, nth: int = 1) -> Mention:
    where = span(text, words, nth)
    return Mention(
        mention_id=key("mention", article, where["char_start"]),
        article_id=article,
        entity_type=kind,
        entity_id=entity,
        rule="people.name",
        **where,  # type: ignore[arg-type]
    )


ADA, A_MARSH, EVIL = key("ada"), key("a marsh"), key("evil")
COUNCIL, ACADEMY, OFSTED = key("fen"), key("academy"), key("ofsted")
FIVE, FIVE_AGAIN, GRANT, PRIZE, HARM = (key("money", n) for n in range(5))
LEADER, GOOD, VISIT, SPEECH, LOVELY = key("leader"), key("good"), key("visit"), key("speech"), key("lovely")


def sums() -> list[Money]:
    def one(name: str, article: str, text: str, words: str, nth: int = 1, **cells: object) -> Money:
        where = span(text, words, nth)
        return Money(money_id=name, article_id=article, kind="funding", rule="money.symbol_amount", **where, **cells)  # type: ignore[arg-type]

    return [
        one(FIVE, FEN, FEN_TEXT, "£5m", amount=Decimal(5_000_000), same_as=FIVE_AGAIN, zone="headline"),
        one(FIVE_AGAIN, FEN, FEN_TEXT, "£5m", 2, amount=Decimal(5_000_000), organisation_id=COUNCIL),
        one(GRANT, FEN, FEN_TEXT, "£1.2m", amount=Decimal(1_200_000), part_of=FIVE_AGAIN),
        one(PRIZE, MARSH, MARSH_TEXT, "£300", amount=Decimal(300), payee="Marsh Academy", payee_id=ACADEMY),
        one(HARM, HOSTILE, HOSTILE_TEXT, "£666", amount=Decimal(666), purpose=BREAKOUT),
    ]


def records() -> list[Record]:
    """Everything that a run would have given."""
    found: list[Record] = [
        ArticleRecord(
            article_id=FEN,
            source="fen.txt",
            publisher="Fen Gazette",
            headline="Fen Council finds £5m",
            published=date(2022, 9, 1),
            published_earliest=date(2022, 9, 1),
            published_latest=date(2022, 9, 1),
            published_basis="metadata",
            text=FEN_TEXT,
        ),
        ArticleRecord(article_id=MARSH, source="marsh.txt", headline="Marsh Academy wins £300", text=MARSH_TEXT),
        *sums(),
        PersonRecord(person_id=ADA, name="Ada Marsh", honorific="Cllr", articles=2, mentions=2),
        PersonRecord(person_id=A_MARSH, name="A. Marsh", party="Labour", articles=1, mentions=1),
        OrganisationRecord(organisation_id=COUNCIL, name="Fen Council", kind="local_authority", gss_code="E06000099"),
        OrganisationRecord(organisation_id=ACADEMY, name="Marsh Academy", kind="school", articles=1, mentions=1),
        OrganisationRecord(organisation_id=OFSTED, name="Ofsted", kind="inspectorate", articles=1, mentions=1),
        mention(FEN, FEN_TEXT, "Ada Marsh", ADA, "person"),
        mention(FEN, FEN_TEXT, "Fen Council", COUNCIL, "organisation"),
        mention(FEN, FEN_TEXT, "Fen Council", COUNCIL, "organisation", 2),
        mention(FEN, FEN_TEXT, "Ofsted", OFSTED, "organisation"),
        mention(MARSH, MARSH_TEXT, "Marsh Academy", ACADEMY, "organisation"),
        mention(MARSH, MARSH_TEXT, "A. Marsh", A_MARSH, "person"),
        mention(MARSH, MARSH_TEXT, "Ada Marsh", ADA, "person"),
        Role(
            role_id=LEADER,
            article_id=FEN,
            person_id=ADA,
            person="Ada Marsh",
            role="leader",
            role_class="council_leader",
            organisation_id=COUNCIL,
            organisation="Fen Council",
            status="current",
            **span(FEN_TEXT, "leader of Fen Council"),  # type: ignore[arg-type]
        ),
        Inspection(
            inspection_id=VISIT,
            article_id=FEN,
            inspectorate="Ofsted",
            kind="inspection",
            provider="Fen Council",
            provider_id=COUNCIL,
            start="2022-07",
            end="2022-07",
            status="done",
            **span(FEN_TEXT, "Ofsted judged"),  # type: ignore[arg-type]
        ),
        Judgement(
            judgement_id=GOOD,
            article_id=FEN,
            inspection_id=VISIT,
            inspectorate="Ofsted",
            provider="Fen Council",
            provider_id=COUNCIL,
            aspect="overall",
            grade="good",
            status="in_force",
            given="2022-07",
            **span(FEN_TEXT, "good"),  # type: ignore[arg-type]
        ),
        quote(SPEECH, FEN, FEN_TEXT, "We found £5m, and £1.2m of it is a grant."),
        quote(LOVELY, MARSH, MARSH_TEXT, "Lovely,"),
    ]
    return [*found, *harmful()]


def quote(name: str, article: str, text: str, words: str) -> Quote:
    return Quote(
        quote_id=name,
        article_id=article,
        speech_id=name,
        speech_order=1,
        kind="direct",
        speaker_type="person",
        speaker_id=ADA,
        speaker="Ada Marsh",
        cue="said",
        **span(text, words),  # type: ignore[arg-type]
    )


def harmful() -> list[Record]:
    """An article whose every word tries to be code, and a person named like one."""
    return [
        ArticleRecord(
            article_id=HOSTILE,
            source="javascript:window.pwned=1",
            url="javascript:window.pwned=1",
            publisher='"><script>window.pwned=1</script>',
            headline=f"<img src=x onerror=window.pwned=1>{BIDI}live",
            text=HOSTILE_TEXT,
        ),
        PersonRecord(person_id=EVIL, name=EVIL_NAME, articles=1, mentions=1),
        mention(HOSTILE, HOSTILE_TEXT, "<svg onload=window.pwned=1>", EVIL, "person"),
    ]


def written(out: Path, **changed: object) -> Path:
    """Write the tables; `changed` are cells of the council's grant, as another run might read them."""
    every = [replace(one, **changed) if isinstance(one, Money) and one.money_id == GRANT else one for one in records()]  # type: ignore[arg-type]
    write_tables(build_tables(every), out)
    return out
