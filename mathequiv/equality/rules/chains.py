"""Chains of equal members, which mean their last member."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import Answer, Assignment, Chain, Scalar
from mathequiv.equality.outcome import Context, RuleTable, equal, mismatch, under_rule
from mathequiv.equality.reals import compare_reals
from mathequiv.equality.rules.names import KIND_NAMES, name_of
from mathequiv.equality.rules.scalars import DEGREE, RADIAN, match_scalars
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.expr import (
    Add,
    Apply,
    Call,
    Constant,
    Derivative,
    Div,
    Expr,
    Folded,
    Limit,
    Mul,
    Neg,
    Number,
    Percent,
    Quantity,
    Symbol,
)
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols, rebuild, walk
from mathequiv.lexicon.pattern import Pattern
from mathequiv.verdict import Exact

__all__ = ["RULES", "match_named_chains"]


def _chains(a: Chain, b: Chain, ctx: Context) -> Finding | None:
    """Two chains: what each of them alone would say of the other, whichever comes first."""
    sides = [_members_agree(side, ctx) for side in (a, b)]
    if False in sides and _is_system(a) and _is_system(b):
        return _systems(a, b, ctx)
    if False in sides:
        return mismatch("chain", "contradictory chain", "members that differ", "a chain")
    if None in sides:
        return None
    result = ctx.match(a.value, b.value)
    if result is not None and result.verdict is EQUIVALENT and not _said_of_one(a, b, ctx):
        return None
    return under_rule(result, "chain")


def _said_of_one(a: Chain, b: Chain, ctx: Context) -> bool:
    r"""Whether two values that are taken at their word are said of one thing.

    ``\int_0^2 f = 5`` and ``\int_2^0 f = 5`` say more than the value they share.
    """
    left, right = (_on_trust(side, ctx) for side in (a, b))
    return not left or not right or any(x == y or _is_equal(ctx.compare(x, y)) for x in left for y in right)


def _on_trust(chain: Chain, ctx: Context) -> list[Expr]:
    """The members that hold an operator, where one of them is not proved equal to its neighbour."""
    proved = all(_is_equal(ctx.compare(x, y)) for x, y in chain.checks if contains(Add((x, y)), _OPERATORS))
    return [] if proved else [m for pair in chain.checks for m in pair if contains(m, _OPERATORS)]


def _is_system(chain: Chain) -> bool:
    r"""Whether a chain is equations to be met at once (``\frac{x-1}2 = \frac{y+1}3 = z``): names in every member."""
    members = [member for pair in chain.checks for member in pair]
    names = [free_symbols(member) for member in members]
    return len(chain.checks) > 1 and not chain.approximations and all(names) and len(set(names)) > 1


def _systems(a: Chain, b: Chain, ctx: Context) -> Finding | None:
    """EQUIVALENT if the members are the same in some order; more cannot be told."""
    return _same_members(_members(a), _members(b), ctx)


def _members(chain: Chain) -> list[Expr]:
    return list(dict.fromkeys(member for pair in chain.checks for member in pair))


def match_named_chains(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT if two chains of names say that the same things are equal (``a=b=c``, ``c=b=a``); None otherwise."""
    left, right = _all_members(a), _all_members(b)
    return None if left is None or right is None else _same_members(left, right, ctx)


def _all_members(answer: Answer) -> list[Expr] | None:
    """Three or more members that all hold names, the label before the first sign among them."""
    chain = answer.value if isinstance(answer, Assignment) else answer
    if not isinstance(chain, Chain) or chain.approximations:
        return None
    members = _members(chain)
    if isinstance(answer, Assignment):
        lengths = _LENGTH.fullmatch(answer.label.name)
        members.insert(0, Mul(tuple(map(Symbol, lengths.groups()))) if lengths else Symbol(answer.label.name))
    return members if len(members) > 2 and all(map(free_symbols, members)) else None


_LENGTH: Final = Pattern(r"\(([A-Z])\*([A-Z])\)")
"""The label of a segment, or of a product of two letters."""


def _same_members(left: list[Expr], right: list[Expr], ctx: Context) -> Finding | None:
    if len(left) != len(right):
        return None
    right = right[:]
    for member in left:
        text = to_text(member)
        found = next((one for one in right if to_text(one) == text or _is_equal(ctx.compare(member, one))), None)
        if found is None:
            return None
        right.remove(found)
    return equal("chain", "the same members", Exact("algebra on each member"))


def _is_equal(result: Finding | None) -> bool:
    return result is not None and result.verdict is EQUIVALENT


def _members_agree(chain: Chain, ctx: Context) -> bool | None:
    """Whether the members of a chain are proved equal or near (True) or different (False)."""
    found = [_same(x, y, ctx) for x, y in chain.checks] + [_near(x, y, ctx) for x, y in chain.approximations]
    if False in found:
        return False
    return None if None in found else True


_OPERATORS: Final = (Folded, Limit, Derivative)


def _same(x: Expr, y: Expr, ctx: Context) -> bool | None:
    r"""Whether two members are equal; units and currency on one of them do not matter.

    An operator with its value (``\int_0^1 x\,dx = \frac12``) is taken at its word where it is not refuted.
    """
    if isinstance(x, Quantity) and isinstance(y, Quantity):
        result = match_scalars(x, y, ctx.counted())
    elif _has_unit(x) or _has_unit(y):
        result = ctx.compare(_without_units(x), _without_units(y))
    elif contains(x, (Percent,)) or contains(y, (Percent,)):
        result = match_scalars(x, y, ctx.counted())
    else:
        result = ctx.compare(x, y)
    if _is_unknown_limit(x, y) or _is_unknown_limit(y, x) or _is_of_unknown(x, y) or _is_of_unknown(y, x):
        return True
    if result is None:
        return True if contains(x, _OPERATORS) or contains(y, _OPERATORS) else None
    return result.verdict is EQUIVALENT or _is_rounded(x, y, ctx)


def _is_of_formulas(chain: Chain) -> bool:
    r"""Whether neighbours in a chain are formulas with letters of their own (``h\nu = \frac{hc}\lambda``).

    Nothing refutes that they have one value; in coordinates they are equations to be met at once.
    """
    return bool(chain.checks) and not chain.approximations and all(_have_own_letters(x, y) for x, y in chain.checks)


def _have_own_letters(x: Expr, y: Expr) -> bool:
    left, right = free_symbols(x), free_symbols(y)
    own = bool(left - right and right - left) and not left | right <= _COORDINATES
    return own and not isinstance(x, Symbol) and not isinstance(y, Symbol)


_COORDINATES: Final = frozenset("xyz")


def _is_rounded(x: Expr, y: Expr, ctx: Context) -> bool | None:
    r"""Whether a member after an equals sign is a rounding of the one before it (``\sqrt{294} = 17.1\text{ m}``).

    None if it is one of a value in decimals, which may be measured (``9.8 \cdot 3.1 = 30.4``).
    """
    if not ctx.rounds or free_symbols(x) or free_symbols(y):
        return False
    exact, shown = _without_units(x), _without_units(y)
    if _is_equal(match_scalars(exact, shown, ctx)):
        return True
    digits = _plain_value(shown)
    if not (isinstance(digits, Number) and digits.places and any(map(_is_decimal, walk(exact)))):
        return False
    half = Number(1, 2 * 10**digits.places)
    gap = compare_reals(Call("abs", (Add((_plain_value(exact), Neg(digits))),)), half, ctx.budget)
    return None if gap is None or gap <= 0 else False


def _is_decimal(node: Expr) -> bool:
    return isinstance(node, Number) and bool(node.places)


def _is_unknown_limit(limit: Expr, value: Expr) -> bool:
    r"""Whether a limit is of a sequence or function that nobody has given, so that nothing refutes ``\lim a_n = 1``."""
    if not isinstance(limit, Limit) or free_symbols(value):
        return False
    body = limit.body
    return isinstance(body, Apply) or (isinstance(body, Symbol) and body.name.endswith(f"_{limit.variable}"))


def _is_of_unknown(operator: Expr, value: Expr) -> bool:
    r"""Whether a derivative or an integral is of a function that nobody has given (``\int f(x)\,dx = x^2+C``)."""
    return (
        isinstance(operator, (Folded, Derivative))
        and isinstance(operator.body, Apply)
        and not contains(value, (Apply,))
    )


def _has_unit(expr: Expr) -> bool:
    """Whether a unit other than that of an angle is in a member."""
    return any(isinstance(node, Quantity) and not _is_angle(node) for node in walk(expr))


def _is_angle(quantity: Quantity) -> bool:
    return quantity.unit in (DEGREE, RADIAN)


def _without_units(expr: Expr) -> Expr:
    if isinstance(expr, Quantity) and not _is_angle(expr):
        return _without_units(expr.value)
    return rebuild(expr, _without_units)


_PERCENT: Final = Number(1, 100)


def _near(exact: Expr, rough: Expr, ctx: Context) -> bool | None:
    """Whether ``rough`` rounds or truncates ``exact`` at its last digit, or is within 1 % of it."""
    value, shown = _plain_value(exact), _plain_value(rough)
    if _in_degrees(rough) and not contains(exact, (Quantity,)):
        value = Mul((value, _DEGREES_OF_RADIAN))  # \arccos\frac13 \approx 70.5^\circ
    if isinstance(rough, Percent) and not isinstance(exact, Percent):
        value = Mul((Number(100), value))  # `1/6 ≈ 16.7 %`
    gap = Call("abs", (Add((value, Neg(shown))),))
    order = compare_reals(gap, Mul((_PERCENT, Call("abs", (value,)))), ctx.budget)
    if order is None or order <= 0:
        return None if order is None else True
    digits = shown.arg if isinstance(shown, Neg) else shown
    if not isinstance(digits, Number):
        return False
    last = Number(1, 10 ** (digits.places or 0))
    over = compare_reals(gap, Mul((Number(1, 2), last)), ctx.budget)
    short = compare_reals(gap, last, ctx.budget)
    longer = compare_reals(Call("abs", (value,)), Call("abs", (shown,)), ctx.budget)
    if over is None or short is None or longer is None:
        return None
    return over <= 0 or (short < 0 < longer)


def _in_degrees(expr: Expr) -> bool:
    return _in_degrees(expr.arg) if isinstance(expr, Neg) else isinstance(expr, Quantity) and expr.unit == DEGREE


_DEGREES_OF_RADIAN: Final = Div(Number(180), Constant("pi"))


def _plain_value(expr: Expr) -> Expr:
    """The number of a quantity or percentage."""
    if isinstance(expr, (Quantity, Percent)):
        return _plain_value(expr.value)
    return Neg(_plain_value(expr.arg)) if isinstance(expr, Neg) else expr


def _chain_other(a: Chain, b: Answer, ctx: Context) -> Finding | None:
    """A chain means its last member once its members are proved equal."""
    resolved = _members_agree(a, ctx)
    if resolved is not True and isinstance(b, Assignment) and (same := match_named_chains(a, b, ctx)) is not None:
        return same
    if resolved is False and not (isinstance(b, Scalar) and _is_of_formulas(a)):
        return mismatch("chain", "contradictory chain", "members that differ", name_of(b))
    if resolved is None:
        return None
    result = ctx.match(a.value, b)
    if resolved is False and result is not None and not result.equivalent and _holds_member(a, b, ctx):
        return None
    return under_rule(result, "chain")


def _holds_member(chain: Chain, b: Answer, ctx: Context) -> bool:
    """Whether an answer is a member of a chain other than the last, which is what the chain means."""
    return any(_is_equal(ctx.match(Scalar(member), b)) for member, _ in chain.checks)


RULES: Final[RuleTable] = {
    **{(Chain, kind): _chain_other for kind in KIND_NAMES if kind is not Chain},
    (Chain, Chain): _chains,
}
