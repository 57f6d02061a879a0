r"""Constants that stand for any number: of integration (``x^2+C``), of general solutions (``C_1e^x+C_2e^{-x}``).

Which letters can be such constants is a closed list, and what they stand beside decides whether they are:
``\frac12CV^2`` and ``\cos C`` hold none.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Final

from mathequiv.equality.outcome import Context, equal
from mathequiv.equality.rules.linear import at, coefficient
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.limits import MAX_SOLUTION_CONSTANTS
from mathequiv.verdict import Convention, Result

__all__ = ["match_free_constants"]

_INTEGRATION: Final = frozenset({"C", "c", "K", "k", "constant"})
"""Names of an added constant of integration; an index may follow."""

_SOLUTION: Final = frozenset({"A", "B", "C", "D", "K", "c", "k", "a", "b"})
"""Names of the constants of a general solution; ``a``, ``b``, ``c`` and ``k`` with an index only, but for one ``c``."""


def match_free_constants(a: Expr, b: Expr, ctx: Context) -> Result | None:
    """EQUIVALENT if two expressions are one family, whatever its constants are called; None otherwise.

    Args:
        a: one expression.
        b: the other.
        ctx: the comparison.
    """
    found = _match_integrals(a, b, ctx)
    return _match_solutions(a, b, ctx) if found is None else found


# --- constants of integration -----------------------------------------------------------------------------------------


def _match_integrals(a: Expr, b: Expr, ctx: Context) -> Result | None:
    """Both hold one added constant: equal when the rest differs by a constant only."""
    left, right = _without_constant(a), _without_constant(b)
    if left is None or right is None:
        return None
    names = sorted(free_symbols(left) | free_symbols(right))
    if not names:
        return None
    for point in _POINTS:
        there = dict(zip(names, point[: len(names)], strict=False))
        if len(there) < len(names):
            return None
        result = ctx.compare(_from(left, there), _from(right, there))
        if result is not None:
            if not result.equivalent:
                return None
            evidence = Convention("the constant of integration takes up any constant")
            return equal("free_constant", "the antiderivatives differ by a constant", evidence)
    return None


_POINTS: Final[tuple[tuple[Expr, ...], ...]] = (
    tuple(map(Number, (2, 3, 5, 7, 11, 13))),
    tuple(Number(n, 7) for n in (3, 5, 2, 4, 1, 6)),
    tuple(Neg(Number(n, 5)) for n in (2, 3, 7, 4, 8, 6)),
)
"""Where both sides may have a value to be taken off; any point at which they have one does."""


def _from(expr: Expr, point: dict[str, Expr]) -> Expr:
    """The expression less its value at a point."""
    return Add((expr, Neg(at(expr, point))))


def _without_constant(expr: Expr) -> Expr | None:
    """The expression without its one added constant of integration, None if it has none."""
    named = [name for name in free_symbols(expr) if name.partition("_")[0] in _INTEGRATION]
    for name in sorted(named):
        if _is_added(expr, name):
            return at(expr, {name: Number(0)})
    return None


def _is_added(expr: Expr, name: str) -> bool:
    r"""Whether ``name`` only adds a constant: ``x^2+C``, ``\frac{x^3+C}3``, ``x^2-2C``."""
    match expr:
        case Add(terms=terms):
            holding = [term for term in terms if name in free_symbols(term)]
            if len(holding) != 1:
                return False
            return len(terms) > 1 and (_is_multiple(holding[0], name) or _is_added(holding[0], name))
        case Neg(arg=arg):
            return _is_added(arg, name)
        case Div(numerator=above, denominator=below):
            return not free_symbols(below) and _is_added(above, name)
        case Mul(factors=factors):
            holding = [factor for factor in factors if name in free_symbols(factor)]
            others = [factor for factor in factors if name not in free_symbols(factor)]
            return len(holding) == 1 and not any(map(free_symbols, others)) and _is_added(holding[0], name)
    return False


def _is_multiple(expr: Expr, name: str) -> bool:
    """A number times the constant."""
    match expr:
        case Symbol(name=own):
            return own == name
        case Neg(arg=arg):
            return _is_multiple(arg, name)
        case Div(numerator=above, denominator=below):
            return not free_symbols(below) and _is_multiple(above, name)
        case Mul(factors=factors):
            return free_symbols(expr) == {name} and sum(factor == Symbol(name) for factor in factors) == 1
    return False


# --- constants of general solutions -----------------------------------------------------------------------------------


def _match_solutions(a: Expr, b: Expr, ctx: Context) -> Result | None:
    """Both are a sum of free multiples of the same functions, and the rest is the same."""
    left, right = _solution(a), _solution(b)
    if left is None or right is None or len(left[0]) != len(right[0]):
        return None
    rest = ctx.compare(left[1], right[1])
    if rest is None or not rest.equivalent:
        return None
    for order in _orders(len(left[0])):
        if all(_is_scaled(x, right[0][at], ctx) for x, at in zip(left[0], order, strict=True)):
            evidence = Convention("constants of a general solution may be renamed, swapped and scaled")
            return equal("free_constant", "both are the same general solution", evidence)
    return None


def _orders(size: int) -> Iterator[tuple[int, ...]]:
    return iter(permutations(range(size)))


def _is_scaled(x: Expr, y: Expr, ctx: Context) -> bool:
    """Whether two functions are the same up to a constant factor."""
    names = sorted(free_symbols(x) | free_symbols(y))
    for point in _POINTS:
        there = dict(zip(names, point, strict=False))
        left, right = Mul((x, at(y, there))), Mul((y, at(x, there)))
        result = ctx.compare(left, right)
        if result is not None:
            return result.equivalent
    return False


def _solution(expr: Expr) -> tuple[list[Expr], Expr] | None:
    """The functions that free constants multiply, and what is left without them; None if it is no family."""
    names = [name for name in sorted(free_symbols(expr)) if _may_be_free(name)]
    if not names or len(names) > MAX_SOLUTION_CONSTANTS:
        return None
    zero: dict[str, Expr] = dict.fromkeys(names, Number(0))
    parts = []
    for name in names:
        part = coefficient(expr, name)
        if part is None or free_symbols(part) & set(names) or not free_symbols(part) or not _is_solution(part, name):
            return None
        parts.append(part)
    return parts, at(expr, zero)


def _may_be_free(name: str) -> bool:
    head, _, index = name.partition("_")
    return head in _SOLUTION and (bool(index) or head.isupper() or head == "c")


def _is_solution(part: Expr, name: str) -> bool:
    """Whether a letter multiplies what solves equations: anything if it has an index, else no polynomial."""
    return "_" in name or any(_grows(node) for node in walk(part))


def _grows(node: Expr) -> bool:
    match node:
        case Pow(base=base, exponent=exponent):
            return bool(free_symbols(exponent)) and (isinstance(base, (Constant, Number)))
        case Call(args=args):
            return any(map(free_symbols, args))
    return False
