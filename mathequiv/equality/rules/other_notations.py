r"""Notations of one thing that other rules read as two: unit vectors without marks, chains of names, commutators."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import Final

from mathequiv.answers.contents import answer_symbols, change_trees, contents, outer_trees, rename
from mathequiv.answers.groups import group_of_letter
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
    Reading,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TextAnswer,
    TupleAnswer,
)
from mathequiv.answers.text import REALS
from mathequiv.equality.outcome import Context, equal, under_rule
from mathequiv.equality.rules.bare_units import both_as_quantities
from mathequiv.equality.rules.counts import in_counts
from mathequiv.equality.rules.families import COUNTERS
from mathequiv.equality.rules.vectors import marked
from mathequiv.finding import Finding
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Constant,
    Div,
    Expr,
    Mul,
    Neg,
    Number,
    Pow,
    Quantity,
    SetName,
    Symbol,
)
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import at, free_symbols, rebuild, walk
from mathequiv.lexicon.behaviours import is_behaviour
from mathequiv.lexicon.changes import changes_label
from mathequiv.lexicon.functions import FAMILIES
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.quantifiers import PARAMETERS
from mathequiv.limits import MAX_RENAMED
from mathequiv.verdict import Convention, Exact, Witness

__all__ = [
    "are_equal",
    "by_notation",
    "is_renamed",
    "same_bounds",
    "same_bracket",
    "same_by_letters",
    "same_choices",
    "same_events",
    "same_places",
    "same_points",
    "same_structure",
    "same_ties",
]


def are_equal(a: Answer, b: Answer, ctx: Context) -> bool:
    """Whether the rules call two answers EQUIVALENT."""
    found = ctx.match(a, b)
    return found is not None and found.equivalent


# --- names ------------------------------------------------------------------------------------------------------------


def same_ties(a: Answer, b: Answer, _: Context) -> Finding | None:
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


def same_places(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    r"""EQUIVALENT if the first of several values is said of what they are (``\text{critical points at }x=0, x=2``)."""
    if not isinstance(a, Assignments) or a.items[0].label.kind != "word":
        return None
    first, *rest = a.items
    name = first.label.name.rpartition(" ")[2]
    if len(name) != 1 or any(item.label.name != name for item in rest) or changes_label(first.label.name.split()):
        return None
    found = ctx.match(Assignment(rest[0].label, Listing(tuple([item.value for item in a.items]))), b)
    return under_rule(found, "label_dropped") if found is not None and found.equivalent else None


def same_choices(a: Answer, b: Answer, _: Context) -> Finding | None:
    r"""EQUIVALENT if the letters of a word are those of a list of choices (``\text{AC}``, ``A and C``)."""
    if not (isinstance(a, TextAnswer) and isinstance(b, Listing) and _CHOICES.fullmatch(a.words)):
        return None
    letters = [item.expr.name for item in b.items if isinstance(item, Scalar) and isinstance(item.expr, Symbol)]
    in_order = sorted(set(a.words))
    if list(a.words) != in_order or len(letters) != len(b.items) or sorted(letters) != [x.upper() for x in in_order]:
        return None
    return equal("choice", "the same letters", Exact("same letters"))


_CHOICES: Final = Pattern(r"[a-f]{2,6}")


def same_structure(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    r"""EQUIVALENT if what a group is said to be like is the other side, or the set on which a function rises.

    ``G\cong S_3`` is ``S_3``, and ``\text{increasing on }(0,1)`` is ``(0,1)``.
    """
    match a:
        case Statement(head="equiv", parts=(Scalar(expr=named), said)) if _names_group(named):
            if isinstance(b, Assignment):
                found = ctx.match(said, b.value) if b.label.name == to_text(named) else None
            else:
                found = ctx.match(said, b)
        case Statement(head=head, parts=(values,)) if is_behaviour(head) and isinstance(b, (Interval, Combination)):
            found = ctx.match(values, b)
        case _:
            return None
    return under_rule(found, "label_dropped") if found is not None and found.equivalent else None


def _names_group(expr: Expr) -> bool:
    r"""Whether an expression names a group, ring or space rather than a point or number (``G/N``, ``\ker\phi``)."""
    match expr:
        case Symbol(name=name):
            stem = name.partition("_")[0]
            return (len(stem) == 1 and stem.isupper()) or (name[:1].isupper() and name.endswith(")"))
        case Call(name="ker"):
            return True
        case Div(numerator=above, denominator=below):
            return _names_group(above) and (isinstance(above, Mul) or _names_group(below))
        case Mul(factors=(SetName(), Bracketed(opening="["))):
            return True
        case Mul(factors=(Symbol(name=name), _)):
            return "_" in name  # ``\pi_1(S^1)``
    return False


def same_by_letters(a: Answer, b: Answer, _: Context) -> Finding | None:
    r"""EQUIVALENT if letters mean what the other side writes in signs (``C_6``, ``\mathbb Z_6``; ``A-B``; ``R``)."""
    if not isinstance(b, Scalar):
        return None
    match a:
        case Interval() if a == REALS and b.expr == Symbol("R"):
            return equal("synonym", "the letter of the reals", Convention("synonym"))
        case Combination(op="difference", parts=(Scalar(expr=Symbol() as x), Scalar(expr=Symbol() as y))):
            if b.expr == Add((x, Neg(y))) and (x.name + y.name).isupper():
                return equal("set_algebra", "a difference of sets by another sign", Exact("same sets"))
        case NamedSet(name=name) if _is_power_of_letter(b.expr, name):
            return equal("synonym", "the letter of the set", Convention("synonym"))
        case Statement(head="group"):
            if isinstance(b.expr, Symbol) and group_of_letter(b.expr.name) == a:
                return equal("statement", "the same cyclic groups", Exact("elementary divisors"))
    return None


def _is_power_of_letter(expr: Expr, name: str) -> bool:
    """Whether an expression is the letter of the reals, raised to the power that the name of a set ends in."""
    match expr:
        case Pow(base=Symbol(name="R"), exponent=Number(numerator=n, denominator=1)):
            return name == f"R{n}"
    return False


def same_events(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    r"""EQUIVALENT if probabilities are of the same events, whose complements are marked otherwise (``P(\bar A)``)."""
    left, right = (change_trees(side, _of_complements) for side in (a, b))
    if (left, right) == (a, b):
        return None
    found = ctx.match(left, right)
    return found if found is not None and found.equivalent else None


def _of_complements(tree: Expr) -> Expr:
    if isinstance(tree, Apply) and tree.name == "P":
        return rebuild(tree, _complement)
    return rebuild(tree, _of_complements)


def _complement(event: Expr) -> Expr:
    match event:
        case Pow(base=Symbol(name=name), exponent=Symbol(name="c" | "C" | "complement")) if name.isupper():
            return Symbol(f"not {name}")
        case Symbol(name=name):
            found = _COMPLEMENT.fullmatch(name)
            return event if found is None else Symbol(f"not {found[1] or found[2]}")
    return rebuild(event, _complement)


_COMPLEMENT: Final = Pattern(r"bar\(([A-Z])\)|([A-Z])'")


def same_bracket(a: Answer, b: Answer, ctx: Context) -> Finding | None:
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


def same_points(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    r"""A set of points by a parameter that is any real number against such a point (``\{(t,2t):t\in\mathbb R\}``)."""
    match a:
        case SetOf(element=point, condition=Solutions(variable=name, values=values)) if values == REALS:
            if isinstance(point, TupleAnswer) and name in answer_symbols(point) & answer_symbols(b):
                found = ctx.match(point, b)
                return under_rule(found, "condition_dropped") if found is not None and found.equivalent else None
    return None


def same_bounds(a: Answer, b: Answer, ctx: Context) -> Finding | None:
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


def by_notation(difference: Finding, witness: Witness, a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """What a difference at some values is once names on one side only are what the other side writes for them.

    Returns:
        The difference, an EQUIVALENT, or None where a name may be another notation, with which the sides are equal.
    """
    counted = in_counts(a.answer, b.answer)
    found = difference if counted is None else ctx.match(counted[0], counted[1])
    if found is None or found.equivalent:
        return found
    return None if _are_measures(a.answer, b.answer, ctx) else _by_names(difference, witness, a, b, ctx)


def _by_names(difference: Finding, witness: Witness, a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """What `by_notation` says by the names that only one side has."""
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
    return None if is_renamed(a, b, ctx) else difference


def _are_measures(a: Answer, b: Answer, ctx: Context) -> bool:
    """Whether two numbers before a letter are one measure, if the letters are units (``3600 s``, ``1 h``)."""
    if not (isinstance(a, Scalar) and isinstance(b, Scalar)):
        return False
    pair = both_as_quantities(a.expr, b.expr, single=True)
    return pair is not None and are_equal(Scalar(pair[0]), Scalar(pair[1]), ctx)


def is_renamed(a: Reading, b: Reading, ctx: Context) -> bool:
    r"""Whether one family may be the other with other letters for its parameters (``f(x)=\frac ax``, ``(t,-t,0)``)."""
    held = answer_symbols(a.answer), answer_symbols(b.answer)
    own, others = sorted(held[0] - held[1]), sorted(held[1] - held[0])
    if not 0 < len(own) == len(others) <= MAX_RENAMED:
        return False
    if _in_one_case(own) == _in_one_case(others) and all(map(_INDEX_OF_LETTER.fullmatch, own)):
        return are_equal(rename(a.answer, dict(zip(own, others, strict=True))), b.answer, ctx)
    if not PARAMETERS.issuperset((*own, *others)):
        return False
    if not _is_family(a.answer, own) or not _is_family(b.answer, others):
        return False
    counts = COUNTERS.issuperset((*own, *others))
    if all(map(_says_of_names, (a, b))) if counts else (_is_declared(a) or _is_declared(b)):
        return False
    renamings = [dict(zip(own, order, strict=True)) for order in permutations(others)]
    return any(are_equal(rename(a.answer, names), b.answer, ctx) for names in renamings)


def _is_declared(side: Reading) -> bool:
    """Whether a text says of a name that it is other numbers than reals."""
    return any(kind != "real" for _, kind in side.domains)


def _says_of_names(side: Reading) -> bool:
    """Whether a text says anything of its names."""
    return bool(side.domains or side.conditions)


_INDEX_OF_LETTER: Final = Pattern(r"\w+_[a-zA-Z]")


def _in_one_case(names: list[str]) -> list[str]:
    """Names with their indices in small letters (``T_C``, ``T_c``)."""
    return [name.partition("_")[0] + name.partition("_")[2].lower() for name in names]


def _is_family(answer: Answer, names: list[str]) -> bool:
    """Whether names are parameters of an answer: no arguments of its function, or in points and vectors."""
    match answer:
        case Assignment(label=label, value=Scalar()) if label.kind == "function":
            return label.name in FAMILIES and not set(names) & set(label.arguments)
        case Assignment(label=Label(name=counted, kind="variable"), value=Scalar()) if {counted, *names} <= COUNTERS:
            return True  # n = 2^k
        case Assignment(label=Label(name="y", kind="variable"), value=Scalar(expr=expr)):
            return len(free_symbols(expr)) > len(names)
        case Assignment(label=label, value=Scalar(expr=expr)) if label.kind == "indexed":
            return label.name[-1] in COUNTERS & free_symbols(expr) and label.name[-1] not in names
        case Assignment(value=value):
            return isinstance(value, (TupleAnswer, MatrixAnswer, Listing, SetAnswer)) and _is_family(value, names)
        case Listing(items=items) | SetAnswer(items=items):
            return all(isinstance(item, (TupleAnswer, MatrixAnswer)) for item in items)
    return isinstance(answer, (TupleAnswer, MatrixAnswer))


_UNIT_VECTORS: Final = frozenset({"hat(i)", "hat(j)", "hat(k)"})
_TWICE_TWO: Final = 4
"""Names on one side only where each side has two constants of its own."""
_INDEXED: Final = Pattern(r"[cCkKA]_[12]")


def _values(name: str, other: Answer) -> list[Expr]:
    """What a name may be short for: an identity matrix, a transpose, the difference that a change is, a unit in words.

    A unit vector may be left out beside a size; an angular frequency is a turn times the frequency; a change may be the
    operator of Laplace; a product of states is the conjugate of that in the other order.
    """
    if name in _SYNONYMS:
        return [_SYNONYMS[name]]
    product = _PRODUCT_OF_STATES.fullmatch(name)
    if product is not None:
        return [Symbol(f"v_braket{product[2]}by{product[1]}^*")]
    if name == "omega":
        turn = Mul((Number(2), Constant("pi")))
        return [Mul((turn, Symbol("f"))), Div(turn, Symbol("T"))]
    if name[:4] == "hat(" or (len(name) == 1 and name.isupper() and name.lower() in _units(other)):
        return [Number(1)]
    if name[-1] == "'" and name[:-1].isupper():
        return [Pow(Symbol(name[:-1]), Symbol("T"))]
    of = name.removeprefix("Delta ")
    if of == name:
        return []
    return [Mul((_LAPLACE, Symbol(of))), *_changes(of)]


_LAPLACE: Final = Pow(Symbol("nabla"), Number(2))
_PRODUCT_OF_STATES: Final = Pattern(r"v_braket([a-z]+)by([a-z]+)")


def _changes(of: str) -> list[Expr]:
    return [Add((Symbol(f"{of}_{x}"), Neg(Symbol(f"{of}_{y}")))) for x, y in _STATES]


_SYNONYMS: Final = {"E": Symbol("I"), "k_B": Symbol("k")}
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
