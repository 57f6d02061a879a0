"""The pieces of a pair of expressions: sample points on every side of every corner, and at corners that jump.

Corners whose arguments are algebraic in the variables are found exactly, so a point is taken in every connected piece.
Of others (``sin x``, ``e^x - c``) it is only known on which sides the points lie, so both sides are wanted of each that
is not bounded by zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, gcd, lcm
from typing import Any, Final, NamedTuple

from mathequiv.equality.algebra.normal_form import NoFormError, Normalizer
from mathequiv.equality.algebra.polynomials import Generator, Poly
from mathequiv.equality.numbers.balls import approximate
from mathequiv.equality.numbers.cells import Coordinates, Polynomial, cell_points, cut_points, resultant
from mathequiv.equality.numbers.corners import Corner, corners, smooth_parts
from mathequiv.equality.numbers.points import Point, Setting, random_source
from mathequiv.equality.numbers.ranges import never_crosses
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Div, Expr, Mul, Neg, Pow
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols
from mathequiv.limits import Budget, check

__all__ = ["Pieces", "find_pieces"]


class Pieces(NamedTuple):
    """Where a pair of expressions has to be looked at.

    Attributes:
        inside: points, at least one in every piece.
        edges: corners at which the value may jump.
        sides: what has to be seen on both sides of zero, since its zeros are not known.
        shown: the corners, for the evidence.
    """

    inside: list[Point]
    edges: list[Point]
    sides: list[Expr]
    shown: tuple[str, ...]


_SHOWN: Final = 40


def find_pieces(a: Expr, b: Expr, setting: Setting, budget: Budget) -> Pieces | None:
    """The pieces of the pair; None if they cannot be reached. Without corners there is nothing to look at.

    Raises:
        OverLimit: the budget is spent.
    """
    found = corners(a, b)
    if not found:
        return None if found is None else Pieces([], [], [], ())
    try:
        return _Search(setting, budget).pieces(found)
    except OverLimit as over:
        if over.cap == "MAX_STEPS":
            raise
        budget.met = over
        return None
    except (UndefinedValue, NoFormError, _UnreachableError):
        return None


class _UnreachableError(Exception):
    """Places that cannot be found."""


class _Step(NamedTuple):
    """``slope * x + offset``, which changes something at every integer."""

    slope: Fraction
    offset: Fraction


class _Search:
    """Corners of one pair, collected as polynomials in its variables."""

    def __init__(self, setting: Setting, budget: Budget) -> None:
        self.setting = setting
        self.nf = Normalizer(setting.complex_, budget)
        self.source = random_source(setting.seed)
        self.sides: dict[Expr, None] = {}
        self.cuts: list[Polynomial] = []
        self.jumps: list[Polynomial] = []
        self.steps: list[_Step] = []

    def draw(self) -> Fraction:
        """A generic fraction between 1/4 and 3/4."""
        return Fraction((1 << 14) + self.source.getrandbits(15), 1 << 16)

    def pieces(self, found: list[Corner]) -> Pieces:
        for corner in found:
            self._take(corner)
        shown = tuple(dict.fromkeys(to_text(corner.inner)[:_SHOWN] for corner in found))
        points, edges = self._stepwise() if self.steps else (self._cells(), self._edges())
        return Pieces(self._allowed(points), self._allowed(edges), list(self.sides), shown)

    def _take(self, corner: Corner) -> None:
        for part in smooth_parts(corner.inner):
            if not free_symbols(part):
                continue
            if corner.whole:
                self.steps.append(self._step(part))
                continue
            polynomials = self._polynomials(part)
            if polynomials is None:
                self.sides.update(dict.fromkeys(one for one in _factors(part) if not never_crosses(one)))
            else:
                self.cuts += polynomials
                self.jumps += polynomials if corner.jumps else []

    def _polynomials(self, part: Expr) -> list[Polynomial] | None:
        """Polynomials in the variables that are zero where ``part`` is zero or has a pole; None if there are none."""
        form = self.nf.form(part)
        found = [self._polynomial(poly) for side in (form.num, form.den) for poly in self._real_parts(side)]
        return None if None in found else [p for p in found if p]

    def _real_parts(self, poly: Poly) -> list[Poly]:
        """Real and imaginary part, as far as they are not zero: both are wherever the whole is, or is real."""
        i = self.nf.ring.find(("i",))
        real = {m: c for m, c in poly.items() if all(g != i for g, _ in m)}
        imaginary = {tuple((g, e) for g, e in m if g != i): c for m, c in poly.items() if m not in real}
        return [part for part in (real, imaginary) if part]

    def _polynomial(self, poly: Poly) -> Polynomial | None:
        for row in self._roots_in(poly):
            eliminated = self._without_root(poly, row)
            if eliminated is None:
                return None
            poly = eliminated
        rows = self.nf.ring.generators
        names = self.setting.names
        terms: dict[tuple[Fraction, ...], Fraction] = {}
        for mono, c in poly.items():
            exponents = [Fraction(0)] * len(names)
            value = Fraction(c)
            for g, e in mono:
                key: Any = rows[g].key
                if _is_variable(rows[g]):
                    exponents[names.index(key[1])] = Fraction(e)
                else:
                    known = _constant(rows[g], Fraction(e))
                    if known is None:
                        return None
                    value *= known
            at = tuple(exponents)
            terms[at] = terms.get(at, Fraction(0)) + value
        return _whole_powers(terms, len(names))

    def _roots_in(self, poly: Poly) -> list[int]:
        """Generators of roots of polynomials in variables, the last made first: they hold those before them."""
        found: set[int] = set()
        queue = [g for mono in poly for g, _ in mono]
        rows = self.nf.ring.generators
        while queue:
            g = queue.pop()
            if g not in found and rows[g].relation in ("power", "square") and not rows[g].constant:
                found.add(g)
                queue += [h for mono in rows[g].poly or {} for h, _ in mono]
        return sorted(found, reverse=True)

    def _without_root(self, poly: Poly, g: int) -> Poly | None:
        """A polynomial without generator ``g`` that is zero wherever ``poly`` is."""
        row = self.nf.ring.generators[g]
        monos = [*poly, *(row.poly or {})]
        used = sorted({h for mono in monos for h, _ in mono} | {g})
        # Every exponent is a multiple of 1/scale, so each generator is taken as a power of its scale-th root.
        scale = lcm(*(Fraction(e).denominator for mono in monos for _, e in mono))
        at = used.index(g)
        left, inner = _flat(poly, used, scale), _flat(row.poly or {}, used, scale)
        if max(m[at] for m in left) == 0:
            return poly
        period = scale * (2 if row.relation == "square" else 1)
        power = tuple(period if k == at else 0 for k in range(len(used)))
        relation = {m: -c for m, c in inner.items()} | {power: 1}
        result = resultant(_without_poles(left), _without_poles(relation), at)
        if not result:
            return None
        return _monomials(result, used, scale)

    def _step(self, part: Expr) -> _Step:
        form = self.nf.form(part)
        if len(self.setting.names) != 1 or not self._is_linear(form.num) or not self._is_linear(form.den):
            raise _UnreachableError
        above, divisor = self._polynomial(form.num), self._polynomial(form.den)
        if above is None or divisor is None or set(divisor) != {(0,)}:
            raise _UnreachableError
        return _Step(Fraction(above.get((1,), 0), divisor[(0,)]), Fraction(above.get((0,), 0), divisor[(0,)]))

    def _is_linear(self, poly: Poly) -> bool:
        """Whether only constants and first powers of a variable occur."""
        rows = self.nf.ring.generators
        return all(rows[g].constant or (e == 1 and _is_variable(rows[g])) for mono in poly for g, e in mono)

    # -- points

    def _allowed(self, places: list[Coordinates]) -> list[Point]:
        points = [dict(zip(self.setting.names, values, strict=True)) for values in places]
        return list(filter(self.setting.allows, points))

    def _generic(self) -> list[Fraction]:
        return [self.setting.own_side(name, 16 * self.draw() - 8) for name in self.setting.names]

    def _cells(self) -> list[Coordinates]:
        used = [k for k in range(len(self.setting.names)) if any(m[k] for p in self.cuts for m in p)]
        if not used:
            return []
        own = [{tuple(m[k] for k in used): c for m, c in p.items()} for p in self.cuts]
        # What is positive ends at zero, so that no cell has its point on the other side.
        own += [
            {tuple(int(k == at) for k in used): 1} for at in used if self.setting.names[at] in self.setting.positive
        ]
        found: list[Coordinates] = []
        for cell in cell_points(own, len(used), self.draw):
            values = self._generic()
            for k, x in zip(used, cell, strict=True):
                values[k] = x
            found.append(tuple(values))
        return found

    def _edges(self) -> list[Coordinates]:
        """The rational places at which the value may jump; in several variables at generic values of all but one."""
        found: list[Coordinates] = []
        for p in self.jumps:
            for k in range(len(self.setting.names)):
                if max(m[k] for m in p) != 1:
                    continue
                values = self._generic()
                slope, offset = (self._value(p, values, k, power) for power in (1, 0))
                if slope:
                    values[k] = -offset / slope
                    found.append(tuple(values))
                break
        return found

    def _value(self, p: Polynomial, values: list[Fraction], at: int, power: int) -> Fraction:
        total = Fraction(0)
        for m, c in p.items():
            if m[at] == power:
                term = Fraction(c)
                for k, e in enumerate(m):
                    term *= values[k] ** e if k != at else 1
                total += term
        return total

    def _stepwise(self) -> tuple[list[Coordinates], list[Coordinates]]:
        """Points in, and at the ends of, all steps of several periods: near zero, near each cut, and far out."""
        period = Fraction(
            lcm(*(s.slope.denominator for s in self.steps)), gcd(*(s.slope.numerator for s in self.steps))
        )
        bound = {Fraction(0)} if self.setting.positive else set()
        ends = sorted(bound | {x for step in self.steps for x in _places(step, period)})
        turns = {0, -1, 1 + self.source.getrandbits(16), -2 - self.source.getrandbits(16)}
        for low, high in cut_points(self.cuts):
            turns.update(range(floor(low / period) - 1, ceil(high / period) + 2))
        check("MAX_PIECES", len(turns) * len(ends))
        shifts = [turn * period for turn in sorted(turns)]
        edges = [(shift + x,) for shift in shifts for x in ends]
        inside = [
            (shift + x + (y - x) * self.draw(),) for shift in shifts for x, y in pairwise([*ends, ends[0] + period])
        ]
        return [*inside, *self._cells()], [*edges, *self._edges()]


def _is_variable(row: Generator) -> bool:
    return isinstance(row.key, tuple) and row.key[0] == "variable"


def _places(step: _Step, period: Fraction) -> Iterable[Fraction]:
    """Where the step is an integer, from 0 up to one period."""
    count = int(abs(step.slope) * period)
    check("MAX_PIECES", count)
    return [((k - step.offset) / step.slope) % period for k in range(count)]


def _factors(part: Expr) -> list[Expr]:
    """Expressions that are zero or have a pole wherever ``part`` does, as simple as can be seen."""
    match part:
        case Mul(factors=factors):
            return [one for factor in factors for one in _factors(factor)]
        case Div(numerator=above, denominator=below):
            return [*_factors(above), *_factors(below)]
        case Neg(arg=inner) | Pow(base=inner):
            return _factors(inner) if free_symbols(inner) else [part]
    return [part] if free_symbols(part) else []


def _flat(poly: Poly, used: list[int], scale: int) -> Polynomial:
    """``poly`` with exponents counted in parts of 1/scale."""
    rows: Polynomial = {}
    for mono, c in poly.items():
        exponents = dict(mono)
        rows[tuple(int(exponents.get(g, 0) * scale) for g in used)] = c
    return rows


def _monomials(poly: Polynomial, used: list[int], scale: int) -> Poly:
    """The inverse of `_flat`."""
    return {tuple((used[k], Fraction(e, scale)) for k, e in enumerate(m) if e): c for m, c in poly.items()}


def _without_poles(poly: Polynomial) -> Polynomial:
    """``poly`` times what leaves no negative exponent, and is zero where it has a pole."""
    least = [min(exponents) for exponents in zip(*poly, strict=True)]
    by = [1 - low if low < 0 else 0 for low in least]
    return {tuple(e + up for e, up in zip(m, by, strict=True)): c for m, c in poly.items()}


def _whole_powers(terms: dict[tuple[Fraction, ...], Fraction], size: int) -> Polynomial:
    """A polynomial that is zero wherever a sum of products of powers with rational exponents is, or has a pole."""
    least = [min([m[k] for m in terms] + [Fraction(0)]) for k in range(size)]
    scales = [lcm(*(m[k].denominator for m in terms)) for k in range(size)]
    scale = lcm(*(v.denominator for v in terms.values()))
    found: Polynomial = {}
    for m, v in terms.items():
        if v:
            powers = [int((e - low) * s) + (low < 0) for e, low, s in zip(m, least, scales, strict=True)]
            found[tuple(powers)] = int(v * scale)
    for k, root in enumerate(scales):
        if root > 1 and found:
            found = _without_variable_root(found, k, root)
    return found


def _without_variable_root(poly: Polynomial, at: int, root: int) -> Polynomial:
    """``poly`` in ``t = x^(1/root)`` as one in ``x``."""
    inner = {(*m, 0): c for m, c in poly.items()}
    size = len(next(iter(inner)))
    power = tuple(root if k == at else 0 for k in range(size))
    variable = tuple(int(k == size - 1) for k in range(size))
    result = resultant(inner, {power: 1, variable: -1}, at)
    return {(*m[:at], m[-1], *m[at + 1 : -1]): c for m, c in result.items()}


def _constant(row: Generator, exponent: Fraction) -> Fraction | None:
    """An approximation of a power of a constant, far finer than any distance between corners of an answer."""
    match row.key:
        case ("pi" | "e" as name,):
            return approximate(name, 0, exponent)
        case ("prime" | "ln prime" as name, int(p)):
            return approximate(name, p, exponent)
    return None
