"""A catalogue of any size, always the same: paragraphs of the project's own articles with other names, dates and sums.

`PYTHONPATH=tests python -m bench.catalogue 1000 catalogue.jsonl`. An article has about 120 words.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from soak.stories import FAMILY, GIVEN

from corpus import CORPUS
from pipeline.articles import read_articles
from pipeline.articles.article import Article

WORDS = 110  # after this many, no further paragraph
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
DAY = re.compile(rf"\b\d{{1,2}}(?= (?:{'|'.join(MONTHS)})\b)")
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b(?=[ ,.]+(?:20|\d|the|and|to))")
YEAR = re.compile(r"\b20[012]\d\b(?![-–/])")
SUM = re.compile(r"(?<=£)\d[\d,.]*\d|(?<=£)\d")


@cache
def sources() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Give the headline, paragraphs and people of each article of the develop half."""
    found = []
    for article in read_articles([CORPUS / "articles" / "develop"], metadata=str(CORPUS / "metadata.csv")):
        gold = CORPUS / "gold" / "develop" / f"{Path(article.source.split('#')[0]).stem}.json"
        if isinstance(article, Article) and gold.exists():
            told = json.loads(gold.read_text(encoding="utf-8"))
            paragraphs = [part.strip() for part in re.split(r"\n\s*\n", article.text)]
            body = tuple(part for part in paragraphs if 20 <= len(part.split()) <= 90)
            found.append((told.get("headline") or body[0], body, tuple(one["name"] for one in told["people"])))
    return tuple(found)


def article(number: int, seed: int = 0) -> dict[str, str]:
    """Make the article of a number: the same number and seed give the same words."""
    chance = random.Random(f"catalogue/{seed}/{number}")
    headline, _, people = chance.choice(sources())
    body: list[str] = []
    used: set[str] = set()
    while sum(len(part.split()) for part in body) < WORDS:
        _, paragraphs, named = chance.choice(sources())
        paragraph = chance.choice(paragraphs)
        if paragraph not in used:
            used.add(paragraph)
            body.append(_changed(paragraph, named, chance))
    day = f"20{chance.randint(15, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return {
        "headline": _changed(headline, people, chance),
        "body": "\n\n".join(body),
        "published": day,
        "url": f"https://paper.example/{seed}/{number}",
    }


def _changed(text: str, people: tuple[str, ...], chance: random.Random) -> str:
    """Put other names, days, months, years and sums in the place of those printed."""
    for name in people:
        given, family = chance.choice(GIVEN), chance.choice(FAMILY) + chance.choice(("", "-Shaw", "by", "ton", "ley"))
        first, last = name.split()[0], name.split()[-1]
        text = text.replace(name, f"{given} {family}")
        text = re.sub(rf"\b{re.escape(last)}\b", family, text) if last != first else text
    text = DAY.sub(lambda _: str(chance.randint(1, 28)), text)
    text = MONTH.sub(lambda _: chance.choice(MONTHS), text)
    text = YEAR.sub(lambda _: str(chance.randint(2012, 2026)), text)
    return SUM.sub(lambda match: re.sub(r"[1-9]", lambda _: str(chance.randint(1, 9)), match[0]), text)


def articles(count: int, seed: int = 0) -> Iterator[dict[str, str]]:
    """Make so many articles."""
    return (article(number, seed) for number in range(count))


def write(path: Path, count: int, seed: int = 0) -> int:
    """Write so many articles into a file, one a line; give the number of their words."""
    words = 0
    with path.open("w", encoding="utf-8") as handle:
        for one in articles(count, seed):
            handle.write(json.dumps(one, ensure_ascii=False) + "\n")
            words += len(one["body"].split())
    return words


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
