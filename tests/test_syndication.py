"""Copies of one story share an id, however a desk has edited them; two stories on one subject do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from corpus import CORPUS
from pipeline.cleaning import plain_article
from pipeline.run import extract
from pipeline.syndication import group_stories, sketch

PATHS = sorted((CORPUS / "articles" / "develop").glob("*.txt"))
STORIES = {path.stem: path.read_text(encoding="utf-8") for path in PATHS}
HOUSE_STYLE = [
    (r"\b(?:Cllr|Councillor)\b", "Coun"),
    (r"\bper cent\b", "%"),
    (r"[“”]", '"'),
    (r"’", "'"),
    (r"\bsaid\b", "says"),
    (r"\bwill\b", "is to"),
    (r"£(\d+)m\b", r"£\1 million"),
    (r"\bOfsted\b", "the education watchdog Ofsted"),
]


def paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def other_headline(text: str) -> str:
    return "\n\n".join(["Another headline altogether", *paragraphs(text)[1:]])


def cut(text: str) -> str:
    """Take out every fifth paragraph, and the last."""
    kept = [part for place, part in enumerate(paragraphs(text)[:-1]) if place % 5 != 3]
    return "\n\n".join(kept)


def truncated(text: str) -> str:
    """Keep the first two thirds."""
    whole = paragraphs(text)
    return "\n\n".join(whole[: max(len(whole) * 2 // 3, 1)])


def restyled(text: str) -> str:
    for pattern, replacement in HOUSE_STYLE:
        text = re.sub(pattern, replacement, text)
    return text


def promoted(text: str) -> str:
    """Put a promotion after every second paragraph."""
    promotion = "Sign up for our free newsletter and get the best of the county in your inbox every morning."
    return "\n\n".join(f"{part}\n\n{promotion}" if place % 2 else part for place, part in enumerate(paragraphs(text)))


def merged(text: str) -> str:
    """Run paragraphs together two by two."""
    whole = paragraphs(text)
    return "\n\n".join(" ".join(whole[place : place + 2]) for place in range(0, len(whole), 2))


def all_at_once(text: str) -> str:
    return promoted(restyled(cut(other_headline(text))))


def truncated_and_restyled(text: str) -> str:
    return restyled(truncated(other_headline(text)))


EDITS: list[Callable[[str], str]] = [
    other_headline, cut, truncated, restyled, promoted, merged, all_at_once, truncated_and_restyled,
]  # fmt: skip


def same(one: str, other: str) -> bool:
    sketches = {"a": sketch(plain_article(one)), "b": sketch(plain_article(other))}
    return len(set(group_stories(sketches).values())) == 1


def follow_up(text: str, background: str) -> str:
    """Make the next story of a subject: its own news, then a quarter of the last one's words as background."""
    before = paragraphs(background)
    return text + "\n\n" + "\n\n".join(before[-max(len(before) // 4, 1) :])


OPENING = (
    "Inspectors have made a {nth} monitoring visit to {place}’s children’s services. In a letter published on Monday, "
    "Ofsted said that leaders had made progress since the last one, but that more was to be done."
)
BACKGROUND = (
    "{place} was rated inadequate in July 2022. Ofsted makes such visits every three months to councils with the "
    "lowest rating, and will carry out a full inspection once it thinks that enough has changed."
)
ROUNDS = {
    "first": (
        "Calls to the front door are now answered within the hour, the letter says, where a year ago some families "
        "waited until the next working day. Decisions are made by people who have read the referral.",
        "“It is a start, and no more than that,” said the cabinet member, Cllr Gail Hurst. She wants £400,000 to "
        "keep the eleven agency workers who came in the spring.",
    ),
    "second": (
        "This time the team read the files of children in need. Schools, doctors and police know better what to send "
        "in, but one plan in four has not been looked at for six months, and a few had the wrong child’s name on them.",
        "Cllr Hurst told the scrutiny panel that she was ashamed of the names. The director has since left, and the "
        "council has advertised the post at £165,000.",
    ),
    "third": (
        "Care leavers told inspectors that they know who their adviser is, and that most of them pick up the phone. "
        "Two of the flats in which they were placed, though, had mould, and one had no working cooker.",
        "A new director, Ned Raine, started in May. He said that he had seen the flats himself, that nobody would live "
        "in them again, and that the landlord would be paid nothing.",
    ),
    "fourth": (
        "The fostering team has been rebuilt, and brothers and sisters are kept together more often than they were. "
        "Carers have been paid on time since the spring, after a year in which nineteen of them gave up.",
        "Mr Raine hopes that the next letter will be the last. “We would like to be judged now,” he said, while the "
        "opposition’s Cllr Ada Frome thought that the service was a year away.",
    ),
}


def report(place: str, nth: str) -> str:
    return "\n\n".join(part.format(place=place, nth=nth) for part in (OPENING, *ROUNDS[nth], BACKGROUND))


def pairs() -> list[tuple[str, str, bool]]:
    """Give pairs of texts, and whether they are one story."""
    found = [(text, edit(text), True) for text in STORIES.values() for edit in EDITS]
    names = sorted(STORIES)
    found += [(STORIES[one], STORIES[other], False) for one, other in combinations(names, 2)][::4]
    found += [
        (STORIES[one], follow_up(STORIES[other], STORIES[one]), False)
        for one, other in zip(names, names[1:] + names[:1], strict=True)
    ]
    for place in ("Thurrock", "Somerset"):
        found += [(report(place, one), report(place, other), False) for one, other in combinations(ROUNDS, 2)]
    return found


def test_copies_are_found_and_other_stories_left_apart() -> None:
    judged = [(same(one, other), truth) for one, other, truth in pairs()]
    right = sum(found and truth for found, truth in judged)
    assert len(judged) >= 200
    assert right / sum(found for found, _ in judged) >= 0.98
    assert right / sum(truth for _, truth in judged) >= 0.98


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_every_edit_leaves_nearly_every_story_one(edit: Callable[[str], str]) -> None:
    assert sum(same(text, edit(text)) for text in STORIES.values()) >= 0.95 * len(STORIES)


def test_different_stories_stay_apart() -> None:
    sketches = {name: sketch(plain_article(text)) for name, text in STORIES.items()}
    assert len(set(group_stories(sketches).values())) == len(STORIES)


def test_the_smallest_id_names_the_story_in_any_order() -> None:
    text = STORIES[PATHS[0].stem]
    sketches = {"b": sketch(plain_article(text)), "a": sketch(plain_article(cut(text)))}
    assert group_stories(sketches) == {"a": "a", "b": "a"} == group_stories(dict(reversed(sketches.items())))


def test_empty_articles_are_no_copies_of_one_another() -> None:
    assert not same("", " ")


def test_stories_keeps_the_fullest_copy_and_every_appearance(tmp_path: Path) -> None:
    whole = report("Thurrock", "third")
    texts = {
        "a.txt": cut(whole + "\n\n" + whole.split("\n\n")[1]),
        "b.txt": whole,
        "c.txt": report("Thurrock", "first"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    every, collapsed = extract(tmp_path), extract(tmp_path, stories=True)
    assert sorted(every.articles["source"]) == ["a.txt", "b.txt", "c.txt"]
    assert sorted(collapsed.articles["source"]) == ["b.txt", "c.txt"]
    assert sorted(collapsed.appearances["source"]) == ["a.txt", "b.txt", "c.txt"]
    assert set(collapsed.appearances["article_id"]) == set(collapsed.articles["article_id"])
    kept = set(collapsed.articles["article_id"])
    assert set(collapsed.quotes["quote_id"]) == set(every.quotes.loc[every.quotes["article_id"].isin(kept), "quote_id"])
    assert set(collapsed.articles["story_id"]) == set(every.articles["story_id"])
