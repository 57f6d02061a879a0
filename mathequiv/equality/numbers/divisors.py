r"""What agreement at integers proves of common divisors and multiples (``\gcd(n^2+1, n+1)``).

The greatest common divisor of two polynomials at an integer divides their resultant R, so that it has the same value at
all integers of one remainder by R: these are its pieces. Of linear and of single terms, the primes that count are those
of the numbers written in them, near which sample points are taken anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import lcm
from typing import Final

from flint import fmpz_mat, fmpz_poly

from mathequiv.equality.rationals import rational
from mathequiv.equality.written import degree
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Add, Call, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import contains, free_symbols, node_types, walk
from mathequiv.limits import MAX_DIVISOR_DEGREE, MAX_DIVISOR_PERIOD

__all__ = ["are_divisors_seen"]


def are_divisors_seen(a: Expr, b: Expr, names: tuple[str, ...]) -> bool:
    """Whether two sides that agree at sample points agree at all integers, as far as common divisors are concerned.

    Args:
        a: one side.
        b: the other.
        names: their variables.

    Returns:
        True where no common divisor or multiple holds a variable.
    """
    found = [node for side in (a, b) for node in walk(side) if isinstance(node, Call) and node.name in _OF_DIVISORS]
    shaped = [node for node in found if free_symbols(node) and not all(map(_is_simple, node.args))]
    if not shaped:
        return True
    if len(names) > 1:
        return False
    period = 1
    for node in shaped:
        own = _period(node.args, names[0])
        period = 0 if own is None else lcm(period, own)
        if not 0 < period <= MAX_DIVISOR_PERIOD:
            return False
    return all(_agree(a, b, names[0], value) for value in range(_TURNS * period))


_OF_DIVISORS: Final = frozenset({"gcd", "lcm"})
_TURNS: Final = 3
"""How often each remainder comes: common multiples are polynomials on it."""


def _is_simple(arg: Expr) -> bool:
    """Whether an argument is linear, or one term."""
    bound = degree(arg) if node_types(arg) <= _OF_INTEGERS else None
    return bound is not None and (bound <= 1 or not contains(arg, (Add,)))


_OF_INTEGERS: Final = frozenset((Add, Mul, Neg, Number, Pow, Symbol))


def _period(args: tuple[Expr, ...], name: str) -> int | None:
    """A number by which the remainder of ``name`` tells the common divisor of polynomials; None where none is known."""
    polynomials = [_polynomial(arg, name) for arg in args]
    rows = [list(map(int, one.coeffs())) for one in polynomials if one is not None and one.degree() >= 0]
    if len(rows) < len(args):
        return None
    return lcm(*map(abs, _resultants(rows))) or None


def _resultants(rows: list[list[int]]) -> Iterator[int]:
    """The resultant of each two polynomials: the determinant of Sylvester's matrix."""
    for p, q in combinations(rows, 2):
        m, n = len(p) - 1, len(q) - 1
        if m + n == 0:
            yield lcm(*p, *q)
            continue
        matrix = [[0] * at + p[::-1] + [0] * (n - 1 - at) for at in range(n)]
        matrix += [[0] * at + q[::-1] + [0] * (m - 1 - at) for at in range(m)]
        yield int(fmpz_mat(matrix).det())


def _polynomial(expr: Expr, name: str) -> fmpz_poly | None:
    """A polynomial with integer coefficients; None for any other expression, and one of a high degree."""
    match expr:
        case Number(numerator=value, denominator=1):
            return fmpz_poly([value])
        case Symbol(name=own):
            return fmpz_poly([0, 1]) if own == name else None
        case Neg(arg=arg):
            found = _polynomial(arg, name)
            return None if found is None else -found
        case Pow(base=base, exponent=Number(numerator=count, denominator=1)) if 0 <= count <= MAX_DIVISOR_DEGREE:
            found = _polynomial(base, name)
            return None if found is None or found.degree() * count > MAX_DIVISOR_DEGREE else found**count
        case Add(terms=parts) | Mul(factors=parts):
            total = fmpz_poly([0 if isinstance(expr, Add) else 1])
            for part in parts:
                found = _polynomial(part, name)
                if found is None or total.degree() + found.degree() > MAX_DIVISOR_DEGREE:
                    return None
                total = total + found if isinstance(expr, Add) else total * found
            return total
    return None


def _agree(a: Expr, b: Expr, name: str, value: int) -> bool:
    """Whether both sides have the same rational value at an integer."""
    at = {name: (value, 1)}
    try:
        left, right = rational(a, at), rational(b, at)
    except (OverLimit, UndefinedValue):
        return False
    return left is not None and left == right
