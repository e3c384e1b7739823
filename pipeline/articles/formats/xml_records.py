"""Reads `.xml`: RSS, Atom, NewsML-G2 and trafilatura's, told by the root; where each keeps its fields is data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from pipeline.articles.article import Article
from pipeline.articles.decoding import LARGEST_FILE, decode, read_bytes
from pipeline.articles.formats import web_page
from pipeline.articles.items import read_item, read_items
from pipeline.articles.markup import blocks, captions_in, read_body
from pipeline.articles.opened import Readable
from pipeline.articles.problems import problem
from pipeline.articles.xml_parsing import parse_xml, print_xml
from pipeline.errors import InputError
from pipeline.records import Problem
from pipeline.resources import read_toml

SUFFIXES = (".xml", ".rss", ".atom", ".newsml", ".tei")


def read(file: Readable, source: str) -> Iterator[Article | Problem]:
    """Read the articles of an XML file."""
    data = read_bytes(file, source, LARGEST_FILE)
    if not data.strip():
        raise InputError("the file is empty; leave it out or put the article in it", source)
    root = parse_xml(data, source)
    if _local(root.tag) == "html":
        text, encoding = decode(data, source)
        yield from web_page.read_page(text, encoding, source)
        return
    encoding = (root.getroottree().docinfo.encoding or "utf-8").casefold()
    form = _formats().get(root.tag)
    if form is None:
        raise InputError(
            f"XML whose root is <{_local(root.tag)}>, which no format of articles has; leave it out", source, 1
        )
    if "items" not in form:
        yield from read_item(_record(root, form), source, encoding)
        return
    items = root.xpath(form["items"], namespaces=_namespaces())
    if not items:
        yield problem(source, "no article in it; leave it out", severity="warning")
    elif items == [root]:
        yield from read_item(_record(root, form), source, encoding)
    else:
        records = [_record(item, form) for item in items]
        yield from read_items(records, source, encoding, [item.sourceline for item in items])


def recognises(opening: bytes) -> bool:
    """Whether a file begins as XML does and is no web page."""
    start = opening.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<?xml", b"<rss", b"<feed", b"<newsItem", b"<newsMessage", b"<TEI", b"<doc "))


def split(data: bytes, source: str) -> Iterator[tuple[str, bytes]]:
    """Cut a feed into its items: the identity of each, and a feed that holds it alone.

    Raises InputError for what is no XML; gives nothing for what is no feed.
    """
    root = parse_xml(data, source)
    form = _formats().get(root.tag, {})
    items = root.xpath(form["items"], namespaces=_namespaces()) if "items" in form else []
    if not items or items == [root]:
        return
    parent = items[0].getparent()
    for item in items:
        item.getparent().remove(item)
    for item in items:
        parent.append(item)
        record = _record(item, form)
        whole = print_xml(root)
        yield str(record.get("identity") or record.get("url") or hashlib.sha256(whole).hexdigest()), whole
        parent.remove(item)


@cache
def _formats() -> dict[str, dict[str, Any]]:
    """Give the format of each root element."""
    found = read_toml("articles/xml_formats.toml")
    return {root: form for form in found.values() for root in form.get("roots", ())}


def _namespaces() -> dict[str, str]:
    namespaces: dict[str, str] = read_toml("articles/xml_formats.toml")["namespaces"]
    return namespaces


def _record(item: Any, form: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of an item under their plain names; the body as its paragraphs."""
    record: dict[str, Any] = {}
    for field, paths in form["fields"].items():
        found = next(filter(None, (_found(item, path) for path in paths)), [])
        if not found:
            continue
        if field in ("body", "summary"):
            paragraphs, captions = _paragraphs(found)
            record[field] = paragraphs
            record["captions"] = [*record.get("captions", ()), *captions]
        elif field in ("byline", "captions"):
            record[field] = [*record.get(field, ()), *map(_words, found)]
        else:
            record[field] = _words(found[0])
    return record


def _found(item: Any, path: str) -> list[Any]:
    """Give the elements and attributes of a path that hold words."""
    found = item.xpath(path, namespaces=_namespaces())
    return [node for node in ([found] if isinstance(found, str) else found) if _words(node)]


def _words(node: Any) -> str:
    return " ".join((node if isinstance(node, str) else "".join(node.itertext())).split())


def _paragraphs(nodes: list[Any]) -> tuple[list[str], list[str]]:
    """Give the paragraphs of bodies: elements as they are nested, or HTML that stands as text; and their captions."""
    paragraphs: list[str] = []
    captions: list[str] = []
    for node in nodes:
        if isinstance(node, str) or not len(node):
            parts, under = read_body(node if isinstance(node, str) else "".join(node.itertext()))
        else:
            plain = _plain(node)
            parts, under = blocks(plain), captions_in(plain)
        paragraphs += parts
        captions += under
    return paragraphs, captions


def _plain(node: Any) -> Any:
    """Copy an element with its tags as HTML names them, namespaces taken away."""
    names = read_toml("articles/xml_formats.toml")["elements"]
    copy = deepcopy(node)
    copy.tail = None
    for part in copy.iter():
        if isinstance(part.tag, str):
            part.tag = names.get(_local(part.tag), _local(part.tag))
    return copy


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
