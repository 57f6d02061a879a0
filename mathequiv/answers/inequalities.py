"""Inequalities: solved ones as sets, unsolved ones, and orderings of names."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import (
    Answer,
    Inequality,
    Interval,
    Label,
    Ordering,
    Solutions,
)
from mathequiv.answers.labels import is_constant, signed_label
from mathequiv.latex.expr import (
    Add,
    Constant,
    Expr,
    Neg,
    Symbol,
)
from mathequiv.latex.trees import free_symbols

__all__ = ["FLIPPED", "ORDER_OPS", "UNKNOWNS", "difference", "read_order", "solve"]

_LESS, _GREATER = frozenset(("<", "<=")), frozenset((">", ">="))
ORDER_OPS: Final = _LESS | _GREATER
FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}
_INFINITY: Final = Constant("infinity")


def read_order(members: tuple[Expr, ...], ops: tuple[str, ...]) -> tuple[Answer, ...]:
    """What members with signs of order between them may mean, likeliest first."""
    found = solve(members, ops)
    if found is not None:
        return (found,)
    upward = _upward(members, ops)
    if upward is None:
        return (Inequality(_parts(members, ops)),)
    small, small_ops = upward
    named = all(is_constant(m) or signed_label(m) is not None for m in small)
    first = Ordering(small, small_ops, members) if named else Inequality(_parts(members, ops))
    bound = _bound_by_convention(members, ops)
    return (first,) if bound is None else (first, bound)


def _upward(members: tuple[Expr, ...], ops: tuple[str, ...]) -> tuple[tuple[Expr, ...], tuple[str, ...]] | None:
    """Members from small to large, None if the signs point both ways."""
    if _LESS.issuperset(ops):
        return members, ops
    if _GREATER.issuperset(ops):
        return members[::-1], tuple([FLIPPED[op] for op in ops[::-1]])
    return None


def _parts(members: tuple[Expr, ...], ops: tuple[str, ...]) -> tuple[tuple[Expr, str], ...]:
    return tuple(
        (difference(a, b), op) if op in ("<", "<=") else (difference(b, a), FLIPPED[op])
        for a, op, b in zip(members, ops, members[1:], strict=False)
    )


def solve(members: tuple[Expr, ...], ops: tuple[str, ...], variable: str | None = None) -> Solutions | None:
    """The set a solved inequality describes: plus or minus one label against constants.

    With ``variable`` given (a set builder's element), everything without it counts as constant.
    """
    upward = _upward(members, ops)
    if upward is None or len(members) not in (2, 3):
        return None
    small, small_ops = upward
    at = _varying(small, variable)
    if len(at) != 1 or (len(small) == 3 and at != [1]):
        return None
    found = signed_label(small[at[0]])
    if found is None or (variable is not None and found[0].name != variable):
        return None
    label, sign = found
    return Solutions(_solution_name(label), _between(small, small_ops, at[0], sign))


def _varying(members: tuple[Expr, ...], variable: str | None) -> list[int]:
    """Where the members stand that hold ``variable``, or any variable."""
    if variable is None:
        return [k for k, member in enumerate(members) if not is_constant(member)]
    return [k for k, member in enumerate(members) if variable in free_symbols(member)]


def _between(small: tuple[Expr, ...], ops: tuple[str, ...], at: int, sign: int) -> Interval:
    """What the members beside number ``at``, which is ``sign`` times the label, leave for the label."""
    low, low_closed = (small[0], ops[0] == "<=") if at == 1 else (Neg(_INFINITY), False)
    high, high_closed = (small[-1], ops[-1] == "<=") if at < len(small) - 1 else (_INFINITY, False)
    if sign < 0:
        return Interval(_negate(high), _negate(low), high_closed, low_closed)
    return Interval(low, high, low_closed, high_closed)


def _solution_name(label: Label) -> str:
    return f"{label.name}({','.join(label.arguments)})" if label.kind == "function" else label.name


def _negate(expr: Expr) -> Expr:
    return expr.arg if isinstance(expr, Neg) else Neg(expr)


UNKNOWNS: Final = frozenset("xyzt")
"""Letters that are unknowns by convention."""


def _bound_by_convention(members: tuple[Expr, ...], ops: tuple[str, ...]) -> Solutions | None:
    """``x < a``: an unknown by convention against a parameter may also describe an interval."""
    unknown = [m for m in members if isinstance(m, Symbol) and m.name in UNKNOWNS]
    return solve(members, ops, unknown[0].name) if len(unknown) == 1 else None


def difference(left: Expr, right: Expr) -> Expr:
    """What is compared with 0 instead of two sides."""
    return Add((left, Neg(right)))
