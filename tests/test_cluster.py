"""`--engine dask`: a real scheduler and real workers on the loopback, one of them killed; the bytes are the same."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import distributed
import pytest
from soak.drill import Drill, differing, faults
from soak.faulty import CRASH
from soak.spelling import spell
from soak.stories import write_stories
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.engines import run_with
from pipeline.errors import EngineError, SettingsError
from pipeline.language import loaded
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
COUNT = 32


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers, as `dask scheduler` and `dask worker` do; give the address and the workers."""
    found = folder / "scheduler.json"
    log = (folder / "cluster.log").open("wb")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}

    def start(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:], "--scheduler-file", str(found)]
        return subprocess.Popen([*command, "--no-dashboard"], env=environment, stdout=log, stderr=log, cwd=folder)

    started = [start("scheduler", "--host", "127.0.0.1", "--port", "0")]
    try:
        started += [start("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1") for _ in range(workers)]
        until = time.monotonic() + 60
        while not found.exists():
            assert time.monotonic() < until and started[0].poll() is None, (folder / "cluster.log").read_text()
            time.sleep(0.05)
        yield json.loads(found.read_text())["address"], started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()
        log.close()


def models_loaded() -> int:
    """How many models a worker has loaded."""
    return loaded.cache_info().misses


def test_a_worker_killed_in_mid_run_changes_no_byte(tmp_path: Path) -> None:
    inputs = write_stories(tmp_path / "stories.jsonl", COUNT)
    drill = Drill(tmp_path, engine="inprocess", batch_size=4)
    assert drill.finish(inputs, "here")[0] == 0
    with cluster(tmp_path, 2) as (address, workers):
        drill = Drill(tmp_path, engine=f'dask"\nscheduler = "{address}', batch_size=4)
        run = drill.start(inputs, "spread")
        while drill.parts("spread") < 2:
            assert run.poll() is None, run.communicate()
            time.sleep(0.02)
        busy = run.poll() is None and not (tmp_path / "spread" / "articles.csv").exists()
        workers[0].kill()
        _, said = run.communicate()
        assert run.returncode == 0, said
        with distributed.Client(address) as client:
            (loaded,) = client.run(models_loaded).values()
    assert busy
    assert loaded == 1
    assert not differing(tmp_path / "here", tmp_path / "spread")


def test_a_cluster_of_this_machine_keeps_the_order_and_tells_what_kills_it() -> None:
    batches = [["one", "two"], ["three", "die", "four"], ["five"]]
    found = list(run_with("dask", spell, iter(batches), 1, lambda word: f"lost {word}"))
    assert found == [["ONE", "TWO"], ["THREE", "lost die", "FOUR"], ["FIVE"]]


def test_an_article_that_crashes_a_worker_is_alone_in_problems(tmp_path: Path) -> None:
    assert faults(Drill(tmp_path, engine="dask"), [CRASH], sound=1)


def test_no_scheduler_is_one_line() -> None:
    with pytest.raises(EngineError, match="no Dask scheduler answers at 'nonsense'"):
        list(run_with("dask", spell, [["one"]], scheduler="nonsense"))


def test_a_scheduler_needs_the_engine(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="add --engine dask"):
        Settings(scheduler="tcp://127.0.0.1:8786")
    (tmp_path / "a.txt").write_text("Leeds City Council said so.", encoding="utf-8")
    out = str(tmp_path / "out")
    done = CliRunner().invoke(app, ["extract", str(tmp_path / "a.txt"), "--out", out, "--scheduler", "tcp://x:1"])
    assert isinstance(done.exception, SettingsError)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def no_distributed(name: str, *rest: Any, **more: Any) -> Any:
        if name == "distributed":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_distributed)
    with pytest.raises(EngineError, match=r"ldr-pipeline\[dask\]"):
        list(run_with("dask", spell, [["one"]]))
