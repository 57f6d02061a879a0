"""Lists and sets without order: a perfect matching between the items of both sides."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

from mathequiv.answers.kinds import Answer, Listing, Scalar, Truth, TupleAnswer
from mathequiv.equality.outcome import Context, all_parts, different, equal, mismatch, under_rule
from mathequiv.equality.rationals import is_finite_decimal, known_rational
from mathequiv.equality.rules.joined_numerals import MAY_JOIN, joined_numerals
from mathequiv.equality.rules.names import show
from mathequiv.finding import DIFFERENT, EQUIVALENT, Finding
from mathequiv.latex.expr import Call, Neg, Number, Quantity, Symbol
from mathequiv.lexicon.words import REMARKS
from mathequiv.verdict import Exact, Mismatch

__all__ = ["match_listings", "match_unordered", "once", "tuples_once"]


def match_listings(a: Listing, b: Listing, ctx: Context) -> Finding | None:
    """Unordered, with multiplicity; repeated identical tuples count once. In order if the options say so.

    The values of a plus-minus sign have no order to be given in; what is true or false is said of several statements,
    of each in its place, and of ``max 5, min 2`` each is compared with its own.
    """
    if a.items and _judges(a.items[0]) and all(map(_judges, (*a.items, *b.items))):
        return _match_judgements(a.items, b.items, ctx)
    if a.items and _extreme(a.items[0]) and all(map(_extreme, (*a.items, *b.items))):
        left, right = (tuple(sorted(side.items, key=_extreme)) for side in (a, b))
        return all_parts("list", map(ctx.inside().match, left, right)) if len(left) == len(right) else None
    left, right = tuples_once(a.items), tuples_once(b.items)
    if ctx.options.order == "any" or ctx.transitive or a.branches or b.branches:
        return match_unordered(left, right, "list", ctx)
    if len(left) != len(right):
        return mismatch("list", "number of values", str(len(left)), str(len(right)))
    return all_parts("list", map(ctx.inside().match, left, right))


def _judges(item: Answer) -> bool:
    """Whether an item is true or false, or a letter for that."""
    return type(item) is Truth or (type(item) is Scalar and type(item.expr) is Symbol and item.expr.name in _TRUE_FALSE)


def _extreme(item: Answer) -> str:
    """``max`` or ``min`` where an item is that of one number, and so its name; nothing for other items."""
    if type(item) is not Scalar or type(item.expr) is not Call or len(item.expr.args) > 1:
        return ""
    return item.expr.name if item.expr.name in _EXTREMES else ""


_EXTREMES: Final = frozenset(("max", "min"))
_TRUE_FALSE: Final = frozenset("TF")


def _match_judgements(a: tuple[Answer, ...], b: tuple[Answer, ...], ctx: Context) -> Finding | None:
    """In order; letters by themselves may be names of other things."""
    if len(a) != len(b):
        return mismatch("list", "number of values", str(len(a)), str(len(b)))
    result = all_parts("list", map(ctx.inside().match, a, b))
    spoken = any(type(item) is Truth for item in (*a, *b))
    return result if result is None or result.equivalent or spoken else None


def tuples_once(items: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The items with repeated identical tuples dropped."""
    if TupleAnswer not in map(type, items):
        return items
    kept: list[Answer] = []
    for item in items:
        if not isinstance(item, TupleAnswer) or item not in kept:
            kept.append(item)
    return tuple(kept)


def once(items: tuple[Answer, ...], ctx: Context) -> tuple[Answer, ...]:
    """The items with every one dropped that equals one before it."""
    kept: list[Answer] = []
    seen: set[Hashable] = set()
    exact = ctx.inside().exact()
    for item in items:
        key = _key(item)
        if key is None:
            again = any(_is_equal(exact.match(item, other)) for other in kept)
        else:
            again = key in seen
            seen.add(key)
        if not again:
            kept.append(item)
    return tuple(kept)


def _is_equal(result: Finding | None) -> bool:
    return result is not None and result.verdict is EQUIVALENT


def _key(item: Answer) -> Hashable | None:
    """A key that two items share exactly if they are equal rational numbers or tuples of such; None for others.

    Numerals joined by dashes or slashes are compared one by one (``2024-03-04``).
    """
    if isinstance(item, Scalar):
        joined = type(item.expr) in MAY_JOIN and joined_numerals(item.expr) is not None
        return None if joined else known_rational(item.expr)
    if isinstance(item, TupleAnswer):
        keys = tuple([_key(x) for x in item.items])
        return None if None in keys else ("tuple", item.square, keys)
    return None


def match_unordered(a: tuple[Answer, ...], b: tuple[Answer, ...], rule: str, ctx: Context) -> Finding | None:
    """Unordered, with multiplicity."""
    if len(a) != len(b):
        return mismatch(rule, "number of values", str(len(a)), str(len(b)))
    ctx = ctx.inside()
    if any(map(_is_remarked, a)) and any(map(_is_remarked, b)):
        return _by_remark(a, b, rule, ctx)
    left, right, common = _without_common(a, b, ctx)
    if not left:
        return under_rule(_SAME_VALUES, rule, _agree(len(a)))
    if ctx.tolerance is not None:  # a value may be the partner of another than the one it equals
        left, right, common = list(a), list(b), 0
    elif all(map(_is_finite_decimal, (*left, *right))):
        item = show(left[0])
        return different(rule, f"{item} has no partner on the other side", Mismatch("values", item, "none"))
    result = _assign(left, right, rule, ctx)
    if result is None or result.verdict is DIFFERENT:
        return result
    return under_rule(result, rule, _agree(len(left) + common))


_SAME_VALUES: Final = equal("list", "the same values", Exact("the same values, spelled alike or rational"))


def _is_remarked(item: Answer) -> bool:
    """Whether a remark says what a value is (``2`` as a double root, ``5`` as the minimum)."""
    return isinstance(item, Scalar) and isinstance(item.expr, Quantity) and item.expr.unit[0][0] in REMARKS


def _by_remark(a: tuple[Answer, ...], b: tuple[Answer, ...], rule: str, ctx: Context) -> Finding | None:
    """Where both sides remark on values, those with a remark among themselves, and then the others."""
    (left, left_bare), (right, right_bare) = (_parted(side) for side in (a, b))
    if len(left) != len(right):
        return None  # one side may leave out a remark
    results = [_assign(left, right, rule, ctx)]
    if left_bare:
        results.append(match_unordered(left_bare, right_bare, rule, ctx))
    return all_parts(rule, results)


def _parted(items: tuple[Answer, ...]) -> tuple[list[Answer], tuple[Answer, ...]]:
    return [item for item in items if _is_remarked(item)], tuple(item for item in items if not _is_remarked(item))


def _is_finite_decimal(item: Answer) -> bool:
    """A plain number that no other one rounds, so that equal values alone could have been paired."""
    if not isinstance(item, Scalar):
        return False
    number = item.expr.arg if isinstance(item.expr, Neg) else item.expr
    return isinstance(number, Number) and (number.denominator == 1 or is_finite_decimal(number.denominator))


def _agree(count: int) -> str:
    return f"the same {count} values in some order" if count else "both are empty"


def _pairing_keys(a: tuple[Answer, ...], b: tuple[Answer, ...], ctx: Context) -> list[list[Hashable]]:
    """The keys of both sides; an item without one that both sides hold is its own, if it has a value."""
    keys: list[list[Hashable]] = [list(map(_key, a)), list(map(_key, b))]
    if None not in keys[0] or None not in keys[1]:
        return keys
    loose = [
        dict.fromkeys(x for x, key in zip(side, held, strict=True) if key is None)
        for side, held in zip((a, b), keys, strict=True)
    ]
    own = {x: ("same", x) for x in loose[0] if x in loose[1] and _is_equal(ctx.match(x, x))}
    return [[own.get(x, key) for x, key in zip(*side, strict=True)] for side in ((a, keys[0]), (b, keys[1]))]


def _without_common(
    a: tuple[Answer, ...], b: tuple[Answer, ...], ctx: Context
) -> tuple[list[Answer], list[Answer], int]:
    """What is left of both once equal rational items and identical ones are paired off, and how many pairs that were.

    Paired off in time linear in the items, so that only what is spelled differently is matched item against item.
    """
    keys_a, keys_b = _pairing_keys(a, b, ctx)
    held: dict[Hashable, int] = {}
    for key in keys_b:
        if key is not None:
            held[key] = held.get(key, 0) + 1
    paired: dict[Hashable, int] = {}
    left: list[Answer] = []
    for item, key in zip(a, keys_a, strict=True):
        if held.get(key, 0):
            held[key] -= 1
            paired[key] = paired.get(key, 0) + 1
        else:
            left.append(item)
    right: list[Answer] = []
    for item, key in zip(b, keys_b, strict=True):
        if paired.get(key, 0):
            paired[key] -= 1
        else:
            right.append(item)
    return left, right, len(a) - len(left)


def _assign(a: list[Answer], b: list[Answer], rule: str, ctx: Context) -> Finding | None:
    """A perfect matching between the items (Kuhn's augmenting paths), first over proved pairs, then over open ones."""
    if _precedes(b, a):  # one order of the sides, so that a spent budget is spent in both
        a, b = b, a
    results: dict[tuple[int, int], Finding | None] = {}

    def compare(i: int, j: int) -> Finding | None:
        if (i, j) not in results:
            ctx.budget.spend()
            results[i, j] = ctx.match(a[i], b[j])
        return results[i, j]

    partner, stuck = _matching(len(a), lambda i, j: _is_equal(compare(i, j)))
    if stuck is None:
        return all_parts(rule, [results[i, j] for j, i in partner.items()])
    _, hopeless = _matching(len(a), lambda i, j: not _is_different(compare(i, j)))
    if hopeless is None:
        return None
    item = show(a[hopeless])
    return different(rule, f"{item} has no partner on the other side", Mismatch("values", item, "none"))


def _precedes(a: list[Answer], b: list[Answer]) -> bool:
    left, right = list(map(show, a)), list(map(show, b))
    return left < right or (left == right and repr(a) < repr(b))


def _is_different(result: Finding | None) -> bool:
    return result is not None and result.verdict is DIFFERENT


def _matching(size: int, joined: Callable[[int, int], bool]) -> tuple[dict[int, int], int | None]:
    """Partners by right index, and the first left index that found none (None if all did)."""
    partner: dict[int, int] = {}

    def augment(i: int) -> bool:
        """Breadth-first search for an augmenting path from ``i``."""
        came: dict[int, int] = {}
        queue = [i]
        for left in queue:
            for j in range(size):
                if j in came or not joined(left, j):
                    continue
                came[j] = left
                if j not in partner:
                    _flip(partner, came, j, i)
                    return True
                queue.append(partner[j])
        return False

    for i in range(size):
        if not augment(i):
            return partner, i
    return partner, None


def _flip(partner: dict[int, int], came: dict[int, int], j: int, root: int) -> None:
    while True:
        left = came[j]
        previous = next((k for k, v in partner.items() if v == left), None)
        partner[j] = left
        if left == root or previous is None:
            return
        j = previous
