r"""Expansions with a remainder: ``1+x+O(x^2)`` is what it is by its terms and by the order of what is left out."""

from __future__ import annotations

from fractions import Fraction

from mathequiv.answers.contents import answer_symbols, change_trees, outer_trees
from mathequiv.answers.kinds import Answer, Assignment, Equation, Reading, Scalar
from mathequiv.equality.calculus.build import ZERO, add, negate
from mathequiv.equality.calculus.terms import Terms, collect, tree
from mathequiv.equality.outcome import Context, different, equal, under_rule
from mathequiv.equality.rules.constants import is_scaled
from mathequiv.equality.rules.names import show
from mathequiv.equality.rules.renaming import match_readings
from mathequiv.errors import OverLimit
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Apply, Expr, Neg, Symbol
from mathequiv.latex.trees import contains, free_symbols, walk
from mathequiv.lexicon.functions import REMAINDERS
from mathequiv.nodes import replace
from mathequiv.verdict import Convention, Exact, Mismatch

__all__ = ["match_remainders"]


def match_remainders(a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """Expansions with a remainder on both sides: their terms and its order have to be the same.

    On one side only it is dropped where the other says that its value is near (``≈``). Terms that the remainder takes
    up are no difference.
    """
    if isinstance(a.answer, Equation) != isinstance(b.answer, Equation):
        a, b = _expansion(a), _expansion(b)
    first, second = _remainders(a.answer), _remainders(b.answer)
    left, right = (replace(side, answer=_without(side.answer), applied=frozenset()) for side in (a, b))
    if len(first) > 1 or len(second) > 1 or _remainders(left.answer) or _remainders(right.answer):
        return None  # it is no term of a sum, or there are several
    if not REMAINDERS.isdisjoint(answer_symbols(left.answer) | answer_symbols(right.answer)):
        return None  # it is an order by itself on one side
    same = match_readings(left, right, ctx)
    if first and second:
        return _of_both(first[0], second[0], (left, right), same, ctx)
    return None if same is None or ctx.transitive else _of_one(first + second, (left, right), same, ctx)


def _of_one(rests: list[Apply], sides: tuple[Reading, Reading], same: Finding, ctx: Context) -> Finding | None:
    """An expansion with a remainder beside one without."""
    if not same.equivalent:
        return same if _takes_up(rests, sides, ctx) is False else None
    near = "the other side only says what the value is near to"
    return equal("remainder", near, Convention("remainder")) if any(side.near for side in sides) else None


def _of_both(
    first: Apply, second: Apply, sides: tuple[Reading, Reading], same: Finding | None, ctx: Context
) -> Finding | None:
    alike = _same_order(first.args[0], second.args[0], ctx) if first.name == second.name else None
    if alike is False:
        shown = show(Scalar(first)), show(Scalar(second))
        return different("remainder", "the remainders are of other orders", Mismatch("order", *shown))
    if same is None or (alike is None and same.equivalent):
        return None
    if same.equivalent:
        return under_rule(same, "remainder")
    taken = _takes_up([first, second], sides, ctx)
    if taken is False:
        return under_rule(same, "remainder")
    if taken and alike:
        return equal("remainder", "the remainder takes up the terms that differ", Exact("degrees of terms"))
    return None


def _expansion(reading: Reading) -> Reading:
    """What is expanded dropped as a label (``e^x = 1+x+O(x^2)``)."""
    answer = reading.answer
    if not isinstance(answer, Equation) or not _remainders(Scalar(answer.right)):
        return reading
    return replace(reading, answer=Scalar(answer.right))


def _remainders(answer: Answer) -> list[Apply]:
    nodes = [node for tree in outer_trees(answer) for node in walk(tree)]
    return list(dict.fromkeys([n for n in nodes if isinstance(n, Apply) and n.name in REMAINDERS]))


def _without(answer: Answer) -> Answer:
    return change_trees(answer, _without_terms)


def _without_terms(expr: Expr) -> Expr:
    """``expr`` without remainders that are terms of it."""
    match expr:
        case Apply(name=name) if name in REMAINDERS:
            return ZERO
        case Neg(arg=Apply(name=name)) if name in REMAINDERS:
            return ZERO
        case Add(terms=terms):
            return add(*map(_without_terms, terms))
    return expr


def _same_order(first: Expr, second: Expr, ctx: Context) -> bool | None:
    """Whether two orders differ by a constant factor only; None if that cannot be told.

    Of a sum only the largest term counts, and which that is depends on where the variable goes.
    """
    named = [bool(free_symbols(order)) for order in (first, second)]
    if not all(named):
        return not any(named)
    same = is_scaled(first, second, ctx.budget)
    return None if not same and (contains(first, (Add,)) or contains(second, (Add,))) else same


# ---- terms that a remainder takes up ---------------------------------------------------------------------------------


def _takes_up(rests: list[Apply], both: tuple[Reading, Reading], ctx: Context) -> bool | None:
    """Whether the remainders take up the terms by which the sides differ; False if a term is there that none does.

    The order is a power of one variable, which goes to 0 if all terms of the expansions are of lower degrees, and to
    infinity if all are of higher ones. None where that, or whether a term is there at all, cannot be told.
    """
    orders = _orders(rests)
    rows = None if orders is None else _rows([side.answer for side in both], orders[0])
    if orders is None or rows is None:
        return None
    written, apart = rows
    to_zero = _goes_to_zero(written, [order for order, _ in orders[1]])
    if to_zero is None:
        return None
    beyond = [apart[degree] for degree in apart if all(_exceeds(degree, *order, to_zero) for order in orders[1])]
    if any(_is_there(terms, ctx) for terms in beyond):
        return False
    return None if beyond else True


def _orders(rests: list[Apply]) -> tuple[str, list[tuple[Fraction, str]]] | None:
    """The variable that all orders are powers of, with the degree and letter of each."""
    powers = [(power, rest.name) for rest in rests if (power := _power(rest.args[0])) is not None]
    names = {power[0] for power, _ in powers}
    if len(powers) < len(rests) or len(names) != 1:
        return None
    return names.pop(), [(power[1], letter) for power, letter in powers]


def _rows(answers: list[Answer], name: str) -> tuple[set[Fraction], dict[Fraction, Terms]] | None:
    """The degrees that are written on either side, and the terms of each degree of their difference."""
    first, second = map(_value, answers)
    if first is None or second is None:
        return None
    found = [_by_degree(side, name) for side in (first, second, add(first, negate(second)))]
    rows = [row for row in found if row is not None]
    return ({*rows[0], *rows[1]}, rows[2]) if len(rows) == len(found) else None


def _goes_to_zero(written: set[Fraction], orders: list[Fraction]) -> bool | None:
    """Where the variable goes by the degrees of what is not left out: True to 0, False to infinity."""
    written -= set(orders)
    if written and max(written) < min(orders):
        return True
    return False if written and min(written) > max(orders) else None


def _exceeds(degree: Fraction, order: Fraction, name: str, to_zero: bool) -> bool:
    """Whether a power is larger than what a remainder takes up; one of its own order is, of ``o``."""
    if degree == order:
        return name == "o"
    return (degree < order) == to_zero


def _is_there(terms: Terms, ctx: Context) -> bool:
    result = ctx.compare(tree(terms), ZERO)
    return result is not None and not result.equivalent


def _value(answer: Answer) -> Expr | None:
    """The expansion that an answer is, under a label or not."""
    inner = answer.value if isinstance(answer, Assignment) else answer
    return inner.expr if isinstance(inner, Scalar) else None


def _power(order: Expr) -> tuple[str, Fraction] | None:
    """Variable and degree of an order that is a power of one."""
    names = free_symbols(order)
    if len(names) != 1:
        return None
    (name,) = names
    found = _by_degree(order, name)
    return (name, next(iter(found))) if found is not None and len(found) == 1 else None


def _by_degree(expr: Expr, name: str) -> dict[Fraction, Terms] | None:
    """The terms of each degree, without their powers of the variable; None for what is no sum of such."""
    found: dict[Fraction, Terms] = {}
    try:
        terms = collect(expr)
    except OverLimit:
        return None
    for factors, coefficient in terms.items():
        degree = Fraction(0)
        rest: list[tuple[Expr, Fraction]] = []
        for atom, exponent in factors:
            if atom == Symbol(name):
                degree += exponent
            elif name in free_symbols(atom):
                return None
            else:
                rest.append((atom, exponent))
        found.setdefault(degree, {})[tuple(rest)] = coefficient
    return found
