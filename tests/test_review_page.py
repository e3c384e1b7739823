"""The review page in a real browser: read, filter, decide, reload, run again, apply; nothing an article says is run."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from review_tables import (
    A_MARSH,
    ADA,
    EVIL,
    EVIL_NAME,
    FEN,
    FIVE_AGAIN,
    GRANT,
    HARM,
    HOSTILE,
    HOSTILE_TEXT,
    MARSH,
    written,
)

from corpus import ROOT
from pipeline.articles.record import ArticleRecord
from pipeline.extractors.money.record import Money
from pipeline.job import extract_to
from pipeline.records import row_id
from pipeline.review import apply_review, serving, write_page
from pipeline.review.build import PAGE, SCRIPTS
from pipeline.review.decisions import REVIEW, read_review
from pipeline.review.server import ReviewServer
from pipeline.settings import Settings
from pipeline.tables import build_tables, read_tables, write_tables

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
VIEWS = ("#/overview", f"#/read/{FEN}/money/{GRANT}", "#/rows", f"#/entities/people/{ADA}", "#/help")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, with no network but this machine."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page on the disk that tests read and do not change."""
    out = written(tmp_path_factory.mktemp("review"))
    write_page(out)
    return out


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


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    one = Watched(context)
    yield one
    assert one.complaints == []
    context.close()


def address(out: Path, view: str = "") -> str:
    return (out / "review" / "index.html").as_uri() + view


def chosen(page: Page) -> str:
    return page.locator("mark.chosen").all_inner_texts()[0]


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


def read_kinds(out: Path) -> dict[str, str]:
    money = read_tables(out).money
    return dict(zip(money["money_id"], money["kind"], strict=True))


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


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("Saved to review.csv")


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


def test_nothing_that_an_article_says_is_run(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder, f"#/read/{HOSTILE}/money/{HARM}"))
    page.wait_for_selector("mark.chosen")
    text = page.locator("article.words").inner_text()
    assert "<img src=x onerror=window.pwned=1></script><script>window.pwned=1</script>" in text
    assert "⟦U+202E⟧£666 evil" in text
    assert text.replace("⟦U+202E⟧", "\u202e").split() == HOSTILE_TEXT.split()
    for view in (*VIEWS, f"#/entities/people/{EVIL}"):
        page.goto(address(folder, view))
        page.wait_for_timeout(100)
    found = page.evaluate(
        """() => {
            const all = [...document.querySelectorAll('*')];
            const handlers = all.filter((one) => [...one.attributes].some((name) => name.name.startsWith('on')));
            const away = all.filter((one) => one.matches('a:not([href^="#"]), img, iframe, object, script[src]'));
            return [window.pwned, handlers.length, away.length];
        }"""
    )
    assert found == [None, 0, 0]
    assert all(request.startswith(address(folder).removesuffix("index.html")) or request == "data:,"
               for request in watched.requests)  # fmt: skip


def test_the_policy_stops_what_would_get_through(folder: Path, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address(folder))
    page.wait_for_selector("body[data-ready]")
    # from a timer: the driver's own calls may do what the page may not
    tried = """() => new Promise((resolve) => setTimeout(() => {
        const attempts = [
            () => { document.body.innerHTML = '<b>x</b>'; },
            () => { window.eval('window.pwned = 1'); },
            () => { document.createElement('script').text = 'window.pwned = 1'; },
            () => { document.createElement('script').src = 'data/start.js'; },
            () => { document.body.setAttribute('onclick', 'window.pwned = 1'); },
        ];
        const got = attempts.filter((attempt) => { try { attempt(); return true; } catch { return false; } });
        document.body.click();
        resolve([got.map(String), window.pwned === undefined]);
    }, 0))"""
    assert page.evaluate(tried) == [[], True]
    context.close()


def test_the_code_parses_no_markup() -> None:
    for name in SCRIPTS:
        code = (PAGE / f"{name}.js").read_text(encoding="utf-8")
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "</",
        ):
            assert forbidden not in code, f"{name}.js: {forbidden}"
        assert code.count("\n") <= 400
    assert {path.stem for path in PAGE.glob("*.js")} == set(SCRIPTS)


WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# in the dark only the colours differ
@pytest.mark.parametrize(("scheme", "rules"), [("light", WCAG), ("dark", ["color-contrast"])], ids=["light", "dark"])
def test_no_view_breaks_wcag_aa(folder: Path, browser: Browser, scheme: Any, rules: list[str]) -> None:
    context = browser.new_context(color_scheme=scheme, viewport=WIDE)  # type: ignore[arg-type]
    page = context.new_page()
    axe = Axe()
    for view in VIEWS:
        page.goto("about:blank")
        page.goto(address(folder, view))
        page.wait_for_selector("body[data-ready]")
        page.evaluate("document.querySelectorAll('section:not(#help) details').forEach((one) => { one.open = true; })")
        page.wait_for_timeout(50)
        result = axe.run(page, options={"runOnly": rules})
        found = [
            (one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in result.response["violations"]
        ]
        assert found == [], view
    context.close()


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


def test_charts_say_their_numbers(folder: Path, watched: Watched) -> None:
    page = watched.go(address(folder))
    assert page.locator("figure svg[role=img][aria-labelledby]").count() == 4
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tables = [table.inner_text().split("\n") for table in page.locator("figure table").all()]
    assert "funding\t2022\t5,000,000\t1" in tables[1]  # what restates or belongs to it is not added up
    assert "judgements\t2022-07\t1" in tables[2]
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


def test_five_thousand_articles_are_as_quick_as_three(tmp_path: Path, watched: Watched) -> None:
    records: list[Any] = []
    for number in range(5_000):
        article, text = f"{number:016x}", f"Council {number} spends £{number + 1}m"
        start = text.index("£")
        records.append(ArticleRecord(article_id=article, source=f"{number}.txt", headline=text, text=text))
        records += [
            Money(money_id=row_id("money", article, n), article_id=article, text=text[start:], char_start=start,
                  char_end=len(text), kind="spend", rule="money.symbol_amount", sentence=text)
            for n in range(2)
        ]  # fmt: skip
    write_tables(build_tables(records), tmp_path, ("parquet",))
    write_page(tmp_path)
    page = watched.go(address(tmp_path, "#/rows"))
    expect(page.locator("#work-title")).to_have_text("Rows: 10,000")
    assert page.locator("[role=option]").count() < 60
    page.locator("#rows [role=listbox]").press("End")
    page.wait_for_selector("#rows [aria-posinset='10000']")
    page.locator("#rows [role=listbox]").press("Enter")
    page.wait_for_selector("mark.chosen")
    assert chosen(page) == "£5000m"
    assert sum("data/articles/" in request for request in watched.requests) <= 2  # only what is read is loaded


# ------------------------------------------------------------------ the server
@pytest.fixture
def server(tmp_path: Path) -> Iterator[ReviewServer]:
    with serving(written(tmp_path)) as one:
        yield one


def ask(
    server: ReviewServer, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    known = {"Host": f"127.0.0.1:{server.port}", "Cookie": f"{server.cookie}={server.token}"}
    if body is not None:
        known |= {"Origin": f"http://127.0.0.1:{server.port}", "Content-Type": "application/json"}
    given = {
        name: value for name, value in (known | {n.replace("_", "-"): v for n, v in headers.items()}).items() if value
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, body if body is None or isinstance(body, bytes) else json.dumps(body), given)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read().decode()
    connection.close()
    return found


DECISION = {"table": "money", "row_id": GRANT, "decisions": [{"article_id": FEN, "decision": "accept"}]}


def test_the_server_listens_on_this_machine_and_needs_its_token(server: ReviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert ask(server, "GET", "/", Cookie="")[0] == 403
    assert ask(server, "GET", "/?token=guess")[0] == 403
    assert ask(server, "GET", "/data/decisions.js", Cookie="")[0] == 403
    assert ask(server, "GET", f"/data/decisions.js?token={server.token}", Cookie="")[0] == 403  # it goes in by the door
    status, headers, page = ask(server, "GET", f"/?token={server.token}", Cookie="")
    assert status == 200
    assert "HttpOnly; SameSite=Strict" in headers["Set-Cookie"]
    assert (headers["X-Frame-Options"], headers["Cross-Origin-Resource-Policy"]) == ("DENY", "same-origin")
    assert "script-src 'sha256-" in page
    assert "unsafe" not in page.split("<style>")[0]
    assert ask(server, "GET", "/data/decisions.js")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/review.csv",
        "/../review.csv",
        "/data/../../review.csv",
        "/data/articles/../start.js",
        "//etc/passwd",
        "/%2e%2e/run.json",
    ],
)
def test_the_server_gives_nothing_but_the_page(server: ReviewServer, path: str) -> None:
    assert ask(server, "GET", path)[0] == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Cookie": ""}, 403),
        ({"Content_Type": "text/plain"}, 404),
    ],
)
def test_other_pages_save_nothing(server: ReviewServer, headers: dict[str, str], status: int) -> None:
    assert ask(server, "POST", "/decisions", DECISION, **headers)[0] == status
    assert read_review(server.out / REVIEW) == []


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[" * 100_000,
        {"table": "money"},
        {"table": "weather", "row_id": "x", "decisions": [{"decision": "accept"}]},
        {"table": "money", "row_id": "x", "decisions": [{"decision": "accept", "line": 3}]},
        {
            "table": "money",
            "row_id": "x",
            "decisions": [{"decision": "correct", "column": "kind", "new_value": "gold"}],
        },
        {"table": "money", "row_id": "x", "decisions": [{"decision": "accept"}, {"decision": "reject"}]},
    ],
)
def test_what_is_no_decision_is_refused(server: ReviewServer, body: Any) -> None:
    status, _, said = ask(server, "POST", "/decisions", body)
    assert (status, said[:13]) == (400, "not decisions")
    assert read_review(server.out / REVIEW) == []


def test_decisions_are_saved_one_row_at_a_time(server: ReviewServer) -> None:
    assert ask(server, "POST", "/decisions", DECISION)[0] == 200
    assert ask(server, "POST", "/decisions", DECISION | {"row_id": FIVE_AGAIN})[0] == 200
    assert ask(server, "POST", "/decisions", DECISION | {"decisions": []})[0] == 200
    assert [one.row_id for one in read_review(server.out / REVIEW)] == [FIVE_AGAIN]
    assert ask(server, "POST", "/decisions", b"{}", Content_Length="2000001")[0] == 413
