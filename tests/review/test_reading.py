"""The review page in a real browser: words and rows beside one another, filters, charts, help, 5,000 articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from review_tables import FEN, GRANT

from corpus import ROOT
from pipeline.articles.record import ArticleRecord
from pipeline.extractors.money.record import Money
from pipeline.extractors.organisations.record import OrganisationRecord
from pipeline.extractors.people.record import PersonRecord
from pipeline.records import Mention, row_id
from pipeline.review import write_page
from pipeline.tables import build_tables, write_tables
from review.browsing import Watched, address, chosen


def test_every_span_is_highlighted_by_kind_and_is_its_words(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder, f"#/read/{FEN}"))
    page.wait_for_selector("mark")
    shown = page.locator("article.words").inner_text()
    assert "Fen Council finds £5m 🚒" in shown  # code points, not UTF-16
    kinds = {mark.get_attribute("class").split()[0]: mark.inner_text() for mark in page.locator("mark").all()}  # type: ignore[union-attr]
    assert len(kinds) >= 5
    listed = page.locator(".beside [role=listbox]")
    rows = int(page.locator(".beside [role=option]").first.get_attribute("aria-setsize") or 0)
    assert rows == 12  # the article's own row among them
    page.keyboard.press("j")
    for _ in range(rows - 1):
        page.keyboard.press("j")
        words = listed.locator("[aria-selected=true] .first").inner_text()
        assert "".join(page.locator("mark.chosen").all_inner_texts()) == words
    page.uncheck("#kind-money")
    assert "£5m" not in page.locator("mark").all_inner_texts()[0]


def test_rows_lead_to_words_and_back(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder, "#/rows"))
    page.locator("#rows [role=option]", has_text="£1.2m").first.click()
    page.wait_for_selector("mark.chosen")
    assert chosen(page) == "£1.2m"
    assert page.url.endswith(f"#/read/{FEN}/money/{GRANT}")
    page.keyboard.press("w")
    assert page.evaluate("document.activeElement.textContent") == "£1.2m"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Rows of this article"
    page.locator("mark", has_text="£1.2m").click()  # the next wider row there: the quote
    assert "quotes" in page.locator("#row-title").inner_text()


FILTERS: list[tuple[dict[str, str], int, int]] = [
    ({"table": "judgements"}, 1, 1),
    ({"table": "money", "column": "kind", "value": "funding"}, 3, 5),
    ({"person": "Ada Marsh"}, 2, 5),
    ({"organisation": "fen council"}, 1, 6),
    ({"organisation": "Marsh Academy"}, 1, 2),
    ({"rule": "money.symbol_amount"}, 3, 5),
    ({"zone": "headline"}, 1, 1),
    ({"words": "lovely"}, 1, 1),
    ({"table": "money", "from": "2022-01-01", "to": "2022-12-31"}, 1, 3),
    ({"decision": "reject"}, 0, 0),
]


def test_filters_by_table_value_person_council_rule_zone_date_and_decision(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder, "#/rows"))
    title = page.locator("#work-title")
    page.click("details.filters > summary")
    page.wait_for_selector("#filter-rule option:nth-child(2)", state="attached")
    for filters, articles, rows in FILTERS:
        page.click("#filter-clear")
        expect(title).to_have_text("Rows: 18")
        for name, value in filters.items():
            control = page.locator(f"#filter-{name}")
            if name in ("table", "column", "rule", "zone", "decision"):
                control.select_option(value)
            else:
                control.fill(value)
        expect(title).to_have_text(f"Rows: {rows}")
        page.click("nav a[data-view=read]")
        expect(title).to_have_text(f"Articles: {articles} of 3")
        page.click("nav a[data-view=rows]")


def test_charts_say_their_numbers(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder))
    assert page.locator("figure svg[role=img][aria-labelledby]").count() == 4
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tables = [table.inner_text().split("\n") for table in page.locator("figure table").all()]
    assert [line.split("\t")[-2:] for line in tables[0] if line.startswith(("money", "articles"))] == [
        ["3", "0"],
        ["5", "0"],
    ]
    assert "funding\t2022\t5,000,000\t1" in tables[1]  # what restates or belongs to it is not added up
    assert {"inspections\t2022-07\t1", "judgements\t2022-07\t1"} <= set(tables[2])
    assert "Ada Marsh\t2" in tables[3]
    page.locator("figure table button", has_text="funding").nth(1).click()
    expect(page.locator("#work-title")).to_have_text("Rows: 3")


def test_the_help_and_the_documentation_say_the_same_keys(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder, "#/help"))
    rows = page.locator("#help table").first.locator("tbody tr")
    shown = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    lines = (ROOT / "docs" / "review.md").read_text(encoding="utf-8").splitlines()
    assert [f"| `{key}` | {what} |" for key, what in shown if f"| `{key}` | {what} |" not in lines] == []
    page.uncheck("#single-keys")
    page.keyboard.press("1")
    assert page.url.endswith("#/help")


MANY = 5_000
MOST_ELEMENTS = 2_500
"""What any view may put into the page, however many articles there are."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of 5,000 articles: in each a person of its own, one council, and two sums."""
    out = tmp_path_factory.mktemp("many")
    council = row_id("organisations", "", "Fen Council")
    records: list[Any] = [OrganisationRecord(organisation_id=council, name="Fen Council", kind="local_authority",
                                             articles=MANY, mentions=MANY)]  # fmt: skip
    for number in range(MANY):
        article, text = f"{number:016x}", f"Fen Council spends £{number + 1}m, says Ada Marsh{number}"
        person = row_id("people", "", number)
        records += [
            ArticleRecord(article_id=article, source=f"{number}.txt", headline=text, text=text),
            PersonRecord(person_id=person, name=f"Ada Marsh{number}", articles=1, mentions=1),
        ]
        for entity, kind, words in (
            (council, "organisation", "Fen Council"),
            (person, "person", text[text.index("Ada") :]),
        ):
            start = text.index(words)
            records.append(Mention(mention_id=row_id("mentions", article, kind), article_id=article, entity_type=kind,
                                   entity_id=entity, text=words, char_start=start, char_end=start + len(words),
                                   rule="people.name", sentence=text))  # fmt: skip
        words, start = f"£{number + 1}m", text.index("£")
        records += [
            Money(money_id=row_id("money", article, n), article_id=article, text=words, char_start=start,
                  char_end=start + len(words), kind="spend", rule="money.symbol_amount", sentence=text)
            for n in range(2)
        ]  # fmt: skip
    write_tables(build_tables(records), out, ("parquet",))
    write_page(out)
    return out


@pytest.mark.parametrize(
    ("view", "listed"),
    [
        ("#/overview", 0),
        (f"#/read/{MANY - 1:016x}", MANY),
        ("#/rows", 4 * MANY),
        ("#/entities/people", MANY),
        (f"#/entities/organisations/{row_id('organisations', '', 'Fen Council')}", 1),
        ("#/help", 0),
    ],
)
def test_no_view_of_five_thousand_articles_fills_the_page(many: Path, watched: Watched, view: str, listed: int) -> None:
    page = watched.go(address(many, view))
    if listed:
        page.locator(f"[role=option][aria-setsize='{listed}']").first.wait_for()
    expect(page.locator("main > section:visible h2")).not_to_be_empty()
    assert page.locator("*").count() < MOST_ELEMENTS
    assert sum("data/articles/" in request for request in watched.requests) <= 1


def test_the_last_of_five_thousand_articles_is_read_filtered_and_decided(many: Path, watched: Watched) -> None:
    page = watched.go(address(many, "#/rows"))
    title = page.locator("#work-title")
    expect(title).to_have_text("Rows: 20,000")
    rows = page.locator("#rows [role=listbox]")
    rows.press("End")
    page.wait_for_selector("#rows [aria-posinset='20000']")
    assert page.locator("[role=option]").count() < 60
    page.click("details.filters > summary")
    page.select_option("#filter-table", "money")
    expect(title).to_have_text("Rows: 10,000")
    page.fill("#filter-words", f"£{MANY}m")
    expect(title).to_have_text("Rows: 2")
    rows.press("End")
    rows.press("Enter")
    page.wait_for_selector("mark.chosen")
    assert chosen(page) == f"£{MANY}m"
    page.keyboard.press("a")
    expect(page.locator("#verdict")).to_have_text("accepted")
    assert sum("data/articles/" in request for request in watched.requests) <= 2  # only what is read is loaded


def test_a_name_in_five_thousand_articles_lists_them_a_hundred_at_a_time(many: Path, watched: Watched) -> None:
    page = watched.go(address(many, f"#/entities/organisations/{row_id('organisations', '', 'Fen Council')}"))
    expect(page.locator("#more")).to_have_text("List more of 4,900")
    page.locator("#more").press("Enter")
    expect(page.locator("fieldset .tick")).to_have_count(200)
    expect(page.locator("fieldset .tick input").nth(100)).to_be_focused()
    expect(page.locator("#more")).to_have_text("List more of 4,800")
