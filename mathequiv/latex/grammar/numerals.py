"""Numbers: separators of thousands, decimals, repeating decimals, mixed numbers, numerals in a base."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.latex.decimal_commas import AS_MANY_DECIMALS
from mathequiv.latex.digits import number, repeated
from mathequiv.latex.expr import Add, Call, Div, Expr, Number, Numeral
from mathequiv.latex.grammar.arrays import zero_matrix
from mathequiv.latex.grammar.combine import is_plain_integer
from mathequiv.latex.grammar.cursor import Cursor
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.tokens import Token
from mathequiv.lexicon import words
from mathequiv.lexicon.token_kinds import ALPHANUMERIC, Kind

_PREFIXES: Final = {"x": 16, "o": 8, "b": 2}
_HEX: Final = frozenset("0123456789ABCDEF")
_AFTER_WHOLE: Final[frozenset[Kind]] = frozenset({"stop", "pct", "word", "tword", "cur", "deg"})
"""What may follow a number that is all the text holds."""
_AFTER_SIGN: Final[frozenset[Kind]] = frozenset({"-", "+", "cur"})


def numeral(p: Parser, token: Token) -> Expr:
    """What starts with digits."""
    if not token.text.isdecimal() and token.text[:2] != "1e" and ("e-" in token.text or "e+" in token.text):
        token = _exponential(p, token)
    following = p.tokens[p.k]
    for read in _GOES_ON.get(following.kind, ()):
        found = read(p, token, following)
        if found is not None:
            return found
    return number(token.text)


def _exponential(p: Parser, token: Token) -> Token:
    """``2e-3`` itself, or, read the other way, its first numeral with ``e - 3`` after it."""
    if p.choose("exponent"):
        return token
    cut, end = token.text.index("e"), len(token.text)
    first = token.part("num", 0, cut)
    sign: Kind = "-" if token.text[cut + 1] == "-" else "+"
    p.reread(
        p.k - 1,
        [
            first,
            token.part("letter", cut, cut + 1),
            token.part(sign, cut + 1, cut + 2),
            token.part("num", cut + 2, end),
        ],
    )
    return first


# --- commas -----------------------------------------------------------------------------------------------------------


def with_commas(p: Parser, token: Token, following: Token) -> Expr | None:
    """The number where commas may separate thousands, decimals or items."""
    if p.k < p.listed_until or p.tokens[p.k + 1].kind != "num":
        return None
    end = p.listed_until = _comma_chain(p, following)
    if end == p.k:
        return None
    groups = [p.tokens[at].text for at in range(p.k + 1, end + 1, 2)]
    joined = _thousands(p, token.text, groups) or _decimal_comma(p, token.text, groups, end)
    if joined is None:
        return None
    p.k = end + 1
    return number(joined)


def _comma_chain(p: Parser, comma: Token) -> int:
    """Index of the last number of a chain ``1,234,567`` without spaces; the position where none is."""
    at, end = p.k, p.k
    while comma.kind == "," and not comma.space:
        digits = p.tokens[at + 1]
        if digits.kind != "num" or digits.space:
            break
        if "e" in digits.text:
            return p.k
        end = at + 1
        at += 2
        comma = p.tokens[at]
    return end


def _thousands(p: Parser, first: str, groups: list[str]) -> str | None:
    """The digits of a number whose groups are thousands; ``1,23`` and ``0,123`` are none, ``(1,234)`` likelier a pair.

    No list has items such as ``012``, so outside brackets these are thousands for certain.
    """
    whole, point, decimals = groups[-1].partition(".")
    sized = len(whole) == 3 and all(len(group) == 3 and group.isdecimal() for group in (*groups[:-1], whole))
    if not sized or not first.isdecimal() or len(first) > 3 or first[0] == "0":
        return None
    if p.scope.colon == "stop":  # in braces a comma separates, and nobody reads it otherwise
        return None
    if p.scope.brackets:
        joined = not p.choose("list in brackets")
    else:
        joined = any(group[0] == "0" for group in groups) or p.choose("thousands")
    return first + "".join(groups[:-1]) + whole + point + decimals if joined else None


def _decimal_comma(p: Parser, first: str, groups: list[str], end: int) -> str | None:
    """``0,123``, or ``2,74``, ``0,5`` and ``1,5 kg`` if the text holds no list and they are read the other way."""
    after = groups[0]
    if len(groups) > 1 or not after.isdecimal() or not (first.isdecimal() or _GROUPED.fullmatch(first)):
        return None
    if p.scope.brackets:
        return f"{first}.{after}" if _parts_coordinates(p) and not p.choose("list in brackets") else None
    if first == "0" and len(after) == 3:
        return f"{first}.{after}"
    if _is_likely(p, first, after, end):
        is_list = p.choose("list before decimal comma")
    else:
        is_list = p.tokens[end + 1].kind != "stop" or not _holds_no_list(p) or p.choose(AS_MANY_DECIMALS)
    if is_list:
        return None
    return f"{first.replace('.', '')}.{after}"


def _is_likely(p: Parser, first: str, after: str, end: int) -> bool:
    """Whether a comma may well be a decimal one where nothing says so."""
    grouped = "." in first or " " in p.tokens[p.k - 1].written
    likely = first == "0" or len(after) == 2 or grouped or _is_of_measure(p, end)
    return likely and (_alone(p, end) or _holds_no_list(p))


_GROUPED: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""Digits with a point before three of them, which makes them thousands where a comma comes next (``1.234,56``)."""


def _parts_coordinates(p: Parser) -> bool:
    """Whether semicolons separate what commas are within (``(2,5;-1,5)``), as no list of lists has it."""
    return ";" in [token.kind for token in p.tokens] and _holds_no_list(p)


def _is_of_measure(p: Parser, end: int) -> bool:
    """Whether a unit, an uncertainty or a power of ten is after the number whose last token is ``end``."""
    following = p.tokens[end + 1]
    if following.kind in ("*", "pm"):
        return following.kind == "pm" or p.tokens[end + 2].text == "10"
    return following.kind in _AFTER_WHOLE and following.kind != "stop"


def _holds_no_list(p: Parser) -> bool:
    """Whether each comma of the text is between digits without a space, and none after another."""
    commas = [at for at, token in enumerate(p.tokens) if token.kind == ","]
    return all(
        p.tokens[at - 1].kind == p.tokens[at + 1].kind == "num"
        and p.tokens[at + 2].kind != ","
        and not (p.tokens[at].space or p.tokens[at + 1].space)
        for at in commas
    )


def _alone(p: Parser, end: int) -> bool:
    """Whether the number whose last token is ``end`` is all that the text holds but for a sign or currency."""
    return p.tokens[end + 1].kind in _AFTER_WHOLE and all(t.kind in _AFTER_SIGN for t in p.tokens[: p.k - 1])


# --- repeating decimals -----------------------------------------------------------------------------------------------


def repeating(p: Parser, token: Token, following: Token) -> Number | None:
    r"""``0.1\overline{6}`` or ``0.\dot{3}``; ``\bar{6}`` without a point before it is a conjugate."""
    at = p.k
    pointed = p.tokens[at].kind == "."
    at += pointed
    accent = p.tokens[at]
    if pointed and [p.kind(n) for n in (1, 2, 3)] == ["open", "num", "close"]:
        return _repeated(p, token.text, p.tokens[at + 1].text, at + 3)
    if not _bars_digits(accent) or not (pointed or "." in token.text):
        return None
    cycle = ""
    while _bars_digits(p.tokens[at]):
        inner = p.plain_group(at + 1)
        if len(inner) != 1 or not inner[0].text.isdecimal():
            return None
        cycle += inner[0].text
        at = p.script_end(at + 1)
        if accent.text == "dot" and p.tokens[at].kind == "num" and p.tokens[at + 1].text == "dot":
            cycle += p.tokens[at].text
            at += 1
    return _repeated(p, token.text, cycle, at)


def _bars_digits(token: Token) -> bool:
    return token.kind == "accent" and token.text in ("bar", "dot")


def _repeated(p: Parser, text: str, cycle: str, end: int) -> Number | None:
    """The decimal ``text`` with ``cycle`` repeating after it; the position moves on to ``end``."""
    if not cycle.isdecimal():
        return None
    value = repeated(text, cycle)
    p.k = end
    return value


def in_parentheses(p: Parser, token: Token, following: Token) -> Number | None:
    """``0.8(3)``, whose digits in parentheses repeat; after an integer they are a factor."""
    if "." not in token.text or [p.kind(1), p.kind(2)] != ["num", "close"] or following.text != "(" or following.space:
        return None
    return None if p.kind(3) in _GOES_ON_AFTER_CYCLE else _repeated(p, token.text, p.tokens[p.k + 1].text, p.k + 3)


def trailing_off(p: Parser, token: Token, following: Token) -> Expr | None:
    r"""``0.1212\ldots`` as the repeating decimal it shows; without a cycle it is cut off (``3.14159\ldots``)."""
    if following.space or "." not in token.text:
        return None
    decimals = token.text.partition(".")[2]
    shown = _CYCLE.search(decimals)
    if shown is not None and decimals:
        return _repeated(p, token.text[: len(token.text) - len(shown[0])], shown[1], p.k + 1)
    p.k += 1
    return Call("truncated", (number(token.text),))


_CYCLE: Final = re.compile(r"(\d+?)\1+\Z")
"""The shortest cycle that the last decimals show at least twice."""
_GOES_ON_AFTER_CYCLE: Final[frozenset[Kind]] = frozenset({"sup", "!"})


def decimal_cut_short(p: Parser, token: Token, following: Token) -> Number | None:
    """``5.`` before something that is no digit: a decimal without decimals."""
    if following.space or p.kind(1) == "num":
        return None
    first = number(token.text)
    p.k += 1
    return Number(first.numerator, 1, 0)


# --- bases ------------------------------------------------------------------------------------------------------------


def in_base(p: Parser, digits: str, at: int) -> Numeral:
    """``digits`` with the subscript at index ``at``, which must name a base they fit."""
    base = _base_at(p, at)
    if base is None or not digits.isalnum() or any(int(c, 36) >= base for c in digits):
        p.fail("a base from 2 to 36 that has these digits")
    p.k = p.script_end(at + 1)
    return Numeral(digits, base)


def _base_at(p: Cursor, at: int) -> int | None:
    """The base that the subscript at index ``at`` names; None if it names none."""
    if p.kind(at - p.k) != "sub" or at + 1 >= len(p.tokens):
        return None
    named = " ".join([token.text for token in p.plain_group(at + 1) if token.text not in ("(", ")")])
    if named.isdecimal() and len(named) <= 2 and 2 <= int(named) <= 36:
        return int(named)
    return words.base_of(named) if named else None


def _subscript(p: Parser, token: Token, following: Token) -> Expr:
    zeros = zero_matrix(p) if token.text == "0" else None
    return zeros if zeros is not None else in_base(p, token.text, p.k)


def letters_as_digits(p: Parser, at: int) -> Numeral | None:
    """Digits and capital letters from index ``at`` on with a base above ten; ``2A_{8}`` is a product with ``A_8``."""
    digits, index = "", at
    while p.tokens[index].kind in ALPHANUMERIC and (index == at or _is_glued(p, index)):
        digits += p.tokens[index].text
        index += 1
    base = _base_at(p, index)
    if base is None or base <= 10 or not _HEX.issuperset(digits):
        return None
    p.k = index
    return in_base(p, digits, index)


def _is_glued(p: Cursor, at: int) -> bool:
    r"""Whether the token at index ``at`` goes on with the one before it; the edge of ``\text`` is no space."""
    return not p.tokens[at].space or "tword" in (p.tokens[at].kind, p.tokens[at - 1].kind)


def _hexadecimal(p: Parser, token: Token, following: Token) -> Numeral | None:
    """``2A_{16}``, whose first digits are taken."""
    glued = following.text[0] in _HEX and _is_glued(p, p.k)
    return letters_as_digits(p, p.k - 1) if glued else None


def _prefixed(p: Parser, token: Token, following: Token) -> Numeral | None:
    """The rest of ``0x1F``, ``0b101`` or ``0o17``, whose zero is taken; ``0x`` and ``0b+1`` are products."""
    if token.text != "0" or following.space:
        return None
    end = p.k
    while p.tokens[end].kind in ALPHANUMERIC and p.tokens[end].kind != "tword" and not p.tokens[end].space:
        end += 1
    text = "".join([t.text for t in p.tokens[p.k : end]])
    base, digits = _PREFIXES.get(text[:1].lower(), 0), text[1:]
    written = digits.isdecimal() or digits.isupper() or len(digits) > 1 or any(map(str.isdecimal, digits))
    if not base or not written or not digits.isalnum() or any(int(c, 36) >= base for c in digits):
        return None
    p.k = end
    return Numeral(digits.upper(), base, prefixed=True)


# --- mixed numbers ----------------------------------------------------------------------------------------------------


def mixed(p: Parser, token: Token, following: Token) -> Expr | None:
    r"""An integer before a proper fraction of integers is a sum; ``3\frac52``, ``3\frac{x}{2}`` are products."""
    whole = number(token.text)
    if whole.places is not None or (following.kind == "frac" and not _numeric_fraction(p)):
        return None
    place = p.place()
    part = _slashed(p) if following.kind == "num" else p.atom()
    proper = (
        isinstance(part, Div)
        and isinstance(part.numerator, Number)
        and isinstance(part.denominator, Number)
        and is_plain_integer(part.numerator)
        and is_plain_integer(part.denominator)
        and part.numerator.numerator < part.denominator.numerator
    )
    if proper and part is not None and p.kind() not in ("sup", "!", "sub"):
        return Add((whole, part))
    p.go_back(place)
    return None


def mixed_in_group(p: Parser, token: Token, following: Token) -> Expr | None:
    r"""``5{\frac13}`` as ``5\frac13``; ``2{3}`` is no product of numbers."""
    end = p.group_end(p.k)
    inner = p.tokens[p.k + 1 : end]
    if len(inner) == 1 and inner[0].kind == "num":
        p.fail("an operator between numbers")
    if not inner or inner[0].kind != "frac" or p.tokens[end].kind != "}":
        return None
    place = p.place()
    p.tokens = (*p.tokens[: p.k], *inner, *p.tokens[end + 1 :])
    found = mixed(p, token, inner[0])
    if found is None:
        p.go_back(place)
    return found


def _numeric_fraction(p: Parser) -> bool:
    """Whether the fraction at the position has nothing but numerals in it, so that trying to read it is cheap."""
    at = p.k + 1
    for _ in range(2):
        braced = p.tokens[at].kind == "{"
        if p.tokens[at + braced].kind != "num" or (braced and p.tokens[at + 2].kind != "}"):
            return False
        if not braced and len(p.tokens[at].text) > 1:
            return True
        at += 3 if braced else 1
    return True


def _slashed(p: Parser) -> Expr | None:
    """``4/5`` in plain digits."""
    top = p.tokens[p.k]
    if not (p.kind(1) == "/" and p.kind(2) == "num" and top.space and top.text.isdecimal()):
        return None
    denominator = p.tokens[p.k + 2].text
    p.k += 3
    return Div(number(top.text), number(denominator))


_GOES_ON: Final = {
    ",": (with_commas,),
    ".": (repeating, decimal_cut_short),
    "open": (in_parentheses,),
    "accent": (repeating,),
    "sub": (_subscript,),
    "letter": (_hexadecimal, _prefixed),
    "word": (_hexadecimal, _prefixed),
    "tword": (_hexadecimal,),
    "{": (mixed_in_group,),
    "ldots": (trailing_off,),
    "frac": (mixed,),
    "num": (mixed,),
}
"""What may belong to a numeral that it follows, and who reads it."""
