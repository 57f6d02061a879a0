"""What calls of code mean that have a rule of their own: ``pow(x, 3)``, ``Log[2, 8]``, ``Eq(x, 1)``, ``range(1, 4)``.

Each rule makes a tree of the arguments, or says None where there are too many or too few of them. Names of four
languages meet here under one name of the rule (`mathequiv.lexicon.code.MADE`).
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd, isqrt
from typing import Final, TypeAlias

from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Constant,
    Div,
    Expr,
    Matrix,
    Mul,
    Neg,
    Number,
    Piecewise,
    Pow,
    Qualified,
    Relation,
    Root,
    Sequence,
    SetBuilder,
    SetName,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.arrays import diagonal, filled
from mathequiv.latex.grammar.combine import divide, equated, grouped
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.code import CONNECTIVES, FUNCTIONS_OF_CODE, MADE, NUMBER_SETS, RELATIONS, UNCHANGED
from mathequiv.limits import MAX_ELEMENTS

__all__ = [
    "RULES",
    "as_set",
    "cases",
    "connected",
    "listed",
    "made_call",
    "matrix_of",
    "named_function",
]

Args: TypeAlias = tuple[Expr, ...]
Maker: TypeAlias = Callable[[Args], "Expr | None"]

_ONE: Final = Number(1)


def made_call(name: str, args: Args) -> Expr | None:
    """What a call of a name with a rule of its own makes; None for another name, or other arguments."""
    if name in FUNCTIONS_OF_CODE:
        return _function(FUNCTIONS_OF_CODE[name], args)
    if name in UNCHANGED:
        return args[0] if args and (len(args) == 1 or name in _WITH_PRECISION) else None
    if name in RELATIONS:
        return equated((_applied_name(args[0]), args[1]), (RELATIONS[name],)) if len(args) == 2 else None
    if name in CONNECTIVES:
        return connected(CONNECTIVES[name], args)
    rule = MADE.get(name)
    return None if rule is None else RULES[rule](args)


_WITH_PRECISION: Final = frozenset({"evalf", "N", "Poly"})
"""Calls whose further arguments say how many digits there are, or which names are variables."""


def _function(name: str, args: Args) -> Expr | None:
    """A function of one argument; what it makes of a matrix is told by its rows."""
    if len(args) != 1:
        return None
    entries = listed(args[0]) if name == "norm" else ()
    if entries:
        return Root(Add(tuple(Pow(Call("abs", (entry,)), Number(2)) for entry in entries)), Number(2))
    return Call(name, (matrix_of(args[0]) or args[0],))


def _applied_name(left: Expr) -> Expr:
    """``y(x)`` as a function of ``x``, where it stands alone on the left of an equation."""
    match left:
        case Mul(factors=(Symbol(name=name), Symbol() as argument)):
            return Apply(name, (argument,))
    return left


# --- lists and matrices -----------------------------------------------------------------------------------------------


def listed(expr: Expr) -> Args:
    """The items of a list in square or loose curly brackets; nothing for any other expression."""
    if not isinstance(expr, Bracketed):
        return ()
    return expr.items if (expr.opening, expr.closing) == ("[", "]") or expr.loose else ()


def matrix_of(expr: Expr) -> Matrix | None:
    """The matrix of a list of rows of equal length; None for any other expression."""
    if isinstance(expr, Matrix):
        return expr
    rows = [listed(item) for item in listed(expr)]
    if not rows or not rows[0] or len(set(map(len, rows))) != 1:
        return None
    return Matrix(tuple(rows))


def _transposed(args: Args) -> Expr | None:
    if len(args) == 1 and isinstance(args[0], Symbol):
        return Pow(args[0], Symbol("T"))
    matrix = matrix_of(args[0]) if len(args) == 1 else None
    return None if matrix is None else Matrix(tuple(zip(*matrix.rows, strict=True)))


def _inverted(args: Args) -> Expr | None:
    matrix = matrix_of(args[0]) if len(args) == 1 else None
    return None if matrix is None else Pow(matrix, Neg(_ONE))


def _column(args: Args) -> Expr | None:
    items = listed(args[0]) if len(args) == 1 else ()
    return Matrix(tuple((item,) for item in items)) if items else None


def _list(args: Args) -> Expr | None:
    return args[0] if len(args) == 1 and isinstance(args[0], Bracketed) else None


def _range(args: Args) -> Expr | None:
    """The integers from the first bound up to the last, which is left out."""
    bounds = [_integer(arg) for arg in args]
    if not 0 < len(bounds) < 4:
        return None
    start, stop, step = [0, *bounds, 1] if len(bounds) == 1 else [*bounds, 1][:3]
    if start is None or stop is None or not step:
        return None
    values = range(start, stop, step)
    if not 0 < len(values) <= MAX_ELEMENTS:
        return None
    return Bracketed("[", "]", tuple(map(_number, values)))


def _integer_part(args: Args) -> Expr | None:
    """``int(3.7)`` of a written number."""
    match args:
        case (Number(numerator=above, denominator=below),):
            return Number(above // below)
        case (Neg(arg=Number(numerator=above, denominator=below)),):
            return _number(-(above // below))
    return None


def _point(args: Args) -> Expr | None:
    return Bracketed("(", ")", args) if len(args) > 1 else None


def _either(args: Args) -> Expr | None:
    """``If[x < 0, -x, x]`` and ``np.where(x < 0, -x, x)``."""
    return cases([(args[1], args[0])], rest=args[2]) if len(args) == 3 else None


def _set_of_range(args: Args) -> Expr | None:
    """``Range(1, 4)`` of SymPy, a set."""
    found = _range(args)
    return Bracketed("{", "}", found.items) if isinstance(found, Bracketed) else None


def _inner_product(a: Expr, b: Expr) -> Expr | None:
    left, right = listed(a), listed(b)
    if not left or len(left) != len(right):
        return None
    products = tuple(Mul((x, y)) for x, y in zip(left, right, strict=True))
    return products[0] if len(products) == 1 else Add(products)


def _vector_product(a: Expr, b: Expr) -> Expr | None:
    left, right = listed(a), listed(b)
    if len(left) != 3 or len(right) != 3:
        return None
    places = ((1, 2), (2, 0), (0, 1))
    entries = tuple(Add((Mul((left[m], right[n])), Neg(Mul((left[n], right[m]))))) for m, n in places)
    return Bracketed("<", ">", entries)


def _integer(expr: Expr) -> int | None:
    match expr:
        case Number(numerator=value, denominator=1):
            return value
        case Neg(arg=Number(numerator=value, denominator=1)):
            return -value
    return None


def _number(value: int) -> Expr:
    return Number(value) if value >= 0 else Neg(Number(-value))


# --- values -----------------------------------------------------------------------------------------------------------


def _power(args: Args) -> Expr | None:
    if len(args) == 3:
        return _inverse_modulo(*args) if isinstance(args[1], Neg) else Call("mod", (Pow(args[0], args[1]), args[2]))
    return Pow(matrix_of(args[0]) or args[0], args[1]) if len(args) == 2 else None


def _inverse_modulo(base: Expr, exponent: Expr, modulus: Expr) -> Expr | None:
    """``pow(3, -1, 7)``, a power of the integer that is inverse to the base; None where there is none."""
    value, power, of = map(_integer, (base, exponent, modulus))
    return None if value is None or power is None or not of or gcd(value, of) != 1 else _number(pow(value, power, of))


def _complex(args: Args) -> Expr | None:
    return Add((args[0], Mul((args[1], Constant("i"))))) if len(args) == 2 else None


def _one(make: Callable[[Expr], Expr]) -> Maker:
    """A rule of exactly one argument."""
    return lambda args: make(args[0]) if len(args) == 1 else None


def _decimal(args: Args) -> Expr | None:
    """``Decimal('0.5')``, whose quotation marks are dropped."""
    return args[0] if len(args) == 1 and isinstance(args[0], (Number, Neg)) else None


def _of_numerals(make: Callable[[Expr, Expr], Expr]) -> Maker:
    """A rule of two written numbers without signs, which languages take with their signs in different ways."""
    return lambda args: make(*args) if len(args) == 2 and all(isinstance(arg, Number) for arg in args) else None


def _two(make: Callable[[Expr, Expr], Expr | None]) -> Maker:
    """A rule of exactly two arguments."""
    return lambda args: make(*args) if len(args) == 2 else None


def _base_first(args: Args) -> Expr | None:
    """``Log[x]``, natural, and ``Log[b, x]`` of Mathematica."""
    if len(args) == 1:
        return Call("ln", args)
    return Call("log", (args[1], args[0])) if len(args) == 2 else None


def _base_last(args: Args) -> Expr | None:
    """``log(x)``, natural, and ``log(x, b)`` of Python."""
    if len(args) == 1:
        return Call("ln", args)
    return Call("log", args) if len(args) == 2 else None


def _root_sum(args: Args) -> Expr:
    return Root(Add(tuple(Pow(arg, Number(2)) for arg in args)), Number(2))


def _arrangements(n: Expr, k: Expr) -> Expr:
    return Div(Call("factorial", (n,)), Call("factorial", (Add((n, Neg(k))),)))


def _integer_root(args: Args) -> Expr | None:
    value = _integer(args[0]) if len(args) == 1 else None
    return None if value is None or value < 0 else Number(isqrt(value))


def _quotient_and_remainder(a: Expr, b: Expr) -> Expr:
    return Bracketed("(", ")", (Call("floor", (Div(a, b),)), Call("mod", (a, b))))


def _direction(args: Args) -> Expr | None:
    """``atan2(y, x)`` of a positive ``x``, which is an arcus tangent; None for any other."""
    match args:
        case (y, Number(numerator=above) as x) if above > 0:
            return Call("arctan", (divide(y, x),))
    return None


def _rounded(args: Args) -> Expr | None:
    """An integer that is nearest to a written decimal; None at a tie, which languages round differently."""
    match args:
        case (Number(numerator=above, denominator=below),) if 2 * above % below or (2 * above // below) % 2 == 0:
            return Number((2 * above + below) // (2 * below))
    return None


# --- relations --------------------------------------------------------------------------------------------------------

_BELOW: Final = {"<": "<", "<=": "<=", ">": "<", ">=": "<="}


def connected(word: str, parts: Args) -> Expr | None:
    """Relations that all hold, or one of which does; None where a part is no relation."""
    if not parts or not all(isinstance(part, Relation) or _joins_relations(part) for part in parts):
        return None
    return _all_hold(parts) if word == "and" else _any_holds(parts)


def _joins_relations(part: Expr) -> bool:
    return isinstance(part, Sequence) and all(isinstance(item, Relation) for item in part.items)


def _any_holds(parts: Args) -> Expr | None:
    """The relations one of which holds."""
    flat: list[Expr] = []
    for part in parts:
        if isinstance(part, Sequence) and part.joiner == "and":
            flat.append(Sequence(part.items, ","))
        else:
            flat += part.items if isinstance(part, Sequence) else (part,)
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat), "or")


def _all_hold(parts: Args) -> Expr | None:
    """The relations all of which hold; a bound below and one above are one chain. None where one of them is a choice.

    Bounds at infinity, which SymPy writes too, say nothing.
    """
    flat: list[Relation] = []
    for part in parts:
        items = part.items if isinstance(part, Sequence) and part.joiner != "or" else (part,)
        if not all(isinstance(item, Relation) for item in items):
            return None
        flat += [item for item in items if isinstance(item, Relation) and not _says_nothing(item)]
    if not flat:
        return None
    chain = _chain(flat) if len(flat) == 2 else None
    return chain or (flat[0] if len(flat) == 1 else Sequence(tuple(flat), "and"))


def _says_nothing(relation: Relation) -> bool:
    infinite = (Constant("infinity"), Neg(Constant("infinity")))
    return relation.ops == ("<",) and any(member in infinite for member in relation.members)


def _chain(relations: list[Relation]) -> Expr | None:
    """``1 < x`` and ``x < 2`` as ``1 < x < 2``."""
    bounds = [bound for relation in relations if (bound := _bound(relation)) is not None]
    if len(bounds) != 2 or bounds[0][0] != bounds[1][0] or bounds[0][3] == bounds[1][3]:
        return None
    low, high = bounds if bounds[0][3] else bounds[::-1]
    return Relation((low[2], low[0], high[2]), (low[1], high[1]))


def _bound(relation: Relation) -> tuple[Expr, str, Expr, bool] | None:
    """The name, the sign, what bounds it, and whether from below."""
    match relation:
        case Relation(members=(a, b), ops=(op,)) if op in _BELOW:
            smaller, larger = (a, b) if _BELOW[op] == op else (b, a)
            if isinstance(larger, Symbol) and not free_symbols(smaller):
                return larger, _BELOW[op], smaller, True
            if isinstance(smaller, Symbol) and not free_symbols(larger):
                return smaller, _BELOW[op], larger, False
    return None


# --- functions, sets, cases -------------------------------------------------------------------------------------------


def named_function(variables: Args, body: Expr, name: str = "f") -> Relation | None:
    """A function without a name as the definition of one."""
    if not variables or not all(isinstance(variable, Symbol) for variable in variables):
        return None
    return Relation((Apply(name, variables), body), ("=",))


def _function_of(args: Args) -> Expr | None:
    if len(args) != 2:
        return None
    first = args[0]
    variables = first.items if isinstance(first, Bracketed) else (first,)
    return named_function(variables, args[1])


def _between_open(args: Args) -> Expr | None:
    """``RealRange(Open(0), 1)`` of Maple."""
    if len(args) != 2:
        return None
    ends = [_open_end(arg) for arg in args]
    infinite = (Constant("infinity"), Neg(Constant("infinity")))
    opened = [is_open or end in infinite for end, is_open in ends]
    return Bracketed("(" if opened[0] else "[", ")" if opened[1] else "]", (ends[0][0], ends[1][0]), interval=True)


def _open_end(arg: Expr) -> tuple[Expr, bool]:
    match arg:
        case Apply(name="Open", args=(end,)):
            return end, True
    return arg, False


def as_set(arg: Expr) -> Expr:
    """A named set where its name is written as a word."""
    match arg:
        case Text(words=name) if name in NUMBER_SETS:
            return SetName(NUMBER_SETS[name])
        case Bracketed(opening="{", loose=True, items=items):
            return Bracketed("{", "}", items)
    return arg


def _by_condition(args: Args) -> Expr | None:
    """``ConditionSet(x, x > 1, S.Reals)`` of SymPy."""
    match args:
        case (Symbol() as name, condition, domain):
            return SetBuilder(Relation((name, as_set(domain)), ("in",)), condition)
    return None


def _image(args: Args) -> Expr | None:
    """``ImageSet(Lambda(n, 2*n*pi), S.Integers)`` of SymPy."""
    match args:
        case (Relation(members=(Apply(args=(Symbol() as name,)), body), ops=("=",)), domain):
            return SetBuilder(body, Relation((name, as_set(domain)), ("in",)))
    return None


def _indexed(name: Expr, index: Expr) -> Expr | None:
    """``Subscript[a, 1]`` of Mathematica."""
    match name, index:
        case Symbol(name=base), Number(numerator=n, denominator=1) if n >= 0:
            return Symbol(f"{base}_{n}")
        case Symbol(name=base), Symbol(name=at):
            return Symbol(f"{base}_{at}")
    return None


def _member(name: Expr, domain: Expr) -> Expr | None:
    """``Element[n, Integers]`` of Mathematica."""
    return Relation((name, as_set(domain)), ("in",)) if isinstance(name, Symbol) else None


def _conditional(value: Expr, condition: Expr) -> Expr | None:
    """``ConditionalExpression[1/(1 - x), Abs[x] < 1]`` of Mathematica."""
    match condition:
        case Relation(members=(Symbol(name=name), SetName(name="Z")), ops=("in",)):
            return Qualified(value, "integer", (name,))
        case Relation():
            return Qualified(value, "domain", tuple(sorted(free_symbols(condition))), condition)
    return None


def _named_values(args: Args) -> Expr | None:
    """``dict(x=1, y=2)``."""
    if not args or not all(isinstance(arg, Relation) and arg.ops == ("=",) for arg in args):
        return None
    return args[0] if len(args) == 1 else Sequence(args, ",")


def cases(pairs: list[tuple[Expr, Expr]], *, rest: Expr | None = None, maple: bool = False) -> Expr | None:
    """Values with their conditions, after each other in Maple; ``rest``, or the condition ``True``, ends them."""
    found: list[tuple[Expr, Expr | None]] = []
    for pair in pairs:
        value, condition = pair[::-1] if maple else pair
        if isinstance(condition, Text) and condition.words == "True":
            return Piecewise((*found, (value, None)))
        if not isinstance(condition, Relation) and not _joins_relations(condition):
            return None
        found.append((grouped(value), condition))
    if not found:
        return None
    return Piecewise(tuple(found)) if rest is None else Piecewise((*found, (rest, None)))


RULES: Final[dict[str, Maker]] = {
    "power": _power,
    "complex": _complex,
    "square root": _one(lambda arg: Root(arg, Number(2))),
    "cube root": _one(lambda arg: Root(arg, Number(3))),
    "log of base": _base_first,
    "ln": _base_last,
    "log2": _one(lambda arg: Call("log", (arg, Number(2)))),
    "log10": _one(lambda arg: Call("log", (arg, Number(10)))),
    "log1p": _one(lambda arg: Call("ln", (Add((_ONE, arg)),))),
    "expm1": _one(lambda arg: Add((Call("exp", (arg,)), Neg(_ONE)))),
    "atan2": _direction,
    "hypot": _two(lambda a, b: _root_sum((a, b))),
    "arrangements": _two(_arrangements),
    "integer root": _integer_root,
    "quotient and remainder": _two(_quotient_and_remainder),
    "rounded": _rounded,
    "Gamma": _one(lambda arg: Apply("Gamma", (arg,))),
    "zeta": _one(lambda arg: Apply("zeta", (arg,))),
    "unit step": _one(lambda arg: Apply("u", (arg,))),
    "impulse": _one(lambda arg: Apply("delta", (arg,))),
    "written decimal": _decimal,
    "transpose": _transposed,
    "inverse": _inverted,
    "function": _function_of,
    "interval of Maple": _between_open,
    "open end": _one(lambda arg: Apply("Open", (arg,))),
    "identity": lambda args: filled("eye", args),
    "diagonal": _one(lambda arg: diagonal(listed(arg)) or arg),
    "column": _column,
    "range": _range,
    "set of integers": _set_of_range,
    "integer part": _integer_part,
    "point": _point,
    "either": _either,
    "floored quotient": _two(lambda a, b: Call("floor", (divide(a, b),))),
    "whole quotient": _of_numerals(lambda a, b: Call("floor", (divide(a, b),))),
    "remainder": _of_numerals(lambda a, b: Call("mod", (a, b))),
    "radians": _one(lambda arg: divide(Mul((arg, Constant("pi"))), Number(180))),
    "degrees": _one(lambda arg: divide(Mul((arg, Number(180))), Constant("pi"))),
    "inner product": _two(_inner_product),
    "vector product": _two(_vector_product),
    "list": _list,
    "named values": _named_values,
    "set by condition": _by_condition,
    "set of values": _image,
    "name with index": _two(_indexed),
    "value under condition": _two(_conditional),
    "membership": _two(_member),
}
"""The rules by name."""
