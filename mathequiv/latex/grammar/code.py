"""Code of Python libraries as answers print them: ``Rational(1, 2)``, ``np.array([1, 2])``, ``Matrix([[1, 2]])``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from typing import Final

from mathequiv.latex.expr import (
    Apply,
    Bracketed,
    Call,
    Derivative,
    Expr,
    Folded,
    Limit,
    Matrix,
    Mul,
    Number,
    Relation,
    Root,
    SetOp,
    Symbol,
)
from mathequiv.latex.grammar.arrays import diagonal, filled
from mathequiv.latex.grammar.calls import function
from mathequiv.latex.grammar.code_ranges import floating, over_range, set_of_code
from mathequiv.latex.grammar.combine import divide, items_of
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.code import (
    CALLS,
    CODE_WORDS,
    DIAGONAL,
    EMPTY,
    FILLED,
    IDENTITY,
    INTERVALS,
    MODULES,
    OPERATORS,
    SET_OPERATIONS,
    SUMS,
)
from mathequiv.limits import MAX_WRITTEN_ORDER

_ARRAYS: Final = IDENTITY | set(FILLED)
_ONLY_SUMS: Final = set(SUMS) - set(OPERATORS)
"""Calls that have no form with the range as another argument."""
_SPECIAL: Final[dict[str, Callable[[Parser], Expr | None]]] = {EMPTY: set_of_code, "float": floating}
"""Calls whose parentheses hold more than items."""


def library_call(p: Parser, token: Token) -> Expr | None:
    """The value of a library's name; None if the word is no code here (``np`` before anything but a period)."""
    name = token.text
    if name not in CODE_WORDS and name != EMPTY:
        return None
    start, place = p.k, p.place()
    if name == "Interval" and p.tokens[p.k].text == "." and p.tokens[p.k + 1].text in INTERVALS:
        name = p.tokens[p.k + 1].text
        p.k += 2
    following = p.tokens[p.k]
    if following.space or following.text != ("." if name in MODULES else "("):
        p.k = start
        return None
    if name in MODULES:
        return _of_module(p)
    p.listed_until = p.bracket_end(p.k)  # no comma in code separates thousands
    p.take()
    special = _SPECIAL.get(name)
    found = _read_call(p, name) if special is None else special(p)
    if found is None:
        p.go_back(place)
    return found


def _of_module(p: Parser) -> Expr:
    """What follows a module and its period; the ``log`` of a module is natural."""
    p.k += 1
    log = p.tokens[p.k]
    if log.text != "log":
        return p.atom()
    p.k += 1
    return function(p, log.turned("func", "ln"))


def _read_call(p: Parser, name: str) -> Expr | None:
    """The value of a call whose parenthesis is open; None if it is no code: ``sum(s)``, ``product(s)``."""
    summed = over_range(p, SUMS[name]) if name in SUMS else None
    if summed is not None:
        return summed
    if name in _ONLY_SUMS:
        return None
    inner = p.within(p.scope._replace(bars=0, brackets=p.scope.brackets + 1), p.sequence)
    p.expect("close", ")")
    args = items_of(inner)
    if name in OPERATORS and len(args) == 1:  # ``product(s)``
        return None
    return _called(p, name, args)


def _called(p: Parser, name: str, args: tuple[Expr, ...]) -> Expr:
    """What a call of ``name`` makes of ``args``."""
    for make in _MAKERS:
        made = make(name, args)
        if made is not None:
            return made
    return p.fail("arguments of that call")


def _set(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """A set of its members, or of sets."""
    if name == "FiniteSet":
        return Bracketed("{", "}", args)
    if name in SET_OPERATIONS and len(args) > 1:
        return reduce(partial(SetOp, SET_OPERATIONS[name]), args)
    return None


def _named_matrix(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """A matrix by its diagonal or its size."""
    if name == DIAGONAL:
        return diagonal(_entries(args))
    return filled(name, args) if name in _ARRAYS else None


def _pair(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """What a call of two arguments makes that is no call of a function."""
    if len(args) != 2:
        return None
    if name in ("Rational", "Fraction"):
        return divide(*args)
    if name == "Eq":
        return Relation((_applied_name(args[0]), args[1]), ("=",))
    if name in INTERVALS:
        opening, closing = INTERVALS[name]
        return Bracketed(opening, closing, args, interval=True)
    return None


def _function(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """A known function of as many arguments as it takes."""
    if name not in CALLS or len(args) != (CALLS[name][1] or len(args)):
        return None
    function_name = CALLS[name][0]
    return Root(args[0], args[1]) if function_name == "root" else Call(function_name, args)


def _operator(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """A limit, sum, product, integral or derivative of the first argument."""
    if name not in OPERATORS or len(args) < 2:
        return None
    return _limit(args) if OPERATORS[name] == "limit" else _applied(OPERATORS[name], args[0], args[1:])


def _applied_name(left: Expr) -> Expr:
    """``y(x)`` as a function of ``x``, where it stands alone on the left of an equation."""
    match left:
        case Mul(factors=(Symbol(name=name), Symbol() as argument)):
            return Apply(name, (argument,))
    return left


def _applied(kind: str, body: Expr, ranges: tuple[Expr, ...]) -> Expr | None:
    """A sum, product, integral or derivative over one range after another, the innermost first."""
    found: Expr | None = body
    for at, over in enumerate(ranges):
        if found is None or (kind == "derivative" and isinstance(over, Number) and at):
            continue  # the order of the variable before it
        following = ranges[at + 1] if at + 1 < len(ranges) else None
        parts = over.items if isinstance(over, Bracketed) else (over,)
        if not isinstance(parts[0], Symbol):
            found = None
        elif kind == "derivative":
            order = parts[1] if len(parts) == 2 else following if isinstance(following, Number) else Number(1)
            found = _derived(found, parts[0].name, order)
        elif len(parts) == 3:
            found = Folded(kind, found, parts[0].name, parts[1], parts[2])
        else:
            found = Folded(kind, found, parts[0].name, None, None) if kind == "integral" and len(parts) == 1 else None
    return found


def _derived(body: Expr, name: str, order: Expr) -> Expr | None:
    match order:
        case Number(numerator=times, denominator=1) if 1 <= times <= MAX_WRITTEN_ORDER:
            return Derivative(body, name, times)
    return None


def _limit(args: tuple[Expr, ...]) -> Expr | None:
    match args:
        case (body, Symbol(name=name), target):
            return Limit(body, name, target, "")
    return None


def _array(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """A matrix of rows of equal length; of plain items a column, or a vector of numpy."""
    if name not in ("Matrix", "array") or len(args) != 1:
        return None
    items = _listed(args[0])
    rows = [_listed(item) for item in items]
    if len(set(map(len, rows))) != 1:
        return None
    if rows[0]:
        return Matrix(tuple(rows))
    return Matrix(tuple((item,) for item in items)) if name == "Matrix" else Bracketed("<", ">", items)


def _entries(args: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The arguments, or the items of the one list that they are."""
    return _listed(args[0]) or args if len(args) == 1 else args


def _listed(expr: Expr) -> tuple[Expr, ...]:
    """The items of a list in square brackets; nothing for any other expression."""
    return expr.items if isinstance(expr, Bracketed) and (expr.opening, expr.closing) == ("[", "]") else ()


_MAKERS: Final[tuple[Callable[[str, tuple[Expr, ...]], Expr | None], ...]] = (
    _set,
    _named_matrix,
    _pair,
    _function,
    _operator,
    _array,
)
