"""One bounded HTTP request: redirects, waits, size and time have limits, and robots rules are kept.

A public address may not lead into a private network: the address of the server is looked at once it is connected,
before anything is asked, so that a name which resolves twice to different places is no way around.
"""

from __future__ import annotations

import functools
import http.client
import ipaddress
import socket
import ssl
import time
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipeline.errors import FetchError
from pipeline.fetching.robots import Robots
from pipeline.resources import read_toml

AGENT = "ldr-pipeline"
REDIRECTS = (301, 302, 303, 307, 308)
BUSY = (429, 500, 502, 503, 504)
Wait = Callable[[float], object]


@dataclass(frozen=True)
class Answer:
    """What a server answered: its status, the headers in lower case, the body, and the address in the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass
class Client:
    """Asks servers. `secret` headers go to the address asked for and never elsewhere; `wait` takes seconds."""

    secret: Mapping[str, str] = field(default_factory=dict)
    keep_robots: bool = True
    wait: Wait = time.sleep
    robots: Robots = field(default_factory=Robots)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Get an address; a busy server is asked again after the wait that it names.

        Raises FetchError for what robots rules forbid, what is beyond a bound, and an error of the server.
        """
        tries = int(_bounds()["tries"])
        for attempt in range(1, tries + 1):
            try:
                answer = self._follow(url, headers or {})
            except OSError as error:
                if attempt == tries or isinstance(error, ssl.SSLCertVerificationError):
                    raise FetchError(f"{url}: cannot be reached ({_reason(error)}); check the address") from error
                self.wait(2.0 ** (attempt - 1))
                continue
            if answer.status not in BUSY or attempt == tries:
                break
            self.wait(_delay(answer.headers.get("retry-after", ""), 2.0 ** (attempt - 1)))
        if answer.status in (401, 403):
            raise FetchError(f"{url}: the server refuses ({answer.status}); check your key and what it entitles you to")
        if answer.status not in (200, 304):
            raise FetchError(f"{url}: the server answers {answer.status}; check the address, or try again later")
        return answer

    def _follow(self, url: str, headers: Mapping[str, str]) -> Answer:
        guard = Guard()
        at = url
        for _ in range(int(_bounds()["redirects"]) + 1):
            check_address(at)
            guard.check_name(at)
            if self.keep_robots and not self.robots.allow(at, AGENT, lambda place: _ask(place, {}, guard)):
                raise FetchError(f"{at}: the site's robots.txt asks programs not to fetch it")
            ours = self.secret if _origin(at) == _origin(url) else {}
            answer = _ask(at, {**headers, **ours}, guard)
            if answer.status not in REDIRECTS:
                return answer
            at = urljoin(at, answer.headers.get("location", ""))
        raise FetchError(f"{url}: more than {_bounds()['redirects']} redirects; use the address where they end")


class Guard:
    """Remembers whether the first server was public; then no later one may be private."""

    def __init__(self) -> None:
        self.public: bool | None = None

    def check(self, address: str) -> None:
        """Look at the address of a server that was connected to.

        Raises FetchError.
        """
        private = is_private(address)
        if self.public is None:
            self.public = not private
        elif self.public and private:
            raise FetchError(f"{address}: a public address redirects into a private network; it is not followed")

    def check_name(self, url: str) -> None:
        """Look at a host that is an address itself, which a proxy would connect to for us."""
        host = urlsplit(url).hostname or ""
        if self.public is not None and (host == "localhost" or _is_number(host)):
            self.check("127.0.0.1" if host == "localhost" else host)


def is_private(address: str) -> bool:
    """Whether an IP address is in no public network.

    >>> is_private("10.1.2.3"), is_private("::1"), is_private("93.184.216.34"), is_private("::ffff:192.168.0.1")
    (True, True, False, True)
    """
    number = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(number, "ipv4_mapped", None)
    return not (mapped or number).is_global


def check_address(url: str) -> None:
    """Refuse what is no plain web address.

    Raises FetchError.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(f"{url}: not a web address; it begins with https:// or http://")
    if parts.username or parts.password:
        raise FetchError(f"{parts.hostname}: an address with a password in it is not fetched; take it out")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


# ------------------------------------------------------------------ one request
class _Plain(http.client.HTTPConnection):
    guard: Callable[[str], None] | None = None

    def connect(self) -> None:
        super().connect()
        if self.guard is not None:
            self.guard(self.sock.getpeername()[0])


class _Secure(http.client.HTTPSConnection):
    guard: Callable[[str], None] | None = None

    def connect(self) -> None:
        super().connect()
        if self.guard is not None:
            self.guard(self.sock.getpeername()[0])


class _Handler(urllib.request.AbstractHTTPHandler):
    """Opens http and https, the server's address watched where no proxy stands between."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self.guard = guard

    def http_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(functools.partial(self._make, _Plain, request), request)

    def https_open(self, request: urllib.request.Request) -> Any:
        secure = functools.partial(self._make, _Secure, request, context=ssl.create_default_context())
        return self.do_open(secure, request)

    def _make(self, kind: Any, request: urllib.request.Request, host: str, **options: Any) -> Any:
        connection = kind(host, **options)
        if request.has_proxy() or getattr(request, "_tunnel_host", None):
            # the proxy's address says nothing: what it reaches is taken for public, and names are looked at
            self.guard.public = self.guard.public is not False
        else:
            connection.guard = self.guard.check
        return connection

    http_request = urllib.request.AbstractHTTPHandler.do_request_
    https_request = urllib.request.AbstractHTTPHandler.do_request_


def _ask(url: str, headers: Mapping[str, str], guard: Guard) -> Answer:
    """Ask once; redirects and errors of the server are answers too."""
    bounds = _bounds()
    opener = urllib.request.OpenerDirector()
    for handler in (urllib.request.ProxyHandler(), _Handler(guard)):
        opener.add_handler(handler)
    asked = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
    request = urllib.request.Request(url, headers=asked)
    deadline = time.monotonic() + bounds["answer_seconds"]
    try:
        with opener.open(request, timeout=bounds["silence_seconds"]) as response:
            body = _body(response, url, deadline)
            found = {name.casefold(): value for name, value in response.headers.items()}
            return Answer(response.status, found, _unpacked(body, found, url), url)
    except urllib.error.URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else OSError(str(error.reason)) from error
    except (http.client.HTTPException, UnicodeError) as error:
        raise OSError(f"no whole answer: {type(error).__name__}") from error


def _body(response: Any, url: str, deadline: float) -> bytes:
    largest = int(_bounds()["answer_bytes"])
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(65_536):
        pieces.append(piece)
        size += len(piece)
        if size > largest:
            raise FetchError(f"{url}: the answer has more than {largest:,} bytes; check what the address gives")
        if time.monotonic() > deadline:
            raise FetchError(f"{url}: the answer takes longer than {_bounds()['answer_seconds']} seconds; try later")
    return b"".join(pieces)


def _unpacked(body: bytes, headers: Mapping[str, str], url: str) -> bytes:
    """Unpack an answer that is compressed though nobody asked for it."""
    if "gzip" not in headers.get("content-encoding", ""):
        return body
    largest = int(_bounds()["answer_bytes"])
    try:
        plain = zlib.decompressobj(31).decompress(body, largest + 1)
    except zlib.error as error:
        raise FetchError(f"{url}: the answer cannot be unpacked ({error}); try later") from error
    if len(plain) > largest:
        raise FetchError(f"{url}: the answer has more than {largest:,} bytes; check what the address gives")
    return plain


def _delay(named: str, otherwise: float) -> float:
    """Give the seconds to wait: as the server names them, a number or a moment, within the bound."""
    longest = float(_bounds()["longest_wait"])
    try:
        seconds = float(named)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(named).timestamp() - time.time()
        except (TypeError, ValueError):
            seconds = otherwise
    return min(max(seconds, 0.0), longest)


def _reason(error: OSError) -> str:
    if isinstance(error, TimeoutError | socket.timeout):
        return "no answer in time"
    return error.strerror or str(error)


def _bounds() -> dict[str, Any]:
    return read_toml("fetching/bounds.toml")
