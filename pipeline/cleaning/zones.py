"""What cleaning gives: the zones of an article, and the text in which boilerplate is blanked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from pipeline.articles.article import Article
from pipeline.records import Problem


@dataclass(frozen=True)
class Zone:
    """A paragraph of content: `text[start:end]` of the article, without surrounding white space.

    `kind` is one of `pipeline.records.ZONES`, or `boilerplate`; `rule` names what decided it.
    """

    kind: str
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True)
class Published:
    """When an article was published: one day where that is certain, or bounds that its text proves."""

    day: date | None = None
    earliest: date | None = None
    latest: date | None = None
    basis: str = "unknown"


@dataclass(frozen=True)
class CleanArticle:
    """An article with its zones.

    `text` has the length of `article.text`, with boilerplate blanked by spaces (line ends kept);
    `zones` are the paragraphs of content in order; no span may reach across two of them. `problems` are rows of that
    table about the article as a whole.
    """

    article: Article
    text: str
    zones: tuple[Zone, ...]
    boilerplate: tuple[Zone, ...] = ()
    headline: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published: Published = Published()
    problems: tuple[Problem, ...] = ()

    def dated(self, published: Published, problems: tuple[Problem, ...] = ()) -> CleanArticle:
        """Give the same article with its publication date, and what in the text speaks against it."""
        return replace(self, published=published, problems=(*self.problems, *problems))


PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")


def plain_article(text: str, published: date | None = None) -> CleanArticle:
    """Take every line of a text as body: for texts that are not articles, such as examples."""
    article = Article(source="", text=text, published=published)
    zones = tuple(Zone("body", match.start(), match.end(), "plain") for match in PARAGRAPH.finditer(text))
    day = Published(published, published, published, "given") if published else Published()
    return CleanArticle(article=article, text=text, zones=zones, published=day)
