"""Names: variables with their scripts, constants, vectors, labels, accents, sets, unknown functions applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mathequiv.latex.digits import number
from mathequiv.latex.expr import (
    Apply,
    Bracketed,
    Call,
    Constant,
    Div,
    Expr,
    Number,
    SetName,
    Symbol,
)
from mathequiv.latex.grammar.code import letter_call
from mathequiv.latex.grammar.code_forms import element, in_mathematica, sympy_constant
from mathequiv.latex.grammar.cursor import Cursor
from mathequiv.latex.grammar.indices import conditional, marked
from mathequiv.latex.grammar.levels import Parser, argument
from mathequiv.latex.grammar.numerals import letters_as_digits
from mathequiv.latex.grammar.scripts import SCRIPTS, scripts
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.commands import SET_RELATIONS, UNIT_VECTORS
from mathequiv.lexicon.functions import ALSO_FACTORS, BRACKETED_NAMES, CALLABLE_NAMES, QUANTITIES, SIGNALS
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import ALPHANUMERIC, INDEXED, ITEM_STARTS, Kind
from mathequiv.limits import MAX_LETTERS

_SETS: Final = frozenset("RZNQC")
_HEX: Final = frozenset("ABCDEF")
_CONSTANTS: Final = {"e": "e", "i": "i", "I": "i", "j": "i", "E": "e"}
_ACCENTED: Final[frozenset[Kind]] = frozenset({"letter", "word", "vec", "tword"})
_GOES_ON: Final[frozenset[Kind]] = frozenset({"sup", "/", "*", "open", "letter", "num", "frac", "!"})
_COMES_BEFORE: Final[frozenset[Kind]] = frozenset({"num", "letter", "const", "}", "close", "*"})


def letter(p: Parser, token: Token) -> Expr:
    """A variable with its scripts, a constant, or a function applied."""
    start = p.k - 1
    name = token.text
    if name in _HEX and p.kind() == "num":
        digits = letters_as_digits(p, start)
        if digits is not None:
            return digits
    if name == "Delta":
        name = _change(p)
    kind = p.tokens[p.k].kind
    if kind in SCRIPTS:
        name = scripts(p, name)
        kind = p.tokens[p.k].kind
    elif kind == "num" and _is_index(p):
        name = f"{name}_{p.take().text}"
        kind = p.tokens[p.k].kind
    if kind in _GOES_ON_NAMES:
        found = _continued(p, name, kind, start)
        if found is not None:
            return found
    return Constant(_CONSTANTS[name]) if name in _CONSTANTS and _is_constant(p, name) else Symbol(name)


def _change(p: Parser) -> str:
    r"""``\Delta`` with the letter after it, since a change is one name; alone before anything else."""
    token = p.tokens[p.k]
    if token.kind == "word" and len(token.text) <= MAX_LETTERS and token.text.isascii():
        p.split_letters(p.k)
    if p.kind() not in ("letter", "vec"):
        return "Delta"
    return f"Delta {p.take().text}"


_GOES_ON_NAMES: Final[frozenset[Kind]] = frozenset({"open", "sup", ".", "label"})


def _continued(p: Parser, name: str, kind: Kind, start: int) -> Expr | None:
    """What a name makes with a bracket, a power, a label or a period after it; None if it is a factor."""
    if kind == "label":
        return label(p, p.take()) if name == "m" else None
    if kind == ".":
        return sympy_constant(p) if name == "S" else None
    if kind == "open" and not p.tokens[p.k].space:
        found = letter_call(p, name)
        if found is None:
            found = element(p, name) if p.tokens[p.k].text == "[" else _of_sympy(p, name)
        if found is not None:
            return found
    called = _combination(p, name) if name[0] in "CAP" else None
    return called or _applied(p, name, start)


def _of_sympy(p: Parser, name: str) -> Expr | None:
    """``gamma(1/3)``, a function whose name has a capital elsewhere, and ``S(3)``, a number, read so the other way."""
    if name not in ("gamma", "S") or "\\" in p.text:
        return None
    if name == "gamma":
        return None if p.choose("gamma function") else _applied(p, "Gamma", p.k - 1)
    if p.kind(1) != "num" or p.kind(2) != "close" or p.kind(3) not in ("/", "*") or p.choose("number of SymPy"):
        return None
    p.k += 3
    return number(p.tokens[p.k - 2].text)


def _is_constant(p: Parser, name: str) -> bool:
    """Whether a letter of a constant means it here: it is not bound, and the code around it says so."""
    return name not in p.scope.bound and (name not in _OF_CODE or _OF_CODE[name](p))


def _is_index(p: Parser) -> bool:
    """Whether digits glued to a letter are its index, as in names of code (``v0``); read so the other way."""
    digits = p.tokens[p.k]
    if digits.space or "\\" in p.text or len(digits.text) > 2 or not digits.text.isdecimal():
        return False
    after = p.tokens[p.k + 1]
    return (after.kind in _AFTER_INDEX or (after.kind == "letter" and after.space)) and not p.choose("index")


_AFTER_INDEX: Final[frozenset[Kind]] = frozenset({"stop", "+", "-", "*", "/", "close", ",", ";", "rel", "sup"})


def vector(p: Parser, token: Token) -> Expr:
    r"""A bold letter: a variable, never a constant; after ``\in`` a bold R is the set."""
    before = p.tokens[p.k - 2] if p.k > 1 else None
    if token.text in _SETS and before is not None and before.text in SET_RELATIONS:
        return SetName(token.text)
    start = p.k - 1
    return _named(p, scripts(p, unit_vector(token.text)), start)


def _named(p: Parser, name: str, start: int) -> Expr:
    r"""A name whose token is at index ``start``, applied where its definition begins (``\vec E(r) = …``)."""
    if p.tokens[p.k].text == "(" and p.tokens[p.k].kind == "open" and _is_defined(p, start, p.k):
        inner = p.atom()
        return Apply(name, inner.items if isinstance(inner, Bracketed) else (inner,))
    return Symbol(name)


def unit_vector(name: str) -> str:
    r"""The name of a vector; the unit vectors keep their mark, since ``i`` and ``j`` alone may be anything."""
    return f"hat({name})" if name in UNIT_VECTORS else name


def constant(p: Parser, token: Token) -> Expr:
    r"""``\pi`` or infinity; with a subscript, or where a function of the name is defined, a variable."""
    if p.kind() == "sub":
        return Symbol(scripts(p, token.text))
    named = _named(p, token.text, p.k - 1)
    return named if isinstance(named, Apply) else Constant(token.text)


def variable(p: Parser) -> str:
    """A name."""
    token = p.take()
    if token.kind != "letter":
        p.fail("a variable")
    return scripts(p, token.text)


def set_name(p: Parser, token: Token) -> Expr:
    r"""``\mathbb{R}`` with what is raised or lowered at it."""
    if token.written == "EmptySet" and p.kind() == "open" and p.kind(1) == "close":
        p.k += 2  # older SymPy calls it
    suffix = ""
    while p.kind() in ("sup", "sub"):
        written = "".join([t.text for t in p.plain_group(p.k + 1)])
        index = p.kind() == "sub" and written.isalnum() and written != "0"
        suffix += f"_{written}" if index else written  # an index is no power
        p.k = p.script_end(p.k + 1)
    return SetName(token.text, suffix)


def label(p: Parser, token: Token) -> Expr:
    r"""``\angle ABC``: a name made of the letters that follow."""
    if p.kind() == "{":
        inner = list(p.plain_group(p.k))
        p.k = p.script_end(p.k)
    else:
        inner = []
        while p.kind() in ALPHANUMERIC and (not inner or not (p.tokens[p.k].space or p.kind() == "tword")):
            inner.append(p.take())
    if not inner:
        p.fail(f"letters after {token.text}")
    letters = "".join([t.text for t in inner])
    return Symbol(scripts(p, f"{token.text} {_from_either_end(letters) if token.text == 'angle' else letters}"))


def _from_either_end(letters: str) -> str:
    """The letters of a line or angle, which may be named from its other end as well (``ABC``, ``CBA``).

    Those under a bar may be the digits of a number, in order.
    """
    named = len(letters) in _NAMED_BY and letters.isalpha() and letters.isupper()
    return min(letters, letters[::-1]) if named else letters


_NAMED_BY: Final = frozenset({2, 3})
"""How many points name a line, and an angle."""


def _is_indexed(p: Cursor, inner: tuple[Token, ...]) -> bool:
    r"""Whether the group at the position is one name with its index, and nothing else (``\bar{x_1}``)."""
    if len(inner) < 3 or inner[0].kind not in _ACCENTED or inner[1].kind != "sub" or p.tokens[p.k].kind != "{":
        return False
    return p.script_end(p.k + 3) == p.script_end(p.k) - 1


def accent(p: Parser, token: Token) -> Expr:
    r"""A mark over letters; over anything else only a bar is read, as a conjugate.

    Arrows, the hats of unit vectors and a bar over two points say nothing about the name.
    """
    mark, start = token.text, p.k - 1
    inner = p.plain_group(p.k)
    name = "".join([t.text for t in inner])
    if _is_indexed(p, inner):  # the index of what is under the mark is that of the whole
        p.tokens = (*p.tokens[: p.k], *inner, *p.tokens[p.script_end(p.k) :])
        inner, name = inner[:1], inner[0].text
    conjugated = mark == "bar" and len(name) > 1 and _COMPLEX.issuperset(name)
    if conjugated or not inner or not all(t.kind in _ACCENTED for t in inner):
        return _conjugate(p, mark)
    p.k = p.script_end(p.k)
    if name in UNIT_VECTORS and mark in ("vec", "hat"):
        return Symbol(scripts(p, f"hat({name})"))
    plain = mark in ("vec", "overleftrightarrow") or (mark == "bar" and len(name) > 1)
    name = scripts(p, _from_either_end(name) if mark == "overleftrightarrow" else name)
    return _named(p, name if plain else marked(p, name, f"{mark}(", ")"), start)


_COMPLEX: Final = frozenset("zw")
"""Names of complex numbers, a bar over several of which is no segment."""


def _conjugate(p: Parser, mark: str) -> Expr:
    r"""A bar over an expression; over a numeral alone it marks a residue class (``\bar 2``). An arrow over 0 is 0."""
    at = p.k - 1
    if mark == "vec" and [t.text for t in p.plain_group(p.k)] == ["0"]:
        return argument(p)
    if mark != "bar":
        p.fail("a letter under the accent")
    inner = argument(p)
    if isinstance(inner, Number):
        if inner.places is not None or p.kind() in _BESIDE_DIGITS or p.tokens[at - 1].kind in _BESIDE_DIGITS:
            p.fail("a decimal before repeating digits")
        return Symbol(f"bar({inner.numerator})") if inner.denominator == 1 else p.fail("an integer under the bar")
    return Call("conj", (inner,))


_BESIDE_DIGITS: Final[frozenset[Kind]] = frozenset({"num", ".", "accent"})
"""What makes a bar over digits something else: repeating decimals, indices of planes, logarithms below zero."""


def measure_name(p: Parser, token: Token) -> Expr | None:
    r"""``\mathrm{Var}(X)`` before a sign of equality, as one name; ``\text{area}(5)`` alone is not read."""
    end = p.bracket_end(p.k) if p.tokens[p.k].text in ("(", "[") else 0
    if not end or end + 1 >= len(p.tokens) or p.tokens[end + 1].text not in ("=", "equiv"):
        return None
    inner = p.tokens[p.k : end + 1]
    p.k = end + 1
    return Symbol(token.text + "".join([t.text for t in inner]))


# --- unknown functions ------------------------------------------------------------------------------------------------


def _applied(p: Parser, name: str, start: int) -> Expr | None:
    """``name``, whose token is at index ``start``, applied to what follows; None where it multiplies (``a(b+c)``)."""
    inverse = p.kind() == "sup"
    at = _after_inverse(p) if inverse else p.k
    stem = name.rstrip("'").partition("_")[0].partition("^(")[0]
    if not _opens_arguments(p.tokens[at], stem):
        return None
    known = stem in CALLABLE_NAMES or name.endswith(("'", ")"))
    if not known and (inverse or not (_is_signal(p, stem, at) or _is_defined(p, start, at))):
        return None
    if known:
        end = p.bracket_end(at)
        if _is_conditional(p, at, end):
            p.k = end + 1
            return conditional(p, name, list(p.tokens[at + 1 : end]))
        if _multiplies(p, stem, start, end):
            return None
    p.k = at
    inner = p.atom()
    args = inner.items if isinstance(inner, Bracketed) else (inner,)
    return Apply(f"{name}^-1" if inverse else name, args) if args else None


def _opens_arguments(token: Token, stem: str) -> bool:
    """Whether the arguments of the name ``stem`` may begin at ``token``; ``E[X]`` has them in square brackets."""
    return token.kind == "open" and (token.text == "(" or (token.text == "[" and stem in BRACKETED_NAMES))


def _after_inverse(p: Cursor) -> int:
    """Index after the superscript -1; that of the superscript if it is another one (``f^2(x)``)."""
    inverse = "".join([token.text for token in p.plain_group(p.k + 1)]) == "-1"
    return p.script_end(p.k + 1) if inverse else p.k


def _is_conditional(p: Cursor, at: int, end: int) -> bool:
    """Whether one bar is in the brackets from ``at`` to ``end`` (``P(A|B)``), which is one name then."""
    closed = end < len(p.tokens) and p.tokens[end].kind == "close"
    return closed and sum([token.kind == "bar" for token in p.tokens[at:end]]) == 1


def _multiplies(p: Cursor, stem: str, start: int, end: int) -> bool:
    """Whether a name before a bracket is a factor: more stands before it or after the bracket (``P(1+r)^n``)."""
    if stem in QUANTITIES and p.tokens[start + 1].kind == "sub" and p.tokens[start + 2].kind == "num":
        inside = p.tokens[p.k + 1 + (p.kind(1) == "-") : end]
        return any(token.kind in _OF_SEVERAL for token in inside)  # ``T_1(V_1/V_2)``, not ``E_1(-x)``
    if stem not in ALSO_FACTORS:
        return False
    before = p.tokens[start - 1].kind if start else "stop"
    after = p.tokens[end + 1].kind if end + 1 < len(p.tokens) else "stop"
    return (after in _GOES_ON or before in _COMES_BEFORE) and not p.choose("applied")


def _is_signal(p: Cursor, stem: str, at: int) -> bool:
    """Whether the bracket at index ``at`` holds what a signal is a function of and nothing else."""
    variables = SIGNALS.get(stem)
    if variables is None:
        return False
    inside = {token.text for token in p.tokens[at + 1 : p.bracket_end(at)] if token.kind in ("letter", "const")}
    return not variables.isdisjoint(inside) and inside <= variables | _IMAGINARY


_IMAGINARY: Final = frozenset("eij")
_OF_SEVERAL: Final[frozenset[Kind]] = frozenset({"+", "-", "/", "frac"})


def _is_defined(p: Cursor, start: int, at: int) -> bool:
    """Whether the bracket at index ``at`` is what a definition ``T(n) = …`` or ``(p(x), q(x)) = …`` has left."""
    end = p.bracket_end(at)
    inner = p.tokens[at + 1 : end]
    if len(inner) == 1 and inner[0].text == "0":
        return True  # N(0)e^{kt} is no product with nothing
    if start and p.tokens[start - 1].kind not in ITEM_STARTS:
        return False
    plain = [token for place, token in enumerate(inner) if not _is_of_index(inner, place)]
    listed = all(token.kind == ("," if place % 2 else "letter") for place, token in enumerate(plain))
    if not inner or not listed:
        listed = len(inner) == 1 and inner[0].kind == "num"
    return listed and _is_equated(p, end + 1)


def _is_of_index(tokens: Sequence[Token], place: int) -> bool:
    r"""Whether a token is the sign of an index, or the one token of it (``\Sigma_g``)."""
    return tokens[place].kind == "sub" or (place > 0 and tokens[place - 1].kind == "sub")


def _is_equated(p: Cursor, at: int) -> bool:
    """Whether the token at index ``at`` is an equals sign, or separates items of a bracket before one."""
    if at >= len(p.tokens):
        return False
    if p.tokens[at].kind in (",", "close"):
        return p.tokens[0].kind == "open" and p.after_first_bracket().text == "="
    return p.tokens[at].text in ("=", "approx")


def _holds_two_sums(p: Parser) -> bool:
    """Whether the parentheses here hold two sums of letters and integers, the first one with a letter."""
    end = next((at for at in range(p.k + 1, len(p.tokens)) if p.tokens[at].kind not in _OF_SUMS), 0)
    kinds = [token.kind for token in p.tokens[p.k + 1 : end]]
    if not end or p.tokens[end].kind != "close" or kinds.count(",") != 1:
        return False
    return "letter" in kinds[: kinds.index(",")] and kinds[-1] != ","


_OF_SUMS: Final[frozenset[Kind]] = frozenset({"letter", "num", "+", "-", "*", ","})


def _combination_of_sums(p: Parser) -> Expr | None:
    """``C(n,2)`` and ``C(2n,n+1)`` read the other way."""
    if p.choose("letter before combination"):
        return None
    p.expect("open")
    p.enter()
    total = p.sum()
    p.expect(",")
    chosen = p.sum()
    p.leave()
    p.expect("close")
    return Call("binomial", (total, chosen))


def _combination(p: Parser, name: str) -> Expr | None:
    """``C(5,2)``, ``C_5^2`` or ``A_5^2`` read the other way: as the number of combinations or arrangements."""
    counts: list[str] = []
    if p.kind() == "open" and name in ("C", "P"):
        inner = p.tokens[p.k + 1 : p.k + 5]
        if name == "C" and _holds_two_sums(p):
            return _combination_of_sums(p)
        if [token.kind for token in inner] == ["num", ",", "num", "close"]:
            counts = [inner[0].text, inner[2].text]
        end = p.k + 5
    else:
        if name[1:2] == "_" and _WITHOUT_POWER[name[0]].search(p.text) is None:
            counts = [name[2:], *[token.text for token in p.plain_group(p.k + 1)]]
        end = p.script_end(p.k + 1)
    if not _are_counts(name, counts, applied=p.kind() == "open") or p.choose("letter before combination"):
        return None
    p.k = end
    return count_of_choices(name, int(counts[0]), int(counts[1]))


_WITHOUT_POWER: Final = {letter: Pattern(rf"{letter}_(?:\w|\{{[^{{}}]*\}})(?!\s*\^|\d)") for letter in "CAP"}
"""A letter with an index and no power, which names a value, as the letter does elsewhere then (``C_1e^x+C_2^2``)."""


def _are_counts(name: str, counts: list[str], *, applied: bool) -> bool:
    """Whether two numbers count things and those chosen; applied to them, ``P(2,3)`` and ``P(2,0)`` are points."""
    if len(counts) != 2 or not all(count.isdecimal() for count in counts):
        return False
    return not applied or (name == "P") <= int(counts[1]) <= int(counts[0])


def count_of_choices(name: str, total: int, chosen: int) -> Expr:
    """The number of combinations or, by another letter than ``C``, of arrangements."""
    if name[0] == "C" or chosen > total:
        return Call("binomial", (Number(total), Number(chosen)))
    return Div(Call("factorial", (Number(total),)), Call("factorial", (Number(total - chosen),)))


# --- the imaginary unit of code ---------------------------------------------------------------------------------------


def _imaginary(p: Parser) -> bool:
    """Whether ``I`` may be the imaginary unit: in code with no other letters but names of the values.

    In ``I = V/R`` and ``2I`` it is a variable, and so it is in LaTeX.
    """
    if in_mathematica(p):
        return True
    if p.complex_code is None:
        p.complex_code = _is_complex_code(p.tokens) or _COMPLEX_NUMBER.fullmatch(p.text) is not None
    return p.complex_code and p.choose("imaginary")


_COMPLEX_NUMBER: Final = Pattern(r"\s*-?[\d./]+\s*[-+]\s*(?:[\d./]+ )?I\s*")
"""``2 - 5 I`` of Mathematica."""


def _engineering(p: Parser) -> bool:
    """Whether ``j`` may be the imaginary unit (``4j``, ``j4``): glued to digits, and no other letter beside it."""
    if "\\" in p.text:
        return False
    letters = [at for at, token in enumerate(p.tokens) if token.kind in ALPHANUMERIC and token.kind != "num"]
    glued = all(p.tokens[at].text == "j" and _is_glued(p.tokens, at) for at in letters)
    return glued and not p.choose("engineering imaginary")


def _is_glued(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the token at index ``at`` stands right beside digits."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1]
    glued = before is not None and before.kind == "num" and not tokens[at].space
    return glued or (after.kind == "num" and not after.space)


def _natural_base(p: Parser) -> bool:
    """Whether ``E`` may be the base of the natural logarithm, as SymPy writes it: in a formula of no other letter."""
    if "\\" in p.text:
        return False
    if in_mathematica(p):
        return True
    if p.kind() == "sup" and (p.tokens[p.k].written == "**" or p.tokens[p.k + 1].text == "("):
        return not p.choose("natural base")  # `E**x` and `E^(2 x)`, which only code writes
    if "=" in p.text or not ("*" in p.text or p.text.count("E") > 1):
        return False
    others = [token for token in p.tokens if token.kind in ALPHANUMERIC and token.kind != "num" and token.text != "E"]
    return not others and not p.choose("natural base")


_OF_CODE: Final = {"I": _imaginary, "j": _engineering, "E": _natural_base}
"""Letters that are constants in code only."""


def _is_complex_code(tokens: tuple[Token, ...]) -> bool:
    times = False
    for at in range(len(tokens) - 1):
        token, after = tokens[at], tokens[at + 1]
        if token.written[:1] == "\\" or (token.kind == "letter" and token.text not in ("I", "e") and after.text != "="):
            return False
        if token.text == "I":
            before = tokens[at - 1] if at else after
            multiplied = before.written[-1:] == "*" and (after.space or after.kind not in INDEXED)
            multiplies = after.written[:1] == "*" and (token.space or not at or before.kind not in INDEXED)
            times = times or multiplied or multiplies
    return times
