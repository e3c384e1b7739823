"""The page of licences is current, and the audit says when it could not look."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from licences import PAGE, locked, page


def test_the_page_of_licences_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"
    assert len(locked()) > 50 and "| spacy |" in page()


def test_the_audit_says_that_it_could_not_look() -> None:
    command = [sys.executable, Path(__file__).with_name("audit.py"), "http://127.0.0.1:9/none"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 3 and done.stdout.startswith("Not checked: no source of advisories could be reached")
