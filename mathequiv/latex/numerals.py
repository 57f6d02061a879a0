"""Numbers: separators of thousands, decimals, repeating decimals, mixed numbers, numerals in a base."""

from __future__ import annotations

from mathequiv.latex.digits import number, repeated
from mathequiv.latex.expr import Add, Div, Expr, Number, Numeral
from mathequiv.latex.remarks import Remarks
from mathequiv.latex.tokens import Token
from mathequiv.lexicon import words

__all__ = ["Numerals"]

_PREFIXES = {"x": 16, "o": 8, "b": 2}
_HEX = frozenset("0123456789ABCDEF")
_GOES_ON = frozenset({",", ".", "accent", "sub", "letter", "word", "frac", "num"})
"""What may belong to a numeral that it follows."""
_AFTER_WHOLE = frozenset({"stop", "pct", "word", "tword", "cur", "deg"})


def _is_integer(expr: Expr) -> bool:
    return isinstance(expr, Number) and expr.places is None and expr.denominator == 1


class Numerals(Remarks):
    """Reads what starts with a number token."""

    def numeral(self) -> Expr:
        """What starts with digits."""
        token = self.tokens[self.k]
        self.k += 1
        if not token.text.isdecimal() and ("e-" in token.text or "e+" in token.text) and token.text[:2] != "1e":
            token = self.exponential(token)
        following = self.tokens[self.k]
        kind = following.kind
        if kind not in _GOES_ON:
            return number(token.text)
        if kind == "," and self.tokens[self.k + 1].kind == "num":
            return self.with_commas()
        if kind in (".", "accent"):
            repeating = self.repeating(token.text)
            if repeating is not None:
                return repeating
        if kind == "sub":
            return self.in_base(token.text, self.k)
        if kind in ("letter", "word") and not following.space and following.text[0] in _HEX:
            digits = self.hexadecimal(self.k - 1)
            if digits is not None:
                return digits
        if token.text == "0" and kind in ("letter", "word") and not following.space:
            digits = self.prefixed()
            if digits is not None:
                return digits
        first = number(token.text)
        if kind == "." and not following.space and self.kind(1) != "num":
            self.k += 1
            return Number(first.numerator, 1, 0)
        if kind in ("frac", "num") and first.places is None:
            mixed = self.mixed(first)
            if mixed is not None:
                return mixed
        return first

    def exponential(self, token: Token) -> Token:
        """``2e-3`` itself, or, read the other way, its first numeral with ``e - 3`` put behind it."""
        if self.choose("exponent"):
            return token
        mantissa, _, exponent = token.text.partition("e")
        at = token.start + len(mantissa)
        first = Token("num", mantissa, token.start, at, token.space)
        sign = Token(exponent[0], exponent[0], at + 1, at + 2)
        self.tokens[self.k : self.k] = [
            Token("letter", "e", at, at + 1),
            sign,
            Token("num", exponent[1:], at + 2, token.end),
        ]
        return first

    # --- commas ---------------------------------------------------------------------------------------------------

    def with_commas(self) -> Expr:
        """The number at the position where commas may separate thousands, decimals or items."""
        first = self.tokens[self.k - 1].text
        if self.k < self.listed_until:
            return number(first)
        end = self.listed_until = self.comma_chain()
        if end == self.k:
            return number(first)
        groups = [self.tokens[at].text for at in range(self.k + 1, end + 1, 2)]
        whole, _, decimals = groups[-1].partition(".")
        sized = len(whole) == 3 and all(len(group) == 3 and group.isdecimal() for group in (*groups[:-1], whole))
        if sized and first.isdecimal() and len(first) <= 3 and first[0] != "0" and self.read_thousands(groups):
            self.k = end + 1
            return number(first + "".join(groups[:-1]) + whole + ("." + decimals if decimals else ""))
        if len(groups) == 1 and not self.brackets and not decimals and first.isdecimal() and whole.isdecimal():
            decimal = first == "0" and len(whole) == 3
            doubtful = (first == "0" or len(whole) == 2) and self.alone(end)
            if decimal or (doubtful and not self.choose("list before decimal comma")):
                self.k = end + 1
                return number(f"{first}.{whole}")
        return number(first)

    def alone(self, end: int) -> bool:
        """Whether the number whose last token is ``end`` is all that the text holds but for a sign or currency."""
        before = self.tokens[: self.k - 1]
        return self.tokens[end + 1].kind in _AFTER_WHOLE and all(token.kind in ("-", "+", "cur") for token in before)

    def read_thousands(self, groups: list[str]) -> bool:
        """Whether groups of three digits are thousands; outside brackets no list has items such as ``012``."""
        if self.brackets:
            return not self.choose("list in brackets")
        return any(group[0] == "0" for group in groups) or self.choose("thousands")

    def comma_chain(self) -> int:
        """Index of the last number of a chain ``1,234,567`` without spaces that starts before the position."""
        at, tokens = self.k, self.tokens
        end = at
        while tokens[at].kind == "," and tokens[at + 1].kind == "num" and not tokens[at].space:
            if tokens[at + 1].space:
                break
            if "e" in tokens[at + 1].text:
                return self.k
            end = at + 1
            at += 2
        return end

    # --- repeating decimals ---------------------------------------------------------------------------------------

    def repeating(self, text: str) -> Number | None:
        r"""``0.1\\overline{6}`` or ``0.\\dot{3}``, whose numeral ``text`` is already taken; None if it is none."""
        at = self.k
        pointed = self.tokens[at].kind == "."
        at += pointed
        accent = self.tokens[at]
        if pointed and [self.kind(n) for n in (1, 2, 3)] == ["open", "num", "close"]:
            return self.repeated(text, self.tokens[at + 1].text, at + 3)
        if accent.kind != "accent" or accent.text not in ("bar", "dot") or not (pointed or "." in text):
            return None
        cycle = ""
        while self.tokens[at].kind == "accent" and self.tokens[at].text in ("bar", "dot"):
            inner = self.plain_group(at + 1)
            if len(inner) != 1 or not inner[0].text.isdecimal():
                return None
            cycle += inner[0].text
            at = self.script_end(at + 1)
            if accent.text == "dot" and self.tokens[at].kind == "num" and self.tokens[at + 1].text == "dot":
                cycle += self.tokens[at].text
                at += 1
        return self.repeated(text, cycle, at)

    def repeated(self, text: str, cycle: str, end: int) -> Number | None:
        """The decimal ``text`` with ``cycle`` repeating behind it; the position moves on to ``end``."""
        if not cycle.isdecimal():
            return None
        value = repeated(text, cycle)
        self.k = end
        return value

    # --- bases ----------------------------------------------------------------------------------------------------

    def in_base(self, digits: str, at: int) -> Numeral:
        """``digits`` with the subscript at index ``at``, which must name a base they fit."""
        base = self.base_at(at)
        if base is None or not digits.isalnum() or any(int(c, 36) >= base for c in digits):
            self.fail("a base from 2 to 36 that has these digits")
        self.k = self.script_end(at + 1)
        return Numeral(digits, base)

    def base_at(self, at: int) -> int | None:
        """The base that the subscript at index ``at`` names; None if it names none."""
        if self.kind(at - self.k) != "sub" or at + 1 >= len(self.tokens):
            return None
        named = " ".join(token.text for token in self.plain_group(at + 1) if token.text not in ("(", ")"))
        if named.isdecimal() and len(named) <= 2 and 2 <= int(named) <= 36:
            return int(named)
        return words.base_of(named) if named else None

    def hexadecimal(self, at: int) -> Numeral | None:
        """Digits and capital letters with a subscript above ten; None if that is not what stands here."""
        digits = ""
        index = at
        while self.tokens[index].kind in ("num", "letter", "word", "tword") and (
            index == at or not self.tokens[index].space
        ):
            digits += self.tokens[index].text
            index += 1
        base = self.base_at(index)
        if base is None or base <= 10 or not _HEX.issuperset(digits):
            return None
        self.k = index
        return self.in_base(digits, index)

    def prefixed(self) -> Numeral | None:
        """The rest of ``0x1F``, ``0b101`` or ``0o17``, whose zero is taken; None if it is none of these."""
        end = self.k
        while self.tokens[end].kind in ("num", "letter", "word") and not self.tokens[end].space:
            end += 1
        prefix, digits = (text := "".join(token.text for token in self.tokens[self.k : end]))[:1], text[1:]
        base = _PREFIXES.get(prefix.lower(), 0)
        written = digits.isdecimal() or digits.isupper() or any(map(str.isdecimal, digits))
        if not base or not written or not digits.isalnum() or any(int(c, 36) >= base for c in digits):
            return None
        self.k = end
        return Numeral(digits.upper(), base)

    # --- mixed numbers --------------------------------------------------------------------------------------------

    def mixed(self, whole: Number) -> Expr | None:
        """An integer before a proper numeric fraction is a sum with it; None where no such fraction follows."""
        if self.kind() == "frac" and not self.numeric_fraction():
            return None
        start = self.k
        tokens = self.tokens[:]
        part = self.slashed() if self.kind() == "num" else self.atom()
        proper = (
            isinstance(part, Div)
            and isinstance(part.numerator, Number)
            and isinstance(part.denominator, Number)
            and _is_integer(part.numerator)
            and _is_integer(part.denominator)
            and part.numerator.numerator < part.denominator.numerator
        )
        if proper and part is not None and self.kind() not in ("sup", "!", "sub"):
            return Add((whole, part))
        self.k, self.tokens = start, tokens
        return None

    def numeric_fraction(self) -> bool:
        """Whether the fraction at the position has nothing but numerals in it, so that trying to read it is cheap."""
        at = self.k + 1
        for _ in range(2):
            braced = self.tokens[at].kind == "{"
            if self.tokens[at + braced].kind != "num" or (braced and self.tokens[at + 2].kind != "}"):
                return False
            if not braced and len(self.tokens[at].text) > 1:
                return True
            at += 3 if braced else 1
        return True

    def slashed(self) -> Expr | None:
        """``4/5`` in plain digits."""
        top, slash, bottom = self.tokens[self.k], self.kind(1), self.kind(2)
        if not (slash == "/" and bottom == "num" and top.space and top.text.isdecimal()):
            return None
        denominator = self.tokens[self.k + 2].text
        self.k += 3
        return Div(number(top.text), number(denominator))
