"""Gold and spans as annotation tools show them, and annotated files read back into gold.

Tables and gold go the same way: what a table holds is written as gold would say it, then shown. A task carries that
gold with it, so that what a tool cannot show (other accepted spans, what restates what) comes back as it went.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.evaluate.compare import FIELDS, accepted, span_of
from pipeline.evaluate.gold import SPANNED, read_gold, with_offsets
from pipeline.exports.staging import Row, Source, replacing
from pipeline.schema import ColumnSchema
from pipeline.tables import schemas
from pipeline.writers.csv_files import cell

Gold = dict[str, Any]

# Gold fields whose value is a stretch of days, [first, last], and the columns that hold it.
STRETCHES = {
    ("money", "period"): ("period_start", "period_end"),
    ("judgements", "inspected"): ("inspected_start", "inspected_end"),
    ("judgements", "given"): ("given", "given"),
    ("judgements", "published"): ("report_published", "report_published"),
}


@dataclass(frozen=True)
class Region:
    """A stretch of text with a label (a table, or a kind of trap) and what is said of it.

    `values` holds the accepted values of each field, None where the tool has no place for fields.
    """

    key: str
    label: str
    start: int
    end: int
    words: str | None
    values: Mapping[str, list[str]] | None = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """An article to annotate: its text, its gold, and the gold's regions."""

    text: str
    gold: Gold
    article: Row

    @property
    def regions(self) -> list[Region]:
        """The gold's items that stand in the text, in order."""
        return [
            Region(f"{label}-{at}", label, item["char_start"], item["char_end"], item["text"], shown(label, item))
            for label in SPANNED
            for at, item in enumerate(self.gold.get(label, []))
            if "char_start" in item
        ]


def fields_of(label: str) -> dict[str, ColumnSchema | None]:
    """Give the fields that an annotator can fill in, each with its column; None for a stretch of days."""
    if label not in FIELDS:
        return {}
    columns = {column.name: column for column in schemas()[label].columns}
    found: dict[str, ColumnSchema | None] = {}
    for name in FIELDS[label]:
        if (label, name) in STRETCHES:
            found[name] = None
        elif name in columns and not columns[name].about.references:
            found[name] = columns[name]
    return found


def shown(label: str, item: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the accepted values of an item's fields as texts; a stretch of days as `first/last`."""
    values = {}
    for name in fields_of(label):
        if name in item:
            value = item[name]
            stretch = (label, name) in STRETCHES and isinstance(value, list)
            values[name] = ["/".join(value)] if stretch else [str(one) for one in accepted(value)]
    return values


def _read(label: str, name: str, texts: Sequence[str], before: Any) -> Any:
    """Turn texts into a gold value, one or any of a list as it was before."""
    if (label, name) in STRETCHES:
        return texts[0].split("/") if "/" in texts[0] else texts[0]
    return list(texts) if len(texts) > 1 or isinstance(before, list) else texts[0]


# ------------------------------------------------------------------ out
def tasks(source: Source) -> Iterator[Task]:
    """Give the tasks of the gold that was named, or else of the tables.

    Raises InputError where gold names an article that the run did not read, or words that it does not hold.
    """
    if source.gold is None:
        for article, rows in source.by_article([label for label in SPANNED if label in schemas()]):
            yield Task(article["text"], draft(article, rows), article)
        return
    every = list(read_gold(source.gold))
    wanted = {marked["source"] for _, marked in every}
    rows_of = ((Path(article["source"]).name, article) for article in source.rows("articles"))
    by_name = {name: article for name, article in rows_of if name in wanted}
    for path, marked in every:
        if marked["source"] not in by_name:
            raise InputError(f"{marked['source']} is not among the articles of the run; extract it first", str(path))
        article = by_name[marked["source"]]
        placed, complaints = with_offsets(marked, article["text"])
        if complaints:
            raise InputError("; ".join(complaints), str(path))
        yield Task(article["text"], placed, article)


def draft(article: Row, rows: Mapping[str, Sequence[Row]]) -> Gold:
    """Say in gold's words what the tables hold of an article: the tables that stand in its text, nothing else."""
    gold: Gold = {"source": Path(article["source"]).name}
    for label, found in rows.items():
        # gold holds quotes in quotation marks only
        gold[label] = [_item(label, row, article["text"]) for row in found if row.get("kind") != "reported"]
    return gold


def _item(label: str, row: Row, text: str) -> Gold:
    item: Gold = place_of(text, row["char_start"], row["char_end"])
    for name, column in fields_of(label).items():
        if column is None:
            days = span_of({key: cell(value) for key, value in row.items()}, *STRETCHES[label, name])
            if all(days):
                item[name] = list(days)
        elif row[name] is not None:
            item[name] = cell(row[name])
    return item


def place_of(text: str, start: int, end: int) -> Gold:
    """Give the words of a stretch, which of their occurrences it is, and its offsets.

    >>> place_of("a may, b may", 9, 12)
    {'text': 'may', 'nth': 2, 'char_start': 9, 'char_end': 12}
    """
    words = text[start:end]
    nth, at = 0, -1
    while at < start:
        at = text.find(words, at + 1)
        nth += 1
    return {"text": words, "nth": nth, "char_start": start, "char_end": end}


# ------------------------------------------------------------------ back
def import_gold(file: str | Path, folder: str | Path) -> list[Path]:
    """Read a file that Label Studio (JSON) or doccano (JSONL) exported into gold, one JSON file per article.

    Gives the files written. A Label Studio task without an annotation is left out. Raises InputError naming the
    file and the task that cannot be read, OutputError where the folder cannot be written.
    """
    from pipeline.exports.doccano import read_doccano
    from pipeline.exports.label_studio import read_label_studio

    path, wanted = Path(file), Path(folder)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", str(path)) from error
    read = read_label_studio if text.lstrip().startswith("[") else read_doccano
    found: dict[str, Gold] = {}
    for place, gold_text, carried, regions in read(text, str(path)):
        gold = _settled(carried, gold_text, regions, f"{path}, {place}")
        name = re.sub(r"[^\w.-]+", "-", re.sub(r"\.\w+(?=#|$)", "", Path(gold["source"]).name)) + ".json"
        if name in found:
            raise InputError(f"{gold['source']} comes twice; export one annotation of each article", f"{path}, {place}")
        found[name] = gold
    for name, gold in found.items():
        with replacing(wanted / name) as staged:
            staged.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [wanted / name for name in found]


def carried_gold(value: Any, place: str) -> Gold:
    """Read the gold that a task carries; the tools may have made text of it.

    Raises InputError where it is missing or not gold.
    """
    try:
        gold = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        gold = None
    if not isinstance(gold, dict) or not isinstance(gold.get("source"), str):
        raise InputError("carries no `gold`: import tasks that `ldr export` wrote, and keep their data", place)
    return gold


def _settled(carried: Gold, text: str, regions: Sequence[Region], place: str) -> Gold:
    """Put the annotated regions in the place of the items that the task carried."""
    gold = dict(carried)
    for label in SPANNED:
        before: list[Gold] = list(carried.get(label, []))
        mine = [region for region in regions if region.label == label]
        placed = [replace_span(region, text, place) for region in mine]
        taken: dict[int, int] = {}
        for same in (_same_item, _same_span):
            for at, region in enumerate(placed):
                if at not in taken:
                    free = (i for i in range(len(before)) if i not in taken.values())
                    twin = next((i for i in free if same(label, i, before[i], region)), None)
                    if twin is not None:
                        taken[at] = twin
        if label in carried or mine:
            # items in the order that they had, new ones after them in the order of the text
            order = sorted(range(len(placed)), key=lambda at: (taken.get(at, len(before)), placed[at].start))
            items = [_annotated(label, before[taken[at]] if at in taken else {}, placed[at], text) for at in order]
            gold[label] = items
    return gold


def _same_item(label: str, at: int, item: Gold, region: Region) -> bool:
    """Whether the tool kept the key that the item went out with, and it still stands near."""
    return region.key == f"{label}-{at}" and region.start < item["char_end"] and item["char_start"] < region.end


def _same_span(_label: str, _at: int, item: Gold, region: Region) -> bool:
    return (item["char_start"], item["char_end"]) == (region.start, region.end)


def _annotated(label: str, before: Gold, region: Region, text: str) -> Gold:
    item = dict(before)
    if (before.get("char_start"), before.get("char_end")) != (region.start, region.end):
        # other accepted spans belong to the words as they were
        item = place_of(text, region.start, region.end) | {
            name: value for name, value in before.items() if name not in ("text", "nth", "alt", "alt_spans")
            and not name.startswith("char_")
        }  # fmt: skip
    if region.values is None:
        return item
    known = shown(label, before)
    for name in fields_of(label):
        texts = region.values.get(name, [])
        if texts != known.get(name, []):
            item.pop(name, None)
            if texts:
                item[name] = _read(label, name, texts, before.get(name))
    return item


def replace_span(region: Region, text: str, place: str) -> Region:
    """Give a region with code point offsets. Some versions of the tools count UTF-16 units, or lines otherwise.

    Raises InputError where its words stand nowhere in the text.
    """
    start, end, words = region.start, region.end, region.words
    if words is None:
        if not 0 <= start < end <= len(text):
            raise InputError(f"{region.label} {start}-{end} lies outside the text", place)
        return region
    if text[start:end] != words:
        places = [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)] if words else []
        if not places:
            raise InputError(f"{region.label} {words[:60]!r} does not stand in the text", place)
        start = min(places, key=lambda at: abs(at - region.start))
        end = start + len(words)
    return Region(region.key, region.label, start, end, words, region.values)
