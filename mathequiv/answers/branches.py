"""Plus-minus signs: an expression that holds some means the set of its branches."""

from __future__ import annotations

from itertools import product
from typing import Final

from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Constant, Expr, Neg, Number, PlusMinus, Symbol
from mathequiv.latex.trees import contains, rebuild, walk
from mathequiv.limits import MAX_BRANCHES

__all__ = ["branches", "combinations", "has_branches", "has_facing_signs"]


def has_branches(expr: Expr) -> bool:
    """Whether a plus-minus sign occurs in ``expr``."""
    return type(expr) not in _LEAVES and contains(expr, _SIGNS)


_SIGNS: Final = (PlusMinus,)
_LEAVES: Final = frozenset((Number, Symbol, Constant))


def branches(expr: Expr) -> tuple[Expr, ...]:
    """The one or two expressions that ``expr`` means: all its signs go together, upper ones first."""
    if not has_branches(expr):
        return (expr,)
    upper, lower = _with_sign(expr, 1), _with_sign(expr, -1)
    return (upper,) if upper == lower else (upper, lower)


def _with_sign(expr: Expr, sign: int) -> Expr:
    if isinstance(expr, PlusMinus):
        arg = _with_sign(expr.arg, sign)
        return arg if expr.sign * sign > 0 else Neg(arg)
    return rebuild(expr, lambda child: _with_sign(child, sign))


def has_facing_signs(entries: tuple[Expr, ...]) -> bool:
    r"""Whether ``\pm`` in one entry faces ``\mp`` in another: all signs then go together."""
    signed_entries = 0
    for entry in entries:
        signed_entries += has_branches(entry)
    if signed_entries < 2:
        return False
    signs = [{node.sign for node in walk(entry) if isinstance(node, PlusMinus)} for entry in entries]
    signed = [found for found in signs if found]
    return len(signed) > 1 and len(set().union(*signed)) > 1


def combinations(entries: tuple[Expr, ...]) -> tuple[tuple[Expr, ...], ...]:
    r"""All tuples an ordered tuple means: signs of different entries are independent unless they face each other.

    Raises:
        OverLimit: more than `MAX_BRANCHES` tuples.
    """
    if has_facing_signs(entries):
        upper, lower = (tuple(_with_sign(entry, sign) for entry in entries) for sign in (1, -1))
        return (upper,) if upper == lower else (upper, lower)
    choices = [branches(entry) for entry in entries]
    count = 1
    for choice in choices:
        count *= len(choice)
        if count > MAX_BRANCHES:
            raise OverLimit("MAX_BRANCHES", count)
    return tuple(product(*choices))
