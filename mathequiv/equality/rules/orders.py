r"""Orders of growth: constants inside ``O(…)`` do not matter, so that ``O(n\log_2 n)`` is ``O(n\log n)``."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, TypeAlias, TypeGuard

from mathequiv.equality.outcome import Context, equal, mismatch
from mathequiv.equality.rules.constants import is_scaled
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Call, Div, Expr, Mul, Neg, Number, Pow, Root, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols, rebuild
from mathequiv.verdict import Exact

__all__ = ["are_orders", "match_orders", "size_of_order"]

_NAMES: Final = frozenset({"O", "Theta", "Omega"})


def are_orders(a: Mul, b: Mul) -> bool:
    """Whether both products are orders of growth."""
    return _is_order(a) and _is_order(b)


def _is_order(expr: Mul) -> bool:
    """Whether a product is an order of growth: its name, and what is in its parentheses."""
    first = expr.factors[0]
    return isinstance(first, Symbol) and first.name in _NAMES and len(expr.factors) == 2


def size_of_order(expr: Mul) -> tuple[Fraction, Fraction] | None:
    """The powers of a size and of its logarithm in an order of growth; None for another product."""
    return _size(expr.factors[1]) if _is_order(expr) and len(free_symbols(expr.factors[1])) <= 1 else None


def match_orders(a: Mul, b: Mul, ctx: Context) -> Finding | None:
    """Compare two orders of growth; None where a sum in one may hide terms that do not matter."""
    (name, inside), (other, its) = a.factors, b.factors
    inside, its = _without_sizes(inside), _without_sizes(its)
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
    largest = _largest(inside), _largest(its)
    if largest[0] and largest[0] == largest[1]:
        return equal("order_of_growth", "they have the same largest terms", Exact("dominant terms"))
    if largest[0] and largest[1] and _grow_apart(largest[0], largest[1]):
        return mismatch("order_of_growth", "order", to_text(a)[:80], to_text(b)[:80])
    if same is None or contains(inside, (Add,)) or contains(its, (Add,)):
        return None
    return mismatch("order_of_growth", "order", to_text(a)[:80], to_text(b)[:80])


def _without_sizes(expr: Expr) -> Expr:
    """The names of sets, of which the sizes count (``|V|``), as the sizes."""
    match expr:
        case Call(name="abs", args=(Symbol() as name,)):
            return name
    return rebuild(expr, _without_sizes)


_Term: TypeAlias = tuple[tuple[str, int], ...]
"""The powers of names and of their logarithms in a term."""


def _largest(expr: Expr) -> frozenset[_Term]:
    """The terms of a sum of products of names that no other term is at least as large as; nothing for other sums."""
    terms = expr.terms if isinstance(expr, Add) else expr.args if _is_maximum(expr) else (expr,)
    found = {term: dict(term) for term in map(_term, terms) if term is not None}
    if any(_term(term) is None for term in terms):
        return frozenset()
    return frozenset(
        [one for one in found if not any(one != other and _is_below(found[one], found[other]) for other in found)]
    )


def _grow_apart(left: frozenset[_Term], right: frozenset[_Term]) -> bool:
    """Whether one sum grows faster as all names grow alike, or as one does; sizes of a graph hang together."""
    names = {name for term in (*left, *right) for name, _ in term if " " not in name}
    ways = [names, *[{name} for name in sorted(names - _OF_GRAPHS)]]
    return any(_degree(left, way) != _degree(right, way) for way in ways)


_OF_GRAPHS: Final = frozenset("VE")


def _degree(terms: frozenset[_Term], growing: set[str]) -> int:
    return max(sum(power for name, power in term if name in growing) for term in terms)


def _is_maximum(expr: Expr) -> TypeGuard[Call]:
    return isinstance(expr, Call) and expr.name == "max"


def _is_below(one: dict[str, int], other: dict[str, int]) -> bool:
    return all(power <= other.get(name, 0) for name, power in one.items())


def _term(expr: Expr) -> _Term | None:
    """A product of numbers, names and logarithms of names by its powers; None for anything else."""
    powers: dict[str, int] = {}
    for factor in expr.factors if isinstance(expr, Mul) else (expr,):
        match factor:
            case Number(numerator=value) if value > 0:
                continue
            case Symbol(name=name):
                power = 1
            case Pow(base=Symbol(name=name), exponent=Number(numerator=power, denominator=1)) if power > 0:
                pass
            case Call(name="log" | "ln", args=(Symbol(name=of),)):
                name, power = f"log {of}", 1
            case _:
                return None
        powers[name] = powers.get(name, 0) + power
    return tuple(sorted(powers.items()))


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
