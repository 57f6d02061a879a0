"""Bytes of a file, a gzip file or standard input, with a position for progress."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, cast

__all__ = ["STDIN", "Source", "open_source"]

STDIN = Path("-")
"""The path that stands for standard input."""

_GZIP = b"\x1f\x8b"


class Peeking(Protocol):
    """A buffered file; the type of `io.BufferedReader` takes a parameter in some checkers' libraries only."""

    def peek(self, size: int = ..., /) -> bytes: ...
    def read(self, size: int = ..., /) -> bytes: ...
    def readline(self, size: int = ..., /) -> bytes: ...
    def __iter__(self) -> Iterator[bytes]: ...
    def tell(self) -> int: ...


@dataclass(slots=True)
class Source:
    """An opened file.

    Attributes:
        path: as the user gave it.
        name: its file name without ``.gz``.
        stream: its bytes, decompressed.
        head: its first bytes, still to be read from ``stream``.
    """

    path: Path
    name: str
    stream: Peeking
    head: bytes
    _under: Peeking
    _plain: bool

    def position(self, read: int) -> int:
        """How far the file itself has been read, in bytes.

        Args:
            read: bytes of ``stream`` that have been dealt with; exact for a plain file, where a compressed one is
                read ahead in blocks.
        """
        return read if self._plain or self.path == STDIN else self._under.tell()

    def seekable(self) -> IO[bytes]:
        """The bytes as a file to jump about in; what cannot be sought in is taken into memory."""
        if self._plain and self.path != STDIN:
            return cast(IO[bytes], self.stream)
        return io.BytesIO(self.stream.read())


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a file, or standard input for ``-``; gzip is known by its first bytes.

    Args:
        path: the file.

    Yields:
        The opened file.

    Raises:
        OSError: it cannot be opened.
    """
    if path == STDIN:
        under = cast(Peeking, io.BufferedReader(cast(Any, sys.stdin.buffer)))
        try:
            yield _source(path, under)
        finally:
            # Closing the wrapper would close the process's own standard input.
            cast(Any, under).detach()
        return
    with path.open("rb") as file:
        yield _source(path, cast(Peeking, file))


def _source(path: Path, under: Peeking) -> Source:
    head = under.peek(4096)
    if not head.startswith(_GZIP):
        return Source(path, path.name, under, head, under, _plain=True)
    unpacked = cast(Peeking, io.BufferedReader(cast(Any, gzip.GzipFile(fileobj=cast(Any, under)))))
    name = path.name[:-3] if path.name.lower().endswith(".gz") else path.name
    return Source(path, name, unpacked, unpacked.peek(4096), under, _plain=False)
