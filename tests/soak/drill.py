"""Kills a run again and again at random moments, and puts faults in: what is lost must be nothing.

`make soak`, or `python -m soak.drill --kills 30 --articles 400 --seed 7`. Ends with 1 where a byte differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from soak.faulty import CRASH, DEAF, DISK_FULL_AFTER, KILL, MEMORY, SLOW
from soak.stories import story, write_stories

FAULTY = Path(__file__).with_name("faulty.py")
ROOT = FAULTY.parents[2]


@dataclass
class Drill:
    """A folder in which runs are started, and what was seen."""

    folder: Path
    engine: str = "processes"
    batch_size: int = 8
    lines: list[str] = field(default_factory=list)

    def start(self, inputs: Path, out: str, faulty: bool = False, **environment: str) -> subprocess.Popen[str]:
        """Start `ldr extract` in a session of its own, as a terminal would."""
        config = self.folder / "ldr.toml"
        config.write_text(f'batch_size = {self.batch_size}\nengine = "{self.engine}"\nworkers = 2\n', encoding="utf-8")
        program = [str(FAULTY)] if faulty else ["-m", "pipeline"]
        seconds = ["--article-seconds", "3"] if faulty else []
        command = [sys.executable, *program, "extract", inputs.name, "--out", out, *seconds]
        path = os.pathsep.join([str(ROOT), str(FAULTY.parents[1])])
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": path} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def finish(self, inputs: Path, out: str, faulty: bool = False, **environment: str) -> tuple[int, str]:
        """Run to the end; give the exit status and what was said on standard error."""
        run = self.start(inputs, out, faulty, **environment)
        _, said = run.communicate()
        return run.returncode, said

    def kill_at(self, inputs: Path, out: str, seconds: float, how: signal.Signals) -> bool:
        """Start a run and end it after some seconds; say whether it was still busy then."""
        run = self.start(inputs, out)
        try:
            run.wait(seconds)
            busy = False
        except subprocess.TimeoutExpired:
            busy = True
            # the terminal sends Ctrl-C to all; the kernel kills one
            if how is signal.SIGINT:
                os.killpg(run.pid, how)
            else:
                run.send_signal(how)
        run.communicate()
        return busy

    def parts(self, out: str) -> int:
        """How many batches the journal of a folder holds."""
        journal = self.folder / out / ".ldr" / "journal.jsonl"
        return journal.read_bytes().count(b"\n") - 1 if journal.exists() else 0

    def tell(self, line: str) -> None:
        """Print a line at once, and keep it."""
        self.lines.append(line)
        print(line, flush=True)  # noqa: T201 - it is what the program is for


def contents(out: Path) -> dict[str, bytes]:
    """Give every file of the outputs, the hidden ones too: the parts of a finished run are alike as well."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    """Name the files that two folders do not have alike."""
    mine, theirs = contents(one), contents(other)
    return sorted(name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name))


def kills(drill: Drill, inputs: Path, count: int, seed: int) -> bool:
    """Kill runs until so many died, let one finish, and compare it with the undisturbed one."""
    chance = random.Random(seed)
    started = time.monotonic()
    assert drill.finish(inputs, "undisturbed")[0] == 0
    whole = time.monotonic() - started
    drill.tell(f"seed {seed}: an undisturbed run takes {whole:.1f} s; {count} kills at random moments of it")
    done = lost = 0
    round_ = 1
    while done < count:
        how = chance.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM))
        moment = chance.uniform(0.2, whole)
        before = drill.parts(f"killed-{round_}")
        if drill.kill_at(inputs, f"killed-{round_}", moment, how):
            done += 1
            after = drill.parts(f"killed-{round_}")
            drill.tell(f"  kill {done}: {how.name} after {moment:.1f} s, batches in the journal: {before} → {after}")
            lost += after < before and not (drill.folder / f"killed-{round_}" / "articles.csv").exists()
        else:
            round_ += 1  # it was done before its time: the next kills strike a run from the start
    for number in range(1, round_ + 1):
        assert drill.finish(inputs, f"killed-{number}")[0] == 0
        lost += len(differing(drill.folder / "undisturbed", drill.folder / f"killed-{number}"))
    drill.tell(f"{done} kills over {round_} runs: lost {lost or 'nothing'}, bytes {'differ' if lost else 'equal'}")
    return not lost


def faults(drill: Drill, names: Iterable[str] = (KILL, CRASH, MEMORY, SLOW, DEAF), sound: int = 12) -> bool:
    """Put an article at fault among sound ones; it must be alone in `problems`, and the others whole."""
    good = True
    for fault in names:
        name = fault.rpartition(" ")[2]
        inputs = write_stories(drill.folder / f"{name}.jsonl", sound)
        with inputs.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(story(99) | {"body": fault + "\n\n" + story(99)["body"]}) + "\n")
        status, said = drill.finish(inputs, name, faulty=True)
        problems = (drill.folder / name / "problems.csv").read_text(encoding="utf-8") if status == 0 else said
        articles = (
            (drill.folder / name / "articles.csv").read_text(encoding="utf-8").count("\n") - 1 if not status else 0
        )
        told = problems.count("nothing could be extracted") == 1 and f"{name}.jsonl#{sound + 1}" in problems
        good &= told and articles == sound + 1
        drill.tell(
            f"fault {name}: {articles} of {sound + 1} articles in the tables, "
            f"the one at fault {'told' if told else 'LOST'}"
        )
    return good


def full_disk(drill: Drill, inputs: Path, after: int) -> bool:
    """Fill the disk in the middle of a run over finished outputs: they stay whole, and the next run goes on."""
    few = write_stories(drill.folder / "few.jsonl", 3)
    assert drill.finish(few, "full")[0] == 0

    def shown() -> dict[str, bytes]:
        return {name: data for name, data in contents(drill.folder / "full").items() if ".ldr/" not in name}

    before = shown()
    status, said = drill.finish(inputs, "full", faulty=True, **{DISK_FULL_AFTER: str(after)})
    whole = shown() == before
    told = status == 2 and "the disk is full" in said and "Traceback" not in said
    drill.tell(f"disk full after {after} writes: {said.strip()!r}; old outputs {'whole' if whole else 'BROKEN'}")
    again = drill.finish(inputs, "full")[0] == 0 and not differing(drill.folder / "full", drill.folder / "undisturbed")
    drill.tell(f"with room again the run goes on: bytes {'equal' if again else 'DIFFER'}")
    return whole and told and again


def power_cut(drill: Drill, inputs: Path) -> bool:
    """Kill a run, and leave its folder as a power cut may: the last line of the journal torn, a part gone."""
    run = drill.start(inputs, "cut")
    while drill.parts("cut") < 2 and run.poll() is None:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    kept = drill.folder / "cut" / ".ldr"
    lines = (kept / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (kept / json.loads(lines[1])["part"]).unlink()
    (kept / "journal.jsonl").write_bytes(b"".join(lines)[:-10])
    good = drill.finish(inputs, "cut")[0] == 0 and not differing(drill.folder / "cut", drill.folder / "undisturbed")
    drill.tell(f"power cut (journal torn, a part gone): bytes {'equal' if good else 'DIFFER'}")
    return good


def unwritable(drill: Drill, inputs: Path) -> bool:
    """Name a file as the folder of the outputs."""
    (drill.folder / "taken").write_text("a file", encoding="utf-8")
    status, said = drill.finish(inputs, "taken")
    good = status == 2 and "cannot be written" in said and "--out" in said and "Traceback" not in said
    drill.tell(f"unwritable: {said.strip()!r}")
    return good


def main() -> None:
    """Run the whole drill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(Path(folder))
        inputs = write_stories(drill.folder / "stories.jsonl", given.articles)
        good = kills(drill, inputs, given.kills, given.seed)
        good &= power_cut(drill, inputs)
        good &= full_disk(drill, inputs, 9)
        good &= faults(drill)
        good &= unwritable(drill, inputs)
    drill.tell("lost: nothing, bytes equal" if good else f"LOST something: seed {given.seed}")
    sys.exit(not good)


if __name__ == "__main__":
    main()
