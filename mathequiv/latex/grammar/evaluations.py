r"""Values at places: ``\left.F\right|_{x=1}``, ``\left[F\right]_0^1``, and what is given beside a derivative."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.digits import number
from mathequiv.latex.expr import Bracketed, Derivative, Expr, Folded, Relation, Sequence, Symbol
from mathequiv.latex.grammar.combine import grouped
from mathequiv.latex.grammar.cursor import Cursor
from mathequiv.latex.grammar.levels import Parser, argument
from mathequiv.latex.grammar.names import variable
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols, rebuild, span_of, walk

__all__ = ["VARIABLES", "at_places", "between", "bound", "ends_value", "evaluated", "places", "with_given"]

VARIABLES: Final = frozenset({"x", "y", "z", "t", "u", "v", "s"})
"""Names that a formula is a function of, whatever other letters it holds."""


def bound(p: Parser) -> Expr:
    r"""A bound; in ``\int^2_0`` the digits before the other bound are no numeral in a base."""
    token = p.tokens[p.k]
    if token.kind == "num" and p.kind(1) in ("sub", "sup") and token.text.isdecimal():
        p.k += 1
        return number(token.text)
    return argument(p)


def _is_evaluation(p: Cursor) -> bool:
    """Whether the bar here ends what has its value at the place below it."""
    return p.kind(1) == "sub" and not p.scope.bars and p.scope.colon != "stop"


def ends_value(p: Parser, factors: list[Expr]) -> bool | None:
    """A bar with a place below it ends the value before it."""
    return False if _is_evaluation(p) else None


def evaluated(p: Parser, left: Expr) -> Expr | None:
    r"""What stands before the bar, at the place below the bar or between that and the one above it.

    Without ``\left.`` it is the whole sum, if each term holds the variable: ``5+x^2|_0^1`` may mean two values.
    """
    if not _is_evaluation(p):
        return None
    span = span_of(left)
    before = "" if span is None else p.text[: span[0]].rstrip()
    opened = before.endswith(r"\left.")
    if not opened and r"\left." in p.text:
        p.fail("the start of what is evaluated")
    p.k += 1
    point = _point(p)
    if point and any(isinstance(node, Derivative) and isinstance(node.body, Symbol) for node in walk(left)):
        return Symbol(f"{to_text(left)} at {point}")
    found = places(p)
    value = at_places(p, left, found)
    if not opened and isinstance(value, Folded) and not all(value.variable in free_symbols(t) for t in _terms(left)):
        p.fail("the start of what is evaluated")
    return value


def _terms(expr: Expr) -> tuple[Expr, ...]:
    """The terms of a sum that may be derivatives by names that no term shows."""
    terms = getattr(expr, "terms", ())
    return terms if isinstance(terms, tuple) else ()


def _point(p: Parser) -> str:
    """The coordinates below a bar (``_{(1,2)}``), passed; empty for anything else."""
    if p.kind(1) != "{" or p.tokens[p.k + 2].text != "(":
        return ""
    inner = p.plain_group(p.k + 1)
    p.k = p.script_end(p.k + 1)
    return "".join([token.text for token in inner])


Places = list[tuple[str, list[Expr]]]


def places(p: Parser) -> Places:
    """The places that are written below and above a bar or bracket: names, empty where none is, and their values."""
    found: dict[str, list[Expr]] = {}
    while p.kind() in ("sub", "sup"):
        below = p.take().kind == "sub"
        for name, value in _written(p):
            values = found.setdefault(name or next(iter(found), ""), [])
            values.insert(0 if below else len(values), value)
    return list(found.items())


def _written(p: Parser) -> list[tuple[str, Expr]]:
    """``x=1``, ``x=1, y=2`` or a bare value."""
    if p.kind() != "{" or p.kind(1) != "letter" or not any(t.text == "=" for t in p.plain_group(p.k)):
        return [("", bound(p))]
    found: list[tuple[str, Expr]] = []
    p.expect("{")
    p.enter()
    while not found or p.accept(","):
        name = variable(p)
        p.expect("rel", "=")
        found.append((name, p.sum()))
    p.leave()
    p.expect("}")
    return found


def at_places(p: Parser, body: Expr, found: Places) -> Expr:
    """``body`` at a place, or its difference between two."""
    body = grouped(body)
    for name, values in found:
        if len(values) > 2 or (len(values) == 2 and len(found) > 1):
            p.fail("one place")
        body = Folded("at", body, name or _variable(p, body), *values, *[None] * (2 - len(values)))
    return body


def _variable(p: Parser, body: Expr) -> str:
    names = free_symbols(body)
    if len(names) > 1:
        names &= VARIABLES
    if len(names) != 1:
        p.fail("the variable whose value is given")
    (name,) = names
    return name


def between(p: Parser, base: Expr) -> Expr | None:
    r"""``\left[F(x)\right]_0^1``; None where no square bracket closes or no place is above it."""
    if not isinstance(base, Bracketed) or base.opening != "[" or len(base.items) != 1:
        return None
    return at_places(p, base, places(p)) if p.tokens[p.script_end(p.k + 1)].kind == "sup" else None


def with_given(tree: Expr) -> Expr:
    r"""A derivative of a name, with what the name is where that is written beside it (``\frac{dy}{dx},\ y=x^2``)."""
    match tree:
        case Sequence(items=(asked, Relation(members=(Symbol(name=name), value), ops=("=",))), joiner=","):
            return _put_below(asked, name, value) or tree
        case Sequence(items=(Relation(members=(Symbol(name=name), value), ops=("=",)), asked), joiner=","):
            return _put_below(asked, name, value) or tree
    return tree


def _put_below(asked: Expr, name: str, value: Expr) -> Expr | None:
    """What is asked, with the value of a name in its derivatives; None where none is a derivative of it."""
    if isinstance(asked, Relation) or not contains(asked, (Derivative,)):
        return None
    derivatives = [node for node in walk(asked) if isinstance(node, Derivative) and node.body == Symbol(name)]
    if not derivatives or any(node.variable not in free_symbols(value) for node in derivatives):
        return None

    def change(part: Expr) -> Expr:
        return value if part == Symbol(name) else rebuild(part, change)

    return change(asked)
