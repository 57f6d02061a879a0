"""Units of measurement: one row per unit, and the reader of unit texts such as ``square inches`` or ``kg·m/s^2``.

A unit is known by words (any case) and by symbols (case-sensitive). Conversion is exact: every factor is a rational
number of base units. Units without one accepted size (a plain ton, a kilobyte, a year against days) and every
currency are bases of their own, so they convert to nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

__all__ = ["UNITS", "Dimension", "Unit", "UnitPowers", "conversion", "is_noun_unit", "noun", "read_unit"]

Dimension: TypeAlias = "tuple[tuple[str, int], ...]"
"""Base names with powers, sorted by name."""

UnitPowers: TypeAlias = "tuple[tuple[str, int], ...]"
"""Canonical unit names (or one noun) with powers, sorted by name."""

_MAX_TEXT = 120
_MAX_POWER = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.

    Attributes:
        name: canonical singular name; ``name`` and its regular plural are always among the aliases.
        aliases: words naming it, lower-case, several words joined by one space.
        symbols: symbols naming it, case-sensitive.
        dimension: base dimensions with powers.
        factor: how many base units it is.
        source: where the factor comes from.
        example: one alias or symbol as it is met after a number.
    """

    name: str
    aliases: tuple[str, ...]
    symbols: tuple[str, ...]
    dimension: Dimension
    factor: Fraction
    source: str
    example: str

    def __post_init__(self) -> None:
        if self.factor <= 0 or not self.dimension or not self.source:
            raise ValueError(f"unit {self.name!r} needs a positive factor, a dimension and a source")
        if self.example not in (*self.aliases, *self.symbols):
            raise ValueError(f"the example of unit {self.name!r} is not one of its spellings")


_SI = "SI Brochure, 9th edition"
_YARD = "international yard and pound agreement, 1959"
_US = "US customary definition on the international inch (NIST Handbook 44, appendix C)"
_OWN = "base of its own: no exact relation is agreed"

_LENGTH: Dimension = (("length", 1),)
_AREA: Dimension = (("length", 2),)
_VOLUME: Dimension = (("length", 3),)
_SPEED: Dimension = (("length", 1), ("time", -1))
_MASS: Dimension = (("mass", 1),)
_TIME: Dimension = (("time", 1),)
_YEAR: Dimension = (("year", 1),)
_ANGLE: Dimension = (("angle", 1),)
_FORCE: Dimension = (("length", 1), ("mass", 1), ("time", -2))
_ENERGY: Dimension = (("length", 2), ("mass", 1), ("time", -2))
_POWER: Dimension = (("length", 2), ("mass", 1), ("time", -3))
_PRESSURE: Dimension = (("length", -1), ("mass", 1), ("time", -2))
_VOLT: Dimension = (("current", -1), ("length", 2), ("mass", 1), ("time", -3))
_OHM: Dimension = (("current", -2), ("length", 2), ("mass", 1), ("time", -3))
_BIT: Dimension = (("information", 1),)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(", ") if part)


def _unit(  # noqa: PLR0913, PLR0917 - the fields of a row
    name: str, words: str, symbols: str, dimension: Dimension, factor: str | Fraction, source: str
) -> Unit:
    aliases = tuple(dict.fromkeys((name, f"{name}s", *_split(words))))
    signs = _split(symbols)
    return Unit(name, aliases, signs, dimension, Fraction(factor), source, signs[0] if signs else aliases[1])


def _base(name: str, words: str = "", symbols: str = "") -> Unit:
    return _unit(name, words, symbols, ((name, 1),), "1", _OWN)


_PREFIXES = {
    "nano": ("n", Fraction(1, 10**9)),
    "micro": ("μ", Fraction(1, 10**6)),
    "milli": ("m", Fraction(1, 1000)),
    "centi": ("c", Fraction(1, 100)),
    "deci": ("d", Fraction(1, 10)),
    "kilo": ("k", Fraction(1000)),
    "mega": ("M", Fraction(10**6)),
    "giga": ("G", Fraction(10**9)),
}


def _prefixed(  # noqa: PLR0913, PLR0917 - the fields of a row and its prefixes
    prefixes: str, name: str, words: str, symbols: str, dimension: Dimension, factor: str | Fraction
) -> Iterable[Unit]:
    """The SI unit itself, then the same with each of the named prefixes before every word and symbol."""
    plain = _unit(name, words, symbols, dimension, factor, _SI)
    yield plain
    for prefix in prefixes.split():
        sign, scale = _PREFIXES[prefix]
        yield _unit(
            prefix + name,
            ", ".join(prefix + word for word in plain.aliases),
            ", ".join(sign + symbol for symbol in plain.symbols),
            dimension,
            plain.factor * scale,
            _SI,
        )


_FLUID_OUNCE = Fraction("0.0254") ** 3 * 231 / 128
_POUND = Fraction("0.45359237")

UNITS: tuple[Unit, ...] = (
    *_prefixed("nano micro milli centi deci kilo", "meter", "metre, metres", "m", _LENGTH, "1"),
    _unit("inch", "inches", "in", _LENGTH, "0.0254", _YARD),
    _unit("foot", "feet, fts", "ft", _LENGTH, "0.3048", _YARD),
    _unit("yard", "yds", "yd", _LENGTH, "0.9144", _YARD),
    _unit("mile", "", "mi", _LENGTH, "1609.344", _YARD),
    _unit("furlong", "", "", _LENGTH, "201.168", _YARD),
    _unit("fathom", "", "", _LENGTH, "1.8288", _YARD),
    _unit("nautical mile", "", "nmi", _LENGTH, "1852", _SI),
    _unit("astronomical unit", "", "AU, au", _LENGTH, "149597870700", _SI),
    _unit("light year", "", "ly", _LENGTH, "9460730472580800", "IAU: the speed of light times a Julian year"),
    _unit("hectare", "", "ha", _AREA, "10000", _SI),
    _unit("acre", "", "", _AREA, "4046.8564224", _YARD),
    _unit("cubic centimeter", "ccs", "cc", _VOLUME, "1e-6", _SI),
    *_prefixed("micro milli centi deci kilo", "liter", "litre, litres", "L, l", _VOLUME, "0.001"),
    _unit("gallon", "gals", "gal", _VOLUME, _FLUID_OUNCE * 128, _US),
    _unit("quart", "qts", "qt", _VOLUME, _FLUID_OUNCE * 32, _US),
    _unit("pint", "", "pt", _VOLUME, _FLUID_OUNCE * 16, _US),
    _unit("cup", "", "", _VOLUME, _FLUID_OUNCE * 8, _US),
    _unit("fluid ounce", "fl ounce, fl ounces", "fl oz", _VOLUME, _FLUID_OUNCE, _US),
    _unit("tablespoon", "tbsps, tablespoonful, tablespoonfuls", "tbsp, Tbsp", _VOLUME, _FLUID_OUNCE / 2, _US),
    _unit("teaspoon", "tsps, teaspoonful, teaspoonfuls", "tsp", _VOLUME, _FLUID_OUNCE / 6, _US),
    *_prefixed("micro milli centi kilo", "gram", "gramme, grammes", "g", _MASS, "0.001"),
    _unit("tonne", "metric ton, metric tons, metric tonne, metric tonnes", "", _MASS, "1000", _SI),
    _base("ton"),
    _unit("short ton", "", "", _MASS, _POUND * 2000, _US),
    _unit("pound", "", "lb, lbs", _MASS, _POUND, _YARD),
    _unit("ounce", "", "oz", _MASS, _POUND / 16, _YARD),
    _unit("stone", "", "", _MASS, _POUND * 14, _YARD),
    _unit("grain", "", "gr", _MASS, _POUND / 7000, _YARD),
    *_prefixed("nano micro milli", "second", "", "s", _TIME, "1"),
    _unit("minute", "mins", "min", _TIME, "60", _SI),
    _unit("hour", "hrs", "h, hr", _TIME, "3600", _SI),
    _unit("day", "", "", _TIME, "86400", _SI),
    _unit("week", "wks", "wk", _TIME, "604800", "seven days"),
    _unit("fortnight", "", "", _TIME, "1209600", "fourteen days"),
    _unit("month", "", "", _YEAR, Fraction(1, 12), "twelve months to the calendar year"),
    _unit("year", "yrs, years old, year old, years of age", "yr", _YEAR, "1", _OWN),
    _unit("decade", "", "", _YEAR, "10", "ten calendar years"),
    _unit("century", "centuries", "", _YEAR, "100", "a hundred calendar years"),
    _unit("millennium", "millennia", "", _YEAR, "1000", "a thousand calendar years"),
    _unit("mph", "", "mph, MPH", _SPEED, "0.44704", _YARD),
    _unit("kph", "kmph, kmh", "kph, KPH", _SPEED, Fraction(5, 18), _SI),
    _unit("knot", "kts", "kn, kt", _SPEED, Fraction(1852, 3600), _SI),
    *_prefixed("kilo", "newton", "", "N", _FORCE, "1"),
    *_prefixed("kilo mega", "joule", "", "J", _ENERGY, "1"),
    _unit("calorie", "", "cal", _ENERGY, "4.184", "thermochemical calorie (NIST SP 811)"),
    _unit("kilocalorie", "", "kcal", _ENERGY, "4184", "thermochemical calorie (NIST SP 811)"),
    _unit("kwh", "", "kWh, KWh", _ENERGY, "3600000", _SI),
    *_prefixed("milli kilo mega giga", "watt", "", "W", _POWER, "1"),
    _unit("horsepower", "", "hp", _POWER, Fraction("0.3048") * _POUND * Fraction("9.80665") * 550, _US),
    *_prefixed("kilo mega", "pascal", "", "Pa", _PRESSURE, "1"),
    _unit("atmosphere", "", "atm", _PRESSURE, "101325", _SI),
    *_prefixed("milli", "bar", "", "", _PRESSURE, "100000"),
    *_prefixed("milli", "ampere", "amp, amps", "A", (("current", 1),), "1"),
    _unit("coulomb", "", "", (("current", 1), ("time", 1)), "1", _SI),
    *_prefixed("milli kilo", "volt", "", "V", _VOLT, "1"),
    *_prefixed("kilo mega", "ohm", "", "Ω", _OHM, "1"),
    *_prefixed("kilo mega giga", "hertz", "", "Hz", (("time", -1),), "1"),
    _unit("mole", "mols", "mol", (("amount", 1),), "1", _SI),
    _unit("candela", "", "cd", (("luminous", 1),), "1", _SI),
    _unit("degree", "degs", "°, deg", _ANGLE, "1", _SI),
    _unit(
        "arcminute", "arc minute, arc minutes, minute of arc, minutes of arc", "arcmin", _ANGLE, Fraction(1, 60), _SI
    ),
    _unit(
        "arcsecond", "arc second, arc seconds, second of arc, seconds of arc", "arcsec", _ANGLE, Fraction(1, 3600), _SI
    ),
    _unit("revolution", "revs", "rev", _ANGLE, "360", "a full turn"),
    _unit("rpm", "", "rpm, RPM", (("angle", 1), ("time", -1)), "6", "revolutions per minute"),
    _base("radian", "rads", "rad"),
    _base("celsius", "degree celsius, degrees celsius, degree centigrade, degrees centigrade", "° C, ° c, deg C"),
    _base("fahrenheit", "degree fahrenheit, degrees fahrenheit", "° F, ° f, deg F"),
    _base("kelvin", "degree kelvin, degrees kelvin", "K"),
    _unit("bit", "", "", _BIT, "1", "IEC 80000-13"),
    _unit("byte", "", "", _BIT, "8", "IEC 80000-13"),
    _base("kilobyte", "", "KB, kB"),
    _base("megabyte", "", "MB"),
    _base("gigabyte", "", "GB"),
    _base("terabyte", "", "TB"),
    _unit(
        "dollar", "usd, us dollar, us dollars, u s dollar, u s dollars", "$, US $", (("usd", 1),), "1", "US currency"
    ),
    _unit("cent", "", "¢", (("usd", 1),), Fraction(1, 100), "US currency"),
    _unit("euro", "eur", "€", (("eur", 1),), "1", "European currency"),
    _unit("pound sterling", "pounds sterling, gbp", "£", (("gbp", 1),), "1", "British currency"),
    _unit("pence", "", "", (("gbp", 1),), Fraction(1, 100), "British currency"),
    _base("yuan", "rmb, renminbi, cny"),
    _base("yen", "jpy", ""),
    _base("rupee", "inr", "₹, Rs"),
    _base("peso", "", "₱"),
    _base("franc", "", ""),
    _base("won", "krw", "₩"),
    _base("ruble", "rouble, roubles", "₽"),
    _base("shekel", "", "₪"),
    _unit("unit", "", "", (("unit", 1),), "1", "a length of one in a figure without a scale"),
)
"""Every unit; a plain ``pound`` is the mass and a plain ``degree`` the angle."""

_SPELLINGS = {
    "meter": "米",
    "millimeter": "毫米",
    "centimeter": "厘米",
    "decimeter": "分米",
    "kilometer": "千米, 公里, Km, KM",
    "liter": "升",
    "milliliter": "毫升",
    "gram": "克",
    "kilogram": "千克, 公斤, kgs, kilo, kilos, Kg, KG",
    "ton": "吨",
    "second": "sec, secs, 秒",
    "minute": "分钟",
    "hour": "小时",
    "day": "天",
    "year": "年, 岁",
    "degree": "度",
    "radian": "弧度",
    "celsius": "摄氏度",
    "yuan": "元",
}
"""Further symbols of units whose rows are made by prefix, and Chinese ones; by canonical name."""

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
for _name, _symbols in _SPELLINGS.items():
    for _symbol in _split(_symbols):
        if _name not in _BY_NAME or (_symbol,) in _WORDS or _SYMBOLS.setdefault((_symbol,), _name) != _name:
            raise ValueError(f"the further spelling {_symbol!r} of {_name!r} is taken, or there is no such unit")

_LONGEST = max(len(key) for key in (*_WORDS, *_SYMBOLS))

_BEFORE = {"square": 2, "sq": 2, "cubic": 3, "cu": 3, "平方": 2, "立方": 3}
_AFTER = {"squared": 2, "cubed": 3}
_PER_WORDS = frozenset({"per", "a", "an", "each", "every", "每"})
_LEADING = frozenset({"of", "a", "an", "the"})

_BARE_SHORT = frozenset({"cm", "mm", "km", "kg", "ft", "yd", "oz", "mL", "ml", "hr", "Hz", "kW", "KB", "MB", "GB"})
"""Symbols of two letters that count as a unit outside text, where ``mg`` or ``lb`` are products of variables."""

_BARE_REFUSED = frozenset({"min", "sec", "deg", "mod", "bar"})
"""Names that are functions or decorations outside text."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_FOLD = str.maketrans(
    {"℃": "°C", "℉": "°F", "µ": "μ", "\u2126": "Ω", "º": "°", "˚": "°", "−": "-", "–": "-", "\xa0": " ", "\u202f": " "}
)
_CHINESE = re.compile("平方|立方|每")
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?:\^|\*\*)\s*(?:\{\s*(?P<braced>[+-]?\d{1,2})\s*\}|(?P<power>[+-]?\d{1,2}))
    | (?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)
    | (?P<per>/)
    | (?P<times>[·⋅*×-])
    | \\?(?P<name>[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]+|[°$¢€£₹₱₩₽₪])(?P<dot>\.?)
    | (?P<digit>(?<=[a-z])[23](?![\d.]))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
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


def _power_at(pieces: list[_Piece], at: int) -> tuple[int, int] | None:
    """The power written at ``at`` (1 if none) and how many pieces it takes; None for an unusable one."""
    if at >= len(pieces):
        return 1, 0
    piece = pieces[at]
    if piece.kind == "name" and piece.text.lower() in _AFTER:
        return _AFTER[piece.text.lower()], 1
    if piece.kind != "power":
        return 1, 0
    if not re.fullmatch(r"[+-]?\d{1,2}", piece.text) or abs(int(piece.text)) > _MAX_POWER:
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
    if len(words) > _MAX_TEXT:
        return None
    spaced = _CHINESE.sub(lambda match: f" {match[0]} ", words.translate(_FOLD))
    pieces = _pieces(spaced.strip().rstrip(".,;"))
    if not pieces:
        return None
    start = 0
    while start < len(pieces) - 1 and pieces[start].text.lower() in _LEADING:
        start += 1
    return _Reader(pieces[start:], bare=bare).read()


_IRREGULAR = {
    "children": "child",
    "dice": "die",
    "feet": "foot",
    "geese": "goose",
    "halves": "half",
    "indices": "index",
    "knives": "knife",
    "leaves": "leaf",
    "loaves": "loaf",
    "matrices": "matrix",
    "men": "man",
    "mice": "mouse",
    "movies": "movie",
    "cookies": "cookie",
    "ties": "tie",
    "pies": "pie",
    "teeth": "tooth",
    "vertices": "vertex",
    "women": "woman",
}
_ARTICLES = frozenset({"a", "an", "the"})
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def _singular(word: str) -> str:
    """The singular of a lower-case English noun by its ending; other words stay as they are."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def noun(words: str) -> UnitPowers:
    """A counted noun as written: lower-case, without articles and punctuation, each word in the singular.

    Args:
        words: such as ``apples`` or ``the red boxes``.

    Returns:
        The noun with power 1; no entry if no word is there.
    """
    kept = [_singular(word) for word in _WORD.findall(words.lower()) if word not in _ARTICLES]
    return ((" ".join(kept), 1),) if kept else ()


def is_noun_unit(unit: UnitPowers) -> bool:
    """Whether any part of ``unit`` is a noun rather than a row of `UNITS`."""
    return any(name not in _BY_NAME for name, _ in unit)


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
