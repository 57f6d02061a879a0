"""Lists, tuples, finite sets and matrices against each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, starmap
from typing import Final

from mathequiv.answers.kinds import Answer, Listing, MatrixAnswer, Scalar, SetAnswer, TupleAnswer
from mathequiv.equality.outcome import Context, RuleTable, all_parts, equal, mismatch, under_rule
from mathequiv.equality.rules.names import unlike
from mathequiv.equality.rules.unordered import match_listings, match_unordered, once, tuples_once
from mathequiv.finding import Finding
from mathequiv.latex.expr import Bracketed, SetName
from mathequiv.latex.trees import contains
from mathequiv.verdict import Convention

__all__ = ["RULES", "match_entries"]


def match_entries(a: Sequence[Answer], b: Sequence[Answer], rule: str, ctx: Context) -> Finding | None:
    """Entry by entry, in order."""
    if len(a) != len(b):
        return mismatch(rule, "number of entries", str(len(a)), str(len(b)))
    return all_parts(rule, starmap(ctx.inside().match, zip(a, b, strict=True)))


def _tuples(a: TupleAnswer, b: TupleAnswer, ctx: Context) -> Finding | None:
    """Ordered; of two entries, ``[a, b]`` is never ``(a, b)`` (closed against open)."""
    if a.square != b.square and len(a.items) == len(b.items) == 2:
        return mismatch("tuple", "bracket", "square" if a.square else "round", "square" if b.square else "round")
    return match_entries(a.items, b.items, "tuple", ctx)


def _listing_tuple(a: Listing, b: TupleAnswer, ctx: Context) -> Finding | None:
    """A bare list is a tuple only in the same order; the values of a plus-minus sign have none.

    Points in square brackets are a list in the code of solvers: ``[(1, 2), (-1, -2)]``.
    """
    if a.branches or ctx.transitive:
        return mismatch("list_as_tuple", "kind", "unordered", "tuple")
    if b.square and _are_points(b):
        return under_rule(match_listings(a, Listing(b.items), ctx), "list_as_tuple")
    return match_entries(a.items, b.items, "list_as_tuple", ctx)


def _are_points(listed: TupleAnswer) -> bool:
    return all(isinstance(item, TupleAnswer) and not item.square for item in listed.items)


def _vector(a: MatrixAnswer, b: TupleAnswer | Listing, ctx: Context) -> Finding | None:
    """A vector is the tuple of its entries, a matrix that of its rows between semicolons (``[1, 2; 3, 4]``).

    One row in two pairs of braces (``{{1,2}}``) is a matrix or a set of a set, and no vector.
    """
    rows = a.rows
    if isinstance(b, TupleAnswer) and b.square and all(isinstance(item, TupleAnswer) for item in b.items):
        written = tuple(item.items for item in b.items if isinstance(item, TupleAnswer))
        if len(set(map(len, written))) == 1:
            return _matrices(a, MatrixAnswer(written), ctx)
    if len(rows) == 1 and not a.braced:
        entries = rows[0]
    elif len(rows[0]) == 1:
        entries = tuple(row[0] for row in rows)
    else:
        return mismatch("vector", "kind", "matrix", "tuple")
    if isinstance(b, Listing) and (b.branches or ctx.transitive):
        return mismatch("vector", "kind", "vector", "unordered list")
    return match_entries(entries, b.items, "vector", ctx)


def _matrices(a: MatrixAnswer, b: MatrixAnswer, ctx: Context) -> Finding | None:
    """Entry by entry, same shape."""
    shapes = [f"{len(m.rows)}×{len(m.rows[0])}" for m in (a, b)]
    if shapes[0] != shapes[1]:
        return mismatch("matrix", "shape", shapes[0], shapes[1])
    pairs = zip(chain(*a.rows), chain(*b.rows), strict=True)
    return all_parts("matrix", starmap(ctx.inside().match, pairs))


def _sets(a: SetAnswer, b: SetAnswer, ctx: Context) -> Finding | None:
    """As sets: a repeated element counts once. Rows in unescaped braces may be matrices, which have an order.

    ``{{1,2}}`` may hold a set, ``{(1,2)}`` holds a point.
    """
    if not a.items and not b.items:
        return equal("set", "both are empty", Convention("synonym"))
    result = match_unordered(once(a.items, ctx), once(b.items, ctx), "set", ctx)
    if result is not None and result.equivalent and (_may_not_be(a, b) or _may_not_be(b, a)):
        return None
    if result is None or not (result.equivalent and _may_be_rows(a) and _may_be_rows(b)):
        return result
    in_order = ctx.inside().match(_as_matrix(a), _as_matrix(b))
    return result if in_order is not None and in_order.equivalent else None


def _may_not_be(a: SetAnswer, b: SetAnswer) -> bool:
    """Whether one set holds points where the other may hold sets."""
    return any(isinstance(x, TupleAnswer) for x in a.items) and any(isinstance(x, SetAnswer) for x in b.items)


def _may_be_rows(made: SetAnswer) -> bool:
    """Whether Mathematica may mean a matrix: ``{{1,0},{0,1}}``, several rows of several entries."""
    sizes = {len(item.items) if isinstance(item, SetAnswer) and item.loose else 0 for item in made.items}
    return made.loose and len(made.items) > 1 and len(sizes) == 1 and min(sizes) > 1


def _as_matrix(made: SetAnswer) -> MatrixAnswer:
    return MatrixAnswer(tuple(item.items for item in made.items if isinstance(item, SetAnswer)))


def _column(a: MatrixAnswer, b: SetAnswer, ctx: Context) -> Finding | None:
    """Rows of one entry in unescaped braces are Mathematica's column."""
    entries = [item.items[0] for item in b.items if isinstance(item, SetAnswer) and item.loose and len(item.items) == 1]
    if a.braced or not b.loose or len(entries) != len(b.items):
        return unlike(MatrixAnswer, SetAnswer)
    return _matrices(a, MatrixAnswer(tuple([(entry,) for entry in entries])), ctx)


def _listing_set(a: Listing, b: SetAnswer, ctx: Context) -> Finding | None:
    """A set is the same bare list."""
    if ctx.transitive:
        return mismatch("list_as_set", "kind", "list", "set")
    kept = once(b.items, ctx)
    if len(kept) < len(b.items) == len(a.items):  # a value written twice in both counts twice in both
        found = match_unordered(a.items, b.items, "list_as_set", ctx)
        if found is not None and found.equivalent:
            return found
    return match_unordered(tuples_once(a.items), kept, "list_as_set", ctx)


def _tuple_set(a: TupleAnswer, b: SetAnswer, ctx: Context) -> Finding | None:
    """A set is never a tuple, but may be the list of one; an unescaped ``{1,3}`` may be the bare list.

    A list of points in code (``[(1, 2), (3, 4)]``) may be the set of them.
    """
    if a.square and b.items and _are_points(a) and not ctx.transitive:
        return _listing_set(Listing(a.items), b, ctx)
    if len(b.items) == 1 and isinstance(b.items[0], TupleAnswer) and not (ctx.transitive or ctx.nested):
        result = _tuples(a, b.items[0], ctx)
        return under_rule(result, "list_as_set")
    if not b.loose or ctx.transitive:
        return mismatch("set", "kind", "a tuple", "a set")
    return match_entries(a.items, b.items, "list_as_tuple", ctx)


def _set_scalar(a: SetAnswer, b: Scalar, ctx: Context) -> Finding | None:
    """A set of one element is the bare list of it, but only at the top: ``(1, {2})`` is not ``(1, 2)``."""
    if contains(b.expr, (Bracketed, SetName)):
        return None  # an operation on sets that is not worked out
    if len(a.items) != 1:
        return mismatch("set", "number of values", str(len(a.items)), "1")
    if ctx.transitive or ctx.nested:
        return mismatch("set", "kind", "a set", "its element")
    return under_rule(ctx.inside().match(a.items[0], b), "list_as_set")


def _listing_scalar(a: Listing, b: Scalar, ctx: Context) -> Finding | None:
    r"""One value that is listed in two notations (``\frac34, 0.75``) is that value."""
    exact = ctx.exact()
    trees = [item.expr for item in a.items if isinstance(item, Scalar)]
    notations = len(trees) == len(a.items) == len(set(trees))
    same = [exact.match(a.items[0], item) for item in a.items[1:]] if notations and not a.branches else []
    if ctx.transitive or ctx.nested or not same or not all(r is not None and r.equivalent for r in same):
        return unlike(Listing, Scalar)
    return under_rule(ctx.match(a.items[0], b), "same_value")


RULES: Final[RuleTable] = {
    (Listing, Listing): match_listings,
    (Listing, TupleAnswer): _listing_tuple,
    (Listing, SetAnswer): _listing_set,
    (TupleAnswer, TupleAnswer): _tuples,
    (TupleAnswer, SetAnswer): _tuple_set,
    (SetAnswer, SetAnswer): _sets,
    (SetAnswer, Scalar): _set_scalar,
    (Listing, Scalar): _listing_scalar,
    (MatrixAnswer, MatrixAnswer): _matrices,
    (MatrixAnswer, TupleAnswer): _vector,
    (MatrixAnswer, Listing): _vector,
    (MatrixAnswer, SetAnswer): _column,
}
