"""Finds every date, period and duration of an article and resolves it against the day of publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from spacy.tokens import Doc

from pipeline.cleaning import Published
from pipeline.extractors.base import Extractor, Fact, Find, article_of, fact_id, facts, place, sentence_at, zones
from pipeline.extractors.dates import calendar_dates, clauses, durations, relative_dates
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
    for module in (calendar_dates, relative_dates, durations)
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


def settle(read: Callable[[Setting], Reading], published: Published, tense: str, last: Interval | None) -> Reading:
    """Read against the day of publication; where only bounds are known, take what both of them give."""
    if published.day or not (published.earliest and published.latest):
        return read(Setting(published.day, tense, last))
    early, late = (read(Setting(day, tense, last)) for day in (published.earliest, published.latest))
    return early if early == late else read(Setting(None, tense, last))


def read_expression(expression: Expression, setting: Setting) -> Reading:
    """Read an expression: its one atom, or two as the ends of a range; a yearless first end precedes the second."""
    *firsts, final = expression.atoms
    if firsts and not has_year(final) and has_year(firsts[0]) and setting.today is None:
        return Reading(None, "", "none")
    reading = READERS[kind(final)](final, setting)
    if firsts:
        if reading.interval is None:
            return Reading(None, reading.granularity, "none")
        near = setting if has_year(firsts[0]) else Setting(reading.interval.start, "past", setting.last)
        first = READERS[kind(firsts[0])](firsts[0], near)
        if first.interval is None or first.interval.start > reading.interval.end:
            return Reading(None, reading.granularity, "none")
        both = Interval(first.interval.start, reading.interval.end, reading.granularity)
        anchor = reading.anchor if not has_year(firsts[0]) or reading.anchor != "text" else first.anchor
        reading = Reading(both, reading.granularity, anchor, both.edtf)
    if expression.time is not None and reading.interval is not None:
        at = READERS["time"](expression.time, Setting(setting.today, setting.tense, reading.interval))
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
        text = doc.text  # joined anew from its tokens at every call
        last: Interval | None = None
        for zone in zones(doc):
            if zone.kind == "byline":
                continue
            hits = [hit for hit in longest(compiled.scan(text, [zone])) if not kind(hit).startswith("not_")]
            for expression in compose(hits, text, zone.start, zone.end):
                value, last = understand(text, sentence_at(doc, expression.start), expression, published, last)
                yield Fact(expression.start, expression.end, expression.rule, value)

    return find


def understand(
    text: str, sentence: tuple[int, int], expression: Expression, published: Published, last: Interval | None
) -> tuple[When, Interval | None]:
    """Give what an expression means in its clause, and the date that later ones may point back to."""
    first = max(sentence[0], expression.start - clauses.LONGEST)
    end = max(min(sentence[1], expression.end + clauses.LONGEST), expression.end)
    around = text[first:end]
    span = expression.start - first, expression.end - first
    tense = clauses.tense(around, *span, expression.preposition, day=is_day(expression))

    def read(setting: Setting) -> Reading:
        return read_expression(expression, setting)

    reading = settle(read, published, tense, last)
    if reading.type == "date" and reading.interval is not None:
        last = reading.interval
    return when(reading, expression, clauses.event(around, *span)), last


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
