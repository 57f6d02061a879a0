"""Answers as the machine understands them, and their values by mpmath.

The engine has trees of its own; these are another, smaller kind on purpose, so that a fault of the engine's reading
cannot make a wrong pair look right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

import mpmath

from mathequiv.limits import MAX_MACHINE_EXPONENT

__all__ = [
    "CONSTANTS",
    "DIGITS",
    "FUNCTIONS",
    "NODES",
    "Based",
    "Call",
    "Choice",
    "End",
    "Equation",
    "Infinity",
    "Interval",
    "Matrix",
    "Measured",
    "Mixed",
    "Name",
    "Named",
    "Node",
    "Num",
    "Power",
    "Product",
    "Quotient",
    "Ratio",
    "Root",
    "Several",
    "Shape",
    "Sum",
    "Undefined",
    "Union",
    "Words",
    "branches",
    "children",
    "evaluate",
    "names",
    "nodes",
    "rational",
    "replace_node",
]

DIGITS: Final = 60
"""Decimal digits of every value; what is distinguished here differs in the first fifteen."""


@dataclass(frozen=True, slots=True)
class Num:
    """A numeral as written: digits, perhaps with a point."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    r"""A variable or constant as LaTeX: ``x``, ``x_{1}``, ``\pi``."""

    text: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Signed terms; a sign is ``+``, ``-`` or ``±``."""

    terms: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors in order."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """A fraction."""

    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True)
class Power:
    """A power."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Root:
    """The real root of an index, 2 for the square root."""

    index: int
    inside: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one argument, by the name in `FUNCTIONS`."""

    name: str
    inside: Node


@dataclass(frozen=True, slots=True)
class Mixed:
    """An integer and a proper fraction."""

    whole: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Infinity:
    """An end of an interval that is not there, -1 or 1."""

    sign: int


Node: TypeAlias = "Num | Name | Sum | Product | Quotient | Power | Root | Call | Mixed"
End: TypeAlias = "Node | Infinity"


@dataclass(frozen=True, slots=True)
class Several:
    """Values together: ``kind`` is tuple, list or set."""

    kind: str
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval that cannot be a point: half open, closed, or with an infinite end."""

    low: End
    high: End
    closed: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Union:
    """Intervals with nothing in common."""

    pieces: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of equal length."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Named:
    r"""A name in a relation to a value; the relation is ``=``, ``<``, ``>``, ``\le`` or ``\ge``."""

    name: str
    relation: str
    value: Node


@dataclass(frozen=True, slots=True)
class Equation:
    """Two expressions with a sign of equality between them."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with a unit, by its key in the table of units."""

    value: Node
    unit: str


@dataclass(frozen=True, slots=True)
class Based:
    """Digits in a base."""

    digits: str
    base: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two integers with a colon between them."""

    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A lettered choice."""

    letter: str


Shape: TypeAlias = (
    "Node | Several | Interval | Union | Matrix | Named | Equation | Measured | Based | Ratio | Words | Choice"
)
NODES: Final = (Num, Name, Sum, Product, Quotient, Power, Root, Call, Mixed)

CONSTANTS: Final[dict[str, Callable[[], Any]]] = {
    r"\pi": lambda: +mpmath.pi,
    "e": lambda: +mpmath.e,
    "i": lambda: mpmath.mpc(0, 1),
}

FUNCTIONS: Final[dict[str, Callable[[Any], Any]]] = {
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "cot": mpmath.cot,
    "sec": mpmath.sec,
    "csc": mpmath.csc,
    "arcsin": mpmath.asin,
    "arccos": mpmath.acos,
    "arctan": mpmath.atan,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "ln": mpmath.log,
    "abs": abs,
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
}


def children(value: Any) -> Iterator[Node]:
    """The nodes directly below a node or shape."""
    if isinstance(value, tuple):
        for item in value:
            if isinstance(item, NODES):
                yield item
            else:
                yield from children(item)
    elif is_dataclass(value):
        for field in fields(value):
            part = getattr(value, field.name)
            if isinstance(part, NODES):
                yield part
            elif isinstance(part, (tuple, Interval)):
                yield from children(part)


def nodes(value: Any) -> Iterator[Node]:
    """All nodes below a node or shape, and the node itself."""
    if isinstance(value, NODES):
        yield value
    for child in children(value):
        yield from nodes(child)


def names(value: Any) -> set[str]:
    """The variables of a node or shape."""
    return {node.text for node in nodes(value) if isinstance(node, Name) and node.text not in CONSTANTS}


def replace_node(value: Any, at: int, new: Node) -> Any:
    """The node or shape with ``new`` where `nodes` gives the node number ``at``."""
    return _replace_node(value, [at], new)


def _replace_node(value: Any, left: list[int], new: Node) -> Any:
    if isinstance(value, NODES):
        left[0] -= 1
        if left[0] == -1:
            return new
    if left[0] < 0:
        return value
    if isinstance(value, tuple):
        return tuple(_replace_node(item, left, new) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _replace_node(getattr(value, field.name), left, new) for field in fields(value)}
        return type(value)(**parts)
    return value


def rational(node: Shape) -> Fraction | None:
    """The value of a numeral, a fraction of numerals or a mixed number, with a minus before it or not; else None."""
    match node:
        case Num(text):
            return Fraction(text)
        case Mixed(whole, top, bottom):
            return whole + Fraction(top, bottom)
        case Sum(((sign, term),)) if sign != "±":
            value = rational(term)
            return value if value is None or sign == "+" else -value
        case Quotient(top, bottom):
            upper, lower = rational(top), rational(bottom)
            return None if upper is None or not lower else upper / lower
        case _:
            return None


def branches(node: Node) -> tuple[int, ...]:
    """The signs that ``±`` takes in it; one for a node without."""
    both = any(isinstance(part, Sum) and any(sign == "±" for sign, _ in part.terms) for part in nodes(node))
    return (1, -1) if both else (1,)


class Undefined(ArithmeticError):  # noqa: N818 - what there is, not a fault of the program
    """The node has no value that the machine is sure of at the point."""


def evaluate(node: Node, point: Mapping[str, Any], branch: int = 1) -> Any:
    """The value as an mpmath number, at a point (fractions or mpmath numbers by name) and for a sign of ``±``.

    Raises:
        Undefined: there is none, it is too large, or conventions differ about it.
    """
    with mpmath.workdps(DIGITS):
        try:
            value = mpmath.mpmathify(_value(node, point, branch))
        except (ZeroDivisionError, ValueError, OverflowError, ArithmeticError):
            raise Undefined from None
        if not mpmath.isfinite(value) or abs(value) > mpmath.mpf(10) ** 200:
            raise Undefined
        return value


def _value(node: Node, point: Mapping[str, Any], branch: int) -> Any:
    match node:
        case Num(text):
            return _number(Fraction(text))
        case Mixed(whole, top, bottom):
            return _number(whole + Fraction(top, bottom))
        case Name(text):
            return CONSTANTS[text]() if text in CONSTANTS else _number(point[text])
        case Sum(terms):
            signs = {"+": 1, "-": -1, "±": branch}
            return mpmath.fsum(signs[sign] * _value(term, point, branch) for sign, term in terms)
        case Product(factors):
            return mpmath.fprod(_value(factor, point, branch) for factor in factors)
        case Quotient(top, bottom):
            return _value(top, point, branch) / _value(bottom, point, branch)
        case Power(base, exponent):
            return _power(_value(base, point, branch), _value(exponent, point, branch))
        case Root(index, inside):
            return _root(_value(inside, point, branch), index)
        case Call(name, inside):
            return _apply(name, _value(inside, point, branch))


def _number(value: Any) -> Any:
    if not isinstance(value, Fraction):
        return value  # a coordinate that mpmath found
    return mpmath.mpf(value.numerator) / value.denominator


def _is_real(value: Any) -> bool:
    return bool(mpmath.im(value) == 0)


def _power(base: Any, exponent: Any) -> Any:
    if abs(exponent) > MAX_MACHINE_EXPONENT:
        raise Undefined
    negative = _is_real(base) and mpmath.re(base) < 0
    if negative and not mpmath.isint(exponent):
        raise Undefined
    if base == 0 and mpmath.re(exponent) <= 0:
        raise Undefined
    return mpmath.power(base, exponent)


def _root(inside: Any, index: int) -> Any:
    if not _is_real(inside):
        raise Undefined
    if mpmath.re(inside) >= 0:
        return mpmath.root(inside, index)
    if index % 2 == 0:
        raise Undefined
    return -mpmath.root(-inside, index)


def _apply(name: str, inside: Any) -> Any:
    if name != "abs" and not _is_real(inside):
        raise Undefined
    if name == "ln" and mpmath.re(inside) <= 0:
        raise Undefined
    return FUNCTIONS[name](inside)
