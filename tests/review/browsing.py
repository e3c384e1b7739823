"""A browser's page that is watched while a test works on the review page, and where its views are."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect
from review_tables import A_MARSH, ADA, COUNCIL, FEN, GRANT

from pipeline.tables import read_tables

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
VIEWS = (
    "#/overview",
    f"#/read/{FEN}/money/{GRANT}",
    "#/rows",
    f"#/entities/people/{ADA}",
    f"#/entities/people/{A_MARSH}",
    f"#/entities/organisations/{COUNCIL}",
    "#/help",
)
FARTHEST = 200
"""More steps by Tab than any view has places to go to."""


class Watched:
    """A page whose requests, errors and dialogs are kept."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))

    def go(self, address: str) -> Page:
        self.page.goto(address)
        self.page.wait_for_selector("body[data-ready]")
        return self.page


def address(out: Path, view: str = "") -> str:
    return (out / "review" / "index.html").as_uri() + view


def chosen(page: Page) -> str:
    return page.locator("mark.chosen").all_inner_texts()[0]


def saved(page: Page) -> None:
    """Wait until the server has what was decided."""
    expect(page.locator("#saved")).to_have_text("Saved to review.csv")


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on with the Tab key until the element has the focus, as somebody without a mouse does."""
    wanted.wait_for()
    for _ in range(FARTHEST):
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {wanted}")


def read_kinds(out: Path) -> dict[str, str]:
    """Give the kind of each sum of a folder of tables."""
    money = read_tables(out).money
    return dict(zip(money["money_id"], money["kind"], strict=True))
