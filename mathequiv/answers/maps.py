r"""Functions and random variables by other signs than equality: ``f: n \mapsto n+1``, ``X \sim N(3,16)``."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import Answer, Assignment, Equation, Label, ReadItem
from mathequiv.latex.expr import Apply, Bracketed, Call, Expr, Mul, Ratio, Symbol
from mathequiv.latex.trees import contains
from mathequiv.lexicon.distributions import DISTRIBUTIONS
from mathequiv.lexicon.functions import GENERIC_FUNCTIONS

__all__ = ["read_map"]


def read_map(left: Expr, op: str, right: Expr, read: ReadItem) -> Answer | None:
    """The function that a relation gives, or the distribution of what is before its sign; None for anything else."""
    if op == "sim":
        found = read(right) if isinstance(left, Symbol) and _is_distribution(right) else None
        return _of(left, found) if isinstance(left, Symbol) and isinstance(found, Assignment) else found
    named = _mapped(left) if op == "mapsto" else _constantly(left) if op == "equiv" else None
    if named is None or contains(right, _CLASSES):
        return None
    name, argument = named
    side = Apply(name, (Symbol(argument),))
    return Assignment(Label(name, "function", (argument,)), read(right), Equation(side, right))


def _of(variable: Symbol, found: Assignment) -> Assignment:
    """A distribution as that of a random variable."""
    return Assignment(Label(found.label.name, "distribution", (variable.name,)), found.value)


_CLASSES: Final = (Call,)
"""Nodes around the modulus of a congruence."""


def _mapped(left: Expr) -> tuple[str, str] | None:
    r"""The function and its argument before ``\mapsto``; a function without a name may have any."""
    match left:
        case Symbol(name=argument):
            return "f", argument
        case Ratio(parts=(Symbol(name=name), Symbol(name=argument))):
            return name, argument
    return None


def _constantly(left: Expr) -> tuple[str, str] | None:
    r"""The function that is said to be another one everywhere (``f \equiv 0``)."""
    match left:
        case Symbol(name=name) if name in GENERIC_FUNCTIONS:
            return name, "x"
        case Apply(name=name, args=(Symbol(name=argument),)):
            return name, argument
    return None


def _is_distribution(right: Expr) -> bool:
    """A capital or a name before its parameters (``N(3, 16)``)."""
    match right:
        case Apply(name=name) if name in DISTRIBUTIONS:
            return True
        case Apply(name=name, args=(_, _)):
            return name[:1].isupper()
        case Mul(factors=(Symbol(name=name), Bracketed(opening="(", items=(_, _)))):
            return name[:1].isupper()
    return False
