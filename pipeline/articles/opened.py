"""What a reader reads: a file of the disk, a member of an archive, or bytes that came another way."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO, Literal, Protocol


class Readable(Protocol):
    """Anything that opens for reading bytes, as `pathlib.Path` and `zipfile.Path` do."""

    def open(self, mode: Literal["rb"], /) -> IO[bytes]: ...


@dataclass(frozen=True)
class InMemory:
    """Bytes that lie in no file: standard input, or a record of an archive."""

    data: bytes

    def open(self, mode: Literal["rb"], /) -> IO[bytes]:  # noqa: ARG002 - as the protocol has it
        """Give the bytes from their start."""
        return io.BytesIO(self.data)
