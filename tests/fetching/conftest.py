"""A site of our own, and bounds that tests do not wait for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fetching.serving import Site, serve
from pipeline.resources import read_toml


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The bounds, which a test may change for itself."""
    real = read_toml("fetching/bounds.toml")
    before = dict(real)
    monkeypatch.setattr("pipeline.fetching.connection._bounds", lambda: real)
    real.update(silence_seconds=2, answer_seconds=2)
    yield real
    real.clear()
    real.update(before)
