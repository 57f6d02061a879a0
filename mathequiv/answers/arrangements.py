r"""Values that words only sketch: ``(1,2,3) \text{ and its permutations}``, ``(\pm2, \pm3) \text{ (same signs)}``.

The words are a closed table. What they mean is written out, so that each tuple counts as one.
"""

from __future__ import annotations

from itertools import permutations
from math import factorial

from mathequiv.answers.branches import branches, has_branches
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import Bracketed, Expr, PlusMinus, Relation, Sequence
from mathequiv.latex.parser import parse
from mathequiv.latex.trees import rebuild
from mathequiv.lexicon.arrangements import IN_TEXT, MENTIONED, PERMUTATIONS, PERMUTATIONS_OF, SIGNS
from mathequiv.limits import MAX_ARRANGED, MAX_BRANCHES, MAX_SENTENCE

__all__ = ["arranged"]


def arranged(text: str) -> Expr | None:
    """The tree of all tuples that a text sketches in words; None for any other text.

    Args:
        text: the whole text.
    """
    if len(text) > MAX_SENTENCE or MENTIONED.search(text) is None:
        return None
    said = " ".join(IN_TEXT.sub(lambda found: f" {found[1] or ''} ", text).split())
    before = PERMUTATIONS_OF.match(said)
    if before is not None:
        return _permuted(_parsed(said[before.end() :]), cyclic=before["cyclic"] is not None)
    after = PERMUTATIONS.search(said)
    if after is not None:
        return _permuted(_parsed(said[: after.start()]), cyclic=bool(after["cyclic"] or after["turns"]))
    signs = SIGNS.search(said)
    tree = None if signs is None else _parsed(said[: signs.start()])
    if signs is None or tree is None or not has_branches(tree):
        return None
    return tree if signs["all"] else _together(tree, opposite=signs["opposite"] is not None)


def _parsed(text: str) -> Expr | None:
    try:
        return parse(text)
    except (Unreadable, OverLimit):
        return None


def _permuted(tree: Expr | None, *, cyclic: bool) -> Expr | None:
    """The tuples of a tree, one or several, with all their permutations; a label stays before the first."""
    if tree is None:
        return None
    items = tree.items if isinstance(tree, Sequence) else (tree,)
    found: list[Expr] = []
    for item in items:
        labelled = isinstance(item, Relation) and item.ops == ("=",)
        value = item.members[1] if isinstance(item, Relation) and labelled else item
        if not isinstance(value, Bracketed) or value.opening != "(" or not len(value.items) > 1:
            return None
        orders = _orders(value.items, cyclic=cyclic)
        if orders is None:
            return None
        tuples: list[Expr] = [Bracketed("(", ")", order) for order in orders]
        if isinstance(item, Relation):
            tuples[0] = Relation((item.members[0], tuples[0]), ("=",))
        found += tuples
    return Sequence(tuple(dict.fromkeys(found)), ",")


def _orders(items: tuple[Expr, ...], *, cyclic: bool) -> list[tuple[Expr, ...]] | None:
    if cyclic:
        return list(dict.fromkeys(items[k:] + items[:k] for k in range(len(items))))
    return list(dict.fromkeys(permutations(items))) if factorial(len(items)) <= MAX_ARRANGED else None


def _together(tree: Expr, *, opposite: bool) -> Expr | None:
    """The two values that signs give which go together, or face each other in the two entries of a pair."""
    if opposite:
        if not isinstance(tree, Bracketed) or len(tree.items) != len(("upper", "lower")):
            return None
        tree = Bracketed(tree.opening, tree.closing, (tree.items[0], _turned(tree.items[1])))
    both = branches(tree)
    return Sequence(both, ",") if 1 < len(both) <= MAX_BRANCHES else None


def _turned(tree: Expr) -> Expr:
    return PlusMinus(tree.arg, -tree.sign) if isinstance(tree, PlusMinus) else rebuild(tree, _turned)
