"""Inspect's ``.eval`` logs: a zip archive with one JSON file a sample, mostly packed with Zstandard.

Inspect's own reader is used where it is installed; the reading here gives the same samples without it.
"""

from __future__ import annotations

import itertools
import struct
import zipfile
from collections.abc import Iterator
from importlib import import_module
from typing import IO, Any

from mathequiv.errors import InputError, missing_extra
from mathequiv.scoring.formats.containers import Item, parse_json, plain
from mathequiv.scoring.formats.sources import STDIN, Source

__all__ = ["ZIP_MAGIC", "archived_samples"]

ZIP_MAGIC = b"PK"
_ZSTANDARD = 93
"""Zstandard's number among zip methods (APPNOTE 6.3.8, 4.4.5)."""

_LOCAL_HEADER = struct.Struct("<26xHH")
"""The lengths of name and extra field at the end of a member's local header (APPNOTE 4.3.7)."""


def archived_samples(source: Source) -> Iterator[Item]:
    """The samples of a log, one at a time.

    Args:
        source: the opened archive.

    Yields:
        Samples as Inspect writes them as JSON, numbered from 1.

    Raises:
        InputError: it is no log, or something that is not installed is needed to unpack it.
    """
    theirs = _inspects_reading(source)
    yield from _own_reading(source) if theirs is None else theirs


def _inspects_reading(source: Source) -> Iterator[Item] | None:
    """The samples as Inspect's own reader gives them; None without it, or where it does not take the log."""
    try:
        from inspect_ai.log import read_eval_log_samples  # noqa: PLC0415 - an optional dependency
    except ImportError:
        return None
    if source.path == STDIN or source.path.name != source.name:
        return None
    samples = read_eval_log_samples(str(source.path), all_samples_required=False)
    try:
        first = list(itertools.islice(samples, 1))
    except (ValueError, KeyError):
        # Its types are those of one version; a log of another may lack what they ask for.
        return None
    return (
        Item(number, plain(sample.model_dump(mode="json")), 0)
        for number, sample in enumerate(itertools.chain(first, samples), 1)
    )


def _own_reading(source: Source) -> Iterator[Item]:
    file = source.seekable()
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise InputError(f"not a zip archive: {error}", source.path) from None
    members = [m for m in archive.infolist() if m.filename.startswith("samples/") and m.filename.endswith(".json")]
    if not members:
        raise InputError("is a zip archive without samples: not an Inspect log, or an empty run", source.path)
    size = source.position(0) or max(member.header_offset + member.compress_size for member in members)
    for number, member in enumerate(members, 1):
        raw = _unpacked(file, archive, member, source)
        yield Item(number, parse_json(raw, source.path, number), size * number // len(members))


def _unpacked(file: IO[bytes], archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source) -> bytes:
    try:
        if member.compress_type != _ZSTANDARD:
            return archive.read(member)
        file.seek(member.header_offset)
        lengths = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
        file.seek(sum(lengths), 1)
        return _decompressed(file.read(member.compress_size), member, source)
    except (zipfile.BadZipFile, struct.error, NotImplementedError) as error:
        raise InputError(f"{member.filename} cannot be unpacked: {error}", source.path) from None


def _decompressed(packed: bytes, member: zipfile.ZipInfo, source: Source) -> bytes:
    try:
        zstandard: Any = import_module("zstandard")  # an optional dependency
    except ImportError:
        raise InputError(
            missing_extra("is compressed with Zstandard", "inspect")
            + "; or write the log as JSON with: inspect log convert --to json --output-dir DIR FILE",
            source.path,
        ) from None
    try:
        return bytes(zstandard.ZstdDecompressor().decompressobj().decompress(packed))
    except zstandard.ZstdError as error:
        raise InputError(f"{member.filename} cannot be unpacked: {error}", source.path) from None
