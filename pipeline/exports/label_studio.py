"""Label Studio: tasks with predictions (or gold as annotations) and the labelling set-up that they need.

The formats: https://labelstud.io/guide/predictions and https://labelstud.io/guide/export (JSON).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline.errors import InputError
from pipeline.evaluate.gold import SPANNED
from pipeline.exports.annotation import Gold, Region, Task, carried_gold, fields_of, tasks
from pipeline.exports.staging import Source, replacing

LABELS = "label"


def write_label_studio(source: Source, file: Path) -> list[str]:
    """Write the tasks, and beside them `<name>.xml`: the set-up with every closed list as choices."""
    setup = file.with_suffix(".xml")
    shown_as = "predictions" if source.gold is None else "annotations"
    with replacing(file) as staged, staged.open("w", encoding="utf-8", newline="") as handle:
        handle.write("[")
        for at, task in enumerate(tasks(source)):
            handle.write((",\n" if at else "\n") + json.dumps(_task(task, shown_as), ensure_ascii=False))
        handle.write("\n]\n")
    with replacing(setup) as staged:
        staged.write_text(labelling_setup(), encoding="utf-8")
    return [f"{setup} is the project's labelling set-up: paste it into Settings > Labelling interface > Code"]


def _task(task: Task, shown_as: str) -> dict[str, Any]:
    data = {
        "text": task.text,
        "headline": task.article["headline"] or "",
        "source": task.article["source"],
        "article_id": task.article["article_id"],
        "gold": json.dumps(task.gold, ensure_ascii=False),
    }
    results = [result for region in task.regions for result in _results(region)]
    made = {"model_version": f"ldr {version('ldr-pipeline')}"} if shown_as == "predictions" else {}
    return {"data": data, shown_as: [made | {"result": results}]}


def _results(region: Region) -> Iterator[dict[str, Any]]:
    place = {"start": region.start, "end": region.end}
    shared = {"id": region.key, "to_name": "text"}
    spanned = {"text": region.words, "labels": [region.label]}
    yield shared | {"from_name": LABELS, "type": "labels", "value": place | spanned}
    for name, texts in (region.values or {}).items():
        column = fields_of(region.label)[name]
        kind, key = ("choices", "choices") if column and column.about.vocabulary else ("textarea", "text")
        yield shared | {"from_name": f"{region.label}-{name}", "type": kind, "value": place | {key: texts}}


def labelling_setup() -> str:
    """Give the labelling interface: a label for each table and trap, and its fields for the region that is chosen."""
    lines = ["<View>", f'  <Labels name="{LABELS}" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in SPANNED]
    lines += ["  </Labels>", '  <Header value="$headline"/>', '  <Text name="text" value="$text"/>']
    for label in SPANNED:
        for name, column in fields_of(label).items():
            shared = (
                f'name="{label}-{name}" toName="text" perRegion="true" whenTagName="{LABELS}" whenLabelValue="{label}"'
            )
            meaning = column.about.meaning if column else "First and last day: 2022-04-01/2023-03-31."
            lines.append(f'  <View visibleWhen="region-selected" whenTagName="{LABELS}" whenLabelValue="{label}">')
            lines.append(f'    <Header size="6" value={quoteattr(f"{name}: {meaning}")}/>')
            if column and column.about.vocabulary:
                choices = "".join(f"<Choice value={quoteattr(word)}/>" for word in column.about.vocabulary)
                lines.append(f'    <Choices {shared} choice="multiple">{choices}</Choices>')
            else:
                lines.append(f'    <TextArea {shared} editable="true" maxSubmissions="9"/>')
            lines.append("  </View>")
    return "\n".join([*lines, "</View>", ""])


def read_label_studio(text: str, path: str) -> Iterator[tuple[str, str, Gold, list[Region]]]:
    """Read an export: for each annotated task its place, text, carried gold and regions.

    The last annotation that was not skipped counts. Raises InputError naming the task that cannot be read.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InputError(f"is not JSON: {error}", path) from error
    for number, task in enumerate(found, 1):
        place = f"task {number}"
        try:
            made = [one for one in task.get("annotations", []) if not one.get("was_cancelled")]
            if not made:
                continue
            data = task["data"]
            gold = carried_gold(data.get("gold"), f"{path}, {place}")
            yield place, data["text"], gold, _regions(made[-1]["result"])
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise InputError(
                f"{place} is no task of a Label Studio export in JSON ({type(error).__name__}: {error})", path
            ) from error


def _regions(results: list[dict[str, Any]]) -> list[Region]:
    fields: dict[str, dict[str, list[str]]] = {}
    for result in results:
        label, _, name = result.get("from_name", "").partition("-")
        if name and label in SPANNED:
            value = result["value"]
            texts = value.get("choices") or value.get("text") or []
            # one region may be of several labels: its fields are kept apart
            chosen = fields.setdefault(f"{result['id']} {label}", {})
            chosen[name] = [texts] if isinstance(texts, str) else list(texts)
    found = []
    for result in results:
        if result["type"] == "labels":
            value = result["value"]
            for label in value["labels"]:
                mine = fields.get(f"{result['id']} {label}", {})
                found.append(
                    Region(result["id"], label, int(value["start"]), int(value["end"]), value.get("text"), mine)
                )
    return found
