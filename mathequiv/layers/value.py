"""Layer ``value``: both texts read into typed answers and compared by kind.

`RULES` is keyed by an unordered pair of kinds, so a comparison is symmetric by construction. A pair of kinds without
a rule is DIFFERENT.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import itemgetter
from typing import Final, TypeAlias

from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Chain,
    Choice,
    Combination,
    Equation,
    Inequality,
    Interval,
    Label,
    Listing,
    MatrixAnswer,
    NamedSet,
    Ordering,
    Reading,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TextAnswer,
    Truth,
    TupleAnswer,
)
from mathequiv.equality.expressions import compare_expressions
from mathequiv.equality.outcome import Context, all_parts, different, equal, mismatch, renamed
from mathequiv.equality.rules import assignments, containers, relations
from mathequiv.equality.rules.realsets import match_pieces, pieces_of
from mathequiv.equality.rules.renaming import rename, renamings, shifted
from mathequiv.equality.rules.scalars import match_scalars
from mathequiv.latex.expr import Symbol
from mathequiv.limits import Budget
from mathequiv.prepared import Prepared
from mathequiv.verdict import Exact, Mismatch, Options, Result, Verdict

__all__ = ["RULES", "match", "match_readings", "value"]

Rule: TypeAlias = Callable[..., Result | None]


def value(a: Prepared, b: Prepared, options: Options, budget: Budget) -> Result | None:
    """Compare every reading of one text with every reading of the other that makes no choice the other way.

    One pair EQUIVALENT is enough; DIFFERENT needs all pairs to be, and the pair that fits best is reported; otherwise
    the layer cannot tell.
    """
    if not (a.content and b.content) and _is_blank(a) is not _is_blank(b):
        return mismatch("missing", "missing answer", *("blank" if _is_blank(side) else "present" for side in (a, b)))
    left, right = a.readings, b.readings
    if not left or not right:
        return None
    ctx = Context(options, budget)
    if len(left) == len(right) == 1:
        return match_readings(left[0], right[0], ctx)
    differences: list[tuple[int, int, str, Result]] = []
    is_open = False
    for m, x in enumerate(left):
        for n, y in enumerate(right):
            if x.at_odds(y):
                continue
            result = match_readings(x, y, ctx)
            if result is None:
                is_open = True
            elif result.verdict is Verdict.EQUIVALENT:
                return result
            else:
                differences.append((_misfit(result), m + n, result.rule, result))
    return None if is_open or not differences else min(differences, key=itemgetter(0, 1, 2))[3]


def _misfit(difference: Result) -> int:
    """How badly a pair of readings fits: letters of choices fit best, readings of different kinds least."""
    what = difference.evidence.what if isinstance(difference.evidence, Mismatch) else ""
    if what in ("letter", "kind"):
        return 0 if what == "letter" else 3
    return 1 if difference.rule == "choice" else 2


def _is_blank(side: Prepared) -> bool:
    """Nothing is left once spacing, delimiters and phantoms are gone."""
    return not side.content and side.canonical == ""


def match_readings(a: Reading, b: Reading, ctx: Context) -> Result | None:
    """Compare two readings; free integers and constants may be renamed if they do not match as they stand."""
    result = match(a.answer, b.answer, ctx)
    if result is not None and result.verdict is Verdict.EQUIVALENT:
        return result
    for names in renamings(a, b):
        again = match(a.answer, rename(b.answer, names), ctx)
        if again is not None and again.verdict is Verdict.EQUIVALENT:
            shown = ", ".join(f"{old} as {new}" for old, new in names.items())
            return renamed(again, "renamed_integer", f"equal with {shown}")
    shifted = _match_shifted(a, b, ctx) if a.domains or b.domains else None
    return result if shifted is None else shifted


def _match_shifted(a: Reading, b: Reading, ctx: Context) -> Result | None:
    """EQUIVALENT if two families over all integers are one, counted from different members; else None."""
    moved = shifted(a, b)
    again = match(a.answer, moved[0], ctx) if moved is not None else None
    if moved is None or again is None or again.verdict is not Verdict.EQUIVALENT:
        return None
    return renamed(again, "shifted_integer", f"equal with the free integer moved by {abs(moved[1])}")


def match(a: Answer, b: Answer, ctx: Context) -> Result | None:
    """Compare two typed answers by the rule for their kinds."""
    ctx.budget.spend()
    if type(a) is Scalar and type(b) is Scalar:
        return match_scalars(a.expr, b.expr, ctx)
    kinds: tuple[type, type] = (type(a), type(b))
    rule = RULES.get(kinds)
    if rule is not None:
        return rule(a, b, ctx)
    rule = RULES.get((kinds[1], kinds[0]))
    if rule is not None:
        return rule(b, a, ctx)
    return _unlike(*kinds)


@cache
def _unlike(a: type, b: type) -> Result:
    """What is said of two kinds without a rule; it depends on nothing else, and most pairs of readings are such."""
    return mismatch("kind", "kind", _NAMES[a], _NAMES[b])


def _name(answer: Answer) -> str:
    return _NAMES[type(answer)]


_NAMES: Final[dict[type, str]] = {
    Scalar: "a value",
    TextAnswer: "words",
    Truth: "a truth value",
    Choice: "a lettered choice",
    Listing: "a list",
    TupleAnswer: "a tuple",
    SetAnswer: "a set",
    Interval: "an interval",
    NamedSet: "a named set",
    Combination: "a union of sets",
    Solutions: "an inequality's solutions",
    SetOf: "a set by condition",
    MatrixAnswer: "a matrix",
    Assignment: "an assignment",
    Assignments: "several assignments",
    Equation: "an equation",
    Inequality: "an unsolved inequality",
    Ordering: "an ordering",
    Chain: "a chain",
    Statement: "a statement",
}


# --- words -------------------------------------------------------


def _texts(a: TextAnswer, b: TextAnswer, _: Context) -> Result | None:
    if a.words == b.words:
        return equal("text", "the same words", Exact("same words"))
    return different("text", "the words differ", Mismatch("words", a.words[:200], b.words[:200]))


def _truths(a: Truth, b: Truth, _: Context) -> Result | None:
    if a.meaning == b.meaning:
        return equal("truth", f"both mean {a.meaning}", Exact("same meaning"))
    return mismatch("truth", "meaning", a.meaning, b.meaning)


def _choices(a: Choice, b: Choice, _: Context) -> Result | None:
    if a.letter == b.letter:
        return equal("choice", "the same letter", Exact("same letter"))
    return mismatch("choice", "letter", a.letter, b.letter)


def _choice_other(a: Choice, b: Answer, ctx: Context) -> Result | None:
    if b == Scalar(Symbol(a.letter)):
        return equal("choice", "the same letter", Exact("same letter"))
    letters = isinstance(b, Scalar) and isinstance(b.expr, Symbol) and len(b.expr.name) == 1 and b.expr.name.isupper()
    if a.content is None or letters or ctx.transitive:
        return mismatch("choice", "kind", "a lettered choice", _name(b))
    result = match(a.content, b, ctx)
    return renamed(result, "choice")


# --- names -------------------------------------------------------


def _assignments(a: Assignment, b: Assignment, ctx: Context) -> Result | None:
    return assignments.match_assignments(a, b, ctx, match)


def _assignment_bare(a: Assignment, b: Answer, ctx: Context) -> Result | None:
    if ctx.transitive or a.label.kind == "distribution":
        return mismatch("label_dropped", "kind", "a named value", _name(b))
    if isinstance(b, Listing) and isinstance(a.value, Listing) and isinstance(b.items[0], Equation):
        return _listings(_spread(a.label, a.value), b, ctx)
    result = match(a.value, b, ctx)
    return renamed(result, "label_dropped")


def _spread(label: Label, values: Listing) -> Listing:
    r"""``y=\pm2x`` as the list of its equations."""
    name = Symbol(label.name)
    return Listing(
        tuple(Assignment(label, v, Equation(name, v.expr) if isinstance(v, Scalar) else None) for v in values.items)
    )


def _assignment_equation(a: Assignment, b: Equation, ctx: Context) -> Result | None:
    if relations.is_identity(b, ctx):
        return _assignment_bare(a, Scalar(b.right), ctx)
    return assignments.match_assignment_equation(a, b, ctx)


def _assignment_solutions(a: Assignment, b: Solutions, ctx: Context) -> Result | None:
    if a.label.name != b.variable:
        return mismatch("assignment", "name", a.label.name, b.variable)
    result = match(a.value, b.values, ctx)
    return renamed(result, "assignment")


def _many(a: Assignments, b: Assignments, ctx: Context) -> Result | None:
    return assignments.match_many(a, b, ctx, match)


def _repeated(a: Assignment, b: Assignments, ctx: Context) -> Result | None:
    return assignments.match_repeated(a, b, ctx, match)


def _many_bare(a: Assignments, b: Answer, ctx: Context) -> Result | None:
    return assignments.match_many_bare(a, b, ctx, match)


def _chains(a: Chain, b: Chain, ctx: Context) -> Result | None:
    """Two chains: what each of them alone would say of the other, whichever comes first."""
    sides = [_resolved(side, ctx) for side in (a, b)]
    if False in sides:
        return mismatch("chain", "contradictory chain", "members that differ", "a chain")
    if None in sides:
        return None
    result = match(a.value, b.value, ctx)
    return renamed(result, "chain")


def _resolved(chain: Chain, ctx: Context) -> bool | None:
    """Whether the members of a chain are proved equal (True) or different (False)."""
    results = [compare_expressions(x, y, ctx.budget) for x, y in chain.checks]
    if any(r is not None and r.verdict is Verdict.DIFFERENT for r in results):
        return False
    return None if any(r is None for r in results) else True


def _chain_other(a: Chain, b: Answer, ctx: Context) -> Result | None:
    """A chain stands for its last member once its members are proved equal."""
    resolved = _resolved(a, ctx)
    if resolved is False:
        return mismatch("chain", "contradictory chain", "members that differ", _name(b))
    if resolved is None:
        return None
    result = match(a.value, b, ctx)
    return renamed(result, "chain")


# --- lists, tuples, sets, matrices -------------------------------


def _listings(a: Listing, b: Listing, ctx: Context) -> Result | None:
    return containers.match_listings(a, b, ctx, match)


def _listing_tuple(a: Listing, b: TupleAnswer, ctx: Context) -> Result | None:
    return containers.match_listing_tuple(a, b, ctx, match)


def _listing_set(a: Listing, b: SetAnswer, ctx: Context) -> Result | None:
    return containers.match_listing_set(a, b, ctx, match)


def _tuples(a: TupleAnswer, b: TupleAnswer, ctx: Context) -> Result | None:
    return containers.match_tuples(a, b, ctx, match)


def _tuple_set(a: TupleAnswer, b: SetAnswer, ctx: Context) -> Result | None:
    """A set is never a tuple, but may be the list of one; an unescaped ``{1,3}`` may be the bare list."""
    if len(b.items) == 1 and isinstance(b.items[0], TupleAnswer) and not ctx.transitive:
        result = _tuples(a, b.items[0], ctx)
        return renamed(result, "list_as_set")
    if not b.loose or ctx.transitive:
        return mismatch("set", "kind", "a tuple", "a set")
    return containers.match_entries(a.items, b.items, "list_as_tuple", ctx, match)


def _sets(a: SetAnswer, b: SetAnswer, ctx: Context) -> Result | None:
    return containers.match_sets(a, b, ctx, match)


def _set_scalar(a: SetAnswer, b: Scalar, ctx: Context) -> Result | None:
    """A set of one element is the bare list of it."""
    if len(a.items) != 1 or ctx.transitive:
        return mismatch("set", "number of values", str(len(a.items)), "1")
    result = match(a.items[0], b, ctx)
    return renamed(result, "list_as_set")


def _matrices(a: MatrixAnswer, b: MatrixAnswer, ctx: Context) -> Result | None:
    return containers.match_matrices(a, b, ctx, match)


def _vector(a: MatrixAnswer, b: TupleAnswer | Listing, ctx: Context) -> Result | None:
    return containers.match_vector(a, b, ctx, match)


# --- sets of reals -----------------------------------------------


def _intervals(a: Interval, b: Interval, ctx: Context) -> Result | None:
    closed = (a.low_closed, a.high_closed), (b.low_closed, b.high_closed)
    if closed[0] != closed[1]:
        sets = _real_sets(a, b, ctx)
        return mismatch("interval", "closedness", *map(_brackets, closed)) if sets is None else sets
    ends = [match_scalars(a.low, b.low, ctx), match_scalars(a.high, b.high, ctx)]
    return all_parts("interval", ends)


def _brackets(closed: tuple[bool, bool]) -> str:
    return f"{'[' if closed[0] else '('}…{']' if closed[1] else ')'}"


def _real_sets(a: Answer, b: Answer, ctx: Context) -> Result | None:
    left, right = pieces_of(a, ctx), pieces_of(b, ctx)
    for answer, pieces in ((a, left), (b, right)):
        if isinstance(answer, Interval) and pieces == ():
            # Ends in no order are a point or a slip: all such are not one and the same empty set.
            return mismatch("interval", "ends", *("in order" if p else "not in order" for p in (left, right)))
    if left is not None and right is not None:
        return match_pieces(left, right, ctx)
    if isinstance(a, Combination) and isinstance(b, Combination):
        return _combinations(a, b, ctx)
    return None


def _combinations(a: Combination, b: Combination, ctx: Context) -> Result | None:
    """Sets whose ends cannot be ordered: EQUIVALENT if built alike, else it cannot be told."""
    if a.op != b.op or len(a.parts) != len(b.parts):
        return None
    if a.op == "difference":
        result = containers.match_entries(a.parts, b.parts, "interval", ctx, match)
    else:
        result = containers.match_listings(Listing(a.parts), Listing(b.parts), ctx, match)
    return result if result is not None and result.verdict is Verdict.EQUIVALENT else None


def _named_sets(a: NamedSet, b: NamedSet, _: Context) -> Result | None:
    if a.name == b.name:
        return equal("set", "the same set", Exact("same name"))
    return mismatch("set", "name", a.name, b.name)


def _solutions(a: Solutions, b: Solutions, ctx: Context) -> Result | None:
    if a.variable != b.variable:
        return mismatch("inequality", "variable", a.variable, b.variable)
    result = match(a.values, b.values, ctx)
    return renamed(result, "inequality")


def _solutions_bare(a: Solutions, b: Answer, ctx: Context) -> Result | None:
    if ctx.transitive:
        return mismatch("inequality", "kind", "an inequality", _name(b))
    result = match(a.values, b, ctx)
    return renamed(result, "inequality")


def _sets_by_condition(a: SetOf, b: SetOf, ctx: Context) -> Result | None:
    """Element and condition alike, with the element's variable renamed."""
    match (a.element, b.element):
        case (Scalar(expr=Symbol(name=x)), Scalar(expr=Symbol(name=y))):
            b = SetOf(rename(b.element, {y: x}), rename(b.condition, {y: x}))
        case _ if isinstance(a.condition, Solutions) and isinstance(b.condition, Solutions):
            x, y = a.condition.variable, b.condition.variable
            b = SetOf(rename(b.element, {y: x}), Solutions(x, b.condition.values))
    result = all_parts("set", [match(a.element, b.element, ctx), match(a.condition, b.condition, ctx)])
    return result if result is not None and result.verdict is Verdict.EQUIVALENT else None


def _set_of_all(a: SetOf, b: Scalar, ctx: Context) -> Result | None:
    """``{πk : k ∈ ℤ}`` and the expression with its free integer say the same."""
    if not isinstance(a.condition, Solutions) or a.condition.values != NamedSet("Z") or ctx.transitive:
        return mismatch("kind", "kind", "a set by condition", "a value")
    result = match(a.element, b, ctx)
    return renamed(result, "set")


# --- relations ---------------------------------------------------


def _equations(a: Equation, b: Equation, ctx: Context) -> Result | None:
    identities = relations.is_identity(a, ctx), relations.is_identity(b, ctx)
    if all(identities):
        return match(Scalar(a.right), Scalar(b.right), ctx)
    if any(identities):
        return mismatch("equation", "kind", "an identity", "an equation")
    return relations.match_equations(a, b, ctx)


def _equation_scalar(a: Equation, b: Answer, ctx: Context) -> Result | None:
    """Only an identity stands for its last member; an implicit equation is no expression."""
    if relations.is_identity(a, ctx):
        result = match(Scalar(a.right), b, ctx)
        return renamed(result, "chain")
    return mismatch("equation", "kind", "an equation", _name(b))


def _inequalities(a: Inequality, b: Inequality, ctx: Context) -> Result | None:
    return relations.match_inequalities(a, b, ctx)


def _orderings(a: Ordering, b: Ordering, ctx: Context) -> Result | None:
    return relations.match_orderings(a, b, ctx)


def _ordering_inequality(a: Ordering, b: Inequality, ctx: Context) -> Result | None:
    return relations.match_inequalities(relations.as_inequality(a), b, ctx)


def _ordering_list(a: Ordering, b: Listing | TupleAnswer, ctx: Context) -> Result | None:
    return relations.match_ordering_list(a, b, ctx, match)


def _statements(a: Statement, b: Statement, ctx: Context) -> Result | None:
    if a.head != b.head:
        return mismatch("statement", "form", a.head, b.head)
    if a.head == "equiv":
        return relations.match_congruences(a, b, ctx, match)
    return containers.match_entries(a.parts, b.parts, "statement", ctx, match)


_REAL_SETS: Final = (Interval, Combination)
_BARE: Final = (
    Scalar,
    TextAnswer,
    Truth,
    Listing,
    TupleAnswer,
    SetAnswer,
    Interval,
    NamedSet,
    Combination,
    SetOf,
    MatrixAnswer,
)

RULES: Final[dict[tuple[type, type], Rule]] = {
    (TextAnswer, TextAnswer): _texts,
    (Truth, Truth): _truths,
    (Choice, Choice): _choices,
    (Assignment, Assignment): _assignments,
    (Assignment, Assignments): _repeated,
    (Assignment, Equation): _assignment_equation,
    (Assignment, Solutions): _assignment_solutions,
    (Assignments, Assignments): _many,
    (Listing, Listing): _listings,
    (Listing, TupleAnswer): _listing_tuple,
    (Listing, SetAnswer): _listing_set,
    (TupleAnswer, TupleAnswer): _tuples,
    (TupleAnswer, SetAnswer): _tuple_set,
    (SetAnswer, SetAnswer): _sets,
    (SetAnswer, Scalar): _set_scalar,
    (MatrixAnswer, MatrixAnswer): _matrices,
    (MatrixAnswer, TupleAnswer): _vector,
    (MatrixAnswer, Listing): _vector,
    (Interval, Interval): _intervals,
    (Interval, Combination): _real_sets,
    (Combination, Combination): _real_sets,
    (SetAnswer, Interval): _real_sets,
    (SetAnswer, Combination): _real_sets,
    (Listing, Combination): _real_sets,
    (NamedSet, NamedSet): _named_sets,
    (Solutions, Solutions): _solutions,
    (SetOf, SetOf): _sets_by_condition,
    (SetOf, Scalar): _set_of_all,
    (Equation, Equation): _equations,
    (Equation, Scalar): _equation_scalar,
    (Inequality, Inequality): _inequalities,
    (Ordering, Ordering): _orderings,
    (Ordering, Inequality): _ordering_inequality,
    (Ordering, Listing): _ordering_list,
    (Ordering, TupleAnswer): _ordering_list,
    (Statement, Statement): _statements,
    **{(Assignment, kind): _assignment_bare for kind in _BARE},
    **{(Assignments, kind): _many_bare for kind in _BARE},
    **{(Solutions, kind): _solutions_bare for kind in _BARE},
    **{(Choice, kind): _choice_other for kind in (*_BARE, Assignment, Solutions, Equation)},
    **{(Chain, kind): _chain_other for kind in _NAMES},
    (Chain, Chain): _chains,
}
"""The rule for each unordered pair of kinds; a pair that is not here is DIFFERENT by kind."""
