"""Reads a page: furniture and captions first, then the headline and what follows it, then the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.articles.article import Article
from pipeline.cleaning.bylines import Byline, authors, is_name, read_byline
from pipeline.cleaning.captions import Part, caption_parts
from pipeline.cleaning.datelines import is_labelled, is_section, is_stamp, is_timed, read_dateline
from pipeline.cleaning.furniture import is_prose, mark_furniture
from pipeline.cleaning.lines import Line, is_gapless, wrap_width
from pipeline.cleaning.rules import shape
from pipeline.cleaning.zones import Zone

TOP = 14
"""A byline stands among the first lines of content, or the last three."""


class Page:
    """The lines of an article and the parts that each was cut into."""

    def __init__(self, article: Article, lines: Sequence[Line]) -> None:
        self.article = article
        self.lines = lines
        self.parts: dict[int, list[Part]] = {}

    def zones(self) -> list[Zone]:
        """Give the zones of content and boilerplate, in order."""
        for index, rule in mark_furniture(self.lines).items():
            self._set(index, "boilerplate", rule)
        self._read_captions()
        self._read_top()
        self._read_body()
        parts = (part for index in range(len(self.lines)) for part in self.parts[index])
        return [Zone(part.kind, part.start, part.end, part.rule) for part in parts if part.end > part.start]

    # ------------------------------------------------------------------ bookkeeping
    def _set(self, index: int, kind: str, rule: str) -> None:
        line = self.lines[index]
        self.parts[index] = [Part(kind, line.start, line.end, rule)]

    def _free(self) -> list[int]:
        """The lines that nothing has claimed yet."""
        return [index for index in range(len(self.lines)) if index not in self.parts]

    # ------------------------------------------------------------------ captions
    def _read_captions(self) -> None:
        free = self._free()
        lines = [self.lines[index] for index in free]
        headline = self._headline()
        given = {" ".join(caption.casefold().split()) for caption in self.article.captions}
        for place, index in enumerate(free):
            byline = read_byline(self.lines[index].text)
            if index == headline or (byline and byline.authors):
                continue
            if parts := caption_parts(lines, place):
                self.parts[index] = parts
            elif self.lines[index].bare in given:
                self._set(index, "caption", "caption_given")

    # ------------------------------------------------------------------ the top of the page
    def _headline(self) -> int | None:
        """The line that holds the headline: the one that the source names, else the first that could be one."""
        free = self._free()
        given = " ".join(self.article.headline.casefold().split())
        if given:
            for index in free[:TOP]:
                if self.lines[index].bare == given:
                    return index
        chrome = 0
        for place, index in enumerate(free[:TOP]):
            line = self.lines[index]
            if is_stamp(line) or is_section(line.text) or read_byline(line.text) or read_dateline(line):
                chrome += 1
                continue
            if line.words <= 4 and self._heads_nothing(free[place : place + TOP], chrome + index - place):
                chrome += 1
                continue
            too_long = line.words > 35 or (line.text.endswith(".") and line.words > 18) or line.opens_quotation
            return None if too_long else index
        return None

    def _heads_nothing(self, free: Sequence[int], above: int) -> bool:
        """Whether the first of some short lines is a menu's or a site's name: a headline follows below it.

        `above` counts the lines of furniture before it.
        """
        lines = [self.lines[index] for index in free]
        short = next((place for place, line in enumerate(lines) if line.words > 4), len(lines))
        following = lines[short] if short < len(lines) else None
        if following is None or is_prose(following) or following.words < 5:
            return False
        title = bool(shape("masthead").fullmatch(lines[0].text)) and not is_name(lines[0].text)
        site = lines[0].bare.startswith("the ") and short == 1 and len(lines) > 2 and not is_prose(lines[2])
        cut_off = lines[0].words == 1 and (above > 0 or (short > 0 and free[1] - free[0] > 1))
        shouted = above > 0 and lines[0].text.isupper() and not following.text.isupper()
        return title and (site or cut_off or shouted or short + above >= 3)

    def _read_top(self) -> None:
        headline = self._headline()
        free = self._free()
        above = [index for index in free if headline is not None and index < headline]
        if headline is None:
            above = []
            for index in free[:TOP]:
                if is_prose(self.lines[index]):
                    break
                above.append(index)
        for index in above:
            line = self.lines[index]
            if is_stamp(line):
                self._set(index, "boilerplate", self._stamp_rule(index))
            elif is_section(line.text):
                self._set(index, "boilerplate", "section_label")
            elif parts := read_dateline(line):
                self.parts[index] = [self._of_page(part) for part in parts]
            elif byline := read_byline(line.text):
                self._claim(index, byline)
            elif line.words <= 4 and not line.is_sentence:
                self._set(index, "boilerplate", "menu")
        if headline is not None:
            self._set(headline, "headline", "headline_given" if self.article.headline else "headline_first")
        self._read_opening()

    def _of_page(self, part: Part) -> Part:
        """Give a part above the headline: a date there is the page's, unless it says otherwise."""
        own = shape("stamp_label").search(self.article.text, part.start, part.end)
        return part if part.rule != "published_line" or own else replace(part, rule="page_date")

    def _read_opening(self) -> None:
        """Read what stands between the headline and the body: standfirst, byline, dates, captions."""
        opening = self._free()[:TOP]
        for index in opening:
            if is_prose(self.lines[index]):
                break
            if parts := read_dateline(self.lines[index]):
                self.parts[index] = parts
        free = [index for index in opening if index not in self.parts]
        byline = self._find_byline(free)
        if byline is None:
            self._read_unsigned(free)
            return
        before = [index for index in free if index < byline and index not in self.parts]
        if len(before) <= 4 and all(self.lines[index].words <= 60 for index in before):
            for index in before:
                self._set_above(index)
        after = [index for index in free if index > byline and index not in self.parts]
        for index in after:
            line = self.lines[index]
            if is_stamp(line):
                self._set(index, "boilerplate", "published_line")
            elif self._given_standfirst(line):
                self._set(index, "standfirst", "standfirst_given")
            elif (more := read_byline(line.text)) and index - byline <= 4:
                self._claim(index, more)
            elif is_prose(line) or line.words > 12:
                break
            elif shape("caption_cue").search(line.text) or _is_place_name(line):
                self._set(index, "caption", "caption_shape")
            else:
                break

    def _read_unsigned(self, free: Sequence[int]) -> None:
        """Read the opening of an article without a byline: a title below the headline is its standfirst."""
        for index in free:
            line = self.lines[index]
            if is_stamp(line):
                self._set(index, "boilerplate", "published_line" if is_timed(line) else self._stamp_rule(index))
            elif self._given_standfirst(line):
                self._set(index, "standfirst", "standfirst_given")
            elif is_prose(line) or self._breaks_off(index):
                break
            elif shape("caption_cue").search(line.text) or _is_place_name(line):
                self._set(index, "caption", "caption_shape")
            elif line.words >= 5 and not line.is_bullet and not line.is_sentence:
                self._set(index, "standfirst", "standfirst_position")
                break
            else:
                break

    def _find_byline(self, free: Sequence[int]) -> int | None:
        """Find the byline and claim it."""
        given = [name.casefold() for name in self.article.authors]
        for place, index in enumerate(free):
            line = self.lines[index]
            following = self.lines[free[place + 1]] if place + 1 < len(free) else None
            byline = read_byline(line.text)
            if byline and byline.authors:
                self._claim(index, byline)
                return index
            if following and line.bare.strip(" :") in ("by", "words", "words by") and is_name(following.text):
                self._set(index, "byline", "byline_by")
                self._set(free[place + 1], "byline", "byline_name")
                return free[place + 1]
            if given and line.words <= 20 and not is_prose(line) and any(name in line.bare for name in given):
                self._set(index, "byline", "byline_given")
                return index
            if following and is_name(line.text) and (not following.gap or line.words <= 4):
                label = read_byline(following.text)
                if (label and not label.authors) or is_stamp(following):
                    self._set(index, "byline", "byline_name")
                    return index
            if following and place <= 1 and is_name(line.text) and line.words <= 3 and is_prose(following):
                self._set(index, "byline", "byline_name")
                return index
            if byline:
                self._claim(index, byline)
                return index
        for index in self._free()[-3:]:
            line = self.lines[index]
            byline = read_byline(line.text)
            if byline and byline.authors and not is_prose(line):
                self._claim(index, byline)
        return None

    def _claim(self, index: int, byline: Byline) -> None:
        """Set a byline; a date run on to it is boilerplate."""
        line = self.lines[index]
        pieces = [("boilerplate", 0, byline.start), ("byline", byline.start, byline.end)]
        self.parts[index] = []
        for kind, start, end in [*pieces, ("boilerplate", byline.end, len(line.text))]:
            words = line.text[start:end]
            if words.strip():
                left = line.start + start + len(words) - len(words.lstrip())
                rule = byline.rule if kind == "byline" else "published_line"
                self.parts[index].append(Part(kind, left, left + len(words.strip()), rule))

    def _set_above(self, index: int) -> None:
        """Tell standfirst and caption apart above a byline: captions are made of names, and stand close to it."""
        line = self.lines[index]
        if is_stamp(line):
            self._set(index, "boilerplate", self._stamp_rule(index))
        elif is_section(line.text):
            self._set(index, "boilerplate", "section_label")
        elif self._given_standfirst(line):
            self._set(index, "standfirst", "standfirst_given")
        elif is_name(line.text) and self._names_reporter(line):
            self._set(index, "byline", "byline_name")
        elif shape("caption_cue").search(line.text) or (_is_place_name(line) and index > 0):
            self._set(index, "caption", "caption_shape")
        else:
            self._set(index, "standfirst", "standfirst_position")

    def _breaks_off(self, index: int) -> bool:
        """Whether a line goes on in the next: it is no title, then."""
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        return following is not None and not following.gap and following.text[0].islower()

    def _stamp_rule(self, index: int) -> str:
        """Say whether a date is the article's, by a label on its line or the line above, or the page's."""
        above = self.lines[index - 1] if index else None
        labelled = is_labelled(self.lines[index]) or (above is not None and is_stamp(above) and is_labelled(above))
        return "published_line" if labelled else "page_date"

    def _names_reporter(self, line: Line) -> bool:
        """Whether a line repeats the name of a byline found."""
        bylines = (part for parts in self.parts.values() for part in parts if part.kind == "byline")
        return any(
            line.bare in other.bare for part in bylines for other in self.lines if other.start <= part.start < other.end
        )

    def _given_standfirst(self, line: Line) -> bool:
        given = " ".join(self.article.standfirst.casefold().split())
        return bool(given) and line.bare == given

    # ------------------------------------------------------------------ the body
    def _read_body(self) -> None:
        headline = next((self.lines[i].bare for i, parts in self.parts.items() if parts[0].kind == "headline"), "")
        seen: set[str] = set()
        names = self._reporters()
        free = self._free()
        gapless = is_gapless(self.lines)
        last = max((index for index in free if is_prose(self.lines[index])), default=len(self.lines))
        for place, index in enumerate(free):
            line = self.lines[index]
            following = self.lines[free[place + 1]] if place + 1 < len(free) else None
            if is_stamp(line) and is_labelled(line):
                self._set(index, "boilerplate", "published_line")
            elif is_timed(line):
                self._set(index, "boilerplate", "time")
            elif line.bare in names:
                self._set(index, "boilerplate", "byline_repeated")
            elif index > last and is_section(line.text):
                self._set(index, "boilerplate", "section_label")
            elif headline and line.bare == headline:
                self._set(index, "boilerplate", "headline_repeated")
            elif line.words >= 8 and line.bare in seen:
                self._set(index, "boilerplate", "paragraph_repeated")
            elif (line.gap or gapless) and _is_subhead(line, following, self.lines[free[place - 1]] if place else None):
                self._set(index, "subhead", "subhead_short")
            else:
                self._set(index, "body", "paragraph")
            seen.add(line.bare)
        self._join_lines()

    def _reporters(self) -> frozenset[str]:
        """Give the names of the bylines found, in lower case."""
        bylines = (part for parts in self.parts.values() for part in parts if part.kind == "byline")
        found = (read_byline(text) or text for text in (self.article.text[part.start : part.end] for part in bylines))
        names = (authors(one) if isinstance(one, str) else one.authors for one in found)
        return frozenset(name.casefold() for group in names for name in group)

    def _join_lines(self) -> None:
        """Join the lines of a paragraph that single line ends cut: one zone."""
        width, gapless = wrap_width(self.lines), is_gapless(self.lines)
        body: Part | None = None
        owner = -1
        for index in range(len(self.lines)):
            parts = self.parts[index]
            line = self.lines[index]
            if len(parts) != 1 or parts[0].kind != "body":
                body = None
                continue
            if body is not None and not line.gap and _continues(self.lines[index - 1], line, width, gapless):
                body = Part("body", body.start, line.end, body.rule)
                self.parts[owner], self.parts[index] = [body], []
            else:
                body, owner = parts[0], index


def _is_place_name(line: Line) -> bool:
    """Whether most of a line's longer words are capitalised, as in the name of a building and its street."""
    longer = [word for word in line.text.split() if len(word.strip(".,’'\"“”()")) > 3]
    return (
        line.words <= 25
        and bool(longer)
        and sum(word.lstrip("“‘'\"(")[:1].isupper() for word in longer) * 2 >= len(longer)
    )


def _is_subhead(line: Line, following: Line | None, previous: Line | None) -> bool:
    """Whether a line between paragraphs is a title: short, and ending as no sentence does."""
    if following is None or previous is None or line.is_bullet or following.is_bullet:
        return False
    if previous.text.endswith(":") or line.words > 10 or len(line.text) > 80 or not following.is_sentence:
        return False
    if ": £" in line.text or "– £" in line.text:
        return False
    if not (line.text[0].isupper() or line.text[0] in "‘“'\"" or line.text[0].isdigit()):
        return False
    return not line.text.endswith((".", ",", ";", ":", "…", ".”", ".’", '."', ".'", ",”", ",’", '?"', "?”", "!”", "?’"))


def _continues(line: Line, following: Line, width: int, gapless: bool) -> bool:
    """Whether a line that follows directly goes on with the paragraph."""
    if following.is_bullet:
        return False
    if following.text[0].islower():
        return not line.is_sentence
    if width:
        return len(line.text) >= width * 0.75
    return not gapless and not line.is_sentence and line.words >= 7 and len(line.text) >= 40 and following.words >= 3
