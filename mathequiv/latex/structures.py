"""Fractions, roots, accents, sums, integrals, limits, derivatives and environments."""

from __future__ import annotations

from mathequiv.latex.cursor import WORDS, Cursor, divide
from mathequiv.latex.expr import (
    Call,
    Derivative,
    Ellipsis_,
    Expr,
    Folded,
    Limit,
    Matrix,
    Number,
    Percent,
    Piecewise,
    Quantity,
    Relation,
    Root,
    Sequence,
    Symbol,
    Text,
)
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import contains
from mathequiv.lexicon import units
from mathequiv.lexicon.commands import ENVIRONMENTS
from mathequiv.lexicon.prose import CONDITION_WORDS, OTHERWISE

__all__ = ["Structures"]

_SENTENCE = WORDS | {"letter", "num", "join"}
_TRANSPARENT_HATS = frozenset({"i", "j", "k"})


class Structures(Cursor):
    """Reads what starts with a command that takes groups."""

    def fraction(self) -> Expr:
        r"""``\frac``, or a derivative written so."""
        self.take()
        derivative = self.derivative()
        if derivative is not None:
            return derivative
        top = self.argument(single=True)
        bottom = self.argument(single=True)
        if type(top) is Quantity or type(bottom) is Quantity:
            return _rate(top, bottom) or divide(top, bottom)
        return divide(top, bottom)

    def binomial(self) -> Expr:
        r"""``\binom``."""
        self.take()
        top = self.argument(single=True)
        return Call("binomial", (top, self.argument(single=True)))

    def root(self) -> Expr:
        r"""``\sqrt`` with its index."""
        self.take()
        index: Expr = Number(2)
        if self.kind() == "open" and self.tokens[self.k].text == "[":
            self.k += 1
            self.enter()
            index = self.sum()
            self.leave()
            self.expect("close", "]")
        return Root(self.argument(), index)

    def ellipsis(self) -> Expr:
        """Dots that stand for what is left out."""
        self.take()
        return Ellipsis_()

    # --- accents and labels ---------------------------------------------------------------------------------------

    def accent(self) -> Expr:
        """A mark over letters."""
        mark = self.take().text
        inner = self.plain_group(self.k)
        name = "".join(token.text for token in inner)
        if not all(token.kind in ("letter", "word", "vec", "tword") for token in inner) or not inner:
            return self.conjugate(mark)
        end = self.script_end(self.k)
        self.k = end
        plain = mark == "vec" or (mark == "hat" and name in _TRANSPARENT_HATS) or (mark == "bar" and len(name) > 1)
        return Symbol(self.scripts(name if plain else f"{mark}({name})"))

    def conjugate(self, mark: str) -> Expr:
        """A bar over an expression."""
        if mark != "bar":
            self.fail("a letter under the accent")
        inner = self.argument()
        if isinstance(inner, Number):
            self.fail("a decimal before repeating digits")
        return Call("conj", (inner,))

    def label(self) -> Expr:
        r"""``\\angle ABC``: a name made of the letters that follow."""
        name = self.take().text
        if self.kind() == "{":
            inner = self.plain_group(self.k)
            self.k = self.script_end(self.k)
        else:
            inner = []
            while self.kind() in ("letter", "word", "tword", "num") and (not inner or not self.tokens[self.k].space):
                inner.append(self.take())
        if not inner:
            self.fail(f"letters after {name}")
        return Symbol(self.scripts(f"{name} {''.join(token.text for token in inner)}"))

    # --- derivatives ----------------------------------------------------------------------------------------------

    def derivative(self) -> Expr | None:
        r"""``\\frac{d}{dx}`` before what is derived, or ``\\frac{dy}{dx}``; None for any other fraction."""
        if self.kind() != "{" or self.tokens[self.k + 1].kind == "num":
            return None
        top = _differential(self.plain_group(self.k))
        middle = self.script_end(self.k)
        if top is None or middle >= len(self.tokens) or self.tokens[middle].kind != "{":
            return None
        bottom = _differential(self.plain_group(middle), order_last=True)
        if bottom is None or not bottom[1] or bottom[0] != top[0]:
            return None
        self.k = self.script_end(middle)
        order, name = top
        if name:
            return Derivative(Symbol(name), bottom[1], order)
        self.enter()
        body = self.operand() if self.kind() == "open" else self.product()
        self.leave()
        return Derivative(body, bottom[1], order)

    # --- sums and integrals ---------------------------------------------------------------------------------------

    def big(self) -> Expr:
        """A sum, product or integral."""
        kind = self.take().text
        return self.integral() if kind == "integral" else self.folded(kind)

    def folded(self, kind: str) -> Expr:
        """A sum or product over the variable its lower bound sets."""
        low, high = None, None
        while self.kind() in ("sub", "sup"):
            if self.take().kind == "sub":
                low = self.lower_bound()
            else:
                high = self.argument()
        if low is None:
            self.fail("the variable of the sum below it")
        saved, self.bound = self.bound, (*self.bound, low[0])
        self.enter()
        body = self.product()
        self.leave()
        self.bound = saved
        return Folded(kind, body, low[0], low[1], high)

    def lower_bound(self) -> tuple[str, Expr]:
        """The variable below a sum and where it starts."""
        self.expect("{")
        self.enter()
        name = self.variable()
        self.expect("rel", "=")
        start = self.sum()
        self.leave()
        self.expect("}")
        return name, start

    def variable(self) -> str:
        """A name."""
        token = self.take()
        if token.kind != "letter":
            self.fail("a variable")
        return self.scripts(token.text)

    def integral(self) -> Expr:
        """An integral with the variable its ``dx`` names."""
        low, high = None, None
        while self.kind() in ("sub", "sup"):
            if self.take().kind == "sub":
                low = self.argument()
            else:
                high = self.argument()
        self.enter()
        self.differentials.append(("", self.depth))
        body = self.sum()
        name = self.differentials.pop()[0]
        self.leave()
        if not name:
            self.fail("the variable of integration")
        return Folded("integral", body, name, low, high)

    def at_differential(self) -> bool:
        """Whether a ``dx`` of an open integral stands here."""
        if not self.differentials or self.differentials[-1][0]:
            return False
        token, following = self.tokens[self.k], self.kind(1)
        if token.kind == "word":
            return len(token.text) == 2 and token.text[0] == "d"
        return token.kind in ("letter", "tword") and token.text == "d" and following == "letter"

    def differential(self) -> None:
        """Take ``dx`` and tell the integral it belongs to."""
        token = self.take()
        name = token.text[1] if token.kind == "word" else self.take().text
        self.differentials[-1] = (name, self.differentials[-1][1])

    def integrand_ends(self) -> bool:
        """Whether the innermost integral has its ``dx`` and no bracket inside it is open."""
        return bool(self.differentials and self.differentials[-1][0] and self.differentials[-1][1] == self.depth)

    def limit(self) -> Expr:
        r"""``\lim_{x \to a}``."""
        self.take()
        self.expect("sub")
        self.expect("{")
        self.enter()
        name = self.variable()
        self.expect("implies", "to")
        saved, self.side = self.side, ""
        target = self.sum()
        side, self.side = self.side, saved
        self.expect("}")
        body = self.product()
        self.leave()
        return Limit(body, name, target, side or "")

    # --- environments ---------------------------------------------------------------------------------------------

    def environment(self, array: str = "matrix") -> Expr:
        r"""``\begin{…}`` to ``\end{…}``."""
        name = self.take().text
        holds = array if name == "array" else ENVIRONMENTS.get(name)
        if name == "array" and self.kind() == "{":
            self.k = self.script_end(self.k)
        self.enter()
        saved = self.brackets, self.bars, self.colon
        self.brackets, self.bars, self.colon = self.brackets + 1, 0, "divide"
        result: Expr
        if holds == "cases":
            result = self.cases()
        elif holds in ("matrix", "determinant"):
            result = self.matrix()
        else:
            self.fail("a matrix or cases")
        self.brackets, self.bars, self.colon = saved
        self.leave()
        self.expect("end", name)
        return Call("det", (result,)) if holds == "determinant" else result

    def matrix(self) -> Expr:
        """Rows of cells; rows of one relation each are a system."""
        rows: list[tuple[Expr, ...]] = []
        while self.kind() != "end":
            row = [self.relation()]
            while self.accept("&"):
                row.append(self.relation())
            rows.append(tuple(row))
            if not self.accept("row"):
                break
        if len(rows) > 1 and all(len(row) == 1 and isinstance(row[0], Relation) for row in rows):
            return Sequence(tuple(row[0] for row in rows), "and")
        if not rows or len({len(row) for row in rows}) != 1:
            self.fail("rows of equal length")
        return Matrix(tuple(rows))

    def cases(self) -> Expr:
        """Values with conditions, or a system of relations, which all hold."""
        found: list[tuple[Expr, Expr | None]] = []
        system: list[Expr] = []
        while self.kind() != "end":
            value = self.relation()
            self.accept(",")
            if isinstance(value, Relation):
                system.append(value)
            else:
                self.accept("&")
                found.append((value, self.condition()))
            self.accept(",")
            if not self.accept("row"):
                break
        if bool(found) == bool(system):
            self.fail("cases with conditions, or relations")
        if system:
            return system[0] if len(system) == 1 else Sequence(tuple(system), "and")
        return Piecewise(tuple(found))

    def condition(self) -> Expr | None:
        """The condition of a case; None for "otherwise"."""
        while self.kind() in WORDS and self.tokens[self.k].text.lower() in CONDITION_WORDS:
            self.k += 1
        if self.kind() in WORDS and self.tokens[self.k].text.lower() in OTHERWISE:
            self.k += 1
            return None
        end = next(at for at in range(self.k, len(self.tokens)) if self.tokens[at].kind in ("row", "end", "stop"))
        run = self.tokens[self.k : end]
        if any(token.kind in WORDS for token in run) and all(token.kind in _SENTENCE for token in run):
            self.k = end
            return Text(" ".join(token.text for token in run))
        condition = self.relation()
        return condition if isinstance(condition, (Relation, Text)) else self.fail("a condition")


def _rate(top: Expr, bottom: Expr) -> Expr | None:
    r"""A quotient of known units as one quantity (``\frac{5 m}{2 s}``), or as a number where they cancel.

    None for a quotient of angles, which are numbers, for nouns, and for two units of one kind, whose quotient is not
    that of the numbers (``\frac{1 m}{2 cm}``).
    """
    powers: dict[str, int] = {}
    values: list[Expr] = []
    for side, sign in ((top, 1), (bottom, -1)):
        if isinstance(side, Quantity):
            if units.conversion(side.unit) is None:
                return None
            for name, power in side.unit:
                powers[name] = powers.get(name, 0) + sign * power
            values.append(side.value)
        elif contains(side, (Quantity, Percent, Text)):
            return None
        else:
            values.append(side)
    left = tuple(sorted((name, power) for name, power in powers.items() if power))
    bases = [base for name, _ in left for base, _ in (units.conversion(((name, 1),)) or (1, ()))[1]]
    divided = len(left) == 1 and not isinstance(bottom, Quantity)
    if (not units.ANGLES.isdisjoint(powers) and not divided) or len(set(bases)) != len(bases):
        return None
    value = divide(*values)
    return Quantity(value, left) if left else value


def _differential(tokens: list[Token], *, order_last: bool = False) -> tuple[int, str] | None:
    """Order and variable of ``d^2y`` (or ``dx^2``); None for anything else."""
    text = [token.text for token in tokens if token.kind not in ("{", "}")]
    letters = [c for part in text for c in (part if part.isalpha() and part != "partial" else [part])]
    if not letters or letters[0] not in ("d", "partial"):
        return None
    rest = letters[1:]
    order = 1
    at = 1 if order_last else 0
    if len(rest) >= at + 2 and rest[at] == "^":
        if not rest[at + 1].isdecimal() or not 1 <= int(rest[at + 1][:3]) <= 20:
            return None
        order = int(rest[at + 1])
        del rest[at : at + 2]
    name = "".join(rest)
    return (order, name) if len(rest) <= 1 and (not name or name.isalpha()) else None
