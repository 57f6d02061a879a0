"""Reads unit texts such as ``square inches`` or ``kg·m/s^2`` and counted nouns, and converts units exactly."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from mathequiv.lexicon.morphology import one_spelling, singular
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.unit_table import SPELLINGS, UNITS, Dimension, Unit, split
from mathequiv.lexicon.words import is_measure_word
from mathequiv.limits import MAX_UNIT_POWER, MAX_UNIT_TEXT

__all__ = [
    "ABBREVIATED",
    "ANGLES",
    "CERTAIN_RATES",
    "CERTAIN_SYMBOLS",
    "CURRENCIES",
    "DEGREE",
    "PREFIX_SYMBOLS",
    "RAISED",
    "RECTANGLES",
    "SIUNITX_WORDS",
    "TEMPERATURES",
    "TIMES",
    "UNITS",
    "UNIT_LETTERS",
    "Dimension",
    "Unit",
    "UnitPowers",
    "conversion",
    "count_alike",
    "is_noun_unit",
    "is_short_unit",
    "is_unit_word",
    "may_be_one",
    "noun",
    "read_unit",
    "resolved",
    "says_per",
]

UnitPowers: TypeAlias = "tuple[tuple[str, int], ...]"
"""Canonical unit names (or one noun) with powers, sorted by name."""

ABBREVIATED = frozenset({"kph", "mph", "rpm"})
"""Units whose letters mean a quotient: the product ``k m h`` may be of kilometers and hours (``60 km*h``)."""

_BY_NAME: dict[str, Unit] = {}
_WORDS: dict[tuple[str, ...], str] = {}
_SYMBOLS: dict[tuple[str, ...], str] = {}


def _register(unit: Unit) -> None:
    if unit.name in _BY_NAME:
        raise ValueError(f"unit {unit.name!r} has two rows")
    _BY_NAME[unit.name] = unit
    for table, spellings in ((_WORDS, unit.aliases), (_SYMBOLS, unit.symbols)):
        for spelling in spellings:
            key = tuple(spelling.split())
            if table.setdefault(key, unit.name) != unit.name:
                raise ValueError(f"{spelling!r} names both {table[key]!r} and {unit.name!r}")


for _row in UNITS:
    _register(_row)
for _name, _symbols in SPELLINGS.items():
    for _symbol in split(_symbols):
        if _name not in _BY_NAME or (_symbol,) in _WORDS or _SYMBOLS.setdefault((_symbol,), _name) != _name:
            raise ValueError(f"the further spelling {_symbol!r} of {_name!r} is taken, or there is no such unit")

_LONGEST = max(len(key) for key in (*_WORDS, *_SYMBOLS))

_BEFORE = {"square": 2, "sq": 2, "cubic": 3, "cu": 3, "平方": 2, "立方": 3}
RAISED = {"squared": 2, "cubed": 3}
"""Words that raise what they follow, a unit or a number, to a power."""
_PER_WORDS = frozenset({"per", "a", "an", "each", "every", "每"})
_LEADING = frozenset({"of", "a", "an", "the"})

_BARE_SHORT = frozenset(
    {"cm", "mm", "km", "kg", "ft", "yd", "oz", "mL", "ml", "hr", "Hz", "kW", "KB", "MB", "GB", "mi", "in"}
)
"""Symbols of two letters that count as a unit outside text, where ``mg`` or ``lb`` are products of variables."""

_BARE_REFUSED = frozenset({"min", "sec", "deg", "mod", "bar"})
"""Names that are functions or decorations outside text."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_FOLD = str.maketrans(
    {"℃": "°C", "℉": "°F", "µ": "μ", "\u2126": "Ω", "º": "°", "˚": "°", "−": "-", "–": "-", "\xa0": " ", "\u202f": " "}
)
_CHINESE = Pattern("平方|立方|每")
_TOKEN = Pattern(
    r"""(?P<space>\s+)
    | (?:\^|\*\*)\s*(?:\{\s*(?P<braced>[+-]?\d{1,2})\s*\}|(?P<power>[+-]?\d{1,2}))
    | (?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)
    | (?P<per>/)
    | (?P<times>[·⋅*×-])
    | \\?(?P<name>[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]+|[°$¢€£₹₱₩₽₪])(?P<dot>\.?)
    | (?P<digit>(?<=[a-z])[23](?![\d.]))""",
    re.VERBOSE,
)


TIMES = {"min": "minutes", "sec": "seconds"}
"""Units of time that are written like functions, with the words that name them."""

DEGREE: UnitPowers = (("degree", 1),)
TEMPERATURES: dict[UnitPowers, tuple[Fraction, Fraction]] = {
    (("kelvin", 1),): (Fraction(1), Fraction(0)),
    (("celsius", 1),): (Fraction(1), Fraction("273.15")),
    (("fahrenheit", 1),): (Fraction(5, 9), Fraction("459.67") * 5 / 9),
}
"""Units of temperature as a factor and what is added to give kelvins (SI Brochure, 9th edition)."""

ANGLES = frozenset({"degree", "radian"})
"""Units whose quotients are numbers."""

UNIT_LETTERS = {"mu": "μ", "Omega": "Ω"}
"""Greek letters that symbols of units hold, by their token."""

CERTAIN_SYMBOLS: frozenset[str] = frozenset(
    (
        *("Pa", "kPa", "MPa", "Hz", "kHz", "MHz", "GHz", "kJ", "MJ", "kW", "MW", "kN", "kV", "mV", "eV", "keV", "MeV"),
        *("GeV", "TeV"),
        *("mol", "mmol", "kmol", "kg", "mg", "cm", "mm", "km", "dm", "mL", "cal", "kcal", "rad", "rev", "atm", "min"),
        *("ft", "lb"),
    )
)
"""Symbols that nobody takes for a product of variables beside other symbols (``J/(mol K)``)."""
CERTAIN_RATES: frozenset[str] = frozenset(
    (
        *("m/s", "m/s^2", "m^3/s", "N/m", "N/m^2", "N/C", "V/m", "J/s", "J/K"),
        *("W/m", "W/m^2", "W/K", "C/s", "g/L", "A/m"),
    )
)
"""One letter for each unit, which after a number nobody takes for a quotient of variables (``9.8 m/s^2``)."""
PREFIX_SYMBOLS = frozenset({"k", "M", "m", "G", "μ"})
"""Symbols of prefixes that stand apart from a Greek letter (``k\\Omega``)."""

SIUNITX_WORDS = {"per": "/", "squared": "^2", "cubed": "^3", "square": "", "cubic": "", "degree": "degrees"}
r"""Macros of the package siunitx that are no unit themselves, and what they say (``\\meter\\per\\second``)."""

CURRENCIES = frozenset({"USD", "EUR", "GBP", "CNY", "RMB", "JPY", "INR", "KRW"})
"""Codes that stand before an amount of money too."""


class _Piece(NamedTuple):
    """One token of a unit text: ``kind`` is ``name``, ``power``, ``per`` or ``times``."""

    kind: str
    text: str


def _pieces(text: str) -> list[_Piece] | None:
    pieces: list[_Piece] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        at = match.end()
        power = match["braced"] or match["power"] or match["digit"]
        if match["raised"]:
            power = match["raised"].translate(_SUPERSCRIPTS)
        if power:
            pieces.append(_Piece("power", power))
        elif match["name"]:
            pieces.append(_Piece("name", match["name"]))
        elif match["per"] or match["times"]:
            pieces.append(_Piece("per" if match["per"] else "times", match[0]))
    return pieces


def _name_at(pieces: list[_Piece], at: int) -> tuple[str, int] | None:
    """The unit whose spelling is the longest run of names from ``at``, with the run's length; hyphens may join it."""
    found: tuple[str, int] | None = None
    run: list[str] = []
    for size, piece in enumerate(pieces[at:], start=1):
        if piece.kind == "name":
            run.append(piece.text)
            key = tuple(run)
            name = _SYMBOLS.get(key) or _WORDS.get(tuple(word.lower() for word in key))
            found = found if name is None else (name, size)
        elif piece.text != "-" or not run:
            break
        if len(run) == _LONGEST:
            break
    return found


def _bare_allowed(spelling: str, *, below: bool) -> bool:
    """Whether a spelling met outside text is a unit; ``below`` a line a plain ``s`` or ``h`` is."""
    if len(spelling) <= 2:
        return spelling in _BARE_SHORT or not spelling.isalpha() or (below and spelling in ("s", "h"))
    return spelling.lower() not in _BARE_REFUSED


def is_unit_word(word: str) -> bool:
    """Whether a word, or a symbol, is one of a unit as it is spelled."""
    return (word,) in _WORDS or (word,) in _SYMBOLS


def is_short_unit(spelling: str) -> bool:
    """Whether a symbol of two letters is a unit outside text too."""
    return spelling in _BARE_SHORT


def says_per(words: str) -> bool:
    """Whether a unit text goes on below a line (``per hour``, ``/h``, ``an hour``)."""
    return words.startswith("/") or words.partition(" ")[0] in _PER_WORDS


def _power_at(pieces: list[_Piece], at: int) -> tuple[int, int] | None:
    """The power written at ``at`` (1 if none) and how many pieces it takes; None for an unusable one."""
    if at >= len(pieces):
        return 1, 0
    piece = pieces[at]
    if piece.kind == "name" and piece.text.lower() in RAISED:
        return RAISED[piece.text.lower()], 1
    if piece.kind != "power":
        return 1, 0
    if not re.fullmatch(r"[+-]?\d{1,2}", piece.text) or abs(int(piece.text)) > MAX_UNIT_POWER:
        return None
    return int(piece.text), 1


class _Reader:
    """Reads the pieces of one unit text into powers of units."""

    def __init__(self, pieces: list[_Piece], *, bare: bool) -> None:
        self.pieces = pieces
        self.bare = bare
        self.at = 0
        self.below = ""
        self.powers: dict[str, int] = {}

    def word(self) -> str:
        piece = self.pieces[self.at]
        return piece.text.lower() if piece.kind == "name" else ""

    def read(self) -> UnitPowers | None:
        while self.at < len(self.pieces):
            if self.connector() is None or not self.term():
                return None
        powers = tuple(sorted((name, power) for name, power in self.powers.items() if power))
        return powers or None

    def connector(self) -> int | None:
        """Take what joins two terms; -1 below a line, 1 above it, None where the joint is ambiguous."""
        kind = self.pieces[self.at].kind
        if kind == "per" or (self.word() in _PER_WORDS and self.name_here() is None):
            self.below = "/" if kind == "per" else "per"
            self.at += 1
        elif kind == "times" or self.powers:
            # In `J/kg K` the line may end before or after the last factor.
            if self.below == "/" or (kind == "times" and not self.powers):
                return None
            self.at += kind == "times"
        return -1 if self.below else 1

    def name_here(self) -> tuple[str, int] | None:
        return _name_at(self.pieces, self.at)

    def term(self) -> bool:
        """Take ``[square] name [power]``; False if there is none."""
        if self.at >= len(self.pieces):
            return False
        power = _BEFORE.get(self.word(), 1)
        self.at += power != 1
        found = self.name_here() if self.at < len(self.pieces) else None
        if found is None:
            return False
        name, size = found
        if self.bare and size == 1 and not _bare_allowed(self.pieces[self.at].text, below=bool(self.below)):
            return False
        self.at += size
        raised = _power_at(self.pieces, self.at)
        if raised is None or (power != 1 and raised != (1, 0)):
            return False
        self.at += raised[1]
        signed = power * raised[0] * (-1 if self.below else 1)
        self.powers[name] = self.powers.get(name, 0) + signed
        return True


def read_unit(words: str, *, bare: bool = False) -> UnitPowers | None:
    r"""Read a unit written in words or symbols.

    Args:
        words: the text after a number, such as ``square inches``, ``cm^{2}``, ``m/s`` or ``dollars per pound``.
        bare: the text stands outside ``\text``, where single letters and short runs are variables or functions.

    Returns:
        Canonical unit names with powers, sorted by name; None if any part is not a known unit.
    """
    if len(words) > MAX_UNIT_TEXT:
        return None
    words = _PER_TIME.sub(lambda match: _CLOCK_WORDS[match[1]], words)
    if not bare:
        words = _GLUED.sub(r"\1·\2", words)
    if "eV" in words:
        words = _LIGHT.sub("/speed of light", words)
    if "-" in words:
        words = _PREFIXED.sub(r"\1", words)
    spaced = _CHINESE.sub(lambda match: f" {match[0]} ", words.translate(_FOLD))
    pieces = _pieces(spaced.strip().rstrip(".,;"))
    if not pieces:
        return None
    start = 0
    while start < len(pieces) - 1 and pieces[start].text.lower() in _LEADING and pieces[start].text != "A":
        start += 1
    return _Reader(pieces[start:], bare=bare).read()


_PREFIXED = Pattern(r"\b(pico|nano|micro|milli|centi|kilo|mega|giga)-(?=[a-z])")
"""``kilo-ohms`` and ``milli-volts``, which are one word."""
_GLUED = Pattern(r"(?<!\w)([NJWV])([sm])(?!\w)")
"""``Js`` and ``Nm``, two symbols of one letter; no unit is spelled so."""
_LIGHT = Pattern(r"(?<=eV)\s*/\s*c(?![A-Za-z])")
"""The speed of light below an energy, which is the unit of a mass or a momentum (``MeV/c^2``)."""
_PER_TIME = Pattern("(?:/|每) ?([时分])$")
_CLOCK_WORDS = {"时": "/小时", "分": "/分钟"}
"""``千米/时``, ``米/分``; elsewhere 时 alone is the time of day, or says when, and 分 is time, money or a score."""
_ARTICLES = frozenset({"a", "an", "the"})
_WORD = Pattern(r"[^\W_]+(?:['’-][^\W_]+)*")


def noun(words: str) -> UnitPowers:
    """A counted noun as written: lower-case but for symbols, without articles and punctuation, each word singular.

    Args:
        words: such as ``apples`` or ``the red boxes``.

    Returns:
        The noun with power 1; no entry if no word is there.
    """
    found = _WORD.findall(words)
    kept = [
        word if _is_symbol(word) else one_spelling(singular(word.lower()))
        for word in found
        if word.lower() not in _ARTICLES
    ]
    return ((" ".join(kept), 1),) if kept else ()


def _is_symbol(word: str) -> bool:
    """Whether capitals within a word make it a symbol, which keeps its case (``mWb`` is not ``MWb``)."""
    return not (word.islower() or word.isupper() or word.istitle())


def is_noun_unit(unit: UnitPowers) -> bool:
    """Whether any part of ``unit`` is a noun rather than a row of `UNITS`."""
    return any(name not in _BY_NAME for name, _ in unit)


def count_alike(a: UnitPowers, b: UnitPowers) -> bool:
    """Whether two units count alike: ones of length, or a Chinese measure word and that with a noun (``种排法``)."""
    short, long = sorted((a, b), key=lambda unit: len(unit[0][0]) if unit else 0)
    if len(short) != 1 or len(long) != 1 or short[0][1] != 1 or long[0][1] != 1:
        return False
    if {short[0][0], long[0][0]} <= _ONES:
        return True
    return is_measure_word(short[0][0]) and long[0][0].startswith(short[0][0]) and not long[0][0].isascii()


_ONES = frozenset({"个单位", "个单位长度", "个长度单位", "单位", "单位长度", "长度单位", "unit"})
"""Lengths of one, in which a figure without a unit is measured."""


def conversion(unit: UnitPowers) -> tuple[Fraction, Dimension] | None:
    """The size of a unit in base units.

    Args:
        unit: what `read_unit` or `noun` gave.

    Returns:
        The exact factor and the base dimensions sorted by name (zero powers dropped); None for a noun.
    """
    if is_noun_unit(unit):
        return None
    factor = Fraction(1)
    bases: dict[str, int] = {}
    for name, power in unit:
        row = _BY_NAME[name]
        factor *= row.factor**power
        for base, exponent in row.dimension:
            bases[base] = bases.get(base, 0) + exponent * power
    return factor, tuple(sorted((base, power) for base, power in bases.items() if power))


_MAY_BE_ONE = (
    frozenset({(("pound", 1),), (("pound sterling", 1),)}),
    frozenset({(("ton", 1),), (("tonne", 1),)}),
    *(frozenset({(("人", 1),), ((name, 1),)}) for name in ("名", "名学生", "名同学", "位同学", "个学生", "个人", "位")),
)
"""A plain ``pound`` in words may be money, and a plain ``ton`` the metric one; ``lb`` is no money."""


def may_be_one(a: UnitPowers, b: UnitPowers) -> bool:
    """Whether two different units may be the same one, since a word names both."""
    return {a, b} in _MAY_BE_ONE


_SEVERAL_UNITS = {"分": ("minute", "fen")}


def resolved(unit: UnitPowers, beside: UnitPowers) -> UnitPowers:
    """A unit whose word names several (``分``) as the one that measures what the unit beside it does."""
    names = _SEVERAL_UNITS.get(unit[0][0], ()) if len(unit) == 1 else ()
    size = conversion(beside) if names else None
    for name in names:
        named = ((name, unit[0][1]),)
        found = conversion(named)
        if found is not None and size is not None and found[1] == size[1]:
            return named
    return unit


RECTANGLES = frozenset({"array", "board", "chessboard", "determinant", "grid", "matrix", "rectangle", "table"})
"""Nouns that have rows and columns: ``3 × 4`` before one of them is no product."""
