r"""Matrices and spaces by name: ``\operatorname{diag}(1,2)``, ``eye(2)``, ``0_{2\times3}``, ``\text{span}\{u,v\}``.

They are written out here, so that no rule has to know their names: a matrix by its entries, a span as the set of all
combinations of its vectors.
"""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import (
    Add,
    Bracketed,
    Expr,
    Matrix,
    Mul,
    Number,
    Relation,
    Sequence,
    SetBuilder,
    SetName,
    Symbol,
)
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.code import DIAGONAL, FILLED, IDENTITY, SPAN
from mathequiv.limits import MAX_INTEGER_MATRIX

__all__ = ["SIZES", "filled", "named_array", "zero_matrix"]

SIZES: Final = range(1, MAX_INTEGER_MATRIX + 1)
"""Numbers of rows and columns of a matrix that is written out."""


def named_array(p: Parser, token: Token) -> Expr | None:
    """What a word before a bracket makes of what is in it; None if the word is no such name."""
    name = token.text.lower()
    braces = name == SPAN and p.kind() == "{"
    opens = p.kind() == "open" and p.tokens[p.k].text in ("(", "[", "\\{", "<")
    if name not in (DIAGONAL, SPAN) or not (opens or braces):
        return None
    inner = p.within(p.scope._replace(bars=0), p.atom)
    if braces:
        return _span(inner.items if isinstance(inner, Bracketed) and inner.loose else (inner,))
    items = _listed(inner)
    return diagonal(items) if name == DIAGONAL else _span(items)


def _listed(expr: Expr) -> tuple[Expr, ...]:
    """The items of a bracket; those of a list in it (``diag([1, 2])``)."""
    items = expr.items if isinstance(expr, Bracketed) else (expr,)
    if len(items) == 1 and isinstance(items[0], Bracketed) and items[0].opening in ("[", "\\{", "{"):
        return items[0].items
    return items


def diagonal(items: tuple[Expr, ...]) -> Expr | None:
    """The square matrix with these entries on its diagonal."""
    size = range(len(items))
    if len(items) not in SIZES:
        return None
    return Matrix(tuple(tuple(items[row] if row == column else Number(0) for column in size) for row in size))


def filled(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """``eye(2)``, ``zeros(2, 3)`` and ``ones((2, 2))`` of code, None for other arguments."""
    sizes = _listed(args[0]) if len(args) == 1 and isinstance(args[0], Bracketed) else args
    counts = [size.numerator for size in sizes if isinstance(size, Number) and size.denominator == 1]
    if len(counts) != len(sizes) or not 0 < len(counts) < 3 or any(count not in SIZES for count in counts):
        return None
    if name in IDENTITY:
        return diagonal((Number(1),) * counts[0]) if len(set(counts)) == 1 else None
    return _constant(FILLED[name], counts[0], counts[-1])


def zero_matrix(p: Parser) -> Expr | None:
    r"""``0_{2\times3}``, whose zero is taken; None for a numeral in a base."""
    inner = p.plain_group(p.k + 1)
    if [token.kind for token in inner] != ["num", "*", "num"]:
        return None
    counts = [int(token.text) if token.text.isdecimal() and len(token.text) < 3 else 0 for token in inner[::2]]
    if any(count not in SIZES for count in counts):
        return None
    p.k = p.script_end(p.k + 1)
    return _constant(0, *counts)


def _constant(entry: int, rows: int, columns: int) -> Matrix:
    return Matrix(((Number(entry),) * columns,) * rows)


def _span(vectors: tuple[Expr, ...]) -> Expr | None:
    """The combinations of vectors, as the set they are."""
    if len(vectors) not in SIZES:
        return None
    factors = tuple(Symbol(f"factor {place}") for place in range(len(vectors)))
    terms = tuple(Mul((factor, vector)) for factor, vector in zip(factors, vectors, strict=True))
    over = tuple(Relation((factor, SetName("R")), ("in",)) for factor in factors)
    element = terms[0] if len(terms) == 1 else Add(terms)
    return SetBuilder(element, over[0] if len(over) == 1 else Sequence(over, ","))
