"""`make bench`: measure, keep, and write the page."""

from bench.page import PAGE, keep
from bench.speed import measure

if __name__ == "__main__":
    keep(speed=measure())
    print(PAGE.read_text(encoding="utf-8"))  # noqa: T201 - it is what the program is for
