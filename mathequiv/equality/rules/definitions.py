r"""Names that a text defines beside its formula: ``\sqrt{s(s-a)(s-b)(s-c)}, \text{ where } s=\frac{a+b+c}{2}``.

What one side defines is put in on both, since the other may hold the name (``2kQ``) or its value.
"""

from __future__ import annotations

from typing import Final

from mathequiv.answers.contents import answer_symbols, change_trees, outer_trees
from mathequiv.answers.kinds import Answer, Assignment, Assignments, Listing, Reading, Scalar
from mathequiv.latex.expr import Call, Constant, Expr, Mul, Number, Symbol
from mathequiv.latex.trees import at, free_symbols, rebuild, walk
from mathequiv.nodes import replace

__all__ = [
    "assigned",
    "in_lengths",
    "in_moduli",
    "in_planck_units",
    "with_definitions_after",
    "with_given_values",
    "without_definitions",
]


def without_definitions(a: Reading, b: Reading) -> tuple[Reading, Reading] | None:
    """Two readings with the values of the names that either of them defines; None where neither holds one."""
    of_a, of_b = _definitions(a), _definitions(b)
    if not of_a and not of_b:
        return None
    left, right = _defined(a, {**_undeclared(of_b, a), **of_a}), _defined(b, {**_undeclared(of_a, b), **of_b})
    return None if left is a and right is b else (left, right)


def with_definitions_after(a: Reading, b: Reading) -> tuple[Reading, Reading]:
    r"""``V_0e^{-t/\tau}, \tau = RC`` as one value and what defines its names, where the other side is one too."""
    left, right = _defining(a), _defining(b)
    if left is not None and (right is not None or isinstance(b.answer, (Scalar, Assignment))):
        a = left
    if right is not None and (left is not None or isinstance(a.answer, (Scalar, Assignment))):
        b = right
    return a, b


def _defining(side: Reading) -> Reading | None:
    r"""A list as its first value, if all the others define names that are in it; None for any other answer.

    Several assignments are several values: ``F = \frac{kq^2}{r^2}, k = …`` may answer two questions.
    """
    if not isinstance(side.answer, Listing):
        return None
    first, *rest = side.answer.items
    if not isinstance(first, Scalar) or not rest:
        return None
    held = free_symbols(first.expr)
    for one in rest:
        defined = _defined_by(one)
        if defined is None or not isinstance(one, Assignment) or one.label.name not in held:
            return None
        held |= defined
    return replace(side, answer=first, conditions=(*side.conditions, *rest))


def _defined_by(one: Answer) -> frozenset[str] | None:
    """The names by which another is defined; None where an answer defines none."""
    match one:
        case Assignment(label=label, value=Scalar(expr=expr)) if label.kind in ("variable", "indexed"):
            names = free_symbols(expr)
            return names if names and label.name not in names else None
    return None


def in_planck_units(a: Answer, b: Answer) -> tuple[Answer, Answer] | None:
    r"""Both answers with ``2\pi\hbar`` for ``h``, where one holds this letter and the other that; else None."""
    held = [{_PLANCK, _BAR} & answer_symbols(side) for side in (a, b)]
    if held not in ([{_PLANCK}, {_BAR}], [{_BAR}, {_PLANCK}]):
        return None
    point: dict[str, Expr] = {_PLANCK: Mul((Number(2), Constant("pi"), Symbol(_BAR)))}
    left, right = (change_trees(side, lambda tree: at(tree, point)) for side in (a, b))
    return left, right


def in_moduli(a: Answer, b: Answer) -> tuple[Answer, Answer] | None:
    r"""Both answers with moduli for norms, where only one of them holds norms, of what the other has moduli of.

    ``\|v\|`` is ``|v|`` whatever ``v`` is, but for a matrix; None where a capital may be one.
    """
    sizes = _sizes(a), _sizes(b)
    named = [{size.name for size in side} for side in sizes]
    if named not in ([{"norm"}, {"abs"}], [{"abs"}, {"norm"}]):
        return None
    inside = [{size.args for size in side} for side in sizes]
    if inside[0] != inside[1] or any(map(_may_be_matrix, sizes[0])):
        return None
    return change_trees(a, _in_moduli), change_trees(b, _in_moduli)


def in_lengths(a: Answer, b: Answer) -> tuple[Answer, Answer] | None:
    """Both answers with a positive unknown for each norm, where they hold norms of the same things; else None.

    What is equal whatever the norms are is equal; that two norms are related is not seen.
    """
    sizes = _sizes(a), _sizes(b)
    inside = [{size.args for size in side if size.name == "norm"} for side in sizes]
    if not inside[0] or inside[0] != inside[1]:
        return None
    names = {args: f"norm {place}" for place, args in enumerate(sorted(inside[0], key=repr))}
    left, right = (change_trees(side, lambda tree: _in_lengths(tree, names)) for side in (a, b))
    return left, right


def _in_lengths(tree: Expr, names: dict[tuple[Expr, ...], str]) -> Expr:
    if isinstance(tree, Call) and tree.name == "norm":
        return Symbol(names[tree.args], positive=True)
    return rebuild(tree, lambda part: _in_lengths(part, names))


def _sizes(answer: Answer) -> list[Call]:
    """The norms and moduli in an answer."""
    nodes = [node for tree in outer_trees(answer) for node in walk(tree)]
    return [node for node in nodes if isinstance(node, Call) and node.name in ("norm", "abs")]


def _may_be_matrix(size: Call) -> bool:
    """Whether a capital is in what a norm is of."""
    return any(len(name) == 1 and name.isupper() for name in free_symbols(size))


def _in_moduli(tree: Expr) -> Expr:
    if isinstance(tree, Call) and tree.name == "norm":
        return Call("abs", tree.args)
    return rebuild(tree, _in_moduli)


_PLANCK: Final = "h"
_BAR: Final = "hbar"


def _undeclared(values: dict[str, Expr], side: Reading) -> dict[str, Expr]:
    """Definitions of the other side, without those of names of which this one says what they are."""
    declared = {name for name, _ in side.domains} | side.unbounded
    return {name: value for name, value in values.items() if name not in declared}


def _definitions(side: Reading) -> dict[str, Expr]:
    """The values of the names that a reading defines, those of other definitions put in."""
    found: dict[str, Expr] = {}
    for one in side.conditions:
        if isinstance(one, Assignment) and one.label.kind in ("variable", "indexed") and isinstance(one.value, Scalar):
            found[one.label.name] = one.value.expr
    for _ in found:
        found = {name: at(value, found) for name, value in found.items()}
    return {name: value for name, value in found.items() if free_symbols(value).isdisjoint(found)}


def _defined(side: Reading, values: dict[str, Expr]) -> Reading:
    """A reading with values put in for names; itself where it holds none of them, or gives them a value."""
    names = answer_symbols(side.answer).intersection(values) - assigned(side.answer)
    if not names:
        return side
    point = {name: values[name] for name in names}
    conditions = tuple(one for one in side.conditions if not (isinstance(one, Assignment) and one.label.name in values))
    domains = tuple((name, kind) for name, kind in side.domains if name not in values)
    answer = change_trees(side.answer, lambda tree: at(tree, point))
    return replace(side, answer=answer, conditions=conditions, domains=domains)


def assigned(answer: Answer) -> frozenset[str]:
    """The names to which an answer gives a value.

    Args:
        answer: any answer; of a list each entry counts.
    """
    match answer:
        case Assignment(label=label):
            return frozenset((label.name,))
        case Assignments(items=items) | Listing(items=items):
            return frozenset[str]().union(*map(assigned, items))
    return frozenset()


def with_given_values(several: Assignments, other: Assignments) -> Assignments:
    """``x = 5, y = 2x`` with 10 for ``y``, where the other side gives a number for it.

    What is given a number is that number in the value of another variable; functions and terms of sequences, and names
    that are given several values, are left as they are.
    """
    numbers = [item for item in several.items if _is_number(item)]
    given = {item.label.name: item.value.expr for item in numbers if isinstance(item.value, Scalar)}
    labels = {item.label for item in several.items}
    if not given or len(given) == len(several.items) or len(labels) < len(several.items):
        return several
    asked = frozenset([item.label.name for item in other.items if _is_number(item)])
    items = [_with_given(item, given) if item.label.name in asked else item for item in several.items]
    return Assignments(tuple(items))


def _is_number(item: Assignment) -> bool:
    """Whether an item gives a variable a number."""
    return item.label.kind in _NUMBERED and isinstance(item.value, Scalar) and not free_symbols(item.value.expr)


_NUMBERED: Final = frozenset({"variable", "indexed"})


def _with_given(item: Assignment, given: dict[str, Expr]) -> Assignment:
    value = item.value
    if item.label.kind != "variable" or not isinstance(value, Scalar) or free_symbols(value.expr).isdisjoint(given):
        return item
    return Assignment(item.label, Scalar(at(value.expr, given)))
