"""Words in parentheses behind a value: a unit, a name of the value (``minimum``), or what adds nothing to it."""

from __future__ import annotations

from mathequiv.latex.cursor import WORDS, product_of
from mathequiv.latex.expr import Apply, Bracketed, Constant, Expr, Quantity, Symbol, Text
from mathequiv.latex.phrases import Phrases, joined_words
from mathequiv.latex.tokens import Token
from mathequiv.lexicon import units, words

__all__ = ["REMARKS", "Remarks"]

REMARKS = WORDS | {"func"}
"""Kinds of token that a remark may start with (``max`` names a function elsewhere), but for ``y-intercept``."""

_RUN = REMARKS | {"letter", "-", "num", "."}
_ENDS = frozenset({"stop", ",", ";", "join", "close", "}", "row", "end", "quad"})
_UNCOUNTED = (Quantity, Symbol, Constant, Bracketed, Text, Apply)


class Remarks(Phrases):
    """Reads what is said of a value behind it."""

    def remarked(self, factors: list[Expr]) -> bool:
        """Take the parentheses at the position if their words only comment on the factors; False if they do not.

        Words that are in no table may change the value (``(thousands)``) or take it back (``(extraneous)``).
        """
        end = self.k + 1
        while self.tokens[end].kind in _RUN:
            end += 1
        run = self.tokens[self.k + 1 : end]
        if self.tokens[end].text != ")" or self.tokens[end + 1].kind not in _ENDS:
            return False
        phrase = joined_words(run)
        if words.is_aside(phrase):
            self.k = end + 1
            return True
        unit = self.remark_unit(factors, run, phrase)
        if unit is None:
            return False
        self.k = end + 1
        factors[:] = [Quantity(product_of(factors), unit)]
        return True

    def remark_unit(self, factors: list[Expr], run: list[Token], phrase: str) -> units.UnitPowers | None:
        """The unit, or the name of the value as a noun, that ``phrase`` in parentheses is."""
        if any(isinstance(factor, _UNCOUNTED) and factor != Constant("pi") for factor in factors):
            return None
        name = words.remark(phrase)
        if name is not None:
            return ((name, 1),)
        if any(token.kind not in WORDS for token in run):
            return None
        bare = any(token.kind == "word" for token in run)
        if len(phrase) < 2 or (bare and len(phrase) == 2 and not self.choose("unit")):
            return None
        return units.read_unit(phrase, bare=bare)
