"""The expressions of the machine's own reader: numbers, names, arithmetic and the functions that it knows."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.audit.machine.confirm import has_value
from mathequiv.audit.machine.shapes import (
    FUNCTIONS,
    Call,
    Mixed,
    Name,
    Node,
    Num,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    names,
    nodes,
)

__all__ = ["NotRead", "read_scalar"]


class NotRead(Exception):  # noqa: N818 - says that the text is passed over, which is no error
    """The text is no part of the small language."""


_LEXEME: Final = re.compile(r"\d+(?:\.\d+)?|\.\d+|\\[A-Za-z]+|\\.|[A-Za-z]|[-+*/^_(){}\[\]|,=<>!:;']|\S")
_GREEK: Final = (
    r"\alpha",
    r"\beta",
    r"\gamma",
    r"\lambda",
    r"\mu",
    r"\omega",
    r"\rho",
    r"\theta",
)
_FRACTIONS: Final = (r"\frac", r"\dfrac", r"\tfrac")
_NEVER_NAMES: Final = frozenset("dCKcIOlo")
"""Letters that are a differential, constants of integration, or look like digits."""
_APPLIED: Final = frozenset("fghFGHPQEuxyztvpqswTSVNLRWUDBAXYZjkJM")
"""Names that may be functions where a parenthesis follows."""


class _Reader:
    """One text, read from left to right."""

    def __init__(self, text: str) -> None:
        self.lexemes = _LEXEME.findall(text)
        self.at = 0
        self.bars = 0

    def peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.lexemes[place] if place < len(self.lexemes) else ""

    def take(self, expected: str | None = None) -> str:
        lexeme = self.peek()
        if not lexeme or (expected is not None and lexeme != expected):
            raise NotRead(lexeme)
        self.at += 1
        return lexeme

    def whole(self) -> Node:
        node = self.sum()
        if self.peek():
            raise NotRead(self.peek())
        return node

    # --- levels ---------------------------------------------------------------------------------------------------

    def sum(self) -> Node:
        signs = {"+": "+", "-": "-", r"\pm": "±"}
        first = signs.get(self.peek())
        if first == "+":
            raise NotRead("+")
        if first is not None:
            self.take()
        terms = [(first or "+", self.term())]
        while self.peek() in signs:
            sign = signs[self.take()]
            if self.peek() in signs:
                raise NotRead(self.peek())
            terms.append((sign, self.term()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == "+" else Sum(tuple(terms))

    def term(self) -> Node:
        factors = [self.power()]
        while True:
            lexeme = self.peek()
            if lexeme in (r"\cdot", r"\times", "*"):
                self.take()
                factors.append(self.power())
            elif lexeme == "/":
                return self.slash(factors)
            elif self.starts_factor(lexeme):
                if isinstance(factors[-1], Num) and lexeme in _FRACTIONS:
                    return self.mixed(factors)
                if (
                    lexeme[0].isdigit()
                    or lexeme[0] == "."
                    or (isinstance(factors[-1], (Call, Mixed)) and lexeme[0] != "\\")
                ):
                    raise NotRead(lexeme)
                factors.append(self.power())
            else:
                break
        return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def slash(self, factors: list[Node]) -> Node:
        """``a/b`` of two numerals and nothing after them; more is read in two ways."""
        self.take("/")
        top, bottom = factors[-1], self.power()
        plain = isinstance(top, Num) and isinstance(bottom, Num) and len(factors) == 1
        if not plain or self.starts_factor(self.peek()) or self.peek() in (r"\cdot", r"\times", "*", "/"):
            raise NotRead("/")
        return Quotient(top, bottom)

    def mixed(self, factors: list[Node]) -> Node:
        part = self.power()
        whole = factors[-1]
        if len(factors) != 1 or self.starts_factor(self.peek()) or not isinstance(part, Quotient):
            raise NotRead("mixed")
        top, bottom = part.top, part.bottom
        plain = [one.text for one in (whole, top, bottom) if isinstance(one, Num) and one.text.isdigit()]
        if len(plain) != 3:
            raise NotRead("mixed")
        made = Mixed(*map(int, plain))
        if not 0 < made.top < made.bottom:
            raise NotRead("mixed")
        return made

    def starts_factor(self, lexeme: str) -> bool:
        if not lexeme:
            return False
        if lexeme == "|":
            return self.bars == 0
        return (
            lexeme[0].isalnum()
            or lexeme in ("(", "{", *_FRACTIONS, r"\sqrt", r"\lfloor", r"\lceil", r"\pi", *_GREEK)
            or lexeme[1:] in FUNCTIONS
        )

    def power(self) -> Node:
        base = self.atom()
        if self.peek() != "^":
            return base
        self.take()
        if isinstance(base, (Call, Mixed)) and base != Call("abs", getattr(base, "inside", base)):
            raise NotRead("^")
        exponent = self.argument()
        inverse = isinstance(base, Name) and isinstance(exponent, Sum) and self.peek() == "("
        if self.peek() in ("^", "'", "!") or inverse:
            raise NotRead(self.peek())
        return Power(base, exponent)

    def atom(self) -> Node:
        lexeme = self.take()
        if lexeme[0].isdigit() or lexeme[0] == ".":
            if self.peek() in ("!", "_", ":", "%", r"\%", "e", "E"):
                raise NotRead(self.peek())
            return Num(lexeme)
        if lexeme == "(":
            return self.closed(")")
        if lexeme == "{":
            return self.closed("}")
        if lexeme == "|":
            return self.absolute()
        if lexeme in _FRACTIONS:
            return Quotient(self.argument(), self.argument())
        if lexeme == r"\sqrt":
            return self.root()
        if lexeme in (r"\lfloor", r"\lceil"):
            kind = lexeme[2:]
            return Call({"floor": "floor", "ceil": "ceil"}[kind], self.closed("\\r" + kind))
        if lexeme[0] == "\\" and lexeme[1:] in FUNCTIONS:
            return self.call(lexeme[1:])
        return self.name(lexeme)

    def absolute(self) -> Node:
        if self.bars:
            raise NotRead("|")
        self.bars += 1
        inside = self.closed("|")
        self.bars -= 1
        return Call("abs", inside)

    def closed(self, end: str) -> Node:
        inside = self.sum()
        self.take(end)
        return inside

    def root(self) -> Node:
        index = 2
        if self.peek() == "[":
            self.take()
            text = self.take()
            if not text.isdigit() or not 2 <= int(text) <= 9:
                raise NotRead(text)
            index = int(text)
            self.take("]")
        return Root(index, self.argument())

    def call(self, name: str) -> Node:
        r"""``\sin x`` or ``\sin(x+1)``, with nothing after it that could belong to the argument."""
        if self.peek() == "(":
            self.take()
            return Call(name, self.closed(")"))
        inside = self.atom()
        if not isinstance(inside, (Num, Name)) or self.peek() in ("^", "/", "("):
            raise NotRead(name)
        if isinstance(inside, Num) and self.starts_factor(self.peek()):
            raise NotRead(name)
        return Call(name, inside)

    def name(self, lexeme: str) -> Node:
        if not ((lexeme.isascii() and lexeme.isalpha()) or lexeme in (r"\pi", *_GREEK)) or lexeme in _NEVER_NAMES:
            raise NotRead(lexeme)
        if self.peek() == "_":
            self.take()
            lexeme = f"{lexeme}_{{{self.subscript()}}}"
        following = self.peek()
        if following in ("!", "'", "_") or (following == "(" and lexeme[0] in _APPLIED):
            raise NotRead(following)
        return Name(lexeme)

    def subscript(self) -> str:
        lexeme = self.take()
        if lexeme == "{":
            lexeme = self.take()
            self.take("}")
        if not (lexeme.isdigit() and len(lexeme) == 1):
            raise NotRead(lexeme)
        return lexeme

    def argument(self) -> Node:
        r"""The argument of a command or exponent: braces, or one digit or letter (``\frac12``)."""
        if self.peek() == "{":
            self.take()
            return self.closed("}")
        lexeme = self.peek()
        if lexeme.isdigit():
            self.lexemes[self.at : self.at + 1] = [*lexeme]
            return Num(self.take())
        if (len(lexeme) == 1 and lexeme.isalpha()) or lexeme == r"\pi":
            return self.name(self.take())
        raise NotRead(lexeme)


_UNIT_LETTERS: Final = re.compile(
    r"(?<![A-Za-z\\])(?:cm|mm|km|kg|mg|ft|in|min|hr|lb|oz|mi|ml|mL|yd|pm|am|at|is|of|or|st|nd|rd|th|no|to|if|do|as|go)(?![A-Za-z])"
)
_WORD: Final = re.compile(r"(?<![A-Za-z\\])(?!(?:xyz|abc|abcd)(?![A-Za-z]))[A-Za-z]{3,}")
_CAPITALS: Final = re.compile(r"[A-Z]{2,}")
_FREE_INTEGERS: Final = frozenset("knml")


def read_scalar(text: str) -> Node:
    """The expression that a text is.

    Raises:
        NotRead: the text might mean more than one thing, or is not understood.
    """
    if any(pattern.search(text) for pattern in (_UNIT_LETTERS, _CAPITALS, _WORD)):
        raise NotRead(text)
    node = _Reader(text).whole()
    found = names(node)
    constants = {part.text for part in nodes(node) if isinstance(part, Name)} - found
    if r"\pi" in constants and found & _FREE_INTEGERS:
        raise NotRead("a period")
    if "i" in constants and found:
        raise NotRead("complex variables")
    if {"A", "B"} <= found:
        raise NotRead("constants of a general solution")
    if not has_value(node):
        raise NotRead("no value")
    return node
