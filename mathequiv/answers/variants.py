"""Which of the trees that a text may have are looked at."""

from __future__ import annotations

from mathequiv.latex.expr import Add, Apply, Bracketed, Call, Expr, Neg, Quantity
from mathequiv.latex.trees import contains, free_symbols, walk
from mathequiv.lexicon.units import DEGREE

__all__ = ["likely_trees"]


def likely_trees(trees: tuple[tuple[str, Expr], ...]) -> tuple[tuple[str, Expr], ...]:
    """The trees of several, likeliest first, that do not read against all custom."""
    return _without_mixed_sums(_like_first(trees))


def _like_first(trees: tuple[tuple[str, Expr], ...]) -> tuple[tuple[str, Expr], ...]:
    """Inside a bracket a comma separates: no second reading makes one number of it (``(1,234)``)."""
    likeliest = trees[0][1]
    if not contains(likeliest, (Bracketed,)):
        return trees
    brackets = _brackets(likeliest)
    return tuple(row for row in trees if _brackets(row[1]) >= brackets)


def _without_mixed_sums(trees: tuple[tuple[str, Expr], ...]) -> tuple[tuple[str, Expr], ...]:
    """The trees that add no quantity to a term in names (``k^2-2km-m``), if any is left."""
    kept = tuple([row for row in trees if not (contains(row[1], (Quantity,)) and any(map(_is_mixed, walk(row[1]))))])
    return kept or trees


def _is_mixed(tree: Expr) -> bool:
    if not isinstance(tree, Add):
        return False
    terms = [term.arg if isinstance(term, Neg) else term for term in tree.terms]
    measured = any(isinstance(term, Quantity) and term.unit != DEGREE for term in terms)
    return measured and any(not isinstance(term, Quantity) and bool(free_symbols(term)) for term in terms)


def _brackets(tree: Expr) -> int:
    """How many brackets hold items or arguments."""
    return sum(isinstance(node, (Bracketed, Call, Apply)) for node in walk(tree))
