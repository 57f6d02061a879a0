"""Sets that no normal form decides: by values of their letters, and by members that only one of them has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, islice, permutations, product
from typing import Final

from mathequiv.answers.contents import answer_symbols, change_trees
from mathequiv.answers.kinds import (
    Answer,
    Combination,
    Equation,
    Inequality,
    Interval,
    NamedSet,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
)
from mathequiv.answers.text import REALS
from mathequiv.equality.outcome import Context, different, equal, mismatch
from mathequiv.equality.rationals import Rational, known_rational, rational, rational_value
from mathequiv.equality.rules.linear import at
from mathequiv.equality.written import infinity_sign
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.finding import Finding
from mathequiv.latex.expr import Expr, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.limits import MAX_ELEMENTS, MAX_INSTANCES, MAX_LETTER_ENDS, MAX_POINT_NAMES
from mathequiv.verdict import Exact, Mismatch, Witness

__all__ = ["lone_member", "match_instances", "match_roots"]

_VALUES: Final[tuple[Rational, ...]] = ((1, 1), (2, 1), (3, 1), (5, 1), (-1, 1), (0, 1), (1, 2), (4, 1))
"""Values of the letters in turn; the first ones order intervals such as ``(a, 5]``, ``[c, c+4)`` as they are meant."""


# --- letters as ends --------------------------------------------------------------------------------------------------


def match_instances(
    a: Answer, b: Answer, match: Callable[[Answer, Answer], Finding | None], ctx: Context
) -> Finding | None:
    """DIFFERENT where some values of the letters make two sets of reals differ; None otherwise.

    Only values count for which every interval on both sides goes upward, as those who wrote it mean.
    """
    names = sorted(answer_symbols(a) | answer_symbols(b))
    if not 0 < len(names) <= MAX_LETTER_ENDS:
        return None
    for values in islice(permutations(_VALUES, len(names)), MAX_INSTANCES):
        ctx.budget.spend()
        point = dict(zip(names, map(_number, values), strict=True))
        left, right = _put(a, point), _put(b, point)
        result = match(left, right) if _goes_upward(left) and _goes_upward(right) else None
        if result is not None and not result.equivalent:
            evidence = result.evidence
            sides = (evidence.left, evidence.right) if isinstance(evidence, (Mismatch, Witness)) else ("", "")
            shown = _shown(names, values)
            where = ", ".join(f"{name} = {value}" for name, value in shown)
            return different("interval", f"the sets differ at {where}: {result.reason}", Witness(shown, *sides))
    return None


def _put(answer: Answer, point: dict[str, Expr]) -> Answer:
    return change_trees(answer, lambda tree: at(tree, point))


def _shown(names: Sequence[str], values: Sequence[Rational]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(Fraction(*value))) for name, value in zip(names, values, strict=True))


def _number(value: Rational) -> Expr:
    size = Number(abs(value[0]), value[1])
    return size if value[0] >= 0 else Neg(size)


def _goes_upward(answer: Answer) -> bool:
    if isinstance(answer, Combination):
        return all(map(_goes_upward, answer.parts))
    if not isinstance(answer, Interval):
        return isinstance(answer, (SetAnswer, Scalar))
    if infinity_sign(answer.low) or infinity_sign(answer.high):
        return True
    low, high = known_rational(answer.low), known_rational(answer.high)
    return low is not None and high is not None and low[0] * high[1] < high[0] * low[1]


# --- members ----------------------------------------------------------------------------------------------------------


def lone_member(a: SetOf, b: SetOf, names: tuple[str, ...], called: tuple[str, ...]) -> Finding | None:
    """DIFFERENT where a point meets the condition of one set and not that of the other; None otherwise.

    Args:
        a: a set whose element is the bound names.
        b: another one with the same bound names.
        names: the bound names.
        called: what the text of the first set calls them.
    """
    held = sorted({*names, *answer_symbols(a.condition), *answer_symbols(b.condition)})
    if len(held) > MAX_POINT_NAMES:
        return None
    for values in product(_VALUES, repeat=len(held)):
        env = dict(zip(held, values, strict=True))
        left, right = _holds(a.condition, env), _holds(b.condition, env)
        if left is not None and right is not None and left is not right:
            said = dict(zip(names, called, strict=True))
            point = _shown([said.get(name, name) for name in held], values)
            where = ", ".join(f"{name} = {value}" for name, value in point)
            sides = ("a member", "no member") if left else ("no member", "a member")
            return different("set", f"only one set has the member at {where}", Witness(point, *sides))
    return None


def _holds(condition: Answer, env: dict[str, Rational]) -> bool | None:
    """Whether a condition holds at a rational point; None where that is not known."""
    match condition:
        case Equation(left=left, right=right):
            x, y = _value(left, env), _value(right, env)
            return None if x is None or y is None else x == y
        case Inequality(parts=parts):
            found = [_part_holds(difference, op, env) for difference, op in parts]
            return None if None in found else all(found)
        case Statement(head="and", parts=conditions):
            held = [True if one == REALS else _holds(one, env) for one in conditions]
            return False if False in held else None if None in held else True
        case Solutions(variable=name, values=Interval() as values) if name in env:
            return _is_within(Fraction(*env[name]), values, env)
    return None


def _part_holds(difference: Expr, op: str, env: dict[str, Rational]) -> bool | None:
    value = _value(difference, env)
    if value is None:
        return None
    return {"<": value < 0, "<=": value <= 0, "!=": value != 0}.get(op)


def _is_within(value: Fraction, interval: Interval, env: dict[str, Rational]) -> bool | None:
    for end, sign, closed in ((interval.low, 1, interval.low_closed), (interval.high, -1, interval.high_closed)):
        if infinity_sign(end):
            continue
        limit = _value(end, env)
        if limit is None:
            return None
        if (value - limit) * sign < 0 or (value == limit and not closed):
            return False
    return True


def _value(expr: Expr, env: dict[str, Rational]) -> Fraction | None:
    try:
        value = rational(expr, env)
    except (UndefinedValue, OverLimit):
        return None
    return None if value is None else Fraction(*value)


# --- roots ------------------------------------------------------------------------------------------------------------


def _constants_of(listed: SetAnswer) -> list[Expr] | None:
    """The elements of a set of constants; None for any other set."""
    values = [item.expr for item in listed.items if isinstance(item, Scalar)]
    return None if len(values) < len(listed.items) or any(map(free_symbols, values)) else values


def _is_none_of(root: Rational, values: list[Expr], ctx: Context) -> bool:
    return all(_are_apart(_number(root), value, ctx) for value in values)


def match_roots(a: SetOf, b: SetAnswer, ctx: Context) -> Finding | None:
    r"""The solutions of a polynomial equation against their list (``\{x : x^3-x=0\}``, ``\{-1,0,1\}``).

    DIFFERENT where an element does not solve it or a solution is missing. Otherwise it cannot be told: a condition that
    is still to be solved is the question, which is no answer to it.
    """
    power = _power_equation(a)
    if power is not None:
        return _match_all_roots(*power, b, ctx)
    equation = _equation_of_reals(a.condition)
    if not (isinstance(a.element, Scalar) and isinstance(a.element.expr, Symbol)):
        return mismatch("kind", "kind", "a set by condition", "a set") if equation is None else None
    values = _constants_of(b)
    if values is None:
        return None
    name = a.element.expr.name
    return _outsider(a, name, values) if equation is None else _match_solutions(equation, name, values, ctx)


def _outsider(a: SetOf, name: str, values: list[Expr]) -> Finding | None:
    """DIFFERENT where an element does not meet the condition of a set; None otherwise."""
    for value in values:
        known = known_rational(value)
        if known is not None and _holds(a.condition, {name: known}) is False:
            return mismatch("set", "member", "no member", str(Fraction(*known)))
    return None


def _power_equation(a: SetOf) -> tuple[int, Expr] | None:
    r"""The exponent and the value of ``z^n = c`` with ``z`` complex and ``c`` no zero; None for another condition."""
    match a:
        case SetOf(
            element=Scalar(expr=Symbol(name=name)),
            condition=Statement(
                head="and",
                parts=(
                    NamedSet(name="C"),
                    Equation(
                        left=Pow(base=Symbol(name=base), exponent=Number(numerator=n, denominator=1)), right=right
                    ),
                ),
            ),
        ) if name == base and 1 < n <= MAX_ELEMENTS and rational_value(right):
            return n, right
    return None


def _match_all_roots(count: int, value: Expr, b: SetAnswer, ctx: Context) -> Finding | None:
    """All complex roots of a number against a list: there are as many as the exponent says."""
    values = _constants_of(b)
    if values is None:
        return None
    results = [ctx.compare(Pow(root, Number(count)), value) for root in values]
    if any(result is not None and not result.equivalent for result in results):
        return mismatch("set", "member", "no solution", "one of the elements")
    if len(values) < count:
        return mismatch("set", "number of values", str(count), str(len(values)))
    if len(values) > count or None in results:
        return None
    if not all(_are_apart(x, y, ctx) for x, y in combinations(values, 2)):
        return None
    return equal("set", "each of the solutions, as many as there are", Exact("powers of the elements"))


def _match_solutions(equation: Equation, name: str, values: list[Expr], ctx: Context) -> Finding | None:
    for value in values:
        there: dict[str, Expr] = {name: value}
        result = ctx.compare(at(equation.left, there), at(equation.right, there))
        if result is None or not result.equivalent:
            return result
    for root in _VALUES:
        if _holds(equation, {name: root}) and _is_none_of(root, values, ctx):
            return mismatch("set", "member", str(Fraction(*root)), "no such member")
    return None


def _equation_of_reals(condition: Answer) -> Equation | None:
    match condition:
        case Equation():
            return condition
        case Statement(head="and", parts=(domain, Equation() as equation)) if domain == REALS:
            return equation
    return None


def _are_apart(x: Expr, y: Expr, ctx: Context) -> bool:
    result = ctx.compare(x, y)
    return result is not None and not result.equivalent
