"""Trees made with what is trivially so taken out: sums without zeros, products without ones."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Add, Call, Div, Expr, Folded, Limit, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols, rebuild

__all__ = ["ONE", "ZERO", "add", "apart", "call", "divide", "is_one", "is_zero", "multiply", "negate", "power", "put"]

ZERO: Final = Number(0)
ONE: Final = Number(1)


def is_zero(expr: Expr) -> bool:
    """Whether ``expr`` is the written number 0."""
    return type(expr) is Number and expr.numerator == 0


def is_one(expr: Expr) -> bool:
    """Whether ``expr`` is the written number 1."""
    return type(expr) is Number and expr.numerator == expr.denominator == 1


def negate(expr: Expr) -> Expr:
    """``-expr``."""
    if type(expr) is Number:
        return Number(-expr.numerator, expr.denominator)
    return expr.arg if type(expr) is Neg else Neg(expr)


def add(*terms: Expr) -> Expr:
    """The sum of ``terms``."""
    kept = tuple([term for term in terms if not is_zero(term)])
    if len(kept) < 2:
        return kept[0] if kept else ZERO
    return Add(kept)


def multiply(*factors: Expr) -> Expr:
    """The product of ``factors``."""
    kept: list[Expr] = []
    for factor in factors:
        if is_zero(factor):
            return ZERO
        if not is_one(factor):
            kept.append(factor)
    if len(kept) < 2:
        return kept[0] if kept else ONE
    return Mul(tuple(kept))


def divide(above: Expr, below: Expr) -> Expr:
    """``above / below``."""
    return above if is_zero(above) or is_one(below) else Div(above, below)


def power(base: Expr, exponent: Expr) -> Expr:
    """``base ^ exponent``."""
    return base if is_one(exponent) else Pow(base, exponent)


def call(name: str, arg: Expr) -> Expr:
    """The function ``name`` of ``arg``."""
    return Call(name, (arg,))


def apart(expr: Expr, name: str) -> tuple[Expr, Expr]:
    """The factors of ``expr`` that do not hold ``name``, and the rest of it."""
    if name not in free_symbols(expr):
        return expr, ONE
    match expr:
        case Neg(arg=arg):
            fixed, rest = apart(arg, name)
            return negate(fixed), rest
        case Mul(factors=factors):
            pairs = [apart(factor, name) for factor in factors]
            return multiply(*[fixed for fixed, _ in pairs]), multiply(*[rest for _, rest in pairs])
        case Div(numerator=above, denominator=below):
            over, under = apart(above, name), apart(below, name)
            return divide(over[0], under[0]), divide(over[1], under[1])
    return ONE, expr


def put(expr: Expr, name: str, value: Expr) -> Expr:
    """``expr`` with ``value`` for the free variable ``name``; its bound names are kept apart from ``value``."""
    if type(expr) is Symbol:
        return value if expr.name == name else expr
    if isinstance(expr, (Folded, Limit)):
        return _put_in_binder(expr, name, value)
    return rebuild(expr, lambda inner: put(inner, name, value))


def _put_in_binder(expr: Folded | Limit, name: str, value: Expr) -> Expr:
    variable, body = expr.variable, expr.body
    if variable in free_symbols(value) and name in free_symbols(body):
        fresh = f"{variable}#"
        body, variable = put(body, variable, Symbol(fresh)), fresh
    if variable != name:
        body = put(body, name, value)
    if isinstance(expr, Limit):
        return Limit(body, variable, put(expr.target, name, value), expr.side)
    low, high = (None if bound is None else put(bound, name, value) for bound in (expr.low, expr.high))
    return Folded(expr.kind, body, variable, low, high)
