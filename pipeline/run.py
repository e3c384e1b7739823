"""Joins the rooms: `process_batch` is the unit of work that engines spread, `extract` the whole run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from pipeline.articles import read_articles
from pipeline.articles.article import Article
from pipeline.articles.record import Appearance, ArticleRecord
from pipeline.cleaning import CleanArticle, clean_article
from pipeline.dating import date_article
from pipeline.engines import run_with
from pipeline.extractors import discover
from pipeline.language import load_language, parse
from pipeline.linking import link
from pipeline.records import Problem, Record, row_id
from pipeline.settings import Settings, load_settings
from pipeline.syndication import group_stories, sketch
from pipeline.tables import Tables, build_tables

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Outcome:
    """What a worker returns of one article: plain records, never a Doc."""

    article: ArticleRecord
    records: tuple[Record, ...]
    sketch: bytes


def process_batch(settings: Settings, batch: Sequence[Article]) -> list[Outcome]:
    """Clean, date, parse and extract a batch of articles; an article that fails is a row in `problems`."""
    cleaned = [date_article(clean_article(article)) for article in batch]
    nlp = load_language(settings.model, settings.gazetteers)
    readable = [clean for clean in cleaned if clean.article.language == "en"]
    docs: dict[str, Doc | Problem] = {}
    try:
        for doc in parse(nlp, readable):
            docs[doc._.article.article.article_id] = doc
    except Exception:  # noqa: BLE001 - whatever one article does to a component, the others must come through
        docs = {clean.article.article_id: _parse_alone(nlp, clean) for clean in readable}
    return [_outcome(clean, docs.get(clean.article.article_id)) for clean in cleaned]


def _parse_alone(nlp: Any, clean: CleanArticle) -> Doc | Problem:
    try:
        return next(parse(nlp, [clean]))
    except Exception as error:  # noqa: BLE001 - this is the article at fault: it is reported, not lost
        return _failure(clean, error)


def _failure(clean: CleanArticle, error: Exception) -> Problem:
    article = clean.article
    message = f"nothing could be extracted: {type(error).__name__}: {error}; please report it with the article"
    return Problem(
        problem_id=row_id("problems", article.article_id, "extract", message),
        article_id=article.article_id,
        source=article.source,
        stage="extract",
        severity="error",
        message=message,
    )


def _outcome(clean: CleanArticle, doc: Doc | Problem | None) -> Outcome:
    records: tuple[Record, ...] = ()
    if isinstance(doc, Doc):
        try:
            records = tuple(record for extractor in discover() for record in extractor.rows(doc))
        except Exception as error:  # noqa: BLE001 - as above
            records = (_failure(clean, error),)
    elif doc is not None:
        records = (doc,)
    return Outcome(_article_record(clean), (*clean.problems, *records), sketch(clean))


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


@dataclass
class _Intake:
    """Sorts what the readers give: each distinct article once, every appearance, every problem."""

    items: Iterable[Article | Problem]
    appearances: dict[str, Appearance]
    problems: dict[str, Problem]

    def articles(self) -> Iterator[Article]:
        seen: set[str] = set()
        for item in self.items:
            if isinstance(item, Problem):
                self.problems[item.problem_id] = item
                continue
            appearance = item.appearance()
            self.appearances[appearance.appearance_id] = appearance
            if item.article_id not in seen:
                seen.add(item.article_id)
                yield item


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
    """Run the rooms over the inputs with the settings given."""
    found = read_articles(inputs, metadata=settings.metadata or None, use_metadata=settings.use_metadata)
    intake = _Intake(found, {}, {})
    outcomes: list[Outcome] = []
    work = partial(process_batch, settings)
    for batch in run_with(settings.engine, work, _batches(intake.articles(), settings.batch_size), settings.workers):
        outcomes += batch
        if progress is not None:
            progress(len(batch))
    stories = group_stories({outcome.article.article_id: outcome.sketch for outcome in outcomes})
    outcomes = [
        replace(one, article=replace(one.article, story_id=stories[one.article.article_id])) for one in outcomes
    ]
    appearances = list(intake.appearances.values())
    if settings.stories:
        outcomes, appearances = _one_of_each(outcomes, appearances)
    return build_tables([*_linked(outcomes), *appearances, *intake.problems.values()])


def _one_of_each(
    outcomes: Sequence[Outcome], appearances: Sequence[Appearance]
) -> tuple[list[Outcome], list[Appearance]]:
    """Keep the fullest article of each story, of equals the earliest; the copies' appearances become its own."""
    kept: dict[str, Outcome] = {}
    for outcome in sorted(outcomes, key=_fullest):
        kept.setdefault(outcome.article.story_id, outcome)
    stands_for = {one.article.article_id: kept[one.article.story_id].article.article_id for one in outcomes}
    repointed = [replace(one, article_id=stands_for.get(one.article_id, one.article_id)) for one in appearances]
    return [one for one in outcomes if kept[one.article.story_id] is one], repointed


def _fullest(outcome: Outcome) -> tuple[int, date, str]:
    article = outcome.article
    return -article.words, article.published or date.max, article.article_id


def _linked(outcomes: Sequence[Outcome]) -> Iterator[Record]:
    for outcome in outcomes:
        yield outcome.article
    yield from link({outcome.article.article_id: outcome.records for outcome in outcomes})
