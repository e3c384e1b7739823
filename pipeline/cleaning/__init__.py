"""Room 2: the zones of an article. Boilerplate is blanked with spaces, never deleted, so offsets stay true.

`clean_article(article)` splits the text into lines (`lines`), marks furniture by the rules of `rules.toml`
(`furniture`) and captions (`captions`), reads the top of the page (`opening`, `bylines`), then the body (`body`).
"""

from pipeline.cleaning.clean import clean_article
from pipeline.cleaning.zones import CleanArticle, Published, Zone, plain_article

__all__ = ["CleanArticle", "Published", "Zone", "clean_article", "plain_article"]
