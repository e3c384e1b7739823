"""A small page for tests of cleaning, and what became of its words."""

from __future__ import annotations

from pipeline.articles.article import Article
from pipeline.cleaning import CleanArticle, clean_article

HEADLINE = "Marsh Vale council tax to rise as reserves run low"
BODY = (
    "Councillors in Marsh Vale agreed the budget at a long meeting on Tuesday night.",
    "The leader said: “We have looked at every line of this and there is nothing left.",
    "“I wish that it were otherwise, but the sums are what they are.”",
    "A spokesman for the opposition said the money should have been found years ago.",
)


def page(*lines: str) -> str:
    """Put lines together, a blank one between."""
    return "\n\n".join(lines)


def clean(text: str, **known: object) -> CleanArticle:
    """Clean a text, of which its source may say something."""
    return clean_article(Article(source="story.txt", text=text, **known))  # type: ignore[arg-type]


def kinds(article: CleanArticle, words: str) -> set[str]:
    """The kinds of the zones that hold some words of the text."""
    at = article.article.text.index(words)
    both = article.zones + article.boilerplate
    return {zone.kind for zone in both if zone.start < at + len(words) and at < zone.end}


def rule(article: CleanArticle, words: str) -> str:
    """The rule that decided on the zone in which some words start."""
    at = article.article.text.index(words)
    both = article.zones + article.boilerplate
    return next(zone.rule for zone in both if zone.start <= at < zone.end)
