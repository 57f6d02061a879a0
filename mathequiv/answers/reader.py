"""From syntax trees to typed answers: every reading of a text, likeliest first.

Ambiguity is a longer tuple, never a flag: ``(2,4)`` reads as a point and as an interval.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mathequiv.answers.branches import branches, combinations, has_branches
from mathequiv.answers.integer_sets import intersection
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Choice,
    Combination,
    Interval,
    Label,
    Listing,
    MatrixAnswer,
    NamedSet,
    Reading,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TupleAnswer,
)
from mathequiv.answers.labels import label_of
from mathequiv.answers.matrices import matrix_rows, without_determinants
from mathequiv.answers.read_relations import ORDER_OPS, read_relation, solve
from mathequiv.answers.read_sequences import flatten, read_sequence, spread
from mathequiv.answers.read_text import REALS, plain_words, read_choice_text, read_words
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Clock,
    Constant,
    Div,
    Ellipsis_,
    Expr,
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
    Ratio,
    Relation,
    Root,
    Sequence,
    SetBuilder,
    SetName,
    SetOp,
    Symbol,
    Text,
)
from mathequiv.latex.parser import parse_variants
from mathequiv.latex.trees import contains, free_symbols, node_types, walk
from mathequiv.lexicon.commands import JOIN_COMMAND
from mathequiv.limits import check

if TYPE_CHECKING:
    from mathequiv.prepared import Prepared

__all__ = ["MAX_READINGS", "read", "read_tree"]

MAX_READINGS: Final = 6
"""Readings of one text that are tried; further ones are ever less likely."""


def read(prepared: Prepared) -> tuple[Reading, ...]:
    """All readings of a text, likeliest first; empty if it cannot be read or trails off in dots.

    Raises:
        OverLimit: a list, or the branches of plus-minus signs, are over a cap.
    """
    found: list[Reading] = []
    trees = prepared.trees
    if len(trees) > 1:
        trees = _like_first(trees)
    for second, tree in trees:
        readings = _read_whole(tree, prepared.text)
        if readings is None:
            return ()
        if len(trees) > 1:
            choices = frozenset(name for name, _ in trees if name)
            readings = [Reading(one.answer, one.domains, second, choices) for one in readings]
        found += readings
    if not trees:
        prose = plain_words(prepared.text) if isinstance(prepared.problem, Unreadable) else None
        if prose is not None:
            found.append(Reading(prose))
    choice = _choice(prepared.text)
    if choice is not None:
        found.append(Reading(choice))
    return tuple(found) if len(found) < 2 else _distinct(found)


def _read_whole(tree: Expr, text: str) -> list[Reading] | None:
    """The readings of the tree of a whole text; None if it trails off in dots."""
    kinds = node_types(tree)
    if kinds <= _PLAIN:
        only = Reading(Scalar(tree))
        return [only, *map(Reading, _lettered(tree) or _choices(tree))] if type(tree) in _LETTERED else [only]
    if kinds <= _PLAIN_LIST and type(tree) is Sequence and tree.joiner in (",", ";"):
        check("MAX_ITEMS", len(tree.items))
        return [Reading(Listing(tuple(map(Scalar, flatten(tree)))))]
    if Ellipsis_ in kinds:
        return None
    if isinstance(tree, Ratio) and _TIME.search(text):
        return [Reading(Scalar(Ratio(tree.parts, timely=True)))]
    if isinstance(tree, Sequence) and Relation not in kinds and _CONNECTIVE.search(text):
        return [Reading(Statement(tree.joiner, _items(tree.items)))]
    if isinstance(tree, Relation) and kinds <= _PLAIN_RELATION and tree.ops != ("in",):
        answers = read_relation(tree, _plain_item)
    else:
        answers = read_tree(tree)
    domains = _declared(tree) if Qualified in kinds or SetName in kinds else ()
    return [Reading(answer, domains) for answer in answers]


def _distinct(found: list[Reading]) -> tuple[Reading, ...]:
    """The first readings that differ; comparing a handful costs less than hashing whole trees."""
    kept: list[Reading] = []
    for reading in found:
        if reading not in kept:
            kept.append(reading)
            if len(kept) == MAX_READINGS:
                break
    return tuple(kept)


def _like_first(trees: tuple[tuple[str, Expr], ...]) -> tuple[tuple[str, Expr], ...]:
    """Inside a bracket a comma separates: no second reading makes one number of it (``(1,234)``)."""
    likeliest = trees[0][1]
    if not contains(likeliest, (Bracketed,)):
        return trees
    brackets = _brackets(likeliest)
    return tuple(row for row in trees if _brackets(row[1]) >= brackets)


def _brackets(tree: Expr) -> int:
    """How many brackets hold items or arguments."""
    return sum(isinstance(node, (Bracketed, Call, Apply)) for node in walk(tree))


def _declared(tree: Expr) -> tuple[tuple[str, str], ...]:
    """The names that ``tree`` declares, with what kind of number each is."""
    found: dict[str, str] = {}
    for node in walk(tree):
        if isinstance(node, Qualified) and node.kind in _DOMAINS:
            own = _arguments(node.body) if node.kind == "real" else ()
            found.update((name, _DOMAINS[node.kind]) for name in node.names if name not in own)
        if isinstance(node, Relation) and node.ops == ("in",) and node.members[1] in _INTEGERS:
            kind = "integer" if node.members[1] == _INTEGERS[0] else "natural"
            found.update((name, kind) for name in free_symbols(node.members[0]))
    return tuple(found.items())


def _arguments(body: Expr) -> frozenset[str]:
    """The variables of the function that ``body`` gives; all its names if it gives none."""
    defined = isinstance(body, Relation) and body.ops == ("=",) and isinstance(body.members[0], Apply)
    return free_symbols(body.members[0] if defined else body)  # type: ignore[union-attr]


_PLAIN: Final = frozenset(
    (Number, Symbol, Constant, Add, Mul, Div, Pow, Neg, Root, Call, Apply, Percent, Quantity, Numeral, Clock)
)
"""Nodes of a tree that can only be a scalar."""
_PLAIN_LIST: Final = (_PLAIN | {Sequence}) - {Apply}
_PLAIN_RELATION: Final = _PLAIN | {Relation}
_PLAIN_MEMBERS: Final = _PLAIN - {Apply}
_LEAVES: Final = frozenset((Number, Symbol, Constant, Numeral, Clock))
"""The plain nodes that hold no others."""
_NO_SCALAR: Final = frozenset((PlusMinus, Matrix, Bracketed, SetBuilder, SetOp, SetName, Apply))
"""Nodes that may make something else of the tree that holds them."""
_LETTERED: Final = frozenset((Mul, Apply))
_CONNECTIVE: Final = re.compile(rf"{JOIN_COMMAND}|[∧∨]")
r"""Between statements these are no conjunctions of a list: ``p \land q`` is not ``p \lor q``."""
_TIME: Final = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:.]\d)")
_DOMAINS: Final = {"integer": "integer", "real": "real", "constant": "real", "domain": "domain"}
_INTEGERS: Final = (SetName("Z"), SetName("N"), SetName("N", "+"), SetName("Z", "+"), SetName("N", "0"))


def _choice(text: str) -> Choice | None:
    found = read_choice_text(text)
    if found is None:
        return None
    letter, content = found
    return Choice(letter.upper(), _content(content) if content else None)


def _content(text: str) -> Answer | None:
    try:
        trees = parse_variants(text)
    except (Unreadable, OverLimit):
        return plain_words(text)
    return read_tree(trees[0])[0]


def read_tree(tree: Expr) -> tuple[Answer, ...]:
    """The readings of one tree, likeliest first; at least one."""
    kind = type(tree)
    if kind in _LEAVES:
        return (Scalar(tree),)
    return _READERS.get(kind, _read_scalar)(tree)


def _item(tree: Expr) -> Answer:
    return Scalar(tree) if type(tree) in _LEAVES else read_tree(tree)[0]


def _plain_item(tree: Expr) -> Answer:
    """`_item` in a tree of `_PLAIN_RELATION`, where only the root can make something else of a member."""
    return Scalar(tree) if type(tree) in _PLAIN_MEMBERS else _item(tree)


def _items(trees: tuple[Expr, ...]) -> tuple[Answer, ...]:
    return tuple(map(_item, trees))


def _read_qualified(tree: Qualified) -> tuple[Answer, ...]:
    if tree.kind == "forall" and tree.condition is not None:
        return (Statement("forall", (_item(tree.condition), _item(tree.body))),)
    return read_tree(tree.body) if tree.names or tree.kind else (Scalar(tree),)


def _read_sequence(tree: Sequence) -> tuple[Answer, ...]:
    check("MAX_ITEMS", len(tree.items))
    return read_sequence(tree, read_tree)


def _read_matrix(tree: Matrix) -> tuple[Answer, ...]:
    check("MAX_ITEMS", sum(map(len, tree.rows)))
    return (MatrixAnswer(tuple(map(_items, tree.rows))),)


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
    return read_words(text)


def _read_scalar(tree: Expr) -> tuple[Answer, ...]:
    kinds = node_types(tree)
    if kinds.isdisjoint(_NO_SCALAR):
        return (Scalar(tree),)
    if Matrix in kinds and Call in kinds:
        tree = without_determinants(tree)
        if Matrix not in node_types(tree):
            return _read_scalar(tree)
    lettered = _lettered(tree)
    if lettered:
        return lettered
    if PlusMinus in kinds:
        return (_branched(tree),)
    if isinstance(tree, Add) and _is_set(tree.terms[0]):
        difference = _set_difference(tree)
        if difference is not None:
            return (difference,)
    rows = matrix_rows(tree)
    if rows is not None:
        return (MatrixAnswer(tuple(map(_items, rows))),)
    return (Scalar(tree),)


def _lettered(tree: Expr) -> tuple[Answer, ...]:
    """``A(1,2)`` is a point under its name, ``N(0,1)`` a distribution; nothing for any other tree."""
    entries: tuple[Expr, ...] = ()
    match tree:
        case Apply(name=name, args=args):
            entries = args
        case Mul(factors=(Symbol(name=name), Bracketed(opening="(", closing=")", items=items))):
            entries = items
    if len(entries) < 2 or not _is_capital(name):
        return ()
    kind = "distribution" if name in _DISTRIBUTIONS and len(entries) == 2 else "variable"
    return (Assignment(Label(name, kind), TupleAnswer(_items(entries))),)


def _choices(tree: Expr) -> tuple[Answer, ...]:
    """``ABD`` as several choices; nothing for any other tree."""
    if not isinstance(tree, Mul):
        return ()
    letters: list[str] = []
    for factor in tree.factors:
        if not isinstance(factor, Symbol) or factor.name not in _CHOICES:
            return ()
        letters.append(factor.name)
    return (Listing(tuple(map(Scalar, tree.factors))),) if letters == sorted(set(letters)) else ()


def _is_capital(name: str) -> bool:
    return name[:1].isupper() and (len(name) == 1 or name[1] in "_'")


_CHOICES: Final = frozenset("ABCDEFGH")
_DISTRIBUTIONS: Final = frozenset("NU")
"""Names of the normal and the uniform distribution; others, such as B, are far more often points."""


def _branched(tree: Expr) -> Answer:
    """The values a plus-minus sign opens, or the one value if they are the same."""
    opened = tuple(_item(branch) for branch in branches(tree))
    return opened[0] if len(opened) == 1 else Listing(opened, branches=True)


def _is_set(tree: Expr) -> bool:
    return isinstance(tree, (SetBuilder, SetOp, SetName)) or (isinstance(tree, Bracketed) and tree.opening == "{")


def _set_difference(tree: Add) -> Answer | None:
    """``A - B`` between sets."""
    removed = [term.arg for term in tree.terms[1:] if isinstance(term, Neg)]
    if len(removed) != len(tree.terms) - 1:
        return None
    return Combination("difference", tuple(_as_set(part) for part in (tree.terms[0], *removed)))


# --- relations ----------------------------------------------------------------------------------------------------


def _read_relation(tree: Relation) -> tuple[Answer, ...]:
    if contains(tree, (Matrix,)):
        tree = Relation(tuple(map(without_determinants, tree.members)), tree.ops)
    if tree.ops == ("in",):
        left, right = tree.members
        if isinstance(left, Symbol):
            return tuple(Solutions(left.name, values) for values in _set_readings(right))
        if isinstance(left, Bracketed) and label_of(left) is not None:
            return read_relation(Relation((left, right), ("=",)), _item)
        return (Statement("in", (_item(left), _item(right))),)
    if has_branches(tree) and (ORDER_OPS.issuperset(tree.ops) or has_branches(tree.members[0])):
        return (_branched(tree),)
    return read_relation(tree, _item)


# --- brackets and sets --------------------------------------------------------------------------------------------


def _read_bracket(tree: Bracketed) -> tuple[Answer, ...]:
    opening, closing, items = tree.opening, tree.closing, tree.items
    check("MAX_ITEMS", len(items))
    if opening == "{" and closing == "}":
        return (_finite_set(tree),)
    if opening == "<":
        return _read_tuple(items, square=False)
    interval = _interval(tree)
    if tree.interval and interval is not None:
        return (interval,)
    if opening == "(" and closing == ")":
        point = _read_tuple(items, square=False)
        return point if interval is None else (*point, interval)
    if opening == "[" and closing == "]":
        return _read_square(items, interval)
    return (interval,) if interval is not None else _read_tuple(items, square=False)


def _read_square(items: tuple[Expr, ...], interval: Interval | None) -> tuple[Answer, ...]:
    rows = matrix_rows(Bracketed("[", "]", items))
    if rows is not None:
        return (MatrixAnswer(tuple(map(_items, rows))),)
    listed = _read_tuple(items, square=True)
    if len(items) == 1:
        return (*read_tree(items[0]), *listed)
    return listed if interval is None else (interval, *listed)


def _read_tuple(items: tuple[Expr, ...], *, square: bool) -> tuple[Answer, ...]:
    if not _LEAVES.issuperset(map(type, items)) and any(map(has_branches, items)):
        tuples = combinations(items)
        return (Listing(tuple(TupleAnswer(_items(entries), square) for entries in tuples), branches=True),)
    return (TupleAnswer(_items(items), square),)


def _interval(tree: Bracketed) -> Interval | None:
    """The interval that a bracket of two scalars may be."""
    if len(tree.items) != 2:
        return None
    low, high = tree.items
    if not (_may_be_end(low) and _may_be_end(high)):
        return None
    return Interval(low, high, tree.opening == "[", tree.closing == "]")


_NO_END: Final = frozenset((Relation, Sequence, Bracketed, Text, Matrix, SetName, SetBuilder, SetOp, Qualified))


def _may_be_end(item: Expr) -> bool:
    kind = type(item)
    return kind in _LEAVES or (kind not in _NO_END and not has_branches(item))


def _finite_set(tree: Bracketed) -> Answer:
    items = [part for item in tree.items for part in spread(_item(item))]
    if len(items) == 1 and isinstance(items[0], Solutions):
        return items[0]
    return SetAnswer(tuple(items), tree.loose)


def _one_set(tree: SetName | SetBuilder | SetOp) -> tuple[Answer, ...]:
    return (_read_set(tree),)


def _read_set(tree: SetName | SetBuilder | SetOp) -> Answer:
    match tree:
        case SetName(name="empty"):
            return SetAnswer(())
        case SetName(name="R", suffix=""):
            return REALS
        case SetName(name="R", suffix="+"):
            return Interval(Number(0), REALS.high, low_closed=False, high_closed=False)
        case SetName(name="R", suffix="-"):
            return Interval(REALS.low, Number(0), low_closed=False, high_closed=False)
        case SetName(name=name, suffix=suffix):
            return NamedSet(name + suffix)
        case SetOp():
            return _combined(tree)
        case SetBuilder(element=element, condition=condition):
            return _set_builder(element, condition)


def _combined(tree: SetOp) -> Answer:
    parts = (_as_set(tree.left), _as_set(tree.right))
    return intersection(parts) if tree.op == "intersection" else Combination(tree.op, parts)


def _as_set(tree: Expr) -> Answer:
    """``tree`` where a set has to stand: a bracket of two is an interval there."""
    return _set_readings(tree)[0]


def _set_readings(tree: Expr) -> tuple[Answer, ...]:
    if isinstance(tree, Bracketed) and tree.opening in "([" and tree.closing in ")]":
        interval = _interval(tree)
        if interval is not None:
            return (interval,)
    if isinstance(tree, SetOp):
        return (_combined(tree),)
    return read_tree(tree)


def _set_builder(element: Expr, condition: Expr) -> Answer:
    """A set builder: the reals that meet solved conditions, else the element and its condition as they stand."""
    domain: list[Answer] = []
    if isinstance(element, Relation) and element.ops == ("in",):
        domain.append(_as_set(element.members[1]))
        element = element.members[0]
    if isinstance(element, Symbol):
        if isinstance(condition, Qualified) and (condition.kind, condition.names) == ("integer", (element.name,)):
            domain.append(NamedSet("Z"))
            condition = condition.body
        conditions = condition.items if isinstance(condition, Sequence) else (condition,)
        joiner = condition.joiner if isinstance(condition, Sequence) else ","
        solved = [_condition_set(one, element.name) for one in conditions]
        sets = [one for one in solved if one is not None]
        if len(sets) == len(solved):
            joined = sets if joiner != "or" or len(sets) == 1 else [Combination("union", tuple(sets))]
            parts = [part for part in domain if part != REALS] + joined
            return parts[0] if len(parts) == 1 else intersection(tuple(parts))
    match condition:
        case Qualified(body=Relation(members=(name, value), ops=("=",)), kind="integer", names=(n,)) if name == element:
            return SetOf(_item(value), Solutions(n, NamedSet("Z")))
    inner = _item(condition)
    return SetOf(_item(element), Statement("and", (*domain, inner)) if domain else inner)


def _condition_set(condition: Expr, variable: str) -> Answer | None:
    """The set of reals a condition on ``variable`` describes, None if it is not solved for it."""
    if not isinstance(condition, Relation):
        return None
    if ORDER_OPS.issuperset(condition.ops):
        found = solve(condition.members, condition.ops, variable)
        return None if found is None else found.values
    answer = _item(condition)
    if isinstance(answer, Solutions) and answer.variable == variable:
        return answer.values
    if condition.ops == ("=",) and condition.members[0] == Symbol(variable):
        return SetAnswer((_item(condition.members[1]),))
    return None


_READERS: Final[dict[type, Callable[..., tuple[Answer, ...]]]] = {
    Text: _read_text,
    Qualified: _read_qualified,
    Sequence: _read_sequence,
    Bracketed: _read_bracket,
    Relation: _read_relation,
    SetName: _one_set,
    SetBuilder: _one_set,
    SetOp: _one_set,
    Matrix: _read_matrix,
}
"""The reader of each node that is no scalar as it stands."""
