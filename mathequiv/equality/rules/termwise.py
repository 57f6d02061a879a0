r"""Sums and products of unknown terms, term by term: ``\sum_{n=1}^\infty b_n\sin nx`` whatever the index is called."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import Answer, Assignment, Scalar
from mathequiv.equality.outcome import Context, under_rule
from mathequiv.equality.rules.linear import at
from mathequiv.finding import Finding
from mathequiv.latex.expr import Apply, Expr, Folded, Symbol
from mathequiv.latex.trees import contains

__all__ = ["match_termwise"]


def match_termwise(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT for two sums over the same indices with terms of one sequence that are equal; None otherwise."""
    left, right = _of_unknown(a), _of_unknown(b)
    if left is None or right is None or left.kind != right.kind or _name(a) != _name(b):
        return None
    if not (_is_same(left.low, right.low, ctx) and _is_same(left.high, right.high, ctx)):
        return None
    index = Symbol("index of the term")
    bodies = [at(side.body, {side.variable: index}) for side in (left, right)]
    result = ctx.compare(bodies[0], bodies[1])
    return under_rule(result, "termwise") if result is not None and result.equivalent else None


_KINDS: Final = frozenset({"sum", "product"})


def _is_same(x: Expr | None, y: Expr | None, ctx: Context) -> bool:
    if x is None or y is None or x == y:
        return x is not None and y is not None
    result = ctx.compare(x, y)
    return result is not None and result.equivalent


def _of_unknown(answer: Answer) -> Folded | None:
    """A sum or product of terms that nobody has given; of others it is told whether they have a sum."""
    value = answer.value if isinstance(answer, Assignment) else answer
    expr = value.expr if isinstance(value, Scalar) else None
    known = not isinstance(expr, Folded) or expr.kind not in _KINDS or not contains(expr.body, (Apply,))
    return expr if isinstance(expr, Folded) and not known else None


def _name(answer: Answer) -> str:
    return answer.label.name if isinstance(answer, Assignment) else ""
