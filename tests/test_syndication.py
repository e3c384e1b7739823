"""Copies of one story share an id; two stories on one subject do not."""

from __future__ import annotations

import pytest

from corpus import CORPUS
from pipeline.cleaning import plain_article
from pipeline.syndication import group_stories, sketch

STORIES = sorted((CORPUS / "articles" / "develop").glob("*.txt"))


def edited(text: str) -> str:
    """Cut a story as a sub-editor would: another headline, the last paragraph gone, one sentence changed."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(["Another headline altogether", *paragraphs[1:-1]]).replace("said", "has said", 1)


def grouped(*texts: str) -> int:
    sketches = {str(place): sketch(plain_article(text)) for place, text in enumerate(texts)}
    return len(set(group_stories(sketches).values()))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_an_edited_copy_is_the_same_story(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert grouped(text, edited(text)) == 1


def test_different_stories_stay_apart() -> None:
    assert grouped(*(path.read_text(encoding="utf-8") for path in STORIES)) == len(STORIES)


def test_the_smallest_id_names_the_story_in_any_order() -> None:
    text = STORIES[0].read_text(encoding="utf-8")
    sketches = {"b": sketch(plain_article(text)), "a": sketch(plain_article(edited(text)))}
    assert group_stories(sketches) == {"a": "a", "b": "a"} == group_stories(dict(reversed(sketches.items())))


def test_empty_articles_are_no_copies_of_one_another() -> None:
    assert grouped("", " ") == 2
