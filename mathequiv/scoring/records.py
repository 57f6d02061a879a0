"""Files into records: one row per file format, each with the reader that turns a file into rows.

Rows are streamed: a reader holds one line at a time, and the field choice looks at the first few rows only.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from mathequiv.errors import InputError
from mathequiv.scoring.fields import ROLES, Columns, Numeral, Role, Texts

__all__ = ["FORMATS", "Format", "Record", "Row", "Rows", "Sample", "key_of", "open_rows", "record_of", "squeeze"]

PEEKED_ROWS = 20
"""Rows looked at when fields are chosen; enough to see past nulls, few enough to hold in memory."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its 1-based line, its fields, and how many bytes of the file end with it."""

    line: int
    fields: Mapping[str, object]
    offset: int


Rows: TypeAlias = Iterator[Row]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name, the suffixes it claims (none claims all), and its reader."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], Rows]


@dataclass(frozen=True, slots=True)
class Sample:
    """One response to a problem, with why its generation ended and the reasoning kept apart from it."""

    response: str | None
    finish_reason: str | None = None
    reasoning: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a prediction file (``samples``) or of a gold file (no samples), by role."""

    path: Path
    line: int
    offset: int
    id: str | None
    problem: str | None
    samples: tuple[Sample, ...]
    reference: Texts
    subject: str | None
    level: str | None


def squeeze(text: str) -> str:
    """``text`` with every run of whitespace as one space and none at the ends."""
    return " ".join(text.split())


def key_of(record: Record) -> tuple[str, str]:
    """What makes a record's problem itself: its id, else its text, else its place."""
    if record.id is not None:
        return ("id", record.id)
    if record.problem is not None:
        return ("problem", squeeze(record.problem))
    return ("line", f"{record.path}:{record.line}")


# ---- formats -------------------------------------------------------------------------------------------------------


def _constant(name: str) -> Numeral | None:
    # NaN is how pandas and numpy write a missing value.
    return None if name == "NaN" else Numeral(name)


def _parse(text: str) -> Any:
    return json.loads(text, parse_int=Numeral, parse_float=Numeral, parse_constant=_constant)


def _read_json_lines(path: Path) -> Rows:
    """One JSON object a line; blank lines are skipped, a byte-order mark is dropped."""
    offset = 0
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            offset += len(raw)
            if raw.strip():
                yield Row(number, _json_row(raw, path, number), offset)


def _json_row(raw: bytes, path: Path, number: int) -> dict[str, object]:
    try:
        row = _parse(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 (byte {error.start + 1} of the line)", path, number) from None
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg} (column {error.colno})", path, number) from None
    except RecursionError:
        raise InputError("not usable: JSON nested too deep", path, number) from None
    if not isinstance(row, dict):
        raise InputError("not a JSON object with named fields (JSON Lines has one object a line)", path, number)
    return row


FORMATS: tuple[Format, ...] = (Format("JSON Lines", (), _read_json_lines),)
"""The known formats; the first whose suffixes claim a file reads it."""


def open_rows(path: Path) -> tuple[list[Row], Rows]:
    """Open a file of any known format.

    Args:
        path: the file.

    Returns:
        Its first rows, for choosing fields, and all its rows, streamed.

    Raises:
        InputError: the file cannot be read or is empty; raised while iterating for a bad row further on.
    """
    known = next(row for row in FORMATS if not row.suffixes or path.name.lower().endswith(row.suffixes))
    rows = _readable(known.read(path), path)
    head = list(itertools.islice(rows, PEEKED_ROWS))
    if not head:
        raise InputError("the file is empty", path)
    return head, itertools.chain(head, rows)


def _readable(rows: Rows, path: Path) -> Rows:
    try:
        yield from rows
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from None


# ---- rows into records ---------------------------------------------------------------------------------------------


def record_of(row: Row, columns: Columns, path: Path) -> Record:
    """Read one row by the chosen fields.

    Raises:
        InputError: a field of an id, response or reference is missing, or any has the wrong type.
    """
    values = {role.name: _value(role, row, columns, path) for role in ROLES}
    return Record(
        path=path,
        line=row.line,
        offset=row.offset,
        id=values["id"],
        problem=values["problem"],
        samples=_samples(values, row, columns, path) if columns.get("response") else (),
        reference=values["reference"],
        subject=values["subject"],
        level=values["level"],
    )


def _value(role: Role, row: Row, columns: Columns, path: Path) -> Any:
    name = columns.get(role.name)
    if name is None:
        return None
    if name not in row.fields:
        if role.needed:
            raise InputError("missing", path, row.line, name)
        return None
    try:
        value = role.read(row.fields[name])
    except TypeError as error:
        raise InputError(str(error), path, row.line, name) from None
    if role.name == "id" and value is None:
        raise InputError("is null", path, row.line, name)
    return value


def _samples(values: Mapping[str, Any], row: Row, columns: Columns, path: Path) -> tuple[Sample, ...]:
    responses = values["response"]
    if not isinstance(responses, tuple):
        responses = (responses,)
    # A row that lists no response still is a row: it counts once, as an empty response.
    responses = responses or (None,)
    extra = {}
    for role in ("finish_reason", "reasoning"):
        value = values[role]
        extra[role] = value if isinstance(value, tuple) else (value,) * len(responses)
        if len(extra[role]) != len(responses):
            problem = f"lists {len(extra[role])} values for {len(responses)} responses"
            raise InputError(problem, path, row.line, columns.get(role))
    return tuple(map(Sample, responses, extra["finish_reason"], extra["reasoning"]))
