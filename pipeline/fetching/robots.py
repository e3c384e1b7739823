"""The rules by which sites tell programs what not to fetch (RFC 9309), asked once for each site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from pipeline.errors import FetchError


class Robots:
    """The rules of the sites asked so far."""

    def __init__(self) -> None:
        self._rules: dict[str, RobotFileParser] = {}

    def allow(self, url: str, agent: str, ask: Callable[[str], Any]) -> bool:
        """Whether a site's rules let a program fetch an address; `ask` gets the rules."""
        return self._of(url, ask).can_fetch(agent, url)

    def delay(self, url: str, agent: str) -> float:
        """Give the seconds that a site known by now wants between two requests; 0 where it does not say."""
        rules = self._rules.get(_site(url))
        return float(rules.crawl_delay(agent) or 0) if rules else 0.0

    def _of(self, url: str, ask: Callable[[str], Any]) -> RobotFileParser:
        site = _site(url)
        if site not in self._rules:
            rules = RobotFileParser()
            try:
                answer = ask(f"{site}/robots.txt")
                status, text = answer.status, answer.body.decode("utf-8", "replace")
            except FetchError:
                raise
            except OSError:
                # nobody is there: asking for the address itself says so better
                status, text = 404, ""
            if status == 200:
                rules.parse(text.splitlines())
            elif status >= 500:
                # a site that cannot say what it allows is left alone for now
                rules.parse(["User-agent: *", "Disallow: /"])
            else:
                rules.parse([])
            self._rules[site] = rules
        return self._rules[site]


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
