"""Where readers' comments start when no heading says so: names with the day and time at which each wrote."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cleaning.lines import Line
from pipeline.cleaning.rules import shape

LONGEST = 300
"""What opens a comment stands in fewer characters."""
ABOVE = 4
"""Lines above the first name in which the heading stands: some pages print names below what they wrote."""
NEAR = 6
"""Lines below a comment's opening in which its "Reply" or score stands."""


def comments_start(lines: Sequence[Line], first: int) -> int:
    """Give the line at which readers' comments start; the number of lines where there are none.

    Two readers must have written, or one below a heading, or with a "Reply" or a score beneath: a live blog's
    times are one reporter's.
    """
    found: list[tuple[int, str]] = []
    for index in range(first + 3, len(lines)):
        line = lines[index]
        if len(line.text) > LONGEST:
            continue
        if opened := shape("comment_opening").match(line.text):
            found.append((index, opened["reader"].casefold()))
        elif _is_moment(line) and _is_reader(lines[index - 1]):
            found.append((index - 1, lines[index - 1].bare))
    if not found:
        return len(lines)
    start = found[0][0]
    below = lines[start + 1 : found[-1][0] + NEAR]
    answered = any(shape("comment_button").fullmatch(line.text[:LONGEST]) for line in below)
    above = range(max(first + 1, start - ABOVE), start)
    headings = [index for index in above if shape("comment_heading").fullmatch(lines[index].text[:LONGEST])]
    start = headings[-1] + 1 if headings else start
    return start if answered or headings or len({reader for _, reader in found}) > 1 else len(lines)


def _is_moment(line: Line) -> bool:
    """Whether a line is a day with its time, or how long ago: not labelled, as the article's own is."""
    return (
        line.words <= 10
        and bool(shape("stamp").fullmatch(line.text) and shape("comment_moment").search(line.text))
        and not shape("stamp_label").search(line.text)
    )


def _is_reader(line: Line) -> bool:
    named = not line.is_sentence or line.text.endswith(":")
    return line.words <= 5 and named and not line.is_bullet and not shape("stamp").fullmatch(line.text)
