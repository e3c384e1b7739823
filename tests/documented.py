"""The commands and code of README.md and docs/: found in the pages, and a newsroom's checkout to run them in."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fetching.serving import Reply, Site
from typer.testing import CliRunner

from corpus import CORPUS, ROOT
from pipeline.cli import app

NOT_RUN = re.compile(r"<!-- (?:long-running|needs [^>]+) -->")
"""Stands in the line before a block that takes minutes, or needs what a test machine has not: it is not run."""
UNTIL_STOPPED = re.compile(r"\bldr (?:watch\b|review\b.*--serve)")
"""Commands that go on until Ctrl-C: they run for a while, and then end well when they are interrupted."""
SECONDS = 4
ASKS_THE_NET = re.compile(r"\bldr (?:fetch|watch)\b")
"""Commands for which a server on this machine stands for https://paper.example."""
MAY_DIFFER = re.compile(r"\bldr diff\b")
"""Exit status 1 says that two runs differ."""
FENCE = re.compile(
    r"(?P<marker>[^\n]*)\n(?P<indent>[ ]*)```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<code>.*?)\n[ ]*```",
    re.DOTALL,
)
PAGES = ["README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))]
COPIED = (
    "Makefile",
    "README.md",
    "pyproject.toml",
    "requirements.lock",
    "pipeline",
    "models",
    "docs",
    "tests",
    "notebooks",
)

STORY = """Nottingham council faces £6.5m gap as children’s services bill climbs

Nottingham City Council expects to overspend by £6.5m on children’s services this year.

The services were rated inadequate by Ofsted in July 2022.

Cllr Priya Nolan (Lab), the council leader, said: “We know what has to change.”
"""
OUTCOMES = """Local authority,Inspection start date,Publication date,Overall effectiveness
Nottingham City Council,2022-07-04,2022-09-05,Inadequate
"""
ADDRESSED = "source,url\nsecond.txt,https://paper.example/council-story\n"
DECISIONS = "row_id,table,article_id,decision,column,old_value,new_value,note"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Example Courier</title><item>
<title>Gateshead hall closes</title><link>{address}/hall</link><guid>{address}/hall</guid>
<pubDate>Tue, 16 Apr 2024 09:00:00 GMT</pubDate>
<description>Repairs to the hall will cost Gateshead Council £3.4m, its leader said on Tuesday.</description>
</item></channel></rss>"""
NO_ITEMS = {"total": 0, "limit": 50, "offset": 0, "item": []}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: str
    language: str
    title: str
    code: str
    not_run: bool


def blocks(page: str) -> list[Block]:
    """Give the fenced blocks of a page, in order."""
    found = []
    for match in FENCE.finditer("\n" + (ROOT / page).read_text(encoding="utf-8")):
        code = re.sub(rf"^{match['indent']}", "", match["code"], flags=re.MULTILINE)
        not_run = NOT_RUN.fullmatch(match["marker"].strip()) is not None
        found.append(Block(page, match["language"], match["title"] or "", code + "\n", not_run))
    return found


def checkout(folder: Path) -> Path:
    """Make a copy of the project as a newsroom has it, with articles and tables of its own; give its folder.

    Only the develop half of the corpus is copied, and nothing is installed: `.venv` is the environment that runs
    the tests.
    """
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        ignored = shutil.ignore_patterns("__pycache__", "compare", "fuzz", "soak")
        (
            shutil.copytree(source, folder / name, ignore=ignored)
            if source.is_dir()
            else shutil.copy(source, folder / name)
        )
    for part in ("articles", "gold"):
        shutil.copytree(CORPUS / part / "develop", folder / "corpus" / part / "develop")
    header, *rows = (CORPUS / "metadata.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    mine = [row for row in rows if (CORPUS / "articles" / "develop" / re.split("[,#]", row)[0]).exists()]
    (folder / "corpus" / "metadata.csv").write_text(header + "".join(mine), encoding="utf-8")
    (folder / ".venv").mkdir()
    for path in Path(sys.prefix).iterdir():
        if path.name != ".installed":
            (folder / ".venv" / path.name).symlink_to(path)
    (folder / ".venv" / ".installed").touch()
    return folder


class Newsroom:
    """A checkout in which commands are run, and the site that stands for https://paper.example."""

    def __init__(self, folder: Path, site: Site, in_process: bool = True) -> None:
        self.folder, self.address, self.in_process = folder, site.address, in_process
        site.routes |= {
            "/feed": Reply(FEED.format(address=site.address).encode(), headers={"Content-Type": "application/rss+xml"}),
            "/v1/item": Reply(json.dumps(NO_ITEMS).encode(), headers={"Content-Type": "application/json"}),
        }
        (folder / "ldr.toml").write_text(f'ldrs_api = "{site.address}/v1/item"\n', encoding="utf-8")
        path = os.pathsep.join([str(folder / ".venv" / "bin"), os.environ["PATH"]])
        self.environment = os.environ | {"PATH": path, "PYTHONPATH": str(folder), "COLUMNS": "120"}

    def furnish(self) -> None:
        """Put the articles and tables in place that the pages speak of."""
        for name in ("my-articles", "archive", "inbox"):
            (self.folder / name).mkdir()
            (self.folder / name / "council-story.txt").write_text(STORY, encoding="utf-8")
        (self.folder / "archive" / "second.txt").write_text(STORY.replace("£6.5m", "£7.5m"), encoding="utf-8")
        (self.folder / "archive" / "metadata.csv").write_text(ADDRESSED, encoding="utf-8")
        (self.folder / "outcomes.csv").write_text(OUTCOMES, encoding="utf-8")
        self.run_line("make tables")
        self.run_line("ldr extract my-articles --out my-tables")
        self.run_line("cp -r my-tables last-weeks-tables")
        with (self.folder / "outputs" / "money.csv").open(encoding="utf-8", newline="") as file:
            row = next(csv.DictReader(file))
        decision = f'{row["money_id"]},money,{row["article_id"]},accept,,"{row["text"]}",,'
        (self.folder / "outputs" / "review.csv").write_text(f"{DECISIONS}\n{decision}\n", encoding="utf-8")

    def run(self, block: Block) -> None:
        """Run each command of a block, and fail with what it printed."""
        for line in re.sub(r"\\\n\s*", "", block.code).splitlines():
            if line.strip() and not line.startswith("#"):
                self.run_line(line)

    def run_line(self, line: str) -> None:
        """Run one command; one that goes on until it is stopped is stopped."""
        if ASKS_THE_NET.search(line):
            line = line.replace("https://paper.example", self.address)
        command = ["bash", "-euo", "pipefail", "-c", line]
        if UNTIL_STOPPED.search(line):
            with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
                running = subprocess.Popen(
                    [*command[:-1], f"exec {line}"], cwd=self.folder, env=self.environment, stdout=said, stderr=said
                )
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running.wait(SECONDS)
                running.send_signal(signal.SIGINT)
                status = running.wait(60)
                said.seek(0)
                assert status in (0, 130, -signal.SIGINT), f"{line}\n{status}: {said.read()}"
            return
        words = shlex.split(line, comments=True)
        if words[0] in ("ldr", ".venv/bin/ldr") and not set(words) & {">", "|"} and self.in_process:
            status, said = self._ldr(words[1:])
        else:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=self.environment,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            status, said = done.returncode, done.stdout
        assert status == 0 or (status == 1 and MAY_DIFFER.search(line)), f"{line}\n{said}"

    def _ldr(self, words: list[str]) -> tuple[int, str]:
        """Run the command in this process, where the model is loaded already; give exit status and what it printed."""
        with contextlib.chdir(self.folder):
            done = CliRunner().invoke(app, words)
        said = done.output + (repr(done.exception) if done.exception else "")
        return done.exit_code, said

    def save(self, block: Block) -> None:
        """Save a block that has a title under that name."""
        path = self.folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.code, encoding="utf-8")
