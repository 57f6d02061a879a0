"""Relations: assignments, chains and equations; those of order are in `mathequiv.answers.inequalities`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import factorial
from typing import Final

from mathequiv.answers.dot_products import may_hold_dot_products, without_dot_products
from mathequiv.answers.inequalities import ORDER_OPS, UNKNOWNS, difference, read_order
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Chain,
    Combination,
    Equation,
    Inequality,
    Interval,
    Label,
    Listing,
    MatrixAnswer,
    NamedSet,
    ReadItem,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TupleAnswer,
)
from mathequiv.answers.labels import is_constant, label_of, names_structure
from mathequiv.answers.maps import read_map
from mathequiv.answers.side_names import NAMED_BY_VALUE, drop_line_name, name_by_value, with_differential
from mathequiv.answers.text import REALS
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Constant,
    Derivative,
    Div,
    Expr,
    Folded,
    Limit,
    Matrix,
    Mul,
    Neg,
    Number,
    Percent,
    Pow,
    Quantity,
    Ratio,
    Relation,
    SetBuilder,
    SetName,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.said import half_line
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import contains, free_symbols, survey
from mathequiv.lexicon.functions import CIRCULAR
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.said import bound_before, rules_out
from mathequiv.lexicon.words import is_filler, is_free_constant
from mathequiv.limits import MAX_PLAIN_FACTORIAL

__all__ = ["by_index", "division", "merge_assignments", "read_relation"]


_EQUALS: Final = frozenset(("=", "approx"))
_STATING: Final = (("=",), ("colon",))


def read_relation(relation: Relation, read: ReadItem) -> tuple[Answer, ...]:
    """What a chain of relations may mean, likeliest first; ``read`` reads a member."""
    last = relation.members[-1]
    if isinstance(last, Text) and is_free_constant(last.words):
        relation = Relation((*relation.members[:-1], Symbol("constant")), relation.ops)
    if type(last) is Mul and relation.ops in _STATING:
        divided = _read_division(relation.members[0], last)
        if divided is not None:
            return (divided,)
    if _EQUALS.issuperset(relation.ops):
        return _read_equality(relation, read)
    if ORDER_OPS.issuperset(relation.ops):
        return read_order(relation.members, relation.ops)
    if len(relation.ops) == 1:
        return _read_single(relation.members[0], relation.ops[0], relation.members[1], read)
    first = relation.members[0]
    if relation.ops[0] == "colon" and isinstance(first, Text) and is_filler(first.words):
        return read_relation(Relation(relation.members[1:], relation.ops[1:]), read)
    return (Statement(" ".join(relation.ops), tuple(map(read, relation.members))),)


def _read_single(left: Expr, op: str, right: Expr, read: ReadItem) -> tuple[Answer, ...]:
    mapped = read_map(left, op, right, read)
    if mapped is not None:
        return (mapped,)
    label = label_of(left)
    if op == "colon" and label is not None:
        said = _said(label, right, read)
        return (Assignment(label, read(right)) if said is None else said,)
    if op == "in" and label is not None:
        return (Solutions(label.name, read(right)),)
    if op == "notin" and label is not None:
        return (Solutions(label.name, Combination("difference", (REALS, read(right)))),)
    if op == "!=":
        return _read_unequal(left, right, read)
    if op in _TURNED:
        return (Statement(_TURNED[op], (read(right), read(left))),)
    said = Statement(op, (read(left), read(right)))
    if op == "sim" and isinstance(said.parts[1], Scalar) and isinstance(left, _GROWING) and type(right) is not Symbol:
        return (said, Assignment(Label(to_text(left), "other"), said.parts[1]))  # how a quantity grows
    return (said,)


_GROWING: Final = (Apply, Call, Symbol)
_TURNED: Final = {"supset": "subset", "supseteq": "subseteq"}


def _said(label: Label, value: Expr, read: ReadItem) -> Answer | None:
    r"""What a label makes of the value after it that bounds it or rules it out (``\text{at most}: 8``), else None."""
    if label.kind != "word":
        return None
    bound = bound_before(label.name)
    if bound is not None:
        return read(half_line(bound, value))
    if label.name == "minus":
        return read(Neg(value))
    return Statement("ruled out", (read(value),)) if rules_out(label.name) else None


def _read_unequal(left: Expr, right: Expr, read: ReadItem) -> tuple[Answer, ...]:
    if is_constant(left) and not is_constant(right):
        left, right = right, left
    label = label_of(left)
    if label is not None and is_constant(right):
        return (Solutions(label.name, _all_but(read(right))),)
    if _is_factorial(left, right):
        return (Chain(read(right), ((Call("factorial", (left,)), right),)),)
    unsolved = Inequality(((difference(left, right), "!="),))
    if isinstance(left, Symbol) and left.name in UNKNOWNS and UNKNOWNS.isdisjoint(free_symbols(right)):
        return (unsolved, Solutions(left.name, _all_but(read(right))))  # an unknown beside a parameter
    return (unsolved,)


def _all_but(value: Answer) -> Answer:
    r"""The reals without a value, or without both of ``\pm 2``."""
    values = value.items if isinstance(value, Listing) and value.branches else (value,)
    return Combination("difference", (REALS, SetAnswer(values)))


def _is_factorial(left: Expr, right: Expr) -> bool:
    """Whether ``6!=720`` can only be meant as ``6! = 720``."""
    if not (isinstance(left, Number) and isinstance(right, Number)) or (left.denominator, right.denominator) != (1, 1):
        return False
    return 2 < left.numerator <= MAX_PLAIN_FACTORIAL and right == Number(factorial(left.numerator))


def division(tree: Mul) -> Assignments | None:
    """``7 R 2``: quotient and remainder, since no product has its letter between two numbers."""
    match tree.factors:
        case (Number() as quotient, Symbol(name="R" | "r"), Number() as remainder):
            named = (("quotient", quotient), ("remainder", remainder))
            return Assignments(tuple(Assignment(Label(name, "variable"), Scalar(value)) for name, value in named))
    return None


def _read_division(left: Expr, value: Expr) -> Answer | None:
    r"""Quotient and remainder after what they are of (``17\div5=3 R 2``, ``商5余3``); None for any other value."""
    divided = division(value) if type(value) is Mul else None
    label = None if divided is None else label_of(left)
    if divided is None or (label is None and not is_constant(left)):
        return None
    return divided if label is None or label.kind == "word" else Assignment(label, divided)


# --- equality -----------------------------------------------------------------------------------------------------


def _read_equality(relation: Relation, read: ReadItem) -> tuple[Answer, ...]:
    members, ops = relation.members, relation.ops
    if len(members) == 2 and may_hold_dot_products(members[0]):
        members = (without_dot_products(members[0]), members[1])
    if type(members[0]) is Ratio and len(members) == 2:
        members = (drop_line_name(members[0], members[1]), members[1])
    members, label = _label_first(members, ops)
    if label is not None and not _is_held(label.name, members[1:]):
        return _read_assignment(label, members, ops, read)
    if not (is_constant(members[0]) and is_constant(members[1])):
        if ops[0] == "=" and (len(members) == 2 or _exact_members(members, ops) == 2):
            return (_with_roundings(_read_sides(members[0], members[1], read), members),)
        if len(members) == 2:
            return (Statement("approx", _all(members, read)),)
    return (_chain(members, ops, read),)


def _with_roundings(sides: Answer, members: tuple[Expr, ...]) -> Answer:
    r"""An equation with a constant, which the members after it have to be near (``|v| = \sqrt{14} \approx 3.742``)."""
    near = tuple((members[1], rough) for rough in members[2:]) if is_constant(members[1]) else ()
    return Chain(sides, (), near) if near else sides


def _is_held(name: str, members: tuple[Expr, ...]) -> bool:
    """Whether a name is in a member."""
    for member in members:  # noqa: SIM110 - for every relation, and a generator takes three times as long
        if type(member) is not Number and name in survey(member)[1]:
            return True
    return False


def _read_sides(left: Expr, right: Expr, read: ReadItem) -> Answer:
    """Two sides that are not both constants: a value of an operator, a structure with its name, or an equation."""
    if type(left) in _OPERATORS:
        if free_symbols(left) - free_symbols(right):
            return Assignment(Label(to_text(left), "other"), read(right))
        return Chain(read(right), ((left, right),))
    structure = _read_structure(left, right, read) if type(right) not in _LEAVES else None
    return Equation(_quotient(left), _quotient(right)) if structure is None else structure


_OPERATORS: Final = frozenset((Folded, Limit, Derivative))
"""Sums, integrals, limits and derivatives still to be worked out: what stands after ``=`` is their value."""
_LEAVES: Final = frozenset((Number, Symbol, Constant))


def _read_structure(name: Expr, value: Expr, read: ReadItem) -> Answer | None:
    r"""``A^{-1} = \begin{pmatrix}…`` and ``A\cap B = \{2\}``: a name for the matrix, vector or set; else None."""
    if not contains(value, _STRUCTURES) or not names_structure(name):
        return None
    found = read(value)
    return Assignment(Label(to_text(name), "other"), found) if isinstance(found, _STRUCTURED) else None


_STRUCTURES: Final = (Matrix, Bracketed, SetName, SetBuilder)
_STRUCTURED: Final = (MatrixAnswer, TupleAnswer, SetAnswer, NamedSet, Interval, SetOf)


def _label_first(members: tuple[Expr, ...], ops: tuple[str, ...]) -> tuple[tuple[Expr, ...], Label | None]:
    """The members, those of ``5 = x`` turned round, and the label that the first one is."""
    if type(members[0]) is Text:
        members = (with_differential(members[0]), *members[1:])
    label = label_of(members[0])
    if label is None and ops == ("=",) and is_constant(members[0]):
        label = label_of(members[1])
        if label is not None:
            return (members[1], members[0]), label
    if label is None:
        label = _label_by_value(members[0], members[1])
    return members, label


def _label_by_value(name: Expr, value: Expr) -> Label | None:
    """The label that a side is because of what is beside it; None where it is a side of an equation."""
    kind = type(name)
    label = _name_of_vector(name, value) if kind is Mul else None
    if label is None and (kind in _NAMES or type(value) is Matrix):
        label = _name_of_structure(name, value)
    return name_by_value(name, value) if label is None and kind in NAMED_BY_VALUE else label


_NAMES: Final = frozenset((Call, Bracketed))


def _name_of_structure(name: Expr, value: Expr) -> Label | None:
    r"""``A^{-1}``, ``P^TAP``, ``\ker T``, ``\langle x\rangle``: what names a value rather than is a side.

    A product with a small letter (``Ax``) holds an unknown, and so does a multiple of a name (``2A``).
    """
    match name:
        case Call(name="max" | "min" as extreme, args=(inside,)) if free_symbols(inside):
            return Label(f"{extreme} {to_text(inside)}", "other")
        case Call(name="ker"):
            return Label(to_text(name), "other")
        case Bracketed(opening="<", closing=">", items=(inside,)) if free_symbols(inside):
            return Label(to_text(name), "other")
        case Bracketed(opening="[", closing="]", items=(Symbol(), Symbol())) if not contains(value, _STRUCTURES):
            return Label(to_text(name), "other")  # a commutator
    if not (isinstance(value, Matrix) and _is_of_matrices(name)):
        return None
    return Label(to_text(name), "other")


def _is_of_matrices(name: Expr) -> bool:
    """Whether an expression holds nothing but names of matrices, their powers, products and sums."""
    match name:
        case Symbol(name=letters):
            return letters[:1].isupper()
        case Pow(base=base, exponent=exponent):
            return _is_of_matrices(base) and (is_constant(exponent) or exponent in _RAISED)
        case Mul(factors=parts) | Add(terms=parts):
            return all(map(_is_of_matrices, parts))
        case Neg(arg=Symbol()):
            return False
        case Neg(arg=arg):
            return _is_of_matrices(arg)
    return False


_RAISED: Final = (Symbol("T"), Symbol("t"), Symbol("H"), Symbol("dagger"))


def _name_of_vector(name: Expr, value: Expr) -> Label | None:
    r"""``v`` of ``t`` in ``\mathbf v(t) = \langle 2t, t^3\rangle``: no product of two letters is a vector."""
    if not isinstance(value, (Matrix, Bracketed, Add, Mul, Div)):
        return None
    match name, value:
        case Mul(factors=(Symbol(name=head), Symbol(name=argument))), _ if _is_vector(value):
            return Label(head, "function", (argument,))
        case Mul(factors=(Symbol(name=head), Symbol(name=argument))), _ if _is_radial(value, argument) or (
            any(held.startswith("hat(") for held in free_symbols(value))
        ):
            return Label(head, "function", (argument,))
    return None


def _is_vector(value: Expr) -> bool:
    """Whether a value is a matrix or a tuple, or one of those plus a multiple of another."""
    if isinstance(value, Bracketed):
        return value.opening == "<" or (value.opening == "(" and len(value.items) > 1)
    if isinstance(value, Mul):
        return sum(map(_is_vector, value.factors)) == 1
    return isinstance(value, Matrix) or (isinstance(value, Add) and all(map(_is_vector, value.terms)))


def _is_radial(value: Expr, argument: str) -> bool:
    r"""Whether a value points along a unit vector that has its argument's name (``\frac{kq}{r^2}\hat r``)."""
    return isinstance(value, (Mul, Div)) and {argument, f"hat({argument})"} <= free_symbols(value)


def _quotient(expr: Expr) -> Expr:
    """A ratio of two as the quotient it equals, where it is a side of an equation."""
    return Div(*expr.parts) if type(expr) is Ratio and len(expr.parts) == 2 else expr


def _all(members: Sequence[Expr], read: ReadItem) -> tuple[Answer, ...]:
    return tuple(map(read, members))


_SEVERAL_INDICES: Final = Pattern(r"(?P<head>.+)_(?P<indices>\w+(?:,\w+)+)")


def by_index(assigned: Assignment) -> Answer:
    """``x_{1,2} = 3, 8`` as the assignments of ``x_1`` and ``x_2``; any other assignment as it is."""
    found = _SEVERAL_INDICES.fullmatch(assigned.label.name)
    value = assigned.value
    if found is None or not isinstance(value, (Listing, TupleAnswer)):
        return assigned
    indices = found["indices"].split(",")
    if len(indices) != len(value.items):
        return assigned
    labels = [Label(f"{found['head']}_{index}", "indexed") for index in indices]
    return Assignments(tuple(map(Assignment, labels, value.items)))


def _equation(label: Label, members: tuple[Expr, ...]) -> Equation | None:
    """What a label and its one value are as an equation; None if the label can be no side of one."""
    first = members[0]
    is_side = label.kind in ("variable", "indexed", "function") or isinstance(first, _SIDES)
    if len(members) != 2 or not (is_side or (isinstance(first, Call) and first.name in _CALLED_SIDES)):
        return None
    second = members[1]
    if type(first) is Ratio or type(second) is Ratio:
        return Equation(_quotient(first), _quotient(second))
    return Equation(first, second)


_CALLED_SIDES: Final = CIRCULAR | {"cross"}
_SIDES: Final = (Derivative, Div, Mul, Ratio)
"""Labels that are sides of equations too."""


def _read_assignment(
    label: Label, members: tuple[Expr, ...], ops: tuple[str, ...], read: ReadItem
) -> tuple[Answer, ...]:
    single = len(members) == 2
    if single and label.kind == "word" and (said := _said(label, members[1], read)) is not None:
        return (said,)
    value = read(members[1]) if single else _chain(members[1:], ops[1:], read)
    if label.kind == "tuple":
        return (_tuple_assignment(label, value),)
    assigned = Assignment(label, value, _equation(label, members) if isinstance(value, Scalar) else None)
    if label.kind == "indexed" and "," in label.name:
        return (by_index(assigned),)
    if not single and _are_names(members):
        last = read(members[-1])
        names = map(label_of, members[:-1])
        return (assigned, Assignments(tuple(Assignment(name, last) for name in names if name is not None)))
    return (assigned,)


def _are_names(members: tuple[Expr, ...]) -> bool:
    """Whether all members but the last are different names (``x = y = z = 5``)."""
    return len(set(members)) == len(members) and all(isinstance(member, Symbol) for member in members[:-1])


def _tuple_assignment(label: Label, value: Answer) -> Answer:
    """``(p,q)=(3,2)`` as named values; a list of tuples keeps the label, to be dropped."""
    items = value.items if isinstance(value, TupleAnswer) else ()
    if isinstance(value, MatrixAnswer) and 1 in (len(value.rows), len(value.rows[0])):
        items = tuple(entry for row in value.rows for entry in row)
    if len(items) == len(label.parts):
        return Assignments(tuple(map(Assignment, label.parts, items)))
    return Assignment(label, value)


def _is_decimal(expr: Expr) -> bool:
    while isinstance(expr, (Neg, Percent, Quantity)):
        expr = expr.arg if isinstance(expr, Neg) else expr.value
    return isinstance(expr, Number) and expr.places is not None


def _exact_members(members: tuple[Expr, ...], ops: tuple[str, ...]) -> int:
    """How many members stand before the first ``≈``."""
    return ops.index("approx") + 1 if "approx" in ops else len(members)


def _chain(members: tuple[Expr, ...], ops: tuple[str, ...], read: ReadItem) -> Answer:
    r"""The member a chain means, with the pairs of members that have to be equal or near.

    Names of quantities among the members (``AB = \frac{PQ}{2} = 12``) say nothing that could be checked.
    """
    at = _exact_members(members, ops)
    exact, rough = members[:at], members[at:]
    value = members[-1] if _is_decimal(exact[-1]) else exact[-1]
    constants = [member for member in exact[:-1] if is_constant(member)]
    variable = [member for member in exact[:-1] if not is_constant(member)]
    if is_constant(exact[-1]):
        pairs = [(member, exact[-1]) for member in constants]
        pairs += [(a, b) for a, b in pairwise(variable) if free_symbols(a) == free_symbols(b)]
    else:
        pairs = [(member, exact[-1]) for member in (*variable, *constants)]
    near = tuple((exact[-1], member) for member in rough)
    return Chain(read(value), tuple(pairs), near) if pairs or near else read(value)


def merge_assignments(items: Sequence[Assignment]) -> Answer:
    """Several assignments as one answer.

    Of one label a list of values, of several labels `Assignments`, of labels that come again in the same order
    (``x=1, y=2, x=3, y=4``) a list of groups.
    """
    labels = {(item.label.name, item.label.kind, item.label.arguments) for item in items}
    if len(items) > 1 and len(labels) == 1:
        return Assignment(items[0].label, Listing(tuple(value for item in items for value in _values(item.value))))
    names, size = [item.label.name for item in items], len(labels)
    if size < len(items) and names == names[:size] * (len(items) // size):
        groups = [items[at : at + size] for at in range(0, len(items), size)]
        return Listing(tuple(Assignments(tuple(group)) for group in groups))
    return items[0] if len(items) == 1 else Assignments(tuple(items))


def _values(value: Answer) -> tuple[Answer, ...]:
    r"""The values of one assignment among others of its label: ``x = 5`` or ``x = \pm 1`` gives three."""
    return value.items if isinstance(value, Listing) and value.branches else (value,)
