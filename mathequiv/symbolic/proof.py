"""Whether SymPy can prove two expressions equal, or a point shows them different; imported in the worker process only.

Numbers come first: one point where both sides have clearly different values ends the matter, and only what agrees at
every point is worth a proof. A proof that the numbers contradict counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

import sympy
from sympy import AccumBounds, Expr, Integer, S
from sympy.integrals.risch import NonElementaryIntegral

from mathequiv.limits import SYMBOLIC_MAX_SIGNS
from mathequiv.symbolic.numeric import Point, attempt, differ, evaluate, points, show

__all__ = ["Outcome", "Side", "prove_equal", "prove_proportional"]

_NO_VALUE = (S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity, AccumBounds)
_FOLDS = (sympy.Sum, sympy.Product, sympy.Integral, sympy.Limit)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``verdict`` is ``"equal"`` (by ``method``), ``"different"`` (at ``point``) or ``"unknown"``."""

    verdict: str
    method: str = ""
    point: tuple[tuple[str, str], ...] = ()
    left: str = ""
    right: str = ""


UNKNOWN = Outcome("unknown")


@dataclass(frozen=True, slots=True)
class Side:
    """An expression as written, and parts of it that must exist for it to have a value.

    Args:
        written: the expression, sums and the like unevaluated.
        nonzero: denominators and the like.
        folds: sums, integrals and limits.
        radicands: what even roots and logarithms are taken of.
        imaginary: whether ``i`` occurs, so that values may be complex.
    """

    written: Expr
    nonzero: tuple[Expr, ...] = ()
    folds: tuple[Expr, ...] = ()
    radicands: tuple[Expr, ...] = ()
    imaginary: bool = False

    def is_real_at(self, point: Point) -> bool:
        """False where an even root or logarithm is taken of a negative number, even if what is not real cancels."""
        values = (evaluate(part, point) for part in self.radicands)
        return not any(value is not None and value.real < -value.error for value in values)

    def worked_out(self) -> Expr | None:
        """`written` with sums, integrals, limits and derivatives done; None if it has no value or SymPy gives up."""
        done = attempt(self.written.doit)
        if done is None or not isinstance(done, Expr) or not _exists(done):
            return None
        # SymPy marks an integral that has no elementary form by a class that `evalf` does not know.
        done = done.replace(
            lambda part: isinstance(part, NonElementaryIntegral), lambda part: sympy.Integral(*part.args)
        )
        erased = [fold for fold in self.folds if not self.written.has(fold)]
        if any((value := attempt(fold.doit)) is None or not _exists(value) for fold in erased):
            return None
        return None if any(_vanishes(part) for part in self.nonzero) else done


def _exists(expr: Expr) -> bool:
    """Whether ``expr`` is free of undefined values; infinite bounds of convergent sums and of integrals are none."""
    if isinstance(expr, sympy.Piecewise):
        return any(_exists(value) for value, _ in expr.args)
    for fold in expr.atoms(*_FOLDS):
        if isinstance(fold, sympy.Limit):
            return False
        if isinstance(fold, (sympy.Sum, sympy.Product)) and not _converges(fold):
            return False
    blank = expr.replace(lambda part: isinstance(part, (*_FOLDS, sympy.Piecewise)), lambda _: S.One)
    return not blank.has(*_NO_VALUE)


def _converges(fold: Any) -> bool:
    infinite = any(bound.is_infinite for _, *bounds in fold.limits for bound in bounds)
    return not infinite or bool(fold.free_symbols) or attempt(fold.is_convergent) is S.true


def _vanishes(part: Expr) -> bool:
    """Whether ``part`` is zero at every sample point that gives it a value."""
    if attempt(sympy.expand, part) == 0:
        return True
    zero = evaluate(S.Zero, {})
    values = [value for point in points(part.free_symbols) if (value := evaluate(part, point)) is not None]
    return bool(values) and zero is not None and all(differ(value, zero) is False for value in values)


def _formal(expr: Expr) -> Expr:
    """A power series by its sum where it converges: elsewhere the series has no value, so nothing is lost."""

    def first_branch(case: Any) -> Expr:
        (value, _), (rest, otherwise) = case.args
        return value if otherwise == S.true and isinstance(rest, sympy.Sum) else case

    return expr.replace(lambda part: isinstance(part, sympy.Piecewise) and len(part.args) == 2, first_branch)


_PROOFS: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("sympy expand", sympy.expand),
    ("sympy doit and simplify", sympy.simplify),
    ("sympy trigonometric expansion", lambda d: sympy.simplify(sympy.expand_trig(d))),
    ("sympy rewriting by exponentials", lambda d: sympy.simplify(d.rewrite(sympy.exp))),
    ("sympy rewriting by the gamma function", lambda d: sympy.gammasimp(d.rewrite(sympy.gamma))),
    ("sympy expansion of functions and logarithms", lambda d: sympy.simplify(sympy.expand_log(sympy.expand_func(d)))),
    ("sympy denesting of roots", lambda d: sympy.radsimp(sympy.sqrtdenest(d))),
)
"""Ways to reduce a difference to the literal 0, cheap ones first."""


def _proof(difference: Expr) -> str | None:
    if difference == 0 or difference.is_zero:
        return "sympy doit"
    for method, reduce in _PROOFS:
        reduced = attempt(reduce, difference)
        if reduced is not None and reduced == 0:
            return method
    return None


def _proof_by_sign(difference: Expr, integers_only: bool) -> str | None:
    """A proof for integers if both sides have values there only, else one for each choice of the variables' signs."""
    free = sorted(difference.free_symbols, key=str)
    if integers_only:
        whole = {name: sympy.Symbol(name.name, integer=True) for name in free}
        method = _proof(difference.xreplace(whole))
        return None if method is None else f"{method} at integers"
    signless = [name for name in free if name.is_real and name.is_positive is None]
    if not 0 < len(signless) <= SYMBOLIC_MAX_SIGNS:
        return None
    for signs in product((1, -1), repeat=len(signless)):
        placed = {n: sign * sympy.Symbol(n.name, positive=True) for n, sign in zip(signless, signs, strict=True)}
        if _proof(difference.xreplace(placed)) is None:
            return None
    return "sympy simplify for each sign of the variables"


def prove_equal(left: Side, right: Side) -> Outcome:
    """Prove the sides equal, or find a point where both are real (complex where ``i`` occurs) and differ."""
    a, b = left.worked_out(), right.worked_out()
    if a is None or b is None:
        return UNKNOWN
    agreed = []
    for point in points(left.written.free_symbols | right.written.free_symbols | a.free_symbols | b.free_symbols):
        verdict = _at(left, right, (a, b), point)
        if isinstance(verdict, Outcome):
            return verdict
        if verdict:
            agreed.append(point)
    difference = _formal(a) - _formal(b)
    integers_only = bool(agreed) and all(value.is_Integer for point in agreed for value in point.values())
    method = _proof(difference) or _proof_by_sign(difference, integers_only)
    return _constant_gap(a, b) if method is None else Outcome("equal", method)


def _at(left: Side, right: Side, done: tuple[Expr, Expr], point: Point) -> Outcome | bool:
    """DIFFERENT at ``point``, UNKNOWN if SymPy contradicts itself there, else whether both sides have one value."""
    first, second = (evaluate(expr, point) for expr in done)
    if first is None or second is None:
        return False
    real = first.is_real and second.is_real and left.is_real_at(point) and right.is_real_at(point)
    if not (real or left.imaginary or right.imaginary):
        return False
    if _contradicts(left, done[0], first, point) or _contradicts(right, done[1], second, point):
        return UNKNOWN
    if not differ(first, second):
        return differ(first, second) is False
    shown = tuple((str(name), str(number)) for name, number in sorted(point.items(), key=str))
    return Outcome("different", point=shown, left=show(first), right=show(second))


def _contradicts(side: Side, done: Expr, value: Expr, point: Point) -> bool:
    """Whether a side as written has another value at ``point`` than what SymPy made of it."""
    written = None if side.written == done else evaluate(side.written, point)
    return written is not None and bool(differ(written, value))


def _constant_gap(a: Expr, b: Expr) -> Outcome:
    """DIFFERENT if the sides hold unknown functions and differ by a constant all the same."""
    gap = attempt(sympy.expand, a - b)
    if not isinstance(gap, Expr) or gap.free_symbols or not gap.is_number or gap.atoms(sympy.Function):
        return UNKNOWN
    value, zero = evaluate(gap, {}), evaluate(S.Zero, {})
    if value is None or zero is None or not differ(value, zero):
        return UNKNOWN
    return Outcome("different", left=show(value), right="0")


def prove_proportional(left: Iterable[Side], right: Iterable[Side]) -> Outcome:
    """Prove that two equations, each given by its two sides, differ by a nonzero constant factor; never DIFFERENT."""
    gaps = []
    for sides in (left, right):
        first, second = (side.worked_out() for side in sides)
        if first is None or second is None:
            return UNKNOWN
        gaps.append(_formal(first) - _formal(second))
    ratio = attempt(sympy.simplify, gaps[0] / gaps[1]) if gaps[1] != 0 else None
    if not isinstance(ratio, Expr) or not ratio.is_number or ratio.is_zero is not False or not _exists(ratio):
        return UNKNOWN
    for point in points(gaps[0].free_symbols | gaps[1].free_symbols):
        a, b = evaluate(gaps[0], point), evaluate(gaps[1] * ratio, point)
        if a is not None and b is not None and differ(a, b):
            return UNKNOWN
    return Outcome("equal", f"sympy simplify: the equations differ by the factor {Integer(1) * ratio}")
