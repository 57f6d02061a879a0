"""Arrow in, Arrow out: the grades of a table's responses as further columns of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import NoneType
from typing import Any, Final, TypeVar

import pyarrow as pa

from mathequiv.batch.outputs import OUTPUTS
from mathequiv.batch.outputs import columns as output_columns
from mathequiv.bulk import BATCH_ROWS, OUTCOMES, Response, grade_responses
from mathequiv.errors import InputError
from mathequiv.extraction.policy import Policy, resolve_policy
from mathequiv.scoring.fields import ROLES, Numeral, choose
from mathequiv.scoring.formats.containers import plain
from mathequiv.scoring.graded_parquet import TYPES
from mathequiv.scoring.references import reference_answers
from mathequiv.verdict import Options

__all__ = ["PREFIX", "GradedSchema", "grade_batch", "graded_schema", "outcome_columns"]

Table = TypeVar("Table", pa.Table, pa.RecordBatch)

PREFIX: Final = "mathequiv_"
"""What the names of the added columns begin with; tables often have an ``answer`` of their own."""

_ROLES: Final = ("response", "reference", "unit", "finish_reason", "reasoning", "problem")
_READ: Final = {role.name: role.read for role in ROLES if role.name in _ROLES}


def grade_batch(  # noqa: PLR0913 - keyword options of the public function
    table: Table,
    *,
    columns: Mapping[str, str] | None = None,
    policy: str | Policy = "default",
    options: Options | None = None,
    outputs: Sequence[str] = OUTPUTS,
    prefix: str = PREFIX,
) -> Table:
    r"""Grade the responses of an Arrow table.

    A response column of lists gives lists: each response of a row has its own outcome, at its place. References are
    read once a batch; a worked solution with ``\boxed`` or ``####`` means the answer it marks, and a list of
    references for several of which one match is enough.

    Args:
        table: a table or record batch.
        columns: which column is the ``response``, ``reference``, ``unit`` (of the reference), ``finish_reason``,
            ``reasoning`` or ``problem``; what is not named is found by its usual name, see `mathequiv.scoring.fields`.
        policy: ``"default"``, ``"strict"`` (for rewards) or a `Policy`.
        options: how to compare; None takes the policy's.
        outputs: what to add, out of `mathequiv.bulk.OUTCOMES`; ``"reason"`` and ``"trace"`` take the most room.
        prefix: what the names of the added columns begin with.

    Returns:
        The table with the columns added, of the kind it had. ``status`` and ``verdict`` are dictionary columns of the
        same words in every batch.

    Raises:
        InputError: a column is missing, holds what its role cannot, or is there already under an added name.
        ValueError: an unknown policy, output or role.
    """
    schema = graded_schema(table.schema, columns, outputs, prefix)
    policy = resolve_policy(policy)
    added = [outcome_columns(part, schema, policy, options)[0] for part in _parts(table)]
    if isinstance(table, pa.RecordBatch):
        arrays: list[Any] = [_joined([part[name] for part in added], kind) for name, kind in schema.added.items()]
        return pa.RecordBatch.from_arrays([*table.columns, *arrays], schema=schema.schema)
    chunks: list[Any] = [pa.chunked_array([part[name] for part in added], kind) for name, kind in schema.added.items()]
    return pa.Table.from_arrays([*table.columns, *chunks], schema=schema.schema)


@dataclass(frozen=True, slots=True)
class GradedSchema:
    """What grading makes of a table.

    Attributes:
        schema: the schema of the graded table.
        by_role: the column of each role.
        added: the type of each added column, by its name in `mathequiv.bulk.OUTCOMES`.
        several: whether a row has a list of responses, and so a list of outcomes.
    """

    schema: pa.Schema
    by_role: Mapping[str, str]
    added: Mapping[str, pa.DataType]
    several: bool


def graded_schema(
    schema: pa.Schema,
    columns: Mapping[str, str] | None = None,
    outputs: Sequence[str] = OUTPUTS,
    prefix: str = PREFIX,
) -> GradedSchema:
    """The columns that `grade_batch` reads and adds.

    Args:
        schema: the table's.
        columns: as in `grade_batch`.
        outputs: as in `grade_batch`.
        prefix: as in `grade_batch`.

    Raises:
        InputError: a column is missing, or there already.
        ValueError: an unknown output or role.
    """
    if unknown := [name for name in outputs if name not in OUTCOMES]:
        raise ValueError(f"unknown output {unknown[0]!r}: choose from {', '.join(OUTCOMES)}")
    return _graded_schema(schema, tuple(sorted((columns or {}).items())), tuple(outputs), prefix)


@lru_cache(maxsize=64)
def _graded_schema(
    schema: pa.Schema, columns: tuple[tuple[str, str], ...], outputs: tuple[str, ...], prefix: str
) -> GradedSchema:
    by_role = _choice(schema, dict(columns))
    several = _is_list(schema.field(by_role["response"]).type)
    added = {name: pa.list_(TYPES[name]) if several else TYPES[name] for name in outputs}
    for name, kind in added.items():
        if schema.get_field_index(prefix + name) >= 0:
            raise InputError("is in the table already: choose another prefix", field=prefix + name)
        schema = schema.append(pa.field(prefix + name, kind))
    return GradedSchema(schema, by_role, added, several)


def _choice(schema: pa.Schema, named: Mapping[str, str]) -> dict[str, str]:
    """The column of each role: by what the columns are called and can hold, so that it is the same in every batch."""
    if unknown := [role for role in named if role not in _ROLES]:
        raise ValueError(f"unknown role {unknown[0]!r}: choose from {', '.join(_ROLES)}")
    example = {field.name: _example(field.type) for field in schema}
    chosen = choose([example], _ROLES, path=Path("table"), named=named).by_role
    for role in ("response", "reference"):
        if role not in chosen:
            there = ", ".join(schema.names)
            raise InputError(f"no column contains a {role}: name it with columns={{{role!r}: …}} (columns: {there})")
    fitting = {role: name for role, name in chosen.items() if _fits(role, schema.field(name).type)}
    for role in (*named, "response", "reference"):
        if role not in fitting:
            kind = schema.field(chosen[role]).type
            raise InputError(f"is of type {kind}, which cannot be the {role}", field=chosen[role])
    return fitting


def _fits(role: str, kind: pa.DataType) -> bool:
    """Whether a column of the type can play the role: a text or number, or, but for the problem, a list of them."""
    inner = kind.value_type if _is_list(kind) and role != "problem" else kind
    return isinstance(_example(inner), (str, NoneType))


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


def _example(kind: pa.DataType) -> object:
    """A value of the kind that a column's values are, as `plain` gives them."""
    if _is_list(kind):
        return [_example(kind.value_type)]
    if pa.types.is_dictionary(kind):
        return _example(kind.value_type)
    if pa.types.is_struct(kind) or pa.types.is_map(kind):
        return {}
    if pa.types.is_boolean(kind):
        return True
    return None if pa.types.is_null(kind) else Numeral("")


# ---- rows ----------------------------------------------------------------------------------------------------------


def _parts(table: pa.Table | pa.RecordBatch) -> Iterator[pa.Table | pa.RecordBatch]:
    """Slices of a bounded size; at least one, so that an empty table has its columns."""
    for start in range(0, max(1, table.num_rows), BATCH_ROWS):
        yield table.slice(start, BATCH_ROWS)


def _joined(parts: Sequence[pa.Array], kind: pa.DataType) -> pa.Array:
    if len(parts) == 1:
        return parts[0]
    whole = pa.chunked_array(parts, kind).unify_dictionaries().combine_chunks()
    return whole.cast(kind)


def outcome_columns(
    part: pa.Table | pa.RecordBatch, schema: GradedSchema, policy: str | Policy, options: Options | None
) -> tuple[dict[str, pa.Array], list[tuple[str, ...]]]:
    """Grade a slice of a table.

    Args:
        part: at most `BATCH_ROWS` rows.
        schema: what is read and added.
        policy: as in `grade_batch`.
        options: as in `grade_batch`.

    Returns:
        The added columns by name, and for each response the reference answers it was graded against.
    """
    values = {role: _values(part, role, name) for role, name in schema.by_role.items()}
    absent: list[Any] = [None] * part.num_rows
    given = list(zip(values["reference"], values.get("unit", absent), strict=True))
    answers = {pair: reference_answers(*pair) for pair in set(given)}
    lists = schema.several or any(_has_lists(values.get(role, ())) for role in _ROLES[3:])
    responses: list[Response] = []
    against: list[tuple[str, ...]] = []
    offsets: list[int | None] = []
    rows = zip(values["response"], given, *(values.get(role, absent) for role in _ROLES[3:]), strict=True)
    for texts, pair, *rest in rows:
        offsets.append(None if schema.several and texts is None else len(responses))
        several = (texts or ()) if schema.several else (texts,)
        for number, text in enumerate(several):
            own = [_own(value, number, len(several)) for value in rest] if lists else rest
            responses.append(Response(text, answers[pair], *own))
            against.append(answers[pair])
    grades = grade_responses(responses, policy, options)
    made = output_columns(grades, against, schema.added)
    return (_in_lists(made, [*offsets, len(responses)]) if schema.several else made), against


def _has_lists(values: Sequence[Any]) -> bool:
    return any(isinstance(value, tuple) for value in values)


def _in_lists(columns: Mapping[str, pa.Array], offsets: list[int | None]) -> dict[str, pa.Array]:
    bounds = pa.array(offsets, pa.int32())
    return {name: pa.ListArray.from_arrays(bounds, values) for name, values in columns.items()}


def _values(part: pa.Table | pa.RecordBatch, role: str, name: str) -> list[Any]:
    """A column's values as its role reads them."""
    read = _READ[role]
    values = part.column(name).to_pylist()
    # Every role reads a text as it is.
    return [value if isinstance(value, str) else read(plain(value)) for value in values]


def _own(value: Any, number: int, count: int) -> Any:
    """What belongs to one response of a row: its place in a list as long as that of the responses, or the row's."""
    if not isinstance(value, tuple):
        return value
    return value[number] if len(value) == count else None
