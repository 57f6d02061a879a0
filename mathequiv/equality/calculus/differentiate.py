"""Derivatives of trees by the rules of calculus; a formal derivative holds wherever both trees are defined."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from mathequiv.equality.calculus.build import ONE, ZERO, add, call, divide, multiply, negate, power, put
from mathequiv.equality.calculus.terms import Factors, Terms, collect, product, total, tree
from mathequiv.latex.expr import (
    Add,
    Apply,
    Call,
    Constant,
    Derivative,
    Div,
    Expr,
    Folded,
    Mul,
    Neg,
    Number,
    Percent,
    Pow,
    Root,
    Symbol,
)
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.limits import check

__all__ = ["NotDifferentiableError", "differentiate", "is_indefinite"]


class NotDifferentiableError(Exception):
    """The tree holds what no rule here differentiates."""


def differentiate(expr: Expr, name: str, order: int = 1) -> Expr:
    """The derivative of ``expr`` by ``name``, ``order`` times.

    Args:
        expr: a scalar tree.
        name: the variable.
        order: how often.

    Raises:
        NotDifferentiableError: a node has no rule here, is not smooth, or hides how it depends on ``name``.
        OverLimit: the derivative grows above the cap ``MAX_DERIVED``.
    """
    check("MAX_ORDER", order)
    if free_symbols(expr) and not _depends(expr, name):
        raise NotDifferentiableError("what may be an unknown function, as y in dy/dx")
    if order == 1:
        return _Differentiation(name).of(expr)
    terms = collect(expr)
    known: dict[Expr, Terms] = {}
    for _ in range(order):
        terms = total([_derived(factors, coefficient, name, known) for factors, coefficient in terms.items()])
        check("MAX_DERIVED", len(terms))
    return tree(terms)


def _derived(factors: Factors, coefficient: Fraction, name: str, known: dict[Expr, Terms]) -> Terms:
    """The derivative of one term by the rule for products; ``known`` keeps those of the atoms."""
    parts: list[Terms] = []
    for k, (atom, exponent) in enumerate(factors):
        inner = known.get(atom)
        if inner is None:
            inner = known[atom] = collect(_slope(atom, name))
        if not inner:
            continue
        lowered = ((atom, exponent - 1),) if exponent != 1 else ()
        rest = {(*factors[:k], *lowered, *factors[k + 1 :]): coefficient * exponent}
        parts.append(product(rest, inner))
    return total(parts)


def _slope(atom: Expr, name: str) -> Expr:
    """The derivative of an atom; of tangents and such by themselves, so that higher ones stay short."""
    rule = _BY_THEMSELVES.get(atom.name) if isinstance(atom, Call) and len(atom.args) == 1 else None
    if rule is None or not isinstance(atom, Call):
        return _Differentiation(name).of(atom)
    return multiply(rule(atom, atom.args[0]), _Differentiation(name).of(atom.args[0]))


_BY_THEMSELVES: Final[dict[str, Callable[[Expr, Expr], Expr]]] = {
    "tan": lambda f, _x: add(ONE, power(f, Number(2))),
    "cot": lambda f, _x: negate(add(ONE, power(f, Number(2)))),
    "tanh": lambda f, _x: add(ONE, negate(power(f, Number(2)))),
    "coth": lambda f, _x: add(ONE, negate(power(f, Number(2)))),
    "sec": lambda f, x: multiply(f, call("tan", x)),
    "csc": lambda f, x: negate(multiply(f, call("cot", x))),
}


def is_indefinite(node: Expr) -> bool:
    """Whether ``node`` is an integral without bounds, which is a function of its variable."""
    return isinstance(node, Folded) and node.kind == "integral" and node.low is None and node.high is None


def _depends(expr: Expr, name: str) -> bool:
    if name in free_symbols(expr):
        return True
    return any(isinstance(n, Folded) and n.variable == name and is_indefinite(n) for n in walk(expr))


class _Differentiation:
    """One pass; the nodes made are counted, so that nothing grows without bound."""

    __slots__ = ("made", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.made = 0

    def of(self, expr: Expr) -> Expr:
        self.made += 1
        check("MAX_DERIVED", self.made)
        if type(expr) is Symbol:
            return ONE if expr.name == self.name else ZERO
        if not _depends(expr, self.name):
            return ZERO
        rule = _RULES.get(type(expr))
        if rule is None:
            raise NotDifferentiableError(type(expr).__name__)
        return rule(self, expr)


def _sum(run: _Differentiation, expr: Add) -> Expr:
    return add(*[run.of(term) for term in expr.terms])


def _product(run: _Differentiation, expr: Mul) -> Expr:
    terms: list[Expr] = []
    for k, factor in enumerate(expr.factors):
        inner = run.of(factor)
        terms.append(multiply(*expr.factors[:k], inner, *expr.factors[k + 1 :]))
    return add(*terms)


def _quotient(run: _Differentiation, expr: Div) -> Expr:
    above, below = expr.numerator, expr.denominator
    if not _depends(below, run.name):
        return divide(run.of(above), below)
    top = add(multiply(run.of(above), below), negate(multiply(above, run.of(below))))
    return divide(top, power(below, Number(2)))


def _negative(run: _Differentiation, expr: Neg) -> Expr:
    return negate(run.of(expr.arg))


def _percent(run: _Differentiation, expr: Percent) -> Expr:
    return divide(run.of(expr.value), Number(100))


def _power(run: _Differentiation, expr: Pow) -> Expr:
    base, exponent = expr.base, expr.exponent
    if not _depends(exponent, run.name):
        lower = add(exponent, Number(-1)) if type(exponent) is not Number else _less_one(exponent)
        return multiply(exponent, power(base, lower), run.of(base))
    grown = multiply(expr, run.of(exponent))
    if isinstance(base, Constant) and base.name == "e":
        return grown
    grown = multiply(grown, call("ln", base))
    if not _depends(base, run.name):
        return grown
    return add(grown, divide(multiply(expr, exponent, run.of(base)), base))


def _less_one(exponent: Number) -> Expr:
    return Number(exponent.numerator - exponent.denominator, exponent.denominator)


def _root(run: _Differentiation, expr: Root) -> Expr:
    if run.name in free_symbols(expr.index):
        return _power(run, Pow(expr.radicand, divide(ONE, expr.index)))
    # The power of the root itself, so that odd roots of negatives stay real.
    below = multiply(expr.index, power(expr, add(expr.index, Number(-1))))
    return divide(run.of(expr.radicand), below)


def _function(run: _Differentiation, expr: Call) -> Expr:
    if expr.name == "log" and len(expr.args) == 2:
        return run.of(divide(call("ln", expr.args[0]), call("ln", expr.args[1])))
    rule = _FUNCTIONS.get(expr.name)
    if rule is None or len(expr.args) != 1:
        raise NotDifferentiableError(expr.name)
    (arg,) = expr.args
    return multiply(rule(arg), run.of(arg))


def _unknown(run: _Differentiation, expr: Apply) -> Expr:
    """The chain rule for a function by its name, whose slope has a prime more."""
    if len(expr.args) != 1 or not expr.name.rstrip("'").isalpha():
        raise NotDifferentiableError(expr.name)
    return multiply(Apply(f"{expr.name}'", expr.args), run.of(expr.args[0]))


def _integral(run: _Differentiation, expr: Folded) -> Expr:
    """Leibniz's rule for an integral, term by term for a finite sum; a free variable may be a bound's only."""
    if expr.kind == "sum" and run.name not in _bound_symbols(expr):
        return Folded(expr.kind, run.of(expr.body), expr.variable, expr.low, expr.high)
    if expr.kind != "integral":
        raise NotDifferentiableError(expr.kind)
    if expr.low is None and expr.high is None:
        if expr.variable == run.name:
            return expr.body
        raise NotDifferentiableError("an antiderivative by another variable")
    if expr.low is None or expr.high is None:
        raise NotDifferentiableError("an integral with one bound")
    terms: list[Expr] = []
    if expr.variable != run.name and run.name in free_symbols(expr.body):
        terms.append(Folded("integral", run.of(expr.body), expr.variable, expr.low, expr.high))
    for bound, sign in ((expr.high, 1), (expr.low, -1)):
        if run.name in free_symbols(bound):
            term = multiply(put(expr.body, expr.variable, bound), run.of(bound))
            terms.append(term if sign > 0 else negate(term))
    return add(*terms)


def _bound_symbols(expr: Folded) -> frozenset[str]:
    """Names in the bounds of a sum."""
    found: frozenset[str] = frozenset()
    for bound in (expr.low, expr.high):
        if bound is not None:
            found |= free_symbols(bound)
    return found


def _derivative(run: _Differentiation, expr: Derivative) -> Expr:
    inner = differentiate(expr.body, expr.variable, expr.order)
    return run.of(inner)


_RULES: Final[dict[type, Callable[..., Expr]]] = {
    Add: _sum,
    Mul: _product,
    Div: _quotient,
    Neg: _negative,
    Percent: _percent,
    Pow: _power,
    Root: _root,
    Call: _function,
    Apply: _unknown,
    Folded: _integral,
    Derivative: _derivative,
}


def _square(expr: Expr) -> Expr:
    return power(expr, Number(2))


def _sine_root(x: Expr) -> Expr:
    return Root(add(ONE, negate(_square(x))), Number(2))


def _secant_root(x: Expr) -> Expr:
    return multiply(call("abs", x), Root(add(_square(x), Number(-1)), Number(2)))


_FUNCTIONS: Final[dict[str, Callable[[Expr], Expr]]] = {
    "exp": lambda x: call("exp", x),
    "ln": lambda x: divide(ONE, x),
    "log": lambda x: divide(ONE, multiply(x, call("ln", Number(10)))),
    "sin": lambda x: call("cos", x),
    "cos": lambda x: negate(call("sin", x)),
    "tan": lambda x: divide(ONE, _square(call("cos", x))),
    "cot": lambda x: divide(Number(-1), _square(call("sin", x))),
    "sec": lambda x: divide(call("sin", x), _square(call("cos", x))),
    "csc": lambda x: negate(divide(call("cos", x), _square(call("sin", x)))),
    "arcsin": lambda x: divide(ONE, _sine_root(x)),
    "arccos": lambda x: divide(Number(-1), _sine_root(x)),
    "arctan": lambda x: divide(ONE, add(ONE, _square(x))),
    "arccot": lambda x: divide(Number(-1), add(ONE, _square(x))),
    "arcsec": lambda x: divide(ONE, _secant_root(x)),
    "arccsc": lambda x: divide(Number(-1), _secant_root(x)),
    "sinh": lambda x: call("cosh", x),
    "cosh": lambda x: call("sinh", x),
    "tanh": lambda x: divide(ONE, _square(call("cosh", x))),
    "coth": lambda x: divide(Number(-1), _square(call("sinh", x))),
    "sech": lambda x: negate(divide(call("sinh", x), _square(call("cosh", x)))),
    "csch": lambda x: negate(divide(call("cosh", x), _square(call("sinh", x)))),
    "arsinh": lambda x: divide(ONE, Root(add(_square(x), ONE), Number(2))),
    "arcosh": lambda x: divide(ONE, Root(add(_square(x), Number(-1)), Number(2))),
    "artanh": lambda x: divide(ONE, add(ONE, negate(_square(x)))),
    "abs": lambda x: call("sgn", x),
    "erf": lambda x: divide(
        multiply(Number(2), Pow(Constant("e"), negate(_square(x)))), Root(Constant("pi"), Number(2))
    ),
}
"""The derivative of each function at its argument."""
