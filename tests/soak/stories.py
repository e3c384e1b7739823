"""Short articles put together by chance, as many as are wanted: councils are real, people and events invented."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

GIVEN = ("Amina", "Bryn", "Carol", "Dev", "Elsie", "Farah", "Gwen", "Hamish", "Ines", "Jonah", "Kit", "Lorna")
FAMILY = ("Ashdown", "Brightwell", "Cattermole", "Dunmore", "Eastlake", "Fenwick", "Garland", "Hollis", "Ivory", "Judd")
COUNCILS = (
    "Leeds City Council",
    "Swindon Borough Council",
    "Thurrock Council",
    "Devon County Council",
    "Oldham Council",
)
POSTS = ("leader of the council", "cabinet member for children", "chair of the scrutiny committee", "finance director")
PARTIES = ("Labour", "Conservative", "Liberal Democrat", "Green")
OPENINGS = (
    "Plans to spend £{sum}m on new classrooms were agreed by {council} on Monday.",
    "{council} expects to overspend by £{sum}m in 2024-25, a report says.",
    "Inspectors have rated children's services at {council} as requires improvement.",
    "A playground that has been shut since May will cost £{sum}m to mend, {council} has said.",
)
QUOTES = (
    "We have listened to the families who wrote to us, and this is the answer.",
    "Nobody on these benches wanted to see a single library close.",
    "The sums were never going to add up, and we said so in {month}.",
    "It will take until {month} before the first brick is laid.",
)
CLOSINGS = (
    "The decision will be looked at again in {month} {year}.",
    "Work is to start in {month} and should end within {weeks} weeks.",
    "A petition of {names} names was handed over before the meeting.",
)
MONTHS = ("January", "March", "April", "June", "September", "October")


def story(number: int, seed: int = 0) -> dict[str, str]:
    """Make the article of a number: the same number and seed give the same words."""
    chance = random.Random(f"{seed}/{number}")
    council = chance.choice(COUNCILS)
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    words = {
        "sum": f"{chance.randint(1, 90)}.{chance.randint(1, 9)}",
        "council": council,
        "month": chance.choice(MONTHS),
        "year": str(chance.randint(2024, 2026)),
        "weeks": str(chance.randint(3, 60)),
        "names": f"{chance.randint(100, 9000):,}",
    }
    body = [
        chance.choice(OPENINGS).format(**words),
        f"Cllr {given} {family} ({chance.choice(PARTIES)}), {chance.choice(POSTS)}, said: "
        f"“{chance.choice(QUOTES).format(**words)}”",
        f"Item {number} of the agenda was the last. " + chance.choice(CLOSINGS).format(**words),
    ]
    return {
        "headline": f"{council} and the matter of item {number}",
        "body": "\n\n".join(body),
        "published": f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "url": f"https://paper.example/{seed}/{number}",
    }


def write_stories(path: Path, count: int, seed: int = 0) -> Path:
    """Write so many articles into a file, one a line."""
    with path.open("w", encoding="utf-8") as handle:
        handle.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in _stories(count, seed))
    return path


def _stories(count: int, seed: int) -> Iterator[dict[str, str]]:
    return (story(number, seed) for number in range(count))
