"""Predictions and their references brought together: references in the rows themselves, or from a gold file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from mathequiv.errors import InputError
from mathequiv.extraction import POLICIES, extract_answer
from mathequiv.scoring.fields import GOLD_ROLES, PREDICTION_ROLES, ROLES, Columns, choose
from mathequiv.scoring.records import Record, Rows, key_of, open_rows, record_of, squeeze

__all__ = ["Gold", "Join", "Joined", "Predictions", "load_gold", "open_predictions"]

By: TypeAlias = Literal["id", "problem"]


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold file in memory: its chosen fields and its records in order."""

    path: Path
    columns: Columns
    records: tuple[Record, ...]

    def index(self, by: By) -> dict[str, Record]:
        """Its records by id or by whitespace-squeezed problem text.

        Raises:
            InputError: two rows share an id, or share a problem text and differ in the reference.
        """
        rows: dict[str, Record] = {}
        for record in self.records:
            key = record.id if by == "id" else record.problem
            if key is None:
                raise InputError("missing", self.path, record.line, self.columns.get(by))
            key = key if by == "id" else squeeze(key)
            first = rows.setdefault(key, record)
            if first is not record and (by == "id" or first.reference != record.reference):
                raise _duplicate(record, first.line, self.columns.get(by), by)
        return rows


@dataclass(frozen=True, slots=True)
class Predictions:
    """An opened prediction file: its chosen fields and its rows, not read yet."""

    path: Path
    columns: Columns
    rows: Rows

    def records(self) -> Iterator[Record]:
        """Its records, streamed.

        Raises:
            InputError: a bad row, or an id that stands in two rows.
        """
        lines: dict[str, int] = {}
        for row in self.rows:
            record = record_of(row, self.columns, self.path)
            if record.id is not None:
                first = lines.setdefault(record.id, record.line)
                if first != record.line:
                    raise _duplicate(record, first, self.columns.get("id"), "id")
            yield record


def _duplicate(record: Record, first: int, name: str | None, what: str) -> InputError:
    shown = f" {record.id!r}" if what == "id" else " text"
    return InputError(f"{what}{shown} stands in line {first} too", record.path, record.line, name)


def load_gold(path: Path, named: Mapping[str, str]) -> Gold:
    """Read a gold file whole.

    Args:
        path: the file.
        named: fields the user named, by role; they name the gold file's fields where it has them, and the
            reference's always.

    Returns:
        The gold file.

    Raises:
        InputError: the file or a row of it cannot be used.
    """
    head, rows = open_rows(path)
    present = {name for row in head for name in row.fields}
    applying = {role: name for role, name in named.items() if role == "reference" or name in present}
    columns = choose([row.fields for row in head], GOLD_ROLES, path=path, named=applying)
    if columns.get("reference") is None:
        raise _no_field("reference", path, present, "reference answers")
    return Gold(path, columns, tuple(record_of(row, columns, path) for row in rows))


def open_predictions(
    path: Path, named: Mapping[str, str], *, gold: Gold | None = None, references: bool = True
) -> Predictions:
    """Open a prediction file and choose its fields.

    A gold file, where given, is where references come from, whatever else the predictions hold. ``answer`` is the
    prediction where nothing else can be, and the reference otherwise.

    Args:
        path: the file.
        named: fields the user named, by role.
        gold: the gold file, if any; its id field is preferred where the predictions have it too.
        references: whether references are needed at all.

    Returns:
        The opened file.

    Raises:
        InputError: the file cannot be read, or holds no responses or no references.
    """
    head, rows = open_rows(path)
    own = references and gold is None
    roles = [role for role in PREDICTION_ROLES if own or role != "reference"]
    preferred = {} if gold is None else {r: n for r, n in gold.columns.by_role.items() if r in ("id", "problem")}
    columns = choose([row.fields for row in head], roles, path=path, named=named, preferred=preferred)
    present = {name for row in head for name in row.fields}
    if columns.get("response") is None:
        raise _no_field("response", path, present, "responses")
    if own and columns.get("reference") is None:
        raise _no_reference(columns, path, present)
    return Predictions(path, columns, rows)


def _no_field(role: str, path: Path, present: Iterable[str], what: str) -> InputError:
    option = next(row.option for row in ROLES if row.name == role)
    there = ", ".join(sorted(present))
    return InputError(f"no field holds {what}: name it with {option} (fields: {there})", path)


def _no_reference(columns: Columns, path: Path, present: Iterable[str]) -> InputError:
    there = ", ".join(sorted(present))
    taken = columns.get("response")
    return InputError(
        f"no field holds reference answers ({taken!r} is read as the response): "
        f"give --gold FILE, or name it with --reference-field (fields: {there})",
        path,
    )


@dataclass(frozen=True, slots=True)
class Joined:
    """A record with the subject and level that belong to it, the key of its problem, and its reference answers."""

    record: Record
    key: tuple[str, str]
    references: tuple[str, ...]


class Join:
    """Gives each record its reference, and knows which gold rows no record asked for.

    Args:
        gold: the gold file; without one, references stand in the records themselves.
    """

    def __init__(self, gold: Gold | None) -> None:
        self._gold = gold
        self._indexes: dict[By, dict[str, Record]] = {}
        self._asked: set[int] = set()

    def attach(self, record: Record, columns: Columns) -> Joined:
        """Find what belongs to ``record``.

        Args:
            record: a prediction.
            columns: the fields chosen for its file.

        Returns:
            The record with its reference; its own subject and level win over the gold file's.

        Raises:
            InputError: it is not in the gold file, or there is nothing to join by.
        """
        if self._gold is None:
            return Joined(record, key_of(record), references_of(record))
        by = _joined_by(self._gold, record, columns)
        if by not in self._indexes:
            self._indexes[by] = self._gold.index(by)
        gold = self._indexes[by].get(_join_text(record, by, columns))
        if gold is None:
            raise _unknown(self._gold, record, by, columns)
        self._asked.add(gold.line)
        whole = replace(
            record,
            reference=gold.reference,
            subject=gold.subject if record.subject is None else record.subject,
            level=gold.level if record.level is None else record.level,
        )
        return Joined(whole, ("gold", str(gold.line)), references_of(whole))

    def missing(self) -> list[Record]:
        """The gold records that no prediction asked for, in the file's order."""
        return [] if self._gold is None else [row for row in self._gold.records if row.line not in self._asked]


_MARKS = ("\\boxed", "\\fbox", "####")
_BOXED = replace(POLICIES["strict"], name="reference")
_MARKED = replace(POLICIES["default"], name="reference", fallback=False)


def references_of(record: Record) -> tuple[str, ...]:
    r"""The reference answers of a record.

    A reference that holds ``\boxed`` or ``####`` is a worked solution: its reference answer is the one it marks. Nulls
    are dropped; none at all means that the record cannot be graded.
    """
    given = record.reference if isinstance(record.reference, tuple) else (record.reference,)
    answers = (_marked_answer(text) for text in given if text is not None)
    return tuple(answer for answer in answers if answer is not None)


def _marked_answer(text: str) -> str | None:
    if not any(mark in text for mark in _MARKS):
        return text
    boxed = extract_answer(text, _BOXED).text
    return extract_answer(text, _MARKED).text if boxed is None else boxed


def _joined_by(gold: Gold, record: Record, columns: Columns) -> By:
    both: tuple[By, ...] = ("id", "problem")
    for role in both:
        if columns.get(role) and gold.columns.get(role):
            return role
    raise InputError(f"no id and no problem text that {gold.path} has too: nothing to join by", record.path)


def _join_text(record: Record, by: By, columns: Columns) -> str:
    text = record.id if by == "id" else record.problem
    if text is None:
        raise InputError("missing", record.path, record.line, columns.get(by))
    return text if by == "id" else squeeze(text)


def _unknown(gold: Gold, record: Record, by: By, columns: Columns) -> InputError:
    what = f"id {record.id!r}" if by == "id" else "this problem text"
    where = f"{gold.path} (field {gold.columns.get(by)!r})"
    return InputError(f"{what} is not in {where}", record.path, record.line, columns.get(by))
