"""Sets of reals in normal form: disjoint intervals from left to right, each with its ends and their closedness."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cmp_to_key
from itertools import permutations
from typing import Final, NamedTuple

from mathequiv.answers.contents import answer_symbols, outer_trees, rename
from mathequiv.answers.integer_sets import intersection
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Combination,
    Equation,
    Inequality,
    Interval,
    Label,
    Listing,
    NamedSet,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TupleAnswer,
)
from mathequiv.equality.outcome import Context, RuleTable, all_parts, equal, mismatch, under_rule
from mathequiv.equality.reals import compare_reals
from mathequiv.equality.rules.complex_plane import holds_modulus
from mathequiv.equality.rules.containers import match_entries
from mathequiv.equality.rules.formulas import match_set_formulas
from mathequiv.equality.rules.members import lone_member, match_instances, match_roots
from mathequiv.equality.rules.names import BARE, name_of, unlike
from mathequiv.equality.rules.scalars import match_scalars
from mathequiv.equality.rules.spans import match_all_space, match_spans
from mathequiv.equality.rules.unordered import match_listings
from mathequiv.equality.written import infinity_sign
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.expr import Constant, Expr, Mul, Neg, Number, Percent, Quantity, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.limits import MAX_PARAMETERS
from mathequiv.nodes import replace
from mathequiv.verdict import Exact

__all__ = ["RULES"]

_INFINITY: Final = Constant("infinity")
_MINUS_INFINITY: Final = Neg(_INFINITY)


class _Piece(NamedTuple):
    """One interval, or one point where ``low`` is ``high``."""

    low: Expr
    high: Expr
    low_closed: bool
    high_closed: bool


class _UnorderedError(Exception):
    """Two ends whose order cannot be told, such as two parameters."""


def _match_pieces(a: tuple[_Piece, ...], b: tuple[_Piece, ...], ctx: Context) -> Finding | None:
    """Compare two normal forms piece by piece, endpoints and closedness both."""
    if len(a) != len(b):
        return mismatch("interval", "number of pieces", _text(a), _text(b))
    results: list[Finding | None] = []
    for p, q in zip(a, b, strict=True):
        if (p.low_closed, p.high_closed) != (q.low_closed, q.high_closed):
            return mismatch("interval", "closedness", _text((p,)), _text((q,)))
        results.append(match_scalars(p.low, q.low, ctx))
        results.append(match_scalars(p.high, q.high, ctx))
    return all_parts("interval", results)


def _text(pieces: tuple[_Piece, ...]) -> str:
    shown = [
        f"{'[' if p.low_closed else '('}{to_text(p.low)}, {to_text(p.high)}{']' if p.high_closed else ')'}"
        for p in pieces
    ]
    return " ∪ ".join(shown)[:200] or "∅"


def _is_infinite(expr: Expr) -> bool:
    return infinity_sign(expr) != 0


class _Order:
    """Set algebra over ends whose order is certified."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.empty = False
        """Whether an interval was found whose ends are in no order."""

    def pieces_of(self, answer: Answer) -> tuple[_Piece, ...] | None:
        """The normal form of a set of reals, None if ``answer`` is none or its ends cannot be ordered."""
        try:
            return self.pieces(answer)
        except _UnorderedError:
            return None

    def compare(self, a: Expr, b: Expr) -> int:
        if type(a) is type(b) and a == b:
            return 0
        if type(a) is Symbol or type(b) is Symbol:
            sign = infinity_sign(b) - infinity_sign(a)
            if sign:
                return -sign  # the value of a letter is finite
        order = compare_reals(_magnitude(a), _magnitude(b), self.ctx.budget)
        if order is None:
            raise _UnorderedError
        return order

    def pieces(self, answer: Answer) -> tuple[_Piece, ...]:
        match answer:
            case Interval():
                return self._interval(answer)
            case SetAnswer(items=items) | Listing(items=items):
                return self._union([self._point(item) for item in items])
            case Scalar():
                return (self._point(answer),)
            case Solutions(values=values):
                return self.pieces(values)
            case Combination(op=op, parts=parts):
                return self._combine(op, [self.pieces(part) for part in parts])
        raise _UnorderedError

    def _interval(self, interval: Interval) -> tuple[_Piece, ...]:
        low_closed = interval.low_closed and not _is_infinite(interval.low)
        high_closed = interval.high_closed and not _is_infinite(interval.high)
        order = self.compare(interval.low, interval.high)
        if order > 0 or (order == 0 and not (low_closed and high_closed)):
            self.empty = True
            return ()
        return (_Piece(interval.low, interval.high, low_closed, high_closed),)

    def _point(self, item: Answer) -> _Piece:
        if not isinstance(item, Scalar) or _is_infinite(item.expr):
            raise _UnorderedError
        self.compare(item.expr, _INFINITY)
        return _Piece(item.expr, item.expr, low_closed=True, high_closed=True)

    def _combine(self, op: str, parts: list[tuple[_Piece, ...]]) -> tuple[_Piece, ...]:
        first, *rest = parts
        if op in ("complement", "symmetric"):
            raise _UnorderedError  # of what, is not said; and nobody asks for the other in reals
        if op == "union":
            return self._union([piece for part in parts for piece in part])
        for part in rest:
            first = self._intersection(first, self._complement(part) if op == "difference" else part)
        if op == "system" and not first:
            return self._union([piece for part in parts for piece in part])
        return first

    def _union(self, pieces: list[_Piece]) -> tuple[_Piece, ...]:
        if len(pieces) < 2:
            return tuple(pieces)
        joined: list[_Piece] = []
        for piece in sorted(pieces, key=cmp_to_key(self._starts)):
            if joined and self._touch(joined[-1], piece):
                joined[-1] = self._merge(joined[-1], piece)
            else:
                joined.append(piece)
        return tuple(joined)

    def _starts(self, p: _Piece, q: _Piece) -> int:
        return self.compare(p.low, q.low) or int(q.low_closed) - int(p.low_closed)

    def _touch(self, p: _Piece, q: _Piece) -> bool:
        order = self.compare(q.low, p.high)
        return order < 0 or (order == 0 and (p.high_closed or q.low_closed))

    def _merge(self, p: _Piece, q: _Piece) -> _Piece:
        order = self.compare(p.high, q.high)
        if order == 0:
            return _Piece(p.low, p.high, p.low_closed, p.high_closed or q.high_closed)
        far = p if order > 0 else q
        return _Piece(p.low, far.high, p.low_closed, far.high_closed)

    def _intersection(self, a: tuple[_Piece, ...], b: tuple[_Piece, ...]) -> tuple[_Piece, ...]:
        found: list[_Piece] = []
        for p in a:
            for q in b:
                self.ctx.budget.spend()
                low, low_closed = self._inner(p.low, p.low_closed, q.low, q.low_closed, 1)
                high, high_closed = self._inner(p.high, p.high_closed, q.high, q.high_closed, -1)
                order = self.compare(low, high)
                if order < 0 or (order == 0 and low_closed and high_closed):
                    found.append(_Piece(low, high, low_closed, high_closed))
        return self._union(found)

    def _inner(self, x: Expr, x_closed: bool, y: Expr, y_closed: bool, side: int) -> tuple[Expr, bool]:
        order = self.compare(x, y) * side
        if order == 0:
            return x, x_closed and y_closed
        return (x, x_closed) if order > 0 else (y, y_closed)

    def _complement(self, pieces: tuple[_Piece, ...]) -> tuple[_Piece, ...]:
        gaps: list[_Piece] = []
        start: Expr = _MINUS_INFINITY
        start_closed = False
        for piece in pieces:
            if not (_is_infinite(piece.low) and isinstance(piece.low, Neg)):
                gaps.append(_Piece(start, piece.low, start_closed, not piece.low_closed))
            start, start_closed = piece.high, not piece.high_closed
        if start != _INFINITY:
            gaps.append(_Piece(start, _INFINITY, start_closed, high_closed=False))
        return tuple(gaps)


def _magnitude(expr: Expr) -> Expr:
    """The value by which an end is ordered: ends of one set share their unit."""
    if type(expr) is Number:
        return expr
    if isinstance(expr, Neg):
        return Neg(_magnitude(expr.arg))
    return _magnitude(expr.value) if isinstance(expr, (Percent, Quantity)) else expr


def _intervals(a: Interval, b: Interval, ctx: Context) -> Finding | None:
    closed = (a.low_closed, a.high_closed), (b.low_closed, b.high_closed)
    if closed[0] != closed[1]:
        sets = _real_sets(a, b, ctx)
        return mismatch("interval", "closedness", *map(_brackets, closed)) if sets is None else sets
    ends = [match_scalars(a.low, b.low, ctx), match_scalars(a.high, b.high, ctx)]
    return all_parts("interval", ends)


def _pair_and_interval(a: TupleAnswer, b: Interval, ctx: Context) -> Finding | None:
    """``(2,4)`` among other values is what the other side has in its place, a point or an interval."""
    ends = [item.expr for item in a.items if isinstance(item, Scalar)]
    if ctx.transitive or not ctx.nested or a.square or a.angled or len(ends) != 2 or len(a.items) != 2:
        return unlike(TupleAnswer, Interval)
    return _intervals(Interval(ends[0], ends[1], low_closed=False, high_closed=False), b, ctx)


_ROWS_AND_RANGES: Final = frozenset((Interval, SetAnswer))


def _brackets(closed: tuple[bool, bool]) -> str:
    return f"{'[' if closed[0] else '('}…{']' if closed[1] else ')'}"


def _real_sets(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    orders = _Order(ctx), _Order(ctx)
    left, right = orders[0].pieces_of(a), orders[1].pieces_of(b)
    turned = _is_turned(a, left, orders[0]), _is_turned(b, right, orders[1])
    if any(turned):
        # Ends in no order are a point or a slip: all such are not one and the same empty set.
        return mismatch("interval", "ends", *("not in order" if one else "in order" for one in turned))
    if left is not None and right is not None:
        if {type(a), type(b)} == _ROWS_AND_RANGES and len(left) != len(right):
            return mismatch("interval", "kind", name_of(a), name_of(b))
        return _match_pieces(left, right, ctx)
    if isinstance(a, Combination) and isinstance(b, Combination):
        found = match_set_formulas(a, b, ctx)
        found = _combinations(a, b, ctx) if found is None else found
        if found is not None:
            return found
    return match_instances(a, b, lambda x, y: _real_sets(x, y, ctx), ctx)


def _is_turned(answer: Answer, pieces: tuple[_Piece, ...] | None, order: _Order) -> bool:
    """Whether the ends of an interval, or of one in a union, are in no order; ``pieces`` are those of the answer."""
    if isinstance(answer, Interval):
        return pieces == ()
    if not isinstance(answer, Combination) or answer.op != "union" or (pieces is not None and not order.empty):
        return False
    return any(isinstance(part, Interval) and order.pieces_of(part) == () for part in answer.parts)


def _combinations(a: Combination, b: Combination, ctx: Context) -> Finding | None:
    """Sets whose ends cannot be ordered: EQUIVALENT if built alike, else it cannot be told."""
    if a.op != b.op or len(a.parts) != len(b.parts):
        return None
    if a.op == "difference":
        result = match_entries(a.parts, b.parts, "interval", ctx)
    else:
        result = match_listings(Listing(a.parts), Listing(b.parts), ctx)
    return result if result is not None and result.verdict is EQUIVALENT else None


def _named_sets(a: NamedSet, b: NamedSet, _: Context) -> Finding | None:
    if a.name == b.name:
        return equal("set", "the same set", Exact("same name"))
    return mismatch("set", "name", a.name, b.name)


def _solutions(a: Solutions, b: Solutions, ctx: Context) -> Finding | None:
    if a.variable != b.variable:
        return mismatch("inequality", "variable", a.variable, b.variable)
    if a.variable in _COUNTING and not ctx.transitive:
        counted = _is_counted(a.values), _is_counted(b.values)
        if counted[0] is not counted[1]:
            a, b = (side if known else _counted(side) for side, known in zip((a, b), counted, strict=True))
            return under_rule(ctx.match(a.values, b.values), "condition_dropped")
    result = ctx.match(a.values, b.values)
    return under_rule(result, "inequality")


_COUNTING: Final = frozenset("nmkN")
"""Letters of integers: beside ``all integers n > 4`` the domain of ``n >= 5`` need not be said."""


def _is_counted(values: Answer) -> bool:
    """Whether values are a half-line of integers."""
    if isinstance(values, NamedSet):
        return values.name in ("Z+", "N0")
    return isinstance(values, Combination) and values.op == "intersection" and NamedSet("Z") in values.parts


def _counted(side: Solutions) -> Solutions:
    """A half-line as the integers on it; any other set as it is."""
    values = side.values
    if not isinstance(values, Interval) or _is_infinite(values.low) is _is_infinite(values.high):
        return side
    return Solutions(side.variable, intersection((NamedSet("Z"), values)))


def _solutions_bare(a: Solutions, b: Answer, ctx: Context) -> Finding | None:
    if ctx.transitive:
        return mismatch("inequality", "kind", "an inequality", name_of(b))
    return under_rule(ctx.match(a.values, b), "inequality")


def _sets_by_condition(a: SetOf, b: SetOf, ctx: Context) -> Finding | None:
    """Element and condition alike, with the element's variable renamed; combinations of vectors as spans."""
    spans = match_spans(a, b, ctx)
    if spans is not None:
        return spans
    bound = _bound_names(a.element), _bound_names(b.element)
    match (a.element, b.element):
        case _ if bound[0] and len(bound[0]) == len(bound[1]):
            (a, b) = (_with_fresh_names(side, names) for side, names in zip((a, b), bound, strict=True))
        case _ if isinstance(a.condition, Solutions) and isinstance(b.condition, Solutions):
            x, y = a.condition.variable, b.condition.variable
            b = SetOf(rename(b.element, {y: x}), Solutions(x, b.condition.values))
    result = _match_parts(a, b, ctx)
    if result is not None and result.verdict is EQUIVALENT:
        return result
    for again in _by_other_parameters(a, b):
        renamed = _match_parts(a, again, ctx)
        if renamed is not None and renamed.verdict is EQUIVALENT:
            return renamed
    names = _bound_names(a.element)
    return lone_member(a, b, names, bound[0]) if names and names == _bound_names(b.element) else None


def _match_parts(a: SetOf, b: SetOf, ctx: Context) -> Finding | None:
    return all_parts("set", [ctx.match(a.element, b.element), ctx.match(_by_name(a.condition), _by_name(b.condition))])


def _by_name(condition: Answer) -> Answer:
    """Several conditions, each with its name: by themselves, inequalities are compared whatever they are of."""
    match condition:
        case Listing(items=items):
            return replace(condition, items=tuple(map(_with_its_name, items)))
        case Statement(parts=parts):
            return replace(condition, parts=tuple(map(_with_its_name, parts)))
    return condition


def _with_its_name(condition: Answer) -> Answer:
    if not isinstance(condition, Solutions):
        return condition
    return Assignment(Label(condition.variable, "variable"), condition.values)


def _by_other_parameters(a: SetOf, b: SetOf) -> Iterator[SetOf]:
    r"""``b`` with its parameters called as those of ``a`` are, in every order (``\{a+bi : a,b\in\mathbb Z\}``)."""
    own, other = _parameters(a.condition), _parameters(b.condition)
    free = set(answer_symbols(b.element)).difference([one.variable for one in other])
    if not 1 < len(own) == len(other) <= MAX_PARAMETERS or not free.isdisjoint([one.variable for one in own]):
        return
    for order in permutations(other):
        names = {there.variable: here.variable for here, there in zip(own, order, strict=True)}
        domains = [Solutions(names[one.variable], one.values) for one in order]
        yield SetOf(rename(b.element, names), Listing(tuple(domains)))


def _parameters(condition: Answer) -> tuple[Solutions, ...]:
    """The parameters of a set with the sets that they run over; none where anything else is said of them."""
    if not isinstance(condition, Listing):
        return ()
    found = tuple([item for item in condition.items if isinstance(item, Solutions)])
    names = {one.variable for one in found}
    return found if len(found) == len(condition.items) == len(names) else ()


def _bound_names(element: Answer) -> tuple[str, ...]:
    """The names that a set binds by its element, ``x`` or ``(a, b)``; none for any other element."""
    parts = element.items if isinstance(element, TupleAnswer) else (element,)
    names = tuple(p.expr.name for p in parts if isinstance(p, Scalar) and isinstance(p.expr, Symbol))
    return names if len(names) == len(parts) == len(set(names)) else ()


def _with_fresh_names(a: SetOf, names: tuple[str, ...]) -> SetOf:
    """The set with its bound names replaced by their places, which no free name is called."""
    fresh = {name: f"bound {place}" for place, name in enumerate(names)}
    return SetOf(rename(a.element, fresh), _with_new_names(rename(a.condition, fresh), fresh))


def _with_new_names(condition: Answer, names: dict[str, str]) -> Answer:
    """A condition, or several, of the same sets of values for the new names."""
    match condition:
        case Solutions(variable=variable, values=values):
            return Solutions(names.get(variable, variable), values)
        case Listing(items=items):
            return replace(condition, items=tuple([_with_new_names(item, names) for item in items]))
        case Statement(parts=parts):
            return replace(condition, parts=tuple([_with_new_names(part, names) for part in parts]))
    return condition


def _set_of_all(a: SetOf, b: Scalar, ctx: Context) -> Finding | None:
    """``{πk : k ∈ ℤ}`` and the expression with its free integer say the same."""
    if not isinstance(a.condition, Solutions) or a.condition.values != NamedSet("Z") or ctx.transitive:
        return mismatch("kind", "kind", "a set by condition", "a value")
    result = ctx.match(a.element, b)
    return under_rule(result, "set")


def _combination_scalar(a: Combination, b: Scalar, ctx: Context) -> Finding | None:
    r"""Sets by name against one such (``A\cup A`` is ``A``)."""
    found = match_set_formulas(a, b, ctx)
    return unlike(Combination, Scalar) if found is None else found


def _named_and_set_of(a: NamedSet, b: SetOf, ctx: Context) -> Finding | None:
    r"""A set by name against one by condition; ``2\mathbb Z`` leaves integers out."""
    match b:
        case SetOf(
            element=Scalar(expr=Mul(factors=(Number(numerator=step), Symbol()))), condition=Solutions(values=of)
        ):
            if step > 1 and a == of == NamedSet("Z"):
                return mismatch("set", "member", "1", "no such member")
    return match_all_space(a, b, ctx)


def _set_as_condition(a: SetOf, b: Equation | Inequality, ctx: Context) -> Finding | None:
    r"""A curve or region is said by its condition too (``\{z : |z-1|=2\}``, ``|z-1|=2``; ``\{(x,y) : x+y=1\}``).

    A condition on one real number is a question, and its set the answer, so those are different.
    """
    condition = a.condition
    space: str | None = None
    match condition:
        case Statement(head="and", parts=(NamedSet(name=name), rest)):
            space, condition = name, rest
    bound, held = _bound_names(a.element), answer_symbols(b)
    in_plane = bound in _POINTS and space in (None, _POINTS[bound]) and held == set(bound)
    in_complex_plane = bound in _NUMBERS and space in (None, "C") and held in _NUMBERS_HELD and _has_modulus(condition)
    if ctx.transitive or not (in_plane or in_complex_plane) or not isinstance(condition, _CONDITIONS):
        return mismatch("kind", "kind", "a set by condition", name_of(b))
    if in_complex_plane and len(held) == 1:
        condition = rename(condition, dict(zip(bound, held, strict=True)))
    return under_rule(ctx.match(condition, b), "set")


def _has_modulus(condition: Answer) -> bool:
    return holds_modulus(*outer_trees(condition))


_CONDITIONS: Final = (Equation, Inequality, Assignment)
_POINTS: Final = {("x", "y"): "R2", ("x", "y", "z"): "R3"}
"""Points by their coordinates in the order that everybody gives them, and the space they are in."""
_NUMBERS: Final = frozenset({("z",), ("w",)})
_NUMBERS_HELD: Final = frozenset(map(frozenset, (*_NUMBERS, "xy")))
"""Names of complex numbers, and of their parts."""


def _unsolved(_a: SetOf, _b: Answer, _: Context) -> Finding | None:
    """A condition is not solved, so the set it gives may be any other."""
    return None


RULES: Final[RuleTable] = {
    (Combination, Scalar): _combination_scalar,
    (Interval, Interval): _intervals,
    (TupleAnswer, Interval): _pair_and_interval,
    (Interval, Combination): _real_sets,
    (Combination, Combination): _real_sets,
    (SetAnswer, Interval): _real_sets,
    (SetAnswer, Combination): _real_sets,
    (Listing, Combination): _real_sets,
    (NamedSet, NamedSet): _named_sets,
    (Solutions, Solutions): _solutions,
    **{(Solutions, kind): _solutions_bare for kind in BARE},
    (SetOf, SetOf): _sets_by_condition,
    (NamedSet, SetOf): _named_and_set_of,
    (SetOf, SetAnswer): match_roots,
    (SetOf, Scalar): _set_of_all,
    **{(SetOf, kind): _set_as_condition for kind in (Equation, Inequality)},
    **{(SetOf, kind): _unsolved for kind in (Listing, Interval, Combination)},
}
