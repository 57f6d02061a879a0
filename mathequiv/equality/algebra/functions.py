"""Known functions as forms, one rule each; a rule that returns None leaves the function opaque."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from mathequiv.equality.algebra.polynomials import Form, Generator, Mono, Poly, constant, leading, rational_part
from mathequiv.equality.algebra.powers import Powers
from mathequiv.limits import MAX_SHIFT

__all__ = ["FUNCTION_RULES"]


_HALF: Final = Fraction(1, 2)
_SINE_VALUES: Final[dict[Fraction, tuple[tuple[int, int], ...]]] = {
    # sin(rπ) = Σ c·√n / 4 for rows ((c, n), …)
    Fraction(0): (),
    Fraction(1, 6): ((2, 1),),
    Fraction(1, 4): ((2, 2),),
    Fraction(1, 3): ((2, 3),),
    Fraction(1, 2): ((4, 1),),
    Fraction(1, 12): ((1, 6), (-1, 2)),
    Fraction(5, 12): ((1, 6), (1, 2)),
    Fraction(1, 10): ((1, 5), (-1, 1)),
    Fraction(3, 10): ((1, 5), (1, 1)),
}


def _exp(nf: Powers, x: Form) -> Form:
    e = nf.generator_form(Generator(("e",), positive=True, constant=True))
    return nf.power(e, x)


def _ln(nf: Powers, x: Form) -> Form:
    return nf.logarithm(x)


def _log(nf: Powers, x: Form, base: Form | None = None) -> Form:
    return nf.quotient(nf.logarithm(x), nf.logarithm(constant(10) if base is None else base))


def _abs(nf: Powers, x: Form) -> Form:
    value = nf.rational_of(x)
    return nf.absolute(x) if value is None else constant(abs(value[0]), value[1])


# ---- trigonometry ----------------------------------------------------------------------------------------------------


def _sin(nf: Powers, x: Form) -> Form:
    return _circular(nf, x, Fraction(0))


def _cos(nf: Powers, x: Form) -> Form:
    return _circular(nf, x, _HALF)


def _circular(nf: Powers, x: Form, turn: Fraction) -> Form:
    """``sin(x + turn·π)`` with multiples of π/2 and the sign of ``x`` taken out."""
    rest, quarter = _without_pi(nf, x)
    turn = turn + quarter
    sign = 1
    if rest.num and rest.num[leading(rest.num)] < 0:
        rest, turn, sign = nf.negative(rest), -turn, -1
    turn %= 2
    if turn >= 1:
        turn, sign = turn - 1, -sign
    value = _right_angle(nf, turn) if not rest.num else _shifted_sine(nf, rest, turn)
    return nf.negative(value) if sign < 0 else value


def _without_pi(nf: Powers, x: Form) -> tuple[Form, Fraction]:
    """Split ``x`` into what is no rational multiple of π and the multiple."""
    divisor = rational_part(x.den)
    mono: Mono = ((nf.ring.add(Generator(("pi",), positive=True, constant=True, independent=True)), 1),)
    if divisor is None or mono not in x.num:
        return x, Fraction(0)
    rest: Poly = {m: c for m, c in x.num.items() if m != mono}
    return nf.ring.lowest(Form(rest, x.den)), Fraction(x.num[mono], divisor)


def _right_angle(nf: Powers, turn: Fraction) -> Form:
    """``sin(turn·π)`` for ``turn`` in [0, 1)."""
    turn = min(turn, 1 - turn)
    rows = _SINE_VALUES.get(turn)
    if rows is None:
        pi_multiple = nf.ring.multiply_forms(nf.pi(), constant(turn.numerator, turn.denominator))
        return _pair(nf, pi_multiple)[0]
    total = constant(0)
    for factor, radicand in rows:
        root = nf.positive_power(radicand, _HALF)
        total = nf.ring.add_forms(total, nf.ring.multiply_forms(root, constant(factor, 4)))
    return nf.ring.lowest(total)


def _shifted_sine(nf: Powers, rest: Form, turn: Fraction) -> Form:
    """``sin(rest + turn·π)`` for ``turn`` in [0, 1)."""
    cosine = turn >= _HALF
    left = turn - _HALF if cosine else turn
    if left:
        rest = nf.ring.add_forms(rest, nf.ring.multiply_forms(nf.pi(), constant(left.numerator, left.denominator)))
    return _pair(nf, rest)[cosine]


def _pair(nf: Powers, x: Form) -> tuple[Form, Form]:
    """Generators of sin x and cos x, with sin² = 1 - cos²."""
    cosine = nf.opaque("cos", [x], real=nf.ring.is_real(x.num, x.den))
    ((mono, _),) = cosine.num.items()
    square: Poly = {(): 1, ((mono[0][0], 2),): -1}
    row = Generator(
        ("sin", mono[0][0]),
        relation="sine",
        poly=square,
        real=nf.ring.generators[mono[0][0]].real,
        constant=nf.ring.is_constant(x),
    )
    return nf.generator_form(row), cosine


def _over(above: Callable[..., Form], below: Callable[..., Form]) -> Callable[..., Form]:
    def rule(nf: Powers, x: Form) -> Form:
        nf.partial = True
        return nf.quotient(above(nf, x), below(nf, x))

    return rule


def _one(_nf: Powers, _x: Form) -> Form:
    return constant(1)


def _exponential_sum(sign: int) -> Callable[..., Form]:
    def rule(nf: Powers, x: Form) -> Form:
        mirrored = _exp(nf, nf.negative(x))
        other = mirrored if sign > 0 else nf.negative(mirrored)
        return nf.ring.multiply_forms(nf.ring.add_forms(_exp(nf, x), other), constant(1, 2))

    return rule


_sinh, _cosh = _exponential_sum(-1), _exponential_sum(1)


# ---- integer functions -----------------------------------------------------------------------------------------------


def _factorial(nf: Powers, x: Form) -> Form:
    """``(n+k)!`` over ``n!`` for the first argument met that differs by an integer."""
    nf.partial = True
    for base, known in nf.opaque_calls("factorial"):
        step = nf.rational_of(nf.ring.lowest(nf.ring.add_forms(x, nf.negative(base))))
        if step is None or step[1] != 1 or abs(step[0]) > MAX_SHIFT:
            continue
        if step[0] >= 0:
            return nf.product([known, *_rising(nf, base, step[0])])
        return nf.ring.divide_forms(known, nf.product(_rising(nf, x, -step[0])))
    return nf.opaque("factorial", [x], positive=not nf.complex)


def _rising(nf: Powers, base: Form, count: int) -> list[Form]:
    return [nf.ring.add_forms(base, constant(k)) for k in range(1, count + 1)]


def _binomial(nf: Powers, n: Form, k: Form) -> Form | None:
    fixed = nf.rational_of(k)
    if fixed is None or fixed[1] != 1 or not 0 <= fixed[0] <= MAX_SHIFT:
        return None
    nf.partial = True
    top = [nf.ring.add_forms(n, constant(-j)) for j in range(fixed[0])]
    return nf.product([*top, *(constant(1, j) for j in range(2, fixed[0] + 1))])


FUNCTION_RULES: Final[dict[str, Callable[..., Form | None]]] = {
    "exp": _exp,
    "ln": _ln,
    "log": _log,
    "abs": _abs,
    "sin": _sin,
    "cos": _cos,
    "tan": _over(_sin, _cos),
    "cot": _over(_cos, _sin),
    "sec": _over(_one, _cos),
    "csc": _over(_one, _sin),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _over(_sinh, _cosh),
    "coth": _over(_cosh, _sinh),
    "sech": _over(_one, _cosh),
    "csch": _over(_one, _sinh),
    "factorial": _factorial,
    "binomial": _binomial,
}
"""Functions that have a form of their own; of all others equal arguments give equal values."""
