"""The review page for everyone: WCAG AA by axe, dark and light, desk and phone, keyboard and screen reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from review_tables import A_MARSH, ADA, FEN

from review.browsing import PHONE, VIEWS, WIDE, Watched, address, tab_to

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_breaks_wcag_aa(folder: Path, browser: Browser, scheme: Any, size: Any) -> None:
    context = browser.new_context(color_scheme=scheme, viewport=size)
    page = context.new_page()
    axe = Axe()
    for view in VIEWS:
        page.goto("about:blank")
        page.goto(address(folder, view))
        page.wait_for_selector("body[data-ready]")
        if view.endswith(A_MARSH):  # with a name ticked, there is a button to merge
            page.click("text=Tick for merging")
            page.locator("#entities [role=option]", has_text="Ada Marsh").click()
            page.locator("#merge").wait_for()
        page.evaluate("document.querySelectorAll('section:not(#help) details').forEach((one) => { one.open = true; })")
        page.wait_for_timeout(50)
        result = axe.run(page, options={"runOnly": WCAG})
        found = [
            (one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in result.response["violations"]
        ]
        assert found == [], view
    context.close()


def test_the_dark_page_is_dark(folder: Path, browser: Browser) -> None:
    found = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address(folder))
        page.wait_for_selector("body[data-ready]")
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        found[scheme] = sum(int(part) for part in colour.strip("rgb()").split(","))
        context.close()
    assert found["dark"] < 200 < 600 < found["light"]


def test_the_first_step_by_tab_skips_to_the_content(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder))
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_screen_reader_is_told_what_is_chosen_and_what_happened(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder, f"#/read/{FEN}"))
    rows = page.get_by_role("listbox", name="Rows of this article")
    tab_to(page, rows)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    option = rows.get_by_role("option", selected=True)
    expect(option).to_have_count(1)
    assert rows.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert (option.get_attribute("aria-posinset"), option.get_attribute("aria-setsize")) == ("2", "12")
    expect(page.get_by_role("article")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator("#said[aria-live=polite]")).to_have_text("rejected")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("Undone: 1 rows")


def test_every_control_of_a_persons_page_is_reached_by_tab(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder, f"#/entities/people/{ADA}"))
    page.locator("#entity-name").wait_for()
    for control in page.locator("#entities :is(button, input, select, summary, a[href]):visible").all():
        tab_to(page, control)


def test_a_phone_shows_it_without_scrolling_sideways(folder: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    for view in VIEWS:
        page.goto("about:blank")
        page.goto(address(folder, view))
        page.wait_for_selector("body[data-ready]")
        page.wait_for_timeout(50)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], view
    page.goto(address(folder, f"#/read/{FEN}"))
    page.locator("mark", has_text="£1.2m").tap()
    page.locator("[data-decision=accept]").tap()
    assert page.locator("#verdict").inner_text() == "accepted"
    context.close()
