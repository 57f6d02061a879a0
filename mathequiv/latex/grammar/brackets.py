"""Everything in brackets: tuples, intervals, sets, set builders, absolute values, floors."""

from __future__ import annotations

from functools import partial
from typing import Final

from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Div,
    Expr,
    Matrix,
    Neg,
    Number,
    Piecewise,
    Relation,
    Sequence,
    SetBuilder,
    SetName,
    Text,
)
from mathequiv.latex.grammar.combine import items_of
from mathequiv.latex.grammar.levels import Parser, argument
from mathequiv.latex.grammar.scripts import SCRIPTS
from mathequiv.latex.grammar.structures import cases_or_system
from mathequiv.latex.grammar.values import set_operations
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.functions import BRACKETS
from mathequiv.lexicon.prose import PARITY
from mathequiv.lexicon.token_kinds import ADDITIVE, ALPHANUMERIC, FACTORS, ITEM_ENDS, SEPARATORS, Kind
from mathequiv.limits import check

_CLOSING: Final = {"(": (")", "]"), "[": ("]", ")"), "\\{": ("\\}",), "<": (">",)}
_AFTER_FRENCH: Final[frozenset[Kind]] = ITEM_ENDS | {"setop", "rel"}
_PRODUCTS_END: Final[frozenset[Kind]] = SEPARATORS | {"rel", "implies"}


def bracket(p: Parser, token: Token) -> Expr:
    """A bracket of any kind and what it makes of its content: parentheses around one value only group."""
    opening = token.text
    if opening in BRACKETS:
        inner = p.within(p.scope.inside("divide"), p.sum)
        p.expect("close", opening)
        return _norm_of(p, inner) if opening == "norm" else Call(BRACKETS[opening], (inner,))
    if opening == "\\{":
        return _braces(p)
    following = p.tokens[p.k]
    if following.kind == "close" and following.text in _CLOSING[opening]:
        return Bracketed(opening, p.take().text, ())
    start = p.k
    inner = p.within(p.scope.inside("divide"), p.sequence)
    if isinstance(inner, Sequence) and inner.joiner in _LOGICAL:
        _refuse_signs(p, start)
    closing = _closing(p, opening)
    if isinstance(inner, Matrix) or (opening == "(" and closing == ")" and not isinstance(inner, Sequence)):
        return inner
    if isinstance(inner, Sequence) and _only_groups(p, inner, start):
        return inner
    return Bracketed(opening, closing, items_of(inner))


_LOGICAL: Final = frozenset({"and", "or"})


def _only_groups(p: Parser, inner: Sequence, start: int) -> bool:
    """Whether the bracket closed is around a whole text that joins relations by words.

    Fails at an alternative among other things: a tuple of its parts would say all of them.
    """
    if inner.joiner not in _LOGICAL or Relation not in map(type, inner.items):
        return False
    if start == 1 and p.kind() == "stop" and all(token.kind != "," for token in p.tokens[start : p.k]):
        return True
    return p.fail("no alternative in a bracket") if inner.joiner == "or" else False


def _refuse_signs(p: Parser, start: int) -> None:
    r"""Fail where ``\land`` or ``\lor`` joins what a bracket holds: its items would lose which of them it was."""
    for token in p.tokens[start : p.k]:
        if token.kind == "join" and token.written.startswith("\\"):
            p.fail("no sign of logic in a bracket", token)


def _closing(p: Parser, opening: str) -> str:
    """Take the closing bracket; a French ``[`` that closes is a ``)``."""
    token = p.tokens[p.k]
    french = token.kind == "open" and token.text == "[" and opening == "["
    if not french and (token.kind != "close" or token.text not in _CLOSING[opening]):
        p.fail(f"{_CLOSING[opening][0]!r}")
    p.k += 1
    return ")" if french else token.text


def french_opening(p: Parser, token: Token) -> Expr:
    """``]a, b[``: a bracket turned outward leaves its end out; inside other brackets ``]`` closes."""
    if token.text != "]" or p.scope.brackets:
        p.fail("a value", token)
    inner = p.within(p.scope.inside("divide"), p.sequence)
    if not isinstance(inner, Sequence) or len(inner.items) != 2:
        p.fail("both ends of an interval")
    return Bracketed("(", _closing(p, "["), inner.items, interval=True)


def french_closing(p: Parser, factors: list[Expr]) -> bool | None:
    """The ``[`` of ``[0,1[`` closes; in ``x[y+1]`` it opens a factor."""
    return False if p.tokens[p.k].text == "[" and p.kind(1) in _AFTER_FRENCH else None


# --- sets -------------------------------------------------------------------------------------------------------------


def _braces(p: Parser) -> Expr:
    r"""The rest of ``\{…\}``: a set of items, or a set builder after a bar or colon."""
    if p.accept("close", "\\}"):
        return SetName("empty")
    if p.kind() == "begin" and not p.tokens[p.k].text.endswith("matrix"):
        return _system(p)
    start = p.k
    first = p.within(p.scope.inside("stop"), p.sequence)
    if isinstance(first, Sequence) and first.joiner == "and":
        _refuse_signs(p, start)
    condition = _condition(p)
    p.expect("close", "\\}")
    return Bracketed("{", "}", items_of(first)) if condition is None else SetBuilder(first, condition)


def _condition(p: Parser) -> Expr | None:
    """What stands after the bar or colon of a set builder; None if there is none."""
    if p.kind() not in ("bar", ":"):
        return None
    p.k += 1
    return _parity(p) or p.within(p.scope.inside("divide"), p.sequence)


def _parity(p: Parser) -> Text | None:
    r"""``n \text{ is even}`` as the whole condition of a set."""
    end = p.k
    while p.tokens[end].kind in ALPHANUMERIC:
        end += 1
    if p.tokens[end].text != "\\}" or p.kind() != "letter":
        return None
    said = " ".join([token.text for token in p.tokens[p.k : end]])
    if PARITY.fullmatch(said) is None:
        return None
    p.k = end
    return Text(said)


def _system(p: Parser) -> Expr:
    r"""An environment after ``\left\{``, whose other side is often left open."""
    _pass_braces_of_rows(p)
    inner = p.within(p.scope.inside("divide"), lambda: cases_or_system(p, p.take()))
    if p.accept("close", "\\}"):
        return Bracketed("{", "}", items_of(inner))
    if not isinstance(inner, (Sequence, Relation, Piecewise)):
        p.fail("'}'")
    return inner


def _pass_braces_of_rows(p: Parser) -> None:
    r"""Take away the braces around whole rows of an environment (``{1,n=1}\\{2,n=2}``)."""
    start = at = p.k + 1
    if p.tokens[p.k].text == "array" and p.tokens[at].kind == "{":
        start = at = min(p.group_end(at) + 1, len(p.tokens) - 1)  # after its columns
    left_out: set[int] = set()
    while p.tokens[at].kind not in ("end", "stop"):
        begins = (at == start or p.tokens[at - 1].kind == "row") and p.tokens[at].kind == "{"
        end = p.group_end(at) if begins else at
        if begins and p.tokens[end].kind == "}" and p.tokens[end + 1].kind in ("row", "end"):
            left_out |= {at, end}
            at = end
        at += 1
    if left_out:
        rows = [token for index, token in enumerate(p.tokens[start:at], start) if index not in left_out]
        p.tokens = (*p.tokens[:start], *rows, *p.tokens[at:])


def empty_set(p: Parser) -> Expr | None:
    """``{}`` as a whole text, the empty set of code."""
    if p.kind(1) != "}" or p.kind(2) != "stop":
        return None
    p.k = 2
    return SetName("empty")


def after_empty_group(p: Parser, token: Token) -> Expr | None:
    """What stands after ``{}``, which says nothing; ``{}_5C_2`` and ``{}_5P_2`` choose.

    As an item of a set without LaTeX it is the empty set (``{{}, {1}}``).
    """
    start = p.k
    if not p.accept("}"):
        return None
    if p.scope.colon == "stop" and "\\" not in p.text and _is_between_commas(p, start):
        return SetName("empty")
    p.enter()
    following = _chosen(p) if p.tokens[p.k].kind in ("sub", "sup") else p.atom()
    p.leave()
    return following


def _chosen(p: Parser) -> Expr:
    """The number of combinations or arrangements after an empty group."""
    p.take()
    total = argument(p)
    letter = p.tokens[p.k]
    if letter.text not in ("C", "P") or p.kind(1) != "sub":
        p.fail("a value")
    p.k += 2
    chosen = argument(p)
    if letter.text == "C":
        return Call("binomial", (total, chosen))
    rest = Add((total, Neg(chosen)))
    return Div(Call("factorial", (total,)), Call("factorial", (rest,)))


def braced_symbol(p: Parser, token: Token) -> Expr | None:
    """``{h}_{n}`` as ``h_n``: braces around one symbol mean nothing before a script."""
    inner, mark = p.tokens[p.k], p.tokens[p.k + 2 : p.k + 3]
    if inner.kind not in ("letter", "vec") or p.kind(1) != "}" or not mark or mark[0].kind not in SCRIPTS:
        return None
    p.tokens = (*p.tokens[: p.k + 1], *p.tokens[p.k + 2 :])
    return p.atom()


def braced_function(p: Parser, token: Token) -> Expr | None:
    r"""``{\log _2}3`` and ``{\sin ^2}x``: braces around a function with its script mean nothing."""
    if p.kind() != "func" or p.kind(1) not in SCRIPTS:
        return None
    end = p.script_end(p.k + 2)
    if p.tokens[end].kind != "}":
        return None
    check("MAX_TOKENS", len(p.tokens) - 1)
    p.tokens = (*p.tokens[:end], *p.tokens[end + 1 :])
    return p.atom()


def loose_group(p: Parser, token: Token) -> Expr:
    """A group in bare braces: only grouping around one value, a loose set around several or as an item of a set."""
    start = p.k
    inner = p.within(p.scope.inside("stop"), p.sequence)
    if isinstance(inner, Sequence) and inner.joiner == "and":
        _refuse_signs(p, start)
    condition = _condition(p)
    p.expect("}")
    if isinstance(inner, Number) and [p.kind(), p.kind(1), p.kind(2)] == ["{", "num", "}"]:
        p.fail("an operator between numbers")
    if condition is not None:
        return SetBuilder(inner, condition)
    if isinstance(inner, Sequence):
        return Bracketed("{", "}", inner.items, loose=True)
    is_set = _is_called(p, inner) or _is_member(p, start, inner)
    return Bracketed("{", "}", (inner,), loose=True) if is_set else inner


def _is_member(p: Parser, start: int, inner: Expr) -> bool:
    """Whether a group around one value is a set: an item of a set (``{{1},2}``), or around one, or around a point.

    In LaTeX braces group, and a solution of Mathematica's is in braces of its own.
    """
    if "\\" in p.text or isinstance(inner, Relation):
        return False
    if start == 1 and p.kind() == "stop" and isinstance(inner, Bracketed) and inner.loose:
        return True
    if isinstance(inner, Bracketed) and inner.opening == "(" and len(inner.items) > 1:
        return p.kind() in ITEM_ENDS and (start < 2 or p.tokens[start - 2].kind in _BEFORE_SETS)
    if p.scope.colon != "stop":
        return isinstance(inner, Bracketed) and inner.loose and p.tokens[start].kind == "{" == p.tokens[start - 1].kind
    return _is_between_commas(p, start)


def _is_called(p: Parser, inner: Expr) -> bool:
    """Whether an item of code is a set by its call or its name (``{frozenset({1, 2})}``, ``{set()}``)."""
    called = inner == _EMPTY or (isinstance(inner, Bracketed) and inner.opening == "{" and not inner.loose)
    return called and "\\" not in p.text


_EMPTY: Final = SetName("empty")
_BEFORE_SETS: Final[frozenset[Kind]] = frozenset({"rel", ",", "setop", "{"})


def _is_between_commas(p: Parser, start: int) -> bool:
    """Whether a group whose brace is before index ``start`` is an item of several in a set."""
    before, after = p.tokens[start - 2], p.tokens[p.k]
    return (before.kind == "," and _ends_item(after)) or (_opens_set(before) and after.kind == ",")


def _opens_set(token: Token) -> bool:
    return token.kind == "{" or token.text == "\\{"


def _ends_item(token: Token) -> bool:
    return token.kind in (",", "}") or token.text == "\\}"


# --- bars -------------------------------------------------------------------------------------------------------------


def bar(p: Parser, token: Token) -> Expr:
    """``|x|``; inside it a bar after a value closes."""
    inner = p.within(p.scope._replace(bars=p.scope.bars + 1), p.sum)
    if p.kind() == "setop":  # the number of elements of a union
        inner = p.within(p.scope._replace(bars=p.scope.bars + 1), partial(set_operations, p, inner))
    p.expect("bar")
    return Call("det" if isinstance(inner, Matrix) else "abs", (inner,))


def closing_bar(p: Parser, factors: list[Expr]) -> bool | None:
    """A bar closes one that is open, or ends the element of a set builder; else it opens a factor (``2|x|``)."""
    if p.scope.bars == 1 and p.tokens[p.k - 1].kind == "bar" and p.kind(1) in FACTORS:
        return False if p.choose("bars") else None  # in `||a||b||` the fourth bar opens
    if p.scope.bars == 1 and _is_within(p):
        return None if p.choose("bars") else False  # `|3|x|-6|` is the modulus of a difference
    return False if p.scope.bars or p.scope.colon == "stop" else None


def _is_within(p: Parser) -> bool:
    """Whether the bar here is the second of four, after a coefficient, with a sign or the last one after the third."""
    bars = [at for at, token in enumerate(p.tokens) if token.kind == "bar"]
    if len(bars) != _OF_TWO_MODULI or bars[1] != p.k or p.tokens[p.k - 1].kind != "num":
        return False
    return bars[3] == bars[2] + 1 or (p.k == bars[0] + 2 and p.tokens[bars[2] + 1].kind in ADDITIVE)


_OF_TWO_MODULI: Final = 4


def norm(p: Parser, token: Token) -> Expr:
    r"""``\|x\|``; inside it a double bar after a value closes."""
    inner = p.within(p.scope._replace(norms=p.scope.norms + 1), p.sum)
    p.expect("norm")
    return _norm_of(p, inner)


def _norm_of(p: Parser, inner: Expr) -> Expr:
    r"""A norm by the index after it (``\|A\|_F``); that of the sum of squares where there is none, or 2."""
    if p.kind() != "sub":
        return Call("norm", (inner,))
    index = "".join([token.text for token in p.plain_group(p.k + 1)])
    p.k = p.script_end(p.k + 1)
    return Call("norm", (inner,)) if index == "2" else Apply(f"norm_{index}", (inner,))


def closing_norm(p: Parser, factors: list[Expr]) -> bool | None:
    r"""A ``\|`` closes one that is open; else it opens a factor (``2\|v\|``), if another one follows in the product."""
    if p.scope.norms:
        return False
    for token in p.tokens[p.k + 1 :]:
        if token.kind in _PRODUCTS_END:
            return False
        if token.kind == "norm":
            return None
    return False
