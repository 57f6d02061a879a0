r"""Notations of one thing that other rules read as two: unit vectors without marks, chains of names, commutators."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import Final

from mathequiv.answers.contents import answer_symbols, change_trees, contents, outer_trees, rename
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Chain,
    Equation,
    Inequality,
    Interval,
    Listing,
    Reading,
    Scalar,
    Solutions,
    Statement,
    TextAnswer,
)
from mathequiv.equality.outcome import Context, equal, under_rule
from mathequiv.equality.rules.vectors import marked
from mathequiv.latex.expr import Add, Constant, Expr, Mul, Neg, Number, Quantity, Symbol
from mathequiv.latex.trees import at, walk
from mathequiv.lexicon.pattern import Pattern
from mathequiv.verdict import Exact, Result, Witness

__all__ = [
    "are_equal",
    "by_notation",
    "same_bounds",
    "same_bracket",
    "same_choices",
    "same_structure",
    "same_ties",
]


def are_equal(a: Answer, b: Answer, ctx: Context) -> bool:
    """Whether the rules call two answers EQUIVALENT."""
    found = ctx.match(a, b)
    return found is not None and found.equivalent


# --- names ------------------------------------------------------------------------------------------------------------


def same_ties(a: Answer, b: Answer, _: Context) -> Result | None:
    """EQUIVALENT if two answers say of the same names that they are equal (``a=b=c``, ``a=b`` and ``b=c``)."""
    left, right = _ties(a), _ties(b)
    if not left or left != right:
        return None
    return equal("chain", "the same names are equal", Exact("transitivity"))


def _ties(answer: Answer) -> list[set[str]]:
    """The names that an answer says are equal, in groups; nothing if it says anything else."""
    items = answer.items if isinstance(answer, Assignments) else (answer,)
    groups: list[set[str]] = []
    for item in items:
        names = _tied(item)
        if not names:
            return []
        apart = [group for group in groups if group.isdisjoint(names)]
        joined = names.union(*[group for group in groups if not group.isdisjoint(names)])
        groups = [*apart, joined]
    return sorted(groups, key=sorted)


def _tied(item: Answer) -> set[str]:
    match item:
        case Assignment(label=label, value=Scalar(expr=Symbol(name=name))) if label.kind in _NAMES:
            return {label.name, name}
        case Assignment(label=label, value=Chain(checks=checks, approximations=())) if label.kind in _NAMES:
            members = [member for pair in checks for member in pair]
            names = {member.name for member in members if isinstance(member, Symbol)}
            return {label.name, *names} if all(isinstance(member, Symbol) for member in members) else set()
    return set()


_NAMES: Final = ("variable", "indexed")


def same_choices(a: Answer, b: Answer, _: Context) -> Result | None:
    r"""EQUIVALENT if the letters of a word are those of a list of choices (``\text{AC}``, ``A and C``)."""
    if not (isinstance(a, TextAnswer) and isinstance(b, Listing) and _CHOICES.fullmatch(a.words)):
        return None
    letters = [item.expr.name for item in b.items if isinstance(item, Scalar) and isinstance(item.expr, Symbol)]
    in_order = sorted(set(a.words))
    if list(a.words) != in_order or len(letters) != len(b.items) or sorted(letters) != [x.upper() for x in in_order]:
        return None
    return equal("choice", "the same letters", Exact("same letters"))


_CHOICES: Final = Pattern(r"[a-f]{2,6}")


def same_structure(a: Answer, b: Answer, ctx: Context) -> Result | None:
    r"""EQUIVALENT if what a group is said to be like is the other side (``G\cong S_3``, ``S_3``)."""
    match a:
        case Statement(head="equiv", parts=(Scalar(expr=Symbol(name=name)), Scalar() as group)) if name.isupper():
            found = ctx.match(group, b)
            return under_rule(found, "label_dropped") if found is not None and found.equivalent else None
    return None


def same_bracket(a: Answer, b: Answer, ctx: Context) -> Result | None:
    r"""The value of a commutator against the difference of products that it is; None for anything else."""
    if not (isinstance(a, Assignment) and isinstance(b, Equation)):
        return None
    operators = _COMMUTATOR.fullmatch(a.label.name)
    sign = 0 if operators is None else _sign_of_products(b.left, *map(Symbol, operators.groups()))
    if not sign:
        return None
    return under_rule(ctx.match(a.value, Scalar(b.right if sign > 0 else Neg(b.right))), "equation")


_COMMUTATOR: Final = Pattern(r"\[([^\[\],]+), ([^\[\],]+)\]")


def _sign_of_products(difference: Expr, x: Expr, y: Expr) -> int:
    """1 for ``xy-yx``, -1 for ``yx-xy``, 0 for any other expression."""
    first, second = Mul((x, y)), Mul((y, x))
    signs: dict[Expr, int] = {Add((first, Neg(second))): 1, Add((Neg(second), first)): 1}
    signs |= {Add((second, Neg(first))): -1, Add((Neg(first), second)): -1}
    return signs.get(difference, 0)


def same_bounds(a: Answer, b: Answer, ctx: Context) -> Result | None:
    r"""An inequality between letters against the interval that it puts a name in (``0<x<\frac mk``)."""
    if not (isinstance(a, Inequality) and isinstance(b, Solutions) and isinstance(b.values, Interval)):
        return None
    name, values = Symbol(b.variable), b.values
    bounds = ((Add((values.low, Neg(name))), values.low_closed), (Add((name, Neg(values.high))), values.high_closed))
    parts = [(gap, "<=" if closed else "<") for gap, closed in bounds if _INFINITY not in list(walk(gap))]
    found = ctx.match(a, Inequality(tuple(parts))) if len(answer_symbols(a)) > 1 else None
    return found if found is not None and found.equivalent else None


_INFINITY: Final = Constant("infinity")

# --- values -----------------------------------------------------------------------------------------------------------


def by_notation(difference: Result, witness: Witness, a: Reading, b: Reading, ctx: Context) -> Result | None:
    """What a difference at some values is once names on one side only are what the other side writes for them.

    Returns:
        The difference, an EQUIVALENT, or None where a name may be another notation, with which the sides are equal.
    """
    held = contents(a)[1], contents(b)[1]
    apart = [name for name, _ in witness.point if (name in held[0]) != (name in held[1])]
    for name in apart:
        one, other = (a.answer, b.answer) if name in held[0] else (b.answer, a.answer)
        if name in _UNIT_VECTORS:
            if a.second or b.second:
                return difference  # a letter that was read as the imaginary unit is no unit vector
            found = ctx.match(one, change_trees(other, marked))
            return found if found is not None and found.equivalent else difference
        if any(are_equal(change_trees(one, partial(at, point={name: v})), other, ctx) for v in _values(name, other)):
            return None
    if len(apart) == _TWICE_TWO and _are_constants(a.answer, b.answer, held, ctx):
        return None
    return difference


_UNIT_VECTORS: Final = frozenset({"hat(i)", "hat(j)", "hat(k)"})
_TWICE_TWO: Final = 4
"""Names on one side only where each side has two constants of its own."""
_INDEXED: Final = Pattern(r"[cCkKA]_[12]")


def _values(name: str, other: Answer) -> list[Expr]:
    """What a name may be short for: an identity matrix, the difference that a change is, a unit that is a word."""
    if name in _SYNONYMS:
        return [Symbol(_SYNONYMS[name])]
    if len(name) == 1:
        return [Number(1)] if name.isupper() and name.lower() in _units(other) else []
    of = name.removeprefix("Delta ")
    return [] if of == name else [Add((Symbol(f"{of}_{x}"), Neg(Symbol(f"{of}_{y}")))) for x, y in _STATES]


_SYNONYMS: Final = {"E": "I", "k_B": "k"}
"""Names of the identity matrix and of Boltzmann's constant."""
_STATES: Final = (("f", "i"), ("2", "1"), ("1", "0"), ("B", "A"), ("b", "a"))
"""Indices of the state after a change and of that before it."""


def _units(answer: Answer) -> set[str]:
    """The first letters of the units in an answer."""
    nodes = [node for tree in outer_trees(answer) for node in walk(tree) if isinstance(node, Quantity)]
    return {name[:1] for node in nodes for name, _ in node.unit if len(name) > 1}


def _are_constants(a: Answer, b: Answer, held: tuple[frozenset[str], frozenset[str]], ctx: Context) -> bool:
    """Whether the constants of a general solution on one side are letters that only the other side has."""
    own, others = sorted(held[0] - held[1]), sorted(held[1] - held[0])
    if len(own) != len(others) or not any(all(map(_INDEXED.fullmatch, side)) for side in (own, others)):
        return False
    return any(are_equal(rename(a, dict(zip(own, order, strict=True))), b, ctx) for order in permutations(others))
