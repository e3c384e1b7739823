"""Serves the page to its owner alone (this machine, a token, its own address) and saves what is decided."""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pipeline.errors import InputError, OutputError
from pipeline.review.build import DATA_FILE, FOLDER, decisions_script, write_page
from pipeline.review.decisions import REVIEW, read_review, replaced, write_review

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
LONGEST_BODY = 2_000_000  # bytes of one row's decisions
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ReviewServer(ThreadingHTTPServer):
    """Serves one output folder. Whoever has no token, or comes from another page, gets nothing."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, out: Path, port: int = 0) -> None:
        self.out = out
        self.token = secrets.token_urlsafe(24)
        self.lock = threading.Lock()
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise OutputError(f"port {port} of {HOST} cannot be had ({error.strerror}); name another --port") from error

    @property
    def port(self) -> int:
        """The port that was asked for, or that was free."""
        return int(self.server_address[1])

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which it answers: a page elsewhere whose name was bent to this machine has another."""
        return tuple(f"{name}:{self.port}" for name in NAMES)

    @property
    def cookie(self) -> str:
        """The cookie that holds the token; ports share their cookies, so it names its own."""
        return f"ldr_review_{self.port}"

    @property
    def address(self) -> str:
        """The address to open, token included."""
        return f"http://{HOST}:{self.port}/?token={self.token}"


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    server_version = "ldr"
    sys_version = ""
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: addresses hold the token."""

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        given = parse_qs(place.query).get("token", [""])[0] if place.path == "/" else ""
        if not self._allowed(given):
            return
        name = place.path.removeprefix("/") or "index.html"
        if name == "data/decisions.js":
            self._decisions()
        elif name == "index.html" or DATA_FILE.fullmatch(name):
            self._file(name, given)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "no such page")

    def do_POST(self) -> None:
        if self.headers.get("Origin", "") not in {f"http://{host}" for host in self.server.hosts}:
            self._answer(HTTPStatus.FORBIDDEN, "comes from another page")
            return
        if not self._allowed():
            return
        if self.path != "/decisions" or self.headers.get_content_type() != "application/json":
            self._answer(HTTPStatus.NOT_FOUND, "decisions come as JSON to /decisions")
            return
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch(r"\d{1,8}", length) or int(length) > LONGEST_BODY:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long, or of no stated length")
            return
        try:
            said = json.loads(self.rfile.read(int(length)))
            row = (said["table"], said["row_id"])
            if not all(isinstance(part, str) for part in row) or not isinstance(said["decisions"], list):
                raise ValueError("table and row_id are strings, decisions a list")
            with self.server.lock:
                path = self.server.out / REVIEW
                write_review(replaced(read_review(path), row, said["decisions"]), path)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            self._answer(HTTPStatus.BAD_REQUEST, f"not decisions: {error}")
        except (InputError, OutputError) as error:
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
        else:
            self._answer(HTTPStatus.OK, "saved")

    def _allowed(self, given: str = "") -> bool:
        if self.headers.get("Host", "") not in self.server.hosts:
            self._answer(HTTPStatus.FORBIDDEN, "asked for under another name")
            return False
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(self.server.cookie)
        except CookieError:
            cookie = None
        known = given or (cookie.value if cookie else "")
        if not secrets.compare_digest(known.encode(), self.server.token.encode()):
            self._answer(HTTPStatus.FORBIDDEN, "open the address that `ldr review --serve` printed, token included")
            return False
        return True

    def _file(self, name: str, given: str) -> None:
        try:
            body = (self.server.out / FOLDER / name).read_bytes()
        except OSError:
            self._answer(HTTPStatus.NOT_FOUND, "not there: run `ldr review` again")
            return
        kind = "text/html" if name == "index.html" else "text/javascript"
        cookie = f"{self.server.cookie}={self.server.token}; Path=/; HttpOnly; SameSite=Strict" if given else ""
        self._answer(HTTPStatus.OK, body, kind, cookie)

    def _decisions(self) -> None:
        try:
            with self.server.lock:
                text = decisions_script(read_review(self.server.out / REVIEW), saves=True)
        except InputError as error:
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
            return
        self._answer(HTTPStatus.OK, text, "text/javascript")

    def _answer(self, status: HTTPStatus, body: str | bytes, kind: str = "text/plain", cookie: str = "") -> None:
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = True


@contextmanager
def serving(out: str | Path, port: int = 0) -> Iterator[ReviewServer]:
    """Write the page of an output folder and serve it in the background; `port` 0 is any that is free.

    Raises OutputError where the port cannot be had, and what `write_page` raises.
    """
    write_page(out)
    with ReviewServer(Path(out), port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def serve(out: str | Path, port: int, ready: Callable[[ReviewServer], None]) -> None:
    """Serve a page until Ctrl-C; `ready` is called with the server when it answers."""
    with serving(out, port) as server:
        try:
            ready(server)
            threading.Event().wait()
        except KeyboardInterrupt:
            return
