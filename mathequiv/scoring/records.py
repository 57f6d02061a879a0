"""Rows into records: what a row says by role, whatever file it comes from.

Rows are streamed: the field choice looks at the first few only.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from mathequiv.errors import InputError
from mathequiv.scoring.fields import ROLES, Columns, Role, Texts, options_for
from mathequiv.scoring.formats.registry import GENERIC, PEEKED_ROWS, REFUSE, BadRows, Row, read_rows
from mathequiv.scoring.formats.sources import UNPACKING_ERRORS
from mathequiv.verdict import Tolerance

__all__ = [
    "REFUSE",
    "BadRows",
    "Record",
    "Row",
    "Rows",
    "Sample",
    "Scores",
    "key_of",
    "open_rows",
    "record_of",
    "records_of",
    "squeeze",
]

Rows: TypeAlias = Iterator[Row]

Scores: TypeAlias = tuple[tuple[str, float], ...]
"""A tool's own scores by name, between 0 and 1 for most tools."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One response to a problem.

    Attributes:
        response: its text; None where a server gave none.
        finish_reason: why its generation ended, in the server's word.
        reasoning: reasoning kept apart from the text.
        scores: the scores the tool gave this response.
    """

    response: str | None
    finish_reason: str | None = None
    reasoning: str | None = None
    scores: Scores = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a prediction file (``samples``) or of a gold file (no samples), by role.

    Attributes:
        path: the file.
        line: the 1-based line in it, or the row's number where rows are not lines.
        offset: how many bytes of the file end with the row.
        id: the problem's id.
        problem: the problem's text, or a prompt that holds it.
        samples: the responses.
        reference: the reference answer, or several.
        subject: the problem's subject.
        level: its level.
        first_sample: which response to its problem the first one is, from 0, where the tool says so.
        scores: scores the tool gave the row, where it has several responses and one score.
        format: name of the file's format.
        unit: the unit of the reference, where it is beside it.
        tolerance: by how much an answer may differ from the reference, where that is beside it.
    """

    path: Path
    line: int
    offset: int
    id: str | None
    problem: str | None
    samples: tuple[Sample, ...]
    reference: Texts
    subject: str | None
    level: str | None
    first_sample: int | None = None
    scores: Scores = ()
    format: str = "generic"
    unit: str | None = None
    tolerance: Tolerance | None = None


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


# ---- files into rows -----------------------------------------------------------------------------------------------


def open_rows(
    path: Path, forced: str | None = None, named: Collection[str] = (), bad: BadRows = REFUSE
) -> tuple[list[Row], Iterator[Row]]:
    """Open a file of any known format.

    Args:
        path: the file; ``-`` is standard input.
        forced: name of its format; None finds out.
        named: fields the user named, see `read_rows`.
        bad: is told of rows that cannot be read, see `read_rows`.

    Returns:
        Its first rows, for choosing fields, and all its rows, streamed.

    Raises:
        InputError: the file cannot be read or is empty; raised while iterating for a bad row further on.
    """
    rows = _readable(read_rows(path, forced, named, bad), path)
    head = list(itertools.islice(rows, PEEKED_ROWS))
    if not head:
        holds = path.is_file() and path.stat().st_size > 0
        nothing = (
            "the file contains no rows that can be read (mathequiv formats lists what is read)"
            if holds
            else "the file is empty"
        )
        raise InputError(nothing, path)
    return head, itertools.chain(head, rows)


def _readable(rows: Iterator[Row], path: Path) -> Iterator[Row]:
    try:
        yield from rows
    except UNPACKING_ERRORS as error:
        what = (error.strerror if isinstance(error, OSError) else None) or error
        if isinstance(error, EOFError):
            what = "it is packed and ends too early; copy it again"
        raise InputError(f"cannot be read: {what}", path) from None


# ---- rows into records ---------------------------------------------------------------------------------------------


_ID_LAST: Final = ROLES[::-1]
_NO_VALUES: Final[dict[str, Any]] = dict.fromkeys([role.name for role in ROLES])


def record_of(row: Row, columns: Columns, path: Path) -> Record:
    """Read one row by the chosen fields.

    A row without an id is told by its problem's text.

    Raises:
        InputError: a field of a response or reference is missing, or of an id without a problem, or any has the wrong
            type.
    """
    values = _NO_VALUES.copy()
    for role in _ID_LAST:
        name = columns.get(role.name)
        if name is not None:
            optional = role.name == "id" and values["problem"] is not None
            values[role.name] = _value(role, name, row, path, optional=optional)
    samples = _samples(values, row, columns, path) if columns.get("response") else ()
    return Record(
        path=path,
        line=row.line,
        offset=row.offset,
        id=values["id"],
        problem=values["problem"],
        samples=samples,
        reference=values["reference"],
        subject=values["subject"],
        level=values["level"],
        first_sample=row.sample,
        scores=_row_scores(row.scores, len(samples)),
        format=row.format,
        unit=values["unit"],
        tolerance=values["tolerance"],
    )


def records_of(rows: Iterable[Row], columns: Columns, path: Path, bad: BadRows = REFUSE) -> Iterator[Record]:
    """Read rows by the chosen fields, see `record_of`.

    Args:
        rows: the rows.
        columns: the fields chosen for their file.
        path: the file.
        bad: is told of rows that cannot be read.

    Yields:
        The records of the others.
    """
    for row in rows:
        try:
            record = record_of(row, columns, path)
        except InputError as error:  # noqa: PERF203 - a bad row does not end the others
            bad.add(error)
        else:
            yield record


def _value(role: Role, name: str, row: Row, path: Path, *, optional: bool) -> Any:
    if name not in row.fields:
        if role.needed and row.format == GENERIC.name and not optional:
            raise InputError("missing", path, row.line, name)
        return None
    try:
        value = role.read(row.fields[name])
    except TypeError as error:
        raise InputError(str(error) + options_for(role.name, [row.raw]), path, row.line, name) from None
    if role.name == "id" and value is None and not optional:
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
        extra[role] = value if isinstance(value, tuple) and value else (value or None,) * len(responses)
        if len(extra[role]) != len(responses):
            problem = f"lists {len(extra[role])} values for {len(responses)} responses"
            raise InputError(problem, path, row.line, columns.get(role))
    count = len(responses)
    scores = [_sample_scores(row.scores, number, count) for number in range(count)]
    return tuple(map(Sample, responses, extra["finish_reason"], extra["reasoning"], scores))


def _of_each(value: object, count: int) -> bool:
    return isinstance(value, list) and len(value) == count


def _sample_scores(scores: Mapping[str, object], number: int, count: int) -> Scores:
    """The scores of one response out of ``count``: its place in a list, or the row's where it is the only one."""
    if not scores:
        return ()
    own = {name: value[number] if _of_each(value, count) else value for name, value in scores.items()}  # type: ignore[index]
    return _numbers({name: value for name, value in own.items() if count == 1 or _of_each(scores[name], count)})


def _row_scores(scores: Mapping[str, object], count: int) -> Scores:
    """The scores that belong to a row of several responses as a whole."""
    if not scores:
        return ()
    return _numbers({name: value for name, value in scores.items() if count > 1 and not _of_each(value, count)})


def _numbers(scores: Mapping[str, object]) -> Scores:
    found = ((name, _score(value)) for name, value in scores.items())
    return tuple((name, value) for name, value in found if value is not None)


def _score(value: object) -> float | None:
    """A score as a number; None where it is null, NaN or no number."""
    if isinstance(value, (bool, int, float)):
        return float(value)
    try:
        number = float(value) if isinstance(value, str) else math.nan
    except ValueError:
        return None
    return None if math.isnan(number) else number
