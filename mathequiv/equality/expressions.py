"""Whether two expressions have the same value at all generic points, and questions about real constants.

Rational constants are settled here in plain integers; everything else goes to `mathequiv.equality.decision`, which is
imported at first use because it loads flint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mathequiv.equality.rationals import Rational, rational, rational_value
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Call, Constant, Expr, Neg, Number
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, rebuild, walk
from mathequiv.limits import Budget
from mathequiv.verdict import Evidence, Exact, Mismatch, Numeric, Result, Verdict, Witness

__all__ = [
    "Proportion",
    "compare_expressions",
    "compare_reals",
    "constant_ratio",
    "has_value",
    "is_finite_decimal",
    "is_zero",
    "rational_value",
    "rounds_to",
    "sign_of",
]

_SHOWN_BITS: Final = 256


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


def compare_expressions(a: Expr, b: Expr, budget: Budget) -> Result | None:
    """Compare two expressions at all generic points at which both are real (complex where ``i`` occurs).

    Args:
        a: one side.
        b: the other; the verdict is the same in either order.
        budget: where steps are counted.

    Returns:
        EQUIVALENT with `Exact` or `Numeric` evidence, DIFFERENT with a `Witness` or `Mismatch`; None where that cannot
        be told: a side has no value, holds a node that is no scalar expression, or is too large.
    """
    try:
        left, right = rational(a), rational(b)
    except UndefinedValue:
        return None
    except OverLimit as over:
        budget.met = over
        left = right = None
    if left is not None and right is not None:
        return _compare_rationals(left, right)
    try:
        return _compare(a, b, budget)
    except OverLimit as over:
        budget.met = over
        return None


def _compare_rationals(left: Rational, right: Rational) -> Result:
    if left == right:
        return _RATIONAL_EQUAL
    return _result(Witness((), _rational_text(left), _rational_text(right)))


def _rational_text(value: Rational) -> str:
    n, d = value
    if max(n.bit_length(), d.bit_length()) <= _SHOWN_BITS:
        return str(n) if d == 1 else f"{n}/{d}"
    # Too long to print: the binary size tells as much as a truncated decimal would.
    return f"a rational of {n.bit_length()} over {d.bit_length()} bits"


def _compare(a: Expr, b: Expr, budget: Budget) -> Result | None:
    infinite = _compare_infinities(a, b, budget)
    if infinite is not None:
        return infinite
    swapped = to_text(a) > to_text(b)
    first, second = (b, a) if swapped else (a, b)
    evidence = _over_bases(first, second, budget)
    if evidence is None:
        return None
    if swapped and isinstance(evidence, Witness):
        evidence = Witness(evidence.point, evidence.right, evidence.left)
    return _result(evidence)


def _result(evidence: Evidence) -> Result:
    if type(evidence) is Witness and not evidence.point:
        return Result(Verdict.DIFFERENT, "value", "value", "The values differ.", evidence)
    match evidence:
        case Exact(method=method):
            return Result(Verdict.EQUIVALENT, "value", "value", f"Equal by {method}.", evidence)
        case Numeric(bits=bits, points=points):
            where = "" if points == 1 else f" at {points} points"
            reason = f"Equal by certified enclosures of {bits} bits{where}."
            return Result(Verdict.EQUIVALENT, "value", "value", reason, evidence)
        case Witness(point=point):
            where = ", ".join([f"{name} = {value}" for name, value in point])
            return Result(Verdict.DIFFERENT, "value", "value", f"The values differ at {where}.", evidence)
        case _:
            return Result(Verdict.DIFFERENT, "value", "value", "Only one side is infinite.", evidence)


_RATIONAL_EQUAL: Final = _result(Exact("rational arithmetic"))
_SAME_INFINITY: Final = _result(Exact("the same infinity"))


# ---- logarithms without a base ---------------------------------------------------------------------------------------


def _over_bases(a: Expr, b: Expr, budget: Budget) -> Evidence | None:
    """Decide with base 10 throughout, then with base e; equal under either is equal."""
    from mathequiv.equality.decision import decide  # noqa: PLC0415 - loads flint

    found = decide(a, b, budget)
    if isinstance(found, _EQUAL) or not (_has_open_base(a) or _has_open_base(b)):
        return found
    natural = decide(_with_natural_base(a), _with_natural_base(b), budget)
    if isinstance(natural, _EQUAL):
        return natural
    return None if found is None or natural is None else found


_EQUAL: Final = (Exact, Numeric)


def _has_open_base(expr: Expr) -> bool:
    if not contains(expr, (Call,)):
        return False
    return any(isinstance(n, Call) and n.name == "log" and len(n.args) == 1 for n in walk(expr))


def _with_natural_base(expr: Expr) -> Expr:
    changed = rebuild(expr, _with_natural_base)
    is_open = isinstance(changed, Call) and changed.name == "log" and len(changed.args) == 1
    return Call("ln", changed.args) if isinstance(changed, Call) and is_open else changed


# ---- infinities ------------------------------------------------------------------------------------------------------


def infinity_sign(expr: Expr) -> int:
    """1 for ``∞``, -1 for ``-∞``, 0 for everything else."""
    sign = 1
    while isinstance(expr, Neg):
        expr, sign = expr.arg, -sign
    return sign if isinstance(expr, Constant) and expr.name == "infinity" else 0


def _compare_infinities(a: Expr, b: Expr, budget: Budget) -> Result | None:
    left, right = infinity_sign(a), infinity_sign(b)
    if left == right:
        return _SAME_INFINITY if left else None
    finite = b if left else a
    if not (left and right) and has_value(finite, budget) is not True:
        return None
    return _result(Mismatch("infinite value", to_text(a)[:80], to_text(b)[:80]))


# ---- questions about one expression or two real constants ------------------------------------------------------------


def has_value(expr: Expr, budget: Budget) -> bool | None:
    """Whether ``expr`` has a value: a constant by itself (``±∞`` alone counts), else at generic points.

    Returns:
        None where that cannot be told.
    """
    if infinity_sign(expr):
        return True
    try:
        if rational(expr) is not None:
            return True
        from mathequiv.equality.decision import is_defined  # noqa: PLC0415 - loads flint

        return is_defined(expr, budget)
    except UndefinedValue:
        return False
    except OverLimit:
        return None


def is_zero(expr: Expr, budget: Budget) -> bool | None:
    """Whether ``expr`` is zero at all generic points; None where that cannot be told."""
    result = compare_expressions(expr, Number(0), budget)
    return None if result is None else result.equivalent


def sign_of(expr: Expr, budget: Budget) -> int | None:
    """Sign (-1, 0, 1) of a real constant, certified; None where it is open."""
    return compare_reals(expr, Number(0), budget)


def compare_reals(a: Expr, b: Expr, budget: Budget) -> int | None:
    """Order of two real constants, ``±∞`` among them.

    Returns:
        -1, 0 or 1 as ``a`` is less than, equal to or greater than ``b``; None where that cannot be told.
    """
    try:
        left, right = rational(a), rational(b)
        if left is not None and right is not None:
            x, y = left[0] * right[1], right[0] * left[1]
            return (x > y) - (x < y)
        if _is_written(a) and infinity_sign(b):
            return -infinity_sign(b)
        if _is_written(b) and infinity_sign(a):
            return infinity_sign(a)
        from mathequiv.equality.reals import order_of  # noqa: PLC0415 - loads flint

        return order_of(a, b, budget)
    except (UndefinedValue, OverLimit):
        return None


def _is_written(expr: Expr) -> bool:
    """Whether ``expr`` is a written number, of which nothing has to be proved."""
    return type(expr) is Number or (isinstance(expr, Neg) and type(expr.arg) is Number)


def rounds_to(decimal: Number, exact: Expr, budget: Budget) -> bool | None:
    """Whether ``decimal`` is a rounding or truncation of a real constant that has no finite decimal.

    Args:
        decimal: a written decimal; with fewer than three significant digits, or without a point, it rounds nothing.
        exact: the constant. One that is not provably rational counts as having no finite decimal.
        budget: where steps are counted.

    Returns:
        None where that cannot be told.
    """
    if decimal.places is None:
        return False
    scaled = abs(decimal.numerator) * 10**decimal.places // decimal.denominator
    if scaled < _THREE_DIGITS:
        return False
    try:
        value = rational(exact)
        if value is not None:
            return _rounds_rational(decimal.numerator, scaled, decimal.places, value)
        return _rounds_over_bases(decimal, scaled, exact, budget)
    except UndefinedValue:
        return False
    except OverLimit:
        return None


def _rounds_over_bases(decimal: Number, scaled: int, exact: Expr, budget: Budget) -> bool | None:
    from mathequiv.equality.reals import rounds_real  # noqa: PLC0415 - loads flint

    found = rounds_real(decimal, scaled, exact, budget)
    if found or not _has_open_base(exact):
        return found
    natural = rounds_real(decimal, scaled, _with_natural_base(exact), budget)
    return True if natural else None if found is None else natural


_THREE_DIGITS: Final = 100


def _rounds_rational(sign: int, scaled: int, places: int, value: Rational) -> bool:
    n, d = value
    if (n > 0) != (sign > 0) or is_finite_decimal(d):
        return False
    whole, rest = divmod(abs(n) * 10**places, d)
    return scaled in (whole, whole + (2 * rest > d))


def is_finite_decimal(denominator: int) -> bool:
    """Whether a reduced fraction with this denominator has finitely many decimals."""
    for p in (2, 5):
        while denominator % p == 0:
            denominator //= p
    return denominator == 1


def constant_ratio(a: Expr, b: Expr, budget: Budget) -> Proportion | None:
    """Whether ``a`` is ``b`` times a constant, or a function, that is never zero: ``a = 0`` and ``b = 0`` then agree.

    Returns:
        The finding; None where it cannot be told.
    """
    from mathequiv.equality.proportion import proportion  # noqa: PLC0415 - loads flint

    try:
        found = proportion(a, b, budget)
        if not (_has_open_base(a) or _has_open_base(b)) or (found is not None and found.proportional):
            return found
        natural = proportion(_with_natural_base(a), _with_natural_base(b), budget)
    except (OverLimit, UndefinedValue):
        return None
    return natural if natural is None or natural.proportional else found
