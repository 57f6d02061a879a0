r"""Spans of written vectors (``\operatorname{span}\{(1,2)\}``), compared as subspaces."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from mathequiv.answers.kinds import Answer, Listing, MatrixAnswer, Scalar, SetAnswer, TupleAnswer
from mathequiv.equality.outcome import Context, equal, mismatch
from mathequiv.equality.rationals import rational_value
from mathequiv.verdict import Exact, Result

__all__ = ["match_spans"]

_Row = tuple[Fraction, ...]
_SAME: Final = equal("span", "the same subspace", Exact("the same reduced rows"))


def match_spans(a: Answer, b: Answer, ctx: Context) -> Result | None:
    """Compare the spans of two lists of vectors: by their reduced rows, or where letters occur as sets of vectors."""
    left, right = _rows(a), _rows(b)
    if left is None or right is None:
        result = ctx.match(a, b)
        return result if result is not None and result.equivalent else None
    if len({len(row) for row in (*left, *right)}) > 1:
        return mismatch("span", "number of entries", str(len(left[0])), str(len(right[0])))
    first, second = _reduced(left), _reduced(right)
    if first == second:
        return _SAME
    return mismatch("span", "reduced rows", _text(first), _text(second))


def _text(rows: list[_Row]) -> str:
    return ", ".join(f"({', '.join(map(str, row))})" for row in rows)


def _rows(answer: Answer) -> list[_Row] | None:
    """The vectors of a list by their rational entries; None if there are others."""
    items = answer.items if isinstance(answer, (SetAnswer, Listing, TupleAnswer)) else (answer,)
    if isinstance(answer, TupleAnswer) and all(isinstance(item, Scalar) for item in items):
        items = (answer,)
    found = [_row(item) for item in items]
    known = [row for row in found if row is not None]
    return known if known and len(known) == len(found) else None


def _row(vector: Answer) -> _Row | None:
    entries: Iterable[Answer] = ()
    if isinstance(vector, TupleAnswer):
        entries = vector.items
    elif isinstance(vector, MatrixAnswer) and 1 in (len(vector.rows), len(vector.rows[0])):
        entries = [entry for row in vector.rows for entry in row]
    values = [rational_value(entry.expr) if isinstance(entry, Scalar) else None for entry in entries]
    known = tuple([value for value in values if value is not None])
    return known if known and len(known) == len(values) else None


def _reduced(rows: list[_Row]) -> list[_Row]:
    """The reduced row echelon form without its rows of zeros, by Gauss and Jordan."""
    table = [list(row) for row in rows]
    done = 0
    for column in range(len(table[0])):
        pivot = next((k for k in range(done, len(table)) if table[k][column]), None)
        if pivot is None:
            continue
        table[done], table[pivot] = table[pivot], table[done]
        lead = table[done][column]
        table[done] = [value / lead for value in table[done]]
        for k, row in enumerate(table):
            if k != done and row[column]:
                factor = row[column]
                table[k] = [x - factor * y for x, y in zip(row, table[done], strict=True)]
        done += 1
        if done == len(table):
            break
    return [tuple(row) for row in table[:done]]
