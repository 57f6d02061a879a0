"""Labels and their values: one or several assignments against each other and against bare answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from mathequiv.answers.contents import answer_symbols, change_trees, rename
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Chain,
    Combination,
    Equation,
    Interval,
    Label,
    Listing,
    MatrixAnswer,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TupleAnswer,
)
from mathequiv.equality.outcome import Context, RuleTable, all_parts, mismatch, under_rule
from mathequiv.equality.rules.chains import match_named_chains
from mathequiv.equality.rules.containers import match_entries
from mathequiv.equality.rules.definitions import with_given_values
from mathequiv.equality.rules.differential import with_partial_names
from mathequiv.equality.rules.label_forms import (
    are_entries,
    are_positions,
    dimension_of,
    is_counted,
    is_letter_for_truth,
    is_primed,
    is_spelled,
    match_in_order,
    name_of_figure,
    other_dimension,
    partial_name,
    same_by_custom,
    same_quantity,
    speaks,
    spelling_of,
    values_beside,
)
from mathequiv.equality.rules.names import BARE, name_of, says_of_what, unlike
from mathequiv.equality.rules.relations import is_identity, match_equations, unknowns
from mathequiv.equality.rules.stated import is_constant_name
from mathequiv.equality.rules.unordered import match_listings
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.expr import Add, Expr, Mul, Neg, Number, Symbol
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import at, free_symbols
from mathequiv.lexicon.changes import changes_label, joins_operands
from mathequiv.lexicon.functions import GENERIC_FUNCTIONS
from mathequiv.lexicon.marked_names import extreme_of, without_extreme
from mathequiv.lexicon.open_subjects import is_open_label
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.subjects import may_be_called, name_of_subject, names_range, same_subject, subject_of_label
from mathequiv.lexicon.word_answers import contradict, is_word_answer

__all__ = ["RULES"]


def _assignments(a: Assignment, b: Assignment, ctx: Context) -> Finding | None:
    """Same label: the values decide. Different labels: equal only as one equation or as names of a function."""
    if a.label == b.label:
        return under_rule(_match_labelled(a, b, ctx, same=True), "assignment")
    if _is_partial(a.label, b.label) or _is_partial(b.label, a.label):
        values = [change_trees(side.value, with_partial_names) for side in (a, b)]
        return under_rule(ctx.match(values[0], values[1]), "assignment")
    same = _name_the_same(a, b, ctx)
    if same or same is None:
        return under_rule(_match_labelled(a, b, ctx, same=same), "assignment")
    left, right = _as_function(a), _as_function(b)
    if left and right and _name_alike(left, right):
        return _match_functions(a, left, b, right, ctx)
    one = _match_as_equations(a, b, ctx)
    one = match_named_chains(a, b, ctx) if one is None else one
    return mismatch("assignment", "name", _label_text(a.label), _label_text(b.label)) if one is None else one


def _match_labelled(a: Assignment, b: Assignment, ctx: Context, *, same: bool | None) -> Finding | None:
    """By the values, of labels that are the same, or may be and then tell nothing if the values are."""
    result = ctx.match(a.value, b.value)
    equal = result is not None and result.equivalent
    if type(a.value) is Chain and not equal:
        named = match_named_chains(a, b, ctx)
        return result if named is None else named
    return None if same is None and equal else result


def _match_as_equations(a: Assignment, b: Assignment, ctx: Context) -> Finding | None:
    """EQUIVALENT if both are one equation in several unknowns; None otherwise."""
    if not (a.equation and b.equation and len(unknowns(a.equation) | unknowns(b.equation)) > 1):
        return None
    result = match_equations(a.equation, b.equation, ctx)
    return result if result is not None and result.verdict is EQUIVALENT else None


def _match_functions(a: Assignment, left: Label, b: Assignment, right: Label, ctx: Context) -> Finding | None:
    """The values of one function, with the arguments of the second label renamed to those of the first."""
    names = dict(zip(right.arguments, left.arguments, strict=True))
    ours, theirs = set(left.arguments), set(right.arguments)
    if ours & (answer_symbols(b.value) - theirs) or theirs & (answer_symbols(a.value) - ours):
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
    if is_primed(a, b) or is_primed(b, a) or (not ctx.transitive and (_are_predictions(a, b) or _is_called(a, b))):
        return True
    return _same_label(a.label, b.label, ctx)


def _label_text(label: Label) -> str:
    return f"{label.name}({', '.join(label.arguments)})" if label.arguments else label.name


def _same_label(a: Label, b: Label, ctx: Context) -> bool | None:
    """Whether two labels name one thing; None if that cannot be told."""
    if a == b or _explains(a, b) or _explains(b, a) or same_quantity(a, b):
        return True
    if a.kind == b.kind == "word":
        return _same_words(a, b, ctx)
    if ctx.transitive:
        return False
    if "word" not in (a.kind, b.kind):
        return _is_extreme_of(a, b) or _is_extreme_of(b, a) or same_by_custom(a, b)
    worded, other = (a, b) if a.kind == "word" else (b, a)
    if speaks(worded):
        return None
    if subject_of_label(worded.name) is None:
        return _is_said(worded) and is_open_label(worded.name)
    return may_be_called(worded.name, other.name) or None


def _same_words(a: Label, b: Label, ctx: Context) -> bool | None:
    """Whether two labels in words name one thing; None if that cannot be told."""
    if a.name.lower() == b.name.lower():
        return True
    if _is_said(a) or _is_said(b):
        return False if contradict(a.name, b.name) else None
    return False if ctx.transitive else same_subject(a.name, b.name)


def _is_extreme_of(a: Label, b: Label) -> bool:
    r"""Whether a label is that of another with the mark of a largest or smallest value (``k_{\max}``, ``k``)."""
    return bool(extreme_of(a.name)) and not extreme_of(b.name) and without_extreme(a.name) == b.name


def _is_said(label: Label) -> bool:
    """Whether a label is the beginning of a sentence (``the train travels``), which does not name what it is of."""
    return label.kind == "word" and subject_of_label(label.name) is None and not is_word_answer(label.name)


def _explains(worded: Label, name: Label) -> bool:
    r"""Whether words end with the name that they explain: ``\text{radius } R = 1`` against ``R = 1``."""
    if worded.kind != "word" or name.kind not in ("variable", "indexed"):
        return False
    *words, last = worded.name.split()
    return bool(words) and last == name.name.lower() and not changes_label(words)


def _are_predictions(a: Assignment, b: Assignment) -> bool:
    r"""Whether both are values of ``y`` by one variable, a hat marking the predicted ones (``\hat y = 2x+1``)."""
    names = {a.label.name, b.label.name}
    if names == _RADII:
        return all("theta" in answer_symbols(side.value) for side in (a, b))
    return names == _PREDICTED and len(answer_symbols(a.value)) == len(answer_symbols(b.value)) == 1


def _is_called(a: Assignment, b: Assignment) -> bool:
    """Whether one side writes what the other's name depends on: ``y(x)`` and ``y``, both with values of ``x``."""
    arguments = {*a.label.arguments, *b.label.arguments}
    if is_counted(a.label, b.label, answer_symbols(a.value)) or is_counted(b.label, a.label, answer_symbols(b.value)):
        return True
    apart = {a.label.kind, b.label.kind} == {"variable", "function"} and a.label.name == b.label.name
    return apart and arguments <= answer_symbols(a.value) and arguments <= answer_symbols(b.value)


_PREDICTED: Final = {"y", "hat(y)"}
_RADII: Final = {"r", "rho"}
"""Names of the distance in polar coordinates, where it is given by the angle."""


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


_MARKS: Final = Pattern(r"(?:.* circ .*|[_'^].*)?\Z", re.DOTALL)
"""What a name of a function has after its letters; of a composition the whole name."""

_INDEX: Final = Pattern(r"(?P<head>.+)_\{?(?P<index>[a-z])\}?")


def _as_function(item: Assignment) -> Label | None:
    """The label as the name of a function of its variables: ``f(x)``, ``y`` of one variable, ``a_n``."""
    label = item.label
    variables = answer_symbols(item.value)
    if label.kind == "function" and (variables >= set(label.arguments) or all(a.islower() for a in label.arguments)):
        return label  # a capital argument that the value does not hold is an object: P(A) is not P(B)
    if label.name.rstrip("'") == "y":
        only = tuple(variables) if len(variables) == 1 else tuple([v for v in variables if not is_constant_name(v)])
        if len(only) == 1:
            return Label(label.name, "function", only)
    indexed = _INDEX.fullmatch(label.name)
    if indexed and indexed["index"] in variables:
        return Label(indexed["head"], "sequence", (indexed["index"],))
    return None


def _solved_equation(a: Assignment, b: Equation, ctx: Context) -> Finding | None:
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


def _many(a: Assignments, b: Assignments, ctx: Context) -> Finding | None:
    """By name, in any order; values of a repeated name form a list."""
    left, right = _by_name(with_given_values(a, b)), _by_name(with_given_values(b, a))
    if left.keys() != right.keys():
        if not ctx.transitive and len(a.items) == len(b.items) and are_positions(a) is not are_positions(b):
            return match_entries([x.value for x in a.items], [x.value for x in b.items], "assignments", ctx)
        partners = None if ctx.transitive else _by_meaning(a.items, b.items, ctx)
        if partners is not None:
            return all_parts("assignments", [_assignments(one, partner, ctx) for one, partner in partners])
        return mismatch("assignments", "names", _names(left), _names(right))
    return all_parts("assignments", [_match_values(left[name], right[name], ctx) for name in left])


def _by_meaning(
    a: tuple[Assignment, ...], b: tuple[Assignment, ...], ctx: Context
) -> list[tuple[Assignment, Assignment]] | None:
    """Each assignment with the only one of the other side whose label may name the same; None if that is not so."""
    if len(a) != len(b) or not any(item.label.kind == "word" for item in (*a, *b)):
        return None
    named = [[_name_the_same(one, other, ctx) for other in b] for one in a]
    rows, columns = ([_fitting(line) for line in table] for table in (named, zip(*named, strict=True)))
    if any(len(fits) != 1 or columns[fits[0]] != [at] for at, fits in enumerate(rows)):
        return None
    return [(one, b[fits[0]]) for one, fits in zip(a, rows, strict=True)]


def _fitting(named: Iterable[bool | None]) -> list[int]:
    known = list(named)
    return [at for at, same in enumerate(known) if same] or [at for at, same in enumerate(known) if same is None]


def _by_name(several: Assignments) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for item in several.items:
        found.setdefault(_key(item), []).append(item)
    if any(len({item.label for item in items}) > 1 and _is_figure(items) for items in found.values()):
        found = {}
        for item in several.items:  # a letter and its angle, a product in both orders, or P(A) and P(B) are two things
            found.setdefault(_label_text(item.label), []).append(item)
    return found


def _is_figure(items: list[Assignment]) -> bool:
    return any(
        item.label.arguments or (item.label.kind != "word" and _key_of_figure(item) != item.label.name)
        for item in items
    )


def _key(item: Assignment) -> str:
    """By what labels differ: of words that name a value, the noun and what is said of it."""
    label = item.label
    if label.kind != "word":
        dimension = dimension_of(label.name) if "(" in label.name else None
        return " ".join(dimension) if dimension is not None else partial_name(label) or _key_of_figure(item)
    return name_of_subject(label.name) or label.name.lower()


def _key_of_figure(item: Assignment) -> str:
    """The label itself, but one for each angle, area or segment, however its corners are read."""
    name = item.label.name
    spelled = spelling_of(item.label) if len(name) > 1 or item.label.arguments else ""
    if spelled.startswith("segment") and isinstance(item.value, Scalar) and not free_symbols(item.value.expr):
        return min(spelled, f"segment {spelled[:-3:-1]}")
    if spelled or len(name) == 1 or not name.rstrip('])"')[-1:].isupper():
        return spelled or name
    return name_of_figure(name) or name


def _names(items: dict[str, list[Assignment]]) -> str:
    return ", ".join(sorted(items))


def _match_values(a: Sequence[Assignment], b: Sequence[Assignment], ctx: Context) -> Finding | None:
    if len(a) == len(b) == 1:
        if a[0].label != b[0].label and (key := _key(a[0])).startswith("segment") and key == _key(b[0]):
            return under_rule(ctx.match(a[0].value, b[0].value), "assignment")
        return _assignments(a[0], b[0], ctx)
    values = [Listing(tuple(item.value for item in side)) for side in (a, b)]
    return match_listings(values[0], values[1], ctx)


def _assignment_list(a: Assignment, b: Assignments, ctx: Context) -> Finding | None:
    """``x=2, x=3`` against ``x_1=2, x_2=3``: the indices only count the values of one name.

    A curve by its vector ``r`` is the curve by its coordinates ``x, y``.
    """
    if isinstance(a.value, (TupleAnswer, MatrixAnswer)) and not ctx.transitive:
        return _assigned_entries(a, b, ctx)
    if ctx.transitive or not isinstance(a.value, (Listing, SetAnswer)):
        return mismatch("assignments", "names", a.label.name, _names(_by_name(b)))
    return _assigned_values(a, Listing(a.value.items), b, ctx)


def _assigned_entries(a: Assignment, b: Assignments, ctx: Context) -> Finding | None:
    """A vector against its entries by their indices, or a curve by its vector ``r`` against its coordinates."""
    if not are_entries(a.label, b):
        return mismatch("assignments", "names", a.label.name, _names(_by_name(b)))
    found = ctx.match(a.value, TupleAnswer(tuple(item.value for item in b.items)))
    return under_rule(found, "assignments")


def _assigned_values(a: Assignment, values: Listing, b: Assignments, ctx: Context) -> Finding | None:
    if not all(item.label.kind == "indexed" and _names_item(a.label, item) for item in b.items):
        return mismatch("assignments", "names", a.label.name, _names(_by_name(b)))
    result = match_listings(values, Listing(tuple(item.value for item in b.items)), ctx)
    return under_rule(result, "assignments")


def _names_item(label: Label, item: Assignment) -> bool:
    if label.kind == "word":
        return may_be_called(label.name, item.label.name)
    return _head(item) == label.name


def _head(item: Assignment) -> str:
    return item.label.name.partition("_")[0]


def _many_bare(a: Assignments, b: Answer, ctx: Context) -> Finding | None:
    """Against a bare list or tuple: distinct variables in the order given, indexed ones and word labels unordered."""
    if ctx.transitive or not isinstance(b, (Listing, TupleAnswer, SetAnswer)):
        return mismatch("assignments", "kind", "named values", name_of(b))
    if any(speaks(item.label) for item in a.items) or is_letter_for_truth(a.items, b.items):
        return None
    if isinstance(b, Listing) and any(isinstance(item, Equation) for item in b.items):
        return _many_equations(a, b, ctx)
    values = values_beside(a.items, b)
    if isinstance(b, SetAnswer) and not b.loose:
        return None if are_positions(a) else _in_a_set(values, b, ctx)
    if _is_unordered(a) and not isinstance(b, TupleAnswer):
        return under_rule(match_listings(Listing(values), Listing(b.items), ctx), "assignments")
    return under_rule(match_in_order(a.items, values, b, ctx), "assignments")


def _many_vector(a: Assignments, b: MatrixAnswer, ctx: Context) -> Finding | None:
    """Against a row or a column, which is the tuple of its entries."""
    if 1 not in (len(b.rows), len(b.rows[0])):
        return unlike(Assignments, MatrixAnswer)
    return _many_bare(a, TupleAnswer(tuple([entry for row in b.rows for entry in row])), ctx)


def _in_a_set(values: tuple[Answer, ...], b: SetAnswer, ctx: Context) -> Finding | None:
    """Several named values against a set of them, or of the tuple that they are."""
    lone = len(b.items) == 1 and isinstance(b.items[0], TupleAnswer)
    return ctx.match(TupleAnswer(values) if lone else Listing(values), b)


def _many_equations(a: Assignments, b: Listing, ctx: Context) -> Finding | None:
    """Against equations: without those that hold for the values beside them, else equation by equation."""
    values = {item.label.name: item.value.expr for item in a.items if isinstance(item.value, Scalar)}
    named = [item for item in b.items if isinstance(item, Assignment)]
    implied = [item for item in b.items if isinstance(item, Equation) and _holds(item, values, ctx)]
    if len(named) > 1 and len(named) + len(implied) == len(b.items):
        return _many(a, Assignments(tuple(named)), ctx)
    return match_listings(Listing(a.items), b, ctx)


def _holds(equation: Equation, values: dict[str, Expr], ctx: Context) -> bool:
    """Whether an equation in names that have values is true of these."""
    if not unknowns(equation) <= values.keys():
        return False
    result = ctx.compare(at(equation.left, values), at(equation.right, values))
    return result is not None and result.equivalent


def _is_unordered(several: Assignments) -> bool:
    heads = [_head(item) for item in several.items]
    indexed = all(item.label.kind == "indexed" for item in several.items) and len(set(heads)) == 1
    words = all(item.label.kind == "word" for item in several.items) and not are_positions(several)
    repeated = len({_label_text(item.label) for item in several.items}) < len(heads)
    return indexed or words or repeated


def _assignment_bare(a: Assignment, b: Answer, ctx: Context) -> Finding | None:
    if ctx.transitive or a.label.kind == "distribution":
        return mismatch("label_dropped", "kind", "a named value", name_of(b))
    if _gives_no_value(a) or is_letter_for_truth((a,), (b,)):
        return None
    if isinstance(b, Listing) and isinstance(a.value, Listing) and isinstance(b.items[0], Equation):
        return match_listings(_spread(a.label, a.value), b, ctx)
    if isinstance(b, TupleAnswer) and b.square and isinstance(a.value, Listing):
        b = Listing(b.items)  # the list of solutions that a program returns has no order
    result = under_rule(ctx.match(a.value, b), "label_dropped")
    if says_of_what(b) and result is not None and result.equivalent:
        return None
    return _points_on_curve(a, b, result, ctx) if isinstance(b, SetOf) else result


def _gives_no_value(a: Assignment) -> bool:
    """Whether a label changes what is after it, or works its value out of that (``the sum of 2 and 3``)."""
    joins = isinstance(a.value, Listing) and a.label.kind == "word" and joins_operands(a.label.name)
    return joins or speaks(a.label)


def _points_on_curve(a: Assignment, b: SetOf, result: Finding | None, ctx: Context) -> Finding | None:
    """``result`` for a value and a set, unless the set is that of the points where an equation holds."""
    if a.equation is None or (result is not None and result.equivalent):
        return result
    said = ctx.match(a.equation, b)
    return said if said is not None and said.equivalent else result


def _spread(label: Label, values: Listing) -> Listing:
    r"""``y=\pm2x`` as the list of its equations."""
    name = Symbol(label.name)
    return Listing(
        tuple(Assignment(label, v, Equation(name, v.expr) if isinstance(v, Scalar) else None) for v in values.items)
    )


def _assignment_equation(a: Assignment, b: Equation, ctx: Context) -> Finding | None:
    if is_identity(b, ctx) or (a.label.kind == "word" and is_spelled(a.label, to_text(b.left))):
        return _assignment_bare(a, Scalar(b.right), ctx)
    return _solved_equation(a, b, ctx)


def _assignment_solutions(a: Assignment, b: Solutions, ctx: Context) -> Finding | None:
    named = a.label.kind == "word" and not ctx.transitive
    if named and (names_range(a.label.name) or may_be_called(a.label.name, b.variable)):
        return _assignment_bare(a, b, ctx)
    if a.label.name != b.variable:
        if _names_set(a) and b.variable[:1].islower() and not ctx.transitive:
            return under_rule(ctx.match(a.value, b.values), "label_dropped")
        return mismatch("assignment", "name", a.label.name, b.variable)
    result = ctx.match(a.value, b.values)
    return under_rule(result, "assignment")


def _names_set(a: Assignment) -> bool:
    r"""Whether a capital names a set of numbers (``A = \{x \mid x < 0\}``), of which another name is an element."""
    return a.label.name[:1].isupper() and isinstance(a.value, (Interval, Combination))


def _many_solutions(a: Assignments, b: Solutions, ctx: Context) -> Finding | None:
    r"""``\lambda_1=1, \lambda_2=3`` against a set in which the name is."""
    if ctx.transitive or not all(item.label.kind == "indexed" and _head(item) == b.variable for item in a.items):
        return unlike(Assignments, Solutions)
    return under_rule(ctx.match(Listing(tuple([item.value for item in a.items])), b.values), "assignments")


def _assignment_statement(a: Assignment, b: Statement, ctx: Context) -> Finding | None:
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
    (Assignments, Solutions): _many_solutions,
    **{(Assignment, kind): _assignment_bare for kind in BARE},
    **{(Assignments, kind): _many_bare for kind in BARE},
    (Assignments, MatrixAnswer): _many_vector,
}
