"""Whether two expressions have the same value at all generic points.

Rational constants are settled here in plain integers; everything else goes to `mathequiv.equality.decision`, which is
imported at first use because it loads flint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from mathequiv.equality.calculus.build import put
from mathequiv.equality.rationals import Rational, multiple_of_pi, rational
from mathequiv.equality.written import has_open_base, infinity_sign, with_natural_base
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.finding import DIFFERENT, EQUIVALENT, Finding
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Folded, Limit, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import Known, consists_of, contains, free_symbols, survey
from mathequiv.lexicon.functions import NAMED_NUMBER
from mathequiv.limits import Budget
from mathequiv.verdict import Convention, Evidence, Exact, Mismatch, Numeric, Witness

if TYPE_CHECKING:
    from mathequiv.equality.calculus.induction import Claim

__all__ = ["compare_expressions", "has_value", "is_zero", "tends_to_infinity"]

_SHOWN_BITS: Final = 256


def compare_expressions(a: Expr, b: Expr, budget: Budget) -> Finding | None:
    """Compare two expressions at all generic points at which both are real (complex where ``i`` occurs).

    Args:
        a: one side.
        b: the other; the verdict is the same in either order.
        budget: where steps are counted.

    Returns:
        EQUIVALENT with `Exact` or `Numeric` evidence, or by the convention ``common_domain``; DIFFERENT with a
        `Witness` or `Mismatch`; None where that cannot be told: a side has no value, holds a node that is no scalar
        expression, or is too large.
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
        found = _compare(a, b, (left, right), budget)
    except OverLimit as over:
        budget.met = over
        found = None
    return _compare_towers(a, b, budget) if found is None else found


def _compare_towers(a: Expr, b: Expr, budget: Budget) -> Finding | None:
    """What the exponents of each prime tell of powers that are too large to write out."""
    if not (contains(a, (Pow,)) or contains(b, (Pow,))) or free_symbols(a) or free_symbols(b):
        return None
    from mathequiv.equality.towers import same_tower  # noqa: PLC0415 - loads flint

    same = same_tower(a, b, lambda left, right: compare_expressions(left, right, budget))
    if same is None:
        return None
    return _result(Exact("prime factors") if same else Mismatch("prime factors", to_text(a)[:80], to_text(b)[:80]))


def _compare_rationals(left: Rational, right: Rational) -> Finding:
    if left == right:
        return _RATIONAL_EQUAL
    return _result(Witness((), _rational_text(left), _rational_text(right)))


def _rational_text(value: Rational) -> str:
    n, d = value
    if max(n.bit_length(), d.bit_length()) <= _SHOWN_BITS:
        return str(n) if d == 1 else f"{n}/{d}"
    # Too long to print: the binary size tells as much as a truncated decimal would.
    return f"a rational of {n.bit_length()} over {d.bit_length()} bits"


def _compare(a: Expr, b: Expr, known: tuple[Rational | None, Rational | None], budget: Budget) -> Finding | None:
    """As `compare_expressions` of two sides of which at most one is known to be rational."""
    if _has_same_parts(a, b):
        return _SAME_PARTS
    (kinds_a, names_a), (kinds_b, names_b) = survey(a), survey(b)
    kinds, names = kinds_a | kinds_b, names_a | names_b
    if kinds <= _ARITHMETIC:
        found = _differ_at_integers(a, b, names) if names else None
    else:
        found = None
        if Constant in kinds:
            found = _compare_over_pi(a, b, known) if kinds <= _OVER_PI else None
            found = _compare_infinities(a, b, budget) if found is None else found
        if found is None and Folded in kinds:
            found = _compare_by_induction(a, b, budget)
    return _compare_by_algebra(a, b, kinds, names, budget) if found is None else found


def _compare_over_pi(a: Expr, b: Expr, known: tuple[Rational | None, Rational | None]) -> Finding | None:
    """Two rational multiples of π, or one and a rational number, which only zero can be equal to."""
    try:
        left = multiple_of_pi(a) if known[0] is None else known[0]
        right = multiple_of_pi(b) if known[1] is None else known[1]
    except (UndefinedValue, OverLimit):
        return None
    if left is None or right is None:
        return None
    of_pi = known[0] is None, known[1] is None
    if left == right and (of_pi[0] is of_pi[1] or not left[0]):
        return _RATIONAL_EQUAL
    return _result(Witness((), _rational_text(left) + " π" * of_pi[0], _rational_text(right) + " π" * of_pi[1]))


_OVER_PI: Final = frozenset({Constant, Div, Mul, Neg, Number})


def _compare_by_algebra(
    a: Expr, b: Expr, kinds: AbstractSet[type], names: frozenset[str], budget: Budget
) -> Finding | None:
    if type(a) is Limit or type(b) is Limit:
        known = _known_limit(a, budget), _known_limit(b, budget)
        if known != (a, b):
            return compare_expressions(known[0], known[1], budget)
    left, right = to_text(a), to_text(b)
    swapped = left > right
    if swapped:
        evidence = _over_bases(b, a, Known(kinds, names, f"{right}\n{left}"), budget)
    else:
        evidence = _over_bases(a, b, Known(kinds, names, f"{left}\n{right}"), budget)
    if evidence is None:
        by_slopes = _compare_slopes(a, b, budget)
        return _compare_existence(a, b, budget) if by_slopes is None else by_slopes
    if swapped and isinstance(evidence, Witness):
        evidence = Witness(evidence.point, evidence.right, evidence.left)
    if swapped and isinstance(evidence, Mismatch):
        evidence = Mismatch(evidence.what, evidence.right, evidence.left)
    return _result(evidence)


def _has_same_parts(a: Expr, b: Expr) -> bool:
    """Whether both are sums, or products, of the same polynomials in another order, which may be too many to expand."""
    match a, b:
        case (Mul(factors=left), Mul(factors=right)) | (Add(terms=left), Add(terms=right)) if len(left) == len(right):
            return consists_of(a, _POLYNOMIAL) and Counter(left) == Counter(right)
        case _:
            return False


_POLYNOMIAL: Final = frozenset({Add, Mul, Neg, Number, Symbol})


def _differ_at_integers(a: Expr, b: Expr, variables: frozenset[str]) -> Finding | None:
    """A witness from the exact values of two rational expressions in ``variables`` at one point of small integers.

    It costs a tenth of what normal forms and enclosures do, and shows values that can be checked by hand. Expressions
    that agree there, have no value there or are no rational ones are left to those.
    """
    names = sorted(variables)
    if len(names) > len(_PLACES) or any(map(NAMED_NUMBER.fullmatch, names)):
        return None
    point = dict(zip(names, _PLACES, strict=False))
    try:
        left, right = rational(a, point), rational(b, point)
    except (UndefinedValue, OverLimit):
        return None
    if left is None or right is None or left == right or max(map(int.bit_length, left + right)) > _SHOWN_BITS:
        return None
    shown = tuple((name, str(value[0])) for name, value in point.items())
    return _result(Witness(shown, _rational_text(left), _rational_text(right)))


_ARITHMETIC: Final = frozenset({Add, Div, Mul, Neg, Number, Pow, Symbol})
_PLACES: Final[tuple[Rational, ...]] = ((7, 1), (11, 1), (5, 1), (13, 1), (3, 1), (17, 1), (19, 1), (23, 1))


def _result(evidence: Evidence) -> Finding:
    if type(evidence) is Witness and not evidence.point:
        return Finding(DIFFERENT, "value", "value", "The values differ.", evidence)
    match evidence:
        case Exact(method=method):
            reason = _SAME.get(method) or f"Equal by {method}."
            return Finding(EQUIVALENT, "value", "value", reason, evidence)
        case Numeric(bits=bits, points=points, pieces=pieces):
            where = "" if points == 1 else f" at {points} points"
            sides = f", on all sides of {', '.join(pieces)}" if pieces else ""
            reason = f"Equal by certified enclosures of {bits} bits{where}{sides}."
            return Finding(EQUIVALENT, "value", "value", reason, evidence)
        case Convention(rule=rule):
            return Finding(EQUIVALENT, "value", rule, "Equal wherever both are real numbers.", evidence)
        case Witness(point=point):
            where = ", ".join([f"{name} = {value}" for name, value in point])
            return Finding(DIFFERENT, "value", "value", f"The values differ at {where}.", evidence)
        case Mismatch(what="slope"):
            return Finding(DIFFERENT, "value", "value", "Their derivatives differ.", evidence)
        case Mismatch(what="existence"):
            return Finding(DIFFERENT, "value", "value", "Only one side has a value.", evidence)
        case Mismatch(what="prime factors"):
            return Finding(DIFFERENT, "value", "value", "A prime has different exponents.", evidence)
        case Mismatch(what="infinite value"):
            return Finding(DIFFERENT, "value", "value", "Only one side is infinite.", evidence)
        case _:
            return Finding(DIFFERENT, "value", "value", "They differ for most functions of the names.", evidence)


_SAME: Final = {
    "same expression": "Both are the same expression.",
    "the same infinity": "Both are the same infinity.",
    "the same parts": "Both have the same parts, in whatever order.",
}
"""What is said of a proof that is nothing but a look."""

_RATIONAL_EQUAL: Final = _result(Exact("rational arithmetic"))
_SAME_PARTS: Final = _result(Exact("the same parts"))
_DIVERGES: Final = _result(Exact("certain divergence"))
_SAME_INFINITY: Final = _result(Exact("the same infinity"))


# ---- logarithms without a base ---------------------------------------------------------------------------------------


def _over_bases(a: Expr, b: Expr, known: Known, budget: Budget) -> Evidence | None:
    """Decide with base 10 throughout, then with base e; equal under either is equal."""
    from mathequiv.equality.decision import decide  # noqa: PLC0415 - loads flint

    found = decide(a, b, budget, known)
    if Call not in known.kinds or isinstance(found, _EQUAL) or not (has_open_base(a) or has_open_base(b)):
        return found
    natural = decide(with_natural_base(a), with_natural_base(b), budget)
    if isinstance(natural, _EQUAL):
        return natural
    return None if found is None or natural is None else found


_EQUAL: Final = (Exact, Numeric, Convention)


# ---- infinities ------------------------------------------------------------------------------------------------------


def _compare_infinities(a: Expr, b: Expr, budget: Budget) -> Finding | None:
    left, right = infinity_sign(a), infinity_sign(b)
    if left == right:
        return _SAME_INFINITY if left else None
    finite = b if left else a
    if not (left and right) and isinstance(finite, (Folded, Limit)):
        sign = _tends_to(finite, budget)
        if sign == left + right:
            return _DIVERGES
        known = True if sign else has_value(finite, budget)
        if known is None or (not known and isinstance(finite, Folded)):
            return None  # it may tend to this infinity
    elif not (left and right) and has_value(finite, budget) is not True:
        return None
    return _result(Mismatch("infinite value", to_text(a)[:80], to_text(b)[:80]))


def _compare_slopes(a: Expr, b: Expr, budget: Budget) -> Finding | None:
    """Indefinite integrals, with the constants that they and written antiderivatives have, by their derivatives."""
    if not any(contains(side, (Folded,)) for side in (a, b)):
        return None
    from mathequiv.equality.calculus.antiderivative import slopes  # noqa: PLC0415 - few pairs need it

    found = slopes(a, b)
    result = None if found is None else compare_expressions(*found, budget)
    if result is None or not result.equivalent:
        return None if result is None else _result(Mismatch("slope", to_text(a)[:80], to_text(b)[:80]))
    return _result(Exact("equal derivatives"))


def _compare_by_induction(a: Expr, b: Expr, budget: Budget) -> Finding | None:
    """A finite sum or product up to a name and a closed form of it: proved by induction, or refuted at an integer."""
    from mathequiv.equality.calculus.induction import claim  # noqa: PLC0415 - few pairs need it

    found = claim(a, b)
    found = claim(b, a) if found is None else found
    if found is None:
        return None
    refuted = _refuted(a, b, found, budget)
    return _proved(found, budget) if refuted is None else refuted


def _known_limit(expr: Expr, budget: Budget) -> Expr:
    """The integral that a limit of Riemann sums is, or the value of one with factorials; others as they are."""
    if type(expr) is not Limit:
        return expr
    from mathequiv.equality.calculus.sums_in_limits import by_stirling, riemann_integral  # noqa: PLC0415 - few need it

    integral = riemann_integral(expr, lambda a, b: _is_identity(a, b, budget))
    if integral is None:
        return by_stirling(expr) or expr
    from mathequiv.equality.existence import all_exist  # noqa: PLC0415 - loads flint

    return integral if all_exist(integral, budget) else expr


def _is_identity(a: Expr, b: Expr, budget: Budget) -> bool:
    result = compare_expressions(a, b, budget)
    return result is not None and result.equivalent and not isinstance(result.evidence, Convention)


def _refuted(a: Expr, b: Expr, claimed: Claim, budget: Budget) -> Finding | None:
    name, start = claimed.name, claimed.start
    for value in () if start is None else range(start + 1, start + 1 + _TRIED):
        there = compare_expressions(put(a, name, Number(value)), put(b, name, Number(value)), budget)
        if there is not None and isinstance(there.evidence, Witness):
            point = tuple(sorted((*there.evidence.point, (name, str(value)))))
            return _result(Witness(point, there.evidence.left, there.evidence.right))
    return None


def _proved(claimed: Claim, budget: Budget) -> Finding | None:
    evidence: Evidence = Exact("induction")
    for sides in (claimed.base, claimed.step):
        proved = compare_expressions(*sides, budget)
        if proved is None or not isinstance(proved.evidence, (Exact, Numeric)):
            return None
        if isinstance(proved.evidence, Numeric):
            evidence = proved.evidence
    return _result(evidence)


_TRIED: Final = 2


def _tends_to(expr: Expr, budget: Budget) -> int:
    from mathequiv.equality.decision import tends_to  # noqa: PLC0415 - loads flint

    return tends_to(expr, budget)


def _compare_existence(a: Expr, b: Expr, budget: Budget) -> Finding | None:
    """What can be said of two constants of which one, or both, certainly have no finite value."""
    if free_symbols(a) or free_symbols(b):
        return None
    if isinstance(a, _ENDLESS) and isinstance(b, _ENDLESS):
        sign = _tends_to(a, budget)
        if sign and sign == _tends_to(b, budget):
            return _DIVERGES
    for one, other in ((a, b), (b, a)):
        if (
            contains(one, _ENDLESS)
            and not infinity_sign(other)
            and has_value(one, budget) is False
            and has_value(other, budget) is True
        ):
            shown = [to_text(side)[:80] if side is other else "no value" for side in (a, b)]
            return _result(Mismatch("existence", shown[0], shown[1]))
    return None


_ENDLESS: Final = (Folded, Limit)


# ---- questions about one expression ----------------------------------------------------------------------------------


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


def tends_to_infinity(expr: Expr, budget: Budget) -> bool:
    """Whether a sum, integral or limit certainly tends to an infinity."""
    try:
        return _tends_to(expr, budget) != 0
    except OverLimit:
        return False


def is_zero(expr: Expr, budget: Budget) -> bool | None:
    """Whether ``expr`` is zero at all generic points; None where that cannot be told."""
    result = compare_expressions(expr, Number(0), budget)
    return None if result is None else result.equivalent
