"""What the command prints: a progress bar, a summary, explanations, scores, courses and checks."""

from __future__ import annotations

import csv as csv_module
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from pipeline.analysis import save_chart, save_csv
from pipeline.analysis.differences import CHANGES
from pipeline.analysis.news import News
from pipeline.analysis.sources import plain_rows
from pipeline.errors import LdrError
from pipeline.exports import Exported
from pipeline.fetching import Fetched
from pipeline.job import Summary, input_files
from pipeline.review import Applied, Review
from pipeline.review.decisions import REVIEW, Decision
from pipeline.review.server import ReviewServer
from pipeline.run import Progress as Report
from pipeline.tables import Tables, schemas
from pipeline.writers.csv_files import cell, csv_cell

SHOWN_NEWS = 20
"""Councils, people or headlines of which a watch prints each."""


@contextmanager
def progress_bar(quiet: bool, inputs: Sequence[str]) -> Iterator[Report | None]:
    """Show articles done, rate and time left on a terminal; nothing where output is piped."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        # a file may hold many articles: the total grows when it turns out to
        task = bar.add_task("Extracting", total=max(sum(1 for _ in input_files(inputs)), 1), rate="")

        def report(done: int) -> None:
            bar.advance(task, done)
            state = bar.tasks[0]
            rate = f"{state.speed:,.1f} articles/s" if state.speed else ""
            bar.update(task, total=max(state.total or 0, state.completed), rate=rate)

        yield report


def print_summary(summary: Summary, quiet: bool) -> None:
    """Print what a run did and where to look."""
    if quiet:
        return
    console = Console(highlight=False, soft_wrap=True)
    news = ": nothing changed, nothing to do" if summary.unchanged else f", {summary.extracted:,} of them extracted now"
    console.print(f"{summary.articles:,} articles read" + news)
    counts = {name: count for name, count in summary.rows.items() if name not in ("articles", "problems")}
    console.print("Rows: " + ", ".join(f"{name} {count:,}" for name, count in counts.items()))
    found = ", ".join(f"{count:,} {severity}s" for severity, count in summary.severities.items()) or "none"
    console.print(f"Problems: {found}")
    for problem in summary.problems:
        console.print(Text(f"  {problem}"))
    if (others := summary.rows.get("problems", 0) - len(summary.problems)) > 0:
        console.print(f"  … and {others:,} more in problems.csv")
    console.print(
        f"Look in {summary.out}/: one file per table; text/ has the articles; datapackage.json says what is what"
    )


def print_fetched(fetched: Fetched, into: Path) -> None:
    """Print what a fetch gave."""
    _print_now(f"{fetched.new:,} new, {fetched.changed:,} changed in {into}/")


def print_news(news: News) -> None:
    """Print what articles that came bring."""
    _print_now(f"New articles: {len(news.headlines):,}")
    for headline in news.headlines[:SHOWN_NEWS]:
        _print_now(f"  {headline}")
    for title, found in (("Councils", news.councils), ("People", news.people)):
        if found:
            _print_now(f"{title}:")
        for one in found[:SHOWN_NEWS]:
            rows = "".join(f", {table} {count:,}" for table, count in one.rows.items())
            _print_now(f"  {one.name}: articles {one.articles:,}{rows}")
        if len(found) > SHOWN_NEWS:
            _print_now(f"  … and {len(found) - SHOWN_NEWS:,} more")


def print_error(error: LdrError) -> None:
    """Print an error that does not end the work."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(f"ldr: {error}"))


def _print_now(words: str) -> None:
    """Print a line at once, also where output is piped to somebody who waits for it."""
    Console(highlight=False, soft_wrap=True).print(Text(words))
    sys.stdout.flush()


def print_forgotten(summary: Summary, sources: Sequence[str]) -> None:
    """Print what was taken out, and what its owner still has to do."""
    console = Console(highlight=False, soft_wrap=True)
    for source in sources:
        console.print(Text(f"{source}: taken out of {summary.out}/, and later runs leave it out"))
    console.print("Your own file of it, and copies of your tables elsewhere, are yours to delete")


def print_explanation(tables: Tables) -> None:
    """Print every span in its sentence, in the order of the text."""
    console = Console(highlight=False, soft_wrap=True)
    spans = []
    for name, schema in schemas().items():
        if schema.has_offsets:
            shared = {"article_id", "text", "char_start", "char_end", "zone", "sentence", "rule", schema.key}
            for row in tables[name].astype(object).to_dict("records"):
                values = {k: v for k, v in row.items() if k not in shared and not _empty(v)}
                spans.append((row["char_start"], row["char_end"], name, row, values))
    last = None
    for _, _, name, row, values in sorted(spans, key=lambda span: span[:3]):
        if row["sentence"] != last:
            last = row["sentence"]
            console.print()
            console.print(Text(f"[{row['zone']}] {' '.join(last.split())}", style="dim"))
        said = ", ".join(f"{key}={cell(value)}" for key, value in values.items())
        line = Text(f"  {name}: ", style="bold")
        console.print(
            line.append(" ".join(row["text"].split()), style="bold cyan").append(f"  {said}  ({row['rule']})")
        )


def _empty(value: Any) -> bool:
    return value is None or value != value or str(value) == "<NA>"


def print_scores(report: Any, errors: bool, as_json: bool) -> None:
    """Print scores per table, and the errors where they are wanted."""
    console = Console(highlight=False, soft_wrap=True)
    if as_json:
        console.print_json(json.dumps({name: tally.summary() for name, tally in report.items()}))
        return
    names = ("gold", "found", "spurious", "precision", "recall", "f1", "fields", "strict_f1")
    table = Table("table", *names, box=None)
    for name, tally in report.items():
        summary = tally.summary()
        cells = (f"{summary[key]:.3f}" if isinstance(summary[key], float) else str(summary[key] or 0) for key in names)
        table.add_row(name, *cells)
    console.print(table)
    if errors:
        for tally in report.values():
            for error in tally.errors:
                console.print(Text(f"  {error}"))


def print_course(course: Any, csv: Path | None, chart: Path | None) -> None:
    """Print a course as a Markdown table, the latest last; write the file and the chart that are wanted."""
    for wanted, save in ((csv, save_csv), (chart, save_chart)):
        if wanted is not None:
            save(course, wanted)
    columns = ("when", "event", "what", "status", "contradicts", "headlines", "published", "words")
    _print_markdown(columns, plain_rows(course))


def print_checks(checks: Any, csv: Path | None) -> None:
    """Print grades beside the record as a Markdown table, what disagrees first, and how many of each."""
    if csv is not None:
        save_csv(checks, csv)
    rows = plain_rows(checks)
    columns = (
        "result", "provider", "aspect", "status", "stated", "stated_when", "official", "official_inspected",
        "official_published", "official_line", "matched_by", "note", "headline", "published", "sentence",
    )  # fmt: skip
    _print_markdown(columns, rows)
    counts = {name: sum(row["result"] == name for row in rows) for name in ("agrees", "disagrees", "not_found")}
    console = Console(highlight=False, soft_wrap=True)
    console.print("\n" + ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items()))


def print_answer(answer: Any) -> None:
    """Print the answer to a query: a table on a terminal, CSV where output is piped."""
    names = [str(name) for name in answer.columns]
    rows = plain_rows(answer)
    if not sys.stdout.isatty():
        writer = csv_module.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([csv_cell(row[name]) for name in names] for row in rows)
        return
    console = Console(highlight=False)
    table = Table(*(Column(Text(name)) for name in names), box=None)
    for row in rows:
        table.add_row(*(Text(cell(row[name])) for name in names))
    console.print(table)
    console.print(f"{len(rows):,} rows", style="dim")


def print_differences(changes: Any, csv: Path | None) -> None:
    """Print what changed, table by table, each row with its words and article; write the file that is wanted."""
    if csv is not None:
        save_csv(changes, csv)
    console = Console(highlight=False, soft_wrap=True)
    counts = Counter((row["table"], row["change"]) for row in plain_rows(changes))
    last = ""
    for row in plain_rows(changes):
        if row["table"] != last:
            last = row["table"]
            said = ", ".join(f"{counts[last, change]:,} {change}" for change in CHANGES if counts[last, change])
            console.print(Text(f"{last}: {said}", style="bold"))
        sign = {"added": "+", "removed": "-", "changed": "~"}[row["change"]]
        cells = f": {row['column']}: {row['old'] or '(empty)'} → {row['new'] or '(empty)'}" if row["column"] else ""
        called = row["headline"] if row["table"] != "articles" else ""
        where = " — ".join(part for part in (called, row["source"]) if part)
        console.print(Text(f"  {sign} {row['key']} {row['row'][:80]}{cells}" + (f"  [{where}]" if where else "")))
    console.print(f"{len(changes):,} differences" if len(changes) else "No differences")


def print_export(exported: Exported) -> None:
    """Print where an export is, and what its format could not hold."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(f"Written: {exported.path}"))
    for note in exported.notes:
        console.print(Text(f"  {note}"))


def print_review(review: Review) -> None:
    """Print where a review page is, and the decisions that found no row."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(f"Written: {review.page} ({review.articles:,} articles, {review.decisions:,} decisions)"))
    _print_lost(review.lost)


def print_served(server: ReviewServer) -> None:
    """Print the address of a page that is served, its token in it."""
    _print_now(f"Open {server.address}")
    _print_now(f"Decisions go into {server.out / REVIEW}. Ctrl-C stops.")


def print_applied(applied: Applied) -> None:
    """Print what became of decisions: how many of each, those that found no row, and those whose cell has changed."""
    console = Console(highlight=False, soft_wrap=True)
    said = ", ".join(f"{kind} {count:,}" for kind, count in applied.counts.items() if count) or "none"
    console.print(f"Decisions applied: {said}")
    console.print(Text(f"Reviewed tables: {applied.target}/"))
    if applied.gold:
        console.print(Text(f"Gold: {len(applied.gold):,} articles in {applied.gold[0].parent}/"))
    _print_lost(applied.lost)
    if applied.differs:
        console.print(f"{len(applied.differs):,} corrected cells hold something else than when they were corrected:")
    for one in applied.differs[:SHOWN_NEWS]:
        console.print(Text(f"  {one.table} {one.row_id}: {one.column} was {one.old_value[:60]!r}"))


def _print_lost(lost: Sequence[Decision]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if lost:
        console.print(f"{len(lost):,} decisions are about rows that this run did not give; {REVIEW} keeps them:")
    for one in lost[:SHOWN_NEWS]:
        console.print(Text(f"  {one.table} {one.row_id}: {one.decision} {one.column} {one.old_value[:60]!r}"))


def _print_markdown(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    lines = [columns, ["---"] * len(columns), *([cell(row[name]) for name in columns] for row in rows)]
    for cells in lines:
        escaped = (" ".join(one.replace("|", "\\|").split()) for one in cells)
        console.print(Text("| " + " | ".join(escaped) + " |"))
