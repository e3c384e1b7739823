"""Words a second of the whole extraction, against stock spaCy on the same texts in the same run: `make bench`.

Prints medians of several repeats, and ratios; nothing here is asserted, since machines differ.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import spacy
from pipeline.dating import date_article

from corpus import CORPUS
from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.cleaning import clean_article
from pipeline.extractors import discover
from pipeline.language import SETUP, load_language, parse
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


if __name__ == "__main__":
    main()
