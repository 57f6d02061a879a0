"""A rational point in every piece into which real roots of polynomials cut space.

Projection by leading coefficients, discriminants and resultants, and lifting through isolated real roots: an open
cylindrical algebraic decomposition (Collins 1975; for open cells: Strzeboński, "Solving systems of strict polynomial
inequalities", J. Symb. Comp. 29, 2000).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations, pairwise
from math import gcd
from typing import Any, TypeAlias

from flint import fmpz_poly

from mathequiv.limits import check

__all__ = ["Coordinates", "Polynomial", "cell_points", "cut_points", "resultant"]

Polynomial: TypeAlias = dict[tuple[int, ...], int]
"""Exponents of the variables → integer coefficient, none of which is zero."""

Coordinates: TypeAlias = tuple[Fraction, ...]
Draw: TypeAlias = Callable[[], Fraction]
"""Gives generic fractions between 1/4 and 3/4."""


def cell_points(polynomials: Iterable[Polynomial], size: int, draw: Draw) -> list[Coordinates]:
    """At least one point in every connected open set on which none of the polynomials is zero.

    Args:
        polynomials: nonzero, in ``size`` variables.
        size: number of variables, at least 1.
        draw: where the points within their cells come from.

    Raises:
        OverLimit: `MAX_PIECES`, `MAX_ROOTS` or `MAX_ELIMINATION` would be passed.
    """
    rows = _distinct(polynomials)
    if size == 1:
        return [(x,) for x in _between(cut_points(rows), draw)]
    at = size - 1
    level = _coprime([p for p in rows if _degree(p, at)], at)
    lower = [_drop(p, at) for p in (*_projections(level, at), *(p for p in rows if not _degree(p, at)))]
    points: list[Coordinates] = []
    for point in cell_points(lower, at, draw):
        cut = cut_points(_distinct([_at(p, point) for p in level]))
        points += [(*point, x) for x in _between(cut, draw)]
        check("MAX_PIECES", len(points))
    return points


def _distinct(polynomials: Iterable[Polynomial]) -> list[Polynomial]:
    """Primitive parts that are no constants, each once."""
    found: dict[frozenset[tuple[tuple[int, ...], int]], Polynomial] = {}
    for p in polynomials:
        for part in _factors(p):
            found[frozenset(part.items())] = part
    return list(found.values())


def _factors(p: Polynomial) -> list[Polynomial]:
    """Variables that divide ``p``, and what is left, up to a constant."""
    if not p:
        return []
    size = len(next(iter(p)))
    least = tuple(min(m[k] for m in p) for k in range(size))
    parts: list[Polynomial] = [{tuple(int(j == k) for j in range(size)): 1} for k in range(size) if least[k]]
    rest = _primitive({tuple(e - s for e, s in zip(m, least, strict=True)): c for m, c in p.items()})
    return parts if len(rest) == 1 else [*parts, rest]


def _primitive(p: Polynomial) -> Polynomial:
    common = gcd(*p.values())
    if p[max(p)] < 0:
        common = -common
    return {m: c // common for m, c in p.items()}


# ---- one variable ----------------------------------------------------------------------------------------------------


def cut_points(polynomials: Iterable[Polynomial]) -> list[tuple[Fraction, Fraction]]:
    """Enclosures of the real roots of polynomials in one variable, apart from each other, from left to right.

    Raises:
        OverLimit: there are more than `MAX_ROOTS`.
    """
    whole = fmpz_poly([1])
    for p in polynomials:
        whole *= fmpz_poly([p.get((k,), 0) for k in range(1 + max(m[0] for m in p))])
        check("MAX_ROOTS", whole.degree())
    if whole.degree() < 1:
        return []
    found: Any = whole.complex_roots()
    roots = [root.real for root, _ in found if root.imag.is_zero()]
    return sorted((_fraction(root.lower()), _fraction(root.upper())) for root in roots)


def _fraction(exact: Any) -> Fraction:
    mantissa, exponent = exact.mid().man_exp()
    return int(mantissa) * Fraction(2) ** int(exponent)


def _between(cuts: list[tuple[Fraction, Fraction]], draw: Draw) -> list[Fraction]:
    """A generic point left of, between and right of the cuts; three where there is none."""
    if not cuts:
        return [4 * draw(), -4 * draw(), 64 * draw()]
    inner = [_inside(low[1], high[0], draw()) for low, high in pairwise(cuts)]
    return [cuts[0][0] - 4 * draw(), *inner, cuts[-1][1] + 4 * draw()]


def _inside(low: Fraction, high: Fraction, part: Fraction) -> Fraction:
    return low + (high - low) * part


# ---- several variables -----------------------------------------------------------------------------------------------


def _degree(p: Polynomial, at: int) -> int:
    return max(m[at] for m in p)


def _drop(p: Polynomial, at: int) -> Polynomial:
    return {m[:at] + m[at + 1 :]: c for m, c in p.items()}


def _rows(p: Polynomial, at: int) -> dict[int, Polynomial]:
    """Coefficients of the powers of one variable."""
    rows: dict[int, Polynomial] = {}
    for m, c in p.items():
        others = (*m[:at], 0, *m[at + 1 :])
        rows.setdefault(m[at], {})[others] = c
    return rows


def _at(p: Polynomial, point: Coordinates) -> Polynomial:
    """``p`` with all variables but the last given, up to a constant; empty if it is zero there."""
    powers = [_powers(x, max(m[at] for m in p)) for at, x in enumerate(point)] if p else []
    sums: dict[int, int] = {}
    for m, c in p.items():
        value = c
        for row, e in zip(powers, m, strict=False):
            value *= row[e]
        sums[m[-1]] = sums.get(m[-1], 0) + value
    scale = gcd(*sums.values())
    return {(e,): v // scale for e, v in sums.items() if v}


def _powers(x: Fraction, most: int) -> list[int]:
    """The powers of a fraction up to ``most``, all times that power of its denominator."""
    return [x.numerator**e * x.denominator ** (most - e) for e in range(most + 1)]


def _projections(level: list[Polynomial], at: int) -> list[Polynomial]:
    found = [_rows(p, at)[_degree(p, at)] for p in level]
    found += [resultant(p, _derivative(p, at), at) for p in level if _degree(p, at) > 1]
    found += [resultant(p, q, at) for p, q in combinations(level, 2)]
    return _distinct(found)


def _coprime(polynomials: list[Polynomial], at: int) -> list[Polynomial]:
    """Polynomials with the same zeros, and perhaps some more in the other variables, without common factors."""
    kept: list[Polynomial] = []
    queue = list(polynomials)
    while queue:
        check("MAX_PIECES", len(kept) + len(queue))
        p = queue.pop()
        if not _degree(p, at):
            continue
        if _degree(p, at) > 1 and not resultant(p, _derivative(p, at), at):
            queue.append(_quotient(p, _common(p, _derivative(p, at), at), at))
            continue
        for k, q in enumerate(kept):
            if not resultant(p, q, at):
                common = _common(p, q, at)
                del kept[k]
                queue += [common, *(_quotient(x, common, at) for x in (p, q))]
                break
        else:
            kept.append(p)
    return _distinct(kept)


def _derivative(p: Polynomial, at: int) -> Polynomial:
    return {(*m[:at], m[at] - 1, *m[at + 1 :]): c * m[at] for m, c in p.items() if m[at]}


def _common(p: Polynomial, q: Polynomial, at: int) -> Polynomial:
    """The greatest common divisor by pseudo-remainders, up to a factor in the other variables."""
    while q:
        p, q = q, _divide(p, q, at)[1] if _degree(q, at) else {}
    return p


def _quotient(p: Polynomial, divisor: Polynomial, at: int) -> Polynomial:
    return _divide(p, divisor, at)[0] if _degree(divisor, at) else p


def _divide(p: Polynomial, q: Polynomial, at: int) -> tuple[Polynomial, Polynomial]:
    """Pseudo-quotient and pseudo-remainder, each up to a constant."""
    size = _degree(q, at)
    lead = _rows(q, at)[size]
    quotient: Polynomial = {}
    while p and _degree(p, at) >= size:
        step = _degree(p, at) - size
        top = _shift(_rows(p, at)[size + step], at, step)
        quotient = _plus(_times(lead, quotient), top)
        p = _plus(_times(lead, p), _times(top, q), -1)
        check("MAX_TERMS", len(p))
    return (_primitive(quotient) if quotient else quotient), (_primitive(p) if p else p)


def _shift(p: Polynomial, at: int, by: int) -> Polynomial:
    return {(*m[:at], m[at] + by, *m[at + 1 :]): c for m, c in p.items()}


def _plus(p: Polynomial, q: Polynomial, factor: int = 1) -> Polynomial:
    total = dict(p)
    for m, c in q.items():
        value = total.get(m, 0) + factor * c
        if value:
            total[m] = value
        else:
            total.pop(m, None)
    return total


def _times(p: Polynomial, q: Polynomial) -> Polynomial:
    check("MAX_PRODUCTS", len(p) * len(q))
    total: Polynomial = {}
    for m, c in p.items():
        for n, d in q.items():
            both = tuple(map(int.__add__, m, n))
            total[both] = total.get(both, 0) + c * d
    return {m: c for m, c in total.items() if c}


def resultant(p: Polynomial, q: Polynomial, at: int) -> Polynomial:
    """The resultant in one variable: the determinant of Sylvester's matrix, expanded by minors of its first rows.

    Raises:
        OverLimit: the matrix has more than `MAX_ELIMINATION` rows.
    """
    left, right = _rows(p, at), _rows(q, at)
    m, n = max(left), max(right)
    check("MAX_ELIMINATION", m + n)
    matrix = [{k + m - e: c for e, c in left.items()} for k in range(n)]
    matrix += [{k + n - e: c for e, c in right.items()} for k in range(m)]
    minors: dict[int, Polynomial] = {0: {(0,) * len(next(iter(p))): 1}}
    for row in matrix:
        bigger: dict[int, Polynomial] = {}
        for columns, minor in minors.items():
            for column, entry in row.items():
                if columns >> column & 1:
                    continue
                sign = -1 if (columns >> column).bit_count() % 2 else 1
                key = columns | 1 << column
                bigger[key] = _plus(bigger.get(key, {}), _times(minor, entry), sign)
        minors = bigger
    return minors.get((1 << (m + n)) - 1, {})
