r"""Left sides that are read as names only because of the value beside them: ``dz``, ``e^{At}``, ``\mathcal L\{f\}``.

By themselves they are products and powers, which are sides of equations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mathequiv.answers.kinds import Label
from mathequiv.latex.expr import (
    Add,
    Apply,
    Call,
    Constant,
    Div,
    Expr,
    Folded,
    Matrix,
    Mul,
    Neg,
    Number,
    Pow,
    Ratio,
    SetName,
    Symbol,
    Text,
)
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols, is_capital, nodes_of
from mathequiv.lexicon.tensors import DUMMIES, indices_of

__all__ = ["NAMED_BY_VALUE", "drop_line_name", "name_by_value", "with_differential"]


def name_by_value(name: Expr, value: Expr) -> Label | None:
    """The label that a side, one of `NAMED_BY_VALUE`, is beside its value; None where it is a side of an equation."""
    if not _NAMES[type(name)](name, value):
        return None
    return Label(to_text(name), "other")


def with_differential(side: Expr) -> Expr:
    r"""``\mathrm dz``, which upright letters make words, as the product that ``dz`` is; any other side as it is."""
    if not isinstance(side, Text):
        return side
    found = _UPRIGHT.fullmatch(side.words)
    return side if found is None else Mul((_D, Symbol(found[1])))


_UPRIGHT: Final = re.compile(r"d ?([A-Za-z])")
_D: Final = Symbol("d")


def _is_named_product(name: Expr, value: Expr) -> bool:
    match name:
        case Mul(factors=(Symbol(name="d"), Symbol(name=of))):
            return _is_differential(value) and of not in free_symbols(value)
        case Mul(factors=(Symbol(name="d"), Pow(base=Symbol(name="s"), exponent=Number(numerator=2, denominator=1)))):
            return _D.name in free_symbols(value) and "s" not in free_symbols(value)  # the metric, by its line element
        case Mul(factors=(Symbol(name=head), Symbol(name=argument))) if head.startswith("hat("):
            return argument in _FREQUENCIES and argument in free_symbols(value)
        case Mul(factors=(Call(name="dim"), SetName())):
            return True
        case Mul(factors=factors):
            if _is_script(factors[0]) and _is_transform(factors[1:], value):
                return True
            return _is_contraction(factors, value) or _is_of_others(name, factors, value)
    return False


def _is_of_others(name: Expr, factors: tuple[Expr, ...], value: Expr) -> bool:
    r"""The square of a distance by its points, or a product of names with an index, of which the value holds none.

    ``OI^2 = R^2-2Rr`` and ``\sigma_x\sigma_y = i\sigma_z``; beside a number these are equations.
    """
    held = free_symbols(value)
    if not held or not held.isdisjoint(free_symbols(name)):
        return False
    names = [factor.name.partition("_") for factor in factors if isinstance(factor, Symbol)]
    match factors:
        case (Symbol() as first, Pow(base=last, exponent=Number(numerator=2, denominator=1))):
            return is_capital(first) and is_capital(last) and isinstance(value, Add)
    return len(names) == len(factors) and all(parts[1] for parts in names) and len({parts[0] for parts in names}) == 1


def _is_contraction(factors: tuple[Expr, ...], value: Expr) -> bool:
    r"""A product of tensors that the value does not hold, with one index twice (``F^{\mu\nu}F_{\mu\nu}``)."""
    held: list[str] = []
    lowered: list[str] = []
    heads: set[str] = set()
    for factor in factors:
        name = factor.base if isinstance(factor, Pow) else factor
        if not isinstance(name, Symbol):
            return False
        lower, _, raised = name.name.partition("^{")
        head, _, script = lower.partition("_")
        above = raised[:-1].split() if raised else _exponents(factor)
        indices = [*indices_of(script), *above]
        if not indices:
            return False
        held += indices
        lowered += indices_of(script)
        heads.add(head)
    return heads.isdisjoint(_heads(value)) and any(index in DUMMIES and held.count(index) == 2 for index in lowered)


def _exponents(factor: Expr) -> list[str]:
    r"""The letter of an index that is read as an exponent (``u^\mu``)."""
    match factor:
        case Pow(exponent=Symbol(name=letter)) if letter in DUMMIES:
            return [letter]
    return []


_TRANSFORMS: Final = frozenset("LF")
"""Letters that script makes of transforms; which script they were written in is not known here."""

_FREQUENCIES: Final = frozenset({"omega", "xi", "s", "k"})


def _is_differential(value: Expr) -> bool:
    """Whether each term of a sum holds one differential."""
    match value:
        case Add(terms=terms):
            return all(map(_is_differential, terms))
        case Neg(arg=arg):
            return _is_differential(arg)
        case Div(numerator=above, denominator=below):
            return _is_differential(above) and _D.name not in free_symbols(below)
        case Mul(factors=factors):
            if sum(_D.name in free_symbols(factor) for factor in factors) != 1:
                return False
            return _names_differential(factors) or any(map(_is_differential, factors))
    return False


def _names_differential(factors: tuple[Expr, ...]) -> bool:
    """Whether one of the factors is the letter of a differential, with its variable after it."""
    places = [at for at, factor in enumerate(factors) if factor == _D]
    return bool(places) and places[0] + 1 < len(factors) and isinstance(factors[places[0] + 1], Symbol)


def _is_script(expr: Expr) -> bool:
    """Whether a transform, or the inverse of one, is named."""
    name = expr.base if isinstance(expr, Pow) else expr
    return isinstance(name, Symbol) and name.name in _TRANSFORMS


def _is_transform(of: tuple[Expr, ...], value: Expr) -> bool:
    """Whether a value depends on the other variable than what a transform is applied to: ``s`` for ``t``."""
    held = free_symbols(value)
    inside = frozenset[str]().union(*map(free_symbols, of))
    applied = any(isinstance(part, Apply) or part in _FUNCTIONS for part in of)
    if "t" in held:
        return "s" not in held and "t" not in inside and applied
    return bool(held & _FREQUENCIES) and (applied or "t" in inside)


_FUNCTIONS: Final = (Symbol("f"), Symbol("F"), Symbol("y"), Symbol("Y"), Symbol("g"), Symbol("G"))


def _is_named_power(name: Expr, value: Expr) -> bool:
    """An inverse, or the exponential, of a matrix by its capital, where the value holds matrices too; a tensor."""
    match name:
        case Pow(base=Symbol(name=head), exponent=Number(numerator=2, denominator=1)):
            return _is_statistic(head, value)
        case Pow(base=Symbol(name=head), exponent=Symbol(name=letter)) if letter in DUMMIES:
            name_of, _, script = head.partition("_")
            below = indices_of(script)
            alike = len(below) > 1 or any(len(index) > 1 and len(letter) > 1 for index in below)
            return alike and name_of not in _heads(value)  # x_i^j is a power
        case Pow(base=Constant(name="e"), exponent=Mul(factors=factors)):
            return any(is_capital(factor) for factor in factors) and _holds_matrix(value, free_symbols(name))
        case Pow(base=base, exponent=Neg(arg=Number(numerator=1, denominator=1))):
            return _is_of_matrices(base) and _is_of_matrices(value) and _holds_matrix(value, free_symbols(base))
    return False


def _is_statistic(name: str, value: Expr) -> bool:
    """Whether a value that does not hold a name is made of sums of terms by their index: no equation for the name."""
    sums = [node for node in nodes_of(value, Folded) if node.kind == "sum" and contains(node.body, (Apply,))]
    return bool(sums) and name not in _heads(value) and name.partition("_")[0] not in _OF_EQUATIONS


_OF_EQUATIONS: Final = frozenset("xyzwtuvabcR")
"""Letters of which a power or a logarithm is rather an equation for them."""


def _heads(value: Expr) -> set[str]:
    """The names that a value holds, without their indices, those of terms of sequences with them."""
    held = {*free_symbols(value), *[node.name for node in nodes_of(value, Apply)]}
    return {name.partition("^{")[0].partition("_")[0] for name in held}


def _holds_matrix(value: Expr, names: frozenset[str]) -> bool:
    capitals = frozenset([name for name in names if name.isupper()])
    return contains(value, (Matrix,)) or not (free_symbols(value).isdisjoint(_IDENTITIES | capitals))


_IDENTITIES: Final = frozenset("IE")


def _is_of_matrices(expr: Expr) -> bool:
    """Whether nothing but single capitals is in an expression."""
    names = free_symbols(expr)
    return bool(names) and all(len(name) == 1 and name.isupper() for name in names)


def _is_size(name: Expr, value: Expr) -> bool:
    r"""The modulus or norm of one quantity by its name (``|Z|``, ``\|\vec F\|``), which its value does not hold.

    Of a set it is the number of its members. So is the logarithm of a likelihood, which is a sum.
    """
    match name:
        case Call(name="abs", args=(SetName(),)):
            return True
        case Call(name="abs" | "norm", args=(Symbol(name=of) | Apply(name=of),)):
            held = free_symbols(value)
            return bool(held) and of not in held and of not in _UNKNOWNS
        case Call(name="ln" | "log", args=(Symbol(name=of) | Apply(name=of),)):
            return _is_statistic(of, value)
    return False


_UNKNOWNS: Final = frozenset("xytnkabcm")
"""Letters of real numbers, of which ``|x| = 2y`` says that they are one of two values."""


_NAMES: Final[dict[type, Callable[[Expr, Expr], bool]]] = {Mul: _is_named_product, Pow: _is_named_power, Call: _is_size}
NAMED_BY_VALUE: Final = frozenset(_NAMES)
"""Nodes that may be such a side."""


_COORDINATES: Final = (frozenset({"x", "y"}), frozenset({"x_1", "x_2"}))


def drop_line_name(left: Ratio, right: Expr) -> Expr:
    r"""The left side of a curve's equation without its name (``\ell: y = 2x+1``, ``(AB): y = x``); others as they are.

    Whether two names are the same is looked at in the texts (`mathequiv.layers.contraries`).
    """
    name, *rest = left.parts
    names = free_symbols(name)
    if len(rest) != 1 or not _may_name_curve(name) or isinstance(right, Ratio):
        return left
    unknowns = free_symbols(rest[0]) | free_symbols(right)
    about = any(coordinates <= unknowns for coordinates in _COORDINATES)
    return rest[0] if about and names.isdisjoint(unknowns) else left


def _may_name_curve(name: Expr) -> bool:
    """Whether a letter, with or without an index, or two points stand before a colon."""
    if isinstance(name, Symbol):
        return True
    return isinstance(name, Mul) and len(name.factors) == len("AB") and all(map(is_capital, name.factors))
