"""Sums and products, written or by juxtaposition."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.brackets import declares, is_set
from mathequiv.latex.cursor import WORDS, add, divide, grouped, product_of
from mathequiv.latex.digits import number
from mathequiv.latex.expr import Bracketed, Call, Expr, Neg, Number, Numeral, PlusMinus, Quantity, SetOp
from mathequiv.latex.operands import Operands
from mathequiv.latex.phrases import names_function
from mathequiv.latex.remarks import REMARKS
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon import words
from mathequiv.lexicon.units import DEGREE, TIMES

__all__ = ["Products"]

_ADDITIVE: Final = frozenset({"+", "-", "pm", "mp"})
_STARTERS: Final = frozenset(
    {"num", "letter", "vec", "const", "func", "frac", "binom", "sqrt", "open", "bar", "norm", "big", "lim", "begin"}
    | {"accent", "setname", "ldots", "label", "{", "cur", "word", "tword"}
)
_PRODUCT_ENDS: Final = _ADDITIVE | {"stop", ",", ";", "close", "}", "rel", "join"}
_NUMERAL_ENDS: Final = _PRODUCT_ENDS - {","}  # a comma may separate thousands
_AFTER_FRENCH: Final = frozenset({"stop", ",", ";", "setop", "close", "rel", "join"})
_SIGN_LETTERS: Final = frozenset("xUC")
_UNIT_STOPS: Final = frozenset({"stop", ",", ";", "join", "close", "}"})
_UNIT_ENDS: Final = frozenset({"word", "tword"})


class Products(Operands):
    """Reads sums."""

    def sum(self) -> Expr:
        """Terms with signs between them."""
        first = self.term() if self.tokens[self.k].kind in _ADDITIVE else self.product()
        if self.tokens[self.k].kind not in _ADDITIVE:
            return first
        terms = [first]
        while (kind := self.tokens[self.k].kind) in _ADDITIVE and not self.integrand_ends():
            self.k += 1
            right = self.term()
            if kind == "-" and is_set(right) and is_set(terms[-1]):
                terms[-1] = SetOp("difference", terms[-1], right)
            else:
                terms.append(_signed(kind, right))
        return _measured(terms)

    def term(self) -> Expr:
        """A product with its sign."""
        kind = self.tokens[self.k].kind
        if kind not in _ADDITIVE:
            return self.product()
        self.k += 1
        self.enter()
        inner = self.term()
        self.leave()
        return _signed(kind, inner)

    def product(self) -> Expr:
        """Factors; division binds from the left, so ``1/2x`` is ``(1/2)x``."""
        if self.differentials and self.at_differential():
            self.differential()
            return Number(1)
        token = self.tokens[self.k]
        if token.kind == "num" and self.tokens[self.k + 1].kind in _NUMERAL_ENDS and token.text.isdecimal():
            self.k += 1
            return number(token.text)
        factors = [self.operand()]
        if self.tokens[self.k].kind in _PRODUCT_ENDS:
            return factors[0]
        while True:
            token = self.tokens[self.k]
            kind = token.kind
            if kind == "*":
                self.k += 1
                factors.append(self.factor())
            elif kind == "/" or (kind == ":" and self.colon == "divide"):
                if self.kind(1) == "tword" and self.measured(factors):
                    continue
                self.k += 1
                factors = [divide(product_of(factors), self.factor())]
            elif kind == "mod" and not self.congruent:
                self.k += 1
                factors = [Call("mod", (product_of(factors), self.factor()))]
            elif kind not in _STARTERS or not self.next_factor(token, factors):
                return _lifted(factors) if len(factors) > 1 else factors[0]

    def next_factor(self, token: Token, factors: list[Expr]) -> bool:
        """Multiply by what stands next to the factors so far; False if it is no factor."""
        if self.differentials and self.at_differential():
            self.differential()
            return False
        kind = token.kind
        if kind in WORDS:
            return self.next_word(token, factors)
        if kind == "letter" and token.text in _SIGN_LETTERS and self.letter_for_sign(token.text, factors):
            return token.text != "U"
        if kind in ("letter", "frac") and self.may_be_unit(token, factors) and self.measured(factors):
            return True
        if kind == "bar" and (self.bars or self.colon == "stop"):
            return False
        if kind == "func" and token.text in TIMES and isinstance(factors[-1], (Number, Quantity)):
            self.abbreviate()
            if self.tokens[self.k].kind in WORDS:
                return self.measured(factors)
        if kind == "norm" and factors:
            return False
        if kind == "num" and isinstance(factors[-1], (Number, Numeral)):
            self.fail("an operator or separator between numbers")
        if kind == "open":
            inside = self.tokens[self.k + 1].kind
            opens = inside in REMARKS or (inside == "letter" and self.kind(2) == "-" and self.kind(3) in WORDS)
            if opens and token.text == "(" and self.remarked(factors):
                return True
            if inside in ("mod", "pmod"):
                return False
        if kind == "open" and token.text == "[" and self.kind(1) in _AFTER_FRENCH:
            return False
        if kind == "num" and isinstance(factors[-1], Quantity) and self.tokens[self.k - 1].kind in _UNIT_ENDS:
            factors[-1] = self.compound(factors[-1])
            return True
        right = self.operand()
        if declares(right):
            self.declare(right)
        else:
            factors.append(right)
        return True

    def letter_for_sign(self, letter: str, factors: list[Expr]) -> bool:
        """Take a letter typed for a sign: ``2 x 10^3``, ``(0,1) U (2,3)``; ``5C2`` is read so the other way."""
        first, following = factors[-1], self.tokens[self.k + 1]
        if letter == "U":
            ranged = isinstance(first, Bracketed) and len(first.items) == 2 and following.kind == "open"
            if ranged:
                self.tokens[self.k] = Token("setop", "union", *self.tokens[self.k].span)
            return ranged
        if not isinstance(first, Number) or len(factors) > 1 or following.kind != "num":
            return False
        if letter == "x":
            scientific = following.text == "10" and self.kind(2) == "sup"
            if scientific:
                self.k += 1
                factors.append(self.operand())
            return scientific
        if not following.text.isdecimal() or following.space or self.choose("letter before combination"):
            return False
        self.k += 2
        factors[:] = [Call("binomial", (first, Number(int(following.text))))]
        return True

    def may_be_unit(self, token: Token, factors: list[Expr]) -> bool:
        r"""Whether ``\mu\text{m}``, ``\Omega`` at the end of an item or a fraction of words starts here."""
        if token.kind == "frac":
            return self.kind(2) == "tword"
        if token.text == "Omega":
            alone = self.kind(1) in _UNIT_STOPS and not any(map(free_symbols, factors))
            return alone and self.choose("unit")
        following = self.tokens[self.k + 1].kind
        if following == "/":
            return self.at_rate(self.k) and not any(map(free_symbols, factors)) and self.choose("unit")
        return following == "tword" and token.text == "mu"

    def measured(self, factors: list[Expr]) -> bool:
        """Give the product the unit at the position, if one stands there."""
        found = None if self.differentials else self.with_unit(factors)
        if found is not None:
            factors[:] = [found]
        return found is not None

    def next_word(self, token: Token, factors: list[Expr]) -> bool:
        """Take the unit or the letters that a word after a product is; False if it is neither."""
        if self.measured(factors):
            return True
        if words.is_filler(token.text) and self.kind(1) in _UNIT_STOPS:
            self.k += 1
            return True
        if self.qualifies(self.k) or not self.splittable(token):
            return False
        if self.at_half_of_day():
            return False
        factors.append(self.operand())
        return True

    def splittable(self, token: Token) -> bool:
        """Whether a word inside a formula is letters that multiply, or names a function or constant."""
        if token.kind == "tword":
            return (len(token.text) == 1 and token.text.isascii()) or names_function(token)
        return self.is_letters(token)

    def declare(self, right: Expr) -> None:
        """Remember a membership in parentheses as a qualifier of the item."""
        found = self.declared(right, [right])
        if found is None:
            self.fail("a domain")
        self.qualifiers = (*self.qualifiers, (*found, None))

    def factor(self) -> Expr:
        """What stands after an operator; it may carry a sign (``2*-3``)."""
        return self.term() if self.tokens[self.k].kind in ("-", "+") else self.operand()


def _signed(kind: str, term: Expr) -> Expr:
    if kind == "+":
        return term
    if kind == "-":
        return Neg(grouped(term))
    return PlusMinus(grouped(term), 1 if kind == "pm" else -1)


def _measured(terms: list[Expr]) -> Expr:
    r"""A sum; a unit at its last term alone belongs to the whole (``18 + 2\pi \text{ cm}``), degrees do not."""
    last = terms[-1]
    inner = last.arg if isinstance(last, (Neg, PlusMinus)) else last
    if not isinstance(inner, Quantity) or inner.unit == DEGREE or any(map(_has_unit, terms[:-1])):
        return add(terms)
    bare = inner.value
    if isinstance(last, Neg):
        bare = Neg(bare)
    elif isinstance(last, PlusMinus):
        bare = PlusMinus(bare, last.sign)
    return Quantity(add([*terms[:-1], bare]), inner.unit)


def _lifted(factors: list[Expr]) -> Expr:
    r"""The product of several factors; a unit at the last alone belongs to the whole (``3 \times 10^5{}^\circ``)."""
    last = factors[-1]
    if isinstance(last, Quantity) and not any(isinstance(factor, Quantity) for factor in factors[:-1]):
        return Quantity(product_of([*factors[:-1], last.value]), last.unit)
    return product_of(factors)


def _has_unit(term: Expr) -> bool:
    return isinstance(term, Quantity) or (isinstance(term, (Neg, PlusMinus)) and isinstance(term.arg, Quantity))
