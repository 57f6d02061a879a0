r"""Differential equations: derivatives as names, whatever they are written with, and division by what is not zero.

``\ddot x``, ``x''`` and ``\frac{d^2x}{dt^2}`` are one name where one variable is all that anything is derived by.
"""

from __future__ import annotations

import re
from typing import Final

from mathequiv.equality.outcome import Context, equal
from mathequiv.equality.rules.linear import coefficient
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Apply, Derivative, Div, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols, rebuild, walk
from mathequiv.verdict import Exact

__all__ = ["holds_derivative", "match_divided", "with_named_derivatives", "with_partial_names"]

_DOTTED: Final = re.compile(r"(?P<dots>d?dot)\((?P<name>.+)\)")
_TIME: Final = "t"
_NO_VARIABLE: Final = ""
_VARIABLES: Final = frozenset({"x", _TIME})


def holds_derivative(expr: Expr) -> bool:
    """Whether a derivative of a function by its name occurs."""
    return any(_derived(node) is not None for node in walk(expr))


def _derived(node: Expr) -> tuple[str, int, str] | None:
    """Name, order and variable of a derivative; the variable is empty where primes do not tell it."""
    match node:
        case Derivative(body=Symbol(name=name) | Apply(name=name), variable=variable, order=order):
            return name, order, variable
        case Symbol(name=name):
            dotted = _DOTTED.fullmatch(name)
            if dotted is not None:
                return dotted["name"], len(dotted["dots"]) - 2, _TIME
            return _primed(name)
        case Apply(name=name, args=(Symbol(),)):
            return _primed(name)
    return None


def _primed(name: str) -> tuple[str, int, str] | None:
    bare = name.rstrip("'")
    return (bare, len(name) - len(bare), _NO_VARIABLE) if bare != name and bare.isalpha() else None


def with_named_derivatives(a: Expr, b: Expr) -> tuple[Expr, Expr]:
    r"""Both sides with each derivative of an unknown function as a name: ``I`` and ``\frac{dI}{dt}`` are two."""
    nodes = [node for side in (a, b) for node in walk(side)]
    found = [one for one in map(_derived, nodes) if one is not None]
    arguments = {node.args for node in nodes if isinstance(node, Apply) and _derived(node) is not None}
    variables = {variable for _, _, variable in found}
    names = {name for name, _, _ in found}
    plain = (free_symbols(a) | free_symbols(b)) - names - variables
    at_odds = len(variables) > 1 and _NO_VARIABLE in variables and bool(plain & _VARIABLES)
    # with an x, primes are by x and dots are not; f'(x) and f'(y) are two values
    together = len(variables - {_NO_VARIABLE}) <= 1 and not at_odds and len(arguments) <= 1
    return _named(a, together=together), _named(b, together=together)


def with_partial_names(expr: Expr) -> Expr:
    r"""``\frac{\partial^2u}{\partial x^2}`` as ``u_{xx}``."""
    match expr:
        case Derivative(body=Symbol(name=name), variable=variable, order=order):
            return Symbol(f"{name}_{variable * order}")
    return rebuild(expr, with_partial_names)


def _named(expr: Expr, *, together: bool) -> Expr:
    derived = _derived(expr)
    if derived is not None:
        name, order, variable = derived
        if together:
            return Symbol(name + "'" * order)
        return Symbol(f"{name}_{variable * order}" if variable else to_text(expr))
    return rebuild(expr, lambda inner: _named(inner, together=together))


def match_divided(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    """EQUIVALENT if one equation is the other divided by what a denominator shows not to be zero; else None."""
    names = free_symbols(a) & free_symbols(b)
    derivatives = sorted((name for name in names if name.endswith("'")), key=len)
    if not derivatives:
        return None
    left, right = coefficient(a, derivatives[-1]), coefficient(b, derivatives[-1])
    if left is None or right is None:
        return None
    divided = frozenset[str]().union(*[_divisors(side) for side in (a, b)])
    factors = free_symbols(left) | free_symbols(right)
    if not factors <= divided or any(name.endswith("'") for name in factors):
        return None
    result = ctx.compare(Add((Mul((a, right)), Neg(Mul((b, left))))), Number(0))
    if result is None or not result.equivalent:
        return None
    return equal("equation", "one equation is the other divided by what is not zero", Exact("proportion"))


def _divisors(expr: Expr) -> frozenset[str]:
    """Names that are divided by."""
    found: set[str] = set()
    for node in walk(expr):
        match node:
            case Div(denominator=below):
                found |= free_symbols(below)
            case Pow(base=base, exponent=Neg()):
                found |= free_symbols(base)
    return frozenset(found)
