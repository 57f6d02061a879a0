"""Nodes made of parts already read, and what can be asked of a node without a parser."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import (
    Add,
    Bracketed,
    Call,
    Div,
    Expr,
    Mul,
    Neg,
    Number,
    PlusMinus,
    Quantity,
    Relation,
    Sequence,
    SetBuilder,
    SetName,
    Symbol,
)
from mathequiv.lexicon.units import DEGREE

_NAMED_SETS: Final = frozenset("RZNQ")


def grouped(expr: Expr) -> Expr:
    """Square or curly brackets around one value inside a formula only group."""
    if (
        isinstance(expr, Bracketed)
        and len(expr.items) == 1
        and (expr.opening, expr.closing) in (("[", "]"), ("{", "}"))
    ):
        return expr.items[0]
    return expr


def multiply(factors: list[Expr]) -> Expr:
    """The product of one or more factors."""
    if type(factors[0]) is Bracketed and _are_sets(factors):
        return Mul(tuple(factors))
    if len(factors) == 1:
        return factors[0]
    if Bracketed not in map(type, factors):
        return Mul(tuple(factors))
    if type(factors[0]) is SetName and len(factors) == 2:
        return Mul(tuple(factors))  # \mathbb Q[x] is another ring than \mathbb Q(x)
    return Mul(tuple(map(grouped, factors)))


def _are_sets(factors: list[Expr]) -> bool:
    """Whether all factors are written sets, and one at least can be nothing else."""
    sets = [f for f in factors if isinstance(f, Bracketed) and f.opening == "{" and not f.loose]
    return len(sets) == len(factors) == 2 and any(len(one.items) > 1 for one in sets)


def add(terms: list[Expr]) -> Expr:
    """The sum of one or more terms."""
    if len(terms) == 1:
        return terms[0]
    return Add(tuple(map(grouped, terms) if Bracketed in map(type, terms) else terms))


def divide(left: Expr, right: Expr) -> Expr:
    """A quotient."""
    return Div(grouped(left), grouped(right))


def signed(kind: str, term: Expr) -> Expr:
    """``term`` after a sign of this kind of token."""
    if kind == "+":
        return term
    if kind == "-":
        return Neg(grouped(term))
    return PlusMinus(grouped(term), 1 if kind == "pm" else -1)


def add_measured(terms: list[Expr]) -> Expr:
    r"""A sum; a unit at its last term alone belongs to the whole (``18 + 2\pi \text{ cm}``), degrees do not."""
    last = terms[-1]
    inner = last.arg if isinstance(last, (Neg, PlusMinus)) else last
    if not isinstance(inner, Quantity) or inner.unit == DEGREE or any(map(_has_unit, terms[:-1])):
        return add(terms)
    bare = inner.value
    if isinstance(last, Neg):
        bare = Neg(bare)
    elif isinstance(last, PlusMinus):
        bare = PlusMinus(bare, last.sign)
    return Quantity(add([*terms[:-1], bare]), inner.unit, inner.of)


def _has_unit(term: Expr) -> bool:
    return isinstance(term, Quantity) or (isinstance(term, (Neg, PlusMinus)) and isinstance(term.arg, Quantity))


def multiply_measured(factors: list[Expr]) -> Expr:
    r"""The product of several factors; a unit at the last alone belongs to the whole (``3 \times 10^5{}^\circ``)."""
    last = factors[-1]
    if isinstance(last, Quantity) and not any(isinstance(factor, Quantity) for factor in factors[:-1]):
        return Quantity(multiply([*factors[:-1], last.value]), last.unit, last.of)
    return multiply(factors)


def equated(members: tuple[Expr, ...], ops: tuple[str, ...]) -> Relation:
    r"""A relation; ``n \bmod 4 = 1`` of a name says a congruence."""
    match members, ops:
        case (Call(name="mod", args=(value, Number(denominator=1) as modulus)), Number(denominator=1) as rest), ("=",):
            if 0 <= rest.numerator < modulus.numerator and isinstance(value, Symbol):
                return Relation((value, Call("pmod", (rest, modulus))), ("equiv",))
    return Relation(members, ops)


def items_of(expr: Expr) -> tuple[Expr, ...]:
    """The items of a bracket's content."""
    return expr.items if isinstance(expr, Sequence) else (expr,)


def is_set(expr: Expr) -> bool:
    """Whether an expression can only be a set."""
    return isinstance(expr, (SetName, SetBuilder)) or (isinstance(expr, Bracketed) and expr.opening == "{")


def is_plain_integer(expr: Expr) -> bool:
    """Whether an expression is an unsigned integer as written."""
    return isinstance(expr, Number) and expr.places is None and expr.denominator == 1


def as_named_set(expr: Expr) -> Expr:
    r"""A plain letter that names a number set where a set must stand (``x \in Z``)."""
    if isinstance(expr, Symbol) and expr.name in _NAMED_SETS:
        return SetName(expr.name)
    return expr
