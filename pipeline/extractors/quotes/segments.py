"""Characters → quoted segments: which marks open, which close, and which are apostrophes.

Works on one paragraph at a time and never reaches across two. A segment that no mark closes runs to the
end of its paragraph; a closing mark that nothing opened is kept, for the caller to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

DOUBLE, SINGLE = "double", "single"
MARK = re.compile(r"[“”„‟\"]|''|``|[‘’‛'`]")
OPENING = frozenset("“„‟‘‛`") | {"``"}
CLOSING = frozenset("”’") | {"''"}
NEAR, FAR = 12, 400  # marks that are looked at to see whether one is nested, or where one closes
Role = Literal["open", "close", "either"]
BREAK = re.compile(r"[.!?…,:;]$")


@dataclass(frozen=True)
class Segment:
    """The words between two marks, and the stretch that takes the marks in.

    `opened` and `closed` say whether the mark is there; a missing one leaves both offsets equal.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    marks: str = DOUBLE
    opened: bool = True
    closed: bool = True


@dataclass(frozen=True)
class Mark:
    """A quotation mark: what it can be, and whether it may be an apostrophe."""

    start: int
    end: int
    marks: str
    role: Role
    # a closing single mark that may as well be the apostrophe of a plural: “the pupils’ books”
    doubtful: bool = False


def read_marks(text: str, start: int, end: int, elisions: frozenset[str] = frozenset()) -> Iterator[Mark]:
    """Give the quotation marks of a stretch with what each can be; apostrophes are none.

    >>> [(mark.start, mark.role) for mark in read_marks("He said ‘don’t’.", 0, 16)]
    [(8, 'open'), (14, 'close')]
    """
    for match in MARK.finditer(text, start, end):
        sign, at, after = match[0], match.start(), match.end()
        before = text[at - 1] if at > start else " "
        following = text[after] if after < end else " "
        single = len(sign) == 1 and sign in "‘’‛'`"
        marks = SINGLE if single else DOUBLE
        free_before = before.isspace() or before in '([{—–-/“”"‘:>…'
        free_after = following.isspace() or following in ".,;:!?)]}—–-/”\"’'…<"
        if single:
            if before.isalnum() and following.isalnum():
                continue
            if (
                before.isdigit()
                and sign == "'"
                and free_after
                and not before.isspace()
                and text[at - 2 : at - 1].isspace()
            ):
                continue  # a foot: 6'
            word = re.compile(r"[^\W\d_]+|\d+s?").match(text, after, end)
            year = word is not None and word[0][0].isdigit() and (sign == "’" or word[0].endswith("s"))
            elided = word is not None and (year or word[0].casefold() in elisions)
            if elided and free_before:
                continue
        role: Role
        if sign in OPENING:
            role = "close" if not free_before and free_after and not following.isalnum() and after - at == 1 else "open"
        elif sign in CLOSING:
            role = "open" if before.isspace() and not free_after else "close"
        elif free_before and not free_after:
            role = "open"
        elif free_after and not free_before:
            role = "close"
        elif free_before and free_after:
            role = "either"
            if before.isspace() and following.isspace() and at > start and after < end:
                continue  # a mark that stands alone between spaces says nothing
        else:
            role = "either"
        doubtful = single and role == "close" and before in "sSzZxX" and following.isspace()
        yield Mark(at, after, marks, role, doubtful)


def split_segments(
    text: str,
    start: int,
    end: int,
    elisions: Iterable[str] = (),
    said: re.Pattern[str] | None = None,
    reopened: bool = False,
) -> list[Segment]:
    """Find the quoted segments of one paragraph, in order, none inside another.

    `said` matches an attribution from the mark or comma before it on ("…, she said"): where a closing mark is
    missing, the words end there. `reopened` says that the next paragraph opens with a mark: then words that only an
    apostrophe could close go on.

    >>> def words(text): return [text[s.start:s.end] for s in split_segments(text, 0, len(text))]
    >>> words("“It’s ‘fine’,” she said. “But it is the pupils’ school.")
    ['It’s ‘fine’,', 'But it is the pupils’ school.']
    >>> words("‘Leaders’ view is rosy,’ he said. ‘Too rosy.’")
    ['Leaders’ view is rosy,', 'Too rosy.']
    >>> words("the 'too slow' council doesn't")
    ['too slow']
    """
    found: list[Segment] = []
    marks = list(read_marks(text, start, end, frozenset(elisions)))
    at = 0
    while at < len(marks):
        mark = marks[at]
        if mark.role == "close":
            if not mark.doubtful and _ends_unopened(text, mark, found, start):
                found = [Segment(start, mark.start, start, mark.end, mark.marks, opened=False)]
            at += 1
            continue
        closing, following = _closing(text, marks, at)
        if closing is not None and not (
            reopened and closing.doubtful and following >= len(marks) and _opens_speech(text, mark, start)
        ):
            found.append(Segment(mark.end, closing.start, mark.start, closing.end, mark.marks))
            at = following
            continue
        following = len(marks) if closing is not None else following
        limit = marks[following].start if following < len(marks) else end
        if mark.marks == SINGLE and following >= len(marks) and not _opens_speech(text, mark, start):
            at += 1
            continue
        cut = said.search(text, mark.end, limit) if said else None
        if cut:
            stop = cut.start() + (1 if text[cut.start()] in ",.!?" else 0)
        elif following < len(marks) or _opens_speech(text, mark, start):
            stop = limit
        else:
            at += 1
            continue
        found.append(Segment(mark.end, stop, mark.start, stop, mark.marks, closed=False))
        while cut and at < len(marks) and marks[at].start < stop:
            at += 1
        at = at if cut else following
    return [trimmed for segment in found if (trimmed := _trim(text, segment))]


def _closing(text: str, marks: list[Mark], opening: int) -> tuple[Mark | None, int]:
    """Find the mark that closes one, and the index from which to go on; none gives the index of the next opener."""
    own = marks[opening].marks
    depth = 0
    doubtful: list[tuple[Mark, int]] = []
    for index in range(opening + 1, min(len(marks), opening + FAR)):
        mark = marks[index]
        if mark.marks != own:
            continue
        role = mark.role
        if role == "either":
            role = "close"
        if role == "open":
            if depth == 0 and doubtful:
                return doubtful[0][0], doubtful[0][1] + 1
            rest = [m.role for m in marks[index + 1 : index + NEAR] if m.marks == own and not m.doubtful]
            nested = len(rest) >= 2 and rest[0] != "open" and rest[1] != "open"
            if not nested:
                return None, index
            depth += 1
        elif depth:
            depth -= 1
        elif mark.doubtful and not BREAK.search(text[max(mark.start - 1, 0) : mark.start]):
            doubtful.append((mark, index))
        else:
            # a sure end: doubtful marks before it were apostrophes, unless the words after them are a reporter's
            return mark, index + 1
    if doubtful:
        return doubtful[0][0], doubtful[0][1] + 1
    return None, len(marks)


def _opens_speech(text: str, mark: Mark, start: int) -> bool:
    """Tell whether a mark stands where speech may begin: at the start, after a stop, a colon or a comma."""
    before = text[max(mark.start - 8, start) : mark.start].rstrip()
    return not before or before[-1] in ".!?:,…”’\"'•*"


def _ends_unopened(text: str, mark: Mark, found: list[Segment], start: int) -> bool:
    """Tell whether a closing mark that nothing opened ends words that are a quotation: it follows a stop or comma."""
    before = text[mark.start - 1 : mark.start] if mark.start > start else ""
    nested = mark.marks == DOUBLE and all(segment.marks == SINGLE for segment in found)
    return bool(before) and before in ".!?…," and (nested or not found)


def _trim(text: str, segment: Segment) -> Segment | None:
    """Leave out white space inside the marks; nothing is left of an empty segment."""
    words = text[segment.start : segment.end]
    if not words.strip():
        return None
    start = segment.start + len(words) - len(words.lstrip())
    stop = segment.end - (len(words) - len(words.rstrip()))
    return replace(segment, start=start, end=stop, outer_end=segment.outer_end if segment.closed else stop)
