"""Which lines are furniture: by the rules of `rules.toml`, by repetition, and promotions in lists."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cleaning.lines import Line
from pipeline.cleaning.rules import Rule, furniture_rules, shape

LONGEST = 600
"""A longer line is prose, whatever it opens with."""
TITLE_WORDS = 30
"""A title has no more words."""

Marks = dict[int, str]
"""The rule that marked a line, by the line's index."""


def mark_furniture(lines: Sequence[Line]) -> Marks:
    """Say which lines are furniture, and by which rule."""
    marks: Marks = {}
    first = next((index for index, line in enumerate(lines) if is_prose(line)), len(lines))
    last = _last_prose(lines, marks)
    middle = (lines[-1].end // 2) if lines else 0
    quoted = _last_quoted(lines)
    for index, line in enumerate(lines):
        if index in marks:
            continue
        rule = match_rule(line, top=index < first, end=index > last)
        if rule is None:
            continue
        marks[index] = rule.id
        if rule.takes == "rest" and (max(middle, quoted) < line.start or _comments_follow(lines, index, first)):
            marks.update(dict.fromkeys(range(index, len(lines)), rule.id))
        elif rule.takes == "next" and index > first:
            marks.update(dict.fromkeys(_next_titles(lines, index), rule.id))
        elif rule.takes == "run" and index > first:
            marks.update(dict.fromkeys(_titles_after(lines, index), rule.id))
    marks.update(_promotions(lines, marks, first))
    return marks


def match_rule(line: Line, *, top: bool = False, end: bool = False) -> Rule | None:
    """Give the rule that a line meets, if any."""
    if len(line.text) > LONGEST:
        return None
    for rule in furniture_rules():
        counts = rule.where == "anywhere" or (rule.where == "top" and top) or (rule.where == "end" and end)
        if counts and rule.pattern.fullmatch(line.text):
            return rule
    return None


def is_prose(line: Line) -> bool:
    """Whether a line is a sentence of the article rather than a title or label."""
    return (line.is_sentence and line.words >= 8) or line.words > TITLE_WORDS or line.opens_quotation


def is_title(line: Line) -> bool:
    """Whether a line could be the headline of some story."""
    return not line.text.endswith((".", ".”", ".’", ":")) and line.words <= TITLE_WORDS and not line.opens_quotation


def _last_prose(lines: Sequence[Line], marks: Marks) -> int:
    unmarked = (i for i in range(len(lines) - 1, -1, -1) if i not in marks)
    return next((i for i in unmarked if is_prose(lines[i]) and match_rule(lines[i]) is None), -1)


def _last_quoted(lines: Sequence[Line]) -> int:
    """Give where the last but one long quoted paragraph starts: readers' comments do not come before it."""
    found = [line.start for line in lines if line.words >= 12 and line.is_sentence and line.text[0] in '“"']
    return found[-2] if len(found) > 1 else -1


def _comments_follow(lines: Sequence[Line], index: int, first: int) -> bool:
    """Whether, some way into an article, the lines below look like what readers write."""
    below = lines[index + 1 : index + 4]
    return index > first + 3 and any(shape("comment").fullmatch(line.text[:LONGEST]) for line in below)


def _next_titles(lines: Sequence[Line], index: int) -> list[int]:
    """Give the titles that a "Read more" links to: the line below, and further ones that follow without a gap."""
    taken: list[int] = []
    for following in range(index + 1, min(index + 5, len(lines))):
        line = lines[following]
        long_enough = line.words >= 5 or (not taken and not line.gap)
        if not is_title(line) or not long_enough or (taken and (line.gap or line.is_sentence)):
            break
        taken.append(following)
    return taken


def _titles_after(lines: Sequence[Line], index: int) -> list[int]:
    taken = []
    for following in range(index + 1, len(lines)):
        rule = match_rule(lines[following])
        if (rule is None and not is_title(lines[following])) or (rule is not None and rule.takes == "rest"):
            break
        taken.append(following)
    return taken


def _promotions(lines: Sequence[Line], marks: Marks, first: int) -> Marks:
    """Mark lists of other stories' headlines: at the end, or cutting into a quotation; never one that a colon opens."""
    found: Marks = {}
    index = first + 1
    while index < len(lines):
        run = index
        while run < len(lines) and run not in marks and lines[run].is_bullet and is_title(lines[run]):
            run += 1
        if run > index:
            before = next((i for i in range(index - 1, -1, -1) if i not in marks), None)
            after = next((i for i in range(run, len(lines)) if i not in marks), None)
            if before is not None and _opens_list(lines, index, run, before, after):
                found.update(dict.fromkeys(range(index, run), "promotion_bullets"))
        index = max(run, index + 1)
    last = max((i for i in range(len(lines)) if i not in marks and i not in found and is_prose(lines[i])), default=-1)
    tail = [i for i in range(last + 1, len(lines)) if i not in marks and i not in found]
    if (
        last >= 0
        and len(tail) > 1
        and not lines[last].text.endswith(":")
        and all(map(_headline_like, (lines[i] for i in tail)))
    ):
        found.update(dict.fromkeys(tail, "promotion_titles"))
    return found


def _opens_list(lines: Sequence[Line], start: int, end: int, before: int, after: int | None) -> bool:
    """Whether bullets are promotions, from what stands before and after them."""
    titles = all(len(lines[i].bare.split()) >= 4 and not lines[i].is_sentence for i in range(start, end))
    if not titles or not is_prose(lines[before]) or lines[before].text.endswith(":"):
        return False
    if after is None:
        return True
    quoted = (
        lines[before].text.startswith(("“", '"', "‘", "'")) or "“" in lines[before].text or '"' in lines[before].text
    )
    cut = lines[after].text.startswith(("“", '"', "‘", "'")) and not lines[before].text.endswith(("”", '"', "’"))
    return quoted and cut


def _headline_like(line: Line) -> bool:
    return (
        is_title(line)
        and not line.is_sentence
        and line.words >= 6
        and line.text[0].isupper()
        and not line.is_bullet
        and shape("credit").fullmatch(line.text) is None
    )
