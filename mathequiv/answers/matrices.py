"""Matrix arithmetic on trees: sums, differences and products of written matrices become one matrix."""

from __future__ import annotations

from itertools import combinations, permutations
from operator import mul
from typing import TypeAlias

from mathequiv.errors import OverLimit
from mathequiv.latex.expr import (
    Add,
    Bracketed,
    Call,
    Constant,
    Div,
    Expr,
    Matrix,
    Mul,
    Neg,
    Number,
    Pow,
    Root,
    Symbol,
    Text,
)
from mathequiv.latex.trees import contains, is_capital, node_types, rebuild, walk
from mathequiv.limits import (
    MAX_DETERMINANT,
    MAX_DETERMINANT_ENTRY,
    MAX_INTEGER_MATRIX,
    MAX_INTEGER_MATRIX_POWER,
    MAX_ITEMS,
    MAX_MATRIX_INTEGER,
    MAX_MATRIX_POWER,
)

__all__ = ["matrix_rows", "rows_in_braces", "without_determinants"]

Rows = tuple[tuple[Expr, ...], ...]


def matrix_rows(tree: Expr) -> Rows | None:
    """The rows of the matrix that ``tree`` amounts to, None if it holds none or the shapes do not fit.

    Raises:
        OverLimit: the result has more than `MAX_ITEMS` entries.
    """
    if not contains(tree, (Matrix, Bracketed)):
        return None
    return _as_written(tree) if isinstance(tree, (Matrix, Bracketed)) else _work_out(tree)


def _as_written(tree: Matrix | Bracketed) -> Rows | None:
    match tree:
        case Matrix(rows=rows):
            return rows
        case Bracketed(opening="[", closing="]", items=items) if _same_length(items):
            return tuple(item.items for item in items if isinstance(item, Bracketed))
        case Bracketed(opening="(" | "<", items=items) if not any(isinstance(i, Bracketed) for i in items):
            return (items,)
    return None


def rows_in_braces(tree: Bracketed) -> Rows | None:
    """What Mathematica means by unescaped braces: a matrix by its rows, a vector by its entries; else None."""
    if not tree.loose:
        return None
    if not any(isinstance(item, Bracketed) for item in tree.items):
        return tuple((item,) for item in tree.items)
    rows = [item.items if isinstance(item, Bracketed) and item.loose else () for item in tree.items]
    return tuple(rows) if len(rows[0]) > 1 and len(set(map(len, rows))) == 1 else None


def _conjugates(factors: tuple[Expr, ...]) -> bool:
    """Whether capitals are on both sides of a square matrix (``PDP^{-1}``): these are matrices too, and not numbers."""
    places = [at for at, factor in enumerate(factors) if isinstance(factor, Matrix) and len(factor.rows) > 1]
    if not places or len(factors[places[0]].rows) != len(factors[places[0]].rows[0]):  # type: ignore[union-attr]
        return False
    capitals = [
        at for at, factor in enumerate(factors) if is_capital(factor.base if isinstance(factor, Pow) else factor)
    ]
    return bool(capitals) and capitals[0] < places[0] < capitals[-1]


def _work_out(tree: Expr) -> Rows | None:
    match tree:
        case Neg(arg=arg):
            inner = matrix_rows(arg)
            return None if inner is None else _scale(Number(-1), inner)
        case Add(terms=terms):
            return _sum([matrix_rows(term) for term in terms])
        case Mul(factors=factors):
            return None if _conjugates(factors) else _product(factors)
        case Div(numerator=a, denominator=b):
            above = matrix_rows(a)
            return None if above is None else tuple(tuple(Div(x, b) for x in row) for row in above)
        case Call(name="conj", args=(inside,)):
            rows = matrix_rows(inside)
            return None if rows is None else _conjugate(rows)
        case Pow(base=base, exponent=exponent):
            return _power(base, exponent)
    return None


_TRANSPOSE, _ADJOINT = frozenset(("T", "t")), frozenset(("H", "dagger", "*"))


def _power(base: Expr, exponent: Expr) -> Rows | None:
    """A transpose, an adjoint, an inverse or a power of a written matrix."""
    match exponent:
        case Symbol(name=name) if name in _TRANSPOSE:
            return _transpose(base)
        case Symbol(name=name) | Text(words=name) if name in _ADJOINT:
            turned = _transpose(base)
            return None if turned is None else _conjugate(turned)
        case Neg(arg=Number(numerator=n, denominator=1)):
            inverse = _inverse(matrix_rows(base))
            return None if inverse is None else _repeated(inverse, n)
        case Number(numerator=n, denominator=1):
            return _repeated(matrix_rows(base), n)
        case Symbol(name=name) if name not in _TRANSPOSE | _ADJOINT:
            return _diagonal_power(matrix_rows(base), exponent)
    return None


def _diagonal_power(rows: Rows | None, exponent: Expr) -> Rows | None:
    """The power of a diagonal matrix by a name; None for any other matrix."""
    if rows is None or len(rows) != len(rows[0]):
        return None
    size = range(len(rows))
    if any(rows[m][n] != Number(0) for m in size for n in size if m != n):
        return None
    return tuple(tuple(Pow(rows[m][n], exponent) if m == n else Number(0) for n in size) for m in size)


def _conjugate(rows: Rows) -> Rows:
    return tuple(tuple(Call("conj", (entry,)) for entry in row) for row in rows)


def _repeated(rows: Rows | None, times: int) -> Rows | None:
    """A power of a square matrix."""
    if rows is None or len(rows) != len(rows[0]) or times <= 0:
        return None
    numbers = _of_integers(rows)
    if numbers is not None and len(rows) <= MAX_INTEGER_MATRIX and times <= MAX_INTEGER_MATRIX_POWER:
        return tuple(tuple(map(_integer, row)) for row in _integer_power(numbers, times))
    if times > MAX_MATRIX_POWER:
        return None
    result: Rows | None = rows
    for _ in range(times - 1):
        result = None if result is None else _times(result, rows)
    return result


Integers: TypeAlias = tuple[tuple[int, ...], ...]


def _of_integers(rows: Rows) -> Integers | None:
    """The entries as integers of few digits; None if there is any other."""
    found: list[tuple[int, ...]] = []
    for row in rows:
        numbers: list[int] = []
        for entry in row:
            number, sign = (entry.arg, -1) if isinstance(entry, Neg) else (entry, 1)
            if not isinstance(number, Number) or number.denominator != 1 or abs(number.numerator) > MAX_MATRIX_INTEGER:
                return None
            numbers.append(sign * number.numerator)
        found.append(tuple(numbers))
    return tuple(found)


def _integer(value: int) -> Expr:
    return Number(value) if value >= 0 else Neg(Number(-value))


def _integer_power(rows: Integers, times: int) -> Integers:
    """By squaring."""
    result: Integers | None = None
    while times:
        if times % 2:
            result = rows if result is None else _integer_product(result, rows)
        times //= 2
        rows = _integer_product(rows, rows) if times else rows
    return result or rows


def _integer_product(a: Integers, b: Integers) -> Integers:
    columns = tuple(zip(*b, strict=True))
    return tuple(tuple(sum(map(mul, row, column)) for column in columns) for row in a)


def _integer_determinant(rows: Integers) -> int:
    """By Bareiss's elimination, whose divisions leave no rest."""
    table = [list(row) for row in rows]
    sign, last = 1, 1
    for at in range(len(table) - 1):
        found = [k for k in range(at, len(table)) if table[k][at]]
        if not found:
            return 0
        if found[0] != at:
            table[at], table[found[0]] = table[found[0]], table[at]
            sign = -sign
        for row in range(at + 1, len(table)):
            for column in range(at + 1, len(table)):
                crossed = table[row][column] * table[at][at] - table[row][at] * table[at][column]
                table[row][column] = crossed // last
        last = table[at][at]
    return sign * table[-1][-1]


def _inverse(rows: Rows | None) -> Rows | None:
    """By cofactors; a singular matrix gives entries without a value."""
    if rows is None or len(rows) != len(rows[0]) or len(rows) > MAX_DETERMINANT:
        return None
    if not all(_is_short(entry) for row in rows for entry in row):
        return None
    size = range(len(rows))
    whole = _determinant(rows)
    return tuple(tuple(Div(_cofactor(rows, column, row), whole) for column in size) for row in size)


def _cofactor(rows: Rows, row: int, column: int) -> Expr:
    left = tuple(
        tuple(entry for at, entry in enumerate(entries) if at != column) for at, entries in enumerate(rows) if at != row
    )
    minor = _determinant(left) if left else Number(1)
    return Neg(minor) if (row + column) % 2 else minor


def _transpose(base: Expr) -> Rows | None:
    match base:
        case Matrix(rows=rows):
            return tuple(zip(*rows, strict=True))
        case Bracketed(items=items) if len(items) > 1:
            return tuple(zip(*(matrix_rows(base) or (items,)), strict=True))
        case Mul() | Add() | Neg() | Div() if contains(base, (Matrix,)):
            worked = matrix_rows(base)
            return None if worked is None else tuple(zip(*worked, strict=True))
    return None


_IN_DETERMINANTS = frozenset((Number, Symbol, Constant, Add, Mul, Div, Pow, Neg, Root, Call))


def without_determinants(tree: Expr) -> Expr:
    """``tree`` with the determinants (by Leibniz's formula) and traces of small written matrices worked out.

    An entry is in several products, so entries of more than `MAX_DETERMINANT_ENTRY` nodes (as determinants within
    determinants are) stay as they are.
    """
    if not contains(tree, (Matrix,)):
        return tree
    tree = rebuild(tree, without_determinants)
    match tree:
        case Call(name="trace" | "det" as name, args=(inside,)):
            rows = matrix_rows(inside)
            if rows is not None:
                return _trace(rows) if name == "trace" else _small_determinant(rows)
    return tree


def _trace(rows: Rows) -> Expr:
    if len(rows) != len(rows[0]):
        return Call("trace", (Matrix(rows),))
    diagonal = tuple(row[at] for at, row in enumerate(rows))
    return diagonal[0] if len(diagonal) == 1 else Add(diagonal)


def _small_determinant(rows: Rows) -> Expr:
    """The determinant worked out unless there are too many rows or an entry is too long."""
    if len(rows) == len(rows[0]) <= MAX_INTEGER_MATRIX:
        numbers = _of_integers(rows)
        if numbers is not None:
            return _integer(_integer_determinant(numbers))
        if len(rows) <= MAX_DETERMINANT and all(_is_short(entry) for row in rows for entry in row):
            return _determinant(rows)
    return Call("det", (Matrix(rows),))


def _is_short(entry: Expr) -> bool:
    return sum(1 for _ in walk(entry)) <= MAX_DETERMINANT_ENTRY and node_types(entry) <= _IN_DETERMINANTS


def _determinant(rows: Rows) -> Expr:
    terms: list[Expr] = []
    for order in permutations(range(len(rows))):
        entries = tuple(row[at] for row, at in zip(rows, order, strict=True))
        product = entries[0] if len(entries) == 1 else Mul(entries)
        odd = sum(a > b for a, b in combinations(order, 2)) % 2
        terms.append(Neg(product) if odd else product)
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _same_length(items: tuple[Expr, ...]) -> bool:
    lengths = {len(i.items) if isinstance(i, Bracketed) and i.opening == "[" and i.closing == "]" else 0 for i in items}
    return len(lengths) == 1 and 0 not in lengths


def _scale(factor: Expr, rows: Rows) -> Rows:
    return tuple(tuple(Mul((factor, x)) for x in row) for row in rows)


def _sum(terms: list[Rows | None]) -> Rows | None:
    known = [term for term in terms if term is not None]
    if len(known) != len(terms) or len({(len(t), len(t[0])) for t in known}) != 1:
        return None
    return tuple(tuple(Add(entries) for entries in zip(*rows, strict=True)) for rows in zip(*known, strict=True))


def _product(factors: tuple[Expr, ...]) -> Rows | None:
    result: Rows | None = None
    scalars: list[Expr] = []
    following: list[Expr] = []
    for factor in factors:
        rows = matrix_rows(factor)
        if rows is None:
            (scalars if result is None else following).append(factor)
        elif result is None:
            result = rows
        else:
            result = _times(result, rows)
            if result is None:
                return None
    if result is None:
        return None
    for scalar in scalars:
        result = _scale(scalar, result)
    return tuple(tuple(Mul((x, *following)) for x in row) for row in result) if following else result


def _times(a: Rows, b: Rows) -> Rows | None:
    if len(a[0]) != len(b):
        return None
    columns = tuple(zip(*b, strict=True))
    if len(a) * len(columns) * len(b) > MAX_ITEMS:
        raise OverLimit("MAX_ITEMS", len(a) * len(columns) * len(b))
    return tuple(tuple(_dot(row, column) for column in columns) for row in a)


def _dot(row: tuple[Expr, ...], column: tuple[Expr, ...]) -> Expr:
    products = tuple(Mul((x, y)) for x, y in zip(row, column, strict=True))
    return products[0] if len(products) == 1 else Add(products)
