"""Draws the review page over the project's own corpus for the README: `make screenshot`."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from corpus import ROOT, extract_half
from pipeline.review import write_page
from pipeline.tables import read_tables

TARGET = ROOT / "docs" / "images" / "review.png"
ARTICLE, WORDS = "43-darlington-improvement-board.txt", "inadequate"
LARGEST = 150_000  # bytes


def draw(target: Path) -> None:
    """Open an article beside one of its judgements, and draw what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        out = extract_half("develop", Path(folder))
        tables = read_tables(out)
        article = next(row.article_id for row in tables.articles.itertuples() if row.source == ARTICLE)
        rows = tables.judgements[tables.judgements["article_id"] == article]
        key = next(row.judgement_id for row in rows.itertuples() if row.text == WORDS)
        page_file = write_page(out).page
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1200, "height": 760})
            page.goto(f"{page_file.as_uri()}#/read/{article}/judgements/{key}")
            page.wait_for_selector("mark.chosen")
            page.keyboard.press("a")
            target.parent.mkdir(parents=True, exist_ok=True)
            drawn = Image.open(io.BytesIO(page.screenshot()))
            browser.close()
        drawn.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    draw(TARGET)
    size = TARGET.stat().st_size
    sys.exit(f"{TARGET}: {size:,} bytes are more than {LARGEST:,}" if size > LARGEST else 0)
