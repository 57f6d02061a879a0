r"""Known functions with their subscripts, powers and arguments, in parentheses or without (``\sin 2x``)."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Constant,
    Div,
    Expr,
    Mul,
    Neg,
    Number,
    Pow,
    Root,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.combine import divide, items_of, multiply
from mathequiv.latex.grammar.levels import Parser, argument
from mathequiv.latex.text_form import to_text
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon.functions import (
    BRACKETS,
    CIRCULAR,
    FUNCTIONS,
    INVERSES,
    OF_LISTS,
    OF_RECIPROCALS,
    REMAINDERS,
    VALUE_NAMES,
)
from mathequiv.lexicon.token_kinds import ADDITIVE, ITEM_ENDS, PLAIN_VALUES, SEPARATORS, WORDS, Kind

_BRACKETED: Final = frozenset(BRACKETS.values())
_SIMPLE: Final[frozenset[Kind]] = frozenset({"letter", "const", "vec"})
_WIDE: Final[frozenset[Kind]] = _SIMPLE | {"word"}
_CLOSED: Final[frozenset[Kind]] = frozenset({"open", "frac", "sqrt"})
_AFTER_NUMBERS: Final[frozenset[Kind]] = _WIDE | _CLOSED
_SHORT: Final = 3
"""Letters of a run that is an argument, not a word (``\\sin xyz``)."""


def function(p: Parser, token: Token) -> Expr:
    """A known function with its subscript, power and argument."""
    name = token.text
    if name in VALUE_NAMES and p.tokens[p.k].text == "=":
        return Text(VALUE_NAMES[name])  # ``\\max = 5``
    base, power, over = _glued_base(p, token), None, ""
    while p.kind() in ("sub", "sup"):
        if p.take().kind == "sub" and name in OF_LISTS:
            over = "".join([inner.text for inner in p.plain_group(p.k)])
            p.k = p.script_end(p.k)
        elif p.tokens[p.k - 1].kind == "sub":
            base = argument(p, single=p.kind(1) not in p.rules.atoms)  # ``\\log_28``: the other digits are its argument
        else:
            power = argument(p)
    if isinstance(power, Neg) and power.arg == Number(1):
        # Others' inverses have no name, and whether `\log^{-1} x` is one or a reciprocal is not to be told.
        name, power = INVERSES.get(name) or p.fail("a function whose inverse is known"), None
    p.enter()
    args = _arguments(p, name)
    p.leave()
    called = _extreme(p, name, args[0], over) if over else _call(p, name, args, base)
    return called if power is None else Pow(called, power)


def _extreme(p: Parser, name: str, arg: Expr, over: str) -> Expr:
    r"""An extreme value over a set as the name of what comes after it (``\max_{x\in S} f(x) = 5``)."""
    if p.tokens[p.k].text != "=":
        p.fail("an equals sign, since no rule finds extreme values")
    return Symbol(f"{name} {to_text(arg)} over {over}")


def _glued_base(p: Parser, token: Token) -> Expr | None:
    r"""The base in ``log2(8)``, ``log2 n`` and ``log[2](x)``; in ``\log 2(x+1)`` the number is part of the argument."""
    base = p.tokens[p.k]
    if token.written != "log" or base.space or base.kind not in ("num", "open"):
        return None
    if base.kind == "open":
        return _bracketed_base(p)
    following = p.tokens[p.k + 1]
    if base.text not in ("2", "10") or not (following.text == "(" or (following.space and following.kind in _ARGUED)):
        return None
    p.k += 1
    return Number(int(base.text))


_ARGUED: Final[frozenset[Kind]] = frozenset({"num", "letter", "frac", "const"})
"""What an argument without brackets begins with, after the base and a space."""


def _bracketed_base(p: Parser) -> Expr | None:
    """The base of Maple, in square brackets before the argument's parenthesis."""
    end = p.bracket_end(p.k)
    if p.tokens[p.k].text != "[" or end + 1 >= len(p.tokens) or p.tokens[end + 1].text != "(":
        return None
    p.k += 1
    base = p.within(p.scope.inside("divide"), p.sum)
    p.expect("close", "]")
    return base


def _call(p: Parser, name: str, args: tuple[Expr, ...], base: Expr | None) -> Expr:
    """What a function makes of its arguments; ``base`` is its subscript."""
    if name == "cis":
        return Add((Call("cos", args), Mul((Constant("i"), Call("sin", args)))))
    if name == "cbrt":
        return Root(args[0], Number(3))
    if name in OF_RECIPROCALS:
        return Call(OF_RECIPROCALS[name], tuple([divide(Number(1), arg) for arg in args]))
    if name == "lg":
        name, base = "log", base or Number(10)
    if base is not None:
        if name != "log":
            p.fail("a function without subscript")
        args = (*args, base)
    if name in OF_LISTS and len(args) == 1 and isinstance(args[0], (Symbol, Apply)):
        # The largest value of a function is a name for a number; it is not the function.
        return Symbol(f"{name} {to_text(args[0])}")
    row = FUNCTIONS[name]
    if not row.least <= len(args) <= row.most:
        p.fail(f"{row.least} arguments of {name}")
    return Call(name, args)


def left_out(p: Parser, token: Token) -> Expr | None:
    """``O(x^2)`` beside other terms; None where the letter is a point, a factor, or is an order by itself."""
    if token.text not in REMAINDERS or p.tokens[p.k].text != "(" or p.tokens[p.k].kind != "open":
        return None
    start, end = p.k - 1, p.bracket_end(p.k)
    before = p.tokens[start - 1].kind if start else "stop"
    after = p.tokens[min(end + 1, len(p.tokens) - 1)].kind
    if before not in ADDITIVE and not (before in _BEFORE_TERM and after in ADDITIVE):
        return None
    inner = p.tokens[p.k + 1 : end]
    if not inner or any(one.kind in SEPARATORS for one in inner) or after not in _AFTER_TERM:
        return None
    return Apply(token.text, (p.atom(),)) if p.tokens[end].text == ")" else None


_BEFORE_TERM: Final[frozenset[Kind]] = frozenset({"stop", "rel"})
_AFTER_TERM: Final[frozenset[Kind]] = ITEM_ENDS | ADDITIVE | WORDS


_EXTREMES: Final = frozenset({"max", "min"})
"""Functions after which ``at`` says where (``max at (2, 5)``)."""


def _arguments(p: Parser, name: str) -> tuple[Expr, ...]:
    """What is in the parentheses of a known function, or its argument without any."""
    token = p.tokens[p.k]
    bracketed = token.kind == "open" and token.text in ("(", "[", "\\{")
    if not bracketed and token.kind != "{":
        if token.text == "at" and name in _EXTREMES:
            p.fail("the values", token)
        start = p.k
        return (p.mark(_bare_argument(p), start),)
    inner = p.atom()
    if not isinstance(inner, Bracketed):
        if name in CIRCULAR and p.kind() in _MULTIPLYING and _counts(inner) and p.choose("multiple of index"):
            return (multiply([inner, *_factors_beside(p)]),)
        return items_of(inner)
    return inner.items if not bracketed or name in OF_LISTS or len(inner.items) <= 2 else (inner,)


def _counts(inner: Expr) -> bool:
    r"""Whether what is in parentheses is a sum of an index and a number, as of the multiples in ``\sin(2k-1)x``."""
    if not isinstance(inner, Add) or len(inner.terms) != _TWO:
        return False
    names = free_symbols(inner)
    numbered = any(isinstance(term.arg if isinstance(term, Neg) else term, (Number, Div)) for term in inner.terms)
    return numbered and len(names) == 1 and names <= _INDICES


def _factors_beside(p: Parser) -> list[Expr]:
    """The letters, constants and fractions from the position on, of which there is one at least."""
    factors = [p.operand()]
    while p.kind() in _MULTIPLYING and not p.at_differential():
        factors.append(p.operand())
    return factors


_TWO: Final = 2
_INDICES: Final = frozenset({"j", "k", "l", "m", "n", "p"})
_MULTIPLYING: Final[frozenset[Kind]] = frozenset({"letter", "const", "frac"})


def _goes_on(p: Parser, *, numeric: bool) -> bool:
    """Whether an argument without parentheses, a number so far or another value, has a factor here."""
    if p.kind() not in (_AFTER_NUMBERS if numeric else _SIMPLE) or p.at_differential():
        return False
    return numeric or not _ends_at_thin_space(p)


def _ends_at_thin_space(p: Parser) -> bool:
    r"""Whether ``\,`` parts an argument from what is here (``\cos\theta\, t``); read the other way it goes on."""
    token = p.tokens[p.k]
    return token.space and r"\," in p.text[p.tokens[p.k - 1].end : token.start] and p.choose("thin space")


def _bare_argument(p: Parser) -> Expr:
    r"""The argument without parentheses: ``2x`` of ``\sin 2x``, but ``x`` of ``\sin x\cos x``."""
    if p.kind() in ("-", "+"):
        sign = p.take().kind
        p.enter()
        inner = _bare_argument(p)
        p.leave()
        return Neg(inner) if sign == "-" else inner
    if p.kind() == "word" and len(p.tokens[p.k].text) <= _SHORT:
        p.split_letters(p.k)
    first = p.operand()
    factors = [first]
    numeric = isinstance(first, (Number, Constant))
    closed = isinstance(first, Call) and first.name in _BRACKETED
    while not closed and _goes_on(p, numeric=numeric):
        kind = p.kind()
        closed = kind in _CLOSED
        numeric = numeric and kind not in _WIDE
        factors.append(p.operand())
    if p.kind() == "/" and p.kind(1) in PLAIN_VALUES and not p.choose("function before slash"):
        p.k += 1
        return divide(multiply(factors), p.operand())
    return multiply(factors)
