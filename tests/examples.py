"""Reads and checks the tagged sentences that document each extractor. The format is in README.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from spacy.language import Language

from pipeline.cleaning import plain_article
from pipeline.extractors import discover
from pipeline.extractors.base import failed
from pipeline.language import parse
from pipeline.records import Mention, Record

FOLDER = Path(__file__).resolve().parent.parent / "pipeline" / "extractors"
TAG = re.compile(r"<(?P<close>/)?(?P<name>[a-z]+)(?P<attributes>(?:\s+[a-z_]+=(?:\"[^\"]*\"|[^\s>\"]+))*)>")
ATTRIBUTE = re.compile(r"([a-z_]+)=(?:\"([^\"]*)\"|([^\s>\"]+))")


@dataclass(frozen=True)
class Tag:
    table: str
    start: int
    end: int
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Example:
    table: str
    line: int
    published: date | None
    text: str
    tags: tuple[Tag, ...]


def parse_example(table: str, line: int, published: date | None, marked: str) -> Example:
    """Take the tags out of a marked sentence. Raises ValueError for a tag left open or closed twice."""
    text, tags, open_tags, last = "", [], [], 0
    for match in TAG.finditer(marked):
        text += marked[last : match.start()]
        last = match.end()
        if not match["close"]:
            columns = tuple((name, quoted or bare) for name, quoted, bare in ATTRIBUTE.findall(match["attributes"]))
            open_tags.append((match["name"], len(text), columns))
            continue
        if not open_tags or open_tags[-1][0] != match["name"]:
            raise ValueError(f"{table}/examples.txt, line {line}: </{match['name']}> closes nothing")
        name, start, columns = open_tags.pop()
        tags.append(Tag(name, start, len(text), columns))
    if open_tags:
        raise ValueError(f"{table}/examples.txt, line {line}: <{open_tags[-1][0]}> is never closed")
    text += marked[last:]
    # a paragraph break is two characters where its sign is one, from the end so that offsets before it hold
    breaks = [at for at, sign in enumerate(text) if sign == "¶"]

    def moved(offset: int) -> int:
        return offset + sum(at < offset for at in breaks)

    moved_tags = tuple(Tag(tag.table, moved(tag.start), moved(tag.end), tag.columns) for tag in tags)
    return Example(table, line, published, text.replace("¶", "\n\n"), moved_tags)


def read_examples(table: str) -> Iterator[Example]:
    """Read an extractor's examples."""
    published: date | None = None
    path = FOLDER / table / "examples.txt"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("@published"):
            day = stripped.removeprefix("@published").strip()
            published = date.fromisoformat(day) if day else None
        elif stripped and not stripped.startswith("#"):
            yield parse_example(table, number, published, stripped)


def cell(value: object) -> str:
    """Write a value as a table's cell."""
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Named:
    """A mention, with the columns of the person or organisation that it names: what `<people name=…>` tags."""

    TABLE: str
    mention: Mention
    entity: Record

    def __getattr__(self, name: str) -> object:
        return getattr(self.entity if hasattr(self.entity, name) else self.mention, name)


def run(nlp: Language, example: Example) -> list[Any]:
    """Give every record that the pipeline makes of an example, and its mentions as the table of what they name."""
    doc = next(parse(nlp, [plain_article(example.text, example.published)]))
    assert not failed(doc)
    records = [record for extractor in discover() for record in extractor.rows(doc)]
    entities = {record.key: record for record in records if record.TABLE in ("people", "organisations")}
    mentions = [record for record in records if isinstance(record, Mention) and record.entity_id in entities]
    return [*records, *(Named(entities[one.entity_id].TABLE, one, entities[one.entity_id]) for one in mentions)]


def complaints(example: Example, records: list[Any]) -> list[str]:
    """Say what is missed, wrong or too much; nothing where the example holds."""
    found = [record for record in records if hasattr(record, "char_start")]
    said = []
    matched = set()
    for tag in example.tags:
        here = [
            record
            for record in found
            if (record.TABLE, record.char_start, record.char_end) == (tag.table, tag.start, tag.end)
            and id(record) not in matched
        ]
        fit = [r for r in here if all(cell(getattr(r, name)) == value for name, value in tag.columns)]
        words = example.text[tag.start : tag.end]
        if fit:
            matched.add(id(fit[0]))
        elif here:
            got = {name: cell(getattr(here[0], name)) for name, value in tag.columns}
            said.append(f"{tag.table} {words!r}: want {dict(tag.columns)}, got {got} by {here[0].rule}")
            matched.add(id(here[0]))
        else:
            said.append(f"{tag.table} {words!r}: not found")
    named = {(tag.start, tag.end) for tag in example.tags if tag.table == "mentions"}
    for record in found:
        if (record.char_start, record.char_end) in named:
            continue
        if example.table == record.TABLE and id(record) not in matched:
            said.append(f"{record.TABLE} {record.text!r} by {record.rule}: should not be there")
    return said
