"""`make audit` against a server that answers as the OSV database does: nothing known, something known, an error.

The shapes are those of `POST /v1/querybatch` (https://google.github.io/osv.dev/post-v1-querybatch/): a result for each
query in its order, `{}` where nothing is known.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from audit import main
from licences import locked

PACKAGES = sorted(set(locked()))
KNOWN = {"vulns": [{"id": "GHSA-462w-v97r-4m45", "modified": "2024-09-24T21:04:15.213861Z"}]}


class Source(HTTPServer):
    """Gives one answer, and notes what it was asked."""

    answer: tuple[int, bytes] = (200, b"")
    asked: dict[str, Any]

    @property
    def url(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1/querybatch"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Source)
        self.server.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, body = self.server.answer
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def source() -> Iterator[Source]:
    server = Source(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def results(*found: dict[str, Any]) -> tuple[int, bytes]:
    return 200, json.dumps({"results": [*found, *({} for _ in PACKAGES[len(found) :])]}).encode()


def test_nothing_known_is_said_with_the_number_of_packages(source: Source, capsys: pytest.CaptureFixture[str]) -> None:
    source.answer = results()
    assert main(source.url) == 0
    assert capsys.readouterr().out == f"No known vulnerability in {len(PACKAGES)} packages.\n"


def test_every_locked_package_is_asked_for_with_its_version(source: Source) -> None:
    source.answer = results()
    main(source.url)
    asked = [(one["package"]["name"], one["version"]) for one in source.asked["queries"]]
    assert asked == PACKAGES
    assert {one["package"]["ecosystem"] for one in source.asked["queries"]} == {"PyPI"}


def test_what_is_known_is_named_with_its_package(source: Source, capsys: pytest.CaptureFixture[str]) -> None:
    source.answer = results({}, KNOWN)
    assert main(source.url) == 1
    name, version = PACKAGES[1]
    assert capsys.readouterr().out == f"{name} {version}: GHSA-462w-v97r-4m45\n"


@pytest.mark.parametrize(
    "answer",
    [
        (400, b'{"code": 3, "message": "Invalid query."}'),
        (503, b"upstream connect error"),
        (200, b"<html>Sign in</html>"),
        (200, b'{"results": [{}]}'),
        (200, b'{"results": null}'),
        (200, b"[]"),
    ],
    ids=["refused", "down", "a page", "too few", "null", "a list"],
)
def test_an_answer_that_is_none_is_not_called_safe(
    source: Source, capsys: pytest.CaptureFixture[str], answer: tuple[int, bytes]
) -> None:
    source.answer = answer
    assert main(source.url) == 3
    assert capsys.readouterr().out.startswith("Not checked: ")
