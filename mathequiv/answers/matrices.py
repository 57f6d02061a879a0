"""Matrix arithmetic on trees: sums, differences and products of written matrices become one matrix."""

from __future__ import annotations

from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Add, Bracketed, Div, Expr, Matrix, Mul, Neg, Number, Pow, Symbol, contains
from mathequiv.limits import MAX_ITEMS

__all__ = ["matrix_rows"]

Rows = tuple[tuple[Expr, ...], ...]


def matrix_rows(tree: Expr) -> Rows | None:
    """The rows of the matrix that ``tree`` amounts to, None if it holds none or the shapes do not fit.

    Raises:
        OverLimit: the result has more than `MAX_ITEMS` entries.
    """
    if not contains(tree, (Matrix, Bracketed)):
        return None
    match tree:
        case Matrix(rows=rows):
            return rows
        case Bracketed(opening="[", closing="]", items=items) if _same_length(items):
            return tuple(item.items for item in items if isinstance(item, Bracketed))
        case Bracketed(opening="(" | "<", items=items) if not any(isinstance(i, Bracketed) for i in items):
            return (items,)
        case Neg(arg=arg):
            inner = matrix_rows(arg)
            return None if inner is None else _scaled(Number(-1), inner)
        case Add(terms=terms):
            return _sum([matrix_rows(term) for term in terms])
        case Mul(factors=factors):
            return _product(factors)
        case Div(numerator=a, denominator=b):
            above = matrix_rows(a)
            return None if above is None else tuple(tuple(Div(x, b) for x in row) for row in above)
        case Pow(base=Matrix(rows=rows), exponent=Symbol(name="T" | "top")):
            return tuple(zip(*rows, strict=True))
        case Pow(base=Bracketed(items=items) as base, exponent=Symbol(name="T" | "top")) if len(items) > 1:
            return tuple(zip(*(matrix_rows(base) or (items,)), strict=True))
    return None


def _same_length(items: tuple[Expr, ...]) -> bool:
    lengths = {len(i.items) if isinstance(i, Bracketed) and i.opening == "[" and i.closing == "]" else 0 for i in items}
    return len(lengths) == 1 and 0 not in lengths


def _scaled(factor: Expr, rows: Rows) -> Rows:
    return tuple(tuple(Mul((factor, x)) for x in row) for row in rows)


def _sum(terms: list[Rows | None]) -> Rows | None:
    known = [term for term in terms if term is not None]
    if len(known) != len(terms) or len({(len(t), len(t[0])) for t in known}) != 1:
        return None
    return tuple(tuple(Add(entries) for entries in zip(*rows, strict=True)) for rows in zip(*known, strict=True))


def _product(factors: tuple[Expr, ...]) -> Rows | None:
    result: Rows | None = None
    scalars: list[Expr] = []
    for factor in factors:
        rows = matrix_rows(factor)
        if rows is None:
            scalars.append(factor)
        elif result is None:
            result = rows
        else:
            result = _times(result, rows)
            if result is None:
                return None
    if result is None:
        return None
    for scalar in scalars:
        result = _scaled(scalar, result)
    return result


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
