"""Forms of code that are no calls: rules, dictionaries, functions without a name, elements by index, constants.

``{{x -> 1}, {x -> 2}}``, ``{'x': 1, 'y': 2}``, ``lambda x: x**2``, ``f := x -> x^2``, ``a[n]``, ``S.Reals``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mathequiv.errors import Unreadable
from mathequiv.latex.expr import (
    Apply,
    Call,
    Constant,
    Div,
    Expr,
    Neg,
    Number,
    Relation,
    SetName,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.code_calls import made_call, matrix_of, named_function
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.sequences import assembled
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.code import IN_BRACKETS, METHODS, NUMBER_SETS, SYMPY_CONSTANTS
from mathequiv.lexicon.functions import CALLABLE_NAMES, COUNTS, SAMPLED
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import Kind

__all__ = [
    "chosen",
    "element",
    "in_mathematica",
    "method",
    "named_values",
    "nameless_function",
    "rule",
    "sympy_constant",
]


def may_be_code(text: str) -> bool:
    """Whether a text has a sign or a word that every text has which is read as code as a whole."""
    return ":" in text or "->" in text or "for" in text or "mapsto" in text or "lambda" in text


_KEYS: Final[frozenset[Kind]] = frozenset({"letter", "word", "tword"})
_INDICES: Final = COUNTS | {"i", "j"}


# --- values under their names -----------------------------------------------------------------------------------------


def named_values(p: Parser) -> Expr | None:
    """``{{x -> 1}, {x -> 2}}``, ``{x: 1, y: 2}`` or ``[{x: 1}]``: values under their names; None for other brackets."""
    if "\\" in p.text or p.tokens[0].text not in ("{", "["):
        return None
    place = p.place()
    try:
        groups = _groups(p)
    except Unreadable:
        groups = None
    if not groups or p.kind() != "stop":
        p.go_back(place)
        return None
    items = [pair for group in groups for pair in group]
    joins = [join for group in groups for join in (*[","] * (len(group) - 1), "or")][:-1]
    return assembled(items, joins)


def _groups(p: Parser) -> list[list[Expr]] | None:
    """The groups of a list of them, or the one that stands alone."""
    if p.tokens[p.k].kind == "{" and p.kind(1) in _KEYS:
        group = _group(p)
        return None if group is None else [group]
    opening = p.take()
    closing: Kind = "}" if opening.kind == "{" else "close"
    found: list[list[Expr]] = []
    while not found or p.accept(","):
        group = _group(p) if p.kind() == "{" else None
        if group is None:
            return None
        found.append(group)
    return found if p.accept(closing) else None


def _group(p: Parser) -> list[Expr] | None:
    """``{x -> 1, y -> 2}`` or ``{x: 1, y: 2}``."""
    p.take()
    found: list[Expr] = []
    while not found or p.accept(","):
        pair = _pair(p)
        if pair is None:
            return None
        found.append(pair)
    return found if p.accept("}") else None


def _pair(p: Parser) -> Expr | None:
    """A name with its value; None for a condition after its name (``{x : x > 1}``)."""
    if p.kind() not in _KEYS:
        return None
    word = p.tokens[p.k]
    name: Expr = Text(p.take().text) if word.kind != "letter" else p.operand()
    ruled = p.tokens[p.k].written == "->"
    if not (ruled or p.kind() == ":"):
        return None
    p.k += 1
    value = p.within(p.scope.inside("stop"), p.value)
    held = not ruled and not free_symbols(name).isdisjoint(free_symbols(value))
    return None if held else Relation((name, value), ("=",))


def rule(p: Parser) -> Expr | None:
    r"""``x -> 3`` as a value under its name, ``x -> x^2`` as a function; None for a formula of logic (``p -> q``).

    ``f:`` before an arrow names the function; ``x \mapsto 3`` is a function whatever its value is.
    """
    if "->" not in p.text and "mapsto" not in p.text:
        return None
    place = p.place()
    named = p.kind(1) == ":" and p.kind(2) == "letter"
    p.k = 2 if named else 0
    try:
        found = _ruled(p)
    except Unreadable:
        found = None
    if found is None or p.kind() != "stop" or (named and not isinstance(found.members[0], Apply)):
        p.go_back(place)
        return None
    return _renamed(found, p.tokens[0].text) if named else found


_ARROWS: Final = ("->", r"\mapsto")


def _ruled(p: Parser) -> Relation | None:
    name = p.operand()
    arrow = p.take().written
    if arrow not in _ARROWS:
        return None
    body = p.sum()
    held = isinstance(name, Symbol) and (arrow != "->" or name.name in free_symbols(body))
    if held:
        return named_function((name,), body)
    return None if isinstance(body, Symbol) else Relation((name, body), ("=",))


# --- functions --------------------------------------------------------------------------------------------------------


def nameless_function(p: Parser) -> Expr | None:
    """``lambda x: x**2``, ``f = lambda x: x**2``, ``f := x -> x^2`` and ``def f(x): return x**2`` as definitions."""
    named = p.tokens[1].text == "=" and p.tokens[0].kind == "letter"
    start = 2 if named else 0
    arrow = named and len(p.tokens) > start + 1 and p.tokens[start + 1].written == "->"
    read = _arrow if arrow else _HEADS.get(p.tokens[start].written)
    if read is None:
        return None
    place = p.place()
    p.k = start
    try:
        found = read(p)
    except Unreadable:
        found = None
    if found is None or p.kind() != "stop":
        p.go_back(place)
        return None
    return _renamed(found, p.tokens[0].text) if named else found


def _renamed(found: Expr, name: str) -> Expr:
    match found:
        case Relation(members=(Apply(args=args), body), ops=ops):
            return Relation((Apply(name, args), body), ops)
    return found


def _variables(p: Parser) -> tuple[Expr, ...]:
    """Letters with commas between them."""
    found: list[Expr] = []
    while p.kind() == "letter":
        found.append(Symbol(p.take().text))
        p.accept(",")
    return tuple(found)


def _lambda(p: Parser) -> Expr | None:
    p.k += 1
    variables = _variables(p)
    return named_function(variables, p.sum()) if p.accept(":") else None


def _arrow(p: Parser) -> Expr | None:
    variables = _variables(p)
    p.k += 1
    return named_function(variables, p.sum())


def _definition(p: Parser) -> Expr | None:
    p.k += 1
    name = p.take()
    if name.kind != "letter" or not p.accept("open", "("):
        return None
    variables = _variables(p)
    if not (p.accept("close", ")") and p.accept(":")) or p.take().text != "return":
        return None
    return named_function(variables, p.sum(), name.text)


_HEADS: Final[dict[str, Callable[[Parser], Expr | None]]] = {"lambda": _lambda, "def": _definition}
"""How functions without a name, and definitions, begin in Python."""


# --- elements and constants -------------------------------------------------------------------------------------------


def element(p: Parser, name: str) -> Expr | None:
    """``a[n]`` and ``C[1]`` as names with an index, ``y[x]`` and ``f[x_]`` as functions; None for a product."""
    if p.tokens[p.k].space or ("\\" in p.text and name not in SAMPLED):
        return None
    end = p.bracket_end(p.k)
    inner = p.tokens[p.k + 1 : end]
    if not inner or len(inner) > 3 or p.tokens[end].text != "]":
        return None
    if "\\" not in p.text:
        applied = name.rstrip("'") in CALLABLE_NAMES or name.endswith("'")
    elif inner[0].text in _SAMPLES and (len(inner) == 1 or _is_offset(inner[1:])):
        applied = False
    else:
        return None
    found = _element(name, inner, applied=applied)
    if found is None or (len(inner) == 3 and not p.choose("element")):
        return None  # `n[n+1]/2` may be a product
    p.k = end + 1
    return found


_SAMPLES: Final = frozenset("nkm")


def _element(name: str, inner: tuple[Token, ...], *, applied: bool) -> Expr | None:
    first, rest = inner[0], inner[1:]
    numbered = first.text.isdecimal() or first.text in _INDICES
    if first.kind == "letter" and _is_argument(rest, likely=applied or not numbered):
        return Apply(name, (Symbol(first.text),))
    if applied or not numbered or not (not rest or _is_offset(rest)):
        return None
    return Symbol(f"{name}_{''.join([token.text for token in inner])}")


def _is_argument(rest: tuple[Token, ...], *, likely: bool) -> bool:
    """Whether a letter is an argument: ``x_`` of Mathematica is any, and ``x`` is no index."""
    return (len(rest) == 1 and rest[0].kind == "sub") or (likely and not rest)


def _is_offset(rest: tuple[Token, ...]) -> bool:
    return len(rest) == 2 and rest[0].kind in ("+", "-") and rest[1].kind == "num"


def chosen(p: Parser, factors: list[Expr]) -> bool | None:
    """``5 choose 2`` and ``n choose k``; the word is none of that before anything but a value."""
    if p.tokens[p.k].text != "choose" or p.kind(1) not in _CHOSEN:
        return None
    p.k += 1
    factors[-1] = Call("binomial", (factors[-1], p.operand()))
    return True


_CHOSEN: Final[frozenset[Kind]] = frozenset({"num", "letter", "open"})


def method(p: Parser, base: Expr) -> Expr | None:
    """``.T``, ``.det()`` and their like after a written matrix."""
    matrix = matrix_of(base)
    name = METHODS.get(p.tokens[p.k + 1].written) if matrix is not None else None
    if matrix is None or name is None:
        return None
    p.k += 2
    if p.accept("open", "("):
        p.expect("close", ")")
    return made_call(name, (matrix,))


def sympy_constant(p: Parser) -> Expr | None:
    """What follows ``S`` and a period: a set of numbers or a number."""
    name = p.tokens[p.k + 1].written
    if name not in NUMBER_SETS and name not in SYMPY_CONSTANTS:
        return None
    p.k += 2
    return SetName(NUMBER_SETS[name]) if name in NUMBER_SETS else _CONSTANTS[name]


_CONSTANTS: Final[dict[str, Expr]] = {
    "Half": Div(Number(1), Number(2)),
    "Pi": Constant("pi"),
    "Infinity": Constant("infinity"),
    "NegativeInfinity": Neg(Constant("infinity")),
    "ImaginaryUnit": Constant("i"),
    "One": Number(1),
    "Zero": Number(0),
}

_HEADS_OF_MATHEMATICA: Final = "|".join(sorted(name for name in IN_BRACKETS if len(name) > 1))
_HEAD: Final = Pattern(rf"(?<![A-Za-z])(?:{_HEADS_OF_MATHEMATICA}|C(?=\[\d))\[|\]\s*(?:->|==)")

_NAMED_PI: Final = Pattern(r"(?<![A-Za-z])Pi(?![A-Za-z])")
"""The number as only Mathematica and Maple spell it."""


def in_mathematica(p: Parser) -> bool:
    """Whether a function or a constant ``C[1]`` of Mathematica is there, so that ``I`` and ``E`` are constants."""
    if "\\" in p.text:
        return False
    return ("[" in p.text and _HEAD.search(p.text) is not None) or (
        "E^(" in p.text and _NAMED_PI.search(p.text) is not None
    )
