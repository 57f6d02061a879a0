"""Bytes of a file, packed or not, or of standard input, with a position for progress."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, cast

from mathequiv.errors import InputError, missing_extra

__all__ = ["PACKED_SUFFIXES", "STDIN", "UNPACKING_ERRORS", "Source", "open_source", "unpacked_name"]

STDIN = Path("-")
"""The path that means standard input."""


class Peeking(Protocol):
    """A buffered file; the type of `io.BufferedReader` takes a parameter in some checkers' libraries only."""

    def peek(self, size: int = ..., /) -> bytes: ...
    def read(self, size: int = ..., /) -> bytes: ...
    def readline(self, size: int = ..., /) -> bytes: ...
    def __iter__(self) -> Iterator[bytes]: ...
    def tell(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Packing:
    """A way to pack a file: its first bytes, the suffix it adds to a name, and what unpacks it."""

    magic: bytes
    suffix: str
    unpack: Callable[[Any], Any]


def _zstandard(under: Any) -> Any:
    try:
        import zstandard  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise InputError(
            missing_extra(
                "is compressed with Zstandard: unpack it with zstd -d, or install what reads it here", "inspect"
            )
        ) from None
    return zstandard.ZstdDecompressor().stream_reader(under, read_across_frames=True)


_PACKINGS = (
    _Packing(b"\x1f\x8b", ".gz", lambda under: gzip.GzipFile(fileobj=under)),
    _Packing(b"\xfd7zXZ\x00", ".xz", lzma.LZMAFile),
    _Packing(b"\x28\xb5\x2f\xfd", ".zst", _zstandard),
    _Packing(b"BZh", ".bz2", bz2.BZ2File),
)
PACKED_SUFFIXES = tuple(row.suffix for row in _PACKINGS)


def _unpacking_errors() -> tuple[type[Exception], ...]:
    errors: list[type[Exception]] = [OSError, EOFError, zlib.error, lzma.LZMAError]
    try:
        import zstandard  # noqa: PLC0415 - an optional dependency
    except ImportError:
        return tuple(errors)
    return (*errors, zstandard.ZstdError)


UNPACKING_ERRORS = _unpacking_errors()
"""What reading a file raises that is damaged, cut off, or not to be read at all."""


def unpacked_name(name: str) -> str:
    """A file name without the suffix of its packing."""
    return next((name[: -len(end)] for end in PACKED_SUFFIXES if name.lower().endswith(end)), name)


@dataclass(slots=True)
class Source:
    """An opened file.

    Attributes:
        path: as the user gave it.
        name: its file name without the suffix of its packing.
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
    """Open a file, or standard input for ``-``; a packed file is known by its first bytes.

    Args:
        path: the file.

    Yields:
        The opened file.

    Raises:
        OSError: it cannot be opened.
        InputError: it is packed in a way that needs a library which is not there.
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
    packing = next((row for row in _PACKINGS if head.startswith(row.magic)), None)
    if packing is None:
        return Source(path, path.name, under, head, under, _plain=True)
    try:
        unpacked = cast(Peeking, io.BufferedReader(packing.unpack(under)))
    except InputError as error:
        raise InputError(error.problem, path) from None
    return Source(path, unpacked_name(path.name), unpacked, unpacked.peek(4096), under, _plain=False)
