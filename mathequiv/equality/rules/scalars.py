"""Scalars of every sort against each other: expressions, percents, quantities, numerals, ratios, times, decimals."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, starmap
from typing import Final

from mathequiv.answers.kinds import Scalar
from mathequiv.equality.outcome import Context, RuleTable, all_parts, different, equal, mismatch, turned, under_rule
from mathequiv.equality.rationals import known_rational
from mathequiv.equality.reals import FLOATING_DIGITS, FLOATING_ERROR, floats_to, rounds_to
from mathequiv.equality.rules.bare_units import (
    PRODUCTS,
    both_as_quantities,
    certain_quantity,
    in_radians,
    read_as_quantity,
    sizes,
)
from mathequiv.equality.rules.formulas import NAMES_OF_SETS, match_complements
from mathequiv.equality.rules.joined_numerals import MAY_JOIN, joined_numerals
from mathequiv.equality.rules.numerals import kind_of, match_clock, match_numeral, may_be_times
from mathequiv.equality.rules.operators import match_operators
from mathequiv.equality.rules.orders import are_orders, match_orders
from mathequiv.equality.rules.residues import match_by_residues
from mathequiv.equality.rules.shown_digits import match_shown_digits
from mathequiv.equality.rules.tolerance import match_converted, match_measured
from mathequiv.finding import DIFFERENT, EQUIVALENT, Finding
from mathequiv.latex.expr import (
    Add,
    Call,
    Clock,
    Constant,
    Div,
    Expr,
    Mul,
    Neg,
    Number,
    Numeral,
    Percent,
    Pow,
    Quantity,
    Ratio,
    UnitPower,
)
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import children, contains, free_symbols, node_types, rebuild
from mathequiv.lexicon import units
from mathequiv.nodes import replace
from mathequiv.verdict import Convention, Exact, Tolerance, Witness

__all__ = ["DEGREE", "RADIAN", "RULES", "match_scalars", "written_decimal"]

_HUNDRED: Final = Number(100)
_SPECIAL: Final = frozenset((Percent, Quantity, Numeral, Ratio, Clock))


def match_scalars(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    """Compare two scalars by value under the contract's conventions; None if it cannot be told."""
    if type(a) is Number and type(b) is Number:
        return _match_numbers(a, b, ctx)
    if type(a) is Neg:
        a = _sign_inside(a)
    if type(b) is Neg:
        b = _sign_inside(b)
    special = type(a) in _SPECIAL
    if not special and type(b) not in _SPECIAL:
        return _match_plain(a, b, ctx)
    if not special or _RANK[type(a)] > _RANK.get(type(b), 99):
        return turned(_match_special(b, a, ctx))
    return _match_special(a, b, ctx)


def _match_special(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    match a:
        case Percent():
            return _match_percent(a, b, ctx)
        case Quantity():
            return _match_quantity(a, b, ctx)
        case Numeral():
            return match_numeral(a, b, ctx)
        case Clock():
            return match_clock(a, b)
        case Ratio():
            return _match_ratio(a, b, ctx)
    return None


_RANK: Final[dict[type, int]] = {Percent: 0, Quantity: 1, Numeral: 2, Clock: 3, Ratio: 4}


def _sign_inside(expr: Expr) -> Expr:
    """``-(5 cm)`` as ``(-5) cm``."""
    if not isinstance(expr, Neg):
        return expr
    inside = _sign_inside(expr.arg)
    if isinstance(inside, Percent):
        return Percent(Neg(inside.value))
    if isinstance(inside, Quantity):
        return Quantity(Neg(inside.value), inside.unit, inside.of)
    return expr


# --- numbers, decimals and expressions ------------------------------------------------------------------------------


def _match_numbers(a: Number, b: Number, ctx: Context) -> Finding | None:
    if a.numerator * b.denominator == b.numerator * a.denominator:
        return _EQUAL_NUMBERS
    near = match_measured(a, b, ctx) if type(ctx.options.approx) is Tolerance else None
    if near is None and (a.places is None) != (b.places is None):
        near = _match_rounding(a, b, ctx)
    if near is None and not ctx.transitive and (_is_noise(a, b) or _is_noise(b, a)):
        return _FLOATING
    return _unequal_numbers(a, b) if near is None else near


_FLOATING: Final = equal("floating_noise", "one is the other as floating point shows it", Convention("floating_noise"))


def _is_noise(noisy: Number, plain: Number) -> bool:
    """Whether a decimal of 16 or 17 digits is what a calculation in floating point makes of a short one."""
    if (noisy.places or 0) <= _SHORT_DECIMAL or (plain.places or 0) > _SHORT_DECIMAL or not plain.numerator:
        return False
    if plain.places is None and plain.denominator != 1:
        return False
    shown = len(str(abs(noisy.numerator) * 10 ** (noisy.places or 0) // noisy.denominator))
    if shown not in FLOATING_DIGITS:
        return False
    gap = abs(noisy.numerator * plain.denominator - plain.numerator * noisy.denominator)
    return gap * FLOATING_ERROR <= abs(plain.numerator) * noisy.denominator


_SHORT_DECIMAL: Final = 12
_EQUAL_NUMBERS: Final = equal("value", "the numbers are equal", Exact("rational arithmetic"))


def _unequal_numbers(a: Number, b: Number) -> Finding:
    left, right = to_text(a), to_text(b)
    return different("value", f"{left} is not {right}", Witness((), left, right))


def _match_joined(a: tuple[Expr, ...], b: tuple[Expr, ...], ctx: Context) -> Finding | None:
    """Number by number: ``10-20`` is not ``20-30``, though the differences are the same."""
    if len(a) != len(b):
        return mismatch("range", "number of numerals", str(len(a)), str(len(b)))
    return all_parts("range", [match_scalars(x, y, ctx.counted()) for x, y in zip(a, b, strict=True)])


def _match_plain(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    if type(a) in MAY_JOIN and type(b) in MAY_JOIN:
        left = joined_numerals(a)
        right = None if left is None else joined_numerals(b)
        if left is not None and right is not None and left[0] == right[0]:
            return _match_joined(left[1], right[1], ctx)
    if type(a) is Mul and type(b) is Mul and are_orders(a, b):
        return match_orders(a, b, ctx)
    result = ctx.compare(a, b)
    if result is not None and result.verdict is EQUIVALENT:
        return result
    found = _match_near(a, b, ctx)
    if found is not None:
        return found
    return _match_undecided(a, b, ctx) if result is None else result


def _match_near(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    """EQUIVALENT for what is near by the options, rounded, without a sign of degrees or a set in words; else None."""
    found = match_measured(a, b, ctx) if type(ctx.options.approx) is Tolerance else None
    kinds = (type(a), type(b))
    if found is None and not _DECIMALS.isdisjoint(kinds):
        found = _match_rounding(a, b, ctx)
    if found is None and not _MADE_OF_PARTS.isdisjoint(kinds):
        found = _match_without_degrees(a, b, ctx)
    if found is None and NAMES_OF_SETS.issuperset(kinds):
        found = match_complements(a, b, ctx)
    return _match_spelled(a, b, ctx) if found is None and not PRODUCTS.isdisjoint(kinds) else found


def _match_spelled(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    """EQUIVALENT for quantities whose units are typed as plain letters; None for anything else."""
    if ctx.transitive or not (free_symbols(a) or free_symbols(b)):
        return None
    spelled = both_as_quantities(a, b)
    found = None if spelled is None else _match_quantities(*spelled, ctx)
    for side, other in ((a, b), (b, a)):
        if found is None and (measured := certain_quantity(side)) is not None:
            found = _match_without_unit(measured, other, ctx)
    return found if found is not None and found.equivalent else None


_DECIMALS: Final = frozenset((Number, Neg, Mul, Call))
"""Nodes that may be a written decimal."""


def _match_undecided(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    """What shows where the values cannot be compared: operators, residues, the digits before dots."""
    found = match_operators(a, b, ctx)
    found = match_by_residues(a, b, ctx) if found is None else found
    if found is None and _SHOWN & {type(a), type(b)}:
        return match_shown_digits(a, b, ctx)
    return found


_SHOWN: Final = frozenset((Call, Neg))


def _match_without_degrees(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    r"""EQUIVALENT if one side has degree signs in a sum that the other side leaves out (``90-x``, ``90^\circ-x``)."""
    if ctx.transitive:
        return None
    measured = contains(a, (Quantity,))
    if measured is contains(b, (Quantity,)):
        return None
    stripped = _without_degrees(a if measured else b)
    result = None if stripped is None else ctx.compare(stripped, b if measured else a)
    if result is None or result.verdict is not EQUIVALENT:
        return None
    reason = "the degree signs are missing on one side; the values agree"
    return equal("unit_dropped", reason, Convention("unit_dropped"))


_MADE_OF_PARTS: Final = frozenset((Add, Mul, Div, Neg, Quantity))
"""Nodes that may be without a degree sign within them."""


def _without_degrees(expr: Expr) -> Expr | None:
    """A sum or product without its degree signs; None where a function or another unit holds one."""
    if not contains(expr, (Quantity,)):
        return expr
    if isinstance(expr, Quantity):
        return expr.value if expr.unit == units.DEGREE and not contains(expr.value, (Quantity,)) else None
    if type(expr) not in _MADE_OF_PARTS:
        return None
    plain = {id(part): _without_degrees(part) for part in children(expr)}
    return None if None in plain.values() else rebuild(expr, lambda part: plain[id(part)] or part)


def _match_rounding(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    """EQUIVALENT if one side is a decimal that rounds the other, an exact value with no finite decimal."""
    if not ctx.rounds:
        return None
    left, right = written_decimal(a), written_decimal(b)
    if left is not None and right is None:
        decimal, exact, (number, scale) = a, b, left
    elif right is not None and left is None:
        decimal, exact, (number, scale) = b, a, right
    else:
        return None
    target = exact if scale == 0 else Mul((exact, Pow(Number(10), Number(-scale))))
    if not rounds_to(number, target, ctx.budget):
        return _FLOATING if floats_to(number, target, ctx.budget) else None
    return equal("rounding", f"{to_text(decimal)} rounds {to_text(exact)}", Convention("rounding"))


def written_decimal(expr: Expr) -> tuple[Number, int] | None:
    r"""A written decimal and its power of ten: ``-1.5``, ``1.5 \times 10^{3}``."""
    if type(expr) not in _DECIMALS:
        return None
    match expr:
        case Number(places=int()):
            return expr, 0
        case Call(name="truncated", args=(Number() as number,)):
            return number, 0
        case Neg(arg=arg):
            inner = written_decimal(arg)
            return inner and (Number(-inner[0].numerator, inner[0].denominator, inner[0].places), inner[1])
        case Mul(factors=(Number(places=int()) as number, Pow(base=Number(numerator=10, denominator=1), exponent=e))):
            match e:
                case Number(numerator=n, denominator=1) if abs(n) <= 1000:
                    return number, n
                case Neg(arg=Number(numerator=n, denominator=1)) if abs(n) <= 1000:
                    return number, -n
    return None


# --- percents -------------------------------------------------------------------------------------------------------


def _match_percent(a: Percent, b: Expr, ctx: Context) -> Finding | None:
    if isinstance(b, Percent):
        result = match_scalars(a.value, b.value, ctx)
        return result if result is not None and result.rule == "rounding" else under_rule(result, "percent")
    if isinstance(b, Quantity) and isinstance(b.value, Percent) and not ctx.transitive:
        return _match_quantity(b, a, ctx)
    if type(b) in _SPECIAL:
        if not isinstance(b, Ratio) or len(b.parts) != 2:
            return mismatch("percent", "kind", "percent", kind_of(b))
        b = Div(*b.parts)
    return _match_percent_value(a, b, ctx)


def _match_percent_value(a: Percent, b: Expr, ctx: Context) -> Finding | None:
    """A percent against a plain value: its hundredth, or the value with the sign dropped."""
    fraction = _first_equal(
        (lambda: _match_plain(Div(a.value, _HUNDRED), b, ctx), lambda: _match_percentage(a.value, b, ctx))
    )
    fraction = under_rule(fraction, "percent")
    if ctx.transitive or ctx.hundredths or (fraction is not None and fraction.verdict is EQUIVALENT):
        return fraction
    bare = _match_plain(a.value, b, ctx)
    if bare is not None and bare.verdict is EQUIVALENT:
        return equal("percent", "the percent sign is dropped", Convention("percent"))
    return fraction


def _match_percentage(value: Expr, b: Expr, ctx: Context) -> Finding | None:
    r"""``6.67\%`` against ``\frac1{15}``: the percentage as written may round the exact one."""
    return _match_rounding(value, Mul((_HUNDRED, b)), ctx) if written_decimal(value) is not None else None


def _first_equal(attempts: tuple[Callable[[], Finding | None], ...]) -> Finding | None:
    first: Finding | None = None
    for attempt in attempts:
        result = attempt()
        if result is not None and result.verdict is EQUIVALENT:
            return result
        first = result if first is None else first
    return first


# --- quantities -----------------------------------------------------------------------------------------------------

DEGREE: Final[tuple[UnitPower, ...]] = (("degree", 1),)
RADIAN: Final[tuple[UnitPower, ...]] = (("radian", 1),)


def _match_quantity(a: Quantity, b: Expr, ctx: Context) -> Finding | None:
    if isinstance(b, Quantity):
        return _match_quantities(a, b, ctx)
    if type(b) in _SPECIAL and not (isinstance(b, Percent) and isinstance(a.value, Percent)):
        return mismatch("quantity", "kind", "quantity", kind_of(b))
    angle = _match_angle(a, b, ctx)
    if angle is not None or a.unit == RADIAN:
        return angle
    if ctx.transitive:
        return mismatch("quantity", "unit", _unit_text(a.unit), "none")
    return _match_without_unit(a, b, ctx)


def _match_angle(a: Quantity, b: Expr, ctx: Context) -> Finding | None:
    """An angle against a plain value in radians; None, too, where that says nothing against the degrees' number."""
    if a.unit == RADIAN:
        result = match_scalars(a.value, b, ctx)
        return under_rule(result, "radians")
    if a.unit != DEGREE:
        return None
    radians = ctx.compare(_radians(a.value), b)
    if radians is not None and radians.verdict is EQUIVALENT:
        return under_rule(radians, "degrees")
    return _match_rounded_angle(a.value, b, ctx)


def _match_without_unit(a: Quantity, b: Expr, ctx: Context) -> Finding | None:
    certain = certain_quantity(b, named=True, below=free_symbols(a.value))
    if certain is not None:
        return _match_quantities(a, certain, ctx)
    result = match_scalars(a.value, b, ctx) if sizes(a.unit, a.value) == sizes(a.unit, b) else None
    if result is not None and result.verdict is EQUIVALENT and free_symbols(b) <= free_symbols(a.value):
        reason = f"{_unit_text(a.unit)} is missing on one side; the values agree"
        return equal("unit_dropped", reason, Convention("unit_dropped"))
    spelled = read_as_quantity(b, a.unit)
    if spelled is not None:
        return _match_quantities(a, spelled, ctx)
    return None if result is not None and result.equivalent else under_rule(result, "quantity")


def _match_rounded_angle(degrees: Expr, b: Expr, ctx: Context) -> Finding | None:
    """A decimal of degrees that rounds an exact angle, or a decimal of radians that rounds exact degrees."""
    if written_decimal(degrees) is not None:
        return None if _rational(b) else _match_rounding(degrees, Div(Mul((b, Number(180))), Constant("pi")), ctx)
    return _match_rounding(b, _radians(degrees), ctx) if written_decimal(b) is not None else None


def _rational(expr: Expr) -> bool:
    """Whether an angle is written without π or a function, so that it can hardly be meant in radians."""
    return written_decimal(expr) is not None or node_types(expr) <= _RATIONAL


_RATIONAL: Final = frozenset((Number, Div, Neg))


def _match_quantities(a: Quantity, b: Quantity, ctx: Context) -> Finding | None:
    if a.of != b.of and ((a.of and b.of) or ctx.transitive):
        return mismatch("quantity", "what is measured", a.of or "not said", b.of or "not said")
    if _is_one_unit(a.unit, b.unit, ctx):
        if sizes(a.unit, a.value) != sizes(b.unit, b.value):
            return None  # a 3×4 matrix is no 4×3 matrix, and not twelve of them
        return under_rule(match_scalars(a.value, b.value, ctx), "quantity")
    if {a.unit, b.unit} == {DEGREE, RADIAN}:
        left, right = (_radians(q.value) if q.unit == DEGREE else q.value for q in (a, b))
        return under_rule(ctx.compare(left, right), "degrees")
    if a.unit in units.TEMPERATURES and b.unit in units.TEMPERATURES:
        return _match_temperatures(a, b, ctx)
    return _match_unlike_units(a, b, ctx)


def _match_unlike_units(a: Quantity, b: Quantity, ctx: Context) -> Finding | None:
    factor = _factor(a.unit, b.unit)
    if factor is None:
        turned = in_radians(a, b)
        if turned is not None:
            return under_rule(match_scalars(*turned, ctx), "unit_conversion")
        return mismatch("quantity", "unit", _unit_text(a.unit), _unit_text(b.unit))
    return _in_units(under_rule(_match_converted(a, b, factor, ctx), "unit_conversion"), a, b, factor)


def _in_units(result: Finding | None, a: Quantity, b: Quantity, factor: Fraction) -> Finding | None:
    """The result, with what differs said in the units it was written in."""
    if result is None or result.verdict is not DIFFERENT or not isinstance(a.value, Number):
        return result
    size = factor * Fraction(a.value.numerator, a.value.denominator)
    if not _SHOWN_SIZES[0] < abs(size) < _SHOWN_SIZES[1]:
        return result
    left, right = _unit_text(a.unit), _unit_text(b.unit)
    reason = f"{to_text(a.value)} {left} is {float(size):.6g} {right}, not {to_text(b.value)} {right}"
    return replace(result, reason=reason)


_SHOWN_SIZES: Final = (Fraction(1, 10**6), 10**12)
"""Between these a number is well said in six digits."""


def _is_one_unit(a: tuple[UnitPower, ...], b: tuple[UnitPower, ...], ctx: Context) -> bool:
    return a == b or (not ctx.transitive and (units.may_be_one(a, b) or units.count_alike(a, b)))


def _factor(a: tuple[UnitPower, ...], b: tuple[UnitPower, ...]) -> Fraction | None:
    """How many of the second unit the first is; None if they measure different things."""
    left, right = units.conversion(units.resolved(a, b)), units.conversion(units.resolved(b, a))
    return left[0] / right[0] if left is not None and right is not None and left[1] == right[1] else None


def _match_converted(a: Quantity, b: Quantity, factor: Fraction, ctx: Context) -> Finding | None:
    # The exact side is converted, so that the decimal may round it; two decimals must be equal.
    if written_decimal(b.value) is not None or written_decimal(a.value) is None:
        left, right = _times(a.value, factor), b.value
    else:
        left, right = a.value, _times(b.value, 1 / factor)
    if ctx.tolerance is not None:
        return match_converted(left, right, ctx)
    if written_decimal(a.value) is not None and written_decimal(b.value) is not None:
        return ctx.compare(left, right)
    return match_scalars(left, right, ctx)


def _match_temperatures(a: Quantity, b: Quantity, ctx: Context) -> Finding | None:
    """Temperatures, not differences of them: the exact side is converted, so that the decimal may round it."""
    if written_decimal(b.value) is None and written_decimal(a.value) is not None:
        a, b = b, a
    (factor, zero), (other, other_zero) = units.TEMPERATURES[a.unit], units.TEMPERATURES[b.unit]
    shift = (zero - other_zero) / other
    left = Add((_times(a.value, factor / other), Number(shift.numerator, shift.denominator)))
    if written_decimal(a.value) is not None:
        return under_rule(ctx.compare(left, b.value), "unit_conversion")
    return under_rule(match_scalars(left, b.value, ctx.counted()), "unit_conversion")


def _times(value: Expr, factor: Fraction) -> Expr:
    scale = Number(factor.numerator, factor.denominator)
    if isinstance(value, Number) and value.places is None:
        exact = factor * Fraction(value.numerator, value.denominator)
        return Number(exact.numerator, exact.denominator)
    return Mul((scale, value))


def _radians(degrees: Expr) -> Expr:
    return Div(Mul((degrees, Constant("pi"))), Number(180))


def _unit_text(unit: tuple[UnitPower, ...]) -> str:
    over = [_power_text(name, power) for name, power in unit if power > 0]
    under = [_power_text(name, -power) for name, power in unit if power < 0]
    return "/".join([" ".join(over) or "1", *under])


def _power_text(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


# --- ratios ---------------------------------------------------------------------------------------------------------


def _match_ratio(a: Ratio, b: Expr, ctx: Context) -> Finding | None:
    if not isinstance(b, Ratio):
        if len(a.parts) != 2:
            return mismatch("ratio", "kind", "ratio", kind_of(b))
        result = _match_plain(Div(*a.parts), b, ctx)
        return under_rule(result, "ratio")
    if len(a.parts) != len(b.parts):
        return mismatch("ratio", "number of parts", str(len(a.parts)), str(len(b.parts)))
    if a.timely and b.timely:
        pairs = [match_scalars(x, y, ctx.counted()) for x, y in zip(a.parts, b.parts, strict=True)]
        return all_parts("time", pairs)
    if any(map(_is_nothing, (*a.parts, *b.parts))):  # proportional to too much
        return all_parts("ratio", [match_scalars(x, y, ctx.counted()) for x, y in zip(a.parts, b.parts, strict=True)])
    crossed = starmap(lambda i, j: _match_products(a.parts, b.parts, i, j, ctx), combinations(range(len(a.parts)), 2))
    result = all_parts("ratio", crossed)
    apart = result is not None and result.equivalent and a.parts != b.parts
    return None if apart and may_be_times(a, b) else result


def _is_nothing(part: Expr) -> bool:
    value = known_rational(part)
    return value is not None and value[0] == 0


def _match_products(a: tuple[Expr, ...], b: tuple[Expr, ...], i: int, j: int, ctx: Context) -> Finding | None:
    ctx.budget.spend(6)  # nodes of the two products: rationals are compared without counting
    return ctx.compare(Mul((a[i], b[j])), Mul((a[j], b[i])))


def _scalars(a: Scalar, b: Scalar, ctx: Context) -> Finding | None:
    return match_scalars(a.expr, b.expr, ctx)


RULES: Final[RuleTable] = {(Scalar, Scalar): _scalars}
