"""Names and what is applied: variables with scripts, known functions, unknown functions before a parenthesis."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.cursor import WORDS, divide, items_of, product_of
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
    SetName,
    Symbol,
)
from mathequiv.latex.structures import Structures
from mathequiv.latex.text_form import to_text
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.commands import SET_RELATIONS
from mathequiv.lexicon.functions import ALSO_FACTORS, BRACKETS, CALLABLE_NAMES, FUNCTIONS, OF_LISTS

__all__ = ["Calls"]

_ITEM_BREAKS: Final = frozenset({",", ";", "join", "open", "quad", "row", "tword", "word", "&", "implies"})
_SETS: Final = frozenset("RZNQC")
_BRACKETED: Final = frozenset(BRACKETS.values())
_CONSTANTS: Final = {"e": "e", "i": "i", "I": "i"}
_SIMPLE: Final = frozenset({"letter", "const", "vec"})
_WIDE: Final = frozenset({"letter", "const", "vec", "word"})
_AFTER_NUMBERS: Final = frozenset({"frac", "sqrt", "open", "letter", "const", "vec", "word"})


class Calls(Structures):
    """Reads letters, functions and their arguments."""

    # --- letters --------------------------------------------------------------------------------------------------

    def letter(self) -> Expr:
        """A variable with its scripts, a constant, or a function applied."""
        start = self.k
        token = self.tokens[start]
        name = token.text
        self.k = start + 1
        kind = self.tokens[start + 1].kind
        if kind in ("sub", "prime", "sup"):
            name = self.scripts(name)
            kind = self.tokens[self.k].kind
        if name == "m" and kind == "label":
            return self.label()
        if kind in ("open", "sup"):
            called = self.combination(name) if name[0] in "CAP" else None
            if called is None and token.kind == "letter":
                called = self.applied(name, start)
            if called is not None:
                return called
        constant = token.kind == "letter" and name in _CONSTANTS and name not in self.bound
        if constant and (name != "I" or self.imaginary()):
            return Constant(_CONSTANTS[name])
        return Symbol(name)

    def combination(self, name: str) -> Expr | None:
        """``C(5,2)``, ``C_5^2`` or ``A_5^2`` read the other way: as the number of combinations or arrangements."""
        if self.kind() == "open" and name == "C":
            inner = self.tokens[self.k + 1 : self.k + 5]
            counts = [inner[0], inner[2]] if [t.kind for t in inner] == ["num", ",", "num", "close"] else []
            end = self.k + 5
        else:
            counts = [Token("num", name[2:], 0, 0), *self.plain_group(self.k + 1)] if name[1:2] == "_" else []
            end = self.script_end(self.k + 1)
        integers = len(counts) == 2 and all(token.text.isdecimal() for token in counts)
        if not integers or self.choose("letter before combination"):
            return None
        self.k = end
        total, chosen = (int(token.text) for token in counts)
        if name[0] == "C" or chosen > total:
            return Call("binomial", (Number(total), Number(chosen)))
        return Div(Call("factorial", (Number(total),)), Call("factorial", (Number(total - chosen),)))

    def scripts(self, name: str) -> str:
        """``name`` with the subscripts and primes that follow it; powers stay."""
        while True:
            kind = self.tokens[self.k].kind
            if kind == "sub":
                name += "_" + self.script_text(self.k + 1)
                self.k = self.script_end(self.k + 1)
            elif kind == "prime":
                self.k += 1
                name += "'"
            elif kind == "sup" and self.is_prime(self.k + 1):
                name += "'" * len(self.plain_group(self.k + 1))
                self.k = self.script_end(self.k + 1)
            else:
                return name

    def script_text(self, at: int) -> str:
        """The text of the subscript at index ``at``."""
        inner = self.plain_group(at)
        if not inner or inner[0].kind == "stop":
            self.fail("a subscript")
        return "".join(token.text for token in inner if token.kind not in ("{", "}"))

    def is_prime(self, at: int) -> bool:
        """Whether the superscript at index ``at`` is nothing but primes."""
        if self.tokens[at].kind not in ("prime", "{"):
            return False
        inner = self.plain_group(at)
        return bool(inner) and all(token.kind == "prime" for token in inner)

    def vector(self) -> Expr:
        r"""A bold letter: a variable, never a constant; behind ``\in`` a bold R is the set."""
        token = self.take()
        before = self.tokens[self.k - 2] if self.k > 1 else None
        if token.text in _SETS and before is not None and before.text in SET_RELATIONS:
            return SetName(token.text)
        return Symbol(self.scripts(token.text))

    def constant(self) -> Expr:
        r"""``\pi`` or infinity; with a subscript, a variable."""
        name = self.take().text
        return Symbol(self.scripts(name)) if self.kind() == "sub" else Constant(name)

    # --- unknown functions ----------------------------------------------------------------------------------------

    def applied(self, name: str, start: int) -> Expr | None:
        """``name``, whose first token is ``start``, applied to what follows; None where it multiplies."""
        at = self.k
        inverse = self.tokens[at].kind == "sup"
        if inverse:
            if "".join([token.text for token in self.plain_group(at + 1)]) != "-1":
                return None
            at = self.script_end(at + 1)
        if self.tokens[at].text != "(" or self.tokens[at].kind != "open":
            return None
        stem = name.rstrip("'").partition("_")[0]
        known = stem in CALLABLE_NAMES or name.endswith("'")
        if not (known or (not inverse and self.defined(start, at))):
            return None
        before = self.tokens[start - 1].kind if start else ""
        end = self.bracket_end(at)
        closed = end < len(self.tokens) and self.tokens[end].kind == "close"
        if known and closed and sum(token.kind == "bar" for token in self.tokens[at:end]) == 1:
            self.k = end + 1
            return Symbol(name + "".join(token.text for token in self.tokens[at : end + 1]))
        if known and stem in ALSO_FACTORS and self.may_multiply(before, end) and not self.choose("applied"):
            return None
        self.k = at
        inner = self.atom()
        args = inner.items if isinstance(inner, Bracketed) else (inner,)
        return Apply(f"{name}^-1" if inverse else name, args) if args else None

    def may_multiply(self, before: str, end: int) -> bool:
        """Whether a name before a bracket may be a factor: more stands before it or after the bracket."""
        after = self.tokens[end + 1].kind if end + 1 < len(self.tokens) else "stop"
        return after in ("sup", "/", "*", "open", "letter", "num", "frac", "!") or before in (
            "num",
            "letter",
            "const",
            "}",
            "close",
            "*",
        )

    def defined(self, start: int, at: int) -> bool:
        """Whether the bracket at index ``at`` is what a definition ``T(n) = …`` or ``(p(x), q(x)) = …`` has left."""
        if start and self.tokens[start - 1].kind not in _ITEM_BREAKS:
            return False
        end = self.bracket_end(at)
        inner = self.tokens[at + 1 : end]
        listed = all(token.kind == ("," if place % 2 else "letter") for place, token in enumerate(inner))
        if not inner or not listed:
            listed = len(inner) == 1 and inner[0].kind == "num"
        return listed and self.equated(end + 1)

    def equated(self, at: int) -> bool:
        """Whether the token at index ``at`` is an equals sign, or separates items of a bracket before one."""
        if at < len(self.tokens) and self.tokens[at].kind in (",", "close"):
            return self.tokens[0].kind == "open" and self.behind_first_bracket().text == "="
        return at < len(self.tokens) and self.tokens[at].text in ("=", "approx")

    def behind_first_bracket(self) -> Token:
        """The token behind the bracket that the text starts with."""
        if self.behind_first is None:
            end = self.bracket_end(0)
            self.behind_first = self.tokens[min(end + 1, len(self.tokens) - 1)]
        return self.behind_first

    # --- known functions ------------------------------------------------------------------------------------------

    def function(self) -> Expr:
        """A known function with its subscript, power and argument."""
        name = self.take().text
        base, power = None, None
        while self.kind() in ("sub", "sup"):
            which = self.take().kind
            if which == "sub":
                base = self.argument()
            else:
                power = self.argument()
        if isinstance(power, Neg) and power.arg == Number(1):
            name, power = FUNCTIONS[name].inverse or name if name in FUNCTIONS else name, None
        called = self.call(name, base)
        return called if power is None else Pow(called, power)

    def call(self, name: str, base: Expr | None) -> Expr:
        """A known function with its argument; ``base`` is its subscript."""
        self.enter()
        args = self.arguments(name)
        self.leave()
        if name == "cis":
            return Add((Call("cos", args), Mul((Constant("i"), Call("sin", args)))))
        if name == "cbrt":
            return Root(args[0], Number(3))
        if name == "lg":
            name, base = "log", base or Number(10)
        if base is not None:
            if name != "log":
                self.fail("a function without subscript")
            args = (*args, base)
        if name in OF_LISTS and len(args) == 1 and isinstance(args[0], (Symbol, Apply)):
            # The largest value of a function is a name for a number; it is not the function.
            return Symbol(f"{name} {to_text(args[0])}")
        row = FUNCTIONS[name]
        if not row.least <= len(args) <= row.most:
            self.fail(f"{row.least} arguments of {name}")
        return Call(name, args)

    def arguments(self, name: str) -> tuple[Expr, ...]:
        """What is in the parentheses of a known function, or its argument without any."""
        token = self.tokens[self.k]
        if token.kind == "open" and token.text in ("(", "[", "\\{"):
            inner = self.atom()
            if isinstance(inner, Bracketed):
                return inner.items if name in OF_LISTS or len(inner.items) <= 2 else (inner,)
            return items_of(inner)
        if token.kind == "{":
            inner = self.atom()
            return inner.items if isinstance(inner, Bracketed) else items_of(inner)
        return (self.bare_argument(),)

    def bare_argument(self) -> Expr:
        r"""The argument without parentheses: ``2x`` of ``\sin 2x``, but ``x`` of ``\sin x\cos x``."""
        if self.kind() in ("-", "+"):
            sign = self.take().kind
            self.enter()
            inner = self.bare_argument()
            self.leave()
            return Neg(inner) if sign == "-" else inner
        if self.kind() in WORDS:
            self.word_argument()
        factors = [self.operand()]
        numeric = isinstance(factors[0], (Number, Constant))
        first = factors[0]
        closed = isinstance(first, Call) and first.name in _BRACKETED
        while not closed and self.kind() in (_AFTER_NUMBERS if numeric else _SIMPLE) and not self.at_differential():
            closed = self.kind() in ("open", "frac", "sqrt")
            numeric = numeric and self.kind() not in _WIDE
            factors.append(self.operand())
        if (
            self.kind() == "/"
            and self.kind(1) in ("num", "letter", "const")
            and not self.choose("function before slash")
        ):
            self.k += 1
            return divide(product_of(factors), self.operand())
        return product_of(factors)

    def word_argument(self) -> None:
        """Cut a short run of letters after a function name into its letters."""
        if self.kind() == "word" and len(self.tokens[self.k].text) <= 3:
            self.split_letters()
