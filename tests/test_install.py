"""What is installed is whole: the wheel alone, away from the checkout, extracts an article."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import pipeline
from corpus import CORPUS, ROOT
from pipeline.writers.csv_files import read_rows

STORY = sorted((CORPUS / "articles" / "develop").glob("*.txt"))[0]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_works_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import pipeline; from pipeline.cli import main\n"
        "assert 'site' in pipeline.__file__\n"
        "main()"
    )
    command = [sys.executable, "-c", code, str(installed), "extract", str(STORY), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    coded = [row for row in read_rows(tmp_path / "out", "organisations") if row["gss_code"]]
    assert coded


def test_the_wheel_carries_its_data_and_types(installed: Path) -> None:
    for path in (ROOT / "pipeline").rglob("*.toml"):
        assert (installed / path.relative_to(ROOT)).is_file()
    for path in (ROOT / "models" / "gazetteers").glob("*.csv"):
        assert (installed / "pipeline" / "gazetteers" / path.name).is_file()
    for path in (ROOT / "pipeline" / "review" / "page").iterdir():
        assert (installed / path.relative_to(ROOT)).is_file()
    assert (installed / "pipeline" / "py.typed").is_file()


def test_every_public_name_can_be_had() -> None:
    assert all(getattr(pipeline, name) is not None for name in pipeline.__all__)
    assert set(pipeline.__all__) <= set(dir(pipeline))
    with pytest.raises(AttributeError, match="no_such_name"):
        pipeline.no_such_name  # noqa: B018 - reading it is the test


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal needs a Unix system")
def test_a_terminal_gets_a_progress_bar_and_a_pipe_none(tmp_path: Path) -> None:
    import pty

    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "pipeline", "extract", str(STORY), "--out", str(tmp_path / "a")]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    running = subprocess.Popen(command, stderr=terminal, stdout=subprocess.DEVNULL, env=environment)
    os.close(terminal)
    shown = b""
    while True:
        try:
            piece = os.read(controller, 4096)
        except OSError:  # the terminal closes with its last writer
            break
        if not piece:
            break
        shown += piece
    assert running.wait() == 0
    assert b"Extracting" in shown
    piped = subprocess.run([*command[:-1], str(tmp_path / "b")], capture_output=True, check=True)
    assert piped.stderr == b""
