"""Logarithms as forms: over the logarithms of primes and of what cannot be split."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from mathequiv.equality.algebra.elements import Elements
from mathequiv.equality.algebra.polynomials import (
    ONE,
    Exponent,
    Form,
    Generator,
    Poly,
    Ring,
    constant,
    content,
    scale_down,
)
from mathequiv.equality.rationals import Rational
from mathequiv.errors import UndefinedValue

__all__ = ["Exponential", "Logarithms"]


class Exponential(NamedTuple):
    """What an exponential generator means: ``base ^ inner``, with ``log`` the base's logarithm if positive."""

    key: tuple[str, object]
    base: Form
    inner: Form
    log: Form | None


class Logarithms(Elements):
    """Logarithms over a ring."""

    def __init__(self, ring: Ring, complex_: bool) -> None:
        super().__init__(ring, complex_)
        self.logged: dict[int, Form] = {}
        self.exponentials: dict[int, Exponential] = {}

    def log_opaque(self, inner: Form) -> Form:
        """``ln inner`` as a generator of its own."""
        self.partial = True
        form = self.opaque("ln", [inner], real=not self.complex)
        ((mono, _),) = form.num.items()
        self.logged[mono[0][0]] = inner
        return form

    def log_prime(self, p: int) -> Form:
        """``ln p``, positive."""
        row = Generator(("ln prime", p), positive=True, constant=True)
        form = self.generator_form(row)
        self.logged[self.ring.add(row)] = constant(p)
        return form

    def logarithm(self, form: Form) -> Form:
        """The natural logarithm of a form.

        Raises:
            UndefinedValue: the form is zero.
        """
        if not form.num:
            raise UndefinedValue("logarithm of zero")
        c, d = content(form.num), content(form.den)
        num, den = scale_down(form.num, c), scale_down(form.den, d)
        if num == {(): -1} and den == ONE:
            return self.ring.add_forms(self._log_number((c, d)), self.log_opaque(constant(-1)))
        parts = [self._log_number((c, d)), self._log_fraction(num, den)]
        return self.ring.lowest(reduce(self.ring.add_forms, parts))

    def _log_number(self, value: Rational) -> Form:
        n, d = value
        total = constant(0)
        for p, count in self.signed_factors(n, d):
            total = self.ring.add_forms(total, self.ring.multiply_forms(self.log_prime(p), constant(count)))
        return total

    def _log_fraction(self, num: Poly, den: Poly) -> Form:
        if len(num) == 1 and den == ONE:
            return self._log_mono(num)
        if num == ONE and not self.complex:
            inner = self.log_opaque(Form(den, ONE))
            return Form({m: -c for m, c in inner.num.items()}, inner.den)
        return self.log_opaque(Form(num, den))

    def _log_mono(self, poly: Poly) -> Form:
        """``ln(± mono)``: positive parts come out, in real mode also even powers and a single part of open sign."""
        ((mono, factor),) = poly.items()
        total = constant(0)
        open_parts: list[tuple[int, Exponent]] = []
        for g, e in mono:
            row = self.ring.generators[g]
            if row.positive:
                total = self.ring.add_forms(total, self._times(self.logarithm_generator(g), e))
            elif self.is_even_power(row, e):
                total = self.ring.add_forms(total, self._times(self.logarithm(self.absolute(self.single(g))), e))
            else:
                open_parts.append((g, e))
        if not open_parts and factor == 1:
            return total
        if len(open_parts) == 1 and factor == 1 and not self.complex:
            ((g, e),) = open_parts
            if (
                self.ring.generators[g].relation == ""
                and Fraction(e).numerator % 2
                and Fraction(e).denominator % 2 == 1
            ):
                # An odd power is positive only where its base is.
                return self.ring.add_forms(total, self._times(self.log_opaque(self.single(g)), e))
        return self.ring.add_forms(total, self.log_opaque(Form({tuple(open_parts): factor}, ONE)))

    def _times(self, form: Form, e: Exponent) -> Form:
        return self.ring.multiply_forms(form, constant(*Fraction(e).as_integer_ratio()))

    def logarithm_generator(self, g: int) -> Form:
        """The logarithm of a positive generator."""
        row = self.ring.generators[g]
        if row.key == ("e",):
            return constant(1)
        if row.relation == "number":
            return self.log_prime(row.number)
        known = self.exponentials.get(g)
        if known is not None and known.log is not None:
            return self.ring.multiply_forms(known.inner, known.log)
        return self.log_opaque(self.single(g))
