r"""Sums and products whose bounds are a relation: ``k \ge 0``, ``1 \le i < j \le 4``, ``k \in \{2,3\}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from mathequiv.latex.expr import Apply, Bracketed, Constant, Expr, Folded, Neg, Number, Qualified, Relation, Symbol
from mathequiv.latex.grammar.combine import add, is_plain_integer, multiply
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.trees import free_symbols, rebuild
from mathequiv.limits import MAX_ELEMENTS


def folded_over(p: Parser, kind: str, below: Relation) -> Expr:
    """The sum or product, whose term is at the position, over what the relation below it says."""
    names = [member.name for member in below.members if isinstance(member, Symbol)]
    body = p.within(p.scope._replace(bound=(*p.scope.bound, *names)), p.product)
    found = _over_set(kind, below, body) or _over_range(kind, below, body) or _over_names(kind, below, body)
    return found or p.fail("bounds of the sum")


def folded_over_terms(kind: str, body: Expr, name: str, low: Expr, high: Expr | None) -> Expr:
    """A sum or product by its index, written out where it is one of a few terms of a sequence (``x_1 + x_2``).

    A term that the index distinguishes (``x_i``) is a function of it: it is no factor that every term has, and the
    index may have another name.
    """
    ending = f"_{name}"
    terms = [free for free in free_symbols(body) if free.endswith(ending)]
    if not terms:
        return Folded(kind, body, name, low, high)
    if isinstance(low, Number) and isinstance(high, Number) and is_plain_integer(low) and is_plain_integer(high):
        places = range(low.numerator, high.numerator + 1)
        if 0 < len(places) <= MAX_ELEMENTS and low.numerator >= 0:
            point = [({term: Symbol(f"{term[: -len(name)]}{at}") for term in terms}, Number(at)) for at in places]
            parts = [substituted(_renamed(body, names), name, value) for names, value in point]
            return add(parts) if kind == "sum" else multiply(parts)
    applied: dict[str, Expr] = {term: Apply(term[: -len(name)], (Symbol(name),)) for term in terms}
    return Folded(kind, _renamed(body, applied), name, low, high)


def _renamed(body: Expr, names: Mapping[str, Expr]) -> Expr:
    def change(part: Expr) -> Expr:
        return names.get(part.name, part) if isinstance(part, Symbol) else rebuild(part, change)

    return change(body)


class Progression(NamedTuple):
    """Whole numbers from ``first`` on by steps, up to ``last`` or without end."""

    name: str
    first: int
    step: int
    last: int | None


def progression(p: Parser) -> Progression | None:
    r"""The numbers that ``{n \text{ odd}}``, ``{n=1, n \text{ odd}}`` or ``{n=1,3,5,\ldots}`` run over, passed."""
    inner = p.plain_group(p.k)
    if len(inner) < 2 or not _STEPPED.intersection([token.text for token in inner]):
        return None
    said = " ".join([token.text for token in inner])
    odd, first, listed = _ODD.fullmatch(said), _FROM.fullmatch(said), _LISTED.fullmatch(said)
    found: Progression | None = None
    if odd is not None:
        found = Progression(odd[1], 1, 2, None)
    elif first is not None:
        start = int(first[2])
        found = Progression(first[1], start + (start % 2 != (first[3] == "odd")), 2, None)
    elif listed is not None:
        last = None if listed[3] is None else int(listed[3])
        found = _of_terms(listed[1], [int(term) for term in listed[2].split(" , ")], last)
    if found is not None:
        p.k = p.script_end(p.k)
    return found


_STEPPED: Final = frozenset({"odd", "even", "ldots"})
_ODD: Final = re.compile(r"([a-z])(?: is)? odd")
_FROM: Final = re.compile(r"([a-z]) = (\d{1,3}) ,(?: \1)?(?: is)? (odd|even)")
_LISTED: Final = re.compile(r"([a-z]) = (\d{1,3}(?: , \d{1,3})+)(?: ,)? ldots(?: , (\d{1,3}))?")


def _of_terms(name: str, shown: list[int], last: int | None) -> Progression | None:
    """The numbers that the first of them show (``1, 3, 5, ...``); two that are further apart show nothing yet."""
    step = shown[1] - shown[0]
    if step < 1 or any(b - a != step for a, b in pairwise(shown)) or (len(shown) == 2 and step > 2):
        return None
    ends = last is None or (last >= shown[-1] and (last - shown[0]) % step == 0)
    return Progression(name, shown[0], step, last) if ends else None


def folded_by_steps(p: Parser, kind: str, over: Progression, high: Expr | None) -> Expr:
    """The sum or product, whose term is at the position, over a progression; ``high`` is the bound above the sign."""
    last = over.last
    if isinstance(high, Number) and last is None and is_plain_integer(high):
        last = high.numerator
    elif high is not None and high != Constant("infinity") and high != Number(over.last or 0):
        p.fail("a bound that the terms reach")
    body = p.within(p.scope._replace(bound=(*p.scope.bound, over.name)), p.product)
    place = add([multiply([Number(over.step), Symbol(over.name)]), Number(over.first)])
    end = Constant("infinity") if last is None else Number((last - over.first) // over.step)
    return Folded(kind, substituted(body, over.name, place), over.name, Number(0), end)


_INDEX: Final = "index"
_ORDERS: Final = {"<": "<", "<=": "<=", ">": "<", ">=": "<="}


def _over_names(kind: str, below: Relation, body: Expr) -> Expr | None:
    r"""A sum that cannot be written out, over ``i \in T`` or ``i<k``, as what is said of its term."""
    match below:
        case Relation(members=(Symbol(name=name), Symbol() as domain), ops=("in",)):
            term = _with_index(body, name)
            return (
                None if term is None else Qualified(term, "over", (kind,), Relation((Symbol(_INDEX), domain), ("in",)))
            )
        case Relation(members=(Symbol() as first, Symbol() as second), ops=(op,)) if op in _ORDERS:
            pair = (first, second) if _ORDERS[op] == op else (second, first)
            return Qualified(body, "over", (kind,), Relation(pair, (_ORDERS[op],)))
    return None


def _with_index(body: Expr, name: str) -> Expr | None:
    """``body`` with one name for its index, in subscripts too; None where a longer subscript may hold it."""
    for free in free_symbols(body):
        scripts = free.split("_")[1:]
        if any(name in script and script.strip("{}") != name for script in scripts):
            return None

    def change(part: Expr) -> Expr:
        if not isinstance(part, Symbol):
            return rebuild(part, change)
        head, *scripts = part.name.split("_")
        renamed = [_INDEX if script.strip("{}") == name else script for script in scripts]
        return Symbol("_".join([_INDEX if part.name == name else head, *renamed]))

    return change(body)


def _over_set(kind: str, below: Relation, body: Expr) -> Expr | None:
    """The terms one by one, for integers in braces."""
    match below:
        case Relation(members=(Symbol(name=name), Bracketed(opening="{", items=items)), ops=("in",)):
            values = tuple(dict.fromkeys(items))
            if not 0 < len(values) <= MAX_ELEMENTS or not all(map(_is_integer, values)):
                return None
            if any(index in free.split("_")[1:] for free in free_symbols(body) for index in (name, f"{{{name}}}")):
                return None  # the terms of a sequence, which the index distinguishes
            parts = [substituted(body, name, value) for value in values]
            return add(parts) if kind == "sum" else multiply(parts)
    return None


def _over_range(kind: str, below: Relation, body: Expr) -> Expr | None:
    members, ops = below.members, below.ops
    if {">", ">="}.issuperset(ops):
        members, ops = members[::-1], tuple(["<=" if op == ">=" else "<" for op in ops[::-1]])
    if not {"<", "<="}.issuperset(ops) or not _is_integer(members[0]):
        return None
    first = members[1]
    if not isinstance(first, Symbol):
        return None
    start = _moved(members[0], 1, strict=ops[0] == "<")
    if len(members) == 2:
        return Folded(kind, body, first.name, start, Constant("infinity"))
    until = _moved(members[2], -1, strict=ops[1] == "<")
    inner = Folded(kind, body, first.name, start, until)
    if len(members) == 3:
        return inner
    second = members[2]
    if len(members) > 4 or not isinstance(second, Symbol):
        return None
    end = _moved(members[3], -1, strict=ops[2] == "<")
    return Folded(kind, inner, second.name, _moved(start, 1, strict=ops[1] == "<"), end)


def _is_integer(expr: Expr) -> bool:
    return is_plain_integer(expr.arg if isinstance(expr, Neg) else expr)


def _moved(bound: Expr, by: int, *, strict: bool) -> Expr:
    """An integer bound, moved to the next integer where it is not met itself."""
    if not strict:
        return bound
    if isinstance(bound, Number):
        return Number(bound.numerator + by)
    return add([bound, Number(1) if by > 0 else Neg(Number(1))])


def substituted(body: Expr, name: str, value: Expr) -> Expr:
    """``body`` with an integer in the place of a name, except where the name is bound again."""

    def change(part: Expr) -> Expr:
        if part == Symbol(name):
            return value
        return part if name not in free_symbols(part) else rebuild(part, change)

    return change(body)
