r"""Names that may be functions or factors: what decides it, and what their applications say beside each other."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.contents import change_trees, outer_trees
from mathequiv.answers.kinds import Answer, Reading, Scalar
from mathequiv.equality.outcome import Context, different
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.linear import coefficient
from mathequiv.equality.rules.names import show
from mathequiv.equality.rules.renaming import match_readings
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.expr import Add, Apply, Div, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols, rebuild, walk
from mathequiv.lexicon.functions import ARITHMETIC, MAY_MULTIPLY, MEANT_AT, SIGNALS
from mathequiv.nodes import replace
from mathequiv.verdict import Mismatch

__all__ = ["match_ambiguous", "meant", "with_factors"]


def with_factors(reading: Reading, names: frozenset[str]) -> Reading:
    """``reading`` with ``names`` as factors wherever they were applied."""
    if not names & reading.applied:
        return reading
    answer = change_trees(reading.answer, lambda tree: _as_factors(tree, names))
    return replace(reading, answer=answer, applied=frozenset(), matrices=frozenset())


def _as_factors(tree: Expr, names: frozenset[str]) -> Expr:
    """``tree`` with ``g(x)^2`` as ``g x^2`` for these names."""
    if isinstance(tree, Pow) and _is_applied(tree.base, names):
        name, arg = _parts(tree.base, names)
        return Mul((name, Pow(arg, _as_factors(tree.exponent, names))))
    if _is_applied(tree, names):
        return Mul(_parts(tree, names))
    return rebuild(tree, lambda inner: _as_factors(inner, names))


def meant(reading: Reading) -> set[str]:
    r"""Names applied to what makes known functions of them (``\varphi(12)``, ``\delta(x-1)``)."""
    nodes = [node for tree in outer_trees(reading.answer) for node in walk(tree) if isinstance(node, Apply)]
    return {node.name for node in nodes if len(node.args) == 1 and _has_meaning(node.name, node.args[0])}


def _has_meaning(name: str, arg: Expr) -> bool:
    if name in ARITHMETIC and isinstance(arg, Number) and arg.denominator == 1:
        return True
    names = free_symbols(arg)
    return bool(names) and names <= MEANT_AT.get(name, frozenset())


def _is_applied(tree: Expr, names: frozenset[str]) -> bool:
    return isinstance(tree, Apply) and tree.name in names and len(tree.args) == 1


def _parts(tree: Expr, names: frozenset[str]) -> tuple[Expr, Expr]:
    """The name of an application as a factor, and its argument."""
    if not isinstance(tree, Apply):
        raise TypeError(type(tree).__name__)
    return Symbol(tree.name), _as_factors(tree.args[0], names)


def match_ambiguous(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """Applied on both sides; where only factors would be equal it cannot be told (``T(1+x)(1-x)``, ``T(1-x^2)``)."""
    result = match_readings(a, b, ctx)
    if result is not None and result.verdict is EQUIVALENT:
        return result
    if a.applied | b.applied == {"E"}:
        return _by_outcomes(a, b, ctx)
    if a.applied | b.applied == {"delta"}:
        return _by_scaling(a, b, ctx)
    if result is None:
        return None
    names = MAY_MULTIPLY & (a.applied | b.applied)
    if names <= _APPLIED_FOR_CERTAIN and names <= _applied_to_letters(a) | _applied_to_letters(b):
        return result
    other = match_readings(with_factors(a, names), with_factors(b, names), ctx)
    return None if other is None or other.verdict is EQUIVALENT else result


def _by_scaling(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    r"""Impulses with their arguments scaled to one name: ``\delta(3t)`` is a third of ``\delta(t)``.

    They differ for certain where both sides are numbers times the same impulse.
    """
    left, right = (replace(side, answer=change_trees(side.answer, _scaled_impulse)) for side in (a, b))
    result = match_readings(left, right, ctx)
    if result is not None and result.equivalent:
        return result
    impulses = _impulse(left.answer), _impulse(right.answer)
    if impulses[0] is None or impulses[1] is None:
        return None
    same = ctx.compare(impulses[0].args[0], impulses[1].args[0])
    if same is None or not same.equivalent:
        return None
    bare = [replace(side, answer=change_trees(side.answer, _without_impulse)) for side in (left, right)]
    factors = match_readings(bare[0], bare[1], ctx)
    if factors is None or factors.equivalent:
        return factors
    return different(
        "value", "the same impulse by other factors", Mismatch("factor", show(left.answer), show(right.answer))
    )


def _without_impulse(tree: Expr) -> Expr:
    return Symbol("impulse") if isinstance(tree, Apply) else rebuild(tree, _without_impulse)


def _scaled_impulse(tree: Expr) -> Expr:
    if not isinstance(tree, Apply):
        return rebuild(tree, _scaled_impulse)
    names = sorted(free_symbols(tree))
    slope = coefficient(tree.args[0], names[0]) if len(names) == len(tree.args) == 1 else None
    factor = None if slope is None else rational_value(slope)
    if not factor:
        return tree
    inside = Div(tree.args[0], Number(abs(factor.numerator), factor.denominator))
    scaled = Apply(tree.name, (Neg(inside) if factor < 0 else inside,))
    return Div(scaled, Number(abs(factor.numerator), factor.denominator))


def _impulse(answer: Answer) -> Apply | None:
    """The one impulse that a number multiplies; None for any other answer."""
    if not isinstance(answer, Scalar) or not isinstance(answer.expr, (Apply, Mul, Div, Neg)):
        return None
    impulses = [node for node in walk(answer.expr) if isinstance(node, Apply)]
    if len(impulses) != 1 or free_symbols(_without_impulse(answer.expr)) != {"impulse"}:
        return None
    return impulses[0]


def _by_outcomes(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """DIFFERENT where expectations differ for capitals that have two outcomes, equally likely; None otherwise.

    ``E`` of small letters alone is a field or an energy as often.
    """
    nodes = [node for side in (a, b) for tree in outer_trees(side.answer) for node in walk(tree)]
    taken = [free_symbols(node) for node in nodes if isinstance(node, Apply)]
    if not all(any(name[:1].isupper() for name in names) for names in taken):
        return None
    left, right = (replace(side, answer=change_trees(side.answer, _mean), applied=frozenset()) for side in (a, b))
    result = match_readings(left, right, ctx)
    return result if result is not None and not result.equivalent else None


def _mean(tree: Expr) -> Expr:
    """``tree`` with the mean of two outcomes, ``X[1]`` and ``X[2]``, for each expectation."""
    if isinstance(tree, Apply) and tree.name == "E" and len(tree.args) == 1:
        outcomes = [_outcome(_mean(tree.args[0]), number) for number in (1, 2)]
        return Div(Add(tuple(outcomes)), Number(2))
    return rebuild(tree, _mean)


def _outcome(tree: Expr, number: int) -> Expr:
    if isinstance(tree, Symbol):
        return Symbol(f"{tree.name}[{number}]") if tree.name[:1].isupper() else tree
    return rebuild(tree, lambda inner: _outcome(inner, number))


_APPLIED_FOR_CERTAIN: Final = frozenset({"T", "u", *SIGNALS})
"""Names that mean any function where one letter in parentheses says that they are applied (``4T(x)``)."""


def _applied_to_letters(reading: Reading) -> frozenset[str]:
    """Names with a single letter in their parentheses, around which no factor has any."""
    nodes = [node for tree in outer_trees(reading.answer) for node in walk(tree)]
    return frozenset([n.name for n in nodes if isinstance(n, Apply) and len(n.args) == 1 and type(n.args[0]) is Symbol])
