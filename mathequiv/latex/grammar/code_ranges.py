"""Calls of code that hold more than items: ``sum(k for k in range(5))``, ``sum(1/n^2, n=1..oo)``, ``float('inf')``."""

from __future__ import annotations

from typing import Final

from mathequiv.errors import Unreadable
from mathequiv.latex.digits import number
from mathequiv.latex.expr import (
    Add,
    Bracketed,
    Constant,
    Expr,
    Folded,
    Neg,
    Number,
    Relation,
    Sequence,
    SetName,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.bounds import substituted
from mathequiv.latex.grammar.code_calls import cases, connected, listed
from mathequiv.latex.grammar.combine import add, items_of, multiply
from mathequiv.latex.grammar.levels import Parser
from mathequiv.lexicon.token_kinds import Kind
from mathequiv.limits import MAX_ELEMENTS

__all__ = [
    "arguments",
    "comprehension",
    "conditions",
    "floating",
    "over_range",
    "set_of_code",
    "total",
    "written_cases",
]


def set_of_code(p: Parser) -> Expr | None:
    """The rest of ``set()`` or ``set([1, 2])``."""
    if p.accept("close", ")"):
        return SetName("empty")
    braced = p.kind() == "{"
    inner = p.within(p.scope.inside("divide"), p.sequence)
    if isinstance(inner, Bracketed) and inner.opening in ("[", "{"):
        items = inner.items
    else:
        items = (inner,) if braced and not isinstance(inner, Sequence) else ()
    return Bracketed("{", "}", items) if items and p.accept("close", ")") else None


def floating(p: Parser) -> Expr | None:
    """The rest of ``float('-inf')``, or of ``float('nan')`` where that is the whole text."""
    end = p.bracket_end(p.k - 1)
    inner = [token for token in p.tokens[p.k : end] if token.text not in ("'", '"')]
    if [token.text for token in inner] == [_NO_NUMBER] and p.tokens[end + 1].kind == "stop" and p.k == 2:
        p.k = end + 1
        return Text(_NO_NUMBER)
    if not inner or inner[-1].text != "infinity" or len(inner) > 2 or inner[0].text not in ("-", "+", "infinity"):
        return None
    p.k = end + 1
    return Neg(Constant("infinity")) if inner[0].text == "-" else Constant("infinity")


def arguments(p: Parser, closing: str) -> tuple[Expr, ...]:
    """The arguments of a call whose bracket is open, up to the one that closes it."""
    if p.accept("close", closing):
        return ()
    found = list(items_of(p.within(p.scope._replace(bars=0, brackets=p.scope.brackets + 1), lambda: _arguments(p))))
    p.expect("close", closing)
    return tuple(found)


def _arguments(p: Parser) -> Expr:
    """Items with commas between them, and ``x -> 0`` as ``x = 0``."""
    found = [_argument(p)]
    while p.accept(","):
        found.append(_argument(p))
    return found[0] if len(found) == 1 else Sequence(tuple(found), ",")


def _argument(p: Parser) -> Expr:
    keyword = _keyword(p)
    if keyword is not None:
        return keyword
    start = p.k
    value = conditions(p, p.item())
    if p.tokens[p.k].written == "->":
        p.k += 1
        value = Relation((value, p.item()), ("=",))
    return p.mark(value, start)


def _keyword(p: Parser) -> Expr | None:
    """``left_open=True``: a name of several letters with a truth value."""
    at = p.k
    while p.tokens[at].kind in ("word", "sub", "letter") and (at == p.k or not p.tokens[at].space):
        at += 1
    if at == p.k or p.tokens[at].text != "=":
        return None
    quoted = p.tokens[at + 1].text in _QUOTES and at + 3 < len(p.tokens) and p.tokens[at + 3].text in _QUOTES
    said = p.tokens[at + 2 if quoted else at + 1].text
    if not quoted and said not in ("True", "False"):
        return None
    name = p.text[p.tokens[p.k].start : p.tokens[at - 1].end]
    p.k = at + (4 if quoted else 2)
    return Relation((Text(name), Text(said)), ("=",))


_QUOTES: Final = frozenset("'\"")


def conditions(p: Parser, first: Expr) -> Expr:
    """A relation with those that ``&`` and ``|`` join to it; any other value as it is."""
    joined = {"&": "and", "bar": "or"}
    parts, words = [first], []
    while isinstance(first, (Relation, Sequence)) and p.tokens[p.k].kind in joined:
        words.append(joined[p.take().kind])
        p.accept("&") or p.accept("bar")  # a sign may be doubled
        parts.append(p.item())
    if not words:
        return first
    found = connected(words[0], tuple(parts)) if len(set(words)) == 1 else None
    return found or p.fail("relations that one connective joins")


def written_cases(p: Parser) -> Expr | None:
    """The rest of ``Piecewise((x, x > 0), (0, True))``, ``Piecewise[{{x, x > 0}}, 0]``, ``piecewise(x < 0, -x, x)``."""
    maple = p.tokens[p.k - 2].text == "piecewise"
    closing = "]" if p.tokens[p.k - 1].text == "[" else ")"
    args = arguments(p, closing)
    if maple:
        pairs = list(zip(args[0::2], args[1::2], strict=False))
        return cases(pairs, rest=args[-1] if len(args) % 2 else None, maple=True)
    if closing == "]":
        pairs = _pairs(listed(args[0])) or _pairs(args[:1])  # braces around one pair alone only group
        return cases(pairs, rest=args[1] if len(args) == 2 else Number(0))
    return cases(_pairs(args))


def _pairs(items: tuple[Expr, ...]) -> list[tuple[Expr, Expr]]:
    """The items that are pairs; nothing where one is none."""
    pairs = [item.items for item in items if isinstance(item, Bracketed) and len(item.items) == 2]
    return [(pair[0], pair[1]) for pair in pairs] if len(pairs) == len(items) else []


def total(kind: str, values: Expr) -> Expr | None:
    """``sum([1, 2, 3])`` and ``sum(range(1, 11))``."""
    items = values.items if isinstance(values, Bracketed) and len(values.items) > 1 else ()
    if not items or kind == "integral":
        return None
    return add(list(items)) if kind == "sum" else multiply(list(items))


_NO_NUMBER: Final = "nan"


def comprehension(p: Parser) -> Expr | None:
    """``[x**2 for x in range(4)]`` as the values it lists; None for any other bracket."""
    if p.tokens[0].text not in _BRACES or "for" not in p.text or "\\" in p.text:
        return None
    place = p.place()
    closing, curly = _BRACES[p.take().text]
    try:
        body = p.within(p.scope._replace(bars=0, brackets=p.scope.brackets + 1), p.sum)
        found = _comprehended(p, "sum", body)
    except Unreadable:
        found = None
    match found:
        case Folded(low=low, high=Add(terms=(Number(numerator=stop, denominator=1), _))) if p.accept(closing):
            values = range(low.numerator if isinstance(low, Number) else 0, stop)
            if isinstance(low, Number) and low.denominator == 1 and 0 < len(values) <= MAX_ELEMENTS:
                items = tuple(substituted(found.body, found.variable, Number(value)) for value in values)
                return Bracketed("{", "}", items) if curly else Bracketed("[", "]", items)
    p.go_back(place)
    return None


_BRACES: Final[dict[str, tuple[Kind, bool]]] = {"[": ("close", False), "{": ("}", True)}
"""Which kind of token closes a bracket, and whether it holds a set."""


def over_range(p: Parser, kind: str, closing: str) -> Expr | None:
    """A sum, product or integral over ``n=1..5`` or ``for n in range(1, 6)``, or a sum of a list; None for no such."""
    place = p.place()
    try:
        if p.tokens[p.k].text == "range":
            p.k += 1
            found = _counted(p, kind, Symbol("k"), "k")
            if found is not None and p.accept("close", closing):
                return found
            p.go_back(place)
        body = p.within(p.scope._replace(bars=0, brackets=p.scope.brackets + 1), p.sum)
        found = _dotted_range(p, kind, body) if p.accept(",") else _comprehended(p, kind, body)
    except Unreadable:
        found = None
    if found is None or not p.accept("close", closing):
        p.go_back(place)
        return None
    return found


def _dotted_range(p: Parser, kind: str, body: Expr) -> Expr | None:
    """``n=1..5`` after the body."""
    name = p.take()
    if name.kind != "letter" or not p.accept("rel", "="):
        return None
    first = p.take() if p.kind() == "num" and p.kind(1) == "." else None  # one dot is left of two
    low = p.sum() if first is None else number(first.text)
    if not p.accept("."):
        return None
    if not p.accept(".") and p.tokens[p.k].text[0:1] == ".":  # of `0..1` the second dot is taken for that of a decimal
        p.reread(p.k, [p.tokens[p.k].part("num", 1, len(p.tokens[p.k].text))])
    return Folded(kind, body, name.text, low, p.sum())


def _comprehended(p: Parser, kind: str, body: Expr) -> Expr | None:
    """``for n in range(1, 6)`` after the body."""
    words = [token.text for token in p.tokens[p.k : p.k + 5]]
    if len(words) < 5 or words[0] != "for" or words[2:] != ["in", "range", "("] or p.kind(1) != "letter":
        return None
    p.k += 4
    return _counted(p, kind, body, words[1])


def _counted(p: Parser, kind: str, body: Expr, name: str) -> Expr | None:
    """A sum or product over the integers of a range, whose bracket is at the position."""
    if not p.accept("open", "("):
        return None
    bounds = items_of(p.within(p.scope.inside("divide"), p.sequence))
    if not p.accept("close", ")") or len(bounds) > 2 or kind == "integral":
        return None
    last = bounds[-1]
    high = last if last == Constant("infinity") else Add((last, Neg(Number(1))))
    return Folded(kind, body, name, bounds[0] if len(bounds) == 2 else Number(0), high)
