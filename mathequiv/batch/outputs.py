"""The columns that a graded batch gains: the Arrow type of each thing that a row says of a grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyarrow as pa

from mathequiv.bulk import OUTCOMES
from mathequiv.grading import Grade, Status
from mathequiv.verdict import Verdict

__all__ = ["OUTPUTS", "TYPES", "column", "columns", "decoded", "text"]

_WORD: Final = pa.dictionary(pa.int16(), pa.string())

TYPES: Final[dict[str, pa.DataType]] = {
    "status": _WORD,
    "answer": pa.string(),
    "extraction_rule": _WORD,
    "span": pa.list_(pa.int32()),
    "truncated": pa.bool_(),
    "verdict": _WORD,
    "layer": _WORD,
    "rule": _WORD,
    "reason": pa.string(),
    "trace": pa.list_(pa.list_(pa.string())),
    "math_is_equiv": pa.bool_(),
}
"""The type of each column, by the names of `mathequiv.bulk.OUTCOMES`."""

OUTPUTS: Final = ("status", "answer", "extraction_rule", "layer", "rule")
"""The columns that are written unless others are asked for."""

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "status": tuple(one.value for one in Status),
    "verdict": tuple(one.value for one in Verdict),
}
"""Dictionaries that are the same in every batch, so that codes can be compared between batches."""


def text(value: str | None) -> str | None:
    """``value`` as Arrow can hold it: a lone surrogate, which has no UTF-8 form, becomes its escape."""
    if value is None or value.isascii():
        return value
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def column(name: str, values: Iterable[Any]) -> pa.Array:
    """One column of outcomes.

    Args:
        name: its name in `mathequiv.bulk.OUTCOMES`.
        values: its values in plain Python, one a response.
    """
    kind = TYPES[name]
    if name in _WORDS:
        codes = {word: code for code, word in enumerate(_WORDS[name])}
        indices = pa.array([None if value is None else codes[value] for value in values], pa.int16())
        return pa.DictionaryArray.from_arrays(indices, pa.array(_WORDS[name], pa.string()))
    if kind == _WORD:
        return pa.array([text(value) for value in values], pa.string()).dictionary_encode().cast(_WORD)
    if kind == pa.string():
        return pa.array([text(value) for value in values], kind)
    if name == "trace":
        return pa.array([_notes(value) for value in values], kind)
    return pa.array(list(values), kind)


def _notes(trace: list[list[str | None]] | None) -> list[list[str | None]] | None:
    return None if trace is None else [[text(part) for part in note] for note in trace]


def columns(grades: Sequence[Grade], references: Sequence[Sequence[str]], names: Iterable[str]) -> dict[str, pa.Array]:
    """The columns of those names, by name.

    Args:
        grades: the grades.
        references: what each was graded against.
        names: names in `mathequiv.bulk.OUTCOMES`.
    """
    made = {}
    for name in names:
        read = OUTCOMES[name]
        made[name] = column(name, [read(*pair) for pair in zip(grades, references, strict=True)])
    return made


def decoded(kind: pa.DataType) -> pa.DataType:
    """The type without dictionaries, for hosts that cannot hold them."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.list_(decoded(kind.value_type)) if pa.types.is_list(kind) else kind
