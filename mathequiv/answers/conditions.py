"""Lists whose second item is said of the first: a condition on its names, the direction of a quantity."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.relations import ORDER_OPS
from mathequiv.latex.expr import Apply, Bracketed, Expr, Qualified, Relation, Sequence, Symbol, Text
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.claims import is_direction
from mathequiv.lexicon.words import normalize_words

__all__ = ["with_condition"]


def with_condition(tree: Sequence) -> Expr:
    """``x^3, x>2``, ``f(x)=x^3, x>2``, ``5 m, to the left`` as values with their condition; other lists as they are."""
    if len(tree.items) != 2 or tree.joiner not in (",", ";"):
        return tree
    if isinstance(tree.items[1], Text) and is_direction(normalize_words(tree.items[1].words)):
        return Qualified(tree.items[0], "domain", (), tree.items[1])
    if not _is_condition(tree.items[1]):
        return tree
    said, condition = tree.items
    about, value = free_symbols(condition), said
    if isinstance(said, Relation) and said.ops == ("=",) and isinstance(said.members[0], (Apply, Symbol)):
        value = said.members[1]
        about -= free_symbols(said.members[0]) if isinstance(said.members[0], Symbol) else frozenset()
    elif isinstance(said, Symbol):
        return tree
    if not about or isinstance(value, _NO_VALUES) or not about <= free_symbols(value):
        return tree
    return Qualified(said, "domain", tuple(sorted(about)), condition)


_NO_VALUES: Final = (Relation, Sequence, Bracketed, Text)


def _is_condition(tree: Expr) -> bool:
    """Whether a relation compares, so that it may be a condition on what stands before it."""
    return isinstance(tree, Relation) and (ORDER_OPS | {"!="}).issuperset(tree.ops)
