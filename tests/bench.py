"""Words a second of the whole extraction, against stock spaCy on the same texts in the same run: `make bench`.

Prints medians of several repeats, and ratios; nothing here is asserted, since machines differ.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from itertools import pairwise

import spacy

from corpus import CORPUS
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.cleaning import clean_article, plain_article
from pipeline.dating import date_article
from pipeline.extractors import discover
from pipeline.extractors.base import attach
from pipeline.language import SETUP, load_language, mark_sentences, parse
from pipeline.resources import Gazetteers, default_gazetteers
from pipeline.run import process_batch
from pipeline.settings import Settings

REPEATS = 5


def rate(words: int, work: Callable[[], object]) -> float:
    """Give the median words a second of several repeats after one warm-up."""
    times = []
    for _ in range(REPEATS + 1):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return words / statistics.median(times[1:])


# Text made to be slow to read: what a run meets in tables pasted as text, in tickers and in attacks.
HOSTILE = ["1", "1 ", "the ", "2022-23-24-", "Monday ", "June 5, ", "£1,1", "£1,"]
LENGTHS = (8_000, 16_000, 32_000)  # characters


def growth(name: str) -> None:
    """Print how an extractor's time grows as hostile text doubles: about 2 where it is linear, 4 where it is not."""
    extractor = next(extractor for extractor in discover() if extractor.name == name)
    find = extractor.build(Gazetteers(default_gazetteers()))
    blank = spacy.blank("en")
    for unit in HOSTILE:
        times = []
        for length in LENGTHS:
            text = unit * (length // len(unit))
            doc = mark_sentences(attach(blank.make_doc(text), plain_article(text)))
            start = time.process_time()
            list(find(doc))
            times.append(time.process_time() - start)
        ratios = ", ".join(f"{after / max(before, 1e-4):.1f}" for before, after in pairwise(times))
        sys.stdout.write(f"{name:8}{unit!r:16}{times[-1]:8.2f} s for {LENGTHS[-1]:,} characters, doubling: {ratios}\n")


def main() -> None:
    found = read_articles([CORPUS / "articles"], metadata=str(CORPUS / "metadata.csv"))
    articles = [item for item in found if isinstance(item, Article)] * 2
    texts = [article.text for article in articles]
    words = sum(len(text.split()) for text in texts)
    stock = spacy.load(SETUP["model"]["name"])
    ner = spacy.load(SETUP["model"]["name"], exclude=SETUP["model"]["leave_out"] + ["tok2vec"])
    settings = Settings()
    ours = rate(words, lambda: process_batch(settings, articles))
    whole = rate(words, lambda: list(stock.pipe(texts)))
    alone = rate(words, lambda: list(ner.pipe(texts)))
    write = sys.stdout.write
    write(f"{len(articles)} articles, {words:,} words, median of {REPEATS}\n")
    write(f"whole extraction      {ours:10,.0f} words/s\n")
    write(f"stock spaCy pipeline  {whole:10,.0f} words/s   ratio {ours / whole:.2f}\n")
    write(f"its NER alone         {alone:10,.0f} words/s   ratio {ours / alone:.2f}\n\n")
    cleaned = [date_article(clean_article(article)) for article in articles]
    shares = {"clean and date": rate(words, lambda: [date_article(clean_article(article)) for article in articles])}
    nlp = load_language()
    for name in nlp.pipe_names:
        docs = list(parse(nlp, cleaned))
        component = nlp.get_pipe(name)
        shares[name] = rate(words, lambda c=component, d=docs: [c(doc) for doc in d])  # type: ignore[misc]
    docs = list(parse(nlp, cleaned))
    shares["rows"] = rate(words, lambda: [list(e.rows(doc)) for doc in docs for e in discover()])
    for name, speed in shares.items():
        write(f"{name:22}{1e6 / speed:8.1f} µs a word\n")
    write("\n")
    for name in ("dates", "money"):
        growth(name)


if __name__ == "__main__":
    main()
