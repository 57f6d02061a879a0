"""Whether two expressions with equal forms have values at the same generic points, seen without looking at points."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from mathequiv.equality.algebra.normal_form import NoFormError, Normalizer
from mathequiv.equality.rationals import known_rational
from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Pow, Root, Symbol
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.lexicon.functions import CIRCULAR, SMOOTH

__all__ = ["same_domain"]


def same_domain(a: Expr, b: Expr, nf: Normalizer) -> bool:
    """Whether ``a`` and ``b`` certainly have values at the same points, single points apart.

    Both have a value where all their radicands, logarithms and so on do. If each condition of one side is one of the
    other, up to forms, they hold at the same points: those of the innermost first, since what they are about is
    defined everywhere.

    Args:
        a: one side.
        b: the other.
        nf: what made the forms of both, for real values.

    Returns:
        False where that is not seen, too.

    Raises:
        OverLimit: the budget is spent.
    """
    try:
        return _conditions(a, nf) == _conditions(b, nf)
    except (NoFormError, UndefinedValue, _NotKnownError):
        return False
    except OverLimit as over:
        if over.cap == "MAX_STEPS":
            raise
        return False


class _NotKnownError(Exception):
    """A node whose domain is not known here."""


def _conditions(side: Expr, nf: Normalizer) -> frozenset[Hashable]:
    """What has to hold for ``side`` to have a value: a name of each condition with the forms that it is about."""
    found: set[Hashable] = set()
    for node in walk(side):
        if type(node) in _TOTAL:
            continue
        about = _about(node)
        if about is not None and any(map(free_symbols, about[1])):
            found.add((about[0], tuple([nf.ring.frozen(nf.form(part)) for part in about[1]])))
    return frozenset(found)


_TOTAL: Final = frozenset((Number, Symbol, Constant, Add, Mul, Div, Neg))
"""Nodes that have a value wherever their parts have one, but for single points."""


def _about(node: Expr) -> tuple[str, tuple[Expr, ...]] | None:
    match node:
        case Root(radicand=radicand, index=index):
            degree = known_rational(index)
            if degree is None:
                return "root", (radicand, index)
            return _about_root(degree[0], radicand)
        case Pow(base=base, exponent=exponent):
            power = known_rational(exponent)
            if power is None:
                return None if _is_positive(base) else ("power", (base, exponent))
            return _about_root(power[1], base)
        case Call(name=name, args=args):
            return None if name in _EVERYWHERE else (name, args)
    raise _NotKnownError(type(node).__name__)


def _about_root(degree: int, radicand: Expr) -> tuple[str, tuple[Expr, ...]] | None:
    """Odd roots of negatives are real."""
    return None if degree % 2 else ("even root", (radicand,))


def _is_positive(base: Expr) -> bool:
    if isinstance(base, Constant):
        return base.name in ("e", "pi")
    value = known_rational(base)
    return value is not None and value[0] > 0


_EVERYWHERE: Final = SMOOTH | CIRCULAR | {"abs"}
"""Functions with a value at every real number, but for single points."""
