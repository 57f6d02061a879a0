r"""Constants that mean any number: of integration (``x^2+C``), of general solutions (``C_1e^x+C_2e^{-x}``).

Which letters can be such constants is a closed list, and what they are beside decides whether they are:
``\frac12CV^2`` and ``\cos C`` hold none.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import Final, TypeAlias

from mathequiv.equality.calculus.differentiate import NotDifferentiableError, differentiate
from mathequiv.equality.expressions import compare_expressions
from mathequiv.equality.outcome import Context, equal
from mathequiv.equality.rules.linear import at, coefficient
from mathequiv.equality.rules.phases import with_plain_waves
from mathequiv.errors import OverLimit
from mathequiv.finding import Finding
from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Mul, Neg, Number, Pow, Symbol
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.limits import MAX_SOLUTION_CONSTANTS, Budget
from mathequiv.verdict import Convention

__all__ = [
    "CONSTANTS",
    "VARIABLES",
    "is_scaled",
    "is_solution_constant",
    "match_free_constants",
    "match_level_sets",
    "may_be_free",
    "swapped_constant",
]

_INTEGRATION: Final = frozenset({"C", "constant"})
"""Names of an added constant of integration; an index may follow."""

_LETTERS_TOO: Final = frozenset({"c", "K"})
"""Names of one where nothing but a variable is beside it: in ``ax^2+bx+c`` the letter is a coefficient."""

_SOLUTION: Final = frozenset({"C", "c", "K"})
"""Names of the constants of a general solution; an index may follow."""

_PAIR: Final = frozenset({"A", "B"})
"""Names of two such constants that only count together: ``A`` alone is an amplitude."""


_LONE: Final = frozenset("ABDk")
"""Letters that are the constant of a general solution where the other side shows that there is one."""

_FIRST_LETTERS: Final = frozenset(name[0] for name in (*_INTEGRATION, *_LETTERS_TOO, *_SOLUTION, *_PAIR, *_LONE))


_Family: TypeAlias = tuple[list[Expr], Expr]
"""The functions that free constants multiply, and what is left without them."""


def may_be_free(names: frozenset[str]) -> bool:
    """Whether one of the names may be such a constant, by its first letter."""
    return not _FIRST_LETTERS.isdisjoint([name[:1] for name in names])


def match_free_constants(a: Expr, b: Expr, ctx: Context, *, functions: bool = False) -> tuple[Finding | None, bool]:
    """EQUIVALENT if two expressions are one family, whatever its constants are called; None otherwise.

    Args:
        a: one expression.
        b: the other.
        ctx: the comparison.
        functions: whether both are the values of a function, where a constant may be over its variable.

    Returns:
        The result, and whether both are antiderivatives of which nothing can be told.
    """
    found, is_open = _match_integrals(a, b, ctx, functions=functions)
    return (_match_solutions(a, b, ctx, functions=functions) if found is None else found), is_open


CONSTANTS: Final = frozenset({"C", "c", "K", "k", "A"})
"""Letters that name a constant which is declared to be any on the other side."""


def match_level_sets(a: tuple[Expr, Expr], b: tuple[Expr, Expr], ctx: Context) -> Finding | None:
    """EQUIVALENT for ``f = C`` and ``g = K`` where ``f`` is ``g`` but for a factor and a constant; None otherwise."""
    left, right = _level(*a), _level(*b)
    if left is None or right is None or free_symbols(left) != free_symbols(right):
        return None
    names = sorted(free_symbols(left))
    if not 1 < len(names) <= len(_POINTS[0]):
        return None
    there: dict[str, Expr] = {name: Number(1, 2 + place) for place, name in enumerate(names)}
    if not is_scaled(_from(left, there), _from(right, there), ctx.budget):
        return None
    return _SAME_SOLUTION


def _level(left: Expr, right: Expr) -> Expr | None:
    """What of variables by convention is said to be any constant; beside other letters a constant is one of them."""
    if isinstance(left, Symbol):
        left, right = right, left
    if not isinstance(right, Symbol) or _head(right.name) not in _LEVELS:
        return None
    return left if free_symbols(left) <= VARIABLES else None


_LEVELS: Final = frozenset({"C", "K", "constant"})
VARIABLES: Final = frozenset({*"xyzuvwrt", "theta"})


def swapped_constant(a: frozenset[str], b: frozenset[str]) -> tuple[str, str] | None:
    """The one constant of integration in which the names of two expressions differ; None where they differ more."""
    only_a, only_b = a - b, b - a
    if len(only_a) != 1 or len(only_b) != 1 or not only_a | only_b <= _SOLUTION:
        return None
    return next(iter(only_a)), next(iter(only_b))


def is_solution_constant(name: str) -> bool:
    """Whether a name with an index is that of a constant of a general solution (``c_1``)."""
    head, _, index = name.partition("_")
    return head in _SOLUTION and index.isdecimal()


def _head(name: str) -> str:
    """The letter of a constant, with a number for its index or none; ``C_V`` and ``K_a`` are quantities by name."""
    head, mark, index = name.partition("_")
    return head if not mark or index.isdecimal() else name


# --- constants of integration -----------------------------------------------------------------------------------------


def _match_integrals(a: Expr, b: Expr, ctx: Context, *, functions: bool) -> tuple[Finding | None, bool]:
    """Both hold one added constant: equal when the rest differs by a constant only."""
    left, right = _without_constant(a, functions=functions), _without_constant(b, functions=functions)
    if left is None or right is None:
        return None, False
    names = sorted(free_symbols(left) | free_symbols(right))
    if not 0 < len(names) <= len(_POINTS[0]):
        return None, False
    for point in _POINTS:
        there = dict(zip(names, point, strict=False))
        result = ctx.compare(_from(left, there), _from(right, there))
        if result is not None:
            if not result.equivalent:
                return None, False
            return _SAME_INTEGRAL, False
    return (_SAME_INTEGRAL, False) if len(names) == 1 and _same_slopes(left, right, names[0], ctx) else (None, True)


_SAME_INTEGRAL: Final = equal(
    "free_constant",
    "the antiderivatives differ by a constant, which the constant of integration takes up",
    Convention("free_constant"),
)


def _same_slopes(left: Expr, right: Expr, name: str, ctx: Context) -> bool:
    """Whether both have one derivative, where a function of theirs has values by more than one custom (arccot)."""
    try:
        result = ctx.compare(differentiate(left, name), differentiate(right, name))
    except (NotDifferentiableError, OverLimit):
        return False
    return result is not None and result.equivalent


_POINTS: Final[tuple[tuple[Expr, ...], ...]] = (
    tuple(map(Number, (2, 3, 5, 7, 11, 13))),
    tuple(Number(n, 7) for n in (3, 5, 2, 4, 1, 6)),
    tuple(Neg(Number(n, 5)) for n in (2, 3, 7, 4, 8, 6)),
)
"""Where both sides may have a value to be taken off; any point at which they have one does."""


def _from(expr: Expr, point: dict[str, Expr]) -> Expr:
    """The expression less its value at a point."""
    return Add((expr, Neg(at(expr, point))))


def _without_constant(expr: Expr, *, functions: bool) -> Expr | None:
    """The expression without its one added constant of integration, None if it has none.

    In ``3x+2c`` the letter is a variable, unless that is the value of a function.
    """
    names = free_symbols(expr)
    for name in sorted(names):
        head = _head(name)
        known = head in _INTEGRATION or (head in _LETTERS_TOO and len(names) == 2)
        if known and _is_added(expr, name) and (functions or head in _INTEGRATION or not _is_counted(expr, name)):
            return at(expr, {name: Number(0)})
    return None


def _is_added(expr: Expr, name: str) -> bool:
    r"""Whether ``name`` is added as it stands: ``x^2+C``, ``\frac{x^3+C}3``; not ``x^2-C``."""
    match expr:
        case Add(terms=terms):
            holding = [term for term in terms if name in free_symbols(term)]
            return len(holding) == 1 and (_is_multiple(holding[0], name) or _is_added(holding[0], name))
        case Div(numerator=above, denominator=below):
            return not free_symbols(below) and _is_added(above, name)
        case Mul(factors=factors):
            holding = [factor for factor in factors if name in free_symbols(factor)]
            others = [factor for factor in factors if name not in free_symbols(factor)]
            return len(holding) == 1 and not any(map(free_symbols, others)) and _is_added(holding[0], name)
    return False


def _is_multiple(expr: Expr, name: str) -> bool:
    """Whether ``expr`` is the constant itself or a number times it."""
    others = [f for f in expr.factors if f != Symbol(name)] if isinstance(expr, Mul) else []
    is_scaled = isinstance(expr, Mul) and len(others) == len(expr.factors) - 1 and not any(map(free_symbols, others))
    return expr == Symbol(name) or is_scaled


def _is_counted(expr: Expr, name: str) -> bool:
    """Whether a term of a sum is an integer times the name."""
    for term in expr.terms if isinstance(expr, Add) else ():
        match term:
            case Mul(factors=(Number(denominator=1), Symbol(name=letter))) if letter == name:
                return True
    return False


# --- constants of general solutions -----------------------------------------------------------------------------------


def _match_solutions(a: Expr, b: Expr, ctx: Context, *, functions: bool) -> Finding | None:
    """Both are a sum of free multiples of the same functions, and the rest is the same."""
    left, right = _solution(a, functions=functions), _solution(b, functions=functions)
    if _has_phase(right, left):
        left = _solution(with_plain_waves(a) or a, functions=functions)
    elif _has_phase(left, right):
        right = _solution(with_plain_waves(b) or b, functions=functions)
    if left is None and right is not None:
        left = _lone_solution(a, b, functions=functions)
    elif right is None and left is not None:
        right = _lone_solution(b, a, functions=functions)
    if left is None or right is None or len(left[0]) != len(right[0]):
        return None
    rest = ctx.compare(left[1], right[1])
    if rest is None or not rest.equivalent:
        return None
    if len(left[0]) == 1:
        return _match_single(left[0][0], right[0][0], ctx.budget, functions=functions)
    return _match_several(left[0], right[0], ctx.budget)


def _has_phase(family: _Family | None, other: _Family | None) -> bool:
    """Whether one side has two constants and the other at most its amplitude, so that a phase may be the second."""
    return family is not None and len(family[0]) == _TWO and (other is None or len(other[0]) < _TWO)


_TWO: Final = 2


def _match_several(left: list[Expr], right: list[Expr], budget: Budget) -> Finding | None:
    """Several constants: their functions may be swapped and scaled, or span the same functions."""
    if any(is_scaled(x, y, budget) is not False for side in (left, right) for x, y in combinations(side, 2)):
        return None  # the constants of a solution are beside functions that are no multiples of each other
    for order in _orders(len(left)):
        if all(is_scaled(x, right[place], budget) for x, place in zip(left, order, strict=True)):
            return _SAME_SOLUTION
    return _SAME_SOLUTION if _same_span(left, right, budget) else None


def _same_span(left: list[Expr], right: list[Expr], budget: Budget) -> bool:
    """Whether two pairs of functions of one variable, none a multiple of the other, are combinations of each other."""
    names = frozenset().union(*map(free_symbols, (*left, *right)))
    if len(left) != 2 or len(names) != 1:
        return False
    (name,) = names
    here, there = ({name: points[0]} for points in _POINTS[:2])
    x, y = left
    minor = _minor(at(x, here), at(y, there), at(y, here), at(x, there))
    if not _is_no_zero(minor, budget):
        return False
    for z in right:
        parts = (
            Mul((z, minor)),
            Neg(Mul((x, _minor(at(z, here), at(y, there), at(y, here), at(z, there))))),
            Neg(Mul((y, _minor(at(x, here), at(z, there), at(z, here), at(x, there))))),
        )
        result = compare_expressions(Add(parts), Number(0), budget)
        if result is None or not result.equivalent:
            return False
    return True


def _minor(a: Expr, d: Expr, b: Expr, c: Expr) -> Expr:
    return Add((Mul((a, d)), Neg(Mul((b, c)))))


def _is_no_zero(value: Expr, budget: Budget) -> bool:
    result = compare_expressions(value, Number(0), budget)
    return result is not None and not result.equivalent


def _match_single(x: Expr, y: Expr, budget: Budget, *, functions: bool) -> Finding | None:
    """One constant: it may have another name, and be scaled where it is beside an exponential."""
    result = compare_expressions(x, y, budget)
    if result is not None and result.equivalent:
        return _SAME_SOLUTION
    grows = any(_is_exponential(node) or (functions and _is_reciprocal(node)) for side in (x, y) for node in walk(side))
    return _SAME_SOLUTION if grows and is_scaled(x, y, budget) else None


_SAME_SOLUTION: Final = equal(
    "free_constant",
    "both are the same general solution, with its constants renamed, swapped or scaled",
    Convention("free_constant"),
)


def _orders(size: int) -> Iterator[tuple[int, ...]]:
    return iter(permutations(range(size)))


def is_scaled(x: Expr, y: Expr, budget: Budget) -> bool | None:
    """Whether two functions are the same up to a constant factor; None if that cannot be told."""
    names = sorted(free_symbols(x) | free_symbols(y))
    for point in _POINTS:
        there = dict(zip(names, point, strict=False))
        left, right = Mul((x, at(y, there))), Mul((y, at(x, there)))
        result = compare_expressions(left, right, budget)
        if result is not None:
            return result.equivalent
    return None


def _lone_solution(expr: Expr, other: Expr, *, functions: bool) -> _Family | None:
    """An expression with one of `_LONE` for its constant, where the other side has a usual one (``Ae^x``, ``Ce^x``)."""
    names = (free_symbols(expr) & _LONE) - free_symbols(other)
    if len(names) != 1:
        return None
    (name,) = names
    return _solution(at(expr, {name: Symbol("C")}), functions=functions)


def _solution(expr: Expr, *, functions: bool) -> _Family | None:
    """The functions that free constants multiply, and what is left without them; None if it is no family."""
    names = _free_constants(free_symbols(expr))
    if not names or len(names) > MAX_SOLUTION_CONSTANTS:
        return None
    zero: dict[str, Expr] = dict.fromkeys(names, Number(0))
    parts = []
    for name in names:
        part = coefficient(expr, name)
        if part is None or free_symbols(part) & set(names) or not (free_symbols(part) or "_" in name):
            return None
        if name == "c" and _is_of_quantities(part):
            return None
        parts.append(part)
    indexed = len(names) > 1 and all("_" in name for name in names)
    if not indexed and not any(_solves(part, functions=functions) for part in parts):
        return None  # coefficients of a line or a parabola are no free constants
    return parts, at(expr, zero)


def _is_of_quantities(part: Expr) -> bool:
    """Whether a letter that is no variable is a factor: beside it ``c`` is a quantity, or of the unit ``cm``."""
    match part:
        case Neg(arg=inner) | Div(numerator=inner):
            return _is_of_quantities(inner)
        case Mul(factors=factors):
            return any(map(_is_of_quantities, factors))
        case Symbol(name=name):
            return name not in VARIABLES
    return False


def _solves(part: Expr, *, functions: bool) -> bool:
    """Whether anything in what a constant multiplies is a function that solves equations."""
    return any(_grows(node) or (functions and _is_reciprocal(node)) for node in walk(part))


def _free_constants(held: frozenset[str]) -> list[str]:
    """The names among those held that may be free constants: ``C``, ``C_1``; else ``A`` beside ``B``."""
    names = sorted(name for name in held if _head(name) in _SOLUTION)
    return sorted(_PAIR) if not names and held >= _PAIR else names


def _grows(node: Expr) -> bool:
    """A function that solves equations: an exponential, a wave, a logarithm."""
    return _is_exponential(node) or (isinstance(node, Call) and any(map(free_symbols, node.args)))


def _is_reciprocal(node: Expr) -> bool:
    match node:
        case Div(denominator=below):
            return bool(free_symbols(below))
        case Pow(base=base, exponent=Neg()):
            return bool(free_symbols(base))
    return False


def _is_exponential(node: Expr) -> bool:
    match node:
        case Pow(base=Constant() | Number(), exponent=exponent):
            return bool(free_symbols(exponent))
        case Call(name="exp", args=args):
            return any(map(free_symbols, args))
    return False
