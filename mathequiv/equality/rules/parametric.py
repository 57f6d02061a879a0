r"""Sets of points by a formula and what its parameters run over: lines, rays, segments, lattices.

``(2+3t, 1-2t)`` is a line where ``t`` is any real number, a lattice of points where it is an integer, a ray for
``t \ge 0``. A set keeps the domain that its text declares: two of them are equal only if one parameter is a linear
function of the other that takes its domain to that of the other.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Final, NamedTuple, TypeAlias

from mathequiv.answers.contents import answer_symbols
from mathequiv.answers.integer_sets import intersection
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Chain,
    Combination,
    Interval,
    Label,
    Listing,
    MatrixAnswer,
    NamedSet,
    Reading,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    TupleAnswer,
)
from mathequiv.answers.text import REALS
from mathequiv.equality.outcome import Context, equal, mismatch
from mathequiv.equality.rationals import known_rational, rational_value
from mathequiv.equality.rules.constants import is_scaled
from mathequiv.equality.rules.families import COUNTERS
from mathequiv.equality.rules.linear import at
from mathequiv.equality.rules.spans import Flat, Rows, entries_of, linear_family, match_flats, rank, rational_rows
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Expr, Mul, Neg, Number, Symbol
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.commands import PARAMETERS
from mathequiv.lexicon.quantifiers import SETS_OF_INTEGERS
from mathequiv.limits import MAX_INTEGER_MATRIX, MAX_PARAMETERS
from mathequiv.verdict import Exact

__all__ = ["match_parametric", "may_be_parametric"]

Told: TypeAlias = "tuple[Finding | None] | None"
"""A verdict, which may be that nothing can be told; None where a rule does not apply."""


class _Family(NamedTuple):
    """All points of a flat whose parameters are in their domains.

    Attributes:
        flat: where it starts, and the direction of each parameter.
        domains: the set that each parameter runs over; None for one that is not known.
        names: the parameters; an empty name where a line is given by quotients.
        label: the name that the set or the point has, ``""`` for none.
        declared: whether the text says what the parameters run over.
    """

    flat: Flat
    domains: tuple[Answer | None, ...]
    names: tuple[str, ...]
    label: str
    declared: bool


def may_be_parametric(reading: Reading) -> bool:
    """Whether an answer is of a kind that such sets are written in."""
    answer = reading.answer
    if isinstance(answer, (Assignment, Assignments, Chain, SetOf)):
        return True
    if isinstance(answer, Listing):
        return isinstance(answer.items[-1], Solutions) and isinstance(answer.items[0], Assignment)
    declared = reading.domains or reading.unbounded or reading.conditions
    return bool(declared) and isinstance(answer, (TupleAnswer, MatrixAnswer))


def match_parametric(a: Reading, b: Reading, ctx: Context) -> Told:
    """Compare two sets of points by their parameters; None where one is no such set.

    ``t`` on both sides without a domain may be a time, at which two points of one line are not the same.
    """
    if _are_bracketed_otherwise(a.answer, b.answer):
        return None
    left = _family(a, ctx)
    right = None if left is None else _family(b, ctx)
    if left is None or right is None or not _are_named_alike(left.label, right.label):
        return None
    if not (left.declared or right.declared):
        return _match_lines(left, right, ctx)
    if left.flat.shape != right.flat.shape:
        return None
    if None in left.domains or None in right.domains:
        return (None,)
    return _match_domains(left, right, ctx)


def _are_bracketed_otherwise(a: Answer, b: Answer) -> bool:
    """Whether two brackets of two values are closed and open, and so hardly points."""
    return isinstance(a, TupleAnswer) and isinstance(b, TupleAnswer) and a.square != b.square and len(a.items) == 2


def _match_lines(left: _Family, right: _Family, ctx: Context) -> Told:
    if left.names == right.names == ("t",) or len(left.names) != 1 or len(right.names) != 1:
        return None
    result = match_flats(left.flat, right.flat, ctx)
    return None if result is None or not result.equivalent else (_SAME_LINE,)


_SAME_LINE: Final = equal("line", "both sides are the same line", Exact("row reduction"))


def _are_named_alike(a: str, b: str) -> bool:
    return not a or not b or a == b or {a, b} <= _POSITIONS


_POSITIONS: Final = frozenset({"r", "x", "X", "p", "P", "v", "l", "ell", "x,y", "x,y,z"})
"""Names of a point on a line, its coordinates among them."""


def _match_domains(left: _Family, right: _Family, ctx: Context) -> Told:
    domains = left.domains + right.domains
    if all(domain == REALS for domain in domains):
        if left.flat.shape == (1, 1):
            return _match_functions(left.flat, right.flat, ctx)
        result = match_flats(left.flat, right.flat, ctx)
        return None if result is None else (_named(result, left, right),)
    vectors = rational_rows((left.flat.point, right.flat.point, *left.flat.directions, *right.flat.directions))
    if vectors is None:
        return None
    gap = [x - y for x, y in zip(vectors[0], vectors[1], strict=True)]
    sides = vectors[2 : 2 + len(left.domains)], vectors[2 + len(left.domains) :]
    if all(domain == NamedSet("Z") for domain in domains):
        return (_match_lattices(sides[0], sides[1], gap),)
    if len(left.domains) != 1 or len(right.domains) != 1:
        return (None,)
    return (_match_images(left, right, (sides[0][0], sides[1][0], gap), ctx),)


def _match_functions(a: Flat, b: Flat, ctx: Context) -> Told:
    """EQUIVALENT for the same combinations of functions; None otherwise."""
    result = match_flats(a, b, ctx)
    if result is None and len(a.directions) == len(b.directions) == 1:
        same = ctx.compare(a.point[0], b.point[0])
        if same is not None and same.equivalent and is_scaled(a.directions[0][0], b.directions[0][0], ctx.budget):
            result = equal("span", "both are any multiple of the same function", Exact("algebra"))
    return (result,) if result is not None and result.equivalent else None


def _named(result: Finding, left: _Family, right: _Family) -> Finding:
    return _SAME_LINE if result.equivalent and left.label and right.label else result


# --- lattices ---------------------------------------------------------------------------------------------------------


def _match_lattices(a: Rows, b: Rows, gap: list[Fraction]) -> Finding | None:
    """All integer combinations of vectors from two points that are ``gap`` apart."""
    if max(len(a), len(b), len(gap)) > MAX_INTEGER_MATRIX:
        return None
    scale = lcm(*[entry.denominator for row in (*a, *b, gap) for entry in row])
    left, right, apart = ([[int(entry * scale) for entry in row] for row in rows] for rows in (a, b, [gap]))
    if _reduced(left) != _reduced(right):
        return mismatch("lattice", "integer combinations", _shown(a), _shown(b))
    if _reduced(left) != _reduced([*left, *apart]):
        return mismatch("lattice", "point", "one", "another, no whole steps away")
    return equal("lattice", "both sides are the same lattice of points", Exact("reduction over the integers"))


def _reduced(rows: list[list[int]]) -> list[list[int]]:
    """The Hermite normal form: what two sets of rows with the same integer combinations share."""
    left = [row[:] for row in rows]
    kept: list[list[int]] = []
    for column in range(len(left[0]) if left else 0):
        while len(holding := [row for row in left if row[column]]) > 1:
            least = min(holding, key=lambda row: abs(row[column]))
            for row in holding:
                if row is not least:
                    times = row[column] // least[column]
                    row[:] = [x - times * y for x, y in zip(row, least, strict=True)]
        if holding:
            (pivot,) = holding
            left.remove(pivot)
            pivot = pivot if pivot[column] > 0 else [-x for x in pivot]
            for row in kept:
                times = row[column] // pivot[column]
                row[:] = [x - times * y for x, y in zip(row, pivot, strict=True)]
            kept.append(pivot)
    return kept


def _shown(rows: Rows) -> str:
    return ", ".join(f"({', '.join(map(str, row))})" for row in rows)[:120]


# --- one parameter ----------------------------------------------------------------------------------------------------


def _match_images(
    left: _Family, right: _Family, vectors: tuple[list[Fraction], list[Fraction], list[Fraction]], ctx: Context
) -> Finding | None:
    """Whether the parameter of one side, as a linear function of that of the other, runs over the same."""
    u, v, gap = vectors
    if not any(u) or not any(v):
        return None
    if rank([u, v, gap]) > 1:
        return mismatch("parameter", "direction", _shown([u]), _shown([v]))
    place = next(k for k, entry in enumerate(v) if entry)
    slope, start = u[place] / v[place], gap[place] / v[place]
    own, other = left.domains[0], right.domains[0]
    image = None if own is None else _image(own, slope, start)
    if image is None or other is None:
        return None
    counts = {*left.names, *right.names} <= COUNTERS
    if not (isinstance(image, _Steps) or _is_integers(other)):
        return _match_ranges(image, other, ctx, is_whole=counts and abs(slope) != 1)
    return None if counts and abs(slope) == 1 and _starts_alike(image, other) else _match_integers(image, other)


def _match_integers(image: Answer | _Steps, other: Answer) -> Finding | None:
    known = _is_integers(other) or not isinstance(other, NamedSet)
    return _match_steps(image, other) if known else None


def _match_ranges(image: Answer, other: Answer, ctx: Context, *, is_whole: bool) -> Finding | None:
    r"""Compare two sets of reals; ``is_whole`` where they may be meant of integers (``k \ge 1``)."""
    result = ctx.match(image, other)
    if result is None or (result.equivalent and is_whole):
        return None
    if not result.equivalent:
        return mismatch("parameter", "range of the parameter", "one", f"another ({result.reason})"[:200])
    return equal("parameter", "the parameters run over the same points", Exact("a linear change of the parameter"))


class _Steps(NamedTuple):
    """Integers from ``first`` on (all of them without one) as values of a parameter: ``start`` and a ``slope`` each."""

    name: str
    slope: Fraction
    start: Fraction


def _starts_alike(a: Answer | _Steps, b: Answer) -> bool:
    """Whether one is a ray, which may be said of integers (``n >= 1``), and the other the integers from its end on."""
    ray, rest = (a, b) if isinstance(a, Interval) else (b, a)
    if not isinstance(ray, Interval) or not ray.low_closed or ray.high != REALS.high:
        return False
    first = _FIRST.get(rest.name) if isinstance(rest, (NamedSet, _Steps)) else None
    start = rest.start if isinstance(rest, _Steps) else 0
    return first is not None and known_rational(ray.low) == (first + start, 1)


def _is_integers(domain: Answer) -> bool:
    return isinstance(domain, NamedSet) and (domain.name == "Z" or domain.name in _FIRST)


_FIRST: Final = {"Z+": 1, "N0": 0, "N": None}
"""The least number of each set of integers that has one; whether 0 is in N is not known."""


def _image(domain: Answer, slope: Fraction, start: Fraction) -> Answer | _Steps | None:
    """A set of numbers times ``slope`` plus ``start``; None for a set whose members are not known."""
    match domain:
        case NamedSet(name=name) if name in _FIELDS:
            return domain
        case NamedSet(name=name) if _is_integers(domain):
            return _Steps(name, slope, start)
        case Interval(low=low, high=high, low_closed=low_closed, high_closed=high_closed):
            first, last = _moved(low, slope, start), _moved(high, slope, start)
            turned = Interval(last, first, high_closed, low_closed)
            return Interval(first, last, low_closed, high_closed) if slope > 0 else turned
        case SetAnswer(items=items):
            values = [Scalar(_moved(item.expr, slope, start)) for item in items if isinstance(item, Scalar)]
            return SetAnswer(tuple(values)) if len(values) == len(items) else None
        case Combination(op="difference" | "union", parts=parts):
            images = [_image(part, slope, start) for part in parts]
            sets = [image for image in images if image is not None and not isinstance(image, _Steps)]
            return Combination(domain.op, tuple(sets)) if len(sets) == len(images) else None
    return None


_FIELDS: Final = frozenset({"Q", "C"})
"""Sets that a linear function with rational coefficients takes to themselves."""


def _moved(end: Expr, slope: Fraction, start: Fraction) -> Expr:
    inner = end.arg if isinstance(end, Neg) else end
    if inner == REALS.high:
        return end if slope > 0 else Neg(inner) if inner is end else inner
    return Add((Mul((_number(slope), end)), _number(start)))


def _number(value: Fraction) -> Expr:
    size = Number(abs(value.numerator), value.denominator)
    return size if value >= 0 else Neg(size)


def _match_steps(image: Answer | _Steps, other: Answer) -> Finding | None:
    """Integers in equal steps against a set of integers, or against any other set."""
    if not isinstance(image, _Steps) or not isinstance(other, NamedSet):
        sets = image if not isinstance(image, _Steps) else other
        return mismatch("parameter", "domain", "integers", "an interval") if isinstance(sets, Interval) else None
    apart = mismatch("parameter", "range of the parameter", "some of the points", "others")
    if (image.name == "Z") is not (other.name == "Z") or image.start.denominator != 1:
        return apart
    if image.name == "Z":
        return _SAME_STEPS if abs(image.slope) == 1 else apart
    if image.slope != 1:
        return apart
    first, last = _FIRST[image.name], _FIRST[other.name]
    if first is None or last is None:
        return None if first is not last else _SAME_STEPS if image.start == 0 else apart
    return _SAME_STEPS if first + image.start == last else apart


_SAME_STEPS: Final = equal(
    "parameter", "the parameters run over the same points", Exact("a linear change of the parameter")
)


# --- reading ----------------------------------------------------------------------------------------------------------


def _family(reading: Reading, ctx: Context) -> _Family | None:
    """The set that an answer describes; None for anything else."""
    answer = reading.answer
    if isinstance(answer, Chain):
        flat = _of_quotients(answer)
        return None if flat is None else _Family(flat, (REALS,), ("",), "", declared=False)
    domains: dict[str, Answer | None] = {
        name: REALS if kind == "real" else NamedSet(SETS_OF_INTEGERS[kind]) if kind in SETS_OF_INTEGERS else None
        for name, kind in reading.domains
    }
    domains.update(dict.fromkeys(reading.unbounded, REALS))
    inner, conditions = _split(answer, reading.conditions)
    if inner is None or not all(isinstance(one, Solutions) for one in conditions):
        return None
    for one in conditions:
        if isinstance(one, Solutions):
            domains[one.variable] = _narrowed(domains.get(one.variable), one.values)
    return _of_vector(_with_free(inner, domains), domains, ctx)


def _split(answer: Answer, conditions: tuple[Answer, ...]) -> tuple[Answer | None, tuple[Answer, ...]]:
    """An answer without the conditions that it holds, and all conditions; no answer for a list of other things."""
    if isinstance(answer, SetOf):
        held = answer.condition.items if isinstance(answer.condition, Listing) else (answer.condition,)
        return answer.element, (*conditions, *held)
    if isinstance(answer, Listing):
        said = tuple([item for item in answer.items if isinstance(item, Solutions)])
        named = tuple([item for item in answer.items if isinstance(item, Assignment)])
        whole = len(named) + len(said) == len(answer.items)
        return Assignments(named) if whole else None, (*conditions, *said)
    return answer, conditions


def _with_free(answer: Answer, domains: dict[str, Answer | None]) -> Answer:
    """``x=0`` with ``y`` any number as both coordinates; anything else as it is."""
    items = _assigned(answer)
    labels = {item.label.name for item in items if item.label.kind in ("variable", "indexed")}
    used = answer_symbols(answer)
    free = sorted([name for name in domains.keys() - labels if name not in used or _is_coordinate(name, labels)])
    if not items or not free or len(labels) != len(items) or not all(isinstance(item.value, Scalar) for item in items):
        return answer
    kinds = [(name, "indexed" if "_" in name else "variable") for name in free]
    more = tuple([Assignment(Label(name, kind), Scalar(Symbol(name))) for name, kind in kinds])
    return Assignments((*items, *more))


def _assigned(answer: Answer) -> tuple[Assignment, ...]:
    if isinstance(answer, Assignments):
        return answer.items
    return (answer,) if isinstance(answer, Assignment) else ()


def _is_coordinate(name: str, labels: set[str]) -> bool:
    """Whether a name is one of those that labels are of, ``x_3`` of ``x_1`` or ``z`` of ``x``."""
    if {name, *labels} <= _COORDINATES:
        return True
    return "_" in name and {label.partition("_")[0] for label in labels if "_" in label} == {name.partition("_")[0]}


_COORDINATES: Final = frozenset("xyzw")


def _narrowed(domain: Answer | None, values: Answer) -> Answer:
    if domain is None or domain in (REALS, values):
        return values
    return values if values == REALS else intersection((domain, values))


def _of_vector(answer: Answer, domains: dict[str, Answer | None], ctx: Context) -> _Family | None:
    label, vector = _labelled(answer)
    entries = entries_of(vector) if isinstance(vector, (TupleAnswer, MatrixAnswer, Scalar)) else None
    if entries is None or (isinstance(vector, Scalar) and not domains):
        return None
    held = frozenset[str]().union(*map(free_symbols, entries[1]))
    if isinstance(vector, Scalar) and isinstance(answer, Assignment):
        held = held.difference(answer.label.arguments)
    declared = not held.isdisjoint(domains)
    if not declared:
        if not label or not 0 < len(held) <= MAX_PARAMETERS or not held <= PARAMETERS:
            return None
        domains = dict.fromkeys(held, REALS)
    if held.difference(domains):
        return None
    own = {name: domains[name] for name in sorted(held)}
    return _of_parameters(entries, own, label, ctx, declared=declared)


def _of_parameters(
    entries: tuple[tuple[int, int], tuple[Expr, ...]],
    domains: dict[str, Answer | None],
    label: str,
    ctx: Context,
    *,
    declared: bool,
) -> _Family | None:
    names = tuple(domains)
    flat = linear_family(*entries, names, ctx)
    if flat is None or _is_point(flat):
        return None
    return _Family(flat, tuple(domains.values()), names, label, declared)


def _labelled(answer: Answer) -> tuple[str, Answer | None]:
    """A vector with its name, or with the names of its coordinates."""
    match answer:
        case Assignment(label=label, value=value) if label.kind == "variable":
            return label.name, value
        case Assignment(label=label, value=value) if label.kind == "function" and len(label.arguments) == 1:
            return label.name, value
        case Assignments(items=items):
            values = {item.label.name: item.value for item in items}
            kinds = {item.label.kind for item in items}
            if len(values) == len(items) and kinds <= {"variable", "indexed"}:
                order = sorted(values)
                heads = {name.partition("_")[0] for name in order}
                whole = heads.pop() if kinds == {"indexed"} and len(heads) == 1 else ",".join(order)
                return whole, TupleAnswer(tuple(values[name] for name in order))
        case TupleAnswer() | MatrixAnswer():
            return "", answer
    return "", None


def _is_point(flat: Flat) -> bool:
    rows = rational_rows(flat.directions)
    return rows is not None and not rank(rows)


_AXES: Final = (("x", "y"), ("x", "y", "z"))


def _of_quotients(chain: Chain) -> Flat | None:
    r"""``\frac{x-2}1 = \frac{y-1}4 = \frac z{-1}`` as a point and a direction; None for any other chain."""
    if not isinstance(chain.value, Scalar) or not chain.checks or chain.approximations:
        return None
    members = [pair[0] for pair in chain.checks] + [chain.value.expr]
    if any(other != chain.value.expr for _, other in chain.checks):
        return None
    point: dict[str, Expr] = {}
    direction: dict[str, Expr] = {}
    for member in members:
        found = _zero_and_slope(member)
        if found is None or found[0] in point:
            return None
        name, start, slope = found
        point[name] = Number(start.numerator, start.denominator)
        direction[name] = Number(slope.denominator, slope.numerator)
    order = tuple(sorted(point))
    if order not in _AXES:
        return None
    return Flat((1, len(order)), tuple(point[name] for name in order), (tuple(direction[name] for name in order),))


def _zero_and_slope(expr: Expr) -> tuple[str, Fraction, Fraction] | None:
    """The only name of a linear expression, where it is zero, and its slope; None for any other expression."""
    names = free_symbols(expr)
    if len(names) != 1:
        return None
    (name,) = names
    values = [rational_value(at(expr, {name: Number(x)})) for x in range(3)]
    if values[0] is None or values[1] is None or values[2] is None:
        return None
    slope = values[1] - values[0]
    if not slope or values[2] - values[1] != slope:
        return None
    return name, -values[0] / slope, slope
