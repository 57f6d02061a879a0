"""Expressions as linear functions of one name, read off as they are written."""

from __future__ import annotations

from mathequiv.latex.expr import Add, Div, Expr, Mul, Neg, Number, Quantity, Symbol
from mathequiv.latex.trees import at, free_symbols
from mathequiv.nodes import replace

__all__ = ["at", "coefficient", "solved_for"]


def coefficient(expr: Expr, name: str) -> Expr | None:
    """What ``name`` is multiplied by; None if the expression is not written as a linear one in it."""
    match expr:
        case Symbol(name=own):
            return Number(1) if own == name else None
        case Neg(arg=arg):
            inner = coefficient(arg, name)
            return None if inner is None else Neg(inner)
        case Add(terms=terms):
            return _coefficient_of_sum([term for term in terms if name in free_symbols(term)], name)
        case Div(numerator=above, denominator=below):
            inner = None if name in free_symbols(below) else coefficient(above, name)
            return None if inner is None else Div(inner, below)
        case Mul(factors=factors):
            return _coefficient_of_product(factors, name)
        case Quantity(value=value):
            inner = coefficient(value, name)
            return None if inner is None else replace(expr, value=inner)
    return None


def _coefficient_of_sum(terms: list[Expr], name: str) -> Expr | None:
    found = [coefficient(term, name) for term in terms]
    known = [part for part in found if part is not None]
    if not known or len(known) != len(found):
        return None
    return known[0] if len(known) == 1 else Add(tuple(known))


def _coefficient_of_product(factors: tuple[Expr, ...], name: str) -> Expr | None:
    places = [k for k, factor in enumerate(factors) if name in free_symbols(factor)]
    inner = coefficient(factors[places[0]], name) if len(places) == 1 else None
    if inner is None:
        return None
    others = (*factors[: places[0]], *factors[places[0] + 1 :])
    return Mul((inner, *others)) if others else inner


def solved_for(name: str, left: Expr, right: Expr) -> Expr | None:
    """The value of a name by an equation that is written as a linear one in it, with a number for its coefficient."""
    gap = Add((left, Neg(right)))
    slope = coefficient(gap, name)
    if slope is None or free_symbols(slope):
        return None
    return Neg(Div(at(gap, {name: Number(0)}), slope))
