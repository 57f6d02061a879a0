"""Prediction files cut into shards: what is graded by one worker at a time, and again if that worker is lost.

Shards depend on the files alone, so that a run continued on other machines has the same ones. JSON Lines are cut at
lines and Parquet at row groups; any other file is one shard.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from mathequiv.batch.places import Place
from mathequiv.errors import InputError
from mathequiv.scoring.fields import Columns
from mathequiv.scoring.formats.registry import read_rows
from mathequiv.scoring.join import open_predictions
from mathequiv.scoring.records import Record, record_of
from mathequiv.scoring.references import Gold

__all__ = ["SHARD_ROWS", "FileIndex", "Shard", "index_file", "records_of"]

SHARD_ROWS: Final = 4096
"""Rows of a shard, where a file can be cut: some seconds of work, and so what a lost worker costs at most."""

_BLOCK: Final = 1 << 20
_LINES: Final = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of a file.

    Attributes:
        file: the file.
        rows: rows of the file before it.
        start: the first byte of JSON Lines, or the first row group of Parquet.
        stop: the byte, or row group, after the last; None for the whole of a file that is not cut.
    """

    file: Place
    rows: int
    start: int
    stop: int | None


@dataclass(frozen=True, slots=True)
class FileIndex:
    """What is known of a file before its rows are graded.

    Attributes:
        file: the file.
        columns: its chosen fields.
        format: the name of its format.
        description: what is read from it, as one phrase.
        fingerprint: its name, size and SHA-256.
        shards: its shards, in order.
    """

    file: Place
    columns: Columns
    format: str
    description: str
    fingerprint: Mapping[str, Any]
    shards: tuple[Shard, ...]


def index_file(file: Place, named: Mapping[str, str], gold: Gold | None, forced: str | None) -> FileIndex:
    """Read a file once: its size and hash, where it can be cut, and which fields it has.

    Args:
        file: the file.
        named: fields the user named, by role.
        gold: the gold file, if any.
        forced: name of the file's format; None finds out.

    Raises:
        InputError: it cannot be read, or holds no responses or no references.
    """
    try:
        with file.open() as stream:
            shards, size, digest = _cut(file, stream)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", file.name) from None
    with _copied(shards[0]) as path, _placed(shards[0]):
        opened = open_predictions(path, named, gold=gold, forced=forced)
        described = opened.describe()
    fingerprint = {"path": file.name, "bytes": size, "sha256": digest}
    return FileIndex(file, opened.columns, opened.format, described, fingerprint, tuple(shards))


def _cut(file: Place, stream: IO[bytes]) -> tuple[list[Shard], int, str]:
    """The shards of a file, its size and its hash."""
    digest = hashlib.sha256()
    lines = _has_lines(file, stream)
    size = 0
    cuts = [(0, 0)]
    for rows, block in enumerate(stream if lines else iter(lambda: stream.read(_BLOCK), b""), 1):
        digest.update(block)
        size += len(block)
        if lines and rows % SHARD_ROWS == 0:
            cuts.append((rows, size))
    if lines:
        ends = [*(start for _, start in cuts[1:]), size]
        shards = [Shard(file, row, start, stop) for (row, start), stop in zip(cuts, ends, strict=True) if start < stop]
    else:
        stream.seek(0)
        shards = _row_groups(file, stream)
    return shards or [Shard(file, 0, 0, None)], size, digest.hexdigest()


def _has_lines(file: Place, stream: IO[bytes]) -> bool:
    """Whether a line is a row: by its name, and not packed or spread over lines."""
    if not file.path.lower().endswith(_LINES):
        return False
    first = next((line for line in stream if line.strip()), b"")
    stream.seek(0)
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return False


def _row_groups(file: Place, stream: IO[bytes]) -> list[Shard]:
    """Shards of whole row groups, as many as have the rows of a shard; none where the file is no Parquet."""
    try:
        metadata = pq.read_metadata(stream)
    except pa.ArrowInvalid:
        return []
    shards: list[Shard] = []
    before = start = held = 0
    for group in range(metadata.num_row_groups):
        held += metadata.row_group(group).num_rows
        if held >= SHARD_ROWS or group == metadata.num_row_groups - 1:
            shards.append(Shard(file, before, start, group + 1))
            before, start, held = before + held, group + 1, 0
    return shards


# ---- the rows of a shard -------------------------------------------------------------------------------------------


def records_of(shard: Shard, index: FileIndex, named: Mapping[str, str]) -> Iterator[Record]:
    """The records of a shard, with their places in the file.

    Args:
        shard: the shard.
        index: what is known of its file.
        named: fields the user named, by role.

    Raises:
        InputError: a bad row.
    """
    name = Path(shard.file.name)
    with _copied(shard) as path, _placed(shard):
        for row in read_rows(path, index.format, tuple(named.values())):
            record = record_of(row, index.columns, path)
            # Made again rather than by `replace`, which takes as long as reading the row.
            values = [getattr(record, field) for field in _FIELDS]
            yield Record(name, shard.rows + record.line, *values)


_FIELDS: Final = tuple(one.name for one in fields(Record))[2:]
assert [one.name for one in fields(Record)][:2] == ["path", "line"]  # noqa: S101


@contextmanager
def _placed(shard: Shard) -> Iterator[None]:
    """Errors name the file and its line, not the copy and its."""
    try:
        yield
    except InputError as error:
        line = None if error.line is None else error.line + shard.rows
        raise InputError(error.problem, shard.file.name, line, error.field) from None


@contextmanager
def _copied(shard: Shard) -> Iterator[Path]:
    """A shard as a file of its own on this machine: the readers of all formats take it as it is."""
    local = shard.file.local
    if shard.stop is None and local is not None:
        yield local
        return
    with tempfile.TemporaryDirectory(prefix="mathequiv-") as folder:
        copy = Path(folder) / Path(shard.file.path).name
        try:
            with shard.file.open() as stream, copy.open("wb") as file:
                _copy(shard, stream, file)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}") from None
        yield copy


def _copy(shard: Shard, stream: IO[bytes], file: IO[bytes]) -> None:
    if shard.stop is not None and not shard.file.path.lower().endswith(_LINES):
        table = pq.ParquetFile(stream)
        with pq.ParquetWriter(file, table.schema_arrow) as writer:
            for group in range(shard.start, shard.stop):
                for batch in table.iter_batches(row_groups=[group], batch_size=1024):
                    writer.write_batch(batch)
        return
    stream.seek(shard.start)
    left = None if shard.stop is None else shard.stop - shard.start
    while block := stream.read(_BLOCK if left is None else min(_BLOCK, left)):
        file.write(block)
        left = None if left is None else left - len(block)
