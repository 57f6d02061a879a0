r"""Values at places, ``\left.F\right|_{x=a}`` and ``\left[F\right]_a^b``, with the derivatives in them worked out."""

from __future__ import annotations

from mathequiv.equality.calculus.build import ZERO, add, negate, put
from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Derivative, Expr, Folded, Limit, Mul
from mathequiv.latex.trees import rebuild

__all__ = ["at_place"]


def at_place(expr: Folded) -> Expr | None:
    """What a value at a place, or a difference of two, is without its bar.

    Args:
        expr: a node of the kind ``at``.

    Returns:
        The tree with the place in the place of the variable, limits at infinite ones; None for a node of another
        kind, and where a derivative in it is not known.

    Raises:
        OverLimit: a derivative grows above a cap.
    """
    if expr.kind != "at" or expr.low is None:
        return None
    try:
        body = _derived(expr.body)
    except NotDifferentiableError:
        return None
    low = _placed(body, expr.variable, expr.low)
    return low if expr.high is None else add(_placed(body, expr.variable, expr.high), negate(low))


def _placed(body: Expr, name: str, place: Expr) -> Expr:
    return Limit(body, name, place, "") if infinity_sign(place) else put(body, name, place)


def _derived(expr: Expr) -> Expr:
    """``expr`` with its derivatives worked out, which have a value only where what they are of has one."""
    if isinstance(expr, Derivative):
        return add(differentiate(expr.body, expr.variable, expr.order), Mul((ZERO, expr.body)))
    return rebuild(expr, _derived)
