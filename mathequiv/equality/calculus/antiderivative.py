"""Antiderivatives: written ones proved by differentiating, and those of powers, exponentials and waves made here."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from mathequiv.equality.calculus.build import ONE, ZERO, add, apart, call, divide, is_one, multiply, negate, power, put
from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate, is_indefinite
from mathequiv.equality.calculus.terms import Factors, collect, tree
from mathequiv.equality.rationals import known_rational
from mathequiv.equality.written import infinity_sign
from mathequiv.latex.expr import Call, Constant, Div, Expr, Folded, Number, Pow, Symbol
from mathequiv.latex.trees import children, contains, free_symbols, rebuild, walk
from mathequiv.limits import MAX_ORDER

__all__ = ["CONSTANTS", "definite", "has_added_constant", "inner_worked_out", "slopes"]

CONSTANTS: Final = frozenset({"C", "c", "K", "k", "C_0", "C_1", "c_0", "c_1"})
"""Names that an added constant of integration goes by."""


def slopes(a: Expr, b: Expr) -> tuple[Expr, Expr] | None:
    """The derivatives of two sides that are equal up to a constant exactly if these are equal.

    Args:
        a: one side.
        b: the other; one of them at least holds an indefinite integral, and a side without one an added constant.

    Returns:
        The derivatives by the variable of integration; None where the sides are of no such kind.
    """
    names = {
        node.variable for side in (a, b) for node in walk(side) if isinstance(node, Folded) and is_indefinite(node)
    }
    if len(names) != 1:
        return None
    (name,) = names
    if not all(any(map(is_indefinite, walk(side))) or has_added_constant(side, name) for side in (a, b)):
        return None
    try:
        return differentiate(a, name), differentiate(b, name)
    except NotDifferentiableError:
        return None


def has_added_constant(expr: Expr, name: str) -> bool:
    """Whether a constant of integration is added to what ``name`` occurs in, as it is or times a number."""
    if contains(expr, (Folded,)):
        return False
    for letter in sorted((free_symbols(expr) & CONSTANTS) - {name}):
        try:
            slope = known_rational(differentiate(expr, letter))
        except NotDifferentiableError:
            continue
        if slope is not None and slope[0]:
            return True
    return False


# ---- antiderivatives of what is entire -------------------------------------------------------------------------------


def definite(expr: Folded) -> Expr | None:
    """A definite integral by an antiderivative without poles or corners: powers, exponentials, sines and cosines.

    Returns:
        The difference of its values at the bounds, inner integrals worked out first; None where the integrand is of no
        such kind, or a bound is infinite.

    Raises:
        OverLimit: the integrand has too many terms.
    """
    low, high = expr.low, expr.high
    if expr.kind != "integral" or low is None or high is None or infinity_sign(low) or infinity_sign(high):
        return None
    body = _inner(expr.body)
    if body is None:
        return None
    found = _antiderivative(body, expr.variable)
    if found is None:
        return None
    return add(put(found, expr.variable, high), negate(put(found, expr.variable, low)))


def _inner(body: Expr) -> Expr | None:
    """The integrand with the integrals in it worked out."""
    if not contains(body, (Folded,)):
        return body
    if isinstance(body, Folded):
        return definite(body)
    parts = {part: _inner(part) for part in children(body)}
    if None in parts.values():
        return None
    return rebuild(body, lambda part: parts.get(part) or part)


def inner_worked_out(expr: Folded) -> Expr | None:
    """A double integral as a single one, where the inner one is of a constant over what is linear in its variable.

    Its logarithms have values only where what is linear keeps its sign between the bounds, and so has no zero there.
    """
    inner = expr.body
    if expr.kind != "integral" or not isinstance(inner, Folded) or contains(inner.body, (Folded,)):
        return None
    low, high, name = inner.low, inner.high, inner.variable
    if low is None or high is None or infinity_sign(low) or infinity_sign(high):
        return None
    fixed, rest = apart(inner.body, name)
    slope = _slope_below(rest, name)
    if slope is None or not isinstance(rest, Div):
        return None
    below = [tree(collect(put(rest.denominator, name, end))) for end in (high, low)]
    ends = [ZERO if is_one(end) else call("ln", end) for end in below]
    body = multiply(fixed, divide(add(ends[0], negate(ends[1])), slope))
    return Folded(expr.kind, body, expr.variable, expr.low, expr.high)


def _slope_below(expr: Expr, name: str) -> Expr | None:
    """The slope of what 1 is divided by, where that is linear in ``name``."""
    if not isinstance(expr, Div) or expr.numerator != ONE:
        return None
    try:
        slope = differentiate(expr.denominator, name)
    except NotDifferentiableError:
        return None
    return None if name in free_symbols(slope) or known_rational(slope) == (0, 1) else slope


def _antiderivative(body: Expr, name: str) -> Expr | None:
    made: list[Expr] = []
    for factors, coefficient in collect(body).items():
        term = _of_term(factors, coefficient, name)
        if term is None:
            return None
        made.append(term)
    return add(*made)


def _of_term(factors: Factors, coefficient: Fraction, name: str) -> Expr | None:
    degree = 0
    fixed: list[Expr] = [Number(coefficient.numerator, coefficient.denominator)]
    moving: Expr | None = None
    for atom, exponent in factors:
        if atom == Symbol(name):
            if exponent.denominator != 1 or exponent < 0:
                return None
            degree = int(exponent)
        elif name not in free_symbols(atom):
            fixed.append(power(atom, Number(exponent.numerator, exponent.denominator)))
        elif moving is None and exponent == 1:
            moving = atom
        else:
            return None
    x = Symbol(name)
    if moving is None:
        return multiply(*fixed, divide(power(x, Number(degree + 1)), Number(degree + 1)))
    wave = _wave(moving)
    if wave is None or degree > MAX_ORDER:
        return None
    argument, cycle = wave
    slope = differentiate(argument, name)
    if name in free_symbols(slope) or known_rational(slope) == (0, 1):
        return None
    terms: list[Expr] = []
    factor = 1
    for j in range(degree + 1):
        below = power(slope, Number(j + 1))
        raised = power(x, Number(degree - j)) if degree > j else ONE
        terms.append(multiply(Number(factor), raised, divide(cycle(j), below)))
        factor *= -(degree - j)
    return multiply(*fixed, add(*terms))


def _wave(atom: Expr) -> tuple[Expr, Callable[[int], Expr]] | None:
    """The argument of an exponential, sine or cosine, and its antiderivatives by the argument."""
    match atom:
        case Pow(base=Constant(name="e"), exponent=argument):
            return argument, lambda _: atom
        case Call(name="sin" | "cos" as called, args=(argument,)):
            sine, cosine = call("sin", argument), call("cos", argument)
            rows = (negate(cosine), negate(sine), cosine, sine)
            first = 0 if called == "sin" else 3
            return argument, lambda j: rows[(first + j) % 4]
        case _:
            return None
