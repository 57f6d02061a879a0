"""Units: every spelling reads to its row, factors are the published ones, and near misses stay unread."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.lexicon.units import CERTAIN_SYMBOLS, UNITS, conversion, is_noun_unit, noun, read_unit

READ = [
    pytest.param("square inches", (("inch", 2),), id="square-word"),
    pytest.param("inches^2", (("inch", 2),), id="caret"),
    pytest.param("cm^{2}", (("centimeter", 2),), id="caret-braces"),
    pytest.param("cm²", (("centimeter", 2),), id="superscript"),
    pytest.param("cm3", (("centimeter", 3),), id="digit-behind-symbol"),
    pytest.param("sq. ft.", (("foot", 2),), id="abbreviated-square"),
    pytest.param("sq cm", (("centimeter", 2),), id="sq-no-dot"),
    pytest.param("cubic feet", (("foot", 3),), id="cubic"),
    pytest.param("feet squared", (("foot", 2),), id="squared-behind"),
    pytest.param("m/s", (("meter", 1), ("second", -1)), id="slash"),
    pytest.param("m s^{-1}", (("meter", 1), ("second", -1)), id="negative-power"),
    pytest.param("m·s⁻¹", (("meter", 1), ("second", -1)), id="negative-superscript"),
    pytest.param("km per hour", (("hour", -1), ("kilometer", 1)), id="per"),
    pytest.param("miles/hour", (("hour", -1), ("mile", 1)), id="words-slash"),
    pytest.param("miles an hour", (("hour", -1), ("mile", 1)), id="an-hour"),
    pytest.param("dollars per pound", (("dollar", 1), ("pound", -1)), id="price"),
    pytest.param("kg·m/s^2", (("kilogram", 1), ("meter", 1), ("second", -2)), id="product-over"),
    pytest.param("feet per second per second", (("foot", 1), ("second", -2)), id="per-twice"),
    pytest.param("meters per second squared", (("meter", 1), ("second", -2)), id="per-squared"),
    pytest.param("dollars per kilowatt hour", (("dollar", 1), ("kilowatt hour", -1)), id="per-product"),
    pytest.param("Inches.", (("inch", 1),), id="capital-and-period"),
    pytest.param("of an hour", (("hour", 1),), id="leading-of-an"),
    pytest.param("degrees Celsius", (("celsius", 1),), id="celsius-words"),
    pytest.param("°C", (("celsius", 1),), id="celsius-symbol"),
    pytest.param("℉", (("fahrenheit", 1),), id="fahrenheit-one-sign"),
    pytest.param("degrees", (("degree", 1),), id="angle"),
    pytest.param("°", (("degree", 1),), id="degree-sign"),
    pytest.param("square units", (("unit", 2),), id="square-units"),
    pytest.param("cubic units", (("unit", 3),), id="cubic-units"),
    pytest.param("units", (("unit", 1),), id="units"),
    pytest.param(r"\$", (("dollar", 1),), id="escaped-dollar"),
    pytest.param("pounds sterling", (("pound sterling", 1),), id="sterling"),
    pytest.param("fl. oz.", (("fluid ounce", 1),), id="fluid-ounce"),
    pytest.param("foot-pounds", (("foot", 1), ("pound", 1)), id="hyphen"),
    pytest.param("nautical miles", (("nautical mile", 1),), id="two-words"),
    pytest.param("years old", (("year", 1),), id="age"),
    pytest.param("平方厘米", (("centimeter", 2),), id="chinese-area"),
]

UNREAD = [
    pytest.param("", id="empty"),
    pytest.param("   ", id="blank"),
    pytest.param("apples", id="noun"),
    pytest.param("dollars per ticket", id="noun-below"),
    pytest.param("x", id="letter"),
    pytest.param("square", id="square-alone"),
    pytest.param("square inches^2", id="squared-twice"),
    pytest.param("m/", id="nothing-below"),
    pytest.param("·m", id="nothing-before"),
    pytest.param("J/kg K", id="ambiguous-line"),
    pytest.param("m/m", id="cancels"),
    pytest.param("CM^99", id="power-too-large"),
    pytest.param("Mm", id="symbols-keep-case"),
    pytest.param("m^²", id="broken-power"),
    pytest.param("m" * 500, id="too-long"),
]


@pytest.mark.parametrize(("text", "powers"), READ)
def test_read(text, powers):
    assert read_unit(text) == powers


@pytest.mark.parametrize("text", UNREAD)
def test_unread(text):
    assert read_unit(text) is None


@pytest.mark.parametrize("text", ["m", "s", "h", "min", "at", "mod", "lb", "mg", "m/s", "sec", "deg", "cd"])
def test_bare_text_of_letters_is_no_unit(text):
    assert read_unit(text, bare=True) is None


@pytest.mark.parametrize(
    "text", ["cm", "km/h", "cm^2", "°", r"\$", "meters", "square feet", "mph", "cm/s", "in", "in^2"]
)
def test_bare_unit(text):
    assert read_unit(text, bare=True) == read_unit(text) is not None


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_spelling_reads_to_its_row(unit):
    for spelling in (unit.example, unit.name, *unit.aliases, *unit.symbols):
        if spelling not in ("cubic centimeter", "cubic centimeters"):
            assert read_unit(spelling) == ((unit.name, 1),), spelling
        assert conversion(read_unit(spelling)) == (unit.factor, unit.dimension), spelling


def test_spellings_are_unique():
    symbols = [s for unit in UNITS for s in unit.symbols]
    aliases = [s for unit in UNITS for s in unit.aliases]
    assert len(symbols) == len(set(symbols))
    assert len(aliases) == len(set(aliases))
    assert all(alias == alias.lower() for alias in aliases)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_row_is_complete(unit):
    assert unit.factor > 0
    assert unit.dimension
    assert unit.source
    assert unit.example in (*unit.aliases, *unit.symbols)


SAME = [
    pytest.param("m", "cm", 100, id="metre"),
    pytest.param("ft", "in", 12, id="foot"),
    pytest.param("yd", "ft", 3, id="yard"),
    pytest.param("mile", "feet", 5280, id="mile"),
    pytest.param("square feet", "square inches", 144, id="square-foot"),
    pytest.param("cubic meters", "L", 1000, id="litre"),
    pytest.param("mL", "cc", 1, id="millilitre"),
    pytest.param("gallon", "cubic inches", 231, id="gallon"),
    pytest.param("gal", "quarts", 4, id="quart"),
    pytest.param("quart", "pints", 2, id="pint"),
    pytest.param("pint", "cups", 2, id="cup"),
    pytest.param("cup", "tablespoons", 16, id="tablespoon"),
    pytest.param("tbsp", "tsp", 3, id="teaspoon"),
    pytest.param("acre", "square feet", 43560, id="acre"),
    pytest.param("hectare", "square meters", 10000, id="hectare"),
    pytest.param("lb", "oz", 16, id="pound"),
    pytest.param("stone", "lb", 14, id="stone"),
    pytest.param("pound", "grains", 7000, id="grain"),
    pytest.param("kg", "g", 1000, id="kilogram"),
    pytest.param("metric tons", "kg", 1000, id="tonne"),
    pytest.param("week", "days", 7, id="week"),
    pytest.param("day", "hours", 24, id="day"),
    pytest.param("hour", "min", 60, id="hour"),
    pytest.param("minute", "s", 60, id="minute"),
    pytest.param("year", "months", 12, id="year"),
    pytest.param("century", "decades", 10, id="century"),
    pytest.param("mph", "miles per hour", 1, id="mph"),
    pytest.param("m/s", "km/h", Fraction(18, 5), id="speed"),
    pytest.param("knot", "nautical miles per hour", 1, id="knot"),
    pytest.param("N", "kg·m/s^2", 1, id="newton"),
    pytest.param("kWh", "kilowatt-hours", 1, id="kilowatt-hour"),
    pytest.param("kW", "J/s", 1000, id="watt"),
    pytest.param("V", "W/A", 1, id="volt"),
    pytest.param("Ω", "V/A", 1, id="ohm"),
    pytest.param("kcal", "cal", 1000, id="calorie"),
    pytest.param("degree", "arcminutes", 60, id="arcminute"),
    pytest.param("arcminute", "arcseconds", 60, id="arcsecond"),
    pytest.param("revolution", "degrees", 360, id="revolution"),
    pytest.param("rpm", "revolutions per minute", 1, id="rpm"),
    pytest.param("byte", "bits", 8, id="byte"),
    pytest.param("dollars", "cents", 100, id="dollar"),
    pytest.param("£", "pence", 100, id="sterling-pence"),
    pytest.param("sec", "s", 1, id="sec"),
    pytest.param("千米/小时", "km/h", 1, id="chinese-speed"),
    pytest.param("kilos", "kg", 1, id="kilo"),
    pytest.param("米", "m", 1, id="chinese-metre"),
    pytest.param("light-years", "m", 9460730472580800, id="light-year"),
    pytest.param("atm", "Pa", 101325, id="atmosphere"),
]

APART = [
    pytest.param("m", "m^2", id="power"),
    pytest.param("pounds", "£", id="mass-and-money"),
    pytest.param("ton", "tonne", id="ton-has-no-one-size"),
    pytest.param("year", "days", id="year-has-no-fixed-days"),
    pytest.param("month", "weeks", id="month"),
    pytest.param("°C", "°F", id="temperature-scales"),
    pytest.param("degrees", "°C", id="angle-and-temperature"),
    pytest.param("degrees", "radians", id="no-rational-factor"),
    pytest.param("dollars", "euros", id="currencies"),
    pytest.param("kilobytes", "bytes", id="kilobyte-has-no-one-size"),
    pytest.param("oz", "fl oz", id="ounces"),
    pytest.param("units", "square units", id="units"),
    pytest.param("mph", "miles", id="speed-and-length"),
]


@pytest.mark.parametrize(("large", "small", "count"), SAME)
def test_factors(large, small, count):
    one, other = conversion(read_unit(large)), conversion(read_unit(small))
    assert one[1] == other[1]
    assert one[0] / other[0] == count


@pytest.mark.parametrize(("a", "b"), APART)
def test_not_convertible(a, b):
    assert conversion(read_unit(a))[1] != conversion(read_unit(b))[1]


NOUNS = [
    pytest.param("apples", "apple", id="plain"),
    pytest.param("boxes", "box", id="es"),
    pytest.param("cherries", "cherry", id="ies"),
    pytest.param("people", "person", id="people"),
    pytest.param("sheep", "sheep", id="kept"),
    pytest.param("children", "child", id="irregular"),
    pytest.param("ways", "way", id="ways"),
    pytest.param("The Red Boxes.", "red box", id="article-case-period"),
    pytest.param("classes", "class", id="sses"),
    pytest.param("glass", "glass", id="ss"),
    pytest.param("houses", "house", id="ses"),
    pytest.param("vertices", "vertex", id="vertices"),
]


@pytest.mark.parametrize(("text", "name"), NOUNS)
def test_noun(text, name):
    assert noun(text) == ((name, 1),)
    assert is_noun_unit(noun(text))
    assert conversion(noun(text)) is None


def test_noun_of_nothing():
    assert noun(" the ") == ()
    assert not is_noun_unit(read_unit("cm"))


PIECES = st.sampled_from(
    [
        "cm",
        "m",
        "square ",
        "sq. ",
        "per ",
        "/",
        "^2",
        "^{-1}",
        "²",
        "⁻¹",
        "·",
        "-",
        " ",
        "an ",
        "hour",
        "$",
        "°",
        "C",
        "\\",
        ".",
    ]
)


@given(st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=40))
def test_any_text_reads_or_does_not(text):
    powers = read_unit(text)
    assert powers is None or (powers == tuple(sorted(powers)) and all(power for _, power in powers))
    assert powers is None or conversion(powers) is not None
    assert read_unit(text, bare=True) in (None, powers)
    assert all(name for name, _ in noun(text))


def test_the_certain_symbols_are_units_of_several_letters():
    assert [symbol for symbol in sorted(CERTAIN_SYMBOLS) if len(symbol) < 2 or read_unit(symbol) is None] == []
