"""Whether two expressions are proportional, as equations ``a = 0`` and ``b = 0`` ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from mathequiv.equality.algebra.normal_form import NoFormError
from mathequiv.equality.algebra.polynomials import (
    Exponent,
    Form,
    Generator,
    Mono,
    Poly,
    Ring,
    content,
    merge,
    negate,
    rational_part,
    scale_down,
)
from mathequiv.equality.decision import Forms, put_in_form
from mathequiv.equality.expressions import compare_expressions
from mathequiv.equality.numbers.balls import Ball
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.numbers.points import Setting, reals
from mathequiv.equality.numbers.sampling import FIRST_BITS, Sampling
from mathequiv.equality.written import has_open_base, with_complex_variables, with_natural_base
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Add, Div, Expr, Mul, Neg, Number, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols, rebuild
from mathequiv.limits import MAX_DIVISION, MAX_DIVISOR, Budget
from mathequiv.verdict import Evidence, Exact, Mismatch, Numeric, Witness

__all__ = ["Proportion", "constant_ratio"]

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Proportion:
    """How two expressions are proportional.

    Attributes:
        proportional: False means provably not by a constant, nor by a function that is never zero.
        sign: sign of the factor, None if open.
        evidence: what shows it.
    """

    proportional: bool
    sign: int | None
    evidence: Evidence


def constant_ratio(a: Expr, b: Expr, budget: Budget) -> Proportion | None:
    """Whether ``a`` is ``b`` times a constant, or a function, that is never zero: ``a = 0`` and ``b = 0`` then agree.

    Returns:
        The finding; None where it cannot be told.
    """
    try:
        found = _proportion(a, b, budget)
        if not (has_open_base(a) or has_open_base(b)) or (found is not None and found.proportional):
            return found
        natural = _proportion(with_natural_base(a), with_natural_base(b), budget)
    except (OverLimit, UndefinedValue):
        return None
    return natural if natural is None or natural.proportional else found


def _proportion(a: Expr, b: Expr, budget: Budget) -> Proportion | None:
    """As `constant_ratio`, with base 10 for logarithms without a base.

    Raises:
        OverLimit: a side is too large, or the budget is spent.
        UndefinedValue: a side certainly has no value.
    """
    a, b = with_complex_variables(a, b, free_symbols(a) | free_symbols(b))
    first, second = sorted((a, b), key=to_text)
    setting = Setting(first, second)
    try:
        forms = put_in_form(a, b, setting.complex_, budget)
    except NoFormError:
        return None
    if forms is None or forms.nf.calculus:
        return None
    pair = Sampling(a, b, setting, budget)
    if forms.nf.partial and pair.common_point() is not True:
        return None
    above, below = _cross(forms)
    if above and below and _same_numerators(forms):
        return Proportion(True, None, Exact("polynomial identity up to denominators"))
    if not above or not below:
        same = not above and not below
        return Proportion(True, 1, Exact("polynomial identity")) if same else _unlike(a, b)
    return _exactly(above, below, pair, forms.nf.ring) or _by_numbers(pair) or _by_solution(pair)


def _cross(forms: Forms) -> tuple[Poly, Poly]:
    """Polynomials whose ratio is the ratio of the sides."""
    ring = forms.nf.ring
    left, right = forms.left, forms.right
    return ring.multiply(left.num, right.den), ring.multiply(right.num, left.den)


def _same_numerators(forms: Forms) -> bool:
    """Whether two fractions are zero together: proportional numerators, of which no denominator has a factor."""
    ring = forms.nf.ring
    (num, den), (other, below) = _fraction(forms.left), _fraction(forms.right)
    if rational_part(den) and rational_part(below):
        return False  # no denominators: the polynomials themselves tell
    if not all(_is_polynomial(poly, ring) for poly in (num, den, other, below)):
        return False
    return _constant_factor(num, other, ring) and _is_apart(den, num, ring) and _is_apart(below, other, ring)


def _fraction(form: Form) -> tuple[Poly, Poly]:
    """Numerator and denominator without negative powers."""
    above, below = _lowest(form.num), _lowest(form.den)
    return _over(_over(form.num, above), below), _over(_over(form.den, below), above)


def _lowest(poly: Poly) -> dict[int, Exponent]:
    """The negative powers that a polynomial holds, the lowest of each generator."""
    held = {g for mono in poly for g, _ in mono}
    found = {g: min([dict(mono).get(g, 0) for mono in poly]) for g in held}
    return {g: e for g, e in found.items() if e < 0}


def _over(poly: Poly, monomial: dict[int, Exponent]) -> Poly:
    """``poly`` divided by a monomial."""
    by = tuple(sorted((g, -e) for g, e in monomial.items() if e))
    return {merge(mono, by): c for mono, c in poly.items()} if by else poly


def _is_apart(den: Poly, num: Poly, ring: Ring) -> bool:
    """Whether a denominator visibly shares no factor with a numerator.

    It is a monomial times what is linear in a variable.
    """
    held = {g for mono in den for g, _ in mono}
    common = {g: min([dict(mono).get(g, 0) for mono in den]) for g in held}
    if any(e and all(dict(mono).get(g, 0) for mono in num) for g, e in common.items()):
        return False
    rest = _over(den, common)
    return bool(rational_part(rest)) or _adds_solutions(rest, num, ring)


def _unlike(a: Expr, b: Expr) -> Proportion:
    return Proportion(False, None, Mismatch("not proportional", to_text(a)[:_SHOWN], to_text(b)[:_SHOWN]))


def _exactly(above: Poly, below: Poly, pair: Sampling, ring: Ring) -> Proportion | None:
    if _constant_factor(above, below, ring):
        return Proportion(True, _factor_sign(pair), Exact("polynomial identity up to a constant factor"))
    if not (_is_polynomial(above, ring) and _is_polynomial(below, ring)):
        return _by_division(above, below, ring)
    quotients = [(_divide(above, below, ring), below), (_divide(below, above, ring), above)]
    found = [(quotient, side) for quotient, side in quotients if quotient is not None]
    if not found or any(_adds_solutions(quotient, side, ring) for quotient, side in found):
        return _unlike(pair.a, pair.b)
    return _by_division(above, below, ring)


def _by_division(above: Poly, below: Poly, ring: Ring) -> Proportion | None:
    """A factor that is never zero, or nowhere that matters, if one side divides the other."""
    for dividend, divisor in ((above, below), (below, above)):
        quotient = _divide(dividend, divisor, ring)
        if quotient is None:
            continue
        sign = _definite_sign(quotient, ring)
        if sign is not None:
            return Proportion(True, sign, Exact("polynomial identity up to a factor that is never zero"))
        if _only_adds_nothing(quotient, dividend, ring):
            return Proportion(True, None, Exact("polynomial identity up to a factor that is nonzero on the solutions"))
    return None


def _is_polynomial(poly: Poly, ring: Ring) -> bool:
    return all(g.independent for g in ring.generators_of(poly))


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


def _factor_sign(pair: Sampling) -> int | None:
    """Sign of a constant ratio, read off at a point where both sides have a sign."""
    for point in reals(pair.setting):
        signs = []
        for side in (pair.a, pair.b):
            ball = enclose(side, point, FIRST_BITS, complex_=pair.setting.complex_, budget=pair.budget)
            signs.append(ball.sign() if isinstance(ball, Ball) else None)
        if signs[0] and signs[1]:
            return signs[0] * signs[1]
    return None


def _divide(dividend: Poly, divisor: Poly, ring: Ring) -> Poly | None:
    """The quotient of the primitive parts, with integer coefficients by Gauss's lemma; None if anything remains."""
    rest = scale_down(dividend, content(dividend))
    divisor = scale_down(divisor, content(divisor))
    if not _may_be_multiple(rest, divisor, ring):
        return None
    order = _lexicographic(rest, divisor)
    top = max(divisor, key=order)
    quotient: Poly = {}
    work = 0
    while work < MAX_DIVISION:
        if not rest:
            return quotient
        work += len(rest)
        largest = max(rest, key=order)
        mono = merge(largest, tuple((g, -e) for g, e in top))
        if rest[largest] % divisor[top] or any(e < 0 and not _may_divide(ring.generators[g]) for g, e in mono):
            return None
        part: Poly = {mono: rest[largest] // divisor[top]}
        quotient = ring.plus(quotient, part)
        rest = ring.plus(rest, negate(ring.multiply(part, divisor)))
    return None


def _may_be_multiple(dividend: Poly, divisor: Poly, ring: Ring) -> bool:
    """Whether no variable is in the way: degrees add up, and so do the lowest exponents."""
    (highest, lowest), (high, low) = _exponents(dividend, ring), _exponents(divisor, ring)
    within = all(highest.get(g, 0) - lowest.get(g, 0) >= high[g] - low[g] for g in high)
    return within and len(divisor) <= MAX_DIVISOR


def _exponents(poly: Poly, ring: Ring) -> tuple[dict[int, Exponent], dict[int, Exponent]]:
    """The highest and lowest exponents of each independent variable."""
    highest: dict[int, Exponent] = {}
    lowest: dict[int, Exponent] = {}
    names = {g for m in poly for g, _ in m if ring.generators[g].independent and not ring.generators[g].constant}
    for mono in poly:
        exponents = dict(mono)
        for g in names:
            e = exponents.get(g, 0)
            highest[g] = max(highest.get(g, e), e)
            lowest[g] = min(lowest.get(g, e), e)
    return highest, lowest


def _lexicographic(*polys: Poly) -> Callable[[Mono], tuple[Exponent, ...]]:
    """The order of monomials by exponents, generator after generator, which multiplication respects."""
    generators = sorted({g for p in polys for m in p for g, _ in m})

    def key(mono: Mono) -> tuple[Exponent, ...]:
        exponents = dict(mono)
        return tuple(exponents.get(g, 0) for g in generators)

    return key


def _definite_sign(poly: Poly, ring: Ring) -> int | None:
    """The sign of a polynomial that visibly never vanishes: even powers and positive parts, and one always positive."""
    signs = {c > 0 for c in poly.values()}
    if len(signs) == 1 and all(_never_negative(m, ring) for m in poly) and any(_positive(m, ring) for m in poly):
        return 1 if signs == {True} else -1
    return _quadratic_sign(poly)


def _never_negative(mono: Mono, ring: Ring) -> bool:
    return all(ring.generators[g].positive or (ring.generators[g].real and e % 2 == 0) for g, e in mono)


def _positive(mono: Mono, ring: Ring) -> bool:
    return all(_always_positive(ring.generators[g]) for g, _ in mono)


def _always_positive(row: Generator) -> bool:
    return row.positive and not row.zeros


def _may_divide(row: Generator) -> bool:
    """Whether a quotient may hold a negative power of it: never zero, and no root, whose powers stay positive."""
    return _always_positive(row) and row.relation in ("", "formal", "sine")


def _quadratic_sign(poly: Poly) -> int | None:
    """The sign of a quadratic in one generator without real zeros."""
    top = max(poly)
    if len(top) != 1 or top[0][1] != 2 or not set(poly) <= {top, ((top[0][0], 1),), ()}:
        return None
    square, middle, rest = poly[top], poly.get(((top[0][0], 1),), 0), poly.get((), 0)
    return (1 if square > 0 else -1) if middle * middle < 4 * square * rest else None


def _only_adds_nothing(quotient: Poly, dividend: Poly, ring: Ring) -> bool:
    """Whether the factor is a monomial in variables at whose zeros the side that holds it is a nonzero constant."""
    if len(quotient) != 1:
        return False
    ((mono, _),) = quotient.items()
    for g, _ in mono:
        others = {m: c for m, c in dividend.items() if all(h != g for h, _ in m)}
        if not ring.generators[g].independent or not rational_part(others):
            return False
    return all(e > 0 for m in dividend for _, e in m)


def _adds_solutions(quotient: Poly, divisor: Poly, ring: Ring) -> bool:
    """Whether the quotient is linear in a variable and zero at points at which the divisor is not.

    For ``quotient = p v + q`` the divisor at ``v = -q/p``, times a power of ``p``, must be a nonzero polynomial.
    """
    if any(e < 0 or Fraction(e).denominator != 1 for poly in (quotient, divisor) for m in poly for _, e in m):
        return False
    for g in sorted({g for m in quotient for g, _ in m if not ring.generators[g].constant}):
        rows = _by_degree(quotient, g)
        if max(rows) == 1:
            return bool(_at_root(_by_degree(divisor, g), rows[1], negate(rows.get(0, {})), ring))
    return False


def _by_degree(poly: Poly, g: int) -> dict[int, Poly]:
    """Coefficients of the powers of one generator."""
    rows: dict[int, Poly] = {}
    for mono, c in poly.items():
        degree = int(dict(mono).get(g, 0))
        rows.setdefault(degree, {})[tuple((h, e) for h, e in mono if h != g)] = c
    return rows


def _at_root(rows: dict[int, Poly], below: Poly, above: Poly, ring: Ring) -> Poly:
    """The polynomial with the coefficients ``rows`` at ``above / below``, times ``below`` to its degree."""
    top = max(rows)
    total: Poly = {}
    for degree, row in rows.items():
        scaled = ring.multiply(ring.power(above, degree), ring.power(below, top - degree))
        total = ring.plus(total, ring.multiply(row, scaled))
    return total


# ---- by enclosures ---------------------------------------------------------------------------------------------------


def _by_numbers(pair: Sampling) -> Proportion | None:
    """Compare ``a(x)·b(y)`` with ``a(y)·b(x)``, ``y`` being a second copy of the variables."""
    setting = pair.setting
    if not setting.names:
        return None
    copy = _copier(setting.names)
    left, right = Mul((pair.a, copy(pair.b))), Mul((copy(pair.a), pair.b))
    doubled = Sampling(left, right, Setting(left, right), pair.budget)
    shown = doubled.show_agreement() if doubled.find_difference() is True else None
    sign = _factor_sign(pair) if isinstance(shown, Numeric) else None
    return None if sign is None or not isinstance(shown, Numeric) else Proportion(True, sign, shown)


def _copier(names: tuple[str, ...]) -> Callable[[Expr], Expr]:
    def rename(expr: Expr) -> Expr:
        if isinstance(expr, Symbol):
            return Symbol(f"{expr.name}#") if expr.name in names else expr
        return rebuild(expr, rename)

    return rename


def _by_solution(pair: Sampling) -> Proportion | None:
    """A point at which one side is zero and the other certainly is not, where a side is linear in a variable."""
    for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
        for name in pair.setting.names:
            root = _linear_root(one, name)
            is_root = compare_expressions(_put(one, name, root), Number(0), pair.budget)
            if is_root is None or not is_root.equivalent:
                continue
            found = compare_expressions(_put(other, name, root), Number(0), pair.budget)
            if found is not None and isinstance(found.evidence, Witness):
                point = (*found.evidence.point, (name, _value_text(root, found.evidence, pair)))
                sides = ("0", found.evidence.left) if one is pair.a else (found.evidence.left, "0")
                return Proportion(False, None, Witness(point, *sides))
    return None


def _value_text(root: Expr, found: Witness, pair: Sampling) -> str:
    point = {name: Fraction(value) for name, value in found.point}
    ball = enclose(root, point, FIRST_BITS, complex_=pair.setting.complex_, budget=pair.budget)
    return str(ball) if isinstance(ball, Ball) else to_text(root)[:_SHOWN]


def _linear_root(expr: Expr, name: str) -> Expr:
    """Where ``expr`` would be zero if it were linear in ``name``."""
    at_zero, at_one = _put(expr, name, Number(0)), _put(expr, name, Number(1))
    return Div(at_zero, Add((at_zero, Neg(at_one))))


def _put(expr: Expr, name: str, value: Expr) -> Expr:
    if isinstance(expr, Symbol):
        return value if expr.name == name else expr
    return rebuild(expr, lambda inner: _put(inner, name, value))
