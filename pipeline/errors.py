"""The tree of errors: one root, so that a caller can catch everything this project raises.

LdrError
├── InputError       an input cannot be read: names the file, the line where there is one, and the mend
├── FetchError       an address cannot be fetched: names it, what the server said, and the mend
├── SettingsError    a setting is unknown, of the wrong type, or contradicts another
├── ResourceError    a data file (patterns, vocabulary, gazetteer) breaks its own rules
├── ModelError       the language model is missing or is not the one that was pinned
├── TableError       rows break the declared schema: a fault of this project, never of the input
├── EngineError      an engine is unknown, or a worker failed as a whole
└── OutputError      outputs cannot be written or read back
"""

from __future__ import annotations


class LdrError(Exception):
    """The root: anything that this project raises on purpose."""


class InputError(LdrError):
    """An input cannot be read; carries `source`, `line` (None where it has none) and the message."""

    def __init__(self, message: str, source: str = "", line: int | None = None) -> None:
        super().__init__(message, source, line)
        self.message = message
        self.source = source
        self.line = line

    def __str__(self) -> str:
        place = self.source + (f", line {self.line}" if self.line is not None else "")
        return f"{place}: {self.message}" if place else self.message


class FetchError(LdrError):
    """An address cannot be fetched; what was fetched before is kept."""


class SettingsError(LdrError):
    """A setting is unknown, of the wrong type, or contradicts another."""


class ResourceError(LdrError):
    """A data file breaks its own rules; the message names the file, the line or key, and the mend."""


class ModelError(LdrError):
    """The language model is missing or is not the one that was pinned."""


class TableError(LdrError):
    """Rows break the declared schema."""


class EngineError(LdrError):
    """An engine is unknown, or a worker failed as a whole."""


class OutputError(LdrError):
    """Outputs cannot be written or read back; the old ones are whole."""
