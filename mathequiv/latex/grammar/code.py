"""Code of Python libraries as answers print them: ``Rational(1, 2)``, ``np.array([1, 2])``, ``Matrix([[1, 2]])``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from typing import Final

from mathequiv.errors import Unreadable
from mathequiv.latex.expr import (
    Apply,
    Bracketed,
    Call,
    Constant,
    Derivative,
    Expr,
    Folded,
    Limit,
    Matrix,
    Neg,
    Number,
    Relation,
    Root,
    SetOp,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.arrays import diagonal, filled
from mathequiv.latex.grammar.code_calls import as_set, listed, made_call, matrix_of
from mathequiv.latex.grammar.code_ranges import arguments, floating, over_range, set_of_code, total, written_cases
from mathequiv.latex.grammar.combine import divide
from mathequiv.latex.grammar.cursor import Place
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.code import (
    ARRAYS,
    CALLS,
    CASES,
    CODE_WORDS,
    DIAGONAL,
    EMPTY,
    FILLED,
    FIRST_WORDS,
    FROZEN,
    IDENTITY,
    IN_BRACKETS,
    INTERVALS,
    MODULES,
    OPERATORS,
    SET_OPERATIONS,
    SUMS,
)
from mathequiv.lexicon.token_kinds import Kind
from mathequiv.limits import MAX_WRITTEN_ORDER

_ARRAYS: Final = IDENTITY | set(FILLED)
_ONLY_SUMS: Final = set(SUMS) - set(OPERATORS)
"""Calls that have no form with the range as another argument."""
_SPECIAL: Final[dict[str, Callable[[Parser], Expr | None]]] = {
    EMPTY: set_of_code,
    FROZEN: set_of_code,
    "float": floating,
    **dict.fromkeys(CASES, written_cases),
}
"""Calls whose parentheses hold more than items."""
_NAME_PARTS: Final[frozenset[Kind]] = frozenset({"word", "letter", "func", "num", "sub", "const"})
_CLOSING: Final = {"(": ")", "[": "]"}


def library_call(p: Parser, token: Token) -> Expr | None:
    """The value of a library's name; None if the word is no code here (``np`` before anything but a period)."""
    if token.text not in FIRST_WORDS and token.text != EMPTY:
        return None
    start, place = p.k, p.place()
    name = _whole_name(p, token)
    if name == "Interval" and p.tokens[p.k].text == "." and p.tokens[p.k + 1].text in INTERVALS:
        name = p.tokens[p.k + 1].text
        p.k += 2
    if not _opens(p, name):
        p.k = start
        return None
    return _of_module(p) if name in MODULES else _call(p, name, place)


def letter_call(p: Parser, name: str) -> Expr | None:
    """A call by a name of one token that is no word (``D[x^2, x]``, ``Gamma[1/3]``, ``Lambda(x, x**2)``)."""
    if "\\" in p.text or name not in CODE_WORDS:
        return None
    if p.tokens[p.k].text == "[":
        return _call(p, name, p.place()) if name in IN_BRACKETS else None
    if len(name) == 1 or name[0].islower():
        return None
    place = p.place()
    try:
        return _call(p, name, place)
    except Unreadable:
        p.go_back(place)
        return None


def _whole_name(p: Parser, token: Token) -> str:
    """The name that starts with the word taken, with its digits and underscores (``real_root``, ``Log10``)."""
    at = p.k
    while p.tokens[at].kind in _NAME_PARTS and not p.tokens[at].space:
        at += 1
    name = p.text[token.start : p.tokens[at - 1].end]
    if name not in CODE_WORDS:
        return token.text
    p.k = at
    return name


def _opens(p: Parser, name: str) -> bool:
    """Whether what follows a name glued to it makes code of it: a period after a module, else a bracket."""
    following = p.tokens[p.k]
    if following.space or following.kind == "stop":
        return False
    if name in MODULES:
        return following.text == "."
    if following.text == "[":
        return name in IN_BRACKETS
    counted = p.tokens[p.k + 1]  # in `factor(s)` the bracket holds the ending of a plural
    return following.text == "(" and not (counted.text == "s" and p.tokens[p.k + 2].text == ")")


def _call(p: Parser, name: str, place: Place) -> Expr | None:
    """The value of a call of ``name``, whose bracket is at the position; None, back at ``place``, if it is no code."""
    p.listed_until = p.bracket_end(p.k)  # no comma in code separates thousands
    closing = _CLOSING[p.take().text]
    special = _SPECIAL.get(name)
    found = _read_call(p, name, closing) if special is None else special(p)
    if found is None:
        p.go_back(place)
    return found


def _of_module(p: Parser) -> Expr:
    """What follows a module and its period: a call, a constant, or another module; its ``log`` is natural.

    One size makes a vector there (``np.zeros(3)``), where SymPy and MATLAB have a square.
    """
    p.k += 1
    token = p.take()
    if token.text in MODULES and p.accept("."):
        p.k -= 1
        return _of_module(p)
    if token.kind in _NAMES:
        place = p.place()
        name = _whole_name(p, token)
        if name in CODE_WORDS and p.tokens[p.k].text == "(":
            start = p.k
            called = _call(p, name, place)
            if isinstance(called, Matrix) and name in FILLED and "," not in [one.text for one in p.tokens[start : p.k]]:
                return Matrix(tuple([row[:1] for row in called.rows]))
            if called is not None:
                return called
        p.go_back(place)
    p.k -= 1
    return p.atom()


_NAMES: Final[frozenset[Kind]] = frozenset({"word", "func", "letter"})


def _read_call(p: Parser, name: str, closing: str) -> Expr | None:
    """The value of a call whose bracket is open; None if it is no code: ``sum(s)``, ``product(s)``."""
    summed = over_range(p, SUMS[name], closing) if name in SUMS else None
    if summed is not None:
        return summed
    args = arguments(p, closing)
    if name == "Log" and closing == ")" and 0 < len(args) < 3:
        return Call("log", args)  # Mathematica has its base first, and the natural one, in square brackets only
    if name in _ONLY_SUMS and len(args) == 2 and SUMS[name] == "integral":
        return _applied("integral", args[0], args[1:])
    if name in SUMS and len(args) == 1:
        return total(SUMS[name], args[0]) or made_call(name, args)
    if name in _ONLY_SUMS:
        return None
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
        return reduce(partial(SetOp, SET_OPERATIONS[name]), map(as_set, args))
    return None


def _named_matrix(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """A matrix by its diagonal or its size."""
    if name == DIAGONAL:
        return diagonal(_entries(args))
    return filled(name, args) if name in _ARRAYS else None


def _pair(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """What a call of two arguments makes that is no call of a function; an interval may say which ends are open."""
    if name == "Interval" and (len(args) > 2 or isinstance(args[0], Bracketed)):
        return _interval_by_words(args)
    if len(args) == 1 and name in ("Rational", "Fraction"):
        return args[0]
    if len(args) != 2:
        return None
    if name in ("Rational", "Fraction"):
        return divide(*args)
    if name in INTERVALS:
        return _interval(*INTERVALS[name], args)
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


def _interval(opening: str, closing: str, args: tuple[Expr, ...]) -> Expr:
    """An interval by its brackets; SymPy opens the ends at infinity itself."""
    infinite = (Constant("infinity"), Neg(Constant("infinity")))
    return Bracketed(
        "(" if args[0] in infinite else opening, ")" if args[1] in infinite else closing, args, interval=True
    )


def _interval_by_words(args: tuple[Expr, ...]) -> Expr | None:
    """``Interval(0, 1, True, False)``, ``Interval(0, 1, left_open=True)`` and ``Interval[{0, 1}]``."""
    if len(args) == 1:
        ends = listed(args[0])
        return _interval("[", "]", ends) if len(ends) == 2 else None
    opened = {"left_open": False, "right_open": False}
    for name, arg in zip(opened, args[2:], strict=False):
        match arg:
            case Text(words="True" | "False" as said):
                opened[name] = said == "True"
            case Relation(members=(Text(words=keyword), Text(words="True" | "False" as said))) if keyword in opened:
                opened[keyword] = said == "True"
            case _:
                return None
    if len(args) > 4:
        return None
    return _interval("(" if opened["left_open"] else "[", ")" if opened["right_open"] else "]", args[:2])


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
        else:
            found = _folded(kind, found, parts[0].name, parts[1:])
    return found


def _folded(kind: str, body: Expr, name: str, bounds: tuple[Expr, ...]) -> Expr | None:
    """A sum, product or integral over its bounds; Mathematica's sums count from one where they have no lower one."""
    if len(bounds) == 2:
        return Folded(kind, body, name, *bounds)
    if kind == "integral":
        return None if bounds else Folded(kind, body, name, None, None)
    return Folded(kind, body, name, Number(1), bounds[0]) if len(bounds) == 1 else None


def _derived(body: Expr, name: str, order: Expr) -> Expr | None:
    """A derivative; that of ``f(x)`` by ``x`` is ``f'(x)``."""
    match order:
        case Number(numerator=times, denominator=1) if 1 <= times <= MAX_WRITTEN_ORDER:
            if isinstance(body, Apply) and body.args == (Symbol(name),):
                return Apply(body.name + "'" * times, body.args)
            return Derivative(body, name, times)
    return None


def _limit(args: tuple[Expr, ...]) -> Expr | None:
    match args:
        case (body, Symbol(name=name), target) | (body, Relation(members=(Symbol(name=name), target), ops=("=",))):
            return Limit(body, name, target, "")
    return None


def _array(name: str, args: tuple[Expr, ...]) -> Expr | None:
    """A matrix of rows of equal length; of plain items a column, or a vector of numpy."""
    if name == "Matrix" and len(args) == 3:
        return _in_rows(*args)
    if name not in ARRAYS or len(args) != 1:
        return None
    matrix, items = matrix_of(args[0]), listed(args[0])
    if name == "matrix":
        return matrix
    if matrix is not None or len(items) < 2 or any(map(listed, items)):
        return matrix or args[0]
    return Matrix(tuple((item,) for item in items)) if name == "Matrix" else Bracketed("<", ">", items)


def _in_rows(rows: Expr, columns: Expr, entries: Expr) -> Expr | None:
    """``Matrix(2, 2, [1, 2, 3, 4])``."""
    items = listed(entries)
    match rows, columns:
        case Number(numerator=down, denominator=1), Number(numerator=across) if items and down * across == len(items):
            return Matrix(tuple(items[at : at + across] for at in range(0, len(items), across)))
    return None


def _entries(args: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The arguments, or the items of the one list that they are."""
    return listed(args[0]) or args if len(args) == 1 else args


_MAKERS: Final[tuple[Callable[[str, tuple[Expr, ...]], Expr | None], ...]] = (
    _set,
    _named_matrix,
    _pair,
    _function,
    _operator,
    _array,
    made_call,
)
