"""Tests of fetching and watching, against a real server."""
