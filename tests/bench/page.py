"""Keeps what was measured in results.json, and writes docs/benchmarks.md and its chart from it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.measuring import ROOT

RESULTS = Path(__file__).with_name("results.json")
PAGE = ROOT / "docs" / "benchmarks.md"
CHART = ROOT / "docs" / "images" / "benchmarks.svg"
NIGHT = 250_000_000  # words of half a million articles


def keep(**measured: Any) -> None:
    """Keep measurements in the place of the earlier ones of their kind, and write the page."""
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results |= measured | {"machine": f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"}
    RESULTS.write_text(json.dumps(_rounded(results), indent=1) + "\n", encoding="utf-8")
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    PAGE.write_text(page(results), encoding="utf-8")
    draw(results)


def _rounded(found: Any) -> Any:
    if isinstance(found, dict):
        return {str(key): _rounded(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_rounded(value) for value in found]
    return float(f"{found:.4g}") if isinstance(found, float) else found


def processor() -> str:
    """Name the processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a Markdown table; all columns but the first stand right."""
    names = list(head)
    lines = [names, ["---", *["--:"] * (len(names) - 1)], *([str(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def page(results: dict[str, Any]) -> str:
    """Write the page."""
    parts = ["# Benchmarks", "![Words a second, cost by room, memory of long runs](images/benchmarks.svg)"]
    parts.append(
        "Written by `make bench` and `make catalogue`; run them to have the numbers of your machine, where only "
        f"the ratios should stay. These are of: {results['machine']}."
    )
    if "speed" in results:
        parts += speed(results["speed"])
    if "catalogue" in results:
        parts += catalogue(results["catalogue"])
    return "\n\n".join(parts) + "\n"


def _copy(found: dict[str, Any]) -> str:
    """Say what share they take of published articles, where some were measured."""
    if not (copy := found.get("copy")):
        return ""
    rooms = copy["rooms"]
    share = (rooms["money"] + rooms["dates"]) / sum(rooms.values())
    return f" On {copy['articles']} published articles ({copy['words']:,} words; `COPY=folder`) it is {share:.1%}."


def speed(found: dict[str, Any]) -> list[str]:
    """Write what `make bench` measures."""
    stock, rooms = found["stock"], found["rooms"]
    rates, whole = stock["rates"], sum(rooms.values())
    small = rooms["money"] + rooms["dates"]
    named = (
        ("the whole extraction", "ours"),
        ("stock `en_core_web_sm`, default pipeline", "stock"),
        ("its NER alone", "ner"),
    )
    first = next(iter(found["lengths"].values()))
    return [
        "## Against stock spaCy",
        f"The same {stock['articles']} articles ({stock['words']:,} words) in the same process, one core, batches of "
        f"32, processor time, median of {found['repeats']} repeats in turns after a warm-up. spaCy runs as installed. "
        "Ours reads, cleans, dates, finds people, organisations and eight kinds of facts, and checks every row.",
        table(
            ("", "words a second", "ours against it"),
            ((label, f"{rates[name]:,.0f}", f"{rates['ours'] / rates[name]:.2f} ×") for label, name in named),
        ),
        "## By room and extractor",
        f"Money and dates together take {small / whole:.0%} of the time: the corpus has more of both than copy has."
        + _copy(found),
        table(
            ("", "µs a word", "share"),
            ((f"`{name}`", f"{cost:.1f}", f"{cost / whole:.0%}") for name, cost in rooms.items()),
        ),
        "## By workers, batch and length",
        table(
            ("workers", "articles a second", "against one"),
            ((n, f"{rate:.1f}", f"{rate / found['workers']['1']:.2f} ×") for n, rate in found["workers"].items()),
        ),
        table(("articles in a batch", "words a second"), ((n, f"{rate:,.0f}") for n, rate in found["batches"].items())),
        "One article, made of more and more paragraphs (1 × is about 500 words):",
        table(
            ("length", "µs a word", "against 1 ×"),
            ((f"{n} ×", f"{cost:.0f}", f"{cost / first:.2f}") for n, cost in found["lengths"].items()),
        ),
        "## Starting, and memory",
        table(("", "seconds by the clock"), ((f"`{n}`", f"{t:.2f}") for n, t in found["starting"].items())),
        f"Peak memory of this, with what it is compared with: {found['peak']:.0f} MB.",
        "## Hostile text",
        "The whole extraction of one article made of one string again and again; 2 is linear, 4 is quadratic.",
        table(
            ("string", "s for 32,000 characters", "8,000 → 16,000", "16,000 → 32,000"),
            ((f"`{unit!r}`", f"{t:.2f}", f"{a:.1f} ×", f"{b:.1f} ×") for unit, (t, a, b) in found["hostile"].items()),
        ),
    ]


def catalogue(runs: list[dict[str, Any]]) -> list[str]:
    """Write what `make catalogue` measures."""
    first, last = runs[0], runs[-1]
    growth, hours = last["parent"] / first["parent"] - 1, NIGHT * last["seconds"] / last["words"] / 3600
    return [
        "## Long runs",
        "`ldr extract catalogue.jsonl --engine processes`, start-up and the writing of all tables included, over "
        "generated articles of about 120 words (`tests/bench/catalogue.py`). Memory is resident, at its peak.",
        table(
            ("articles", "seconds", "words a second", "parent, peak MB", "worker, peak MB"),
            (
                (f"{r['articles']:,}", f"{r['seconds']:.0f}", f"{r['words'] / r['seconds']:,.0f}",
                 f"{r['parent']:.0f}", f"{r['worker']:.0f}")
                for r in runs
            ),
        ),
        table(
            ("MB written", "input", *runs[0]["sizes"]),
            ((f"{r['articles']:,} articles", *(f"{s:.1f}" for s in (r["input"], *r["sizes"].values()))) for r in runs),
        ),
        f"From {first['articles']:,} to {last['articles']:,} articles the parent grows by {growth:.0%}. At the rate of "
        f"the last, half a million articles of 500 words take {hours:.1f} hours on this machine.",
        *(run["note"] for run in runs if "note" in run),
    ]  # fmt: skip


def draw(results: dict[str, Any]) -> None:
    """Draw the chart."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"], mpl.rcParams["svg.fonttype"] = "ldr", "none"
    figure = Figure(figsize=(10, 3.2), layout="constrained")
    rates, rooms, memory = figure.subplots(1, 3)
    if "speed" in results:
        found = results["speed"]["stock"]["rates"]
        labels = {"ours": "this pipeline", "stock": "stock pipeline", "ner": "NER alone"}
        rates.bar([labels[name] for name in found], list(found.values()), color=["#1f6f8b", "#b8b8b8", "#b8b8b8"])
        rates.set_title("Words a second, one core", fontsize=10)
        cost = results["speed"]["rooms"]
        rooms.barh(list(cost), list(cost.values()), color="#1f6f8b")
        rooms.invert_yaxis()
        rooms.set_title("Microseconds a word", fontsize=10)
    for run in results.get("catalogue", ()):
        curve = run["curve"]
        memory.plot(
            [100 * (at + 1) / len(curve) for at in range(len(curve))], curve, label=f"{run['articles']:,} articles"
        )
    if "catalogue" in results:
        memory.set_ylim(0)
        memory.set_xlabel("% of the run")
        memory.set_title("MB of the parent process", fontsize=10)
        memory.legend(fontsize=8)
    for axes in (rates, rooms, memory):
        axes.tick_params(labelsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    CHART.parent.mkdir(exist_ok=True)
    figure.savefig(CHART, metadata={"Date": None})
