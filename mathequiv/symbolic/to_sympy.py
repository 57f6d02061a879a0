r"""Syntax trees to SymPy, by constructors only; imported in the worker process, never by the library itself.

No text reaches ``sympify``. Odd roots of negative numbers are real. Sums, products, integrals, limits and derivatives
stay unevaluated, with their variables renamed by depth, so that ``\sum_k`` and ``\sum_j`` of one term are one object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import sympy
from sympy import Expr, Function, Integer, Pow, Rational, S, Symbol

from mathequiv.errors import UndefinedValue
from mathequiv.latex import expr as tree
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.lexicon.functions import FUNCTIONS, takes
from mathequiv.limits import SYMBOLIC_MAX_BOUND, check

__all__ = ["Converter", "Names", "Unsupported", "functions", "power"]


class Unsupported(Exception):  # noqa: N818 - names the state of the node, as the parser's Unreadable does
    """A node that is no scalar expression, or one whose meaning here is open."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is assumed of the variables of a pair.

    Real without more; nothing where ``i`` or a conjugate occurs; integers where a sum or product runs to or from them,
    and positive ones where it runs up to them (its value is not defined elsewhere).
    """

    imaginary: bool = False
    lower: frozenset[str] = frozenset()
    upper: frozenset[str] = frozenset()

    @classmethod
    def of(cls, trees: Iterable[tree.Expr]) -> Names:
        """The assumptions that the nodes of ``trees`` call for."""
        nodes = [node for root in trees for node in walk(root)]
        folds = [node for node in nodes if isinstance(node, tree.Folded) and node.kind in ("sum", "product")]
        return cls(
            any(isinstance(node, (tree.Constant, tree.Call)) and node.name in ("i", "conj") for node in nodes),
            frozenset[str]().union(*(free_symbols(fold.low) for fold in folds if fold.low is not None)),
            frozenset[str]().union(*(free_symbols(fold.high) for fold in folds if fold.high is not None)),
        )

    def symbol(self, name: str) -> Symbol:
        """The variable ``name`` with what is assumed of it."""
        if name in self.upper:
            return Symbol(name, integer=True, positive=True)
        if name in self.lower:
            return Symbol(name, integer=True)
        return Symbol(name) if self.imaginary else Symbol(name, real=True)


_POWERS = (Pow, sympy.exp)


def real_power(base: Expr, exponent: Rational) -> Expr:
    """``base`` to an exponent with odd denominator, real for real ``base``.

    Raises:
        Unsupported: the base may be a complex number.
    """
    if base.is_nonnegative:
        return Pow(base, exponent)
    if base.is_extended_real is not True:
        raise Unsupported("odd root of what may be complex")
    odd = exponent.p % 2 == 1
    if base.is_negative:
        size = Pow(-base, exponent)
        return -size if odd else size
    return (sympy.sign(base) if odd else S.One) * Pow(sympy.Abs(base), exponent)


def power(base: Expr, exponent: Expr) -> Expr:
    """``base ** exponent``; refused by size before SymPy multiplies it out.

    Raises:
        OverLimit: the result, or the written exponent, is too large.
        UndefinedValue: zero to a power that is not positive.
        Unsupported: a tower of three numbers, whose value may have more digits than can be worked with.
    """
    if exponent.is_number and any(part.exp.has(*_POWERS) for part in exponent.atoms(*_POWERS)):
        raise Unsupported("a tower of powers")
    if isinstance(exponent, Rational):
        size = max(abs(int(exponent.p)) // int(exponent.q), 1)
        if isinstance(base, Rational):
            check("MAX_EXACT_BITS", max(int(base.p).bit_length(), int(base.q).bit_length()) * size)
        elif not isinstance(base, sympy.NumberSymbol):
            check("SYMBOLIC_MAX_EXPONENT", size)
        if base.is_zero and not exponent.is_positive:
            raise UndefinedValue("zero to a power that is not positive")
        if exponent.q % 2 == 1 and exponent.q > 1:
            return real_power(base, exponent)
    return Pow(base, exponent)


def _within_limits(function: Callable[..., Expr]) -> Callable[..., Expr]:
    def bounded(*args: Expr) -> Expr:
        for arg in args:
            if isinstance(arg, Rational):
                check("SYMBOLIC_MAX_EXPONENT", abs(int(arg.p)) // int(arg.q))
        return function(*args)

    return bounded


def _whole(function: Callable[..., Expr]) -> Callable[..., Expr]:
    def of_integers(*args: Expr) -> Expr:
        if not all(isinstance(arg, Integer) for arg in args):
            raise Unsupported("of integers only")
        return function(*args)

    return of_integers


def _quotient_log(arg: Expr, base: Expr) -> Expr:
    if base.is_zero or (base - 1).is_zero:
        raise UndefinedValue("logarithm to base 0 or 1")
    return sympy.log(arg) / sympy.log(base)


_OWN: dict[str, Callable[..., Expr]] = {
    "exp": lambda arg: power(S.Exp1, arg),
    "log": _quotient_log,
    "factorial": _within_limits(sympy.factorial),
    "binomial": _within_limits(sympy.binomial),
    "gcd": _whole(sympy.gcd),
    "lcm": _whole(sympy.lcm),
    "mod": _whole(sympy.Mod),
}
"""Functions that are more, or less, than SymPy's."""

functions: dict[str, Callable[..., Expr]] = {
    row.name: _OWN.get(row.name) or getattr(sympy, row.sympy) for row in FUNCTIONS.values() if row.sympy
}
"""The constructor of each known function; ``log`` of one argument takes the base that the converter is given."""

_CONSTANTS = {"pi": S.Pi, "e": S.Exp1, "i": S.ImaginaryUnit}
_RELATIONS: dict[str, Callable[[Expr, Expr], Any]] = {
    "=": sympy.Eq,
    "!=": sympy.Ne,
    "<": sympy.Lt,
    "<=": sympy.Le,
    ">": sympy.Gt,
    ">=": sympy.Ge,
}
_UNDEFINED = (S.ComplexInfinity, S.NaN)


@dataclass
class Converter:
    """Turns trees into SymPy expressions.

    Args:
        names: what is assumed of the variables.
        log_base: the base of a logarithm written without one.

    Attributes:
        nonzero: denominators met, as far as they hold no bound variable; SymPy may cancel one that is zero.
        folds: sums, integrals … met, likewise; SymPy may cancel one that has no value.
        radicands: what even roots and logarithms are taken of, likewise; where one is negative, nothing is real.
    """

    names: Names
    log_base: Expr = S.Exp1
    nonzero: list[Expr] = field(default_factory=list)
    folds: list[Expr] = field(default_factory=list)
    radicands: list[Expr] = field(default_factory=list)
    _bound: dict[str, Symbol] = field(default_factory=dict)

    def convert(self, node: tree.Expr) -> Expr:
        """``node`` as a SymPy expression.

        Raises:
            Unsupported: a node that is no scalar expression.
            OverLimit: a power, factorial or derivative that is too large.
            UndefinedValue: a division by zero or another value that does not exist.
        """
        made = self._node(node)
        if made.has(*_UNDEFINED):
            raise UndefinedValue("an undefined value")
        return made

    def _node(self, node: tree.Expr) -> Expr:
        match node:
            case tree.Number(numerator=p, denominator=q):
                return Rational(p, q)
            case tree.Symbol(name=name):
                return self._symbol(name)
            case tree.Constant(name=name) if name in _CONSTANTS:
                return _CONSTANTS[name]
            case tree.Add(terms=terms):
                return sympy.Add(*map(self.convert, terms))
            case tree.Mul(factors=factors):
                return sympy.Mul(*map(self.convert, factors))
            case tree.Neg(arg=arg):
                return -self.convert(arg)
            case tree.Div(numerator=a, denominator=b):
                return self.convert(a) * self._inverse(self.convert(b))
            case tree.Pow(base=a, exponent=b):
                return self._power(self.convert(a), self.convert(b))
            case tree.Root(radicand=a, index=n):
                return self._power(self.convert(a), self._inverse(self.convert(n)))
            case tree.Call(name=name, args=args):
                return self._call(name, [self.convert(arg) for arg in args])
            case tree.Apply(name=name, args=args):
                return Function(name)(*map(self.convert, args))
            case _:
                return self._binder(node)

    def _symbol(self, name: str) -> Symbol:
        return self._bound.get(name) or self.names.symbol(name)

    def _note(self, made: Expr, kept: list[Expr]) -> Expr:
        if not made.free_symbols & set(self._bound.values()):
            kept.append(made)
        return made

    def _inverse(self, made: Expr) -> Expr:
        if made.is_zero:
            raise UndefinedValue("a division by zero")
        return Pow(self._note(made, self.nonzero), -1)

    def _power(self, base: Expr, exponent: Expr) -> Expr:
        if exponent.could_extract_minus_sign() or exponent.is_zero:
            self._note(base, self.nonzero)
        if isinstance(exponent, Rational) and exponent.q % 2 == 0:
            self._note(base, self.radicands)
        return power(base, exponent)

    def _call(self, name: str, args: list[Expr]) -> Expr:
        if name == "log" and len(args) == 1:
            args = [*args, self.log_base]
        function = functions.get(name)
        if function is None or not takes(name, len(args)):
            raise Unsupported(f"function {name}")
        if name in ("ln", "log"):
            self._note(self._note(args[0], self.nonzero), self.radicands)
        return function(*args)

    def _binder(self, node: tree.Expr) -> Expr:
        match node:
            case tree.Folded(kind=kind, body=body, variable=name, low=low, high=high):
                return self._note(self._fold(kind, body, name, low, high), self.folds)
            case tree.Limit(body=body, variable=name, target=target, side=side):
                goal = self._bound_value(target)
                inside, dummy = self._inside(body, name, real=True)
                return self._note(sympy.Limit(inside, dummy, goal, side or "+-"), self.folds)
            case tree.Derivative(body=body, variable=name, order=order):
                check("SYMBOLIC_MAX_ORDER", order)
                names = free_symbols(body)
                if names and name not in names:
                    # In `dy/dx` the name means a function of x that nobody has given.
                    raise Unsupported("derivative of an unknown function")
                return sympy.Derivative(self.convert(body), (self._symbol(name), order))
            case tree.Piecewise(cases=cases):
                made = [(self.convert(a), self._condition(c)) for a, c in cases]
                if _two_values(made):
                    raise Unsupported("cases that overlap with different values")
                return sympy.Piecewise(*made)
            case _:
                raise Unsupported(type(node).__name__)

    def _fold(self, kind: str, body: tree.Expr, name: str, low: tree.Expr | None, high: tree.Expr | None) -> Expr:
        if kind == "integral" and low is None and high is None:
            # Known up to a constant only, so it equals nothing but the antiderivative of an equal body.
            return Function("antiderivative")(sympy.simplify(self.convert(body)), self._symbol(name))
        if low is None or high is None or kind not in ("sum", "product", "integral"):
            raise Unsupported(f"{kind} without bounds")
        bounds = (self._bound_value(low), self._bound_value(high))
        if kind != "integral" and (bounds[1] - bounds[0]).is_negative:
            raise Unsupported("an empty sum: SymPy counts its terms backwards")
        if kind == "integral":
            inside, dummy = self._inside(body, name, real=True)
            return sympy.Integral(inside, (dummy, *bounds))
        natural = {"nonnegative": True} if bounds[0].is_nonnegative else {}
        inside, dummy = self._inside(body, name, integer=True, **natural)
        length = bounds[1] - bounds[0]
        if length.is_Integer and not (kind == "sum" and inside.is_polynomial(dummy)):
            check("SYMBOLIC_MAX_TERMS", int(length))  # only sums of powers have a closed form of a small size
        return (sympy.Sum if kind == "sum" else sympy.Product)(inside, (dummy, *bounds))

    def _bound_value(self, node: tree.Expr) -> Expr:
        match node:
            case tree.Constant(name="infinity"):
                return S.Infinity
            case tree.Neg(arg=tree.Constant(name="infinity")):
                return S.NegativeInfinity
            case _:
                return self.convert(node)

    def _inside(self, body: tree.Expr, name: str, **assumptions: bool) -> tuple[Expr, Symbol]:
        outer = dict(self._bound)
        dummy = Symbol(f"#{len(outer)}", **assumptions)
        self._bound[name] = dummy
        try:
            return self.convert(body), dummy
        finally:
            self._bound = outer

    def _condition(self, node: tree.Expr | None) -> Any:
        if node is None:
            return S.true
        if not isinstance(node, tree.Relation) or not all(op in _RELATIONS for op in node.ops):
            raise Unsupported("condition of a case")
        members = [self.convert(member) for member in node.members]
        pairs = zip(node.ops, members, members[1:], strict=False)
        return sympy.And(*(_RELATIONS[op](left, right) for op, left, right in pairs))


def _points_near_bounds(conditions: list[Any]) -> set[Expr]:
    """The bounds that conditions are written with, points beside each, and points between them."""
    written = set().union(*(condition.atoms(Rational) for condition in conditions))
    bounds = sorted(bound for bound in written if abs(bound) <= SYMBOLIC_MAX_BOUND)
    middles = ((low + high) / 2 for low, high in pairwise(bounds))
    return {*middles, *(bound + step for bound in bounds for step in (-1, 0, 1))}


def _two_values(cases: list[tuple[Expr, Any]]) -> bool:
    """Whether two cases with conditions on one variable hold at once near a written bound, and may differ there.

    SymPy takes the first of them, but nobody has said that the first counts.
    """
    bounded = [(value, condition) for value, condition in cases if condition not in (S.true, S.false)]
    variables = set().union(*(condition.free_symbols for _, condition in bounded))
    if len(variables) != 1:
        return False
    (variable,) = variables
    for point in _points_near_bounds([condition for _, condition in bounded]):
        values = [
            value.subs(variable, point) for value, condition in bounded if condition.subs(variable, point) == S.true
        ]
        if any(sympy.expand(value - values[0]) != 0 for value in values[1:]):
            return True
    return False
