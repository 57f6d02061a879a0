r"""Sets of points of the complex plane by their coordinates: ``|z-1| = 2`` is ``(x-1)^2+y^2 = 4`` with ``z = x+iy``."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import Equation, Inequality
from mathequiv.equality.reals import compare_reals
from mathequiv.latex.expr import Add, Call, Constant, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import at, contains, free_symbols, rebuild, walk
from mathequiv.lexicon.functions import OF_COMPLEX
from mathequiv.limits import Budget

__all__ = ["equation_of_plane", "holds_modulus", "inequality_of_plane"]

_X: Final = Symbol("x")
_Y: Final = Symbol("y")
_I: Final = Constant("i")
_POINT: Final[dict[str, Expr]] = {"z": Add((_X, Mul((_I, _Y))))}
_COORDINATES: Final = frozenset({"x", "y"})


def holds_modulus(*sides: Expr) -> bool:
    """Whether there is a modulus or a part of a complex number."""
    return any(isinstance(node, Call) and node.name in OF_COMPLEX for side in sides for node in walk(side))


def equation_of_plane(equation: Equation, budget: Budget) -> Equation | None:
    """An equation for the point ``z`` by its coordinates; None for any other equation."""
    sides = _by_coordinates(equation.left, equation.right, budget)
    return None if sides is None else Equation(*sides)


def inequality_of_plane(inequality: Inequality, budget: Budget) -> Inequality | None:
    """Inequalities for the point ``z`` by its coordinates; None for any others."""
    found: list[tuple[Expr, str]] = []
    for difference, op in inequality.parts:
        match difference:
            case Add(terms=(small, Neg(arg=large))):
                sides = _by_coordinates(small, large, budget)
            case _:
                return None
        if sides is None:
            return None
        found.append((Add((sides[0], Neg(sides[1]))), op))
    return Inequality(tuple(found))


def _by_coordinates(left: Expr, right: Expr, budget: Budget) -> tuple[Expr, Expr] | None:
    """Both sides squared, if they are moduli or positive numbers, or by real and imaginary part of ``z``."""
    sides = [at(side, _POINT) if "z" in free_symbols(side) else side for side in (left, right)]
    if not free_symbols(sides[0]) | free_symbols(sides[1]) <= _COORDINATES:
        return None
    moduli = [_modulus(side) for side in sides]
    if moduli[0] is not None or moduli[1] is not None:
        squares = [_square(side, inside, budget) for side, inside in zip(sides, moduli, strict=True)]
        return None if squares[0] is None or squares[1] is None else (squares[0], squares[1])
    parts = [_with_parts(side) for side in sides]
    return None if any(contains(part, (Call,)) for part in parts) else (parts[0], parts[1])


def _modulus(side: Expr) -> Expr | None:
    match side:
        case Call(name="abs", args=(inside,)) if _I in set(walk(inside)):
            return inside
    return None


def _square(side: Expr, inside: Expr | None, budget: Budget) -> Expr | None:
    """The square of a modulus or a positive number; None for anything else."""
    if inside is not None:
        return None if contains(inside, (Call,)) else Mul((inside, _conjugate(inside)))
    if free_symbols(side) or compare_reals(side, Number(0), budget) != 1:
        return None
    return Pow(side, Number(2))


def _conjugate(expr: Expr) -> Expr:
    return Neg(_I) if expr == _I else rebuild(expr, _conjugate)


def _with_parts(expr: Expr) -> Expr:
    match expr:
        case Call(name="re", args=(inside,)) if not contains(inside, (Call,)):
            return Mul((Number(1, 2), Add((inside, _conjugate(inside)))))
        case Call(name="im", args=(inside,)) if not contains(inside, (Call,)):
            return Mul((Number(1, 2), Neg(_I), Add((inside, Neg(_conjugate(inside))))))
    return rebuild(expr, _with_parts)
