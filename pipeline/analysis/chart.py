"""Draws a course as a chart: a line for each step, time from left to right. Needs the extra `chart`."""

from __future__ import annotations

import html
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.analysis.sources import plain_rows
from pipeline.errors import OutputError, SettingsError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# told apart by people who do not see red and green: Okabe and Ito's palette
COLOURS = {
    "inspection": "#0072B2", "report": "#56B4E9", "judgement": "#D55E00", "intervention": "#CC79A7",
    "money": "#009E73", "post": "#999999", "meeting": "#E69F00",
}  # fmt: skip
SUFFIXES = (".png", ".svg", ".html")
LABEL = 78  # characters of a step that a line has room for
# statuses of what has not come to pass, or not yet
TOLD = (
    "scheduled",
    "planned",
    "proposed",
    "forecast",
    "hypothetical",
    "called_for",
    "negated",
    "incoming",
    "superseded",
)
COLUMNS = ("when", "event", "what", "status", "contradicts", "headlines", "published", "words")


def save_chart(course: pd.DataFrame, path: str | Path) -> None:
    """Draw a course into a `.png`, `.svg` or `.html` file; the page also holds the table, and loads nothing.

    Raises SettingsError for another suffix, OutputError where matplotlib is missing or the file cannot be written.
    """
    file = Path(path)
    if file.suffix not in SUFFIXES:
        raise SettingsError(f"{file}: a chart is a {', '.join(SUFFIXES)} file")
    figure = _draw(plain_rows(course))
    try:
        if file.suffix == ".html":
            file.write_text(_page(course, figure), encoding="utf-8")
        else:
            figure.savefig(file, dpi=150, metadata=_undated(file.suffix))
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror or error})") from error


def _undated(suffix: str) -> dict[str, Any]:
    """Keep the clock out of the file: the same course gives the same bytes."""
    return {"Date": None} if suffix == ".svg" else {}


def _draw(steps: list[dict[str, Any]]) -> Figure:
    try:
        import matplotlib as mpl
        from matplotlib.dates import date2num
        from matplotlib.figure import Figure
        from matplotlib.patches import Patch
    except ImportError as error:
        raise OutputError("a chart needs matplotlib: pip install 'ldr-pipeline[chart]'") from error
    mpl.rcParams["svg.hashsalt"] = "ldr-pipeline"
    dated = [step for step in steps if step["start"] is not None]
    figure = Figure(figsize=(13, 1.6 + 0.27 * max(len(dated), 1)), layout="constrained")
    axes = figure.subplots()
    for line, step in enumerate(dated):
        start, end = _num(date2num, step["start"]), _num(date2num, step["end"] + timedelta(days=1))
        colour = COLOURS[step["event"]]
        faint = 0.45 if step["dated_by"] in ("published", "sentence") else 0.9
        edge = "black" if step["contradicts"] else "none"
        axes.barh(line, end - start, left=start, height=0.62, color=colour, alpha=faint, edgecolor=edge)
        axes.plot([(start + end) / 2], [line], marker="D" if step["contradicts"] else "o", markersize=4, color=colour)
    axes.set_yticks(range(len(dated)), [_label(step) for step in dated], fontsize=8)
    axes.invert_yaxis()
    axes.xaxis_date()
    axes.grid(axis="x", alpha=0.3)
    axes.set_axisbelow(True)
    axes.set_title(f"The course of {steps[0]['provider']}, as articles tell it" if steps else "", loc="left")
    shown = [event for event in COLOURS if any(step["event"] == event for step in dated)]
    handles = [Patch(color=COLOURS[event], label=event) for event in shown]
    if handles:
        figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), frameon=False, fontsize=8)
    return figure


def _num(date2num: Any, day: date) -> float:
    return float(date2num(day))


def _label(step: dict[str, Any]) -> str:
    """Print a step's time and words; a dollar sign would start a formula."""
    status = step["status"] or ""
    told = f" ({status.replace('_', ' ')})" if status in TOLD else ""
    what = f"{step['when']}  {step['what']}"
    room = LABEL - len(told)
    return (what if len(what) <= room else what[: room - 1].rstrip() + "…").replace("$", r"\$") + told


def _page(course: pd.DataFrame, figure: Figure) -> str:
    drawn = StringIO()
    figure.savefig(drawn, format="svg", metadata=_undated(".svg"))
    svg = drawn.getvalue()
    provider = html.escape(str(course["provider"].iloc[0]) if len(course) else "")
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(row[name] or ''))}</td>" for name in COLUMNS) + "</tr>\n"
        for row in plain_rows(course)
    )
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{provider}</title>\n'
        "<style>body{font:15px/1.4 sans-serif;margin:2em}svg{max-width:100%;height:auto}table{border-collapse:collapse}"
        "td,th{border-top:1px solid #ccc;padding:.3em .6em;text-align:left;vertical-align:top}</style></head><body>\n"
        f"<h1>{provider}</h1>\n{svg[svg.index('<svg') :]}\n<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody>"
        "</table></body></html>\n"
    )
