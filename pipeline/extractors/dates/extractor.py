"""Finds every date, period and duration of an article and resolves it against the day of publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.cleaning import Published
from pipeline.extractors.base import Extractor, Fact, Find, article_of, fact_id, facts, place, sentence_at, zones
from pipeline.extractors.dates import calendar_dates, clauses, durations, occasions, relative_dates, weeks
from pipeline.extractors.dates.calendar_dates import Reading
from pipeline.extractors.dates.compose import Expression, compose, has_year, is_day, kind
from pipeline.extractors.dates.intervals import Interval
from pipeline.extractors.dates.normalise import WORDS
from pipeline.extractors.dates.record import DateRecord
from pipeline.extractors.dates.resolution import Setting
from pipeline.extractors.values import When
from pipeline.patterns import Hit, Patterns, compile_patterns, longest
from pipeline.resources import Gazetteers

Reader = Callable[[Hit, Setting], Reading]
READERS: dict[str, Reader] = {
    name.removeprefix("read_"): getattr(module, name)
    for module in (calendar_dates, relative_dates, weeks, occasions, durations)
    for name in vars(module)
    if name.startswith("read_")
}
READERS["month_short_year"] = calendar_dates.read_month
FINITE = ("date", "time")


def patterns() -> Patterns:
    """Compile the shapes, with the words' capitals: months and weekdays are capitalised, or all capitals."""

    def cased(*tables: str) -> list[str]:
        words = [word for table in tables for word in WORDS[table]]
        return words + [word.upper() for word in words]

    slots: dict[str, list[str]] = {
        "month_full": cased("month"),
        "month_any": cased("month", "month_short"),
        "weekday_full": cased("weekday"),
        "weekday_any": cased("weekday", "weekday_short"),
        "unit_word": [*WORDS["unit"]],
        "period_year": [name for name in WORDS["period"] if name.endswith(" year")],
        "direction_year": ["this", "last", "next", "This", "Last", "Next"],
        "reference_year": ["the same", "that", "that same", "the following", "the previous"],
        **{f"beside_{name}": words for name, words in WORDS["beside"].items()},
    }
    return compile_patterns("dates", slots)


def settle(read: Callable[[Setting], Reading], published: Published, setting: Setting) -> Reading:
    """Read against the day of publication; where only bounds are known, take what both of them give."""
    if published.day or not (published.earliest and published.latest):
        return read(replace(setting, today=published.day))
    early, late = (read(replace(setting, today=day)) for day in (published.earliest, published.latest))
    return early if early == late else read(setting)


def read_expression(expression: Expression, setting: Setting) -> Reading:
    """Read an expression: its one atom, or two as the ends of a range; a yearless first end precedes the second."""
    if expression.tied:
        return Reading(None, "day", "none")
    *firsts, final = expression.atoms
    if expression.near is not None:
        later = READERS[kind(expression.near)](expression.near, setting)
        if later.interval is None:
            return Reading(None, later.granularity, "none")
        setting = replace(setting, today=later.interval.start, tense="past")
        return replace(READERS[kind(final)](final, setting), anchor="text")
    if firsts and not has_year(final) and has_year(firsts[0]) and setting.today is None:
        return Reading(None, "", "none")
    reading = READERS[kind(final)](final, setting)
    if firsts:
        if reading.interval is None:
            return Reading(None, reading.granularity, "none")
        near = setting if has_year(firsts[0]) else replace(setting, today=reading.interval.start, tense="past")
        first = READERS[kind(firsts[0])](firsts[0], near)
        if first.interval is None or first.interval.start > reading.interval.end:
            return Reading(None, reading.granularity, "none")
        both = Interval(first.interval.start, reading.interval.end, reading.granularity)
        anchor = reading.anchor if not has_year(firsts[0]) or reading.anchor != "text" else first.anchor
        reading = Reading(both, reading.granularity, anchor, both.edtf)
    if expression.time is not None and reading.interval is not None:
        at = READERS["time"](expression.time, replace(setting, here=reading.interval))
        return Reading(at.interval, at.granularity, reading.anchor, at.value, type="time")
    return reading


def when(reading: Reading, expression: Expression, event: str) -> When:
    """Make the value of a date of its reading and of the words around it."""
    dated = reading.type in FINITE
    interval = reading.interval
    return When(
        type=reading.type,
        value=reading.value,
        start=interval.start if interval else None,
        end=interval.end if interval else None,
        granularity=reading.granularity if dated else "",
        modifier=(expression.preposition or expression.part or reading.modifier) if dated else "",
        duration=reading.duration,
        anchor=reading.anchor,
        event=event if dated else "",
    )


def build(gazetteers: Gazetteers) -> Find:  # noqa: ARG001
    """Make the function that finds dates."""
    compiled = patterns()

    def find(doc: Doc) -> Iterator[Fact[When]]:
        published = article_of(doc).published
        text = article_of(doc).text
        before = Setting()
        read = [zone for zone in zones(doc) if zone.kind != "byline"]
        for zone, hits in compiled.by_paragraph(text, read):
            before = replace(before, here=None)
            dates = [hit for hit in longest(hits) if not kind(hit).startswith("not_")]
            for expression in compose(dates, text, zone.start, zone.end):
                value, before = understand(text, sentence_at(doc, expression.start), expression, published, before)
                yield Fact(expression.start, expression.end, expression.rule, value)

    return find


def understand(
    text: str, sentence: tuple[int, int], expression: Expression, published: Published, before: Setting
) -> tuple[When, Setting]:
    """Give what an expression means in its clause, and the dates that later ones may point back to."""
    first = max(sentence[0], expression.start - clauses.LONGEST)
    end = max(min(sentence[1], expression.end + clauses.LONGEST), expression.end)
    around = text[first:end]
    span = expression.start - first, expression.end - first
    tense = "" if expression.moved else clauses.tense(around, *span, expression.preposition, day=is_day(expression))
    long_year = clauses.long_year(around) if kind(expression.atoms[0]) == "year_pair" else before.long_year

    def read(setting: Setting) -> Reading:
        return read_expression(expression, setting)

    reading = settle(read, published, replace(before, tense=tense, long_year=long_year))
    if reading.type == "date" and reading.interval is not None:
        before = replace(before, last=reading.interval)
        if reading.granularity == "day":
            before = replace(before, last_day=reading.interval, here=reading.interval)
    return when(reading, expression, clauses.event(around, *span)), before


def rows(doc: Doc) -> Iterable[DateRecord]:
    """Give a row for every date found."""
    for fact in facts(doc, "dates"):
        value: When = fact.value
        yield DateRecord(
            date_id=fact_id(doc, "dates", fact),
            type=value.type,
            value=value.value or None,
            start=value.start,
            end=value.end,
            granularity=value.granularity or None,
            modifier=value.modifier or None,
            duration=value.duration or None,
            anchor=value.anchor,
            event=value.event or None,
            **place(doc, fact),
        )


EXTRACTOR = Extractor("dates", (DateRecord,), build, rows)
