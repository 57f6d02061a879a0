"""The last reader: text that the project's parser cannot read, through latex2sympy2; imported in the worker only.

What comes back is rebuilt node by node from a closed table, with the conventions of `mathequiv.symbolic.to_sympy`, so
that only meanings that both readers share get through.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Basic, Expr, S, Symbol

from mathequiv.symbolic.gate import is_plain
from mathequiv.symbolic.to_sympy import Converter, Names, Unsupported, functions, power

__all__ = ["names_in", "read", "rebuild"]

_FUNCTIONS: tuple[type[Basic], ...] = tuple(
    maker for maker in functions.values() if isinstance(maker, type) and issubclass(maker, Basic)
)


def _parse(text: str) -> Any:
    """``text`` by whichever of the two packages is there; the newer one is told to change nothing before it reads."""
    plain = text.replace(r"\left", "").replace(r"\right", "")
    try:
        from latex2sympy2_extended import latex2sympy2 as extended  # noqa: PLC0415 - either of two packages
    except ImportError:
        from latex2sympy2 import latex2sympy  # noqa: PLC0415 - the original

        return latex2sympy(plain)
    try:
        as_written = extended.ConversionConfig(interpret_as_mixed_fractions=False, lowercase_symbols=False)
    except TypeError as old:  # releases that harnesses pin (1.0.6) cannot be told to keep names as written
        raise Unsupported("text for a latex2sympy2_extended that renames variables") from old
    return extended.latex2sympy(plain, normalization_config=None, conversion_config=as_written)


def read(text: str) -> Expr:
    """What latex2sympy2 makes of ``text``, before `rebuild`.

    Raises:
        Unsupported: text that it may not be shown, cannot read, or reads as no expression.
    """
    if not is_plain(text):
        raise Unsupported("text that latex2sympy2 may misread")
    try:
        raw = _parse(text)
    except Exception as error:
        if type(error) not in (Exception, NotImplementedError, TypeError, ValueError, AttributeError, IndexError):
            raise  # latex2sympy2 raises plain Exception for what it cannot read
        raise Unsupported("text that latex2sympy2 cannot read") from error
    if not isinstance(raw, Expr):
        raise Unsupported("no scalar expression")
    return raw


def names_in(raw: Expr) -> Names:
    """The assumptions that sums and products in ``raw`` call for, as `Names.of` does for trees."""
    bounds = [limit for fold in raw.atoms(sympy.Sum, sympy.Product) for limit in fold.limits]
    lower, upper = (
        frozenset(name for limit in bounds for name in map(_name, limit[place].free_symbols)) for place in (1, 2)
    )
    return Names(False, lower, upper)


def _name(symbol: Any) -> str:
    return str(symbol.name).replace("{", "").replace("}", "")


def rebuild(raw: Expr, converter: Converter) -> Expr:
    """``raw`` with the project's variables, real odd roots and evaluated arithmetic.

    Raises:
        Unsupported: a class outside the table, or an inexact number.
        UndefinedValue: a division by zero.
        OverLimit: a power that is too large.
    """
    return _Rebuilder(converter).node(raw)


class _Rebuilder:
    def __init__(self, converter: Converter) -> None:
        self.converter = converter
        self.bound: dict[str, Symbol] = {}

    def node(self, raw: Any) -> Expr:
        match raw:
            case sympy.Rational() | sympy.NumberSymbol():
                return raw
            case Symbol():
                return self.bound.get(_name(raw)) or self.converter.names.symbol(_name(raw))
            case sympy.Add() | sympy.Mul():
                return raw.func(*map(self.node, raw.args))
            case sympy.Pow(base=base, exp=exponent):
                return self.power(self.node(base), self.node(exponent))
            case sympy.exp(args=(exponent,)):
                return self.power(S.Exp1, self.node(exponent))
            case sympy.Sum() | sympy.Product() | sympy.Integral():
                return self.fold(raw)
            case _:
                return self.function(raw)

    def function(self, raw: Any) -> Expr:
        known: bool = isinstance(raw, (*_FUNCTIONS, sympy.log))
        if not known:
            raise Unsupported(type(raw).__name__)
        args = [self.node(arg) for arg in raw.args]
        if not isinstance(raw, sympy.log):
            return raw.func(*args)
        if not args[0].free_symbols & set(self.bound.values()):
            self.converter.nonzero.append(args[0])
            self.converter.radicands.append(args[0])
        return sympy.log(args[0]) / (sympy.log(args[1]) if len(args) > 1 else 1)

    def power(self, base: Expr, exponent: Expr) -> Expr:
        if not base.free_symbols & set(self.bound.values()):
            if exponent.could_extract_minus_sign():
                self.converter.nonzero.append(base)
            if isinstance(exponent, sympy.Rational) and exponent.q % 2 == 0:
                self.converter.radicands.append(base)
        return power(base, exponent)

    def fold(self, raw: Any) -> Expr:
        if len(raw.limits) != 1 or len(raw.limits[0]) != 3:
            raise Unsupported("several bounds or none")
        variable, low, high = raw.limits[0]
        bounds = tuple(
            bound if bound in (S.Infinity, S.NegativeInfinity) else self.node(bound) for bound in (low, high)
        )
        if not isinstance(raw, sympy.Integral) and (bounds[1] - bounds[0]).is_negative:
            raise Unsupported("an empty sum: SymPy counts its terms backwards")
        outer = dict(self.bound)
        integral = isinstance(raw, sympy.Integral)
        natural = {"nonnegative": True} if not integral and bounds[0].is_nonnegative else {}
        kind = {"real": True} if integral else {"integer": True}
        dummy = self.bound[_name(variable)] = Symbol(f"#{len(outer)}", **kind, **natural)
        made = raw.func(self.node(raw.function), (dummy, *bounds))
        self.bound = outer
        if not made.free_symbols & set(outer.values()):
            self.converter.folds.append(made)
        return made
