"""Nothing that an article says is run, in a real browser; the server serves its owner alone."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from review_tables import EVIL, FEN, FIVE_AGAIN, GRANT, HARM, HOSTILE, HOSTILE_TEXT, written

from corpus import ROOT
from pipeline.review import serving
from pipeline.review.build import PAGE, SCRIPTS
from pipeline.review.decisions import REVIEW, read_review
from pipeline.review.server import ReviewServer
from review.browsing import VIEWS, Watched, address, saved


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


@pytest.mark.parametrize("path", ["/", "/data/start.js", "/data/decisions.js", f"/data/articles/{FEN}.js"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "0.0.0.0:{port}", ""])
def test_a_name_bent_to_this_machine_reads_nothing(server: ReviewServer, path: str, host: str) -> None:
    assert ask(server, "GET", path)[0] == 200
    status, _, said = ask(server, "GET", path, Host=host.format(port=server.port) or " ")
    assert status == 403
    assert "Fen" not in said


def test_another_site_neither_reads_nor_writes_with_the_owners_cookie(server: ReviewServer, browser: Browser) -> None:
    with serving(server.out) as other:  # another origin, in the browser in which the owner's page is open
        context = browser.new_context()
        owner, stranger = context.new_page(), context.new_page()
        owner.goto(server.address)
        owner.wait_for_selector("body[data-ready]")
        stranger.route("**/*", lambda route: route.fulfill(body="<p>evil</p>", content_type="text/html"))
        stranger.goto("http://evil.example/")
        stranger.unroute("**/*")
        tried = """async (port) => {
            const home = `http://127.0.0.1:${port}`;
            const body = JSON.stringify({ table: "money", row_id: "x", decisions: [] });
            const ask = async (path, options) => {
                const asked = fetch(home + path, { credentials: "include", ...options });
                return asked.then((answer) => answer.type, () => "refused");
            };
            return [await ask("/data/decisions.js", {}), await ask("/decisions", { method: "POST", body,
                headers: { "Content-Type": "application/json" } })];
        }"""
        assert stranger.evaluate(tried, server.port) == ["refused", "refused"]
        assert other.token != server.token
        assert ask(other, "GET", "/", Cookie=f"{other.cookie}={server.token}")[0] == 403
        context.close()
    assert read_review(server.out / REVIEW) == []


def test_the_command_prints_the_address_that_opens_and_stops_cleanly(tmp_path: Path, watched: Watched) -> None:
    out = written(tmp_path)
    command = [sys.executable, "-m", "pipeline", "review", str(out), "--serve"]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with running:
        assert running.stdout is not None and running.stderr is not None
        opened = running.stdout.readline().removeprefix("Open ").strip()
        assert opened.startswith("http://127.0.0.1:") and "?token=" in opened
        page = watched.go(f"{opened}#/read/{FEN}/money/{GRANT}")
        page.wait_for_selector("mark.chosen")
        page.keyboard.press("a")
        saved(page)
        assert [(one.row_id, one.decision) for one in read_review(out / REVIEW)] == [(GRANT, "accept")]
        running.send_signal(signal.SIGINT)
        assert (running.wait(60), running.stderr.read()) == (0, "")
