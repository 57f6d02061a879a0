r"""Formulas of logic and of sets by name, by their truth tables: ``p \to q`` is ``\neg p\lor q``.

A set by name holds a point or not, so that a formula of sets is one of logic about each point. A quantified formula is
a letter of its own, under the name that its own truth table gives it: formulas that are equal by that are equal, and of
others it cannot be told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from mathequiv.answers.kinds import Answer, Combination, Equation, Scalar, Statement
from mathequiv.equality.outcome import Context, equal, mismatch
from mathequiv.finding import Finding
from mathequiv.latex.expr import Call, Expr, Logical, Pow, SetOp, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import rebuild
from mathequiv.limits import MAX_TRUTH_LETTERS
from mathequiv.verdict import Exact

__all__ = [
    "NAMES_OF_SETS",
    "as_formula",
    "match_complements",
    "match_formulas",
    "match_identities_of_sets",
    "match_set_formulas",
]

Table: TypeAlias = tuple[tuple[str, ...], int]
"""Letters in order, none without effect, and a bit for each choice of which of them hold."""


class _TooManyError(Exception):
    """More letters than a table has room for."""


def match_formulas(a: Statement, b: Statement, ctx: Context) -> Finding | None:
    """Compare two statements that are formulas of logic."""
    trees = [as_formula(side) for side in (a, b)]
    return None if trees[0] is None or trees[1] is None else _match(trees[0], trees[1], "truth_table", ctx)


def as_formula(statement: Statement) -> Expr | None:
    """The formula that a statement is, None if it is another statement."""
    match statement:
        case Statement(head="formula", parts=(Scalar(expr=expr),)):
            return expr
    return None


def _match(a: Expr, b: Expr, rule: str, ctx: Context) -> Finding | None:
    ctx.budget.spend()
    try:
        left, right = _table(a, ()), _table(b, ())
    except _TooManyError:
        return None
    if left == right:
        return equal(rule, "both have the same truth table", Exact("truth tables"))
    certain = all(_is_letter(name) for table in (left, right) for name in table[0])
    return mismatch(rule, "truth table", to_text(a)[:80], to_text(b)[:80]) if certain else None


def _is_letter(name: str) -> bool:
    return not name.startswith("all[") and "bound " not in name


# --- truth tables -----------------------------------------------------------------------------------------------------


def _table(expr: Expr, bound: tuple[str, ...]) -> Table:
    """The truth table of a formula within quantifiers over ``bound``."""
    if isinstance(expr, Logical) and expr.op in _OPERATIONS:
        tables = [_table(part, bound) for part in expr.parts]
        return _combined(_OPERATIONS[expr.op], tables)
    if isinstance(expr, Logical):
        return _quantified(expr, bound)
    return (to_text(_with_places(expr, bound)),), 0b10


def _with_places(expr: Expr, bound: tuple[str, ...]) -> Expr:
    """A letter or predicate with the place of its quantifier for each bound variable."""
    if isinstance(expr, Symbol):
        return Symbol(f"bound {bound.index(expr.name)}") if expr.name in bound else expr
    return rebuild(expr, lambda inner: _with_places(inner, bound))


def _quantified(expr: Logical, bound: tuple[str, ...]) -> Table:
    """A quantified formula as a letter named by the table of what it holds of; one that exists is not all not."""
    name, _, domain = expr.bound.partition(" ")
    within = tuple(f"bound {place}" if outer == name else outer for place, outer in enumerate(bound))
    inner = _table(expr.parts[0], (*within, name))
    if expr.op == "exists":
        letters, bits = _combined(_OPERATIONS["not"], [inner])
        return (f"all[{domain}]({letters}, {bits})",), 0b01
    letters, bits = inner
    return (f"all[{domain}]({letters}, {bits})",), 0b10


def _combined(operation: Callable[..., int], tables: list[Table]) -> Table:
    letters = tuple(sorted(frozenset().union(*[table[0] for table in tables])))
    if len(letters) > MAX_TRUTH_LETTERS:
        raise _TooManyError
    full = (1 << (1 << len(letters))) - 1
    return _without_idle(letters, operation(*[_widened(table, letters) for table in tables]) & full)


def _widened(table: Table, letters: tuple[str, ...]) -> int:
    """The bits of a table over more letters."""
    own, bits = table
    places = [letters.index(name) for name in own]
    wide = 0
    for row in range(1 << len(letters)):
        narrow = sum((row >> place & 1) << n for n, place in enumerate(places))
        wide |= (bits >> narrow & 1) << row
    return wide


def _without_idle(letters: tuple[str, ...], bits: int) -> Table:
    """The table without the letters that change nothing."""
    for place, name in enumerate(letters):
        rows = range(1 << len(letters))
        if all((bits >> row & 1) == (bits >> (row ^ 1 << place) & 1) for row in rows):
            kept = [row for row in rows if not row >> place & 1]
            fewer = sum((bits >> row & 1) << n for n, row in enumerate(kept))
            return _without_idle(tuple(other for other in letters if other != name), fewer)
    return letters, bits


_OPERATIONS: Final[dict[str, Callable[..., int]]] = {
    "not": lambda p: ~p,
    "and": lambda p, q: p & q,
    "or": lambda p, q: p | q,
    "xor": lambda p, q: p ^ q,
    "implies": lambda p, q: ~p | q,
    "iff": lambda p, q: ~(p ^ q),
}
"""What each connective makes of whole tables."""


# --- sets -------------------------------------------------------------------------------------------------------------


def match_set_formulas(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """Compare unions, intersections, differences and complements of sets by name."""
    left, right = _of_sets(a), _of_sets(b)
    return None if left is None or right is None else _match(left, right, "set_algebra", ctx)


def match_identities_of_sets(a: Equation, b: Equation) -> Finding | None:
    """EQUIVALENT for the same equation between sets, either way round and in any order of what is joined; else None."""
    sides = [[_of_set_tree(side) for side in (equation.left, equation.right)] for equation in (a, b)]
    shapes = [sorted(_shape(side) for side in both if side is not None) for both in sides]
    if len(shapes[0]) != 2 or shapes[0] != shapes[1]:
        return None  # equal tables do not make one law of two: both sides of every law have one
    return equal("set_algebra", "both are the same equation between sets", Exact("order of joined sets"))


def _shape(expr: Expr) -> str:
    """A formula as text, whichever of two parts that may change places comes first."""
    if not isinstance(expr, Logical):
        return to_text(expr)
    parts = [_shape(part) for part in expr.parts]
    if expr.op in _EITHER_WAY:
        parts.sort()
    return f"{expr.op}({', '.join(parts)})"


_EITHER_WAY: Final = frozenset({"and", "or", "xor", "iff"})
"""Connectives whose parts may change places."""


def match_complements(a: Expr, b: Expr, ctx: Context) -> Finding | None:
    r"""EQUIVALENT for two ways to write the complement of a set by name (``A^c``, ``\overline A``); None otherwise."""
    if type(a) is type(b):
        return None
    left, right = _of_set_tree(a), _of_set_tree(b)
    found = None if left is None or right is None else _match(left, right, "set_algebra", ctx)
    return found if found is not None and found.equivalent else None


NAMES_OF_SETS: Final = frozenset((Symbol, Pow))


def _of_sets(answer: Answer) -> Expr | None:
    """A formula about one point for an expression in sets by name; None for other sets."""
    if isinstance(answer, Scalar):
        return _of_set_tree(answer.expr)
    if not isinstance(answer, Combination):
        return None
    parts = [part for part in map(_of_sets, answer.parts) if part is not None]
    return _joined(answer.op, parts) if len(parts) == len(answer.parts) else None


def _of_set_tree(expr: Expr) -> Expr | None:
    match expr:
        case Symbol(name=name):
            return _of_name(name)
        case SetOp(op=op, left=left, right=right):
            parts = [part for part in map(_of_set_tree, (left, right)) if part is not None]
            return _joined(op, parts) if len(parts) == 2 else None
        case Pow(base=base, exponent=Symbol(name="c" | "C" | "complement")) | Call(name="conj", args=(base,)):
            inside = _of_set_tree(base)
            return None if inside is None else Logical("not", (inside,))
    return None


def _of_name(name: str) -> Expr | None:
    """A capital letter, with a bar or a prime for its complement."""
    for start, end in (("bar(", ")"), ("", "'")):
        if name.startswith(start) and name.endswith(end) and len(name) > len(start + end):
            inside = _of_name(name[len(start) : len(name) - len(end)])
            return None if inside is None else Logical("not", (inside,))
    return Symbol(name) if name[:1].isupper() and "(" not in name else None


def _joined(op: str, parts: list[Expr]) -> Expr | None:
    """What a set operation says of one point."""
    if op == "complement" and len(parts) == 1:
        return Logical("not", (parts[0],))
    if op not in _CONNECTIVES:
        return None
    found = parts[0]
    for part in parts[1:]:
        second: Expr = Logical("not", (part,)) if op == "difference" else part
        found = Logical(_CONNECTIVES[op], (found, second))
    return found


_CONNECTIVES: Final = {"union": "or", "intersection": "and", "difference": "and", "symmetric": "xor"}
