"""Everything in brackets: tuples, intervals, sets, set builders, absolute values, floors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mathequiv.latex.calls import Calls
from mathequiv.latex.cursor import items_of
from mathequiv.latex.expr import (
    Add,
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
    Symbol,
)
from mathequiv.lexicon.functions import BRACKETS

__all__ = ["Brackets", "as_named_set", "declares", "is_plain_integer", "is_set"]

_CLOSING: Final = {"(": (")", "]"), "[": ("]", ")"), "\\{": ("\\}",), "<": (">",)}
_NAMED_SETS: Final = frozenset("RZNQ")


class Brackets(Calls):
    """Reads what starts with an opening bracket."""

    def bracket(self) -> Expr:
        """A bracket of any kind and what it makes of its content."""
        opening = self.take().text
        if opening in BRACKETS:
            return self.called(BRACKETS[opening], opening)
        if opening == "\\{":
            return self.braces()
        if self.kind() == "close" and self.tokens[self.k].text in _CLOSING[opening]:
            return Bracketed(opening, self.take().text, ())
        inner = self.inside(self.sequence)
        return self.bracketed(opening, self.closing(opening), inner)

    def closing(self, opening: str) -> str:
        """Take the closing bracket; a French ``[`` that closes is a ``)``."""
        token = self.tokens[self.k]
        french = token.kind == "open" and token.text == "[" and opening == "["
        if not french and (token.kind != "close" or token.text not in _CLOSING[opening]):
            self.fail(f"{_CLOSING[opening][0]!r}")
        self.k += 1
        return ")" if french else token.text

    def french(self) -> Expr:
        """``]a, b[``: a bracket turned outward leaves its end out."""
        if self.tokens[self.k].text != "]" or self.brackets:
            self.fail("a value")
        self.k += 1
        inner = self.inside(self.sequence)
        if not isinstance(inner, Sequence) or len(inner.items) != 2:
            self.fail("both ends of an interval")
        return Bracketed("(", self.closing("["), inner.items, interval=True)

    def bracketed(self, opening: str, closing: str, inner: Expr) -> Expr:
        """The node for a bracket: parentheses around one value only group."""
        if isinstance(inner, Matrix) or (opening == "(" and closing == ")" and not isinstance(inner, Sequence)):
            return inner
        return Bracketed(opening, closing, items_of(inner))

    def inside(self, read: Callable[[], Expr], colon: str = "divide") -> Expr:
        """What ``read`` reads, with the rules inside brackets: commas separate, a colon divides, bars are closed."""
        self.enter()
        saved = self.bars, self.colon
        self.bars, self.colon = 0, colon
        self.brackets += 1
        inner = read()
        self.bars, self.colon = saved
        self.brackets -= 1
        self.leave()
        return inner

    # --- sets -----------------------------------------------------------------------------------------------------

    def braces(self) -> Expr:
        r"""The rest of ``\\{…\\}``: a set of items, or a set builder after a bar or colon."""
        if self.accept("close", "\\}"):
            return SetName("empty")
        if self.kind() == "begin":
            return self.system()
        first = self.inside(self.sequence, "stop")
        if self.kind() in ("bar", ":"):
            self.k += 1
            condition = self.inside(self.sequence)
            self.expect("close", "\\}")
            return SetBuilder(first, condition)
        self.expect("close", "\\}")
        return Bracketed("{", "}", items_of(first))

    def system(self) -> Expr:
        r"""An environment behind ``\left\{``, whose other side is often left open."""
        inner = self.inside(self.cases_or_system)
        if self.accept("close", "\\}"):
            return Bracketed("{", "}", items_of(inner))
        if not isinstance(inner, (Sequence, Relation, Piecewise)):
            self.fail("'}'")
        return inner

    def cases_or_system(self) -> Expr:
        """An environment whose array holds cases."""
        return self.environment("cases")

    def loose_group(self) -> Expr:
        """A group in bare braces: only grouping around one value, a loose set around several."""
        self.take()
        if self.accept("}"):
            self.enter()
            following = self.chosen() if self.tokens[self.k].kind in ("sub", "sup") else self.atom()
            self.leave()
            return following
        inner = self.inside(self.sequence, "stop")
        if self.kind() in ("bar", ":"):
            self.k += 1
            condition = self.inside(self.sequence)
            self.expect("}")
            return SetBuilder(inner, condition)
        self.expect("}")
        if isinstance(inner, Sequence):
            return Bracketed("{", "}", inner.items, loose=True)
        return inner

    def chosen(self) -> Expr:
        """``{}_5C_2`` and ``{}_5P_2`` behind the empty group: the number of combinations or arrangements."""
        self.take()
        total = self.argument()
        letter = self.take()
        if letter.text not in ("C", "P") or not self.accept("sub"):
            self.fail("C or P with what is chosen below it")
        chosen = self.argument()
        if letter.text == "C":
            return Call("binomial", (total, chosen))
        rest = Add((total, Neg(chosen)))
        return Div(Call("factorial", (total,)), Call("factorial", (rest,)))

    # --- bars -----------------------------------------------------------------------------------------------------

    def called(self, name: str, closing: str) -> Expr:
        """Floor, ceiling, absolute value or norm between unlike brackets."""
        inner = self.inside(self.sum)
        self.expect("close", closing)
        return Call(name, (inner,))

    def bar(self) -> Expr:
        """``|x|``; inside it a bar after a value closes."""
        self.take()
        self.enter()
        saved, self.bars = self.bars, self.bars + 1
        inner = self.sum()
        self.bars = saved
        self.expect("bar")
        self.leave()
        return Call("det" if isinstance(inner, Matrix) else "abs", (inner,))

    def norm(self) -> Expr:
        r"""``\|x\|``."""
        self.take()
        self.enter()
        inner = self.sum()
        self.expect("norm")
        self.leave()
        return Call("norm", (inner,))

    def set_name(self) -> Expr:
        r"""``\\mathbb{R}`` with what is raised or lowered at it."""
        name = self.take().text
        suffix = ""
        while self.kind() in ("sup", "sub"):
            suffix += "".join(token.text for token in self.plain_group(self.k + 1))
            self.k = self.script_end(self.k + 1)
        return SetName(name, suffix)


def is_set(expr: Expr) -> bool:
    """Whether an expression can only be a set."""
    return isinstance(expr, (SetName, SetBuilder)) or (isinstance(expr, Bracketed) and expr.opening == "{")


def declares(expr: Expr) -> bool:
    r"""Whether an expression is a membership in a named set (``k \in \mathbb{Z}``)."""
    return isinstance(expr, Relation) and expr.ops == ("in",) and isinstance(expr.members[1], SetName)


def is_plain_integer(expr: Expr) -> bool:
    """Whether an expression is an unsigned integer as written."""
    return isinstance(expr, Number) and expr.places is None and expr.denominator == 1


def as_named_set(expr: Expr) -> Expr:
    r"""A plain letter that names a number set where a set must stand (``x \in Z``)."""
    if isinstance(expr, Symbol) and expr.name in _NAMED_SETS:
        return SetName(expr.name)
    return expr
