"""One factor with what is raised, lowered or marked at it; money; runs of letters."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.brackets import is_plain_integer
from mathequiv.latex.code import Code
from mathequiv.latex.cursor import WORDS, add, divide, grouped
from mathequiv.latex.expr import Add, Apply, Call, Expr, Neg, Number, Percent, Pow, Quantity, Symbol
from mathequiv.latex.phrases import named
from mathequiv.latex.tokens import Token
from mathequiv.lexicon import units, words
from mathequiv.lexicon.code import CODE_WORDS
from mathequiv.lexicon.units import CURRENCIES, DEGREE

__all__ = ["Operands"]

_POSTFIX: Final = frozenset({"sup", "sub", "!", "deg", "pct", "cur", "prime"})
_SIGNS: Final = frozenset({"+", "-", "*", "/", "{"})
_FORMULA: Final = frozenset({"+", "-", "*", "/", "}", "close", "stop", "rel"})
_OPERANDS: Final = frozenset({"num", "letter", "const", "frac", "sqrt", "open", "func", "accent", "vec"})
_BARE: Final = len(r"\circ")
_VALUES: Final = frozenset({"num", "letter", "const", "frac", "sqrt", "open", "func"})


class Operands(Code):
    """Reads single factors."""

    def operand(self) -> Expr:
        """An atom with its powers and marks."""
        kind = self.tokens[self.k].kind
        if kind == "num":
            base = self.numeral()
        elif kind == "letter":
            base = self.letter()
        else:
            base = self.atom()
        while (kind := self.tokens[self.k].kind) in _POSTFIX:
            if kind == "sup":
                base = self.power(base)
            elif kind == "!":
                self.k += 1
                base = Call("double_factorial" if self.accept("!") else "factorial", (grouped(base),))
            elif kind == "deg":
                base = self.degrees(base)
            elif kind == "pct":
                self.k += 1
                base = Percent(grouped(base))
            elif kind == "sub":
                base = self.lowered(base)
            elif kind == "prime":
                base = self.feet(base)
            elif self.kind(1) in _VALUES:
                return base
            else:
                base = Quantity(base, self.currency())
        return base

    def power(self, base: Expr) -> Expr:
        """``base`` with the superscript that follows."""
        script = self.plain_group(self.k + 1)
        if len(script) != 1 or script[0].kind == "num":
            return Pow(grouped(base), self.exponent())
        if script[0].kind in ("+", "-") and self.side is not None:
            self.side = script[0].text
            self.k = self.script_end(self.k + 1)
            return base
        if script[0].text == "o" and isinstance(base, (Number, Add)):
            self.k = self.script_end(self.k + 1) - 1
            return self.degrees(base)
        if script[0].kind in WORDS and words.is_ordinal_suffix(script[0].text):
            self.k = self.script_end(self.k + 1)
            return Quantity(base, (("ordinal", 1),))
        return Pow(grouped(base), self.exponent())

    def exponent(self) -> Expr:
        """A superscript; towers bind right."""
        self.expect("sup")
        self.enter()
        inner = self.argument()
        if self.tokens[self.k].kind == "sup":
            inner = Pow(inner, self.exponent())
        self.leave()
        return inner

    def lowered(self, base: Expr) -> Expr:
        """A subscript at something that is no letter: ``(52)_8``."""
        if is_plain_integer(base) and isinstance(base, Number):
            return self.in_base(str(base.numerator), self.k)
        return self.fail("a letter or numeral before the subscript")

    def degrees(self, base: Expr) -> Expr:
        r"""``60^\\circ 42' 30''`` as one value in degrees, ``25^\\circ C`` as a temperature."""
        sign = self.take()
        token = self.tokens[self.k]
        bare = sign.end - sign.start == _BARE
        if bare and type(base) is not Number and token.kind in _OPERANDS:
            return self.composed(base)
        if token.text in ("C", "F") and (token.kind == "tword" or (token.kind == "letter" and self.ends_item(1))):
            self.k += 1
            return Quantity(base, units.read_unit(f"°{token.text}") or DEGREE)
        parts = [base]
        for scale, primes in ((60, 1), (3600, 2)):
            marks = [self.kind(n) for n in range(1, primes + 2)]
            if self.kind() == "num" and marks[:-1] == ["prime"] * primes and marks[-1] != "prime":
                part = self.numeral_before_prime()
                self.k += primes
                parts.append(divide(part, Number(scale)))
        if bare and self.kind() == "num" and len(parts) == 1:
            self.fail("minutes of a degree")
        return Quantity(add(parts), DEGREE)

    def composed(self, base: Expr) -> Expr:
        r"""``f \circ g`` as one name, since the order counts; between anything but names it is not read."""
        other = self.letter() if self.kind() == "letter" else None
        if not isinstance(base, Symbol) or not isinstance(other, (Symbol, Apply)) or self.kind() == "sup":
            self.fail("a composition of two names")
        name = f"{base.name} circ {other.name}"
        return Symbol(name) if isinstance(other, Symbol) else Apply(name, other.args)

    def ends_item(self, ahead: int) -> bool:
        """Whether nothing of the value is left ``ahead`` tokens further on."""
        return self.kind(ahead) in ("stop", ",", ";", "join", "close", "}")

    def feet(self, base: Expr) -> Expr:
        """``5' 3''``, whose feet are read, in inches."""
        marks = [self.kind(n) for n in range(4)]
        quoted = marks[:2] == ["prime", "num"] and self.tokens[self.k + 2].text == '"' and self.ends_item(3)
        primes = marks == ["prime", "num", "prime", "prime"] and self.ends_item(4)
        if not (quoted or primes) or not isinstance(base, Number):
            self.fail("an operator")
        self.k += 1
        inches = self.numeral_before_prime()
        self.k += 1 if quoted else 2
        return Quantity(add([Number(12 * base.numerator, base.denominator), inches]), (("inch", 1),))

    def numeral_before_prime(self) -> Expr:
        """Minutes or seconds."""
        token = self.tokens[self.k]
        if not token.text.isdecimal() or len(token.text) > 2:
            self.fail("minutes of a degree")
        self.k += 1
        return Number(int(token.text))

    # --- money and words ------------------------------------------------------------------------------------------
    def currency(self) -> tuple[tuple[str, int], ...]:
        """The unit of a currency sign."""
        name = self.take().text
        return units.read_unit(name) or units.noun(name)

    def money(self) -> Expr:
        """A currency sign before an amount."""
        unit = self.currency()
        negative = self.accept("-")
        self.enter()
        value = self.operand()
        self.leave()
        return Quantity(Neg(value) if negative else value, unit)

    def word(self) -> Expr:
        r"""A run of letters in a formula: their product, or what ``\text{sin}`` names."""
        token = self.tokens[self.k]
        if token.kind == "tword":
            digits = self.hexadecimal(self.k)
            if digits is not None:
                return digits
            name = named(token)
            if name is not None and name.kind in ("func", "sqrt", "const", "letter"):
                self.tokens[self.k] = name
                return self.atom()
            if len(token.text) != 1:
                return self.money() if token.text in CURRENCIES and self.kind(1) == "num" else self.measure_of(token)
            self.tokens[self.k] = Token("letter", token.text, token.start, token.end, token.space)
            return self.letter()
        called = self.code() if token.text in CODE_WORDS else None
        if called is not None:
            return called
        if not self.is_letters(token):
            self.fail("mathematics, not a word")
        if token.text in CURRENCIES and self.kind(1) == "num":
            return self.money()
        self.split_letters()
        return self.letter()

    def measure_of(self, token: Token) -> Expr:
        r"""``\mathrm{Var}(X)`` before an equals sign, as one name."""
        end = self.bracket_end(self.k + 1) if self.tokens[self.k + 1].text in ("(", "[") else 0
        if not end or end + 1 >= len(self.tokens) or self.tokens[end + 1].text != "=":
            self.fail("mathematics, not a word")
        self.k, inner = end + 1, self.tokens[self.k + 1 : end + 1]
        return Symbol(token.text + "".join(t.text for t in inner))

    def is_letters(self, token: Token) -> bool:
        """Whether a run of letters is read as their product."""
        text = token.text
        return (len(text) <= 4 or text.isupper()) and (not self.is_prose(text) or self.between_signs(text))

    def between_signs(self, text: str) -> bool:
        r"""Whether a short word stands where only a product can (``v + at``, ``\frac{at^2}{2}``)."""
        before = self.tokens[self.k - 1].kind if self.k else ""
        after = self.kind(1)
        signed = (before in _SIGNS and after in _FORMULA) or (not before and after in ("+", "*", "/"))
        return len(text) == 2 and (after == "sup" or signed)
