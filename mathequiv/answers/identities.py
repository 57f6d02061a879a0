"""Functions that are given by an identity: ``f(x) ≡ 0``, ``f(x) = x^2 for all x, or f ≡ 0``."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import Apply, Call, Expr, Qualified, Relation, Sequence, Symbol
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols

__all__ = ["as_equations", "shows_identity"]

_SIGN: Final = "equiv"
_FUNCTIONS: Final = frozenset("fgh")
_FREE: Final = frozenset(("any", "real"))


def shows_identity(tokens: tuple[Token, ...]) -> bool:
    """Whether a text holds the sign of an identity."""
    for token in tokens:  # noqa: SIM110 - for every relation, and a generator takes three times as long
        if token.text == _SIGN:
            return True
    return False


def as_equations(tree: Expr) -> Expr:
    """The tree with the identities at its top as equations of functions; a congruence stays one.

    That a value holds for every argument is what an equation of a function says already.
    """
    match tree:
        case Sequence(items=items, joiner=joiner):
            return Sequence(tuple(map(as_equations, items)), joiner)
        case Qualified(body=Relation() as body, kind=kind, condition=None) if kind in _FREE:
            found = as_equations(body)
            named = isinstance(found, Relation) and isinstance(found.members[0], Apply)
            return found if named else tree
        case Relation(members=(left, right), ops=("equiv",)) if not isinstance(right, Call):
            applied = _applied(left, right)
            return tree if applied is None else Relation((applied, right), ("=",))
    return tree


def _applied(left: Expr, right: Expr) -> Apply | None:
    """The function that the left of an identity is, by its name alone too (``f ≡ 0``)."""
    if isinstance(left, Apply):
        return left if all(isinstance(arg, Symbol) for arg in left.args) else None
    names = sorted(free_symbols(right))
    if not isinstance(left, Symbol) or left.name not in _FUNCTIONS or len(names) > 1:
        return None
    return Apply(left.name, (Symbol(names[0] if names else "x"),))
