"""Trees as text, for reasons, tests and an order of trees that is the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from mathequiv.latex import expr as tree
from mathequiv.latex.expr import Expr, Folded, Number, Piecewise, Qualified, Quantity, Relation, Sequence

__all__ = ["to_text"]

_INFIX: Final = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "approx": "≈", "in": "∈", "colon": ":"}
_SETOP: Final = {"union": "∪", "intersection": "∩", "difference": "∖", "symmetric": "△"}


def _number_text(number: Number) -> str:
    if number.places is not None:
        scaled = abs(number.numerator) * 10**number.places // number.denominator
        digits = str(scaled).rjust(number.places + 1, "0")
        sign = "-" if number.numerator < 0 else ""
        cut = len(digits) - number.places
        return f"{sign}{digits[:cut]}.{digits[cut:]}" if number.places else f"{sign}{digits}."
    return str(number.numerator) if number.denominator == 1 else f"{number.numerator}/{number.denominator}"


def to_text(expr: Expr) -> str:
    """A fully bracketed one-line form, for reasons and tests; equal trees give equal texts."""
    return _TEXT[type(expr)](expr)


def _join(items: tuple[Expr, ...], separator: str) -> str:
    return separator.join([_TEXT[type(item)](item) for item in items])


def _quantity_text(expr: Quantity) -> str:
    unit = " ".join(n if p == 1 else f"{n}^{p}" for n, p in expr.unit)
    return f"{to_text(expr.value)}[{unit}{expr.of and ' of '}{expr.of}]"


def _sequence_text(expr: Sequence) -> str:
    return _join(expr.items, f"{expr.joiner} " if expr.joiner in ",;" else f" {expr.joiner} ")


def _relation_text(expr: Relation) -> str:
    rest = [f" {_INFIX.get(op, op)} {to_text(m)}" for op, m in zip(expr.ops, expr.members[1:], strict=True)]
    return to_text(expr.members[0]) + "".join(rest)


def _folded_text(expr: Folded) -> str:
    bounds = ", ".join("" if x is None else to_text(x) for x in (expr.low, expr.high))
    return f"{expr.kind}({to_text(expr.body)}; {expr.variable}, {bounds})"


def _piecewise_text(expr: Piecewise) -> str:
    shown = [f"{to_text(a)} if {'otherwise' if c is None else to_text(c)}" for a, c in expr.cases]
    return f"cases({'; '.join(shown)})"


def _qualified_text(expr: Qualified) -> str:
    under = "" if expr.condition is None else f": {to_text(expr.condition)}"
    return f"{to_text(expr.body)} [{expr.kind} {' '.join(expr.names)}{under}]"


_TEXT: Final[dict[type, Callable[[Any], str]]] = {
    tree.Number: _number_text,
    tree.Symbol: lambda e: e.name,
    tree.Constant: lambda e: e.name,
    tree.SetName: lambda e: f"set:{e.name}{e.suffix}",
    tree.Text: lambda e: f'"{e.words}"',
    tree.Ellipsis_: lambda _: "...",
    tree.Numeral: lambda e: f"{e.digits}_{e.base}",
    tree.Clock: lambda e: f"{e.hours}:{e.minutes:02d}{e.half}",
    tree.Add: lambda e: f"({_join(e.terms, ' + ')})",
    tree.Mul: lambda e: f"({_join(e.factors, '*')})",
    tree.Div: lambda e: f"({to_text(e.numerator)}/{to_text(e.denominator)})",
    tree.Pow: lambda e: f"({to_text(e.base)}^{to_text(e.exponent)})",
    tree.Neg: lambda e: f"(-{to_text(e.arg)})",
    tree.PlusMinus: lambda e: f"({'±' if e.sign > 0 else '∓'}{to_text(e.arg)})",
    tree.Root: lambda e: f"root({to_text(e.radicand)}, {to_text(e.index)})",
    tree.Percent: lambda e: f"{to_text(e.value)}%",
    tree.Quantity: _quantity_text,
    tree.Call: lambda e: f"{e.name}({_join(e.args, ', ')})",
    tree.Apply: lambda e: f"{e.name}({_join(e.args, ', ')})",
    tree.Ratio: lambda e: f"({_join(e.parts, ':')})",
    tree.Bracketed: lambda e: f"{e.opening}{_join(e.items, ', ')}{e.closing}",
    tree.Sequence: _sequence_text,
    tree.Relation: _relation_text,
    tree.Folded: _folded_text,
    tree.Limit: lambda e: f"limit({to_text(e.body)}; {e.variable}, {to_text(e.target)}{e.side})",
    tree.Derivative: lambda e: f"derivative({to_text(e.body)}; {e.variable}, {e.order})",
    tree.Piecewise: _piecewise_text,
    tree.Matrix: lambda e: f"[{'; '.join(_join(row, ', ') for row in e.rows)}]",
    tree.SetBuilder: lambda e: f"{{{to_text(e.element)} | {to_text(e.condition)}}}",
    tree.SetOp: lambda e: f"({to_text(e.left)} {_SETOP[e.op]} {to_text(e.right)})",
    tree.Qualified: _qualified_text,
    tree.Logical: lambda e: f"{e.op}{e.bound and ' '}{e.bound}({_join(e.parts, ', ')})",
}
"""How each node is shown."""
