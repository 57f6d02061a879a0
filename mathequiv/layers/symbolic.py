"""Layer ``symbolic``: SymPy on what is still open (sums, integrals, limits, derivatives, unknown functions …).

SymPy runs in a process of its own, which the system ends when a proof has used up its CPU time; this module only
decides what is sent there and what a reply means. It loads neither SymPy nor ANTLR.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from math import comb
from typing import Any, Protocol

from mathequiv.answers.kinds import Reading
from mathequiv.equality.expressions import compare_expressions
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.assumed import needs_pair
from mathequiv.equality.rules.orders import are_orders
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.finding import DIFFERENT, EQUIVALENT, UNDECIDED, Finding
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Constant,
    Derivative,
    Div,
    Expr,
    Folded,
    Limit,
    Matrix,
    Mul,
    Neg,
    Number,
    Piecewise,
    Pow,
    Relation,
    Root,
    Symbol,
)
from mathequiv.latex.trees import children, free_symbols, walk
from mathequiv.lexicon.functions import COUNTING, COUNTS, NAMED_NUMBER, STEPS
from mathequiv.limits import (
    SYMBOLIC_MAX_DIGITS,
    SYMBOLIC_MAX_EXPONENT,
    SYMBOLIC_MAX_FACTORIAL,
    SYMBOLIC_MAX_STEPS,
    Budget,
    check,
)
from mathequiv.nodes import replace
from mathequiv.symbolic.gate import is_plain
from mathequiv.symbolic.process import Stopped, WorkerProcess, shared_worker, shutdown
from mathequiv.symbolic.tree_json import encode
from mathequiv.verdict import Convention, Exact, Options, Tolerance, Witness

__all__ = ["compare_trees", "shutdown", "stopped_count", "symbolic"]

LAYER = "symbolic"

_SCALAR = (Number, Symbol, Constant, Add, Mul, Div, Pow, Neg, Root, Call, Apply, Folded, Limit, Derivative, Piecewise,
           Relation)  # fmt: skip


class _Side(Protocol):
    """What the layer reads of a side of the comparison: its text, its tree or why it has none, and its readings."""

    @property
    def text(self) -> str: ...

    @property
    def tree(self) -> Expr | None: ...

    @property
    def problem(self) -> Unreadable | OverLimit | None: ...

    @property
    def readings(self) -> tuple[Reading, ...]: ...


def stopped_count() -> int:
    """How many proofs of this process were ended by a limit of the worker."""
    return shared_worker().stopped


def symbolic(a: _Side, b: _Side, options: Options, budget: Budget) -> Finding | None:
    """Ask SymPy.

    Args:
        a: one side: `text`, and `tree` or None if the project's parser cannot read it.
        b: the other side.
        options: how the comparison is made.
        budget: steps left; one is spent for each node sent.

    Returns:
        EQUIVALENT if SymPy proves the difference zero, DIFFERENT with a point where both sides are defined and
        differ, UNDECIDED by the rule ``stopped`` if a limit ended the proof, None if it cannot tell.

    Raises:
        OverLimit: a tree is too large to be sent, or the budget is spent.
    """
    if needs_pair(a.readings, b.readings):
        return None  # SymPy would take names of matrices for numbers
    if a.tree is None or b.tree is None:
        sides = [_sendable(side) for side in (a, b)]
        if sides[0] is None or sides[1] is None:
            return None
        return _ask(sides[0], sides[1], "scalar", _Pair(shared_worker(), options, budget))
    names = [free_symbols(tree) for tree in (a.tree, b.tree)]
    if _are_no_numbers(a.tree, b.tree, names):
        return None
    result = compare_trees(a.tree, b.tree, options, budget, shared_worker())
    if result is None or result.equivalent or not all(map(_FREE.intersection, names)):
        return result
    return None  # no witness that gives free constants their values is a fact


def _are_no_numbers(a: Expr, b: Expr, names: list[frozenset[str]]) -> bool:
    """Whether names are of residue classes, or of orders of growth, which are no factors."""
    if any(name[:4] == "bar(" and name[4].isdigit() for held in names for name in held):
        return True
    return isinstance(a, Mul) and isinstance(b, Mul) and are_orders(a, b)


_FREE = frozenset({"C", "K", "constant"})
"""Names of constants that may be any number on either side."""


def _sendable(side: _Side) -> list[Any] | None:
    if side.tree is None:
        # A text over a limit is understood: another parser would only misread it (``1e1001`` as a product).
        understood = isinstance(side.problem, OverLimit)
        return ["latex", side.text] if not understood and is_plain(side.text) else None
    return ["tree", encode(side.tree)] if _is_scalar(side.tree) else None


def compare_trees(a: Expr, b: Expr, options: Options, budget: Budget, worker: WorkerProcess) -> Finding | None:
    """As `symbolic`, for two trees and a given worker: scalars, equations, and matrices and tuples entry by entry."""
    a, b = _drop_label(a, b)
    budget.spend(_measure(a) + _measure(b))
    entries = _entries(a, b)
    pair = _Pair(worker, options, budget)
    if entries is None:
        return _compare_scalars(a, b, pair)
    methods: list[str] = []
    convention = ""
    for x, y in entries:
        known = compare_expressions(x, y, budget)
        result = known if known is not None and known.equivalent else _compare_scalars(x, y, pair)
        if result is None or not result.equivalent:
            return result  # the first part that is left undecided ends the pair
        methods.append(getattr(result.evidence, "method", "certified enclosures"))
        convention = convention or getattr(result.evidence, "rule", "")
    proof = _proof("; ".join(dict.fromkeys(methods)))
    return replace(proof, evidence=Convention(convention)) if convention else proof


class _Pair:
    """What SymPy may take for one pair: processor time and steps, over all its parts."""

    def __init__(self, worker: WorkerProcess, options: Options, budget: Budget) -> None:
        self.options = options
        self._worker = worker
        self._budget = budget
        self._seconds = options.cpu_seconds
        self._steps = SYMBOLIC_MAX_STEPS

    def ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """The worker's reply; None where the steps are spent.

        Raises:
            Stopped: a limit of the worker ended it.
        """
        reply = self._worker.ask({**request, "steps": self._steps}, max(self._seconds, _LEAST_SECONDS))
        self._seconds -= reply["cpu"]
        self._steps = reply["steps"]
        if reply["verdict"] != "steps":
            return reply
        self._budget.met = OverLimit("SYMBOLIC_MAX_STEPS")
        return None


_LEAST_SECONDS = 0.01
"""For a part that comes when the pair's time is up; its steps end it before that where they can."""


def _measure(tree: Expr) -> int:
    """Nodes of ``tree``.

    Raises:
        OverLimit: too many nodes, a numeral that is too long, or what grows too much when worked out.
    """
    nodes = list(walk(tree))
    check("SYMBOLIC_MAX_NODES", len(nodes))
    for node in nodes:
        if isinstance(node, Number) and max(abs(node.numerator), node.denominator) >= 10**SYMBOLIC_MAX_DIGITS:
            check("SYMBOLIC_MAX_DIGITS", SYMBOLIC_MAX_DIGITS + 1)
        if isinstance(node, Pow) and isinstance(node.base, Add) and isinstance(node.exponent, Number):
            terms, power = len(node.base.terms), node.exponent.numerator // node.exponent.denominator
            check("SYMBOLIC_MAX_EXPANDED", comb(terms + power - 1, power) if 0 < power <= SYMBOLIC_MAX_EXPONENT else 0)
        grown = node.args if isinstance(node, Call) else (node.exponent,) if isinstance(node, Pow) else ()
        for arg in grown:
            check("SYMBOLIC_MAX_DIGITS", SYMBOLIC_MAX_DIGITS + _is_huge(arg))
    check("SYMBOLIC_MAX_FOLDS", _folds(tree))
    check("SYMBOLIC_MAX_TOWER", _tower(tree))
    return len(nodes)


def _is_huge(arg: Expr) -> bool:
    """Whether an argument or exponent, at a small point, has more digits than SymPy may work out."""
    from mathequiv.equality.numbers.balls import Ball  # noqa: PLC0415 - loads flint
    from mathequiv.equality.numbers.enclosure import enclose  # noqa: PLC0415 - loads flint

    value = enclose(arg, dict.fromkeys(free_symbols(arg), _SMALL), _FEW_BITS, complex_=False)
    if isinstance(value, Ball):
        return not value.is_below(SYMBOLIC_MAX_DIGITS * 10 // 3)
    return not (value.certain or value.unsupported)


_SMALL = Fraction(17, 13)


def _folds(tree: Expr) -> int:
    """How many sums, integrals, limits and derivatives are nested in one another, bounds included."""
    return isinstance(tree, (Folded, Limit, Derivative)) + max(map(_folds, children(tree)), default=0)


def _tower(tree: Expr) -> int:
    """How many powers are nested in one another's exponents."""
    if isinstance(tree, Pow):
        return max(_tower(tree.base), 1 + _tower(tree.exponent))
    is_exponential = isinstance(tree, Call) and tree.name == "exp"
    return is_exponential + max(map(_tower, children(tree)), default=0)


def _drop_label(a: Expr, b: Expr) -> tuple[Expr, Expr]:
    """``y = value`` as its value against a bare value, or against the same label."""
    left, right = _split_label(a), _split_label(b)
    if left is not None and right is not None:
        return (left[1], right[1]) if left[0] == right[0] else (a, b)
    if left is not None and not isinstance(b, Relation):
        return left[1], b
    if right is not None and not isinstance(a, Relation):
        return a, right[1]
    return a, b


_BRACKETS = frozenset("([")


def _split_label(tree: Expr) -> tuple[Expr, Expr] | None:
    """Label and value of ``y = …`` or ``f(x) = …`` where the value does not hold the label; a phrase is no label."""
    match tree:
        case Relation(members=(Symbol(name=name) as label, value), ops=("=",)):
            return (label, value) if _BRACKETS.isdisjoint(name) and name not in free_symbols(value) else None
        case Relation(members=(Apply(name=name, args=args) as label, value), ops=("=",)):
            inside = (node for node in walk(value) if isinstance(node, Apply) and node.name == name)
            return (label, value) if all(isinstance(arg, Symbol) for arg in args) and not any(inside) else None
        case _:
            return None


def _entries(a: Expr, b: Expr) -> list[tuple[Expr, Expr]] | None:
    """Pairs of entries of two matrices or ordered brackets of one shape, None for anything else."""
    match a, b:
        case Matrix(rows=rows), Matrix(rows=others) if len(rows) == len(others) and len(rows[0]) == len(others[0]):
            return [pair for row, other in zip(rows, others, strict=True) for pair in zip(row, other, strict=True)]
        case Bracketed(items=items), Bracketed(items=others) if len(items) == len(others) > 1:
            same = (a.opening, a.closing) == (b.opening, b.closing) and a.opening != "{"
            return list(zip(items, others, strict=True)) if same else None
        case _:
            return None


def _is_scalar(tree: Expr) -> bool:
    if isinstance(tree, Relation):
        return False
    return all(isinstance(node, _SCALAR) and not _is_wild_factorial(node) for node in walk(tree))


def _is_wild_factorial(node: Expr) -> bool:
    """A factorial of more than a polynomial with small numbers: SymPy would work it out without bound."""
    if not (isinstance(node, Call) and node.name in COUNTING):
        return False
    if not all(isinstance(inner, _POLYNOMIAL) for arg in node.args for inner in walk(arg)):
        return True
    if any(value is not None and value.denominator != 1 for value in map(rational_value, node.args)):
        return True
    constants = [rational_value(inner) for arg in node.args for inner in walk(arg)]
    return any(value is not None and abs(value) > SYMBOLIC_MAX_FACTORIAL for value in constants)


_POLYNOMIAL = (Number, Symbol, Add, Mul, Neg)


def _compare_scalars(a: Expr, b: Expr, pair: _Pair) -> Finding | None:
    if _is_scalar(a) and _is_scalar(b):
        if _has_no_value(a, b) or _has_no_value(b, a):
            return _complex_values_differ(a, b)
        if _are_iterated_apart(a, b):
            return None
        result = _ask(["tree", encode(a)], ["tree", encode(b)], "scalar", pair, _bases(a, b))
        return None if result is not None and _is_not_its_to_say(a, b, result, pair.options) else result
    equations = [_equation(tree) for tree in (a, b)]
    if equations[0] is None or equations[1] is None or _is_solved(a) != _is_solved(b):
        return None
    left, right = ([["tree", encode(side)] for side in sides] for sides in equations if sides is not None)
    return _ask(left, right, "equation", pair, _bases(a, b))


def _are_iterated_apart(a: Expr, b: Expr) -> bool:
    """Whether both sides hold iterated integrals of unknown functions, in no order that is on both sides.

    SymPy exchanges no order of integration, and takes long to find that out.
    """
    left, right = _orders(a), _orders(b)
    return bool(left and right) and left.isdisjoint(right)


def _orders(tree: Expr) -> frozenset[tuple[int, int]]:
    """Which arguments of unknown functions iterated integrals are taken over: the outer one, then the inner one."""
    outer = [node for node in walk(tree) if isinstance(node, Folded) and node.kind == "integral"]
    return frozenset(
        [
            (part.args.index(Symbol(node.variable)), part.args.index(Symbol(inner.variable)))
            for node in outer
            for inner in walk(node.body)
            if isinstance(inner, Folded) and inner.kind == "integral"
            for part in walk(inner.body)
            if isinstance(part, Apply) and {Symbol(node.variable), Symbol(inner.variable)}.issubset(part.args)
        ]
    )


def _has_no_value(one: Expr, other: Expr) -> bool:
    """Whether a side certainly has no real value where none is written as complex: nothing equals it.

    A side with variables counts as having none if it has none at points near and far on both sides of zero. A domain
    that lies between them all costs a proof, never a wrong verdict.
    """
    from mathequiv.equality.numbers.balls import Undefined  # noqa: PLC0415 - loads flint
    from mathequiv.equality.numbers.enclosure import enclose  # noqa: PLC0415 - loads flint

    if _IMAGINARY in (*walk(one), *walk(other)):
        return False
    names = sorted(free_symbols(one))
    for start in _UNLIKE if names else _UNLIKE[:1]:
        point = {name: start * place for place, name in enumerate(names, 1)}
        value = enclose(one, point, _FEW_BITS, complex_=False)
        if not (isinstance(value, Undefined) and value.certain):
            return False
    return True


def _complex_values_differ(a: Expr, b: Expr) -> Finding | None:
    r"""DIFFERENT if both have complex values that are certainly apart, as ``\sqrt{-4}`` and ``2`` have."""
    from mathequiv.equality.numbers.balls import Ball, gap  # noqa: PLC0415 - loads flint
    from mathequiv.equality.numbers.enclosure import enclose  # noqa: PLC0415 - loads flint

    if free_symbols(a) or free_symbols(b):
        return None
    left, right = (enclose(side, {}, _FEW_BITS, complex_=True) for side in (a, b))
    if not (isinstance(left, Ball) and isinstance(right, Ball) and gap(left, right, _FEW_BITS).disjoint):
        return None
    shown = str(left), str(right)
    return Finding(DIFFERENT, LAYER, "witness", f"{shown[0]} is not {shown[1]}", Witness((), *shown))


_IMAGINARY = Constant("i")
_FEW_BITS = 64
_UNLIKE = tuple(
    sign * size
    for size in (Fraction(17, 13), Fraction(1, 7), *map(Fraction, (3, 6, 15, 40, 150, 1000)))
    for sign in (1, -1)
)


def _equation(tree: Expr) -> tuple[Expr, ...] | None:
    if isinstance(tree, Relation) and tree.ops == ("=",) and all(map(_is_scalar, tree.members)):
        return tree.members
    return None


def _is_solved(tree: Expr) -> bool:
    """Whether ``tree`` is ``name = constant``, which is an assignment and equals no unsolved equation."""
    label = _split_label(tree)
    return label is not None and not free_symbols(label[1])


def _bases(a: Expr, b: Expr) -> list[str]:
    """Bases to try for logarithms written without one."""
    bare = any(isinstance(n, Call) and n.name == "log" and len(n.args) == 1 for tree in (a, b) for n in walk(tree))
    return ["10", "e"] if bare else ["e"]


def _ask(
    left: list[Any], right: list[Any], relation: str, pair: _Pair, bases: list[str] | None = None
) -> Finding | None:
    """The worker's word on two sides, sent in a fixed order so that it cannot depend on theirs."""
    swapped = json.dumps(right) < json.dumps(left)
    if swapped:
        left, right = right, left
    wrap = (lambda side: [side]) if relation == "scalar" else (lambda side: side)
    try:
        reply = pair.ask({"left": wrap(left), "right": wrap(right), "bases": bases or ["e"]})
    except Stopped as stop:
        return Finding(UNDECIDED, LAYER, "stopped", f"the proof was stopped: {stop}")
    if reply is None:
        return None
    if reply["verdict"] == "equal":
        return _proof(reply["method"])
    return _difference(reply, [left, right], swapped=swapped) if reply["verdict"] == "different" else None


def _difference(reply: Mapping[str, Any], sides: list[Any], *, swapped: bool) -> Finding | None:
    """DIFFERENT with the worker's witness; None if the point is none at which the names have values."""
    shown = (reply["right"], reply["left"]) if swapped else (reply["left"], reply["right"])
    point = tuple((name, value) for name, value in reply["point"])
    if _counts_only(point) and any(f'"{name}"' in json.dumps(sides) for name in STEPS):
        return None
    if any(NAMED_NUMBER.fullmatch(name) for name, _ in point):
        return None
    at = ", ".join(f"{name}={value}" for name, value in point)
    reason = f"{shown[0]} is not {shown[1]}" + (f" at {at}" if at else "")
    return Finding(DIFFERENT, LAYER, "witness", reason, Witness(point, *shown))


def _proof(method: str) -> Finding:
    return Finding(EQUIVALENT, LAYER, "proof", f"the difference is zero by {method}", Exact(method))


def _is_not_its_to_say(a: Expr, b: Expr, result: Finding, options: Options) -> bool:
    """Whether the options may make equal what SymPy found different: by rounding, a tolerance or positive letters."""
    if not isinstance(result.evidence, Witness):
        return False
    if options.assume == "positive" and not all(_is_positive(value) for _, value in result.evidence.point):
        return True
    # The value layer finds what is near; a pair it left open is not decided by SymPy's few digits.
    near = isinstance(options.approx, Tolerance) and not (free_symbols(a) or free_symbols(b))
    return near or _may_round(a, b, result, options)


def _is_positive(value: str) -> bool:
    try:
        return Fraction(value) > 0
    except ValueError:
        return False


def _may_round(a: Expr, b: Expr, result: Finding, options: Options) -> bool:
    """Whether the one decimal of the pair may be a rounding of the other side, which is not this layer's to say."""
    places = [_decimal_places(tree) for tree in (a, b)]
    written = [p for p in places if p is not None]
    if options.approx != "rounded" or len(written) != 1 or not isinstance(result.evidence, Witness):
        return False
    left, right = result.evidence.left, result.evidence.right
    if "i" in left + right:
        return False
    return abs(Fraction(left) - Fraction(right)) <= Fraction(1, 10 ** written[0])


def _decimal_places(tree: Expr) -> int | None:
    match tree:
        case Number(places=places):
            return places or None
        case Neg(arg=Number(places=places)):
            return places or None
        case _:
            return None


def _counts_only(point: tuple[tuple[str, str], ...]) -> bool:
    """Whether a point gives values that are no integers to names that only count."""
    return any("/" in value or "." in value for _, value in point) and all(name in COUNTS for name, _ in point)
