"""Whether two expressions are proportional, as equations ``a = 0`` and ``b = 0`` ask."""

from __future__ import annotations

from collections.abc import Callable

from mathequiv.equality.decision import Forms, make_setting, put_in_form
from mathequiv.equality.enclosure import Ball, enclose
from mathequiv.equality.expressions import Proportion
from mathequiv.equality.normal_form import NoFormError
from mathequiv.equality.polynomials import Mono, Poly, Ring, leading, merge, rational_part
from mathequiv.equality.sampling import FIRST_BITS, Setting, agree, common_point, differ, proof_points, reals
from mathequiv.latex.expr import Expr, Mul, Symbol, rebuild, to_text
from mathequiv.limits import Budget
from mathequiv.verdict import Exact, Mismatch, Numeric, Witness

__all__ = ["proportion"]

_SHOWN = 80
_SIGN_POINTS = 3


def proportion(a: Expr, b: Expr, budget: Budget) -> Proportion | None:
    """As `mathequiv.equality.expressions.constant_ratio`.

    Raises:
        OverLimit: a side is too large, or the budget is spent.
        UndefinedValue: a side certainly has no value.
    """
    setting = make_setting(*sorted((a, b), key=to_text))
    try:
        forms = put_in_form(a, b, setting.complex_, budget)
    except NoFormError:
        return None
    if forms is None or forms.nf.calculus:
        return None
    if forms.nf.partial and common_point(a, b, setting, budget) is not True:
        return None
    above, below = _crossed(forms)
    if not above or not below:
        same = not above and not below
        return Proportion(True, 1, Exact("polynomial identity")) if same else _unlike(a, b)
    return _exactly(a, b, above, below, forms, setting) or _by_numbers(a, b, setting, budget)


def _crossed(forms: Forms) -> tuple[Poly, Poly]:
    """Polynomials whose ratio is the ratio of the sides."""
    ring = forms.nf.ring
    left, right = forms.left, forms.right
    return ring.multiply(left.num, right.den), ring.multiply(right.num, left.den)


def _unlike(a: Expr, b: Expr) -> Proportion:
    return Proportion(False, None, Mismatch("not proportional", to_text(a)[:_SHOWN], to_text(b)[:_SHOWN]))


def _exactly(a: Expr, b: Expr, above: Poly, below: Poly, forms: Forms, setting: Setting) -> Proportion | None:
    ring = forms.nf.ring
    if _constant_factor(above, below, ring):
        return Proportion(True, _factor_sign(a, b, setting), Exact("polynomial identity up to a constant factor"))
    for dividend, divisor in ((above, below), (below, above)):
        quotient = _divided(dividend, divisor, ring)
        if quotient is None:
            continue
        sign = _definite_sign(quotient, ring)
        if sign is not None:
            return Proportion(True, sign, Exact("polynomial identity up to a factor that is never zero"))
        if _only_adds_nothing(quotient, divisor, ring):
            return Proportion(True, None, Exact("polynomial identity up to a factor that is nonzero on the solutions"))
        return None
    return _unlike(a, b) if _is_polynomial(above, ring) and _is_polynomial(below, ring) else None


def _is_polynomial(poly: Poly, ring: Ring) -> bool:
    return all(g.independent for g in ring.used(poly))


def _constant_factor(above: Poly, below: Poly, ring: Ring) -> bool:
    left, right = _by_variables(above, ring), _by_variables(below, ring)
    if left.keys() != right.keys():
        return False
    top = max(right)
    return ring.multiply(above, right[top]) == ring.multiply(below, left[top])


def _by_variables(poly: Poly, ring: Ring) -> dict[Mono, Poly]:
    """Coefficients, themselves polynomials in constants, of the monomials in variables."""
    rows: dict[Mono, Poly] = {}
    for mono, c in poly.items():
        variables = tuple((g, e) for g, e in mono if not ring.generators[g].constant)
        constants = tuple((g, e) for g, e in mono if ring.generators[g].constant)
        rows.setdefault(variables, {})[constants] = c
    return rows


def _factor_sign(a: Expr, b: Expr, setting: Setting) -> int | None:
    """Sign of a constant ratio, read off at a point where both sides have a sign."""
    for point in reals(setting):
        signs = []
        for side in (a, b):
            ball = enclose(side, point, FIRST_BITS, complex_=setting.complex_)
            signs.append(ball.sign() if isinstance(ball, Ball) else None)
        if signs[0] and signs[1]:
            return signs[0] * signs[1]
    return None


def _divided(dividend: Poly, divisor: Poly, ring: Ring) -> Poly | None:
    """The quotient if the division leaves no remainder, up to a positive integer factor, else None."""
    top = leading(divisor)
    quotient: Poly = {}
    rest, lead = dividend, divisor[top]
    for _ in range(len(dividend) * 4 + 8):
        if not rest:
            return quotient
        largest = leading(rest)
        mono = merge(largest, tuple((g, -e) for g, e in top))
        if rest[largest] % lead or any(e < 0 and not ring.generators[g].positive for g, e in mono):
            return None
        part: Poly = {mono: rest[largest] // lead}
        quotient = ring.plus(quotient, part)
        rest = ring.plus(rest, {m: -c for m, c in ring.multiply(part, divisor).items()})
    return None


def _definite_sign(poly: Poly, ring: Ring) -> int | None:
    """The sign of a polynomial that visibly never vanishes: even powers and positive parts, and one always positive."""
    signs = {c > 0 for c in poly.values()}
    if len(signs) == 1 and all(_never_negative(m, ring) for m in poly) and any(_positive(m, ring) for m in poly):
        return 1 if signs == {True} else -1
    return _quadratic_sign(poly)


def _never_negative(mono: Mono, ring: Ring) -> bool:
    return all(ring.generators[g].positive or (ring.generators[g].real and e % 2 == 0) for g, e in mono)


def _positive(mono: Mono, ring: Ring) -> bool:
    return all(ring.generators[g].positive for g, _ in mono)


def _quadratic_sign(poly: Poly) -> int | None:
    """The sign of a quadratic in one generator without real zeros."""
    top = leading(poly)
    if len(top) != 1 or top[0][1] != 2 or not set(poly) <= {top, ((top[0][0], 1),), ()}:
        return None
    square, middle, rest = poly[top], poly.get(((top[0][0], 1),), 0), poly.get((), 0)
    return (1 if square > 0 else -1) if middle * middle < 4 * square * rest else None


def _only_adds_nothing(quotient: Poly, divisor: Poly, ring: Ring) -> bool:
    """Whether the factor is a monomial in variables at whose zeros the other side is a nonzero constant."""
    if len(quotient) != 1:
        return False
    ((mono, _),) = quotient.items()
    for g, _ in mono:
        if not ring.generators[g].independent:
            return False
        at_zero = {m: c for m, c in divisor.items() if all(h != g for h, _ in m)}
        if not rational_part(at_zero):
            return False
    return True


# ---- by enclosures ---------------------------------------------------------------------------------------------------


def _by_numbers(a: Expr, b: Expr, setting: Setting, budget: Budget) -> Proportion | None:
    """Compare ``a(x)·b(y)`` with ``a(y)·b(x)``, ``y`` being a second copy of the variables."""
    if not setting.names:
        return None
    copy = _renamed(setting.names)
    left, right = Mul((a, copy(b))), Mul((copy(a), b))
    names = tuple(sorted((*setting.names, *(f"{n}#" for n in setting.names))))
    doubled = Setting(names, setting.complex_, setting.whole, setting.seed)
    survey = differ(left, right, doubled, budget)
    if survey is None or isinstance(survey, Witness):
        return None
    points = proof_points(survey, doubled)
    shown = None if points is None else agree(left, right, points, doubled, budget)
    if not isinstance(shown, Numeric):
        return None
    sign = _factor_sign(a, b, setting)
    return None if sign is None else Proportion(True, sign, shown)


def _renamed(names: tuple[str, ...]) -> Callable[[Expr], Expr]:
    def rename(expr: Expr) -> Expr:
        if isinstance(expr, Symbol):
            return Symbol(f"{expr.name}#") if expr.name in names else expr
        return rebuild(expr, rename)

    return rename
