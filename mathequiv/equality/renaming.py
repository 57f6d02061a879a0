"""Names that may differ between the sides: declared integers, integers that count periods, and the constant ``C``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from itertools import permutations
from typing import Any, get_args

from mathequiv.answers.kinds import Answer, Assignment, Reading, Scalar
from mathequiv.latex.expr import Add, Constant, Div, Expr, Mul, Neg, Number, Quantity, Symbol, free_symbols, rebuild

__all__ = ["answer_symbols", "change_trees", "rename", "renamings"]

_EXPR_NODES = get_args(Expr)
_TREES = frozenset(_EXPR_NODES)
_MOST_NAMES = 3

_TREELESS = frozenset({"str", "bool", "Label"})
_PARTS = {kind: tuple(f.name for f in fields(kind) if f.type not in _TREELESS) for kind in get_args(Answer)}
"""The fields of each kind of answer that hold trees; an assignment's equation says again what its value says."""
_PARTS[Assignment] = ("value",)


def _trees(answer: Answer) -> list[Expr]:
    """The outermost trees an answer holds, in no order."""
    found: list[Expr] = []
    parts: list[Any] = [answer]
    while parts:
        part = parts.pop()
        kind = type(part)
        if kind is Scalar:
            found.append(part.expr)
        elif kind in _TREES:
            found.append(part)
        elif kind is tuple:
            parts += part
        else:
            parts += [getattr(part, name) for name in _PARTS.get(kind, ())]
    return found


def answer_symbols(answer: Answer) -> frozenset[str]:
    """Names of the variables that occur free anywhere in ``answer``."""
    if type(answer) is Scalar:
        return free_symbols(answer.expr)
    return frozenset().union(*[free_symbols(tree) for tree in _trees(answer) if type(tree) is not Number])


def rename(answer: Answer, names: dict[str, str]) -> Answer:
    """``answer`` with variables renamed all at once."""

    def in_tree(tree: Expr) -> Expr:
        if isinstance(tree, Symbol):
            return Symbol(names.get(tree.name, tree.name))
        return rebuild(tree, in_tree)

    return change_trees(answer, in_tree)


def change_trees(answer: Answer, change: Callable[[Expr], Expr]) -> Answer:
    """``answer`` with ``change`` made to each outermost tree it holds."""
    changed: Answer = _mapped(answer, change)
    return changed


def _mapped(value: Any, change: Callable[[Expr], Expr]) -> Any:
    if isinstance(value, _EXPR_NODES):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    if is_dataclass(value):
        make: Any = type(value)
        return make(*(_mapped(getattr(value, field.name), change) for field in fields(value)))
    return value


def renamings(a: Reading, b: Reading) -> Iterator[dict[str, str]]:
    """Ways to rename free integers and constants of ``b`` so that its variables are those of ``a``."""
    symbols_a = answer_symbols(a.answer)
    symbols_b = answer_symbols(b.answer) if symbols_a else symbols_a
    if symbols_a == symbols_b or not symbols_b:
        return
    only_a, only_b = sorted(symbols_a - symbols_b), sorted(symbols_b - symbols_a)
    if not only_a or len(only_a) != len(only_b) or len(only_a) > _MOST_NAMES:
        return
    declared = a.integers | b.integers
    counts_a = {name for name in only_a if counts_periods(a.answer, name)}
    counts_b = {name for name in only_b if counts_periods(b.answer, name)}

    def may(x: str, y: str) -> bool:
        constant = x.casefold() == y.casefold() and x[0] in "Cc" and x[1:2] in ("", "_")
        if x in declared or y in declared or constant:
            return True
        return x in counts_a and y in counts_b

    for order in permutations(only_a):
        if all(may(x, y) for x, y in zip(order, only_b, strict=True)):
            yield dict(zip(only_b, order, strict=True))


def counts_periods(answer: Answer, name: str) -> bool:
    """Whether ``name`` occurs only as a whole multiple of a period: times π or an angle in degrees, once a term."""
    trees = [tree for tree in _trees(answer) if name in free_symbols(tree)]
    return bool(trees) and all(_counts(tree, name) for tree in trees)


def _counts(tree: Expr, name: str) -> bool:
    match tree:
        case Add(terms=terms):
            return all(_counts(term, name) for term in terms if name in free_symbols(term))
        case Neg(arg=arg):
            return _counts(arg, name)
        case Quantity(value=value, unit=(("degree", 1),)):
            return _is_multiple(value, name, period=None)
        case Mul() | Div():
            return _is_multiple(tree, name, period="pi")
    return False


def _is_multiple(tree: Expr, name: str, period: str | None) -> bool:
    """A product of rationals, ``name`` once and (unless the unit is the period) π once or a degree quantity."""
    if isinstance(tree, Add):
        return all(_is_multiple(term, name, period) for term in tree.terms if name in free_symbols(term))
    factors = list(_factors(tree))
    names = sum(factor == Symbol(name) for factor in factors)
    periods = sum(factor == Constant("pi") or isinstance(factor, Quantity) for factor in factors)
    numbers = sum(isinstance(factor, Number) for factor in factors)
    wanted = 0 if period is None else 1
    return names == 1 and periods == wanted and names + periods + numbers == len(factors)


def _factors(tree: Expr) -> Iterator[Expr]:
    match tree:
        case Mul(factors=factors):
            for factor in factors:
                yield from _factors(factor)
        case Div(numerator=a, denominator=Number() as b):
            yield from _factors(a)
            yield b
        case Neg(arg=arg):
            yield from _factors(arg)
        case _:
            yield tree
