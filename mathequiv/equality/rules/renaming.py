"""Names that may differ between the sides: those declared over one set, integers that count periods, and ``C``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Final

from mathequiv.answers.contents import answer_symbols, change_trees, contents, holds_percents, rename
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Interval,
    Listing,
    MatrixAnswer,
    Reading,
    Scalar,
    Solutions,
    TextAnswer,
    TupleAnswer,
)
from mathequiv.equality.outcome import Context, different, equal, mismatch, under_rule
from mathequiv.equality.rationals import rational_value
from mathequiv.equality.rules.definitions import (
    assigned,
    in_lengths,
    in_moduli,
    in_planck_units,
    with_definitions_after,
    without_definitions,
)
from mathequiv.equality.rules.dummies import holds_indices, match_contracted
from mathequiv.equality.rules.families import COUNTERS, match_families
from mathequiv.equality.rules.general_solutions import match_general_solutions
from mathequiv.equality.rules.iterated_integrals import match_iterated
from mathequiv.equality.rules.known_sequences import holds_known_term, with_known_terms
from mathequiv.equality.rules.linear import at
from mathequiv.equality.rules.names import is_placed
from mathequiv.equality.rules.parametric import match_parametric, may_be_parametric
from mathequiv.equality.rules.recurrences import match_recurrences
from mathequiv.equality.rules.stated import (
    about,
    as_counted,
    counts_periods,
    declared,
    narrows,
    restricts,
    runs_over,
)
from mathequiv.equality.rules.termwise import match_termwise
from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Percent, Quantity, Symbol
from mathequiv.latex.trees import free_symbols, rebuild
from mathequiv.lexicon.open_subjects import says_where
from mathequiv.lexicon.quantifiers import FREE_ALONE, FREE_LETTERS
from mathequiv.limits import MAX_RENAMED
from mathequiv.nodes import replace
from mathequiv.verdict import Convention, Exact, Witness

__all__ = ["match_readings"]


def match_readings(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """Compare two readings; free integers and constants may be renamed if they do not match as they stand."""
    left, right = type(a.answer), type(b.answer)
    if (left is Listing or right is Listing) and not ctx.transitive:
        a, b = with_definitions_after(a, b)
    if a.conditions or b.conditions:
        return _match_conditions(a, b, ctx)
    if ctx.transitive and (apart := _said_apart(a, b)) is not None:
        return apart
    result = ctx.match(a.answer, b.answer)
    if result is not None and result.verdict is EQUIVALENT:
        return result if left is right is Scalar and _declare_nothing(a, b) else _match_declared(a, b, result, ctx)
    found = _match_by_names(a, b, result, ctx) if _varies(a) or _varies(b) else result
    return _match_by_structure(a.answer, b.answer, ctx) if found is None else found


def _match_by_structure(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """EQUIVALENT for iterated integrals in another order, terms that are equal one by one, and norms; else None."""
    found = match_iterated(a, b, ctx)
    found = match_termwise(a, b, ctx) if found is None else found
    if found is not None:
        return found
    sized = None if ctx.transitive else in_moduli(a, b)
    if sized is not None:
        return ctx.match(*sized)
    measured = in_lengths(a, b)
    result = None if measured is None else ctx.match(*measured)
    return result if result is not None and result.equivalent else None


def _declare_nothing(a: Reading, b: Reading) -> bool:
    return not (a.domains or b.domains or a.unbounded or b.unbounded)


def _match_by_names(a: Reading, b: Reading, result: Finding | None, ctx: Context) -> Finding | None:
    """``result``, by which the answers are not equal as they stand, unless their names may be other ones."""
    held, there = contents(a)[1], contents(b)[1]
    written = " ".join((*held, *there))
    told = _match_known_names(a, b, written, ctx) if "_" in written or "bar" in written else None
    if told is not None:
        return told[0]
    found = None
    if held != there or a.domains or b.domains or type(a.answer) is Assignment:
        found = _match_renamed(a, b, ctx)
    found = match_recurrences(a, b, ctx) if found is None else found
    if found is None and not ctx.transitive:
        found, is_open = _match_one_way(a, b, ctx)
        if is_open:
            return None
    return result if found is None else found


def _match_known_names(a: Reading, b: Reading, written: str, ctx: Context) -> tuple[Finding | None] | None:
    """What names make of the verdict that mean the same everywhere; None where they make nothing of it."""
    if "bar(" in written and _holds_class(a) is not _holds_class(b):
        return (None,)  # a residue class is no number, and none is another thing than one
    known = _match_known_terms(a, b, ctx) if "_" in written else None
    if known is not None:
        return known
    if "_" in written and holds_indices(contents(a)[1] | contents(b)[1]):
        contracted = match_contracted(a.answer, b.answer, ctx)
        if contracted is not None:
            return (contracted,)
    planck = in_planck_units(a.answer, b.answer) if "hbar" in written else None
    return None if planck is None else (ctx.match(*planck),)


def _holds_class(side: Reading) -> bool:
    r"""Whether a numeral under a bar is in an answer (``\bar 2``)."""
    return any(name[:4] == "bar(" and name[4:5].isdigit() for name in contents(side)[1])


def _said_apart(a: Reading, b: Reading) -> Finding | None:
    """DIFFERENT where names run over other sets, whatever they are called: no domain is lost in a group."""
    if not (a.domains or b.domains or a.unbounded or b.unbounded):
        return None
    kinds = [sorted(runs_over(side).values()) for side in (a, b)]
    return None if kinds[0] == kinds[1] else mismatch("domain", "domain", *(", ".join(side) for side in kinds))


def _match_one_way(a: Reading, b: Reading, ctx: Context) -> tuple[Finding | None, bool]:
    """Constants, families and lines, whose equality is not transitive; and whether constants leave it open."""
    found: Finding | None = None
    if _varies(a) and _varies(b):
        found, is_open = match_general_solutions(a, b, ctx)
        if is_open:
            return None, True
        found = match_families(a, b, ctx) if found is None else found
    told = _match_parametric(a, b, ctx) if found is None else None
    return (found, False) if told is None else (told[0], told[0] is None)


def _match_parametric(a: Reading, b: Reading, ctx: Context) -> tuple[Finding | None] | None:
    if ctx.transitive or not (may_be_parametric(a) and may_be_parametric(b)):
        return None
    return match_parametric(a, b, ctx)


def _match_declared(a: Reading, b: Reading, found: Finding, ctx: Context) -> Finding | None:
    """``found``, by which the answers are equal, unless their declarations or percents speak against it."""
    if not _declare_nothing(a, b):
        if narrows(a, b) or narrows(b, a):
            return None
        if a.domains != b.domains and (a.domains or a.unbounded) and (b.domains or b.unbounded):
            against = _domains_at_odds(a, b)
            if against is not None:
                return against[0]
    return _one_reading_of_percents(a, b, found, ctx)


def _match_renamed(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """EQUIVALENT if the answers are equal with free integers renamed or counted from other members; else None."""
    b = _by_arguments(a, b)
    for names in _renamings(a, b, ctx):
        again = ctx.match(a.answer, rename(b.answer, names))
        if again is not None and again.verdict is EQUIVALENT:
            shown = ", ".join(f"{old} as {new}" for old, new in names.items())
            rule = "free_constant" if _are_constants(names, a, b) else "renamed_integer"
            return under_rule(again, rule, f"equal with {shown}")
    return _match_shift(a, b, ctx) if a.domains or b.domains else None


def _by_arguments(a: Reading, b: Reading) -> Reading:
    """``b`` with the arguments of its function named as those of ``a``, for two values of one function."""
    left, right = a.answer, b.answer
    if not (isinstance(left, Assignment) and isinstance(right, Assignment)):
        return b
    names = left.label.arguments
    if left.label == right.label or left.label.name != right.label.name or len(names) != len(right.label.arguments):
        return b
    if not names or set(names) & answer_symbols(right.value):
        return b
    value = rename(right.value, dict(zip(right.label.arguments, names, strict=True)))
    return replace(b, answer=Assignment(left.label, value))


def _domains_at_odds(a: Reading, b: Reading) -> tuple[Finding | None] | None:
    """What to say where both sides declare a name and not over one set; None where they agree.

    Whether 0 is in ``N``, and what any other set is, cannot be told.
    """
    there, used = declared(b), answer_symbols(a.answer) | answer_symbols(b.answer)
    for name, kind in declared(a).items():
        other = there.get(name, kind)
        if other == kind or name not in used:
            continue
        if (
            kind.startswith("domain")
            or other.startswith("domain")
            or ("natural" in (kind, other) and {kind, other} & {"positive", "nonnegative"})
        ):
            return (None,)
        return (mismatch("domain", "domain", kind, other),)
    return None


def _varies(reading: Reading) -> bool:
    """Whether an answer may mean more than one value: it holds a name or a residue."""
    kinds, names = contents(reading)
    return bool(names or reading.unbounded) or Call in kinds


def _match_known_terms(a: Reading, b: Reading, ctx: Context) -> tuple[Finding | None] | None:
    """What terms of known sequences make of the verdict, None where they make nothing of it."""
    held = [holds_known_term(contents(side)[1]) for side in (a, b)]
    if True not in held:
        return None
    left, right = change_trees(a.answer, with_known_terms), change_trees(b.answer, with_known_terms)
    again = _SAME if left == right else ctx.match(left, right)
    if again is None and not all(held):
        return _apart_at_integers(left, right)
    if again is None or again.verdict is not EQUIVALENT:
        return None
    if all(held) or ctx.transitive:
        return (None,)
    reason = f"where only one side holds them, indexed H and F are harmonic and Fibonacci numbers. {again.reason}"
    return (equal("known_sequence", reason, Convention("known_sequence")),)


def _apart_at_integers(a: Answer, b: Answer) -> tuple[Finding | None] | None:
    """DIFFERENT where two sums differ at 3: the name of a sequence is then neither its known term nor any number."""
    if not (isinstance(a, Scalar) and isinstance(b, Scalar)):
        return None
    names = sorted(free_symbols(a.expr) | free_symbols(b.expr))
    there: dict[str, Expr] = dict.fromkeys(names, Number(3))
    left, right = rational_value(at(a.expr, there)), rational_value(at(b.expr, there))
    if left is None or right is None or left == right:
        return None
    shown = [str(value) for value in (left, right)]
    point = tuple((name, "3") for name in names)
    return (different("value", f"{shown[0]} is not {shown[1]} at 3", Witness(point, shown[0], shown[1])),)


_SAME: Final = equal("known_sequence", "the same expression", Exact("same expression"))


def _match_conditions(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """Conditions on both sides have to agree; on one side only they are dropped by convention."""
    a, b = as_counted(a, b)
    if not (a.conditions or b.conditions):
        return _match_counted(a, b, ctx)
    if ctx.transitive and not (a.conditions and b.conditions):
        return mismatch("condition", "condition", *("one" if side.conditions else "none" for side in (a, b)))
    told = _match_parametric(a, b, ctx)
    if told is not None:
        return told[0]
    recurrent = match_recurrences(a, b, ctx)
    if recurrent is not None:
        return recurrent
    plain = without_definitions(a, b)
    if plain is not None:
        return match_readings(plain[0], plain[1], ctx)
    b = _by_parameter(a, b)
    result = match_readings(replace(a, conditions=()), replace(b, conditions=()), ctx)
    if result is None or result.verdict is not EQUIVALENT:
        return result
    return _match_stated(a, b, result, ctx)


def _match_counted(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """Compare values by letters that count from 0 or 1 on; that a value alone counts so nothing says for certain."""
    found = match_readings(a, b, ctx)
    told = found is None or found.rule != "domain" or isinstance(a.answer, Assignment)
    return found if told else None


def _match_stated(a: Reading, b: Reading, result: Finding, ctx: Context) -> Finding | None:
    """``result``, by which the values are equal, if the conditions agree or only one side has some."""
    if not (a.conditions and b.conditions):
        return _without_condition(a, b, result)
    sides = [side.conditions[0] if len(side.conditions) == 1 else Listing(side.conditions) for side in (a, b)]
    agreed = match_readings(_of_condition(sides[0], a), _of_condition(sides[1], b), ctx)
    return result if agreed is not None and agreed.verdict is EQUIVALENT else under_rule(agreed, "condition")


def _of_condition(condition: Answer, side: Reading) -> Reading:
    """A condition with the domains of the names in it, but for one that it gives a value: that runs through none."""
    given = assigned(condition)
    return Reading(condition, tuple([one for one in side.domains if one[0] not in given]))


def _by_parameter(a: Reading, b: Reading) -> Reading:
    """``b`` with its one parameter named as that of ``a``, where both are points of a curve or count; else as it is."""
    names = [sorted(about(side) & answer_symbols(side.answer)) for side in (a, b)]
    if [len(one) for one in names] != [1, 1] or names[0][0] in answer_symbols(b.answer):
        return b
    points = all(isinstance(_value(side.answer), (MatrixAnswer, TupleAnswer, Assignments)) for side in (a, b))
    listed = not isinstance(a.answer, Assignment) and not isinstance(b.answer, Assignment)
    if not points and not (listed and a.conditions and b.conditions and COUNTERS.issuperset(names[0] + names[1])):
        return b
    change = {names[1][0]: names[0][0]}
    conditions = [
        Solutions(change.get(one.variable, one.variable), one.values)
        if isinstance(one, Solutions)
        else rename(one, change)
        for one in b.conditions
    ]
    return replace(b, answer=rename(b.answer, change), conditions=tuple(conditions))


def _without_condition(a: Reading, b: Reading, result: Finding) -> Finding | None:
    """A condition on one side is dropped, but not where the other side says more of the name that it is about."""
    if restricts(a, b, result) or restricts(b, a, result) or _is_directed(a, b) or _is_directed(b, a):
        return None
    reason = "a condition on one side only is dropped; the values agree"
    return Finding(EQUIVALENT, result.layer, "condition_dropped", reason, Convention("condition_dropped"))


def _is_directed(a: Reading, b: Reading) -> bool:
    """Whether the condition of ``a`` is a direction, and the label or the unit of ``b`` says one too."""
    if not (a.conditions and isinstance(a.conditions[0], TextAnswer)) or not isinstance(b.answer, (Assignment, Scalar)):
        return False
    value = b.answer.value if isinstance(b.answer, Assignment) else b.answer
    if isinstance(b.answer, Assignment) and says_where(b.answer.label.name):
        return True
    return isinstance(value, Scalar) and isinstance(value.expr, Quantity) and is_placed(value.expr)


def _one_reading_of_percents(a: Reading, b: Reading, found: Finding, ctx: Context) -> Finding | None:
    r"""``found`` unless it needs one percent as its hundredth and another without its sign (``(0.3, 60)``)."""
    if type(a.answer) is Scalar or type(b.answer) is Scalar or ctx.transitive:
        return found
    if not holds_percents(a) and not holds_percents(b):
        return found
    in_hundredths = ctx.in_hundredths().match(a.answer, b.answer)
    if in_hundredths is None or in_hundredths.verdict is EQUIVALENT:
        return in_hundredths
    dropped = ctx.match(change_trees(a.answer, _without_percent), change_trees(b.answer, _without_percent))
    if dropped is None or dropped.verdict is not EQUIVALENT:
        return in_hundredths
    return found


def _without_percent(tree: Expr) -> Expr:
    return tree.value if isinstance(tree, Percent) else rebuild(tree, _without_percent)


def _match_shift(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """EQUIVALENT if two families over all integers are one, counted from different members; else None."""
    moved = _shift(a, b)
    again = ctx.match(a.answer, moved[0]) if moved is not None else None
    if moved is None or again is None or again.verdict is not EQUIVALENT:
        return None
    return under_rule(again, "shifted_integer", f"equal with the free integer moved by {abs(moved[1])}")


def _is_bare(answer: Answer) -> bool:
    r"""Whether an answer is one product, such as ``2\pi n``: no offset says that its letter counts periods."""
    return isinstance(answer, Scalar) and not isinstance(answer.expr, Add)


def _are_free_constants(one: tuple[str, Reading], other: tuple[str, Reading]) -> bool:
    """Whether two names are free constants: one is declared so, and the other too or by its letter.

    A name that is any real number is one in a vector, or by its letter (``kx`` with ``k`` real; ``x`` is the variable).
    """
    declared = [name for name, side in (one, other) if _is_real(name, side)]
    if not declared:
        return False
    in_vectors = all(isinstance(_value(side.answer), (MatrixAnswer, TupleAnswer)) for _, side in (one, other))
    letters = {name.partition("_")[0] for name, _ in (one, other)}
    if len(declared) == len((one, other)):
        return in_vectors or letters <= FREE_LETTERS or all(_is_parameter(name, side) for name, side in (one, other))
    alone = _OF_LINES if in_vectors else FREE_ALONE
    return letters <= FREE_LETTERS and all(
        _may_be_free(name, side, alone) for name, side in (one, other) if name not in declared
    )


_OF_LINES: Final = FREE_ALONE | {"s", "t", "lambda", "mu"}
"""Letters of a parameter in points and vectors, where the other side declares its own."""


def _is_parameter(name: str, side: Reading) -> bool:
    """Whether a name is in the value of a function and no argument of it."""
    label = side.answer.label if isinstance(side.answer, Assignment) else None
    return label is not None and label.kind == "function" and name not in label.arguments


def _is_real(name: str, side: Reading) -> bool:
    """Whether a reading says that a name is any real number."""
    return dict(side.domains).get(name) == "real" or name in side.unbounded


def _are_constants(names: dict[str, str], a: Reading, b: Reading) -> bool:
    """Whether names that were changed are any real number."""
    return any(_is_real(new, a) or _is_real(old, b) for old, new in names.items())


def _may_be_free(name: str, side: Reading, letters: frozenset[str]) -> bool:
    """Whether nothing says otherwise of a name that its letter makes a free constant."""
    return name.partition("_")[0] in letters and name not in dict(side.domains)


def _value(answer: Answer) -> Answer:
    return answer.value if isinstance(answer, Assignment) else answer


def _counters(answer: Answer, names: list[str]) -> set[str]:
    """Those of the names that count periods."""
    return {name for name in names if name in COUNTERS and counts_periods(answer, name)}


def _renamings(a: Reading, b: Reading, ctx: Context) -> Iterator[dict[str, str]]:
    """Ways to rename free integers and constants of ``b`` so that its variables are those of ``a``."""
    symbols_a, symbols_b = contents(a)[1], contents(b)[1]
    if not symbols_a or not symbols_b:
        return
    only_a, only_b = sorted(symbols_a - symbols_b), sorted(symbols_b - symbols_a)
    if not 0 < len(only_a) == len(only_b) <= MAX_RENAMED:
        return
    domains_a, domains_b = dict(a.domains), dict(b.domains)
    counts_a, counts_b = _counters(a.answer, only_a), _counters(b.answer, only_b)

    def may(x: str, y: str) -> bool:
        domains = {domains_a.get(x), domains_b.get(y)}
        if len(domains) == 1 and not domains & {None, "domain"}:
            return True
        if not ctx.transitive and _are_free_constants((x, a), (y, b)):
            return True
        if domains == {None} and _is_bare(a.answer) and _is_bare(b.answer):
            return False
        free = domains <= {None, "integer"} and x not in a.unbounded and y not in b.unbounded
        return free and x in counts_a and y in counts_b

    for order in permutations(only_a):
        if all(may(x, y) for x, y in zip(order, only_b, strict=True)):
            yield dict(zip(only_b, order, strict=True))


def _shift(a: Reading, b: Reading) -> tuple[Answer, int] | None:
    """``b``'s answer with its one free integer named and counted as ``a``'s, and by how much that count is moved.

    Both have to be families over all integers: declared so on both sides, or on one where whole periods are counted.
    """
    tree_a, tree_b = _family(a.answer), _family(b.answer)
    names_a, names_b = tree_a and free_symbols(tree_a), tree_b and free_symbols(tree_b)
    if not tree_a or not tree_b or not names_a or not names_b or len(names_a) != 1 or len(names_b) != 1:
        return None
    (x,), (y,) = names_a, names_b
    if not _run_over_integers(a, x, b, y):
        return None
    start = _at(tree_b, y, 0)
    step = Add((_at(tree_b, y, 1), Neg(start)))
    by = rational_value(Div(Add((_at(tree_a, x, 0), Neg(start))), step))
    if by is None or by.denominator != 1 or not by:
        return None
    count = Add((Symbol(x), Number(by.numerator)))
    return change_trees(b.answer, lambda tree: _put(tree, y, count)), by.numerator


def _run_over_integers(a: Reading, x: str, b: Reading, y: str) -> bool:
    """Whether the names ``x`` and ``y`` of two readings are declared so, or one is and both count periods."""
    domains = {dict(a.domains).get(x), dict(b.domains).get(y)}
    periodic = counts_periods(a.answer, x) and counts_periods(b.answer, y)
    return "integer" in domains and domains <= ({"integer", None} if periodic else {"integer"})


def _family(answer: Answer) -> Expr | None:
    """The expression that a free integer counts through; None for a function of it (``f(n)``, ``a_n``).

    In a tuple the first entry that holds a name tells how it is counted.
    """
    if isinstance(answer, Assignment) and answer.label.kind in ("variable", "tuple"):
        answer = answer.value
    if isinstance(answer, Solutions):
        answer = answer.values
    if isinstance(answer, Interval):
        return answer.low
    if isinstance(answer, TupleAnswer):
        answer = next((item for item in answer.items if answer_symbols(item)), answer)
    return answer.expr if isinstance(answer, Scalar) else None


def _put(tree: Expr, name: str, value: Expr) -> Expr:
    if isinstance(tree, Symbol):
        return value if tree.name == name else tree
    return rebuild(tree, lambda inner: _put(inner, name, value))


def _at(tree: Expr, name: str, value: int) -> Expr:
    """``tree`` at an integer, with a rational where π stands: what is proposed by it has yet to be proved."""

    def plain(inner: Expr) -> Expr:
        if inner == Constant("pi"):
            return _NEAR_PI
        if isinstance(inner, Quantity) and inner.unit == (("degree", 1),):
            return Div(Mul((plain(inner.value), _NEAR_PI)), Number(180))
        return rebuild(inner, plain)

    return plain(_put(tree, name, Number(value)))


_NEAR_PI: Final = Number(355, 113)
