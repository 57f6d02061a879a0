"""Sets and intervals: in brackets, by name, by condition, and joined.

Each function that reads a part takes ``read``, which reads a tree as its likeliest answer.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import Final

from mathequiv.answers.branches import has_branches
from mathequiv.answers.inequalities import ORDER_OPS, solve
from mathequiv.answers.integer_sets import intersection
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Combination,
    Inequality,
    Interval,
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
from mathequiv.answers.sequences import spread
from mathequiv.answers.text import REALS
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Expr,
    Matrix,
    Mul,
    Neg,
    Number,
    Pow,
    Qualified,
    Relation,
    Sequence,
    SetBuilder,
    SetName,
    SetOp,
    Symbol,
    Text,
)
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.prose import PARITY
from mathequiv.lexicon.quantifiers import SETS_OF_INTEGERS
from mathequiv.limits import MAX_ITEMS, MAX_POWER_SET

__all__ = [
    "as_complement",
    "as_interval",
    "families",
    "is_set",
    "multiples",
    "read_finite_set",
    "read_set",
    "set_difference",
    "span_of",
    "worked_out_set",
]


_NO_END: Final = frozenset((Relation, Sequence, Bracketed, Text, Matrix, SetName, SetBuilder, SetOp, Qualified))


def is_set(tree: Expr) -> bool:
    """Whether ``tree`` is written as a set."""
    return isinstance(tree, (SetBuilder, SetOp, SetName)) or (isinstance(tree, Bracketed) and tree.opening == "{")


def set_difference(tree: Add, read: ReadItem) -> Answer | None:
    """``A - B`` between sets."""
    removed = [term.arg for term in tree.terms[1:] if isinstance(term, Neg)]
    if len(removed) != len(tree.terms) - 1:
        return None
    return Combination("difference", tuple(read_set(part, read) for part in (tree.terms[0], *removed)))


def as_interval(tree: Bracketed) -> Interval | None:
    """The interval that a bracket of two scalars may be."""
    if len(tree.items) != 2:
        return None
    low, high = tree.items
    if not (_may_be_end(low) and _may_be_end(high)):
        return None
    return Interval(low, high, tree.opening == "[", tree.closing == "]")


def _may_be_end(item: Expr) -> bool:
    kind = type(item)
    return kind not in _NO_END and not has_branches(item)


def read_finite_set(tree: Bracketed, read: ReadItem) -> Answer:
    """The elements in braces; a solved inequality in braces is the set it describes."""
    items = [part for item in tree.items for part in spread(read(item))]
    if len(items) == 1 and isinstance(items[0], Solutions):
        return items[0]
    return SetAnswer(tuple(items), tree.loose)


def read_set(tree: Expr, read: ReadItem) -> Answer:
    """``tree`` where a set has to stand: a bracket of two is an interval there."""
    match tree:
        case Bracketed(opening="(" | "[", closing=")" | "]"):
            return as_interval(tree) or read(tree)
        case SetName(name="empty"):
            return SetAnswer(())
        case SetName(name=name, suffix=written):
            suffix = _SUFFIXES.get(written, written)
            return _NAMED.get((name, suffix)) or NamedSet(name + suffix)
        case SetOp(op=op, left=left, right=right):
            parts = (read_set(left, read), read_set(right, read))
            return intersection(parts) if op == "intersection" else Combination(op, parts)
        case SetBuilder(element=element, condition=condition):
            return _set_builder(element, condition, read)
    return read(tree)


_SUFFIXES: Final = {
    **dict.fromkeys((">0", "+*", "*+", "++"), "+"),
    **dict.fromkeys(("<0", "-*", "*-"), "-"),
    **dict.fromkeys((">=0", "+0", "0+"), ">=0"),
    **dict.fromkeys(("!=0", "\\{0\\}"), "*"),
}
"""Other spellings of a suffix."""

_NAMED: Final[dict[tuple[str, str], Answer]] = {
    ("R", ""): REALS,
    ("R", "+"): Interval(Number(0), REALS.high, low_closed=False, high_closed=False),
    ("R", "-"): Interval(REALS.low, Number(0), low_closed=False, high_closed=False),
    ("R", ">=0"): Interval(Number(0), REALS.high, low_closed=True, high_closed=False),
    ("R", "<=0"): Interval(REALS.low, Number(0), low_closed=False, high_closed=True),
    ("R", "*"): Combination("difference", (REALS, SetAnswer((Scalar(Number(0)),)))),
    **dict.fromkeys((("N", "+"), ("N", "*"), ("Z", "+"), ("Z", ">=1")), NamedSet("Z+")),
    **dict.fromkeys((("Z", "-"), ("Z", "<=-1")), NamedSet("Z-")),
    **dict.fromkeys((("Z", ">=0"), ("N", ">=0")), NamedSet("N0")),
}
"""Named sets under the one name they have, by name and suffix; those of reals are intervals."""


def _set_builder(element: Expr, condition: Expr, read: ReadItem) -> Answer:
    """A set builder: the reals that meet solved conditions, else the element and its condition as they stand."""
    domain: list[Answer] = []
    if isinstance(element, Relation) and element.ops == ("in",):
        domain.append(read_set(element.members[1], read))
        element = element.members[0]
    if isinstance(element, Symbol):
        said = PARITY.fullmatch(condition.words) if isinstance(condition, Text) else None
        if said is not None and said["name"] == element.name and domain == [NamedSet("Z")]:
            return _of_parity(element, said["parity"])
        if isinstance(condition, Qualified) and condition.names == (element.name,):
            named = SETS_OF_INTEGERS.get(condition.kind)
            if named is not None:
                domain.append(NamedSet(named))
                condition = condition.body
        solved = _solution_sets(condition, element.name, read)
        if solved is not None:
            parts = [part for part in domain if part != REALS] + solved
            return parts[0] if len(parts) == 1 else intersection(tuple(parts))
    return _set_of(element, condition, domain, read)


def _of_parity(name: Symbol, parity: str) -> Answer:
    """The even or the odd integers, as all doubles of one or what is one more."""
    double: Expr = Mul((Number(2), name))
    return SetOf(Scalar(double if parity == "even" else Add((double, Number(1)))), Solutions(name.name, NamedSet("Z")))


def _solution_sets(condition: Expr, variable: str, read: ReadItem) -> list[Answer] | None:
    """The sets whose intersection a condition describes, None if it is not solved for ``variable``."""
    conditions = condition.items if isinstance(condition, Sequence) else (condition,)
    sets = [_condition_set(one, variable, read) for one in conditions]
    known = [one for one in sets if one is not None]
    if len(known) != len(sets):
        return None
    is_either = isinstance(condition, Sequence) and condition.joiner == "or" and len(known) > 1
    return [Combination("union", tuple(known))] if is_either else known


def _set_of(element: Expr, condition: Expr, domain: list[Answer], read: ReadItem) -> Answer:
    match condition:
        case Qualified(body=Relation(members=(name, value), ops=("=",)), kind="integer", names=(n,)) if name == element:
            return SetOf(read(value), Solutions(n, NamedSet("Z")))
        case Qualified(body=Symbol() | Sequence() as before, kind=kind, names=names) if kind in _NAMED_BY_KIND:
            listed = before.items if isinstance(before, Sequence) else (before,)
            more = tuple(item.name for item in listed if isinstance(item, Symbol))
            if len(more) == len(listed) and not domain:  # s, t \in \mathbb R
                return SetOf(read(element), _over((*more, *names), _NAMED_BY_KIND[kind]))
    inner = read(condition)
    said = bool(domain) and not (len(domain) == 1 and _is_of_reals(element, domain[0], inner))
    return SetOf(read(element), Statement("and", (*domain, inner)) if said else inner)


_NAMED_BY_KIND: Final[dict[str, Answer]] = {
    "real": REALS,
    "domain rational": NamedSet("Q"),
    **{kind: NamedSet(name) for kind, name in SETS_OF_INTEGERS.items()},
}
"""The sets that letters are declared to be in, by the kind of the declaration."""


def _is_of_reals(element: Expr, domain: Answer, condition: Answer) -> bool:
    """Whether a domain says only that letters are real, which they are where nothing else is said.

    An equation of one letter may have roots that are not, and ``z`` and ``w`` may be complex.
    """
    if isinstance(element, Symbol):
        return domain == REALS and element.name not in _MAY_BE_COMPLEX and isinstance(condition, Inequality)
    items = element.items if isinstance(element, Bracketed) else ()
    names = [item.name for item in items if isinstance(item, Symbol)]
    told = len(names) == len(items) > 1 and not _MAY_BE_COMPLEX.issuperset(names)
    return told and domain == NamedSet(f"R{len(items)}")


_MAY_BE_COMPLEX: Final = frozenset("zw")


def as_complement(tree: Expr, read: ReadItem) -> Answer | None:
    r"""``(A\cup B)^c`` and ``\overline{A\cup B}`` as the complement of a set; None for anything else."""
    match tree:
        case Pow(base=base, exponent=Symbol(name="c" | "C" | "complement")) | Call(name="conj", args=(base,)):
            return Combination("complement", (read_set(base, read),))
    return None


def multiples(tree: Expr) -> Answer | None:
    r"""``2\mathbb Z`` as the multiples of a number; None for anything else."""
    match tree:
        case Mul(factors=(Number() as step, SetName(name="Z", suffix=""))):
            return SetOf(Scalar(Mul((step, Symbol("k")))), Solutions("k", NamedSet("Z")))
    return None


def worked_out_set(tree: Expr, read: ReadItem) -> Answer | None:
    r"""The power set of a written set, or the pairs of two (``\{1,2\}\times\{3,4\}``); None for anything else."""
    match tree:
        case (
            Mul(factors=(Symbol(name="P"), Bracketed(opening="{", loose=False, items=items)))
            | Apply(name="P", args=(Bracketed(opening="{", loose=False, items=items),))
        ) if len(items) <= MAX_POWER_SET:
            chosen = [pick for size in range(len(items) + 1) for pick in combinations(map(read, items), size)]
            return SetAnswer(tuple(map(SetAnswer, chosen)))
        case Mul(
            factors=(
                Bracketed(opening="{", loose=False, items=firsts),
                Bracketed(opening="{", loose=False, items=seconds),
            )
        ) if len(firsts) * len(seconds) <= MAX_ITEMS:
            return SetAnswer(tuple(map(TupleAnswer, product(map(read, firsts), map(read, seconds)))))
    return None


def families(tree: Expr, answers: tuple[Answer, ...]) -> list[Answer]:
    """Vectors in names that are declared any real number as the sets of all of them; nothing for anything else."""
    if not isinstance(tree, Qualified) or tree.kind not in _FREE:
        return []
    return [family for family in [_as_family(tree.names, answer) for answer in answers] if family is not None]


_FREE: Final = frozenset({"real", "constant"})
"""Kinds of qualifier under which a name is any real number."""


def _as_family(names: tuple[str, ...], answer: Answer) -> Answer | None:
    r"""``(-z, z), z \in \mathbb R`` as the set of all these vectors; None for what is no vector in the names."""
    if isinstance(answer, Assignment):
        family = _as_family(names, answer.value)
        return None if family is None else Assignment(answer.label, family)
    rows = (
        answer.rows if isinstance(answer, MatrixAnswer) else (answer.items,) if isinstance(answer, TupleAnswer) else ()
    )
    held = frozenset[str]().union(
        *[free_symbols(part.expr) for row in rows for part in row if isinstance(part, Scalar)]
    )
    if not names or not held.issuperset(names):
        return None
    return SetOf(answer, _over(names, REALS))


def _over(names: tuple[str, ...], values: Answer) -> Answer:
    over = tuple(Solutions(name, values) for name in names)
    return over[0] if len(over) == 1 else Listing(over)


def _condition_set(condition: Expr, variable: str, read: ReadItem) -> Answer | None:
    """The set of reals a condition on ``variable`` describes, None if it is not solved for it."""
    if not isinstance(condition, Relation):
        return None
    if ORDER_OPS.issuperset(condition.ops):
        found = solve(condition.members, condition.ops, variable)
        return None if found is None else found.values
    answer = read(condition)
    if isinstance(answer, Solutions) and answer.variable == variable:
        return answer.values
    if condition.ops == ("=",) and condition.members[0] == Symbol(variable):
        return SetAnswer((read(condition.members[1]),))
    return None


def span_of(tree: Relation) -> SetBuilder | None:
    r"""The span in ``\operatorname{span}\{(1,2)\}\subset\mathbb R^2``, with where it is; None for other subsets."""
    if tree.ops not in (("subset",), ("subseteq",)):
        return None
    inner, space = tree.members
    if not isinstance(inner, SetBuilder) or not isinstance(space, SetName) or not space.suffix.isdecimal():
        return None
    return inner if any(name.startswith("factor ") for name in free_symbols(inner)) else None
