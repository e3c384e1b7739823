"""How fast the extraction is: against stock spaCy, by room, by batch and length, with workers, on hostile text."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy

from bench.catalogue import articles as made
from bench.catalogue import write
from bench.measuring import REPEATS, command, medians, peak_of_this_process
from corpus import CORPUS
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.cleaning import clean_article
from pipeline.dating import date_article
from pipeline.engines import run_with
from pipeline.extractors import discover
from pipeline.language import SETUP, load_language, parse
from pipeline.run import process_batch
from pipeline.settings import Settings

# Text made to be slow to read: what a run meets in tables pasted as text, in tickers and in attacks.
HOSTILE = (
    "1",
    "1 ",
    "the ",
    "2022-23-24-",
    "Monday ",
    "June 5, ",
    "£1,1",
    "£1,",
    "A",
    "A ",
    "and ",
    "“",
    "Cllr ",
    "a\n\n",
)
COPY = os.environ.get("COPY", "")  # a folder of published articles, which are no part of the project
COPIES = 8  # few articles are measured as if they were more
CHARACTERS = (8_000, 16_000, 32_000)
LENGTHS = (1, 2, 4, 8, 16, 32, 64)
BATCHES = (1, 8, 32, 128)


def corpus_articles() -> list[Article]:
    """Give the articles of the develop half."""
    found = read_articles([CORPUS / "articles" / "develop"], metadata=str(CORPUS / "metadata.csv"))
    return [item for item in found if isinstance(item, Article)]


def words_in(articles: list[Article]) -> int:
    """Count words."""
    return sum(len(article.text.split()) for article in articles)


def in_batches(articles: list[Article], size: int = 32) -> list[Any]:
    """Extract articles as a run does."""
    settings = Settings(batch_size=size)
    return [process_batch(settings, articles[at : at + size]) for at in range(0, len(articles), size)]


def against_stock() -> dict[str, Any]:
    """Measure the extraction, the stock default pipeline and its NER alone, on the same texts in one process."""
    articles = corpus_articles()
    texts, words = [article.text for article in articles], words_in(articles)
    stock = spacy.load(SETUP["model"]["name"])
    ner = spacy.load(SETUP["model"]["name"], exclude=SETUP["model"]["leave_out"] + ["tok2vec"])
    seconds = medians(
        {
            "ours": lambda: in_batches(articles),
            "stock": lambda: list(stock.pipe(texts, batch_size=32)),
            "ner": lambda: list(ner.pipe(texts, batch_size=32)),
        }
    )
    rates = {name: words / taken for name, taken in seconds.items()}
    return {"articles": len(articles), "words": words, "rates": rates} | {
        f"against_{name}": rates["ours"] / rates[name] for name in ("stock", "ner")
    }


def by_room(articles: list[Article]) -> dict[str, float]:
    """Give the microseconds a word of each room and extractor."""
    words, nlp = words_in(articles), load_language()
    cleaned = [date_article(clean_article(article)) for article in articles]
    docs = list(parse(nlp, cleaned))

    def find_names(ner: Any) -> object:
        for doc in docs:
            doc.set_ents([], default="missing")
        return list(ner.pipe(docs, batch_size=32))

    def over(component: Any) -> Callable[[], object]:
        if hasattr(component, "pipe"):
            return lambda: find_names(component)
        return lambda: [component(doc) for doc in docs]

    works: dict[str, Callable[[], object]] = {
        "clean and date": lambda: [date_article(clean_article(article)) for article in articles],
        "tokens": lambda: [nlp.make_doc(clean.text) for clean in cleaned],
    }
    works |= {name: over(component) for name, component in nlp.pipeline}
    works["rows"] = lambda: [list(extractor.rows(doc)) for doc in docs for extractor in discover()]
    return {name: 1e6 * seconds / words for name, seconds in medians(works).items()}


def by_length() -> dict[int, float]:
    """Give the microseconds a word of one article made 1 to 64 times as long."""
    parts = [f"{one['headline']}\n\n{one['body']}" for one in made(4 * max(LENGTHS))]
    long = {times: Article(source=f"{times}.txt", text="\n\n".join(parts[: 4 * times])) for times in LENGTHS}
    seconds = medians({str(times): partial(in_batches, [article]) for times, article in long.items()}, 3)
    return {times: 1e6 * seconds[str(times)] / words_in([long[times]]) for times in LENGTHS}


def by_batch() -> dict[int, float]:
    """Give the words a second with batches of several sizes."""
    articles = corpus_articles()
    seconds = medians({str(size): partial(in_batches, articles, size) for size in BATCHES}, 3)
    return {size: words_in(articles) / seconds[str(size)] for size in BATCHES}


def by_workers(count: int) -> dict[int, float]:
    """Give the articles a second, by the clock, of worker processes that have their model loaded: medians of turns."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "catalogue.jsonl", count)
        found = [item for item in read_articles([Path(folder)]) if isinstance(item, Article)]
    batches = [found[at : at + 32] for at in range(0, len(found), 32)]
    rates: dict[int, list[float]] = {1: [], 2: []}
    for workers in [*rates] * 3:
        # twice as many small batches as there are workers load the models before the clock starts
        warm = [found[:1]] * 2 * workers
        results = run_with("processes", partial(process_batch, Settings()), iter(warm + batches), workers)
        for _ in warm:
            next(results)
        start = time.perf_counter()
        done = sum(len(batch) for batch in results)
        rates[workers].append(done / (time.perf_counter() - start))
    return {workers: statistics.median(measured) for workers, measured in rates.items()}


def starting() -> dict[str, float]:
    """Give the seconds, by the clock, that the command takes to start and to do one article, cold."""
    article = min((CORPUS / "articles" / "develop").glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        one = ("extract", str(article), "--out", folder, "--fresh", "--quiet")
        return {"ldr --help": command("--help"), "one article": command(*one)}


def hostile() -> dict[str, list[float]]:
    """Give how the extraction's time grows as hostile text doubles: about 2 where it is linear, 4 where it is not."""
    found = {}
    for unit in HOSTILE:
        articles = [Article(source=str(n), text=unit * (n // len(unit))) for n in CHARACTERS]
        seconds = medians({article.source: partial(in_batches, [article]) for article in articles}, 3)
        found[unit] = [
            seconds[str(CHARACTERS[-1])],
            *(seconds[str(b)] / seconds[str(a)] for a, b in pairwise(CHARACTERS)),
        ]
    return found


def measure(count: int = 2000) -> dict[str, Any]:
    """Measure everything."""
    found: dict[str, Any] = {
        "repeats": REPEATS,
        "stock": against_stock(),
        "rooms": by_room(corpus_articles()),
        "batches": by_batch(),
    }
    if COPY:
        copy = [item for item in read_articles([Path(COPY)]) if isinstance(item, Article)]
        found["copy"] = {"articles": len(copy), "words": words_in(copy), "rooms": by_room(copy * COPIES)}
    found |= {"lengths": by_length(), "workers": by_workers(count), "starting": starting(), "hostile": hostile()}
    return found | {"peak": peak_of_this_process()}
