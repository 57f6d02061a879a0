"""Reference answers: gold files, sets loaded with the `datasets` library, and the answer that a solution marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from mathequiv.comparison import compare
from mathequiv.errors import InputError, missing_extra
from mathequiv.extraction.references import reference_answer
from mathequiv.scoring.fields import GOLD_ROLES, ROLES, Columns, Texts, choose, named_in_gold, options_for
from mathequiv.scoring.formats.containers import plain
from mathequiv.scoring.known_sets import KnownSet, published_as, set_of_fields, set_of_repo
from mathequiv.scoring.records import REFUSE, BadRows, Record, Row, open_rows, records_of, squeeze

__all__ = ["By", "Gold", "duplicate", "load_gold", "no_field", "reference_answers"]

By: TypeAlias = Literal["id", "problem"]

HF_PREFIX = "hf:"


# ---- the answer in a reference -------------------------------------------------------------------------------------


def reference_answers(reference: Texts, unit: str | None = None) -> tuple[str, ...]:
    r"""The answers that a reference gives.

    A reference that marks its answer (a worked solution with ``\boxed`` or ``####``, a tag, 【答案】) is taken apart. A
    text that is a list of one text as Python or JSON prints it is that text. Nulls are dropped; none at all means that
    the record cannot be graded.

    Args:
        reference: a text or several.
        unit: the unit that belongs to them, where it is beside them.
    """
    given = reference if isinstance(reference, tuple) else (reference,)
    answers = (_marked_answer(_unlisted(text)) for text in given if text is not None)
    return tuple(_in_units(answer, unit) for answer in answers if answer is not None)


_LIST_OF_ONE = re.compile(r"""\[ (?P<quote>["']) (?P<text> [^"']* ) (?P=quote) \]""", re.VERBOSE)


def _unlisted(text: str) -> str:
    found = _LIST_OF_ONE.fullmatch(text.strip())
    return text if found is None else found["text"].replace("\\\\", "\\")


def _in_units(answer: str, unit: str | None) -> str:
    """An answer with its unit, if that is one: else a note or a column of something else would spoil it."""
    shown = "" if unit is None else unit.strip().strip("$").strip()
    if shown.lower() in _NO_UNITS or shown in answer:
        return answer
    written = _unit_as_written(shown)
    return answer if written is None else f"{answer.strip().strip('$')} {written}"


@lru_cache(maxsize=1024)
def _unit_as_written(unit: str) -> str | None:
    """A unit as it can stand after a number: as it is, or as words; None where it is read as no unit."""
    for written in (unit, f"\\text{{{unit}}}"):
        result = compare(f"7 {written}", "7")
        if result.equivalent and result.rule in _UNIT_RULES:
            return written
    return None


_NO_UNITS = frozenset(("", "-", "1", "n/a", "na", "nan", "nil", "none", "null", "unitless", "dimensionless"))
_UNIT_RULES = frozenset(("unit_dropped", "noun_dropped"))


def _marked_answer(text: str) -> str | None:
    marked = reference_answer(text)
    return text if marked is None else marked.text


# ---- gold files ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gold:
    """References in memory: where they are from, their chosen fields and their records in order."""

    path: Path
    columns: Columns
    records: tuple[Record, ...]

    @property
    def name(self) -> str | None:
        """The name of the published set it is, told by its ids and not by the file's name; None if it is none."""
        if any(record.id is None for record in self.records):
            return None
        firsts = ((record.id or "", reference_answers(record.reference, record.unit)[:1]) for record in self.records)
        return published_as({key: first[0] if first else None for key, first in firsts})

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
                raise duplicate(record, first.line, self.columns.get(by), by)
        return rows


def load_gold(path: Path, named: Mapping[str, str], bad: BadRows = REFUSE) -> Gold:
    """Read references whole.

    Args:
        path: a file of any known format, or ``hf:REPO``, ``hf:REPO@SPLIT``, ``hf:REPO:CONFIG`` or
            ``hf:REPO:CONFIG@SPLIT`` for a set that the `datasets` library loads.
        named: fields the user named, by role; see `named_in_gold`.
        bad: is told of rows that cannot be read.

    Returns:
        The references.

    Raises:
        InputError: the file or a row of it cannot be used, or the set cannot be loaded.
    """
    known: KnownSet | None = None
    if path.as_posix().startswith(HF_PREFIX):
        known, head = _hub_rows(path)
        rows = iter(head)
    else:
        head, rows = open_rows(path, named=named.values(), bad=bad)
    present = {name for row in head for name in row.fields}
    known = known or set_of_fields(present)
    preferred = {} if known is None else {role: name for role, name in known.fields.items() if name in present}
    columns = choose(
        [row.fields for row in head], GOLD_ROLES, path=path, named=named_in_gold(named, present), preferred=preferred
    )
    if columns.get("reference") is None:
        raise no_field("reference", path, head, "reference answers")
    return Gold(path, columns, tuple(records_of(rows, columns, path, bad)))


def duplicate(record: Record, first: int, name: str | None, what: str) -> InputError:
    """Two rows of a file that share what identifies problems."""
    shown = f" {record.id!r}" if what == "id" else " text"
    return InputError(f"{what}{shown} is also in line {first}", record.path, record.line, name)


def no_field(role: str, path: Path, head: Sequence[Row], what: str) -> InputError:
    """A file without a field for a role that is needed."""
    option = next(row.option for row in ROLES if row.name == role)
    there = ", ".join(sorted({name for row in head for name in row.raw}))
    way = options_for(role, [row.raw for row in head]) or f": name it with {option}"
    return InputError(f"no field holds {what}{way} (fields: {there})", path)


# ---- the datasets library ------------------------------------------------------------------------------------------


def _hub_rows(path: Path) -> tuple[KnownSet | None, list[Row]]:
    asked = path.as_posix().removeprefix(HF_PREFIX)
    rest, _, split = asked.partition("@")
    repo, _, config = rest.partition(":")
    known = set_of_repo(repo)
    place = repo if known is None else known.repo
    if place is None:
        raise InputError("it is not known where this set can be loaded from: give --gold FILE", path)
    split = split or (known.split if known else "test")
    config = config or (known.config or "" if known else "")
    rows = list(_loaded(path, place, config or None, split))
    if not rows:
        raise InputError("the set is empty", path)
    return known, rows


def _loaded(path: Path, repo: str, config: str | None, split: str) -> Iterator[Row]:
    try:
        import datasets  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise InputError(
            missing_extra("needs the datasets library", "hf") + "; or download the set and give --gold FILE", path
        ) from None
    try:
        table: Any = datasets.load_dataset(repo, config, split=split)
    except OSError as error:
        way = "without a connection download the set elsewhere and give --gold FILE"
        raise InputError(f"cannot be loaded ({_first_line(error)}): {way}", path) from None
    except ValueError as error:
        way = "hf:REPO:CONFIG@SPLIT names another configuration or split"
        raise InputError(f"cannot be loaded ({_first_line(error)}): {way}", path) from None
    for number, row in enumerate(table, 1):
        fields = plain(row)
        if isinstance(fields, dict):
            yield Row(number, fields, 0, fields)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
