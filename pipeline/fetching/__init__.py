"""Feeds, pages and the LDRS content API → files, one for each item: the only room that uses the network."""

from pipeline.fetching.fetch import Fetched, fetch, is_address

__all__ = ["Fetched", "fetch", "is_address"]
