"""Containers: how bytes become values, before anyone asks what the values mean.

JSON Lines, CSV and Parquet are streamed; a JSON document is read whole. Numbers keep the text they are written with.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mathequiv.errors import InputError, missing_extra
from mathequiv.limits import MAX_CSV_FIELD
from mathequiv.scoring.fields import Numeral
from mathequiv.scoring.formats.sources import Peeking, Source

__all__ = ["Bad", "Document", "Item", "items", "parse_json", "plain"]

PARQUET_MAGIC = b"PAR1"

PARQUET_BATCH = 64
"""Rows of a Parquet file held at a time; a row of an evaluation log can be large."""


@dataclass(frozen=True, slots=True)
class Bad:
    """What is in place of a value that cannot be read, while those after it can."""

    error: InputError


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a file, or `Bad`: its 1-based line (or row) number, and how many bytes of the file end with it."""

    line: int
    value: object
    offset: int


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON file that holds one value, and its size in bytes."""

    value: object
    size: int


def items(source: Source) -> Iterator[Item] | Document:
    """Read a file of any container but a zip archive, known by its first bytes and, for text, its name.

    Args:
        source: the opened file.

    Returns:
        Its values, streamed, or the one value of a JSON document.

    Raises:
        InputError: the file is not what it looks like; raised while iterating for a bad value further on.
    """
    if source.head.startswith(PARQUET_MAGIC):
        return _parquet(source)
    if b"\0" in source.head:
        raise InputError("not UTF-8 (it contains zero bytes, as UTF-16 does): save it as UTF-8", source.path)
    match Path(source.name).suffix.lower():
        case ".csv":
            return _csv(source, source.stream, _delimiter(source.head))
        case ".tsv":
            return _csv(source, source.stream, "\t")
        case suffix:
            return _json_or_csv(source, lines=suffix in (".jsonl", ".ndjson"))


# ---- JSON ----------------------------------------------------------------------------------------------------------


def _constant(name: str) -> Numeral | None:
    # NaN is how pandas and numpy write a missing value.
    return None if name == "NaN" else Numeral(name)


_DECODER: Final = json.JSONDecoder(parse_int=Numeral, parse_float=Numeral, parse_constant=_constant)


def parse_json(raw: bytes, path: Path, line: int | None) -> Any:
    """Parse JSON text, with numbers as they are written.

    Args:
        raw: the text, in UTF-8, with or without a byte-order mark.
        path: the file, for messages.
        line: the line it is in; None where it is the whole file.

    Raises:
        InputError: it is not UTF-8, not JSON, or nested too deep.
    """
    try:
        text = raw.decode("utf-8-sig")
        return _DECODER.decode(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _not_json(error, path, line) from None


def _not_json(error: Exception, path: Path, line: int | None) -> InputError:
    """What is wrong with a text, in words; without a line the text is the whole file."""
    match error:
        case UnicodeDecodeError():
            where = "file" if line is None else "line"
            return InputError(f"not UTF-8 (byte {error.start + 1} of the {where}): save it as UTF-8", path, line)
        case json.JSONDecodeError():
            cut = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
            said = "it ends in the middle of a value" if cut else f"{error.msg} (column {error.colno})"
            return InputError(f"not JSON: {said}", path, line or error.lineno)
        case _:
            return InputError("not usable: JSON nested too deep", path, line or 1)


def _json_lines(source: Source, lines: Iterable[bytes]) -> Iterator[Item]:
    """One JSON value a line; blank lines are skipped."""
    read = 0
    for number, raw in enumerate(lines, 1):
        read += len(raw)
        if raw.strip():
            yield Item(number, _value_or_bad(raw, source.path, number), source.position(read))


def _value_or_bad(raw: bytes, path: Path, number: int) -> object:
    try:
        return parse_json(raw, path, number)
    except InputError as error:
        return Bad(error)


def _json_or_csv(source: Source, *, lines: bool) -> Iterator[Item] | Document:
    """JSON Lines, where one of the first two lines is a whole object, and another follows; else documents; else CSV.

    Args:
        source: the opened file.
        lines: its name says JSON Lines, so that one line of it is a row, and what is no JSON is a bad row.
    """
    opening: list[bytes] = []
    for raw in source.stream:
        opening.append(raw)
        if raw.strip():
            break
    first = b"".join(opening).strip().removeprefix(b"\xef\xbb\xbf")
    if first[:1] not in (b"{", b"["):
        rest = itertools.chain(opening, source.stream)
        tab, comma = b"\t" in first, b"," in first
        return _csv(source, rest, "\t" if tab else ",") if (tab or comma) and not lines else _json_lines(source, rest)
    whole = _is_whole(first)
    if (lines or first.startswith(b"{")) and (whole or first not in (b"{", b"[")):
        opening.extend(_to_the_next(source.stream))
        if (whole and opening[-1].strip()) or _is_whole(opening[-1]):
            return _json_lines(source, itertools.chain(opening, source.stream))
    data = b"".join(opening) + source.stream.read()
    return _of_values(_values(data, source.path), data, source)


def _to_the_next(stream: Peeking) -> Iterator[bytes]:
    """Lines up to the first that is not blank, at least one: an empty one at the end of the file."""
    while (raw := stream.readline()) and not raw.strip():
        yield raw
    yield raw


def _of_values(values: list[tuple[int, object]], data: bytes, source: Source) -> Iterator[Item] | Document:
    """One value is a document; several, printed one after the other, are rows, and lists the rows of all of them."""
    size = source.position(len(data))
    if len(values) == 1:
        return Document(values[0][1], size)
    rows = [(line, row) for line, value in values for row in (value if isinstance(value, list) else [value])]
    return (Item(line, row, size * number // len(rows)) for number, (line, row) in enumerate(rows, 1))


_BETWEEN = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")


def _values(data: bytes, path: Path) -> list[tuple[int, object]]:
    """The values of a text, with the lines they begin in.

    Raises:
        InputError: it is not UTF-8, not JSON, or nested too deep.
    """
    try:
        text = data.decode("utf-8-sig")
        values: list[tuple[int, object]] = []
        at, line, counted = _after(text, 0), 1, 0
        while at < len(text):
            line, counted = line + text.count("\n", counted, at), at
            value, end = _DECODER.raw_decode(text, at)
            values.append((line, value))
            at = _after(text, end)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _not_json(error, path, None) from None
    return values


def _after(text: str, at: int) -> int:
    """Where the next value begins."""
    found = _BETWEEN.match(text, at)
    return at if found is None else found.end()


def _is_whole(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


# ---- tables --------------------------------------------------------------------------------------------------------


def _delimiter(head: bytes) -> str:
    """What parts the fields of a header: programs of countries with a decimal comma write semicolons."""
    first = next(iter(head.splitlines()), b"")
    return max(",;\t", key=lambda sign: first.count(sign.encode()))


_RAGGED: Final = "more fields than the header names: cells that hold the separator need quotes"


def _csv(source: Source, lines: Iterable[bytes], delimiter: str) -> Iterator[Item]:
    """Rows under a header; a field in quotes may hold line breaks."""
    read = 0

    def decoded() -> Iterator[str]:
        nonlocal read
        for number, raw in enumerate(lines, 1):
            read += len(raw)
            try:
                yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise InputError(
                    f"not UTF-8 (byte {error.start + 1} of the line): save it as UTF-8", source.path, number
                ) from None

    csv.field_size_limit(MAX_CSV_FIELD)
    table = csv.DictReader(decoded(), delimiter=delimiter, restval=None, strict=True)
    line = 2
    try:
        for row in table:
            wrong = InputError(_RAGGED, source.path, line) if None in row else None
            # A row that ends early lacks its last fields, as an object of JSON without those keys does.
            there = {name: cell for name, cell in row.items() if cell is not None}
            yield Item(line, there if wrong is None else Bad(wrong), source.position(read))
            line = table.line_num + 1
    except csv.Error as error:
        said = "a quote is never closed" if str(error) == "unexpected end of data" else error
        raise InputError(f"not CSV: {said}", source.path, line) from None


def _parquet(source: Source) -> Iterator[Item]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional dependency
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise InputError(missing_extra("Parquet needs pyarrow", "parquet"), source.path) from None
    size = source.path.stat().st_size if source.path.is_file() else 0
    try:
        table = pq.ParquetFile(source.seekable())
        number = 0
        for batch in table.iter_batches(batch_size=PARQUET_BATCH, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield Item(number, plain(row), size * number // table.metadata.num_rows)
    except pa.ArrowInvalid as error:
        raise InputError(f"not Parquet: {error}", source.path) from None


def plain(value: object) -> object:
    """The value with its numbers as text, as JSON is read; what is not a number (NaN) is missing."""
    match value:
        case None | bool() | str():
            return value
        case float() if math.isnan(value):
            return None
        case int() | float():
            return Numeral(repr(value))
        case Mapping():
            return {str(name): plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case bytes():
            return value.decode("utf-8", "backslashreplace")
        case _:
            return Numeral(value)
