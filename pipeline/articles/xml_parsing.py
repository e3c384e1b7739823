"""Parses XML that strangers wrote: no entity is expanded, nothing is loaded from elsewhere, sizes have bounds."""

from __future__ import annotations

from typing import Any

from pipeline.errors import InputError


def parse_xml(data: bytes, source: str) -> Any:
    """Give the root element (lxml).

    Raises InputError, with the line, for what is not well formed, is larger than libxml2's bounds, or declares
    entities: a document that defines words of its own may grow without end when it is read.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise InputError(f"not whole XML ({error.msg}); it may be cut off, save it again", source, line) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise InputError("declares entities of its own, which are not read; save it without them", source)
    return root


def print_xml(root: Any) -> bytes:
    """Write an element as a document of its own, in UTF-8."""
    from lxml import etree

    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
