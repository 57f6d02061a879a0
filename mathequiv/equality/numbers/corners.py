"""Corners: where an expression may change from one analytic piece to another.

An absolute value changes where its argument is zero, a maximum where two entries tie, a root or a logarithm where
what is inside is zero or has a pole, an inverse function at the ends of its domain, a floor at every integer, written
cases at their boundaries. Between corners an expression is analytic, so agreement at a generic point of a connected
piece is agreement on all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations, product
from typing import Final, NamedTuple

from mathequiv.equality.rationals import known_rational
from mathequiv.latex.expr import (
    Add,
    Call,
    Constant,
    Div,
    Expr,
    Folded,
    Limit,
    Neg,
    Number,
    Piecewise,
    Pow,
    Relation,
    Root,
)
from mathequiv.latex.trees import children, contains, free_symbols, rebuild, walk
from mathequiv.limits import check

__all__ = ["Corner", "corners", "smooth_parts"]


class Corner(NamedTuple):
    """One argument at whose zeros and poles something changes.

    Attributes:
        inner: the argument.
        whole: it changes at every integer value instead.
        jumps: the value at the place itself may be another than on either side.
    """

    inner: Expr
    whole: bool = False
    jumps: bool = False


_ONE: Final = Number(1)


def corners(*sides: Expr) -> list[Corner] | None:
    """The corners of the expressions, each once; None if one of them depends on a bound variable."""
    found: dict[Corner, None] = {}
    for side in sides:
        names = free_symbols(side)
        if not names or not contains(side, _KINDS):
            continue
        for node in walk(side):
            if isinstance(node, (Folded, Limit)) and _moves_with_names(node):
                return None
            found.update(dict.fromkeys(one for one in _corners_of(node) if free_symbols(one.inner) & names))
    return list(found)


_KINDS: Final = (Call, Root, Pow, Piecewise)


def _moves_with_names(node: Folded | Limit) -> bool:
    """Whether a corner in the bound variable, or where the range ends beside one, depends on other names."""
    inside = [free_symbols(one.inner) for part in walk(node.body) for one in _corners_of(part)]
    inside = [names for names in inside if node.variable in names]
    ends = [part for part in children(node) if part is not node.body]
    return bool(inside) and (any(len(names) > 1 for names in inside) or any(map(free_symbols, ends)))


def _corners_of(node: Expr) -> Iterable[Corner]:
    match node:
        case Call(name=name, args=args):
            rule = _FUNCTIONS.get(name)
            return rule(args) if rule is not None else ()
        case Root(radicand=radicand):
            return (Corner(radicand),)
        case Pow(base=base, exponent=exponent):
            return () if _is_smooth_power(base, exponent) else (Corner(base),)
        case Piecewise(cases=cases):
            return [Corner(gap, jumps=True) for _, condition in cases if condition for gap in _gaps(condition)]
    return ()


def _is_smooth_power(base: Expr, exponent: Expr) -> bool:
    power = known_rational(exponent)
    return power[1] == 1 if power is not None else not free_symbols(base)


def _gaps(condition: Expr) -> list[Expr]:
    """The differences of neighbouring members of the relations in a condition."""
    relations = [node for node in walk(condition) if isinstance(node, Relation)]
    pairs = [pair for one in relations for pair in zip(one.members, one.members[1:], strict=False)]
    return [_minus(a, b) for a, b in pairs if not (_is_infinite(a) or _is_infinite(b))]


def _is_infinite(expr: Expr) -> bool:
    return any(isinstance(node, Constant) and node.name == "infinity" for node in walk(expr))


def _minus(a: Expr, b: Expr) -> Expr:
    return Add((a, Neg(b)))


def _at_zero(args: tuple[Expr, ...]) -> list[Corner]:
    return [Corner(arg) for arg in args]


def _at_jump(args: tuple[Expr, ...]) -> list[Corner]:
    return [Corner(arg, jumps=True) for arg in args]


def _at_ties(args: tuple[Expr, ...]) -> list[Corner]:
    return [Corner(_minus(a, b)) for a, b in combinations(args, 2)]


def _at_integers(args: tuple[Expr, ...]) -> list[Corner]:
    return [Corner(args[0] if len(args) == 1 else Div(args[0], args[1]), whole=True, jumps=True)]


def _at_ends(args: tuple[Expr, ...]) -> list[Corner]:
    """At -1, 0 and 1: the ends of the domains of the inverse functions and of their reciprocals."""
    return [Corner(inner) for arg in args for inner in (arg, _minus(arg, _ONE), Add((arg, _ONE)))]


_FUNCTIONS: Final[dict[str, Callable[[tuple[Expr, ...]], list[Corner]]]] = {
    **dict.fromkeys(("abs", "norm", "ln", "log", "arctan", "arccot"), _at_zero),
    **dict.fromkeys(("arcsin", "arccos", "arcsec", "arccsc"), _at_ends),
    **dict.fromkeys(("arcosh", "artanh"), _at_ends),
    "sgn": _at_jump,
    "arg": _at_jump,
    **dict.fromkeys(("max", "min"), _at_ties),
    **dict.fromkeys(("floor", "ceil", "mod"), _at_integers),
}


def smooth_parts(expr: Expr) -> list[Expr]:
    """``expr`` with each piecewise function in it replaced by each smooth one that it is made of.

    Raises:
        OverLimit: there are more than `MAX_PIECES`.
    """
    if not contains(expr, (Call,)):
        return [expr]
    if isinstance(expr, Call) and expr.name in _SMOOTH:
        inner = [part for arg in expr.args for part in smooth_parts(arg)]
        return list(dict.fromkeys(shape for part in inner for shape in _SMOOTH[expr.name](part)))
    below = children(expr)
    choices = [smooth_parts(child) for child in below]
    if all(len(choice) == 1 for choice in choices):
        return [expr]
    count = 1
    for choice in choices:
        count *= len(choice)
        check("MAX_PIECES", count)
    return [_with(expr, dict(zip(map(id, below), picked, strict=True))) for picked in product(*choices)]


def _with(expr: Expr, parts: dict[int, Expr]) -> Expr:
    return rebuild(expr, lambda child: parts.get(id(child), child))


_SMOOTH: Final[dict[str, Callable[[Expr], tuple[Expr, ...]]]] = {
    "abs": lambda u: (u, Neg(u)),
    "max": lambda u: (u,),
    "min": lambda u: (u,),
    "sgn": lambda _: (_ONE, Neg(_ONE)),
    "floor": lambda u: (u, _minus(u, _ONE)),
    "ceil": lambda u: (u, Add((u, _ONE))),
}
"""The functions that are one of a few smooth ones at each point, or lie between two."""
