"""From one syntax tree to typed answers, likeliest first: what the tree alone says."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final

from mathequiv.answers.branches import branches, combinations, has_branches
from mathequiv.answers.choices import named_point
from mathequiv.answers.declarations import bound_as_x
from mathequiv.answers.groups import read_extension
from mathequiv.answers.inequalities import ORDER_OPS
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Interval,
    Listing,
    MatrixAnswer,
    Scalar,
    SetAnswer,
    Solutions,
    Statement,
    TupleAnswer,
)
from mathequiv.answers.labels import label_of
from mathequiv.answers.matrices import matrix_rows, rows_in_braces, without_determinants
from mathequiv.answers.notation import (
    cycle_numbers,
    is_remarked,
)
from mathequiv.answers.relations import read_relation
from mathequiv.answers.sequences import ReadAll, flatten, read_sequence, signed_tuples
from mathequiv.answers.sets import (
    as_complement,
    as_interval,
    is_set,
    multiples,
    read_finite_set,
    read_set,
    set_difference,
    span_of,
    worked_out_set,
)
from mathequiv.answers.text import counted_in_words, read_words
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Clock,
    Constant,
    Div,
    Expr,
    Logical,
    Matrix,
    Mul,
    Neg,
    Number,
    Numeral,
    Percent,
    PlusMinus,
    Pow,
    Qualified,
    Quantity,
    Relation,
    Root,
    Sequence,
    SetBuilder,
    SetName,
    SetOp,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.said import half_line
from mathequiv.latex.parser import parse_variants
from mathequiv.latex.trees import contains, node_types
from mathequiv.lexicon.said import bound_after
from mathequiv.lexicon.subjects import names_range
from mathequiv.limits import check

__all__ = [
    "NO_SCALAR",
    "PLAIN",
    "PLAIN_MEMBERS",
    "read_formula",
    "read_item",
    "read_items",
    "read_listed",
    "read_plain_item",
    "read_point",
    "read_tree",
]

PLAIN: Final = frozenset(
    (Number, Symbol, Constant, Add, Mul, Div, Pow, Neg, Root, Call, Apply, Percent, Quantity, Numeral, Clock)
)
"""Nodes of a tree that can only be a scalar."""
PLAIN_MEMBERS: Final = PLAIN - {Apply}
_LEAVES: Final = frozenset((Number, Symbol, Constant, Numeral, Clock))
"""The plain nodes that hold no others."""
NO_SCALAR: Final = frozenset((PlusMinus, Matrix, Bracketed, SetBuilder, SetOp, SetName, Apply))
"""Nodes that may make something else of the tree that holds them."""


def read_tree(tree: Expr) -> tuple[Answer, ...]:
    """The readings of one tree, likeliest first; at least one."""
    kind = type(tree)
    if kind in _LEAVES or (kind is Neg and type(tree.arg) in _LEAVES):  # type: ignore[union-attr]
        return (Scalar(tree),)
    return _READERS.get(kind, _read_scalar)(tree)


def read_item(tree: Expr) -> Answer:
    """The likeliest reading of one tree."""
    return Scalar(tree) if type(tree) in _LEAVES else read_tree(tree)[0]


def read_plain_item(tree: Expr) -> Answer:
    """`read_item` in a tree of `PLAIN` nodes and a relation, where only its root can make another thing of it."""
    return Scalar(tree) if type(tree) in PLAIN_MEMBERS else read_item(tree)


def read_items(trees: tuple[Expr, ...]) -> tuple[Answer, ...]:
    """The likeliest reading of each tree."""
    return tuple(map(read_item, trees))


def _read_qualified(tree: Qualified) -> tuple[Answer, ...]:
    if tree.kind == "permutation":
        return (Statement(tree.kind, tuple(map(Scalar, cycle_numbers(tree.body)))),)
    if tree.kind == "case" and tree.condition is not None:
        return (Statement(tree.kind, (read_item(tree.body), read_item(tree.condition))),)
    if tree.kind == "ruled out":
        return (Statement(tree.kind, (read_item(tree.body),)),)
    if tree.kind in ("forall", "exists") and tree.condition is not None:
        return (Statement(tree.kind, read_items(bound_as_x(tree.names[:1], tree.condition, tree.body))),)
    return read_tree(tree.body) if tree.names or tree.kind else (Scalar(tree),)


def read_listed(tree: Sequence, read: ReadAll = read_tree, *, signed: bool = True) -> tuple[Answer, ...]:
    """The readings of a list, likeliest first.

    Args:
        tree: the list.
        read: gives the readings of an item.
        signed: whether a plus-minus sign may be in an item.

    Raises:
        OverLimit: it has more than ``MAX_ITEMS`` items.
    """
    check("MAX_ITEMS", len(tree.items))
    match tree:
        case Sequence(items=parts, joiner=",") if isinstance(parts[0], Text) and is_remarked(parts[0].words, parts[1:]):
            return read_words(parts[0].words)
        case Sequence(items=(value, Text(words=said)), joiner="or") if (bound := bound_after(said)) is not None:
            return read_tree(half_line(bound, value))  # ``8 or more``
    return read_sequence(tree, read, signed=signed)


def read_formula(tree: Expr) -> tuple[Answer, ...]:
    """A formula of logic as the statement that it is."""
    return (Statement("formula", (Scalar(tree),)),)


def _read_matrix(tree: Matrix) -> tuple[Answer, ...]:
    check("MAX_ITEMS", sum(map(len, tree.rows)))
    return (MatrixAnswer(tuple(map(read_items, tree.rows))),)


_PUNCTUATION: Final = str.maketrans("", "", ".,;'-")


def _read_text(tree: Text) -> tuple[Answer, ...]:
    r"""Words; but a text that holds digits or signs may be mathematics in disguise (``\text{13}``)."""
    text = tree.words
    letters = "".join(text.translate(_PUNCTUATION).split())
    if letters and not letters.isalpha():
        try:
            trees = parse_variants(text)
        except (Unreadable, OverLimit):
            return read_words(text)
        if not any(isinstance(tree, Text) for tree in trees):
            return tuple(answer for tree in trees for answer in read_tree(tree))
    return counted_in_words(text) or read_words(text)


def _read_scalar(tree: Expr) -> tuple[Answer, ...]:
    if not contains(tree, NO_SCALAR):
        return (Scalar(tree),)
    kinds = node_types(tree)
    if Matrix in kinds and Call in kinds:
        tree = without_determinants(tree)
        if Matrix not in node_types(tree):
            return _read_scalar(tree)
    lettered = read_point(tree)
    if lettered:
        return lettered
    if PlusMinus in kinds:
        return (_open_branches(tree),)
    made = _set_made(tree, kinds)
    if made is not None:
        return (made,)
    rows = matrix_rows(tree)
    if rows is not None and len(rows) == len(rows[0]) == 1 and isinstance(tree, Mul):
        return (Scalar(rows[0][0]),)  # a row times a column is a number
    if rows is not None and len(rows) == 1 and Matrix not in kinds:
        return (TupleAnswer(read_items(rows[0])),)
    if rows is not None:
        return (MatrixAnswer(tuple(map(read_items, rows))),)
    return (Scalar(tree),)


def _set_made(tree: Expr, kinds: AbstractSet[type]) -> Answer | None:
    """The set that a difference, another operation or a complement makes; None for any other tree."""
    if isinstance(tree, Add) and is_set(tree.terms[0]):
        difference = set_difference(tree, read_item)
        if difference is not None:
            return difference
    if Bracketed in kinds and (written := worked_out_set(tree, read_item)) is not None:
        return written
    if SetName in kinds and type(tree) is Mul:
        return multiples(tree)
    return as_complement(tree, read_item) if SetOp in kinds else None


def read_point(tree: Expr) -> tuple[Answer, ...]:
    """A point with a unit after it or a name before it, or an extension of a field; nothing for any other tree."""
    match tree:
        case Quantity(value=Bracketed(opening=opening, closing=closing, items=items)):
            return _read_bracket(Bracketed(opening, closing, tuple([Quantity(x, tree.unit, tree.of) for x in items])))
        case Quantity(value=Matrix(rows=rows)):
            return _read_matrix(Matrix(tuple([tuple([Quantity(x, tree.unit, tree.of) for x in row]) for row in rows])))
        case Mul(factors=(SetName(), _)):
            return read_extension(tree, read_item)
    return named_point(tree, read_items)


def _open_branches(tree: Expr) -> Answer:
    """The values a plus-minus sign opens, or the one value if they are the same."""
    opened = tuple(read_item(branch) for branch in branches(tree))
    return opened[0] if len(opened) == 1 else Listing(opened, branches=True)


# --- relations ----------------------------------------------------------------------------------------------------


def _read_relation(tree: Relation) -> tuple[Answer, ...]:
    if contains(tree, (Matrix,)):
        tree = Relation(tuple(map(without_determinants, tree.members)), tree.ops)
    if tree.ops == ("in",):
        return _read_membership(*tree.members)
    if (span := span_of(tree)) is not None:
        return (read_set(span, read_item),)
    if tree.ops in (("=",), ("colon",)) and isinstance(tree.members[0], Text):
        label = label_of(tree.members[0])
        if label is not None and names_range(label.name):
            return tuple([Assignment(label, values) for values in _read_domain(tree.members[1])])
    if PlusMinus in map(type, tree.members) and len(signed := signed_tuples(tree)) > 1:
        return read_sequence(Sequence(signed, ","), read_tree)
    if has_branches(tree) and (ORDER_OPS.issuperset(tree.ops) or has_branches(tree.members[0])):
        return (_open_branches(tree),)
    return read_relation(tree, read_item)


def _read_membership(left: Expr, right: Expr) -> tuple[Answer, ...]:
    if isinstance(left, Symbol):
        return tuple([Solutions(left.name, values) for values in _read_domain(right)])
    if isinstance(left, Bracketed) and label_of(left) is not None:
        return read_relation(Relation((left, right), ("=",)), read_item)
    return (Statement("in", (read_item(left), read_item(right))),)


def _read_domain(tree: Expr) -> tuple[Answer, ...]:
    """What may stand after ``in``: an interval rather than a point, else any reading."""
    interval = as_interval(tree) if isinstance(tree, Bracketed) and tree.opening in "([" else None
    return read_tree(tree) if interval is None else (interval,)


# --- brackets and sets --------------------------------------------------------------------------------------------


def _read_bracket(tree: Bracketed) -> tuple[Answer, ...]:
    opening, closing, items = tree.opening, tree.closing, tree.items
    check("MAX_ITEMS", len(items))
    if opening == "{" and closing == "}":
        found, rows = read_finite_set(tree, read_item), rows_in_braces(tree)
        return (found,) if rows is None else (found, MatrixAnswer(tuple(map(read_items, rows)), braced=True))
    if opening == "<":
        return tuple(map(_angled, _read_tuple(items, square=False)))
    interval = as_interval(tree)
    if tree.interval and interval is not None:
        return (interval,)
    if opening == "(" and closing == ")":
        point = _read_tuple(items, square=False)
        return point if interval is None else (*point, interval)
    if opening == "[" and closing == "]":
        return _read_square(items, interval)
    return (interval,) if interval is not None else _read_tuple(items, square=False)


def _angled(answer: Answer) -> Answer:
    return TupleAnswer(answer.items, angled=True) if isinstance(answer, TupleAnswer) else answer


def _read_square(items: tuple[Expr, ...], interval: Interval | None) -> tuple[Answer, ...]:
    if not items:
        return (SetAnswer(()),)  # what a solver returns that finds nothing
    rows = matrix_rows(Bracketed("[", "]", items))
    if rows is not None:
        return (MatrixAnswer(tuple(map(read_items, rows))),)
    listed = _read_tuple(items, square=True)
    if len(items) == 1:
        return (*read_tree(items[0]), *listed)
    return listed if interval is None else (interval, *listed)


def _read_tuple(items: tuple[Expr, ...], *, square: bool) -> tuple[Answer, ...]:
    if not _LEAVES.issuperset(map(type, items)) and any(map(has_branches, items)):
        tuples = combinations(items)
        return (Listing(tuple(TupleAnswer(read_items(entries), square) for entries in tuples), branches=True),)
    return (TupleAnswer(tuple([Scalar(x) if type(x) in _LEAVES else _entry(x) for x in items]), square),)


def _entry(tree: Expr) -> Answer:
    """An entry of a bracket; a group between semicolons is ordered there (``[3; 8, 7]``)."""
    return TupleAnswer(read_items(flatten(tree))) if isinstance(tree, Sequence) else read_item(tree)


def _one_set(tree: SetName | SetBuilder | SetOp) -> tuple[Answer, ...]:
    return (read_set(tree, read_item),)


_READERS: Final[dict[type, Callable[..., tuple[Answer, ...]]]] = {
    Text: _read_text,
    Qualified: _read_qualified,
    Sequence: read_listed,
    Bracketed: _read_bracket,
    Relation: _read_relation,
    SetName: _one_set,
    SetBuilder: _one_set,
    SetOp: _one_set,
    Matrix: _read_matrix,
    Logical: read_formula,
}
"""The reader of each node that is no scalar as it stands."""
