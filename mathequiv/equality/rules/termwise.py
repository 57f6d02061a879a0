r"""Sums and products of unknown terms, term by term: ``\sum_{n=1}^\infty b_n\sin nx`` whatever the index is called.

What such a sum is nobody can tell; two of them are the same where their terms are, over the same range. Each is then
one unknown value, which both answers hold.
"""

from __future__ import annotations

from itertools import permutations
from typing import Final, NamedTuple

from mathequiv.answers.contents import change_trees, outer_trees
from mathequiv.answers.kinds import Answer
from mathequiv.equality.calculus.build import add, apart, is_one, multiply, negate, put
from mathequiv.equality.outcome import Context, under_rule
from mathequiv.equality.written import infinity_sign
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Apply, Expr, Folded, Mul, Neg, Number, Symbol
from mathequiv.latex.trees import contains, free_symbols, nodes_of, rebuild
from mathequiv.limits import MAX_RENAMED, MAX_SUMS

__all__ = ["match_termwise"]


def match_termwise(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT for answers that are equal with one name for each sum of unknown terms in them; None otherwise.

    Sums are taken as they are, and then term by term where their terms are sums and with constant factors before them.
    """
    counts = [len(_unknown_in(side)) for side in (a, b)]
    if not all(counts) or sum(counts) > MAX_SUMS:
        return None
    found = _match_with_names(a, b, ctx)
    if found is None:
        apart_a, apart_b = (change_trees(side, _split) for side in (a, b))
        if (apart_a, apart_b) != (a, b) and sum(len(_unknown_in(side)) for side in (apart_a, apart_b)) <= MAX_SUMS:
            found = _match_with_names(apart_a, apart_b, ctx)
    return found


def _match_with_names(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT if the answers are equal with the same names for sums that are the same; else None."""
    kinds: list[Folded] = []
    named = [change_trees(side, lambda tree: _with_names(tree, kinds, ctx)) for side in (a, b)]
    if len(kinds) == sum(len(_unknown_in(side)) for side in (a, b)):
        return None  # no two are the same
    result = ctx.match(named[0], named[1])
    return under_rule(result, "termwise") if result is not None and result.equivalent else None


def _unknown_in(answer: Answer) -> list[Folded]:
    return [node for tree in outer_trees(answer) for node in nodes_of(tree, Folded) if _is_unknown(node)]


def _is_unknown(expr: Expr) -> bool:
    """Whether a sum or product has terms that nobody has given, or a range that is not said."""
    if not isinstance(expr, Folded) or expr.kind not in _KINDS:
        return False
    return expr.low is None or expr.high is None or contains(expr.body, (Apply,))


_KINDS: Final = frozenset({"sum", "product"})


def _with_names(tree: Expr, kinds: list[Folded], ctx: Context) -> Expr:
    """``tree`` with a name for each sum of unknown terms; sums that are the same have the same one."""
    if isinstance(tree, Folded) and _is_unknown(tree):
        for number, known in enumerate(kinds):
            name = Symbol(f"{tree.kind} {number}")
            if _is_same(known, tree, ctx):
                return name
            if tree.kind == "sum" and _is_same(known, _over(tree, negate(tree.body)), ctx):
                return Neg(name)
        kinds.append(tree)
        return Symbol(f"{tree.kind} {len(kinds) - 1}")
    return rebuild(tree, lambda inner: _with_names(inner, kinds, ctx))


# --- terms that are sums, constant factors ----------------------------------------------------------------------------


def _split(expr: Expr) -> Expr:
    """``expr`` with its sums of unknown terms as sums of sums, each without the factors that its terms share."""
    whole = rebuild(expr, _split)
    return _split_sum(whole) if isinstance(whole, Folded) and whole.kind == "sum" and _is_unknown(whole) else whole


def _split_sum(whole: Folded) -> Expr:
    body = whole.body
    if isinstance(body, Neg):
        return negate(_split_sum(_over(whole, body.arg)))
    if isinstance(body, Add):
        return add(*[_split_sum(_over(whole, term)) for term in body.terms])
    if isinstance(body, Mul) and (terms := _distributed(body)):
        return add(*[_split_sum(_over(whole, term)) for term in terms])
    fixed, rest = apart(body, whole.variable)
    return whole if is_one(fixed) else multiply(fixed, _over(whole, rest))


def _distributed(product: Mul) -> list[Expr]:
    """The terms of a product with one sum among its factors, multiplied out; none of another."""
    sums = [factor for factor in product.factors if isinstance(factor, Add)]
    if len(sums) != 1:
        return []
    others = [factor for factor in product.factors if factor is not sums[0]]
    return [
        Neg(multiply(*others, term.arg)) if isinstance(term, Neg) else multiply(*others, term) for term in sums[0].terms
    ]


def _over(whole: Folded, body: Expr) -> Folded:
    return Folded(whole.kind, body, whole.variable, whole.low, whole.high)


# --- one sum beside another -------------------------------------------------------------------------------------------


class _Range(NamedTuple):
    """A bound name with where it starts and ends."""

    name: str
    low: Expr | None
    high: Expr | None


def _is_same(x: Folded, y: Folded, ctx: Context) -> bool:
    """Whether two sums have the same terms over the same range, in an order that does not matter."""
    if x.kind != y.kind or ((x.variable == "p") is not (y.variable == "p") and x.low is y.low is None):
        return False  # a ``p`` without bounds runs over primes
    (ranges, body), (others, term) = _flat(x, ctx), _flat(y, ctx)
    if len(ranges) != len(others) or len(ranges) > MAX_RENAMED:
        return False
    orders = permutations(others) if _in_any_order(ranges) and _in_any_order(others) else (tuple(others),)
    for order in orders:
        if _is_same_in_order(ranges, body, list(order), term, ctx):
            return True
    return len(ranges) == 1 and _is_same_backwards(ranges[0], body, others[0], term, ctx)


def _flat(fold: Folded, ctx: Context) -> tuple[list[_Range], Expr]:
    """The ranges of sums in sums, outermost first, and the term of the innermost."""
    ranges = [_Range(fold.variable, fold.low, fold.high)]
    body = _outward(fold.body) if fold.kind == "sum" else fold.body
    while isinstance(body, Folded) and body.kind == fold.kind and all(body.variable != run.name for run in ranges):
        ranges.append(_Range(body.variable, body.low, body.high))
        body = _outward(body.body) if fold.kind == "sum" else body.body
    return _turned(ranges, ctx), body


def _turned(ranges: list[_Range], ctx: Context) -> list[_Range]:
    r"""Ranges over a triangle with the greater index outside (``\sum_{i=1}^n\sum_{j=i+1}^n``); others as they are."""
    if len(ranges) != 2:
        return ranges
    (first, low, high), (second, start, end) = ranges
    if low is None or high is None or start is None or end is None or infinity_sign(end) or first in free_symbols(end):
        return ranges
    smaller = Symbol(first)
    strict = start == Add((smaller, _ONE))
    if not (strict or start == smaller):
        return ranges
    before = add(end, negate(_ONE))
    if not (_agree(high, end, ctx) or (strict and _agree(high, before, ctx))):
        return ranges
    if not strict:
        return [_Range(second, low, end), _Range(first, low, Symbol(second))]
    return [_Range(second, add(low, _ONE), end), _Range(first, low, add(Symbol(second), negate(_ONE)))]


def _outward(body: Expr) -> Expr:
    """A product with one sum in it as the sum of the products."""
    if not isinstance(body, Mul):
        return body
    sums = [factor for factor in body.factors if isinstance(factor, Folded) and factor.kind == "sum"]
    if len(sums) != 1:
        return body
    inner = sums[0]
    others = [factor for factor in body.factors if factor is not inner]
    if any(inner.variable in free_symbols(factor) for factor in others):
        return body
    return _over(inner, Mul((*others, inner.body)))


def _in_any_order(ranges: list[_Range]) -> bool:
    """Whether sums in sums may change places: none has bounds by another's index, and none goes on without end."""
    names = {name for name, _, _ in ranges}
    bounds = [bound for _, low, high in ranges for bound in (low, high) if bound is not None]
    return all(not infinity_sign(bound) and names.isdisjoint(free_symbols(bound)) for bound in bounds)


def _is_same_in_order(ranges: list[_Range], body: Expr, others: list[_Range], term: Expr, ctx: Context) -> bool:
    """Whether the terms agree, each index at its distance from where it starts."""
    here, there = ranges[:], others[:]
    for place in range(len(here)):
        bounds = [bound for run in (*here, *there) for bound in (run.low, run.high) if bound is not None]
        index = _new_index(body, term, *bounds)
        own, other = here[place], there[place]
        shift = _shift(own, other, ctx)
        if shift is None:
            return False
        body, term = put(body, own.name, index), put(term, other.name, add(index, shift))
        for later in range(place + 1, len(here)):
            here[later] = _put_in_bounds(here[later], own.name, index)
            there[later] = _put_in_bounds(there[later], other.name, add(index, shift))
    return _agree_as_terms(body, term, ctx)


def _new_index(*parts: Expr) -> Symbol:
    """An index that none of the parts holds, as an inner sum holds that of the outer one."""
    held = frozenset[str]().union(*map(free_symbols, parts))
    number = 0
    while f"index {number}" in held:
        number += 1
    return Symbol(f"index {number}")


def _put_in_bounds(run: _Range, name: str, value: Expr) -> _Range:
    low, high = (None if bound is None else put(bound, name, value) for bound in (run.low, run.high))
    return _Range(run.name, low, high)


def _shift(own: _Range, other: _Range, ctx: Context) -> Expr | None:
    """By how much another range starts and ends later; None where the two are not as long."""
    if own.low is None or other.low is None:
        return _ZERO if own.low is other.low and _same_bound(own.high, other.high, ctx) else None
    if own.low == other.low:
        return _ZERO if _same_bound(own.high, other.high, ctx) else None
    if infinity_sign(own.low) or infinity_sign(other.low):
        return None
    if own.high is None or other.high is None:
        return None
    shift = add(other.low, negate(own.low))
    ends = infinity_sign(own.high), infinity_sign(other.high)
    if any(ends):
        return shift if ends[0] == ends[1] else None
    return shift if _agree(add(own.high, shift), other.high, ctx) else None


_ZERO: Final = Number(0)
_ONE: Final = Number(1)


def _same_bound(x: Expr | None, y: Expr | None, ctx: Context) -> bool:
    return x is y if x is None or y is None else _agree(x, y, ctx)


def _is_same_backwards(own: _Range, body: Expr, other: _Range, term: Expr, ctx: Context) -> bool:
    """Whether the terms of one finite sum agree with those of the other from its end on."""
    bounds = (own.low, own.high, other.low, other.high)
    known = [bound for bound in bounds if bound is not None and not infinity_sign(bound)]
    if len(known) < len(bounds) or _shift(own, other, ctx) is None:
        return False
    index = _new_index(body, term)
    mirrored = add(known[1], known[2], negate(index))
    return _agree_as_terms(put(body, own.name, index), put(term, other.name, mirrored), ctx)


def _agree_as_terms(x: Expr, y: Expr, ctx: Context) -> bool:
    """Whether two terms agree, at the latest with a name for each value of a sequence, and each sum, in them."""
    if _agree(x, y, ctx):
        return True
    if contains(x, (Folded,)) and contains(y, (Folded,)):
        kinds: list[Folded] = []
        x, y = (_with_names(side, kinds, ctx) for side in (x, y))
    values: list[Apply] = []
    named = [_with_values(side, values, ctx) for side in (x, y)]
    return bool(values) and (named[0], named[1]) != (x, y) and _agree(named[0], named[1], ctx)


def _with_values(expr: Expr, values: list[Apply], ctx: Context) -> Expr:
    """``expr`` with a name for each value of a sequence (``x_i``), which may be any number."""
    if not isinstance(expr, Apply) or not expr.name.endswith("_"):
        return rebuild(expr, lambda inner: _with_values(inner, values, ctx))
    for number, known in enumerate(values):
        alike = known.name == expr.name and len(known.args) == len(expr.args)
        if alike and all(_agree(one, other, ctx) for one, other in zip(known.args, expr.args, strict=True)):
            return Symbol(f"value {number}")
    values.append(expr)
    return Symbol(f"value {len(values) - 1}")


def _agree(x: Expr, y: Expr, ctx: Context) -> bool:
    if x == y:
        return True
    result = ctx.compare(x, y)
    return result is not None and result.equivalent
