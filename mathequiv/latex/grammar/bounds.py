r"""Sums and products whose bounds are a relation: ``k \ge 0``, ``1 \le i < j \le 4``, ``k \in \{2,3\}``."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Final, NamedTuple

from mathequiv.latex.expr import (
    Apply,
    Bracketed,
    Constant,
    Expr,
    Folded,
    Neg,
    Number,
    Relation,
    SetBuilder,
    SetName,
    SetOp,
    Symbol,
)
from mathequiv.latex.grammar.combine import add, is_plain_integer, multiply
from mathequiv.latex.grammar.indices import LETTERS_OF_INDICES, placed, with_terms
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols, rebuild
from mathequiv.lexicon.commands import SET_RELATIONS
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import Kind
from mathequiv.limits import MAX_ELEMENTS


def term(p: Parser, kind: str, names: tuple[str, ...], conditions: tuple[Relation, ...] = ()) -> Expr:
    """The term at the position, with the names that are bound in it and the conditions on which it counts."""
    body = p.within(p.scope._replace(bound=(*p.scope.bound, *names)), p.product)
    for condition in conditions:
        body = _counted(kind, Apply(condition.ops[0], condition.members), body)
    return body


def _counted(kind: str, said: Expr, body: Expr) -> Expr:
    """A term that counts where something is so: in a sum it is multiplied by one there, and by zero elsewhere."""
    return multiply([said, body]) if kind == "sum" else Apply("counted", (said, body))


def folded_over(p: Parser, kind: str, below: Relation, conditions: tuple[Relation, ...]) -> Expr:
    """The sum or product, whose term is at the position, over what the relation below it says."""
    names = tuple([member.name for member in below.members if isinstance(member, Symbol)])
    begin = p.k
    body = term(p, kind, names, conditions)
    found = _over_set(p, kind, below, body) or _over_range(p, kind, below, body)
    return found or _over_names(p, kind, below, body, begin) or p.fail("bounds of the sum")


class Over(NamedTuple):
    """The indices of a sum or product, and the bounds between which all of them run."""

    names: tuple[str, ...]
    low: Expr | None
    high: Expr | None


def folded_over_terms(p: Parser, kind: str, body: Expr, over: Over) -> Expr:
    r"""A sum or product by its indices, written out where it is one of a few terms of a sequence (``x_1 + x_2``).

    A term that an index distinguishes (``x_i``, ``a_{ij}``) is a function of it: it is no factor that every term
    has, and the index may have another name. Several indices (``\sum_{i,j=1}^n``) have the same bounds.
    """
    names, low, high = over
    terms = body
    for name in names:
        terms = with_terms(p, terms, name)
    if terms != body and isinstance(low, Number) and isinstance(high, Number):
        points = list(product(_few(low, high), repeat=len(names)))
        if len(points) <= MAX_ELEMENTS:
            written = _joined(kind, [placed(p, body, dict(zip(names, point, strict=True))) for point in points])
            if written is not None:
                return written
    for name in reversed(names):
        terms = Folded(kind, terms, name, low, high)
    return terms


def _few(low: Number, high: Number) -> range:
    """The integers between bounds where they are few and none is negative; nothing for others."""
    if not (is_plain_integer(low) and is_plain_integer(high)) or low.numerator < 0:
        return range(0)
    places = range(low.numerator, high.numerator + 1)
    return places if len(places) <= MAX_ELEMENTS else range(0)


def _joined(kind: str, parts: list[Expr | None]) -> Expr | None:
    """The sum or product of its terms; None where one of them, or every one, is missing."""
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    return add(known) if kind == "sum" else multiply(known)


def folded_over_names(
    p: Parser, kind: str, names: tuple[str, ...], high: Expr | None, conditions: tuple[Relation, ...]
) -> Expr:
    r"""A sum or product over indices of which only the names are below it (``\sum_k``), or not even those.

    What they run over is not said, and the same wherever it is not said.
    """
    shown = names or _index_ahead(p)
    body = term(p, kind, shown, conditions)
    if not names and not any(with_terms(p, body, name) != body for name in shown):
        shown, body = (_INDEX,), _varying(body)
    return folded_over_terms(p, kind, body, Over(shown, None, high))


def _index_ahead(p: Parser) -> tuple[str, ...]:
    """The index of the first name with one after the position (``x_i``)."""
    for at in range(p.k, len(p.tokens) - 1):
        if p.tokens[at].kind == "sub":
            inner = p.plain_group(at + 1)
            run = inner[0].kind == "word" and p.tokens[at + 1].kind != "{"  # x_iy_i
            letter = inner[0].text[0] if run else inner[0].text
            return (letter,) if len(inner) == 1 and letter in LETTERS_OF_INDICES else ()
    return ()


def _varying(body: Expr) -> Expr:
    r"""The term of ``\sum xy``, in which every name but that of a mean is one value after the other.

    A sum within it is one number.
    """
    if isinstance(body, Symbol):
        return body if body.name.startswith("bar(") else Apply(f"{body.name}_", (Symbol(_INDEX),))
    return body if isinstance(body, Folded) else rebuild(body, _varying)


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
_ODD: Final = Pattern(r"([a-z])(?: is)? odd")
_FROM: Final = Pattern(r"([a-z]) = (\d{1,3}) ,(?: \1)?(?: is)? (odd|even)")
_LISTED: Final = Pattern(r"([a-z]) = (\d{1,3}(?: , \d{1,3})+)(?: ,)? ldots(?: , (\d{1,3}))?")


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
    body = with_terms(p, term(p, kind, (over.name,)), over.name)
    place = add([multiply([Number(over.step), Symbol(over.name)]), Number(over.first)])
    end = Constant("infinity") if last is None else Number((last - over.first) // over.step)
    return Folded(kind, substituted(body, over.name, place), over.name, Number(0), end)


def _over_names(p: Parser, kind: str, below: Relation, body: Expr, begin: int) -> Expr | None:
    r"""A sum over what is said of its indices by name (``i \in T``, ``i<k``, ``i \ne j``).

    It runs over every value of them, and its term counts where that is so.
    """
    names: tuple[str, ...]
    match below:
        case Relation(members=(Symbol(name=name), SetName(name="Z", suffix="")), ops=("in",)):
            return Folded(kind, with_terms(p, body, name), name, Neg(Constant("infinity")), Constant("infinity"))
        case Relation(members=(Symbol() as first, domain), ops=(op,)) if op in _AMONG:
            over = Symbol(to_text(domain)) if isinstance(domain, _SETS) else domain
            names, said = (first.name,), Apply(op, (first, over))
        case Relation(members=(Symbol() as first, Symbol() as second), ops=(op,)) if op in _ORDERS:
            pair = (first, second) if _ORDERS[op] == op else (second, first)
            names, said = (first.name,), Apply(_ORDERS[op], pair)
            if _is_over_pairs(p, begin, below) and with_terms(p, body, second.name) != body:
                names = (first.name, second.name)
        case _:
            return None
    for name in names:
        body = with_terms(p, body, name)
    inside = _counted(kind, said, body)
    for name in names:
        inside = Folded(kind, inside, name, None, None)
    return inside


_AMONG: Final = SET_RELATIONS | {"divides"}
_SETS: Final = (SetName, SetOp, SetBuilder, Bracketed)


def _is_over_pairs(p: Parser, begin: int, below: Relation) -> bool:
    r"""Whether a sum, whose sign is before index ``begin``, is over both names below it.

    It is over the first alone where the text speaks of the other before (``b_i - \sum_{j<i} a_{ij}x_j``), and where it
    leaves out one value (``\sum_{j\ne i}``), which names that come in their order do not show.
    """
    first, second = [member.name for member in below.members if isinstance(member, Symbol)]
    if below.ops[0] == "!=" and first > second:
        return False
    sign = max(at for at in range(begin) if p.tokens[at].kind == "big")
    return not any(second in token.text for token in p.tokens[:sign] if token.kind in _LETTERS)


_LETTERS: Final[frozenset[Kind]] = frozenset({"letter", "word"})
_ORDERS: Final = {"<": "<", "<=": "<=", ">": "<", ">=": "<=", "!=": "!="}
_INDEX: Final = "index"


def _over_set(p: Parser, kind: str, below: Relation, body: Expr) -> Expr | None:
    """The terms one by one, for integers in braces."""
    match below:
        case Relation(members=(Symbol(name=name), Bracketed(opening="{", items=items)), ops=("in",)):
            values = tuple(dict.fromkeys(items))
            if not 0 < len(values) <= MAX_ELEMENTS or not all(map(_is_integer, values)):
                return None
            if with_terms(p, body, name) != body:
                places = [value.numerator for value in values if isinstance(value, Number)]
                parts = [placed(p, body, {name: place}) for place in places]
                return _joined(kind, parts) if len(places) == len(values) else None
            written = [substituted(body, name, value) for value in values]
            return add(written) if kind == "sum" else multiply(written)
    return None


def _over_range(p: Parser, kind: str, below: Relation, body: Expr) -> Expr | None:
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
        return Folded(kind, with_terms(p, body, first.name), first.name, start, Constant("infinity"))
    until = _moved(members[2], -1, strict=ops[1] == "<")
    if len(members) == 3:
        return folded_over_terms(p, kind, body, Over((first.name,), start, until))
    second = members[2]
    if len(members) > 4 or not isinstance(second, Symbol):
        return None
    end = _moved(members[3], -1, strict=ops[2] == "<")
    pair = Over((first.name, second.name), start, end)
    written = _in_order(p, kind, body, pair, strict=ops[1] == "<")
    if written is not None:
        return written
    inner = Folded(kind, with_terms(p, body, first.name), first.name, start, until)
    low = _moved(start, 1, strict=ops[1] == "<")
    return Folded(kind, with_terms(p, inner, second.name), second.name, low, end)


def _in_order(p: Parser, kind: str, body: Expr, over: Over, *, strict: bool) -> Expr | None:
    """The terms one by one over few pairs of indices in their order, where they are terms of a sequence."""
    names, low, high = over
    if not isinstance(low, Number) or not isinstance(high, Number) or with_terms(p, body, names[0]) == body:
        return None
    places = _few(low, high)
    pairs = [(i, j) for j in places for i in places if i < j + (not strict)]
    if not 0 < len(pairs) <= MAX_ELEMENTS:
        return None
    return _joined(kind, [placed(p, body, {names[0]: i, names[1]: j}) for i, j in pairs])


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
