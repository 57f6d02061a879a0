"""What an answer says of its names beside its value: what kind of number each is, and conditions."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.relations import ORDER_OPS
from mathequiv.latex.expr import Apply, Bracketed, Expr, Qualified, Relation, Sequence, SetName, Symbol, Text
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.lexicon.claims import is_direction
from mathequiv.lexicon.quantifiers import SETS_OF_INTEGERS
from mathequiv.lexicon.words import normalize_words

__all__ = ["declarations", "over_the_reals", "with_condition"]


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


def declarations(tree: Expr) -> tuple[tuple[str, str], ...]:
    """The names that ``tree`` declares, with what kind of number each is."""
    found: dict[str, str] = {}
    for node in walk(tree):
        if isinstance(node, Qualified) and node.kind.partition(" ")[0] in _DOMAINS:
            own = _arguments(node.body) if node.kind == "real" else ()
            found.update((name, _DOMAINS.get(node.kind, node.kind)) for name in node.names if name not in own)
        if isinstance(node, Relation) and node.ops == ("in",) and node.members[1] in _INTEGERS:
            found.update((name, _INTEGERS[node.members[1]]) for name in free_symbols(node.members[0]))
    return tuple(found.items())


def _arguments(body: Expr) -> frozenset[str]:
    """The variables of the function that ``body`` gives; all its names if it gives none."""
    defined = isinstance(body, Relation) and body.ops == ("=",) and isinstance(body.members[0], Apply)
    return free_symbols(body.members[0] if defined else body)  # type: ignore[union-attr]


def over_the_reals(tree: Expr) -> frozenset[str]:
    r"""The names of which the text says that they are any real number (``t \in \mathbb R``)."""
    found = frozenset[str]()
    while isinstance(tree, Qualified):
        if tree.kind == "real" and tree.condition is None:
            found |= frozenset(tree.names)
        tree = tree.body
    return found


_DOMAINS: Final = {"real": "real", "constant": "real", "domain": "domain", **{kind: kind for kind in SETS_OF_INTEGERS}}
_INTEGERS: Final[dict[Expr, str]] = {
    SetName("Z"): "integer",
    SetName("N"): "natural",
    SetName("N", "+"): "positive",
    SetName("Z", "+"): "positive",
    SetName("N", "0"): "nonnegative",
    SetName("N", "*"): "positive",
    SetName("Z", ">0"): "positive",
    SetName("Z", ">=0"): "nonnegative",
}
