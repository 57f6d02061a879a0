"""Plus-minus signs: an expression that holds some stands for the set of its branches."""

from __future__ import annotations

from itertools import product

from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Expr, Neg, PlusMinus
from mathequiv.latex.trees import contains, rebuild
from mathequiv.limits import MAX_BRANCHES

__all__ = ["branches", "combinations", "has_branches"]


def has_branches(expr: Expr) -> bool:
    """Whether a plus-minus sign occurs in ``expr``."""
    return contains(expr, (PlusMinus,))


def branches(expr: Expr) -> tuple[Expr, ...]:
    """The one or two expressions that ``expr`` stands for: all its signs go together, upper ones first."""
    if not has_branches(expr):
        return (expr,)
    upper, lower = _with_sign(expr, 1), _with_sign(expr, -1)
    return (upper,) if upper == lower else (upper, lower)


def _with_sign(expr: Expr, sign: int) -> Expr:
    if isinstance(expr, PlusMinus):
        arg = _with_sign(expr.arg, sign)
        return arg if expr.sign * sign > 0 else Neg(arg)
    return rebuild(expr, lambda child: _with_sign(child, sign))


def combinations(entries: tuple[Expr, ...]) -> tuple[tuple[Expr, ...], ...]:
    """All tuples an ordered tuple stands for: signs of different entries are independent.

    Raises:
        OverLimit: more than `MAX_BRANCHES` tuples.
    """
    choices = [branches(entry) for entry in entries]
    count = 1
    for choice in choices:
        count *= len(choice)
        if count > MAX_BRANCHES:
            raise OverLimit("MAX_BRANCHES", count)
    return tuple(product(*choices))
