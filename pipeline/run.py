"""Joins the rooms: `process_batch` is the unit of work that engines spread, `extract` the whole run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.articles.record import ArticleRecord
from pipeline.catalogue import Index, Outcome, work_of
from pipeline.cleaning import CleanArticle, clean_article
from pipeline.dating import date_article
from pipeline.engines import TookTooLongError, deadline, run_with
from pipeline.extractors import discover
from pipeline.extractors.base import Extractor, failed
from pipeline.language import load_language, parse
from pipeline.linking import link
from pipeline.records import Problem, Record, row_id
from pipeline.settings import Settings, load_settings
from pipeline.syndication import sketch
from pipeline.tables import Tables, build_tables, schemas

Progress = Callable[[int], None]


def process_batch(settings: Settings, batch: Sequence[Article]) -> list[Outcome]:
    """Clean, date, parse and extract a batch of articles; an article that fails is a row in `problems`."""
    nlp = load_language(settings.model, settings.gazetteers)
    try:
        with deadline(settings.article_seconds):
            return _process(nlp, batch)
    except Exception:  # noqa: BLE001 - whatever one article does to a room, the others must come through
        return [_process_alone(nlp, article, settings.article_seconds) for article in batch]


def _process(nlp: Any, batch: Sequence[Article]) -> list[Outcome]:
    cleaned = [date_article(clean_article(article)) for article in batch]
    readable = [clean for clean in cleaned if clean.article.language == "en"]
    docs: dict[str, Doc] = {doc._.article.article.article_id: doc for doc in parse(nlp, readable)}
    return [_outcome(clean, docs.get(clean.article.article_id)) for clean in cleaned]


def _process_alone(nlp: Any, article: Article, seconds: int) -> Outcome:
    try:
        with deadline(seconds):
            return _process(nlp, [article])[0]
    except Exception as error:  # noqa: BLE001 - this is the article at fault: it is reported, not lost
        problem = _failure(article, f"{type(error).__name__}: {error}; please report it with the article")
    try:
        with deadline(seconds):
            clean = date_article(clean_article(article))
            return replace(_outcome(clean, None), records=(*clean.problems, problem))
    except Exception:  # noqa: BLE001 - not even the cleaning comes through
        return Outcome(_bare_record(article), (problem,), b"", work_of(article))


def _died(article: Article) -> Outcome:
    """Say that a worker died over an article, twice at least and at last alone with it."""
    problem = _failure(article, "the process that read it died: out of memory, a crash, or far too long; report it")
    return Outcome(_bare_record(article), (problem,), b"", work_of(article))


def _failure(article: Article, why: str, table: str = "") -> Problem:
    message = f"nothing could be extracted{f' into {table}' if table else ''}: {why}"
    return Problem(
        problem_id=row_id("problems", article.article_id, "extract", message),
        article_id=article.article_id,
        source=article.source,
        table=table or None,
        stage="extract",
        severity="error",
        message=message,
    )


def _outcome(clean: CleanArticle, doc: Doc | None) -> Outcome:
    found = (record for extractor in discover() for record in _rows(clean, doc, extractor)) if doc is not None else ()
    records = (*clean.problems, *found)
    return Outcome(_article_record(clean), records, sketch(clean), work_of(clean.article))


def _rows(clean: CleanArticle, doc: Doc, extractor: Extractor) -> list[Record]:
    """Give an extractor's checked rows; where it fails, one row of `problems` that says so."""
    why = failed(doc).get(extractor.name)
    if why is None:
        try:
            rows = list(extractor.rows(doc))
            for record in rows:
                schemas()[record.TABLE].check(record)
            return rows
        except TookTooLongError:
            raise
        except Exception as error:  # noqa: BLE001 - one table of one article is lost and reported, not the article
            why = f"{type(error).__name__}: {error}"
    return [_failure(clean.article, f"{why}; please report it with the article", extractor.name)]


def _article_record(clean: CleanArticle) -> ArticleRecord:
    article, published = clean.article, clean.published
    return ArticleRecord(
        article_id=article.article_id,
        source=article.source,
        publisher=article.publisher or None,
        url=article.url or None,
        headline=clean.headline or None,
        standfirst=clean.standfirst or None,
        authors="; ".join(clean.authors) or None,
        published=published.day,
        published_earliest=published.earliest,
        published_latest=published.latest,
        published_basis=published.basis,
        modified=article.modified,
        language=article.language,
        encoding=article.encoding,
        words=sum(len(clean.text[zone.start : zone.end].split()) for zone in clean.zones),
        text=article.text,
        embargo=article.embargo or None,
        content_type=article.content_type,
    )


def _bare_record(article: Article) -> ArticleRecord:
    """Say of an article what its source says, and no more."""
    return ArticleRecord(
        article_id=article.article_id,
        source=article.source,
        publisher=article.publisher or None,
        url=article.url or None,
        headline=article.headline or None,
        language=article.language,
        encoding=article.encoding,
        text=article.text,
    )


def _batches(items: Iterator[Article], size: int) -> Iterator[list[Article]]:
    while batch := list(islice(items, size)):
        yield batch


def extract(
    *inputs: str | Path,
    config: str | Path | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Tables:
    """Extract every table from files and folders of articles.

    Options are the settings (`pipeline.settings`), as keywords. `progress` is called with the number of
    articles done, after each batch. Nothing is written: see `Tables.to_csv` and `pipeline.write_tables`.
    """
    return run(inputs, load_settings(config, **options), progress)


def run(inputs: Sequence[str | Path], settings: Settings, progress: Progress | None = None) -> Tables:
    """Run the rooms over the inputs with the settings given; everything stays in memory."""
    outcomes: list[Outcome] = []
    with Index() as index:
        for batch in extract_new(inputs, settings, index):
            outcomes += batch
            if progress is not None:
                progress(len(batch))
        return build_tables(_linked(outcomes, index, settings.stories))


def extract_new(
    inputs: Sequence[str | Path], settings: Settings, index: Index, progress: Progress | None = None
) -> Iterator[list[Outcome]]:
    """Read the inputs into the index, and extract a batch at a time what it does not know yet.

    `progress` is called with 1 for each article that it knows.
    """
    found = read_articles(inputs, metadata=settings.metadata or None, use_metadata=settings.use_metadata)
    work = partial(process_batch, settings)
    batches = _batches(_new(found, index, progress), settings.batch_size)
    yield from run_with(settings.engine, work, batches, settings.workers, _died, settings.scheduler)


def _new(found: Iterable[Article | Problem], index: Index, progress: Progress | None) -> Iterator[Article]:
    for item in found:
        article = index.note(item)
        if article is not None:
            yield article
        elif progress is not None and isinstance(item, Article):
            progress(1)


def _linked(outcomes: Iterable[Outcome], index: Index, stories: bool) -> Iterator[Record]:
    """Give every record of a run in memory, as `catalogue.finish` does from the disk."""
    index.drop_older_versions()
    read = {outcome.article.article_id: outcome for outcome in outcomes if index.claim(outcome.work)}
    index.add_sketches((key, one.article.words, one.article.published, one.sketch) for key, one in read.items())
    index.group_stories()
    if stories:
        index.keep_one_of_each_story()
    live = {article_id: (story_id, read[article_id]) for article_id, story_id in index.stories().items()}
    for story_id, outcome in live.values():
        yield replace(outcome.article, story_id=story_id)
    yield from link({article_id: outcome.records for article_id, (_, outcome) in live.items()})
    yield from index.rows("appearances")
    yield from index.rows("problems")
