"""Runs the peers and this project on the corpus, scores them on one measure, writes docs/comparison.md: `make compare`.

Each peer has an environment of its own under .compare/, made from requirements/ and kept until its pins change.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from compare.protocol import REPEATS
from compare.scoring import VALUES, Score, score
from corpus import CORPUS, HALVES, ROOT, extract_half
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.cleaning import CleanArticle, clean_article
from pipeline.evaluate.gold import SPANNED, locate, read_gold
from pipeline.run import process_batch
from pipeline.settings import Settings
from pipeline.writers.csv_files import read_rows

HERE = Path(__file__).parent
PAGE = ROOT / "docs" / "comparison.md"
ENVIRONMENTS = ROOT / ".compare"
TIMEOUT = 1800
OURS = "ldr-pipeline"
UNSCORED = {"duration", "set", "time"}
TITLES = {"money": "Money", "dates": "Dates", "quotes": "Quotes", "people": "People"}
HALF_NAMES = {"heldback": "held back", "develop": "develop"}

Rows = dict[tuple[str, str], list[dict[str, str]]]


class PeerError(Exception):
    """Why a peer could not be run, in words fit to print."""


@dataclass
class Text:
    """An article as every tool gets it, with page furniture and byline blanked, and its gold."""

    article_id: str
    half: str
    text: str
    gold: dict[str, Any]


@dataclass
class Result:
    """What a tool found, by table and article, and how fast."""

    title: str
    version: str = ""
    rows: Rows = field(default_factory=dict)
    speeds: dict[str, float] = field(default_factory=dict)
    refused: int = 0


def peers() -> list[dict[str, str]]:
    """Read the list of peers."""
    listed: list[dict[str, str]] = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8"))["peer"]
    return listed


def texts(half: str, out: Path) -> Iterator[Text]:
    """Give the articles of a half that have gold, with the gold's offsets in the extracted text."""
    read = read_articles([CORPUS / "articles" / half], use_metadata=False)
    cleaned = {item.article_id: content(clean_article(item)) for item in read if isinstance(item, Article)}
    keys = {Path(row["source"]).name: row["article_id"] for row in read_rows(out, "articles")}
    for _, marked in read_gold(CORPUS / "gold" / half):
        key = keys[marked["source"]]
        with (out / "text" / f"{key}.txt").open(encoding="utf-8", newline="") as handle:
            text = handle.read()
        placed = {table: [locate(item, text) for item in marked.get(table, [])] for table in SPANNED if table in VALUES}
        # the gold does not list who wrote an article among its people, and does not forbid it either
        authors = [{"name": name, "optional": True} for name in marked.get("authors", [])]
        yield Text(key, half, cleaned[key], marked | placed | {"people": marked["people"] + authors})


def content(article: CleanArticle) -> str:
    """Give an article's text at its own offsets, all but its content blanked."""
    kept = list(re.sub(r"[^\n]", " ", article.article.text))
    for zone in article.zones:
        if zone.kind != "byline":
            kept[zone.start : zone.end] = article.article.text[zone.start : zone.end]
    return "".join(kept)


def our_rows(out: Path) -> Rows:
    """Give this project's rows of a run: dated dates, printed quotes, and the people whom each article names."""
    rows: Rows = defaultdict(list)
    for table in ("money", "dates", "quotes"):
        for row in read_rows(out, table):
            timeless = table == "dates" and row["type"] in UNSCORED and not row["start"]
            if not timeless and row.get("kind") != "reported":
                rows[table, row["article_id"]].append(row)
    people = {row["person_id"]: row for row in read_rows(out, "people")}
    named = {
        (row["article_id"], row["entity_id"]): people[row["entity_id"]]
        for row in read_rows(out, "mentions")
        if row["entity_type"] == "person" and row["entity_id"] in people
    }
    for (article_id, _), person in named.items():
        rows["people", article_id].append(person)
    return rows


def our_speed() -> float:
    """Give words a second of the whole extraction, every table at once."""
    found = read_articles([CORPUS / "articles"], metadata=str(CORPUS / "metadata.csv"))
    articles = [item for item in found if isinstance(item, Article)]
    settings, times = Settings(), []
    for _ in range(REPEATS + 1):
        start = time.perf_counter()
        process_batch(settings, articles)
        times.append(time.perf_counter() - start)
    return sum(len(article.text.split()) for article in articles) / statistics.median(times[1:])


def environment(adapter: str) -> Path:
    """Make a peer's environment where its pins are new; gives its interpreter."""
    pins = HERE / "requirements" / f"{adapter}.txt"
    folder, stamp = ENVIRONMENTS / adapter, ENVIRONMENTS / adapter / "installed"
    python = folder / "bin" / "python"
    wanted = hashlib.sha256(pins.read_bytes() + sys.version.encode()).hexdigest()
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
        shutil.rmtree(folder, ignore_errors=True)
        command([sys.executable, "-m", "venv", str(folder)], "no environment could be made")
        command([str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(pins)], "not installed")
        stamp.write_text(wanted, encoding="utf-8")
    return python


def command(words: list[str], what: str, **options: Any) -> str:
    """Run a command and give its output; raises PeerError with its last words."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT, **options)
    except subprocess.TimeoutExpired as error:
        raise PeerError(f"{what}: not done within {TIMEOUT // 60} minutes") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
        raise PeerError(f"{what}: {printable(said[-1] if said else f'exit code {done.returncode}')}")
    return done.stdout


def printable(reason: str) -> str:
    """Take addresses and this machine's paths from a reason.

    >>> printable("No module named 'x' (/home/me/.compare/x.py, see https://example.org/x)")
    "No module named 'x' (…, see …)"
    """
    return re.sub(r"(?:\w+://|(?<![\w.])/)[^\s,)'\"]+", "…", reason).strip()


def run_peer(peer: dict[str, str], articles: list[Text]) -> Result:
    """Run a peer over every article; it is told the true day of publication."""
    if "needs" in peer and not shutil.which(peer["needs"]):
        raise PeerError(f"needs {peer['needs']}, which is not on this machine")
    adapter = peer["adapter"]
    python = environment(adapter)
    given = "".join(
        json.dumps({"article_id": item.article_id, "text": item.text, "published": item.gold["published"]}) + "\n"
        for item in articles
    )
    said = command(
        [str(python), "-m", f"compare.adapters.{adapter}"],
        "did not run",
        input=given,
        cwd=ENVIRONMENTS / adapter,
        env=os.environ | {"PYTHONPATH": str(HERE.parent), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    *lines, last = (json.loads(line) for line in said.splitlines() if line.startswith("{"))
    rows: Rows = defaultdict(list)
    for row in lines:
        table, article_id = row.pop("table"), row.pop("article_id")
        rows[table, article_id].append({name: str(value) for name, value in row.items()})
    pin = (HERE / "requirements" / f"{adapter}.txt").read_text(encoding="utf-8")
    name = {"spacy_ner": "spacy", "recognizers_text": "recognizers-text-suite"}.get(adapter, adapter.replace("_", "-"))
    found = re.search(rf"^{re.escape(name)}==(\S+)", pin, re.MULTILINE)
    return Result(peer["title"], found[1] if found else "", rows, last["speeds"], last["refused"])


def tally(result: Result, table: str, articles: list[Text]) -> dict[str, Score]:
    """Score a tool on one table, by half."""
    scores = {half: Score() for half in HALVES}
    for item in articles:
        scores[item.half] += score(table, item.gold[table], result.rows.get((table, item.article_id), []))
    return scores


def cells(result: Result, table: str, articles: list[Text]) -> list[str]:
    """Give a tool's line of a table; where it gives no values, none is counted."""
    line = [result.title + (f" {result.version}" if result.version else "")]
    scores = tally(result, table, articles)
    valued = any(
        set(row) & {*VALUES[table], "low"} for (kind, _), rows in result.rows.items() if kind == table for row in rows
    )
    for half in HALF_NAMES:
        total = scores[half]
        line += [
            f"{total.found}",
            f"{total.exact}" if valued else "–",
            f"{total.spurious}",
            f"{total.f1(total.found):.2f}",
        ]
        line += [f"{total.f1(total.exact):.2f}" if valued else "–"]
    return [*line, f"{round(result.speeds[table], -1 if result.speeds[table] < 1000 else -2):,.0f}"]


def page(results: list[Result], failed: dict[str, str], articles: list[Text]) -> str:
    """Write the page."""
    template = (HERE / "page.md").read_text(encoding="utf-8")
    sections = []
    for table, title in TITLES.items():
        gold = tally(Result(""), table, articles)
        counts = ", ".join(f"{gold[half].gold} {name}" for half, name in HALF_NAMES.items())
        head = ["tool"]
        for name in HALF_NAMES.values():
            head += [f"{name}: found", "exact", "spurious", "F1", "exact F1"]
        head.append("words/s")
        lines = [head, ["---"] + ["---:"] * (len(head) - 1)]
        lines += [cells(result, table, articles) for result in results if table in result.speeds]
        body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        sections.append(f"## {title}\n\nIn the gold: {counts}.\n\n{body}")
    notes = []
    refused = {result.title: result.refused for result in results if result.refused}
    for peer in peers():
        title = peer["title"]
        note = f"- **{title}** (`{peer['adapter']}`) was made for {peer['made_for']}. "
        note += f"Called, after {peer['docs']}: {peer['called']}."
        if title in refused:
            note += f" It raised {refused[title]} times in a pass."
        if title in failed:
            note += f" **Not run: {failed[title]}.**"
        notes.append(note)
    return template.format(
        tables="\n\n".join(sections),
        peers="\n".join(notes),
        articles=len(articles),
        words=f"{sum(len(item.text.split()) for item in articles):,}",
        repeats=REPEATS,
    )


def main() -> int:
    articles: list[Text] = []
    ours = Result(f"**{OURS}**", version(OURS))
    with tempfile.TemporaryDirectory() as folder:
        for half in HALVES:
            out = extract_half(half, Path(folder) / half)
            articles += texts(half, out)
            ours.rows |= our_rows(out)
    results, failed = [ours], {}
    ours.speeds = dict.fromkeys(TITLES, our_speed())
    for peer in peers():
        sys.stderr.write(f"{peer['title']}\n")
        try:
            results.append(run_peer(peer, articles))
        except PeerError as failure:
            failed[peer["title"]] = str(failure)
            sys.stderr.write(f"  {failure}\n")
    PAGE.write_text(page(results, failed, articles), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}: {len(results) - 1} peers of {len(results) - 1 + len(failed)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
