"""Sequences on one level: bare lists, several assignments, systems and alternatives of inequalities."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from typing import Final, TypeAlias

from mathequiv.answers.branches import branches, has_branches, has_facing_signs
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Combination,
    Interval,
    Listing,
    Scalar,
    SetAnswer,
    Solutions,
    Statement,
    TextAnswer,
    TupleAnswer,
)
from mathequiv.answers.labels import label_of
from mathequiv.answers.relations import by_index, merge_assignments
from mathequiv.answers.text import REALS
from mathequiv.latex.expr import (
    Add,
    Bracketed,
    Call,
    Expr,
    Mul,
    Neg,
    Number,
    PlusMinus,
    Qualified,
    Quantity,
    Relation,
    Sequence,
    SetName,
    Symbol,
)
from mathequiv.lexicon import units
from mathequiv.limits import check

__all__ = ["flatten", "is_flat", "read_sequence", "signed_tuples"]

ReadAll: TypeAlias = Callable[[Expr], tuple[Answer, ...]]


def read_sequence(sequence: Sequence, read_all: ReadAll, *, signed: bool = True) -> tuple[Answer, ...]:
    """What a sequence may mean, likeliest first; ``read_all`` gives the readings of an item.

    Where none of its items holds a plus-minus sign (``signed``) none is looked for.
    """
    if signed and has_facing_signs(sequence.items) and _are_named(sequence.items):
        opened = [read_all(branch)[0] for branch in branches(sequence)]
        return (Listing(tuple(opened), branches=True),)
    kinds = frozenset(map(type, sequence.items))
    items = sequence.items if _NESTING.isdisjoint(kinds) else _without_domains(flatten(sequence))
    items = tuple(chain.from_iterable(map(signed_tuples, items))) if signed else items
    grouped = _read_grouped(sequence, kinds, items, read_all)
    if grouped is not None:
        return (grouped,)
    alternatives = _alternatives(items, read_all)
    first: list[Answer] = []
    for options in alternatives:
        first += spread(options[0])
    joiner = _joiner(sequence, kinds)
    answers = [_combine(first, joiner)]
    if max(map(len, alternatives)) > 1:
        second = [options[min(1, len(options) - 1)] for options in alternatives]
        answers.append(_combine(second, joiner))
    compound = _compound(items) if sequence.joiner == "and" else None
    return tuple(answers) if compound is None else (*answers, compound)


def _are_named(items: tuple[Expr, ...]) -> bool:
    """Whether all items with signs are relations, so that a value of one name belongs to one of another."""
    return all(isinstance(item, Relation) for item in items if has_branches(item))


def _joiner(sequence: Sequence, kinds: frozenset[type]) -> str:
    """What joins the items: "or" also where it joins values of several names among them."""
    return "or" if Sequence in kinds and any(map(_is_choice, sequence.items)) else sequence.joiner


def _is_choice(item: Expr) -> bool:
    """Whether "or" joins values of several names, of which one holds (``7; x = 2 or y = 3``)."""
    if not isinstance(item, Sequence) or item.joiner != "or":
        return False
    return len({part.members[0] for part in item.items if isinstance(part, Relation) and part.ops == ("=",)}) > 1


def _read_grouped(
    sequence: Sequence, kinds: frozenset[type], items: tuple[Expr, ...], read_all: ReadAll
) -> Answer | None:
    """A list of groups of values; None for any other list."""
    grouped = _groups(sequence, read_all) if Sequence in kinds or kinds == _RELATIONS else None
    first = items[0]
    if grouped is None and isinstance(first, Relation) and type(first.members[0]) is Bracketed:
        return _labelled_tuples(items, read_all)
    return grouped


def signed_tuples(item: Expr) -> tuple[Expr, ...]:
    r"""``\pm(1,2)`` as the two tuples that it is, with their label before the first; anything else as it is."""
    match item:
        case PlusMinus(arg=Bracketed(opening="(", closing=")", items=entries)) if len(entries) > 1:
            return item.arg, Bracketed("(", ")", tuple(map(_negative, entries)))
        case Relation(members=(Bracketed() as label, PlusMinus() as value), ops=("=",)):
            first, *rest = signed_tuples(value)
            return (Relation((label, first), ("=",)), *rest) if rest else (item,)
    return (item,)


def _negative(entry: Expr) -> Expr:
    return entry.arg if isinstance(entry, Neg) else Neg(entry)


def _alternatives(items: tuple[Expr, ...], read_all: ReadAll) -> list[tuple[Answer, ...]]:
    """The readings of each item; beside a chain of names (``B = C = 72``), relations are read as it is."""
    found = list(map(read_all, items))
    if len(items) > 1 and _RELATIONS.issuperset(map(type, items)) and any(map(_is_name_chain, items)):
        return [options[-1:] if len(options) > 1 else options for options in found]
    return found


_RELATIONS: Final = frozenset((Relation,))


def _is_name_chain(item: Expr) -> bool:
    """``B = C = 72``: names that are given one value together."""
    if not isinstance(item, Relation) or len(item.members) < 3 or set(item.ops) != {"="}:
        return False
    return all(isinstance(member, Symbol) for member in item.members[:-1]) and not isinstance(item.members[-1], Symbol)


def _labelled_tuples(items: tuple[Expr, ...], read_all: ReadAll) -> Answer | None:
    """``(x,y)=(1,2),(2,1)`` as groups of assignments: the label belongs to every tuple; None for anything else."""
    first = items[0]
    if not (isinstance(first, Relation) and first.ops == ("=",) and isinstance(first.members[0], Bracketed)):
        return None
    size = len(first.members[0].items)
    if len(items) < 2 or not all(isinstance(item, Bracketed) and len(item.items) == size for item in items[1:]):
        return None
    groups = [read_all(Relation((first.members[0], item), ("=",)))[0] for item in (first.members[1], *items[1:])]
    return Listing(tuple(groups)) if all(isinstance(group, Assignments) for group in groups) else None


def _compound(items: tuple[Expr, ...]) -> Answer | None:
    """``1 hour and 30 minutes`` as one quantity in the larger unit; None for anything else."""
    match items:
        case (Quantity(value=Number() as large, unit=unit), Quantity(value=Number() as small, unit=part)):
            larger, smaller = units.conversion(unit), units.conversion(part)
            if larger and smaller and larger[1] == smaller[1] and larger[0] > smaller[0]:
                ratio = smaller[0] / larger[0]
                rest = Mul((small, Number(ratio.numerator, ratio.denominator)))
                return Scalar(Quantity(Add((large, rest)), unit))
    return None


def is_flat(sequence: Sequence) -> bool:
    """Whether commas or semicolons, not both, separate the items.

    Raises:
        OverLimit: there are more than ``MAX_ITEMS``.
    """
    check("MAX_ITEMS", len(sequence.items))
    return sequence.joiner in (",", ";") and Sequence not in map(type, sequence.items)


def flatten(sequence: Sequence) -> tuple[Expr, ...]:
    """The items of a sequence and of the sequences within it, in written order."""
    if Sequence not in map(type, sequence.items):
        return sequence.items
    flat: list[Expr] = []
    for item in sequence.items:
        flat.extend(flatten(item) if isinstance(item, Sequence) else (item,))
    return tuple(flat)


def spread(answer: Answer) -> tuple[Answer, ...]:
    """The items a set of plus-minus branches or a nested bare list adds to the list it is in."""
    return answer.items if isinstance(answer, (Listing, Assignments)) else (answer,)


def _read_groups(sequence: Sequence, read_all: ReadAll) -> list[Answer]:
    """What each group of a list is read as; nothing where the items are no groups."""
    if len(sequence.items) > 1 and all(map(_is_name_chain, sequence.items)):
        return [read_all(item)[-1] for item in sequence.items]
    grouped = Sequence in map(type, sequence.items) or (sequence.joiner == "or" and _are_tuples(sequence.items))
    return [read_all(item)[0] for item in sequence.items] if grouped else []


def _are_tuples(items: tuple[Expr, ...]) -> bool:
    """Whether one tuple of names is given several values (``(x,y)=(0,0)`` or ``(x,y)=(1,1)``)."""
    given = [item.members for item in items if isinstance(item, Relation) and item.ops == ("=",)]
    tuples = all(isinstance(member, Bracketed) for members in given for member in members)
    return tuples and len(given) == len(items) and len({names for names, _ in given}) == 1


def _groups(sequence: Sequence, read_all: ReadAll) -> Answer | None:
    """``p=5, q=2; p=7, q=2``: a list of groups of assignments; ``1,2; 3,4``: one of groups of values.

    So are two values that the same names have together (``x=y=1`` or ``x=y=-1``).
    """
    read = _read_groups(sequence, read_all)
    if not read:
        return None
    if sequence.joiner == ";" and all(isinstance(item, (Listing, Scalar)) for item in read):
        return Listing(tuple(read))
    if not all(isinstance(item, Assignments) for item in read):
        return _groups_of_values(read, sequence.joiner)
    groups = [item.items for item in read if isinstance(item, Assignments)]
    order = {a.label.name: at for at, a in enumerate(groups[0])}
    if any({a.label.name for a in group} != order.keys() for group in groups):
        return None
    return Listing(tuple([Assignments(tuple(sorted(group, key=lambda a: order[a.label.name]))) for group in groups]))


def _groups_of_values(read: list[Answer], joiner: str) -> Answer | None:
    """``n=1,5; n=2,7``: values under names; None where "or" joins them, or one name comes again without semicolons."""
    named = [item for item in read if isinstance(item, Assignment)]
    if len(named) < len(read) or joiner == "or":
        return None
    return _named_groups(named) or (Listing(tuple(named)) if joiner == ";" else None)


def _named_groups(named: list[Assignment]) -> Answer | None:
    """``a=2,3; b=4``, also the answers to numbered questions: groups of values under names; None if one comes again."""
    distinct = len({item.label.name for item in named}) == len(named)
    return Assignments(tuple(named)) if distinct else None


def _without_domains(items: tuple[Expr, ...]) -> tuple[Expr, ...]:
    r"""Items without memberships in a named set of a variable that another item holds (``, n \in \mathbb N``)."""
    domains = [item for item in items if type(item) in _DOMAINS and _is_domain(item)]
    if not domains:
        return items
    return tuple([item for item in items if item not in domains]) or items


_DOMAINS: Final = frozenset((Relation, Qualified))
_NESTING: Final = _DOMAINS | {Sequence}


def _is_domain(item: Expr) -> bool:
    if isinstance(item, Qualified):
        item = item.body
    return (
        isinstance(item, Relation)
        and item.ops == ("in",)
        and isinstance(item.members[0], Symbol)
        and isinstance(item.members[1], SetName)
    )


_VALUES: Final = frozenset((Scalar, TupleAnswer))
_VALUES_AND_NAMES: Final = _VALUES | {Assignment}
_SETS: Final = frozenset((Interval, Combination, SetAnswer))


def _combine(items: list[Answer], joiner: str) -> Answer:
    kinds = set(map(type, items))
    first = items[0]
    special = _combine_pair_of_kinds(kinds, items) if len(kinds) == len(_PAIR) and Scalar in kinds else None
    if special is not None:
        return special
    if isinstance(first, Assignment) and _VALUES_AND_NAMES.issuperset(kinds):
        return _combine_named(first, items, joiner)
    if kinds == {TupleAnswer} and items[-1] == first and all(item == first for item in items):
        return first
    if Solutions in kinds:
        return _solution_sets(items, joiner)
    return _alternative(kinds, items) if joiner == "or" else Listing(tuple(items))


def _alternative(kinds: set[type], items: list[Answer]) -> Answer:
    """What "or" makes of items: of sets their union, of claims a statement, of anything else a list."""
    if kinds <= _SETS:
        return Combination("union", tuple(items))
    listed = Listing(tuple(items))
    heads = {item.label.name.partition("_")[0] for item in items if isinstance(item, Assignment)}
    if len(heads) > 1:
        return Statement("or", (Listing(tuple(_with_values(items))),))
    return Statement("or", (listed,)) if _are_claims(items) else listed


def _with_values(items: list[Answer]) -> list[Answer]:
    """Items with the values after a name under it, where other values are before the first name."""
    start = next(at for at, item in enumerate(items) if isinstance(item, Assignment))
    bare = any(isinstance(item, Scalar) for item in items[start:])
    named = _under_names(items[start:]) if bare else None
    return [*items[:start], *named.items] if isinstance(named, Assignments) else items


def _are_claims(items: list[Answer]) -> bool:
    r"""Whether all items claim something, so that one of them and all of them are not the same.

    Congruences of one modulus are residue classes, which are listed with either word.
    """
    if all(isinstance(item, TextAnswer) for item in items):
        return any(_COPULA.search(item.words) for item in items if isinstance(item, TextAnswer))
    claims = [item for item in items if isinstance(item, Statement)]
    return len(claims) == len(items) and len({_modulus(one) for one in claims}) > 1


_COPULA: Final = re.compile(r"\b(?:is|are)\b")


def _modulus(claim: Statement) -> Expr | None:
    """The modulus of a congruence, None of any other claim."""
    match claim.head, claim.parts[-1]:
        case "equiv", Scalar(expr=Call(name="pmod", args=(_, modulus))):
            return modulus
    return None


_PAIR: Final = (Scalar, Scalar)


def _combine_pair_of_kinds(kinds: set[type], items: list[Answer]) -> Answer | None:
    if kinds == {Scalar, Assignment}:
        return _names_first(items)
    return _residues(items) if kinds == {Statement, Scalar} else None


def _combine_assignments(named: list[Assignment], joiner: str) -> Answer:
    if joiner == "or" and len({item.label.name.partition("_")[0] for item in named}) > 1:
        return Statement("or", (Listing(tuple(named)),))  # only one of them holds
    return merge_assignments(named)


def _combine_named(first: Assignment, items: list[Answer], joiner: str) -> Answer:
    """Values with names, the first of them with one (``a = 4, -8``; ``x = 2, y = 3``; ``x = 2 or 3, y = 4``)."""
    if _VALUES.issuperset(map(type, items[1:])):
        congruent = _congruent(first, items)
        return _distribute(first, items[1:]) if congruent is None else congruent
    named = [item for item in items if isinstance(item, Assignment)]
    if len(named) == len(items):
        return _combine_assignments(named, joiner)
    return _under_names(items) or Listing(tuple(items))


def _distribute(first: Assignment, rest: list[Answer]) -> Answer:
    """``a = 4, -8, -10``: one label for the whole list."""
    head = first.value.items if isinstance(first.value, Listing) else (first.value,)
    return by_index(Assignment(first.label, Listing((*head, *rest))))


def _under_names(items: list[Answer]) -> Answer | None:
    """``x = 2 or 3, y = 4``: a value without a name has the name before it; None if a name comes again."""
    runs: list[list[Answer]] = []
    for item in items:
        if isinstance(item, Assignment):
            runs.append([item])
        else:
            runs[-1].append(item)
    read = [_distribute(first, rest) if rest and isinstance(first, Assignment) else first for first, *rest in runs]
    named = [item for item in read if isinstance(item, Assignment)]
    return _named_groups(named) if len(named) == len(runs) else None


def _congruent(first: Assignment, items: list[Answer]) -> Answer | None:
    r"""``x = 2, 3, 5 \pmod 7``, a congruence with a sign of equality; None for other values."""
    last = items[-1]
    if first.label.kind != "variable" or not (isinstance(last, Scalar) and isinstance(last.expr, Call)):
        return None
    return _residues([Statement("equiv", (Scalar(Symbol(first.label.name)), first.value)), *items[1:]])


def _residues(items: list[Answer]) -> Answer | None:
    r"""``n \equiv 1, 4 \pmod 5``: one congruence with several residues, whose modulus stands after the last."""
    first, *rest = items
    last = items[-1]
    if not (isinstance(first, Statement) and first.head == "equiv" and len(first.parts) == 2):
        return None
    if not (isinstance(last, Scalar) and isinstance(last.expr, Call) and last.expr.name == "pmod"):
        return None
    modulus = last.expr.args[1]
    values = [item.expr for item in (first.parts[1], *rest[:-1]) if isinstance(item, Scalar)]
    residues = [Scalar(Call("pmod", (value, modulus))) for value in values]
    return Statement("equiv", (first.parts[0], *residues, last)) if len(residues) == len(items) - 1 else None


def _names_first(items: list[Answer]) -> Answer | None:
    """``x, y = 1, 2``: names before the sign, as many values after it."""
    at = next(k for k, item in enumerate(items) if isinstance(item, Assignment))
    last = items[at]
    if len(items) != 2 * at + 1 or not isinstance(last, Assignment) or not isinstance(last.value, Scalar):
        return None
    values = [last.value, *[item for item in items[at + 1 :] if isinstance(item, Scalar)]]
    names = [item.expr for item in items[:at] if isinstance(item, Scalar) and isinstance(item.expr, Symbol)]
    labels = [label for label in map(label_of, (*names, Symbol(last.label.name))) if label is not None]
    if len(labels) != at + 1 or len(values) != at + 1:
        return None
    return Assignments(tuple(map(Assignment, labels, values)))


def _solution_sets(items: list[Answer], joiner: str) -> Answer:
    """Solved inequalities of one variable as one set; of several variables a list."""
    items = _join_exclusions(items)
    variables = {item.variable for item in items if isinstance(item, Solutions)}
    variables |= {item.label.name for item in items if isinstance(item, Assignment)}
    sets = [_as_set(item) for item in items]
    if len(variables) != 1 or any(one is None for one in sets):
        return _as_no_set(items, len(variables), joiner)
    meet = joiner == "and" and Assignment not in map(type, items)  # ``n=1 and n>=3`` lists two answers
    op = "union" if joiner == "or" else "intersection" if meet else "system"
    parts = tuple(one for one in sets if one is not None)
    return Solutions(variables.pop(), parts[0] if len(parts) == 1 else Combination(op, parts))


def _as_no_set(items: list[Answer], names: int, joiner: str) -> Answer:
    """Solved inequalities that are no one set: of several names, "or" says that only one of them holds."""
    listed = Listing(tuple(items))
    return Statement("or", (listed,)) if joiner == "or" and names > 1 else listed


def _join_exclusions(items: list[Answer]) -> list[Answer]:
    r"""``x \ne 1, 2``: bare scalars after an exclusion are excluded too."""
    bare = [item for item in items[1:] if isinstance(item, Scalar)]
    match items[0]:
        case Solutions(variable=name, values=Combination(op="difference", parts=(_, SetAnswer(items=excluded)))):
            if bare and len(bare) == len(items) - 1:
                return [Solutions(name, Combination("difference", (REALS, SetAnswer((*excluded, *bare)))))]
    return items


def _as_set(item: Answer) -> Answer | None:
    match item:
        case Solutions(values=values):
            return values
        case Assignment(value=Scalar() as value):
            return SetAnswer((value,))
        case Assignment(value=Listing(items=items)):
            return SetAnswer(items)
        case Interval() | Combination() | SetAnswer():
            return item
        case TextAnswer():
            return None
    return None
