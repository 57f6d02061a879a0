r"""Units, nouns and words of magnitude after a value: ``9.8 \text{ m/s}^2``, ``5 apples``, ``2 million``."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathequiv.latex.expr import (
    Add,
    Apply,
    Bracketed,
    Constant,
    Div,
    Expr,
    Mul,
    Number,
    Numeral,
    Percent,
    Pow,
    Quantity,
    Symbol,
    Text,
)
from mathequiv.latex.grammar.combine import grouped, multiply
from mathequiv.latex.grammar.cursor import Cursor
from mathequiv.latex.grammar.levels import Parser
from mathequiv.latex.grammar.wording import calls_code, joined_words, may_split, names_function, opens_qualifier
from mathequiv.latex.tokens import Token
from mathequiv.latex.trees import free_symbols
from mathequiv.lexicon import changes, units, words
from mathequiv.lexicon.code import DIAGONAL
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.prose import PROSE, SHORT_NOUNS, WITHIN_NOUNS
from mathequiv.lexicon.token_kinds import BREAKS, FACTORS, ITEM_ENDS, WORDS, Kind
from mathequiv.limits import MAX_NOUN_WORDS, MAX_UNIT_PHRASE

_SCALABLE: Final = (Number, Add, Div)
_UNCOUNTED: Final = (Quantity, Symbol, Constant)
_UNREMARKED: Final = (*_UNCOUNTED, Bracketed, Text, Apply)
_INCH_ENDS: Final[frozenset[Kind]] = BREAKS | {"sup"}
_AFTER_NOUN: Final[frozenset[Kind]] = BREAKS | {"+", "-", "."}
_REMARKING: Final[frozenset[Kind]] = WORDS | {"func"}
"""Kinds of token that a remark may start with (``max`` names a function elsewhere), but for ``y-intercept``."""
_IN_REMARKS: Final[frozenset[Kind]] = _REMARKING | {"letter", "-", "num", "."}
_APPLIED: Final[frozenset[Kind]] = (FACTORS - WORDS) | {"sup"}
_SHORT: Final = 3
"""Letters of a word that is no noun outside text."""
_JOINTS: Final = {"/": "/", "*": "·", "-": "-"}
_GLUE: Final = "/·-μ"
_SHORT_SYMBOLS: Final = Pattern(r"(?:[^\W\d]{1,2}|[a-z]{1,2}[A-Z])(?:\^-?\d+)?")
"""A unit that may as well be a few letters that multiply (``hr^2``, ``meV``)."""
_POWERED: Final = Pattern(r"([^\s·^]+)(?:\^(-?\d+))?")
"""A unit with its power, in the text of several."""


# --- what is beside a product ----------------------------------------------------------------------------------------


def word_beside(p: Parser, factors: list[Expr]) -> bool:
    """Take the unit, filler or letters that a word after a product is; a qualifier or half of the day ends it."""
    token = p.tokens[p.k]
    if _measured(p, factors):
        return True
    if words.is_filler(token.text) and p.kind(1) in ITEM_ENDS:
        p.k += 1
        return True
    if opens_qualifier(token) or not _multiplies(p, token) or _at_half_of_day(p):
        return False
    factors.append(p.operand())
    return True


def remainder(p: Parser, factors: list[Expr]) -> bool | None:
    """``11 remainder 4``, which is ``11 R 4``."""
    of = p.tokens[p.k + 1].text == "of"
    between = len(factors) == 1 and isinstance(factors[0], Number) and p.kind(1 + of) == "num"
    if not between or not words.is_remainder(p.tokens[p.k].text):
        return None
    p.k += 1 + of
    factors.append(Symbol("R"))
    return True


def _multiplies(p: Parser, token: Token) -> bool:
    """Whether a word inside a formula is letters that multiply, or names a function, a constant or a matrix."""
    if token.kind == "tword":
        named = names_function(token) or (token.text == DIAGONAL and p.kind(1) == "open")
        return named or (len(token.text) == 1 and token.text.isascii())
    return may_split(p, p.k) or calls_code(p, p.k)


def unit_letter(p: Parser, factors: list[Expr]) -> bool | None:
    r"""``\mu\text{m}``, ``\Omega`` at the end of an item, ``g`` of ``2 g/cm^3``; after names these are factors."""
    token, following = p.tokens[p.k], p.tokens[p.k + 1].kind
    if token.text == "Omega":
        found = following in ITEM_ENDS and not any(map(free_symbols, factors)) and p.choose("unit")
    elif following == "/":
        found = _at_rate(p, p.k) and not any(map(free_symbols, factors)) and p.choose("unit")
    else:
        found = following == "tword" and token.text == "mu"
    return True if found and _measured(p, factors) else None


def unit_fraction(p: Parser, factors: list[Expr]) -> bool | None:
    r"""``\frac{\text{m}}{\text{s}}``."""
    return True if p.kind(2) == "tword" and _measured(p, factors) else None


def unit_below_slash(p: Parser, factors: list[Expr]) -> bool | None:
    r"""``5 /\text{s}``."""
    return True if p.kind(1) == "tword" and _measured(p, factors) else None


def unit_of_time(p: Parser, factors: list[Expr]) -> bool | None:
    """``5 min``, ``2 min 30 sec``; elsewhere ``min`` is a function."""
    if not isinstance(factors[-1], (Number, Quantity)) or _abbreviation(p, p.k) is None:
        return None
    return _measured(p, factors)


def number_beside(p: Parser, factors: list[Expr]) -> bool | None:
    """The smaller part of ``2 hours 30 minutes``; a number after another one, or after a word, is refused.

    So is one after letters that may be the unit of a number before them: ``1 h 30`` is no product.
    """
    last, before = factors[-1], p.tokens[p.k - 1]
    if isinstance(last, (Number, Numeral)) or (isinstance(last, Mul) and before.kind in WORDS):
        p.fail("an operator or separator between numbers")
    if before.kind == "letter" and _is_unit_of_number(p):
        p.fail("an operator, or the unit of the second number")
    if not isinstance(last, Quantity):
        return None
    factors[-1] = _compound(p, last)
    return True


def _is_unit_of_number(p: Cursor) -> bool:
    """Whether the letters before the position spell a unit and stand after a number; ``2H2`` counts atoms."""
    if p.tokens[p.k - 1].text.isupper() and not p.tokens[p.k].space:
        return False
    start = p.k - 1
    while start > 0 and p.tokens[start - 1].kind == "letter":
        start -= 1
    spelled = "".join([token.text for token in p.tokens[start : p.k]])
    return start > 0 and p.tokens[start - 1].kind == "num" and units.read_unit(spelled) is not None


def _compound(p: Parser, first: Quantity) -> Expr:
    """``2 hours 30 minutes`` as one quantity; ``first`` is the part already read."""
    second = p.operand()
    measured = _with_unit(p, [second]) if p.kind() in WORDS or _abbreviation(p, p.k) is not None else None
    if isinstance(measured, Quantity):
        unit = units.resolved(first.unit, measured.unit)
        larger, smaller = units.conversion(unit), units.conversion(units.resolved(measured.unit, unit))
        if larger and smaller and larger[1] == smaller[1] and larger[0] > smaller[0]:
            part = larger[0] / smaller[0]
            fraction = Number(part.denominator, part.numerator)
            return Quantity(Add((first.value, Mul((measured.value, fraction)))), unit)
    return p.fail("a smaller unit of the same kind")


def _abbreviation(p: Cursor, at: int) -> str | None:
    """The word that a unit of time which is written like a function means, before a break or its next part."""
    token = p.tokens[at]
    if token.kind != "func" or token.text not in units.TIMES:
        return None
    compound = p.kind(at + 1 - p.k) == "num" and p.kind(at + 2 - p.k) in _REMARKING
    return units.TIMES[token.text] if compound or p.tokens[at + 1].kind in BREAKS else None


# --- a product with its unit ------------------------------------------------------------------------------------------


def _measured(p: Parser, factors: list[Expr]) -> bool:
    """Give the product the unit at the position, if one is there; an integrand has none."""
    found = _with_unit(p, factors) if p.scope.integral is None else None
    if found is not None:
        factors[:] = [found]
    return found is not None


def _with_unit(p: Parser, factors: list[Expr]) -> Expr | None:
    """The product with the unit, noun or percent word that follows; None if no such word follows."""
    _cut_magnitude(p)
    scale = words.scale(p.tokens[p.k].text)
    if scale is not None and (scaled := _scaled(p, factors, scale)) is not None:
        return scaled
    end, phrase = _unit_run(p, p.k)
    run = p.tokens[p.k : end]
    if not run or _at_half_of_day(p) or (names_function(run[-1]) and _is_applied(p, run[-1], end)):
        return None
    bare = all(token.kind not in ("tword", "func") and token.text not in units.UNIT_LETTERS for token in run)
    if bare and _is_name(factors[-1]):
        return None
    share = words.share(phrase)
    if share is not None or words.is_percent(phrase) or words.is_ordinal_suffix(phrase):
        p.k = end
        return _in_shares(multiply(factors), phrase, share)
    return _in_unit(p, factors, end, phrase, bare=bare) or _with_noun(p, factors, run, end, bare=bare)


def _is_applied(p: Parser, name: Token, end: int) -> bool:
    """Whether what is at an index is the argument of a function, not the smaller part of a time (``3 min 20 s``)."""
    part = name.text in units.TIMES and p.tokens[end].kind == "num" and p.tokens[end + 1].kind in WORDS
    return p.tokens[end].kind in _APPLIED and not part


def _in_shares(value: Expr, phrase: str, share: Fraction | None) -> Expr:
    """A percentage, parts of one by another name, or an ordinal number."""
    if share is not None:
        return Mul((value, Number(share.numerator, share.denominator)))
    return Percent(value) if words.is_percent(phrase) else Quantity(value, (("ordinal", 1),))


def _cut_magnitude(p: Parser) -> None:
    """See a Chinese magnitude apart from what it counts (``0.24万元``)."""
    token = p.tokens[p.k]
    text = token.text
    if token.kind != "tword" or len(text) < 2 or text[0] not in "万亿":
        return
    if words.is_measure_word(text[1:]) or units.read_unit(text[1:]) is not None:
        p.reread(p.k, [token.part("tword", 0, 1), token.part("tword", 1, len(text))])


def _is_name(factor: Expr) -> bool:
    """Whether letters after a factor can only be more names (``xm``)."""
    return isinstance(factor, (Symbol, Constant)) and factor != Constant("pi")


def _in_unit(p: Parser, factors: list[Expr], end: int, phrase: str, *, bare: bool) -> Expr | None:
    """The product in the unit that ``phrase`` names, which outside text may be letters (``5cm``)."""
    unit_text, _, of = phrase.partition(" of ")
    if of and units.read_unit(phrase) is None and changes.is_counted(of.split()):
        phrase = unit_text  # ``15 liters of water`` measures what it names after the unit
    else:
        of = ""
    value = factors[0] if len(factors) == 1 else None  # a long product is put together once it has its unit
    unit = _read_unit(value, phrase, bare=bare and not _at_rate(p, p.k))
    if unit is None or (bare and _SHORT_SYMBOLS.fullmatch(phrase) and not p.choose("unit")):
        return None
    p.k = end
    return Quantity(value.value if isinstance(value, Quantity) else multiply(factors), unit, words.normalize_words(of))


def _scaled(p: Parser, factors: list[Expr], scale: Fraction) -> Expr | None:
    """A number times the word of magnitude at the position, with the unit after that; None if it is a noun."""
    last = factors[-1]
    value = last.value if isinstance(last, Quantity) else last
    if len(factors) > 1 or not isinstance(value, _SCALABLE):
        return None
    p.k += 1
    value = Mul((value, Number(scale.numerator, scale.denominator)))
    if isinstance(last, Quantity):
        return Quantity(value, last.unit, last.of)
    return (_with_unit(p, [value]) if p.kind() in WORDS else None) or value


def _read_unit(value: Expr | None, phrase: str, *, bare: bool) -> units.UnitPowers | None:
    """The unit that ``phrase`` names, joined to the unit ``value`` already has (``$5 per hour``)."""
    if not isinstance(value, Quantity):
        return units.read_unit(phrase, bare=bare)
    if units.read_unit(phrase) == value.unit:
        return value.unit
    (name, _), *more = value.unit
    return None if more or not units.says_per(phrase) else units.read_unit(f"{name} {phrase}")


def _with_noun(p: Parser, factors: list[Expr], run: tuple[Token, ...], end: int, *, bare: bool) -> Expr | None:
    """The product counted in a noun; ``x apples`` is none."""
    countable = len(factors) > 1 or not isinstance(factors[0], _UNCOUNTED)
    ended = p.tokens[end].kind in _AFTER_NOUN or opens_qualifier(p.tokens[end])
    compound = not bare and any(token.kind not in WORDS for token in run)
    if not countable or not ended or not _may_count(run, bare=bare, compound=compound):
        return None
    if not changes.is_counted([token.text for token in run]):
        return _raised(p, factors, run)
    p.k = end
    return Quantity(multiply(factors), ((_spelled(run), 1),) if compound else units.noun(joined_words(run)))


def _may_count(run: tuple[Token, ...], *, bare: bool, compound: bool) -> bool:
    """Whether words may be a noun: no prose (``5 m are``), and outside text no short or glued words (``5 abc``)."""
    first = run[0]
    if len(run) == 1 and len(first.text) == 1 and not words.is_measure_word(first.text):
        return False
    if compound:
        return True
    if len(run) > MAX_NOUN_WORDS or any(token.text.lower() in PROSE - WITHIN_NOUNS for token in run):
        return False
    if not bare:
        return True
    if words.is_ordinal_suffix(first.text) and not first.space:
        run = run[1:]  # ``12th grade``
    elif not first.space and len(run) == 1:
        return False
    return _ends_noun(run[-1].text) and all(_is_noun_word(token.text, first=token is run[0]) for token in run)


def _ends_noun(text: str) -> bool:
    """Whether a word outside text may end a noun."""
    return len(text) > _SHORT or text in SHORT_NOUNS


def _is_noun_word(text: str, *, first: bool) -> bool:
    """Whether a word outside text belongs to a noun rather than is letters that multiply (``15 liters of water``)."""
    return len(text) > _SHORT or (not first and text in WITHIN_NOUNS) or (len(text) == _SHORT and text.islower())


def _raised(p: Parser, factors: list[Expr], run: tuple[Token, ...]) -> Expr | None:
    """``5 squared``; None if the words say anything else."""
    power = units.RAISED.get(run[0].text.lower())
    if power is None or len(run) > 1 or len(factors) > 1 or not isinstance(factors[0], (Number, Bracketed)):
        return None
    p.k += 1
    return Pow(grouped(factors[0]), Number(power))


def _at_half_of_day(p: Cursor) -> bool:
    """Whether the word here is a.m. or p.m. rather than letters that multiply (``3am``)."""
    token = p.tokens[p.k]
    if words.half_of_day(token.text) is None:
        return False
    return token.kind == "tword" or token.space or (p.k > 1 and p.tokens[p.k - 2].kind == ":")


def _spelled(run: tuple[Token, ...]) -> str:
    """The tokens of a unit that no table knows, as one name."""
    return " ".join([token.text for token in run if token.kind not in ("{", "}")])


# --- the text of a unit -----------------------------------------------------------------------------------------------


def _unit_run(p: Cursor, at: int) -> tuple[int, str]:
    """Index after the unit at index ``at`` and its text; ``at`` itself if there is none."""
    start, text = at, ""
    while len(text) <= MAX_UNIT_PHRASE:
        kind = p.tokens[at].kind
        if kind in WORDS:
            step = _unit_word(p, at, text)
        elif kind == "letter":
            step = _unit_letter(p, at, text)
        elif kind in ("frac", "/", "*", "-", "sup", "."):
            step = _unit_sign(p, at, text)
        elif kind == "func" and at == start and (time := _abbreviation(p, at)) is not None:
            step = at + 1, time
        else:
            break
        if step is None:
            break
        at, text = step
    return at, text


def _unit_word(p: Cursor, at: int, text: str) -> tuple[int, str] | None:
    """A unit's text so far with the word at index ``at``, and the index after that."""
    token = p.tokens[at]
    following = p.tokens[at + 1].kind
    if following == "sub" or not _may_measure(token, following) or opens_qualifier(token):
        return None
    return at + 1, text + token.text if not text or text[-1] in _GLUE else f"{text} {token.text}"


def _may_measure(token: Token, following: Kind) -> bool:
    """Whether a word may belong to a unit: no word of prose, but ``per`` and, at the end of an item, ``in``."""
    if token.text.lower() not in PROSE or (token.text == "A" and token.kind == "tword"):
        return True
    if token.text in ("per", "a", "an"):
        return following in WORDS
    if token.text in WITHIN_NOUNS and following == token.kind:
        return True
    return token.text == "in" and following in _INCH_ENDS


def _unit_letter(p: Cursor, at: int, text: str) -> tuple[int, str] | None:
    r"""``\mu`` before a symbol in text, ``\Omega``, or a single letter below a line."""
    token, following = p.tokens[at], p.tokens[at + 1].kind
    sign = units.UNIT_LETTERS.get(token.text, "")
    if (sign == "μ" and following == "tword") or sign == "Ω":
        glued = not text or text[-1] in _GLUE or (sign == "Ω" and text.rpartition(" ")[2] in units.PREFIX_SYMBOLS)
        return at + 1, text + sign if glued else f"{text} {sign}"
    return (at + 1, text + token.text) if text.endswith("/") or (not text and _at_rate(p, at)) else None


def _at_rate(p: Cursor, at: int) -> bool:
    """Whether the letter at index ``at`` is divided by a unit that is one outside text (``g/cm^3``)."""
    if p.tokens[at].kind != "letter" or p.tokens[at + 1].kind != "/":
        return False
    below = p.tokens[at + 2]
    return below.kind == "word" and units.is_short_unit(below.text)


def _unit_sign(p: Cursor, at: int, text: str) -> tuple[int, str] | None:
    """A power, a joint, a period that abbreviates, or a fraction of units."""
    kind, following = p.tokens[at].kind, p.tokens[at + 1]
    if kind == "frac":
        return None if text else _unit_above(p, at + 1)
    if kind == "sup":
        power = _integer_script(p, at + 1) if text else ""
        return (p.script_end(at + 1), f"{text}^{power}") if power else None
    if kind == ".":
        return (at + 1, text) if text in ("sq", "cu") and following.kind in WORDS else None
    return _unit_joint(p, at, text)


def _unit_joint(p: Cursor, at: int, text: str) -> tuple[int, str] | None:
    r"""A line, dot or hyphen between units; ``/\text{s}`` alone is one too."""
    kind, following = p.tokens[at].kind, p.tokens[at + 1]
    if kind == "/" and text and following.text == "(":
        return _unit_below(p, at + 1, text)
    if not text and not (kind == "/" and following.kind == "tword"):
        return None
    joined = following.kind in WORDS or following.text in units.UNIT_LETTERS
    return (at + 1, text + _JOINTS[kind]) if joined or (kind == "/" and following.kind == "letter") else None


def _unit_above(p: Cursor, at: int) -> tuple[int, str] | None:
    r"""``\frac{\text{m}}{\text{s}}`` after its command."""
    end, above = _unit_run(p, at + 1) if p.tokens[at].kind == "{" else (at, "")
    if not above or p.tokens[end].kind != "}" or p.tokens[end + 1].kind != "{":
        return None
    return _unit_below(p, end + 1, above)


def _unit_below(p: Cursor, at: int, text: str) -> tuple[int, str] | None:
    """``text`` divided by the units in the brackets at index ``at``: each with its power reversed."""
    end, below = _unit_run(p, at + 1)
    if not below or p.tokens[end].kind not in ("close", "}") or "/" in below or " per " in below:
        return None
    return end + 1, f"{text} " + _POWERED.sub(lambda unit: f"{unit[1]}^{-int(unit[2] or 1)}", below)


def _integer_script(p: Cursor, at: int) -> str:
    """The integer that the superscript at index ``at`` is, else nothing."""
    power = "".join([token.text for token in p.plain_group(at)])
    return power if power.lstrip("-").isdecimal() and len(power) <= 3 else ""


# --- words in parentheses ---------------------------------------------------------------------------------------------


def remark(p: Parser, factors: list[Expr]) -> bool | None:
    """Parentheses whose words only comment on the factors, name their value (``minimum``) or are their unit.

    Words that are in no table may change the value (``(thousands)``) or take it back (``(extraneous)``). The
    parentheses of a modulus end the product.
    """
    inside = p.kind(1)
    if inside in ("mod", "pmod"):
        return False
    hyphened = inside == "letter" and p.kind(2) == "-" and p.kind(3) in WORDS
    if p.tokens[p.k].text != "(" or not (inside in _REMARKING or hyphened):
        return None
    end = p.k + 1
    while p.tokens[end].kind in _IN_REMARKS:
        end += 1
    run = p.tokens[p.k + 1 : end]
    if p.tokens[end].text != ")" or p.tokens[end + 1].kind not in ITEM_ENDS:
        return None
    phrase = joined_words(run)
    if not words.is_aside(phrase):
        unit = _remarked_unit(p, factors, run, phrase)
        if unit is None:
            return None
        factors[:] = [Quantity(multiply(factors), unit)]
    p.k = end + 1
    return True


def _remarked_unit(p: Parser, factors: list[Expr], run: tuple[Token, ...], phrase: str) -> units.UnitPowers | None:
    """The unit, or the name of the value as a noun, that ``phrase`` in parentheses is."""
    if any(isinstance(factor, _UNREMARKED) and factor != Constant("pi") for factor in factors):
        return None
    name = words.remark(phrase)
    if name is not None:
        return ((name, 1),)
    if any(token.kind not in WORDS for token in run):
        return None
    bare = any(token.kind == "word" for token in run)
    if len(phrase) < 2 or (bare and len(phrase) == 2 and not p.choose("unit")):
        return None
    return units.read_unit(phrase, bare=bare)
