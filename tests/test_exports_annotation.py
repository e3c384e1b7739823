"""Label Studio and doccano: spans and gold go out and come back as the gold that `ldr evaluate` reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from export_tables import ARTICLE, MONEY, QUOTE, TEXT, small_tables

import pipeline
from corpus import CORPUS
from pipeline.errors import InputError
from pipeline.evaluate import evaluate
from pipeline.evaluate.gold import SPANNED
from pipeline.exports.label_studio import labelling_setup
from pipeline.tables import schemas

GOLD = CORPUS / "gold" / "develop"
TOOLS = ("label-studio", "doccano")
Task = dict[str, Any]


def annotated(file: Path) -> list[Task]:
    """The tasks that were written, as if an annotator had accepted every prediction."""
    tasks: list[Task] = json.loads(file.read_text(encoding="utf-8"))
    for task in tasks:
        task["annotations"] = task.pop("predictions")
    return tasks


def saved(tasks: list[Task], file: Path) -> Path:
    file.write_text(json.dumps(tasks), encoding="utf-8")
    return file


@pytest.mark.parametrize("tool", TOOLS)
def test_gold_comes_back_as_it_went(tool: str, runs: dict[str, Path], tmp_path: Path) -> None:
    written = pipeline.export(runs["develop"], tool, tmp_path / "tasks", gold=GOLD).path
    back = pipeline.import_gold(written, tmp_path / "gold")
    assert {path.name for path in back} == {path.name for path in GOLD.glob("*.json")}
    assert [path.name for path in back if path.read_bytes() != (GOLD / path.name).read_bytes()] == []


@pytest.mark.parametrize("tool", TOOLS)
def test_accepted_spans_of_the_tables_are_gold_that_they_meet(tool: str, runs: dict[str, Path], tmp_path: Path) -> None:
    file = pipeline.export(runs["develop"], tool, tmp_path / "tasks").path
    if tool == "label-studio":
        saved(annotated(file), file)
    pipeline.import_gold(file, tmp_path / "gold")
    scores = {table: tally.summary() for table, tally in evaluate(tmp_path / "gold", runs["develop"]).items()}
    for table in ("money", "dates", "judgements", "quotes"):
        assert scores[table]["gold"] > 0
        assert (scores[table]["strict_f1"], scores[table]["spurious"]) == (1.0, 0)
    # nobody annotated these: they count neither way
    assert all(scores[table]["gold"] == scores[table]["spurious"] == 0 for table in ("people", "roles", "inspections"))


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """The one task of the small tables, accepted."""
    (found,) = annotated(pipeline.export(small_tables(), "label-studio", tmp_path / "small.json").path)
    return found


@pytest.fixture
def back(tmp_path: Path) -> Callable[[Task], dict[str, Any]]:
    def read(task: Task) -> dict[str, Any]:
        (path,) = pipeline.import_gold(saved([task], tmp_path / "back.json"), tmp_path / "gold")
        assert path.name == "fen.json"
        return dict(json.loads(path.read_text(encoding="utf-8")))

    return read


def test_a_task_is_a_prediction_with_the_values_of_its_row(task: Task) -> None:
    results = task["annotations"][0]["result"]
    said = {(one["from_name"], one["value"].get("start")): one["value"] for one in results}
    assert said["label", MONEY.char_start]["labels"] == ["money"]
    assert said["label", MONEY.char_start]["text"] == TEXT[MONEY.char_start : MONEY.char_end]
    assert said["money-kind", MONEY.char_start]["choices"] == ["grant"]
    assert said["money-period", MONEY.char_start]["text"] == ["2024-04-01/2025-03-31"]
    assert said["quotes-speaker", QUOTE.char_start]["text"] == ["Ada Marsh"]
    assert task["data"]["article_id"] == ARTICLE.article_id


def test_what_an_annotator_changes_is_in_the_gold(task: Task, back: Callable[[Task], dict[str, Any]]) -> None:
    results = task["annotations"][0]["result"]
    kind = next(one for one in results if one["from_name"] == "money-kind")
    kind["value"]["choices"] = ["loan", "grant"]
    results[:] = [one for one in results if one["from_name"] != "money-payer"]  # a value taken away
    start = TEXT.index("Fen")
    results += [
        {"id": "x", "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": start, "end": start + 11, "text": "Fen Council", "labels": ["money_traps"]}},
    ]  # fmt: skip
    gold = back(task)
    (sum_,) = gold["money"]
    assert sum_["kind"] == ["loan", "grant"]
    assert "payer" not in sum_
    assert (sum_["amount"], sum_["period"]) == ("5.5", ["2024-04-01", "2025-03-31"])
    assert gold["money_traps"] == [{"text": "Fen Council", "nth": 1, "char_start": start, "char_end": start + 11}]


def test_a_span_that_was_moved_keeps_its_fields_and_gets_new_words(
    task: Task, back: Callable[[Task], dict[str, Any]]
) -> None:
    for one in task["annotations"][0]["result"]:
        if one["value"]["start"] == MONEY.char_start:
            one["value"]["start"] -= len("found ")
            one["value"].update({"text": "found £5"} if one["type"] == "labels" else {})
    (sum_,) = back(task)["money"]
    assert (sum_["text"], sum_["char_start"], sum_["amount"]) == ("found £5", MONEY.char_start - 6, "5.5")


def test_offsets_in_utf_16_units_are_put_right_by_the_words(task: Task, back: Callable[[Task], dict[str, Any]]) -> None:
    for one in task["annotations"][0]["result"]:
        if one["value"]["start"] > TEXT.index("🚒"):
            one["value"]["start"] += 1
            one["value"]["end"] += 1
    (quote,) = back(task)["quotes"]
    assert (quote["text"], quote["char_start"]) == (QUOTE.text, QUOTE.char_start)


def test_tasks_nobody_annotated_are_left_out_and_skipped_annotations_do_not_count(task: Task, tmp_path: Path) -> None:
    cancelled = task | {"annotations": [task["annotations"][0] | {"was_cancelled": True}]}
    untouched = task | {"annotations": []}
    assert pipeline.import_gold(saved([cancelled, untouched], tmp_path / "x.json"), tmp_path / "gold") == []


def test_doccano_has_relations_and_metadata_of_its_own(tmp_path: Path) -> None:
    file = pipeline.export(small_tables(), "doccano", tmp_path / "small.jsonl").path
    line = json.loads(file.read_text(encoding="utf-8"))
    start, end, label = line["label"][0]
    other = {"id": 1, "text": line["text"], "relations": [], "meta": {"gold": line["gold"]}}
    other["entities"] = [{"id": 7, "start_offset": start, "end_offset": end, "label": label}]
    file.write_text(json.dumps(other) + "\n", encoding="utf-8")
    (path,) = pipeline.import_gold(file, tmp_path / "gold")
    gold = json.loads(path.read_text(encoding="utf-8"))
    assert [item["amount"] for item in gold["money"]] == ["5.5"]
    assert gold["quotes"] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[{]", "is not JSON"),
        ("{", "line 1 is no line of a doccano export"),
        ('{"text": "a", "label": []}', "carries no `gold`"),
        ('[{"annotations": [{"result": []}]}]', "task 1 is no task"),
        ('[{"annotations": [{"result": []}], "data": {"text": "a"}}]', "carries no `gold`"),
        ('{"text": "a", "label": [[0, 5, "money"]], "gold": {"source": "a.txt"}}', "lies outside the text"),
        ('{"text": "a", "label": [], "gold": {"source": "a"}}\n{"text": "a", "label": [], "gold": {"source": "b/a"}}',
         "comes twice"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_with_the_place(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "annotated.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said) as raised:
        pipeline.import_gold(file, tmp_path / "gold")
    assert str(file) in str(raised.value)
    assert not (tmp_path / "gold").exists()


def test_words_that_stand_nowhere_are_refused(task: Task, tmp_path: Path) -> None:
    task["annotations"][0]["result"][0]["value"]["text"] = "another article's words"
    with pytest.raises(InputError, match="does not stand in the text"):
        pipeline.import_gold(saved([task], tmp_path / "x.json"), tmp_path / "gold")


def test_gold_of_an_article_that_was_not_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "other.json").write_text('{"source": "other.txt"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.txt is not among the articles of the run"):
        pipeline.export(small_tables(), "doccano", tmp_path / "x.jsonl", gold=tmp_path / "gold")


def test_the_labelling_set_up_offers_every_label_and_closed_list() -> None:
    setup = ElementTree.fromstring(labelling_setup())
    assert [label.get("value") for label in setup.iter("Label")] == list(SPANNED)
    names = [one.get("name") for kind in ("Choices", "TextArea") for one in setup.iter(kind)]
    assert len(names) == len(set(names))
    (kinds,) = [one for one in setup.iter("Choices") if one.get("name") == "money-kind"]
    column = next(one for one in schemas()["money"].columns if one.name == "kind")
    assert [one.get("value") for one in kinds] == list(column.about.vocabulary)
