"""What follows an operand: powers, factorials, percent signs, degrees, primes, subscripts, currency signs."""

from __future__ import annotations

from typing import Final

from mathequiv.latex.digits import number
from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Call,
    Constant,
    Div,
    Expr,
    Matrix,
    Mul,
    Neg,
    Number,
    Percent,
    Pow,
    Quantity,
    SetOp,
    Symbol,
)
from mathequiv.latex.grammar.combine import add, divide, grouped, is_plain_integer
from mathequiv.latex.grammar.indices import index_names, with_raised
from mathequiv.latex.grammar.levels import Parser, argument
from mathequiv.latex.grammar.names import letter
from mathequiv.latex.grammar.numerals import in_base
from mathequiv.latex.grammar.structures import at_side
from mathequiv.latex.text_form import to_text
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import contains, free_symbols, walk
from mathequiv.lexicon import units, words
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import ADDITIVE, BREAKS, ITEM_ENDS, VALUES, WORDS, Kind

_CENTIGRADE: Final = frozenset({"C", "F"})
_SIXTIETHS: Final = ((60, 1), (3600, 2))
"""Parts of a degree and the primes that mark them."""


# --- sets -------------------------------------------------------------------------------------------------------------


def complement(p: Parser, base: Expr) -> Expr | None:
    r"""``(A\cup B)'``."""
    if not isinstance(base, SetOp):
        return None
    p.take()
    return Pow(base, Symbol("c"))


# --- phasors ----------------------------------------------------------------------------------------------------------


def phasor(p: Parser, factors: list[Expr]) -> bool | None:
    r"""``2\angle 60^\circ`` is a complex number by its modulus and argument, which shows that it is an angle."""
    if p.tokens[p.k].text != "angle" or p.kind(1) not in _ARGUMENTS:
        return None
    place = p.place()
    p.k += 1
    is_negative = p.accept("-")
    angle = p.operand()
    if p.kind() == "/" and p.kind(1) == "num" and angle == Constant("pi"):
        p.k += 1
        angle = Div(angle, p.operand())
    if isinstance(angle, Quantity) and angle.unit == (("degree", 1),):
        angle = Div(Mul((angle.value, Constant("pi"))), Number(180))
    elif Constant("pi") not in set(walk(angle)):
        p.go_back(place)
        return None
    turn = Mul((Constant("i"), Neg(angle) if is_negative else angle))
    factors[:] = [*factors, Pow(Constant("e"), turn)]
    return True


_ARGUMENTS: Final[frozenset[Kind]] = frozenset({"num", "-", "frac", "const", "open"})
"""What the argument of a phasor starts with; letters name an angle (``\angle ABC``)."""


# --- powers -----------------------------------------------------------------------------------------------------------


def numbered_power(p: Parser, base: Expr) -> Expr | None:
    """``base`` raised to a number with nothing after it that might change it; None where more is to be looked at."""
    first = p.k + 1
    tokens = p.tokens
    braced = tokens[first].kind == "{"
    token = tokens[first + braced]
    if token.kind != "num" or not token.text.isdecimal():
        return None
    end = first + 1 + 2 * braced
    if braced and tokens[end - 1].kind != "}":
        return None
    if tokens[end].kind not in _AFTER_POWER:
        return None
    p.k = end
    return Pow(grouped(base), p.mark(number(token.text), first))


_AFTER_POWER: Final[frozenset[Kind]] = BREAKS | ADDITIVE | {"*", "/"}


def power(p: Parser, base: Expr) -> Expr | None:
    """``base`` raised; None at the side of a limit."""
    if p.scope.one_sided and at_side(p):
        return None
    if isinstance(base, Symbol) and (indexed := with_raised(p, base.name)):
        return Symbol(indexed)
    side = _side(p) if isinstance(base, (Number, Symbol)) else None
    if side is not None:
        return Symbol(f"{to_text(base)}^{side}")
    if contains(base, (Matrix,)) and _starred(p):
        return Pow(base, Symbol("*"))
    if isinstance(base, Symbol) and (base.name[0] in _STARRED or _is_optimum(p, base)) and _starred(p):
        # an optimal value, but the conjugate of what is complex by its letter
        return Symbol(f"bar({base.name})" if base.name[0] in "zw" else f"{base.name}^*")
    return Pow(grouped(base), _exponent(p))


def _side(p: Parser) -> str | None:
    r"""The side from which a value is taken (``f(0^+)``), passed; None where no bare sign is raised in a bracket."""
    token = _raised(p)
    end = p.script_end(p.k + 1)
    if token is None or token.text not in ("+", "-") or p.tokens[end].kind != "close":
        return None
    p.k = end
    return token.text


def _exponent(p: Parser) -> Expr:
    """A superscript; towers bind right."""
    p.expect("sup")
    p.enter()
    inner = argument(p)
    if p.tokens[p.k].kind == "sup":
        inner = Pow(inner, _exponent(p))
    p.leave()
    return inner


_STARRED: Final = frozenset("bdfghklmnpqrstuvwxyz")
"""Letters that a star makes another name of; others may be complex numbers, operators or sets."""


_OPTIMA: Final = frozenset("CKLMNPQRSWXY")
"""Capitals whose star says that a value is the best one, where it is given one."""


def _is_optimum(p: Parser, base: Symbol) -> bool:
    """Whether a starred capital is given a value (``Q^*=40``)."""
    return base.name in _OPTIMA and p.tokens[p.script_end(p.k + 1)].text == "="


def _starred(p: Parser) -> bool:
    r"""Whether a star is raised here (``^*``, ``^{\ast}``), which makes the adjoint of a matrix; it is passed."""
    token = _raised(p)
    if token is None or token.kind != "*" or token.written not in ("*", r"\ast"):
        return False
    p.k = p.script_end(p.k + 1)
    return True


def _raised(p: Parser) -> Token | None:
    """The one token that is raised here; None for more."""
    at = p.k + 1
    if p.tokens[at].kind != "{":
        return p.tokens[at]
    return p.tokens[at + 1] if p.tokens[at + 2 : at + 3] and p.tokens[at + 2].kind == "}" else None


def degree_letter(p: Parser, base: Expr) -> Expr | None:
    """``90^o``, a letter typed for the sign; ``x^o`` is a power."""
    if not isinstance(base, (Number, Add)):
        return None
    token = _raised(p)
    if token is None or token.text != "o":
        return None
    p.k = p.script_end(p.k + 1)
    return _in_degrees(p, base)


def ordinal(p: Parser, base: Expr) -> Expr | None:
    """``12^{th}``."""
    token = _raised(p)
    if token is None or token.kind not in WORDS or not words.is_ordinal_suffix(token.text):
        return None
    p.k = p.script_end(p.k + 1)
    return Quantity(base, (("ordinal", 1),))


def factorial(p: Parser, base: Expr) -> Expr:
    """One exclamation mark or two."""
    p.k += 1
    return Call("double_factorial" if p.accept("!") else "factorial", (grouped(base),))


def percent(p: Parser, base: Expr) -> Expr | None:
    """A percent sign; before a numeral the bare one is the remainder of code (``17 % 5``)."""
    if p.kind(1) == "num" and p.tokens[p.k].written == "%":
        return None
    p.k += 1
    return Percent(grouped(base))


def _digits_in_brackets(p: Parser) -> str:
    """The digits, with a letter among them, that brackets before the position hold (``(2F)_{16}``)."""
    if p.tokens[p.k - 1].text != ")":
        return ""
    opening = next((at for at in range(p.k - 2, -1, -1) if p.tokens[at].kind == "open"), p.k - 1)
    digits = "".join([token.text for token in p.tokens[opening + 1 : p.k - 1]])
    return digits.upper() if _HEXADECIMAL.fullmatch(digits) else ""


_HEXADECIMAL: Final = Pattern("[0-9]*[A-Fa-f][0-9A-Fa-f]*")


def subscript(p: Parser, base: Expr) -> Expr:
    """A subscript at something that is no letter: ``(52)_8``."""
    if isinstance(base, Number) and is_plain_integer(base):
        return in_base(p, str(base.numerator), p.k)
    entry = _entry(p, base)
    if entry is not None:
        return entry
    digits = _digits_in_brackets(p)
    if digits:
        return in_base(p, digits, p.k)
    inner = [token for token in p.plain_group(p.k + 1) if token.kind not in ("{", "}")]
    extreme = inner[0].text if len(inner) == 1 else ""
    if extreme in _EXTREMES:
        p.k = p.script_end(p.k + 1)
        return Symbol(f"{extreme} {to_text(base)}")
    if isinstance(base, Bracketed) and base.opening == "[" and len(base.items) == 1 and len(extreme) == 1:
        p.k = p.script_end(p.k + 1)
        return Symbol(f"{to_text(base.items[0])}_{extreme}")  # a vector by its coordinates
    return p.fail("a letter or numeral before the subscript")


_EXTREMES: Final = frozenset({"min", "max"})


def _entry(p: Parser, base: Expr) -> Expr | None:
    r"""The name of an entry or component before its value: ``(AB)_{ij} = \sum_k \ldots``; None for anything else."""
    end = p.script_end(p.k + 1)
    indices = p.plain_group(p.k + 1)
    if p.tokens[end].text != "=" or p.tokens[p.k - 1].kind != "close" or not index_names(indices, repeated=True):
        return None
    inside = base.items[0] if isinstance(base, Bracketed) and base.opening == "[" and len(base.items) == 1 else base
    if not free_symbols(inside) or isinstance(inside, Bracketed):
        return None
    p.k = end
    return Symbol(f"({to_text(inside)})_{''.join([token.text for token in indices])}")


# --- degrees, minutes, feet -------------------------------------------------------------------------------------------


def composition(p: Parser, base: Expr) -> Expr | None:
    r"""``f \circ g`` as one name, since the order counts; between anything but names it is not read.

    Where no value follows it, and after a number, the bare sign is a degree sign (``90\circ``).
    """
    if isinstance(base, Number) or not _is_bare(p.tokens[p.k]) or p.kind(1) not in VALUES:
        return None
    p.k += 1
    other = letter(p, p.take()) if p.kind() == "letter" else None
    if not isinstance(base, Symbol) or not isinstance(other, (Symbol, Apply)) or p.kind() == "sup":
        p.fail("a composition of two names")
    name = f"{base.name} circ {other.name}"
    return Symbol(name) if isinstance(other, Symbol) else Apply(name, other.args)


def _is_bare(token: Token) -> bool:
    return token.written == r"\circ"


def degrees(p: Parser, base: Expr) -> Expr:
    r"""A degree sign; the bare one (``60\circ 42``) is refused before a number that is no minutes."""
    bare = _is_bare(p.take())
    found = _in_degrees(p, base)
    if bare and p.kind() == "num" and found.value is base:
        p.fail("minutes of a degree")
    return found


def _in_degrees(p: Parser, base: Expr) -> Quantity:
    r"""``base`` after its degree sign: ``25^\circ C`` is a temperature, in ``25^\circ Cx`` the letter is a factor."""
    token = p.tokens[p.k]
    if token.text in _CENTIGRADE and (token.kind == "tword" or (token.kind == "letter" and p.kind(1) in ITEM_ENDS)):
        p.k += 1
        return Quantity(base, units.read_unit(f"°{token.text}") or units.DEGREE)
    return _sexagesimal(p, base)


def _sexagesimal(p: Parser, base: Expr) -> Quantity:
    r"""``60^\circ 42' 30''``: ``base`` in degrees with the minutes and seconds that follow."""
    parts = [base]
    for scale, primes in _SIXTIETHS if p.tokens[p.k].kind == "num" else ():
        marks: list[Kind] = [p.kind(n) for n in range(1, primes + 2)]
        if p.kind() == "num" and marks[:-1] == ["prime"] * primes and marks[-1] != "prime":
            part = _numeral_before_prime(p)
            p.k += primes
            parts.append(divide(part, Number(scale)))
    return Quantity(add(parts), units.DEGREE)


def _numeral_before_prime(p: Parser) -> Expr:
    """Minutes or seconds."""
    token = p.tokens[p.k]
    if not token.text.isdecimal() or len(token.text) > 2:
        p.fail("minutes of a degree")
    p.k += 1
    return Number(int(token.text))


def feet(p: Parser, base: Expr) -> Expr:
    """``5' 3''``, whose feet are read, in inches; a prime after anything else is no mark."""
    marks = [p.kind(n) for n in range(4)]
    quoted = marks[:2] == ["prime", "num"] and p.tokens[p.k + 2].text == '"' and p.kind(3) in ITEM_ENDS
    primes = marks == ["prime", "num", "prime", "prime"] and p.kind(4) in ITEM_ENDS
    if not (quoted or primes) or not isinstance(base, Number):
        p.fail("an operator")
    p.k += 1
    inches = _numeral_before_prime(p)
    p.k += 1 if quoted else 2
    return Quantity(add([Number(12 * base.numerator, base.denominator), inches]), (("inch", 1),))


# --- money ------------------------------------------------------------------------------------------------------------


def currency_after(p: Parser, base: Expr) -> Expr | None:
    """``5 €``; a sign before a value stands before an amount of its own."""
    return None if p.kind(1) in VALUES else Quantity(base, _currency(p.take()))


def money(p: Parser, token: Token) -> Expr:
    """A currency sign before an amount."""
    negative = p.accept("-")
    p.enter()
    value = p.operand()
    p.leave()
    return Quantity(Neg(value) if negative else value, _price(p, token) or _currency(token))


def _price(p: Parser, token: Token) -> units.UnitPowers | None:
    """The unit of an amount of money for each of what a word after a slash names (``$5/hour``); None without one."""
    if p.kind() != "/" or p.kind(1) != "word":
        return None
    found = units.read_unit(f"{token.text}/{p.tokens[p.k + 1].text}")
    if found is not None:
        p.k += 2
    return found


def _currency(token: Token) -> units.UnitPowers:
    """The unit of a currency sign."""
    return units.read_unit(token.text) or units.noun(token.text)
