"""Posts as speakers: "the finance chief", "her deputy" → the one who, the article says, holds that post."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.quotes.grammar import WORDS
from pipeline.extractors.quotes.page import Post
from pipeline.extractors.values import Person

CLASSES: dict[str, list[str]] = WORDS["posts"]["classes"]
FIELDS: dict[str, list[str]] = WORDS["posts"]["fields"]
GENERAL = frozenset(WORDS["posts"]["general"])
PAST = frozenset({"former", "ex", "previous", "then"})


def holder_of(posts: Sequence[Post], words: Sequence[str], at: int) -> Person | None:
    """Give the holder of a described post; of several the last named before an offset, None where nobody fits.

    `words` are the description's in small letters, its head last.
    """
    head, before = words[-1], [word for word in words[:-1] if word not in GENERAL]
    if head not in CLASSES:
        return None
    past = bool(PAST & set(before))
    before = [word for word in before if word not in PAST]
    fitting = [
        post
        for post in posts
        if (post.role_class in CLASSES[head] or head in post.role.lower().split())
        and (post.status == "former") <= past
        and all(_covers(post, word) for word in before)
        and ("deputy" in before or head == "deputy") >= ("deputy" in post.role.lower().split())
    ]
    fitting = [post for post in fitting if post.role_class in CLASSES[head]] or fitting
    if head in ("chief", "boss"):
        fitting = [post for post in fitting if post.role_class != "cabinet_member"] or fitting
    if len({post.person.key for post in fitting}) > 1:
        fitting = [post for post in fitting if post.start < at][-1:]
    return fitting[0].person if fitting else None


def _covers(post: Post, word: str) -> bool:
    """Tell whether a word of a description fits: one of the title's, of its field's, or of the party's."""
    if word in post.role.lower().replace("’", "'") or word in post.party.lower():
        return True
    return any(field in post.role.lower() for field in FIELDS.get(word, ()))
