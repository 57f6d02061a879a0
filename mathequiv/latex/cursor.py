"""The parser's place in the tokens, and what every part of the grammar shares."""

from __future__ import annotations

from typing import Final, NoReturn

from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.digits import number
from mathequiv.latex.expr import Add, Bracketed, Div, Expr, Mul, Neg, Number, Sequence
from mathequiv.latex.tokens import Token
from mathequiv.limits import MAX_DEPTH

__all__ = ["NO_QUALIFIERS", "WORDS", "Cursor", "add", "divide", "grouped", "items_of", "product_of"]

WORDS: Final = frozenset({"word", "tword"})
"""Kinds of token that are words."""

_TAKES: Final = frozenset({"num", "word"})

NO_QUALIFIERS: Final[tuple[tuple[str, tuple[str, ...], Expr | None], ...]] = ()
"""Kind, names and condition of the qualifiers that a `mathequiv.latex.expr.Qualified` has yet to be made of."""


def grouped(expr: Expr) -> Expr:
    """Square or curly brackets around one value inside a formula only group."""
    if (
        isinstance(expr, Bracketed)
        and len(expr.items) == 1
        and (expr.opening, expr.closing) in (("[", "]"), ("{", "}"))
    ):
        return expr.items[0]
    return expr


def product_of(factors: list[Expr]) -> Expr:
    """The product of one or more factors."""
    return factors[0] if len(factors) == 1 else Mul(tuple(map(grouped, factors)))


class Cursor:
    """A list of tokens with a position; `choose` records where the syntax admits two readings.

    The parts of the grammar extend it one after the other, up to `mathequiv.latex.parser.Parser`; compiled classes have
    no more than one base.

    Args:
        text: the text the tokens' spans count in.
        tokens: its tokens.
        flipped: names of the choices to decide the second way.
    """

    k = 0
    depth = 0
    brackets = 0
    bars = 0
    colon = "ratio"
    congruent = False
    bound: tuple[str, ...] = ()
    listed_until = 0
    side: str | None = None
    behind_first: Token | None = None

    def __init__(self, text: str, tokens: tuple[Token, ...], flipped: frozenset[str]) -> None:
        self.text = text
        self.tokens = [*tokens, Token("stop", "", len(text), len(text))]
        self.flipped = flipped
        self.qualifiers = NO_QUALIFIERS
        self.met: list[str] = []
        self.differentials: list[tuple[str, int]] = []

    # --- hooks the grammar's parts call in each other ---------------------------------------------------------------

    def imaginary(self) -> bool:
        """Whether ``I`` is the imaginary unit of code."""
        raise NotImplementedError

    def sequence(self) -> Expr:
        """Items with separators between them."""
        raise NotImplementedError

    def relation(self) -> Expr:
        """Values with relation signs between them."""
        raise NotImplementedError

    def value(self) -> Expr:
        """A sum, set or ratio."""
        raise NotImplementedError

    def sum(self) -> Expr:
        """Terms with signs between them."""
        raise NotImplementedError

    def product(self) -> Expr:
        """Factors."""
        raise NotImplementedError

    def operand(self) -> Expr:
        """One factor with its powers and marks."""
        raise NotImplementedError

    def atom(self) -> Expr:
        """One factor without powers."""
        raise NotImplementedError

    def environment(self, array: str = "matrix") -> Expr:
        """An environment; ``array`` says what one called so holds."""
        raise NotImplementedError

    def label(self) -> Expr:
        """A name such as that of an angle."""
        raise NotImplementedError

    def letter(self) -> Expr:
        """A variable, a constant or a function applied."""
        raise NotImplementedError

    def is_letters(self, token: Token) -> bool:
        """Whether a run of letters is read as their product."""
        raise NotImplementedError

    def differential(self) -> None:
        """Take a ``dx``."""
        raise NotImplementedError

    def integrand_ends(self) -> bool:
        """Whether the innermost integral is complete here."""
        raise NotImplementedError

    def at_differential(self) -> bool:
        """Whether a ``dx`` of an open integral stands here."""
        raise NotImplementedError

    def scripts(self, name: str) -> str:
        """A name with the subscripts and primes that follow it."""
        raise NotImplementedError

    # --- tokens ---------------------------------------------------------------------------------------------------

    def kind(self, ahead: int = 0) -> str:
        """Kind of the token ``ahead`` places further on; ``stop`` behind the last."""
        at = self.k + ahead
        return self.tokens[at].kind if at < len(self.tokens) else "stop"

    def take(self) -> Token:
        """The token at the position, which moves on; at the end it stays."""
        token = self.tokens[self.k]
        if token.kind != "stop":
            self.k += 1
        return token

    def accept(self, kind: str, text: str | None = None) -> bool:
        """Take the next token if it is of this kind (and text)."""
        token = self.tokens[self.k]
        if token.kind != kind or (text is not None and token.text != text):
            return False
        self.k += 1
        return True

    def expect(self, kind: str, text: str | None = None) -> None:
        """Take a token of this kind (and text), or fail."""
        if not self.accept(kind, text):
            self.fail(f"{text or kind!r}")

    def fail(self, expected: str) -> NoReturn:
        """Refuse the text at the present token.

        Raises:
            Unreadable: always.
        """
        raise Unreadable(self.text, self.tokens[self.k].span, expected)

    def choose(self, name: str) -> bool:
        """True to read the likelier way; the choice is remembered so that a variant can take the other."""
        if name not in self.met:
            self.met.append(name)
        return name not in self.flipped

    # --- nesting --------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Count one level of nesting.

        Raises:
            OverLimit: deeper than ``MAX_DEPTH``.
        """
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise OverLimit("MAX_DEPTH", self.depth)

    def leave(self) -> None:
        """Leave one level of nesting."""
        self.depth -= 1

    def split_letters(self) -> None:
        """Replace the run of letters at the position by its letters."""
        token = self.tokens[self.k]
        self.tokens[self.k : self.k + 1] = [
            Token("letter", char, token.start + at, token.start + at + 1, token.space and at == 0)
            for at, char in enumerate(token.text)
        ]

    def single(self) -> None:
        r"""Cut the token at the position so that it is one character, as ``\\frac12`` takes its arguments."""
        token = self.tokens[self.k]
        if token.kind == "num" and len(token.text) > 1:
            middle = token.start + 1
            self.tokens[self.k : self.k + 1] = [
                Token("num", token.text[0], token.start, middle, token.space),
                Token("num", token.text[1:], middle, token.end),
            ]

    def argument(self, *, single: bool = False) -> Expr:
        """The argument of a command or script: a group in braces, or one token (a whole run of digits)."""
        kind = self.tokens[self.k].kind
        if kind == "{":
            return self.group()
        self.enter()
        if kind in _TAKES:
            if kind == "word":
                self.split_letters()
            elif single:
                self.single()
                token = self.take()
                self.leave()
                return Number(int(token.text)) if token.text.isdecimal() else self.fail("a digit")
        sign = self.take().kind if kind in ("-", "+") else ""
        inner = self.atom()
        self.leave()
        return Neg(inner) if sign == "-" else inner

    def group(self) -> Expr:
        """The content of ``{…}`` as one value."""
        tokens, k = self.tokens, self.k
        if tokens[k + 1].kind == "num" and tokens[k + 2].kind == "}" and self.depth < MAX_DEPTH:
            digits = tokens[k + 1].text
            if digits.isdecimal():
                self.k = k + 3
                return number(digits)
        self.enter()
        bars, colon, brackets = self.bars, self.colon, self.brackets
        self.bars, self.colon, self.brackets = 0, "divide", brackets + 1
        self.expect("{")
        inner = self.value()
        self.expect("}")
        self.bars, self.colon, self.brackets = bars, colon, brackets
        self.leave()
        return inner

    def group_end(self, at: int) -> int:
        """Index of the ``}`` that closes the ``{`` at index ``at``; that of the last token if none does."""
        level = 0
        for index in range(at, len(self.tokens)):
            kind = self.tokens[index].kind
            level += (kind == "{") - (kind == "}")
            if level == 0:
                return index
        return len(self.tokens) - 1

    def bracket_end(self, at: int) -> int:
        """Index of the bracket that closes the one at index ``at``; the last index if none does."""
        level = 0
        for index in range(at, len(self.tokens)):
            kind = self.tokens[index].kind
            level += (kind == "open") - (kind == "close")
            if level == 0:
                return index
        return len(self.tokens) - 1

    def plain_group(self, at: int) -> list[Token]:
        """The tokens of the script argument at index ``at``: those in its braces, or the one token."""
        if self.tokens[at].kind == "{":
            return self.tokens[at + 1 : self.group_end(at)]
        return self.tokens[at : at + 1]

    def script_end(self, at: int) -> int:
        """Index behind the script argument at index ``at``, at most that of the end of the text."""
        return min((self.group_end(at) if self.tokens[at].kind == "{" else at) + 1, len(self.tokens) - 1)


def items_of(expr: Expr) -> tuple[Expr, ...]:
    """The items of a bracket's content."""
    return expr.items if isinstance(expr, Sequence) else (expr,)


def add(terms: list[Expr]) -> Expr:
    """The sum of one or more terms."""
    return terms[0] if len(terms) == 1 else Add(tuple(map(grouped, terms)))


def divide(left: Expr, right: Expr) -> Expr:
    """A quotient."""
    return Div(grouped(left), grouped(right))
