"""Propositions against each other, by their truth tables."""

from __future__ import annotations

from typing import Final

from mathequiv.equality.outcome import different, equal
from mathequiv.latex.expr import Apply, Expr, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.limits import MAX_PROPOSITIONS
from mathequiv.verdict import Exact, Result, Witness

__all__ = ["match_propositions"]


def match_propositions(a: Expr, b: Expr) -> Result | None:
    """Compare two propositions on every assignment of truth values; None for too many names."""
    names = sorted(free_symbols(a) | free_symbols(b))
    if len(names) > MAX_PROPOSITIONS:
        return None
    rows = 1 << len(names)
    columns = {name: _column(place, rows) for place, name in enumerate(names)}
    every = (1 << rows) - 1
    apart = _truth(a, columns, every) ^ _truth(b, columns, every)
    if not apart:
        return equal("truth_table", "the same truth table", Exact("truth table"))
    row = (apart & -apart).bit_length() - 1
    point = tuple((name, _WORDS[columns[name] >> row & 1]) for name in names)
    left, right = (_WORDS[_truth(side, columns, every) >> row & 1] for side in (a, b))
    where = ", ".join(f"{name} is {value}" for name, value in point)
    return different("truth_table", f"they differ where {where}", Witness(point, left, right))


_WORDS: Final = ("false", "true")


def _column(place: int, rows: int) -> int:
    """The truth values of one name in all rows, a bit a row."""
    return sum(1 << row for row in range(rows) if row >> place & 1)


def _truth(tree: Expr, columns: dict[str, int], every: int) -> int:
    """The truth values of ``tree`` in all rows."""
    if isinstance(tree, Symbol):
        return columns[tree.name]
    if not isinstance(tree, Apply):
        raise TypeError(type(tree).__name__)
    parts = [_truth(part, columns, every) for part in tree.args]
    match tree.name:
        case "lnot":
            return every ^ parts[0]
        case "implies":
            return (every ^ parts[0]) | parts[1]
        case "iff":
            return every ^ parts[0] ^ parts[1]
    found = parts[0]
    for part in parts[1:]:
        found = found & part if tree.name == "and" else found | part
    return found
