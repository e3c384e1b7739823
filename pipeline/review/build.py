"""Puts the page together: one HTML file with its own style and script, and the data beside it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.exports.staging import Row, Source, replacing
from pipeline.resources import PACKAGE
from pipeline.review.decisions import REVIEW, Decision, read_review, reviewable, without_rows
from pipeline.review.overview import Overview, shown_articles
from pipeline.review.payload import (
    Columns,
    article_data,
    articles_with_rows,
    decided,
    described,
    placed_tables,
    script,
    vocabulary,
)
from pipeline.tables import read_tables, schemas

FOLDER = "review"
PAGE = PACKAGE / "review" / "page"
# In the order in which they run.
SCRIPTS = (
    "data", "elements", "decisions", "saving", "lists", "forms", "filters", "reader", "detail", "rows", "entities",
    "charts", "overview", "keys", "main",
)  # fmt: skip
DATA_FILE = re.compile(r"data/(?:start|decisions|rows-[a-z]+|articles/[0-9a-f]{16})\.js")


@dataclass(frozen=True)
class Review:
    """A page that was written: where, how many decisions it knows, and those whose row this run did not give."""

    page: Path
    articles: int
    decisions: int
    lost: tuple[Decision, ...]


def write_page(out: str | Path) -> Review:
    """Write the page of a finished output folder into its folder `review`, with what `review.csv` says so far.

    Raises OutputError where the folder holds no tables or cannot be written, InputError where `review.csv` cannot
    be read.
    """
    home = Path(out)
    source = Source(read_tables(home))
    for name, schema in schemas().items():
        missing = [column.name for column in schema.columns if column.name not in source.tables[name]]
        if missing:
            raise OutputError(
                f"{name} has no column {', '.join(missing)}: another version made these tables; run `ldr extract` again"
            )
    decisions = read_review(home / REVIEW)
    folder = home / FOLDER
    known: dict[str, set[str]] = {}
    wanted = set()
    for name, text in _data_files(source, known):
        _write(folder / "data" / f"{name}.js", text)
        wanted.add(folder / "data" / f"{name}.js")
    lost = without_rows(decisions, known)
    _write(folder / "data" / "decisions.js", decisions_script(decisions))
    wanted.add(folder / "data" / "decisions.js")
    for path in (folder / "data").rglob("*.js"):
        if path not in wanted:
            path.unlink()
    _write(folder / "index.html", page())
    return Review(folder / "index.html", len(known["articles"]), len(decisions), tuple(lost))


def decisions_script(decisions: list[Decision], saves: bool = False) -> str:
    """Give the data file of the decisions; `saves` where a server keeps them."""
    return script("decisions", {"decisions": decided(decisions), "saves": saves})


def _data_files(source: Source, known: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Give the data files by name; fills `known` with the keys of every table's rows."""
    columns = {name: Columns(schema) for name, schema in reviewable().items()}
    overview = Overview()
    articles: list[Row] = []
    for article, rows in articles_with_rows(source):
        for name, found in rows.items():
            for row in found:
                columns[name].add(len(articles), row)
        columns["articles"].add(len(articles), article)
        overview.add(article, rows)
        yield f"articles/{article['article_id']}", script(article["article_id"], article_data(article, rows))
        articles.append({name: value for name, value in article.items() if name != "text"})
    for name, schema in schemas().items():
        if name in placed_tables() or name == "articles":
            continue
        overview.count(name, len(source.tables[name]))
        if name in reviewable():
            for row in source.rows(schema.name):
                columns[name].add(-1, row)
    names = {row["person_id"]: row["name"] for row in source.rows("people")}
    for name, one in columns.items():
        known[name] = set(one.keys)
        yield f"rows-{name}", script(f"rows-{name}", one.data())
    yield "start", script("start", _start(articles, overview, names))


def _start(articles: list[Row], overview: Overview, people: dict[str, str]) -> dict[str, Any]:
    return {
        "tables": described(),
        "review": vocabulary(),
        "articles": shown_articles(articles),
        "overview": overview.data(people),
    }


@cache
def page() -> str:
    """Give the page: its style and script stand in it, and its policy lets nothing else run but its own data."""
    style = (PAGE / "review.css").read_text(encoding="utf-8")
    code = "\n".join((PAGE / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    return html.replace("{policy}", policy(code, style)).replace("{style}", style).replace("{script}", code)


def policy(code: str, style: str) -> str:
    """Give the content security policy: the one script and style by digest, data of its own folder, nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(code)}' 'self'",
            f"style-src '{_digest(style)}'",
            "connect-src 'self'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "trusted-types ldr",
            "require-trusted-types-for 'script'",
        )
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _write(path: Path, text: str) -> None:
    with replacing(path) as staged:
        staged.write_text(text, encoding="utf-8", newline="")
