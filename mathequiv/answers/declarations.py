"""What an answer says of its names beside its value: what kind of number each is, and conditions."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.inequalities import FLIPPED, ORDER_OPS
from mathequiv.latex.expr import (
    Apply,
    Bracketed,
    Expr,
    Neg,
    Number,
    Qualified,
    Relation,
    Sequence,
    SetName,
    Symbol,
    Text,
)
from mathequiv.latex.trees import at, free_symbols, walk
from mathequiv.lexicon.claims import is_direction, one_text
from mathequiv.lexicon.open_subjects import is_of_curve
from mathequiv.lexicon.quantifiers import SETS_OF_INTEGERS
from mathequiv.lexicon.words import normalize_words

__all__ = ["bound_as_x", "counted", "declarations", "declares_index", "over_the_reals", "with_condition"]


def with_condition(tree: Sequence) -> Expr:
    """``x^3, x>2``, ``f(x)=x^3, x>2``, ``5 m, to the left`` as values with their condition; other lists as they are."""
    points = _of_points(tree) or _of_all(tree) or _of_definitions(tree)
    if points is not None:
        return points
    if len(tree.items) != 2 or tree.joiner not in (",", ";"):
        return tree
    if isinstance(tree.items[1], Text):
        words = normalize_words(tree.items[1].words)
        if is_direction(words) or is_of_curve(words):
            said = Text(one_text(words)) if is_direction(words) else tree.items[1]
            return Qualified(tree.items[0], "domain", (), said)
    if not _is_condition(tree.items[1]):
        return tree
    return _with_about(tree)


def counted(tree: Expr) -> Expr:
    r"""``3^k, k \ge 0, k \in \mathbb Z`` as a value with the integers that both say; any other tree as it is."""
    match tree:
        case Qualified(
            body=Sequence(items=(value, Relation() as bound), joiner="," | ";"), kind="integer", names=(name,)
        ):
            if _is_condition(bound) and free_symbols(bound) == {name} and name in _held(value):
                return _counted(value, name, bound)
        case (
            Qualified(
                body=Qualified(body=value, kind="domain", names=(name,), condition=Relation() as bound),
                kind="integer",
                names=(same,),
                condition=None,
            )
            | Qualified(
                body=Qualified(body=value, kind="integer", names=(name,), condition=None),
                kind="domain",
                names=(same,),
                condition=Relation() as bound,
            )
        ) if name == same:
            return _counted(value, name, bound)
    return tree


def _held(value: Expr) -> frozenset[str]:
    """The names in a value that is not given to them."""
    return free_symbols(value.members[-1] if isinstance(value, Relation) and value.ops == ("=",) else value)


def _counted(value: Expr, name: str, bound: Relation) -> Expr:
    members = bound.members if bound.members[0] == Symbol(name) else bound.members[::-1]
    op = bound.ops[0] if members is bound.members else FLIPPED.get(bound.ops[0], "")
    kind = _FROM.get((op, members[1])) if len(members) == _TWO and members[0] == Symbol(name) else None
    if kind is not None:
        return Qualified(value, kind, (name,))
    return Qualified(Qualified(value, "domain", (name,), bound), "integer", (name,))


_TWO: Final = 2
_FROM: Final[dict[tuple[str, Expr], str]] = {
    (">=", Number(0)): "nonnegative",
    (">", Neg(Number(1))): "nonnegative",
    (">=", Number(1)): "positive",
    (">", Number(0)): "positive",
}
"""The integers from 0 and from 1 on, by the least of them."""


def _with_about(tree: Sequence) -> Expr:
    """A value with the condition after it, where that is about names in it."""
    said, condition = tree.items
    about, value = free_symbols(condition), said
    if isinstance(said, Relation) and said.ops == ("=",) and isinstance(said.members[0], (Apply, Symbol)):
        value = said.members[1]
        about -= free_symbols(said.members[0]) if isinstance(said.members[0], Symbol) else frozenset()
    elif isinstance(said, Symbol):
        return tree
    if not about or isinstance(value, _NO_VALUES) or not about <= free_symbols(value):
        return tree
    return Qualified(said, "domain", tuple(sorted(about)), condition)


def _of_points(tree: Sequence) -> Expr | None:
    r"""``(t,2t), t \ge 0``, ``x=2t, y=3t, 0 \le t \le 1``: points with what their parameters run over, else None."""
    count = len(tree.items)
    while count and (_is_condition(tree.items[count - 1]) or _is_membership(tree.items[count - 1])):
        count -= 1
    points = tree.items[:count]
    if not 0 < count < len(tree.items) or tree.joiner == "or" or not all(map(_is_point, points)):
        return None
    return _conditioned(points, tree)


def _conditioned(points: tuple[Expr, ...], tree: Sequence) -> Expr | None:
    """Points under the conditions that follow them, if these are about one parameter each."""
    held = _parameters(points)
    body: Expr = points[0] if len(points) == 1 else Sequence(points, tree.joiner)
    for condition in tree.items[len(points) :]:
        about = free_symbols(condition)
        free = _free_kind(condition, points)
        if free:
            body = Qualified(body, free, tuple(about))
        elif len(about) == 1 and about <= held:
            body = Qualified(body, "domain", tuple(about), condition)
        else:
            return None
    return body


def _free_kind(condition: Expr, points: tuple[Expr, ...]) -> str:
    """What a coordinate is said to be that is given no value (``x=0`` with ``y`` real); nothing for anything else."""
    if not isinstance(condition, Relation) or condition.ops != ("in",) or not isinstance(condition.members[0], Symbol):
        return ""
    if condition.members[0].name in frozenset[str]().union(*map(free_symbols, points)):
        return ""
    kind = _INTEGERS.get(condition.members[1], "real" if condition.members[1] == SetName("R") else "")
    return kind if all(isinstance(item, Relation) for item in points) else ""


def _of_all(tree: Sequence) -> Expr | None:
    """``x=2t, y=3t`` with ``t`` declared after the last one, as points with what their parameter runs over, or None."""
    last = tree.items[-1]
    if not isinstance(last, Qualified) or last.condition is not None or tree.joiner not in (",", ";", "and"):
        return None
    points = (*tree.items[:-1], last.body)
    if not all(map(_is_point, points)) or not frozenset(last.names) <= _parameters(points):
        return None
    return Qualified(Sequence(points, tree.joiner), last.kind, last.names)


def _of_definitions(tree: Sequence) -> Expr | None:
    r"""``\varphi-\psi`` where ``\varphi = 2``, ``\psi = 3``, of which the latter is said with the former, else None."""
    place = next((k for k, item in enumerate(tree.items) if isinstance(item, Qualified)), len(tree.items))
    first = tree.items[place] if place + 1 < len(tree.items) else None
    if not isinstance(first, Qualified) or first.condition is None or not _defines(first.condition, first.body):
        return None
    body: Expr = first
    if place:
        body = Qualified(
            Sequence((*tree.items[:place], first.body), tree.joiner), first.kind, first.names, first.condition
        )
    for item in tree.items[place + 1 :]:
        if not _defines(item, first.body):
            return None
        body = Qualified(body, "domain", tuple(free_symbols(item.members[0])), item)  # type: ignore[union-attr]
    return body


def _defines(item: Expr, body: Expr) -> bool:
    """Whether a relation gives the value of a name in ``body``."""
    if not isinstance(item, Relation) or item.ops != ("=",) or not isinstance(item.members[0], Symbol):
        return False
    return item.members[0].name in free_symbols(body) - free_symbols(item.members[1])


def _parameters(points: tuple[Expr, ...]) -> frozenset[str]:
    """The names in the values of points that are not given a value themselves; none for a single number."""
    values = [item.members[-1] if isinstance(item, Relation) else item for item in points]
    named = [name for item in points if isinstance(item, Relation) for name in item.members[:-1]]
    if len(points) == 1 and not isinstance(values[0], Bracketed):
        return frozenset()
    return frozenset[str]().union(*map(free_symbols, values)) - frozenset[str]().union(*map(free_symbols, named))


def _is_membership(tree: Expr) -> bool:
    return isinstance(tree, Relation) and tree.ops == ("in",) and isinstance(tree.members[0], Symbol)


def _is_point(tree: Expr) -> bool:
    """Whether a tree gives a point, or a coordinate of one by its name."""
    if isinstance(tree, Bracketed):
        return tree.opening == "(" and len(tree.items) > 1
    if not isinstance(tree, Relation) or set(tree.ops) != {"="}:
        return False
    named = tree.members[:-1]
    return all(isinstance(name, Symbol) for name in named) or (len(named) == 1 and isinstance(named[0], Bracketed))


_NO_VALUES: Final = (Relation, Sequence, Bracketed, Text)


def _is_condition(tree: Expr) -> bool:
    """Whether a relation compares, so that it may be a condition on what stands before it."""
    return isinstance(tree, Relation) and (ORDER_OPS | {"!="}).issuperset(tree.ops)


def declarations(tree: Expr) -> tuple[tuple[str, str], ...]:
    """The names that ``tree`` declares, with what kind of number each is."""
    found: dict[str, str] = {}
    for node in walk(tree):
        if isinstance(node, Qualified) and node.kind.partition(" ")[0] in _DOMAINS:
            own = _arguments(node.body) if node.kind == "real" else ()
            found.update((name, _DOMAINS.get(node.kind, node.kind)) for name in node.names if name not in own)
        if isinstance(node, Relation) and node.ops == ("in",) and node.members[1] in _INTEGERS:
            found.update((name, _INTEGERS[node.members[1]]) for name in free_symbols(node.members[0]))
    return tuple(found.items())


def declares_index(tree: Expr) -> bool:
    """Whether a list of indices that goes on made a declaration of it (``k = 1, 2, ...``)."""
    return type(tree) is Qualified and tree.condition is None


def _arguments(body: Expr) -> frozenset[str]:
    """The variables of the function that ``body`` gives; all its names if it gives none."""
    defined = isinstance(body, Relation) and body.ops == ("=",) and isinstance(body.members[0], Apply)
    return free_symbols(body.members[0] if defined else body)  # type: ignore[union-attr]


def over_the_reals(tree: Expr) -> frozenset[str]:
    r"""The names of which the text says that they are any real number (``t \in \mathbb R``)."""
    found = frozenset[str]()
    while isinstance(tree, Qualified):
        if tree.kind == "real" and tree.condition is None:
            found |= frozenset(tree.names)
        tree = tree.body
    return found


def bound_as_x(names: tuple[str, ...], *trees: Expr) -> tuple[Expr, ...]:
    """Trees in which a quantifier binds a name, with that name as ``x``, if no ``x`` is free there."""
    if len(names) != 1 or any("x" in free_symbols(tree) for tree in trees):
        return trees
    return tuple([at(tree, {names[0]: Symbol("x")}) for tree in trees])


_DOMAINS: Final = {"real": "real", "constant": "real", "domain": "domain", **{kind: kind for kind in SETS_OF_INTEGERS}}
_INTEGERS: Final[dict[Expr, str]] = {
    SetName("Z"): "integer",
    SetName("N"): "natural",
    SetName("N", "+"): "positive",
    SetName("Z", "+"): "positive",
    SetName("N", "0"): "nonnegative",
    SetName("N", "*"): "positive",
    SetName("Z", ">0"): "positive",
    SetName("Z", ">=0"): "nonnegative",
}
