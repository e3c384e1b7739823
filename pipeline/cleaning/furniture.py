"""Which lines are furniture: by the rules of `rules.toml`, by repetition, and promotions in lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category

from pipeline.cleaning.bylines import read_byline
from pipeline.cleaning.comments import comments_start
from pipeline.cleaning.lines import Line
from pipeline.cleaning.rules import Rule, furniture_rules, shape
from pipeline.patterns import Pattern

LONGEST = 1200
"""A longer line is prose, whatever it opens with; a rule's own bound is `longest`."""
LONGEST_COMPOUND = 400
"""So is a longer line of several pieces."""
DECORATION = " \t*=>»►▶\ufe0f"
"""Marks that pages put around a link or an advertisement."""
TAG = re.compile(r"\[[a-z ]{3,12}\]\s*")
PIECE = re.compile(r"\s*[|·•∙]\s*|\s{2,}|(?<=[?!.])\s+(?=[A-Z0-9])|\s+[–—]\s+")
"""What parts a line of several pieces of furniture."""
TITLE_WORDS = 30
"""A title has no more words."""

APPEAL = Rule("appeal", Pattern("appeal", "", 0, "cleaning/rules.toml [shapes]"), ends=True)
"""What `[shapes]` say of appeals, as a rule."""

Marks = dict[int, str]
"""The rule that marked a line, by the line's index."""


def mark_furniture(lines: Sequence[Line]) -> Marks:
    """Say which lines are furniture, and by which rule."""
    marks: Marks = {}
    found = [match_rule(line) for line in lines]
    first = _first_prose(lines, found)
    commented = comments_start(lines, first)
    last = _last_prose(lines[:commented], found)
    middle = (lines[-1].end // 2) if lines else 0
    quoted = _last_quoted(lines)
    ended = False
    for index, line in enumerate(lines):
        if index in marks:
            continue
        rule = found[index] or match_rule(line, top=index < first, end=index > last)
        if rule is None:
            if ended and index > last >= 0 and _trails(line, lines[last]):
                marks[index] = "trailing_label"
            continue
        marks[index] = rule.id
        ended = ended or (rule.ends and index > last)
        if rule.takes == "rest" and (max(middle, quoted) < line.start or _comments_follow(lines, index, first)):
            marks.update(dict.fromkeys(range(index, len(lines)), rule.id))
        elif rule.takes == "next" and first < index < last:
            marks.update(dict.fromkeys(_next_titles(lines, index), rule.id))
        elif rule.takes in ("next", "run", "teasers") and index > first:
            marks.update(dict.fromkeys(_titles_after(lines, found, index, rule.takes == "teasers"), rule.id))
    if commented < len(lines) and lines[commented].start > quoted:
        marks.update((index, "comment") for index in range(commented, len(lines)) if index not in marks)
    marks.update(_promotions(lines, marks, first))
    return _spare(lines, marks)


def _spare(lines: Sequence[Line], marks: Marks) -> Marks:
    """Take back the marks of prose where none would be left: those it has from its neighbours, else all."""
    prose = [index for index, line in enumerate(lines) if is_prose(line)]
    if not prose or not all(index in marks for index in prose):
        return marks
    own = [index for index in prose if match_rule(lines[index], top=True, end=True)]
    spared = frozenset(prose) - frozenset(own) or (frozenset(prose) if len(marks) == len(lines) else frozenset())
    return {index: rule for index, rule in marks.items() if index not in spared}


@lru_cache(maxsize=4096)
def _matched(text: str, top: bool, end: bool) -> Rule | None:
    for rule in furniture_rules():
        counts = rule.where == "anywhere" or (rule.where == "top" and top) or (rule.where == "end" and end)
        if counts and len(text) <= rule.longest and rule.pattern.worth_trying(text) and rule.pattern.fullmatch(text):
            return rule
    return None


def match_rule(line: Line, *, top: bool = False, end: bool = False) -> Rule | None:
    """Give the rule that a line meets, or each of its pieces, if any."""
    if len(line.text) > LONGEST or (line.text.endswith(".") and shape("reported").search(line.text)):
        return None
    if rule := _matched(line.text, top, end):
        return rule
    bare = _undecorated(line.text)
    if bare and bare != line.text and (rule := _matched(bare, top, end)):
        return rule
    return _appeal(bare) or _compound(bare, top, end)


def _undecorated(text: str) -> str:
    """Take off arrows, asterisks, rules of dashes and a tag in brackets around a line."""
    bare = text.strip(DECORATION)
    if bare and category(bare[0]) == "So":
        bare = bare.lstrip(bare[0] + DECORATION)
    bare = TAG.sub("", bare, count=1) if bare.startswith("[") else bare
    return bare.strip("-—" + DECORATION) if bare.startswith(("--", "——")) else bare


def _compound(text: str, top: bool, end: bool) -> Rule | None:
    """Give the first rule of a line made of pieces of furniture; of each three after the first, one may be another."""
    pieces = [piece for piece in PIECE.split(text[:LONGEST_COMPOUND]) if piece.strip()]
    if not 1 < len(pieces) <= 12 or len(text) > LONGEST_COMPOUND:
        return None
    opening = _matched(pieces[0], top, end)
    if opening is None and len(pieces) == 2 and pieces[0].endswith("?") and len(pieces[0].split()) <= 10:
        return _matched(pieces[1], top, end)
    if opening is None and not shape("stamp").fullmatch(pieces[0]):
        return None
    found = [_matched(piece, top, end) for piece in pieces]
    strange = sum(
        rule is None and not shape("stamp").fullmatch(piece) for rule, piece in zip(found, pieces, strict=True)
    )
    return next((rule for rule in found if rule), None) if strange <= (len(pieces) - 1) // 3 else None


def _appeal(text: str) -> Rule | None:
    """Say whether a line asks its reader for money, a name or an address: what it asks, for what, and of whom."""
    if len(text) > LONGEST or shape("appeal_not").search(text):
        return None
    asked = all(shape(name).search(text) for name in ("appeal_action", "appeal_object", "appeal_reader"))
    return APPEAL if asked else None


def _first_prose(lines: Sequence[Line], found: Sequence[Rule | None]) -> int:
    """Give the first sentence of the article; a question is its headline."""
    return next(
        (
            index
            for index, line in enumerate(lines)
            if found[index] is None and is_prose(line) and line.text[-1] != "?" and match_rule(line, top=True) is None
        ),
        len(lines),
    )


def _last_prose(lines: Sequence[Line], found: Sequence[Rule | None]) -> int:
    backwards = (index for index in range(len(lines) - 1, -1, -1) if found[index] is None and is_prose(lines[index]))
    return next((index for index in backwards if match_rule(lines[index], end=True) is None), -1)


def _trails(line: Line, prose: Line) -> bool:
    """Whether a line below the article, once its furniture has begun, is a label of that: not an item of a list."""
    listed = prose.text.endswith(":") or line.is_bullet or "£" in line.text
    credit = shape("credit_end").search(line.text) or shape("caption_label").match(line.text)
    quoted = line.text[0] in "“\"‘'" and line.is_sentence
    return not (listed or credit or quoted or read_byline(line.text)) and line.words <= 12


def is_prose(line: Line) -> bool:
    """Whether a line is a sentence of the article rather than a title or label."""
    return (line.is_sentence and line.words >= 8) or line.words > TITLE_WORDS or line.opens_quotation


def is_title(line: Line) -> bool:
    """Whether a line could be the headline of some story."""
    return not line.text.endswith((".", ".”", ".’", ":")) and line.words <= TITLE_WORDS and not line.opens_quotation


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
        apart = line.gap and not (line.is_bullet and lines[index + 1].is_bullet)
        if not is_title(line) or not long_enough or (taken and (apart or line.is_sentence)):
            break
        taken.append(following)
    return taken


def _titles_after(lines: Sequence[Line], found: Sequence[Rule | None], index: int, teasers: bool) -> list[int]:
    """Give the titles below a heading; with `teasers`, also single sentences among them that quote nobody."""
    taken: list[int] = []
    following = index + 1
    while following < len(lines):
        rule, line = found[following], lines[following]
        if rule is not None and rule.takes == "rest":
            break
        if rule is None and not is_title(line) and not (teasers and _is_teaser(lines, found, following)):
            break
        taken.append(following)
        following += 1
    return taken


def _is_teaser(lines: Sequence[Line], found: Sequence[Rule | None], index: int) -> bool:
    """Whether a sentence stands alone below the title of another story."""
    if shape("speech").search(lines[index].text) or lines[index].words > 45:
        return False
    below = index + 1
    return below >= len(lines) or found[below] is not None or is_title(lines[below])


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
