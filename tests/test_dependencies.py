"""The page of licences is current, and the audit says when it could not look."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from licences import PAGE, ROOT, locked, page


def test_the_page_of_licences_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"
    assert len(locked()) > 50 and "| spacy |" in page()


def test_the_audit_says_that_it_could_not_look() -> None:
    command = [sys.executable, Path(__file__).with_name("audit.py"), "http://127.0.0.1:9/none"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 3 and done.stdout.startswith("Not checked: no source of advisories could be reached")


def test_the_audit_is_part_of_every_check_and_a_closed_network_lets_it_pass(tmp_path: Path) -> None:
    """The line of `.ci/run`, with an audit that ends as it may: nothing known, something known, nobody reached."""
    (line,) = [one for one in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if "audit" in one]
    assert line.startswith(".venv/bin/python tests/audit.py ")
    for status, passes in ((0, True), (1, False), (3, True)):
        stood_in = line.replace(".venv/bin/python tests/audit.py", f"(exit {status})")
        done = subprocess.run(["bash", "-c", f"set -euo pipefail\n{stood_in}"], cwd=tmp_path, check=False)
        assert (done.returncode == 0) is passes
