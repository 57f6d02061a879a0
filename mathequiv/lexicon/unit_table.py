"""The table of units: one row per unit, with every spelling, its dimension, its exact size and the source of that.

A unit is known by words (any case) and by symbols (case-sensitive). Units without one accepted size (a plain ton, a
kilobyte, a year against days) and every currency are bases of their own, so they convert to nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple, TypeAlias

__all__ = ["SPELLINGS", "UNITS", "Dimension", "Unit", "split"]

Dimension: TypeAlias = "tuple[tuple[str, int], ...]"
"""Base names with powers, sorted by name."""


class Unit(NamedTuple):
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


_SI = "SI Brochure, 9th edition"
_YARD = "international yard and pound agreement, 1959"
_US = "US customary definition on the international inch (NIST Handbook 44, appendix C)"
_CGS = "CGS unit (NIST SP 811)"
_MARKET = "Chinese market unit (1959)"
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
_FARAD: Dimension = (("current", 2), ("length", -2), ("mass", -1), ("time", 4))
_HENRY: Dimension = (("current", -2), ("length", 2), ("mass", 1), ("time", -2))
_TESLA: Dimension = (("current", -1), ("mass", 1), ("time", -2))
_WEBER: Dimension = (("current", -1), ("length", 2), ("mass", 1), ("time", -2))
_BIT: Dimension = (("information", 1),)
_BIT_RATE: Dimension = (("information", 1), ("time", -1))
_SIEMENS: Dimension = (("current", 2), ("length", -2), ("mass", -1), ("time", 3))
_CHARGE: Dimension = (("current", 1), ("time", 1))
_CONCENTRATION: Dimension = (("amount", 1), ("length", -3))
_DOSE: Dimension = (("length", 2), ("time", -2))
_DECAYS: Dimension = (("time", -1),)
_FLOW: Dimension = (("length", 3), ("time", -1))


def split(text: str) -> tuple[str, ...]:
    """The spellings of a cell of the table."""
    return tuple(part for part in text.split(", ") if part)


def _unit(  # noqa: PLR0913, PLR0917 - the fields of a row
    name: str, words: str, symbols: str, dimension: Dimension, factor: str | Fraction, source: str
) -> Unit:
    aliases = tuple(dict.fromkeys((name, f"{name}s", *split(words))))
    signs = split(symbols)
    return Unit(name, aliases, signs, dimension, Fraction(factor), source, signs[0] if signs else aliases[1])


def _base(name: str, words: str = "", symbols: str = "") -> Unit:
    return _unit(name, words, symbols, ((name, 1),), "1", _OWN)


_PREFIXES = {  # each with its signs, of which the second is typed for the first
    "femto": ("f", Fraction(1, 10**15)),
    "pico": ("p", Fraction(1, 10**12)),
    "nano": ("n", Fraction(1, 10**9)),
    "micro": ("μ u", Fraction(1, 10**6)),
    "milli": ("m", Fraction(1, 1000)),
    "centi": ("c", Fraction(1, 100)),
    "deci": ("d", Fraction(1, 10)),
    "hecto": ("h", Fraction(100)),
    "kilo": ("k", Fraction(1000)),
    "mega": ("M", Fraction(10**6)),
    "giga": ("G", Fraction(10**9)),
    "tera": ("T", Fraction(10**12)),
}


def _prefixed(  # noqa: PLR0913, PLR0917 - the fields of a row and its prefixes
    prefixes: str, name: str, words: str, symbols: str, dimension: Dimension, factor: str | Fraction
) -> Iterable[Unit]:
    """The SI unit itself, then the same with each of the named prefixes before every word and symbol."""
    plain = _unit(name, words, symbols, dimension, factor, _SI)
    yield plain
    for prefix in prefixes.split():
        signs, scale = _PREFIXES[prefix]
        yield _unit(
            prefix + name,
            ", ".join(prefix + word for word in plain.aliases),
            ", ".join(sign + symbol for symbol in plain.symbols for sign in signs.split()),
            dimension,
            plain.factor * scale,
            _SI,
        )


_FLUID_OUNCE = Fraction("0.0254") ** 3 * 231 / 128
_POUND = Fraction("0.45359237")
_POUND_FORCE = _POUND * Fraction("9.80665")

UNITS: tuple[Unit, ...] = (
    *_prefixed("femto pico nano micro milli centi deci hecto kilo", "meter", "metre, metres", "m", _LENGTH, "1"),
    _unit("inch", "inches", "in", _LENGTH, "0.0254", _YARD),
    _unit("foot", "feet, fts", "ft", _LENGTH, "0.3048", _YARD),
    _unit("yard", "yds", "yd", _LENGTH, "0.9144", _YARD),
    _unit("mile", "", "mi", _LENGTH, "1609.344", _YARD),
    _unit("furlong", "", "", _LENGTH, "201.168", _YARD),
    _unit("fathom", "", "", _LENGTH, "1.8288", _YARD),
    _unit("nautical mile", "", "nmi", _LENGTH, "1852", _SI),
    _unit("astronomical unit", "", "AU, au", _LENGTH, "149597870700", _SI),
    _unit("angstrom", "ångström, ångströms", "Å", _LENGTH, "1e-10", _SI),
    _base("parsec", "", "pc"),
    *(
        _unit(f"{prefix}parsec", "", f"{sign}pc", (("parsec", 1),), scale, _OWN)
        for prefix, (sign, scale) in _PREFIXES.items()
        if prefix in ("kilo", "mega", "giga")
    ),
    _unit(
        "light year",
        "light-year, light-years",
        "ly",
        _LENGTH,
        "9460730472580800",
        "IAU: the speed of light times a Julian year",
    ),
    _unit("hectare", "", "ha", _AREA, "10000", _SI),
    _unit("acre", "", "", _AREA, "4046.8564224", _YARD),
    _unit("cubic centimeter", "ccs", "cc", _VOLUME, "1e-6", _SI),
    *_prefixed("nano micro milli centi deci hecto kilo", "liter", "litre, litres", "L, l", _VOLUME, "0.001"),
    _unit("gallon", "gals", "gal", _VOLUME, _FLUID_OUNCE * 128, _US),
    _unit("quart", "qts", "qt", _VOLUME, _FLUID_OUNCE * 32, _US),
    _unit("pint", "", "pt", _VOLUME, _FLUID_OUNCE * 16, _US),
    _unit("gill", "", "", _VOLUME, _FLUID_OUNCE * 4, _US),
    _unit("barrel", "", "bbl", _VOLUME, _FLUID_OUNCE * 128 * 42, "barrel of oil (NIST SP 811)"),
    _unit("bushel", "", "bu", _VOLUME, Fraction("0.0254") ** 3 * Fraction("2150.42"), _US),
    _unit("peck", "", "", _VOLUME, Fraction("0.0254") ** 3 * Fraction("2150.42") / 4, _US),
    _unit("cfs", "", "", _FLOW, Fraction("0.3048") ** 3, _YARD),
    _unit("gpm", "", "", _FLOW, _FLUID_OUNCE * 128 / 60, _US),
    _unit("cup", "", "", _VOLUME, _FLUID_OUNCE * 8, _US),
    _unit("fluid ounce", "fl ounce, fl ounces", "fl oz", _VOLUME, _FLUID_OUNCE, _US),
    _unit("tablespoon", "tbsps, tablespoonful, tablespoonfuls", "tbsp, Tbsp", _VOLUME, _FLUID_OUNCE / 2, _US),
    _unit("teaspoon", "tsps, teaspoonful, teaspoonfuls", "tsp", _VOLUME, _FLUID_OUNCE / 6, _US),
    *_prefixed("pico nano micro milli centi kilo mega", "gram", "gramme, grammes", "g", _MASS, "0.001"),
    _unit("tonne", "metric ton, metric tons, metric tonne, metric tonnes", "t", _MASS, "1000", _SI),
    _unit("megatonne", "", "Mt", _MASS, "1e9", _SI),
    _unit("gigatonne", "", "Gt", _MASS, "1e12", _SI),
    _base("ton"),
    _unit("short ton", "", "", _MASS, _POUND * 2000, _US),
    _unit("pound", "", "", _MASS, _POUND, _YARD),
    _unit("avoirdupois pound", "", "lb, lbs", _MASS, _POUND, _YARD),
    _unit("ounce", "", "oz", _MASS, _POUND / 16, _YARD),
    _unit("stone", "", "", _MASS, _POUND * 14, _YARD),
    _unit("long ton", "", "", _MASS, _POUND * 2240, "British imperial ton"),
    _unit("slug", "", "", _MASS, _POUND_FORCE / Fraction("0.3048"), "a pound-force second squared a foot"),
    _unit("troy ounce", "", "", _MASS, _POUND * 480 / 7000, "480 grains"),
    _unit("carat", "", "ct", _MASS, "0.0002", "metric carat (1907)"),
    *_prefixed("kilo", "dalton", "", "Da", _MASS, "1.66053906660e-27"),
    _unit("atomic mass unit", "", "u, amu", _MASS, "1.66053906660e-27", "CODATA 2018"),
    _unit("grain", "", "gr", _MASS, _POUND / 7000, _YARD),
    *_prefixed("femto pico nano micro milli", "second", "", "s", _TIME, "1"),
    _unit("minute", "mins", "min", _TIME, "60", _SI),
    _unit("hour", "hrs", "h, hr", _TIME, "3600", _SI),
    _unit("day", "", "", _TIME, "86400", _SI),
    _unit("week", "wks", "wk", _TIME, "604800", "seven days"),
    _unit("fortnight", "", "", _TIME, "1209600", "fourteen days"),
    _unit("month", "", "", _YEAR, Fraction(1, 12), "twelve months to the calendar year"),
    _unit("year", "yrs, years old, year old, years of age", "yr", _YEAR, "1", _OWN),
    _unit("kiloyear", "", "kyr", _YEAR, "1000", "a thousand calendar years"),
    _unit("megayear", "", "Myr", _YEAR, "1000000", "a million calendar years"),
    _unit("gigayear", "", "Gyr", _YEAR, "1000000000", "a billion calendar years"),
    _unit("quarter hour", "quarter of an hour, quarters of an hour", "", _TIME, "900", "fifteen minutes"),
    _unit("decade", "", "", _YEAR, "10", "ten calendar years"),
    _unit("century", "centuries", "", _YEAR, "100", "a hundred calendar years"),
    _unit("millennium", "millennia", "", _YEAR, "1000", "a thousand calendar years"),
    _unit("mph", "", "mph, MPH", _SPEED, "0.44704", _YARD),
    _unit("kph", "kmph, kmh", "kph, KPH", _SPEED, Fraction(5, 18), _SI),
    _unit("speed of light", "speeds of light", "", _SPEED, "299792458", _SI),
    _unit("knot", "kts", "kn, kt", _SPEED, Fraction(1852, 3600), _SI),
    *_prefixed("pico nano micro milli kilo mega giga", "newton", "", "N", _FORCE, "1"),
    _unit("pound force", "pounds force", "lbf", _FORCE, _POUND_FORCE, "a pound under standard gravity (NIST SP 811)"),
    _unit("dyne", "", "dyn", _FORCE, "1e-5", _CGS),
    _unit("kilogram force", "kilograms force", "kgf", _FORCE, "9.80665", "a kilogram under standard gravity"),
    *_prefixed("nano micro milli kilo mega giga tera", "joule", "", "J", _ENERGY, "1"),
    _unit("erg", "", "", _ENERGY, "1e-7", _CGS),
    _unit("british thermal unit", "", "BTU, Btu", _ENERGY, "1055.05585262", "International Table BTU (NIST SP 811)"),
    *_prefixed(
        "micro milli kilo mega giga tera",
        "electronvolt",
        "electron volt, electron volts",
        "eV",
        _ENERGY,
        "1.602176634e-19",
    ),
    _unit("calorie", "", "cal", _ENERGY, "4.184", "thermochemical calorie (NIST SP 811)"),
    _unit("kilocalorie", "", "kcal", _ENERGY, "4184", "thermochemical calorie (NIST SP 811)"),
    *_prefixed("milli kilo mega giga tera", "watt hour", "watthour, watthours", "Wh", _ENERGY, "3600"),
    *_prefixed("pico nano micro milli kilo mega giga tera", "watt", "", "W", _POWER, "1"),
    _unit("horsepower", "", "hp", _POWER, Fraction("0.3048") * _POUND_FORCE * 550, _US),
    *_prefixed("kilo mega", "volt ampere", "", "VA", _POWER, "1"),
    *_prefixed("micro milli hecto kilo mega giga", "pascal", "", "Pa", _PRESSURE, "1"),
    _unit(
        "psi",
        "pounds per square inch, pound per square inch, lbs per square inch",
        "",
        _PRESSURE,
        _POUND_FORCE / Fraction("0.0254") ** 2,
        "one pound-force a square inch",
    ),
    _unit("ksi", "", "", _PRESSURE, _POUND_FORCE * 1000 / Fraction("0.0254") ** 2, "a thousand psi"),
    _unit("mmhg", "", "mmHg, mm Hg", _PRESSURE, Fraction(101325, 760), "a torr within a part in a million"),
    _unit("cmhg", "", "cmHg, cm Hg", _PRESSURE, Fraction(1013250, 760), "ten mmHg"),
    _unit("poise", "", "", (("length", -1), ("mass", 1), ("time", -1)), "0.1", _CGS),
    _unit("centipoise", "", "cP", (("length", -1), ("mass", 1), ("time", -1)), "0.001", _CGS),
    _unit("torr", "", "Torr", _PRESSURE, Fraction(101325, 760), "1/760 of the standard atmosphere (NIST SP 811)"),
    _unit("atmosphere", "", "atm", _PRESSURE, "101325", _SI),
    *_prefixed("milli", "bar", "", "", _PRESSURE, "100000"),
    *_prefixed("pico nano micro milli kilo", "ampere", "amp, amps", "A", (("current", 1),), "1"),
    *_prefixed("pico nano micro milli kilo", "coulomb", "", "C", _CHARGE, "1"),
    *_prefixed("milli", "ampere hour", "amp hour, amp hours", "Ah", _CHARGE, "3600"),
    *_prefixed("nano micro milli kilo mega", "volt", "", "V", _VOLT, "1"),
    *_prefixed("pico nano micro milli", "farad", "", "F", _FARAD, "1"),
    *_prefixed("nano micro milli", "henry", "henries", "H", _HENRY, "1"),
    *_prefixed("pico nano micro milli", "tesla", "", "T", _TESLA, "1"),
    *_prefixed("milli kilo", "gauss", "", "G", _TESLA, "1e-4"),
    *_prefixed("micro milli", "weber", "", "Wb", _WEBER, "1"),
    _unit("maxwell", "", "Mx", _WEBER, "1e-8", _CGS),
    _base("oersted", "", "Oe"),
    *_prefixed("micro milli", "siemens", "mho, mhos", "S", _SIEMENS, "1"),
    *_prefixed("micro milli kilo mega giga", "ohm", "", "Ω", _OHM, "1"),
    *_prefixed("milli kilo mega giga tera", "hertz", "", "Hz", _DECAYS, "1"),
    *_prefixed("kilo mega giga", "becquerel", "", "Bq", _DECAYS, "1"),
    *_prefixed("micro milli", "curie", "", "Ci", _DECAYS, "3.7e10"),
    *_prefixed("micro milli", "gray", "", "Gy", _DOSE, "1"),
    *_prefixed("micro milli", "sievert", "", "Sv", (("dose", 1),), "1"),
    _unit("rem", "", "", (("dose", 1),), "0.01", "NIST SP 811"),
    *_prefixed("pico nano micro milli kilo", "mole", "mols", "mol", (("amount", 1),), "1"),
    *_prefixed("nano micro milli", "molar", "", "M", _CONCENTRATION, "1000"),
    _unit("katal", "", "kat", (("amount", 1), ("time", -1)), "1", _SI),
    _unit("lumen", "", "lm", (("luminous", 1), ("solid angle", 1)), "1", _SI),
    _unit("lux", "", "lx", (("length", -2), ("luminous", 1), ("solid angle", 1)), "1", _SI),
    _unit("steradian", "", "sr", (("solid angle", 1),), "1", _SI),
    _unit("diopter", "dioptre, dioptres", "", (("length", -1),), "1", "one a meter of focal length"),
    _base("decibel", "", "dB"),
    _base("debye"),
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
    _unit("milliradian", "", "mrad", (("radian", 1),), Fraction(1, 1000), _SI),
    _base("celsius", "degree celsius, degrees celsius, degree centigrade, degrees centigrade", "° C, ° c, deg C"),
    _base("fahrenheit", "degree fahrenheit, degrees fahrenheit", "° F, ° f, deg F"),
    _base("kelvin", "degree kelvin, degrees kelvin", "K, ° K"),
    _unit("millikelvin", "", "mK", (("kelvin", 1),), Fraction(1, 1000), _SI),
    *_prefixed("kilo mega giga tera", "bit", "", "", _BIT, "1"),
    *_prefixed("kilo mega giga tera", "bit per second", "bits per second", "bps", _BIT_RATE, "1"),
    _unit("byte", "", "", _BIT, "8", "IEC 80000-13"),
    _base("kilobyte", "", "KB, kB"),
    _base("megabyte", "", "MB"),
    _base("gigabyte", "", "GB"),
    _base("terabyte", "", "TB"),
    _unit("kibibyte", "", "KiB", _BIT, "8192", "IEC 80000-13"),
    _unit("mebibyte", "", "MiB", _BIT, Fraction(8 * 1024**2), "IEC 80000-13"),
    _unit("gibibyte", "", "GiB", _BIT, Fraction(8 * 1024**3), "IEC 80000-13"),
    _unit("tebibyte", "", "TiB", _BIT, Fraction(8 * 1024**4), "IEC 80000-13"),
    _unit(
        "dollar", "usd, us dollar, us dollars, u s dollar, u s dollars", "$, US $", (("usd", 1),), "1", "US currency"
    ),
    _unit("cent", "", "¢", (("usd", 1),), Fraction(1, 100), "US currency"),
    _unit("euro", "eur", "€", (("eur", 1),), "1", "European currency"),
    _unit("pound sterling", "pounds sterling, gbp", "£", (("gbp", 1),), "1", "British currency"),
    _unit("pence", "", "", (("gbp", 1),), Fraction(1, 100), "British currency"),
    _base("yuan", "rmb, renminbi, cny"),
    _unit("jiao", "", "", (("yuan", 1),), Fraction(1, 10), "Chinese currency"),
    _unit("fen", "", "", (("yuan", 1),), Fraction(1, 100), "Chinese currency"),
    _unit("chinese pound", "", "", _MASS, "0.5", _MARKET),
    _unit("chinese ounce", "", "", _MASS, "0.05", _MARKET),
    _unit("chinese acre", "", "", _AREA, Fraction(2000, 3), _MARKET),
    _unit("chinese mile", "", "", _LENGTH, "500", _MARKET),
    _unit("chinese rod", "", "", _LENGTH, Fraction(10, 3), _MARKET),
    _unit("chinese foot", "", "", _LENGTH, Fraction(1, 3), _MARKET),
    _unit("chinese inch", "", "", _LENGTH, Fraction(1, 30), _MARKET),
    _base("yen", "jpy", ""),
    _base("rupee", "inr", "₹, Rs"),
    _base("peso", "", "₱"),
    _base("franc", "", ""),
    _base("won", "krw", "₩"),
    _base("ruble", "rouble, roubles", "₽"),
    _base("shekel", "", "₪"),
    _unit("unit", "", "", (("unit", 1),), "1", "a length of one in a figure without a scale"),
)
"""Every unit; a plain ``pound`` is the mass or the money and a plain ``degree`` the angle."""

SPELLINGS = {
    "meter": "米, м, метр, метра, метров, metro, metros, mètre, mètres, Metern, metri",
    "millimeter": "毫米, мм, milímetros, millimètres, Millimetern, millimetri",
    "centimeter": "厘米, см, centímetro, centímetros, centimètre, centimètres, Zentimeter, Zentimetern, centimetri",
    "decimeter": "分米, дм",
    "kilometer": "千米, 公里, Km, KM, км, kilómetro, kilómetros, quilômetros, kilomètre, kilomètres, Kilometern",
    "liter": "升, л, litro, litros, Litern, litri",
    "milliliter": "毫升, мл",
    "gram": "克, gm, gms, г, гр, gramo, gramos, gramas, Gramm, grammi",
    "kilogram": "千克, 公斤, kgs, kilo, kilos, Kg, KG, кг, kilogramo, kilogramos, quilogramas, Kilogramm, chilogrammi",
    "second": "sec, secs, 秒, с, сек, segundo, segundos, secondes, Sekunde, Sekunden, secondi",
    "minute": "分钟, мин, minuto, minutos, Minuten, minuti",
    "hour": "小时, 时, 钟头, 个小时, 个钟头, ч, hora, horas, heure, heures, Stunde, Stunden",
    "day": "天, 日, día, días, dias, jour, jours, Tage, Tagen, giorni",
    "week": "周, 星期, semana, semanas, semaine, semaines, Woche, Wochen, settimane",
    "month": "个月, mes, meses, mois, Monat, Monate, Monaten, mesi",
    "year": "年, 岁, año, años, anos, année, années, Jahr, Jahre, Jahren, anni",
    "millisecond": "毫秒",
    "nanometer": "纳米",
    "micrometer": "微米",
    "milligram": "毫克",
    "tonne": "吨, 公吨, т",
    "hectare": "公顷",
    "newton": "牛顿, 牛, Н",
    "joule": "焦耳, 焦, Дж",
    "kilojoule": "千焦, кДж",
    "calorie": "卡, 卡路里",
    "kilocalorie": "千卡, 大卡",
    "watt": "瓦特, 瓦, Вт",
    "kilowatt": "千瓦, кВт",
    "kilowatt hour": "KWh, kwh, 千瓦时, 千瓦·时",
    "pascal": "帕斯卡, 帕, Па",
    "ampere": "安培, 安, А",
    "milliampere": "毫安",
    "coulomb": "库仑, 库, Кл",
    "volt": "伏特, 伏, В",
    "kilovolt": "千伏, KV",
    "farad": "法拉",
    "henry": "亨利",
    "tesla": "特斯拉",
    "weber": "韦伯",
    "ohm": "欧姆, 欧, Ом",
    "hertz": "赫兹, 赫, Гц",
    "mole": "摩尔, моль",
    "kelvin": "开尔文, К",
    "degree": "度, grado, grados, graus, degré, degrés, Grad, gradi",
    "radian": "弧度",
    "celsius": "摄氏度",
    "microgram": "微克",
    "microsecond": "微秒",
    "nanosecond": "纳秒",
    "century": "世纪",
    "quarter hour": "刻钟",
    "light year": "光年",
    "nautical mile": "海里",
    "megajoule": "兆焦, 兆焦耳",
    "megapascal": "兆帕",
    "kilopascal": "千帕, кПа",
    "hectopascal": "百帕",
    "megaohm": "兆欧",
    "megawatt": "兆瓦",
    "millivolt": "毫伏",
    "microampere": "微安",
    "microfarad": "微法",
    "picofarad": "皮法",
    "millihenry": "毫亨",
    "kilohertz": "千赫, 千赫兹",
    "megahertz": "兆赫, 兆赫兹",
    "gigahertz": "吉赫",
    "electronvolt": "电子伏特, 电子伏",
    "millimole": "毫摩尔",
    "decibel": "分贝",
    "kilonewton": "千牛",
    "chinese pound": "斤, 市斤",
    "chinese ounce": "两",
    "chinese acre": "亩",
    "chinese mile": "里",
    "chinese rod": "丈",
    "chinese foot": "尺",
    "chinese inch": "寸",
    "fen": "分钱",
    "kilobit": "kb, kbit",
    "megabit": "Mb, Mbit",
    "gigabit": "Gb, Gbit",
    "megabit per second": "mbps",
    "kilobit per second": "Kbps",
    "millibar": "mbar",
    "atomic mass unit": "原子质量单位",
    "kiloohm": "千欧",
    "yuan": "元, 元钱, 块钱",
    "jiao": "角, 毛, 角钱, 毛钱",
}
"""Further symbols of units whose rows are made by prefix, and those of other languages; by canonical name."""
