"""The elements every form is made of: constants, roots of primes, opaque functions, absolute values."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from functools import reduce

from mathequiv.equality.algebra.factors import prime_factors
from mathequiv.equality.algebra.polynomials import (
    ONE,
    Exponent,
    Form,
    Generator,
    Poly,
    Ring,
    constant,
    content,
    leading,
    negate,
    rational_part,
    scale_down,
)
from mathequiv.equality.rationals import Rational
from mathequiv.limits import MAX_FACTOR

__all__ = ["Elements"]


class Elements:
    """Forms of the simplest things, over one ring.

    Attributes:
        ring: the generators and their arithmetic.
        complex: the mode.
        partial: something was met that is not defined at every generic point, or not known to be.
    """

    def __init__(self, ring: Ring, complex_: bool) -> None:
        self.ring = ring
        self.complex = complex_
        self.partial = False
        self._opaque: dict[tuple[Hashable, int], list[tuple[list[Form], Form]]] = {}

    def generator_form(self, generator: Generator, exponent: Exponent = 1) -> Form:
        """The power of a single generator."""
        return Form({((self.ring.add(generator), exponent),): 1}, ONE)

    def pi(self) -> Form:
        """π."""
        return self.generator_form(Generator(("pi",), positive=True, constant=True, independent=True))

    def imaginary(self) -> Form:
        """The imaginary unit."""
        square: Poly = {(): -1}
        row = Generator(("i",), relation="square", poly=square, real=False, constant=True, independent=True)
        return self.generator_form(row)

    def opaque(self, name: Hashable, args: list[Form], *, real: bool = True, positive: bool = False) -> Form:
        """A function about which nothing is known but that equal arguments give equal values."""
        known = self._opaque.setdefault((name, len(args)), [])
        for others, form in known:
            if all(self.ring.difference_is_zero(a, b) for a, b in zip(args, others, strict=True)):
                return form
        key = (name, tuple(self.ring.frozen(a) for a in args))
        fixed = all(self.ring.is_constant(a) for a in args)
        form = self.generator_form(Generator(key, real=real, positive=positive, constant=fixed))
        known.append((args, form))
        return form

    def opaque_calls(self, name: Hashable) -> list[tuple[Form, Form]]:
        """Argument and form of the opaque functions of one argument met so far under this name."""
        return [(args[0], form) for args, form in self._opaque.get((name, 1), ())]

    def rational_of(self, form: Form) -> Rational | None:
        """The rational number that a form is."""
        n, d = rational_part(form.num), rational_part(form.den)
        return None if n is None or d is None else (n, d)

    def negative(self, form: Form) -> Form:
        """``-form``."""
        return Form(negate(form.num), form.den)

    def quotient(self, above: Form, below: Form) -> Form:
        """``above / below``; notes when ``below`` is not known to be a nonzero function."""
        if not self.ring.is_independent(below.num):
            self.partial = True
        return self.ring.divide_forms(above, below)

    def product(self, forms: list[Form]) -> Form:
        """Product of several forms."""
        return reduce(self.ring.multiply_forms, forms, constant(1))

    def factors(self, n: int) -> list[tuple[int, int]]:
        """Prime factors of ``n`` > 0 with exponents; the trial divisions count as steps."""
        self.ring.budget.spend(1 + n.bit_length() // 8)
        return prime_factors(n)

    def signed_factors(self, n: int, d: int) -> list[tuple[int, int]]:
        """Prime factors of ``n / d``, those of ``d`` with negative exponents."""
        return self.factors(n) + [(p, -count) for p, count in self.factors(d)]

    def prime(self, p: int) -> int:
        """The generator of roots of ``p``; different primes' roots are linearly independent (Besicovitch 1940)."""
        known = self.ring.find(("prime", p))
        if known is not None:
            return known
        surely = p <= MAX_FACTOR**2
        return self.ring.add(
            Generator(("prime", p), relation="number", number=p, positive=True, constant=True, independent=surely)
        )

    def single(self, g: int) -> Form:
        """A generator by itself."""
        return self.generator_power(g, 1)

    def generator_power(self, g: int, e: Exponent) -> Form:
        """A power of a generator, its relation applied."""
        if e < 0:
            return self.ring.invert(self.generator_power(g, -e))
        return Form(self.ring.settle(((g, e),), 1), ONE)

    def is_even_power(self, row: Generator, e: Exponent) -> bool:
        """Whether the ``e``-th power of a generator is the power of its absolute value, so never negative."""
        even = e % 2 == 0 if self.complex else Fraction(e).numerator % 2 == 0
        return row.real and row.relation in ("", "sine") and even

    # -- absolute values

    def absolute(self, form: Form) -> Form:
        """``|form|`` for forms whose sign is not known; positive parts come out."""
        if not form.num:
            return form
        return self.ring.divide_forms(self._absolute_poly(form.num), self._absolute_poly(form.den))

    def _absolute_poly(self, poly: Poly) -> Form:
        c = content(poly)
        poly = scale_down(poly, c)
        if len(poly) > 1:
            return self.ring.multiply_forms(constant(c), self._absolute_sum(poly))
        ((mono, _),) = poly.items()
        return self.product([constant(c)] + [self._absolute_generator(g, e) for g, e in mono])

    def _absolute_generator(self, g: int, e: Exponent) -> Form:
        row = self.ring.generators[g]
        even_root = not self.complex and Fraction(e).denominator % 2 == 0
        if row.positive or even_root or self.is_even_power(row, e):
            return self.generator_power(g, e)
        if row.key == ("i",):
            return constant(1)
        if row.relation in ("power", "number", "square"):
            return self._absolute_sum({((g, e),): 1})
        square = self.ring.settle(((g, 2),), 1)
        modulus = self._modulus(("modulus", g), square, real=row.real, fixed=row.constant)
        return self.generator_power(modulus, e)

    def _absolute_sum(self, poly: Poly) -> Form:
        if poly[leading(poly)] < 0:
            poly = negate(poly)
        self.partial = self.partial or self.ring.is_constant(Form(poly, ONE))
        real = self.ring.is_real(poly)
        square = self.ring.multiply(poly, poly) if real else ONE
        key = ("modulus of", tuple(sorted(poly.items())))
        return self.generator_power(
            self._modulus(key, square, real=real, fixed=self.ring.is_constant(Form(poly, ONE))), 1
        )

    def _modulus(self, key: Hashable, square: Poly, *, real: bool, fixed: bool) -> int:
        """The generator of an absolute value; its square is known where the inside is real."""
        return self.ring.add(
            Generator(key, relation="square" if real else "", poly=square, positive=True, zeros=True, constant=fixed)
        )
