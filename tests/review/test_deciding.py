"""Decisions on the review page: by keyboard, kept over a reload and a new run, downloaded, saved, applied."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from review_tables import A_MARSH, ADA, COUNCIL, EVIL_NAME, FEN, FIVE_AGAIN, GRANT, MARSH, written

from pipeline.job import extract_to
from pipeline.review import apply_review, serving, write_page
from pipeline.review.decisions import REVIEW, read_review
from pipeline.settings import Settings
from pipeline.tables import read_tables
from review.browsing import Watched, address, read_kinds, saved, tab_to


def test_decisions_by_keyboard_stay_after_a_reload_and_are_downloaded(tmp_path: Path, watched: Watched) -> None:
    out = written(tmp_path)
    write_page(out)
    page = watched.go(address(out, f"#/read/{FEN}/money/{FIVE_AGAIN}"))
    page.wait_for_selector("mark.chosen")
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("#verdict").inner_text() == "rejected"
    page.keyboard.press("u")
    assert page.locator("#verdict").inner_text() == "not decided"
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert "1 decisions" in page.locator("#saved").inner_text()
    page.goto(address(out, f"#/read/{FEN}/money/{GRANT}"))
    page.wait_for_selector("mark.chosen")
    page.keyboard.press("e")  # the first field that can be corrected
    page.fill("#cell-amount", "lots")
    page.keyboard.press("Enter")
    assert "a plain number" in page.locator("#correcting .failed").inner_text()
    page.fill("#cell-amount", "1250000")
    page.select_option("#cell-kind", "grant")
    page.fill("#cell-note", "=as “the\nclerk” says, =1")
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.click("#download")
    download.value.save_as(out / REVIEW)
    said = {(one.row_id, one.decision, one.column): one.new_value for one in read_review(out / REVIEW)}
    assert said == {
        (FIVE_AGAIN, "accept", ""): "",
        (GRANT, "correct", "amount"): "1250000",
        (GRANT, "correct", "kind"): "grant",
    }
    kinds = read_kinds(apply_review(out).target)
    assert kinds[GRANT] == "grant"


def test_people_are_merged_renamed_and_split(tmp_path: Path, watched: Watched) -> None:
    out = written(tmp_path)
    with serving(out) as server:
        page = watched.go(server.address + f"#/entities/people/{A_MARSH}")
        page.click("text=Tick for merging")
        page.locator("#entities [role=option]", has_text="Ada Marsh").click()
        page.click("#merge")
        page.fill("#entity-name", "Ada Jane Marsh")
        page.keyboard.press("Enter")
        page.check(f"#split-{MARSH}")
        page.fill("#split-name", "Ada Marsh the younger")
        page.click("text=Split off")
        saved(page)
        people = apply_review(out).tables.people
        assert dict(zip(people["name"], people["mentions"], strict=True)) == {
            "Ada Jane Marsh": 2,
            "Ada Marsh the younger": 1,
            EVIL_NAME: 1,
        }
        page.keyboard.press("Escape")
        for _ in range(3):
            page.keyboard.press("u")
        saved(page)
    assert read_review(out / REVIEW) == []


def choose_by_key(page: Page, name: str) -> None:
    """Go to the list of names and down to one of them, with the keyboard."""
    listed = page.locator("#entities [role=listbox]")
    tab_to(page, listed)
    page.keyboard.press("Home")
    chosen = listed.locator("[aria-selected=true] .first")
    for _ in range(int(listed.locator("[role=option]").first.get_attribute("aria-setsize") or 0)):
        if chosen.inner_text().removeprefix("☑ ") == name:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} is not in the list")


def rewrite(page: Page, field: str, words: str) -> None:
    """Go to a field, and put other words there, with the keyboard."""
    tab_to(page, page.locator(field))
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_people_and_organisations_are_merged_renamed_and_split_by_keyboard(tmp_path: Path, watched: Watched) -> None:
    out = written(tmp_path)
    with serving(out) as server:
        page = watched.go(server.address)
        page.keyboard.press("4")
        expect(page.locator("#entities")).to_be_visible()
        choose_by_key(page, "A. Marsh")
        page.keyboard.press("Space")
        choose_by_key(page, "Ada Marsh")
        tab_to(page, page.locator("#merge"))
        page.keyboard.press("Enter")
        expect(page.locator("#entity-title")).to_be_focused()  # the button is gone
        rewrite(page, "#entity-name", "Ada Jane Marsh")
        tab_to(page, page.locator(f"#split-{MARSH}"))
        page.keyboard.press("Space")
        rewrite(page, "#split-name", "Ada Marsh the younger")
        saved(page)
        tab_to(page, page.locator("#entity-table"))
        page.keyboard.press("ArrowDown")
        expect(page.locator("#entities [role=option]", has_text="Ofsted")).to_be_visible()
        choose_by_key(page, "Fen Council")
        rewrite(page, "#entity-name", "Fen District Council")
        saved(page)
    said = {(one.row_id, one.decision): one.new_value for one in read_review(out / REVIEW)}
    assert said == {
        (A_MARSH, "merge"): ADA,
        (ADA, "rename"): "Ada Jane Marsh",
        (ADA, "split"): "Ada Marsh the younger",
        (COUNCIL, "rename"): "Fen District Council",
    }
    tables = apply_review(out).tables
    assert {"Ada Jane Marsh", "Ada Marsh the younger"} == set(tables.people["name"]) - {EVIL_NAME}
    assert "Fen District Council" in set(tables.organisations["name"])


STORY = """Fen Council hands £410,000 to library

By Jo Reporter

Fen Council will spend £410,000 on its library, Cllr Amina Shah said on Tuesday.

“We found the money,” she said.
"""


def test_a_decision_outlives_a_new_run(tmp_path: Path, watched: Watched) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "fen.txt").write_text(STORY, encoding="utf-8")
    out = tmp_path / "out"
    settings = Settings(out=str(out))
    extract_to([tmp_path / "in"], settings)
    money = read_tables(out).money
    assert len(money), read_tables(out).problems["message"].tolist()
    key, article = money["money_id"].iloc[-1], money["article_id"].iloc[-1]
    with serving(out) as server:
        page = watched.go(server.address + f"#/read/{article}/money/{key}")
        page.wait_for_selector("mark.chosen")
        assert "token" not in page.url
        page.select_option("#cell-kind", "reserve")
        page.click("text=Save corrections")
        saved(page)
    (tmp_path / "in" / "other.txt").write_text(STORY.replace("library", "pool"), encoding="utf-8")
    extract_to([tmp_path / "in"], settings, fresh=True)
    with serving(out) as server:
        page = watched.go(server.address + f"#/read/{article}/money/{key}")
        page.wait_for_selector("#verdict .correct")
        assert page.input_value("#cell-kind") == "reserve"
    assert read_kinds(apply_review(out).target)[key] == "reserve"
    assert read_kinds(out)[key] != "reserve"


def test_decisions_without_a_row_are_shown(tmp_path: Path, watched: Watched) -> None:
    out = written(tmp_path)
    (out / REVIEW).write_text(
        "row_id,table,article_id,decision,column,old_value,new_value,note\n"
        f"{'0' * 16},money,{FEN},reject,,£9m,,<b>gone</b>\n",
        encoding="utf-8",
    )
    write_page(out)
    page = watched.go(address(out))
    page.click("#lost summary")
    assert "<b>gone</b>" in page.locator("#lost").inner_text()


LEEDS = STORY.replace("Fen Council", "Leeds City Council")


def test_merged_split_and_renamed_people_outlive_a_new_run(tmp_path: Path, watched: Watched) -> None:
    inputs, out = tmp_path / "in", tmp_path / "out"
    inputs.mkdir()
    for name, person, thing in (("a", "Amina Shah", "library"), ("b", "Bruno Keel", "pool"),
                                ("c", "Amina Shah", "museum"), ("d", "Dora Finch", "market")):  # fmt: skip
        copy = LEEDS.replace("Amina Shah", person).replace("library", thing)
        (inputs / f"{name}.txt").write_text(copy, encoding="utf-8")
    extract_to([inputs], Settings(out=str(out)))
    tables = read_tables(out)
    people = dict(zip(tables.people["name"], tables.people["person_id"], strict=True))
    museum = dict(zip(tables.articles["source"], tables.articles["article_id"], strict=True))["c.txt"]
    council = tables.organisations.set_index("name").loc["Leeds City Council", "organisation_id"]
    with serving(out) as server:
        page = watched.go(f"{server.address}#/entities/people/{people['Dora Finch']}")
        page.click("text=Tick for merging")
        page.locator("#entities [role=option]", has_text="Bruno Keel").click()
        page.click("#merge")
        page.locator("#entities [role=option]", has_text="Amina Shah").click()
        page.check(f"#split-{museum}")
        page.fill("#split-name", "Amina Shah the younger")
        page.click("text=Split off")
        saved(page)
        page.goto(f"http://127.0.0.1:{server.port}/#/entities/organisations/{council}")
        page.fill("#entity-name", "Leeds Council")
        page.keyboard.press("Enter")
        saved(page)
    (inputs / "0.txt").write_text(LEEDS.replace("Amina Shah", "Edda Moss").replace("library", "park"), encoding="utf-8")
    extract_to([inputs], Settings(out=str(out)), fresh=True)
    assert write_page(out).lost == ()
    page = watched.go(address(out, f"#/entities/people/{people['Dora Finch']}"))
    expect(page.locator("#entity-verdict .merge")).to_contain_text("Bruno Keel")
    applied = apply_review(out).tables
    assert dict(zip(applied.people["name"], applied.people["articles"], strict=True)) == {
        "Amina Shah": 1, "Amina Shah the younger": 1, "Bruno Keel": 2, "Edda Moss": 1,
    }  # fmt: skip
    assert "Leeds Council" in set(applied.organisations["name"])
    assert "Leeds City Council" in set(read_tables(out).organisations["name"])
