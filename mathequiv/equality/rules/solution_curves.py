r"""General solutions with one constant, written in any way: ``x^2+y^2=C`` and ``y^2=K-x^2``.

Solved for its constant, each is a function that is constant along its curves. The curves are the same where the
gradients of the two functions are parallel and both have a value on either side of the axes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Final, NamedTuple

from mathequiv.answers.kinds import Answer, Assignment, Equation, Scalar
from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate
from mathequiv.equality.outcome import Context, equal
from mathequiv.equality.rules.constants import VARIABLES, is_solution_constant
from mathequiv.equality.rules.linear import at, coefficient
from mathequiv.errors import OverLimit
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Pow, Root, Symbol
from mathequiv.latex.trees import free_symbols, rebuild
from mathequiv.lexicon.functions import INVERSES, ONE_TO_ONE
from mathequiv.verdict import Convention

__all__ = ["match_curves"]


class _Curves(NamedTuple):
    """The constant's name and the function that it is, of two variables."""

    constant: str
    level: Expr
    variables: tuple[str, str]


def match_curves(a: Answer, b: Answer, ctx: Context) -> tuple[Finding | None, bool]:
    """EQUIVALENT if two equations with one free constant each have the same curves; and whether that stays open."""
    left, right = _curves(a), _curves(b)
    if (left is None) is not (right is None):
        left, right = left or _with_small_letter(a), right or _with_small_letter(b)
    if left is None or right is None or left.variables != right.variables:
        return None, False
    try:
        parallel = _are_parallel(left, right, ctx)
    except (NotDifferentiableError, OverLimit):
        return None, False
    found = _SAME if parallel and _have_values_alike(left, right, ctx) else None
    return found, parallel and found is None


_SAME: Final = equal(
    "free_constant",
    "both are the same general solution: each constant is any function of the other",
    Convention("free_constant"),
)


def _with_small_letter(answer: Answer) -> _Curves | None:
    """The curves of an equation with an added ``c``, which is free beside a constant by its usual letter."""
    sides = _sides(answer)
    added = None if sides is None else coefficient(Add((sides[0], Neg(sides[1]))), "c")
    return None if added is None or free_symbols(added) else _curves(answer, frozenset("c"))


_CONSTANTS: Final = frozenset({"C", "K", "constant"})


def _curves(answer: Answer, letters: frozenset[str] = _CONSTANTS) -> _Curves | None:
    """The function that is constant along the curves of an equation in two variables; None for another answer."""
    sides = _sides(answer)
    if sides is None:
        return None
    names = free_symbols(sides[0]) | free_symbols(sides[1])
    constants = [name for name in names if name in letters or is_solution_constant(name)]  # others may be given
    variables = tuple(sorted(names.difference(constants)))
    if len(constants) != 1 or len(variables) != _PLANE or not VARIABLES.issuperset(variables):
        return None
    level = _solved(*sides, constants[0])
    return None if level is None else _Curves(constants[0], level, (variables[0], variables[1]))


_PLANE: Final = 2
"""Variables of a curve."""


def _sides(answer: Answer) -> tuple[Expr, Expr] | None:
    match answer:
        case Equation(left=left, right=right):
            return left, right
        case Assignment(label=label, value=Scalar(expr=expr)) if label.kind in ("variable", "function"):
            return Symbol(label.name), expr
    return None


def _solved(left: Expr, right: Expr, name: str) -> Expr | None:
    """What a constant is by an equation: linear in it, or with it in functions that can be undone."""
    gap = Add((left, Neg(right)))
    slope = coefficient(gap, name)
    if slope is not None:
        return None if name in free_symbols(slope) else Neg(Div(at(gap, {name: Number(0)}), slope))
    holder, other = (right, left) if name in free_symbols(right) else (left, right)
    while name not in free_symbols(other):
        slope = coefficient(holder, name)
        if slope is not None and name not in free_symbols(slope):
            return Div(Add((other, Neg(at(holder, {name: Number(0)})))), slope)
        undone = _undone(holder, other, name)
        if undone is None:
            return None
        holder, other = undone
    return None


def _undone(holder: Expr, other: Expr, name: str) -> tuple[Expr, Expr] | None:
    """The argument in which a constant is and what it is equal to, for a function with one inverse; None for others."""
    match holder:
        case Neg(arg=arg):
            return arg, Neg(other)
        case Add(terms=terms):
            return _apart(terms, name, lambda rest: Add((other, Neg(Add(rest)))))
        case Mul(factors=factors):
            return _apart(factors, name, lambda rest: Div(other, Mul(rest)))
        case Div(numerator=above, denominator=below) if name not in free_symbols(below):
            return above, Mul((other, below))
        case Div(numerator=above, denominator=below) if name not in free_symbols(above):
            return below, Div(above, other)
        case Pow(base=Constant(name="e"), exponent=exponent):
            return exponent, Call("ln", (other,))
        case Root(radicand=radicand, index=Number(numerator=index, denominator=1)) if index % 2:
            return radicand, Pow(other, Number(index))
        case Call(name=function, args=(inside,)) if function in ONE_TO_ONE:
            return inside, Call(INVERSES[function], (other,))
    return None


def _apart(parts: tuple[Expr, ...], name: str, move: Callable[[tuple[Expr, ...]], Expr]) -> tuple[Expr, Expr] | None:
    holding = [part for part in parts if name in free_symbols(part)]
    rest = tuple([part for part in parts if name not in free_symbols(part)])
    return (holding[0], move(rest)) if len(holding) == 1 and rest else None


def _are_parallel(left: _Curves, right: _Curves, ctx: Context) -> bool:
    """Whether the gradients are parallel, and neither is zero."""
    x, y = left.variables
    slopes = [[differentiate(_smooth(side.level), name) for name in (x, y)] for side in (left, right)]
    turn = Add((Mul((slopes[0][0], slopes[1][1])), Neg(Mul((slopes[0][1], slopes[1][0])))))
    parallel = ctx.compare(turn, Number(0))
    if parallel is None or not parallel.equivalent:
        return False
    moved = [ctx.compare(side[1], Number(0)) for side in slopes]
    return all(result is not None and not result.equivalent for result in moved)


def _smooth(expr: Expr) -> Expr:
    r"""``\ln|u|`` as ``\ln u``, which has the same slope."""
    match expr:
        case Call(name="ln", args=(Call(name="abs", args=(inside,)),)):
            return Call("ln", (_smooth(inside),))
    return rebuild(expr, _smooth)


def _have_values_alike(left: _Curves, right: _Curves, ctx: Context) -> bool:
    """Whether both functions have a value at the same points, or both have none."""
    from mathequiv.equality.decision import is_defined  # noqa: PLC0415 - loads flint

    for point in product(_PLACES, repeat=_PLANE):
        there = dict(zip(left.variables, point, strict=True))
        known = [is_defined(at(side.level, there), ctx.budget) for side in (left, right)]
        if known[0] is None or known[0] is not known[1]:
            return False
    return True


_PLACES: Final[tuple[Expr, ...]] = (
    Number(2, 7), Number(3), Number(17, 2), Neg(Number(2, 5)), Neg(Number(4)), Neg(Number(31, 3)),
)  # fmt: skip
"""Values near and far on either side of an axis."""
