"""The reporter's own words: an article with its quotations masked, its sentences, and who is named where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.extractors.quotes.segments import Segment
from pipeline.extractors.values import Organisation, Person

MASK = "\ufffc"


@dataclass(frozen=True)
class Name:
    """A place where a person or an organisation is named."""

    start: int
    end: int
    value: Person | Organisation

    @property
    def is_person(self) -> bool:
        """Whether it is a person's."""
        return isinstance(self.value, Person)


@dataclass(frozen=True)
class Post:
    """A post that the article states, where its title stands, and its holder."""

    start: int
    person: Person
    role: str
    role_class: str
    status: str
    party: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of content, with its quoted segments in order."""

    start: int
    end: int
    zone: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Page:
    """An article as attribution reads it. `masked` has the text's length; quotations in it are filled with a sign
    that is no letter, so that the words inside them are never read as the reporter's. `given` tells
    the gender of given names."""

    text: str
    masked: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[tuple[int, int], ...]
    names: tuple[Name, ...]
    posts: tuple[Post, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)

    def names_in(self, start: int, end: int) -> Sequence[Name]:
        """Give the names that lie within two offsets, in order."""
        first = bisect_left(self.names, start, key=lambda name: name.start)
        last = bisect_left(self.names, end, key=lambda name: name.start)
        return [name for name in self.names[first:last] if name.end <= end]

    def sentence_index(self, offset: int) -> int:
        """Give the index of the sentence that holds an offset (the one before, for an offset between two)."""
        return max(bisect_right(self.sentences, offset, key=lambda pair: pair[0]) - 1, 0)

    def sentence(self, offset: int) -> tuple[int, int]:
        """Give the sentence that holds an offset; quotations in it do not end it."""
        return self.sentences[self.sentence_index(offset)]


def mask(text: str, segments: Iterable[Segment]) -> str:
    """Fill quotations, marks and all, with a sign that is no letter.

    >>> mask("a “b” c", [Segment(3, 4, 2, 5)]).replace(MASK, "_")
    'a ___ c'
    """
    parts, last = [], 0
    for segment in segments:
        parts += [text[last : segment.outer_start], MASK * (segment.outer_end - segment.outer_start)]
        last = segment.outer_end
    return "".join([*parts, text[last:]])


def make_page(
    text: str,
    paragraphs: Sequence[Paragraph],
    sentences: Iterable[tuple[int, int]],
    names: Iterable[Name],
    posts: Iterable[Post] = (),
    given: Mapping[str, str] | None = None,
) -> Page:
    """Mask an article's quotations and leave out what lies inside them: sentence ends and names."""
    segments = [segment for paragraph in paragraphs for segment in paragraph.segments]
    starts = [segment.outer_start for segment in segments]

    def inside(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        return at >= 0 and segments[at].outer_start < offset < segments[at].outer_end

    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        if joined and inside(start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    kept = sorted((name for name in names if not inside(name.start)), key=lambda name: (name.start, name.end))
    return Page(text, mask(text, segments), tuple(paragraphs), tuple(joined), tuple(kept), tuple(posts), given or {})
