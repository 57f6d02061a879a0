"""Expressions as fractions of polynomials over generators: the algebra that proves identities exactly.

Invariant: the form of an expression equals it wherever the expression is defined, in the given mode. Real mode counts
only points at which every subexpression is real; in complex mode variables are real and branches principal, but odd
roots of negatives are real in both. Two equal forms therefore prove two expressions equal wherever both are defined;
unequal forms prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from math import gcd
from typing import Final

from mathequiv.equality.algebra.functions import FUNCTION_RULES
from mathequiv.equality.algebra.polynomials import ONE, Form, Generator, Ring, constant
from mathequiv.equality.algebra.powers import Powers
from mathequiv.equality.calculus.antiderivative import definite
from mathequiv.equality.calculus.build import apart, is_one
from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate
from mathequiv.equality.calculus.places import at_place
from mathequiv.equality.rationals import rational
from mathequiv.errors import OverLimit
from mathequiv.latex.expr import (
    Add,
    Apply,
    Call,
    Constant,
    Derivative,
    Div,
    Expr,
    Folded,
    Limit,
    Mul,
    Neg,
    Number,
    Percent,
    Piecewise,
    Pow,
    Quantity,
    Relation,
    Root,
    Symbol,
)
from mathequiv.latex.text_form import to_text
from mathequiv.lexicon.functions import takes
from mathequiv.limits import Budget, check

__all__ = ["NoFormError", "Normalizer"]


class NoFormError(Exception):
    """The tree holds a node that is no scalar expression."""


class Normalizer(Powers):
    """Turns trees into forms over one shared ring.

    Args:
        complex_: the mode, as for `mathequiv.equality.numbers.enclosure.enclose`.
        budget: where steps are counted.
    """

    def __init__(self, complex_: bool, budget: Budget) -> None:
        super().__init__(Ring(budget), complex_)
        self.budget = budget
        self.calculus = False
        self._bound: dict[str, Form] = {}

    def form(self, expr: Expr) -> Form:
        """The form of ``expr``.

        Raises:
            NoFormError: a node that is no scalar expression.
            UndefinedValue: it certainly has no value.
            OverLimit: it is too large.
        """
        self.budget.left -= 1
        if self.budget.left < 0:
            raise OverLimit("MAX_STEPS")
        rule = _RULES.get(type(expr))
        if rule is None:
            raise NoFormError(type(expr).__name__)
        return rule(self, expr)

    def fold_key(self, expr: Expr, variable: str, first: Form | None = None) -> Hashable:
        """The frozen form of ``expr`` with its bound variable renamed to one that depends on depth only.

        With ``first``, what the variable starts with, it is counted from there: ``k`` from 1 is ``j + 1`` from 0.
        """
        shadowed = self._bound.get(variable)
        depth = len(self._bound)
        counted = self.generator_form(Generator(("bound", depth)))
        self._bound[variable] = counted if first is None else self.ring.add_forms(counted, first)
        try:
            return self.ring.frozen(self.form(expr))
        finally:
            if shadowed is None:
                del self._bound[variable]
            else:
                self._bound[variable] = shadowed

    def substitute(self, expr: Expr, variable: str, value: int) -> Form:
        """The form of ``expr`` with an integer for a bound variable."""
        shadowed = self._bound.get(variable)
        self._bound[variable] = constant(value)
        try:
            return self.form(expr)
        finally:
            if shadowed is None:
                del self._bound[variable]
            else:
                self._bound[variable] = shadowed

    def bound(self, name: str) -> Form | None:
        """What replaces a bound variable."""
        return self._bound.get(name)


def _number(_nf: Normalizer, expr: Number) -> Form:
    n, d = expr.numerator, expr.denominator
    if d == 1:
        return constant(n)
    common = gcd(n, d)
    return constant(n // common, d // common)


def _symbol(nf: Normalizer, expr: Symbol) -> Form:
    bound = nf.bound(expr.name)
    if bound is not None:
        return bound
    key = ("variable", expr.name)
    known = nf.ring.find(key)
    if known is None:
        known = nf.ring.add(Generator(key, positive=expr.positive, independent=True))
    return Form({((known, 1),): 1}, ONE)


def _constant(nf: Normalizer, expr: Constant) -> Form:
    match expr.name:
        case "pi":
            return nf.pi()
        case "e":
            return nf.generator_form(Generator(("e",), positive=True, constant=True))
        case "i" if nf.complex:
            return nf.imaginary()
        case _:
            raise NoFormError(expr.name)


def _add(nf: Normalizer, expr: Add) -> Form:
    total = nf.form(expr.terms[0])
    for term in expr.terms[1:]:
        total = nf.ring.add_forms(total, nf.form(term))
    return nf.ring.lowest(total)


def _mul(nf: Normalizer, expr: Mul) -> Form:
    product = nf.form(expr.factors[0])
    for factor in expr.factors[1:]:
        product = nf.ring.multiply_forms(product, nf.form(factor))
    return product


def _div(nf: Normalizer, expr: Div) -> Form:
    return nf.quotient(nf.form(expr.numerator), nf.form(expr.denominator))


def _neg(nf: Normalizer, expr: Neg) -> Form:
    return nf.negative(nf.form(expr.arg))


def _percent(nf: Normalizer, expr: Percent) -> Form:
    return nf.ring.multiply_forms(nf.form(expr.value), constant(1, 100))


def _quantity(nf: Normalizer, expr: Quantity) -> Form:
    if expr.unit != (("degree", 1),):
        raise NoFormError("Quantity")
    degrees = nf.ring.multiply_forms(nf.form(expr.value), nf.pi())
    return nf.ring.multiply_forms(degrees, constant(1, 180))


def _pow(nf: Normalizer, expr: Pow) -> Form:
    return nf.power(nf.form(expr.base), nf.form(expr.exponent))


def _root(nf: Normalizer, expr: Root) -> Form:
    return nf.power(nf.form(expr.radicand), nf.ring.invert(nf.form(expr.index)))


def _apply(nf: Normalizer, expr: Apply) -> Form:
    nf.partial = True
    return nf.opaque(f"apply {expr.name}", [nf.form(a) for a in expr.args], real=not nf.complex)


def _call(nf: Normalizer, expr: Call) -> Form:
    forms = [nf.form(a) for a in expr.args]
    values = [nf.rational_of(f) for f in forms]
    if None not in values:
        known = rational(Call(expr.name, tuple(Number(*v) for v in values if v is not None)))
        if known is not None:
            return constant(*known)
    rule = FUNCTION_RULES.get(expr.name)
    found = rule(nf, *forms) if rule is not None and takes(expr.name, len(forms)) else None
    if found is not None:
        return found
    nf.partial = True
    return nf.opaque(expr.name, forms, real=not nf.complex)


def _folded(nf: Normalizer, expr: Folded) -> Form:
    worked_out = definite(expr) or at_place(expr)
    if worked_out is not None:
        return nf.form(worked_out)
    low = None if expr.low is None else _bound_form(nf, expr.low)
    high = None if expr.high is None else _bound_form(nf, expr.high)
    if expr.kind in ("sum", "product") and isinstance(low, Form):
        return _summed(nf, expr, low, high)
    ends = _frozen(nf, low, high)
    if expr.kind not in ("sum", "integral"):
        return _calculus(nf, ("fold", expr.kind, nf.fold_key(expr.body, expr.variable), ends, _argument(expr)))
    return _apart(nf, expr, lambda rest: ("fold", expr.kind, nf.fold_key(rest, expr.variable), ends, _argument(expr)))


def _summed(nf: Normalizer, expr: Folded, low: Form, high: Form | Hashable) -> Form:
    """A sum or product: term by term between numbers, else with its variable counted from the first value."""
    if isinstance(high, Form):
        first, last = nf.rational_of(low), nf.rational_of(high)
        if first is not None and last is not None and first[1] == last[1] == 1:
            return _expand(nf, expr, first[0], last[0])
        high = nf.ring.add_forms(high, nf.negative(low))
    ends = _frozen(nf, constant(0), high)
    if expr.kind == "product":
        return _calculus(nf, ("fold", expr.kind, nf.fold_key(expr.body, expr.variable, low), ends))
    return _apart(nf, expr, lambda rest: ("fold", expr.kind, nf.fold_key(rest, expr.variable, low), ends, ""))


def _frozen(nf: Normalizer, *bounds: Form | Hashable | None) -> tuple[Hashable, ...]:
    return tuple([nf.ring.frozen(bound) if isinstance(bound, Form) else bound for bound in bounds])


def _apart(nf: Normalizer, expr: Folded, key: Callable[[Expr], Hashable]) -> Form:
    """A fold without the factors of its body in which its variable is not, times these."""
    fixed, rest = apart(expr.body, expr.variable)
    folded = _calculus(nf, key(rest))
    return folded if is_one(fixed) else nf.ring.multiply_forms(nf.form(fixed), folded)


def _argument(expr: Folded) -> str:
    """The variable of which an indefinite integral is a function, or that runs over primes; nothing for others."""
    return expr.variable if expr.low is expr.high is None and (expr.kind == "integral" or expr.variable == "p") else ""


def _bound_form(nf: Normalizer, expr: Expr) -> Form | Hashable:
    """A bound's form; an infinite one stays itself."""
    return to_text(expr) if _is_infinite(expr) else nf.form(expr)


def _is_infinite(expr: Expr) -> bool:
    inner = expr.arg if isinstance(expr, Neg) else expr
    return isinstance(inner, Constant) and inner.name == "infinity"


def _expand(nf: Normalizer, expr: Folded, first: int, last: int) -> Form:
    check("MAX_EXPANDED", last - first + 1)
    total = constant(0 if expr.kind == "sum" else 1)
    combine = nf.ring.add_forms if expr.kind == "sum" else nf.ring.multiply_forms
    for k in range(first, last + 1):
        total = combine(total, nf.substitute(expr.body, expr.variable, k))
    return nf.ring.lowest(total)


def _limit(nf: Normalizer, expr: Limit) -> Form:
    target = _bound_form(nf, expr.target)
    frozen = nf.ring.frozen(target) if isinstance(target, Form) else target
    return _calculus(nf, ("limit", nf.fold_key(expr.body, expr.variable), frozen, expr.side))


def _derivative(nf: Normalizer, expr: Derivative) -> Form:
    if nf.bound(expr.variable) is None:
        nf.form(expr.body)  # where it has no value it has no derivative
        try:
            return nf.form(differentiate(expr.body, expr.variable, expr.order))
        except NotDifferentiableError:
            pass
    return _calculus(nf, ("derivative", nf.ring.frozen(nf.form(expr.body)), expr.variable, expr.order))


def _piecewise(nf: Normalizer, expr: Piecewise) -> Form:
    if not all(condition is None or isinstance(condition, Relation) for _, condition in expr.cases):
        return _calculus(nf, ("cases", to_text(expr)))
    nf.partial = True
    return nf.generator_form(Generator(("cases", to_text(expr)), real=not nf.complex))


def _calculus(nf: Normalizer, key: Hashable) -> Form:
    nf.calculus = True
    return nf.generator_form(Generator(key, real=not nf.complex))


_RULES: Final[dict[type, Callable[..., Form]]] = {
    Number: _number,
    Symbol: _symbol,
    Constant: _constant,
    Add: _add,
    Mul: _mul,
    Div: _div,
    Neg: _neg,
    Percent: _percent,
    Quantity: _quantity,
    Pow: _pow,
    Root: _root,
    Call: _call,
    Apply: _apply,
    Folded: _folded,
    Limit: _limit,
    Derivative: _derivative,
    Piecewise: _piecewise,
}
