"""Code of Python libraries as answers print them: ``Rational(1, 2)``, ``np.array([1, 2])``, ``Matrix([[1, 2]])``."""

from __future__ import annotations

import re
from functools import partial, reduce
from itertools import pairwise

from mathequiv.latex.cursor import divide
from mathequiv.latex.expr import Bracketed, Expr, Matrix, Relation, Sequence, SetOp
from mathequiv.latex.numerals import Numerals
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.code import INTERVALS, MODULES, SET_OPERATIONS

__all__ = ["Code"]

_COMPLEX = re.compile(r"\*\s*I\b|\bI\s*\*")


class Code(Numerals):
    """Reads calls."""

    complex_code: bool | None = None

    def code(self) -> Expr | None:
        """The value of a library's name at the position; None if the word is no code there."""
        name, following = self.tokens[self.k].text, self.tokens[self.k + 1]
        if name == "Interval" and following.text == "." and self.tokens[self.k + 2].text in INTERVALS:
            self.k += 2
            name, following = self.tokens[self.k].text, self.tokens[self.k + 1]
        if following.space or following.text != ("." if name in MODULES else "("):
            return None
        self.k += 1
        if name in MODULES:
            self.k += 1
            log = self.tokens[self.k]
            if log.text == "log":
                self.tokens[self.k] = Token("func", "ln", log.start, log.end)
            return self.atom()
        end = self.bracket_end(self.k)
        self.listed_until = end  # no comma in code separates thousands
        self.enter()
        inner = self.parenthesised()
        self.leave()
        return self.called_by_code(name, inner.items if isinstance(inner, Sequence) else (inner,))

    def imaginary(self) -> bool:
        """Whether ``I`` may be the imaginary unit: in code with no other letters but names of the values."""
        if self.complex_code is None:
            others = any(
                token.kind == "letter" and token.text not in ("I", "e") and after.text != "="
                for token, after in pairwise(self.tokens)
            )
            self.complex_code = not others and "\\" not in self.text and bool(_COMPLEX.search(self.text))
        return self.complex_code and self.choose("imaginary")

    def parenthesised(self) -> Expr:
        """What stands between the parentheses at the position."""
        self.take()
        saved, self.bars, self.brackets = self.bars, 0, self.brackets + 1
        inner = self.sequence()
        self.bars, self.brackets = saved, self.brackets - 1
        self.expect("close", ")")
        return inner

    def called_by_code(self, name: str, args: tuple[Expr, ...]) -> Expr:
        """What a call of ``name`` makes of ``args``."""
        if name in ("Rational", "Fraction") and len(args) == 2:
            return divide(*args)
        if name == "Eq" and len(args) == 2:
            return Relation(args, ("=",))
        if name == "FiniteSet":
            return Bracketed("{", "}", args)
        if name in INTERVALS and len(args) == 2:
            opening, closing = INTERVALS[name]
            return Bracketed(opening, closing, args, interval=True)
        if name in SET_OPERATIONS and len(args) > 1:
            return reduce(partial(SetOp, SET_OPERATIONS[name]), args)
        items = _listed(args[0]) if name in ("Matrix", "array") and len(args) == 1 else ()
        rows = [_listed(item) for item in items]
        if items and len(set(map(len, rows))) == 1:
            if rows[0]:
                return Matrix(tuple(rows))
            return Matrix(tuple((item,) for item in items)) if name == "Matrix" else Bracketed("<", ">", items)
        return self.fail("arguments of that call")


def _listed(expr: Expr) -> tuple[Expr, ...]:
    """The items of a list in square brackets; nothing for any other expression."""
    return expr.items if isinstance(expr, Bracketed) and (expr.opening, expr.closing) == ("[", "]") else ()
