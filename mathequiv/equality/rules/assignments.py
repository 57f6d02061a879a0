"""Labels and their values: one or several assignments against each other and against bare answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mathequiv.answers.contents import answer_symbols
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Equation,
    Label,
    Listing,
    Scalar,
    SetAnswer,
    Solutions,
    Statement,
    TupleAnswer,
)
from mathequiv.equality.outcome import Context, RuleTable, all_parts, mismatch, under_rule
from mathequiv.equality.rules.containers import match_entries
from mathequiv.equality.rules.differential import with_partial_names
from mathequiv.equality.rules.label_forms import dimension_of, other_dimension, partial_name, same_quantity
from mathequiv.equality.rules.names import BARE, name_of, unlike
from mathequiv.equality.rules.relations import is_identity, match_equations, unknowns
from mathequiv.equality.rules.renaming import change_trees, rename
from mathequiv.equality.rules.unordered import match_listings
from mathequiv.latex.expr import Add, Mul, Neg, Number, Symbol
from mathequiv.lexicon.changes import changes_label
from mathequiv.lexicon.functions import GENERIC_FUNCTIONS
from mathequiv.lexicon.subjects import may_be_called, name_of_subject, names_range, same_subject, subject_of_label
from mathequiv.verdict import Result, Verdict

__all__ = ["RULES"]


def _assignments(a: Assignment, b: Assignment, ctx: Context) -> Result | None:
    """Same label: the values decide. Different labels: equal only as one equation or as names of a function."""
    if _is_partial(a.label, b.label) or _is_partial(b.label, a.label):
        values = [change_trees(side.value, with_partial_names) for side in (a, b)]
        return under_rule(ctx.match(values[0], values[1]), "assignment")
    same = _name_the_same(a, b, ctx)
    if same or same is None:
        result = ctx.match(a.value, b.value)
        if same is None and result is not None and result.verdict is Verdict.EQUIVALENT:
            return None
        return under_rule(result, "assignment")
    left, right = _as_function(a), _as_function(b)
    if left and right and _name_alike(left, right):
        return _match_functions(a, left, b, right, ctx)
    one = _match_as_equations(a, b, ctx)
    return mismatch("assignment", "name", _label_text(a.label), _label_text(b.label)) if one is None else one


def _match_as_equations(a: Assignment, b: Assignment, ctx: Context) -> Result | None:
    """EQUIVALENT if both are one equation in several unknowns; None otherwise."""
    if not (a.equation and b.equation and len(unknowns(a.equation) | unknowns(b.equation)) > 1):
        return None
    result = match_equations(a.equation, b.equation, ctx)
    return result if result is not None and result.verdict is Verdict.EQUIVALENT else None


def _match_functions(a: Assignment, left: Label, b: Assignment, right: Label, ctx: Context) -> Result | None:
    """The values of one function, with the arguments of the second label renamed to those of the first."""
    names = dict(zip(right.arguments, left.arguments, strict=True))
    if set(left.arguments) & (answer_symbols(b.value) - set(right.arguments)):
        return mismatch("function", "variable", _label_text(left), _label_text(right))
    result = ctx.match(a.value, rename(b.value, names))
    return under_rule(result, "function")


def _is_partial(label: Label, other: Label) -> bool:
    """Whether a label is of the partial derivative that the other one names."""
    return "" != partial_name(label) == other.name


def _name_the_same(a: Assignment, b: Assignment, ctx: Context) -> bool | None:
    """Whether two labels name one thing; None if that cannot be told."""
    if other_dimension(a.label, b.label):
        return False
    if _is_primed(a, b) or _is_primed(b, a) or (not ctx.transitive and (_are_predictions(a, b) or _is_called(a, b))):
        return True
    return _same_label(a.label, b.label, ctx)


def _label_text(label: Label) -> str:
    return f"{label.name}({', '.join(label.arguments)})" if label.arguments else label.name


def _same_label(a: Label, b: Label, ctx: Context) -> bool | None:
    """Whether two labels name one thing; None if that cannot be told."""
    if a == b or _explains(a, b) or _explains(b, a) or same_quantity(a, b):
        return True
    if a.kind == b.kind == "word":
        if a.name.lower() == b.name.lower():
            return True
        return False if ctx.transitive else same_subject(a.name, b.name)
    if "word" not in (a.kind, b.kind) or ctx.transitive:
        return False
    worded, other = (a, b) if a.kind == "word" else (b, a)
    if subject_of_label(worded.name) is None:
        return False
    return may_be_called(worded.name, other.name) or None


def _is_primed(a: Assignment, b: Assignment) -> bool:
    r"""Whether ``\frac{dy}{dx}`` on one side is ``y'`` on the other: by the only variable beside ``y``."""
    if a.label.kind != "other" or len(a.label.parts) != _PRIMED:
        return False
    primed, variable = a.label.parts
    allowed = {variable.name, primed.name.rstrip("'")}
    return primed == b.label and variable.name in answer_symbols(a.value) <= allowed


_PRIMED: Final = 2
"""Parts of the label of a derivative: its name with primes, its variable."""


def _explains(worded: Label, name: Label) -> bool:
    r"""Whether words end with the name that they explain: ``\text{radius } R = 1`` against ``R = 1``."""
    if worded.kind != "word" or name.kind not in ("variable", "indexed"):
        return False
    *words, last = worded.name.split()
    return bool(words) and last == name.name.lower() and not changes_label(words)


def _are_predictions(a: Assignment, b: Assignment) -> bool:
    r"""Whether both are values of ``y`` by one variable, a hat marking the predicted ones (``\hat y = 2x+1``)."""
    names = {a.label.name, b.label.name}
    return names == _PREDICTED and len(answer_symbols(a.value)) == len(answer_symbols(b.value)) == 1


def _is_called(a: Assignment, b: Assignment) -> bool:
    """Whether one side writes what the other's name depends on: ``y(x)`` and ``y``, both with values of ``x``."""
    arguments = {*a.label.arguments, *b.label.arguments}
    apart = {a.label.kind, b.label.kind} == {"variable", "function"} and a.label.name == b.label.name
    return apart and arguments <= answer_symbols(a.value) and arguments <= answer_symbols(b.value)


_PREDICTED: Final = {"y", "hat(y)"}


def _name_alike(a: Label, b: Label) -> bool:
    """Whether two labels only name a function of as many variables; sequences have to share their name.

    A prime, an inverse, an index or what it is composed with makes another function of it: they have to match.
    """
    if len(a.arguments) != len(b.arguments):
        return False
    if a.kind == b.kind == "function":
        if a.name != b.name and not (a.name[0] in GENERIC_FUNCTIONS and b.name[0] in GENERIC_FUNCTIONS):
            return False
        return _MARKS.search(a.name)[0] == _MARKS.search(b.name)[0]  # type: ignore[index]
    return a.name == b.name and (a.kind == b.kind or {a.kind, b.kind} == {"function", "sequence"})  # a(n) and a_n


_MARKS: Final = re.compile(r"(?:.* circ .*|[_'^].*)?\Z", re.DOTALL)
"""What a name of a function has after its letters; of a composition the whole name."""

_INDEX: Final = re.compile(r"(?P<head>.+)_\{?(?P<index>[a-z])\}?")


def _as_function(item: Assignment) -> Label | None:
    """The label as the name of a function of its variables: ``f(x)``, ``y`` of one variable, ``a_n``."""
    label = item.label
    variables = answer_symbols(item.value)
    if label.kind == "function" and (variables >= set(label.arguments) or all(a.islower() for a in label.arguments)):
        return label  # a capital argument that the value does not hold is an object: P(A) is not P(B)
    if label.name.rstrip("'") == "y" and len(variables) == 1:
        return Label(label.name, "function", tuple(variables))
    indexed = _INDEX.fullmatch(label.name)
    if indexed and indexed["index"] in variables:
        return Label(indexed["head"], "sequence", (indexed["index"],))
    return None


def _solved_equation(a: Assignment, b: Equation, ctx: Context) -> Result | None:
    """``y=2x+3`` is also an equation; with one unknown, solved equals only solved."""
    branches = _of_branches(a)
    if branches is not None and not ctx.transitive and len(unknowns(branches) | unknowns(b)) > 1:
        found = match_equations(branches, b, ctx)
        return found if found is None or found.equivalent else under_rule(found, "equation")
    if a.equation is None or len(unknowns(a.equation) | unknowns(b)) < 2:
        return mismatch("equation", "kind", "solved", "an equation still to be solved")
    return match_equations(a.equation, b, ctx)


def _of_branches(a: Assignment) -> Equation | None:
    r"""``y = \pm\sqrt{x}`` as the one equation that both its branches solve; None for any other assignment."""
    if not isinstance(a.value, Listing) or not a.value.branches or a.label.kind not in ("variable", "indexed"):
        return None
    values = [item.expr for item in a.value.items if isinstance(item, Scalar)]
    if len(values) != len(a.value.items):
        return None
    return Equation(Mul(tuple(Add((Symbol(a.label.name), Neg(value))) for value in values)), Number(0))


# --- several --------------------------------------------------------------------------------------------------------


def _many(a: Assignments, b: Assignments, ctx: Context) -> Result | None:
    """By name, in any order; values of a repeated name form a list."""
    left, right = _by_name(a), _by_name(b)
    if left.keys() != right.keys():
        return mismatch("assignments", "names", _names(left), _names(right))
    results = [_match_values(left[name], right[name], ctx) for name in left]
    return all_parts("assignments", results)


def _by_name(several: Assignments) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for item in several.items:
        found.setdefault(_key(item.label), []).append(item)
    return found


def _key(label: Label) -> str:
    """By what labels differ: of words that name a value, the noun and what is said of it."""
    if label.kind != "word":
        dimension = dimension_of(label.name) if "(" in label.name else None
        return " ".join(dimension) if dimension is not None else partial_name(label) or label.name
    return name_of_subject(label.name) or label.name.lower()


def _names(items: dict[str, list[Assignment]]) -> str:
    return ", ".join(sorted(items))


def _match_values(a: Sequence[Assignment], b: Sequence[Assignment], ctx: Context) -> Result | None:
    if len(a) == len(b) == 1:
        return _assignments(a[0], b[0], ctx)
    values = [Listing(tuple(item.value for item in side)) for side in (a, b)]
    return match_listings(values[0], values[1], ctx)


def _assignment_list(a: Assignment, b: Assignments, ctx: Context) -> Result | None:
    """``x=2, x=3`` against ``x_1=2, x_2=3``: the indices only count the values of one name.

    A curve by its vector ``r`` is the curve by its coordinates ``x, y``.
    """
    coordinates = [item.label.name for item in b.items] == list(_COORDINATES[: len(b.items)])
    if isinstance(a.value, TupleAnswer) and a.label.name == "r" and coordinates and not ctx.transitive:
        return match_entries(a.value.items, [item.value for item in b.items], "assignments", ctx)
    indexed = all(item.label.kind == "indexed" and _names_item(a.label, item) for item in b.items)
    if ctx.transitive or not indexed or not isinstance(a.value, Listing):
        return mismatch("assignments", "names", a.label.name, _names(_by_name(b)))
    result = match_listings(a.value, Listing(tuple(item.value for item in b.items)), ctx)
    return under_rule(result, "assignments")


_COORDINATES: Final = ("x", "y", "z")


def _names_item(label: Label, item: Assignment) -> bool:
    if label.kind == "word":
        return may_be_called(label.name, item.label.name)
    return _head(item) == label.name


def _head(item: Assignment) -> str:
    return item.label.name.partition("_")[0]


def _many_bare(a: Assignments, b: Answer, ctx: Context) -> Result | None:
    """Against a bare list or tuple: distinct variables in the order given, indexed ones and word labels unordered."""
    if ctx.transitive or not isinstance(b, (Listing, TupleAnswer, SetAnswer)):
        return mismatch("assignments", "kind", "named values", name_of(b))
    if any(_speaks(item.label) for item in a.items):
        return None
    values = tuple(item.value for item in a.items)
    if isinstance(b, SetAnswer) and not b.loose:
        return ctx.match(Listing(values), b)
    if _is_unordered(a) and not isinstance(b, TupleAnswer):
        result = match_listings(Listing(values), Listing(b.items), ctx)
    else:
        result = match_entries(values, b.items, "assignments", ctx)
    return under_rule(result, "assignments")


def _is_unordered(several: Assignments) -> bool:
    heads = [_head(item) for item in several.items]
    indexed = all(item.label.kind == "indexed" for item in several.items) and len(set(heads)) == 1
    words = all(item.label.kind == "word" for item in several.items)
    repeated = len({item.label.name for item in several.items}) < len(heads)
    return indexed or words or repeated


def _assignment_bare(a: Assignment, b: Answer, ctx: Context) -> Result | None:
    if ctx.transitive or a.label.kind == "distribution":
        return mismatch("label_dropped", "kind", "a named value", name_of(b))
    if _speaks(a.label):
        return None
    if isinstance(b, Listing) and isinstance(a.value, Listing) and isinstance(b.items[0], Equation):
        return match_listings(_spread(a.label, a.value), b, ctx)
    result = ctx.match(a.value, b)
    return under_rule(result, "label_dropped")


def _speaks(label: Label) -> bool:
    r"""Whether words of a label change or judge the value, so that it cannot be dropped (``\text{at most}: 8``)."""
    if label.kind != "word":
        head, bracket, _ = label.name.partition("(")
        return bool(bracket) and len(head) > 1 and changes_label([head])
    return changes_label(label.name.split())


def _spread(label: Label, values: Listing) -> Listing:
    r"""``y=\pm2x`` as the list of its equations."""
    name = Symbol(label.name)
    return Listing(
        tuple(Assignment(label, v, Equation(name, v.expr) if isinstance(v, Scalar) else None) for v in values.items)
    )


def _assignment_equation(a: Assignment, b: Equation, ctx: Context) -> Result | None:
    if is_identity(b, ctx):
        return _assignment_bare(a, Scalar(b.right), ctx)
    return _solved_equation(a, b, ctx)


def _assignment_solutions(a: Assignment, b: Solutions, ctx: Context) -> Result | None:
    if a.label.kind == "word" and not ctx.transitive and names_range(a.label.name):
        return _assignment_bare(a, b, ctx)
    if a.label.name != b.variable:
        return mismatch("assignment", "name", a.label.name, b.variable)
    result = ctx.match(a.value, b.values)
    return under_rule(result, "assignment")


def _assignment_statement(a: Assignment, b: Statement, ctx: Context) -> Result | None:
    """A named sum against the sum itself; no other statement is a value."""
    if isinstance(a.value, Statement) and a.value.head == b.head and not ctx.transitive:
        return under_rule(ctx.match(a.value, b), "label_dropped")
    return unlike(Assignment, Statement)


RULES: Final[RuleTable] = {
    (Assignment, Statement): _assignment_statement,
    (Assignment, Assignment): _assignments,
    (Assignment, Assignments): _assignment_list,
    (Assignment, Equation): _assignment_equation,
    (Assignment, Solutions): _assignment_solutions,
    (Assignments, Assignments): _many,
    **{(Assignment, kind): _assignment_bare for kind in BARE},
    **{(Assignments, kind): _many_bare for kind in BARE},
}
