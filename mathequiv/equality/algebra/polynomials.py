"""Polynomials and fractions with integer coefficients over generators, some of which satisfy a relation.

A monomial is a sorted tuple of ``(generator, exponent)`` pairs; exponents may be negative or fractional. A polynomial
maps monomials to nonzero integers. `Ring.settle` applies the relations (``i² = -1``, ``√p·√p = p``,
``sin² = 1 - cos²``, ``|u|² = u²``), so that a polynomial with no terms is zero wherever its parts are defined.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import ceil, comb, floor, gcd
from typing import Final, TypeAlias

from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.limits import MAX_EXACT_BITS, MAX_PRODUCTS, MAX_TERMS, Budget

__all__ = ["ONE", "Exponent", "Form", "Generator", "Mono", "Poly", "Ring", "constant"]

Exponent: TypeAlias = int | Fraction
Mono: TypeAlias = tuple[tuple[int, Exponent], ...]
Poly: TypeAlias = dict[Mono, int]

_UNIT: Final[Mono] = ()
_PRODUCTS_PER_STEP: Final = 4


@dataclass(slots=True, eq=False)
class Generator:
    """An indeterminate: a variable, a constant such as π, or a function of other forms.

    Attributes:
        key: what it means.
        relation: ``""``, or ``"number"`` (its first power is the integer ``number``; exponents stay in [0, 1)),
            ``"power"`` (its first power is ``poly``; exponents in [0, 1)), ``"square"`` (its second power is ``poly``;
            exponents in [0, 2)), ``"sine"`` (its second power is ``poly``, negative exponents stay), ``"formal"`` (it
            is ``b^m``, and its ``r``-th power means ``b^(rm)``, which is the power's power for integers ``r`` only).
        positive: greater than 0 wherever it is defined, but for special points if ``zeros``.
        real: a real number wherever it is defined.
        constant: holds no variable.
        independent: no algebraic relation to the others is overlooked.
    """

    key: Hashable
    relation: str = ""
    number: int = 0
    poly: Poly | None = None
    positive: bool = False
    zeros: bool = False
    real: bool = True
    constant: bool = False
    independent: bool = False


class Form:
    """A fraction ``num / den`` of two polynomials; ``den`` is never zero."""

    __slots__ = ("den", "num")

    def __init__(self, num: Poly, den: Poly) -> None:
        self.num = num
        self.den = den


ONE: Final[Poly] = {_UNIT: 1}


def constant(n: int, d: int = 1) -> Form:
    """The rational ``n / d`` with ``d`` > 0."""
    return Form({_UNIT: n} if n else {}, ONE if d == 1 else {_UNIT: d})


def merge(a: Mono, b: Mono) -> Mono:
    """Product of two monomials, relations not applied."""
    if not a:
        return b
    if not b:
        return a
    if len(a) < len(b):
        a, b = b, a
    exponents = dict(a)
    size = len(exponents)
    for generator, exponent in b:
        total = exponents.get(generator, 0) + exponent
        if total:
            exponents[generator] = total
        else:
            del exponents[generator]
            size -= 1
    # What is only added to keeps its place; sorting is half of the work where it is needed.
    return tuple(exponents.items()) if len(exponents) == size else tuple(sorted(exponents.items()))


def content(poly: Poly) -> int:
    """Greatest common divisor of the coefficients, positive."""
    values = iter(poly.values())
    common = abs(next(values))
    for value in values:
        if common == 1:
            break
        common = gcd(common, value)
    return common


def scale_down(poly: Poly, divisor: int) -> Poly:
    """``poly`` divided by a common divisor of its coefficients."""
    return poly if divisor == 1 else {m: c // divisor for m, c in poly.items()}


def negate(poly: Poly) -> Poly:
    """``-poly``."""
    return {m: -c for m, c in poly.items()}


def leading(poly: Poly) -> Mono:
    """The largest monomial, in the order of tuples."""
    return max(poly)


def rational_part(poly: Poly) -> int | None:
    """The integer that ``poly`` is, or None."""
    if not poly:
        return 0
    return poly.get(_UNIT) if len(poly) == 1 else None


class Ring:
    """The generators of one comparison and the arithmetic over them.

    Args:
        budget: where term products are counted.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.generators: list[Generator] = []
        self._index: dict[Hashable, int] = {}
        self._related = False

    # -- generators

    def find(self, key: Hashable) -> int | None:
        """Number of the generator with this key, if there is one."""
        return self._index.get(key)

    def add(self, generator: Generator) -> int:
        """Enter a generator (or find it again) and give its number."""
        number = self._index.get(generator.key)
        if number is None:
            number = self._index[generator.key] = len(self.generators)
            self.generators.append(generator)
            self._related = self._related or bool(generator.relation)
        return number

    def generators_of(self, *polys: Poly) -> Iterable[Generator]:
        """The generators that occur."""
        return [self.generators[g] for g in {g for p in polys for m in p for g, _ in m}]

    def is_constant(self, form: Form) -> bool:
        """Whether no variable occurs."""
        return all(g.constant for g in self.generators_of(form.num, form.den))

    def is_real(self, *polys: Poly) -> bool:
        """Whether every generator is real wherever it is defined."""
        return all(g.real for g in self.generators_of(*polys))

    def is_independent(self, poly: Poly) -> bool:
        """Whether a nonzero ``poly`` is certainly a nonzero function."""
        if len(poly) == 1:
            return _UNIT in poly or all(g.independent or g.positive for g in self.generators_of(poly))
        return all(g.independent for g in self.generators_of(poly))

    # -- polynomials

    def settle(self, mono: Mono, factor: int) -> Poly:
        """The polynomial equal to ``factor * mono`` in which every exponent obeys its generator's relation."""
        kept: list[tuple[int, Exponent]] = []
        factors: list[Poly] = []
        for g, e in mono:
            row = self.generators[g]
            above, below = e.numerator, e.denominator  # an order of fractions costs more than one of integers
            paired = row.relation in ("square", "sine")
            if row.relation in ("", "formal") or 0 <= above < below or (paired and above < 2 * below):
                kept.append((g, e))
                continue
            if paired:
                whole, rest = int(e // 2), e % 2
                factors.append(self.power(row.poly or ONE, whole))
            else:
                whole = floor(e)
                rest = e - whole
                if row.relation == "number":
                    self._check_bits(abs(row.number).bit_length() * whole)
                    factor *= row.number**whole
                else:
                    factors.append(self.power(row.poly or ONE, whole))
            if rest:
                kept.append((g, rest))
        settled = {tuple(kept): factor}
        return reduce(self.multiply, factors, settled) if factors else settled

    def multiply(self, a: Poly, b: Poly) -> Poly:
        """Product.

        Raises:
            OverLimit: too many terms or too large coefficients.
        """
        if a is ONE or a == ONE:
            return b
        if b is ONE or b == ONE:
            return a
        if len(a) * len(b) > MAX_PRODUCTS:
            raise OverLimit("MAX_PRODUCTS", len(a) * len(b))
        self.budget.spend(1 + len(a) * len(b) // _PRODUCTS_PER_STEP)
        if len(a) == len(b) == 1:
            return self._multiply_terms(a, b)
        out: Poly = {}
        for ma, ca in a.items():
            for mb, cb in b.items():
                mono = merge(ma, mb)
                if self._related and ma and mb and self._loose(mono):
                    for m, c in self.settle(mono, ca * cb).items():
                        out[m] = out.get(m, 0) + c
                else:
                    out[mono] = out.get(mono, 0) + ca * cb
        return self._check(out)

    def _multiply_terms(self, a: Poly, b: Poly) -> Poly:
        """Product of two polynomials of one term each."""
        ((ma, ca),) = a.items()
        ((mb, cb),) = b.items()
        mono, factor = merge(ma, mb), ca * cb
        if self._related and ma and mb and self._loose(mono):
            return self._check(self.settle(mono, factor))
        self._check_bits(factor.bit_length())
        return {mono: factor}

    def _loose(self, mono: Mono) -> bool:
        rows = self.generators
        return any(rows[g].relation and e.numerator >= e.denominator for g, e in mono)

    def _check(self, poly: Poly) -> Poly:
        out = {m: c for m, c in poly.items() if c}
        if len(out) > MAX_TERMS:
            raise OverLimit("MAX_TERMS", len(out))
        for c in out.values():
            self._check_bits(c.bit_length())
        return out

    @staticmethod
    def _check_bits(bits: int) -> None:
        if bits > MAX_EXACT_BITS:
            raise OverLimit("MAX_EXACT_BITS", bits)

    def power(self, poly: Poly, exponent: int) -> Poly:
        """``poly`` to a power that is not negative.

        Raises:
            OverLimit: the result would have too many terms or bits.
        """
        if exponent == 0 or poly == ONE:
            return ONE
        if not poly:
            return poly
        if len(poly) > 1 and comb(exponent + len(poly) - 1, min(exponent, len(poly) - 1)) > MAX_TERMS:
            raise OverLimit("MAX_TERMS")
        self._check_bits(exponent * (max(c.bit_length() for c in poly.values()) - 1))
        result, square = ONE, poly
        while exponent:
            if exponent & 1:
                result = self.multiply(result, square)
            exponent >>= 1
            if exponent:
                square = self.multiply(square, square)
        return result

    def plus(self, a: Poly, b: Poly) -> Poly:
        """Sum."""
        if not a or not b:
            return a or b
        out = dict(a)
        for m, c in b.items():
            total = out.get(m, 0) + c
            if total:
                out[m] = total
            else:
                del out[m]
        if len(out) > MAX_TERMS:
            raise OverLimit("MAX_TERMS", len(out))
        return out

    # -- fractions

    def add_forms(self, a: Form, b: Form) -> Form:
        """Sum of two fractions."""
        if a.den is b.den or a.den == b.den:
            return Form(self.plus(a.num, b.num), a.den)
        p, q = rational_part(a.den), rational_part(b.den)
        if p is not None and q is not None:
            common = gcd(p, q)
            left, right = {_UNIT: q // common}, {_UNIT: p // common}
            total = self.plus(self.multiply(a.num, left), self.multiply(b.num, right))
            return Form(total, {_UNIT: p // common * q})
        total = self.plus(self.multiply(a.num, b.den), self.multiply(b.num, a.den))
        return Form(total, self.multiply(a.den, b.den))

    def multiply_forms(self, a: Form, b: Form) -> Form:
        """Product of two fractions."""
        return self.lowest(Form(self.multiply(a.num, b.num), self.multiply(a.den, b.den)))

    def lowest(self, form: Form) -> Form:
        """The same fraction without common integer factors, its denominator's leading coefficient positive."""
        num, den = form.num, form.den
        if not num:
            return Form({}, ONE)
        if den is ONE:
            return form
        if den[leading(den)] < 0:
            num, den = negate(num), negate(den)
        common = content(den)
        if common != 1:
            common = gcd(common, content(num))
            num, den = scale_down(num, common), scale_down(den, common)
        return Form(num, ONE if den == ONE else den)

    def divide_forms(self, a: Form, b: Form) -> Form:
        """Quotient of two fractions."""
        return self.multiply_forms(a, self.invert(b))

    def invert(self, form: Form) -> Form:
        """Reciprocal; that of a single term keeps no generator in the denominator unless a relation puts it there.

        Raises:
            UndefinedValue: the form is zero.
        """
        if not form.num:
            raise UndefinedValue("division by zero")
        if len(form.num) > 1:
            return self.lowest(Form(form.den, form.num))
        ((mono, factor),) = form.num.items()
        if not mono:
            return self.lowest(Form(form.den, {_UNIT: factor}))
        kept: list[tuple[int, Exponent]] = []
        below: Poly = {_UNIT: factor}
        for g, e in mono:
            row = self.generators[g]
            if row.relation in ("", "formal", "sine"):
                kept.append((g, -e))
                continue
            period = 2 if row.relation == "square" else 1
            whole = ceil(Fraction(e) / period)
            base = {_UNIT: row.number} if row.relation == "number" else row.poly or ONE
            below = self.multiply(below, self.power(base, whole))
            if rest := whole * period - e:
                kept.append((g, rest))
        return self.lowest(Form(self.multiply(form.den, {tuple(kept): 1}), below))

    def difference_is_zero(self, a: Form, b: Form) -> bool:
        """Whether the two fractions are the same wherever both are defined."""
        if a.den is b.den or a.den == b.den:
            return a.num == b.num
        return self.multiply(a.num, b.den) == self.multiply(b.num, a.den)

    def frozen(self, form: Form) -> Hashable:
        """A hashable value; equal ones mean equal forms."""
        low = self.lowest(form)
        return (tuple(sorted(low.num.items())), tuple(sorted(low.den.items())))
