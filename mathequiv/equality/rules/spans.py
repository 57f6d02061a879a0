r"""Spans: sets of all ``p + s u + t v``, however their vectors are chosen.

``\operatorname{span}\{(1,0),(1,1)\}`` is ``\mathbb R^2``, ``\{t(1,2): t\in\mathbb R\}`` is the span of ``(2,4)``.
Rational vectors are reduced exactly; of others, only single ones are compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Equation,
    Listing,
    MatrixAnswer,
    NamedSet,
    Scalar,
    SetOf,
    Solutions,
    Statement,
    TupleAnswer,
)
from mathequiv.answers.text import REALS
from mathequiv.equality.outcome import Context, equal, mismatch
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.constants import is_solution_constant, match_free_constants
from mathequiv.equality.rules.linear import at
from mathequiv.equality.written import degree
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Expr, Mul, Neg, Number, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.limits import MAX_INTEGER_MATRIX
from mathequiv.verdict import Convention, Exact

__all__ = [
    "Flat",
    "Rows",
    "entries_of",
    "linear_family",
    "match_all_space",
    "match_flats",
    "match_spans",
    "match_vector_families",
    "rank",
    "rational_rows",
]

Vector: TypeAlias = tuple[Expr, ...]
Rows: TypeAlias = list[list[Fraction]]


class Flat(NamedTuple):
    """A point and the vectors that go on from it; ``shape`` tells a column of entries from a matrix of them."""

    shape: tuple[int, int]
    point: Vector
    directions: tuple[Vector, ...]


# --- sets by condition ------------------------------------------------------------------------------------------------


def match_spans(a: SetOf, b: SetOf, ctx: Context) -> Finding | None:
    """Compare two sets of combinations over the reals; None where one is no such set, or it cannot be told."""
    left, right = _flat_of(a, ctx), _flat_of(b, ctx)
    return None if left is None or right is None else match_flats(left, right, ctx)


def match_all_space(a: NamedSet, b: SetOf, ctx: Context) -> Finding | None:
    r"""``\mathbb R^n`` against a span of vectors with as many entries."""
    named = _SPACE.fullmatch(a.name)
    flat = _flat_of(b, ctx) if named is not None else None
    if named is None or flat is None:
        return None  # a condition that is not solved may give any set
    rows = rational_rows(flat.directions)
    if rows is None:
        return None
    size = int(named[1])
    if max(flat.shape) != len(flat.point) or len(flat.point) != size or rank(rows) != size:
        return mismatch("span", "dimension", str(size), f"{rank(rows)} in {len(flat.point)} entries")
    return _SAME


_SPACE: Final = re.compile(r"R([2-9])")
_SAME: Final = equal("span", "both sides are the same set of combinations", Exact("row reduction"))


def _flat_of(answer: SetOf, ctx: Context) -> Flat | None:
    """The point and directions of a set of combinations over the reals."""
    names = _real_names(answer.condition)
    entries = entries_of(answer.element)
    if entries is None:
        return None
    return linear_family(*entries, names, ctx) if names else _solved(*entries, answer.condition, ctx)


def _solved(shape: tuple[int, int], entries: Vector, condition: Answer, ctx: Context) -> Flat | None:
    r"""The solutions of linear equations with rational coefficients (``\{(x,y,z) : x+y=z\}``); None for others."""
    names = [entry.name for entry in entries if isinstance(entry, Symbol)]
    equations = _equations(condition)
    if equations is None or len(set(names)) != len(entries) or len(names) > MAX_INTEGER_MATRIX:
        return None
    rows = [_coefficients(left, right, names, ctx) for left, right in equations]
    known = [row for row in rows if row is not None]
    return _null_space(shape, known, len(names)) if len(known) == len(rows) else None


def _equations(condition: Answer) -> list[tuple[Expr, Expr]] | None:
    """The sides of the equations of a condition, which says nothing else."""
    parts: tuple[Answer, ...] = (condition,)
    if isinstance(condition, Statement) and condition.head == "and":
        parts = condition.parts
    listed = [part.items if isinstance(part, (Listing, Assignments)) else (part,) for part in parts]
    found: list[tuple[Expr, Expr]] = []
    for part in [inner for items in listed for inner in items]:
        equation = part.equation if isinstance(part, Assignment) else part
        if isinstance(equation, Equation):
            found.append((equation.left, equation.right))
        elif not (isinstance(part, NamedSet) and _SPACE.fullmatch(part.name)) and part != REALS:
            return None
    return found or None


def _coefficients(left: Expr, right: Expr, names: list[str], ctx: Context) -> list[Fraction] | None:
    """The coefficients of the names in an equation and its constant term; None if it is not linear in them."""
    gap = Add((left, Neg(right)))
    zero: dict[str, Expr] = dict.fromkeys(names, Number(0))
    values = [rational_value(at(gap, zero)), *[rational_value(at(gap, {**zero, name: Number(1)})) for name in names]]
    known = [value for value in values if value is not None]
    if len(known) != len(values):
        return None
    row = [value - known[0] for value in known[1:]]
    terms = tuple(Mul((Symbol(name), _number(value))) for name, value in zip(names, row, strict=True))
    result = ctx.compare(gap, Add((_number(known[0]), *terms)))
    return [*row, known[0]] if result is not None and result.equivalent else None


def _null_space(shape: tuple[int, int], rows: Rows, size: int) -> Flat | None:
    """A point and the directions of all solutions; None where there are none."""
    left, pivots = _solved_rows(rows, size)
    if any(row[size] for row in left[len(pivots) :]):
        return None
    rows_of = {column: left[place] for place, column in enumerate(pivots)}
    point = [-rows_of[k][size] if k in rows_of else Fraction(0) for k in range(size)]
    directions = [
        tuple([_number(-rows_of[k][free] if k in rows_of else Fraction(k == free)) for k in range(size)])
        for free in range(size)
        if free not in rows_of
    ]
    return Flat(shape, tuple(map(_number, point)), tuple(directions))


def _solved_rows(rows: Rows, size: int) -> tuple[Rows, list[int]]:
    """Equations solved for some of their names each, and the columns of these, by elimination."""
    left = [row[:] for row in rows]
    pivots: list[int] = []
    for column in range(size):
        place = len(pivots)
        found = next((k for k in range(place, len(left)) if left[k][column]), None)
        if found is None:
            continue
        left[place], left[found] = left[found], left[place]
        left[place] = [value / left[place][column] for value in left[place]]
        for k, row in enumerate(left):
            if k != place:
                left[k] = [x - row[column] * y for x, y in zip(row, left[place], strict=True)]
        pivots.append(column)
    return left, pivots


def _number(value: Fraction) -> Expr:
    size = Number(abs(value.numerator), value.denominator)
    return size if value >= 0 else Neg(size)


def _real_names(condition: Answer) -> tuple[str, ...]:
    """The names that a condition lets run over all reals, and nothing else; none for another condition."""
    parts = condition.items if isinstance(condition, Listing) else (condition,)
    names = [part.variable for part in parts if isinstance(part, Solutions) and part.values == REALS]
    return tuple(names) if len(names) == len(parts) == len(set(names)) else ()


def entries_of(element: Answer) -> tuple[tuple[int, int], Vector] | None:
    """The shape and the entries of a vector, a matrix or a function."""
    rows: Sequence[Sequence[Answer]] = ()
    if isinstance(element, MatrixAnswer):
        rows = element.rows
    elif isinstance(element, TupleAnswer):
        rows = [element.items]
    elif isinstance(element, Scalar):
        rows = [[element]]
    found = tuple(entry.expr for row in rows for entry in row if isinstance(entry, Scalar))
    if not rows or len(found) != len(rows) * len(rows[0]):
        return None
    shape = (1, len(found)) if 1 in (len(rows), len(rows[0])) else (len(rows), len(rows[0]))
    return shape, found


def linear_family(shape: tuple[int, int], entries: Vector, names: tuple[str, ...], ctx: Context) -> Flat | None:
    """The entries as ``p + s u + t v`` with these names; None if they are not of first degree in them."""
    if len(names) > MAX_INTEGER_MATRIX:
        return None
    zero: dict[str, Expr] = dict.fromkeys(names, Number(0))
    point = tuple(at(entry, zero) for entry in entries)
    directions = tuple(
        tuple(
            Add((at(entry, {**zero, name: Number(1)}), Neg(start))) for entry, start in zip(entries, point, strict=True)
        )
        for name in names
    )
    for place, entry in enumerate(entries):
        terms = tuple(Mul((Symbol(name), along[place])) for name, along in zip(names, directions, strict=True))
        result = ctx.compare(entry, Add((point[place], *terms)))
        if result is None or not result.equivalent:
            return None
    return Flat(shape, point, directions)


# --- comparing --------------------------------------------------------------------------------------------------------


def match_flats(a: Flat, b: Flat, ctx: Context) -> Finding | None:
    """Compare two flats; None if it cannot be told."""
    if a.shape != b.shape:
        return mismatch("span", "number of entries", str(len(a.point)), str(len(b.point)))
    vectors = (a.point, b.point, *a.directions, *b.directions)
    rows = rational_rows(_at_points(vectors))
    if rows is None:
        return _match_single(a, b, ctx)
    apart = [y - x for x, y in zip(rows[0], rows[1], strict=True)]
    left, right = rows[2 : 2 + len(a.directions)], rows[2 + len(a.directions) :]
    ranks = rank(left), rank(right)
    if ranks[0] != ranks[1] or rank([*left, *right, apart]) != ranks[0]:
        return mismatch("span", "combinations", f"dimension {ranks[0]}", f"others, of dimension {ranks[1]}")
    return _SAME


def _match_single(a: Flat, b: Flat, ctx: Context) -> Finding | None:
    """EQUIVALENT for multiples of one vector each, where one is a multiple of the other; None otherwise."""
    if len(a.directions) != 1 or len(b.directions) != 1:
        return None
    apart = tuple(Add((x, Neg(y))) for x, y in zip(a.point, b.point, strict=True))
    u, v = a.directions[0], b.directions[0]
    if any(not any(_is_zero(entry, ctx) is False for entry in vector) for vector in (u, v)):
        return None
    minors = [
        Add((Mul((u[m], other[n])), Neg(Mul((u[n], other[m])))))
        for other in (v, apart)
        for m, n in combinations(range(len(u)), 2)
    ]
    return _SAME if minors and all(_is_zero(minor, ctx) for minor in minors) else None


def _is_zero(expr: Expr, ctx: Context) -> bool | None:
    result = ctx.compare(expr, Number(0))
    return None if result is None else result.equivalent


def _at_points(vectors: tuple[Vector, ...]) -> tuple[Vector, ...]:
    """Polynomials in one name as their values at more points than their degree: none is lost by that."""
    names = frozenset[str]().union(*[free_symbols(entry) for vector in vectors for entry in vector])
    if not names or len(vectors[0]) != 1:
        return vectors
    if len(names) > 1:
        return _at_corners(vectors, sorted(names))
    (name,) = names
    degrees = [degree(entry) for vector in vectors for entry in vector]
    known = [one for one in degrees if one is not None]
    if len(known) != len(degrees) or max(known) > MAX_INTEGER_MATRIX:
        return vectors
    points = range(max(known) + 1)
    return tuple(tuple(at(entry, {name: Number(x)}) for entry in vector for x in points) for vector in vectors)


def _at_corners(vectors: tuple[Vector, ...], names: list[str]) -> tuple[Vector, ...]:
    """Sums of multiples of names as the values where one name is 1 and the others are 0; others as they are."""
    if any((degree(entry) or 2) > 1 and free_symbols(entry) for vector in vectors for entry in vector):
        return vectors
    zero: dict[str, Expr] = dict.fromkeys(names, Number(0))
    points = [zero, *[{**zero, name: Number(1)} for name in names]]
    return tuple(tuple(at(entry, point) for entry in vector for point in points) for vector in vectors)


def rational_rows(vectors: tuple[Vector, ...]) -> Rows | None:
    """The entries as fractions; None if one is no rational number."""
    rows: Rows = []
    for vector in vectors:
        row = [rational_value(entry) if not free_symbols(entry) else None for entry in vector]
        known = [value for value in row if value is not None]
        if len(known) != len(row):
            return None
        rows.append(known)
    return rows


def rank(rows: Rows) -> int:
    """By elimination."""
    left = [list(row) for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((k for k in range(found, len(left)) if left[k][column]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for k in range(found + 1, len(left)):
            ratio = left[k][column] / left[found][column]
            left[k] = [x - ratio * y for x, y in zip(left[k], left[found], strict=True)]
        found += 1
    return found


# --- general solutions ------------------------------------------------------------------------------------------------


def match_vector_families(a: MatrixAnswer | TupleAnswer, b: MatrixAnswer | TupleAnswer, ctx: Context) -> Finding | None:
    r"""EQUIVALENT for ``c_1 u + c_2 v`` with the same combinations on both sides; None otherwise."""
    left, right = entries_of(a), entries_of(b)
    if left is None or right is None or left[0] != right[0]:
        return None
    names = [sorted(filter(_is_free, _names(side[1]))) for side in (left, right)]
    if not all(names) or not _are_constants(names, len(left[1])):
        return None
    flats = [linear_family(*side, tuple(own), ctx) for side, own in zip((left, right), names, strict=True)]
    if flats[0] is not None and flats[1] is not None:
        found = match_flats(flats[0], flats[1], ctx)
        if found is not None and found.equivalent:
            return equal("free_constant", found.reason, Convention("free_constant"))
    # One expression with a name for each entry: what is said of it is said of every entry.
    whole = [
        Add(tuple(Mul((entry, Symbol(f"entry {n}"))) for n, entry in enumerate(side[1]))) for side in (left, right)
    ]
    return match_free_constants(whole[0], whole[1], ctx)[0]


def _are_constants(names: list[list[str]], entries: int) -> bool:
    """Whether the names of one side are constants by their letter, and the others cannot be any other quantities.

    Letters that fill the whole space may be. Constants are counted from the first one on: ``C_6`` alone is a group.
    """
    known = [all(map(is_solution_constant, own)) for own in names]
    if any(
        by_letter and _FIRST.isdisjoint([name[-2:] for name in own])
        for by_letter, own in zip(known, names, strict=True)
    ):
        return False
    return any(known) and (all(known) or len(names[0]) < entries)


_FIRST: Final = frozenset({"_0", "_1"})


def _is_free(name: str) -> bool:
    """Whether a name with an index is that of any number in a combination of vectors."""
    return is_solution_constant(name) or ("_" in name and name.partition("_")[0] in _MULTIPLES)


_MULTIPLES: Final = frozenset({"k", "t", "s"})


def _names(vector: Vector) -> frozenset[str]:
    return frozenset[str]().union(*map(free_symbols, vector))
