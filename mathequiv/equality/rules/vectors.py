r"""Vectors and matrices in other words: ``3\mathbf i+4\mathbf j`` is ``(3, 4)``, ``2I_2`` and ``M^n`` are matrices."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.answers.contents import answer_symbols
from mathequiv.answers.kinds import Listing, MatrixAnswer, Scalar, TupleAnswer
from mathequiv.answers.matrices import matrix_rows
from mathequiv.equality.outcome import Context, RuleTable, all_parts, under_rule
from mathequiv.equality.rules.bare_units import spelled_after
from mathequiv.equality.rules.linear import at, coefficient
from mathequiv.equality.rules.names import unlike
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Bracketed, Constant, Expr, Matrix, Mul, Neg, Number, Pow, Quantity, Symbol
from mathequiv.latex.trees import contains, free_symbols, rebuild
from mathequiv.lexicon.commands import UNIT_VECTORS
from mathequiv.limits import MAX_DETERMINANT

__all__ = ["RULES", "marked"]

_NAMES: Final = tuple(f"hat({letter})" for letter in UNIT_VECTORS)
_OTHER_BASES: Final = (("hat(x)", "hat(y)", "hat(z)"), ("e_1", "e_2", "e_3"), ("e_x", "e_y", "e_z"))
"""Other names of the unit vectors along the axes, in their order."""


def _entries(expr: Expr, size: int, ctx: Context) -> tuple[Expr, ...] | None:
    """The ``size`` components of a vector in unit vectors; None for any other expression.

    ``i``, ``j`` and ``k`` without a mark are taken for them where ``j`` or ``k`` is beside ``i``.
    """
    match expr:
        case Quantity(value=value, unit=unit, of=of):
            inner = _entries(value, size, ctx)
            return None if inner is None else tuple([Quantity(entry, unit, of) for entry in inner])
        case Neg(arg=Quantity(value=value, unit=unit, of=of)):
            return _entries(Quantity(Neg(value), unit, of), size, ctx)
    named = _in_unit_vectors(expr)
    if named is None:
        return None
    expr, held = named, free_symbols(named)
    if size not in (2, 3) or any(name in held for name in _NAMES[size:]):
        return None
    found = []
    for name in _NAMES[:size]:
        part = coefficient(expr, name) if name in held else Number(0)
        if part is None or free_symbols(part) & set(_NAMES):
            return None
        found.append(_times_one(part))
    zero: dict[str, Expr] = dict.fromkeys(_NAMES, Number(0))
    rest = ctx.compare(_unitless(at(expr, zero)), Number(0))
    return tuple(found) if rest is not None and rest.equivalent else None


def _unitless(expr: Expr) -> Expr:
    return _unitless(expr.value) if isinstance(expr, Quantity) else rebuild(expr, _unitless)


def _times_one(part: Expr) -> Expr:
    """A quantity without the factor 1 that its unit vector had."""
    match part:
        case Neg(arg=arg):
            return Neg(_times_one(arg))
        case Mul(factors=(Number(numerator=1, denominator=1), Quantity() as only)):
            return only
    return part


def _in_unit_vectors(expr: Expr) -> Expr | None:
    """The expression with unit vectors under the names that they have here; None if it has none."""
    held = free_symbols(expr)
    for base in _OTHER_BASES:
        if held & set(base) and not held & set(_NAMES):
            expr = at(expr, {other: Symbol(name) for other, name in zip(base, _NAMES, strict=True)})
            held = free_symbols(expr)
    if held & set(_NAMES):
        return expr
    if not held & {"j", "k"}:
        return None
    vector = marked(expr)
    return vector if _NAMES[0] in free_symbols(vector) else None


def marked(expr: Expr) -> Expr:
    """An expression with ``i``, ``j`` and ``k`` as unit vectors."""
    match expr:
        case Constant(name="i"):
            return Symbol(_NAMES[0])
        case Symbol(name="j" | "k" as name):
            return Symbol(f"hat({name})")
    return rebuild(expr, marked)


def _scalar_tuple(a: Scalar, b: TupleAnswer | Listing, ctx: Context) -> Finding | None:
    entries = None if ctx.transitive else _entries(a.expr, len(b.items), ctx)
    if entries is None and contains(a.expr, (Bracketed,)):
        return None  # a product of written vectors that is not worked out
    measured = entries is None and not ctx.transitive and contains(a.expr, (Quantity,))
    if measured and _entries(_unitless(a.expr), len(b.items), ctx) is not None:
        return None  # components with a unit each
    if entries is None or (isinstance(b, Listing) and b.branches):
        return unlike(Scalar, Listing) if isinstance(b, Listing) else unlike(Scalar, TupleAnswer)
    return _as_tuple(a.expr, entries, b, ctx)


def _as_tuple(
    expr: Expr, entries: tuple[Expr, ...], b: TupleAnswer | Listing | MatrixAnswer, ctx: Context
) -> Finding | None:
    """The components of a vector against a tuple; a unit in letters after the last of them may be that of each."""
    found = ctx.match(TupleAnswer(tuple(map(Scalar, entries))), b)
    if isinstance(expr, Add) and found is not None and not found.equivalent and _is_measured(b):
        measured = spelled_after(expr, answer_symbols(b))
        again = None if measured is None else _entries(measured, len(entries), ctx)
        if again is not None:
            found = ctx.match(TupleAnswer(tuple(map(Scalar, again))), b)
    return under_rule(found, "unit_vectors")


def _is_measured(b: TupleAnswer | Listing | MatrixAnswer) -> bool:
    """Whether the same letters are in every entry, several or a capital: of a unit rather than of a variable."""
    entries = list(b.items) if not isinstance(b, MatrixAnswer) else [entry for row in b.rows for entry in row]
    held = {answer_symbols(entry) for entry in entries}
    names = held.pop() if len(held) == 1 else frozenset()
    return len(names) > 1 or any(name.isupper() for name in names)


def _scalar_matrix(a: Scalar, b: MatrixAnswer, ctx: Context) -> Finding | None:
    size = len(b.rows[0]) if len(b.rows) == 1 else len(b.rows)
    entries = None if ctx.transitive else _entries(a.expr, size, ctx)
    if entries is not None:
        return _as_tuple(a.expr, entries, b, ctx)
    if contains(a.expr, (Matrix,)):  # powers and products that were too large to work out are no other kind
        return match_power(a.expr, b, ctx)
    multiple = None if ctx.transitive else _of_identity(a.expr, size)
    if multiple is None or len(b.rows[0]) != len(b.rows):
        return unlike(Scalar, MatrixAnswer)
    order = range(size)
    rows = tuple(tuple(Scalar(multiple if row == column else Number(0)) for column in order) for row in order)
    return under_rule(ctx.match(MatrixAnswer(rows), b), "identity_matrix")


def _of_identity(expr: Expr, size: int) -> Expr | None:
    r"""What the identity matrix of this size is multiplied by (``2I_2``, ``5I``); None for any other expression.

    The imaginary unit is written as a small letter wherever LaTeX is.
    """
    zero = _ZERO.fullmatch(expr.name) if isinstance(expr, Symbol) else None
    if zero is not None:
        return Number(0) if zero[1] == zero[2] == str(size) else None
    held = free_symbols(expr) & {"I", f"I_{size}", f"E_{size}"}
    if len(held) != 1:
        return None
    (name,) = held
    found = coefficient(expr, name)
    lone = found is not None and not isinstance(expr, Add) and name not in free_symbols(found)
    return found if lone else None


_ZERO: Final = re.compile(r"O_(\d+)[×*](\d+)")
"""The name of a zero matrix of a size."""


# --- powers -----------------------------------------------------------------------------------------------------------


def match_power(expr: Expr, b: MatrixAnswer, ctx: Context) -> Finding | None:
    """A power of a written matrix by a name against a matrix in that name, by induction; None for anything else.

    ``F(n)`` is ``M^n`` for every positive ``n`` if ``F(1)`` is ``M`` and ``M F(n)`` is ``F(n+1)``.
    """
    match expr:
        case Pow(base=Matrix(rows=rows), exponent=Symbol(name=name)) if len(rows) == len(rows[0]) <= MAX_DETERMINANT:
            pass
        case _:
            return None
    entries = [[entry.expr for entry in row if isinstance(entry, Scalar)] for row in b.rows]
    if [len(row) for row in entries] != [len(rows)] * len(rows):
        return None
    closed = Matrix(tuple(map(tuple, entries)))
    first = [_same(_at(closed, name, Number(1)), Matrix(rows), ctx)]
    following = matrix_rows(Mul((Matrix(rows), closed)))
    if first[0] is None or not first[0].equivalent or following is None:
        return under_rule(first[0], "matrix_power")
    step = _same(Matrix(following), _at(closed, name, Add((Symbol(name), Number(1)))), ctx)
    return under_rule(step, "matrix_power") if step is not None and step.equivalent else None


def _at(matrix: Matrix, name: str, value: Expr) -> Matrix:
    return Matrix(tuple(tuple(at(entry, {name: value}) for entry in row) for row in matrix.rows))


def _same(a: Matrix, b: Matrix, ctx: Context) -> Finding | None:
    pairs = [(x, y) for left, right in zip(a.rows, b.rows, strict=True) for x, y in zip(left, right, strict=True)]
    return all_parts("matrix_power", [ctx.exact().compare(x, y) for x, y in pairs])


RULES: Final[RuleTable] = {
    (Scalar, TupleAnswer): _scalar_tuple,
    (Scalar, MatrixAnswer): _scalar_matrix,
}
