"""What can be read off an expression as it is written: infinities, plain numbers, logarithms without a base."""

from __future__ import annotations

from mathequiv.latex.expr import Call, Constant, Expr, Neg, Number
from mathequiv.latex.trees import contains, rebuild, walk

__all__ = ["has_open_base", "infinity_sign", "is_number", "with_natural_base"]


def infinity_sign(expr: Expr) -> int:
    """1 for ``∞``, -1 for ``-∞``, 0 for everything else."""
    sign = 1
    while isinstance(expr, Neg):
        expr, sign = expr.arg, -sign
    return sign if isinstance(expr, Constant) and expr.name == "infinity" else 0


def is_number(expr: Expr) -> bool:
    """Whether ``expr`` is a written number, of which nothing has to be proved."""
    return type(expr) is Number or (isinstance(expr, Neg) and type(expr.arg) is Number)


def has_open_base(expr: Expr) -> bool:
    """Whether a logarithm without a base occurs."""
    return contains(expr, (Call,)) and any(map(_is_open, walk(expr)))


def with_natural_base(expr: Expr) -> Expr:
    """``expr`` with base e for every logarithm without a base."""
    changed = rebuild(expr, with_natural_base)
    return Call("ln", changed.args) if isinstance(changed, Call) and _is_open(changed) else changed


def _is_open(node: Expr) -> bool:
    return isinstance(node, Call) and node.name == "log" and len(node.args) == 1
