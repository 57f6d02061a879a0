r"""Orders of growth: constants inside ``O(…)`` do not matter, so that ``O(n\log_2 n)`` is ``O(n\log n)``."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathequiv.equality.outcome import Context, equal, mismatch
from mathequiv.equality.rules.constants import is_scaled
from mathequiv.latex.expr import Add, Call, Div, Expr, Mul, Neg, Number, Pow, Root, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols
from mathequiv.verdict import Exact, Result

__all__ = ["are_orders", "match_orders"]

_NAMES: Final = frozenset({"O", "Theta", "Omega"})


def are_orders(a: Mul, b: Mul) -> bool:
    """Whether both products are orders of growth."""
    return _is_order(a) and _is_order(b)


def _is_order(expr: Mul) -> bool:
    """Whether a product is an order of growth: its name, and what is in its parentheses."""
    first = expr.factors[0]
    return isinstance(first, Symbol) and first.name in _NAMES and len(expr.factors) == 2


def match_orders(a: Mul, b: Mul, ctx: Context) -> Result | None:
    """Compare two orders of growth; None where a sum in one may hide terms that do not matter."""
    (name, inside), (other, its) = a.factors, b.factors
    if name != other:
        return mismatch("order_of_growth", "order", to_text(a)[:80], to_text(b)[:80])
    sizes = _size(inside), _size(its)
    if sizes[0] is not None and sizes[1] is not None and len(free_symbols(inside) | free_symbols(its)) <= 1:
        same: bool | None = sizes[0] == sizes[1]
    else:
        same = _is_scaled(inside, its, ctx)
    if same:
        return equal(
            "order_of_growth", "they differ by a constant factor, which an order leaves out", Exact("proportion")
        )
    if same is None or contains(inside, (Add,)) or contains(its, (Add,)):
        return None
    return mismatch("order_of_growth", "order", to_text(a)[:80], to_text(b)[:80])


def _size(expr: Expr) -> tuple[Fraction, Fraction] | None:
    """The powers of a name and of its logarithm in the largest term of a sum; None for other functions."""
    match expr:
        case Number():
            return Fraction(0), Fraction(0)
        case Symbol():
            return Fraction(1), Fraction(0)
        case Call(name="log" | "ln", args=args) if isinstance(args[0], Symbol) and not any(map(free_symbols, args[1:])):
            return Fraction(0), Fraction(1)
        case Neg(arg=arg):
            return _size(arg)
        case Root(radicand=radicand, index=Number(numerator=index, denominator=1)):
            return _times(_size(radicand), Fraction(1, index))
        case Pow(base=base, exponent=Number() as exponent):
            return _times(_size(base), Fraction(exponent.numerator, exponent.denominator))
        case Pow(base=base, exponent=Div(numerator=Number(numerator=n), denominator=Number(numerator=d))) if d:
            return _times(_size(base), Fraction(n, d))
        case Div(numerator=above, denominator=below):
            return _plus(_size(above), _times(_size(below), Fraction(-1)))
        case Mul(factors=factors):
            return _size_of_product(factors)
        case Add(terms=terms):
            return _size_of_sum(terms)
    return None


def _size_of_product(factors: tuple[Expr, ...]) -> tuple[Fraction, Fraction] | None:
    found: tuple[Fraction, Fraction] | None = (Fraction(0), Fraction(0))
    for factor in factors:
        found = _plus(found, _size(factor))
    return found


def _size_of_sum(terms: tuple[Expr, ...]) -> tuple[Fraction, Fraction] | None:
    """The size of the largest term; None where one is taken away or has none."""
    if any(isinstance(term, Neg) for term in terms):
        return None
    sizes = [size for size in map(_size, terms) if size is not None]
    return max(sizes) if len(sizes) == len(terms) else None


def _times(size: tuple[Fraction, Fraction] | None, by: Fraction) -> tuple[Fraction, Fraction] | None:
    return None if size is None else (size[0] * by, size[1] * by)


def _plus(a: tuple[Fraction, Fraction] | None, b: tuple[Fraction, Fraction] | None) -> tuple[Fraction, Fraction] | None:
    return None if a is None or b is None else (a[0] + b[0], a[1] + b[1])


def _is_scaled(a: Expr, b: Expr, ctx: Context) -> bool | None:
    if not free_symbols(a) and not free_symbols(b):
        return True  # any two constants
    return is_scaled(a, b, ctx.budget)
