"""Golden tables: what the develop half of the corpus gives, row by row. `python tests/golden.py` writes them anew."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from corpus import extract_half

GOLDEN = Path(__file__).with_name("golden")


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        out = extract_half("develop", Path(folder))
        for path in GOLDEN.glob("*.csv"):
            path.unlink()
        for path in out.glob("*.csv"):
            shutil.copy(path, GOLDEN / path.name)


if __name__ == "__main__":
    main()
