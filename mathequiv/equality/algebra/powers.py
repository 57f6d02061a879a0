"""Powers, roots and exponentials as forms: the rules for splitting a power that hold wherever it is defined."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathequiv.equality.algebra.logarithms import Exponential, Logarithms
from mathequiv.equality.algebra.polynomials import (
    ONE,
    Exponent,
    Form,
    Generator,
    Mono,
    Poly,
    constant,
    content,
    leading,
    negate,
    rational_part,
    scale_down,
)
from mathequiv.equality.rationals import Rational
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.limits import MAX_EXACT_BITS

__all__ = ["Powers"]

_HALF: Final = Fraction(1, 2)


class Powers(Logarithms):
    """Powers over a ring."""

    def power(self, base: Form, exponent: Form) -> Form:
        """``base ^ exponent``.

        Raises:
            UndefinedValue: it certainly has no value.
            OverLimit: it is too large.
        """
        fixed = self.rational_of(exponent)
        if fixed is not None:
            n, d = fixed
            if d == 1 and n > 0:
                return self._whole_power(base, n) if base.num else base
            return self.rational_power(base, Fraction(n, d))
        if not base.num:
            raise UndefinedValue("zero to a power that varies")
        return self._general_power(base, exponent)

    def rational_power(self, base: Form, r: Fraction) -> Form:
        """``base ^ r``; an odd root of a negative is real."""
        if not base.num:
            if r.numerator <= 0:
                raise UndefinedValue("zero to a power that is not positive")
            return base
        if r.numerator <= 0:
            if not self.ring.is_independent(base.num):
                self.partial = True
            return self.ring.invert(self.rational_power(base, -r)) if r else constant(1)
        if r.denominator == 1:
            return self._whole_power(base, r.numerator)
        value = self.rational_of(base)
        if value is not None:
            return self._number_power(value, r)
        return self._fractional_power(base, r)

    def _whole_power(self, base: Form, n: int) -> Form:
        if len(base.num) == 1 and len(base.den) == 1:
            ((mono, factor),) = base.num.items()
            ((below, divisor),) = base.den.items()
            if below == ():
                if max(abs(factor), divisor).bit_length() * n > MAX_EXACT_BITS and abs(factor) != divisor:
                    return self.opaque(("power", n), [base])
                raised = self.ring.settle(tuple((g, e * n) for g, e in mono), factor**n)
                return self.ring.lowest(Form(raised, {(): divisor**n}))
        try:
            return self.ring.lowest(Form(self.ring.power(base.num, n), self.ring.power(base.den, n)))
        except OverLimit as over:
            if over.cap == "MAX_STEPS":
                raise
            self.partial = True
            return self.opaque(("power", n), [base], real=self.ring.is_real(base.num, base.den))

    def _number_power(self, value: Rational, r: Fraction) -> Form:
        n, d = value
        above, below = self.positive_power(abs(n), r), self.positive_power(d, r)
        result = self.ring.divide_forms(above, below)
        if n > 0:
            return result
        if r.denominator % 2 == 0:
            if self.complex:
                return self.ring.multiply_forms(result, self.unit_power(r))
            raise UndefinedValue("an even root of a negative number")
        return self.negative(result) if r.numerator % 2 else result

    def positive_power(self, n: int, r: Fraction) -> Form:
        """``n ^ r`` for an integer ``n`` > 0 over roots of primes."""
        size = -r if r.numerator < 0 else r
        mono = sorted([(self.prime(p), size if count == 1 else count * size) for p, count in self.factors(n)])
        raised = Form(self.ring.settle(tuple(mono), 1), ONE)
        return self.ring.invert(raised) if r.numerator < 0 else raised

    def unit_power(self, r: Fraction) -> Form:
        """``(-1)^r = e^{iπr}`` on the principal branch, in complex mode."""
        r %= 2
        if r.denominator == 1:
            return constant(-1 if r.numerator else 1)
        if r.denominator == 2:
            return self.imaginary() if r == _HALF else self.negative(self.imaginary())
        row = Generator(("turn",), relation="number", number=-1, real=False, constant=True)
        number = self.ring.add(row)
        return Form(self.ring.settle(((number, r),), 1), ONE)

    def _fractional_power(self, base: Form, r: Fraction) -> Form:
        num, den = base.num, base.den
        c, d = content(num), content(den)
        outside = self._number_power((c, d), r) if (c, d) != (1, 1) else constant(1)
        num, den = scale_down(num, c), scale_down(den, d)
        odd = not self.complex and r.denominator % 2 == 1
        if den != ONE:
            if not odd and not self.ring.is_real(den):
                return self._opaque_power(base, r)
            inside, below = self._clear_denominator(num, den, r, odd)
            outside = self.ring.divide_forms(outside, below)
        else:
            inside = self._radical(num, r, odd)
        return self.ring.multiply_forms(outside, inside)

    def _opaque_power(self, base: Form, r: Fraction) -> Form:
        self.partial = True
        return self.opaque(("power", r), [base], real=not self.complex)

    def _clear_denominator(self, num: Poly, den: Poly, r: Fraction, odd: bool) -> tuple[Form, Form]:
        """``(n/d)^r`` as ``n^r`` over ``d^r`` for odd roots, else ``(nd)^r`` over ``|d|^{2r}``."""
        if odd:
            return self._radical(num, r, odd), self._radical(den, r, odd)
        inside = self._radical(self.ring.multiply(num, den), r, odd)
        return inside, self.rational_power(self.absolute(Form(den, ONE)), 2 * r)

    def _radical(self, poly: Poly, r: Fraction, odd: bool) -> Form:
        """``poly ^ r`` for a polynomial of content 1 and ``r`` > 0 that is no integer."""
        if len(poly) == 1:
            return self._mono_radical(poly, r, odd)
        sign = 1
        if odd and poly[leading(poly)] < 0:
            poly, sign = negate(poly), (-1 if r.numerator % 2 else 1)
        self.partial = True
        whole, rest = divmod(r, 1)
        row = Generator(
            (self._radicand(r), tuple(sorted(poly.items()))),
            relation="power",
            poly=poly,
            constant=self.ring.is_constant(Form(poly, ONE)),
            real=not self.complex,
        )
        root = self.generator_form(row, rest)
        raised = self.ring.multiply_forms(Form(self.ring.power(poly, int(whole)), ONE), root)
        return self.negative(raised) if sign < 0 else raised

    def _is_odd_root(self, r: Fraction) -> bool:
        """Whether a power, in complex mode, is real on the negative line and not on the principal branch there."""
        return self.complex and r.denominator % 2 == 1 and r.denominator > 1

    def _radicand(self, r: Fraction) -> str:
        """What a radicand is kept as; exponents on different branches do not add up."""
        return "odd radicand" if self._is_odd_root(r) else "radicand"

    def _mono_radical(self, poly: Poly, r: Fraction, odd: bool) -> Form:
        ((mono, factor),) = poly.items()
        if mono == ():
            return self._number_power((factor, 1), r)
        outside: list[Form] = []
        inside: list[tuple[int, Exponent]] = []
        for g, e in mono:
            row = self.ring.generators[g]
            if row.positive or (odd and self._odd_root_splits(row, e)):
                outside.append(self.generator_power(g, e * r))
            elif self.is_even_power(row, e):
                outside.append(self.rational_power(self.absolute(self.single(g)), e * r))
            else:
                inside.append((g, e))
        outside.append(self._remaining_radical(tuple(inside), factor, r, odd))
        return self.product(outside)

    def _odd_root_splits(self, row: Generator, e: Exponent) -> bool:
        return row.real and row.relation in ("", "sine") and Fraction(e).denominator % 2 == 1

    def _remaining_radical(self, mono: Mono, factor: int, r: Fraction, odd: bool) -> Form:
        """``(± mono)^r`` where the sign of every part is open."""
        if not mono:
            return self._number_power((factor, 1), r)
        self.partial = True
        if len(mono) == 1 and factor > 0 and not self._is_odd_root(r):
            ((g, e),) = mono
            row = self.ring.generators[g]
            if row.relation in ("", "sine") and (e == 1 or not (self.complex or odd)):
                return self.generator_power(g, e * r)
        key = (self._radicand(r), ((mono, factor),))
        whole, rest = divmod(r, 1)
        root = self.generator_form(
            Generator(
                key,
                relation="power",
                poly={mono: factor},
                real=not self.complex,
                constant=self.ring.is_constant(Form({mono: 1}, ONE)),
            ),
            rest,
        )
        return (
            self.ring.multiply_forms(self._whole_power(Form({mono: factor}, ONE), int(whole)), root) if whole else root
        )

    # -- exponentials

    def _general_power(self, base: Form, exponent: Form) -> Form:
        self.partial = True
        value = self.rational_of(base)
        if value is not None:
            return self._number_exponential(value, exponent)
        c, d = content(base.num), content(base.den)
        outside = [self._number_exponential((c, d), exponent)] if (c, d) != (1, 1) else []
        inner = Form(scale_down(base.num, c), scale_down(base.den, d))
        if len(inner.num) == 1 and inner.den == ONE:
            ((mono, factor),) = inner.num.items()
            if factor > 0 and all(self.ring.generators[g].positive for g, _ in mono):
                parts = [self._positive_exponential(g, e, exponent) for g, e in mono]
                return self.product(outside + parts)
        return self.product([*outside, self._unknown_exponential(inner, exponent)])

    def _unknown_exponential(self, base: Form, exponent: Form) -> Form:
        return self._exponential(Exponential(("power", self.ring.frozen(base)), base, exponent, None))

    def _number_exponential(self, value: Rational, exponent: Form) -> Form:
        n, d = value
        parts = []
        for p, count in self.signed_factors(abs(n), d):
            parts.append(self._prime_exponential(p, self.ring.multiply_forms(exponent, constant(count))))
        if n < 0:
            parts.append(self._unknown_exponential(constant(-1), exponent))
        return self.product(parts)

    def _positive_exponential(self, g: int, e: Exponent, exponent: Form) -> Form:
        row = self.ring.generators[g]
        scaled = self.ring.multiply_forms(exponent, constant(*Fraction(e).as_integer_ratio()))
        if row.relation == "number":
            return self._prime_exponential(row.number, scaled)
        known = self.exponentials.get(g)
        if known is not None:
            return self._exponential(known._replace(inner=self.ring.multiply_forms(known.inner, scaled)))
        return self._exponential(Exponential(("generator", g), self.single(g), scaled, self.logarithm_generator(g)))

    def _prime_exponential(self, p: int, exponent: Form) -> Form:
        return self._exponential(Exponential(("generator", self.prime(p)), constant(p), exponent, self.log_prime(p)))

    def _exponential(self, power: Exponential) -> Form:
        """``base ^ inner``, split over the terms of ``inner``."""
        exponent = self.ring.lowest(power.inner)
        divisor = rational_part(exponent.den)
        if divisor is not None:
            return self.product([self._term(power, m, Fraction(c, divisor)) for m, c in exponent.num.items()])
        size = Fraction(content(exponent.num), content(exponent.den))
        ratio = -size if exponent.num[leading(exponent.num)] < 0 else size
        inner = self.ring.multiply_forms(exponent, constant(size.denominator, size.numerator))
        return self._exponential_generator(power._replace(inner=inner if ratio > 0 else self.negative(inner)), ratio)

    def _term(self, power: Exponential, mono: Mono, r: Fraction) -> Form:
        """``base ^ (r * mono)``."""
        inner = Form({mono: 1}, ONE)
        if mono == ():
            if power.log is None and self._is_odd_root(r):
                # Part of a power with an exponent that varies, which is on the principal branch as a whole.
                fixed = power._replace(inner=inner)
                return self.unit_power(r) if power.base == constant(-1) else self._exponential_generator(fixed, r)
            return self.rational_power(power.base, r)
        if power.log is not None:
            logged = self._inside_logarithm(self.ring.multiply_forms(inner, power.log))
            if logged is not None and (r.denominator == 1 or not self.complex):
                return self.rational_power(logged, r)
            if self.complex and self._is_pi_i(mono) and power.log.num == power.log.den == ONE:
                return self.unit_power(r)
        return self._exponential_generator(power._replace(inner=inner), r)

    def _exponential_generator(self, power: Exponential, r: Fraction) -> Form:
        positive = power.log is not None
        inner = power.inner
        real = not self.complex or (positive and self.ring.is_real(inner.num, inner.den))
        fixed = self.ring.is_constant(inner) and self.ring.is_constant(power.base)
        key = ("exponential", power.key, self.ring.frozen(inner))
        sure = positive and real
        row = Generator(key, relation="" if sure else "formal", positive=sure, real=real, constant=fixed)
        number = self.ring.add(row)
        self.exponentials[number] = power
        return self.generator_power(number, r)

    def _is_pi_i(self, mono: Mono) -> bool:
        turn = {self.ring.find(("pi",)), self.ring.find(("i",))}
        return len(mono) == 2 and {g for g, _ in mono} == turn and all(e == 1 for _, e in mono)

    def _inside_logarithm(self, form: Form) -> Form | None:
        """``u`` where the form is ``ln u``."""
        if len(form.num) != 1 or form.den != ONE:
            return None
        ((mono, factor),) = form.num.items()
        if factor != 1 or len(mono) != 1 or mono[0][1] != 1:
            return None
        return self.logged.get(mono[0][0])
