"""The columns that a graded batch gains: the Arrow type of each thing that a row says of a grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyarrow as pa

from mathequiv.bulk import OUTCOMES
from mathequiv.grading import Grade, Status
from mathequiv.scoring.graded_parquet import TYPES, WORD
from mathequiv.verdict import Verdict

__all__ = ["OUTPUTS", "column", "columns", "text", "texts"]

OUTPUTS: Final = ("status", "answer", "extraction_rule", "layer", "rule")
"""The columns that are written unless others are asked for."""

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "status": tuple(one.value for one in Status),
    "verdict": tuple(one.value for one in Verdict),
}
"""Dictionaries that are the same in every batch, so that codes can be compared between batches."""

_CODES: Final = {name: {word: code for code, word in enumerate(words)} for name, words in _WORDS.items()}


def text(value: str | None) -> str | None:
    """``value`` as Arrow can hold it: a lone surrogate, which has no UTF-8 form, becomes its escape."""
    return None if value is None else value.encode("utf-8", "backslashreplace").decode("utf-8")


def texts(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Texts, or lists of texts, or lists of those, as a column.

    Args:
        values: the values in plain Python.
        kind: the type of the column.
    """
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_held(value) for value in values], kind)


def _held(value: Any) -> Any:
    return [_held(one) for one in value] if isinstance(value, (list, tuple)) else text(value)


def column(name: str, values: Sequence[Any]) -> pa.Array:
    """One column of outcomes.

    Args:
        name: its name in `mathequiv.bulk.OUTCOMES`.
        values: its values in plain Python, one a response.
    """
    kind = TYPES[name]
    if name in _WORDS:
        codes = _CODES[name]
        indices = pa.array([None if value is None else codes[value] for value in values], pa.int16())
        return pa.DictionaryArray.from_arrays(indices, pa.array(_WORDS[name], pa.string()))
    if kind == WORD:
        return texts(values, pa.string()).dictionary_encode().cast(WORD)
    return texts(values, kind)


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
