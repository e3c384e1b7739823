"""The names in a field of authors: what a byline puts around them is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable

BY = re.compile(r"(?i)^(?:(?:words|story|report|reporting|written|reported)\s+)?by\s*:?\s+|^words\s*:\s*")
AND = re.compile(r"\s+(?:and|with)\s+|\s*[;&|]\s*")
ROLE = re.compile(
    r"(?i)\b(?:reporters?|reporting|correspondent|editor|journalist|democracy|service|ldrs?|newsroom|staff|desk|team|agency|tv|fm|bbc|pa|news|media|online|radio|admin|press|editorial)\b"
)
ADDRESS = re.compile(r"\S*@\S*|https?://\S+")


def author_names(values: Iterable[str]) -> tuple[str, ...]:
    """Give the people that fields of authors name; roles, mastheads and addresses are not people.

    >>> author_names(["By Jane Doe, Local Democracy Reporter"]), author_names(["Jane Doe and John Roe", "Newsdesk"])
    (('Jane Doe',), ('Jane Doe', 'John Roe'))
    >>> author_names(["Jane Doe, John Roe", "Notts TV", "jane@paper.example"])
    ('Jane Doe', 'John Roe')
    """
    found: list[str] = []
    for value in values:
        for part in AND.split(BY.sub("", ADDRESS.sub(" ", value.strip()))):
            for piece in re.split(r"\s*,\s*|\s+[-–—]\s+", part):
                name = " ".join(
                    re.sub(r"(?i)\b(?:BBC\s+)?local democracy report\w*(?:\s+service)?\b", " ", piece).split()
                ).strip(" .,:()")
                if (
                    len(name.split()) < 2
                    or len(name.split()) > 6
                    or ROLE.search(name)
                    or any(c.isdigit() for c in name)
                ):
                    continue
                found.append(name)
    return tuple(dict.fromkeys(found))
