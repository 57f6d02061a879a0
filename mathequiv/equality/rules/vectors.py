r"""Vectors written in unit vectors: ``3\mathbf i+4\mathbf j`` is the tuple ``(3, 4)``."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import Listing, MatrixAnswer, Scalar, TupleAnswer
from mathequiv.equality.outcome import Context, RuleTable, under_rule
from mathequiv.equality.rules.linear import at, coefficient
from mathequiv.equality.rules.names import unlike
from mathequiv.latex.expr import Add, Constant, Expr, Matrix, Number, Symbol
from mathequiv.latex.trees import contains, free_symbols, rebuild
from mathequiv.lexicon.commands import UNIT_VECTORS
from mathequiv.verdict import Result

__all__ = ["RULES"]

_NAMES: Final = tuple(f"hat({letter})" for letter in UNIT_VECTORS)


def _entries(expr: Expr, size: int, ctx: Context) -> tuple[Expr, ...] | None:
    """The ``size`` components of a vector in unit vectors; None for any other expression.

    ``i``, ``j`` and ``k`` without a mark are taken for them where ``j`` or ``k`` is beside ``i``.
    """
    held = free_symbols(expr)
    if not held & set(_NAMES):
        if not held & {"j", "k"}:
            return None
        expr = _marked(expr)
        held = free_symbols(expr)
        if _NAMES[0] not in held:
            return None
    if size not in (2, 3) or any(name in held for name in _NAMES[size:]):
        return None
    found = []
    for name in _NAMES[:size]:
        part = coefficient(expr, name) if name in held else Number(0)
        if part is None or free_symbols(part) & set(_NAMES):
            return None
        found.append(part)
    zero: dict[str, Expr] = dict.fromkeys(_NAMES, Number(0))
    rest = ctx.compare(at(expr, zero), Number(0))
    return tuple(found) if rest is not None and rest.equivalent else None


def _marked(expr: Expr) -> Expr:
    match expr:
        case Constant(name="i"):
            return Symbol(_NAMES[0])
        case Symbol(name="j" | "k" as name):
            return Symbol(f"hat({name})")
    return rebuild(expr, _marked)


def _scalar_tuple(a: Scalar, b: TupleAnswer | Listing, ctx: Context) -> Result | None:
    entries = None if ctx.transitive else _entries(a.expr, len(b.items), ctx)
    if entries is None or (isinstance(b, Listing) and b.branches):
        return unlike(Scalar, Listing) if isinstance(b, Listing) else unlike(Scalar, TupleAnswer)
    return under_rule(ctx.match(TupleAnswer(tuple(map(Scalar, entries))), b), "unit_vectors")


def _identity(expr: Expr, size: int) -> MatrixAnswer | None:
    """A multiple of the identity matrix by its name (``2I``, ``I_3``) as a matrix; None for any other expression."""
    names = free_symbols(expr) & {"I", f"I_{size}"}
    factor = coefficient(expr, next(iter(names))) if len(names) == 1 else None
    if factor is None or free_symbols(factor) & names or isinstance(expr, Add):
        return None
    zero = Scalar(Number(0))
    return MatrixAnswer(tuple(tuple(Scalar(factor) if m == n else zero for n in range(size)) for m in range(size)))


def _scalar_matrix(a: Scalar, b: MatrixAnswer, ctx: Context) -> Result | None:
    named = _identity(a.expr, len(b.rows)) if len(b.rows) == len(b.rows[0]) else None
    if named is not None and not ctx.transitive:
        return under_rule(ctx.match(named, b), "identity_matrix")
    size = len(b.rows[0]) if len(b.rows) == 1 else len(b.rows)
    entries = None if ctx.transitive else _entries(a.expr, size, ctx)
    if entries is None:  # powers and products that were too large to work out are no other kind
        return None if contains(a.expr, (Matrix,)) else unlike(Scalar, MatrixAnswer)
    return under_rule(ctx.match(TupleAnswer(tuple(map(Scalar, entries))), b), "unit_vectors")


RULES: Final[RuleTable] = {
    (Scalar, TupleAnswer): _scalar_tuple,
    (Scalar, MatrixAnswer): _scalar_matrix,
}
