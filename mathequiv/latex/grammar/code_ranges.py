"""Calls of code that hold more than items: ``sum(k for k in range(5))``, ``sum(1/n^2, n=1..oo)``, ``float('inf')``."""

from __future__ import annotations

from mathequiv.errors import Unreadable
from mathequiv.latex.digits import number
from mathequiv.latex.expr import Add, Bracketed, Constant, Expr, Folded, Neg, Number, SetName
from mathequiv.latex.grammar.combine import items_of
from mathequiv.latex.grammar.levels import Parser

__all__ = ["floating", "over_range", "set_of_code"]


def set_of_code(p: Parser) -> Expr | None:
    """The rest of ``set()`` or ``set([1, 2])``."""
    if p.accept("close", ")"):
        return SetName("empty")
    inner = p.within(p.scope.inside("divide"), p.sequence)
    listed = isinstance(inner, Bracketed) and inner.opening in ("[", "{")
    return Bracketed("{", "}", inner.items) if listed and p.accept("close", ")") else None  # type: ignore[union-attr]


def floating(p: Parser) -> Expr | None:
    """The rest of ``float('-inf')``."""
    end = p.bracket_end(p.k - 1)
    inner = [token for token in p.tokens[p.k : end] if token.text not in ("'", '"')]
    if not inner or inner[-1].text != "infinity" or len(inner) > 2 or inner[0].text not in ("-", "+", "infinity"):
        return None
    p.k = end + 1
    return Neg(Constant("infinity")) if inner[0].text == "-" else Constant("infinity")


def over_range(p: Parser, kind: str) -> Expr | None:
    """A sum, product or integral over ``n=1..5`` or ``for n in range(1, 6)``, or a sum of a list; None for no such."""
    place = p.place()
    try:
        body = p.within(p.scope._replace(bars=0, brackets=p.scope.brackets + 1), p.sum)
        found = _dotted_range(p, kind, body) if p.accept(",") else _comprehended(p, kind, body)
    except Unreadable:
        found = None
    if found is None or not p.accept("close", ")"):
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
    if p.tokens[p.k].text[0:1] == ".":  # of `0..1` the second dot is taken for that of a decimal
        p.reread(p.k, [p.tokens[p.k].part("num", 1, len(p.tokens[p.k].text))])
    return Folded(kind, body, name.text, low, p.sum())


def _comprehended(p: Parser, kind: str, body: Expr) -> Expr | None:
    """``for n in range(1, 6)`` after the body."""
    words = [token.text for token in p.tokens[p.k : p.k + 5]]
    if len(words) < 5 or words[0] != "for" or words[2:] != ["in", "range", "("] or p.kind(1) != "letter":
        return None
    p.k += 5
    bounds = items_of(p.within(p.scope.inside("divide"), p.sequence))
    if not p.accept("close", ")") or len(bounds) > 2 or kind == "integral":
        return None
    high = Add((bounds[-1], Neg(Number(1))))
    return Folded(kind, body, words[1], bounds[0] if len(bounds) == 2 else Number(0), high)
