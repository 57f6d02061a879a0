r"""Products of written vectors in equations: ``(1,1,1)\cdot(x-1,y-2,z-3) = 0``, ``\mathbf r\cdot(2,-1,2) = 5``."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Add, Bracketed, Div, Expr, Matrix, Mul, Neg, Number, Symbol
from mathequiv.latex.trees import contains, free_symbols

__all__ = ["may_hold_dot_products", "without_dot_products"]


def may_hold_dot_products(tree: Expr) -> bool:
    """Whether a product of two vectors may be in a sum: one is written in it, or a unit vector by its name."""
    if type(tree) not in _SUMS:
        return False
    return contains(tree, _WRITTEN) or not free_symbols(tree).isdisjoint(_UNIT_VECTORS)


_SUMS: Final = frozenset((Add, Neg, Mul))
_WRITTEN: Final = (Bracketed, Matrix)


def without_dot_products(tree: Expr) -> Expr:
    """A sum with the products of two vectors in it worked out; ``r`` beside a written vector is ``(x, y, z)``."""
    match tree:
        case Add(terms=terms):
            return Add(tuple(map(without_dot_products, terms)))
        case Neg(arg=arg):
            return Neg(without_dot_products(arg))
        case Mul(factors=(u, v)):
            size = _size(u) or _size(v)
            left, right = _entries(u, size), _entries(v, size)
            if left is not None and right is not None and len(left) == len(right):
                return Add(tuple(Mul(pair) for pair in zip(left, right, strict=True)))
    return tree


_UNIT_VECTORS: Final = ("hat(i)", "hat(j)", "hat(k)")
_AXES: Final = (Symbol("x"), Symbol("y"), Symbol("z"))


def _size(tree: Expr) -> int:
    """The number of entries of a written vector, 0 for anything else."""
    match tree:
        case Bracketed(opening="(" | "<", items=items):
            return len(items)
        case Matrix(rows=rows) if all(len(row) == 1 for row in rows):
            return len(rows)
        case Add(terms=terms):
            return max(map(_size, terms))
        case Neg(arg=inner) | Mul(factors=(_, inner)) | Div(numerator=inner):
            return _size(inner)
        case Symbol(name=name) if name in _UNIT_VECTORS:
            return 3
    return 0


def _entries(tree: Expr, size: int) -> tuple[Expr, ...] | None:
    """The entries of a sum of written vectors and of ``r``; None for anything else."""
    match tree:
        case Bracketed(opening="(" | "<", items=items) if len(items) == size:
            return items
        case Matrix(rows=rows) if len(rows) == size and all(len(row) == 1 for row in rows):
            return tuple([row[0] for row in rows])
        case Symbol(name=name) if name in _UNIT_VECTORS:
            return tuple([Number(int(name == unit)) for unit in _UNIT_VECTORS[:size]])
        case Symbol(name="r") if 2 <= size <= len(_AXES):
            return _AXES[:size]
    return _entries_of_sum(tree, size)


def _entries_of_sum(tree: Expr, size: int) -> tuple[Expr, ...] | None:
    match tree:
        case Neg(arg=inner):
            entries = _entries(inner, size)
            return None if entries is None else tuple(map(Neg, entries))
        case Mul(factors=(factor, inner)) if not _size(factor) and "r" not in free_symbols(factor):
            entries = _entries(inner, size)
            return None if entries is None else tuple([Mul((factor, entry)) for entry in entries])
        case Add(terms=terms):
            parts = [_entries(term, size) for term in terms]
            known = [part for part in parts if part is not None]
            return tuple(map(Add, zip(*known, strict=True))) if len(known) == len(parts) else None
    return None
