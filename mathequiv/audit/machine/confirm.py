"""Whether two shapes certainly mean different things, by mpmath and by the shape; and certainly the same value."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import mpmath

from mathequiv.audit.machine.shapes import (
    DIGITS,
    NODES,
    End,
    Equation,
    Infinity,
    Interval,
    Matrix,
    Measured,
    Named,
    Node,
    Num,
    Several,
    Shape,
    Sum,
    Undefined,
    Union,
    branches,
    evaluate,
    names,
    nodes,
)

__all__ = ["certainly_different", "has_value", "nodes_different", "points_for"]

_APART: Final = 1e-12
"""Relative distance that no error of 60 digits reaches."""
_APART_ROUNDED: Final = 0.02
"""Distance beyond any rounding to a decimal of three digits."""
_POINTS: Final = 12


def points_for(variables: Sequence[str]) -> list[dict[str, Fraction]]:
    """Points that cover signs, sizes and orders of the variables; the same for the same names."""
    draw = random.Random("/".join(variables))  # noqa: S311 - draws test data
    made = []
    for number in range(_POINTS):
        size = (1, 1, 10, Fraction(1, 4))[number % 4]
        signs = [1 if number < _POINTS // 3 else draw.choice((1, -1)) for _ in variables]
        made.append(
            {name: sign * size * Fraction(draw.randint(3, 97), 31) for name, sign in zip(variables, signs, strict=True)}
        )
    return made


def _values(node: Node, point: dict[str, Fraction]) -> list[Any] | None:
    try:
        return [evaluate(node, point, branch) for branch in branches(node)]
    except Undefined:
        return None


def has_value(node: Node) -> bool:
    """Whether a scalar has a value: if it is constant, that one; else a real one at some point."""
    variables = sorted(names(node))
    found = [values for point in (points_for(variables) if variables else [{}]) if (values := _values(node, point))]
    return any(not variables or all(mpmath.im(value) == 0 for value in values) for values in found)


def _is_decimal(node: Node) -> bool:
    return any(isinstance(part, Num) and "." in part.text for part in nodes(node))


def _is_numeral(node: Node) -> bool:
    match node:
        case Num():
            return True
        case Sum(((_, Num()),)):
            return True
        case _:
            return False


def _distance(a: Node, b: Node) -> float:
    """How far apart two values have to be: a decimal may replace what it rounds, a numeral no other."""
    rounded = (_is_decimal(a) or _is_decimal(b)) and not (_is_numeral(a) and _is_numeral(b))
    return _APART_ROUNDED if rounded else _APART


def _apart(a: Any, b: Any, distance: float) -> bool:
    with mpmath.workdps(DIGITS):
        return bool(abs(a - b) > distance * max(abs(a), abs(b)))


def _sets_apart(first: list[Any], second: list[Any], distance: float) -> bool:
    """Whether some value of one is far from every value of the other."""
    return any(
        all(_apart(one, other, distance) for other in others)
        for ones, others in ((first, second), (second, first))
        for one in ones
    )


def nodes_different(a: Node, b: Node) -> bool:
    """Whether two scalars differ at a point where both are real, or are different numbers."""
    distance = _distance(a, b)
    variables = sorted(names(a) | names(b))
    for point in points_for(variables) if variables else [{}]:
        first, second = _values(a, point), _values(b, point)
        if first is None or second is None:
            continue
        real = all(mpmath.im(value) == 0 for value in (*first, *second))
        if (real or not variables) and _sets_apart(first, second, distance):
            return True
    return False


def _difference(equation: Equation, point: dict[str, Fraction | Any]) -> Any:
    return evaluate(equation.left, point) - evaluate(equation.right, point)


def _equations_different(a: Equation, b: Equation) -> bool:
    """Whether a solution of one, found numerically, is none of the other."""
    return any(_has_solution_outside(one, other) for one, other in ((a, b), (b, a)))


def _has_solution_outside(one: Equation, other: Equation) -> bool:
    variables = sorted(names(one) | names(other))
    for number, point in enumerate(points_for(variables)):
        solution = _solution(one, point, variables[number % len(variables)])
        if solution is None:
            continue
        try:
            with mpmath.workdps(DIGITS):
                if abs(_difference(other, solution)) > _RESIDUE:
                    return True
        except Undefined:
            continue
    return False


_RESIDUE: Final = 1e-9


def _solution(equation: Equation, point: dict[str, Fraction], name: str) -> dict[str, Any] | None:
    """A real solution near the point, with one variable moved."""

    def at(value: Any) -> Any:
        return _difference(equation, {**point, name: value})

    with mpmath.workdps(30):
        start = mpmath.mpf(point[name].numerator) / point[name].denominator
        try:
            root = mpmath.findroot(at, (start, start + 1), tol=1e-20, maxsteps=60)
            good = mpmath.im(root) == 0 and abs(at(root)) < 1e-20
        except (ValueError, ZeroDivisionError, ArithmeticError):
            return None
    return {**point, name: mpmath.re(root)} if good else None


def _ends_different(a: End, b: End) -> bool:
    if isinstance(a, Infinity) or isinstance(b, Infinity):
        return a != b
    return nodes_different(a, b)


def _intervals_different(a: Interval, b: Interval) -> bool:
    if _ends_different(a.low, b.low) or _ends_different(a.high, b.high):
        return True
    # An infinite end is open however it is written.
    ends = ((a.low, a.closed[0] != b.closed[0]), (a.high, a.closed[1] != b.closed[1]))
    return any(changed and not isinstance(end, Infinity) for end, changed in ends)


def _several_different(a: Several, b: Several) -> bool:
    if a.kind == "tuple":
        return len(a.items) != len(b.items) or any(map(nodes_different, a.items, b.items))
    lonely = any(
        all(nodes_different(one, other) for other in others)
        for ones, others in ((a.items, b.items), (b.items, a.items))
        for one in ones
    )
    return lonely or (a.kind == "list" and len(a.items) != len(b.items))


def _matrices_different(a: Matrix, b: Matrix) -> bool:
    if [len(row) for row in a.rows] != [len(row) for row in b.rows]:
        return True
    pairs = ((x, y) for r, s in zip(a.rows, b.rows, strict=True) for x, y in zip(r, s, strict=True))
    return any(nodes_different(x, y) for x, y in pairs)


def certainly_different(a: Shape, b: Shape) -> bool:
    """Whether two answers of one form certainly mean different things.

    Args:
        a: an answer.
        b: another.

    Returns:
        True where values computed by mpmath, or the form itself, show them different; False where they do not.
    """
    match a, b:
        case Several(), Several() if a.kind == b.kind:
            return _several_different(a, b)
        case Interval(), Interval():
            return _intervals_different(a, b)
        case Union(), Union():
            return len(a.pieces) != len(b.pieces) or any(map(_intervals_different, a.pieces, b.pieces))
        case Matrix(), Matrix():
            return _matrices_different(a, b)
        case Named(), Named():
            return nodes_different(a.value, b.value)
        case Measured(), Measured() if a.unit == b.unit:
            return nodes_different(a.value, b.value)
        case Equation(), Equation():
            return _equations_different(a, b)
    if isinstance(a, NODES) and isinstance(b, NODES):
        return nodes_different(a, b)
    return False
