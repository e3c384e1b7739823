"""Which articles are versions of one another: those of one address or one feed id, the later `modified` the newer."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.articles.article import Article
from pipeline.records import row_id


def identity_of(article: Article) -> str:
    """Digest what an article keeps through its versions: its address, else its feed id; empty where it has neither.

    A feed id is one publisher's own, so that two of different publishers are two articles.
    """
    if article.url:
        address = article.url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")
        return row_id("identity", "", "url", address or article.url)
    return row_id("identity", article.publisher, article.identity) if article.identity else ""


def version_of(article: Article) -> str:
    """Give the moment of an article's last change, in words that sort; empty where the source says none.

    >>> version_of(Article(source="a", text="", version="2024-06-04T10:00:00+01:00"))
    '2024-06-04T09:00:00'
    """
    try:
        moment = datetime.fromisoformat(article.version)
    except ValueError:
        return article.modified.isoformat() if article.modified else ""
    if len(article.version) == len("2024-06-04"):
        return article.version
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None).isoformat()


def first_moment(article: Article) -> str:
    """Give the moment by which a version without a `modified` counts: its day of publication."""
    return version_of(article) or (article.published.isoformat() if article.published else "")
